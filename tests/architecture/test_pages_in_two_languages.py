"""Pages in two languages: Thai first, English below it, and the same commands in both."""

import re
from pathlib import Path

import pytest
from tree import ROOT, has_thai

HEADING = "\n## English\n"
FENCE = re.compile(r"^```\w*\n.*?^```$", re.DOTALL | re.MULTILINE)
WHOLE_IN_BOTH = [
    "docs/tutorials/getting-started.md",
    "docs/tutorials/measure-a-survey.md",
    "docs/how-to/read-the-dashboard.md",
    "docs/how-to/use-the-data-desk.md",
    "docs/how-to/find-a-household.md",
    "docs/how-to/run-in-production.md",
    "docs/how-to/give-people-access.md",
    "docs/how-to/sign-in-with-thaid.md",
    "docs/how-to/publish.md",
    "docs/how-to/read-the-report.md",
]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "docs").rglob("*.md")
    if HEADING in path.read_text("utf-8")
)


def _parts(page: str) -> tuple[str, str]:
    """The Thai and the English part of a page."""
    thai, _, english = Path(ROOT / page).read_text("utf-8").partition(HEADING)
    return thai, english


def test_the_pages_that_officials_use_are_in_both_languages() -> None:
    assert set(WHOLE_IN_BOTH) <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_thai_comes_first_and_leads_to_english(page: str) -> None:
    thai, english = _parts(page)
    assert has_thai(thai.splitlines()[0])
    assert "[English](#english)" in thai
    thai_prose = [line for line in FENCE.sub("", thai).splitlines() if has_thai(line)]
    assert len(thai_prose) > 10
    assert english.count("\n### ") >= thai.count("\n## ") - 1


@pytest.mark.parametrize("page", PAGES)
def test_english_commands_are_those_of_the_thai_part(page: str) -> None:
    """Blocks are run once, in the Thai part; the English part may repeat them word for word only."""
    thai, english = _parts(page)
    assert "<!-- run -->" not in english
    assert set(FENCE.findall(english)) <= set(FENCE.findall(thai))
