"""Every address, asked as every role for its own and for foreign areas, households and files.

The addresses are found in the resolver; one without an example here fails. What is expected follows
from the permission that the view asks for and from the scope of the person: the page itself where
both allow it, else a refusal. No body may hold an id of a household or person outside the scope,
and no page of one province may change when the figures of another one do.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pyarrow as pa
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from factories.program_text import views
from ppaos.operations.accounts import actions, actions_tokens
from ppaos.operations.accounts.models import Grant, User
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of, within
from ppaos.operations.audit.actions import record
from ppaos.operations.jobs.models import Job
from ppaos.operations.people.models import Household, Person, SavedSearch, Village
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.models import CubeBlock, WhatIfScenario

pytestmark = pytest.mark.django_db
ROLES = [
    "anonymous", "national", "provincial", "district", "field", "agency", "analyst", "auditor",
    "administrator", "foreign",
]  # fmt: skip
OF_41 = ["provincial", "district", "field", "agency", "analyst"]
SHOWN = frozenset({200})
REFUSED = frozenset({403, 404})
UNKNOWN = frozenset({404})
LEADS = frozenset({301, 302})
PUBLIC = "public:"
API_PERMISSIONS = {
    "api:v1:households": Permission.SEE_HOUSEHOLDS, "api:v1:household": Permission.SEE_HOUSEHOLDS,
    "api:v1:me": None,
}  # fmt: skip
ANYBODY = {
    "home", "live", "ready", "accounts:invitation", "accounts:invitation_link",
    "api:v1:openapi-json", "api:docs", "api:v1:api-root", "api:None",
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One way to ask an address."""

    given: dict[str, Any] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    place: str | None = None
    """Area that is asked for; null where none is."""
    of: frozenset[str] | None = None
    """Roles to whom the thing belongs; null when it belongs to an area, or nobody."""
    shown: frozenset[int] = SHOWN
    """Status for those who may."""
    narrows: bool = False
    """Whether the page answers with what of the area is inside the scope, which may be nothing."""


@dataclass
class World:
    """What there is to ask for."""

    publication: Publication
    people: dict[str, User]
    own: Household
    foreign: Household
    things: dict[str, Any]


@pytest.fixture
def world(published: Publication, people_by_role: dict[str, User]) -> World:
    """Households, files, searches and accounts of province 41 and of province 40."""
    cache.clear()
    homes = Household.objects.filter(publication=published)
    own = homes.filter(village_code__startswith="4101").order_by("village_code").first()
    foreign = homes.filter(village_code__startswith="40").exclude(village_code="").first()
    assert own is not None
    assert foreign is not None
    people_by_role["field"].grants.update(area_code=own.village_code[:6])
    people_by_role["field"].forget_held()
    things: dict[str, Any] = {}
    for name in ("provincial", "foreign"):
        user = people_by_role[name]
        area = user.held()[0][1]
        things[f"job of {name}"] = Job.objects.create(
            kind="export", by=user, area_code=area, state="done", parameters={"agency": "health"}
        )
        things[f"search of {name}"] = SavedSearch.objects.create(
            user=user, name=name, query=f"area={area}"
        )
        things[f"what-if of {name}"] = WhatIfScenario.objects.create(
            user=user, name=name, query="k=3", area_code=area
        )
        things[f"entry of {name}"] = record("search", by=user, area=area)
        things[f"token of {name}"] = actions_tokens.make_token(
            user=user, name=name, permissions=["see_counts"]
        )[0]
    boss = people_by_role["administrator"]
    things["invitation"], things["secret"] = actions.invite(
        email="x@example.test", role="analyst", area="41", by=boss
    )
    things["grant"] = Grant.objects.get(user=people_by_role["district"])
    return World(published, people_by_role, own, foreign, things)


