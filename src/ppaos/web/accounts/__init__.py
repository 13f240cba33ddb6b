"""Signing in, invitations, roles, the audit's screen."""
