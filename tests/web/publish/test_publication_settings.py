"""What a version is read with: documents of earlier programs, of later ones, and garbled ones."""

from datetime import date
from typing import Any

import pytest

from ppaos.domain.errors import SettingError
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.settings import FORM, names_of, read

EARLIER: dict[str, Any] = {
    "record": {"name": "tpmap-2560"},
    "round_be": 2565,
    "rounds": [2564, 2565],
    "reference_date": "2022-12-31",
    "groups": [["fiscal-2566", "1.1"], ["fiscal-2566", "2"]],
    "units": ["person", "household"],
    "rules": {"fiscal-2566": "rules: fiscal-2566"},
    "sources": ["bmn-members-2560", "thaiqm"],
    "facts": ["is_student", "works", "thaiqm_water"],
    "as_of": {"bmn-members-2560": "2022-01-01", "thaiqm": None},
    "tables": {"bmn-members-2560": "members", "thaiqm": "thaiqm_people"},
    "documents": {"bmn-members-2560": None, "thaiqm": {"source": "thaiqm"}},
    "household_columns": ["member_count", "q1"],
    "member_columns": ["education", "occupation"],
    "absent": {"2564": [3, 5], "2565": []},
    "made_from": {"persons": "2026-11-20T10:00:00+00:00"},
    "dimension_names": ["health", "living"],
    "indicator_names": ["birth_weight", "safe_food"],
}
"""As publishing wrote it before the form had a number."""


def test_a_document_without_a_number_is_of_the_first_form() -> None:
    reading = read(EARLIER, version=7)
    assert (reading.form, reading.round_be, reading.rounds) == (1, 2565, (2564, 2565))
    assert reading.group_keys == ("fiscal-2566/1.1", "fiscal-2566/2")
    assert reading.as_of == {"bmn-members-2560": date(2022, 1, 1), "thaiqm": None}
    assert reading.absent_in(2564) == {3, 5}
    assert reading.absent_in(2565) == reading.absent_in(2570) == frozenset()
    assert names_of(reading.facts, 0b101) == ["is_student", "thaiqm_water"]


def test_what_is_written_differs_from_the_earlier_document_in_its_number_only() -> None:
    assert read(EARLIER, version=7).as_document() == {**EARLIER, "form": FORM}


def test_a_version_parses_its_settings_once_and_anew_when_they_change() -> None:
    version = Publication(settings=EARLIER)
    assert version.reading is version.reading
    version.settings = {**EARLIER, "round_be": 2564}
    assert version.reading.round_be == 2564


def test_a_later_form_is_refused_with_what_to_do() -> None:
    with pytest.raises(SettingError, match="later program"):
        read({**EARLIER, "form": FORM + 1}, version=7)


@pytest.mark.parametrize(
    ("broken", "named"),
    [({"round_be": None}, "round_be"), ({"absent": {"x": []}}, "absent"), ({"units": []}, "-")],
)
def test_a_garbled_document_names_what_is_wrong(broken: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingError, match=f"Version 7 cannot be read.*{named}"):
        read({**EARLIER, **broken}, version=7)


def test_a_version_that_was_never_described_says_so() -> None:
    with pytest.raises(SettingError, match="round_be"):
        _ = Publication(pk=3).reading
