"""Households in the report: what is hidden, and that doubts are told without names."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from ppaos.domain.explanation.records import (
    Answer,
    Doubt,
    Explanation,
    HouseholdPlace,
    Member,
    Origin,
    PersonFact,
    PovertyVerdict,
    RegisterRecord,
    WayOut,
)
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.workflows.report.households import household, masked_name

TITLE = Bilingual("ชื่อ", "title")
CARDS = Origin("cards", Bilingual("บัตร", "Cards"), Bilingual("คลัง", "Finance"), date(2022, 10, 1))
SOMCHAI = Member(
    person_id="p1", person_number=1, name="นายสมชาย ใจดี", citizen_id="x-xxxx-xxxxx-xx-x", sex=None,
    age_years=61, born_on=date(1961, 1, 1), relation=None, in_survey=True, is_unmatched=False,
    is_asked_for=False, facts=(PersonFact("holds_card", TITLE, "cards"), PersonFact("works", TITLE, "survey")),
    records=(
        RegisterRecord(
            CARDS, "C-1", "citizen_id", TITLE, None,
            (Answer("card_number", TITLE, "C-1"), Answer("status", TITLE, 1, Bilingual("ยืนยัน", "ok"))),
        ),
    ),
    groups=(),
)  # fmt: skip
HOME = Explanation(
    household_id="41010000011",
    house_code="41010000011",
    house_number="9/1",
    place=HouseholdPlace(None, {}),
    people=1,
    in_survey=True,
    round_be=2565,
    surveyed_on=date(2022, 1, 2),
    is_synthetic=True,
    verdict=PovertyVerdict(
        "toy", TITLE, 2565, "any_dimension", "", "listwise", True, Fraction(1, 4), 1
    ),
    indicators=(),
    dimensions=(),
    members=(SOMCHAI,),
    groups=(),
    doubts=(),
    ways_out=tuple(WayOut((str(n),), (TITLE,)) for n in range(5)),
    priority=250,
    priority_terms=(),
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("นายสมชาย ใจดี", "นายสมชาย ใจ…"),
        ("นางสาวมาลี พิมเพ็ง", "นางสาวมาลี พ…"),
        ("Somchai Jaidee", "Somchai J…"),
        ("สมชาย", "สมชาย"),
        ("", ""),
    ],
)
def test_a_last_name_is_cut_to_its_beginning(name, shown) -> None:
    assert masked_name(name) == shown


def test_numbers_of_cards_and_dates_of_birth_are_left_out() -> None:
    (member,) = household(HOME)["members"]
    (record,) = member["records"]
    assert [answer["value"] for answer in record["answers"]] == [1]
    assert record["facts"] == [{"th": "ชื่อ", "en": "title"}]
    assert member["has_citizen_id"] is True
    assert "1961" not in str(member)


def test_a_few_ways_out_are_listed_and_the_rest_counted() -> None:
    found = household(HOME)
    assert (len(found["ways_out"]), found["more_ways"]) == (3, 2)


def test_a_household_that_nobody_measured_is_not_said_to_pass() -> None:
    assert household(replace(HOME, verdict=None))["fails"] is None


@pytest.mark.parametrize(
    ("doubt", "said"),
    [
        (
            Doubt(
                "disagreement", "last_name", Bilingual("ลับสุด", "ลับสุด"), TITLE, "p1",
                (Answer("last_name", Bilingual("นามสกุล", "Last name"), "ลับสุด"),
                 Answer("last_name", Bilingual("นามสกุล", "Last name"), "ลับยิ่ง")),
            ),
            "Last name of นายสมชาย ใจ… differs between 2 sources",
        ),
        (
            Doubt(
                "disagreement", "sex", TITLE, TITLE, "p1",
                (Answer("sex", Bilingual("เพศ", "Sex"), 1, Bilingual("ชาย", "male")),
                 Answer("sex", Bilingual("เพศ", "Sex"), 2, Bilingual("หญิง", "female"))),
            ),
            "Sex of นายสมชาย ใจ… differs; the first is used: male / female",
        ),
        (
            Doubt("finding", "two_heads", Bilingual("ลับสุด", "ลับสุด"), TITLE),
            "The household has more than one head; the lowest person number is used for now",
        ),
        (
            Doubt("review", "pair-1", Bilingual("ลับสุด", "ลับสุด"), TITLE),
            "A record may belong to a member of this household; an officer has yet to check.",
        ),
        (Doubt("missing_answer", "income", Bilingual("ไม่มี", "No answer"), TITLE), "No answer"),
    ],
    ids=["name", "value", "finding", "review", "missing"],
)  # fmt: skip
def test_doubts_are_told_without_full_names(doubt, said) -> None:
    (found,) = household(replace(HOME, doubts=(doubt,)))["doubts"]
    assert found["text"]["en"] == said
    assert "ลับ" not in str(found)