def examples(world: World) -> dict[str, list[Example]]:
    """Ways to ask every address that is read."""
    here, there = world.own.village_code, world.foreign.village_code
    places = ["nat", "R3", "41", "4101", here[:6], here, "40", there[:4], there[:6], there]
    levels = ["country", "region", "province", "district", "subdistrict"]
    areas = [Example({"code": code}, place=code) for code in places]
    asked = [Example(), *(Example(query={"area": code}, place=code) for code in places)]
    narrowed = [
        Example(),
        *(Example(query={"area": code}, place=code, narrows=True) for code in places),
    ]
    homes = [
        Example({"household_id": home.household_id}, place=home.village_code)
        for home in (world.own, world.foreign)
    ] + [Example({"household_id": "99999999999"}, shown=UNKNOWN)]
    jobs = [
        Example({"number": world.things[f"job of {name}"].pk}, of=frozenset({name}))
        for name in ("provincial", "foreign")
    ]
    entries = [
        Example({"number": world.things[f"entry of {name}"].number}, place=area)
        for name, area in (("provincial", "41"), ("foreign", "40"))
    ]
    unknown = Example({"number": uuid4()}, shown=UNKNOWN)
    level_files = [Example({"level": level}) for level in levels]
    return {
        "home": [Example(shown=LEADS)],
        "live": [Example()],
        "ready": [Example(shown=frozenset({200, 503}))],
        "accounts:mine": [Example()],
        "accounts:tokens": [Example()],
        "accounts:invitation": [Example(shown=frozenset({410}))],
        "accounts:invitation_link": [Example({"secret": "wrong"}, shown=LEADS)],
        "administration:people": [Example(), Example(query={"q": "o", "role": "provincial"})],
        "administration:person": [
            Example({"number": world.people["district"].pk}, place="4101"),
            Example({"number": world.people["foreign"].pk}, place="40"),
            Example({"number": 999_999}, shown=UNKNOWN),
        ],
        "administration:invitations": [Example()],
        "audit:search": narrowed,
        "audit:table": narrowed,
        "audit:entry": [*entries, Example({"number": 999_999_999}, shown=UNKNOWN)],
        "dashboard:home": [Example(shown=frozenset({200, 302}))],
        "dashboard:area": [
            *areas, *(Example({"code": "41"}, {"view": view}, "41") for view in ("urgent", "potential", "progress")),
            *(Example({"code": "40"}, {"view": view}, "40") for view in ("urgent", "potential", "progress")),
            Example({"code": "99"}, shown=UNKNOWN),
        ],
        "dashboard:map": areas,
        "dashboard:csv": [
            Example({"code": code}, {"of": table}, code)
            for code in ("41", "40", "nat")
            for table in ("dimensions", "indicators", "groups", "children", "progress")
        ],
        "dashboard:metadata": [
            Example({"code": code}, {"of": "children"}, code) for code in ("41", "40", "nat")
        ],
        "households:search": [*narrowed, Example(query={"name": "สม"}), Example(query={"poor": "yes"})],
        "households:areas": [Example(), Example(query={"province": "41"}), Example(query={"province": "40"})],
        "households:export": narrowed,
        "households:page": homes,
        "households:picture": homes,
        "maps:page": asked,
        "maps:data": asked,
        "maps:table": asked,
        "maps:boundaries": asked,
        "maps:points": asked,
        "whatif:page": asked,
        "whatif:data": asked,
        "whatif:table": asked,
        "jobs:page": [*jobs, unknown],
        "jobs:state": [
            *(Example(item.given, of=item.of, shown=frozenset({200, 286})) for item in jobs), unknown,
        ],
        "files:list": [Example()],
        "files:agency": [Example()],
        "files:download": [*(Example(item.given, shown=UNKNOWN) for item in jobs), unknown],
        "desk:home": [Example()],
        "desk:sources": [Example()],
        "desk:imports": [Example()],
        "desk:quarantine": [Example({"number": 999, "source": "thaiqm"}, shown=REFUSED)],
        "desk:resources": [Example(shown=frozenset({200, 403}))],
        "desk:review": [Example(), Example(query={"status": "all", "page": "999"})],
        "desk:versions": [Example()],
        "public:home": [Example(shown=frozenset({200, 302}))],
        "public:go": [Example(query={"area": "41"}, shown=LEADS)],
        "public:method": [Example()],
        "public:data": [Example()],
        "public:catalog": [Example()],
        "public:csv": level_files,
        "public:metadata": level_files,
        "public:json": level_files,
        "public:area": [Example({"code": code}) for code in ("nat", "R3", "41", "4101", "40")],
        "public:map": [Example({"code": "41"})],
        "public:boundaries": [Example({"code": "41"})],
        "api:docs": [Example()],
        "api:v1:openapi-json": [Example()],
        "api:v1:api-root": [Example(shown=frozenset({200, 302, 404}))],
        "api:None": [Example(shown=frozenset({200, 302, 404}))],
        "api:v1:publications": [Example()],
        "api:v1:me": [Example()],
        "api:v1:areas": narrowed,
        "api:v1:area": [Example({"code": code}, place=code, narrows=True) for code in places],
        "api:v1:measures": [Example()],
        "api:v1:values": [
            Example(query={"area": code, "measure": "poor:households"}, place=code) for code in places
        ],
        "api:v1:series": [
            Example(query={"area": code, "measure": "poor:ratio"}, place=code) for code in places
        ],
        "api:v1:groups": [Example(query={"area": code}, place=code) for code in places],
        "api:v1:households": narrowed,
        "api:v1:household": homes,
    }  # fmt: skip


