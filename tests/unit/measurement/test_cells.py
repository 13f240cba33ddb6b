"""Cube rows as arrays: one order, whatever order they came in."""

import numpy as np
import pyarrow as pa

from ppaos.adapters.arrow_tables import cells, factor
from ppaos.domain.measurement.cells import Factor, sums_by
from ppaos.domain.measurement.measures import base
from support.instruments import coded_instrument

ROWS = {
    "area_code": ["b", "a", "a", None, "b"],
    "deprived": [1, 3, 1, 0, 1],
    "missing": [0, 0, 0, 1, 0],
    "households": [1, 2, 3, 4, 5],
    "people": [10, 20, 30, 40, 50],
    "w": [0.5, 0.25, 1.0, 1.0, 0.5],
}


def arrays(made):
    names = ("deprived", "missing", "households", "people", "weight")
    columns = [getattr(made, name).tolist() for name in names]
    return [*columns, made.factors["area_code"].codes.tolist()]


def test_cells_come_in_one_order_even_where_keys_tie():
    table = pa.table(ROWS)
    made = cells(table, factors=["area_code"], weight="w")
    for order in ([4, 3, 2, 1, 0], [2, 0, 4, 1, 3]):
        turned = cells(table.take(order), factors=["area_code"], weight="w")
        assert arrays(turned) == arrays(made)
    assert made.factors["area_code"].labels == ("", "a", "b")


def test_row_numbers_follow_what_cells_hold():
    table = pa.table(ROWS)
    one = cells(table, factors=["area_code"]).with_row_numbers("psu")
    other = cells(table.take([3, 1, 4, 2, 0]), factors=["area_code"]).with_row_numbers("psu")
    assert (
        one.factors["psu"].codes.tolist() == other.factors["psu"].codes.tolist() == [0, 1, 2, 3, 4]
    )
    assert arrays(one) == arrays(other)


def test_a_factor_has_sorted_labels_and_null_is_the_empty_text():
    made = factor(pa.chunked_array([["b", None], ["a", "b"]]))
    assert made.labels == ("", "a", "b")
    assert made.codes.tolist() == [2, 0, 1, 2]
    numbers = factor(pa.chunked_array([[2.0, 1.0, None]]))
    assert numbers.labels == ("", "1", "2")


def test_labels_that_no_cell_has_are_trimmed():
    made = Factor(np.array([2, 2, 0]), ("a", "b", "c")).trimmed()
    assert made.labels == ("a", "c")
    assert made.codes.tolist() == [1, 1, 0]


def test_renamed_labels_that_become_equal_are_joined():
    made = Factor(np.array([0, 1, 2]), ("4101", "4102", "5001")).map(lambda code: code[:2])
    assert made.labels == ("41", "50")
    assert made.codes.tolist() == [0, 0, 1]


def test_sums_by_area_weigh_people_or_households():
    chosen = coded_instrument({"x": ["p"], "y": ["q"]}, missing="as_not_deprived")
    made = cells(pa.table(ROWS), factors=["area_code"], weight="w")
    deprived, missing, _ = made.patterns
    columns = base(deprived, missing, chosen, chosen.scheme)
    one = columns.names.index("one")
    people = sums_by(made, made.factors["area_code"], columns, unit="people")[:, one]
    households = sums_by(made, made.factors["area_code"], columns, unit="households")[:, one]
    assert people.tolist() == [40.0, 35.0, 30.0]
    assert households.tolist() == [4.0, 3.5, 3.0]
