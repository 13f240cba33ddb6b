"""Published counts, figures that others stated, and what-ifs that somebody named."""

from django.conf import settings
from django.db import models

from ppaos.operations.privacy import personal, public
from ppaos.operations.publications.models import Publication


class CubeBlock(models.Model):
    """One cube of a publication, of one province, as an Arrow file in memory.

    `ppaos.operations.results.cube` says which columns each kind has.
    """

    class Kind(models.TextChoices):
        """What one row of the block is."""

        HOUSEHOLDS = "households", "แบบแผนของครัวเรือนในหมู่บ้าน"
        PEOPLE = "people", "แบบแผนของคนในหมู่บ้าน"
        ROUNDS = "rounds", "แบบแผนของครัวเรือนในหมู่บ้านและรอบ"
        FACTS = "facts", "ข้อเท็จจริงของสมาชิกครัวเรือนในแต่ละแบบแผน"

    publication = public(
        models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="cube_blocks")
    )
    kind = public(models.CharField(max_length=12, choices=Kind.choices))
    province_code = public(models.CharField(max_length=2, blank=True))
    """Empty for rows without a place."""
    rows = public(models.IntegerField())
    data = personal(models.BinaryField())

    class Meta:
        ordering = ("kind", "province_code")
        constraints = (
            models.UniqueConstraint(
                fields=("publication", "kind", "province_code"), name="cube_block_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.province_code}"


class StatedFigure(models.Model):
    """A figure that a document states, shown beside what is computed; neither overwrites the other.

    Each version keeps the figures that stood beside it when it was published.
    """

    publication = public(
        models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="stated_figures")
    )
    key = public(models.CharField(max_length=60))
    """Name of the measure that it speaks of, such as `group:fiscal-2566/1.1:people`."""
    area_code = public(models.CharField(max_length=8))
    value = public(models.DecimalField(max_digits=20, decimal_places=4))
    unit = public(models.CharField(max_length=12))
    title_th = public(models.CharField(max_length=300))
    title_en = public(models.CharField(max_length=300))
    source_th = public(models.CharField(max_length=300))
    source_en = public(models.CharField(max_length=300))
    finding_th = public(models.CharField(max_length=300, blank=True))
    finding_en = public(models.CharField(max_length=300, blank=True))
    """What does not agree in the stated figure itself."""
    year_be = public(models.PositiveSmallIntegerField(null=True))

    class Meta:
        ordering = ("key", "area_code")
        constraints = (
            models.UniqueConstraint(
                fields=("publication", "area_code", "key", "year_be"), name="stated_figure_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.area_code}"


class WhatIfScenario(models.Model):
    """A what-if that its owner named; nothing of an unnamed one is kept."""

    user = personal(
        models.ForeignKey(
            settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="what_ifs"
        )
    )
    name = personal(models.CharField(max_length=120))
    query = public(models.CharField(max_length=2000))
    area_code = public(models.CharField(max_length=8))
    created_at = public(models.DateTimeField(auto_now_add=True))

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("user", "name"), name="what_if_name_once"),)

    def __str__(self) -> str:
        return self.name


class PublicTable(models.Model):
    """What may be published of a publication, decided once so that no two pages disagree."""

    publication = public(
        models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="public_tables")
    )
    below = public(models.PositiveIntegerField())
    """Counts from 1 to one less than this are small."""
    deepest = public(models.CharField(max_length=12))
    """Deepest published level."""
    made_at = public(models.DateTimeField(auto_now_add=True))
    measures = public(models.JSONField(default=list))
    """Names of the published measures in order, each with its finest level: [name, level] pairs."""
    withheld = public(models.JSONField(default=dict))
    """Level -> measure -> [areas shown, areas withheld]: how much is lost."""
    error_th = public(models.TextField(blank=True, default=""))
    error_en = public(models.TextField(blank=True, default=""))
    """Why nothing may be published; empty for a table that may."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("publication", "below", "deepest"), name="public_table_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication_id} {self.below} {self.deepest}"


class PublicArea(models.Model):
    """Published figures of one area. A withheld value is stored nowhere in it."""

    table = public(models.ForeignKey(PublicTable, on_delete=models.CASCADE, related_name="areas"))
    code = public(models.CharField(max_length=8, blank=True))
    """Area code; empty for people whose village is not known."""
    parent_code = public(models.CharField(max_length=8, blank=True))
    """The area one level above; empty for the country."""
    level = public(models.CharField(max_length=12))
    values = public(models.JSONField(default=dict))
    """Measure -> value, of those that are shown."""
    withheld = public(models.JSONField(default=list))
    """Measures that are withheld; one in neither has no data here."""

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("table", "code"), name="public_area_once"),)
        indexes = (
            models.Index(fields=("table", "parent_code"), name="public_area_parent"),
            models.Index(fields=("table", "level"), name="public_area_level"),
        )

    def __str__(self) -> str:
        return self.code
