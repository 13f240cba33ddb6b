"""Agencies that receive lists: for what, on which legal basis, and which fields that allows."""
