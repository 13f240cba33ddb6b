"""Why a household stands where it stands, from the rows of the store."""
