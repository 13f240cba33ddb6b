"""Which records without a valid citizen ID are the same person: Splink on Thai names, dates and places."""
