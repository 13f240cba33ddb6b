"""The smaller parts of a publication: cubes, villages, and what sources contradict each other in."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from ppaos.engine.publishing import StoreRows
from ppaos.operations.people import loading
from ppaos.operations.people.models import Conflict, Village
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.models import CubeBlock
from ppaos.workflows.publish_form import StoreFacts

Row = dict[str, Any]
_BATCH: Final = 2000
_VILLAGE: Final = "village_code"
_CODES: Final = pa.dictionary(pa.int32(), pa.string())


def write_blocks(
    publication: Publication, province: str, cubes: Mapping[str, pa.Table]
) -> dict[str, int]:
    """Store the cubes of one province; a kind without rows has no block.

    Returns what they add up to: `cube_households` and `cube_people`.
    """
    CubeBlock.objects.bulk_create(
        CubeBlock(
            publication=publication,
            kind=kind,
            province_code=province,
            rows=table.num_rows,
            data=block(table),
        )
        for kind, table in cubes.items()
        if table.num_rows
    )
    return {
        f"cube_{name}": int(pc.sum(cubes[name][name], min_count=0).as_py())
        for name in ("households", "people")
    }


def block(table: pa.Table) -> bytes:
    """A cube as an Arrow file; village codes are written once each."""
    place = table.schema.get_field_index(_VILLAGE)
    codes = table.column(place).combine_chunks().cast(pa.string()).dictionary_encode().cast(_CODES)
    told = table.set_column(place, _VILLAGE, codes).combine_chunks()
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd", unify_dictionaries=True)
    with pa.ipc.new_file(sink, told.schema, options=options) as writer:
        writer.write_table(told)
    return bytes(sink.getvalue().to_pybytes())


def write_villages(publication: Publication, rows: StoreRows, facts: StoreFacts) -> int:
    """Villages that the village survey describes, and those of the household survey by name."""
    told: dict[str, Row] = {}
    tables = facts.settings["tables"]
    for name, source in facts.sources.items():
        if source.role == "area" and _VILLAGE in source.columns and name in tables:
            for row in rows.table(tables[name]).to_pylist():
                if _is_newer(row, told.get(row[_VILLAGE])):
                    told[row[_VILLAGE]] = row
    names = rows.village_names()
    made = [
        Village(
            publication=publication,
            village_code=code,
            name=(told.get(code, {}).get("village_name") or names.get(code) or "")[:120],
            facts=plain({k: v for k, v in told.get(code, {}).items() if _is_told(k)}),
        )
        for code in sorted({*told, *names})
    ]
    Village.objects.bulk_create(made, batch_size=_BATCH)
    return len(made)


def write_conflicts(publication: Publication, rows: StoreRows) -> int:
    """Rows of the tables in which the linkage says what it doubts."""
    for query in rows.doubts():
        loading.load(Conflict, rows, query)
    return publication.conflicts.count()


def plain(row: Mapping[str, Any]) -> Row:
    """A stored row as JSON holds it: days and identities as texts."""
    return {
        name: value.isoformat()
        if isinstance(value, date | datetime)
        else str(value)
        if isinstance(value, UUID)
        else value
        for name, value in row.items()
    }


def _is_newer(row: Row, held: Row | None) -> bool:
    return held is None or (row.get("round_be") or 0) > (held.get("round_be") or 0)


def _is_told(name: str) -> bool:
    return not name.startswith("_") and name not in (_VILLAGE, "village_name", "synthetic")
