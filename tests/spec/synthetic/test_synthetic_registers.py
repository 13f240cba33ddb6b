"""The synthetic registers: published totals, agreement with the survey, outsiders of their own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ppaos.definitions.sources import loader
from ppaos.domain.errors import SettingError
from ppaos.domain.identity.citizen_id import is_citizen_id
from ppaos.engine.store import Store
from ppaos.synthetic import calibration, numbers
from ppaos.synthetic.registers.all_registers import REGISTERS
from ppaos.synthetic.registers.quotas import card_quota
from ppaos.workflows.ingest.job import ingest
from ppaos.workflows.synth.job import SynthSummary, synthesise

PROVINCE, HOUSEHOLDS = "41", 3000
PEOPLE = [name for name in REGISTERS if name != "villages-nrd2c"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SynthSummary:
    return synthesise(
        tmp_path_factory.mktemp("registers") / "out",
        provinces=[PROVINCE],
        households=HOUSEHOLDS,
        registers=True,
        workers=1,
    )


def read(made: SynthSummary, name: str) -> list[dict[str, object]]:
    """Rows of one register, or of the survey's `households` or `members`, or of `truth`."""
    (path,) = (p for p in made.files if f"/{name}/province=" in p.as_posix())
    return pq.ParquetFile(path).read().to_pylist()


def by_key(made: SynthSummary) -> Mapping[str, dict[str, object]]:
    """Members by `house_code/person_number`, with whether their household fails."""
    return {f"{row['house_code']}/{row['person_number']}": row for row in read(made, "members")}


def truth_of(made: SynthSummary, source: str) -> list[dict[str, object]]:
    return [row for row in read(made, "truth") if row["source"] == source]


def test_card_totals_of_all_provinces_are_the_published_ones() -> None:
    quotas = [card_quota(code, n) for code, n in calibration.full_size().items()]
    sums = [sum(column) for column in zip(*quotas, strict=True)]
    assert sums[:3] == [211_739, 9_639_745, 3_581_220]
    assert sum(sums) == 14_600_000
    failing = calibration.failing_targets(2565)
    for code, quota in zip(calibration.full_size(), quotas, strict=True):
        assert quota.confirmed_failing + quota.unconfirmed_failing < failing[code] * 0.5
        assert min(quota) > 0
    assert sum(failing.values()) - sums[0] == 443_626


