"""WHERE: chainage along the border, stretches, coverage, and the strip that draws it. Pure."""
