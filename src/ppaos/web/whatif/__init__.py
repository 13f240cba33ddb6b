"""What if: another cutoff, rule or weighting, answered while it is asked."""
