"""Benchmarks: our own work and that of other tools on the same register, in the same run.

`make bench` measures everything and writes the figures into `docs/en/about/benchmarks.md`. Nothing
here is a test: how long something takes says as much about the machine as about the code.
"""
