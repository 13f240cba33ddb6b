"""What the store holds: its files and sources, and taking some out again."""
