"""A published household is explained as `ppaos explain` explains it in the store."""

import random

import pytest

from ppaos.domain.explanation.records import as_json
from ppaos.engine.lookup import Lookup
from ppaos.operations.people.models import Conflict, Household
from ppaos.web.households.page.explanation import explained
from ppaos.workflows.explain.context import context_of
from ppaos.workflows.explain.household import explanation_of
from ppaos.workflows.explain.rows import rows_of_households

pytestmark = pytest.mark.django_db
SAMPLE = 150


def _sample(publication):
    """Some households, with those that anything contradicts among them."""
    every = list(
        Household.objects.filter(publication=publication)
        .order_by("household_id")
        .values_list("household_id", flat=True)
    )
    doubted = set(
        Conflict.objects.filter(publication=publication)
        .exclude(household_id="")
        .values_list("household_id", flat=True)[:40]
    )
    chosen = random.Random(4).sample(every, SAMPLE)
    return sorted({*chosen, *doubted, *every[:5], *every[-30:]} & set(every))


def _stored(store, names):
    with Lookup(store) as lookup:
        context = context_of(lookup)
        return [as_json(explanation_of(context, r)) for r in rows_of_households(context, names)]


def _differences(mine, theirs, path=""):
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for name in sorted({*mine, *theirs}):
            yield from _differences(mine.get(name), theirs.get(name), f"{path}.{name}")
    elif isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        for a, b in zip(mine, theirs, strict=True):
            yield from _differences(a, b, f"{path}[]")
    elif mine != theirs:
        yield path, mine, theirs


def test_the_page_says_what_the_store_says(published, small_store):
    names = _sample(published)
    homes = Household.objects.filter(publication=published, household_id__in=names)
    homes = {home.household_id: home for home in homes}

    found = {}
    for name, theirs in zip(names, _stored(small_store, names), strict=True):
        mine = as_json(explained(published, homes[name]))
        for path, ours, stored in _differences(mine, theirs):
            found.setdefault(path, []).append((name, ours, stored))
    assert not found, {path: items[:2] for path, items in found.items()}
