"""Every query of publishing has the columns of the Django model that it fills."""

from collections.abc import Iterator

import pytest
from django.db import models

from ppaos.engine.publishing.rows import OpenProvince, StoreRows
from ppaos.engine.store import Store
from ppaos.operations.people.models import Conflict, Household, Person, Village
from ppaos.operations.people.partition_loading import columns_of
from ppaos.workflows.publish.store_facts import facts_of
from support.site_store import HOUSEHOLDS

PROVINCE = "40"


@pytest.fixture
def rows(small_store: Store) -> Iterator[StoreRows]:
    """The store of two provinces, read for a first version."""
    with StoreRows(small_store, facts_of(small_store).form(1, is_first=True)) as opened:
        opened.prepare(opened.provinces())
        yield opened


@pytest.fixture
def province(rows: StoreRows) -> OpenProvince:
    return rows.open_province(PROVINCE)


def described(rows: StoreRows, query: str) -> list[str]:
    return [row[0] for row in rows.run(f"DESCRIBE {query}")]


def filled(model: type[models.Model], rows: StoreRows, query: str) -> None:
    """The query gives each column of the model once and no other; COPY then takes them by name."""
    found, wanted = described(rows, query), list(columns_of(model))
    assert len(wanted) > 3
    assert sorted(found) == sorted(wanted)
    picked = ", ".join(f'"{name}"' for name in wanted)
    assert described(rows, f"SELECT {picked} FROM ({query})") == wanted


def test_households_and_people(rows: StoreRows, province: OpenProvince) -> None:
    filled(Household, rows, province.household_rows())
    filled(Person, rows, province.person_rows())


def test_villages(rows: StoreRows) -> None:
    filled(Village, rows, rows.village_rows([]))
    filled(Village, rows, rows.village_rows(["villages_nrd2c"]))


def test_conflicts_of_every_table(rows: StoreRows) -> None:
    queries = rows.doubts()
    assert len(queries) == 3
    for query in queries:
        filled(Conflict, rows, query)


def test_a_province_is_an_object_with_rows(province: OpenProvince) -> None:
    counts = province.counts()
    assert counts["households"] >= HOUSEHOLDS
    assert province.cubes()["households"]["households"].to_pylist()
    assert sum(province.cubes()["households"]["households"].to_pylist()) == counts["households"]
