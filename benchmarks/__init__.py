"""Figures of speed and memory: `python -m benchmarks`. Nothing here is a timed test."""
