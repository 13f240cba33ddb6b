"""Move a finished store into the site's database, as a version that becomes current when it is whole.

In: a store that was ingested, linked, measured and targeted. Out: households, people, what
contradicts, villages and cubes of one publication. Readers keep the version before until one last
transaction; what fails leaves nothing but its reason.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from django.db import transaction

from ppaos.domain.errors import UserError
from ppaos.domain.progress import Progress, Silent, Step
from ppaos.engine.publishing import StoreRows
from ppaos.engine.store import Store
from ppaos.operations.audit.actions import record
from ppaos.operations.people.loading import Loader, household_ids
from ppaos.operations.people.models import Household, Person
from ppaos.operations.publications import actions
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import current_publication
from ppaos.workflows.publish_checks import require_consistent, require_sound, require_whole
from ppaos.workflows.publish_form import StoreFacts, facts_of
from ppaos.workflows.publish_small import write_blocks, write_conflicts, write_villages
from ppaos.workflows.publish_stated import write_stated
from ppaos.workflows.publish_versions import (
    broken_off,
    drop_older,
    make_current,
    only_one,
    take_rows,
    withdraw,
)

__all__ = ["Published", "make_current", "publish", "withdraw"]


@dataclass(frozen=True)
class Published:
    """What a run came to."""

    publication: int
    households: int
    people: int
    seconds: float


def publish(
    store: Store | Path | str,
    *,
    title: str = "",
    by: str = "",
    keep: int = 3,
    progress: Progress | None = None,
) -> Published:
    """Publish a store; the newest `keep` versions stay, the current one among them.

    Errors: StoreError for a store that is not ready, damaged, or being published by another run;
    CheckError when what was written is not what the store promises. The version before stays in
    use, and the failed one is kept with its reason and without rows.
    """
    begun = time.monotonic()
    store = store if isinstance(store, Store) else Store(Path(store))
    with only_one():
        broken_off()
        publication = actions.start(title=title, by=by)
        told = {"title": title, "by": by}
        record("publish_started", target=("publication", str(publication.pk)), details=told)
        try:
            facts = facts_of(store)
            require_consistent(store, facts.sources.values())
            require_sound(store)
            actions.describe(publication, facts.versions, is_synthetic=facts.is_synthetic)
            counts = _Job(store, facts, publication, progress or Silent()).run()
        except BaseException as error:
            _give_up(publication, error)
            raise
        drop_older(keep)
    return Published(
        publication.pk, counts["households"], counts["people"], time.monotonic() - begun
    )


@dataclass
class _Job:
    store: Store
    facts: StoreFacts
    publication: Publication
    progress: Progress

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
            with self.progress.step(th="ทำดัชนี", en="Indexing"):
                loader.finish()
        with self.progress.step(th="ตรวจและสลับรุ่น", en="Checking and switching"):
            require_whole(self.store, self.facts, self.publication, counts)
            self.publication.settings = self.facts.settings
            self.publication.counts = counts
            self.publication.save(update_fields=["settings", "counts"])
            with transaction.atomic():
                write_stated(self.publication)
                make_current(self.publication.pk)
        return counts

    def _load(
        self, rows: StoreRows, loader: Loader, provinces: list[str], step: Step
    ) -> dict[str, int]:
        total: dict[str, int] = {}
        for code in provinces:
            rows.open_province(code)
            loader.add(Household, rows, rows.household_rows())
            if code == provinces[-1]:
                loader.complete(Household)
            loader.add(Person, rows, rows.person_rows())
            counted = {**rows.counts(), **write_blocks(self.publication, code, rows.cubes())}
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


def _give_up(publication: Publication, error: BaseException) -> None:
    take_rows(publication)
    told = (
        error
        if isinstance(error, UserError)
        else UserError(
            th="การเตรียมรุ่นนี้หยุดกลางคัน รุ่นก่อนหน้ายังใช้งานได้ สั่ง ppaos publish ใหม่",
            en="Preparing this version broke off. The one before stays in use. Run ppaos publish again.",
        )
    )
    actions.fail(publication, told)
