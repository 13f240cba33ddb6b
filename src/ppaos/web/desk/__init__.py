"""The data desk: what the store holds, how fresh it is, what waits for a person, and publishing."""
