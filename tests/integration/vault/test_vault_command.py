"""`ppaos vault` as somebody at the command line meets it: new keys, rotation, one number shown."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ppaos.domain.identity import citizen_id as identity, keyed_hash
from support.citizen_ids import made_up_id as number
from support.ingest_bench import Bench
from support.survey_files import row, write_csv


def ppaos(*words: str, folder: Path, expected: int = 0) -> subprocess.CompletedProcess[str]:
    run = subprocess.run(
        [sys.executable, "-m", "ppaos.cli.main", "--lang", "en", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == expected, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    return run


def settings_in(text: str) -> dict[str, str]:
    return dict(re.findall(r"^(PPAOS_\w+)=(\S+)$", text, re.MULTILINE))


def test_new_keys_serve_an_import_of_people_and_a_rotation(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_csv(bench.files / "a.csv", [row(1, citizen_id=number(1), synthetic="0")])
    made = settings_in(ppaos("vault", "new-key", "--out", "safe", folder=bench.folder).stdout)
    for name, value in made.items():
        monkeypatch.setenv(name, value)
    assert bench.run().accepted == 1
    again = ppaos("vault", "new-key", "--out", "safe", folder=bench.folder).stdout
    assert settings_in(again) == made and "vault rotate" in again
    told = ppaos("vault", "rotate", folder=bench.folder).stdout
    assert told.startswith("1 blocks sealed again")
    current = (bench.folder / "safe" / "vault.keys").read_text("ascii").partition(":")[0]
    checked = ppaos("vault", "check", folder=bench.folder).stdout
    assert f"{current}" in checked and "1 IDs in 1 blocks of 1 files: all valid." in checked


def test_printed_keys_are_two_strong_ones_and_new_each_time(tmp_path: Path) -> None:
    one, two = (ppaos("vault", "new-key", folder=tmp_path).stdout for _ in range(2))
    first, second = settings_in(one), settings_in(two)
    assert first.keys() == second.keys() == {"PPAOS_IDENTITY_KEY", "PPAOS_VAULT_KEYS"}
    assert not set(first.values()) & set(second.values())
    for name, value in first.items():
        assert len(keyed_hash.read(value.rpartition(":")[2], name=name)) == 32


def test_a_number_is_shown_for_a_purpose_that_is_on_record(bench: Bench) -> None:
    write_csv(bench.files / "a.csv", [row(1, citizen_id=number(1))])
    bench.run()
    person = str(bench.rows()[0]["citizen_id_hash"])
    log = bench.store.root / "vault" / "reveals.jsonl"
    masked = ppaos("vault", "show", person, folder=bench.folder).stdout
    assert masked.startswith("x-xxxx-xxxxx-xx-x\n") and not log.exists()
    shown = ppaos("vault", "show", person, "--purpose", "อุทธรณ์ 12", folder=bench.folder).stdout
    assert shown == identity.format_citizen_id(number(1)) + "\n"
    (line,) = log.read_text("utf-8").splitlines()
    told: dict[str, Any] = json.loads(line)
    assert (told["hash"], told["purpose"]) == (person, "อุทธรณ์ 12")
    assert told.keys() == {"at", "by", "purpose", "hash"} and told["by"]


@pytest.mark.parametrize(
    ("words", "expected", "says"),
    [
        (["show", "somebody"], 2, "is not a person's code"),
        (["show", "00000000-0000-0000-0000-000000000000"], 7, "has no citizen ID"),
        (["show", "{person}", "--purpose", " "], 2, "stated purpose"),
        (["check", "--store", "nowhere"], 2, "There is no key"),
    ],
)
def test_what_cannot_be_shown_says_why(
    bench: Bench, words: list[str], expected: int, says: str
) -> None:
    write_csv(bench.files / "a.csv", [row(1, citizen_id=number(1))])
    bench.run()
    person = str(bench.rows()[0]["citizen_id_hash"])
    run = ppaos(
        "vault",
        *[word.format(person=person) for word in words],
        folder=bench.folder,
        expected=expected,
    )
    assert says in run.stderr
