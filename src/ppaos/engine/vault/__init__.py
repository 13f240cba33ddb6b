"""Citizen IDs that can be shown again: sealed blocks, their files and their keys."""
