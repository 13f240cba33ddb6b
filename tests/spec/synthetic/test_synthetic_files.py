"""The synthetic census as files: repeatable, one province alone as among others, traps told."""

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook
from ruamel.yaml import YAML

import ppaos
from ppaos.domain.errors import AreaError, FileError, SettingError
from ppaos.domain.identity.citizen_id import is_citizen_id
from ppaos.synthetic import calibration, traps
from ppaos.synthetic.calibration import province_codes
from ppaos.synthetic.geography import villages_of
from ppaos.workflows.synth.job import SynthSummary, synthesise

SMALL = {"provinces": ["75", "85"], "households": 3000, "workers": 1}


def contents(summary: SynthSummary, under: str = "") -> dict[str, str]:
    """Digest of every data file by its place in the output."""
    return {
        path.relative_to(summary.out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in summary.files
        if under in path.as_posix()
    }


def test_the_same_seed_gives_the_same_files_and_another_gives_others(tmp_path: Path) -> None:
    once = synthesise(tmp_path / "once", seed=7, **SMALL)
    again = synthesise(tmp_path / "again", seed=7, **SMALL)
    other = synthesise(tmp_path / "other", seed=8, **SMALL)
    assert contents(once, "round=") == contents(again, "round=")
    assert once.counts == again.counts
    for name, digest in contents(other, "round=").items():
        assert digest != contents(once)[name]


def test_a_province_alone_is_what_it_is_among_others_in_any_number_of_workers(
    tmp_path: Path,
) -> None:
    both = synthesise(tmp_path / "both", provinces=["85", "75"], households=3000, workers=2)
    size = {count.province: count.households for count in both.counts}
    alone = synthesise(tmp_path / "alone", provinces=["85"], households=size["85"], workers=1)
    assert contents(alone, "province=85") == contents(both, "province=85")
    assert set(size) == {"75", "85"}


def test_a_round_is_the_same_alone_and_beside_another(tmp_path: Path) -> None:
    one = synthesise(tmp_path / "one", rounds=[2565], **SMALL)
    two = synthesise(tmp_path / "two", rounds=[2565, 2564], **SMALL)
    assert contents(one, "round=2565") == contents(two, "round=2565")
    assert {count.round_be for count in two.counts} == {2564, 2565}


@pytest.mark.parametrize("round_be", [2562, 2563, 2566, 2567, 2568])
def test_any_round_of_the_panel_can_be_asked(tmp_path: Path, round_be: int) -> None:
    summary = synthesise(tmp_path / "out", rounds=[round_be], **SMALL)
    total = summary.total(round_be)
    assert total.households == pytest.approx(3000, rel=0.02)
    assert total.failing_people > 0


def test_columns_are_those_of_the_sources(tmp_path: Path) -> None:
    summary = synthesise(tmp_path / "out", **SMALL)
    for kind in ("households", "members"):
        assert any(f"/{kind}/" in path.as_posix() for path in summary.files)
        document = Path(ppaos.__file__).parent / "definitions" / "sources" / f"bmn-{kind}-2560.yaml"
        source = YAML(typ="safe").load(document.read_text(encoding="utf-8"))
        for path in summary.files:
            if f"/{kind}/" not in path.as_posix():
                continue
            table = pq.ParquetFile(path).read()
            assert table.column_names == list(source["columns"])
            for name, column in source["columns"].items():
                values = [value for value in table[name].to_pylist() if value is not None]
                if column.get("required"):
                    assert len(values) == table.num_rows, name
                if "list" in column:
                    assert set(values) <= set(source["code_lists"][column["list"]]), name
                if "range" in column:
                    low, high = column["range"]
                    assert all(low <= value <= high for value in values), name


def test_types_are_small_numbers_and_text(tmp_path: Path) -> None:
    summary = synthesise(tmp_path / "out", **SMALL)
    (path,) = (p for p in summary.files if "households/province=85" in p.as_posix())
    schema = pq.ParquetFile(path).schema_arrow
    assert schema.field("house_code").type == pa.string()
    assert schema.field("q4_1").type == pa.int8()
    assert schema.field("round_be").type == pa.int16()
    assert schema.field("q22_income_primary_baht").type == pa.int32()
    assert schema.field("synthetic").type == pa.bool_()
    assert schema.field("village_code").type.value_type == pa.string()


@pytest.mark.parametrize(
    ("encoding", "codec", "mark"),
    [
        ("utf-8", "utf-8", b""),
        ("utf-8-sig", "utf-8", b"\xef\xbb\xbf"),
        ("tis-620", "tis-620", b""),
        ("windows-874", "cp874", b""),
    ],
)
def test_csv_in_each_encoding_holds_what_parquet_holds(
    tmp_path: Path, encoding: str, codec: str, mark: bytes
) -> None:
    summary = synthesise(tmp_path / "out", formats=["parquet", "csv"], encoding=encoding, **SMALL)
    written = [path for path in summary.files if path.suffix == ".csv"]
    assert written
    for path in written:
        raw = path.read_bytes()
        assert raw.startswith(mark)
        text = raw[len(mark) :].decode(codec)
        assert not text.startswith("\ufeff")
        rows = list(csv.DictReader(text.splitlines()))
        stored = traps.as_text(pq.ParquetFile(path.with_suffix(".parquet")).read()).to_pylist()
        assert rows == [{k: v or "" for k, v in row.items()} for row in stored]


def test_xlsx_holds_what_parquet_holds_and_splits_before_the_row_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ppaos.synthetic.files.XLSX_ROWS", 400)
    summary = synthesise(
        tmp_path / "out", provinces=["85"], households=500, formats=["parquet", "xlsx"], workers=1
    )
    books = [p for p in summary.files if p.suffix == ".xlsx" and "households" in p.as_posix()]
    assert [path.name for path in books] == ["SYNTHETIC-part-0.xlsx", "SYNTHETIC-part-1.xlsx"]
    sheets = [CalamineWorkbook.from_path(path).get_sheet_by_index(0) for path in books]
    assert [sheet.name for sheet in sheets] == ["SYNTHETIC", "SYNTHETIC"]
    rows = [sheet.to_python() for sheet in sheets]
    assert [len(part) for part in rows] == [401, 101]
    stored = pq.ParquetFile(books[0].with_suffix(".parquet")).read().to_pylist()
    codes = [row[1] for part in rows for row in part[1:]]
    assert codes == [row["house_code"] for row in stored]


@pytest.fixture(scope="module")
def clean_and_dirty(tmp_path_factory: pytest.TempPathFactory) -> tuple[SynthSummary, SynthSummary]:
    folder = tmp_path_factory.mktemp("traps")
    formats = ["parquet", "csv"]
    clean = synthesise(folder / "clean", formats=formats, **SMALL)
    return clean, synthesise(folder / "dirty", formats=formats, dirty=0.2, **SMALL)


def truth_of(summary: SynthSummary) -> list[traps.Truth]:
    with (summary.out / "TRUTH-SYNTHETIC.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [traps.Truth(**(row | {"row": int(row["row"])})) for row in rows]


def texts(path: Path) -> list[dict[str, str]]:
    table = traps.as_text(pq.ParquetFile(path).read())
    return [{k: v or "" for k, v in row.items()} for row in table.to_pylist()]


def test_the_truth_file_tells_every_difference_from_the_clean_run_and_no_other(
    clean_and_dirty: tuple[SynthSummary, SynthSummary],
) -> None:
    clean, dirty = clean_and_dirty
    told = defaultdict(list)
    for truth in truth_of(dirty):
        told[truth.file].append(truth)
    files = [path for path in clean.files if path.suffix == ".parquet"]
    assert told.keys() & {path.relative_to(clean.out).as_posix() for path in files}
    for path in files:
        name = path.relative_to(clean.out).as_posix()
        before, after = texts(path), texts(dirty.out / name)
        by_key = {row_key(row): row for row in before}
        expected = list(before)
        copies = sorted({(t.row, t.key) for t in told[name] if t.row > len(before)})
        assert [row for row, _ in copies] == list(range(len(before) + 1, len(after) + 1))
        expected += [by_key[key] for _, key in copies]
        expected = [dict(row) for row in expected]
        for truth in told[name]:
            if truth.column:
                cell = expected[truth.row - 1]
                assert cell[truth.column] == truth.original
                cell[truth.column] = truth.injected
        assert after == expected


def row_key(row: dict[str, str]) -> str:
    number = row.get("person_number")
    return f"{row['house_code']}/{number}" if number else row["house_code"]


def test_csv_and_parquet_carry_the_same_traps(
    clean_and_dirty: tuple[SynthSummary, SynthSummary],
) -> None:
    by_suffix = defaultdict(list)
    for truth in truth_of(clean_and_dirty[1]):
        stem, _, suffix = truth.file.rpartition(".")
        by_suffix[suffix].append((stem, *truth[1:]))
    assert by_suffix["csv"] == by_suffix["parquet"]
    _, dirty = clean_and_dirty
    (path,) = (
        p for p in dirty.files if p.name.endswith("0.csv") and "members/province=85" in str(p)
    )
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == texts(path.with_suffix(".parquet"))


def test_the_asked_share_of_rows_is_trapped_with_every_kind(
    clean_and_dirty: tuple[SynthSummary, SynthSummary],
) -> None:
    clean, dirty = clean_and_dirty
    total = clean.total(2565)
    truth = [t for t in truth_of(dirty) if t.file.endswith(".parquet")]
    assert Counter(t.kind for t in truth).keys() >= {
        trap.kind for trap in (*traps.HOUSEHOLD_TRAPS, *traps.MEMBER_TRAPS)
    } | {"missing_columns"}
    trapped = {(t.file, t.key) for t in truth if t.row}
    assert len(trapped) == pytest.approx(0.2 * (total.households + total.people), abs=4)
    assert dirty.traps == len(truth_of(dirty))


def test_each_trap_is_what_its_kind_says(
    clean_and_dirty: tuple[SynthSummary, SynthSummary],
) -> None:
    known = {code[:4] for p in province_codes() for code in villages_of(p).code_texts()}
    by_kind = defaultdict(list)
    for truth in truth_of(clean_and_dirty[1]):
        by_kind[truth.kind].append(truth)
    assert all(is_citizen_id(t.original) for t in by_kind["bad_check_digit"])
    assert not any(is_citizen_id(t.injected) for t in by_kind["bad_check_digit"])
    assert not any(t.injected[:4] in known for t in by_kind["unknown_area"])
    assert all(not 0 <= int(t.injected) <= 120 for t in by_kind["impossible_age"])
    assert all(t.injected == "" for t in by_kind["missing_required"])
    assert all(t.injected != t.original for t in by_kind["misspelt_prefix"])
    assert all(t.original.replace(" ", "") in t.injected for t in by_kind["extra_whitespace"])
    for truth in by_kind["buddhist_date"]:
        day, month, year = truth.injected.split("/")
        assert f"{int(year) - 543}-{month}-{day}" == truth.original
    for truth in by_kind["thai_digits"]:
        assert truth.injected != truth.original
        assert "".join(str(int(digit)) for digit in truth.injected) == truth.original
    for truth in by_kind["mangled_house_number"]:
        day, month = truth.original.split("/")
        assert truth.injected.startswith((f"2025-{int(month):02d}-{int(day):02d}", f"{day}-"))
    assert {t.outcome for t in by_kind["conflicting_row"]} == {"quarantined"}
    assert set(Counter((t.file, t.key) for t in by_kind["conflicting_row"]).values()) == {2}


def test_a_trapped_file_is_text_and_still_says_that_it_is_synthetic(
    clean_and_dirty: tuple[SynthSummary, SynthSummary],
) -> None:
    files = clean_and_dirty[1].files
    assert any(path.suffix == ".parquet" for path in files)
    for path in files:
        assert "SYNTHETIC" in path.name
        if path.suffix == ".parquet":
            table = pq.ParquetFile(path).read()
            assert set(table.schema.types) == {pa.string()}
            assert table.schema.metadata[b"synthetic"] == b"true"
            assert set(table["synthetic"].to_pylist()) == {"true"}


def test_one_file_lacks_required_columns(
    clean_and_dirty: tuple[SynthSummary, SynthSummary],
) -> None:
    dirty = clean_and_dirty[1]
    told = [t for t in truth_of(dirty) if t.kind == "missing_columns"]
    assert {t.outcome for t in told} == {"refused"}
    assert len(told) == 2
    for truth in told:
        if truth.file.endswith(".parquet"):
            names = pq.ParquetFile(dirty.out / truth.file).schema_arrow.names
            assert not set(truth.original.split()) & set(names)
            assert "member_count" in names


def test_totals_of_all_provinces_are_the_published_ones() -> None:
    quotas = calibration.quotas(province_codes())
    assert len(quotas) == 77
    assert sum(quota.households for quota in quotas) == 12_817_903
    assert sum(q.households * q.size_factor for q in quotas) == pytest.approx(12_817_903)
    for round_be, people in ((2564, 1_028_112), (2565, 655_365)):
        targets = {
            q.province: calibration.failing_people(
                q.province, round_be=round_be, households=q.households
            )
            for q in quotas
        }
        assert sum(targets.values()) == people
    order = sorted(targets, key=lambda code: -targets[code])[:10]
    assert order == ["50", "80", "41", "81", "31", "95", "57", "84", "40", "36"]
    assert targets["41"] == 36_931


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"provinces": ["28"]}, AreaError),
        ({"provinces": ["4101"]}, AreaError),
        ({"provinces": []}, AreaError),
        ({"households": 0}, SettingError),
        ({"seed": -1}, SettingError),
        ({"rounds": [2022]}, SettingError),
        ({"rounds": []}, SettingError),
        ({"formats": ["ods"]}, SettingError),
        ({"formats": []}, SettingError),
        ({"encoding": "latin-1"}, SettingError),
        ({"dirty": 0.6}, SettingError),
        ({"dirty": -0.1}, SettingError),
        ({"dirty": float("nan")}, SettingError),
        ({"workers": 0}, SettingError),
    ],
)
def test_a_setting_out_of_range_is_told_in_both_languages_before_anything_is_written(
    tmp_path: Path, settings: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error) as raised:
        synthesise(tmp_path / "out", **(SMALL | settings))
    assert any("\u0e01" <= letter <= "\u0e5b" for letter in raised.value.th)
    assert raised.value.en.isascii()
    assert not (tmp_path / "out").exists()


