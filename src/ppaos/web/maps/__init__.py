"""The map: any measure at any level, its boundaries, and households for those who may see them."""
