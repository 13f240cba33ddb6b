"""The synthetic census as a reader of its files finds it: totals, agreement, numbers, marks.

The pass rules are restated here in SQL over the written answers, apart from the code that made
them. One mid-size province (Yala) is read at full size in two rounds.
"""

from collections.abc import Iterator

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest

from ppaos.domain.identity.citizen_id import CITIZEN_ID_DIGITS, check_digits
from ppaos.synthetic import calibration
from ppaos.workflows.synth.job import SynthSummary, synthesise

PROVINCE = "95"
ROUNDS = (2564, 2565)

FAILS = """(
    q1_low_weight > 0
    or least(q4_1, q4_2, q4_3, q4_4) = 0 or least(q5_1, q5_2, q5_3, q5_4) = 0
    or q7_none > 0
    or least(q8_1, q8_2) = 0 or least(q9_1, q9_2) = 0 or q10_1 = 0
    or least(q11_1, q11_2, q11_3, q11_4, q11_5, q11_6, q11_7,
             q11_8_1, q11_8_2, q11_8_3, q11_8_4) = 0
    or q15_not_served > 0 or q16_not_enrolled > 0 or q17_not_continuing > 0
    or q19_not_literate > 0
    or q20_no_occupation_no_income + q20_income_no_occupation > 0
    or q21_no_occupation_no_income + q21_income_no_occupation > 0
    or (q22_income_primary_baht + q22_income_secondary_baht + q22_income_other_baht
        + q22_income_own_produce_baht) < 38000 * member_count
    or q27_not_cared > 0 or q28_not_cared > 0
)"""

# Household column -> what it counts among the members.
COUNTS = {
    "member_count": "true",
    "q1_infants": "age_years <= 1",
    "q1_low_weight": "q1_birth_weight_g < 2500",
    "q7_people": "age_years >= 6",
    "q7_exercise_3x30": "q7_exercise = 1",
    "q7_exercise_5x10": "q7_exercise = 2",
    "q7_none": "q7_exercise = 3",
    "q15_children": "age_years between 3 and 5",
    "q15_not_served": "q15_served = 0",
    "q16_children": "age_years between 6 and 14",
    "q16_not_enrolled": "q16_enrolled = 0",
    "q17_leavers": "q17_continues is not null",
    "q17_not_continuing": "q17_continues = 0",
    "q19_people": "age_years between 15 and 59",
    "q19_not_literate": "q19_literate = 0",
    "q20_people": "age_years between 15 and 59 and occupation <> 1 and cares_for_self = 1",
    "q20_no_occupation_no_income": "age_years < 60 and q20_21_has_occupation = 0"
    " and q20_21_has_income = 0",
    "q20_income_no_occupation": "age_years < 60 and q20_21_has_occupation = 0"
    " and q20_21_has_income = 1",
    "q21_people": "age_years >= 60 and cares_for_self = 1",
    "q21_no_occupation_no_income": "age_years >= 60 and q20_21_has_occupation = 0"
    " and q20_21_has_income = 0",
    "q21_income_no_occupation": "age_years >= 60 and q20_21_has_occupation = 0"
    " and q20_21_has_income = 1",
    "q27_older_people": "age_years >= 60",
    "q27_not_cared": "q27_cared = 0",
    "q28_disabled_people": "disability > 0",
    "q28_not_cared": "q28_cared = 0",
    "q28_without_card": "q28_has_card = 0",
}


@pytest.fixture(scope="module")
def census(tmp_path_factory: pytest.TempPathFactory) -> SynthSummary:
    out = tmp_path_factory.mktemp("census") / "synthetic"
    return synthesise(out, provinces=[PROVINCE], rounds=ROUNDS, workers=1)


@pytest.fixture(scope="module")
def answers(census: SynthSummary) -> Iterator[duckdb.DuckDBPyConnection]:
    """`h` and `m`: households and members of both rounds."""
    connection = duckdb.connect()
    for name, kind in (("h", "households"), ("m", "members")):
        files = f"{census.out}/*/{kind}/*/*.parquet"
        connection.execute(
            f"create table {name} as select * from read_parquet('{files}', hive_partitioning=false)"
        )
    yield connection
    connection.close()


def scalar(answers: duckdb.DuckDBPyConnection, sql: str) -> object:
    row = answers.execute(sql).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("round_be", ROUNDS)
