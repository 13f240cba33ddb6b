"""How days and months are written, in both languages."""

from datetime import date

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.domain.thai.dates import MONTHS, day_title, month_title, to_buddhist, to_common


def test_a_day_has_both_eras() -> None:
    assert day_title(date(2022, 3, 15)) == Bilingual("15 มี.ค. 2565", "15 Mar 2022 (2565 BE)")


def test_a_month_in_figures() -> None:
    assert month_title(2023, 1) == Bilingual("01/2566", "01/2023")


def test_years_go_from_one_era_to_the_other_and_back() -> None:
    assert (to_buddhist(2023), to_common(2566)) == (2566, 2023)


def test_every_month_has_names_of_its_own() -> None:
    assert [len(set(names)) for names in zip(*MONTHS, strict=True)] == [12] * 4
    assert all(month.en.startswith(month.short_en) for month in MONTHS)
