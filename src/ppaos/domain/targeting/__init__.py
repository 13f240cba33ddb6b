"""Who is a target, in which order to visit, and how two lists overlap."""
