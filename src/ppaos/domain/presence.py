"""Values that may be absent by their type and are there by an earlier check."""

from typing import TypeVar

_T = TypeVar("_T")


def present(value: _T | None, what: str) -> _T:
    """The value. Errors: ValueError that says what is absent, where the earlier check was left out."""
    if value is None:
        raise ValueError(f"{what} is absent")
    return value