def test_a_smaller_population_gets_its_share_of_the_cards() -> None:
    full = calibration.full_size()["41"]
    small, whole = card_quota("41", full // 10), card_quota("41", full)
    assert list(small) == pytest.approx([count / 10 for count in whole], abs=1)


def test_one_province_has_exactly_its_card_holders(made: SynthSummary) -> None:
    quota = card_quota(PROVINCE, HOUSEHOLDS)
    members = by_key(made)
    failing = failing_houses(made)
    rows = {row["card_number"]: row["status"] for row in read(made, "state-welfare-card")}
    counts = {(group, status): 0 for group in ("failing", "others", "outside") for status in (1, 2)}
    for told in truth_of(made, "state-welfare-card"):
        member = members.get(str(told["person"]))
        group = (
            "outside"
            if member is None
            else ("failing" if member["house_code"] in failing else "others")
        )
        counts[group, rows[told["record_key"]]] += 1
    assert list(counts.values()) == [
        quota.confirmed_failing, quota.unconfirmed_failing,
        quota.confirmed_others, quota.unconfirmed_others,
        quota.confirmed_outside, quota.unconfirmed_outside,
    ]  # fmt: skip


def failing_houses(made: SynthSummary) -> set[object]:
    """Houses of the survey that fail an indicator, told by answers that only they give."""
    people_items = (
        "q1_low_weight", "q7_none", "q15_not_served", "q16_not_enrolled", "q17_not_continuing",
        "q19_not_literate", "q20_no_occupation_no_income", "q20_income_no_occupation",
        "q21_no_occupation_no_income", "q21_income_no_occupation", "q27_not_cared",
        "q28_not_cared",
    )  # fmt: skip
    found = set()
    for row in read(made, "households"):
        yes_no = [
            v for k, v in row.items() if k.startswith(("q4_", "q5_", "q8_", "q9_", "q10_", "q11_"))
        ]
        income = sum(v for k, v in row.items() if k.startswith("q22_"))
        poor = income < 38_000 * row["member_count"]
        if 0 in yes_no or poor or any(row[item] for item in people_items):
            found.add(row["house_code"])
    return found


@pytest.mark.parametrize("name", list(REGISTERS))
def test_columns_and_codes_are_those_of_the_source(made: SynthSummary, name: str) -> None:
    source = loader.load(name)
    (path,) = (p for p in made.files if f"/{name}/province=" in p.as_posix())
    table = pq.ParquetFile(path).read()
    assert table.column_names == list(source.columns)
    assert table.schema.metadata[b"synthetic"] == b"true"
    assert table.num_rows == made.registers[name] > 0
    for column, rule in source.columns.items():
        values = [value for value in table[column].to_pylist() if value is not None]
        assert not rule.required or len(values) == table.num_rows, column
        if rule.list:
            assert set(values) <= set(source.code_lists[rule.list]), column
        if rule.range:
            assert all(rule.range[0] <= value <= rule.range[1] for value in values), column


@pytest.mark.parametrize("name", PEOPLE)
def test_every_row_has_one_truth_and_agrees_with_it(made: SynthSummary, name: str) -> None:
    key = loader.load(name).key[-1]
    rows = read(made, name)
    truth = {row["record_key"]: row for row in truth_of(made, name)}
    assert len(truth) == len(rows) == len({row[key] for row in rows})
    members = by_key(made)
    moved = 0
    for row in rows:
        told = truth[row[key]]
        member = members.get(str(told["person"]))
        assert (member is None) == str(told["person"]).startswith("outside/")
        assert row["citizen_id"] in (None, told["citizen_id"])
        if member is not None:
            assert told["household"] == member["house_code"]
            for column in ("prefix", "first_name", "last_name", "sex", "born_on"):
                assert row[column] in (None, member[column])
            moved += row["village_code"] not in (None, member["village_code"])
    assert moved < 0.05 * len(rows) + 5


def test_outsiders_share_no_number_and_no_house_with_the_survey(made: SynthSummary) -> None:
    members = read(made, "members")
    surveyed_ids = {row["citizen_id"] for row in members}
    surveyed_houses = {row["house_code"] for row in members}
    person_of: dict[object, object] = {}
    for row in read(made, "truth"):
        if str(row["person"]).startswith("outside/"):
            assert row["household"] not in surveyed_houses
            if row["citizen_id"]:
                assert row["citizen_id"] not in surveyed_ids
                assert is_citizen_id(str(row["citizen_id"]))
                assert person_of.setdefault(row["citizen_id"], row["person"]) == row["person"]
    assert len(person_of) == len(set(person_of.values())) > 300


def test_numbers_of_the_survey_never_reach_those_of_outsiders() -> None:
    # a province has 7 people in 8 of its own offices' numbers, 3.2 a household over all rounds
    most = max(calibration.full_size().values()) * 4
    assert most < numbers.LATER_RANKS
    assert most < numbers.LATER_RANKS * 2 <= 10_000_000
    assert max(calibration.full_size().values()) < numbers.LATER_HOUSES


def test_people_are_in_the_registers_that_their_age_and_answers_call_for(
    made: SynthSummary,
) -> None:
    members = by_key(made)

    def of(name: str) -> Sequence[dict[str, object]]:
        found = (members.get(str(row["person"])) for row in truth_of(made, name))
        return [row for row in found if row is not None]

    assert {row["age_years"] >= 60 for row in of("old-age-allowance")} == {True}
    assert {row["age_years"] < 6 for row in of("newborn-grant")} == {True}
    assert {6 <= row["age_years"] <= 24 for row in of("education-register")} == {True}
    assert {row["age_years"] >= 18 for row in of("state-welfare-card")} == {True}
    assert of("local-finds") == []
    old = sum(row["age_years"] >= 60 for row in members.values())
    assert len(of("old-age-allowance")) == pytest.approx(0.9 * old, rel=0.06)
    disabled = [row["disability"] > 0 for row in of("disability-register")]
    assert 0.75 < sum(disabled) / len(disabled) < 1


def test_enrolment_mostly_agrees_with_what_the_survey_says_of_students(made: SynthSummary) -> None:
    members = by_key(made)
    person = {row["record_key"]: str(row["person"]) for row in truth_of(made, "education-register")}
    pairs = [
        (row["enrolled"] == 1, members[person[row["student_number"]]]["occupation"] == 1)
        for row in read(made, "education-register")
        if person[row["student_number"]] in members
        and members[person[row["student_number"]]]["age_years"] >= 15
    ]
    assert {first for first, _ in pairs} == {True, False}
    agree = sum(first == second for first, second in pairs)
    assert 0.9 * len(pairs) < agree < len(pairs)


def test_a_newborns_guardian_is_somebody_else_of_the_household(made: SynthSummary) -> None:
    truth = {row["record_key"]: row for row in truth_of(made, "newborn-grant")}
    house = {row["citizen_id"]: row["house_code"] for row in read(made, "members")}
    known = 0
    for row in read(made, "newborn-grant"):
        guardian, told = row["guardian_citizen_id"], truth[row["grant_number"]]
        assert guardian is None or guardian != told["citizen_id"]
        if guardian and guardian in house:
            assert house[guardian] == told["household"]
            known += 1
    assert known > 200


def test_the_head_that_thaiqm_names_is_the_head_in_the_survey(made: SynthSummary) -> None:
    heads = {row["house_code"]: row for row in read(made, "members") if row["relation"] == 1}
    truth = {row["record_key"]: row["household"] for row in truth_of(made, "thaiqm")}
    masters = 0
    for row in read(made, "thaiqm"):
        head = heads.get(truth[row["record_number"]])
        assert 1 in [row[f"item_{number:02d}"] for number in range(1, 38)]
        if head is not None:
            assert row["head_first_name"] == head["first_name"]
            assert row["head_citizen_id"] == head["citizen_id"]
            masters += row["house_master_name"] == f"{head['first_name']} {head['last_name']}"
    assert masters < 5


def test_clean_registers_are_taken_in_whole(made: SynthSummary, tmp_path: Path) -> None:
    summary = ingest(
        [made.out / "registers"], store=Store(tmp_path / "store"), report_folder=tmp_path / "report"
    )
    taken = {file.source: (file.rows, file.accepted) for file in summary.files}
    assert taken == {name: (rows, rows) for name, rows in made.registers.items()}
    assert summary.quarantined == summary.repeats == summary.accepted_flagged == 0
    assert summary.refused == ()


def test_the_truth_of_links_is_never_taken_in(made: SynthSummary, tmp_path: Path) -> None:
    (made_truth,) = (p for p in made.files if "/truth/" in p.as_posix())
    copied = tmp_path / "in" / made_truth.relative_to(made.out)
    copied.parent.mkdir(parents=True)
    copied.write_bytes(made_truth.read_bytes())
    finds = next(p for p in made.files if "/local-finds/" in p.as_posix())
    (tmp_path / "in" / finds.name).write_bytes(finds.read_bytes())
    summary = ingest(
        [tmp_path / "in"], store=Store(tmp_path / "store"), report_folder=tmp_path / "report"
    )
    assert [file.source for file in summary.files] == ["local-finds"]
    assert summary.skipped == ("truth/province=41/SYNTHETIC-truth-links.parquet",)


def test_one_register_alone_is_what_it_is_among_others_and_every_time(
    made: SynthSummary, tmp_path: Path
) -> None:
    alone = synthesise(
        tmp_path / "out",
        provinces=[PROVINCE],
        households=HOUSEHOLDS,
        registers=["thaiqm", "complaints-1300"],
        workers=1,
    )
    for path in alone.files:
        if "/truth/" not in path.as_posix():
            assert path.read_bytes() == (made.out / path.relative_to(alone.out)).read_bytes()
    assert list(alone.registers) == ["complaints-1300", "thaiqm"]
    told = pa.concat_tables(
        pq.ParquetFile(p).read() for p in alone.files if "/truth/" in p.as_posix()
    )
    assert set(told["source"].to_pylist()) == {"thaiqm", "complaints-1300"}


def test_registers_agree_with_the_newest_round(tmp_path: Path) -> None:
    made = synthesise(
        tmp_path / "out",
        provinces=["85"],
        households=300,
        rounds=[2564, 2566],
        registers=["old-age-allowance"],
        workers=1,
    )
    (path,) = (p for p in made.files if "round=2566/members" in p.as_posix())
    newest = {
        f"{row['house_code']}/{row['person_number']}": row["citizen_id"]
        for row in pq.ParquetFile(path).read().to_pylist()
    }
    told = [row for row in truth_of(made, "old-age-allowance") if row["person"] in newest]
    assert len(told) > 100
    assert all(newest[str(row["person"])] == row["citizen_id"] for row in told)


def test_an_unknown_register_is_answered_with_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="local-finds"):
        synthesise(tmp_path / "out", provinces=["41"], registers=["phone-book"])
    assert not (tmp_path / "out").exists()
