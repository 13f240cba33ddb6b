"""Every measure equals slow exact arithmetic, whatever the instrument, answers, sizes and rules."""

from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ppaos.adapters.arrow_tables import cells as cells_of, long_table
from ppaos.domain.measurement.cube import count
from ppaos.domain.measurement.instrument import Identification, Instrument, Scheme
from ppaos.domain.measurement.profiles import profile
from ppaos.engine.backends import connect
from ppaos.workflows.estimate.job import estimate
from ppaos.workflows.measure.area_estimates import AreaTotals, area_blocks
from support import oracle
from support.instruments import indicator, instrument_over
from support.long_rows import values
from support.property_runs import examples

MISSING_RULES = ("listwise", "reweight", "as_not_deprived")
CUTOFFS = tuple(Fraction(text) for text in ("0", "1/10", "1/4", "1/3", "33/100", "1/2", "2/3", "1"))
STATES = ("deprived", "not", "not_applicable", "missing")
OUR_SETTINGS = settings(max_examples=examples(25), suppress_health_check=list(HealthCheck))


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    size = draw(st.integers(1, 6))
    dimensions = draw(st.lists(st.sampled_from("pqr"), min_size=size, max_size=size))
    kinds = draw(st.lists(st.sampled_from(["asked", "gap"]), min_size=size, max_size=size))
    made = []
    for place, (dimension, kind) in enumerate(zip(dimensions, kinds, strict=True)):
        rules: dict[str, Any] = {"applies": f"asked_{place} == 1"}
        if kind == "gap":
            rules["below"] = (f"value_{place}", f"line_{place}")
        else:
            rules["deprived"] = f"value_{place} == 1"
        made.append(indicator(f"i{place}", dimension, **rules))
    parts = draw(st.lists(st.integers(0, 7), min_size=size, max_size=size).filter(any))
    equal = draw(st.booleans())
    weights = None if equal else [Fraction(part, sum(parts)) for part in parts]
    return instrument_over(made, weights=weights, size="people", area="village")


@st.composite
def surveys(draw: st.DrawFn) -> tuple[Instrument, list[dict[str, Any]], list[dict[str, Any]]]:
    """An instrument, units for the oracle, and the same units as rows of a file."""
    chosen = draw(instruments())
    units, rows = [], []
    for number in range(draw(st.integers(1, 14))):
        people, weight = draw(st.integers(1, 9)), draw(st.integers(1, 5))
        group, village = (
            draw(st.sampled_from("ab")),
            draw(st.sampled_from(["41010101", "41010202"])),
        )
        row: dict[str, Any] = {"people": people, "w": weight, "g": group, "village": village}
        states, gaps = {}, {}
        for item in chosen.indicators:
            place = int(item.name[1:])
            # the first unit answers everything, so that no indicator is absent from the round
            state = draw(st.sampled_from(STATES if number else STATES[:2]))
            states[item.name] = state
            asked = {"not_applicable": 0, "missing": draw(st.sampled_from([1, None]))}.get(state, 1)
            line = draw(st.integers(1, 12))
            lacking = draw(st.integers(0, line - 1)) if item.is_cardinal else 1
            passing = draw(st.integers(line, 20)) if item.is_cardinal else 0
            answer = {"deprived": lacking, "not": passing, "missing": None}.get(state, lacking)
            row |= {f"asked_{place}": asked, f"value_{place}": answer, f"line_{place}": line}
            gaps[item.name] = Fraction(line - lacking, line)
        units.append(
            {"states": states, "gaps": gaps, "group": group, "people": people, "w": weight}
        )
        rows.append(row)
    return chosen, units, rows


def table_of(rows: list[dict[str, Any]]) -> pa.Table:
    kinds = {name: pa.string() if name in ("g", "village") else pa.int64() for name in rows[0]}
    return pa.table(
        {name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()}
    )


def weighed(units: list[dict[str, Any]], *, weighted: bool) -> list[dict[str, Any]]:
    return [
        unit
        | {
            "mass": unit["people"] * (unit["w"] if weighted else 1),
            "households": Fraction(unit["w"] if weighted else 1),
        }
        for unit in units
    ]


