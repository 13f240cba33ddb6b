"""Which record without a valid ID may be which person, with the probability and the evidence for it.

In: Parquet of records without a valid citizen ID and of persons with one. Out: Parquet of pairs
that are likely enough to look at. Deciding which pairs hold is for `resolve.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import ibis

from ppaos.domain import relations as ir
from ppaos.domain.errors import ColumnError
from ppaos.matching.comparisons import BLOCKING, COMPARISONS, Comparison
from ppaos.matching.connection import database, linker
from ppaos.matching.records import COLUMNS, prepare
from ppaos.matching.thresholds import Thresholds
from ppaos.matching.weights import LinkType, chance_of, checked, settings, shipped_model

_ROWS_AT_A_TIME: Final = 100_000
_PSEUDO_COUNT: Final = 2_000.0


@dataclass(frozen=True)
class MatchSummary:
    """Rows read, keyed rows that share a blocking key, and pairs written, to persons and among records."""

    unkeyed: int
    keyed: int
    keyed_compared: int
    pairs_with_keyed: int
    pairs_among_unkeyed: int


def match_people(
    unkeyed: Path,
    keyed: Path,
    out: Path,
    *,
    folder: Path,
    model: Mapping[str, Any] | None = None,
    thresholds: Thresholds | None = None,
    memory_limit: str = "4GB",
    threads: int | None = None,
) -> MatchSummary:
    """Write the pairs of probability `thresholds.review` or more, ascending by their ids.

    `unkeyed` holds records without a valid ID, `keyed` one row a person with one; two different
    keyed persons are never compared. Both have the columns of `records.COLUMNS`, of which every
    one but `record_id` (unique over both files) and `source` may be null; an unknown value is no
    evidence. `out` gets left_id (always unkeyed), right_id, right_is_keyed, match_probability,
    match_weight (bits) and evidence (JSON: comparison -> level, th, en, weight in bits).
    `folder` takes temporary files. `model` None is the shipped one.

    Errors: ColumnError when a file lacks a column; DocumentError for a model of another version.
    """
    chosen = checked(model if model is not None else shipped_model())
    least = (thresholds or Thresholds()).review
    with database(folder, memory_limit=memory_limit, threads=threads) as backend:
        prepare(backend, {"unkeyed": _read(backend, unkeyed), "keyed_all": _read(backend, keyed)})
        rows = _count(backend.table("unkeyed")), _count(backend.table("keyed_all"))
        for column, comparison in (("first", "first_name"), ("last", "last_name")):
            _store_frequencies(backend, chosen, column, comparison)
        _keep_comparable(backend)
        compared = _count(backend.table("keyed"))
        persons = max(rows[1], 1)
        run = _Run(backend, chosen, persons, least, folder)
        known = run.pairs({"unkeyed": "unkeyed", "keyed": "keyed"}, rows[0]) if compared else 0
        among = run.pairs({"unkeyed": "unkeyed"}, rows[0]) if rows[0] > 1 else 0
        run.gather(out)
    return MatchSummary(*rows, compared, known, among)


def pair_schema() -> ibis.Schema:
    """Columns of the pairs."""
    return ibis.schema(
        {
            "left_id": "string",
            "right_id": "string",
            "right_is_keyed": "boolean",
            "match_probability": "float64",
            "match_weight": "float64",
            "evidence": "string",
        }
    )


class _Run:
    """Predictions of both runs, a part of the unkeyed records at a time, into parts of Parquet."""

    def __init__(
        self, backend: Any, model: Mapping[str, Any], persons: int, least: float, folder: Path
    ) -> None:
        self.backend, self.model, self.persons = backend, model, persons
        self.least = least
        self.parts: list[Path] = []
        self.folder = folder

    def pairs(self, tables: dict[str, str], rows: int) -> int:
        """Score the candidate pairs of one run; returns how many are likely enough."""
        is_keyed = len(tables) > 1
        kind: LinkType = "link_only" if is_keyed else "dedupe_only"
        splink = linker(self.backend, tables, settings(kind, self.model, persons=self.persons))
        api = splink.table_management
        for column in ("first", "last"):
            lookup = splink._db_api.table_to_splink_dataframe(f"f_{column}", f"tf_of_{column}")
            api.register_term_frequency_lookup(lookup, column)
        count = max(1, round(rows / _ROWS_AT_A_TIME))
        written = 0
        for number in range(1, count + 1):
            found = splink.inference.predict_chunk(
                left_chunk=(1, 1) if is_keyed else (number, count),
                right_chunk=(number, count) if is_keyed else (1, 1),
                threshold_match_probability=self.least,
                warning_mode="never",
            )
            table = self.backend.table(found.physical_name)
            part = self.folder / f"pairs-{len(self.parts)}.parquet"
            self.backend.to_parquet(_shown(table, is_keyed=is_keyed), part)
            self.parts.append(part)
            written += _count(table)
            found.drop_table_from_database_and_remove_from_cache()
        return written

    def gather(self, out: Path) -> None:
        """All parts in one file, in the order of the ids."""
        parts = self.backend.read_parquet(self.parts) if self.parts else _no_pairs()
        out.parent.mkdir(parents=True, exist_ok=True)
        ordered = parts.order_by("left_id", "right_id")
        self.backend.to_parquet(ordered, out, COMPRESSION="zstd")
        for part in self.parts:
            part.unlink()


def _read(backend: Any, file: Path) -> ir.Table:
    table = backend.read_parquet(file)
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise ColumnError(
            th=f"{file.name} ไม่มีคอลัมน์ {', '.join(missing)} ที่การเชื่อมโยงต้องใช้ เพิ่มคอลัมน์นี้ (ว่างได้)",
            en=f"{file.name} lacks the columns {', '.join(missing)} that linkage needs. "
            "Add them; their values may be missing.",
        )
    return ir.table(table.select(*COLUMNS))


def _count(table: ir.Table) -> int:
    rows: Any = table.count().execute()
    return int(rows)


def _store_frequencies(
    backend: Any, model: Mapping[str, Any], column: str, comparison: str
) -> None:
    """How common each name is, drawn towards the model's average where few records are loaded."""
    levels = {"first_name": "exact", "last_name": "elsewhere:exact"}
    usual = chance_of(model, comparison, levels[comparison])[1]
    names = backend.table("keyed_all").select(column).union(backend.table("unkeyed").select(column))
    counted = names.filter(names[column].notnull()).group_by(column).agg(count=lambda t: t.count())
    total = counted["count"].sum().as_scalar()
    share = (counted["count"] + _PSEUDO_COUNT * usual) / (total + _PSEUDO_COUNT)
    backend.create_table(
        f"tf_of_{column}",
        counted.select(column, **{f"tf_{column}": share.cast("float64")}),
        overwrite=True,
    )


