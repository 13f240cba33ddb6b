"""Whatever is asked, the API answers as its OpenAPI document says, and never with a fault."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings, strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from ppaos.operations.accounts.actions_tokens import make_token
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import may
from ppaos.operations.people.models import Household
from ppaos.web.wsgi import application
from support.property_runs import examples

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
QUICK = settings(max_examples=examples(16), database=None, suppress_health_check=list(HealthCheck))
ROLES = ["national", "provincial", "analyst", "nobody"]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The application keeps the test's transaction, as under Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def _document() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def _operations() -> list[Any]:
    return [found.ok() for found in _document().get_all_operations()]


@pytest.fixture
def likely(published: Any) -> dict[str, list[Any]]:
    """Values of parameters that lead deep into the program, which chance would hardly find."""
    held = published.settings
    homes = Household.objects.filter(publication_id=published.pk).order_by("household_id")
    some = [homes.filter(village_code__startswith=code).first() for code in ("40", "41", "4101")]
    pairs = [f"{rules}/{group}" for rules, group in held["groups"]]
    villages = [home.village_code for home in some]
    areas = ["nat", "R3", "41", "40", "4101", "410101", *villages]
    return {
        "area": areas,
        "code": [*areas, "99"],
        "household_id": [home.household_id for home in some],
        "measure": ["poor:ratio", "intensity", "m0", "all:people", f"group:{pairs[0]}:people"],
        "dimension": held["dimension_names"],
        "indicator": held["indicator_names"],
        "group": pairs,
        "version": [published.pk, published.pk, 9999],
    }


def _headers(people_by_role: dict[str, Any], role: str) -> dict[str, str]:
    if role == "nobody":
        return {}
    user = people_by_role[role]
    wanted = [Permission.SEE_COUNTS, Permission.SEE_HOUSEHOLDS]
    allowed = [item.value for item in wanted if may(user, item)]
    _, secret = make_token(user=user, name="test", permissions=allowed, purpose="planning")
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("role", ROLES)
def test_good_questions_are_answered_as_the_document_says(
    role, people_by_role, likely, settings
) -> None:
    settings.API_PER_MINUTE = settings.LOOKS_PER_MINUTE = settings.LOOKS_PER_HOUR = 1_000_000
    headers = _headers(people_by_role, role)
    reached = {item.path: _asked(item, headers, likely) for item in _operations()}
    if role == "nobody":
        assert set().union(*reached.values()) == {401}
    elif role == "national":
        assert all(200 in statuses for statuses in reached.values()), reached
    else:
        assert reached["/api/v1/values"] >= {200}


@pytest.mark.parametrize("role", ["national", "analyst"])
def test_bad_questions_are_refused_as_the_document_says(role, people_by_role, settings) -> None:
    settings.API_PER_MINUTE = settings.LOOKS_PER_MINUTE = settings.LOOKS_PER_HOUR = 1_000_000
    headers = _headers(people_by_role, role)
    refused = {
        item.path: _asked(item, headers, {}, schemathesis.GenerationMode.NEGATIVE)
        for item in _operations()
        if any(given.location in ("query", "path") for given in item.iter_parameters())
    }
    assert len(refused) > 5
    for path, statuses in refused.items():
        assert 422 in statuses, (path, statuses)


def _asked(
    operation: Any,
    headers: dict[str, str],
    likely: dict[str, list[Any]],
    mode: Any = schemathesis.GenerationMode.POSITIVE,
) -> set[int]:
    """Ask an operation in many ways, check every answer, and return the statuses met."""
    seen: set[int] = set()
    is_bad = mode == schemathesis.GenerationMode.NEGATIVE
    checks = [*CHECKS, negative_data_rejection] if is_bad else CHECKS

    @settings(QUICK, max_examples=QUICK.max_examples // 2 if is_bad else QUICK.max_examples)
    @given(operation.as_strategy(generation_mode=mode), st.data())
    def ask(case: Any, data: Any) -> None:
        for container in (case.query, case.path_parameters):
            for name in container or {}:
                if name in likely and data.draw(st.integers(0, 4)):
                    container[name] = data.draw(st.sampled_from(likely[name]))
        response = case.call(headers=headers)
        case.validate_response(response, checks=checks)
        seen.add(response.status_code)

    ask()
    return seen
