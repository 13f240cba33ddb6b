"""Choosing failing households, failing indicators, incomes and families, on generated input."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from ppaos.synthetic import families, hardship
from ppaos.synthetic.calibration import quotas
from ppaos.synthetic.incomes import draw_incomes
from support.property_runs import examples


@given(seed=st.integers(0, 10_000), share=st.floats(0.001, 0.5))
@settings(max_examples=examples(40))
def test_failing_households_hold_exactly_the_people_asked_for(seed: int, share: float) -> None:
    chance = np.random.default_rng(seed)
    sizes = chance.integers(1, 8, 2000).astype(np.int16)
    people = round(share * int(sizes.sum()))
    chosen = hardship.failing_households(
        chance.standard_normal(2000, dtype=np.float32),
        sizes=sizes,
        surely=np.zeros(2000, np.bool_),
        people=people,
        size_ratio=1.18,
    )
    assert sizes[chosen].sum() == people


def test_households_that_surely_fail_come_first() -> None:
    chance = np.random.default_rng(3)
    surely = np.arange(500) % 50 == 0
    chosen = hardship.failing_households(
        chance.standard_normal(500, dtype=np.float32),
        sizes=np.full(500, 3, np.int16),
        surely=surely,
        people=90,
        size_ratio=1.0,
    )
    assert chosen[surely].all()
    assert chosen.sum() == 30


def test_nobody_fails_when_nobody_must() -> None:
    chosen = hardship.failing_households(
        np.ones(5, np.float32),
        sizes=np.ones(5, np.int16),
        surely=np.ones(5, np.bool_),
        people=0,
        size_ratio=1.18,
    )
    assert not chosen.any()


def test_larger_households_are_likelier_to_the_asked_mean_size() -> None:
    chance = np.random.default_rng(4)
    sizes = chance.integers(1, 7, 60_000).astype(np.int16)
    chosen = hardship.failing_households(
        chance.standard_normal(60_000, dtype=np.float32),
        sizes=sizes,
        surely=np.zeros(60_000, np.bool_),
        people=6000,
        size_ratio=1.18,
    )
    assert sizes[chosen].mean() / sizes.mean() == pytest.approx(1.18, abs=0.02)


def test_a_failing_household_fails_something_and_nothing_that_does_not_apply() -> None:
    chance = np.random.default_rng(5)
    can_fail = chance.random((4000, 17)) < 0.5
    can_fail[:, hardship.INDICATORS.index(22)] = True
    low_weight = chance.random(4000) < 0.02
    failed = hardship.failed_indicators(
        chance,
        traits=chance.standard_normal((4000, 18), dtype=np.float32),
        can_fail=can_fail,
        low_weight=low_weight,
    )
    assert failed.any(axis=1).all()
    assert not (failed & ~can_fail)[:, 1:].any()
    assert (failed[:, 0] == low_weight).all()


def test_failures_of_a_dimension_go_together() -> None:
    chance = np.random.default_rng(6)
    failed = hardship.failed_indicators(
        chance,
        traits=chance.standard_normal((60_000, 18), dtype=np.float32),
        can_fail=np.ones((60_000, 17), np.bool_),
        low_weight=np.zeros(60_000, np.bool_),
    )
    several = failed[failed.sum(axis=1) > 1].astype(float)
    position = hardship.INDICATORS.index
    inside = np.corrcoef(several[:, position(8)], several[:, position(11)])[0, 1]
    across = np.corrcoef(several[:, position(8)], several[:, position(22)])[0, 1]
    assert inside > across


@given(seed=st.integers(0, 10_000))
@settings(max_examples=examples(30))
def test_incomes_stand_on_their_side_of_the_line_and_members_sum_to_earnings(seed: int) -> None:
    chance = np.random.default_rng(seed)
    size = chance.integers(1, 7, 200).astype(np.int16)
    home = np.repeat(np.arange(200, dtype=np.int32), size)
    earns = chance.random(len(home)) < 0.5
    is_poor = chance.random(200) < 0.3
    incomes = draw_incomes(
        chance,
        household=home,
        size=size,
        earns=earns,
        occupation=np.where(earns, 2, 0).astype(np.int8),
        wage_luck=chance.random(len(home), dtype=np.float32),
        lasting=chance.standard_normal(200, dtype=np.float32),
        is_poor=is_poor,
    )
    total = incomes.primary + incomes.secondary + incomes.other + incomes.own_produce
    assert ((total < 38_000 * size.astype(np.int64)) == is_poor).all()
    of_members = np.bincount(home, weights=incomes.of_person, minlength=200)
    assert (of_members == incomes.primary + incomes.secondary).all()
    assert ((incomes.of_person > 0) == earns).all()
    for part in (incomes.primary, incomes.secondary, incomes.other, incomes.own_produce):
        assert (part >= 0).all()


@pytest.mark.parametrize("mean_size", [2.6, 2.82, 3.1])
def test_families_have_the_asked_mean_size_and_fit_together(mean_size: float) -> None:
    members = families.draw_members(
        np.random.default_rng(7), households=40_000, mean_size=mean_size
    )
    assert len(members.household) / 40_000 == pytest.approx(mean_size, rel=0.01)
    heads = members.relation == families.HEAD
    assert (members.household[heads] == np.arange(40_000)).all()
    assert (members.age[heads] >= 18).all()
    spouses = members.relation == families.SPOUSE
    assert (members.sex[spouses] != members.sex[heads][members.household[spouses]]).all()
    children = members.relation == families.CHILD
    younger = members.age[heads][members.household[children]] - members.age[children]
    assert (younger > 10).mean() > 0.99
    assert 0.15 < (members.age < 15).mean() < 0.25
    assert 0.17 < (members.age >= 60).mean() < 0.28


def test_skipped_generations_exist() -> None:
    members = families.draw_members(np.random.default_rng(8), households=20_000, mean_size=2.82)
    has = {
        code: np.bincount(members.household[members.relation == code], minlength=20_000) > 0
        for code in (families.CHILD, families.GRANDCHILD)
    }
    assert 0.03 < (has[families.GRANDCHILD] & ~has[families.CHILD]).mean() < 0.10


@given(total=st.integers(1, 100_000), seed=st.integers(0, 99))
@settings(max_examples=examples(40))
def test_a_given_total_is_shared_without_loss(total: int, seed: int) -> None:
    chosen = [str(code) for code in np.random.default_rng(seed).permutation(range(30, 50))[:6]]
    assert sum(quota.households for quota in quotas(sorted(chosen), total)) == total
