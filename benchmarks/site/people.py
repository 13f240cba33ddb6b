"""Who asks, and for what: accounts with sessions, and samples of what the publication holds.

The file that `prepare` writes is read by the steady load and by the crowd, so that both ask alike.
Sessions are made in the database: signing in is limited to a few times a minute and address, and
what is measured is the work after it.
"""

import json
import random
from pathlib import Path
from typing import Any, Final

SESSIONS: Final = 200
NATIONAL: Final = 4
_VILLAGES: Final = 60
"""Villages of each province whose households are asked for."""
_NAMES: Final = 500
"""People whose names are searched."""
Sample = dict[str, Any]


def prepare(file: Path) -> Sample:
    """Accounts of all ranks, a session for each, and samples; written to `file` as JSON.

    The first time, the site also gets synthetic events and resources of every province.
    """
    from ppaos.operations.publications.queries import current_publication
    from ppaos.operations.results.counts import measures

    publication = current_publication()
    assert publication is not None
    provinces = _provinces(publication)
    people = _people(provinces)
    _furnish(publication, sorted(provinces))
    settings = publication.reading
    sample = {
        "people": people,
        "provinces": provinces,
        "dimensions": settings.dimension_names,
        "indicators": settings.indicator_names,
        "groups": [f"{rules}/{group}" for rules, group in settings.groups],
        "measures": list(measures(publication)),
        "names": _names(publication),
        "households": publication.counts["households"],
    }
    file.write_text(json.dumps(sample), "utf-8")
    return sample


def _provinces(publication: Any) -> dict[str, Any]:
    """Province -> districts with a sampled village -> identities of the households there."""
    from ppaos.operations.people.models import Household
    from ppaos.operations.results.cube import cubes_of

    villages = [code for code in cubes_of(publication).villages.tolist() if code]
    found: dict[str, Any] = {}
    for code in sorted({village[:2] for village in villages}):
        inside = [village for village in villages if village.startswith(code)]
        picked = random.Random(code).sample(inside, min(_VILLAGES, len(inside)))
        rows = Household.objects.filter(publication=publication, village_code__in=picked)
        by_district: dict[str, list[str]] = {}
        for household_id, village in rows.values_list("household_id", "village_code"):
            by_district.setdefault(village[:4], []).append(household_id)
        found[code] = by_district
    return found


def _names(publication: Any) -> list[str]:
    """Full names that some people have."""
    from ppaos.operations.people.models import Person

    names = Person.objects.filter(publication=publication).exclude(name="")
    found = names.order_by().values_list("name", flat=True)[:_NAMES]
    return sorted(set(found))


def _furnish(publication: Any, provinces: list[str]) -> None:
    from ppaos.operations.accounts.models import User
    from ppaos.operations.areas.demo import make_demo_resources
    from ppaos.operations.events.demo import make_demo_events

    by = User.objects.get(username="load-0")
    for province in provinces:
        make_demo_resources(province)
        make_demo_events(publication, by=by, province=province)


def _people(provinces: dict[str, Any]) -> list[dict[str, str]]:
    """Sessions: a few of the country, one in eight of a province, the others of a district."""
    from ppaos.operations.accounts.permissions import Role

    districts = [code for households in provinces.values() for code in sorted(households)]
    codes = sorted(provinces)
    people = []
    for number in range(SESSIONS):
        if number < NATIONAL:
            role, area = Role.NATIONAL, "nat"
        elif number % 8 == 0:
            role, area = Role.PROVINCIAL, codes[number // 8 % len(codes)]
        else:
            role, area = Role.DISTRICT, districts[number % len(districts)]
        people.append({"area": area, "session": _session(f"load-{number}", role, area)})
    return people


def _session(username: str, role: Any, area: str) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from ppaos.operations.accounts.models import Grant, User

    user, _ = User.objects.get_or_create(username=username, is_synthetic=True)
    Grant.objects.get_or_create(user=user, role=role, area_code=area)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