def test_people_in_failing_households_are_what_the_province_must_have(
    answers: duckdb.DuckDBPyConnection, round_be: int
) -> None:
    (quota,) = calibration.quotas([PROVINCE])
    target = calibration.failing_people(PROVINCE, round_be=round_be, households=quota.households)
    found = scalar(
        answers, f"select sum(member_count) from h where round_be = {round_be} and {FAILS}"
    )
    assert found == target


def test_the_summary_says_what_the_files_hold(
    census: SynthSummary, answers: duckdb.DuckDBPyConnection
) -> None:
    found = answers.execute(
        f"""select round_be, count(*), sum(member_count), count(*) filter ({FAILS}),
        sum(member_count) filter ({FAILS}) from h group by 1 order by 1"""
    ).fetchall()
    assert found == [
        (c.round_be, c.households, c.people, c.failing_households, c.failing_people)
        for c in census.counts
    ]


def test_failing_households_are_larger_as_published(answers: duckdb.DuckDBPyConnection) -> None:
    ratio = scalar(
        answers,
        f"select avg(member_count) filter ({FAILS}) / avg(member_count) from h "
        "where round_be = 2565",
    )
    assert ratio == pytest.approx((655_365 / 197_298) / (36_130_610 / 12_817_903), rel=0.02)


def test_every_indicator_fails_somewhere_and_some_households_fail_several(
    answers: duckdb.DuckDBPyConnection,
) -> None:
    parts = [part.strip() for part in FAILS.strip("()\n ").replace("\n", " ").split(" or ")]
    assert len(parts) == 17
    for part in parts:
        assert scalar(answers, f"select count(*) from h where {part}") > 0, part
    several = " + ".join(f"({part})::int" for part in parts)
    assert scalar(answers, f"select count(*) from h where {several} >= 3") > 100


@pytest.mark.parametrize("column", COUNTS)
def test_household_counts_agree_with_the_members(
    answers: duckdb.DuckDBPyConnection, column: str
) -> None:
    wrong = scalar(
        answers,
        f"""select count(*) from h join (
            select round_be, house_code, count(*) filter ({COUNTS[column]}) as counted
            from m group by all
        ) using (round_be, house_code) where {column} <> counted""",
    )
    assert wrong == 0


def test_members_and_households_meet_one_for_one(answers: duckdb.DuckDBPyConnection) -> None:
    for one, other in (("h", "m"), ("m", "h")):
        alone = f"select count(*) from {one} anti join {other} using (round_be, house_code)"
        assert scalar(answers, alone) == 0
    assert scalar(answers, "select count(*) from h") == scalar(
        answers, "select count(*) from (select distinct round_be, house_code from h)"
    )
    broken = """select count(*) from (
        select count(*) n, max(person_number) top, count(distinct person_number) d,
               count(*) filter (relation = 1) heads
        from m group by round_be, house_code) where n <> top or n <> d or heads <> 1"""
    assert scalar(answers, broken) == 0


def test_members_incomes_sum_to_what_the_household_earned(
    answers: duckdb.DuckDBPyConnection,
) -> None:
    wrong = scalar(
        answers,
        """select count(*) from h join (
            select round_be, house_code, coalesce(sum(income_baht), 0) as earned from m group by all
        ) using (round_be, house_code)
        where earned <> q22_income_primary_baht + q22_income_secondary_baht""",
    )
    assert wrong == 0
    contradicting = """select count(*) from m where q20_21_has_income is not null
        and (income_baht > 0) <> (q20_21_has_income = 1)"""
    assert scalar(answers, contradicting) == 0


def test_answers_that_do_not_apply_are_missing(answers: duckdb.DuckDBPyConnection) -> None:
    for claim in (
        "q7_exercise is not null and age_years < 6",
        "q16_enrolled is not null and age_years not between 6 and 14",
        "q19_literate is not null and age_years not between 15 and 59",
        "q27_cared is not null and age_years < 60",
        "q28_cared is not null and disability = 0",
        "q1_birth_weight_g is not null and age_years > 1",
        "q20_21_has_occupation is not null and (occupation = 1 or cares_for_self = 0)",
        "income_baht is not null and age_years < 15",
    ):
        assert scalar(answers, f"select count(*) from m where {claim}") == 0, claim


