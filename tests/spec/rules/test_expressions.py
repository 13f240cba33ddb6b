"""Rules over answers: three-valued logic, the same on every engine."""

import pyarrow as pa
import pytest

from ppaos.domain.errors import ColumnError
from ppaos.domain.rules.expressions import ExpressionError, parse

N = None
ROWS = {"a": [1, 0, N, 5], "b": [0, 2, 1, N], "s": ["x", "y", N, "1"], "จำนวน": [1, 2, 3, 4]}

CASES = {
    "a == 1": [True, False, N, False],
    "a == 1 and b == 0": [True, False, False, False],
    "a == 1 and b == 1": [False, False, N, False],
    "a == 9 and b == 9": [False, False, False, False],
    "a == 5 or b == 1": [False, False, True, True],
    "a == 0 or b == 1": [False, True, True, N],
    "not a == 1": [False, True, N, True],
    "present(a)": [True, True, False, True],
    "present(not a == 1)": [True, True, False, True],
    "present(a not in (1, 2))": [True, True, False, True],
    "a in (1, 2)": [True, False, N, False],
    "a not in (1, 2)": [False, True, N, True],
    "a in (-1, 5)": [False, False, N, True],
    "s in ('x', 'y')": [True, True, N, False],
    "0 < a < 3": [True, False, N, False],
    "all_yes(a, b)": [False, False, N, False],
    "any_yes(a, b)": [True, False, True, N],
    "count_yes(a, b)": [1, 0, N, N],
    "coalesce(a, b)": [1, 0, 1, 5],
    "least(a, b)": [0, 0, N, N],
    "greatest(a, b)": [1, 2, N, N],
    "a / b": [N, 0.0, N, N],
    "a + b": [1, 2, N, N],
    "-a": [-1, 0, N, -5],
    "a == missing": [N, N, N, N],
    "a == 1 and missing": [N, False, N, False],
    "'low' if a < 3 else 'high'": ["low", "low", N, "high"],
    "'low' if coalesce(a, 9) < 3 else 'high'": ["low", "low", "high", "high"],
    "จำนวน > line": [False, False, True, True],
}


@pytest.fixture(scope="module")
def found(engine):
    """All rules in one query, since each costs a second on Spark."""
    kinds = {"s": pa.string()}
    table = engine.table(
        pa.table({name: pa.array(v, kinds.get(name, pa.int64())) for name, v in ROWS.items()})
    )
    # rows carry a number, since engines return them in any order
    values = {f"v{n}": parse(text).ibis(table, {"line": 2}) for n, text in enumerate(CASES)}
    rows = engine.arrow(table.select("จำนวน", **values)).sort_by("จำนวน")
    return {text: rows[f"v{n}"].to_pylist() for n, text in enumerate(CASES)}


@pytest.mark.parametrize("text", CASES)
def test_missing_answers_follow_kleene(found, text):
    assert found[text] == CASES[text]


@pytest.mark.parametrize("text", ["not a", "a and b", "a or s == 'x'", "s == 1", "a + s", "s > 2"])
def test_a_rule_over_the_wrong_kind_of_column_is_an_error(text):
    from ppaos.engine.backends import connect

    engine = connect()
    table = engine.table(pa.table({"a": [1], "b": [1], "s": ["x"]}))
    with pytest.raises(ColumnError, match="does not go with the kinds") as caught:
        parse(text).ibis(table)
    assert text in caught.value.th and text in caught.value.en
    engine.close()


def test_a_rule_that_is_no_question_is_an_error():
    from ppaos.engine.backends import connect

    engine = connect()
    table = engine.table(pa.table({"a": [1]}))
    with pytest.raises(ColumnError, match=r"Write a comparison, such as a \+ 1 == 1"):
        parse("a + 1").condition(table)
    engine.close()


def test_a_column_that_is_not_there_is_named():
    from ppaos.engine.backends import connect

    engine = connect()
    table = engine.table(pa.table({"a": [1]}))
    with pytest.raises(ColumnError, match="reads column nothere") as caught:
        parse("a == nothere").ibis(table)
    assert "ซึ่งตารางไม่มี" in caught.value.th
    engine.close()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "a.b",
        "a[0]",
        "open('x')",
        "lambda: 1",
        "a ** 2",
        "a := 1",
        "f(a)",
        "all_yes()",
        "a in b",
        "a in (b, 1)",
        "a is 1",
        "[a for a in b]",
        "a ==",
        "1 +",
        "a; b",
        "None",
        "a == None",
    ],
)
def test_texts_outside_the_language_are_refused(text):
    with pytest.raises(ExpressionError):
        parse(text)


def test_names_are_columns_and_parameters_as_written():
    rule = parse("จำนวน * 2 > line and true")
    assert rule.names == {"จำนวน", "line"}
    assert rule.columns({"line": 3}) == {"จำนวน"}
