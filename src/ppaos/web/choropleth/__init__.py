"""Values of areas for a map and the table beside it, shared by every page that has one."""
