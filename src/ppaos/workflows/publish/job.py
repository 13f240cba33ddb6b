"""Move a finished store into the site's database, as a version that becomes current when it is whole.

In: a store that was ingested, linked, measured and targeted. Out: households, people, what
contradicts, villages and cubes of one publication. Readers keep the version before until one last
transaction; what fails leaves nothing but its reason. What follows the switch (the public table,
the removal of old versions) cannot undo it.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from ppaos.domain.errors import UserError
from ppaos.domain.progress import Progress, ProgressStep, Silent
from ppaos.engine.catalogue import Catalogue, Snapshot
from ppaos.engine.publishing.rows import StoreRows
from ppaos.engine.store import snapshot_of
from ppaos.operations.audit.actions import record
from ppaos.operations.people.loading import Loader, household_ids
from ppaos.operations.people.models import Household, Person
from ppaos.operations.publications import actions
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import current_publication
from ppaos.workflows.publish.checks import (
    require_consistent,
    require_households,
    require_sound,
    require_whole,
)
from ppaos.workflows.publish.cubes_and_villages import (
    villages_in,
    write_blocks,
    write_conflicts,
    write_villages,
)
from ppaos.workflows.publish.public_table import make_public
from ppaos.workflows.publish.stated_figures import write_stated
from ppaos.workflows.publish.store_facts import StoreFacts, facts_of
from ppaos.workflows.publish.versions import (
    broken_off,
    drop_older,
    give_up,
    make_current,
    only_one,
    switch_to,
    withdraw,
)

logger = logging.getLogger(__name__)
__all__ = ["PublishResult", "make_current", "publish", "withdraw"]


@dataclass(frozen=True)
class PublishResult:
    """What a run came to."""

    publication: int
    households: int
    people: int
    seconds: float
    """Until everybody saw the version."""
    public_seconds: float = 0.0
    """To make its public table afterwards."""
    warnings: tuple[UserError, ...] = ()
    """What did not work after the version was in use."""


def publish(
    store: Catalogue | Path | str,
    *,
    title: str = "",
    by: str = "",
    keep: int = 3,
    progress: Progress | None = None,
) -> PublishResult:
    """Publish a store; the newest `keep` versions stay, the current one among them.

    Errors: StoreError for a store that is not ready, damaged, or being published by another run;
    CheckError when what was written is not what the store promises. The version before stays in
    use, and the failed one is kept with its reason and without rows.
    """
    begun, watched = time.monotonic(), progress or Silent()
    tables = snapshot_of(store)
    with only_one():
        broken_off()
        publication = actions.start(title=title, by=by)
        told = {"title": title, "by": by}
        record("publish_started", target=("publication", str(publication.pk)), details=told)
        try:
            facts = facts_of(tables)
            require_households(tables, facts)
            require_consistent(tables, facts.sources.values())
            require_sound(tables)
            actions.describe(
                publication, facts.versions, facts.settings, is_synthetic=facts.is_synthetic
            )
            counts = _Job(tables, facts, publication, watched).run()
        except BaseException as error:
            give_up(publication, _reason(error))
            raise
        in_use = time.monotonic()
        with watched.step(th="ทำตารางสาธารณะ", en="Building the public table"):
            not_public = make_public(publication)
        public_seconds = time.monotonic() - in_use
        not_dropped = _drop_older(keep)
    return PublishResult(
        publication.pk,
        counts["households"],
        counts["people"],
        in_use - begun,
        public_seconds,
        tuple(item for item in (not_public, not_dropped) if item is not None),
    )


@dataclass
class _Job:
    store: Snapshot
    facts: StoreFacts
    publication: Publication
    progress: Progress
    villages: set[str] = field(default_factory=set)

    def run(self) -> dict[str, int]:
        number, before = self.publication.pk, current_publication()
        form = self.facts.form(number, is_first=before is None)
        with _loader(number) as loader, StoreRows(self.store, form) as rows:
            with self.progress.step(th="อ่านคลังข้อมูล", en="Reading the store"):
                provinces = rows.provinces()
                rows.prepare(provinces, _known_before(before))
            total = sum(self.facts.rows[name] for name in ("target_households", "target_persons"))
            with self.progress.step(
                th="ส่งครัวเรือนและคนเข้าฐานข้อมูล", en="Loading households and people", total=total
            ) as step:
                counts = self._load(rows, loader, provinces, step)
            with self.progress.step(th="ส่งหมู่บ้านและข้อขัดแย้ง", en="Loading villages and conflicts"):
                counts["villages"] = write_villages(self.publication, rows, self.facts)
                counts["conflicts"] = write_conflicts(self.publication, rows)
                write_stated(self.publication)
            with self.progress.step(th="ทำดัชนี", en="Indexing"):
                loader.finish()
        with self.progress.step(th="ตรวจและสลับรุ่น", en="Checking and switching"):
            require_whole(self.store, self.facts, self.publication, counts)
            switch_to(self.publication, counts, self.villages)
        return counts

    def _load(
        self, rows: StoreRows, loader: Loader, provinces: list[str], step: ProgressStep
    ) -> dict[str, int]:
        total: dict[str, int] = {}
        for code in provinces:
            province = rows.open_province(code)
            loader.add(Household, rows, province.household_rows())
            if code == provinces[-1]:
                loader.complete(Household)
            loader.add(Person, rows, province.person_rows())
            cubes = province.cubes()
            self.villages |= villages_in(cubes)
            counted = {**province.counts(), **write_blocks(self.publication, code, cubes)}
            for name, value in counted.items():
                total[name] = total.get(name, 0) + value
            step.advance(counted["households"] + counted["people"])
        loader.complete(Person)
        return total


@contextmanager
def _loader(publication: int) -> Iterator[Loader]:
    """A loader that leaves nothing when the block fails."""
    loader = Loader(publication)
    try:
        yield loader
    except BaseException:
        loader.abandon()
        raise


def _known_before(before: Publication | None) -> Iterator[pa.Table]:
    if before is None:
        return
    for some in household_ids(before.pk):
        yield pa.table({"household_id": pa.array(some, pa.string())})


def _drop_older(keep: int) -> UserError | None:
    """Remove old versions; returns what to say when that did not work."""
    try:
        drop_older(keep)
    except Exception:  # the version is in use already
        logger.exception("old versions were not removed")
        return UserError(
            th="ลบรุ่นเก่าไม่สำเร็จ การเผยแพร่ครั้งถัดไปจะลบให้ หรือสั่ง ppaos publications drop",
            en="Old versions were not removed. The next publish does it, or run ppaos publications drop.",
        )
    return None


def _reason(error: BaseException) -> UserError:
    if isinstance(error, UserError):
        return error
    return UserError(
        th="การเตรียมรุ่นนี้หยุดกลางคัน รุ่นก่อนหน้ายังใช้งานได้ สั่ง ppaos publish ใหม่",
        en="Preparing this version was interrupted. The previous version stays in use. Run ppaos publish again.",
    )
