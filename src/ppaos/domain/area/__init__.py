"""Areas: codes that carry the hierarchy, the tree of their sums, and the scope of an account."""
