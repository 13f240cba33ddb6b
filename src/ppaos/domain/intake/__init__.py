"""Which rows of a file are taken, repaired or kept out, and what is said about each."""
