"""Rows of a list as its reader sees them: codes worded, bits named, citizen IDs masked or revealed.

In: batches of the relation of `domain.lists`. Out: one list of cells a row, in the order of the
fields. What a field is made of is here and nowhere else, so a field that was not asked for is
never looked at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

import pyarrow as pa

from ppaos.definitions.agencies.fields import list_fields
from ppaos.definitions.agencies.loader import Agency
from ppaos.domain.identity.citizen_id import format_citizen_id
from ppaos.domain.privacy.list_fields import CITIZEN_ID, LACKS
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.workflows.explain.context import Context
from ppaos.workflows.explain.members import MASKED

Cell = Callable[[Mapping[str, Any]], Any]
Reveal = Callable[[Sequence[bytes]], Mapping[bytes, str]]
"""Hashes -> citizen IDs in clear; every call is on record."""
_AREA_DIGITS: Final = {"province": 2, "district": 4, "subdistrict": 6}
_YES_NO: Final = (Bilingual("ไม่ใช่", "no"), Bilingual("ใช่", "yes"))


class Wording:
    """Words rows of one store for one agency in one language."""

    def __init__(self, context: Context, agency: Agency, language: str) -> None:
        self._context, self._agency, self._language = context, agency, language
        self._members = context.sources.of_row("members", {})
        self._groups = cache(self._group_names)
        self._lacking = cache(self._failing)

    def rows(
        self, batches: Iterator[pa.RecordBatch], fields: Sequence[str], reveal: Reveal | None
    ) -> Iterator[list[Any]]:
        """Cells of every row; `reveal` is called once a batch, for an agency that may have IDs."""
        cells = [self._cell(name) for name in fields]
        shows_id = reveal is not None and CITIZEN_ID in fields
        for batch in batches:
            rows = batch.to_pylist()
            if shows_id and reveal is not None:
                hashes = [_bytes(row["person_id"]) for row in rows if row["has_citizen_id"]]
                numbers = reveal(hashes) if hashes else {}
                for row in rows:
                    found = numbers.get(_bytes(row["person_id"]))
                    row[CITIZEN_ID] = format_citizen_id(found) if found else None
            for row in rows:
                yield [cell(row) for cell in cells]

    def published(
        self, rows: Iterable[Mapping[str, Any]], fields: Sequence[str]
    ) -> Iterator[list[Any]]:
        """Cells of rows that have the name of the head as one text, and no citizen IDs."""
        cells = [self._cell(name) for name in fields]
        for row in rows:
            yield [cell(row) for cell in cells]

    def title(self, field: str) -> str:
        """Heading of a column."""
        return self._said(list_fields()[field].title)

    def _cell(self, name: str) -> Cell:
        if list_fields()[name].fact:
            return self._fact(name)
        if name in _AREA_DIGITS:
            return self._area(_AREA_DIGITS[name])
        if name.startswith(LACKS):
            return self._lacks(name.removeprefix(LACKS))
        special: dict[str, Cell] = {
            CITIZEN_ID: lambda row: row.get(
                CITIZEN_ID, MASKED if row["has_citizen_id"] and not self._reveals else None
            ),
            "person_id": lambda row: str(_uuid(row["person_id"])),
            "head_name": _head,
            "score": _score,
            "missing_answers": lambda row: self._lacking(row["missing"], ""),
            "groups": lambda row: self._groups(row["groups"] or 0),
            "sources": lambda row: self._source_names(row["sources"] or 0),
            "sex": lambda row: self._code("sex", row["sex"]),
            "relation": lambda row: self._code("relation", row["relation"]),
        }
        return special.get(name, lambda row: self._plain(row[name]))

    @property
    def _reveals(self) -> bool:
        return self._agency.citizen_id == "full"

    def _plain(self, value: Any) -> Any:
        if isinstance(value, bool):
            return self._said(_YES_NO[value])
        return value.isoformat() if hasattr(value, "isoformat") else value

    def _said(self, title: Bilingual) -> str:
        return title.th if self._language == "th" else title.en

    def _fact(self, name: str) -> Cell:
        facts = self._context.sources.facts
        if name not in facts:
            return lambda row: None
        place = facts.index(name)
        asked_in_survey = self._members is not None and name in self._members.facts
        # whoever the survey did not meet was not asked: no data, which is not "no"
        return lambda row: (
            None
            if asked_in_survey and not row["in_survey"]
            else self._plain(bool((row["facts"] or 0) >> place & 1))
        )

    def _area(self, digits: int) -> Cell:
        names = self._context.area_names
        return lambda row: (
            self._said(names.title(row["village_code"][:digits])) if row["village_code"] else None
        )

    def _lacks(self, dimension: str) -> Cell:
        return lambda row: self._lacking(row["deprived"], dimension)

    def _failing(self, bits: int | None, dimension: str) -> str | None:
        """Indicators of set bits, of one dimension or of all; null without a survey."""
        instrument = self._context.instrument
        if bits is None or instrument is None:
            return None
        return "; ".join(
            self._said(item.title)
            for place, item in enumerate(instrument.indicators)
            if bits >> place & 1 and dimension in ("", item.dimension)
        )

    def _group_names(self, bits: int) -> str:
        """Groups of a row that the agency may know of."""
        return "; ".join(
            f"{rules}/{group}"
            for rules, group in self._context.groups_of(bits)
            if self._agency.allows_group(rules, group)
        )

    def _source_names(self, bits: int) -> str:
        return "; ".join(self._context.sources.names_of(bits))

    def _code(self, column: str, value: Any) -> Any:
        label = self._context.sources.answer(self._members, column, value).label
        return self._said(label) if label else value


def _head(row: Mapping[str, Any]) -> str | None:
    if "head_name" in row:
        return row["head_name"] or None
    prefix, first, last = (
        row[f"head_{name}"] or "" for name in ("prefix", "first_name", "last_name")
    )
    return f"{prefix}{first} {last}".strip() or None


def _score(row: Mapping[str, Any]) -> float | None:
    if row["score"] is None or not row["score_of"]:
        return None
    return round(float(row["score"] / row["score_of"]), 6)


def _uuid(value: Any) -> UUID:
    if isinstance(value, UUID):
        return value
    return UUID(bytes=value) if isinstance(value, bytes) else UUID(value)


def _bytes(value: Any) -> bytes:
    return _uuid(value).bytes
