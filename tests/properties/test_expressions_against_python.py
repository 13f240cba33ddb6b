"""Random rules over random answers mean what a plain three-valued evaluator says."""

from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, given, settings, strategies as st

from ppaos.domain.rules.expressions import parse
from ppaos.engine.backends import connect
from support.property_runs import examples

NAMES = ("a", "b", "c")
ANSWERS = st.one_of(st.none(), st.integers(-2, 3))

Tree = tuple[Any, ...]


@st.composite
def numbers(draw: st.DrawFn, depth: int = 2) -> Tree:
    kind = draw(
        st.sampled_from(["name", "value"] + ["+", "-", "*", "least", "coalesce"] * (depth > 0))
    )
    if kind == "name":
        return ("name", draw(st.sampled_from(NAMES)))
    if kind == "value":
        return ("value", draw(st.integers(-3, 3)))
    return (kind, draw(numbers(depth - 1)), draw(numbers(depth - 1)))


@st.composite
def conditions(draw: st.DrawFn, depth: int = 3) -> Tree:
    leaves = ["==", "<", ">=", "in", "not in", "present", "all_yes", "any_yes"]
    kind = draw(st.sampled_from(leaves + ["and", "or", "not", "if"] * 2 * (depth > 0)))
    if kind in ("==", "<", ">="):
        return (kind, draw(numbers()), draw(numbers()))
    if kind in ("in", "not in"):
        return (
            kind,
            draw(numbers(1)),
            tuple(draw(st.lists(st.integers(-2, 3), min_size=1, max_size=3))),
        )
    if kind == "present":
        return (kind, draw(numbers(1)))
    if kind in ("all_yes", "any_yes"):
        return (
            kind,
            *(
                ("name", name)
                for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3))
            ),
        )
    parts = {"not": 1, "and": 2, "or": 2, "if": 3}[kind]
    return (kind, *(draw(conditions(depth - 1)) for _ in range(parts)))


def text(tree: Tree) -> str:
    kind, *parts = tree
    if kind == "name":
        return str(parts[0])
    if kind == "value":
        return f"({parts[0]})"
    if kind in ("in", "not in"):
        return f"({text(parts[0])} {kind} [{', '.join(map(str, parts[1]))}])"
    inside = [text(part) for part in parts]
    if kind in ("present", "all_yes", "any_yes", "least", "coalesce"):
        return f"{kind}({', '.join(inside)})"
    if kind == "not":
        return f"(not {inside[0]})"
    if kind == "if":
        return f"({inside[1]} if {inside[0]} else {inside[2]})"
    return f"({inside[0]} {kind} {inside[1]})"


def every(values: list[Any]) -> Any:
    return False if False in values else None if None in values else True


def some(values: list[Any]) -> Any:
    return True if True in values else None if None in values else False


def meaning(tree: Tree, row: dict[str, Any]) -> Any:
    kind, *parts = tree
    if kind == "name":
        return row[parts[0]]
    if kind == "value":
        return parts[0]
    if kind in ("in", "not in"):
        left = meaning(parts[0], row)
        return None if left is None else (left in parts[1]) == (kind == "in")
    found = [meaning(part, row) for part in parts]
    if kind == "present":
        return found[0] is not None
    if kind == "coalesce":
        return next((value for value in found if value is not None), None)
    if kind == "and":
        return every(found)
    if kind == "or":
        return some(found)
    if kind in ("all_yes", "any_yes"):
        answers = [None if value is None else value == 1 for value in found]
        return every(answers) if kind == "all_yes" else some(answers)
    if kind == "if":
        return None if found[0] is None else found[1] if found[0] else found[2]
    if None in found:
        return None
    if kind == "not":
        return not found[0]
    left, right = found
    return {
        "==": left == right, "<": left < right, ">=": left >= right, "+": left + right,
        "-": left - right, "*": left * right, "least": min(left, right),
    }[kind]  # fmt: skip


@settings(max_examples=examples(40), suppress_health_check=list(HealthCheck))
@given(
    st.lists(conditions(), min_size=1, max_size=8),
    st.lists(st.tuples(ANSWERS, ANSWERS, ANSWERS), min_size=1, max_size=12),
)
def test_rules_mean_what_a_plain_evaluator_says(trees: list[Tree], answers: list[Any]) -> None:
    engine = connect("duckdb://?threads=1")
    try:
        columns = {
            name: pa.array([row[place] for row in answers], pa.int64())
            for place, name in enumerate(NAMES)
        }
        table = engine.table(pa.table({"id": list(range(len(answers))), **columns}))
        rules = {f"v{n}": parse(text(tree)).condition(table) for n, tree in enumerate(trees)}
        unknown = {f"u{n}": rules[f"v{n}"].isnull() for n in range(len(trees))}
        found = engine.arrow(table.select("id", **rules, **unknown)).sort_by("id")
    finally:
        engine.close()
    assert len(found) == len(answers) > 0
    for number, tree in enumerate(trees):
        expected = [meaning(tree, dict(zip(NAMES, row, strict=True))) for row in answers]
        assert found[f"v{number}"].to_pylist() == expected, text(tree)
        assert found[f"u{number}"].to_pylist() == [item is None for item in expected], text(tree)
