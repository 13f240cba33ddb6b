"""People without a usable number: compared by the model, ruled by decisions, or left alone.

In: the records that numbers could not link, and everybody that numbers did. Out: which person
each such record belongs to and why, and the pairs that a person should look at.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from ppaos.definitions.precedence.loader import Precedence
from ppaos.domain import relations as ir
from ppaos.domain.linkage import disputes as linkage_disputes, records as linkage
from ppaos.domain.linkage.records import (
    BIRTH_PRECISION,
    KEY,
    LINKED_REGISTERS,
    NUMBER,
    PERSON,
    PLACE,
)
from ppaos.engine.catalogue import Catalogue
from ppaos.engine.manifest import text_hash
from ppaos.matching.people import match_people, pair_schema
from ppaos.matching.resolve import resolve
from ppaos.matching.thresholds import Thresholds
from ppaos.workflows.link import review
from ppaos.workflows.link.by_number import HAS_ID, NumberMatches, rank_of
from ppaos.workflows.link.inputs import LinkInputs
from ppaos.workflows.link.steps import Steps

MODEL_FILE: Final = Path("matching") / "people-model.json"
_COMPARED: Final = (
    "first_name", "last_name", "sex", "born_on", BIRTH_PRECISION, "house_code", "house_number",
    "village_code", "age_years",
)  # fmt: skip
_SHOWN: Final = ("first_name", "last_name", "sex", "born_on", "house_code", "village_code")
_ASSIGNED_FIELDS: Final[list[tuple[str, pa.DataType]]] = [
    ("record_id", pa.string()),
    ("given", pa.string()),
    (HAS_ID, pa.bool_()),
    ("how", pa.string()),
    ("match_probability", pa.float64()),
]
_ASSIGNED: Final = pa.schema(_ASSIGNED_FIELDS)
_TO_REVIEW_FIELDS: Final[list[tuple[str, pa.DataType]]] = [
    ("pair_id", pa.string()),
    ("left_id", pa.string()),
    ("right_id", pa.string()),
    ("match_probability", pa.float64()),
    ("match_weight", pa.float64()),
    ("evidence", pa.string()),
    ("reason", pa.string()),
]
_TO_REVIEW: Final = pa.schema(_TO_REVIEW_FIELDS)
_LIKE_ALL: Final = 3_000_000
"""With more numbered people than this, only those near some unnumbered record are compared."""


@dataclass(frozen=True)
class MatchSettings:
    """How records without a usable number are compared."""

    is_used: bool = True
    """False leaves every such record alone, but for what people decided."""
    model: Mapping[str, Any] | None = None
    """Weights; None is the store's own trained model, else the shipped one."""
    thresholds: Thresholds = field(default_factory=Thresholds)
    memory_limit: str = "4GB"

    def weights(self, store: Catalogue) -> Mapping[str, Any] | None:
        """The model in use; None is the shipped one."""
        own = store.root / MODEL_FILE
        if self.model is not None or not own.exists():
            return self.model
        found: Mapping[str, Any] = json.loads(own.read_text("utf-8"))
        return found

    def mark(self, store: Catalogue) -> str:
        """Equal for the same model, thresholds and decisions in force."""
        decided = {pair: item.decision for pair, item in review.in_force(store).items()}
        parts = [self.is_used, self.weights(store), asdict(self.thresholds), decided]
        return text_hash(json.dumps(parts, sort_keys=True))


@dataclass(frozen=True)
class ModelMatches:
    """What became of the records without a usable number."""

    assigned: ir.Table
    """Their place, `person_id`, and whether that person has a number."""
    links: ir.Table
    """Rows of `person_links`, with `source_number`."""
    review: ir.Table
    linked: int
    alone: int
    in_review: int


def matched(
    steps: Steps,
    inputs: LinkInputs,
    keyed: NumberMatches,
    store: Catalogue,
    matching: MatchSettings,
    precedence: Precedence,
) -> ModelMatches:
    """Give every record of `keyed.loose` a person."""
    steps.keep("unkeyed", compared(keyed.loose, inputs))
    pairs = _pairs(steps, inputs, keyed, store, matching, precedence)
    given = _resolved(
        steps,
        inputs,
        pairs,
        _disputed(steps, inputs, keyed),
        review.in_force(store),
        matching.thresholds,
    )
    table = ibis.memtable(given.assignments)
    placed = keyed.loose.mutate(record_id=_record_id(keyed.loose, inputs)).inner_join(
        table, "record_id"
    )
    assigned = steps.keep(
        "assigned",
        placed.select(
            *PLACE,
            KEY,
            person_id=placed["given"].cast("uuid"),
            has_citizen_id=placed[HAS_ID],
            how=placed["how"],
            match_probability=placed["match_probability"],
        ),
    )
    return ModelMatches(
        assigned=assigned,
        links=assigned.drop(HAS_ID),
        review=_review(steps, inputs, keyed, given.review),
        linked=given.assignments.num_rows - given.alone,
        alone=given.alone,
        in_review=given.review.num_rows,
    )


