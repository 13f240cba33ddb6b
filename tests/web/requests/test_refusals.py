"""What is answered when something is refused: one form for programs, a page with a way on for people."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import AreaError, ScopeError, SettingError
from ppaos.operations.accounts.models import Tally, User
from ppaos.operations.audit.models import Entry
from ppaos.web.home import views
from ppaos.web.navigation import ENTRIES
from ppaos.web.requests.auth import first_area
from ppaos.web.requests.errors import status_of
from ppaos.web.requests.limits import TooManyError

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def _text(answer: Any) -> str:
    return answer.content.decode()


def _entered(people_by_role: dict[str, User], name: str, **kept: Any) -> Client:
    client = Client(**kept)
    client.force_login(people_by_role[name], "django.contrib.auth.backends.ModelBackend")
    return client


def test_each_error_has_one_status() -> None:
    told = {"th": "ก", "en": "a"}
    kinds = (AreaError, TooManyError, ScopeError, SettingError)
    assert [status_of(kind(**told)) for kind in kinds] == [404, 429, 403, 400]


@pytest.mark.parametrize(
    ("who", "address", "status", "code"),
    [
        (None, "/map/data.json", 401, "sign_in"),
        (None, "/households/", 401, "sign_in"),
        ("agency", "/households/", 403, "refused"),
        ("provincial", "/map/data.json?area=40", 403, "refused"),
        ("provincial", "/map/data.json?area=99", 404, "area"),
        ("provincial", "/map/data.json?version=x", 404, "version"),
        ("provincial", "/map/data.json?measure=x", 400, "setting"),
        ("provincial", "/households/41999999999/", 404, "not_found"),
        ("provincial", "/nowhere/", 404, "not_found"),
        ("provincial", "/api/v1/households/41999999999", 404, "not_found"),
    ],
)
def test_programs_are_told_in_one_form(
    published: Any, people_by_role: dict[str, User], who: str, address: str, status: int, code: str
) -> None:
    client = _entered(people_by_role, who) if who else Client()
    answer = client.get(address, headers=JSON)
    assert answer.status_code == status
    assert answer.json().keys() == {"code", "th", "en"}
    assert answer.json()["code"] == code
    assert re.search("[ก-๛]", answer.json()["th"])
    assert not re.search("[ก-๛]", answer.json()["en"])


@pytest.mark.parametrize(
    ("language", "told"), [("th", "แบบฟอร์มนี้เก่าเกินไป"), ("en", "The form is too old")]
)
def test_an_old_form_is_told_so_with_the_way_back(
    people_by_role: dict[str, User], language: str, told: str
) -> None:
    client = _entered(people_by_role, "provincial", enforce_csrf_checks=True)
    client.cookies["django_language"] = language
    page = {"referer": "http://testserver/households/?area=41&poor=yes"}
    answer = client.post("/households/columns/", {}, headers=page)
    assert answer.status_code == 403
    assert told in _text(answer)
    assert 'href="/households/?area=41&amp;poor=yes"' in _text(answer)


@pytest.mark.parametrize(
    "referer", ["https://evil.example/x", "http://testserver//evil.example/x", "nonsense", ""]
)
def test_the_way_back_stays_on_this_site(people_by_role: dict[str, User], referer: str) -> None:
    client = _entered(people_by_role, "provincial", enforce_csrf_checks=True)
    answer = client.post("/households/columns/", {}, headers={"referer": referer})
    assert answer.status_code == 403
    assert "evil" not in _text(answer)


def test_a_request_that_cannot_be_read_is_told_so_in_our_frame(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    client = Client(raise_request_exception=False)
    answer = client.post("/account/login/", {"a": "1", "b": "2", "c": "3"})
    assert answer.status_code == 400
    assert 'class="skip-link"' in _text(answer)
    assert "อ่านคำขอนี้ไม่ได้" in _text(answer)


def test_an_ended_session_leads_a_form_back_to_its_page() -> None:
    client = Client()
    page = "/households/41000000001/"
    sent = client.post(
        f"{page}record/", {"note": "x"}, headers={"referer": f"http://testserver{page}"}
    )
    assert sent["Location"] == f"/account/login/?next={page}"
    assert "สิ่งที่ส่งมายังไม่ถูกบันทึก" in _text(client.get(sent["Location"]))
    lost = client.post(f"{page}record/", {"note": "x"})
    assert lost["Location"] == "/account/login/?next=/"


def test_looking_too_often_is_refused_and_on_record_once(
    published: Any, people_by_role: dict[str, User], settings: Any
) -> None:
    settings.LOOKS_PER_HOUR = 12
    client = _entered(people_by_role, "provincial")
    address = reverse("households:search")
    for _ in range(2):
        assert client.get(address).status_code == 200
    assert client.get("/map/points.json?area=41").status_code == 200  # counts as ten
    for language, told in (("en", "more often than is allowed"), ("th", "ถี่เกินกำหนด")):
        client.cookies["django_language"] = language
        answer = client.get(address)
        assert answer.status_code == 429
        assert told in _text(answer)
        assert 0 < int(answer["Retry-After"]) <= 3600
    assert client.get("/map/points.json?area=41").json()["code"] == "too_many"
    assert Entry.objects.filter(action="looks_refused").count() == 1
    other = _entered(people_by_role, "district")
    assert other.get(address).status_code == 200
    assert client.get("/dashboard/41/").status_code == 200


def test_windows_that_are_over_are_forgotten() -> None:
    from ppaos.operations.accounts.actions_pace import count_up

    Tally.objects.create(key="old", until=1, count=5)
    assert [count_up("a", seconds=3600), count_up("a", seconds=3600, by=3)] == [1, 4]
    assert count_up("b", seconds=3600) == 1
    assert not Tally.objects.filter(key="old").exists()


def test_a_site_that_is_not_ready_says_what_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    views._checks.cache_clear()
    assert Client().get("/health/ready").status_code == 200

    class Broken:
        def set(self, *_: Any) -> None:
            raise ConnectionError("no cache")

    monkeypatch.setattr(views, "cache", Broken())
    monkeypatch.setattr(views.time, "monotonic", lambda: 1e9)
    answer = Client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not ready",
        "checks": {"database": True, "schema": True, "cache": False, "publication": False},
    }
    monkeypatch.undo()
    views._checks.cache_clear()


def test_health_is_looked_at_once_for_many_who_ask(django_assert_num_queries: Any) -> None:
    views._checks.cache_clear()
    assert Client().get("/health/ready").status_code in (200, 503)
    with django_assert_num_queries(0):
        assert Client().get("/health/ready").status_code in (200, 503)
    views._checks.cache_clear()


def test_every_entry_of_the_menu_leads_somewhere() -> None:
    addresses = [reverse(entry.name) for entry in ENTRIES]
    assert len(set(addresses)) == len(ENTRIES)


def test_without_public_pages_a_visitor_is_sent_to_sign_in(settings: Any) -> None:
    assert Client().get("/")["Location"] == "/public/"
    settings.PUBLIC_LEVEL = "none"
    assert Client().get("/")["Location"] == "/account/login/"


def test_the_language_is_the_browsers_choice_then_the_accounts_then_thai(
    people_by_role: dict[str, User],
) -> None:
    def language(client: Client) -> str:
        answer = client.get(
            "/account/login/" if client is visitor else "/account/mine/",
            headers={"accept-language": "en"},
        )
        found = re.search(r'<html lang="(\w+)"', _text(answer))
        assert found
        assert answer["Content-Language"] == found[1]
        assert "Accept-Language" not in answer["Vary"]
        return found[1]

    visitor, client = Client(), _entered(people_by_role, "provincial")
    assert language(visitor) == language(client) == "th"
    client.post("/language/", {"language": "en"})
    assert language(client) == "en"
    assert User.objects.get(username="provincial").language == "en"
    elsewhere = _entered(people_by_role, "provincial")
    assert language(elsewhere) == "en"
    elsewhere.cookies["django_language"] = "th"
    assert language(elsewhere) == "th"
    elsewhere.cookies["django_language"] = "xx"
    assert language(elsewhere) == "th"


def test_errors_of_a_form_are_tied_to_their_fields(people_by_role: dict[str, User]) -> None:
    client = _entered(people_by_role, "provincial")
    text = _text(client.post("/account/tokens/", {"name": "", "days": "x"}))
    named = {
        item for found in re.findall(r'aria-describedby="([^"]+)"', text) for item in found.split()
    }
    assert {"id_name_error", "id_days_error", "id_permissions_error"} <= named
    assert not {item for item in named if f'id="{item}"' not in text}


@pytest.mark.parametrize(
    ("codes", "home"),
    [
        (["nat"], "nat"), ([], "nat"), (["R3"], "R3"), (["41"], "41"), (["4101", "410102"], "4101"),
        (["R3", "41"], "R3"), (["40", "41"], "40"), (["410101", "410102"], "410101"),
    ],
)  # fmt: skip
def test_somebody_starts_at_the_widest_area_that_is_theirs(codes: list[str], home: str) -> None:
    assert first_area(Scope.of(codes)) == home