WRITES: dict[str, Callable[[World], dict[str, Any]]] = {
    "language": lambda world: {},
    "accounts:revoke_token": lambda world: {"number": world.things["token of foreign"].pk},
    "administration:add_role": lambda world: {"number": world.people["foreign"].pk},
    "administration:remove_role": lambda world: {
        "number": world.things["grant"].user_id, "grant": world.things["grant"].pk,
    },
    "administration:set_active": lambda world: {"number": world.people["foreign"].pk},
    "administration:reset_second_factor": lambda world: {"number": world.people["foreign"].pk},
    "administration:revoke_invitation": lambda world: {"number": world.things["invitation"].pk},
    "audit:verify": lambda world: {},
    "households:columns": lambda world: {},
    "households:by_number": lambda world: {},
    "households:save": lambda world: {},
    "households:delete": lambda world: {"number": world.things["search of foreign"].pk},
    "households:unmask": lambda world: {"household_id": world.foreign.household_id},
    "households:record": lambda world: {"household_id": world.foreign.household_id},
    "whatif:save": lambda world: {},
    "whatif:forget": lambda world: {"number": world.things["what-if of foreign"].pk},
    "jobs:cancel": lambda world: {"number": world.things["job of foreign"].pk},
    "desk:start_import": lambda world: {},
    "desk:process": lambda world: {},
    "desk:decide": lambda world: {},
    "desk:publish": lambda world: {},
    "desk:change_version": lambda world: {},
}  # fmt: skip
"""Addresses that only change things, with what they are asked for here."""


def ours() -> dict[str, Any]:
    """Name -> view of every address of this program."""
    return {
        name: view
        for name, view in views()
        if name != "None" and not _module(view).startswith(("allauth.", "django."))
    }


def _module(view: Any) -> str:
    return str(getattr(view, "__module__", ""))


def test_every_address_has_an_example(world: World) -> None:
    known = set(examples(world)) | set(WRITES)
    assert set(ours()) - known == set(), "addresses without an example"
    assert known - set(ours()) == set(), "examples of addresses that are gone"


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_as_permission_and_scope_say(
    world: World, role: str, sign_in: Any
) -> None:
    user = world.people.get(role)
    client = Client()
    client.raise_request_exception = False
    if user is not None:
        sign_in(client, user)
    hidden = _ids_outside(world, user)
    wrong = []
    for name, example, address in _asked(world):
        answer = client.get(address)
        allowed = _expected(name, example, role, user)
        if answer.status_code not in allowed:
            wrong.append(f"{name} {address}: {answer.status_code}, expected {sorted(allowed)}")
        leaked = hidden & set(_ids_in(_body(answer)))
        leaked -= {str(value) for value in example.given.values()}
        if leaked:
            wrong.append(f"{name} {address}: holds {sorted(leaked)[:3]} from outside the scope")
    assert not wrong, "\n".join(wrong)


def _asked(world: World) -> Iterator[tuple[str, Example, str]]:
    for name, ways in examples(world).items():
        for example in ways:
            address = (
                reverse(name, kwargs=example.given) if name != "api:None" else "/api/v1/nothing"
            )
            query = f"?{urlencode(example.query)}" if example.query else ""
            yield name, example, address + query


