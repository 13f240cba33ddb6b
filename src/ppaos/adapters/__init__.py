"""One module an exchange format."""
