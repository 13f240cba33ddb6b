"""Many registers, one person, one household: link what the store holds about people.

Journey of one record: its citizen ID, when valid, names its person; without one the matching model
compares it with everybody near, and it joins a person, waits for review, or stands alone. Each
person gets the survey household they were met in, or that of their registers; where records
disagree a rule says which value wins and the others stay visible. All tables of a run are
committed together or not at all; a run that would change nothing commits nothing.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import ibis

from ppaos.definitions.precedence.loader import Precedence, load as load_precedence
from ppaos.domain import relations as ir
from ppaos.domain.linkage import (
    disputes as linkage_disputes,
    findings as linkage_findings,
    records as linkage,
)
from ppaos.domain.linkage.records import PERSON
from ppaos.domain.progress import Progress, Silent
from ppaos.domain.tables import TABLES
from ppaos.domain.thai.dates import to_common
from ppaos.engine.backends import DEFAULT_URL, Engine, connect
from ppaos.engine.catalogue import Snapshot
from ppaos.engine.checks import require_equal
from ppaos.engine.manifest import Manifest, code_version, text_hash
from ppaos.engine.store import Change, Store
from ppaos.engine.table_settings import LinkageCounts, LinkageSettings, linkage_settings
from ppaos.workflows.link import (
    by_model,
    by_number,
    findings as link_findings,
    places as link_places,
)
from ppaos.workflows.link.by_model import MatchSettings, ModelMatches
from ppaos.workflows.link.by_number import HAS_ID, LinkedPeople
from ppaos.workflows.link.inputs import LinkInputs, inputs_of
from ppaos.workflows.link.steps import Steps, rows_in

MEMORY: Final = "6GB"
WRITTEN: Final = (
    "persons",
    "person_links",
    "households_linked",
    "household_links",
    "person_field_values",
    "link_findings",
    "review_pairs",
)


@dataclass(frozen=True)
class LinkSummary:
    """What a linkage came to."""

    persons: int
    in_survey: int
    without_id: int
    """Records without a usable number; `linked` of them joined a person, `alone` stand alone."""
    linked: int
    alone: int
    review: int
    households: int
    findings: Mapping[str, int]
    """Finding code -> rows."""
    sources: tuple[str, ...]
    reference_date: date
    changed: bool


def link(
    store: Store | Path | str,
    *,
    round_be: int | None = None,
    reference: date | None = None,
    matching: MatchSettings | None = None,
    precedence: Path | None = None,
    engine: str = DEFAULT_URL,
    progress: Progress | None = None,
) -> LinkSummary:
    """Link every stored source about people and store who they are.

    `round_be`: the survey round that coverage is measured against, the newest when None.
    `reference`: the day on which ages and freshness are judged; the freshest day that any source
    speaks of when None, so that a rerun gives the same. `matching`: how records without a usable
    number are compared; the shipped model when None.
    Errors: StoreError without a survey; SettingError for an unknown round; DocumentError for a
    precedence rule that is not valid; CheckError when a table breaks its promises: nothing is
    stored then.
    """
    store = store if isinstance(store, Store) else Store(Path(store))
    with store.change() as change, _scratch(change) as folder:
        runner = connect(_within(engine, folder))
        try:
            job = _Job(
                store.snapshot(),
                change,
                Steps(runner, folder),
                load_precedence(precedence),
                matching or MatchSettings(),
                progress or Silent(),
            )
            return job.run(round_be, reference)
        finally:
            runner.close()


@dataclass
class _Job:
    store: Snapshot
    change: Change
    steps: Steps
    precedence: Precedence
    matching: MatchSettings
    progress: Progress

    @property
    def engine(self) -> Engine:
        return self.steps.engine

    def run(self, round_be: int | None, reference: date | None) -> LinkSummary:
        with self.progress.step(th="อ่านรายการแหล่งข้อมูล", en="Reading the list of sources"):
            inputs = inputs_of(self.store, self.engine, round_be)
        day = reference or max(
            (item.as_of for item in inputs.sources if item.as_of),
            default=date(to_common(inputs.round_be), 1, 1),
        )
        mark = self._mark(inputs, day)
        if self.store.has("persons"):
            before = self.store.get("persons").manifest
            earlier = linkage_settings(before)
            if earlier.mark == mark and earlier.summary is not None:
                return _summary(earlier.summary, changed=False)
        with self.progress.step(th="เชื่อมด้วยเลขประจำตัว", en="Linking by citizen ID"):
            keyed = by_number.by_number(self.steps, inputs, self.precedence)
        with self.progress.step(th="เทียบคนที่ไม่มีเลข", en="Comparing people without a number"):
            matched = by_model.matched(
                self.steps, inputs, keyed, self.store, self.matching, self.precedence
            )
        with self.progress.step(th="ตัดสินค่าที่ขัดกัน", en="Resolving conflicting values"):
            settled = by_number.field_values(
                self.steps, inputs, keyed, matched.assigned, self.precedence
            )
        with self.progress.step(th="รวมเป็นคน", en="Forming persons"):
            people = by_number.assembled(
                self.steps, keyed, matched.assigned, [item.number for item in inputs.surveys]
            )
            self._write_persons(inputs, people, settled, day)
        with self.progress.step(th="รวมเป็นครัวเรือน", en="Forming households"):
            households = self._write_households(inputs)
        with self.progress.step(th="เขียนสิ่งที่พบ", en="Writing findings"):
            self._write_links(inputs, matched, settled)
            found = link_findings.write(
                self.steps,
                self._file("link_findings"),
                inputs,
                keyed,
                people,
                persons=self._written("persons"),
                households=households,
                day=day,
            )
        return self._commit(inputs, matched, found, mark, day)

    def _write_persons(
        self, inputs: LinkInputs, people: LinkedPeople, settled: Any, day: date
    ) -> None:
        bit = inputs.surveys[0].number
        winners = self.steps.keep("winners", linkage_disputes.winners(settled))
        surveyed = linkage.survey_persons(people.survey, people.by_person, bit)
        reference = ir.date(ibis.literal(day))
        best = linkage.best_by_person(
            people.outside, by_number.rank_of(people.outside, inputs.sources, self.precedence)
        )
        marks = people.outside.group_by(PERSON).aggregate(**{HAS_ID: people.outside[HAS_ID].any()})
        best = self.steps.keep("outside-best", best.inner_join(marks, PERSON))
        placed = self.steps.keep(
            "outside-placed", link_places.placed(self.steps, best, people.survey, inputs.households)
        )
        outside = linkage.outside_persons(placed, people.by_person, reference)
        rows = 0
        for name, part in (("survey", surveyed), ("outside", outside)):
            told = linkage_disputes.overridden(part, winners)
            finished = linkage.finished(told, reference, linkage_findings.OLDEST)
            rows += self.engine.write_by_province(finished, self.change.folder("persons") / name)
        # each part has a person once by its making; that neither has one of the other's is checked
        outsiders = self.steps.rows["outside-best"]
        require_equal(
            rows,
            self._surveyed(people) + outsiders,
            th="คนที่เขียนกับคนที่เชื่อมได้",
            en="Persons written against persons linked",
        )

    def _surveyed(self, people: LinkedPeople) -> int:
        """People met by the survey, counted from its rows."""
        return self.steps.count(people.survey.select(PERSON))

    def _write_households(self, inputs: LinkInputs) -> Any:
        relation = link_places.households(self._written("persons"), inputs.households)
        self.engine.write_by_province(relation, self.change.folder("households_linked"))
        households = self._written("households_linked")
        counted = self.steps.count(households.filter(households["in_survey"]))
        require_equal(
            counted,
            self.steps.count(inputs.households),
            th="ครัวเรือนที่สำรวจหลังเชื่อมกับก่อนเชื่อม",
            en="Surveyed households after linkage against before",
        )
        return households

    def _write_links(self, inputs: LinkInputs, matched: ModelMatches, settled: Any) -> None:
        names = link_findings.source_names(inputs)
        for table, relation in (
            ("person_links", link_findings.named(matched.links, names)),
            ("household_links", link_places.links(self.steps)),
            ("person_field_values", link_findings.named(settled, names)),
            ("review_pairs", matched.review),
        ):
            self.engine.write_parquet(relation, self._file(table))

    def _commit(
        self,
        inputs: LinkInputs,
        matched: ModelMatches,
        found: Mapping[str, int],
        mark: str,
        day: date,
    ) -> LinkSummary:
        persons = self._written("persons")
        counts = {
            "persons": self.steps.count(persons),
            "in_survey": self.steps.count(persons.filter(persons["in_survey"])),
            "without_id": self.steps.rows["loose"],
            "linked": matched.linked,
            "alone": matched.alone,
            "review": matched.in_review,
            "households": self.steps.count(self._written("households_linked")),
        }
        summary = LinkageCounts(
            **counts,
            findings=dict(found),
            sources=tuple(item.source.source for item in inputs.sources),
            reference_date=day,
        )
        for table in WRITTEN:
            files = sorted(self.change.folder(table).rglob("*.parquet"))
            self.change.replace(
                Manifest(
                    table=table,
                    row=TABLES[table].row,
                    rows=sum(rows_in(file) for file in files),
                    inputs={name: text_hash(name) for name in inputs.fingerprint},
                    counts=counts,
                    settings=self._settings(
                        inputs, mark, day, summary if table == "persons" else None
                    ),
                    engine=self.engine.name,
                    synthetic=inputs.synthetic,
                )
            )
        return _summary(summary, changed=True)

    def _settings(
        self, inputs: LinkInputs, mark: str, day: date, summary: LinkageCounts | None
    ) -> dict[str, Any]:
        settings = LinkageSettings(
            round_be=inputs.round_be,
            sources=tuple(item.source.source for item in inputs.sources),
            tables=tuple(item.source.table for item in inputs.sources),
            facts=inputs.facts,
            as_of=inputs.fresh(),
            reference_date=day,
            precedence=self.precedence.model_dump(mode="json"),
            mark=mark,
        )
        with_summary = (
            settings if summary is None else settings.model_copy(update={"summary": summary})
        )
        return with_summary.as_document()

    def _mark(self, inputs: LinkInputs, day: date) -> str:
        """Equal for runs over the same files, rules, decisions and code."""
        parts = {
            "files": list(inputs.fingerprint),
            "round": inputs.round_be,
            "day": day.isoformat(),
            "precedence": self.precedence.model_dump(mode="json"),
            "matching": self.matching.mark(self.store),
            "code": code_version(),
        }
        return text_hash(json.dumps(parts, sort_keys=True))

    def _file(self, table: str) -> Path:
        return self.change.folder(table) / "part.parquet"

    def _written(self, table: str) -> Any:
        return self.engine.parquet(sorted(self.change.folder(table).rglob("*.parquet")))


def _summary(counts: LinkageCounts, *, changed: bool) -> LinkSummary:
    return LinkSummary(**counts.model_dump(), changed=changed)


def _within(url: str, folder: Path) -> str:
    """DuckDB within 6 GB, spilling beside the steps, unless the address says otherwise."""
    if url != DEFAULT_URL:
        return url
    return f"{DEFAULT_URL}?memory_limit={MEMORY}&temp_directory={folder / 'spill'}"


@contextmanager
def _scratch(change: Change) -> Iterator[Path]:
    """A folder for steps inside the store, so that what a killed run leaves is swept later."""
    folder = change.folder("_linkage")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if not any(folder.parent.iterdir()):
            folder.parent.rmdir()
