"""Every measure of a researcher's own file, with standard errors and changes."""
