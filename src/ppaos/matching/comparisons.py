"""How two records are compared: comparisons, their levels in order, and what each level is called.

A level is met by a SQL condition over the two records (columns end in `_l` and `_r`); the first
level that is met counts. Weights are not here but in a model (`weights.py`).

People of one house share family name, house and sometimes the birthday (twins) without being one
person, so last name and birth date are weighed apart in strata: pairs of one house, of one village,
from elsewhere, and by how much of the birth date both records know. A level's key starts with its
stratum, and m and u are shares within it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

HOUSE, VILLAGE, ELSEWHERE, ANY = "house", "village", "elsewhere", ""
HOUSE_DAYS, DAYS, YEARS, AGES = "house_days", "days", "years", "ages"
SAME_HOUSE: Final = (
    "(coalesce(house_code_l = house_code_r, false) or coalesce(address_l = address_r, false))"
)
SAME_VILLAGE: Final = "coalesce(village_code_l = village_code_r, false)"


@dataclass(frozen=True)
class AgreementLevel:
    """One degree of agreement; `frequency_of` names the column whose rare values weigh more."""

    key: str
    condition: str
    th: str
    en: str
    stratum: str = ANY
    frequency_of: str | None = None


@dataclass(frozen=True)
class Comparison:
    """One piece of evidence: `levels` from the closest agreement to none; `nothing` when unknown."""

    key: str
    th: str
    en: str
    nothing: str
    levels: tuple[AgreementLevel, ...]


def _same(name: str) -> str:
    return f"{name}_l = {name}_r"


def _edits(left: str, right: str, most: int, shortest: int) -> str:
    """Whether at most `most` edits turn one name into the other, both at least `shortest` long."""
    return (
        f"least(length({left}), length({right})) >= {shortest} "
        f"and abs(length({left}) - length({right})) <= {most} "
        f"and damerau_levenshtein({left}, {right}) <= {most}"
    )


_SWAPPED: Final = (
    "(first_l = last_r and last_l = first_r or first_sound_l = last_sound_r "
    "and last_sound_l = first_sound_r and damerau_levenshtein(first_letters_l, last_letters_r) <= 1"
    " and damerau_levenshtein(last_letters_l, first_letters_r) <= 1)"
)


def _name_levels(part: str, th: str, en: str) -> tuple[AgreementLevel, ...]:
    letters = f"{part}_letters_l", f"{part}_letters_r"
    alike = _same(f"{part}_sound")
    return (
        AgreementLevel("exact", _same(part), f"{th}ตรงกัน", f"same {en}", frequency_of=part),
        AgreementLevel(
            "sound_and_spelling",
            f"{alike} and {_edits(*letters, 1, 2)}",
            f"{th}ออกเสียงเหมือนกัน สะกดต่างไม่เกินหนึ่งตัว",
            f"{en} sounds alike, one letter differs at most",
        ),
        AgreementLevel(
            "one_letter", _edits(*letters, 1, 4), f"{th}ต่างหนึ่งตัวอักษร", f"{en} differs in a letter"
        ),
        AgreementLevel("sound", alike, f"{th}ออกเสียงเหมือนกัน", f"{en} sounds alike"),
        AgreementLevel(
            "one_letter_of_few",
            _edits(*letters, 1, 2),
            f"{th}สั้น ต่างหนึ่งตัวอักษร",
            f"short {en} differs in a letter",
        ),
        AgreementLevel(
            "two_letters",
            _edits(*letters, 2, 6),
            f"{th}ต่างสองตัวอักษร",
            f"{en} differs in two letters",
        ),
        AgreementLevel("differs", "ELSE", f"{th}ต่างกัน", f"{en} differs"),
    )


def _in_strata(
    levels: tuple[AgreementLevel, ...], strata: tuple[str, ...]
) -> Iterator[AgreementLevel]:
    """Every level in every stratum; the condition ELSE becomes the stratum's own rest."""
    for stratum in strata:
        where, th, en = _STRATA[stratum]
        for level in levels:
            is_rest = level.condition == "ELSE"
            rest = where or "ELSE"
            within = f"{where} and ({level.condition})" if where else level.condition
            # Kin live in one village: a rare family name proves little among neighbours.
            column = level.frequency_of if stratum == ELSEWHERE else None
            yield AgreementLevel(
                f"{stratum}:{level.key}",
                rest if is_rest else within,
                f"{level.th}{th}",
                f"{level.en}{en}",
                stratum,
                column,
            )


