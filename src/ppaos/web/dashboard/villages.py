"""What the village survey says of an area: how many villages answer what, and sums of numbers.

Columns, titles and codes are those of the source's document, so that another village survey needs
no program. A village without an answer is counted as no data, never as zero.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ppaos.definitions.sources import loader
from ppaos.definitions.sources.loader import Source
from ppaos.domain.area.scope import Scope
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.people.queries import village_facts
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.publication_cache import PublicationCache
from ppaos.operations.results.cube import HELD
from ppaos.web.dashboard.place import DashboardArea
from ppaos.web.dashboard.tables import Table, TableColumn, TableRow, Value

_NUMBERS: Final = frozenset({"integer", "number", "decimal"})
_NO_VILLAGES: Final = Bilingual(
    "ไม่มีข้อมูลหมู่บ้านของพื้นที่นี้ นำเข้าไฟล์ กชช. 2ค แล้วเผยแพร่รุ่นใหม่",
    "No village data here. Import the village survey (NRD2C) and publish again.",
)


@dataclass(frozen=True)
class VillageFacts:
    """Numbers and codes of every village of a publication."""

    codes: NDArray[np.str_]
    """Village codes, ascending."""
    columns: dict[str, NDArray[np.float64]]
    """Column -> value of each village; nan is no answer."""

    def inside(self, scope: Scope) -> NDArray[np.int64]:
        """Places of the villages of a scope."""
        runs = [
            np.arange(*np.searchsorted(self.codes, (low, high)), dtype=np.int64)
            for low, high in scope.ranges()
        ]
        return np.concatenate(runs) if runs else np.zeros(0, np.int64)


_held: PublicationCache[VillageFacts] = PublicationCache(HELD)


def village_tables(place: DashboardArea) -> list[Table]:
    """A table of numbers, and one for each list of codes that the survey uses."""
    source = _source(place.publication)
    if source is None:
        return [_numbers(place, None, [], None)]
    facts = facts_of(place.publication)
    here = facts.inside(place.scope)
    numbers = [name for name, column in source.columns.items() if column.type in _NUMBERS]
    lists: dict[str, list[str]] = {}
    for name, column in source.columns.items():
        if column.type == "code" and column.list is not None:
            lists.setdefault(column.list, []).append(name)
    found = [_numbers(place, source, numbers, (facts, here))]
    for name, columns in lists.items():
        found.append(_codes(source, name, columns, facts, here))
    return found


def _numbers(
    place: DashboardArea,
    source: Source | None,
    names: list[str],
    given: tuple[VillageFacts, NDArray[np.int64]] | None,
) -> Table:
    rows = []
    if source is not None and given is not None and len(given[1]):
        facts, here = given
        for name in names:
            values = facts.columns.get(name, np.full(len(facts.codes), np.nan))[here]
            known = values[~np.isnan(values)]
            total = float(known.sum()) if len(known) else None
            rows.append(TableRow(name, _title(source, name), (len(known), total)))
    title = Bilingual("ข้อมูลหมู่บ้าน", "Village data")
    if source is not None:
        title = source.title.pair()
    return Table(
        "villages",
        title,
        Bilingual("เรื่อง", "What"),
        (
            TableColumn("villages", Bilingual("หมู่บ้านที่มีข้อมูล", "Villages with data"), "villages"),
            TableColumn("total", Bilingual("รวม", "Total"), "count"),
        ),
        tuple(rows),
        note=Bilingual("รวมเฉพาะหมู่บ้านที่มีข้อมูล", "Of the villages with data only"),
        empty=_NO_VILLAGES,
    )


def _codes(
    source: Source, name: str, columns: list[str], facts: VillageFacts, here: NDArray[np.int64]
) -> Table:
    labels = source.code_lists[name]
    rows = []
    for column in columns if len(here) else []:
        values = facts.columns.get(column, np.full(len(facts.codes), np.nan))[here]
        counts: list[Value] = [int((values == code).sum()) for code in labels]
        rows.append(
            TableRow(column, _title(source, column), (*counts, int(np.isnan(values).sum())))
        )
    unofficial = {*source.unofficial} & {name, *columns}
    note = Bilingual("จำนวนหมู่บ้านในแต่ละระดับ", "Villages of each level")
    if unofficial:
        note = Bilingual(
            f"{note.th} (ชื่อและระดับเป็นการตีความ ยังไม่เป็นทางการ)",
            f"{note.en} (names and levels are our reading, unofficial)",
        )
    return Table(
        f"villages_{name}",
        Bilingual("สภาพหมู่บ้านรายด้าน", "State of the villages, by area of life"),
        Bilingual("ด้าน", "Area of life"),
        (
            *[
                TableColumn(f"code_{code}", label.pair(), "villages")
                for code, label in labels.items()
            ],
            TableColumn("no_data", Bilingual("ไม่มีข้อมูล", "No data"), "villages"),
        ),
        tuple(rows),
        note=note,
        empty=_NO_VILLAGES,
    )


def _title(source: Source, name: str) -> Bilingual:
    return source.columns[name].title.pair()


def _source(publication: Publication) -> Source | None:
    """Document of the village survey that was published; null when there is none."""
    for name, document in publication.reading.documents.items():
        source = _document(name, document)
        if source is not None and source.role == "area":
            return source
    return None


def _document(name: str, document: Any) -> Source | None:
    if name in loader.names():
        return loader.load(name)
    return Source.model_validate(document) if document else None


def facts_of(publication: Publication) -> VillageFacts:
    """Facts of all villages; read from the database when first asked for in this process."""
    return _held.of(publication, lambda: _loaded(publication))


def _loaded(publication: Publication) -> VillageFacts:
    rows = list(village_facts(publication))
    names = dict.fromkeys(name for _, facts in rows for name in facts)
    return VillageFacts(
        np.array([code for code, _ in rows], dtype="U8"),
        {
            name: np.array([_number(facts.get(name)) for _, facts in rows], dtype=np.float64)
            for name in names
        },
    )


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")
