"""Files in, store out: what is taken, set aside and refused, and that no row is lost."""

import csv
import json
from pathlib import Path
from uuid import UUID

import duckdb
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from ppaos.domain.errors import CheckError, SettingError
from ppaos.domain.identity import citizen_id as identity
from ppaos.workflows.ingest import tables as intake_tables
from support.citizen_ids import check_digit
from support.ingest_bench import Bench, counts
from support.survey_files import HEADERS, csv_text, row, write_csv


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


DIRTY = [
    row(1),
    row(2, citizen_id="1234567890123"),
    row(3, village_code="99010101"),
    row(4, people="99"),
    row(5, water="maybe"),
    row(6, people=""),
    row(7, people="many"),
    row(8, born_on="31/02/2565"),
    row(9, children="20", people="3"),
    row(10),
    row(10, water="1", people="4"),
    row(10, water="0", people="4"),
    row(11),
    row(11),
    row(12, house_code="4101"),
    row(13, citizen_id="12345"),
    row(14, house_number="25-Feb"),
    row(15, born_on="๑ ก.ค. ๒๕๐๘", people="๓", village_name=" บ้าน  ใหม่ "),
    row(16, people="", water="9"),
]


def test_every_kind_of_bad_row_is_set_aside_with_its_code_and_the_rest_is_taken(
    bench: Bench,
) -> None:
    write_csv(bench.files / "a.csv", DIRTY)
    summary = bench.run()
    assert bench.codes() == {
        3: ["unknown_area"],
        4: ["out_of_range"],
        5: ["not_in_code_list"],
        6: ["missing_required"],
        7: ["not_a_number"],
        8: ["not_a_date"],
        9: ["part_exceeds_whole"],
        10: ["conflicting_key"],
        11: ["conflicting_key"],
        12: ["conflicting_key"],
        15: ["bad_house_code"],
        19: ["missing_required", "not_in_code_list"],
    }
    assert counts(summary) == (19, 6, 12, 1)
    assert summary.accepted_flagged == 3
    assert summary.proof_en == "rows in 19 = accepted 6 + quarantined 12 + exact repeats 1"
    assert summary.proof_th == "แถวที่อ่าน 19 = รับเข้า 6 + พักไว้ 12 + ซ้ำทุกค่า 1"


def test_values_are_stored_normalised_with_the_original_kept_where_it_changed(bench: Bench) -> None:
    write_csv(bench.files / "a.csv", DIRTY)
    bench.run()
    stored = {item["house_code"]: item for item in bench.rows()}
    changed = stored["41010000015"]
    assert (str(changed["born_on"]), changed["born_on_precision"]) == ("1965-07-01", "day")
    assert (changed["people"], changed["village_name"]) == (3, "บ้าน ใหม่")
    assert stored["41010000014"]["house_number"] is None
    originals = {
        (i["row"], i["column"]): (i["original"], i["stored"])
        for i in bench.rows("ingest_originals")
    }
    assert stored["41010000002"]["citizen_id_hash"] is None
    assert originals == {
        (2, "citizen_id"): ("xxxxxxxxxxxxx", None),
        (16, "citizen_id"): ("xxxxx", None),
        (17, "house_number"): ("25-Feb", None),
        (18, "born_on"): ("๑ ก.ค. ๒๕๐๘", "1965-07-01"),
        (18, "people"): ("๓", "3"),
        (18, "village_name"): (" บ้าน  ใหม่ ", "บ้าน ใหม่"),
    }


def test_quarantine_keeps_the_whole_row_and_says_what_to_do_in_both_languages(bench: Bench) -> None:
    write_csv(bench.files / "a.csv", DIRTY)
    summary = bench.run()
    bad = next(item for item in bench.rows("quarantine") if item["row"] == 3)
    assert json.loads(bad["raw_row"]) == {k: v or None for k, v in DIRTY[2].items()}
    assert (bad["file"], bad["column"], bad["value"]) == ("a.csv", "village_code", "99010101")
    for item in bench.rows("quarantine"):
        for text in ("message_th", "message_en", "action_th", "action_en"):
            assert item[text] and "{" not in item[text]
    table, book = summary.report
    with table.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    sheet = load_workbook(book).active
    assert sheet is not None
    assert len(lines) == sheet.max_row == 1 + len(bench.rows("quarantine")) + 3
    assert [lines[1][2], lines[1][5]] == ["2", "citizen_id_check_digit"]
    flagged = [line for line in lines if line[0] == "accepted_flagged"]
    assert [line[5] for line in flagged] == [
        "citizen_id_check_digit",
        "citizen_id_length",
        "house_number_mangled",
    ]
    assert all("the row was taken" in "".join(line) for line in flagged)


