"""Search for households: conditions, form, pages of results."""
