"""Households and people of a publication, what contradicts about them, and saved searches.

Rows are written by `ppaos publish` only. Bits of `sources`, `facts` and `groups` are named, in
order, by the publication's settings; bits of `deprived`, `missing` and `not_applicable` by its
instrument. Later tables name a household by `household_id`, which outlives publications.
"""

from django.conf import settings
from django.db import models

from ppaos.operations.privacy import personal, public
from ppaos.operations.publications.models import Publication


class Household(models.Model):
    """One household of one publication."""

    pk = models.CompositePrimaryKey("publication_id", "household_id")
    publication = public(
        models.ForeignKey(
            Publication,
            on_delete=models.DO_NOTHING,
            db_constraint=False,
            db_index=False,
            related_name="households",
        )
    )
    household_id = personal(models.CharField(max_length=13))
    """House code of 11 digits, or `L` and 12 characters for one without."""
    house_code = personal(models.CharField(max_length=11))
    """Empty for a household without one."""
    province_code = public(models.CharField(max_length=2))
    village_code = public(models.CharField(max_length=8))
    """Empty when it is not known."""
    village_name = public(models.CharField(max_length=120))
    house_number = personal(models.CharField(max_length=40))
    head_name = personal(models.CharField(max_length=160))
    """Empty when nobody is named."""
    head_person_id = personal(models.UUIDField(null=True))
    people = public(models.IntegerField(null=True))
    """As the survey counts them; null when not surveyed."""
    members = public(models.IntegerField())
    """Linked people of every source."""
    card_holders = public(models.IntegerField())
    in_survey = public(models.BooleanField())
    round_be = public(models.SmallIntegerField(null=True))
    surveyed_on = personal(models.DateField(null=True))
    fails_mpi = personal(models.BooleanField(null=True))
    """Null when not surveyed or left out because of missing answers."""
    deprived = personal(models.IntegerField(null=True))
    not_applicable = personal(models.IntegerField(null=True))
    missing = personal(models.IntegerField(null=True))
    score = personal(models.IntegerField(null=True))
    score_of = personal(models.IntegerField(null=True))
    dimensions = personal(models.SmallIntegerField(null=True))
    """Bit j: the j-th dimension of the instrument fails."""
    dimensions_failing = personal(models.SmallIntegerField(null=True))
    vulnerability_level = personal(models.SmallIntegerField(null=True))
    low_income = personal(models.BooleanField(null=True))
    housing_problem = personal(models.BooleanField(null=True))
    dependants = personal(models.SmallIntegerField(null=True))
    sources = public(models.BigIntegerField())
    facts = personal(models.BigIntegerField())
    groups = personal(models.BigIntegerField())
    priority = personal(models.IntegerField())
    """0 to 1000."""
    priority_terms = personal(models.CharField(max_length=60))
    """The terms in thousandths, in the order of `ppaos.domain.targeting.priority.TERMS`, by commas."""
    is_new = public(models.BooleanField())
    """Not in the publication before, if there was one, or known only because it was found locally."""
    is_unmatched = public(models.BooleanField())
    latitude = personal(models.FloatField(null=True))
    longitude = personal(models.FloatField(null=True))
    cell = public(models.IntegerField())
    """Its row in the publication's household cube."""
    answers = personal(models.TextField())
    """JSON list of the survey row's values in the order of the setting `household_columns`."""
    history = personal(models.TextField())
    """JSON list of earlier rounds: [round, deprived, not_applicable, missing, surveyed on]."""
    is_synthetic = public(models.BooleanField())

    class Meta:
        indexes = (
            models.Index(
                fields=("publication", "province_code", "-priority", "household_id"),
                name="household_in_province",
            ),
            models.Index(
                fields=("publication", "-priority", "household_id"), name="household_by_priority"
            ),
            models.Index(fields=("publication", "cell"), name="household_cell"),
            models.Index(fields=("publication", "village_code"), name="household_village"),
        )

    def __str__(self) -> str:
        return self.household_id


class Person(models.Model):
    """One person of one publication."""

    pk = models.CompositePrimaryKey("publication_id", "person_id")
    publication = public(
        models.ForeignKey(
            Publication,
            on_delete=models.DO_NOTHING,
            db_constraint=False,
            db_index=False,
            related_name="people",
        )
    )
    person_id = personal(models.UUIDField())
    """Keyed hash of the citizen ID, or a derived identity of somebody without one."""
    household_id = personal(models.CharField(max_length=13))
    """Empty for somebody in no household."""
    village_code = public(models.CharField(max_length=8))
    person_number = public(models.SmallIntegerField(null=True))
    name = personal(models.CharField(max_length=160))
    name_key = personal(models.CharField(max_length=160))
    """First and last name without prefix and spaces, as searched."""
    sex = personal(models.SmallIntegerField(null=True))
    born_on = personal(models.DateField(null=True))
    born_on_precision = personal(models.CharField(max_length=8))
    age_years = personal(models.SmallIntegerField(null=True))
    relation = personal(models.SmallIntegerField(null=True))
    in_survey = public(models.BooleanField())
    has_citizen_id = public(models.BooleanField())
    is_unmatched = public(models.BooleanField())
    sources = public(models.BigIntegerField())
    facts = personal(models.BigIntegerField())
    groups = personal(models.BigIntegerField())
    answers = personal(models.TextField())
    """JSON list of the survey row's values in the order of the setting `member_columns`."""
    records = personal(models.TextField())
    """JSON list of register records: [source, record key, how, probability, {column: value}]."""
    is_synthetic = public(models.BooleanField())

    class Meta:
        indexes = (
            models.Index(fields=("publication", "household_id"), name="person_household"),
            models.Index(
                fields=("publication", "name_key"), name="person_name",
                opclasses=("int8_ops", "varchar_pattern_ops"),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.person_id)


class Conflict(models.Model):
    """Something that sources contradict each other in, or that the linkage found odd."""

    publication = public(
        models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="conflicts")
    )
    household_id = personal(models.CharField(max_length=13, blank=True))
    person_id = personal(models.UUIDField(null=True))
    village_code = public(models.CharField(max_length=8, blank=True))
    table = public(models.CharField(max_length=24))
    """`person_field_values`, `link_findings` or `review_pairs` of the analytic store."""
    row = personal(models.JSONField())
    """The stored row."""

    class Meta:
        indexes = (
            models.Index(fields=("publication", "household_id"), name="conflict_household"),
            models.Index(fields=("publication", "person_id"), name="conflict_person"),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.household_id}"


class Village(models.Model):
    """What the village survey says of one village, in one publication."""

    publication = public(
        models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="villages")
    )
    village_code = public(models.CharField(max_length=8))
    name = public(models.CharField(max_length=120))
    facts = public(models.JSONField(default=dict))
    """Column of the source -> value."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("publication", "village_code"), name="village_once"),
        )

    def __str__(self) -> str:
        return self.village_code


class SavedSearch(models.Model):
    """A search that its owner named."""

    user = personal(
        models.ForeignKey(
            settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
        )
    )
    name = personal(models.CharField(max_length=120))
    query = personal(models.CharField(max_length=2000))
    """Query string of the search page; holds no citizen ID."""
    created_at = public(models.DateTimeField(auto_now_add=True))

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("user", "name"), name="saved_search_name_once"),
        )

    def __str__(self) -> str:
        return self.name