def test_citizen_ids_are_stored_as_keyed_hashes_only(bench: Bench) -> None:
    number = "123456789012" + check_digit("123456789012")
    write_csv(
        bench.files / "a.csv",
        [row(1, citizen_id=identity.format_citizen_id(number)), row(2, citizen_id=number)],
    )
    bench.run()
    hashes = {item["citizen_id_hash"] for item in bench.rows()}
    assert len(hashes) == 1 and isinstance(hashes.pop(), UUID)
    assert "citizen_id" not in bench.rows()[0]
    for file in bench.store.root.rglob("*.parquet"):
        assert number not in str(pq.read_table(file).to_pylist())
    made = bench.store.root / "keys"
    assert [p.stat().st_mode & 0o077 for p in (made, *made.iterdir())] == [0, 0, 0]


def test_no_citizen_id_stands_in_clear_in_quarantine_or_report(bench: Bench) -> None:
    number = "123456789012" + check_digit("123456789012")
    wrong = number[:12] + str((int(number[12]) + 1) % 10)
    rows = [
        row(1, citizen_id=wrong),
        row(2, citizen_id=number, people="x"),
        row(3, citizen_id=number, people="1"),
        row(3, citizen_id=number, people="2"),
    ]
    lines = [
        *csv_text(rows).splitlines(),
        f"41010000009,{number},{identity.format_citizen_id(number)}",
    ]
    (bench.files / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    table, book = bench.run().report
    sheet = load_workbook(book).active
    assert sheet is not None
    texts = str(bench.rows("quarantine")) + table.read_text("utf-8-sig") + str(list(sheet.values))
    assert sorted(bench.codes()) == [2, 3, 4, 5]
    assert "citizen_id_check_digit" in table.read_text("utf-8-sig")
    texts += str(bench.rows()) + str(bench.rows("ingest_originals"))
    for text in (number, wrong, identity.format_citizen_id(number)):
        assert text not in texts
    assert "xxxxxxxxxxxxx" in texts and "41010000009" in texts


def test_row_numbers_stay_true_over_many_row_groups_and_threads(bench: Bench) -> None:
    """300,000 rows, so that several threads read at once; house codes tell the true order."""
    rows = (row(number) for number in range(1, 300_001))
    lines = (",".join(item.values()) for item in rows)
    text = "\n".join([",".join(HEADERS), *lines])
    (bench.files / "a.csv").write_text(text, encoding="utf-8")
    assert counts(bench.run()) == (300_000, 300_000, 0, 0)
    files = [str(file) for file in bench.store.get("small").files]
    wrong = duckdb.sql(
        f"SELECT count(*) FROM read_parquet({files}) WHERE right(house_code, 6)::INT <> _row"
    ).fetchall()
    assert wrong == [(0,)]


def test_the_same_file_twice_changes_nothing(bench: Bench) -> None:
    path = write_csv(bench.files / "a.csv", DIRTY)
    bench.run()
    before = (bench.store.root / "catalog.json").read_bytes()
    again = bench.run()
    path.rename(bench.files / "other name.csv")
    renamed = bench.run()
    assert (bench.store.root / "catalog.json").read_bytes() == before
    for summary in (again, renamed):
        assert not summary.changed and summary.files[0].ingested_before
        assert counts(summary) == (19, 0, 0, 19)


def test_stored_rows_that_come_again_in_another_file_are_repeats_or_conflicts(bench: Bench) -> None:
    write_csv(bench.files / "a.csv", [row(number) for number in range(1, 6)])
    bench.run()
    before = bench.contents()
    other = write_csv(bench.folder / "b.csv", [row(4), row(5, people="9"), row(6)])
    assert counts(bench.run(other)) == (3, 1, 1, 1)
    assert bench.codes() == {2: ["conflicts_with_stored"]}
    assert set(before) < set(bench.contents()) and len(bench.contents()) == 6


def test_splitting_a_file_or_permuting_its_rows_changes_nothing(tmp_path: Path) -> None:
    found = []
    for name, parts in (
        ("whole", [DIRTY]),
        ("split", [DIRTY[:5], DIRTY[5:11], DIRTY[11:14], DIRTY[14:]]),
        ("permuted", [DIRTY[::-1]]),
    ):
        (tmp_path / name).mkdir()
        bench = Bench(tmp_path / name)
        for place, part in enumerate(parts):
            write_csv(bench.files / f"{place}.csv", part)
        summary = bench.run()
        codes = sorted(item["code"] for item in bench.rows("quarantine"))
        found.append((bench.contents(), codes, counts(summary)))
    assert found[0] == found[1] == found[2]


def test_unknown_columns_are_named_and_their_values_stored_nowhere(bench: Bench) -> None:
    lines = csv_text([row(1), row(2, people="0")]).splitlines()
    text = "\n".join([lines[0] + ",phone", *[line + ",0812345678" for line in lines[1:]]])
    (bench.files / "a.csv").write_text(text, encoding="utf-8")
    summary = bench.run()
    assert summary.files[0].ignored_columns == ("phone",)
    assert counts(summary) == (2, 1, 1, 0)
    assert "0812345678" not in str(bench.rows()) + str(bench.rows("quarantine"))


def test_a_store_of_another_description_of_the_source_is_left_as_it_is_and_the_columns_are_named(
    bench: Bench,
) -> None:
    write_csv(bench.files / "a.csv", [row(1)])
    bench.run()
    before = bench.rows()
    text = bench.source.read_text(encoding="utf-8").replace("  water: {", "  roof: {")
    bench.source.write_text(text, encoding="utf-8")
    write_csv(bench.files / "b.csv", [row(2)])
    with pytest.raises(
        CheckError,
        match="lacks the columns roof and has columns that the source does not have: water",
    ):
        bench.run()
    assert bench.rows() == before


def test_the_manifest_states_inputs_counts_source_and_that_data_are_synthetic(bench: Bench) -> None:
    write_csv(bench.files / "a.csv", DIRTY)
    bench.run()
    manifest = bench.store.get("small").manifest
    assert list(manifest.inputs) == ["a.csv"] and len(manifest.inputs["a.csv"]) == 64
    assert manifest.counts == {"in": 19, "accepted": 6, "quarantined": 12, "repeats": 1}
    assert manifest.synthetic and manifest.source_hash and manifest.code_version
    assert manifest.rows == len(bench.rows()) == bench.store.get("small").rows


def test_rows_are_stored_by_province(bench: Bench) -> None:
    rows = [row(1), row(2, village_code="10010101")]
    write_csv(bench.files / "a.csv", rows)
    bench.run()
    folders = sorted(file.parent.name for file in bench.store.get("small").files)
    assert folders == ["village_code=10", "village_code=41"]


def test_when_rows_do_not_add_up_nothing_is_stored(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_csv(bench.files / "a.csv", DIRTY)
    honest = intake_tables.write_accepted
    monkeypatch.setattr(
        intake_tables,
        "write_accepted",
        lambda *given: {number: rows - 1 for number, rows in honest(*given).items()},
    )
    with pytest.raises(CheckError, match="rows in 19"):
        bench.run()
    assert not bench.store.exists


def test_ingest_runs_on_duckdb_alone(bench: Bench) -> None:
    write_csv(bench.files / "a.csv", [row(1)])
    with pytest.raises(SettingError, match="trino"):
        bench.run(engine_url="trino://host")


def test_texts_that_a_spreadsheet_would_run_are_harmless_in_the_report(bench: Bench) -> None:
    write_csv(bench.files / "a.csv", [row(1, people="=1+1")])
    table, book = bench.run().report
    assert "'=1+1" in table.read_text("utf-8-sig")
    sheet = load_workbook(book).active
    assert sheet is not None and sheet["E2"].data_type == "s" and sheet["E2"].value == "=1+1"
