"""The figures: each function draws one from a run and returns it. What they show is computed in
catchment.measure.
"""
