"""What people work with: areas, accounts, audit, published households and counts, events of households, jobs."""
