"""Who every register row is truly about: the answer sheet of linkage, which is never ingested.

`person` is `house_code/person_number` of the newest round made, or `outside/N` for people in no
survey household; `household` and `citizen_id` are the true ones, whatever the row says.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ppaos.synthetic.member_errors import MemberLink
from ppaos.synthetic.registers.registrants import Positions, Registrants

SCHEMA: Final = pa.schema(
    [
        (name, pa.string())
        for name in ("source", "record_key", "person", "household", "citizen_id", "dirt")
    ],
    metadata={"synthetic": "true"},
)
MEMBERS: Final = "bmn-members-2560"
FOLDER: Final = "truth"
FILE_NAME: Final = "SYNTHETIC-truth-links.parquet"


def links_of(
    source: str,
    record_key: "pa.ChunkedArray[Any] | pa.Array[Any]",
    view: Registrants,
    rows: Positions,
    kinds: Mapping[int, str],
) -> pa.Table:
    """The truth of the records of one source: whom each of `rows` is about and what is wrong."""
    return pa.table(
        [
            pa.repeat(source, len(rows)),
            pc.cast(record_key, pa.string()),
            view.labels(rows),
            view.house_texts(rows),
            view.id_texts(rows),
            _kinds(kinds, len(rows)),
        ],
        schema=SCHEMA,
    )


def member_links(view: Registrants, round_be: int, links: Sequence[MemberLink]) -> pa.Table:
    """The truth of survey rows that are wrong about their person."""
    return links_of(
        MEMBERS,
        pa.array([f"{round_be}/{link.key}" for link in links], pa.string()),
        view,
        np.array([link.clean_row for link in links], dtype=np.int64),
        {place: link.kind for place, link in enumerate(links)},
    )


def write_links(out: Path, province: str, tables: Iterable[pa.Table]) -> Path:
    """Write OUT/truth/province=PP/SYNTHETIC-truth-links.parquet, table by table."""
    path = out / FOLDER / f"province={province}" / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(
        path,
        SCHEMA,
        compression="zstd",
        use_dictionary=["source", "dirt"],  # type: ignore[arg-type]  # the stub knows no list
    ) as writer:
        for table in tables:
            writer.write_table(table)
    return path


def _kinds(kinds: Mapping[int, str], count: int) -> "pa.Array[Any]":
    names = sorted({"", *kinds.values()})
    positions = np.full(count, names.index(""), dtype=np.int32)
    if kinds:
        positions[list(kinds)] = [names.index(kind) for kind in kinds.values()]
    return pc.cast(pa.DictionaryArray.from_arrays(positions, pa.array(names)), pa.string())
