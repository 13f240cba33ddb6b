"""Small-cell suppression on tables small enough to check by hand."""

import numpy as np
import pytest

from ppaos.domain.area.tree import AreaTree
from ppaos.domain.errors import CheckError, SettingError
from ppaos.domain.privacy.disclosure import (
    CellState,
    CountBlock,
    CountColumn,
    is_withheld,
    state_of_figure,
)
from support.disclosure import protect, rolled_up

SHOWN, SMALL, PROTECTS, NO_DATA = CellState
PEOPLE = CountBlock((CountColumn("people"),))
POOR = CountBlock((CountColumn("poor", "people", hides_everybody=True),))


def whole(*numbers):
    return np.array(numbers, dtype=np.int64)


def states(parents, below=5, blocks=(PEOPLE, POOR), has_data=None, **counts):
    made = protect(
        {name: whole(*column) for name, column in counts.items()},
        AreaTree.of(parents),
        blocks,
        below=below,
        has_data=has_data,
    )
    return {name: [CellState(state) for state in column] for name, column in made.items()}


DISTRICT = [-1, 0, 0, 0]


def test_a_small_count_takes_the_next_smallest_with_it():
    made = states(DISTRICT, people=[300, 100, 100, 100], poor=[63, 3, 20, 40])
    assert made["poor"] == [SHOWN, SMALL, PROTECTS, SHOWN]
    assert made["people"] == [SHOWN] * 4


def test_two_small_counts_protect_each_other_when_their_sum_is_not_small():
    made = states(DISTRICT, people=[300, 100, 100, 100], poor=[47, 3, 4, 40])
    assert made["poor"] == [SHOWN, SMALL, SMALL, SHOWN]


def test_two_small_counts_with_a_small_sum_need_a_third():
    made = states(DISTRICT, people=[300, 100, 100, 100], poor=[43, 1, 2, 40])
    assert made["poor"] == [SHOWN, SMALL, SMALL, PROTECTS]


def test_few_who_are_not_poor_are_as_small_as_few_poor():
    made = states(DISTRICT, people=[300, 100, 100, 100], poor=[157, 97, 20, 40])
    assert made["poor"] == [SHOWN, SMALL, PROTECTS, SHOWN]


def test_zero_is_shown():
    made = states(DISTRICT, people=[300, 100, 100, 100], poor=[40, 0, 0, 40])
    assert made["poor"] == [SHOWN] * 4


def test_everybody_is_withheld_only_where_asked():
    counts = {"people": [300, 100, 100, 100], "poor": [160, 100, 20, 40]}
    assert states(DISTRICT, **counts)["poor"] == [SHOWN, SMALL, PROTECTS, SHOWN]
    plain = CountBlock((CountColumn("poor", "people"),))
    assert states(DISTRICT, blocks=(PEOPLE, plain), **counts)["poor"] == [SHOWN] * 4


def test_a_small_area_hides_its_size_and_all_its_columns():
    made = states(DISTRICT, people=[203, 3, 100, 100], poor=[60, 0, 20, 40])
    assert made["people"] == [SHOWN, SMALL, PROTECTS, SHOWN]
    assert made["poor"][1] != SHOWN and made["poor"][2] != SHOWN


def test_an_area_alone_in_its_parent_is_hidden_with_it():
    parents = [-1, 0, 0, 1]
    made = states(parents, people=[300, 100, 200, 100], poor=[43, 3, 40, 3])
    assert made["poor"] == [SHOWN, SMALL, PROTECTS, SMALL]


def test_a_total_withheld_to_protect_another_is_not_given_away_by_its_parts():
    # area 2 protects area 1; its own parts 3 and 4 must not add up to it
    parents = [-1, 0, 0, 2, 2]
    made = states(parents, people=[300, 100, 200, 100, 100], poor=[63, 3, 60, 20, 40])
    assert made["poor"] == [SHOWN, SMALL, PROTECTS, PROTECTS, SHOWN]


def test_the_widest_area_may_be_small_itself():
    made = states(DISTRICT, people=[300, 100, 100, 100], poor=[3, 3, 0, 0])
    assert made["poor"][:2] == [SMALL, SMALL]


def test_an_area_without_data_is_neither_zero_nor_withheld():
    made = states(
        DISTRICT,
        people=[200, 0, 100, 100],
        poor=[60, 0, 20, 40],
        has_data=np.array([True, False, True, True]),
    )
    assert made["poor"] == [SHOWN, NO_DATA, SHOWN, SHOWN]


