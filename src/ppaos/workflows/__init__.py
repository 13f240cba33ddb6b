"""Whole jobs: each function here is one thing a person asks for."""