def _keep_comparable(backend: Any) -> None:
    """Only the keyed rows that share a blocking key with some unkeyed row go on."""
    keyed, unkeyed = backend.table("keyed_all"), backend.table("unkeyed")
    found = []
    for columns in BLOCKING:
        wanted = unkeyed.select(*columns).distinct()
        found.append(keyed.semi_join(wanted, list(columns)).select("record_id"))
    swapped = unkeyed.select(first_sound="last_sound", last_sound="first_sound").distinct()
    found.append(keyed.semi_join(swapped, ["first_sound", "last_sound"]).select("record_id"))
    ids = ibis.union(*found, distinct=True)
    backend.create_table("keyed", keyed.semi_join(ids, "record_id"), overwrite=True)
    backend.drop_table("keyed_all")


def _no_pairs() -> ir.Table:
    return ir.table(ibis.memtable([], schema=pair_schema()))


def _shown(pairs: ir.Table, *, is_keyed: bool) -> ir.Table:
    """Splink's predictions as `pair_schema` names them, the unkeyed record on the left."""
    evidence = ibis.struct({item.key: _evidence(pairs, item) for item in COMPARISONS})
    left, right = pairs["record_id_l"], pairs["record_id_r"]
    if is_keyed:
        is_left = pairs["source_dataset_l"] == "unkeyed"
        left, right = is_left.ifelse(left, right), is_left.ifelse(right, left)
    else:
        left, right = ibis.least(left, right), ibis.greatest(left, right)
    return pairs.select(
        left_id=left,
        right_id=right,
        right_is_keyed=ibis.literal(is_keyed),
        match_probability=pairs["match_probability"],
        match_weight=pairs["match_weight"],
        evidence=evidence.cast("json").cast("string"),
    )


def _evidence(pairs: ir.Table, comparison: Comparison) -> ir.Value:
    """The level that a pair meets in one comparison, its names, and its weight in bits."""
    gamma = pairs[f"gamma_{comparison.key}"]
    weight = pairs[f"mw_{comparison.key}"]
    if f"mw_tf_adj_{comparison.key}" in pairs.columns:
        weight = weight + pairs[f"mw_tf_adj_{comparison.key}"]
    # Splink numbers the levels from the last, 0, upwards; -1 is unknown.
    levels = list(enumerate(reversed(comparison.levels)))

    def text(unknown: str, part: str) -> ir.Value:
        return ibis.cases(
            *((gamma == number, getattr(level, part)) for number, level in levels), else_=unknown
        )

    return ibis.struct(
        {
            "level": text("unknown", "key"),
            "th": text("ไม่ทราบ", "th"),
            "en": text("unknown", "en"),
            "weight": weight.round(2),
        }
    )
