"""Target groups as data: one YAML document of rules for each fiscal year."""
