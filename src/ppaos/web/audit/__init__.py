"""Screens of whoever inspects the audit."""
