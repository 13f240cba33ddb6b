"""A synthetic census and its registers as files."""