def test_an_unknown_province_is_answered_with_the_codes_that_exist(tmp_path: Path) -> None:
    with pytest.raises(AreaError, match="41 Udon Thani"):
        synthesise(tmp_path / "out", provinces=["28"])


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(FileError):
        synthesise(tmp_path, **SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
    with pytest.raises(FileError):
        synthesise(tmp_path / "thesis.docx", **SMALL)


def test_an_earlier_synthetic_census_is_replaced_whole(tmp_path: Path) -> None:
    synthesise(tmp_path / "out", rounds=[2564], dirty=0.1, **SMALL)
    summary = synthesise(tmp_path / "out", rounds=[2565], **SMALL)
    found = {path for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert found == set(summary.files)


@pytest.mark.parametrize("workers", [1, 2])
def test_progress_comes_to_its_total(tmp_path: Path, workers: int) -> None:
    seen: list[float] = []

    class Watcher:
        def advance(self, amount: float = 1) -> None:
            seen.append(amount)

        @contextmanager
        def step(self, *, th: str, en: str, total: float | None = None) -> Iterator["Watcher"]:
            assert th
            assert en
            yield self
            seen.append(-(total or 0))

    settings = SMALL | {"workers": workers}
    synthesise(tmp_path / "out", rounds=[2564, 2565], progress=Watcher(), **settings)
    assert sum(seen) == 0
    assert len(seen) > 2
