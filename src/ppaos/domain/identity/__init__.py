"""Whose number or name it is: citizen IDs, house codes, keyed hashes, keys of names."""
