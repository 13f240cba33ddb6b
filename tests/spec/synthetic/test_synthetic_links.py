"""Mistakes in synthetic registers: what each kind does to a row, and that its truth tells."""

import csv
import random
from collections import Counter, defaultdict
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ppaos.definitions.sources import loader
from ppaos.domain.identity.citizen_id import is_citizen_id
from ppaos.synthetic.names import FAMILY_NAMES, FIRST_NAMES
from ppaos.synthetic.registers.all_registers import REGISTERS
from ppaos.synthetic.registers.errors import WITHOUT_NUMBER
from ppaos.synthetic.spelling import misspelt
from ppaos.workflows.synth.job import SynthSummary, synthesise

RATE = 0.2
SETTINGS = {"provinces": ["85"], "households": 3000, "workers": 1}
PEOPLE = [name for name in REGISTERS if name != "villages-nrd2c"]
NOT_COUNTED = ("anonymous", "moved_district", "")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[SynthSummary, SynthSummary]:
    """The same registers clean and with mistakes."""
    folder = tmp_path_factory.mktemp("pair")
    clean = synthesise(folder / "clean", registers=True, **SETTINGS)
    return clean, synthesise(folder / "dirty", registers=True, dirty=RATE, **SETTINGS)


def rows_of(made: SynthSummary, name: str) -> list[dict[str, str | None]]:
    (path,) = (p for p in made.files if f"/{name}/province=" in p.as_posix())
    table = pq.ParquetFile(path).read()
    return [{k: None if v is None else str(v) for k, v in row.items()} for row in table.to_pylist()]


def truth_of(made: SynthSummary, source: str) -> dict[str, dict[str, str | None]]:
    return {str(r["record_key"]): r for r in rows_of(made, "truth") if r["source"] == source}


def kinds_of(told: dict[str, str | None]) -> list[str]:
    return [kind for kind in str(told["dirt"]).split("+") if kind not in NOT_COUNTED]


@pytest.mark.parametrize("name", PEOPLE)
def test_every_row_has_one_truth_and_the_asked_share_a_mistake(
    pair: tuple[SynthSummary, SynthSummary], name: str
) -> None:
    key = loader.load(name).key[-1]
    keys = [row[key] for row in rows_of(pair[1], name)]
    truth = truth_of(pair[1], name)
    assert sorted(truth) == sorted(str(key) for key in keys)
    wrong = sum(bool(kinds_of(told)) for told in truth.values())
    # rows of people who named nobody lend themselves to few mistakes
    slack = 0.4 if name == "complaints-1300" else 0.0
    expected = RATE * pair[0].registers[name]
    assert expected * (1 - slack) - 1 <= wrong <= expected + 1


def test_rows_without_a_usable_number_mostly_have_another_mistake(
    pair: tuple[SynthSummary, SynthSummary],
) -> None:
    lost = [
        kinds
        for name in PEOPLE
        for told in truth_of(pair[1], name).values()
        if WITHOUT_NUMBER & set(kinds := kinds_of(told))
    ]
    assert len(lost) > 500
    assert sum(len(kinds) > 1 for kinds in lost) > 0.5 * len(lost)


def test_each_mistake_is_what_its_kind_says(pair: tuple[SynthSummary, SynthSummary]) -> None:
    seen: Counter[str] = Counter()
    for name in PEOPLE:
        key = loader.load(name).key[-1]
        before = {row[key]: row for row in rows_of(pair[0], name)}
        truth = truth_of(pair[1], name)
        for row in rows_of(pair[1], name):
            told = truth[str(row[key])]
            kinds = kinds_of(told)
            clean = before.get(row[key])
            if clean is None:
                assert kinds == ["duplicate_person"]
                continue
            for kind in kinds:
                seen[kind] += 1
                assert_is(kind, clean, row, told)
            if not kinds and "moved_district" not in str(told["dirt"]):
                assert row == clean | {"synthetic": "true"}
    assert set(seen) == {
        "no_id", "bad_check_digit", "other_persons_id", "misspelt_first_name",
        "misspelt_last_name", "swapped_names", "year_only_birth", "birth_off", "attached_prefix",
        "misspelt_prefix", "moved_village", "wrong_house_code", "lost_house_code",
        "older_than_120", "thai_digits", "extra_whitespace", "buddhist_date", "thai_date",
    }  # fmt: skip


def assert_is(
    kind: str, clean: dict[str, str | None], row: dict[str, str | None], told: dict[str, str | None]
) -> None:
    """The row differs from its clean twin as the kind says."""
    changed = {column for column in clean if column != "synthetic" and clean[column] != row[column]}
    number, born = row["citizen_id"], str(row["born_on"])
    if kind == "no_id":
        assert number is None and told["citizen_id"] == clean["citizen_id"]
    elif kind == "bad_check_digit":
        assert number and not is_citizen_id(number)
    elif kind == "other_persons_id":
        assert number and is_citizen_id(number) and number != told["citizen_id"]
    elif kind == "swapped_names":
        assert (row["first_name"], row["last_name"]) == (clean["last_name"], clean["first_name"])
    elif kind == "year_only_birth":
        assert born == f"{str(clean['born_on'])[:4]}-00-00"
    elif kind == "birth_off":
        assert abs(int(born[:4]) - int(str(clean["born_on"])[:4])) <= 1 and "born_on" in changed
    elif kind == "older_than_120":
        assert born < "1900"
    elif kind in ("lost_house_code", "moved_village"):
        assert row["house_code"] is None
    column = {
        "misspelt_first_name": "first_name", "misspelt_last_name": "last_name",
        "attached_prefix": "first_name", "misspelt_prefix": "prefix",
        "moved_village": "village_code", "wrong_house_code": "house_code",
        "buddhist_date": "born_on", "thai_date": "born_on",
    }.get(kind)  # fmt: skip
    assert changed
    assert column is None or column in changed


