"""How a version comes to be, becomes the one that people see, and goes."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from ppaos.domain.errors import SettingError, UserError
from ppaos.operations.publications.models import Publication

State = Publication.State


def start(*, title: str, by: str) -> Publication:
    """A version that is being prepared; nobody sees it."""
    return Publication.objects.create(title=title, made_by=by, started_at=timezone.now())


def describe(
    publication: Publication, store_versions: Mapping[str, Any], *, is_synthetic: bool
) -> None:
    """Keep what a version is made from."""
    publication.store_versions = dict(store_versions)
    publication.is_synthetic = is_synthetic
    publication.save(update_fields=["store_versions", "is_synthetic"])


def fail(publication: Publication, error: UserError) -> None:
    """Keep why a version did not become ready. Its rows are taken away by whoever wrote them."""
    publication.state = State.FAILED
    publication.error_th, publication.error_en = error.th, error.en
    publication.save(update_fields=["state", "error_th", "error_en"])


def make_current(publication: Publication) -> None:
    """The version that everybody sees from now on; the one before is kept.

    Errors: SettingError for a version that never became ready.
    """
    with transaction.atomic():
        held = Publication.objects.select_for_update().get(pk=publication.pk)
        if held.state == State.FAILED:
            raise SettingError(
                th=f"รุ่นที่ {held.pk} ไม่สมบูรณ์ จึงใช้งานไม่ได้ เลือกรุ่นอื่น หรือสั่ง ppaos publish ใหม่",
                en=f"Version {held.pk} never became ready. Choose another, or run ppaos publish again.",
            )
        Publication.objects.filter(state=State.CURRENT).exclude(pk=held.pk).update(state=State.KEPT)
        held.state = State.CURRENT
        held.ready_at = held.ready_at or timezone.now()
        held.save(update_fields=["state", "ready_at"])
    publication.refresh_from_db()


def forget(publication: Publication) -> None:
    """Take a version out of the list, with what belongs to it alone.

    Errors: SettingError for the current version.
    """
    require_unused(publication)
    publication.delete()


def require_unused(publication: Publication) -> None:
    """Errors: SettingError for the current version."""
    if publication.state == State.CURRENT:
        raise SettingError(
            th=f"รุ่นที่ {publication.pk} ใช้งานอยู่ สลับไปใช้รุ่นอื่นก่อนแล้วจึงลบ",
            en=f"Version {publication.pk} is in use. Switch to another one first, then remove it.",
        )