def test_levels_below_the_published_one_have_no_state():
    poor = CountBlock((CountColumn("poor", "people"),), areas=np.array([True, False, False, False]))
    made = states(
        DISTRICT, blocks=(PEOPLE, poor), people=[300, 100, 100, 100], poor=[63, 3, 20, 40]
    )
    assert made["poor"] == [SHOWN, NO_DATA, NO_DATA, NO_DATA]


DIMENSIONS = CountBlock(
    (CountColumn("health", "poor"), CountColumn("income", "poor")), is_cover=True
)


def test_columns_of_a_block_go_together():
    made = states(
        DISTRICT,
        blocks=(PEOPLE, POOR, DIMENSIONS),
        people=[300, 100, 100, 100],
        poor=[90, 20, 30, 40],
        health=[67, 17, 20, 30],
        income=[39, 5, 16, 18],
    )
    assert made["poor"] == [SHOWN] * 4
    # area 1: 20 poor, 17 + 5 in columns, so 2 in both, and 3 of the poor outside health
    assert made["health"] == [SHOWN, SMALL, PROTECTS, SHOWN]
    assert made["income"] == [SHOWN, SMALL, PROTECTS, SHOWN]


def test_parts_of_a_withheld_count_are_withheld():
    made = states(
        DISTRICT,
        blocks=(PEOPLE, POOR, DIMENSIONS),
        people=[300, 100, 100, 100],
        poor=[63, 3, 20, 40],
        health=[40, 1, 9, 30],
        income=[38, 2, 16, 20],
    )
    for name in ("poor", "health", "income"):
        assert [state in (SMALL, PROTECTS) for state in made[name]] == [False, True, True, False]


def test_a_zero_that_the_area_above_tells_is_shown_even_in_a_withheld_block():
    made = states(
        DISTRICT,
        blocks=(PEOPLE, POOR, DIMENSIONS),
        people=[300, 100, 100, 100],
        poor=[63, 3, 20, 40],
        health=[63, 3, 20, 40],
        income=[0, 0, 0, 0],
    )
    assert made["income"] == [SHOWN] * 4
    assert made["health"][1] != SHOWN


def test_threshold_one_withholds_nothing_that_is_only_small():
    made = states(DISTRICT, below=1, people=[12, 3, 4, 5], poor=[6, 1, 2, 3])
    assert made["poor"] == [SHOWN] * 4


def test_a_ratio_tells_no_more_than_its_parts():
    numerator = np.array([SHOWN, SMALL, SHOWN, NO_DATA, SHOWN], dtype=np.int8)
    denominator = np.array([SHOWN, SHOWN, PROTECTS, SHOWN, SHOWN], dtype=np.int8)
    made = state_of_figure(
        numerator, denominator, is_empty=np.array([False, False, True, False, True])
    )
    assert [CellState(state) for state in made] == [SHOWN, PROTECTS, PROTECTS, NO_DATA, NO_DATA]


def test_readers_learn_only_that_a_cell_is_withheld():
    assert is_withheld(np.array(list(CellState), dtype=np.int8)).tolist() == [
        False, True, True, False,
    ]  # fmt: skip


def test_counts_that_do_not_add_up_are_refused():
    with pytest.raises(CheckError, match="not the sum of its parts"):
        states(DISTRICT, people=[300, 100, 100, 99], poor=[60, 0, 20, 40])
    with pytest.raises(CheckError, match="exceeds the column"):
        states(DISTRICT, people=[30, 10, 10, 10], poor=[60, 0, 20, 40])


def test_a_threshold_of_nought_is_refused():
    with pytest.raises(SettingError, match="from 1"):
        states(DISTRICT, below=0, people=[300, 100, 100, 100], poor=[60, 0, 20, 40])


@pytest.mark.parametrize("parents", [[0], [1, 0], [-1, 2, 1], [-1, 7]])
def test_a_tree_with_a_ring_or_a_stranger_is_refused(parents):
    with pytest.raises(CheckError):
        AreaTree.of(parents)


def test_counts_roll_up_over_ragged_trees():
    tree = AreaTree.of([-1, 0, 0, 1, 1, -1])
    assert rolled_up(tree, whole(9, 9, 4, 1, 2, 8)).tolist() == [7, 3, 4, 1, 2, 8]
    assert [siblings.areas.tolist() for siblings in tree.levels] == [[0, 5], [1, 2], [3, 4]]
