"""An area, its boundary, and a resource that the area can build on."""

from typing import Final

from django.db import models
from django.db.models.functions import Coalesce

from ppaos.domain.area.codes import LEVEL_TITLES
from ppaos.operations.privacy import public

LEVELS = [(level, title[0]) for level, title in LEVEL_TITLES.items()]


class Area(models.Model):
    """One area of any level. `code` is `nat`, R1-R6, or 2, 4, 6 or 8 digits."""

    code = public(models.CharField(max_length=8, primary_key=True))
    level = public(models.CharField(max_length=12, choices=LEVELS))
    name_th = public(models.CharField(max_length=120))
    name_en = public(models.CharField(max_length=120))
    parent_code = public(models.CharField(max_length=8, blank=True, db_index=True))

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(level__in=[name for name, _ in LEVELS]), name="area_level_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name_th}"


class Boundary(models.Model):
    """Outline of one area, as imported."""

    code = public(models.CharField(max_length=8, primary_key=True))
    level = public(models.CharField(max_length=12, choices=LEVELS, db_index=True))
    geometry = public(models.JSONField())
    """GeoJSON geometry, WGS84 degrees."""
    west = public(models.FloatField())
    south = public(models.FloatField())
    east = public(models.FloatField())
    north = public(models.FloatField())
    latitude = public(models.FloatField())
    """Of a point inside, for labels and for households without a position of their own."""
    longitude = public(models.FloatField())
    source = public(models.CharField(max_length=200))
    imported_at = public(models.DateTimeField())

    def __str__(self) -> str:
        return self.code


LATITUDES: Final = (5.0, 21.0)
LONGITUDES: Final = (97.0, 106.0)
"""Decimal degrees in which the country lies."""


class Resource(models.Model):
    """Something that an area can build on: a service, partner, project or product."""

    class Kind(models.TextChoices):
        """What it is."""

        SERVICE = "service", "บริการสาธารณะ"
        PARTNER = "partner", "ภาคีการพัฒนา"
        PROJECT = "project", "โครงการ"
        PRODUCT = "product", "ผลิตภัณฑ์ชุมชน"

    kind = public(models.CharField(max_length=12, choices=Kind.choices))
    area_code = public(models.CharField(max_length=8, db_index=True))
    name_th = public(models.CharField(max_length=200))
    name_en = public(models.CharField(max_length=200, blank=True))
    agency = public(models.CharField(max_length=200, blank=True))
    budget_baht = public(
        models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    )
    fiscal_year_be = public(models.PositiveSmallIntegerField(null=True, blank=True))
    latitude = public(models.FloatField(null=True, blank=True))
    longitude = public(models.FloatField(null=True, blank=True))
    source = public(models.CharField(max_length=200))
    as_of = public(models.DateField(null=True, blank=True))
    is_synthetic = public(models.BooleanField(default=False))

    class Meta:
        ordering = ("kind", "area_code", "name_th")
        constraints = (
            # no year is one value of the key, not a new one each time
            models.UniqueConstraint(
                "kind", "area_code", "name_th", "agency", Coalesce("fiscal_year_be", 0),
                name="resource_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["service", "partner", "project", "product"]),
                name="resource_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False, latitude__range=LATITUDES,
                    longitude__isnull=False, longitude__range=LONGITUDES,
                ),
                name="resource_position_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(budget_baht__isnull=True) | models.Q(budget_baht__gte=0),
                name="resource_budget_not_negative",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name_th
