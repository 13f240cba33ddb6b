"""A finished store moved into the site's database as a version."""
