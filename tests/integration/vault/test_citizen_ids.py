"""No citizen ID stands in clear anywhere in a store, and each can be had back from its vault."""

import csv
import hashlib
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ppaos.domain.errors import SettingError, StoreError
from ppaos.domain.identity import citizen_id as identity, keyed_hash
from ppaos.engine.store import Store
from ppaos.engine.vault import files as vault_files, keyring
from ppaos.workflows import vault
from ppaos.workflows.ingest import identities
from ppaos.workflows.ingest.job import ingest
from ppaos.workflows.synth.job import synthesise
from support.citizen_ids import KEY_SETTINGS, made_up_id as number
from support.ingest_bench import Bench
from support.survey_files import row, write_csv

ONE, TWO, THREE, FOUR = (hashlib.sha256(bytes([place])).hexdigest() for place in range(4))
THAI = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
GROUPED = re.compile(r"\d[- ]\d{4}[- ]\d{5}[- ]\d{2}[- ]\d")
LONG = re.compile(r"\d{13,}")


def digest(text: str, key: str) -> bytes:
    return keyed_hash.digest(text.encode(), bytes.fromhex(key))


def given(monkeypatch: pytest.MonkeyPatch, *, key: str = ONE, ring: str = f"k1:{TWO}") -> None:
    monkeypatch.setenv("PPAOS_IDENTITY_KEY", key)
    monkeypatch.setenv("PPAOS_VAULT_KEYS", ring)


def numbers_in(text: str) -> set[str]:
    """Every run of 13 digits, plain or grouped, in either script."""
    text = text.translate(THAI)
    found = {re.sub("[- ]", "", group) for group in GROUPED.findall(text)}
    for run in LONG.findall(text):
        found |= {run[start : start + 13] for start in range(len(run) - 12)}
    return found


def texts_of(file: Path) -> Iterator[str]:
    """A file's bytes read in the ways that could show a number, and its values decompressed."""
    data = file.read_bytes()
    yield data.decode("utf-8", "replace")
    yield data.decode("utf-16-le", "replace")
    if file.suffix == ".parquet":
        for column in pq.read_table(file).columns:
            values = column.to_pylist()
            if pa.types.is_binary(column.type):
                values = [value.decode("latin-1") for value in values if value]
            yield "\n".join(map(str, values))
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as book:
            for name in book.namelist():
                yield book.read(name).decode("utf-8", "replace")


def found_below(folder: Path, wanted: set[str]) -> dict[str, set[str]]:
    """File -> those of the wanted numbers that it holds in clear."""
    found: dict[str, set[str]] = {}
    for file in (path for path in folder.rglob("*") if path.is_file()):
        for text in texts_of(file):
            if here := numbers_in(text) & wanted:
                found.setdefault(str(file.relative_to(folder)), set()).update(here)
    return found


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    """A store of a dirty synthetic province, and every citizen ID of its source files."""
    folder = tmp_path_factory.mktemp("country")
    synthesise(
        folder / "files",
        provinces=["85"],
        households=150,
        formats=["csv"],
        dirty=0.15,
        workers=1,
        registers=True,
    )
    with pytest.MonkeyPatch.context() as patch:
        for name in KEY_SETTINGS:
            patch.delenv(name, raising=False)
        ingest([folder / "files"], store=Store(folder / "store"), report_folder=folder / "quality")
    stated: set[str] = set()
    for file in (folder / "files").rglob("*.csv"):
        if "truth" not in file.name.lower():
            with file.open(encoding="utf-8-sig", newline="") as stream:
                for item in csv.DictReader(stream):
                    stated |= {
                        identity.compact_number(value)
                        for name, value in item.items()
                        if name and "citizen_id" in name and isinstance(value, str)
                    }
    return folder, {text.translate(THAI) for text in stated if len(text) == 13}


