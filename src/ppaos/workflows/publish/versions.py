"""One change of versions at a time, what a killed run left, and how many versions stay.

Publishing, switching to another version and removing one each hold `only_one`, so that nobody
removes what another run is switching to, or fills.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from filelock import FileLock, Timeout

from ppaos.domain.errors import SettingError, StoreError, UserError
from ppaos.operations.areas.actions import put_villages, villages_to_put
from ppaos.operations.audit.actions import record
from ppaos.operations.people import loading
from ppaos.operations.people.models import Village
from ppaos.operations.publications import actions
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import READABLE, current_publication, is_being_prepared
from ppaos.operations.results.cube import cubes_of
from ppaos.workflows.publish.public_table import has_public, make_public

State = Publication.State
_FAILED_KEPT: Final = 10
_LOCK: Final = 5_104_042_260
"""Number of the lock that one change of versions holds in a PostgreSQL database."""


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the right to change versions. Errors: StoreError when another run has it."""
    if connection.vendor != "postgresql":
        folder = Path(settings.FOLDERS.data)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(folder / "publish.lock", timeout=0):
                yield
        except Timeout as error:
            raise _busy() from error
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise _busy()
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def broken_off() -> int:
    """Finish what killed runs left half done, and say so of versions that were being prepared;
    returns how many there were.

    Only the holder of `only_one` may ask: nobody else is preparing or removing a version then.
    """
    loading.complete_indexes()
    found = list(Publication.objects.filter(state__in=[State.BUILDING, State.REMOVING]))
    for publication in found:
        if publication.state == State.REMOVING:
            _remove(publication)
            continue
        give_up(
            publication,
            UserError(
                th="โปรแกรมหยุดกลางคันก่อนรุ่นนี้เสร็จ ไม่มีข้อมูลค้างอยู่ สั่ง ppaos publish ใหม่",
                en="The program stopped before this version was complete. Nothing of it is left. "
                "Run ppaos publish again.",
            ),
        )
    return len(found)


def give_up(publication: Publication, error: UserError) -> None:
    """Take away what was written of a version that is being prepared, and keep why.

    One that was switched to meanwhile is whole: it stays as it is. For the holder of `only_one`.
    """
    if not is_being_prepared(publication):
        return
    _take_rows(publication)
    with transaction.atomic():
        actions.fail(publication, error)
        _record(publication, "failed")


def switch_to(publication: Publication, counts: Mapping[str, int], villages: Iterable[str]) -> None:
    """Let everybody see a version that is whole, in one transaction. For the holder of `only_one`.

    `villages`: codes of those that the version counts; they join the list of areas.
    """
    areas = villages_to_put(_names(publication, villages))
    with transaction.atomic():
        actions.finish(publication, counts)
        put_villages(areas)
        _record(publication, "in_use")


def make_current(number: int) -> UserError | None:
    """Make a kept version the current one; returns why it has no public table, null if it has.

    Errors: SettingError for an unknown version or one that is not whole, StoreError while another
    run changes versions.
    """
    with only_one():
        publication = version(number)
        actions.require_whole(publication)
        areas = villages_to_put(_names(publication, cubes_of(publication).villages.tolist()))
        with transaction.atomic():
            actions.make_current(publication)
            put_villages(areas)
            _record(publication, "in_use")
        return make_public(publication)


def make_public_if_absent() -> UserError | None:
    """Make the public table of the current version where there is none yet: a run broke off, or
    the site has another threshold now. Returns why there is none.

    Nothing is done while another run changes versions, for it makes the table itself.
    """
    publication = current_publication()
    if publication is None or has_public(publication):
        return None
    try:
        with only_one():
            return make_public(publication)
    except StoreError:
        return None


def withdraw(number: int) -> None:
    """Remove a version and its rows.

    Errors: SettingError for the current version, one that is being prepared or an unknown one,
    StoreError while another run changes versions.
    """
    with only_one():
        _remove(version(number))


def drop_older(keep: int) -> None:
    """Remove all but the newest `keep` versions, and long failed ones; the current one stays.

    For the holder of `only_one`.
    """
    whole = Publication.objects.filter(state__in=READABLE).order_by("-pk")
    failed = Publication.objects.filter(state=State.FAILED)
    for publication in [*whole[max(keep, 1) :], *failed[_FAILED_KEPT:]]:
        if publication.state != State.CURRENT:
            _remove(publication)


def version(number: int) -> Publication:
    """A version by its number. Errors: SettingError when there is none."""
    found = Publication.objects.filter(pk=number).first()
    if found is None:
        have = ", ".join(str(item.pk) for item in Publication.objects.all()[:10]) or "-"
        raise SettingError(
            th=f"ไม่มีรุ่นที่ {number} (มี: {have}) ดูด้วย ppaos publications list",
            en=f"There is no version {number} (there are: {have}). See ppaos publications list.",
        )
    return found


def _remove(publication: Publication) -> None:
    """Nobody reads the version from the first step on; whoever comes next can finish the others."""
    with transaction.atomic():
        if actions.begin_removal(publication):
            _record(publication, "removed")
    _take_rows(publication)
    actions.forget(publication)


def _take_rows(publication: Publication) -> None:
    """Take away everything that was written for a version but its own entry."""
    loading.remove(publication.pk)
    for related in ("conflicts", "villages", "cube_blocks", "stated_figures"):
        getattr(publication, related).all()._raw_delete(publication._state.db)


def _record(publication: Publication, change: str) -> None:
    record(
        "publication_changed",
        target=("publication", str(publication.pk)),
        details={"change": change, "title": publication.title},
    )


def _names(publication: Publication, codes: Iterable[str]) -> dict[str, str]:
    """Villages that the version counts or has data of -> their names, empty for none."""
    told = Village.objects.filter(publication=publication).values_list("village_code", "name")
    return dict.fromkeys(codes, "") | dict(told)


def _busy() -> StoreError:
    return StoreError(
        th="มีงานอื่นกำลังเผยแพร่ สลับ หรือลบรุ่นข้อมูลอยู่ รอให้เสร็จแล้วลองใหม่",
        en="Another run is publishing, switching or removing a version. Wait for it, then try again.",
    )
