"""One piece of work in the background."""

import uuid

from django.conf import settings
from django.db import models

from ppaos.operations.privacy import personal, public


class Job(models.Model):
    """An import, publish or export: who asked for it, how far it is, what came out.

    Its kind is one of `ppaos.operations.jobs.kinds.KINDS`.
    """

    class State(models.TextChoices):
        """How far it is. A job whose worker died is interrupted, or queued again."""

        QUEUED = "queued", "รอคิว"
        RUNNING = "running", "กำลังทำงาน"
        DONE = "done", "เสร็จแล้ว"
        FAILED = "failed", "ไม่สำเร็จ"
        INTERRUPTED = "interrupted", "หยุดกลางคัน"
        CANCELLED = "cancelled", "ยกเลิกแล้ว"

    id = public(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    kind = public(models.CharField(max_length=30, db_index=True))
    state = public(
        models.CharField(max_length=12, choices=State.choices, default=State.QUEUED, db_index=True)
    )
    by = personal(
        models.ForeignKey(
            settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
        )
    )
    area_code = public(models.CharField(max_length=8, blank=True))
    parameters = personal(models.JSONField(default=dict))
    result = personal(models.JSONField(default=dict))
    file = personal(models.CharField(max_length=300, blank=True))
    """Path under the folder of made files."""
    step_th = public(models.CharField(max_length=200, blank=True))
    step_en = public(models.CharField(max_length=200, blank=True))
    done = public(models.BigIntegerField(default=0))
    of = public(models.BigIntegerField(default=0))
    """0 when not known."""
    error_th = public(models.TextField(blank=True))
    error_en = public(models.TextField(blank=True))
    attempts = public(models.PositiveSmallIntegerField(default=0))
    created_at = public(models.DateTimeField(auto_now_add=True))
    started_at = public(models.DateTimeField(null=True))
    alive_at = public(models.DateTimeField(null=True))
    finished_at = public(models.DateTimeField(null=True))

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
