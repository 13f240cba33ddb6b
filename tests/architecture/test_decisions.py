"""Every decision says when it was taken and whether it holds, and the table repeats it."""

import re
from datetime import date

import pytest
from tree import ROOT

FOLDER = ROOT / "docs" / "decisions"
PAGES = sorted(FOLDER.glob("[0-9]*.md"))
HEAD = re.compile(r"\A# (?:\d+\. )?(.+)\n\n- Date: (\d{4}-\d\d-\d\d)\n- Status: (.+)\n\n")
STATUS = re.compile(
    r"accepted(?:, (?:made exact by|narrowed by|replaces) (\d+))?|proposed|replaced by (\d+)"
)
ROW = re.compile(r"^\| (\d+) \| \[.+\]\((.+?)\) \| (\S+) \| (.+) \|$", re.MULTILINE)


def _head(name: str) -> tuple[str, str]:
    """Date and status of a page, the links of the status as plain numbers."""
    head = HEAD.match((FOLDER / name).read_text("utf-8"))
    assert head, f"{name} opens with its title, `- Date: YYYY-MM-DD` and `- Status: ...`"
    return head[2], re.sub(r"\[decision (\d+)\]\(\S+\)", r"\1", head[3])


NUMBERS = [int(page.name[:4]) for page in PAGES]


def test_a_number_is_given_once() -> None:
    assert len(NUMBERS) >= 38
    assert sorted(set(NUMBERS)) == NUMBERS


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_a_decision_has_a_date_and_a_status(name: str) -> None:
    written, status = _head(name)
    assert date.fromisoformat(written) >= date(2026, 11, 21)
    known = STATUS.fullmatch(status)
    assert known, f"{name}: {status} is no status that docs/decisions/README.md explains"
    named = known[1] or known[2]
    assert named is None or int(named) in NUMBERS


def test_a_replaced_decision_and_the_one_that_replaces_it_name_each_other() -> None:
    statuses = {int(page.name[:4]): _head(page.name)[1] for page in PAGES}
    replaced = {
        (int(known[1]), number)
        for number, status in statuses.items()
        if (known := re.fullmatch(r"replaced by (\d+)", status))
    }
    replacing = {
        (number, int(known[1]))
        for number, status in statuses.items()
        if (known := re.fullmatch(r"accepted, replaces (\d+)", status))
    }
    assert replaced == replacing


def test_the_table_of_decisions_repeats_them() -> None:
    rows = ROW.findall((FOLDER / "README.md").read_text("utf-8"))
    assert [row[1] for row in rows] == [page.name for page in PAGES]
    for number, name, written, status in rows:
        assert int(number) == int(name[:4])
        assert (written, status) == _head(name), name
