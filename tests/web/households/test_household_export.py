"""Lists of households as files: for whom, by what right, with which columns, of which rows."""

import csv
import re
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from ppaos.adapters.list_files import guarded
from ppaos.definitions.agencies import loader as agencies
from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import DocumentError, SettingError
from ppaos.domain.privacy.agency_lists import fields_of_list
from ppaos.domain.progress import Silent
from ppaos.operations.accounts.models import Grant
from ppaos.operations.audit.models import Entry
from ppaos.operations.events.actions import record_event
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.queries import folder_of
from ppaos.operations.people import search
from ppaos.operations.people.models import Household
from ppaos.operations.results.filters import HouseholdFilter
from ppaos.web.households.export import lists
from ppaos.web.households.export.tasks import export_households
from ppaos.web.households.search.query import Finder

pytestmark = pytest.mark.django_db
ADDRESS = "/households/export/"


@pytest.fixture
def asked(published):
    return {
        "query": "area=41&card=yes",
        "agency": "provincial-centre",
        "purpose": "referral",
        "format": "csv",
        "field": ["head_name", "house_number", "priority", "groups", "province"],
    }


def _job(user, published, **changes):
    parameters = {
        "query": "area=41&card=yes", "publication": published.pk, "agency": "provincial-centre",
        "fields": fields_of_list(agencies.load("provincial-centre"), "household"), "format": "csv", "purpose": "referral", "unit": "household", "language": "th",
        **changes,
    }  # fmt: skip
    return Job.objects.create(kind="export", by=user, area_code="41", parameters=parameters)


def _lines(job, outcome):
    with (folder_of(job) / outcome.file).open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    first = next(place for place, line in enumerate(lines) if not line[0].startswith("#"))
    return [line[0] for line in lines[:first]], lines[first], lines[first + 1 :]


def _visit(published, user, count):
    homes = Household.objects.filter(publication=published, village_code__startswith="41")
    for home in homes[:count]:
        record_event(
            kind="visit",
            household_id=home.household_id,
            village_code=home.village_code,
            on=timezone.localdate(),
            by=user,
        )


@pytest.mark.parametrize("name", ["field", "agency", "analyst", "auditor", "administrator"])
def test_roles_that_may_not_export_cannot(published, client, people_by_role, sign_in, asked, name):
    client = sign_in(client, people_by_role[name])
    assert client.get(f"{ADDRESS}?area=41").status_code == 403
    assert client.post(ADDRESS, asked).status_code == 403
    assert not Job.objects.exists()


def test_an_export_is_queued_for_an_agency_and_a_purpose(
    published, client, people_by_role, sign_in, asked
):
    client = sign_in(client, people_by_role["provincial"])
    form = client.get(f"{ADDRESS}?area=41&card=yes&agency=district-centre").content.decode()
    assert 'value="head_name"' in form and 'name="purpose"' in form
    sent = asked | {"query": asked["query"] + "&name=สมชาย&house=41010000001"}
    answer = client.post(ADDRESS, sent)

    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:page", args=[job.pk])
    assert (job.kind, job.area_code) == ("export", "41")
    assert job.parameters["query"] == "area=41&card=yes"
    assert set(job.parameters["fields"]) == set(asked["field"])
    entry = Entry.objects.get(action="export_requested")
    assert (entry.purpose, entry.area_code) == ("referral", "41")
    assert "สมชาย" not in str(entry.details) and entry.details["agency"] == "provincial-centre"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"purpose": ""}, "วัตถุประสงค์"),
        ({"purpose": "other"}, "รายละเอียด"),
        ({"format": "exe"}, "รูปแบบ"),
        ({"agency": "nobody"}, "หน่วยงาน"),
        ({"field": []}, "ยังไม่ได้เลือกข้อมูล"),
        ({"field": ["lacks_health"]}, "ไม่ครอบคลุม"),
        ({"field": ["citizen_id"]}, "citizen_id"),
        ({"agency": "health"}, "กลุ่ม"),
        ({"query": "area=41&failing=0&poor=yes"}, "ไม่มีครัวเรือน"),
    ],
)
def test_what_is_not_allowed_is_refused_with_a_reason(
    published, client, people_by_role, sign_in, asked, changed, told
):
    answer = sign_in(client, people_by_role["provincial"]).post(ADDRESS, asked | changed)
    assert answer.status_code == 400 and told in answer.content.decode()
    assert not Job.objects.exists()


