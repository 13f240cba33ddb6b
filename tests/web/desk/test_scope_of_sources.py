"""What the program's text shows of permission and audit: every view is guarded, every action named."""

from pathlib import Path
from typing import Any

from django.apps import apps

import ppaos
from ppaos.operations.accounts.permissions import PERMISSIONS_OF, Permission, Role
from ppaos.operations.privacy import privacy_of
from support.program_text import views

PACKAGE = Path(ppaos.__file__).parent
PUBLIC = {
    "home", "language", "live", "ready", "accounts:invitation", "accounts:invitation_link",
}  # fmt: skip
"""Views of ours that anybody may ask; the public pages are all of the namespace `public`."""
OURS = "ppaos."


def test_every_view_asks_for_a_permission_or_is_listed_as_public() -> None:
    unguarded = {
        name
        for name, view in views()
        if getattr(view, "__module__", "").startswith(OURS)
        and not hasattr(view, "ppaos_permission")
        and name not in PUBLIC
        and not name.startswith(("public:", "api-", "api:"))
    }
    assert not unguarded


def test_the_page_on_permissions_has_the_roles_as_they_are() -> None:
    page = (PACKAGE.parents[1] / "docs" / "explanation" / "permissions.md").read_text("utf-8")
    table = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("|") and not line.startswith("|--")
    ]
    roles = table[0][1:]
    assert roles == list(Role.values)
    told = {
        row[0]: {role for role, cell in zip(roles, row[1:], strict=True) if cell == "yes"}
        for row in table[1:]
    }
    assert told == {
        permission.value: {role for role in Role.values if permission in PERMISSIONS_OF[role]}
        for permission in Permission
    }


def test_what_is_listed_as_public_exists() -> None:
    assert {name for name, _ in views()} >= PUBLIC


def test_every_field_of_every_model_is_classed() -> None:
    unclassed = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("ppaos.")
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False)
        and field.model is model
        and not field.auto_created
        and field.name != "pk"
        and getattr(field, "model", None) is model
        and _is_declared_here(model, field)
        and privacy_of(field) is None
    ]
    assert not unclassed


def _is_declared_here(model: Any, field: Any) -> bool:
    """Whether the field is of this program, not one that a Django account brings along."""
    return not any(
        hasattr(base, "_meta")
        and base._meta.abstract
        and field.name
        in {item.name for item in base._meta.local_fields + base._meta.local_many_to_many}
        for base in model.__mro__[1:]
    )
