"""The API for programs: areas, measures, groups and households, as the pages show them."""
