"""Why a household stands where it stands."""
