"""Counts of the site: equal to the store's, to the rows', and to themselves at every level."""

import itertools
from collections import Counter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from django.http import QueryDict

from ppaos.domain.area.codes import LEVELS
from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import AreaError, SettingError
from ppaos.operations.people.models import Household, Person
from ppaos.operations.results import counts
from ppaos.operations.results.cube import cubes_of, rows_in
from ppaos.operations.results.filters import HouseholdFilter, from_query
from ppaos.operations.results.models import CubeBlock

ALL = Scope(("",))


def _stored(store: Any, table: str) -> list[dict[str, Any]]:
    return [row for file in store.get(table).files for row in pq.read_table(file).to_pylist()]


def test_groups_are_those_of_the_store_at_every_level(published, small_store) -> None:
    wanted = {
        (f"group:{row['rules']}/{row['group_name']}", row["level"], row["area_code"]): row
        for row in _stored(small_store, "target_counts")
        if row["level"] != "country"
    }
    checked = 0
    for name, measure in counts.measures(published).items():
        if not name.startswith("group:"):
            continue
        group, unit = name.rsplit(":", 1)
        for level in LEVELS[1:]:
            found = counts.values(published, measure, scope=ALL, area="nat", level=level)
            for row in found.rows:
                if row.code and row.value is not None:
                    stored = wanted.get((group, level, row.code))
                    assert row.value == ((stored or {}).get(unit) or 0), (name, row.code)
                    checked += 1
    assert checked > 500


def test_measures_are_the_estimates_of_the_store(published, small_store) -> None:
    names = {"H": "poor:ratio", "A": "intensity", "M0": "m0"}
    round_be = str(published.reading.round_be)
    rows = [
        row
        for row in _stored(small_store, "estimates")
        if row["t"] == round_be
        and row["measure"] in names
        and not row["indicator"]
        and not row["dimension"]
        and row["loa"] in ("province", "district", "subdistrict")
        and row["wgts"] == "instrument"
    ]
    own = [row for row in rows if row["rule"] == rows[0]["rule"] and row["k"] == rows[0]["k"]]
    assert own
    for row in own:
        measure = counts.measure_named(published, names[row["measure"]])
        value = counts.value(published, measure, scope=ALL, area=row["subg"])
        if row["b"] is None or row["b"] != row["b"]:
            assert value is None
        else:
            assert value == pytest.approx(row["b"], abs=1e-12)


@pytest.mark.parametrize("unit", ["households", "people"])
def test_children_add_up_to_their_parent(published, unit) -> None:
    compared = 0
    for name in (f"poor:{unit}", f"all:{unit}", f"indicator:income:{unit}"):
        measure = counts.measure_named(published, name)
        for upper, lower in itertools.pairwise(LEVELS):
            for parent in counts.values(
                published, measure, scope=ALL, area="nat", level=upper
            ).rows:
                if parent.code:
                    found = counts.values(
                        published, measure, scope=ALL, area=parent.code, level=lower
                    )
                    assert sum(row.value or 0 for row in found.rows) == (parent.value or 0)
                    compared += bool(parent.value)
    assert compared > 100


FILTERS = [
    HouseholdFilter(),
    HouseholdFilter.of(area="41"),
    HouseholdFilter.of(area="R3", fails_mpi=True),
    HouseholdFilter.of(fails_mpi=False),
    HouseholdFilter.of(area="4101", dimension="health"),
    HouseholdFilter.of(indicator="income", has_card=True),
    HouseholdFilter.of(has_card=False, failing=1),
    HouseholdFilter.of(failing=2),
    HouseholdFilter.of(level=2, in_survey=True),
    HouseholdFilter.of(in_survey=False),
    HouseholdFilter.of(group="fiscal-2566/1.1"),
    HouseholdFilter.of(group="fiscal-2566/1.2", level=3),
    HouseholdFilter.of(is_new=True),
    HouseholdFilter.of(fact="is_student"),
    HouseholdFilter.of(area="4101", fact="works", fails_mpi=True),
]


@pytest.mark.parametrize("asked", FILTERS, ids=lambda item: item.as_query() or "all")
@pytest.mark.parametrize("scope", [("",), ("41",), ("4101", "4003"), ()], ids=str)
def test_a_filter_means_the_same_in_the_cube_and_in_the_query(published, asked, scope) -> None:
    inside, cubes = Scope(scope), cubes_of(published)
    found = asked.matching(published, cubes, inside)
    held = Household.objects.filter(asked.condition(published, inside)).values_list(
        "cell", flat=True
    )
    cells = cubes.households["cell"][found.rows].tolist()
    assert dict(zip(cells, found.households.tolist(), strict=True)) == Counter(held)


