"""Priority: every term and the sum recomputed in plain Python from the stored columns."""

from datetime import date
from fractions import Fraction

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st

from ppaos.definitions.target_groups.loader import parse, shipped
from ppaos.domain.errors import DocumentError, SettingError
from ppaos.domain.targeting.priority import TERMS, Priority, priority_terms, ranked
from ppaos.engine.backends import connect
from ppaos.workflows.target.job import target
from support.linked_stores import REFERENCE, household, linked_store, person, read
from support.property_runs import examples

TODAY = date(2022, 9, 30)
COLUMNS = {
    "score": pa.int32(), "score_of": pa.int32(), "dimensions_failing": pa.int16(),
    "vulnerability_level": pa.int16(), "dependants": pa.int16(), "surveyed_on": pa.date32(),
}  # fmt: skip


@pytest.fixture(scope="module")
def duckdb():
    engine = connect("duckdb://?threads=1")
    yield engine
    engine.close()


def half_up(value):
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def by_hand(row, weights, *, most=3, stalest=730, dimensions=5, highest=3, today=TODAY):
    """Terms of one household, in exact fractions."""

    def share(value, cap):
        return Fraction(min(max(value, 0), cap), cap) if value is not None else Fraction(0)

    days = stalest if row["surveyed_on"] is None else (today - row["surveyed_on"]).days
    shares = {
        "depth": Fraction(0) if row["score"] is None else share(row["score"], row["score_of"]),
        "dimensions": share(row["dimensions_failing"], dimensions),
        "vulnerability": share(row["vulnerability_level"], highest),
        "dependants": share(row["dependants"], most),
        "staleness": share(days, stalest),
    }
    terms = {f"priority_{term}": half_up(1000 * weights[term] * shares[term]) for term in TERMS}
    return {"priority": sum(terms.values()), **terms}


def computed(engine, rows, priority, **sizes):
    table = engine.table(
        pa.table(
            {name: pa.array([row[name] for row in rows], kind) for name, kind in COLUMNS.items()}
        )
    )
    given_sizes = {"dimensions": 5, "highest_level": 3, **sizes}
    terms = priority_terms(table, priority, reference=ibis.date(TODAY.isoformat()), **given_sizes)
    return engine.arrow(table.select(**terms)).to_pylist()


@st.composite
def households(draw):
    some = st.integers
    score_of = draw(some(1, 3000))
    return {
        "score": draw(st.none() | some(0, score_of)),
        "score_of": score_of,
        "dimensions_failing": draw(st.none() | some(0, 5)),
        "vulnerability_level": draw(st.none() | some(0, 3)),
        "dependants": draw(st.none() | some(0, 9)),
        "surveyed_on": draw(st.none() | st.dates(date(2017, 1, 1), date(2023, 12, 31))),
    }


@settings(max_examples=examples(40))
@given(
    st.lists(households(), min_size=1, max_size=12),
    st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any),
)
def test_priority_is_what_plain_fractions_give(duckdb, rows, parts):
    weights = {term: Fraction(part, sum(parts)) for term, part in zip(TERMS, parts, strict=True)}
    found = computed(duckdb, rows, Priority(weights))
    assert found == [by_hand(row, weights) for row in rows]


def test_every_term_is_full_at_its_cap_and_beyond(duckdb):
    worst = {
        "score": 7, "score_of": 7, "dimensions_failing": 5, "vulnerability_level": 3,
        "dependants": 8, "surveyed_on": date(2019, 1, 1),
    }  # fmt: skip
    never = {**worst, "surveyed_on": None, "score": None, "score_of": None, "dependants": None}
    after = {**worst, "surveyed_on": date(2022, 10, 1)}
    found = computed(duckdb, [worst, never, after], Priority())
    assert found[0] == {
        "priority": 1000, "priority_depth": 400, "priority_dimensions": 200,
        "priority_vulnerability": 200, "priority_dependants": 100, "priority_staleness": 100,
    }  # fmt: skip
    assert (found[1]["priority_depth"], found[1]["priority_dependants"]) == (0, 0)
    assert found[1]["priority_staleness"] == 100
    assert found[2]["priority_staleness"] == 0


def test_the_store_holds_what_recomputing_it_takes(tmp_path):
    codes = [f"410101010{number:02}" for number in range(4)]
    homes = [
        household(codes[0], house_ok=0, income_baht=1000), household(codes[1], water_ok=0),
        household(codes[2], surveyed_on=None), household(codes[3], income_baht=None),
    ]  # fmt: skip
    people = [person(n, code, age_years=5 * n) for n, code in enumerate(codes)]
    store = linked_store(tmp_path, homes, people)
    text = shipped()["fiscal-2566"].read_text("utf-8").replace("tpmap-2560", "toy")
    rules = parse(text, name="fiscal-2566")
    target(store, rules=[rules], engine="duckdb://?threads=1")
    rows = read(store, "target_households")
    for row in rows:
        expected = by_hand(
            row, rules.priority.weights, dimensions=2, today=date.fromisoformat(REFERENCE)
        )
        assert {name: row[name] for name in expected} == expected
    assert len({row["priority"] for row in rows}) > 1


def test_ties_stand_in_the_order_of_house_codes(duckdb):
    table = duckdb.table(pa.table({"household_id": ["3", "1", "2", "4"], "priority": [5, 5, 9, 5]}))
    found = duckdb.arrow(ranked(table))["household_id"].to_pylist()
    assert found == ["2", "1", "3", "4"]


@pytest.mark.parametrize(
    "weights",
    [
        {"depth": Fraction(1)},
        dict.fromkeys(TERMS, Fraction(1, 4)),
        dict(zip(TERMS, map(Fraction, (2, -1, 0, 0, 0)), strict=True)),
    ],
)
def test_weights_are_complete_not_negative_and_sum_to_one(weights):
    with pytest.raises(SettingError):
        Priority(weights)


def test_a_document_with_wrong_weights_names_the_line():
    text = shipped()["fiscal-2567"].read_text("utf-8").replace("depth: 2/5", "depth: 3/5")
    line = 1 + [row.strip() for row in text.splitlines()].index("priority:")
    with pytest.raises(DocumentError, match=f"line {line}: priority: .*sum to 6/5"):
        parse(text, name="own.yaml")
