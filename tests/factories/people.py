"""Households and people of a version."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import numpy as np

from factories.publications import ROUND
from ppaos.domain.identity.name_key import name_key
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.measurement.measures import score
from ppaos.operations.people.models import Household, Person
from ppaos.operations.publications import labels
from ppaos.operations.publications.models import Publication

VILLAGE = "41010101"
_houses, _persons = count(1), count(1)


def make_household(
    publication: Publication,
    *,
    lacks: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
    **changes: Any,
) -> Household:
    """A surveyed household that fails nothing, or what of the instrument it `lacks`.

    `missing`: indicators that nobody answered; what follows is as the instrument's rule says.
    `in_survey=False` for a household that only registers know.
    """
    instrument = labels.instrument(publication)
    number = next(_houses)
    given: dict[str, Any] = {
        "household_id": f"4101{number:06d}1",
        "village_code": VILLAGE,
        "village_name": "บ้านสังเคราะห์",
        "house_number": f"{number}/1",
        "head_name": "นายสมมติ ทดสอบ",
        "members": 1,
        "card_holders": 0,
        "in_survey": True,
        "sources": 0,
        "facts": 0,
        "groups": 0,
        "priority": 500 if lacks else 0,
        "priority_terms": "",
        "is_new": False,
        "is_unmatched": False,
        "cell": 0,
        "answers": "[]",
        "history": "[]",
        "is_synthetic": True,
        **changes,
    }
    given.setdefault("house_code", given["household_id"] if given["household_id"][0] != "L" else "")
    given.setdefault("province_code", given["village_code"][:2] or "41")
    if given["in_survey"]:
        given = {"people": given["members"], **measured(instrument, lacks, missing), **given}
    return Household.objects.create(publication=publication, **given)


def measured(
    instrument: Instrument, lacks: tuple[str, ...] = (), missing: tuple[str, ...] = ()
) -> dict[str, Any]:
    """What the survey and the measuring of it put into the row of a household."""
    deprived, unknown = _bits(instrument.names, lacks), _bits(instrument.names, missing)
    members = instrument.dimension_members()
    found = score(np.array([deprived]), np.array([unknown]), instrument.scheme, members)
    is_in = bool(found.in_sample[0])
    failing = tuple(
        name
        for name, places in members.items()
        if any(deprived >> place & 1 and instrument.weights[place] for place in places)
    )
    return {
        "round_be": ROUND,
        "surveyed_on": date(2022, 2, 1),
        "fails_mpi": bool(found.is_poor[0]) if is_in else None,
        "deprived": deprived,
        "not_applicable": 0,
        "missing": unknown,
        "score": int(found.numerator[0]) if is_in else None,
        "score_of": int(found.denominator[0]) if is_in else None,
        "dimensions": _bits(tuple(members), failing),
        "dimensions_failing": len(failing),
        "dependants": 0,
    }


def make_person(household: Household, **changes: Any) -> Person:
    """Somebody in a household, as the survey lists them; the head of it unless told."""
    number = next(_persons)
    given: dict[str, Any] = {
        "person_id": UUID(int=number, version=4),
        "household_id": household.household_id,
        "village_code": household.village_code,
        "person_number": 1,
        "name": "นายสมมติ ทดสอบ",
        "sex": 1,
        "born_on": date(1960, 3, 15),
        "born_on_precision": "day",
        "age_years": 61,
        "relation": 1,
        "in_survey": household.in_survey,
        "has_citizen_id": True,
        "is_unmatched": False,
        "sources": 0,
        "facts": 0,
        "groups": 0,
        "answers": "[]",
        "records": "[]",
        "is_synthetic": True,
        **changes,
    }
    given.setdefault("name_key", name_key(given["name"]))
    return Person.objects.create(publication=household.publication, **given)


def as_json(*values: Any) -> str:
    """Answers or records as a row keeps them."""
    return json.dumps(values, ensure_ascii=False)


def _bits(names: Sequence[str], chosen: tuple[str, ...]) -> int:
    unknown = set(chosen) - set(names)
    assert not unknown, f"not of the instrument: {sorted(unknown)}"
    return sum(1 << place for place, name in enumerate(names) if name in chosen)
