"""The figures: each function draws one from a run and returns it. See catchment.measure."""
