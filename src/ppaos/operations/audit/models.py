"""One entry of the audit chain. Entries are added by `actions.record` and never changed."""

from django.db import models

from ppaos.operations.privacy import personal, public


class Entry(models.Model):
    """Somebody did or saw something. `hash` covers every other field and the hash before it."""

    number = public(models.PositiveBigIntegerField(primary_key=True))
    """1, 2, 3 and so on without gaps."""
    at = public(models.DateTimeField(db_index=True))
    actor_id = personal(models.BigIntegerField(null=True, db_index=True))
    """Account; null for the program itself and for somebody not signed in."""
    actor = personal(models.CharField(max_length=150, blank=True))
    """Name of the account; `system:NAME` for a command."""
    roles = public(models.CharField(max_length=200, blank=True))
    actor_area = public(models.CharField(max_length=8, blank=True, db_index=True, default=""))
    """The smallest area that held all of the account's areas then; empty when it had none."""
    action = public(models.CharField(max_length=40, db_index=True))
    target_kind = public(models.CharField(max_length=40, blank=True))
    target_id = personal(models.CharField(max_length=80, blank=True, db_index=True))
    area_code = public(models.CharField(max_length=8, blank=True, db_index=True))
    purpose = public(models.CharField(max_length=300, blank=True))
    details = personal(models.JSONField(default=dict))
    """What was asked or changed. Holds no citizen ID and no name of a household."""
    address = personal(models.CharField(max_length=45, blank=True))
    """Network address of the request."""
    previous_hash = public(models.CharField(max_length=64))
    hash = public(models.CharField(max_length=64))

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("actor", "number"), name="audit_actor"),)

    def __str__(self) -> str:
        return f"{self.number} {self.action}"
