"""A stored survey to estimates: the same on both engines, and the same however it was stored."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from ppaos.domain.errors import AreaError, ColumnError, SettingError, StoreError
from ppaos.domain.measurement.instrument import Identification
from ppaos.engine.manifest import Manifest
from ppaos.engine.store import Store
from ppaos.workflows.estimate.job import estimate
from ppaos.workflows.ingest.job import ingest
from ppaos.workflows.measure.job import estimates_of, measure
from ppaos.workflows.measure.whatif import whatif
from ppaos.workflows.synth.job import synthesise
from support.instruments import indicator, instrument_over
from support.long_rows import value

TABLES = (
    "profiles",
    "cube",
    "cube_village",
    "cube_subdistrict",
    "estimates",
    "changes",
    "missing_audit",
)
LONG = ("loa", "subg", "measure", "indicator", "dimension", "t", "k", "rule", "wgts")


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("survey")
    synthesise(folder / "raw", provinces=["85"], households=500, rounds=[2564, 2566], workers=1)
    store = Store(folder / "store")
    ingest([folder / "raw"], store=store)
    return store


@pytest.fixture(scope="module")
def measured(stored):
    return measure(stored, over=["has_children"]) if _has_group(stored) else measure(stored)


def _has_group(store):
    from ppaos.definitions.instruments.loader import load

    return "has_children" in load("tpmap-2560").groups


def copy_of(stored, folder, *, parts=1, order=None):
    """The households of a store in another store, in other files and another order."""
    rows = pa.concat_tables([pq.read_table(file) for file in stored.get("households").files])
    rows = rows if order is None else rows.take(order(len(rows)))
    store = Store(folder)
    with store.change() as change:
        size = -(-len(rows) // parts)
        for part in range(parts):
            pq.write_table(
                rows.slice(part * size, size), change.folder("households") / f"{part}.parquet"
            )
        change.replace(Manifest(table="households", row="household", rows=len(rows), inputs={}))
    return store


def rows_of(store, name):
    if not store.has(name):
        return None
    table = pa.concat_tables([pq.read_table(file) for file in store.get(name).files])
    plain = pa.table(
        {column: table[column].cast(_plain(table[column].type)) for column in table.column_names}
    )
    return plain.sort_by([(column, "ascending") for column in plain.column_names]).combine_chunks()


def _plain(kind):
    """Texts as texts; whole numbers wide, since DuckDB writes the narrowest that it needs."""
    if pa.types.is_dictionary(kind):
        return pa.string()
    return pa.int64() if pa.types.is_integer(kind) else kind


def assert_same_tables(one, other):
    for name in TABLES:
        left, right = rows_of(one, name), rows_of(other, name)
        assert (left is None) == (right is None), name
        if left is None:
            continue
        assert len(left) > 0
        assert left.schema.equals(right.schema), name
        assert left.equals(right), name


@pytest.mark.spark
def test_spark_and_duckdb_give_the_same_tables_to_the_last_digit(stored, tmp_path):
    one, other = copy_of(stored, tmp_path / "duckdb"), copy_of(stored, tmp_path / "spark")
    measure(one, engine="duckdb://")
    measure(other, engine="pyspark://local[2]")
    assert_same_tables(one, other)


@pytest.mark.parametrize("parts", [1, 3, 7])
def test_order_of_rows_and_split_of_files_change_nothing(stored, tmp_path, parts):
    one = copy_of(stored, tmp_path / "one")
    other = copy_of(stored, tmp_path / "other", parts=parts, order=lambda n: list(range(n))[::-1])
    measure(one)
    measure(other)
    assert_same_tables(one, other)


def test_counts_of_every_level_add_up_to_the_level_above(measured):
    table = measured.estimates.to_pandas()
    counts = table[table.measure.isin(["people", "households", "poor_people", "poor_households"])]
    levels = ["nat", "region", "province", "district", "subdistrict", "village"]
    series = counts.groupby(["measure", "t", "rule", "k"], observed=True)
    assert len(series) >= counts.measure.nunique() > 0
    for _, same in series:
        totals = [
            same[same["loa"] == level].b.sum() for level in levels if (same["loa"] == level).any()
        ]
        assert len(totals) >= 5
        assert len(set(totals)) == 1
        districts = same[same["loa"] == "district"].set_index("subg").b
        parents = same[same["loa"] == "subdistrict"].assign(
            own=lambda f: f.subg.astype(str).str[:4]
        )
        assert parents.groupby("own").b.sum().to_dict() == {str(k): v for k, v in districts.items()}


def test_shares_of_areas_in_people_and_in_poverty_add_up_to_one(measured):
    table = measured.estimates.to_pandas()
    shares = table[table.measure.isin(["popsh", "povsh"]) & (table["loa"] != "nat")]
    shares = shares[shares["loa"].isin(["province", "district", "subdistrict"])]
    groups = shares.groupby(["measure", "loa", "t", "rule", "k"], observed=True)
    sums = groups.b.sum(min_count=1).dropna()  # nobody poor anywhere: no shares of poverty
    assert len(sums) >= 18
    assert sums.to_numpy() == pytest.approx(1, abs=1e-12)


def test_the_own_scheme_asked_again_equals_what_was_stored(measured, stored):
    latest = str(max(measured.rounds))
    asked = whatif(stored)
    kept = estimates_of(stored).to_pandas()
    kept = kept[(kept.t == latest) & (kept["rule"] == "any_dimension")].set_index(list(LONG))
    found = asked.to_pandas().set_index(list(LONG))
    assert len(found) > 500
    for column in ("b", "se", "n"):
        again = kept[column].reindex(found.index).to_numpy()
        assert np.array_equal(again, found[column].to_numpy(), equal_nan=True)


def test_another_cutoff_can_be_compared_with_the_rule_in_force(measured, stored):
    table = whatif(stored, k="1/3", compare="instrument", levels=("country",))
    row = next(row for row in table.to_pylist() if row["measure"] == "H")
    assert row["difference"] == row["b"] - row["b_base"] < 0


def test_a_scope_holds_its_own_areas_only(measured, stored):
    district = sorted(
        {code[:4] for code in pc.unique(rows_of(stored, "cube")["area_code"]).to_pylist()}
    )[0]
    table = whatif(stored, area=district)
    assert {row["loa"] for row in table.to_pylist()} == {"district", "subdistrict"}
    assert all(row["subg"].startswith(district) for row in table.to_pylist())
    whole = whatif(stored)
    where = {"loa": "district", "subg": district}
    assert value(table, "H", **where) == value(whole, "H", **where)


@pytest.mark.parametrize("code", ["8599", "10", "R3", "850199"])
def test_an_area_without_data_is_an_error(measured, stored, code):
    with pytest.raises(AreaError, match=f"no data of area '{code}'") as caught:
        whatif(stored, area=code)
    assert "ไม่มีข้อมูลของพื้นที่" in caught.value.th


@pytest.mark.parametrize("code", ["4", "411", "R9", "ก1", "41x1"])
def test_an_area_code_of_no_known_form_is_an_error(measured, stored, code):
    with pytest.raises(AreaError, match="an unknown format"):
        whatif(stored, area=code)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"k": "33"}, "33%"),
        ({"k": "1/0"}, "not a number"),
        ({"weights": "health=2/5,nosuch=1/5"}, "no dimension or indicator nosuch"),
        ({"weights": "health=1"}, None),
        ({"weights": "health=3/2"}, "sum"),
        ({"weights": "health=1/2,living=3/5"}, "sum"),
        ({"weights": "health"}, "not well formed"),
        ({"weights": "health=1/2,health=1/2"}, "not well formed"),
        ({"rule": "nosuch"}, "Unknown identification rule"),
        ({"rule": "union", "k": "1/3"}, "does not go with rule"),
        ({"rule": "union", "m": 2}, "m goes with rule"),
        ({"k": "1/3", "m": 2}, "m goes with rule"),
        ({"missing": "nosuch"}, "Unknown missing rule"),
        ({"round_be": 2500}, "no cube of round 2500"),
        ({"area": "85", "levels": ("country",)}, "Level country is wider than the area '85'"),
    ],
)
def test_what_may_not_be_asked_of_a_cube(measured, stored, asked, message):
    if message is None:
        assert value(whatif(stored, levels=("country",), **asked), "H") is not None
        return
    with pytest.raises(SettingError, match=message) as caught:
        whatif(stored, **asked)
    assert caught.value.th and caught.value.exit_code == 2


def test_a_dimension_may_not_contradict_its_indicators(measured, stored):
    from ppaos.definitions.instruments.loader import load

    chosen = load("tpmap-2560")
    members = [item.name for item in chosen.indicators if item.dimension == "health"]
    weights = "health=1/2," + ",".join(f"{name}=1/40" for name in members)
    with pytest.raises(SettingError, match="not the sum of its indicators"):
        whatif(stored, weights=weights)


def tiny(folder, columns):
    rows = pa.table(
        {"village": ["41010101", "41010102"], "house": ["1", "2"], "round": [2566, 2566], **columns}
    )
    store = Store(folder)
    with store.change() as change:
        pq.write_table(rows, change.folder("households") / "rows.parquet")
        change.replace(Manifest(table="households", row="household", rows=len(rows), inputs={}))
    return store


def own_instrument(**changed):
    settings = {"area": "village", "key": "house", "wave": "round"} | changed
    rules = [indicator("a", "x", coded="a"), indicator("b", "y", below=("income", "line"))]
    return instrument_over(
        rules, rule=Identification("k", k=Fraction(1, 2)), parameters={"line": 100}, **settings
    )


def test_a_cube_is_asked_without_the_document_that_it_was_measured_with(tmp_path):
    store = tiny(tmp_path, {"a": [1, 0], "income": [50, 150]})
    chosen = own_instrument()
    measure(store, instrument=chosen, k=())
    table = whatif(store, k="1")
    assert value(table, "H", loa="nat") == 0.5
    assert value(table, "M1", "b", loa="nat") == 0.125


def test_codes_other_than_0_and_1_in_a_store_are_refused(tmp_path):
    store = tiny(tmp_path, {"a": [1, 9], "income": [50, 150]})
    with pytest.raises(ColumnError, match="Column a: 1 rows are neither 0, 1 nor empty"):
        measure(store, instrument=own_instrument())
    assert store.names() == ["households"]


def test_a_store_without_households_is_an_error(tmp_path):
    with pytest.raises(StoreError, match="has no table 'households'") as caught:
        measure(Store(tmp_path / "empty"))
    assert caught.value.exit_code == 7 and "ppaos ingest" in caught.value.th


def test_a_store_that_was_not_measured_is_an_error(tmp_path):
    store = tiny(tmp_path, {"a": [1, 0], "income": [50, 150]})
    with pytest.raises(StoreError, match="Run ppaos ingest or ppaos measure first"):
        whatif(store)
    with pytest.raises(StoreError, match="holds no estimates"):
        estimates_of(store)


@pytest.mark.parametrize(
    ("settings", "message"),
    [({"rounds": [2500]}, "no round"), ({"over": ["nosuch"]}, "defines no group nosuch")],
)
def test_rounds_and_groups_that_are_not_there(tmp_path, settings, message):
    store = tiny(tmp_path, {"a": [1, 0], "income": [50, 150]})
    with pytest.raises(SettingError, match=message):
        measure(store, instrument=own_instrument(), **settings)


def test_an_instrument_must_say_where_a_store_keeps_areas(tmp_path):
    store = tiny(tmp_path, {"a": [1, 0], "income": [50, 150]})
    with pytest.raises(SettingError, match="must name area, key and wave"):
        measure(store, instrument=own_instrument(area=None))


SURVEY = pa.table(
    {
        "d1": [1, 0, 1, None, 1, 0, 1, 1] * 6, "d2": [0, 1, 1, 1, None, 0, 0, 1] * 6,
        "d3": [1, 1, 0, 1, 0, 0, 1, 0] * 6, "w": [0.1 + n / 7 for n in range(48)],
        "psu": [n // 4 for n in range(48)], "stratum": [n // 24 for n in range(48)],
        "g": ["north", "south", None] * 16, "t": [1, 2] * 24,
    }
)  # fmt: skip
DIMS = {"x": ["d1", "d2"], "y": ["d3"]}
DESIGN = {"weight": "w", "psu": "psu", "strata": "stratum"}


def estimated(table, **settings):
    return estimate(table, dims=DIMS, k=["1/3", "1/2"], over=["g"], wave="t", **settings)


def assert_same_results(one, other):
    for name in ("levels", "changes", "audit"):
        assert getattr(one, name).to_pylist() == getattr(other, name).to_pylist()


@pytest.mark.spark
@pytest.mark.parametrize("design", [DESIGN, {}], ids=["designed", "simple"])
def test_estimate_is_the_same_on_spark_and_duckdb_to_the_last_digit(design):
    assert_same_results(
        estimated(SURVEY, **design), estimated(SURVEY, engine="pyspark://local[2]", **design)
    )


@pytest.mark.parametrize(
    "design",
    [DESIGN, {}, {"weight": "w"}, {"census": True}, {"bootstrap": 20}, {**DESIGN, "bootstrap": 20}],
    ids=["designed", "simple", "weighted", "census", "bootstrap", "designed bootstrap"],
)
def test_the_order_of_rows_changes_no_digit_of_an_estimate(design):
    turned = SURVEY.take([(n * 31 + 17) % 48 for n in range(48)])
    assert_same_results(estimated(SURVEY, **design), estimated(turned, **design))


def test_rows_without_a_group_count_in_the_whole_only():
    levels = estimated(
        SURVEY.drop_columns(["t"]).append_column("t", pa.array([1] * 48)), missing="as_not_deprived"
    ).levels
    where = {"k": "1/3", "rule": "k"}
    groups = [
        value(levels, "households", loa="g", subg=name, **where) for name in ("north", "south")
    ]
    assert groups == [16, 16]
    assert value(levels, "households", loa="nat", **where) == 48


def test_the_store_is_where_it_is_said_to_be(stored):
    assert isinstance(stored.root, Path) and stored.exists
