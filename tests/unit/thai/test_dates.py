"""How days and months are written, in both languages."""

from datetime import UTC, date, datetime

import pytest

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.domain.thai.dates import (
    MONTHS,
    THAI_TIME,
    day_title,
    month_title,
    thai_day,
    to_buddhist,
    to_common,
)


def test_a_day_has_both_eras() -> None:
    assert day_title(date(2022, 3, 15)) == Bilingual("15 มี.ค. 2565", "15 Mar 2022 (2565 BE)")


def test_a_month_in_figures() -> None:
    assert month_title(2023, 1) == Bilingual("01/2566", "01/2023")


def test_years_go_from_one_era_to_the_other_and_back() -> None:
    assert (to_buddhist(2023), to_common(2566)) == (2566, 2023)


def test_every_month_has_names_of_its_own() -> None:
    assert [len(set(names)) for names in zip(*MONTHS, strict=True)] == [12] * 4
    assert all(month.en.startswith(month.short_en) for month in MONTHS)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 14, 16, 59, tzinfo=UTC), date(2026, 3, 14)),
        (datetime(2026, 3, 14, 17, 0, tzinfo=UTC), date(2026, 3, 15)),
        (datetime(2026, 3, 15, 0, 30, tzinfo=THAI_TIME), date(2026, 3, 15)),
    ],
    ids=str,
)
def test_a_moment_is_on_the_day_of_thailand(now: datetime, day: date) -> None:
    assert thai_day(now) == day


def test_a_moment_without_a_zone_is_on_no_day() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        thai_day(datetime(2026, 3, 15))  # noqa: DTZ001 -- what is refused
