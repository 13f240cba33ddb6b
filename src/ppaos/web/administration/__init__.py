"""People, roles and invitations of one's areas."""
