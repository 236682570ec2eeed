"""The performance suite of Catchment: benchmarks/run is its command, docs/benchmarks.md says what its numbers mean."""
