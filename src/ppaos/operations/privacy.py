"""Every field of a model is classed where it is declared: personal, or public.

A personal value tells something of one person or household; it is shown only in scope, never in
public output. A test fails for a field that is not classed.
"""

from typing import Any, Final, TypeVar

Declared = TypeVar("Declared")
PERSONAL: Final = "personal"
PUBLIC: Final = "public"


def personal(field: Declared) -> Declared:
    """The field, classed as telling something of one person or household."""
    return _classed(field, PERSONAL)


def public(field: Declared) -> Declared:
    """The field, classed as telling nothing of one person or household."""
    return _classed(field, PUBLIC)


def privacy_of(field: Any) -> str | None:
    """Class of a model field; null when it was not declared with one."""
    return getattr(field, "ppaos_privacy", None)


def _classed(field: Declared, privacy: str) -> Declared:
    field.ppaos_privacy = privacy  # type: ignore[attr-defined]
    return field
