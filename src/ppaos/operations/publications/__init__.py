"""Versions of the analytic store that were moved here for people to work with."""
