"""Rules: relations built as Ibis expressions, estimation in numpy; nothing here runs or reads."""
