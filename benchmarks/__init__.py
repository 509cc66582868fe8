"""Benchmarks: ``python benchmarks/run.py`` prints them all."""
