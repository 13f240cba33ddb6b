"""Conditions of a search that recorded events answer; see `operations.results.conditions`."""
