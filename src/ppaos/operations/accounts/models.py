"""Accounts, the roles that they hold at areas and agencies, invitations and API tokens."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models

from ppaos.domain.area.scope import smallest_area
from ppaos.operations.accounts.permissions import Role
from ppaos.operations.privacy import personal, public


class User(AbstractUser):
    """Somebody who signs in."""

    language = public(
        models.CharField(max_length=2, choices=[("th", "ไทย"), ("en", "English")], default="th")
    )
    title = public(models.CharField(max_length=150, blank=True))
    """Post, such as the district development officer."""
    is_synthetic = public(models.BooleanField(default=False))
    """An account of the demonstration."""
    api_token: "ApiToken | None" = None
    """The token with which this object was found; narrows what it may do."""

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def held(self) -> list[tuple[str, str]]:
        """(role, area code) of every grant, read once for this object."""
        found: list[tuple[str, str]] | None = self.__dict__.get("_held")
        if found is None:
            found = list(self.grants.values_list("role", "area_code"))
            self.__dict__["_held"] = found
        return found

    def forget_held(self) -> None:
        """Read the grants anew when they are next asked for."""
        self.__dict__.pop("_held", None)

    def own_area(self) -> str:
        """The smallest area that holds all areas of the account; empty when it has none."""
        return smallest_area(code for _, code in self.held())

    def role_names(self) -> tuple[str, ...]:
        """Roles that the account holds, each once."""
        return tuple(sorted({role for role, _ in self.held()}))


class Grant(models.Model):
    """A role at an area, and for the role of an agency the agency."""

    user = personal(models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants"))
    role = public(models.CharField(max_length=14, choices=Role.choices))
    area_code = public(models.CharField(max_length=8))
    """`nat`, R1-R6, or 2 to 8 digits."""
    agency = public(models.CharField(max_length=60, blank=True))
    granted_at = public(models.DateTimeField(auto_now_add=True))
    granted_by = personal(
        models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "area_code", "agency"), name="grant_once"
            ),
            models.CheckConstraint(
                condition=models.Q(role="agency", agency__gt="") | ~models.Q(role="agency"),
                name="grant_agency_named",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="grant_role_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role}@{self.area_code}"


class Invitation(models.Model):
    """An invitation to open an account with a role at an area."""

    id = public(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    email = personal(models.EmailField())
    role = public(models.CharField(max_length=14, choices=Role.choices))
    area_code = public(models.CharField(max_length=8))
    agency = public(models.CharField(max_length=60, blank=True))
    invited_by = personal(models.ForeignKey(User, on_delete=models.CASCADE, related_name="+"))
    invited_at = public(models.DateTimeField(auto_now_add=True))
    expires_at = public(models.DateTimeField())
    secret_hash = personal(models.CharField(max_length=64, unique=True))
    """SHA-256 of the secret in the invitation's address."""
    accepted_at = public(models.DateTimeField(null=True))
    accepted_by = personal(
        models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    )
    revoked_at = public(models.DateTimeField(null=True))

    def __str__(self) -> str:
        return f"{self.role}@{self.area_code}"


class Tally(models.Model):
    """How often something was done in one window of the clock."""

    key = personal(models.CharField(max_length=80, primary_key=True))
    """Of what and whom, how many seconds the window is long, and which it is."""
    until = public(models.BigIntegerField(db_index=True))
    """End of the window, in seconds since 1970."""
    count = public(models.BigIntegerField())

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class ApiToken(models.Model):
    """A token of the API: acts for its owner, with at most the permissions named here."""

    user = personal(models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens"))
    name = personal(models.CharField(max_length=80))
    secret_hash = personal(models.CharField(max_length=64, unique=True))
    """SHA-256 of the token."""
    permissions = public(models.JSONField(default=list))
    area_code = public(models.CharField(max_length=8, default="nat"))
    """The owner's areas are narrowed to this one."""
    purpose = public(models.CharField(max_length=300, blank=True))
    """What for people's data is read, as its owner stated it; empty for a token of counts."""
    created_at = public(models.DateTimeField(auto_now_add=True))
    expires_at = public(models.DateTimeField())
    last_used_at = public(models.DateTimeField(null=True))
    revoked_at = public(models.DateTimeField(null=True))

    def __str__(self) -> str:
        return self.name
