"""The smaller parts of a publication: cubes, villages, and what sources contradict each other in."""

from collections.abc import Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from ppaos.engine.publishing.rows import StoreRows
from ppaos.operations.people import loading
from ppaos.operations.people.models import Conflict, Village
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.models import CubeBlock
from ppaos.workflows.publish.store_facts import StoreFacts

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


def villages_in(cubes: Mapping[str, pa.Table]) -> set[str]:
    """Codes of the villages that cubes count."""
    found = [table[_VILLAGE] for table in cubes.values() if _VILLAGE in table.column_names]
    return {code for column in found for code in pc.unique(column).to_pylist() if code}


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
    """Villages that a village survey describes, and those of the household survey by name."""
    tables = [
        facts.settings.tables[name]
        for name, source in facts.sources.items()
        if source.role == "area" and _VILLAGE in source.columns
    ]
    loading.load(Village, rows, rows.village_rows(tables))
    return publication.villages.count()


def write_conflicts(publication: Publication, rows: StoreRows) -> int:
    """Rows of the tables in which the linkage says what it doubts."""
    for query in rows.doubts():
        loading.load(Conflict, rows, query)
    return publication.conflicts.count()
