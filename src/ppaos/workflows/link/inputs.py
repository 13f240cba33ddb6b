"""What a linkage reads: the stored sources about people, their facts and how fresh they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ppaos.definitions.sources.loader import Source
from ppaos.domain import relations as ir
from ppaos.domain.errors import SettingError, StoreError
from ppaos.domain.linkage import records as linkage
from ppaos.engine.backends import Engine
from ppaos.engine.catalogue import Catalogue
from ppaos.workflows.stored.definitions import definitions, stored_sources

MOST_BITS: Final = 58
"""Facts, or sources, of one mask. The mask is a signed 64-bit integer like that of target groups, whose
limit is 62; this one is lower because refusing a few facts too early harms nobody, and may rise to it."""


@dataclass(frozen=True)
class PeopleSource:
    """One stored source about people; `number` is its bit in `sources`."""

    source: Source
    number: int
    rows: ir.Table
    """Stored rows; of a survey, those of the round alone."""
    records: ir.Table
    as_of: date | None
    """The freshest day that any row speaks of; null when none says."""

    @property
    def is_survey(self) -> bool:
        """Whether these are the members of the survey that coverage is measured against."""
        return self.source.role == "survey"


@dataclass(frozen=True)
class LinkInputs:
    """Everything that one linkage reads."""

    sources: tuple[PeopleSource, ...]
    facts: tuple[str, ...]
    round_be: int
    households: ir.Table
    """`house_code`, `village_code`, `house_number` of the households of the round."""
    households_source: Source
    fingerprint: tuple[str, ...]
    """Files of every table read, for telling whether anything changed."""
    synthetic: bool

    @property
    def surveys(self) -> tuple[PeopleSource, ...]:
        """Member lists of the survey."""
        return tuple(item for item in self.sources if item.is_survey)

    @property
    def registers(self) -> tuple[PeopleSource, ...]:
        """Everything else about people."""
        return tuple(item for item in self.sources if not item.is_survey)

    def fresh(self) -> dict[str, date | None]:
        """Source -> its freshest day; null when its rows have no day."""
        return {item.source.source: item.as_of for item in self.sources}


def inputs_of(store: Catalogue, engine: Engine, round_be: int | None) -> LinkInputs:
    """Read what the store holds about people.

    `round_be` None is the newest round surveyed.
    Errors: StoreError when no survey of households and members was ingested; SettingError for a
    round that is not stored.
    """
    stored = sources_with_rows(store)
    chosen = [source for source in stored if source.link == "person"]
    households = [
        source for source in stored if source.role == "survey" and source.row == "household"
    ]
    if not households or not any(source.role == "survey" for source in chosen):
        raise StoreError(
            th=f"คลังข้อมูล {store.root} ยังไม่มีแบบสำรวจครัวเรือนและสมาชิก นำเข้าด้วย ppaos ingest ก่อน",
            en=f"Store {store.root} holds no survey of households and members. Run ppaos ingest first.",
        )
    household_rows = rows_of(store, engine, households[0])
    chosen_round = _round(engine, household_rows, round_be)
    facts = _facts(chosen)
    bits = {name: place for place, name in enumerate(facts)}
    used, synthetic = [], False
    for number, source in enumerate(chosen):
        rows = rows_of(store, engine, source)
        if source.role == "survey":
            rows = rows.filter(rows["round_be"] == chosen_round)
        records = linkage.person_records(
            rows,
            number=number,
            key=source.key,
            facts={bits[name]: fact.rule for name, fact in source.facts.items()},
            as_of=source.as_of,
        )
        used.append(PeopleSource(source, number, rows, records, _freshest(engine, records)))
        synthetic |= any(item.synthetic for item in store.get(source.table).history)
    return LinkInputs(
        sources=tuple(used),
        facts=facts,
        round_be=chosen_round,
        households=_households(household_rows, chosen_round),
        households_source=households[0],
        fingerprint=tuple(
            str(file.relative_to(store.root))
            for source in (*chosen, households[0])
            for file in files_of(store, source)
        ),
        synthetic=synthetic,
    )


def sources_with_rows(store: Catalogue) -> list[Source]:
    """Definitions of every source that has rows in the store, by name."""
    stored = stored_sources(store)
    return [item for name, item in definitions(store).items() if stored[name].table]


def files_of(store: Catalogue, source: Source) -> list:  # type: ignore[type-arg]
    """Parquet files of one source."""
    mark = f"source={source.source}"
    return [file for file in store.get(source.table).files if mark in file.parts]


def rows_of(store: Catalogue, engine: Engine, source: Source) -> ir.Table:
    """Stored rows of one source."""
    return engine.parquet(files_of(store, source))


def _households(rows: ir.Table, round_be: int) -> ir.Table:
    return rows.filter(rows["round_be"] == round_be).select(
        "house_code", "village_code", "house_number"
    )


def _round(engine: Engine, rows: ir.Table, wanted: int | None) -> int:
    found: list[Any] = engine.arrow(rows.select("round_be").distinct())["round_be"].to_pylist()
    have = sorted(int(item) for item in found)
    if wanted is not None and wanted not in have:
        raise SettingError(
            th=f"คลังข้อมูลไม่มีรอบสำรวจ {wanted} (มี {have}) เลือกรอบที่มี หรือนำเข้ารอบนั้นก่อน",
            en=f"The store has no survey round {wanted} (it has {have}). Choose one of these, or ingest it.",
        )
    return have[-1] if wanted is None else wanted


def _facts(sources: Sequence[Source]) -> tuple[str, ...]:
    names: list[str] = []
    for source in sources:
        for name in source.facts:
            if name in names:
                raise SettingError(
                    th=f"ข้อเท็จจริงชื่อ '{name}' มีในสองแหล่ง เปลี่ยนชื่อใน YAML ของ {source.source}",
                    en=f"Fact '{name}' is defined by two sources. Rename it in the YAML of {source.source}.",
                )
            names.append(name)
    if len(names) > MOST_BITS or len(sources) > MOST_BITS:
        raise SettingError(
            th=f"ข้อเท็จจริง {len(names)} อย่าง เกิน {MOST_BITS} ตัดบางอย่างออกจาก YAML",
            en=f"{len(names)} facts are more than {MOST_BITS}. Take some out of the YAML.",
        )
    return tuple(names)


def _freshest(engine: Engine, records: ir.Table) -> date | None:
    found: date | None = engine.arrow(records.aggregate(day=records["as_of"].max()))["day"][
        0
    ].as_py()
    return found
