"""The only code that runs expressions, and the store of named tables."""