def _expected(name: str, example: Example, role: str, user: User | None) -> frozenset[int]:
    """Statuses that are right."""
    if name.startswith(PUBLIC) or name in ANYBODY:
        return example.shown
    if user is None:
        return frozenset({302, 401})
    permission = _permission(name)
    if permission is None:
        return example.shown
    scope = scope_of(user, permission)
    if scope.is_empty:
        return REFUSED
    if example.of is not None:
        return example.shown if role in example.of else REFUSED
    if example.place is None or scope.covers(example.place):
        return example.shown | ({403} if name.startswith("desk:") else frozenset())
    return example.shown | REFUSED if example.narrows else REFUSED


def _permission(name: str) -> Permission | None:
    if name in API_PERMISSIONS:
        return API_PERMISSIONS[name]
    if name.startswith("api:v1:"):
        return Permission.SEE_COUNTS
    found: Permission | None = ours()[name].ppaos_permission
    return found


def _body(answer: Any) -> str:
    content = answer.getvalue() if answer.streaming else answer.content
    return str(content.decode("utf-8", "replace"))


def _ids_in(text: str) -> list[str]:
    """What looks like an id of a household or person."""
    return re.findall(
        r"\b(?:\d{11}|L[0-9A-Za-z]{12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b", text
    )


def _ids_outside(world: World, user: User | None) -> set[str]:
    """Ids that the person may see on no page: outside households, pairs to review, and the audit."""
    homes = Household.objects.filter(publication=world.publication)
    people = Person.objects.filter(publication=world.publication)
    everybody = set(homes.values_list("household_id", flat=True))
    everybody |= {str(number) for number in people.values_list("person_id", flat=True)}
    if user is None:
        return everybody
    for permission in (Permission.SEE_HOUSEHOLDS, Permission.REVIEW, Permission.SEE_AUDIT):
        mine = within(scope_of(user, permission))
        everybody -= set(homes.filter(mine).values_list("household_id", flat=True))
        everybody -= {
            str(number) for number in people.filter(mine).values_list("person_id", flat=True)
        }
    return everybody


@pytest.mark.parametrize("role", OF_41)
def test_no_page_of_one_province_changes_with_the_figures_of_another(
    world: World, role: str, sign_in: Any
) -> None:
    client = sign_in(Client(), world.people[role])
    before = _bodies(client, world)
    assert len(before) > 20
    _change_province(world.publication, "40")
    after = _bodies(client, world)
    changed = [address for address in before if before[address] != after.get(address)]
    assert not changed
    _change_province(world.publication, "41")
    mine = _bodies(client, world)
    moved = [address for address in before if mine.get(address) != before[address]]
    assert len(moved) > 5, "the figures of the province itself should have changed its pages"


def _bodies(client: Client, world: World) -> dict[str, str]:
    """Address -> body of every page that is shown, without what changes by itself."""
    found = {}
    for name, _, address in _asked(world):
        if name.startswith((PUBLIC, "audit:", "desk:")) or name in ("ready", "accounts:tokens"):
            continue
        answer = client.get(address)
        if answer.status_code == 200:
            text = _body(answer)
            text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
            found[address] = re.sub(r"\d{4}-\d\d-\d\dT[\d:.+Z]+", "", text)
    return found


def _change_province(publication: Publication, province: str) -> None:
    """Give a province other figures, names and households, and make the caches forget."""
    for block in CubeBlock.objects.filter(publication=publication, province_code=province):
        table = pa.ipc.open_file(pa.BufferReader(bytes(block.data))).read_all()
        for name in ("households", "people", "members"):
            if name in table.column_names:
                place = table.schema.get_field_index(name)
                changed = pa.compute.multiply(table[name], 7).cast(table.schema.field(name).type)
                table = table.set_column(place, table.schema.field(name), changed)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        CubeBlock.objects.filter(pk=block.pk).update(data=sink.getvalue().to_pybytes())
    homes = Household.objects.filter(publication=publication, province_code=province)
    homes.update(head_name="เปลี่ยน แล้ว", priority=1000, members=77)
    people = Person.objects.filter(publication=publication, village_code__startswith=province)
    people.update(name="นาย เปลี่ยน แล้ว", name_key="เปลี่ยนแล้ว", facts=2**40 - 1)
    villages = Village.objects.filter(publication=publication, village_code__startswith=province)
    villages.update(facts={})
    publication.ready_at = (publication.ready_at or publication.started_at).replace(
        microsecond=int(province)
    )
    publication.save(update_fields=["ready_at"])
    cache.clear()


