"""The language of rules over named answers."""
