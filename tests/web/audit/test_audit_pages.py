"""The inspector's screens: who sees which entries, searching, paging, CSV, verifying."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ppaos.operations.accounts.models import Grant, User
from ppaos.operations.audit import queries
from ppaos.operations.audit.actions import record
from ppaos.operations.audit.chain_head import Head, HeadFile
from ppaos.operations.audit.models import Entry
from ppaos.operations.jobs.models import Job
from ppaos.web.audit.labels import ACTIONS, TARGETS
from ppaos.web.audit.tasks import verify_chain
from support.program_text import PACKAGE, recorded_actions

pytestmark = pytest.mark.django_db
People = dict[str, User]


@pytest.fixture
def entries(people_by_role: People) -> dict[str, Entry]:
    """Entries by a name that says who did it and where."""
    people = dict(people_by_role)
    people["both"] = User.objects.create_user(username="both")
    Grant.objects.create(user=people["both"], role="analyst", area_code="41")
    Grant.objects.create(user=people["both"], role="analyst", area_code="40")
    wanted = {
        "in 41 by 41": ("provincial", "41010101"), "at home by 41": ("district", ""),
        "in 40 by 41": ("district", "4001"), "in 41 by nation": ("national", "4101"),
        "in 40 by 40": ("foreign", "4001"), "at home by 40": ("foreign", ""),
        "in 41 by 40": ("foreign", "41"), "in 40 by both": ("both", "40"),
        "at home by both": ("both", ""), "in nation by nation": ("national", "nat"),
        "in region by nation": ("national", "R3"), "by nobody": (None, ""),
        "in 41 by nobody": (None, "41"),
    }  # fmt: skip
    return {
        name: record("search", by=people[who] if who else None, area=area, target=("entry", name))
        for name, (who, area) in wanted.items()
    }


@pytest.fixture
def auditor(sign_in: Any, people_by_role: People, entries: dict[str, Entry]) -> Client:
    return sign_in(Client(), people_by_role["auditor"])


def seen(client: Client, query: str = "") -> set[str]:
    page = client.get(f"/audit/?action=search&{query}")
    assert page.status_code == 200
    return {row["entry"].target_id for row in page.context["rows"]}


OF_41 = {
    "in 41 by 41", "at home by 41", "in 40 by 41", "in 41 by nation", "in 41 by 40",
    "in 41 by nobody",
}  # fmt: skip


def test_an_auditor_sees_their_area_and_their_people_and_nobody_else(
    auditor: Client, entries: dict[str, Entry]
) -> None:
    assert seen(auditor) == OF_41
    for name, entry in entries.items():
        page = auditor.get(f"/audit/{entry.number}/")
        assert page.status_code == (200 if name in OF_41 else 404), name
    rows = list(
        csv.DictReader(io.StringIO(auditor.get("/audit/table.csv").getvalue().decode("utf-8-sig")))
    )
    told = {row["target_id"] for row in rows if row["action"] == "search"}
    assert told == OF_41


def test_wider_auditors_see_more(
    people_by_role: People, sign_in: Any, entries: dict[str, Entry]
) -> None:
    user = people_by_role["auditor"]
    grant = user.grants.get()
    for area, names in (("nat", set(entries)), ("R3", set(entries) - {
        "in nation by nation", "by nobody",
    })):  # fmt: skip
        grant.area_code = area
        grant.save()
        assert seen(sign_in(Client(), user)) == names, area
    grant.delete()
    assert sign_in(Client(), user).get("/audit/").status_code == 403


def test_what_somebody_did_stays_with_the_area_that_they_had_then(
    auditor: Client, people_by_role: People
) -> None:
    moved = people_by_role["foreign"]
    moved.grants.update(area_code="41")
    assert seen(auditor) == OF_41


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("person=prov", {"in 41 by 41"}),
        ("person=zzz", set()),
        ("area=4101", {"in 41 by 41", "in 41 by nation"}),
        ("area=40", {"in 40 by 41"}),
        ("area=nat", OF_41),
        ("target=in+41+by+40", {"in 41 by 40"}),
        ("since=2000-01-01&until=2999-01-01", OF_41),
        ("until=2000-01-01", set()),
    ],
)
def test_entries_are_searched_by_person_area_target_and_day(
    auditor: Client, query: str, names: set[str]
) -> None:
    assert seen(auditor, query) == names


def test_days_are_days_of_thailand(auditor: Client, people_by_role: People) -> None:
    today = timezone.localdate()
    assert seen(auditor, f"since={today}&until={today}") == OF_41
    assert seen(auditor, f"since={today + timedelta(days=1)}") == set()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("area=99", 404),
        ("area=x", 404),
        ("since=yesterday", 400),
        ("until=2026-13-40", 400),
        ("until=9999-12-31", 400),
        ("since=0001-01-01", 400),
    ],
)
def test_a_search_that_makes_no_sense_is_told(auditor: Client, query: str, status: int) -> None:
    assert auditor.get(f"/audit/?{query}").status_code == status


def test_searches_and_exports_of_the_audit_are_on_record(auditor: Client) -> None:
    auditor.get("/audit/?person=prov")
    entry = Entry.objects.latest("number")
    assert (entry.action, entry.area_code, entry.details) == (
        "audit_viewed",
        "41",
        {"person": "prov"},
    )
    auditor.get("/audit/table.csv?action=search").getvalue()
    assert Entry.objects.latest("number").action == "audit_exported"


def test_pages_go_back_and_forth_without_losing_an_entry(
    auditor: Client, people_by_role: People
) -> None:
    for number in range(120):
        record("search", by=people_by_role["district"], area="4101", target=("n", str(number)))
    pages = [auditor.get("/audit/?action=search").context["page"]]
    while pages[-1].older:
        query = f"/audit/?action=search&before={pages[-1].older}"
        pages.append(auditor.get(query).context["page"])
    numbers = [row.number for page in pages for row in page.rows]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == len(set(numbers)) == 120 + len(OF_41)
    back = auditor.get(f"/audit/?action=search&after={pages[2].newer}").context["page"]
    assert [row.number for row in back.rows] == [row.number for row in pages[1].rows]
    assert auditor.get("/audit/?before=99999999999999999999999&after=x").status_code == 200


def test_cells_of_the_csv_are_no_formulas(auditor: Client, people_by_role: People) -> None:
    record("search", by=people_by_role["district"], area="4101", target=("x", "=HYPERLINK(1)"))
    text = auditor.get("/audit/table.csv").getvalue().decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text


def test_the_csv_holds_every_entry_however_many_there_are(
    auditor: Client, people_by_role: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_BLOCK", 3)
    for number in range(10):
        record("search", by=people_by_role["district"], area="4101", target=("n", str(number)))
    text = auditor.get("/audit/table.csv?action=search").getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    numbers = [int(row["number"]) for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == len(set(numbers)) == 10 + len(OF_41)


def test_who_asks_for_a_second_walk_is_shown_the_first(auditor: Client) -> None:
    first = auditor.post("/audit/verify/")["Location"]
    assert auditor.post("/audit/verify/")["Location"] == first
    Job.objects.update(state=Job.State.DONE)
    assert auditor.post("/audit/verify/")["Location"] != first


def test_verifying_is_background_work_that_tells_what_it_found(
    auditor: Client, people_by_role: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    head = HeadFile(tmp_path / "audit-head")
    monkeypatch.setattr("ppaos.operations.audit.verify.head_file", lambda: head)
    answer = auditor.post("/audit/verify/")
    job = Job.objects.get(kind="verify")
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert job.by == people_by_role["auditor"]
    assert auditor.get(answer["Location"]).status_code == 200
    from ppaos.domain.progress import Silent

    sound = verify_chain(job, Silent())
    assert sound is not None
    assert sound.result["is_whole"] is True
    assert "audit-head" in str(sound.result["notes"])
    newest = Entry.objects.latest("number")
    head.advance(Head(newest.number, newest.hash))
    noted = verify_chain(job, Silent())
    assert noted is not None and "audit-head" not in str(noted.result["notes"])
    number = Entry.objects.latest("number").number
    Entry.objects.filter(number=number).update(action="forged")
    found = verify_chain(job, Silent())
    assert found is not None
    assert found.result["is_whole"] is False
    assert any(str(number) in en for _, en in found.result["notes"])


def test_only_auditors_inspect(people_by_role: People, sign_in: Any) -> None:
    assert "auditor" in people_by_role and len(people_by_role) > 5
    for name, user in people_by_role.items():
        client = sign_in(Client(), user)
        expected = 200 if name == "auditor" else 403
        assert client.get("/audit/").status_code == expected, name
        assert client.get("/audit/table.csv").status_code == expected, name
        assert client.get("/audit/1/").status_code in ((200, 404) if name == "auditor" else (403,))
        if name != "auditor":
            assert client.post("/audit/verify/").status_code == 403, name


def test_every_recorded_action_and_target_has_a_title() -> None:
    assert recorded_actions() - ACTIONS.keys() == set()
    program = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    targets = re.findall(r'target"?[=:] ?\(\s*"(\w+)"', program)
    assert len(targets) > 20 and set(targets) - TARGETS.keys() == set()


def test_a_search_of_no_area_is_filed_in_the_area_of_who_searches(
    auditor: Client, people_by_role: People, sign_in: Any, published: Any
) -> None:
    for name, area in (("provincial", "41"), ("foreign", "40"), ("national", "nat")):
        sign_in(Client(), people_by_role[name]).get("/households/?area=nat&poor=yes")
        assert Entry.objects.latest("number").area_code == area
