"""Files of agencies into the store: rows taken, rows in quarantine, exact repeats."""
