"""Thai writing: texts of files, dates, addresses, and texts in two languages."""
