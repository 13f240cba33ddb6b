"""Rows of a store in the form of the tables of the site."""
