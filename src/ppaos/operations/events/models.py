"""One thing that was done for a household."""

from django.conf import settings
from django.db import models

from ppaos.domain.casework.steps import EventKind
from ppaos.operations.privacy import personal, public


class HouseholdEvent(models.Model):
    """A visit, a help given, or an exit. Outlives publications: it names the household itself."""

    class Kind(models.TextChoices):
        """What was done."""

        VISIT = EventKind.VISIT.value, "เยี่ยมบ้าน"
        HELP = EventKind.HELP.value, "ให้ความช่วยเหลือ"
        EXIT = EventKind.EXIT.value, "หลุดพ้น"

    kind = public(models.CharField(max_length=8, choices=Kind.choices))
    household_id = personal(models.CharField(max_length=13))
    village_code = public(models.CharField(max_length=8, blank=True, db_index=True))
    on = public(models.DateField())
    by = personal(
        models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    )
    note = personal(models.TextField(blank=True, max_length=2000))
    recorded_at = public(models.DateTimeField(auto_now_add=True))
    is_synthetic = public(models.BooleanField(default=False))

    class Meta:
        ordering = ("-on", "-id")
        indexes = (
            models.Index(fields=("kind", "village_code"), name="event_kind_village"),
            models.Index(fields=("household_id", "kind"), name="event_of_household"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=["visit", "help", "exit"]), name="event_kind_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.household_id} {self.on}"
