"""Who saw or did what, when and for which purpose: an append-only chain."""
