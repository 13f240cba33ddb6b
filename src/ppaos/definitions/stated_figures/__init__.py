"""Figures that documents printed, shown beside what the store gives."""
