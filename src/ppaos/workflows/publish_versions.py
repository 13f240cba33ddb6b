"""One publish at a time, what a killed one left, and how many versions stay."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from filelock import FileLock, Timeout

from ppaos.domain.errors import SettingError, StoreError, UserError
from ppaos.operations.areas.actions import put_villages
from ppaos.operations.audit.actions import record
from ppaos.operations.people import loading
from ppaos.operations.people.models import Household, Village
from ppaos.operations.publications import actions
from ppaos.operations.publications.models import Publication

State = Publication.State
_FAILED_KEPT: Final = 10
_LOCK: Final = 5_104_042_260
"""Number of the lock that one publish holds in a PostgreSQL database."""


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the right to publish into the database. Errors: StoreError when another run has it."""
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
    """Take away what killed runs left, and say so of their versions; returns how many there were.

    Only the holder of `only_one` may ask: nobody else is preparing a version then.
    """
    loading.complete_indexes()
    found = list(Publication.objects.filter(state=State.BUILDING))
    for publication in found:
        take_rows(publication)
        actions.fail(
            publication,
            UserError(
                th="โปรแกรมหยุดกลางคันก่อนรุ่นนี้เสร็จ ไม่มีข้อมูลค้างอยู่ สั่ง ppaos publish ใหม่",
                en="The program stopped before this version was whole. Nothing of it is left. "
                "Run ppaos publish again.",
            ),
        )
    return len(found)


def take_rows(publication: Publication) -> None:
    """Take away everything that was written for a version but its own entry."""
    loading.remove(publication.pk)
    for related in ("conflicts", "villages", "cube_blocks"):
        getattr(publication, related).all()._raw_delete(publication._state.db)


def withdraw(number: int) -> None:
    """Remove a version and its rows. Errors: SettingError for the current or an unknown one."""
    publication = version(number)
    actions.require_unused(publication)
    take_rows(publication)
    with transaction.atomic():
        actions.forget(publication)
        record(
            "publication_changed",
            target=("publication", str(number)),
            details={"change": "removed", "title": publication.title},
        )


def make_current(number: int) -> Publication:
    """Make a kept version the current one. Errors: SettingError for an unknown or failed one."""
    publication = version(number)
    with transaction.atomic():
        actions.make_current(publication)
        put_villages(_villages(publication))
        record(
            "publication_changed",
            target=("publication", str(number)),
            details={"change": "in_use", "title": publication.title},
        )
    return publication


def drop_older(keep: int) -> None:
    """Remove all but the newest `keep` versions, and long failed ones; the current one stays."""
    whole = Publication.objects.filter(state__in=[State.CURRENT, State.KEPT]).order_by("-pk")
    for publication in list(whole)[max(keep, 1) :]:
        if publication.state != State.CURRENT:
            withdraw(publication.pk)
    for publication in list(Publication.objects.filter(state=State.FAILED))[_FAILED_KEPT:]:
        actions.forget(publication)


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


def _busy() -> StoreError:
    return StoreError(
        th="มีงานอื่นกำลังเผยแพร่ข้อมูลอยู่ รอให้เสร็จแล้วลองใหม่",
        en="Another run is publishing. Wait for it, then try again.",
    )


def _villages(publication: Publication) -> dict[str, str]:
    """Every village that the version has households or data of, and its name; empty for none."""
    homes = Household.objects.filter(publication=publication).exclude(village_code="")
    codes = homes.order_by().values_list("village_code", flat=True).distinct()
    named = Village.objects.filter(publication=publication).values_list("village_code", "name")
    found = dict.fromkeys(codes, "") | dict(named)
    return {code: name for code, name in found.items() if _is_village(code)}


def _is_village(code: str) -> bool:
    return len(code) == 8 and code.isascii() and code.isdigit()
