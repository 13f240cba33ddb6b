"""Published households and people, and searching them."""
