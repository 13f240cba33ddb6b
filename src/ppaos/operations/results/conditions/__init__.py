"""Conditions that a search of households can ask: one file each, which the registry discovers.

To add one, add a module with a `CONDITION` here, or in the package `conditions` of an app above
this one. The form, the addresses, the API, the words of a list and the record of an export then
have it.
"""
