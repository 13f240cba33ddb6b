"""Published counts: the cube, measures by area, stated figures, saved what-ifs."""
