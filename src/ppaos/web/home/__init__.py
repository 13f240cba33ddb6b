"""The front door: home, language, health, pages of errors."""
