"""Every address that changes something, asked by who may not, for what is somebody else's."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from every_address import ROLES, WRITES, World, asked, ours

from ppaos.operations.accounts.models import Grant
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.jobs.models import Job
from ppaos.operations.people.models import SavedSearch
from ppaos.operations.results.models import WhatIfScenario

pytestmark = pytest.mark.django_db


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
    assert SavedSearch.objects.filter(pk=world.of["foreign"].search.pk).exists()
    assert WhatIfScenario.objects.filter(pk=world.of["foreign"].what_if.pk).exists()
    world.of["foreign"].token.refresh_from_db()
    assert world.of["foreign"].token.revoked_at is None
    world.of["foreign"].job.refresh_from_db()
    assert world.of["foreign"].job.state == "done"


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
    for name, _, address in asked(world):
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
    addresses = [address for name, _, address in asked(world) if name.startswith("api:v1:")]
    assert len(addresses) > 20
    for address in addresses:
        for method in ("post", "put", "patch", "delete"):
            status = getattr(client, method)(address).status_code
            assert status in (401, 403, 404, 405), f"{method} {address}: {status}"


@pytest.mark.parametrize("area", ["40", "4001", "R3", "nat"])
def test_who_may_do_it_at_home_does_it_nowhere_else(world: World, area: str, sign_in: Any) -> None:
    """Forms that name an area: lists, what-ifs and roles of areas that are not wholly one's own."""
    export = {
        "agency": "provincial-centre", "purpose": "referral", "format": "csv",
        "field": ["head_name", "priority"],
    }  # fmt: skip
    provincial = sign_in(Client(), world.people["provincial"])
    at_home = {"query": "area=41", **export}
    assert provincial.post(reverse("households:export"), at_home).status_code == 302
    before = _state()
    answer = provincial.post(reverse("households:export"), {"query": f"area={area}", **export})
    if answer.status_code == 302:  # of a wider area a list holds what is one's own
        assert area in ("R3", "nat")
        assert Job.objects.filter(kind="export").latest("created_at").area_code == "41"
        before = _state()
    save = reverse("whatif:save")
    assert provincial.post(f"{save}?area={area}&k=2", {"name": "x"}).status_code == 403
    boss = world.people["administrator"]
    boss.grants.update(area_code="41")
    given = {"role": "analyst", "area": area, "agency": ""}
    number = world.people["district"].pk
    answer = sign_in(Client(), boss).post(reverse("administration:add_role", args=[number]), given)
    assert answer.status_code in (400, 403)
    assert _state() == before