def test_a_file_is_of_one_area(published, client, people_by_role, sign_in, asked):
    user = people_by_role["district"]
    Grant.objects.create(user=user, role="district", area_code="4102")
    client = sign_in(client, user)
    answer = client.post(ADDRESS, asked | {"query": "area=nat"})
    assert answer.status_code == 400 and "พื้นที่เดียว" in answer.content.decode()


@pytest.mark.parametrize("name", ["provincial", "national"])
def test_the_file_holds_the_rows_of_the_list_in_its_order(published, people_by_role, name):
    job = _job(people_by_role[name], published)
    outcome = export_households(job, Silent())

    before, titles, rows = _lines(job, outcome)
    want = Household.objects.filter(
        publication=published, village_code__startswith="41", card_holders__gt=0
    ).order_by("-priority", "household_id")
    at = titles.index("รหัสครัวเรือน")
    assert [row[at] for row in rows] == [home.household_id for home in want]
    assert outcome.result["rows"] == want.count()
    assert titles[:3] == ["จังหวัด", "อำเภอ", "ตำบล"] and {row[0] for row in rows} == {"อุดรธานี"}
    told = "\n".join(before)
    for text in ("สังเคราะห์", "ส่งต่อ", people_by_role[name].username, "ลบภายใน", "ผู้ถือบัตร"):
        assert text in told
    heads = {home.head_name for home in want}
    assert {row[titles.index("หัวหน้าครัวเรือน")] for row in rows} == heads
    assert not any("x-xxxx" in cell for row in rows for cell in row)


def test_a_workbook_holds_the_same_and_says_what_it_is(published, people_by_role):
    user = people_by_role["provincial"]
    plain = _job(user, published, fields=["head_name", "priority"])
    book = _job(user, published, fields=["head_name", "priority"], format="xlsx", language="en")
    outcome = export_households(book, Silent())
    _, _, rows = _lines(plain, export_households(plain, Silent()))

    sheets = openpyxl.load_workbook(folder_of(book) / outcome.file, read_only=True)
    listed = list(sheets["list"].iter_rows(values_only=True))
    assert "SYNTHETIC" in listed[0][0]
    assert [[name or "", str(value)] for name, value in listed[2:]] == rows
    assert any("SYNTHETIC" in str(row[0]) for row in sheets["README"].iter_rows(values_only=True))
    sheets.close()


def test_a_cell_that_a_spreadsheet_would_run_is_guarded(published, people_by_role, monkeypatch):
    finder = Finder(
        published, Scope.of(["nat"]), people_by_role["national"], HouseholdFilter.of(area="41")
    )
    rows = [{"head_name": '=HYPERLINK("http://x")', "priority": 1, "household_id": "1"}]
    monkeypatch.setattr(lists, "_households", lambda *_: iter(rows))
    agency = agencies.load("provincial-centre")
    made = [
        guarded(cell) for row in lists.rows_of(finder, agency, ["head_name"], "th") for cell in row
    ]
    assert made == ['\'=HYPERLINK("http://x")']


def test_somebody_who_lost_the_role_gets_no_file(published, people_by_role):
    user = people_by_role["provincial"]
    job = _job(user, published)
    Grant.objects.filter(user=user).delete()
    with pytest.raises(SettingError, match="no longer"):
        export_households(job, Silent())
    assert not folder_of(job).exists()


