"""Every condition that a search can ask, in order.

Conditions are discovered: a module of this package, or of the package `conditions` of another app,
that has a `CONDITION`. Apps above this one bring their own without being imported by name here, so
that layers hold.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

import ppaos.operations
from ppaos.operations.results.conditions.condition import Condition


@cache
def conditions() -> tuple[Condition, ...]:
    """Every condition, in the order in which lists and forms show them."""
    found = [
        module.CONDITION
        for package in _packages()
        for module in _modules(package)
        if hasattr(module, "CONDITION")
    ]
    for what in ("name", "address_word", "place"):
        held = [getattr(item, what) for item in found]
        if len(set(held)) < len(held):
            raise LookupError(f"two conditions have the same {what}: {sorted(map(str, held))}")
    return tuple(sorted(found, key=lambda item: item.place))


def condition_named(name: str) -> Condition:
    """One condition. Errors: LookupError for a name that none has."""
    for item in conditions():
        if item.name == name:
            return item
    raise LookupError(f"no condition is named {name}")


def _packages() -> Iterator[ModuleType]:
    for app in iter_modules(ppaos.operations.__path__, f"{ppaos.operations.__name__}."):
        name = f"{app.name}.conditions"
        if app.ispkg and find_spec(name) is not None:
            yield import_module(name)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        yield import_module(module.name)
