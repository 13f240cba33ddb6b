"""Every address, asked as every role for its own and for foreign areas, households and files.

What is expected follows from the permission that the view asks for and from the scope of the
person: the page itself where both allow it, else a refusal. No body may hold an id of a household
or person outside the scope, and no page of one province may change when what is known of another
one does.
"""

import re
from typing import Any

import pyarrow as pa
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from every_address import ROLES, WRITES, Example, World, asked, examples, ours

from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of, within
from ppaos.operations.audit.actions import record
from ppaos.operations.events.models import HouseholdEvent
from ppaos.operations.jobs.models import Job
from ppaos.operations.people.models import Household, Person, Village
from ppaos.operations.results.models import CubeBlock

pytestmark = pytest.mark.django_db
OF_41 = ["provincial", "district", "field", "agency", "analyst", "auditor"]
PUBLIC = "public:"
API_PERMISSIONS = {
    "api:v1:households": Permission.SEE_HOUSEHOLDS, "api:v1:household": Permission.SEE_HOUSEHOLDS,
    "api:v1:me": None,
}  # fmt: skip
ANYBODY = {
    "home", "live", "ready", "accounts:invitation", "accounts:invitation_link",
    "api:v1:openapi-json", "api:docs", "api:v1:api-root", "api:None",
}  # fmt: skip


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
    for name, example, address in asked(world):
        answer = client.get(address)
        allowed = _expected(name, example, role, user)
        if answer.status_code not in allowed:
            wrong.append(f"{name} {address}: {answer.status_code}, expected {sorted(allowed)}")
        leaked = hidden & set(_ids_in(_body(answer)))
        leaked -= {str(value) for value in example.given.values()}
        if leaked:
            wrong.append(f"{name} {address}: holds {sorted(leaked)[:3]} from outside the scope")
    assert not wrong, "\n".join(wrong)


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
        return frozenset({403})
    if example.of is not None:
        return example.shown if role in example.of else example.outside
    if example.place is None or scope.covers(example.place):
        return example.shown
    is_part = example.narrows and not scope.narrowed(example.place).is_empty
    return example.shown if is_part else example.outside


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


@pytest.mark.parametrize(
    "role",
    [
        role if role in {"provincial", "agency"} else pytest.param(role, marks=pytest.mark.nightly)
        for role in OF_41
    ],
)
def test_no_page_of_one_province_changes_with_the_figures_of_another(
    world: World, role: str, sign_in: Any
) -> None:
    client = sign_in(Client(), world.people[role])
    before = _bodies(client, world)
    assert len(before) > 20
    _change_province(world, "40")
    after = _bodies(client, world)
    changed = [address for address in before if before[address] != after.get(address)]
    assert not changed
    _change_province(world, "41")
    mine = _bodies(client, world)
    moved = [address for address in before if mine.get(address) != before[address]]
    assert len(moved) > 5, "the figures of the province itself should have changed its pages"


def _bodies(client: Client, world: World) -> dict[str, str]:
    """Address -> body of every page that is shown, without what changes by itself."""
    found = {}
    for name, _, address in asked(world):
        if name.startswith(PUBLIC):
            continue
        answer = client.get(address)
        if answer.status_code == 200:
            text = _body(answer)
            text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
            found[address] = re.sub(r"\d{4}-\d\d-\d\dT[\d:.+Z]+", "", text)
    return found


def _change_province(world: World, province: str) -> None:
    """Give a province other figures, names, households, visits, work and entries."""
    publication = world.publication
    _add_what_people_do(world, province)
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


def _add_what_people_do(world: World, province: str) -> None:
    by = world.people["foreign" if province == "40" else "provincial"]
    home = world.foreign if province == "40" else world.own
    for kind in ("import", "publish", "export"):
        Job.objects.create(kind=kind, by=by, area_code=province, state="failed")
    Job.objects.create(kind="publish", by=world.people["national"], state="queued")
    record("search", by=by, area=home.village_code)
    for kind in ("visit", "help", "exit"):
        HouseholdEvent.objects.create(
            kind=kind,
            household_id=home.household_id,
            village_code=home.village_code,
            on=timezone.localdate(),
            by=by,
        )


def test_the_resolver_is_walked_whole() -> None:
    assert len(ours()) >= 60
    assert settings.ROOT_URLCONF == "ppaos.web.urls"
    assert get_resolver().reverse_dict is not None
