"""Sources: what the file of each agency looks like, and the right to use it."""