_BOTH_STATED: Final = "is_year_stated_l and is_year_stated_r"
_BOTH_DAYS: Final = f"{_BOTH_STATED} and born_day_l is not null and born_day_r is not null"
_YEARS_APART: Final = "abs(birth_year_l - birth_year_r)"
_SAME_DATE: Final = "born_day_l = born_day_r and born_month_l = born_month_r"
_SAME_YEAR: Final = _same("birth_year")
_DATES: Final = (
    AgreementLevel("day", f"{_SAME_YEAR} and {_SAME_DATE}", "เกิดวันเดียวกัน", "born on the same day"),
    AgreementLevel(
        "month_or_swapped",
        f"{_SAME_YEAR} and (born_month_l = born_month_r "
        "or (born_day_l = born_month_r and born_month_l = born_day_r))",
        "เกิดเดือนปีเดียวกัน หรือสลับวันกับเดือน",
        "same month and year, or day and month swapped",
    ),
    AgreementLevel(
        "other_year", _SAME_DATE, "วันเดือนตรงกัน ปีต่าง", "same day and month of another year"
    ),
    AgreementLevel("year", _SAME_YEAR, "ปีเกิดตรงกัน วันเดือนต่าง", "same year, other day and month"),
    AgreementLevel("differs", "ELSE", "วันเกิดต่างกัน", "birth date differs"),
)
_YEARS: Final = (
    AgreementLevel("same", _SAME_YEAR, "ปีเกิดตรงกัน", "same birth year"),
    AgreementLevel("one_apart", f"{_YEARS_APART} = 1", "ปีเกิดต่างหนึ่งปี", "birth years one apart"),
    AgreementLevel("differs", "ELSE", "ปีเกิดต่างกัน", "birth year differs"),
)
_AGES: Final = (
    AgreementLevel("fits", f"{_YEARS_APART} <= 1", "อายุเข้ากันได้", "age fits"),
    AgreementLevel("nearly_fits", f"{_YEARS_APART} <= 3", "อายุใกล้เคียง", "age nearly fits"),
    AgreementLevel("differs", "ELSE", "อายุต่างกัน", "age differs"),
)
_STRATA: Final = {
    HOUSE: (SAME_HOUSE, " (บ้านเดียวกัน)", " (same house)"),
    VILLAGE: (SAME_VILLAGE, " (หมู่บ้านเดียวกัน)", " (same village)"),
    ELSEWHERE: ("", "", ""),
    HOUSE_DAYS: (f"{SAME_HOUSE} and {_BOTH_DAYS}", " (บ้านเดียวกัน)", " (same house)"),
    DAYS: (_BOTH_DAYS, "", ""),
    YEARS: (_BOTH_STATED, " (รู้เพียงปี)", " (only the year is known)"),
    AGES: ("", "", ""),
}
"""What must hold first, and what is said of it; the last stratum of a comparison takes the rest."""
_PLACES: Final = (("subdistrict", 6, "ตำบล"), ("district", 4, "อำเภอ"), ("province", 2, "จังหวัด"))


def _same_area(digits: int) -> str:
    return f"substr(village_code_l, 1, {digits}) = substr(village_code_r, 1, {digits})"


_FIRST: Final = _name_levels("first", "ชื่อ", "first name")
COMPARISONS: Final = (
    Comparison(
        "first_name",
        "ชื่อ",
        "First name",
        "first_l is null or first_r is null",
        (
            _FIRST[0],
            AgreementLevel("swapped", _SWAPPED, "ชื่อกับนามสกุลสลับกัน", "first and last name swapped"),
            *_FIRST[1:],
        ),
    ),
    Comparison(
        "last_name",
        "นามสกุล",
        "Last name",
        f"last_l is null or last_r is null or (first_l <> first_r and {_SWAPPED})",
        tuple(_in_strata(_name_levels("last", "นามสกุล", "last name"), (HOUSE, VILLAGE, ELSEWHERE))),
    ),
    Comparison(
        "birth",
        "วันเกิด",
        "Birth date",
        "birth_year_l is null or birth_year_r is null",
        (
            *_in_strata(_DATES, (HOUSE_DAYS, DAYS)),
            *_in_strata(_YEARS, (YEARS,)),
            *_in_strata(_AGES, (AGES,)),
        ),
    ),
    Comparison(
        "sex",
        "เพศ",
        "Sex",
        "sex_l is null or sex_r is null",
        (
            AgreementLevel("same", _same("sex"), "เพศเดียวกัน", "same sex"),
            AgreementLevel("differs", "ELSE", "คนละเพศ", "other sex"),
        ),
    ),
    Comparison(
        "place",
        "ที่อยู่",
        "Place",
        f"(village_code_l is null or village_code_r is null) and not {SAME_HOUSE}",
        (
            AgreementLevel("house", SAME_HOUSE, "บ้านเดียวกัน", "same house"),
            AgreementLevel("village", SAME_VILLAGE, "หมู่บ้านเดียวกัน", "same village"),
            *(
                AgreementLevel(en, _same_area(n), f"{th}เดียวกัน", f"same {en}")
                for en, n, th in _PLACES
            ),
            AgreementLevel("elsewhere", "ELSE", "คนละจังหวัด", "another province"),
        ),
    ),
)

# Candidate pairs: two records are compared when they agree on all columns of one rule.
BLOCKING: Final[tuple[tuple[str, ...], ...]] = (
    ("first_sound", "last_sound"),
    ("first_sound", "born_day", "born_month", "birth_year"),
    ("first_sound", "village_code"),
    ("last_sound", "born_day", "born_month", "birth_year"),
    ("first_consonants", "born_day", "born_month", "birth_year"),
    ("last_sound", "village_code", "birth_year"),
    ("village_code", "born_day", "born_month", "birth_year"),
    ("house_code", "sex"),
    ("address", "sex"),
    ("house_code", "first_consonants"),
)
SWAPPED_BLOCKING: Final = "l.first_sound = r.last_sound and l.last_sound = r.first_sound"