def test_ages_are_whole_years_between_birth_and_survey(answers: duckdb.DuckDBPyConnection) -> None:
    wrong = """select count(*) from m join h using (round_be, house_code)
        where born_on not like '%-00-00'
        and age_years <> date_part('year', age(surveyed_on::date, born_on::date))"""
    assert scalar(answers, wrong) == 0
    assert scalar(answers, "select count(*) from m where born_on like '%-00-00'") > 0
    outside = "select count(*) from h where left(surveyed_on, 4)::int + 543 <> round_be"
    assert scalar(answers, outside) == 0


def test_citizen_ids_are_valid_unique_and_of_the_class_of_the_birth_date(
    answers: duckdb.DuckDBPyConnection,
) -> None:
    ids = answers.execute(
        "select citizen_id, born_on from m where round_be = 2565 and citizen_id is not null"
    ).fetchnumpy()
    numbers = np.asarray(ids["citizen_id"], dtype="<U13")
    codes = numbers.view(np.uint32).reshape(-1, CITIZEN_ID_DIGITS) - ord("0")
    assert len(codes) and (codes <= 9).all()
    assert (check_digits(codes[:, :12]) == codes[:, 12]).all()
    assert len(np.unique(numbers)) == len(numbers)
    young = np.asarray(ids["born_on"], dtype="<U10") >= "1984-01-01"
    first = numbers.astype("<U1")
    assert set(first[young]) <= set("12578" + "0")
    assert set(first[~young & (np.asarray(ids["born_on"], dtype="<U4") < "1984")]) <= set("345680")
    assert (first[young] == "1").mean() > 0.9
    without = scalar(answers, "select count(*) from m where citizen_id is null")
    assert 0 < without < 0.02 * scalar(answers, "select count(*) from m")


def test_a_person_keeps_number_birthday_name_and_house(answers: duckdb.DuckDBPyConnection) -> None:
    changed = """select count(*) from m a join m b using (citizen_id)
        where a.round_be = 2564 and b.round_be = 2565 and (a.house_code <> b.house_code
        or a.born_on <> b.born_on or a.first_name <> b.first_name or a.last_name <> b.last_name
        or b.age_years - a.age_years not between 0 and 2)"""
    assert scalar(answers, changed) == 0


def test_the_panel_has_stayers_entries_and_exits(answers: duckdb.DuckDBPyConnection) -> None:
    stay, left, came, still, out, into = answers.execute(
        f"""with a as (select house_code, {FAILS} as poor from h where round_be = 2564),
                b as (select house_code, {FAILS} as poor from h where round_be = 2565)
        select count(*) filter (a.poor is not null and b.poor is not null),
               count(*) filter (b.poor is null), count(*) filter (a.poor is null),
               count(*) filter (a.poor and b.poor), count(*) filter (a.poor and not b.poor),
               count(*) filter (not a.poor and b.poor)
        from a full join b using (house_code)"""
    ).fetchone()
    assert 0.97 < stay / (stay + came) < 0.999
    assert left > 0
    assert came > 0
    assert still > out / 10
    assert out > into > 0


def test_hardship_gathers_in_places(answers: duckdb.DuckDBPyConnection) -> None:
    spread = scalar(
        answers,
        f"""with v as (select count(*) n, avg(({FAILS})::int) rate from h
                       where round_be = 2565 group by village_code having count(*) >= 50)
        select var_samp(rate) / avg(rate * (1 - rate) / n) from v""",
    )
    assert spread > 3  # one would be villages that differ by chance alone


def test_rows_ascend_and_every_file_and_row_says_that_it_is_synthetic(census: SynthSummary) -> None:
    tables = [path for path in census.files if path.suffix == ".parquet"]
    assert len(tables) == 4
    for path in tables:
        assert "SYNTHETIC" in path.name
        table = pq.read_table(path, columns=["village_code", "house_code", "synthetic"])
        metadata = pq.read_schema(path).metadata
        assert metadata[b"synthetic"] == b"true"
        assert "ข้อมูลสังเคราะห์" in metadata[b"notice_th"].decode()
        assert b"Synthetic" in metadata[b"notice_en"]
        assert table["synthetic"].to_pylist() == [True] * table.num_rows
        order = [table["village_code"].to_pylist(), table["house_code"].to_pylist()]
        pairs = list(zip(*order, strict=True))
        assert pairs == sorted(pairs)
    readme = (census.out / "README_SYNTHETIC.txt").read_text(encoding="utf-8")
    assert "ข้อมูลสังเคราะห์" in readme
    assert "Synthetic data" in readme
