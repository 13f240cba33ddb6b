"""A search in words: the fields of the form, and conditions that can be taken away.

In: a publication and a search. Out: a field for every condition of the registry with what was
chosen, and for each condition of the search its words and the search without it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ppaos.domain.area.codes import NATION
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.condition import Control
from ppaos.operations.results.conditions.registry import conditions
from ppaos.operations.results.filters import HouseholdFilter
from ppaos.web.households.search.area_choices import area_title


@dataclass(frozen=True)
class Option:
    """One option of a select."""

    value: str
    title: Bilingual
    is_chosen: bool


@dataclass(frozen=True)
class FormField:
    """One field of the form."""

    name: str
    """In the address."""
    label: Bilingual
    control: Control
    options: tuple[Option, ...]
    """Of a select."""
    typed: str
    """In a field of text, as it was typed."""
    longest: int
    is_digits: bool
    is_checked: bool
    """Of a checkbox."""


@dataclass(frozen=True)
class ConditionChip:
    """One condition of a search, in words."""

    text: Bilingual
    without: HouseholdFilter


def form_fields(
    publication: Publication, search: HouseholdFilter, given: Mapping[str, Any]
) -> dict[Control, list[FormField]]:
    """Every field of the form but those of the area, by how they ask; `given` is what was typed.

    A search that was refused holds nothing: its fields keep what was typed.
    """
    found: dict[Control, list[FormField]] = {}
    for item in conditions():
        value = search.value(item.name)
        typed = str(given.get(item.address_word) or "")
        word = typed if value is None else item.text(value)
        field = FormField(
            item.address_word,
            item.label or item.title,
            item.control,
            tuple(Option(key, title, key == word) for key, title in item.options(publication)),
            typed[: item.longest],
            item.longest,
            item.is_digits,
            bool(typed if value is None else value),
        )
        found.setdefault(item.control, []).append(field)
    return found


def conditions_of(publication: Publication, search: HouseholdFilter) -> list[ConditionChip]:
    """The conditions of a search in words, each with the search that does not ask it."""
    return list(_conditions(publication, search))


def _conditions(publication: Publication, search: HouseholdFilter) -> Iterator[ConditionChip]:
    if search.area != NATION:
        yield ConditionChip(area_title(publication, search.area), replace(search, area=NATION))
    for item, value in search.conditions:
        yield ConditionChip(item.words(publication, value), search.without(item.name))
