"""Files that exports made: of oneself, and for the agency that one works for."""