def keep_compared(
    steps: Steps, inputs: LinkInputs, keyed: NumberMatches, precedence: Precedence
) -> None:
    """Write `unkeyed` and `numbered`, the two files that a model is trained on."""
    steps.keep("unkeyed", compared(keyed.loose, inputs))
    steps.keep("numbered", _numbered(steps, inputs, keyed, precedence))


def compared(records: ir.Table, inputs: LinkInputs, keep: Sequence[str] = ()) -> ir.Table:
    """Records as the model reads them, named by source and key; `keep` names further columns."""
    names = [(records[NUMBER] == item.number, item.source.source) for item in inputs.sources]
    return records.select(
        *keep,
        record_id=_record_id(records, inputs),
        source=ibis.cases(*names),
        **{name: records[name] for name in _COMPARED},
    )


def local_identity(record_id: str) -> str:
    """Identity of somebody without a number, from source and record key; never a made-up number."""
    return str(uuid.UUID(hashlib.sha256(f"local|{record_id}".encode()).hexdigest()[:32]))


@dataclass(frozen=True)
class _Given:
    assignments: pa.Table
    """`record_id`, `given` (person), `has_citizen_id`, `how`, `match_probability`."""
    review: pa.Table
    alone: int


def _pairs(
    steps: Steps,
    inputs: LinkInputs,
    keyed: NumberMatches,
    store: Catalogue,
    matching: MatchSettings,
    precedence: Precedence,
) -> pa.Table:
    """Pairs of the model, likely enough to look at; none when the model is not used."""
    if not steps.rows["unkeyed"]:
        return pair_schema().to_pyarrow().empty_table()
    if not matching.is_used:
        return pair_schema().to_pyarrow().empty_table()
    steps.keep("numbered", _numbered(steps, inputs, keyed, precedence))
    file, folder = steps.file("pairs"), steps.folder / "matching"
    folder.mkdir()
    match_people(
        steps.file("unkeyed"),
        steps.file("numbered"),
        file,
        folder=folder,
        model=matching.weights(store),
        thresholds=matching.thresholds,
        memory_limit=matching.memory_limit,
    )
    return pq.read_table(file)


def _numbered(
    steps: Steps, inputs: LinkInputs, keyed: NumberMatches, precedence: Precedence
) -> ir.Table:
    """Everybody with a number, once, as the model compares them."""
    survey = compared(keyed.survey, inputs, keep=(PERSON,))
    survey = survey.mutate(record_id=survey[PERSON].cast("string")).drop(PERSON)
    best = linkage.best_by_person(keyed.outside, rank_of(keyed.outside, inputs.sources, precedence))
    outside = best.select(
        record_id=best[PERSON].cast("string"),
        source=ibis.literal(LINKED_REGISTERS),
        **{name: best[name] for name in _COMPARED},
    )
    everybody = survey.union(outside)
    if steps.count(keyed.survey) > _LIKE_ALL:
        everybody = _near(everybody, steps.engine.parquet([steps.file("unkeyed")]))
    return everybody


def _near(everybody: ir.Table, loose: ir.Table) -> ir.Table:
    """People who share a first name and birth year, a family name and village, or a birth date."""
    parts = []
    for names in (
        ("first_name", "_year"),
        ("last_name", "village_code"),
        ("born_on", "_district"),
        ("first_name", "_district"),
    ):
        own, other = _with_keys(everybody), _with_keys(loose)
        wanted = other.select(*names).drop_null(list(names)).distinct()
        parts.append(own.semi_join(wanted, list(names)).select(*everybody.columns))
    return ir.table(ibis.union(*parts, distinct=True))


def _with_keys(rows: ir.Table) -> ir.Table:
    return rows.mutate(_year=rows["born_on"].year(), _district=rows["village_code"].substr(0, 4))


def _record_id(records: ir.Table, inputs: LinkInputs) -> ir.StringValue:
    names = [(records[NUMBER] == item.number, item.source.source) for item in inputs.sources]
    return ir.text(ir.text(ibis.cases(*names)) + "|" + records[KEY])


def _resolved(
    steps: Steps,
    inputs: LinkInputs,
    pairs: pa.Table,
    disputed: Sequence[tuple[str, str]],
    decided: Mapping[str, review.Standing],
    thresholds: Thresholds,
) -> _Given:
    """Each record's person, and the pairs to look at with their probability and evidence."""
    own = pq.read_table(steps.file("unkeyed"), columns=["record_id", "source"])
    ids = [str(name) for name in own["record_id"].to_pylist()]
    known = set(ids)
    decisions = [
        (item.left_id, item.right_id, item.decision)
        for item in decided.values()
        # a record may have got a number, or left with its source, since somebody decided
        if item.left_id in known and ("|" not in item.right_id or item.right_id in known)
    ]
    pairs = _with(pairs, [*disputed, *[(left, right) for left, right, _ in decisions]])
    found = resolve(
        pairs,
        decisions,
        thresholds,
        sources={
            **dict(zip(ids, map(str, own["source"].to_pylist()), strict=True)),
            **_sources(steps, pairs),
        },
        once=[item.source.source for item in inputs.surveys],
    )
    joined = {row["record_id"]: row for row in found.assignments.to_pylist()}
    rows = [_assignment(name, joined.get(name)) for name in ids]
    settled = {(left, right) for left, right, _ in decisions}
    reasons = {
        pair: "same_id_different_person"
        for pair in disputed
        if pair not in settled and pair[0] not in joined
    }
    reasons |= {
        (row["left_id"], row["right_id"]): row["reason"] for row in found.review.to_pylist()
    }
    return _Given(
        pa.Table.from_pylist(rows, _ASSIGNED),
        _told(pairs, reasons),
        sum(row["how"] == "alone" for row in rows),
    )


