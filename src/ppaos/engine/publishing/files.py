"""Which files of a store hold the rows of one province, as SQL that reads them.

Stored tables lie in folders by province where they can (`province=NN`, `village_code=NN`); of
others every file is read and the rows are chosen by their area.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ppaos.engine.catalogue import Catalogue
from ppaos.engine.lookup import AREAS, NOT_OF_A_SOURCE, folder_value
from ppaos.engine.publishing.households_sql import literal, scan

_FOLDERS: Final = ("province", "village_code", "province_code")
_AREA: Final = {"profiles": AREAS[1], "cube_village": AREAS[1]}
"""Column of the area in tables where it is not `village_code`."""
_AFTER: Final = ":"


class StoreFiles:
    """Files of every table, from one reading of the catalogue."""

    def __init__(self, store: Catalogue) -> None:
        self._root = store.root
        self._entries = store.entries()

    def has(self, table: str) -> bool:
        """Whether there are rows of a table."""
        return bool(self._entries.get(table, {}).get("files"))

    def every(self, table: str) -> str:
        """Rows of a table."""
        return self._scan(self._entries[table]["files"])

    def of_province(self, table: str, province: str) -> str:
        """Rows of one province of a table; `""` are those without a place."""
        files = self._entries[table]["files"]
        chosen = _within(files, province)
        if not chosen:
            return f"(SELECT * FROM {self._scan(files)} WHERE false)"
        area = _AREA.get(table, AREAS[0])
        if not province:
            return f"(SELECT * FROM {self._scan(chosen)} WHERE coalesce({area}, '') = '')"
        low, high = literal(province), literal(province + _AFTER)
        return f"(SELECT * FROM {self._scan(chosen)} WHERE {area} >= {low} AND {area} < {high})"

    def of_source(self, source: str, province: str | None = None) -> str | None:
        """Rows of one source, or those that lie in the folder of a province; null when none do."""
        files = self._of_source(source)
        if province is not None:
            files = _within(files, province)
        return self._scan(files) if files else None

    def is_placed(self, source: str) -> bool:
        """Whether each file of a source is of one province."""
        return all(_place(file) is not None for file in self._of_source(source))

    def _of_source(self, source: str) -> list[str]:
        marked = f"source={source}"
        return [
            file
            for table, entry in self._entries.items()
            if table not in NOT_OF_A_SOURCE
            for file in entry["files"]
            if marked in Path(file).parts
        ]

    def _scan(self, files: Sequence[str]) -> str:
        return scan([str(self._root / file) for file in files])


def _within(files: Sequence[str], province: str) -> list[str]:
    """Files that may hold rows of a province."""
    placed = {file: _place(file) for file in files}
    if any(value is None for value in placed.values()):
        return list(files)
    return [file for file, value in placed.items() if _is_of(value or "", province)]


def _place(file: str) -> str | None:
    for name in _FOLDERS:
        value = folder_value(file, name)
        if value is not None:
            return value
    return None


def _is_of(value: str, province: str) -> bool:
    if not province:
        return not value[:1].isdigit()
    return value.startswith(province)
