"""Every address of the site, with ways to ask it: what the tests of roles and areas walk.

The addresses are found in the resolver; one without an example here fails a test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.core.cache import cache
from django.urls import reverse

from ppaos.domain.area.codes import NATION
from ppaos.operations.accounts import actions, actions_tokens
from ppaos.operations.accounts.models import ApiToken, Grant, Invitation, User
from ppaos.operations.audit.actions import record
from ppaos.operations.audit.models import Entry
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.queries import folder_of
from ppaos.operations.people.models import Household, SavedSearch
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.models import WhatIfScenario
from ppaos.web.desk.store_status import Import, imports
from support.program_text import views

SHOWN = frozenset({200})
UNKNOWN = frozenset({404})
LEADS = frozenset({301, 302})
ROLES = [
    "anonymous", "national", "provincial", "district", "field", "agency", "analyst", "auditor",
    "administrator", "foreign",
]  # fmt: skip
"""Who asks: nobody who signed in, and everybody of `people_by_role`."""


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
    outside: frozenset[int] = frozenset({403})
    """Status when the place, or owner, is somebody else's."""
    narrows: bool = False
    """Whether the page answers with what of the area is inside the scope, if that is anything."""


@dataclass(frozen=True)
class Belongings:
    """What one account has made for itself; nobody else may reach it."""

    job: Job
    search: SavedSearch
    what_if: WhatIfScenario
    entry: Entry
    token: ApiToken
    file: Job
    """A job that made a file, and the file is there."""


@dataclass(frozen=True)
class World:
    """What there is to ask for."""

    publication: Publication
    people: dict[str, User]
    own: Household
    foreign: Household
    of: dict[str, Belongings]
    """Things of `provincial` and of `foreign`."""
    grant: Grant
    """Of the district's account."""
    invitation: Invitation
    quarantined: Import | None
    """An import that set rows aside, if any did."""


def made_world(published: Publication, people_by_role: dict[str, User]) -> World:
    """Households, files, searches and accounts of province 41 and of province 40."""
    cache.clear()
    homes = Household.objects.filter(publication=published)
    own = homes.filter(village_code__startswith="4101").order_by("village_code").first()
    foreign = homes.filter(village_code__startswith="40").exclude(village_code="").first()
    assert own is not None
    assert foreign is not None
    people_by_role["field"].grants.update(area_code=own.village_code[:6])
    people_by_role["field"].forget_held()
    return World(
        publication=published,
        people=people_by_role,
        own=own,
        foreign=foreign,
        of={name: _belongings(people_by_role[name], name) for name in ("provincial", "foreign")},
        grant=Grant.objects.get(user=people_by_role["district"]),
        invitation=actions.invite(
            email="x@example.test", role="analyst", area="41", by=people_by_role["administrator"]
        )[0],
        quarantined=next((item for item in imports() if item.quarantined), None),
    )


def _belongings(user: User, name: str) -> Belongings:
    area = user.held()[0][1]
    permissions = ["see_counts"]
    return Belongings(
        job=Job.objects.create(
            kind="export", by=user, area_code=area, state="done", parameters={"agency": "health"}
        ),
        search=SavedSearch.objects.create(user=user, name=name, query=f"area={area}"),
        what_if=WhatIfScenario.objects.create(user=user, name=name, query="k=3", area_code=area),
        entry=record("search", by=user, area=area),
        token=actions_tokens.make_token(user=user, name=name, permissions=permissions)[0],
        file=_file(user, area),
    )


