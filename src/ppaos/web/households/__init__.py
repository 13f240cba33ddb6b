"""Find households, understand one, hand a family its picture, export a list."""