@pytest.mark.nightly
def test_the_search_finds_numbers_where_they_are(country: tuple[Path, set[str]]) -> None:
    """Otherwise finding none elsewhere would say nothing."""
    folder, true_ids = country
    assert len(true_ids) > 300
    found = found_below(folder / "files", true_ids)
    assert {Path(name).suffix for name in found} >= {".csv", ".parquet"}
    assert set().union(*found.values()) == true_ids


@pytest.mark.nightly
def test_no_file_of_the_store_or_of_the_reports_holds_a_citizen_id_in_clear(
    country: tuple[Path, set[str]],
) -> None:
    folder, true_ids = country
    files = [path for path in (folder / "store").rglob("*") if path.is_file()]
    assert any(path.suffix == ".parquet" for path in files) and list((folder / "quality").iterdir())
    assert found_below(folder / "store", true_ids) == {}
    assert found_below(folder / "quality", true_ids) == {}


@pytest.mark.nightly
def test_the_vault_has_the_id_of_every_hash_that_the_store_has(
    country: tuple[Path, set[str]],
) -> None:
    folder, true_ids = country
    found = vault.check(Store(folder / "store"))
    assert found.missing == 0 and found.verified.ids > 300
    key = keyring.identity_key(folder / "store").value
    sealed = vault_files.hashes(folder / "store" / "vault")["hash"].to_pylist()
    assert len(set(sealed)) == len(sealed) == found.verified.ids
    assert set(sealed) <= {keyed_hash.digest(text.encode(), key) for text in true_ids}


