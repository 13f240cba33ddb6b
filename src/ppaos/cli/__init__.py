"""Command line: parse, call one workflow, print."""
