"""The page of one piece of background work: how far it is, and what came out."""