def _file(user: User, area: str) -> Job:
    job = Job.objects.create(kind="export", by=user, area_code=area, state="done", attempts=1)
    folder_of(job).mkdir(parents=True)
    (folder_of(job) / "list.csv").write_text(f"of {area}\n", "utf-8")
    job.file = f"{job.pk}/1/list.csv"
    job.save()
    return job


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
    homes = [replace(item, outside=UNKNOWN) for item in homes]
    jobs = [
        Example({"number": world.of[name].job.pk}, of=frozenset({name}), outside=UNKNOWN)
        for name in ("provincial", "foreign")
    ]
    files = [
        Example({"number": world.of[name].file.pk}, of=frozenset({name}), outside=UNKNOWN)
        for name in ("provincial", "foreign")
    ]
    entries = [
        Example({"number": world.of[name].entry.number}, place=area, outside=UNKNOWN)
        for name, area in (("provincial", "41"), ("foreign", "40"))
    ]
    unknown = Example({"number": uuid4()}, shown=UNKNOWN)
    # nothing of an area outside is an answer too; the searches of others are not these entries
    entry_lists = [
        replace(item, query={**item.query, "action": "search"}, outside=SHOWN) for item in narrowed
    ]
    held = world.quarantined
    quarantine = (
        [Example({"number": held.number, "source": held.quarantined[0][0]}, place=NATION)]
        if held
        else []
    )
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
            Example({"number": world.people["foreign"].pk}, place="40", outside=UNKNOWN),
            Example({"number": 999_999}, shown=UNKNOWN),
        ],
        "administration:invitations": [Example()],
        "audit:search": entry_lists,
        "audit:table": entry_lists,
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
        "households:export": [replace(item, outside=SHOWN) for item in narrowed],  # of none
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
            *(replace(item, shown=frozenset({286})) for item in jobs), unknown,
        ],
        "files:list": [Example()],
        "files:agency": [Example()],
        "files:download": [*files, *(Example(item.given, shown=UNKNOWN) for item in jobs), unknown],
        "desk:home": [Example()],
        "desk:sources": [Example()],
        "desk:imports": [Example(place=NATION)],
        "desk:quarantine": [
            *quarantine, Example({"number": 999, "source": "thaiqm"}, place=NATION, shown=UNKNOWN),
        ],
        "desk:resources": [Example()],
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
        "api:v1:areas": asked,
        "api:v1:area": areas,
        "api:v1:measures": [Example()],
        "api:v1:values": [
            Example(query={"area": code, "measure": "poor:households"}, place=code) for code in places
        ],
        "api:v1:series": [
            Example(query={"area": code, "measure": "poor:ratio"}, place=code) for code in places
        ],
        "api:v1:groups": [Example(query={"area": code}, place=code) for code in places],
        "api:v1:households": asked,
        "api:v1:household": homes,
    }  # fmt: skip


WRITES: dict[str, Callable[[World], dict[str, Any]]] = {
    "language": lambda world: {},
    "accounts:revoke_token": lambda world: {"number": world.of["foreign"].token.pk},
    "administration:add_role": lambda world: {"number": world.people["foreign"].pk},
    "administration:remove_role": lambda world: {
        "number": world.grant.user_id, "grant": world.grant.pk,
    },
    "administration:set_active": lambda world: {"number": world.people["foreign"].pk},
    "administration:reset_second_factor": lambda world: {"number": world.people["foreign"].pk},
    "administration:revoke_invitation": lambda world: {"number": world.invitation.pk},
    "audit:verify": lambda world: {},
    "households:columns": lambda world: {},
    "households:by_number": lambda world: {},
    "households:save": lambda world: {},
    "households:delete": lambda world: {"number": world.of["foreign"].search.pk},
    "households:unmask": lambda world: {"household_id": world.foreign.household_id},
    "households:record": lambda world: {"household_id": world.foreign.household_id},
    "whatif:save": lambda world: {},
    "whatif:forget": lambda world: {"number": world.of["foreign"].what_if.pk},
    "jobs:cancel": lambda world: {"number": world.of["foreign"].job.pk},
    "desk:start_import": lambda world: {},
    "desk:process": lambda world: {},
    "desk:decide": lambda world: {},
    "desk:publish": lambda world: {},
    "desk:change_version": lambda world: {},
}  # fmt: skip
"""Addresses that only change things, with what they are asked for here."""


def asked(world: World) -> Iterator[tuple[str, Example, str]]:
    """(name, example, address) of every way to ask."""
    for name, ways in examples(world).items():
        for example in ways:
            address = (
                reverse(name, kwargs=example.given) if name != "api:None" else "/api/v1/nothing"
            )
            query = f"?{urlencode(example.query)}" if example.query else ""
            yield name, example, address + query


def ours() -> dict[str, Any]:
    """Name -> view of every address of this program."""
    return {
        name: view
        for name, view in views()
        if name != "None" and not _module(view).startswith(("allauth.", "django."))
    }


def _module(view: Any) -> str:
    return str(getattr(view, "__module__", ""))
