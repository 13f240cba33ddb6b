"""Synthetic people, households and answers: never real, always marked."""
