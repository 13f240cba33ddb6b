"""The same work by several tools: measures of one million persons at three levels, two cutoffs."""