def test_every_fact_is_counted_in_households_as_they_are_listed(published) -> None:
    assert "is_student" in published.reading.facts
    for place, name in enumerate(published.reading.facts):
        measure = counts.measure_named(published, f"fact:{name}:households")
        assert measure.listed == HouseholdFilter.of(fact=name)
        homes = Household.objects.filter(publication=published, village_code__startswith="41")
        wanted = [bits for bits in homes.values_list("facts", flat=True) if bits >> place & 1]
        assert counts.value(published, measure, scope=ALL, area="41") == len(wanted)


def test_a_version_from_before_facts_were_counted_offers_no_list_of_them(published) -> None:
    CubeBlock.objects.filter(publication=published, kind="facts").delete()
    published.ready_at = published.ready_at.replace(microsecond=1)  # caches forget it
    known = counts.measures(published)
    assert known["fact:is_student:people"].listed is None
    assert "fact:is_student:households" not in known
    with pytest.raises(SettingError, match="before there were lists"):
        from_query(QueryDict("fact=is_student"), published)


def test_a_filter_survives_its_address(published) -> None:
    for asked in FILTERS:
        assert from_query(QueryDict(asked.as_query()), published) == asked


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("area=999", AreaError),
        ("dimension=wealth", SettingError),
        ("failing=99", SettingError),
        ("level=x", SettingError),
        ("card=maybe", SettingError),
        ("group=fiscal-1/9", SettingError),
        ("fact=is_rich", SettingError),
    ],
)
def test_a_filter_that_cannot_be_says_so_in_both_languages(published, query, error) -> None:
    with pytest.raises(error) as refused:
        from_query(QueryDict(query), published)
    assert refused.value.th and refused.value.en


def test_an_area_without_households_has_no_data_not_zero(published) -> None:
    measure = counts.measure_named(published, "poor:households")
    assert counts.value(published, measure, scope=ALL, area="10") is None
    codes = [
        row.code
        for row in counts.values(published, measure, scope=ALL, area="nat", level="province").rows
    ]
    assert [code for code in codes if code] == ["40", "41"]


def test_outside_the_scope_nothing_is_counted(published) -> None:
    measure = counts.measure_named(published, "all:households")
    scope = Scope(("41",))
    found = counts.values(published, measure, scope=scope, area="nat", level="province")
    assert [row.code for row in found.rows] == ["41"]
    assert found.total.value == counts.value(published, measure, scope=ALL, area="41")
    assert counts.value(published, measure, scope=scope, area="40") is None
    cubes = cubes_of(published)
    rows = rows_in(cubes, cubes.households, scope)
    assert all(code.startswith("41") for code in cubes.villages[cubes.households.village[rows]])


def test_published_rows_are_the_rows_of_the_store(published, small_store) -> None:
    measure = counts.measures(published)
    homes = counts.value(published, measure["all:households"], scope=ALL, area="nat")
    people = counts.value(published, measure["all:people"], scope=ALL, area="nat")
    assert homes == Household.objects.filter(publication_id=published.pk).count()
    assert people == Person.objects.filter(publication_id=published.pk).count()
    assert homes == small_store.get("target_households").rows
    assert people == small_store.get("target_persons").rows


def test_rounds_are_told_oldest_first(published) -> None:
    measure = counts.measure_named(published, "poor:people")
    found = counts.series(published, measure, scope=ALL, area="41")
    assert [year for year, _ in found] == [2564, 2565]
    now = counts.value(published, measure, scope=ALL, area="41")
    assert found[-1][1] == now


def test_a_round_in_which_an_area_was_not_surveyed_has_no_data_not_zero(published) -> None:
    """Every household of one village is taken out of the earlier round."""
    cells = cubes_of(published).rounds
    village = int(cells.village[cells["round_be"] == 2564][0])
    code = str(cubes_of(published).villages[village])
    block = CubeBlock.objects.get(publication=published, kind="rounds", province_code=code[:2])
    table = pa.ipc.open_file(pa.BufferReader(bytes(block.data))).read_all()
    gone = pc.and_(
        pc.equal(table["village_code"].cast(pa.string()), code), pc.equal(table["round_be"], 2564)
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table.filter(pc.invert(gone)))
    CubeBlock.objects.filter(pk=block.pk).update(data=sink.getvalue().to_pybytes())
    published.ready_at = published.ready_at.replace(microsecond=2)  # caches forget it

    for name in ("poor:people", "poor:households", "poor:ratio", "indicator:income:people", "m0"):
        measure = counts.measure_named(published, name)
        found = dict(counts.series(published, measure, scope=ALL, area=code))
        assert found[2564] is None, name
    poor = counts.measure_named(published, "poor:households")
    later = dict(counts.series(published, poor, scope=ALL, area=code))[2565]
    assert later == counts.value(published, poor, scope=ALL, area=code)
