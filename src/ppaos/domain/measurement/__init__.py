"""What is measured and how: instruments, profiles, the cube, and every measure of poverty."""
