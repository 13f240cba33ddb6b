"""Many registers, one person, one household."""