def test_a_person_told_twice_has_two_numbers_and_one_truth(
    pair: tuple[SynthSummary, SynthSummary],
) -> None:
    truth = truth_of(pair[1], "old-age-allowance")
    rows_by_person = defaultdict(list)
    for row in truth.values():
        rows_by_person[row["person"]].append(row["dirt"])
    twice = [dirt for dirt in rows_by_person.values() if len(dirt) > 1]
    assert len(twice) == sum(row["dirt"] == "duplicate_person" for row in truth.values()) > 0


def test_one_village_has_a_code_in_another_district(
    pair: tuple[SynthSummary, SynthSummary],
) -> None:
    codes = [{row["village_code"] for row in rows_of(made, "villages-nrd2c")} for made in pair]
    (old,), (new,) = codes[0] - codes[1], codes[1] - codes[0]
    assert str(old)[:4] != str(new)[:4]
    assert str(old)[:2] == str(new)[:2]
    cards = rows_of(pair[1], "state-welfare-card")
    truth = truth_of(pair[1], "state-welfare-card")
    moved = [row for row in cards if row["village_code"] == new]
    assert moved
    assert all(truth[str(row["card_number"])]["dirt"] for row in moved)
    assert old not in {row["village_code"] for row in cards}


def test_survey_people_are_copied_lose_numbers_and_become_second_heads(
    pair: tuple[SynthSummary, SynthSummary],
) -> None:
    clean = {f"{r['house_code']}/{r['person_number']}": r for r in rows_of(pair[0], "members")}
    dirty = {f"{r['house_code']}/{r['person_number']}": r for r in rows_of(pair[1], "members")}
    seen: Counter[str] = Counter()
    for record, told in truth_of(pair[1], "bmn-members-2560").items():
        round_be, _, key = record.partition("/")
        assert round_be == "2565"
        kind, _, second = str(told["dirt"]).partition("+")
        seen[kind] += 1
        assert told["citizen_id"] == clean[str(told["person"])]["citizen_id"]
        if kind == "in_two_households":
            assert key not in clean
            assert dirty[key]["citizen_id"] == told["citizen_id"]
            assert dirty[key]["house_code"] != told["household"]
        elif kind == "missing_id":
            assert dirty[key]["citizen_id"] is None
            names = ("first_name", "last_name", "born_on")
            differs = any(dirty[key][name] != clean[key][name] for name in names)
            assert differs == bool(second)
        elif kind == "second_head":
            assert dirty[key]["relation"] == "1" != clean[key]["relation"]
    assert min(seen[kind] for kind in ("in_two_households", "missing_id", "second_head")) > 20
    assert seen["bad_check_digit"] > 0 == seen["conflicting_row"]


def test_traps_of_the_survey_are_the_same_with_registers_and_without(
    pair: tuple[SynthSummary, SynthSummary], tmp_path: Path
) -> None:
    without = synthesise(tmp_path / "out", dirty=RATE, **SETTINGS)
    only_here = {"in_two_households", "missing_id", "second_head"}
    before = told(without)
    after = [
        row
        for row in told(pair[1])
        if row["file"].startswith("round=") and row["outcome"] != "accepted"
    ]
    assert after == before
    assert only_here <= {row["kind"] for row in told(pair[1]) if row["outcome"] == "accepted"}


def test_a_card_file_without_its_key_is_to_be_refused(
    pair: tuple[SynthSummary, SynthSummary],
) -> None:
    (refused,) = (
        row
        for row in told(pair[1])
        if row["outcome"] == "refused" and row["file"].startswith("registers/")
    )
    names = pq.ParquetFile(pair[1].out / refused["file"]).schema_arrow.names
    assert "card_number" not in names
    assert "citizen_id" in names


def told(made: SynthSummary) -> list[dict[str, str]]:
    with (made.out / "TRUTH-SYNTHETIC.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("texts", [FIRST_NAMES.texts, FAMILY_NAMES.texts])
def test_a_misspelt_name_is_another_name_of_about_the_same_length(texts: list[str]) -> None:
    luck = random.Random(1)
    assert len(texts) > 100
    for name in texts[::7]:
        wrong = misspelt(luck, name)
        assert wrong != name
        assert abs(len(wrong) - len(name)) <= 3
        assert wrong or len(name) < 3


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("ณัฐ", {"นัฐ", "ณัถ"}),
        ("ศักดิ์", {"ษักดิ์", "สักดิ์", "ศักฎิ์", "ศักดิ", "ศัก", "ศักดี์"}),
        ("กิตติ", {"กีตติ", "กิฏติ", "กิตฏิ", "กิติ", "กิตตี"}),
        ("อา", {""}),
    ],
)
def test_misspellings_are_of_letters_that_sound_alike(name: str, forms: set[str]) -> None:
    luck = random.Random(2)
    assert {misspelt(luck, name) for _ in range(400)} == forms
