"""Which records of many registers are one person and one household."""
