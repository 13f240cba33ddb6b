"""What tests of the site share: a published small store, and an account of every role."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from ppaos.engine.store import Store
from ppaos.operations.accounts.models import Grant, User
from ppaos.operations.accounts.permissions import Role
from ppaos.operations.areas.models import Area
from ppaos.operations.audit import triggers
from ppaos.operations.publications.models import Publication
from ppaos.workflows.publish.job import publish
from support.area_list import fill_areas
from support.once import kept, made_once
from support.site_store import make_small_store

GRANTS = {
    "national": (Role.NATIONAL, "nat", ""),
    "provincial": (Role.PROVINCIAL, "41", ""),
    "district": (Role.DISTRICT, "4101", ""),
    "field": (Role.FIELD_TEAM, "410101", ""),
    "agency": (Role.AGENCY, "41", "msdhs"),
    "analyst": (Role.ANALYST, "41", ""),
    "auditor": (Role.AUDITOR, "41", ""),
    "administrator": (Role.ADMINISTRATOR, "nat", ""),
    "foreign": (Role.PROVINCIAL, "40", ""),
}


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Store:
    """The analytic store that is published."""
    make = kept(pytestconfig, "small-store", make_small_store)
    return Store(made_once(tmp_path_factory, "small-store", make) / "store")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, whose audit may be emptied: tests with real transactions empty every table."""
    with django_db_blocker.unblock():
        triggers.remove(connection)


@pytest.fixture(scope="module", autouse=True)
def _known_database(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> None:
    """What the tests of a module find, whatever ran before in this process.

    Tests with real transactions find empty tables, and leave them so. All others find the list of
    areas and the small store published. A module holds tests of one kind (`architecture/test_tests.py`).
    """
    mark = request.node.get_closest_marker("django_db")
    with django_db_blocker.unblock():
        if Publication._meta.db_table not in connection.introspection.table_names():
            return  # no test that was chosen asks for the database
        if mark is not None and mark.kwargs.get("transaction"):
            if Area.objects.exists() or Publication.objects.exists():
                call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
        elif not Publication.objects.filter(state=Publication.State.CURRENT).exists():
            fill_areas()
            publish(request.getfixturevalue("small_store"), title="test")


@pytest.fixture(autouse=True)
def _language_of_one_test() -> Iterator[None]:
    """A request leaves its language in the thread, as in Django: the next test begins in Thai."""
    yield
    translation.deactivate()


@pytest.fixture
def published(db: Any) -> Publication:
    """The publication of the small store. Do not change it."""
    return Publication.objects.get(state=Publication.State.CURRENT)


@pytest.fixture
def people_by_role(db: Any) -> dict[str, User]:
    """An account of every role; `foreign` is of another province."""
    found = {}
    for name, (role, area, agency) in GRANTS.items():
        user = User.objects.create_user(username=name, email=f"{name}@example.test")
        Grant.objects.create(user=user, role=role, area_code=area, agency=agency)
        found[name] = user
    return found


@pytest.fixture
def sign_in() -> Callable[[Any, User], Any]:
    """Sign a client in as somebody, without a password."""

    def signed(client: Any, user: User) -> Any:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed


@pytest.fixture
def world(
    published: Publication, people_by_role: dict[str, User], small_store: Store, settings: Any
) -> Any:
    """What there is to ask for, in province 41 and in province 40; see `every_address`."""
    from every_address import made_world

    settings.PPAOS_STORE = small_store.root
    settings.API_PER_MINUTE = settings.LOOKS_PER_MINUTE = settings.LOOKS_PER_HOUR = 100_000
    return made_world(published, people_by_role)
