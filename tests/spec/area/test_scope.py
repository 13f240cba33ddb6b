"""A scope is a set of prefixes: what it covers, what is left of it in an area, its ranges."""

import pytest
from hypothesis import given, strategies as st

from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import AreaError

CODES = st.one_of(
    st.just(""),
    st.just("nat"),
    st.sampled_from(["R1", "R3", "R6"]),
    st.text("134", min_size=2, max_size=2),
    st.text("014", min_size=4, max_size=4),
    st.text("014", min_size=6, max_size=6),
    st.text("014", min_size=8, max_size=8),
)
VILLAGES = st.text("0134", min_size=8, max_size=8)


def _sees(scope: Scope, village: str) -> bool:
    return any(low <= village < high for low, high in scope.ranges())


@pytest.mark.parametrize(
    ("codes", "prefixes"),
    [
        ([], ()),
        (["41", "4101"], ("41",)),
        (["4102", "4101"], ("4101", "4102")),
        (["nat", "41"], ("",)),
        (["4101", "41", "40"], ("40", "41")),
    ],
)
def test_areas_inside_others_are_dropped(codes, prefixes) -> None:
    assert Scope.of(codes).prefixes == prefixes


def test_a_region_is_its_provinces() -> None:
    scope = Scope.of(["R3"])
    assert scope.covers("41") and scope.covers("R3") and scope.covers("41010101")
    assert not scope.covers("50") and not scope.covers("nat") and not scope.covers("R4")


def test_a_code_of_no_form_is_refused() -> None:
    with pytest.raises(AreaError):
        Scope.of(["4"])


@given(st.lists(CODES, max_size=4), CODES, VILLAGES)
def test_narrowing_is_intersection(mine, area, village) -> None:
    scope = Scope.of(mine)
    both = _sees(scope, village) and _sees(Scope.of([area]), village)
    assert _sees(scope.narrowed(area), village) == both


@given(st.lists(CODES, max_size=4), VILLAGES)
def test_covering_a_village_is_seeing_it(mine, village) -> None:
    scope = Scope.of(mine)
    assert scope.covers(village) == _sees(scope, village)


@given(st.lists(CODES, max_size=4))
def test_the_country_also_sees_who_has_no_village(mine) -> None:
    scope = Scope.of(mine)
    assert _sees(scope, "") == scope.is_country
    assert scope.is_empty == (not mine)


def test_ranges_end_in_digits_so_that_every_collation_agrees() -> None:
    scope = Scope.of(["41", "4009", "400999"])
    assert scope.ranges() == (("4009", "4010"), ("41", "42"))
    assert Scope.of(["409999"]).ranges() == (("409999", "410000"),)


def test_the_range_of_the_country_holds_every_code_and_none() -> None:
    """It ends in `:`, after every digit; a query asks the country for no range at all."""
    ((low, high),) = Scope.of(["nat"]).ranges()
    assert (low, high) == ("", ":")
    assert all(low <= code < high for code in ("", "10", "96130101", "99"))
    assert Scope.of(["99"]).ranges() == (("99", ":"),)
