"""Answers to profiles, profiles to counts: a small table in, a small table out."""

import pyarrow as pa
import pytest

from ppaos.domain.errors import ColumnError
from ppaos.domain.measurement.cube import count, merge, roll_up
from ppaos.domain.measurement.profiles import coded_values, profile
from ppaos.domain.measurement.transitions import transitions, unmatched
from support.instruments import coded_instrument, indicator, instrument_over

N = None


def rows(engine, expression, *, by):
    table = engine.arrow(expression)
    return table.sort_by([(name, "ascending") for name in by]).to_pylist()


def profiles_of(engine, columns, chosen, **keep):
    table = engine.table(
        pa.table({"id": list(range(len(next(iter(columns.values()))))), **columns})
    )
    found = rows(engine, profile(table, chosen, keep={"id": "id", **keep}), by=["id"])
    return {name: [row[name] for row in found] for name in found[0]}


@pytest.mark.parametrize(
    ("rule", "deprived", "missing"),
    [
        ({"passes": "q == 1"}, [0, 1, 0], [0, 0, 1]),
        ({"deprived": "q == 1"}, [1, 0, 0], [0, 0, 1]),
        ({"coded": "q"}, [1, 0, 0], [0, 0, 1]),
        ({"below": ("q", "1")}, [0, 1, 0], [0, 0, 1]),
        ({"deprived": "not q == 1"}, [0, 1, 0], [0, 0, 1]),
    ],
    ids=["passes", "deprived", "coded", "below", "not"],
)
def test_an_answer_is_deprived_not_or_missing(engine, rule, deprived, missing):
    chosen = instrument_over([indicator("i", **rule)])
    found = profiles_of(engine, {"q": pa.array([1, 0, N], pa.int64())}, chosen)
    assert found["deprived"] == deprived
    assert found["missing"] == missing
    assert found["not_applicable"] == [0, 0, 0]
    assert found["people"] == [1, 1, 1]


def test_who_is_not_asked_is_neither_deprived_nor_missing(engine):
    chosen = instrument_over([indicator("i", applies="n > 0", passes="q == 1")])
    columns = {
        "n": pa.array([0, 0, 2, 2, 2, N, N], pa.int64()),
        "q": pa.array([0, N, 0, 1, N, 1, N], pa.int64()),
    }
    found = profiles_of(engine, columns, chosen)
    assert found["not_applicable"] == [1, 1, 0, 0, 0, 0, 0]
    assert found["deprived"] == [0, 0, 1, 0, 0, 0, 0]
    assert found["missing"] == [0, 0, 0, 0, 1, 1, 1]


def test_false_and_missing_fails_even_when_a_part_is_unanswered(engine):
    chosen = instrument_over([indicator("i", passes="all_yes(p, q)")])
    columns = {"p": pa.array([1, 0, N, 1], pa.int64()), "q": pa.array([N, N, 0, 1], pa.int64())}
    found = profiles_of(engine, columns, chosen)
    assert found["deprived"] == [0, 1, 1, 0]
    assert found["missing"] == [1, 0, 0, 0]


def test_each_indicator_has_its_bit_and_sizes_are_people(engine):
    chosen = coded_instrument({"x": ["a", "b"], "y": ["c"]}, size="people_count")
    columns = {
        "a": pa.array([1, 0, 0, 1], pa.int8()), "b": pa.array([0, 1, N, 1], pa.float64()),
        "c": pa.array([False, False, True, True]), "people_count": [3, 1, 2, 7],
    }  # fmt: skip
    found = profiles_of(engine, columns, chosen)
    assert found["deprived"] == [0b001, 0b010, 0b100, 0b111]
    assert found["missing"] == [0, 0, 0b010, 0]
    assert found["people"] == [3, 1, 2, 7]


def test_a_gap_is_the_share_of_the_line_that_lacks_in_whole_trillionths(engine):
    chosen = instrument_over([indicator("i", applies="asked", below=("income", "line"))])
    columns = {
        "income": pa.array([0, 50, 100, 67, N, 10, 5], pa.int64()),
        "line": pa.array([100, 100, 100, 100, 100, 100, 0], pa.int64()),
        "asked": pa.array([True, True, True, True, True, False, True]),
    }
    found = profiles_of(engine, columns, chosen)
    assert found["deprived"] == [1, 1, 0, 1, 0, 0, 0]
    assert found["gap_i"] == [10**12, 5 * 10**11, 0, 33 * 10**10, 0, 0, 0]


def test_columns_named_like_our_own_do_no_harm(engine):
    chosen = coded_instrument({"x": ["deprived_0"], "y": ["missing_1"]})
    columns = {"deprived_0": [1, 0], "missing_1": [0, 1]}
    assert profiles_of(engine, columns, chosen)["deprived"] == [0b01, 0b10]


def test_a_column_that_the_table_lacks_is_named(engine):
    chosen = coded_instrument({"x": ["here", "nothere"]})
    table = engine.table(pa.table({"here": [1]}))
    with pytest.raises(ColumnError, match="lacks column nothere"):
        profile(table, chosen)


