"""Panels, ranks, overlap, parts of a change and inequality, on tables small enough to do by hand."""

import pandas as pd
import pytest

import ppaos
from ppaos.domain.errors import UserError
from ppaos.workflows.estimate.analyses import decomposition_table, robustness_table, spread_table

ROWS = [
    # id, wave, group, water, school
    ("a", 1, "n", 1, 1), ("b", 1, "n", 1, 0), ("c", 1, "s", 1, 1), ("d", 1, "s", 0, 0),
    ("a", 2, "n", 0, 0), ("b", 2, "n", 1, 1), ("c", 2, "s", 1, 1), ("d", 2, "s", 0, 0),
]  # fmt: skip


@pytest.fixture(scope="module")
def result():
    frame = pd.DataFrame(ROWS, columns=["id", "wave", "group", "water", "school"])
    return ppaos.estimate(
        frame,
        dims={"living": ["water"], "education": ["school"]},
        k=["1", "1/2"],
        over=["group"],
        wave="wave",
        year="wave",
        panel_id="id",
        census=True,
    )


def value(table, **wanted):
    frame = table.to_pandas().astype(dict.fromkeys(wanted, str))
    for name, text in wanted.items():
        frame = frame[frame[name] == text]
    assert len(frame) == 1, frame
    return frame.b.item()


def test_entries_exits_and_stayers_are_shares_of_units_seen_twice(result):
    at = {"ctype": "panel", "loa": "nat", "k": "1"}
    assert value(result.changes, measure="entries", **at) == 1 / 4
    assert value(result.changes, measure="exits", **at) == 1 / 4
    assert value(result.changes, measure="stayers", **at) == 1 / 4
    assert value(result.changes, measure="never", **at) == 1 / 4
    assert value(result.changes, measure="exit_rate", **at) == 1 / 2


def test_the_net_change_of_a_panel_is_the_change_of_h(result):
    for group in ("n", "s"):
        at = {"loa": "group", "subg": group, "k": "1/2"}
        net = value(result.changes, measure="net_change", ctype="panel", **at)
        assert net == value(result.changes, measure="H", ctype="abs", ann="0", **at)


def test_a_unit_twice_in_a_wave_is_refused():
    frame = pd.DataFrame(ROWS + ROWS[:1], columns=["id", "wave", "group", "water", "school"])
    with pytest.raises(UserError, match="repeat the key"):
        ppaos.estimate(frame, dims={"x": ["water"]}, wave="wave", panel_id="id", census=True)


def test_parts_of_a_change_add_up_within_each_kind(result):
    parts = decomposition_table(result.levels, result.weights).to_pandas()
    whole = parts[(parts.loa == "nat") & (parts.k == "1/2")]
    for kind in ("incidence_intensity", "indicator"):
        mine = whole[whole.kind == kind]
        assert mine.b.sum() == pytest.approx(mine.total.iloc[0], abs=1e-15)
    groups = parts[(parts.kind == "group") & (parts.k == "1/2")]
    change = value(result.changes, measure="M0", ctype="abs", ann="0", loa="nat", k="1/2")
    assert groups.b.sum() == pytest.approx(change, abs=1e-15)
    assert change == pytest.approx(-1 / 8)


def test_redundancy_is_the_share_of_the_rarer_indicator(result):
    first = result.redundancy.to_pylist()[0]
    assert (first["indicator"], first["other"], first["t"]) == ("water", "school", "1")
    assert first["r0"] == 1.0
    assert first["cramers_v"] == pytest.approx((2 * 1 - 1 * 0) / (3 * 1 * 2 * 2) ** 0.5)


def test_ranks_are_compared_with_the_first_scheme(result):
    rows = [row for row in robustness_table(result.levels).to_pylist() if row["t"] == "1"]
    by_measure = {(row["measure"], row["k"]): row for row in rows}
    # H at k=1: n 1/2, s 1/2 (a tie); at k=1/2: n 1, s 1/2: the tie is not kept
    assert by_measure["H", "1"]["tau_b"] is None
    assert by_measure["H", "1/2"]["places"] == 2


def test_inequality_among_the_poor_splits_into_within_and_between(result):
    rows = {(row["t"], row["k"]): row for row in spread_table(result.levels).to_pylist()}
    spread = rows["1", "1/2"]
    # scores of the poor: n 1 and 1/2, s 1: mean 5/6, variance 1/18; within n 1/16 of weight 2/3
    assert spread["total"] == pytest.approx(1 / 18)
    assert spread["within"] == pytest.approx(2 / 3 / 16)
    assert spread["between"] == pytest.approx(1 / 18 - 1 / 24)
    assert value(result.levels, measure="varc", loa="nat", t="1", k="1/2") == pytest.approx(1 / 18)
