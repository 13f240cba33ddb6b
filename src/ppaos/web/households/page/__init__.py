"""One household: how it stands, why, and what is on record."""
