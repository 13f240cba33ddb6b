"""Registers of agencies about people who do not exist."""
