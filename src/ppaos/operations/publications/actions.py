"""How a version comes to be, becomes the one that people see, and goes.

Each change of state re-reads and locks the version first: what a caller holds may be out of date.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from ppaos.domain.errors import SettingError, UserError
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import READABLE
from ppaos.operations.publications.settings import PublicationSettings

State = Publication.State


def start(*, title: str, by: str) -> Publication:
    """A version that is being prepared; nobody sees it."""
    return Publication.objects.create(title=title, made_by=by, started_at=timezone.now())


def describe(
    publication: Publication,
    store_versions: Mapping[str, Any],
    settings: PublicationSettings,
    *,
    is_synthetic: bool,
) -> None:
    """Keep what a version is made from, and what its rows are read with."""
    publication.store_versions = dict(store_versions)
    publication.settings = settings.as_document()
    publication.is_synthetic = is_synthetic
    publication.save(update_fields=["store_versions", "settings", "is_synthetic"])


@transaction.atomic
def finish(publication: Publication, counts: Mapping[str, int]) -> None:
    """Let everybody see a version that was being prepared and is whole; the one before is kept.

    Errors: SettingError for any other version.
    """
    held = _locked(publication)
    if held.state != State.BUILDING:
        raise SettingError(
            th=f"รุ่นที่ {held.pk} ไม่ได้กำลังเตรียมอยู่แล้ว สั่ง ppaos publish ใหม่",
            en=f"Version {held.pk} is no longer being prepared. Run ppaos publish again.",
        )
    held.counts, held.ready_at = dict(counts), timezone.now()
    _switch_to(held)
    publication.refresh_from_db()


@transaction.atomic
def make_current(publication: Publication) -> None:
    """The version that everybody sees from now on; the one before is kept.

    Errors: SettingError for a version that is not whole.
    """
    held = _locked(publication)
    require_whole(held)
    _switch_to(held)
    publication.refresh_from_db()


@transaction.atomic
def fail(publication: Publication, error: UserError) -> None:
    """Keep why a version did not become ready. Its rows are taken away by whoever wrote them.

    Errors: SettingError for a version that is not being prepared.
    """
    held = _locked(publication)
    if held.state != State.BUILDING:
        raise SettingError(
            th=f"รุ่นที่ {held.pk} ไม่ได้กำลังเตรียมอยู่ จึงไม่เปลี่ยนแปลง ดูด้วย ppaos publications list",
            en=f"Version {held.pk} is not being prepared, so it stays as it is. See ppaos publications list.",
        )
    held.state, held.error_th, held.error_en = State.FAILED, error.th, error.en
    held.save(update_fields=["state", "error_th", "error_en"])
    publication.refresh_from_db()


@transaction.atomic
def begin_removal(publication: Publication) -> bool:
    """Take a version from its readers before its rows go; returns false when that was done before.

    Errors: SettingError for the current version, and for one that is being prepared.
    """
    held = _locked(publication)
    if held.state == State.CURRENT:
        raise SettingError(
            th=f"รุ่นที่ {held.pk} ใช้งานอยู่ สลับไปใช้รุ่นอื่นก่อนแล้วจึงลบ",
            en=f"Version {held.pk} is in use. Switch to another one first, then remove it.",
        )
    if held.state == State.BUILDING:
        raise _being_prepared(held)
    is_new = held.state != State.REMOVING
    held.state = State.REMOVING
    held.save(update_fields=["state"])
    publication.refresh_from_db()
    return is_new


@transaction.atomic
def forget(publication: Publication) -> None:
    """Take a version whose removal began out of the list, with what belongs to it alone.

    Errors: SettingError for any other version.
    """
    held = _locked(publication)
    if held.state != State.REMOVING:
        raise SettingError(
            th=f"รุ่นที่ {held.pk} ยังไม่ได้สั่งลบ สั่ง ppaos publications drop {held.pk}",
            en=f"Version {held.pk} is not being removed. Run ppaos publications drop {held.pk}.",
        )
    held.delete()


def require_whole(publication: Publication) -> None:
    """Errors: SettingError for a version that nobody can look at, as its state here says."""
    if publication.state == State.BUILDING:
        raise _being_prepared(publication)
    if publication.state not in READABLE:
        raise SettingError(
            th=f"รุ่นที่ {publication.pk} ไม่สมบูรณ์หรือกำลังถูกลบ จึงใช้งานไม่ได้ เลือกรุ่นอื่น หรือสั่ง ppaos publish ใหม่",
            en=f"Version {publication.pk} is not complete, or is being removed. "
            "Choose another, or run ppaos publish again.",
        )


def _locked(publication: Publication) -> Publication:
    """The version as it is now, held until the transaction ends. Errors: SettingError when it is gone."""
    held = Publication.objects.select_for_update().filter(pk=publication.pk).first()
    if held is None:
        raise SettingError(
            th=f"รุ่นที่ {publication.pk} ถูกลบไปแล้ว ดูด้วย ppaos publications list",
            en=f"Version {publication.pk} was removed. See ppaos publications list.",
        )
    return held


def _switch_to(held: Publication) -> None:
    Publication.objects.filter(state=State.CURRENT).exclude(pk=held.pk).update(state=State.KEPT)
    held.state = State.CURRENT
    held.save(update_fields=["state", "counts", "ready_at"])


def _being_prepared(publication: Publication) -> SettingError:
    return SettingError(
        th=f"รุ่นที่ {publication.pk} กำลังเตรียมอยู่ รอให้เสร็จก่อน หากโปรแกรมหยุดไปแล้ว สั่ง ppaos publish ใหม่ แล้วระบบจะลบรุ่นที่ค้างให้",
        en=f"Version {publication.pk} is still being prepared. Wait until it is ready; if the program "
        "that prepares it stopped, run ppaos publish again, which removes it.",
    )
