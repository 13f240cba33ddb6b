"""An instrument as plain values and back, so that what was measured can be asked again.

A store keeps this record beside its cubes: a what-if then needs neither the YAML file that the
survey was measured with, nor that the file stayed as it was.
"""

from fractions import Fraction
from typing import Any

from ppaos.domain.measurement.instrument import (
    Bands,
    Below,
    DesignColumns,
    Dimension,
    Identification,
    Indicator,
    Instrument,
)
from ppaos.domain.rules.expressions import Expression, parse
from ppaos.domain.thai.bilingual import Bilingual

Record = dict[str, Any]


def record(instrument: Instrument) -> Record:
    """Everything of the instrument as texts, numbers, lists and dictionaries (JSON)."""
    rule, bands, design = instrument.identification, instrument.bands, instrument.design
    return {
        "name": instrument.name,
        "title": _both(instrument.title),
        "dimensions": [[item.name, _both(item.title)] for item in instrument.dimensions],
        "indicators": [_indicator(item) for item in instrument.indicators],
        "weights": [str(weight) for weight in instrument.weights],
        "identification": [rule.rule, None if rule.k is None else str(rule.k), rule.m],
        "bands": [str(bands.vulnerable), str(bands.poor), str(bands.severe)],
        "design": [design.weight, design.psu, design.strata, design.fpc],
        "parameters": dict(instrument.parameters),
        "parameters_of_round": [
            [round_be, dict(values)] for round_be, values in instrument.parameters_of_round.items()
        ],
        "groups": [
            [name, _both(title), value.text] for name, (title, value) in instrument.groups.items()
        ],
        **{name: getattr(instrument, name) for name in _PLAIN},
    }


def instrument_of(stored: Record) -> Instrument:
    """The instrument of a record."""
    rule, k, m = stored["identification"]
    return Instrument(
        name=stored["name"],
        title=Bilingual(*stored["title"]),
        dimensions=tuple(
            Dimension(name, Bilingual(*title)) for name, title in stored["dimensions"]
        ),
        indicators=tuple(_indicator_of(item) for item in stored["indicators"]),
        weights=tuple(Fraction(weight) for weight in stored["weights"]),
        identification=Identification(rule, None if k is None else Fraction(k), m),
        bands=Bands(*[Fraction(cut) for cut in stored["bands"]]),
        design=DesignColumns(*stored["design"]),
        parameters=stored["parameters"],
        parameters_of_round=dict(stored["parameters_of_round"]),
        groups={name: (Bilingual(*title), parse(text)) for name, title, text in stored["groups"]},
        **{name: stored[name] for name in _PLAIN},
    )


_PLAIN = ("missing", "unit", "size", "area", "key", "wave", "weights_name", "hash")


def _indicator(item: Indicator) -> Record:
    return {
        "name": item.name,
        "dimension": item.dimension,
        "title": _both(item.title),
        "unit": item.unit,
        "item": item.item,
        "applies": _text(item.applies),
        "applies_to": None if item.applies_to is None else _both(item.applies_to),
        "passes": _text(item.passes),
        "deprived": _text(item.deprived),
        "below": None if item.below is None else [item.below.value.text, item.below.line.text],
        "coded": item.coded,
    }


def _indicator_of(stored: Record) -> Indicator:
    below, applies_to = stored["below"], stored["applies_to"]
    return Indicator(
        name=stored["name"],
        dimension=stored["dimension"],
        title=Bilingual(*stored["title"]),
        unit=stored["unit"],
        item=stored["item"],
        applies=_rule(stored["applies"]),
        applies_to=None if applies_to is None else Bilingual(*applies_to),
        passes=_rule(stored["passes"]),
        deprived=_rule(stored["deprived"]),
        below=None if below is None else Below(parse(below[0]), parse(below[1])),
        coded=stored["coded"],
    )


def _rule(text: str | None) -> Expression | None:
    return None if text is None else parse(text)


def _both(title: Bilingual) -> list[str]:
    return [title.th, title.en]


def _text(rule: Expression | None) -> str | None:
    return None if rule is None else rule.text
