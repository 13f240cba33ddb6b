"""Which source wins for which field: the document and its loader."""
