"""One version of the analytic store as people work with it."""

from typing import Any

from django.db import models

from ppaos.operations.privacy import public
from ppaos.operations.publications.settings import PublicationSettings, read


class Publication(models.Model):
    """A published version. Exactly one is current; rows of others can be looked back at."""

    class State(models.TextChoices):
        """How far it is."""

        BUILDING = "building", "กำลังเตรียม"
        CURRENT = "current", "ใช้งานอยู่"
        KEPT = "kept", "รุ่นก่อน"
        FAILED = "failed", "ไม่สำเร็จ"
        REMOVING = "removing", "กำลังลบ"

    state = public(
        models.CharField(
            max_length=10, choices=State.choices, default=State.BUILDING, db_index=True
        )
    )
    title = public(models.CharField(max_length=200, blank=True))
    started_at = public(models.DateTimeField())
    ready_at = public(models.DateTimeField(null=True))
    made_by = public(models.CharField(max_length=150, blank=True))
    store_versions = public(models.JSONField(default=dict))
    """Table -> time and code version of the store's table that was published."""
    settings = public(models.JSONField(default=dict))
    """What the rows are read with, as JSON; `reading` is its only reader."""
    counts = public(models.JSONField(default=dict))
    """Households, people and so on, as checked when it became ready."""
    error_th = public(models.TextField(blank=True))
    error_en = public(models.TextField(blank=True))
    is_synthetic = public(models.BooleanField(default=False))

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("state",),
                condition=models.Q(state="current"),
                name="one_current_publication",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"

    @property
    def reading(self) -> PublicationSettings:
        """What the rows are read with, typed; parsed once for the settings that this object holds.

        Errors: as `ppaos.operations.publications.settings.read`.
        """
        known: tuple[Any, PublicationSettings] | None = self.__dict__.get("_reading")
        if known is None or known[0] is not self.settings:
            known = (self.settings, read(self.settings, version=self.pk))
            self.__dict__["_reading"] = known
        return known[1]

    @property
    def version(self) -> str:
        """What `version=` of an address says so that links stay in it; empty for the current one."""
        return "" if self.state == self.State.CURRENT else str(self.pk)
