"""The dashboard of an area: what is urgent, what it can build on, how far the work is."""
