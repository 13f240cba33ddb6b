"""One written value taken through both lanes of an import: what it is stored as, or said of it."""

from collections.abc import Callable
from typing import Any

import ibis
import pyarrow as pa

from ppaos.domain.intake import fast_lane as intake, slow_lane as intake_repair
from ppaos.domain.intake.schema import RowField, RowSchema
from ppaos.engine.backends import Engine

AREAS = pa.table({"code": ["41", "4101", "410101", "100101"]})
ABOLISHED = pa.table({"code": ["410199"], "successors": ["410101 410102"]})
Judge = Callable[..., dict[str, Any]]


def judge_on(engine: Engine) -> Judge:
    """Says of a kind of field and a text what becomes of it, once both lanes agree."""

    def run(kind: str, text: str | None, **settings: Any) -> dict[str, Any]:
        schema = RowSchema((RowField("x", kind, **settings),), ("x",))
        fast, slow = both_lanes(engine, pa.table({"x": pa.array([text], pa.string())}), schema)
        row = slow[0]
        if fast:  # what the fast lane takes, the slow lane takes for the same
            assert fast[0]["x"] == row["x"] and row["x__code"] is None and not row["x__changed"]
        return {
            "value": row["x"],
            "code": row["x__code"],
            "changed": row["x__changed"],
            "flag": row["x__flag"],
            "detail": row["x__detail"],
            "precision": row.get("x_precision"),
            "fast": bool(fast),
        }

    return run


def both_lanes(
    engine: Engine, raw: pa.Table, schema: RowSchema
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of the fast lane that stay there, and every row judged by the slow lane."""
    areas, gone = ibis.memtable(AREAS), ibis.memtable(ABOLISHED)
    sorted_ = engine.arrow(
        intake.triaged_rows(
            ibis.memtable(raw), schema, [str(code) for code in AREAS["code"].to_pylist()]
        )
    )
    fast = [row for row in sorted_.to_pylist() if row["_raw"] is None]
    texts = [[None if v is None else str(v) for v in row.values()] for row in raw.to_pylist()]
    forced = sorted_.set_column(
        sorted_.column_names.index("_raw"), "_raw", pa.array(texts, pa.list_(pa.string()))
    )
    table = ibis.memtable(forced)
    steps: tuple[Callable[[Any], Any], ...] = (
        lambda rows: intake_repair.tidied(rows, schema),
        lambda rows: intake_repair.bared(rows, schema),
        lambda rows: intake_repair.judged(rows, schema, areas, gone),
        lambda rows: intake_repair.marked(rows, schema),
    )
    for step in steps:
        table = ibis.memtable(engine.arrow(step(table)))
    return fast, engine.arrow(table).to_pylist()
