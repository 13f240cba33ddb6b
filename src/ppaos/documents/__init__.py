"""YAML documents as validated models, with errors that point at the line."""
