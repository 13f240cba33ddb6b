"""The command line as a person uses it: languages, exit codes, last lines, no tracebacks."""

import csv
import json
import os
import subprocess
import sys

import pytest

from ppaos.domain import errors


def ppaos(*words, folder, lang="en", expected=0):
    run = subprocess.run(
        [sys.executable, "-m", "ppaos.cli.main", *map(str, words)],
        cwd=folder,
        env={**os.environ, "PPAOS_LANG": lang, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == expected, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    return run


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("person")
    ppaos("synth", "files", "--province", "41", "--households", 300, "--round", 2565, folder=folder)
    run = ppaos("ingest", "files", "--store", "store", "--report", "quality", folder=folder)
    ppaos("measure", "--store", "store", "--over", "has_children", "--out", "out", folder=folder)
    return folder, run.stdout


def test_the_last_line_of_ingest_accounts_for_every_row(measured):
    last = measured[1].strip().splitlines()[-1]
    assert last.startswith("rows in ")
    total, accepted, quarantined, repeats = (
        int(word.replace(",", "")) for word in last.split() if word.replace(",", "").isdigit()
    )
    assert total == accepted + quarantined + repeats > 300


def test_measure_writes_every_format(measured):
    names = {path.name for path in (measured[0] / "out").iterdir()}
    assert {
        "report.html",
        "tables.xlsx",
        "estimates.csv",
        "estimates.parquet",
        "villages.parquet",
    } <= names


def test_whatif_compares_with_the_rule_in_force(measured):
    folder, _ = measured
    ppaos(
        "whatif",
        "--k",
        "1/5",
        "--weights",
        "health=2/5",
        "--area",
        "41",
        "--level",
        "district",
        "--compare",
        "instrument",
        "--out",
        "answer.csv",
        folder=folder,
    )
    with (folder / "answer.csv").open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["measure"] == "H"]
    assert {len(row["subg"]) for row in rows} == {4}
    for row in rows:
        change = float(row["b"]) - float(row["b_base"])
        assert float(row["difference"]) == pytest.approx(change, abs=1e-15)
        assert row["k"] == "1/5" and row["wgts"] == "health=2/5"


def test_the_same_files_again_change_nothing(measured):
    folder, _ = measured
    before = (folder / "store" / "catalog.json").read_bytes()
    run = ppaos("ingest", "files", "--store", "store", folder=folder)
    assert "unchanged" in run.stdout
    assert (folder / "store" / "catalog.json").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "error", "thai"),
    [
        (("whatif", "--area", "99"), errors.AreaError, "ไม่มีข้อมูล"),
        (("whatif", "--k", "33"), errors.SettingError, "กำกวม"),
        (("whatif", "--weights", "health=3/2"), errors.SettingError, "น้ำหนัก"),
        (("whatif", "--store", "nowhere"), errors.StoreError, "ไม่มีตาราง"),
        (("measure", "--round", "2500"), errors.SettingError, "ไม่มีรอบ"),
        (("measure", "--over", "moon"), errors.SettingError, "ไม่มีกลุ่ม"),
        (("measure", "--engine", "abacus://"), errors.SettingError, "ไม่รู้จักเครื่องประมวลผล"),
        (("measure", "--instrument", "nope"), errors.DocumentError, "ไม่พบเครื่องมือ"),
        (("estimate", "none.csv", "--dim", "a=b", "--out", "o.csv"), errors.FileError, "ไม่พบไฟล์"),
        (("ingest", "none"), errors.FileError, "none"),
        (("synth", "x", "--province", "99"), errors.AreaError, "จังหวัด"),
        (("synth", "y"), errors.SettingError, "--national"),
    ],
)
def test_a_user_error_speaks_both_languages_and_has_its_exit_code(measured, words, error, thai):
    run = ppaos(*words, folder=measured[0], lang="th", expected=error.exit_code)
    text = run.stderr
    assert thai in text
    assert any(line.isascii() and len(line) > 10 for line in text.splitlines())


def test_language_changes_what_is_said(measured):
    folder, _ = measured
    assert "หลัก" in ppaos("synth", "--help", folder=folder, lang="th").stdout
    assert "Two-digit" in ppaos("synth", "--help", folder=folder, lang="en").stdout
    assert "Two-digit" in ppaos("--lang", "en", "synth", "--help", folder=folder, lang="th").stdout


def test_instruments_are_listed_shown_checked_and_described(measured, tmp_path):
    assert "tpmap-2560" in ppaos("instruments", "list", folder=tmp_path).stdout
    assert "1/20" in ppaos("instruments", "show", "tpmap-2560", folder=tmp_path).stdout
    (tmp_path / "bad.yaml").write_text("instrument: x\nwhat: 1\n", "utf-8")
    run = ppaos("instruments", "check", "bad.yaml", folder=tmp_path, expected=3)
    assert "bad.yaml line 2" in run.stderr
    schema = json.loads(ppaos("instruments", "schema", folder=tmp_path).stdout)
    assert "dimensions" in schema["properties"]
