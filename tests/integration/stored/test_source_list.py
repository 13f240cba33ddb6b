"""What the store is said to hold of each source."""

from datetime import date
from pathlib import Path

import pytest

from ppaos.definitions.sources import loader
from ppaos.domain.errors import SettingError
from ppaos.engine.store import Store
from ppaos.workflows.stored.sources import AreaRows, ListedSource, rows_by_area, source_list
from support.ingest_bench import Bench
from support.survey_files import SOURCE, row, write_csv

TODAY = date(2026, 7, 1)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    bench.source.write_text(
        SOURCE.replace("refresh: yearly", "refresh: yearly\nas_of: born_on"), encoding="utf-8"
    )
    rows = [
        row(1, born_on="2026-01-01", village_code="41010101"),
        row(2, born_on="2025-06-30", village_code="41010102"),
        row(3, born_on="", village_code="41020101"),
        row(4, born_on="2020-01-01", village_code="10010101"),
        row(5, people="x"),
        row(6, people="y", born_on="2026-06-01"),
    ]
    write_csv(bench.files / "a.csv", rows[:3])
    write_csv(bench.files / "b.csv", rows[3:])
    bench.run()
    return bench


def of(bench: Bench, on: date = TODAY) -> ListedSource:
    found = source_list(bench.store, on=on).sources
    return next(item for item in found if item.name == "small-survey")


def test_rows_files_freshness_and_coverage_are_those_of_the_accepted_rows(bench: Bench) -> None:
    found = of(bench)
    assert (found.rows, found.files, found.quarantined_rows) == (4, 2, 2)
    assert (found.fresh_on, found.age_days) == (date(2026, 1, 1), 181)
    assert (found.provinces, found.districts) == (2, 3)
    assert found.agency.en == "Invented agency" and found.legal_basis.th == "ข้อมูลสังเคราะห์"


@pytest.mark.parametrize(
    ("today", "expired"),
    [(date(2027, 1, 1), False), (date(2027, 1, 2), False), (date(2027, 1, 3), True)],
)
def test_rows_expire_on_the_day_after_the_cycle_of_their_agency(
    bench: Bench, today: date, expired: bool
) -> None:
    assert of(bench, today).is_expired is expired


def test_every_shipped_source_is_listed_though_nothing_of_it_is_stored(tmp_path: Path) -> None:
    found = source_list(Store(tmp_path / "none"), on=TODAY)
    assert [item.name for item in found.sources] == loader.names()
    assert {(item.rows, item.fresh_on, item.is_expired) for item in found.sources} == {
        (0, None, None)
    }
    assert found.older == ()
    assert not (tmp_path / "none").exists()


def test_a_source_of_surveyed_years_is_as_fresh_as_the_first_day_of_the_last(
    tmp_path: Path,
) -> None:
    bench = Bench(tmp_path)
    text = SOURCE.replace("refresh: yearly", "refresh: once\nas_of: round_be").replace(
        "  village_name:",
        "  round_be: {type: year_be, class: public, title: {th: ปี, en: Year}, aliases: [water]}\n"
        "  village_name:",
    )
    text = text.replace("  water:", "  tap:").replace("range: [0, 20]", "range: [0, 20]")
    bench.source.write_text(text, encoding="utf-8")
    write_csv(bench.files / "a.csv", [row(1, water="2565"), row(2, water="2564")])
    bench.run()
    found = of(bench)
    assert (found.fresh_on, found.is_expired) == (date(2022, 1, 1), False)


def test_rows_are_counted_by_area_of_each_level(bench: Bench) -> None:
    assert rows_by_area(bench.store, level="province") == (
        AreaRows("small-survey", "10", 1),
        AreaRows("small-survey", "41", 3),
    )
    found = rows_by_area(bench.store, level="district", source="small-survey")
    assert [(item.area_code, item.rows) for item in found] == [
        ("1001", 1),
        ("4101", 2),
        ("4102", 1),
    ]


def test_a_level_or_source_that_is_not_there_is_an_error_that_lists_them(bench: Bench) -> None:
    with pytest.raises(SettingError, match="province, district"):
        rows_by_area(bench.store, level="region")
    with pytest.raises(SettingError, match="small-survey"):
        rows_by_area(bench.store, level="province", source="nothing")
