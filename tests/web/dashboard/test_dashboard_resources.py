"""A list of resources is read row by row: good rows are stored, others say what to do."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from ppaos.adapters.list_files import write_xlsx
from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import ColumnError, FileError
from ppaos.operations.areas.actions import import_resources
from ppaos.operations.areas.demo import make_demo_resources
from ppaos.operations.areas.models import Area, Resource
from ppaos.operations.areas.resource_rows import COLUMNS, read_rows
from ppaos.web.dashboard.place import DashboardArea
from ppaos.web.dashboard.potential import inside, resource_counts, resource_lists, staff

HERE = Scope.of(["41"])
HEAD = "ประเภท,รหัสพื้นที่,ชื่อ,งบประมาณ (บาท),ปีงบประมาณ (พ.ศ.),ละติจูด,ลองจิจูด,ที่มา,ข้อมูล ณ วันที่\n"


def _known(code: str) -> bool:
    return code.startswith("41") or code == "nat"


def _read(tmp_path, text, *, scope=HERE, encoding="utf-8-sig"):
    file = tmp_path / "list.csv"
    file.write_bytes(text.encode(encoding))
    return read_rows(file, scope=scope, is_known=_known)


def test_thai_headers_kinds_years_and_days_are_read(tmp_path) -> None:
    found = _read(
        tmp_path, HEAD + 'โครงการ,4101,ซ่อมบ้าน,"1,250,000.50",2566,17.4,102.8,สนจ.,30/6/2566\n'
    )
    assert not found.findings
    assert found.good == [
        {
            "kind": "project", "area_code": "4101", "name_th": "ซ่อมบ้าน", "name_en": "",
            "agency": "", "budget_baht": Decimal("1250000.50"), "fiscal_year_be": 2566,
            "latitude": 17.4, "longitude": 102.8, "source": "สนจ.", "as_of": date(2023, 6, 30),
        }
    ]  # fmt: skip


def test_an_old_thai_encoding_is_read(tmp_path) -> None:
    found = _read(tmp_path, HEAD + "บริการ,41,โรงพยาบาล,,,,,สนจ.,\n", encoding="cp874")
    assert [row["name_th"] for row in found.good] == ["โรงพยาบาล"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("ร้านค้า,41,ก,,,,,ที่มา,", "kind"),
        ("บริการ,5,ก,,,,,ที่มา,", "area_code"),
        ("บริการ,40,ก,,,,,ที่มา,", "area_code"),
        ("บริการ,nat,ก,,,,,ที่มา,", "area_code"),
        ("บริการ,41,,,,,,ที่มา,", "name_th"),
        ("บริการ,41,ก,ล้านบาท,,,,ที่มา,", "budget_baht"),
        ("บริการ,41,ก,-5,,,,ที่มา,", "budget_baht"),
        ("บริการ,41,ก,NaN,,,,ที่มา,", "budget_baht"),
        ("บริการ,41,ก,,67,,,ที่มา,", "fiscal_year_be"),
        ("บริการ,41,ก,,,48.2,102.8,ที่มา,", "latitude"),
        ("บริการ,41,ก,,,17.4,,ที่มา,", "latitude"),
        ("บริการ,41,ก,,,,,,", "source"),
        ("บริการ,41,ก,,,,,ที่มา,31/2/2566", "as_of"),
        (f"บริการ,41,{'ก' * 201},,,,,ที่มา,", "name_th"),
    ],
)
def test_a_bad_value_is_a_finding_that_says_what_to_do(tmp_path, row, column) -> None:
    found = _read(tmp_path, HEAD + row + "\nบริการ,4101,ดี,,,,,ที่มา,\n")
    assert [(item.row, item.column) for item in found.findings] == [(1, column)]
    assert found.findings[0].message.th and found.findings[0].message.en
    assert [item["name_th"] for item in found.good] == ["ดี"]


def test_the_how_to_names_every_column() -> None:
    page = Path(__file__).parents[3] / "docs" / "how-to" / "read-the-dashboard.md"
    text = page.read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert len(lines) > len(COLUMNS) > 0
    for column in COLUMNS:
        line = next(line for line in lines if f"`{column.name}`" in line)
        assert column.title.th in line
        assert ("required" in line) == column.required


def test_a_row_with_too_many_fields_is_a_finding(tmp_path) -> None:
    found = _read(tmp_path, HEAD + "บริการ,41,ก,1,250,000,2566,,,x,y,z\nบริการ,41,ข,,,,,ที่มา,\n")
    assert found.rows == 2
    assert [item.row for item in found.findings] == [1]
    assert len(found.good) == 1


def test_a_missing_column_and_another_kind_of_file_are_refused(tmp_path) -> None:
    with pytest.raises(ColumnError, match="Area code"):
        _read(tmp_path, "ประเภท,ชื่อ,ที่มา\nบริการ,ก,ข\n")
    file = tmp_path / "list.pdf"
    file.write_bytes(b"%PDF")
    with pytest.raises(FileError):
        read_rows(file, scope=HERE, is_known=_known)


@pytest.mark.django_db
def test_importing_again_changes_and_does_not_double(tmp_path) -> None:
    file = tmp_path / "list.xlsx"
    titles = [column.name for column in COLUMNS]

    def write(budget) -> None:
        row = ["project", 4101, "ซ่อมบ้าน", "", "พม.", budget, 2566, None, None, "สนจ.", None]
        write_xlsx(file, titles, [row], about=lambda _: [])
        _put_list_first(file)

    write(100)
    trial = import_resources(file, scope=HERE, is_trial=True)
    assert (trial.added, Resource.objects.count()) == (1, 0)
    first = import_resources(file, scope=HERE)
    assert (first.rows, first.added, first.updated, first.refused) == (1, 1, 0, 0)
    write(200)
    second = import_resources(file, scope=HERE)
    assert (second.added, second.updated) == (0, 1)
    stored = Resource.objects.get()
    assert (stored.area_code, stored.budget_baht, stored.is_synthetic) == ("4101", 200, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "shop"},
        {"latitude": 17.4},
        {"longitude": 102.8},
        {"latitude": 48.2, "longitude": 102.8},
        {"latitude": 17.4, "longitude": 2.8},
        {"budget_baht": -1},
        {"name_th": "once"},
        {"name_th": "once", "latitude": 17.4, "longitude": 102.8},
    ],
)
def test_the_database_keeps_a_resource_once_and_whole(wrong) -> None:
    plain = {"kind": "service", "area_code": "41", "name_th": "other", "source": "x"}
    Resource.objects.create(**plain | {"name_th": "once"})
    Resource.objects.create(**plain | {"name_th": "once", "fiscal_year_be": 2566})
    Resource.objects.create(**plain | {"latitude": 17.4, "longitude": 102.8})
    with pytest.raises(IntegrityError), transaction.atomic():
        Resource.objects.create(**plain | {"name_th": "third"} | wrong)


@pytest.mark.django_db
def test_pages_of_the_country_hold_what_is_stored_below_it(published, people_by_role) -> None:
    for code in ("nat", "R3", "41", "4101"):
        Resource.objects.create(kind="service", area_code=code, name_th=code, source="x")
    seen = {
        code: {item.area_code for item in inside(_place(published, people_by_role, code))}
        for code in ("nat", "R3", "41")
    }
    assert seen == {
        "nat": {"nat", "R3", "41", "4101"},
        "R3": {"R3", "41", "4101"},
        "41": {"41", "4101"},
    }
    people = {
        row.code: row.values[0] for row in staff(_place(published, people_by_role, "nat")).rows
    }
    assert (people["national"], people["provincial"], people["district"]) == (1, 2, 1)


@pytest.mark.django_db
def test_a_kind_without_resources_leads_nowhere(published, people_by_role) -> None:
    Resource.objects.create(kind="service", area_code="41", name_th="x", source="x")
    place = _place(published, people_by_role, "41")
    listed = {f"#{table.name}" for table in resource_lists(place)}
    assert {row.href for row in resource_counts(place).rows if row.href} == listed


def _place(published, people, code) -> DashboardArea:
    return DashboardArea(Area.objects.get(pk=code), published, people["national"])


def _put_list_first(file) -> None:
    from openpyxl import load_workbook

    book = load_workbook(file)
    del book["README"]
    book.save(file)


@pytest.mark.django_db
def test_an_area_that_no_list_has_is_a_finding(tmp_path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(HEAD + "บริการ,4199,ก,,,,,ที่มา,\nบริการ,41010101,ข,,,,,ที่มา,\n", "utf-8")
    found = import_resources(file, scope=HERE)
    assert [item.column for item in found.findings] == ["area_code"]
    assert found.added == 1


@pytest.mark.django_db
def test_demo_resources_are_marked_and_made_once() -> None:
    made = make_demo_resources("41")
    assert made > 100
    assert make_demo_resources("41") == made
    assert Resource.objects.count() == made
    assert not Resource.objects.filter(is_synthetic=False).exists()
    assert not Resource.objects.exclude(area_code__startswith="41").exists()
