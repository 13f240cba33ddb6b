"""Who is a target: groups, vulnerability, priority, and how two of them overlap."""