def test_only_ids_that_are_new_join_the_vault(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch)
    write_csv(bench.files / "a.csv", [row(n, citizen_id=number(n)) for n in (1, 2, 3)])
    bench.run()
    write_csv(bench.files / "b.csv", [row(10 + n, citizen_id=number(n)) for n in (2, 3, 4, 4)])
    bench.run()
    files = vault_files.files(bench.store.root / "vault")
    held = [sum(len(r["hashes"]) // 16 for r in pq.read_table(f).to_pylist()) for f in files]
    assert held == [3, 1]
    for place in (1, 2, 3, 4):
        shown = vault.show(bench.store, str(keyed_hash.hashed(number(place), bytes.fromhex(ONE))))
        assert shown.text == "x-xxxx-xxxxx-xx-x"


def test_rows_that_are_set_aside_put_no_id_into_the_vault(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch)
    rows = [
        row(1, citizen_id=number(1)),
        row(2, citizen_id=number(2), people="many"),
        row(3, citizen_id=number(3), people="1"),
        row(3, citizen_id=number(3), people="2"),
    ]
    write_csv(bench.files / "a.csv", rows)
    bench.run()
    assert vault_files.hashes(bench.store.root / "vault")["hash"].to_pylist() == [
        digest(number(1), ONE)
    ]


def test_many_ids_go_in_by_parts_and_none_is_lost(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch)
    monkeypatch.setattr(identities, "_IDS_A_SLICE", 100)
    write_csv(bench.files / "a.csv", [row(n, citizen_id=number(n)) for n in range(1, 1001)])
    bench.run()
    assert vault.check(bench.store).verified.ids == 1000


@pytest.mark.parametrize("mark", ["", "0"])
def test_ids_of_rows_that_are_not_marked_synthetic_need_keys_kept_apart(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    rows = [row(1, citizen_id=number(1)), row(2, citizen_id=number(2), synthetic=mark)]
    write_csv(bench.files / "a.csv", rows)
    for setting, value in (("PPAOS_IDENTITY_KEY", ONE), ("PPAOS_VAULT_KEYS", f"k1:{TWO}")):
        with pytest.raises(SettingError, match=f"1 rows hold .*{setting}.*vault new-key") as caught:
            bench.run()
        assert "vault new-key" in caught.value.th
        assert not bench.store.exists and not list(bench.store.root.rglob("*.parquet"))
        monkeypatch.setenv(setting, value)
    assert bench.run().accepted == 2


def test_rows_without_a_citizen_id_need_no_key(bench: Bench) -> None:
    write_csv(bench.files / "a.csv", [row(1, synthetic=""), row(2, synthetic="0")])
    assert bench.run().accepted == 2


def test_an_ingest_under_another_key_is_refused(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch)
    write_csv(bench.files / "a.csv", [row(1, citizen_id=number(1))])
    bench.run()
    write_csv(bench.files / "b.csv", [row(2, citizen_id=number(2))])
    given(monkeypatch, key=THREE)
    for call in (bench.run, lambda: vault.check(bench.store)):
        with pytest.raises(StoreError, match="another identity key"):
            call()
    monkeypatch.delenv("PPAOS_IDENTITY_KEY")
    with pytest.raises(SettingError, match="There is no key"):
        bench.run()
    assert bench.store.get("small").rows == 1
    given(monkeypatch)
    assert bench.run().accepted == 1


@pytest.mark.parametrize(
    ("setting", "value"), [("PPAOS_IDENTITY_KEY", "ab" * 32), ("PPAOS_VAULT_KEYS", "k1:secret")]
)
def test_a_weak_key_stops_the_import_before_a_file_is_read(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    given(monkeypatch)
    monkeypatch.setenv(setting, value)
    (bench.files / "a.csv").write_bytes(b"no survey at all")
    with pytest.raises(SettingError, match=setting):
        bench.run()


def test_one_key_may_not_do_both_jobs(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, key=ONE, ring=f"k1:{ONE}")
    write_csv(bench.files / "a.csv", [row(1, citizen_id=number(1))])
    with pytest.raises(SettingError, match="Use two keys"):
        bench.run()


def test_the_vault_may_lie_elsewhere_and_what_it_lacks_is_counted(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch)
    monkeypatch.setenv("PPAOS_VAULT", str(tmp_path / "elsewhere"))
    write_csv(bench.files / "a.csv", [row(n, citizen_id=number(n)) for n in range(1, 4)])
    bench.run()
    assert not (bench.store.root / "vault").exists()
    (lost,) = vault_files.files(tmp_path / "elsewhere")
    assert vault.check(bench.store).missing == 0
    lost.unlink()
    found = vault.check(bench.store)
    assert (found.verified.ids, found.missing) == (0, 3)


def test_a_run_that_fails_after_sealing_stores_no_row_and_can_be_repeated(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch)
    write_csv(bench.files / "a.csv", [row(1, citizen_id=number(1))])
    with monkeypatch.context() as patch:
        patch.setattr(Store, "_commit", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            bench.run()
    assert not bench.store.exists and not (bench.store.root / "staging").exists()
    assert bench.run().accepted == 1
    found = vault.check(bench.store)
    assert (found.verified.ids, found.verified.files, found.missing) == (1, 1, 0)


def test_staging_is_gone_after_a_good_and_after_a_refused_import(bench: Bench) -> None:
    left = bench.store.root / "staging" / "old"
    left.mkdir(parents=True)
    write_csv(bench.files / "a.csv", [row(1, citizen_id=number(1))])
    bench.run()
    assert not left.parent.exists()
    write_csv(bench.files / "b.csv", [row(2, citizen_id=number(2), synthetic="0")])
    with pytest.raises(SettingError):
        bench.run()
    assert not left.parent.exists()


def test_what_a_killed_run_left_is_swept_by_any_run_that_writes(bench: Bench) -> None:
    left = bench.store.root / "staging" / "small-survey"
    left.mkdir(parents=True)
    (left / "typed-1.parquet").write_bytes(b"left by a killed run")
    with bench.store.change():
        pass
    assert not left.parent.exists()


@pytest.mark.slow
def test_vault_blocks_follow_their_hashes(country: tuple[Path, set[str]]) -> None:
    tables = map(pq.read_table, vault_files.files(country[0] / "store" / "vault"))
    blocks = [row["hashes"] for table in tables for row in table.to_pylist()]
    assert any(len(block) > 16 for block in blocks)
    for own in ([block[at : at + 16] for at in range(0, len(block), 16)] for block in blocks):
        assert all(before < after for before, after in pairwise(own))