@pytest.mark.parametrize("role", ROLES)
def test_changing_addresses_refuse_whoever_lacks_the_permission(
    world: World, role: str, sign_in: Any
) -> None:
    user = world.people.get(role)
    client = Client()
    client.raise_request_exception = False
    if user is not None:
        sign_in(client, user)
    before = _state()
    wrong = []
    for name, given in WRITES.items():
        if name == "language":
            continue
        permission = ours()[name].ppaos_permission
        if user is not None and (permission is None or not scope_of(user, permission).is_empty):
            continue
        answer = client.post(reverse(name, kwargs=given(world)))
        if answer.status_code not in ({302, 401} if user is None else {403}):
            wrong.append(f"{name}: {answer.status_code}")
        if (
            user is None
            and answer.status_code == 302
            and "/account/login/" not in answer["Location"]
        ):
            wrong.append(f"{name}: leads to {answer['Location']}")
    assert not wrong
    assert _state() == before


def _state() -> tuple[int, ...]:
    kinds = (Grant, SavedSearch, WhatIfScenario, Job)
    return tuple(kind.objects.count() for kind in kinds)


@pytest.mark.parametrize("role", ["provincial", "administrator"])
def test_things_of_others_are_not_reached_by_their_number(
    world: World, role: str, sign_in: Any
) -> None:
    """What belongs to somebody else stays: searches, what-ifs, tokens, jobs, households."""
    client = sign_in(Client(), world.people[role])
    for name in ("accounts:revoke_token", "households:delete", "whatif:forget", "jobs:cancel"):
        client.post(reverse(name, kwargs=WRITES[name](world)))
    for name in ("households:unmask", "households:record"):
        answer = client.post(
            reverse(name, kwargs=WRITES[name](world)),
            {"purpose": "visit", "kind": "visit", "on": "2026-01-01", "person": str(uuid4())},
        )
        assert answer.status_code in (403, 404), name
    assert SavedSearch.objects.filter(pk=world.things["search of foreign"].pk).exists()
    assert WhatIfScenario.objects.filter(pk=world.things["what-if of foreign"].pk).exists()
    world.things["token of foreign"].refresh_from_db()
    assert world.things["token of foreign"].revoked_at is None
    world.things["job of foreign"].refresh_from_db()
    assert world.things["job of foreign"].state == "done"


def test_every_form_needs_its_token_against_forged_requests(world: World, sign_in: Any) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), world.people["national"])
    passed = []
    for name, address in _posted(world):
        status = client.post(address).status_code
        if status not in (403, 405):
            passed.append(f"{name} {address}: {status}")
    assert not passed


def _posted(world: World) -> Iterator[tuple[str, str]]:
    for name, given in WRITES.items():
        yield name, reverse(name, kwargs=given(world))
    for name, _, address in _asked(world):
        if not name.startswith("api:"):
            yield name, address.partition("?")[0]
    for name in (
        "account_login", "account_logout", "account_reauthenticate", "account_email",
        "account_change_password", "account_reset_password", "mfa_activate_totp",
        "mfa_generate_recovery_codes", "mfa_add_webauthn", "mfa_login_webauthn",
        "usersessions_list", "socialaccount_connections",
    ):  # fmt: skip
        yield name, reverse(name)


def test_a_session_does_not_get_past_the_check_by_way_of_the_api(
    world: World, sign_in: Any
) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), world.people["national"])
    for name, _, address in _asked(world):
        if name.startswith("api:v1:"):
            for method in ("post", "put", "patch", "delete"):
                status = getattr(client, method)(address).status_code
                assert status in (401, 403, 404, 405), f"{method} {address}: {status}"


def test_the_resolver_is_walked_whole() -> None:
    assert len(ours()) >= 60
    assert settings.ROOT_URLCONF == "ppaos.web.urls"
    assert get_resolver().reverse_dict is not None