def assert_equal(found: dict[Any, Any], expected: dict[Any, Fraction | None], context: Any) -> None:
    assert expected
    for key, exact in expected.items():
        if exact is None:
            assert found[key] is None, (key, context)
        else:
            assert found[key] == pytest.approx(float(exact), rel=1e-11, abs=1e-11), (key, context)


def rules(chosen: Instrument) -> list[Identification]:
    plain = [Identification(name) for name in ("union", "intersection", "any_dimension")]
    several = [Identification("dimensions", m=m) for m in (1, 2)]
    return [*plain, *several, *(Identification("k", k=cut) for cut in CUTOFFS)]


@pytest.fixture(scope="module")
def duckdb() -> Any:
    engine = connect("duckdb://?threads=1")
    yield engine
    engine.close()


@OUR_SETTINGS
@given(surveys())
def test_the_cube_gives_every_measure_under_every_rule(duckdb: Any, survey: Any) -> None:
    chosen, units, rows = survey
    answers = duckdb.table(table_of(rows))
    keep = {"area_code": "village"}
    cube = duckdb.arrow(count(profile(answers, chosen, keep=keep), by=["area_code"]))
    cells = cells_of(cube, factors=("area_code",))
    plain = weighed(units, weighted=False)
    assert len(cells) > 0 and len(rules(chosen)) > len(CUTOFFS)
    for missing in MISSING_RULES:
        for rule in rules(chosen):
            scheme = Scheme(chosen.weights, rule, missing)
            totals = AreaTotals.of(cells, chosen, scheme, level="village")
            long = long_table(area_blocks(totals, chosen, scheme, t="1", levels=["country"]))
            assert_equal(values(long), oracle.measures(plain, chosen, scheme), scheme)


@OUR_SETTINGS
@given(surveys(), st.data())
def test_estimate_gives_every_measure_of_every_group(survey: Any, data: Any) -> None:
    chosen, units, rows = survey
    rule = data.draw(st.sampled_from(rules(chosen)))
    missing = data.draw(st.sampled_from(MISSING_RULES))
    scheme = Scheme(chosen.weights, rule, missing)
    cut = [rule.k] if rule.k is not None else []
    result = estimate(
        table_of(rows),
        instrument=chosen,
        k=cut,
        rule=rule.rule,
        m=rule.m,
        missing=missing,
        weight="w",
        over=["g"],
        census=True,
        engine="duckdb://?threads=1",
    )
    weighted = weighed(units, weighted=True)
    whole = oracle.measures(weighted, chosen, scheme)
    assert_equal(values(result.levels, loa="nat"), whole, scheme)
    poverty = (whole["M0", "", ""] or 0) * whole["people", "", ""]
    for group in {unit["group"] for unit in units}:
        own = oracle.measures([unit for unit in weighted if unit["group"] == group], chosen, scheme)
        everyone, all_people = own["people", "", ""], whole["people", "", ""]
        own["popsh", "", ""] = oracle.ratio(everyone, all_people)
        own["povsh", "", ""] = oracle.ratio((own["M0", "", ""] or 0) * everyone, poverty)
        assert_equal(values(result.levels, loa="g", subg=group), own, (scheme, group))


@OUR_SETTINGS
@given(surveys())
def test_contributions_add_up_to_one_and_to_their_dimension(survey: Any) -> None:
    chosen, _, rows = survey
    levels = estimate(
        table_of(rows),
        instrument=chosen,
        rule="union",
        missing="as_not_deprived",
        census=True,
        engine="duckdb://?threads=1",
    ).levels
    found = values(levels)
    own = {key: item for key, item in found.items() if key[0] == "pctb" and key[1]}
    of_dimension = {key[2]: item for key, item in found.items() if key[0] == "pctb" and not key[1]}
    if found["M0", "", ""] == 0:
        assert set(own.values()) == {None}
        return
    assert sum(own.values()) == pytest.approx(1, abs=1e-12)
    for dimension, total in of_dimension.items():
        parts = [item for key, item in own.items() if key[2] == dimension]
        assert sum(parts) == pytest.approx(total, abs=1e-12)
