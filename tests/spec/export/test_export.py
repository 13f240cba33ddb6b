"""Lists for agencies: the right rows, the allowed fields, masked numbers, a record and a log."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from ppaos.adapters.list_files import guarded
from ppaos.definitions.agencies import loader as agencies
from ppaos.definitions.agencies.fields import list_fields
from ppaos.domain.errors import DocumentError, SettingError, StoreError
from ppaos.domain.identity.citizen_id import format_citizen_id
from ppaos.engine.manifest import file_hash
from ppaos.engine.store import Store
from ppaos.workflows.export.job import export
from support.registers import citizen_id
from support.targeted_village import POOR, WELL, targeted_village

MASK = "x-xxxx-xxxxx-xx-x"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return targeted_village(tmp_path_factory.mktemp("village"))


def listed(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def logged(store: Store) -> list[dict[str, Any]]:
    files = store.get("export_log").files
    return pa.concat_tables([pq.read_table(file) for file in files]).to_pylist()


def revealed(store: Store) -> list[dict[str, str]]:
    file = store.root / "vault" / "reveals.jsonl"
    return (
        [json.loads(text) for text in file.read_text("utf-8").splitlines()] if file.exists() else []
    )


def test_a_list_has_as_many_rows_as_target_counts(store: Store, tmp_path: Path) -> None:
    counts = pq.read_table(store.get("target_counts").files[0]).to_pylist()
    checked = [row for row in counts if row["level"] == "country" and row["people"]]
    assert {row["group_name"] for row in checked} >= {"1.1", "2", "3.1", "3.2"}
    for number, row in enumerate(checked):
        group = f"{row['rules']}/{row['group_name']}"
        for unit, column in (("person", "people"), ("household", "households")):
            file = tmp_path / f"{number}-{unit}.csv"
            made = export(store, file, area="nat", group=group, unit=unit)
            assert made.rows == len(listed(file)) == row[column]


def test_a_list_of_an_area_holds_its_people_only(store: Store, tmp_path: Path) -> None:
    made = export(store, tmp_path / "a.csv", area="4101", group="3.1")
    assert made.unit == "person"
    (row,) = listed(tmp_path / "a.csv")
    assert (row["รหัสประจำบ้าน"], row["ชื่อ"], row["เลขประจำตัวประชาชน"]) == (WELL, "บุญมี", MASK)
    assert export(store, tmp_path / "b.csv", area="50", group="3.1").rows == 0


def test_people_outside_the_survey_are_named_by_their_register(
    store: Store, tmp_path: Path
) -> None:
    export(store, tmp_path / "a.csv", area="41", group="3.2", agency="social-development")
    rows = listed(tmp_path / "a.csv")
    assert len(rows) == 2
    assert all(row["ชื่อ"] and row["นามสกุล"] for row in rows)
    # the survey did not ask them: no data, which is not "no"
    assert {row["พิการ (แบบสำรวจ)"] for row in rows} == {""}


def test_citizen_ids_are_in_clear_only_where_the_document_says_full(
    store: Store, tmp_path: Path
) -> None:
    before = len(revealed(store))
    export(store, tmp_path / "masked.csv", area="41", group="1.1", agency="district-centre")
    assert len(revealed(store)) == before
    export(store, tmp_path / "full.csv", area="41", group="1.1", agency="social-development")
    (row,) = listed(tmp_path / "full.csv")
    assert row["เลขประจำตัวประชาชน"] == format_citizen_id(citizen_id(1))
    (reveal,) = revealed(store)[before:]
    assert "social-development" in reveal["purpose"]
    land = export(
        store, tmp_path / "none.csv", area="41", group="1.1", agency="land-and-agriculture"
    )
    assert "citizen_id" not in land.fields
    for name in ("masked.csv", "none.csv"):
        text = (tmp_path / name).read_text("utf-8-sig").replace("-", "")
        assert citizen_id(1) not in text


def test_a_field_outside_the_purpose_is_refused_by_name(store: Store, tmp_path: Path) -> None:
    with pytest.raises(SettingError) as caught:
        export(
            store,
            tmp_path / "x.csv",
            area="41",
            group="1.1",
            agency="education",
            fields=["first_name", "is_disabled"],
        )
    assert "is_disabled" in caught.value.en
    assert agencies.load("education").purpose.en in caught.value.en
    assert agencies.load("education").purpose.th in caught.value.th
    assert list(tmp_path.iterdir()) == []


def test_a_group_outside_the_purpose_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="does not cover group 2"):
        export(store, tmp_path / "x.csv", area="41", group="2", agency="education")
    with pytest.raises(SettingError, match="only receive lists of a group"):
        export(store, tmp_path / "x.csv", area="41", agency="health")
    assert list(tmp_path.iterdir()) == []


def test_other_groups_of_a_person_are_not_told_to_an_agency(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "a.csv", area="41", group="1.1", agency="education")
    (row,) = listed(tmp_path / "a.csv")
    assert row["กลุ่มเป้าหมาย"] == "fiscal-2566/1.1"


def test_thaiqm_lists_are_of_persons_with_the_fields_of_one_agency(
    store: Store, tmp_path: Path
) -> None:
    with pytest.raises(SettingError, match="names its receiver"):
        export(store, tmp_path / "x.csv", area="41", group="2", format_="thaiqm")
    with pytest.raises(SettingError, match="of persons only"):
        export(
            store,
            tmp_path / "x.csv",
            area="41",
            group="2",
            format_="thaiqm",
            agency="health",
            unit="household",
        )
    made = export(
        store, tmp_path / "q.csv", area="41", group="1.1", format_="thaiqm", agency="employment"
    )
    allowed = set(agencies.load("employment").fields)
    assert set(made.fields) <= allowed
    (row,) = listed(tmp_path / "q.csv")
    assert set(row) == {
        "ลำดับ",
        "SYNTHETIC",
        *(list_fields()[name].title.th for name in made.fields),
    }
    assert row["ลำดับ"] == "1"


def test_the_record_beside_a_list_says_what_it_is(store: Store, tmp_path: Path) -> None:
    made = export(store, tmp_path / "a.csv", area="4101", group="1.1", agency="health")
    said = json.loads(made.about.read_text("utf-8"))
    assert said["synthetic"] is True
    assert said["area"]["code"] == "4101"
    assert (said["group"]["name"], said["group"]["rule"]) == ("1.1", "fails_mpi and holds_card")
    assert (said["rows"], said["round_be"]) == (1, 2565)
    assert said["agency"]["purpose"] == agencies.load("health").purpose.model_dump()
    assert {"state-welfare-card", "bmn-members-2560"} <= {
        item["source"] for item in said["sources"]
    }
    assert said["sha256"] == file_hash(made.file)
    assert {item["class"] for item in said["fields"]} == {"public", "personal", "sensitive"}


def test_every_list_is_in_the_log(store: Store, tmp_path: Path) -> None:
    before = len(logged(store)) if store.has("export_log") else 0
    made = export(store, tmp_path / "a.csv", area="41", group="1.1", fields=["first_name", "sex"])
    rows = logged(store)
    assert len(rows) == before + 1
    row = next(item for item in rows if item["fields"] == "first_name sex")
    assert (row["agency"], row["area_code"], row["group_name"]) == (
        "provincial-centre",
        "41",
        "1.1",
    )
    assert (row["rows"], row["sha256"], row["citizen_id"]) == (1, made.sha256, "none")


def test_a_workbook_carries_its_record_in_a_sheet(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "a.xlsx", area="41", group="2", format_="xlsx")
    book = load_workbook(tmp_path / "a.xlsx", read_only=True)
    about = {row[0]: row[1] for row in book["README"].iter_rows(values_only=True, max_col=2)}
    assert about["กฎ / Rule"] == "present(vulnerability_level)"
    rows = list(book["list"].iter_rows(values_only=True))
    codes = {row[rows[1].index("รหัสประจำบ้าน")] for row in rows[2:]}
    assert POOR in codes
    book.close()


def test_a_csv_opens_as_utf_8_in_a_spreadsheet(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "a.csv", area="41", group="1.1")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", ["=1+1", "+66", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_text_is_never_a_formula(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_what_is_no_formula_stays(store: Store) -> None:
    assert [guarded(value) for value in ("สมชาย", -3, None)] == ["สมชาย", -3, None]


def test_a_store_without_targets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Run ppaos link"):
        export(tmp_path / "nowhere", tmp_path / "x.csv", area="41")


def test_unknown_names_are_answered_with_the_known_ones(store: Store, tmp_path: Path) -> None:
    for asked, known in (
        ({"group": "9.9"}, "fiscal-2566/1.1"),
        ({"format_": "pdf"}, "thaiqm"),
        ({"fields": ["salary"]}, "first_name"),
    ):
        with pytest.raises(SettingError, match=known):
            export(store, tmp_path / "x.csv", area="41", **asked)
    with pytest.raises(DocumentError, match="provincial-centre"):
        export(store, tmp_path / "x.csv", area="41", agency="nobody")


@pytest.mark.parametrize("name", agencies.names())
def test_a_shipped_agency_states_purpose_basis_and_that_it_is_our_reading(name: str) -> None:
    agency = agencies.load(name)
    assert agency.agency == name
    assert agency.unofficial
    assert "2562" in agency.legal_basis.th and agency.purpose.th
    sensitive = [field for field in agency.fields if list_fields()[field].class_ == "sensitive"]
    assert not sensitive or "26" in agency.legal_basis.en


def test_a_document_with_an_unknown_field_points_at_the_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    text = Path(agencies.__file__).with_name("education.yaml").read_text("utf-8")
    file.write_text(text.replace("is_student,", "salary,"), "utf-8")
    with pytest.raises(DocumentError, match=r"line \d+: fields: .*salary"):
        agencies.load(file)
    file.write_text(text.replace("citizen_id: full", "citizen_id: none"), "utf-8")
    with pytest.raises(DocumentError, match="exactly when"):
        agencies.load(file)


def test_every_field_is_described_with_its_class() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "agencies.md"
    text = page.read_text("utf-8")
    assert list_fields()
    for name, item in list_fields().items():
        units = ", ".join(item.units)
        row = f"| `{name}` | {item.title.th} / {item.title.en} | {item.class_} | {units} |"
        assert row in text
    for part in agencies.Agency.model_fields:
        assert f"| `{part}` |" in text
