"""Instruments: what is asked, of whom, and what counts as deprived."""
