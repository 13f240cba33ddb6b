"""Names of what PostgreSQL keeps in one part for each publication.

A publication is loaded into a table of its own and attached when it is whole, and an old one goes
by dropping its part. SQLite keeps the same rows in one plain table.
"""

from typing import Final

KEY: Final = "publication_id"


def partition_name(table: str, publication: int) -> str:
    """Name of the table that holds the rows of one publication."""
    return f"{table}_p{publication}"
