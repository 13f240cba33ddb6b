"""The API answers programs within their owner's areas, and says why when it does not."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from ppaos.domain.area.scope import Scope
from ppaos.operations.accounts.actions_tokens import make_token, revoke_token
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.audit.models import Entry
from ppaos.operations.people.models import Household, Person
from ppaos.operations.results import counts
from ppaos.web.api.descriptions import THAI

ROOT = "/api/v1/"
ALL = [Permission.SEE_COUNTS, Permission.SEE_HOUSEHOLDS]


class Caller:
    """A program with a token."""

    def __init__(self, user, *, permissions=ALL, area="nat") -> None:
        allowed = [item.value for item in permissions]
        self.token, secret = make_token(
            user=user, name="test", permissions=allowed, area=area, purpose="referral"
        )
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, address, **given):
        return self.client.get(ROOT + address, given)

    def json(self, address, **given):
        response = self.get(address, **given)
        assert response.status_code == 200, response.content
        return response.json()


@pytest.fixture
def provincial(published, people_by_role) -> Caller:
    return Caller(people_by_role["provincial"])


@pytest.fixture
def national(published, people_by_role) -> Caller:
    return Caller(people_by_role["national"])


@pytest.fixture(autouse=True)
def _no_limit(settings) -> None:
    settings.API_PER_MINUTE = 100_000


def test_a_token_says_who_it_acts_for_and_where(people_by_role) -> None:
    caller = Caller(people_by_role["provincial"], permissions=[Permission.SEE_COUNTS], area="4101")
    found = caller.json("me")
    assert found["roles"] == [{"role": "provincial", "area": "41"}]
    assert found["permissions"] == [{"name": "see_counts", "areas": ["4101"]}]
    assert found["token"]["area"] == "4101"


def test_a_session_may_call_without_a_token(client, published, people_by_role, sign_in) -> None:
    sign_in(client, people_by_role["analyst"])
    found = client.get(ROOT + "me").json()
    assert found["token"] is None
    assert found["permissions"] == [{"name": "see_counts", "areas": ["41"]}]


@pytest.mark.parametrize("header", [None, "Bearer ppaos_wrong", "Bearer ", "Basic YTpi"])
def test_nobody_is_answered_without_a_live_token(client, published, header) -> None:
    response = client.get(ROOT + "measures", headers={"Authorization": header} if header else {})
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response.json()["th"] and response.json()["en"]


def test_a_wrong_token_is_not_forgiven_by_a_session(
    client, published, people_by_role, sign_in
) -> None:
    sign_in(client, people_by_role["national"])
    headers = {"Authorization": "Bearer ppaos_wrong"}
    assert client.get(ROOT + "me", headers=headers).status_code == 401


def test_a_token_that_was_taken_back_is_refused(people_by_role) -> None:
    caller = Caller(people_by_role["national"])
    assert caller.get("me").status_code == 200
    revoke_token(token=caller.token, by=people_by_role["national"])
    assert caller.get("me").status_code == 401


def test_areas_are_listed_level_by_level_page_by_page(national) -> None:
    provinces = national.json("areas", area="nat", level="province")["items"]
    assert len(provinces) == 77
    assert provinces[0]["parent"] == "R1"
    children = national.json("areas", area="41")["items"]
    assert {item["level"] for item in children} == {"district"}
    assert all(item["parent"] == "41" and item["name"]["th"] for item in children)
    paged, after = [], None
    while True:
        given = {"after": after} if after else {}
        found = national.json("areas", area="41", level="subdistrict", size=40, **given)
        paged += found["items"]
        after = found["next"]
        if after is None:
            break
    assert paged == national.json("areas", area="41", level="subdistrict", size=1000)["items"]
    assert len(paged) > 100
    assert len(national.json("areas", area="nat")["items"]) == 6


def test_an_area_is_found_or_said_to_be_unknown(national, provincial) -> None:
    found = national.json("areas/41")
    assert (found["level"], found["parent"]) == ("province", "R3")
    assert national.json("areas/nat")["parent"] is None
    assert national.get("areas/99").status_code == 404
    assert national.get("areas/4").status_code == 422
    assert provincial.get("areas/40").status_code == 403
    assert national.get("areas", area="4101", level="province").status_code == 400


def test_values_are_those_of_the_counts(national, published) -> None:
    for name in ("poor:ratio", "all:people", "indicator:income:households"):
        found = national.json("values", measure=name, area="41", level="district")
        measure = counts.measure_named(published, name)
        wanted = counts.values(published, measure, scope=Scope(("",)), area="41", level="district")
        given = {item["code"]: item["value"] for item in found["items"]}
        assert {row.code: row.value for row in wanted.rows}.items() <= given.items()
        assert found["total"]["value"] == wanted.total.value
        assert found["measure"]["name"] == name


def test_no_data_is_null_and_not_zero(national) -> None:
    found = national.json("values", measure="all:households", area="nat", level="province")
    without = next(item for item in found["items"] if item["code"] == "10")
    assert (without["value"], without["state"]) == (None, "none")


def test_series_and_groups(national, published) -> None:
    found = national.json("series", measure="poor:people", area="41")
    assert [item["round_be"] for item in found["items"]] == [2564, 2565]
    groups = national.json("groups", area="41")["items"]
    assert [item["name"] for item in groups] == [
        f"{rules}/{group}" for rules, group in published.reading.groups
    ]
    assert all(item["rule"] and item["title"]["th"] for item in groups)
    one = next(item for item in groups if item["unit"] == "person")
    value = national.json("values", measure=f"group:{one['name']}:people", area="41")
    assert value["total"]["value"] == one["people"]


def test_every_measure_can_be_asked_for(national) -> None:
    names = [item["name"] for item in national.json("measures")["items"]]
    assert "poor:ratio" in names
    for name in names:
        assert national.get("values", measure=name, area="41").status_code == 200


def test_households_are_paged_without_a_gap(provincial, published) -> None:
    wanted = set(
        Household.objects.filter(
            publication_id=published.pk, village_code__startswith="41", fails_mpi=True
        ).values_list("household_id", flat=True)
    )
    paged, after = [], None
    while True:
        given = {"after": after} if after else {}
        found = provincial.json("households", area="41", poor="yes", size=17, **given)
        assert found["total"] == len(wanted)
        paged += found["items"]
        after = found["next"]
        if after is None:
            break
    assert len(paged) == len(wanted)
    assert {item["household_id"] for item in paged} == wanted
    urgent = [item["priority"] for item in paged]
    assert urgent == sorted(urgent, reverse=True)
    assert all(item["dimensions"] and item["village_code"][:2] == "41" for item in paged)


def test_a_household_comes_with_reasons_and_without_ids(provincial, published) -> None:
    row = provincial.json("households", group="fiscal-2566/1.1", size=1)["items"][0]
    found = provincial.json(f"households/{row['household_id']}")
    assert {name: found[name] for name in row} == row
    assert [item["name"] for item in found["dimension_states"] if item["is_failing"]] == (
        row["dimensions"] or []
    )
    lacking = [item["name"] for item in found["indicator_states"] if item["state"] == "deprived"]
    assert lacking == (row["indicators"] or [])
    assert len(found["people_of"]) == row["members"]
    text = json.dumps(found)
    for person in Person.objects.filter(
        publication_id=published.pk, household_id=row["household_id"]
    ):
        assert str(person.person_id) not in text
    assert "citizen" not in text


def test_every_household_can_be_asked_for(provincial) -> None:
    items = provincial.json("households", size=60)["items"]
    assert len(items) == 60
    for item in items:
        answer = provincial.get(f"households/{item['household_id']}")
        assert answer.status_code == 200
        found = answer.json()
        assert {name: found[name] for name in item} == item


def test_a_foreign_household_is_answered_like_one_that_does_not_exist(
    provincial, published
) -> None:
    foreign = Household.objects.filter(
        publication_id=published.pk, village_code__startswith="40"
    ).first()
    there = provincial.get(f"households/{foreign.household_id}")
    nowhere = provincial.get("households/99999999999")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert provincial.get("households", area="40").status_code == 403
    assert provincial.get("values", measure="all:people", area="nat").status_code == 403


def test_who_sees_only_counts_sees_no_household(people_by_role, published) -> None:
    for name in ("analyst", "auditor", "agency", "administrator"):
        user = people_by_role[name]
        caller = Caller(user, permissions=[Permission.SEE_COUNTS])
        assert caller.get("values", measure="all:people").status_code == 200
        refused = caller.get("households")
        assert refused.status_code == 403
        assert "see_households" in refused.json()["en"]
    narrowed = Caller(people_by_role["provincial"], permissions=[Permission.SEE_COUNTS])
    assert narrowed.get("households").status_code == 403


def test_a_token_narrows_its_owner(people_by_role, published) -> None:
    caller = Caller(people_by_role["provincial"], area="4101")
    found = caller.json("households", size=200)
    assert found["items"]
    assert all(item["village_code"].startswith("4101") for item in found["items"])
    assert caller.get("households", area="41").status_code == 403
    assert caller.get("values", measure="all:people", area="4102").status_code == 403


def test_reading_households_is_on_record_with_the_token(provincial, people_by_role) -> None:
    row = provincial.json("households", area="41", dimension="income")["items"][0]
    provincial.json(f"households/{row['household_id']}")
    first, second = Entry.objects.filter(action="api_read").order_by("number")
    assert first.actor == people_by_role["provincial"].username
    assert first.details["query"] == "area=41&dimension=income"
    assert first.details["token"] == provincial.token.pk
    assert (second.target_kind, second.target_id) == ("household", row["household_id"])
    assert second.area_code == row["village_code"]


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("values?measure=nothing", 400, "nothing"),
        ("values?measure=poor:ratio&level=street", 422, "level"),
        ("values", 422, "measure"),
        ("values?measure=poor:ratio&area=nat&level=village", 400, "village"),
        ("households?poor=maybe", 422, "poor"),
        ("households?size=201", 422, "200"),
        ("households?after=AAAA", 400, "next page"),
        ("households?dimension=wealth", 400, "wealth"),
        ("households?dimensions=health", 422, "unknown: dimensions"),
        ("measures?version=999999", 404, "version"),
        ("measures?version=x", 422, "version"),
        ("nothing-here", 404, "not found"),
        ("areas?after=zz", 422, "after"),
    ],
)
def test_what_cannot_be_answered_says_what_to_do(national, address, status, told) -> None:
    response = national.get(address)
    assert response.status_code == status
    body = response.json()
    assert set(body) == {"code", "th", "en"}
    assert body["th"] != body["en"]
    assert told in body["en"]


def test_an_answer_that_is_held_is_not_sent_again(national, provincial) -> None:
    first = national.get("values", measure="poor:ratio", area="41")
    again = national.client.get(
        ROOT + "values",
        {"measure": "poor:ratio", "area": "41"},
        headers={"If-None-Match": first["ETag"]},
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "private" in first["Cache-Control"]
    foreign = provincial.get("values", measure="poor:ratio", area="41")
    assert foreign["ETag"] != first["ETag"]
    assert provincial.get("households")["Cache-Control"] == "no-store, private"


def test_too_many_requests_wait(people_by_role, settings, monkeypatch) -> None:
    monkeypatch.setattr("time.time", lambda: 6_000_000_015.0)
    settings.API_PER_MINUTE = 3
    caller, other = Caller(people_by_role["analyst"], permissions=ALL[:1]), None
    assert [caller.get("me").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = caller.get("me")
    assert refused["Retry-After"] == "45"
    assert "45" in refused.json()["en"]
    other = Caller(people_by_role["analyst"], permissions=ALL[:1])
    assert other.get("me").status_code == 200
    monkeypatch.setattr("time.time", lambda: 6_000_000_060.0)
    assert caller.get("me").status_code == 200


def test_nothing_published_is_said(people_by_role, monkeypatch) -> None:
    monkeypatch.setattr("ppaos.web.requests.auth.publication_of", lambda number: None)
    monkeypatch.setattr("ppaos.web.requests.auth.current_publication", lambda: None)
    caller = Caller(people_by_role["national"])
    response = caller.get("measures")
    assert (response.status_code, response.json()["code"]) == (503, "nothing_published")


def test_nothing_can_be_changed(national) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(national.client, method)(ROOT + "me").status_code == 405


def test_the_document_says_everything_in_both_languages(client, db) -> None:
    document = client.get(reverse("api:v1:openapi-json")).json()
    lacking = []
    for path, methods in document["paths"].items():
        for held in methods.values():
            if not (held.get(THAI) and held.get("x-title-th") and held["description"]):
                lacking.append(path)
            lacking += [
                f"{path} {item['name']}"
                for item in held["parameters"]
                if not (item["schema"].get(THAI) and item.get("description"))
            ]
    for name, held in document["components"]["schemas"].items():
        for field, schema in held.get("properties", {}).items():
            if not (schema.get(THAI) and schema.get("description")):
                lacking.append(f"{name}.{field}")
    assert not lacking


@pytest.mark.parametrize(("language", "told"), [("th", "พารามิเตอร์"), ("en", "Parameters")])
def test_the_documentation_is_a_page(client, db, language, told) -> None:
    client.cookies["django_language"] = language
    response = client.get(reverse("api:docs"))
    text = response.content.decode()
    assert response.status_code == 200
    assert told in text
    assert text.count("<caption>") == text.count("<table")
    for name in ("/api/v1/households/{household_id}", "HouseholdRow", "Retry-After"):
        assert name in text