def test_coded_columns_tell_values_that_are_no_code(engine):
    chosen = coded_instrument({"x": ["a", "b"]})
    table = engine.table(
        pa.table({"a": pa.array([0, 1, N, 2, 9], pa.int64()), "b": [0.0, 0.5, 1, 1, 1]})
    )
    assert engine.arrow(coded_values(table, chosen)).to_pylist() == [{"a": 2, "b": 1}]


def test_coded_columns_of_texts_are_refused(engine):
    chosen = coded_instrument({"x": ["a"]})
    with pytest.raises(ColumnError, match="Column a holds no numbers"):
        coded_values(engine.table(pa.table({"a": ["yes", "no"]})), chosen)


PROFILES = {
    "house": [1, 2, 3, 4, 5],
    "area_code": ["41010101", "41010101", "41010102", "41020101", N],
    "people": [2, 3, 4, 5, 6],
    "deprived": [1, 1, 1, 0, 1],
    "not_applicable": [0, 0, 2, 0, 0],
    "missing": [0, 0, 0, 0, 0],
}


def test_a_cube_counts_households_and_people_and_keeps_null_keys(engine):
    cube = count(engine.table(pa.table(PROFILES)), by=["area_code"])
    found = rows(engine, cube, by=["area_code"])
    assert [(r["area_code"], r["not_applicable"], r["households"], r["people"]) for r in found] == [
        ("41010101", 0, 2, 5), ("41010102", 2, 1, 4), ("41020101", 0, 1, 5), (N, 0, 1, 6),
    ]  # fmt: skip


def test_a_cube_adds_up_gaps_and_their_squares_of_people_and_of_households(engine):
    columns = {**PROFILES, "area_code": ["41010101"] * 5, "deprived": [1] * 5}
    columns |= {"not_applicable": [0] * 5, "gap_i": [10**12, 5 * 10**11, 0, 0, 0]}
    (row,) = rows(
        engine, count(engine.table(pa.table(columns)), by=["area_code"]), by=["area_code"]
    )
    assert row["gap1_units_i"] == 15 * 10**11
    assert row["gap1_people_i"] == 2 * 10**12 + 3 * 5 * 10**11
    assert row["gap2_units_i"] == 125 * 10**10
    assert row["gap2_people_i"] == 2 * 10**12 + 3 * 25 * 10**10


def test_a_cube_rolls_up_to_a_level_with_or_without_not_applicable(engine):
    cube = count(engine.table(pa.table(PROFILES)), by=["area_code"])
    fine = rows(engine, roll_up(cube, "province"), by=["area_code", "deprived", "not_applicable"])
    assert [(r["area_code"], r["deprived"], r["not_applicable"], r["people"]) for r in fine] == [
        ("41", 0, 0, 5), ("41", 1, 0, 5), ("41", 1, 2, 4), (N, 1, 0, 6),
    ]  # fmt: skip
    coarse = roll_up(cube, "district", patterns=False)
    found = rows(engine, coarse, by=["area_code", "deprived"])
    assert "not_applicable" not in found[0]
    assert [(r["area_code"], r["deprived"], r["households"], r["people"]) for r in found] == [
        ("4101", 1, 3, 9), ("4102", 0, 1, 5), (N, 1, 1, 6),
    ]  # fmt: skip


def test_cells_that_share_a_key_are_merged(engine):
    cube = count(engine.table(pa.table(PROFILES)), by=["area_code"])
    found = rows(engine, merge(cube, by=["deprived"]), by=["deprived"])
    assert found == [
        {"deprived": 0, "households": 1, "people": 5},
        {"deprived": 1, "households": 4, "people": 15},
    ]


def test_households_of_two_rounds_are_counted_by_what_they_left_and_came_to(engine):
    later = PROFILES
    earlier = {
        "house": [1, 2, 4, 9], "area_code": ["41010101"] * 4, "people": [1, 1, 1, 8],
        "deprived": [0, 0, 2, 0], "not_applicable": [0] * 4, "missing": [0] * 4,
    }  # fmt: skip
    first, last = engine.table(pa.table(earlier)), engine.table(pa.table(later))
    moved = transitions(first, last, key="house", area="area_code")
    assert rows(engine, moved, by=["area_code"]) == [
        {"area_code": "41010101", "deprived_0": 0, "missing_0": 0, "deprived": 1, "missing": 0,
         "households": 2, "people": 5},
        {"area_code": "41020101", "deprived_0": 2, "missing_0": 0, "deprived": 0, "missing": 0,
         "households": 1, "people": 5},
    ]  # fmt: skip
    assert engine.arrow(unmatched(first, last, key="house")).to_pylist() == [
        {"households": 1, "people": 8}
    ]
    assert engine.arrow(unmatched(last, first, key="house")).to_pylist() == [
        {"households": 2, "people": 10}
    ]
