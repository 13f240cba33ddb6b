"""Lists for agencies as files, with only the fields that a purpose allows."""
