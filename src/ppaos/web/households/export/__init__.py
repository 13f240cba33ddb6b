"""Lists of households as files, made in the background."""
