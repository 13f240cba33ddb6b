"""`{% say "ไทย" "English" %}` and filters for dates and numbers, in every template."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.web import text as texts

register = template.Library()


@register.simple_tag(name="say")
def say_tag(th: str, en: str, **values: Any) -> str:
    """The text in the reader's language; `{name}` in it is filled from `name=`."""
    text = texts.say(th, en)
    return text.format(**values) if values else text


@register.filter(name="localized")
def localized_filter(title: Bilingual | None) -> str:
    """A title in the reader's language."""
    return texts.localized(title) if title is not None else ""


@register.filter(name="day")
def day_filter(value: date | None) -> str:
    """A day as people write it."""
    return texts.day(value)


@register.filter(name="moment")
def moment_filter(value: Any) -> str:
    """A day and time of Thailand."""
    return texts.moment(value)


@register.filter(name="of")
def of_filter(held: Mapping[str, Any], name: str) -> Any:
    """What a mapping has under a name; empty without it."""
    return held.get(name, "")


@register.filter(name="number")
def number_filter(value: float | None, digits: int = 0) -> str:
    """A number with thousands separated."""
    return texts.number(_known(value), digits)


@register.filter(name="percent")
def percent_filter(value: float | None, digits: int = 1) -> str:
    """A ratio as a percentage."""
    return texts.percent(_known(value), digits)


@register.filter(name="in_unit")
def in_unit_filter(value: float | None, unit: str) -> str:
    """A number in its unit."""
    return texts.in_unit(_known(value), unit)


@register.filter(name="signed")
def signed_filter(value: float | None, digits: int = 0) -> str:
    """A difference with its sign."""
    return texts.signed(_known(value), digits)


def _known(value: Any) -> float | None:
    """What a template looked up in nothing is the empty text; it is no data."""
    return None if value == "" else value
