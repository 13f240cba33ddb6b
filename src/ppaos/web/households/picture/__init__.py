"""The picture of a household for the family itself."""