def _assignment(record_id: str, joined: Mapping[str, Any] | None) -> dict[str, Any]:
    if joined is None:
        return {
            "record_id": record_id, "given": local_identity(record_id), HAS_ID: False,
            "how": "alone", "match_probability": None,
        }  # fmt: skip
    person = joined["keyed_id"]
    return {
        "record_id": record_id,
        "given": person or local_identity(joined["group_id"]),
        HAS_ID: person is not None,
        "how": joined["how"],
        "match_probability": joined["match_probability"],
    }


def _disputed(steps: Steps, inputs: LinkInputs, keyed: NumberMatches) -> list[tuple[str, str]]:
    """Records that were parted from their number's owner, each with that owner."""
    pairs = keyed.pairs.filter(keyed.pairs["is_disputed"])
    records = pairs.select(
        PERSON, **{name: pairs[linkage_disputes.OTHER + name] for name in (NUMBER, KEY)}
    )
    rows = records.select(
        left=_record_id(records, inputs), right=records[PERSON].cast("string")
    ).distinct()
    return sorted((row["left"], row["right"]) for row in steps.engine.arrow(rows).to_pylist())


def _with(pairs: pa.Table, wanted: Sequence[tuple[str, str]]) -> pa.Table:
    """Pairs, and those wanted that the model did not find, as impossible ones."""
    found = set(zip(pairs["left_id"].to_pylist(), pairs["right_id"].to_pylist(), strict=True))
    lacking = [
        {
            "left_id": left, "right_id": right, "right_is_keyed": "|" not in right,
            "match_probability": 0.0, "match_weight": 0.0, "evidence": "{}",
        }
        for left, right in dict.fromkeys(wanted)
        if (left, right) not in found
    ]  # fmt: skip
    if not lacking:
        return pairs
    return pa.concat_tables([pairs, pa.Table.from_pylist(lacking, pairs.schema)])


def _sources(steps: Steps, pairs: pa.Table) -> dict[str, str]:
    """Source of each numbered person who is in a pair."""
    if not pairs.num_rows or not steps.file("numbered").exists():
        return {}
    everybody = steps.engine.parquet([steps.file("numbered")])
    wanted = ibis.memtable(pa.Table.from_arrays([pairs["right_id"].unique()], names=["record_id"]))
    rows = everybody.semi_join(wanted, "record_id").select("record_id", "source")
    found = steps.engine.arrow(rows).to_pylist()
    return {row["record_id"]: row["source"] for row in found}


def _told(pairs: pa.Table, reasons: Mapping[tuple[str, str], str]) -> pa.Table:
    """Pairs to look at, with why."""
    rows = [
        {**row, "pair_id": pair_id(*ids), "reason": reasons[ids]}
        for row in pairs.to_pylist()
        if (ids := (row["left_id"], row["right_id"])) in reasons
    ]
    return pa.Table.from_pylist(rows, _TO_REVIEW)


def pair_id(left: str, right: str) -> str:
    """Twelve hex digits that name a pair of records, the same in every run."""
    return hashlib.sha256(f"{left}&{right}".encode()).hexdigest()[:12]


def _review(steps: Steps, inputs: LinkInputs, keyed: NumberMatches, pairs: pa.Table) -> ir.Table:
    """`review_pairs`: both records of each pair side by side, and the evidence."""
    records = steps.engine.parquet([steps.file("unkeyed")])
    if steps.file("numbered").exists():
        records = records.union(steps.engine.parquet([steps.file("numbered")]))
    elif pairs.num_rows:
        survey = compared(keyed.survey, inputs, keep=(PERSON,))
        own = survey.mutate(record_id=survey[PERSON].cast("string")).drop(PERSON)
        records = records.union(own)
    told = ibis.memtable(pairs)
    for side in ("left", "right"):
        shown = records.select(
            **{f"{side}_id": records["record_id"], f"{side}_source": records["source"]},
            **{f"{side}_{name}": records[name] for name in _SHOWN},
        )
        told = told.left_join(shown, f"{side}_id").drop(f"{side}_id_right")
        key = told[f"{side}_id"]
        told = told.mutate(**{f"{side}_key": key.re_replace(r"^[^|]*\|", "")})
    return ir.table(told.mutate(status=ibis.literal("open")))
