"""Which sources a store took rows in from, the table of each, and its definition.

In: the catalogue of a store. Out: one entry a source, from the newest import of it; nothing but
manifests is read, and a definition only when it is asked for.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ppaos.definitions.sources import loader
from ppaos.definitions.sources.loader import Source
from ppaos.engine.catalogue import Catalogue
from ppaos.engine.lookup import NOT_OF_A_SOURCE


@dataclass(frozen=True)
class StoredSource:
    """One source that was ingested."""

    name: str
    table: str | None
    """Table of its rows; null when every row was quarantined."""
    document: dict[str, Any] | None
    """The document that the store keeps; null for a source that comes with the program."""

    @cached_property
    def definition(self) -> Source | None:
        """Today's of a shipped source, else the one kept; null when there is neither."""
        if self.name in loader.names():
            return loader.load(self.name)
        return None if self.document is None else Source.model_validate(self.document)


def stored_sources(catalogue: Catalogue) -> dict[str, StoredSource]:
    """Every source that was ingested, by name, in the order of its tables and imports."""
    found: dict[str, StoredSource] = {}
    for table, entry in sorted(catalogue.entries().items()):
        own = None if table in NOT_OF_A_SOURCE else table
        for manifest in entry["history"]:
            settings = manifest["settings"]
            name = settings.get("source")
            if not name or "import" not in settings:
                continue
            if name in found and found[name].table is None:
                del found[name]  # so that the order is that of the tables
            elif own is None and name in found:
                continue
            found[name] = StoredSource(name, own, settings.get("document"))
    return found


def definitions(catalogue: Catalogue) -> dict[str, Source]:
    """Source -> its definition, by name, of every source that was ingested and has one."""
    return {
        name: item.definition
        for name, item in sorted(stored_sources(catalogue).items())
        if item.definition is not None
    }
