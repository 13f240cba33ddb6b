"""What a document of target groups says, and which words its rules may use.

In: conditions, counts, levels and groups as parsed expressions. Out: the same rules over nothing
but the base vocabulary, with every named condition written out, so that a rule that two documents
share is computed once.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from ppaos.domain.measurement.instrument import Identification, Instrument
from ppaos.domain.rules.expressions import Expression, parse
from ppaos.domain.targeting.priority import Priority
from ppaos.domain.thai.bilingual import Bilingual

LEVEL: Final = "vulnerability_level"
FAILS: Final = "fails_mpi"
PERSON_COLUMNS: Final = (
    "age_years", "sex", "relation", "in_survey", "has_citizen_id", "is_unmatched",
)  # fmt: skip
PERSON_DERIVED: Final = ("source_count", "has_household")
HOUSEHOLD_COLUMNS: Final = ("in_survey", "people", "members", "dimensions_failing", FAILS)
INCOME: Final = "income_per_person_baht"
_INCOME_INDICATOR: Final = "income"

Location = tuple[str | int, ...]
Family = Literal["target", "failing", "issue"]
"""`failing`: one of the groups that failing people are divided into; `issue`: a problem of its own."""


@dataclass(frozen=True)
class StatedCount:
    """A published figure of a group, and where it was printed."""

    source: Bilingual
    people: int | None = None
    households: int | None = None


@dataclass(frozen=True)
class TargetGroup:
    """One target group; a rule that comes out unknown leaves the person or household out."""

    name: str
    unit: Literal["person", "household"]
    rule: Expression
    title: Bilingual
    stated: tuple[StatedCount, ...] = ()
    note: Bilingual | None = None
    unofficial: bool = False
    """Whether the rule is our reading and was published by nobody."""
    family: Family = "target"


@dataclass(frozen=True)
class TargetRules:
    """A validated document of target groups."""

    name: str
    title: Bilingual
    fiscal_year: int
    round_be: int | None
    """Survey round that the published figures rest on; the rules apply to any round."""
    instrument: str | None
    identification: Identification | None
    """Who fails; null takes the rule of the instrument."""
    persons: Mapping[str, Expression] = field(default_factory=dict)
    counts: Mapping[str, Expression] = field(default_factory=dict)
    households: Mapping[str, Expression] = field(default_factory=dict)
    levels: Mapping[int, Expression] = field(default_factory=dict)
    groups: tuple[TargetGroup, ...] = ()
    priority: Priority = field(default_factory=Priority)
    text: str = ""
    """The document as it was written."""


@dataclass(frozen=True)
class Vocabulary:
    """Words that rules may use, apart from the conditions that a document names itself."""

    persons: tuple[str, ...]
    households: tuple[str, ...]


@dataclass(frozen=True)
class Unknown:
    """A rule that uses words nobody defined, or a condition named like a word of the vocabulary."""

    location: Location
    names: tuple[str, ...]
    known: tuple[str, ...]
    is_taken: bool = False


def vocabulary(
    *, facts: Iterable[str], tables: Iterable[str], instrument: Instrument
) -> Vocabulary:
    """The words for the facts and tables of the sources and the indicators of an instrument."""
    persons = [*PERSON_COLUMNS, *PERSON_DERIVED, *facts, *[f"in_{name}" for name in tables]]
    households = [*HOUSEHOLD_COLUMNS]
    if has_income(instrument):
        households.append(INCOME)
    households += [f"lacks_{name}" for name in instrument.names]
    households += [f"fails_{dimension.name}" for dimension in instrument.dimensions]
    return Vocabulary(tuple(dict.fromkeys(persons)), tuple(dict.fromkeys(households)))


def has_income(instrument: Instrument) -> bool:
    """Whether the instrument measures income: a cardinal indicator of that name."""
    return _INCOME_INDICATOR in instrument.cardinal


def unknown_names(rules: TargetRules, words: Vocabulary) -> Iterator[Unknown]:
    """Every rule that uses a word it may not, with the words it may use there.

    A condition may use those above it; person rules of groups also see their household.
    """
    seen = list(words.persons)
    for name, rule in rules.persons.items():
        yield from _finding(("persons", name), name, rule, seen)
        seen.append(name)
    for name, rule in rules.counts.items():
        yield from _lacking(("counts", name), rule, seen)
    household = [*words.households, *rules.counts]
    for name in rules.counts:
        taken = [*seen, *words.households]
        if name in taken:
            yield Unknown(("counts", name), (name,), tuple(taken), is_taken=True)
    for name, rule in rules.households.items():
        yield from _finding(("households", name), name, rule, household)
        household.append(name)
    for level, rule in rules.levels.items():
        yield from _lacking(("levels", level), rule, household)
    household.append(LEVEL)
    for group in rules.groups:
        known = [*seen, *household] if group.unit == "person" else household
        yield from _lacking(("groups", group.name, "rule"), group.rule, known)


def written_out(rules: TargetRules) -> TargetRules:
    """The rules with every named condition replaced by what it stands for.

    Left in them are words of the vocabulary, names of `counts`, and `vulnerability_level`.
    """
    persons: dict[str, Expression] = {}
    for name, rule in rules.persons.items():
        persons[name] = substitute(rule, persons)
    households: dict[str, Expression] = {}
    for name, rule in rules.households.items():
        households[name] = substitute(rule, households)
    # a word that both sides define speaks of the person
    of_person = {**households, **persons}
    groups = tuple(
        replace(
            group, rule=substitute(group.rule, of_person if group.unit == "person" else households)
        )
        for group in rules.groups
    )
    return replace(
        rules,
        persons=persons,
        counts={name: substitute(rule, persons) for name, rule in rules.counts.items()},
        households=households,
        levels={level: substitute(rule, households) for level, rule in rules.levels.items()},
        groups=groups,
    )


def substitute(rule: Expression, meaning: Mapping[str, Expression]) -> Expression:
    """The rule with each name of `meaning` replaced by its expression."""
    if not rule.names & meaning.keys():
        return rule
    tree = _Substitution(meaning).visit(ast.parse(rule.text, mode="eval"))
    return parse(ast.unparse(ast.fix_missing_locations(tree)))


def renamed(rule: Expression, names: Mapping[str, str]) -> Expression:
    """The rule over other names of columns."""
    return substitute(rule, {old: parse(new) for old, new in names.items()})


class _Substitution(ast.NodeTransformer):
    def __init__(self, meaning: Mapping[str, Expression]) -> None:
        self._meaning = meaning

    def visit_Call(self, node: ast.Call) -> ast.AST:
        # the name of a function is no word of the vocabulary
        node.args = [self.visit(argument) for argument in node.args]
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        rule = self._meaning.get(node.id)
        return node if rule is None else ast.parse(rule.text, mode="eval").body


def _finding(
    location: Location, name: str, rule: Expression, known: Sequence[str]
) -> Iterator[Unknown]:
    if name in known:
        yield Unknown(location, (name,), tuple(known), is_taken=True)
    yield from _lacking(location, rule, known)


def _lacking(location: Location, rule: Expression, known: Sequence[str]) -> Iterator[Unknown]:
    names = tuple(sorted(rule.names - set(known)))
    if names:
        yield Unknown(location, names, tuple(known))
