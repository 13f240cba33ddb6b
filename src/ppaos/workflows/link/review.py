"""Pairs that a person should look at: list them, decide, undo.

A decision is stored beside the data, wins over the model in the next linkage, and can be undone;
nothing is ever deleted: an undone decision stays in the table with what undid it.
"""

import getpass
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from ppaos.domain.errors import SettingError, StoreError
from ppaos.domain.tables import TABLES
from ppaos.engine.catalogue import Catalogue
from ppaos.engine.manifest import Manifest
from ppaos.engine.store import Store

DECISIONS: Final = "link_decisions"
PAIRS: Final = "review_pairs"
Decision = Literal["same", "different", "undone"]
SCHEMA: Final = pa.schema(
    [
        ("pair_id", pa.string()),
        ("left_id", pa.string()),
        ("right_id", pa.string()),
        ("decision", pa.string()),
        ("decided_by", pa.string()),
        ("decided_at", pa.string()),
        ("note", pa.string()),
    ]
)


@dataclass(frozen=True)
class Standing:
    """The decision in force on one pair."""

    left_id: str
    right_id: str
    decision: str
    decided_by: str
    decided_at: str
    note: str


def pairs(store: Catalogue, *, status: str | None = None) -> list[dict[str, Any]]:
    """Pairs of the last linkage with the decision in force on each, likeliest first.

    `status`: open, same or different; all when None. Errors: StoreError when nothing was linked.
    """
    if not store.has(PAIRS):
        raise StoreError(
            th=f"คลังข้อมูล {store.root} ยังไม่ได้เชื่อมโยงทะเบียน สั่ง ppaos link ก่อน",
            en=f"The registers of store {store.root} have not been linked. Run ppaos link first.",
        )
    decided = in_force(store)
    rows = pa.concat_tables([pq.read_table(file) for file in store.get(PAIRS).files]).to_pylist()
    for row in rows:
        standing = decided.get(row["pair_id"])
        row["status"] = standing.decision if standing else "open"
        row["decided_by"] = standing.decided_by if standing else None
        row["note"] = standing.note if standing else None
    rows.sort(key=lambda row: (-row["match_probability"], row["pair_id"]))
    return [row for row in rows if status in (None, row["status"])]


def decide(
    store: Store, pair_id: str, decision: Decision, *, note: str = "", by: str | None = None
) -> None:
    """Store what a person decided on one pair; `undone` takes the decision in force back.

    Errors: SettingError for a pair that the review never held, or nothing to undo.
    """
    decided = in_force(store)
    if decision == "undone" and pair_id not in decided:
        raise SettingError(
            th=f"คู่ '{pair_id}' ไม่มีคำตัดสินให้ยกเลิก ดูรายการด้วย ppaos review list",
            en=f"Pair '{pair_id}' has no decision to undo. See ppaos review list.",
        )
    left, right = _ids(store, pair_id, decided)
    row = {
        "pair_id": pair_id,
        "left_id": left,
        "right_id": right,
        "decision": decision,
        "decided_by": by or getpass.getuser(),
        "decided_at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "note": note,
    }
    with store.change() as change:
        pq.write_table(
            pa.Table.from_pylist([row], SCHEMA), change.folder(DECISIONS) / "decision.parquet"
        )
        change.append(
            Manifest(
                table=DECISIONS,
                row=TABLES[DECISIONS].row,
                rows=1,
                inputs={},
                synthetic=any(item.synthetic for item in store.get(PAIRS).history),
            )
        )


def in_force(store: Catalogue) -> Mapping[str, Standing]:
    """Pair -> the latest decision on it, unless that was to undo the one before."""
    if not store.has(DECISIONS):
        return {}
    rows = pa.concat_tables([pq.read_table(file) for file in store.get(DECISIONS).files])
    latest: dict[str, Standing] = {}
    for row in sorted(rows.to_pylist(), key=lambda item: item["decided_at"]):
        pair = row.pop("pair_id")
        latest.pop(pair, None)
        if row["decision"] != "undone":
            latest[pair] = Standing(**row)
    return latest


def _ids(store: Catalogue, pair_id: str, decided: Mapping[str, Standing]) -> tuple[str, str]:
    if pair_id in decided:
        return decided[pair_id].left_id, decided[pair_id].right_id
    for row in pairs(store):
        if row["pair_id"] == pair_id:
            return row["left_id"], row["right_id"]
    raise SettingError(
        th=f"ไม่มีคู่ '{pair_id}' ในรายการตรวจ ดูรายการด้วย ppaos review list",
        en=f"No pair '{pair_id}' is under review. See ppaos review list.",
    )


def evidence(pair: Mapping[str, Any], language: str) -> str:
    """What speaks for and against a pair, in one line: comparison, level, weight in bits."""
    told = json.loads(pair["evidence"])
    return "; ".join(f"{item[language]} {item['weight']:+.1f}" for item in told.values())
