"""Work that runs in the background, and how far it is."""
