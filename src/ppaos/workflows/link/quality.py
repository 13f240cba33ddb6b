"""How good a linkage is, where the truth is known: precision, recall and F1 over pairs of records.

In: a linked store and the truth files of its synthetic registers. Out: one row for people and for
households over everything and over parts of it: records with and without a usable citizen ID, and
records with each kind of mistake. Two records are truly linked when they are about one person (or
about people of one household); precision is the share of linked pairs that are so, recall the share
of such pairs that are linked. Records that ingest did not take are left out.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from ppaos.domain import relations as ir
from ppaos.domain.errors import FileError, StoreError
from ppaos.domain.linkage.records import KEY, PERSON
from ppaos.engine.backends import DEFAULT_URL, Engine, connect
from ppaos.engine.store import Store
from ppaos.engine.table_settings import linkage_settings
from ppaos.workflows.link.inputs import PeopleSource, inputs_of

TRUTH_NAME: Final = "SYNTHETIC-truth-links.parquet"
_COLUMNS_FIELDS: "Final[list[pa.Field[Any]]]" = [
    pa.field("unit", pa.string(), nullable=False),
    pa.field("slice", pa.string(), nullable=False),
    pa.field("records", pa.int64(), nullable=False),
    pa.field("true_pairs", pa.int64(), nullable=False),
    pa.field("linked_pairs", pa.int64(), nullable=False),
    pa.field("right_pairs", pa.int64(), nullable=False),
    pa.field("precision", pa.float64()),
    pa.field("recall", pa.float64()),
    pa.field("f1", pa.float64()),
]
COLUMNS: Final = pa.schema(_COLUMNS_FIELDS)
_UNITS: Final = ("person", "household")
ALL, WITH_ID, WITHOUT_ID, NAMED = "all", "with_id", "without_id", "without_id_named"


def quality(store: Store, truth: Path, *, engine: str = DEFAULT_URL) -> pa.Table:
    """Rows of `COLUMNS`, people first; a share whose denominator is zero is null.

    Slices: `all`; `with_id`, pairs of two records with a usable citizen ID; `without_id`, pairs with
    at least one record without; `without_id_named`, those whose record states a name; and
    `dirt:KIND`, pairs with at least one record of that kind of mistake.
    Errors: FileError when the folder holds no truth file; StoreError when the store is not linked.
    """
    files = sorted(truth.rglob(TRUTH_NAME)) if truth.is_dir() else [truth]
    if not files or not files[0].exists():
        raise FileError(
            th=f"ไม่พบไฟล์เฉลย {TRUTH_NAME} ใน {truth} ระบุโฟลเดอร์ที่ ppaos synth --registers เขียนไว้",
            en=f"No truth file {TRUTH_NAME} in {truth}. Give the folder that ppaos synth --registers wrote.",
        )
    if not (store.has("persons") and store.has("person_links")):
        raise StoreError(
            th=f"คลังข้อมูล {store.root} ยังไม่ได้เชื่อมโยง สั่ง ppaos link ก่อน",
            en=f"Store {store.root} is not linked. Run ppaos link first.",
        )
    runner = connect(engine)
    try:
        records = runner.arrow(_records(store, runner, files))
    finally:
        runner.close()
    return pa.Table.from_pylist([row for unit in _UNITS for row in _rows(records, unit)], COLUMNS)


def _records(store: Store, engine: Engine, files: Sequence[Path]) -> ir.Table:
    """Every stored record whose truth is known: true and linked person and household, and its parts.

    Columns: true_person, linked_person, true_household (null: none), linked_household, has_id,
    has_name, dirt.
    """
    round_be = linkage_settings(store.get("persons").manifest).round_be
    inputs = inputs_of(store, engine, round_be)
    truth = engine.parquet(files).select("source", KEY, "person", "household", "dirt")
    persons = engine.parquet(store.get("persons").files).select(PERSON, "household_id")
    given = engine.parquet(store.get("person_links").files)
    parts = [_of_source(item, truth, given) for item in inputs.sources]
    records = ibis.union(*parts) if len(parts) > 1 else parts[0]
    records = records.left_join(persons, PERSON).drop(f"{PERSON}_right")
    alone = ibis.literal("person ") + records[PERSON].cast("string")
    return records.select(
        "true_person",
        "true_household",
        "has_id",
        "has_name",
        "dirt",
        linked_person=records[PERSON].cast("string"),
        linked_household=ibis.coalesce(records["household_id"], alone),
    )


def _of_source(item: PeopleSource, truth: ir.Table, given: ir.Table) -> ir.Table:
    """Records of one source with the person that the linkage gave them and the true one.

    The truth lists every register row, and only those survey rows that are wrong about somebody:
    any other survey row is about the person whom its own key names.
    """
    name = item.source.source
    own = item.records.select(
        KEY,
        "house_code",
        own=PERSON,
        has_name=item.records["first_name"].notnull() | item.records["last_name"].notnull(),
    )
    moved = given.filter(given["source"] == name).select(KEY, moved=PERSON)
    known = truth.filter(truth["source"] == name).drop("source")
    joined = own.left_join(moved, KEY).drop(f"{KEY}_right").left_join(known, KEY)
    joined = joined.drop(f"{KEY}_right")
    person, household = joined["person"], joined["household"]
    if item.is_survey:
        is_told = joined["dirt"].notnull()
        person = is_told.ifelse(person, joined[KEY].re_replace("^[^/]*/", ""))
        household = is_told.ifelse(household, joined["house_code"])
    return joined.select(
        **{PERSON: ibis.coalesce(joined["moved"], joined["own"])},
        true_person=person,
        true_household=household,
        has_id=joined["own"].notnull(),
        has_name="has_name",
        dirt=joined["dirt"].fill_null(""),
    ).filter(lambda row: row["true_person"].notnull())


def _rows(records: pa.Table, unit: str) -> Iterator[dict[str, object]]:
    """One row for each slice of a unit."""
    known = records.filter(pc.is_valid(records[f"true_{unit}"]))
    everything = _Pairs.of(known, unit)
    for name, inside, both in _slices(known):
        if both:
            found = _Pairs.of(known.filter(inside), unit)
        else:
            rest = _Pairs.of(known.filter(pc.invert(inside)), unit)
            found = everything.less(rest)
        precision = _share(found.right, found.linked)
        recall = _share(found.right, found.true)
        yield {
            "unit": unit,
            "slice": name,
            "records": found.records,
            "true_pairs": found.true,
            "linked_pairs": found.linked,
            "right_pairs": found.right,
            "precision": precision,
            "recall": recall,
            "f1": None
            if precision is None or recall is None
            else _share(2 * precision * recall, precision + recall),
        }


def _slices(records: pa.Table) -> Iterator[tuple[str, Any, bool]]:
    """Name, rows, and whether both records of a pair must be in it (else one is enough)."""
    has_id = records["has_id"]
    yield ALL, pc.is_valid(records["dirt"]), True
    yield WITH_ID, has_id, True
    yield WITHOUT_ID, pc.invert(has_id), False
    yield NAMED, pc.and_(pc.invert(has_id), records["has_name"]), False
    texts = [str(text) for text in pc.unique(records["dirt"]).to_pylist()]
    for kind in sorted({kind for text in texts for kind in text.split("+")} - {""}):
        of_kind = pa.array([text for text in texts if kind in text.split("+")], pa.string())
        yield f"dirt:{kind}", pc.is_in(records["dirt"], of_kind), False


class _Pairs(NamedTuple):
    """Records, and pairs of them that truly belong together, that are linked, and that are both."""

    records: int
    true: int
    linked: int
    right: int

    @classmethod
    def of(cls, records: pa.Table, unit: str) -> "_Pairs":
        """Counts over all pairs of the records."""
        true, linked = f"true_{unit}", f"linked_{unit}"
        counted = (_pairs(records, names) for names in ([true], [linked], [true, linked]))
        return cls(records.num_rows, *counted)

    def less(self, other: "_Pairs") -> "_Pairs":
        """What is left when the pairs of some of the records are taken away."""
        return _Pairs(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))


def _pairs(records: pa.Table, names: list[str]) -> int:
    sizes = records.group_by(names).aggregate([([], "count_all")])["count_all"].to_numpy()
    return int((sizes * (sizes - 1) // 2).sum())


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
