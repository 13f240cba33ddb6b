"""Signing in, invitations, one's own account and tokens."""
