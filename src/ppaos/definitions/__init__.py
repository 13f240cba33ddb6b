"""Documents in YAML, each checked by its loader: what is measured, by whom, for whom."""
