"""Which likely pairs hold: thresholds, decisions, ambiguity, and never two persons in one group."""

import itertools

import pyarrow as pa
import pytest
from hypothesis import given, strategies as st

from ppaos.matching.resolve import ASSIGNMENTS, REVIEW, resolve
from ppaos.matching.thresholds import Thresholds

LIMITS = Thresholds(match=0.9, review=0.3, margin=4.0)


def pairs(*rows):
    """left, right, probability, weight; a right id that starts with k has a citizen ID."""
    names = ("left_id", "right_id", "right_is_keyed", "match_probability", "match_weight")
    full = [(left, right, right.startswith("k"), p, w) for left, right, p, w in rows]
    columns = list(zip(*full, strict=True)) or [()] * 5
    types = (pa.string(), pa.string(), pa.bool_(), pa.float64(), pa.float64())
    return pa.table({n: pa.array(c, t) for n, c, t in zip(names, columns, types, strict=True)})


def groups(found):
    return {row["record_id"]: row["group_id"] for row in found.assignments.to_pylist()}


def reasons(found):
    return [tuple(row.values()) for row in found.review.to_pylist()]


def test_nothing_in_nothing_out():
    found = resolve(pairs())
    assert found.assignments.schema == ASSIGNMENTS
    assert found.review.schema == REVIEW
    assert found.assignments.num_rows == found.review.num_rows == 0


def test_thresholds_part_linked_waiting_and_left_alone():
    found = resolve(
        pairs(("a", "k1", 0.99, 7), ("b", "k1", 0.5, 0), ("c", "k1", 0.1, -3)), (), LIMITS
    )
    assert found.assignments.to_pylist() == [
        {
            "record_id": "a",
            "keyed_id": "k1",
            "group_id": "k1",
            "how": "model",
            "match_probability": 0.99,
        }
    ]
    assert reasons(found) == [("b", "k1", "uncertain")]


def test_records_without_a_person_form_a_group_of_their_own():
    found = resolve(pairs(("b", "c", 0.99, 7), ("a", "b", 0.95, 5)), (), LIMITS)
    assert groups(found) == {"a": "a", "b": "a", "c": "a"}
    assert found.assignments["keyed_id"].null_count == 3


def test_a_record_reaches_a_person_through_another_record():
    found = resolve(pairs(("a", "k1", 0.99, 7), ("a", "b", 0.99, 7)), (), LIMITS)
    assert groups(found) == {"a": "k1", "b": "k1"}


def test_two_persons_with_an_id_are_never_joined():
    found = resolve(
        pairs(("a", "k1", 0.99, 9), ("b", "k2", 0.99, 9), ("a", "b", 0.999, 12)), (), LIMITS
    )
    assert groups(found) == {"a": "k1", "b": "k2"}
    assert reasons(found) == [("a", "b", "two_persons")]


def test_not_even_by_decisions():
    found = resolve(
        pairs(("a", "k1", 0.2, 0), ("a", "k2", 0.2, 0)),
        [("a", "k1", "same"), ("k2", "a", "same")],
        LIMITS,
    )
    assert groups(found) == {"a": "k1"}
    assert reasons(found) == [("k2", "a", "two_persons")]


def test_two_persons_who_fit_nearly_as_well_wait():
    found = resolve(pairs(("a", "k1", 0.999, 10), ("a", "k2", 0.99, 7)), (), LIMITS)
    assert groups(found) == {}
    assert reasons(found) == [("a", "k1", "ambiguous"), ("a", "k2", "ambiguous")]


def test_a_person_who_leads_by_the_margin_is_taken():
    found = resolve(pairs(("a", "k1", 0.999, 11), ("a", "k2", 0.99, 7)), (), LIMITS)
    assert groups(found) == {"a": "k1"}


@pytest.mark.parametrize("turn", [1, -1])
def test_a_decision_settles_what_was_ambiguous(turn):
    of = pairs(("a", "k1", 0.999, 10), ("a", "k2", 0.99, 7))
    same = resolve(of, [(*("a", "k2")[::turn], "same")], LIMITS)
    different = resolve(of, [(*("a", "k1")[::turn], "different")], LIMITS)
    assert groups(same) == groups(different) == {"a": "k2"}
    assert [row["how"] for row in same.assignments.to_pylist()] == ["decision"]
    assert [row["how"] for row in different.assignments.to_pylist()] == ["model"]


def test_a_decision_about_another_record_settles_nothing():
    of = pairs(("a", "k1", 0.999, 10), ("a", "k2", 0.99, 7))
    found = resolve(of, [("a", "b", "same")], LIMITS)
    assert groups(found) == {"a": "a", "b": "a"}


def test_a_decision_wins_over_a_sure_pair_and_over_the_way_round():
    of = pairs(("a", "k1", 0.9999, 14), ("a", "b", 0.999, 12), ("b", "k1", 0.999, 12))
    found = resolve(of, [("a", "k1", "different")], LIMITS)
    assert groups(found) == {"b": "k1"}
    assert reasons(found) == [("a", "b", "decided_different")]


def test_same_joins_what_the_model_would_not():
    found = resolve(pairs(("a", "k1", 0.01, -6)), [("a", "k1", "same")], LIMITS)
    (row,) = found.assignments.to_pylist()
    assert (row["group_id"], row["how"], row["match_probability"]) == ("k1", "decision", None)


def test_a_person_is_once_in_a_source_where_everybody_is_once():
    of = pairs(("a", "k1", 0.999, 10), ("b", "k1", 0.95, 5), ("c", "k1", 0.95, 5))
    sources = {"a": "survey", "b": "survey", "c": "complaints", "k1": "registers"}
    found = resolve(of, (), LIMITS, sources=sources, once=["survey"])
    assert groups(found) == {"a": "k1", "c": "k1"}
    assert reasons(found) == [("b", "k1", "source_twice")]


IDS = st.sampled_from([f"u{i}" for i in range(6)])
RIGHT = st.sampled_from([f"u{i}" for i in range(6)] + [f"k{i}" for i in range(4)])


@given(
    st.lists(st.tuples(IDS, RIGHT, st.integers(-5, 15)), max_size=25, unique_by=lambda t: t[:2]),
    st.lists(st.tuples(IDS, RIGHT, st.sampled_from(["same", "different"])), max_size=4),
    st.randoms(),
)
def test_whatever_the_pairs(rows, decisions, luck):
    rows = [(a, b, 1 / (1 + 2.0**-w), float(w)) for a, b, w in rows if a != b]
    decisions = [row for row in decisions if row[0] != row[1]]
    decided = {frozenset(row[:2]): row for row in decisions}
    decisions = list(decided.values())
    found = resolve(pairs(*rows), decisions, LIMITS)
    shuffled = luck.sample(rows, len(rows))
    again = resolve(pairs(*shuffled), luck.sample(decisions, len(decisions)), LIMITS)
    assert found.assignments.equals(again.assignments)
    assert found.review.equals(again.review)
    group = groups(found) | {f"k{i}": f"k{i}" for i in range(4)}
    for left, right in itertools.combinations(group, 2):
        if group[left] == group[right]:
            assert decided.get(frozenset((left, right)), ("", "", "same"))[2] == "same"