def test_an_agency_is_one_of_those_known_and_never_a_file(
    published, client, people_by_role, sign_in, asked, tmp_path
):
    own = tmp_path / "own.yaml"
    shipped = Path(agencies.__file__).with_name("provincial-centre.yaml")
    own.write_text(shipped.read_text("utf-8"), "utf-8")
    client = sign_in(client, people_by_role["provincial"])
    answer = client.post(ADDRESS, asked | {"agency": str(own)})
    assert answer.status_code == 400 and "ไม่มีหน่วยงาน" in answer.content.decode()
    assert not Job.objects.exists()
    with pytest.raises(DocumentError):
        export_households(_job(people_by_role["provincial"], published, agency=str(own)), Silent())


def test_who_unticks_every_field_finds_none_ticked_again(
    published, client, people_by_role, sign_in, asked
):
    client = sign_in(client, people_by_role["provincial"])
    page = client.post(ADDRESS, asked | {"field": []}).content.decode()
    assert not re.findall(r'name="field"[^>]* checked', page)
    assert re.findall(
        r'name="field"[^>]* checked', client.get(f"{ADDRESS}?area=41").content.decode()
    )


def test_a_file_never_holds_more_than_the_area_of_its_job(published, people_by_role):
    user = people_by_role["provincial"]
    job = _job(user, published, query="area=nat", fields=["household_id", "province"])
    Grant.objects.create(user=user, role="provincial", area_code="40")
    _, titles, rows = _lines(job, export_households(job, Silent()))
    assert {row[titles.index("จังหวัด")] for row in rows} == {"อุดรธานี"}
    want = Household.objects.filter(publication=published, village_code__startswith="41")
    assert len(rows) == want.count()


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_the_number_in_a_file_is_that_of_its_rows(published, people_by_role, monkeypatch, format_):
    user = people_by_role["provincial"]
    _visit(published, user, 7)
    monkeypatch.setattr(search, "COUNTED", 3)
    job = _job(user, published, query="area=41&visited=me", fields=["household_id"], format=format_)
    outcome = export_households(job, Silent())
    assert outcome.result["rows"] == 7
    if format_ == "csv":
        before, _, rows = _lines(job, outcome)
        assert len(rows) == 7 and "# จำนวนครัวเรือน: 7" in before
        return
    book = openpyxl.load_workbook(folder_of(job) / outcome.file, read_only=True)
    said = [row[:2] for row in book["README"].iter_rows(values_only=True)]
    assert ("จำนวนครัวเรือน", "7") in said and book.sheetnames == ["README", "list"]
    book.close()


def test_the_form_says_that_a_list_was_not_counted_to_its_end(
    published, client, people_by_role, sign_in, monkeypatch
):
    user = people_by_role["provincial"]
    _visit(published, user, 1)
    monkeypatch.setattr(search, "COUNTED", 0)
    page = sign_in(client, user).get(f"{ADDRESS}?area=41&visited=me").content.decode()
    assert "มากกว่า" in page


def test_a_version_that_is_gone_is_told(published, people_by_role):
    job = _job(people_by_role["provincial"], published, publication=99_999)
    with pytest.raises(SettingError, match="was removed"):
        export_households(job, Silent())


def test_only_the_columns_of_the_fields_are_read(published):
    assert lists._columns(["head_name", "score", "lacks_living"]) == [
        "deprived", "head_name", "household_id", "priority", "score", "score_of",
    ]  # fmt: skip


def test_an_agency_of_groups_gets_no_list_by_a_fact_of_members(published, people_by_role):
    group = next("/".join(pair) for pair in published.reading.groups)
    asked = HouseholdFilter.of(area="41", group=group, fact="works")
    finder = Finder(published, Scope.of(["41"]), people_by_role["provincial"], asked)
    strict = next(item for item in lists.agencies_of() if item.needs_group)
    with pytest.raises(SettingError, match="Take away the condition"):
        lists.permitted_of(finder, strict)
    lists.permitted_of(finder, next(item for item in lists.agencies_of() if not item.needs_group))
