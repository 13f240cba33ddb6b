"""What is on record of a list that was handed out: to whom, why, of what, by whom, which file.

In: a permitted list and facts of the file. Out: one `ListRecord`. The command line writes it to the
store's `export_log`, the site to its audit, under the same names.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from ppaos.domain.privacy.agency_lists import PermittedList

EACH_TIME: Final = ("exported_at", "exported_by", "format", "file", "sha256", "publication")
"""Parts that differ between two lists of the same people with the same fields."""


@dataclass(frozen=True)
class ListRecord:
    """One list that was handed out. Texts without an answer are empty, never null."""

    exported_at: str
    """ISO 8601, universal time."""
    exported_by: str
    """The account, or on the command line the user of the operating system."""
    agency: str
    purpose: str
    """Of the agency's document, in Thai."""
    area_code: str
    rules: str
    group_name: str
    unit: str
    format: str
    fields: str
    """Names, separated by spaces, in the order of the columns."""
    citizen_id: str
    rows: int
    file: str
    sha256: str
    legal_basis: str
    """Of the agency's document, in Thai."""
    stated_purpose: str
    """What the person who asked said it was for; empty on the command line, which does not ask."""
    conditions: str
    """How the rows were chosen, as the query string of the search."""
    round_be: int
    """0 without a survey."""
    publication: int
    """Version of the site's data; 0 for a list from the store."""
    sources: str
    """JSON of source -> date of its data, or null."""

    def as_row(self) -> dict[str, Any]:
        """The record as plain values, by name."""
        return asdict(self)


NUMBERS: Final = frozenset(item.name for item in fields(ListRecord) if item.type is int)
"""Parts that are whole numbers; all others are texts."""


def list_record(
    permitted: PermittedList,
    *,
    exported_at: str,
    exported_by: str,
    format_: str,
    rows: int,
    file: str,
    sha256: str,
    conditions: str,
    round_be: int | None,
    sources: Mapping[str, str | None],
    stated_purpose: str = "",
    publication: int = 0,
) -> ListRecord:
    """The record of a list that was made as permitted."""
    rules, group = permitted.group or ("", "")
    receiver = permitted.receiver
    return ListRecord(
        exported_at=exported_at,
        exported_by=exported_by,
        agency=receiver.agency,
        purpose=receiver.purpose.th,
        area_code=permitted.area,
        rules=rules,
        group_name=group,
        unit=permitted.unit,
        format=format_,
        fields=" ".join(permitted.fields),
        citizen_id=permitted.citizen_ids,
        rows=rows,
        file=file,
        sha256=sha256,
        legal_basis=receiver.legal_basis.th,
        stated_purpose=stated_purpose,
        conditions=conditions,
        round_be=round_be or 0,
        publication=publication,
        sources=json.dumps(dict(sources), ensure_ascii=False, sort_keys=True),
    )
