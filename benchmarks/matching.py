"""The people that matching is timed on: two million with a citizen ID, half a million records without.

Every record is about one of the people, or about somebody of whom no row has an ID (one in eight).
Half of them have a mistake, as the registers of the synthetic census make them: a name misspelt,
names swapped, the birth year alone or no birth date, another house, no house code.
"""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("record_id", "source", "first_name", "last_name")),
        ("sex", pa.int16()),
        ("born_on", pa.date32()),
        *((name, pa.string()) for name in ("born_on_precision", "house_code", "house_number")),
        ("village_code", pa.string()),
        ("age_years", pa.int16()),
    ]
)
_UNKNOWN_TO_ALL = 8
_SEED = 2566


def make(folder: Path, *, people: int, records: int) -> tuple[int, int]:
    """Write keyed.parquet and unkeyed.parquet; returns how many rows each has."""
    everybody = _people(people)
    chance = np.random.default_rng(_SEED)
    picked = chance.integers(0, everybody.num_rows, records)
    is_keyed = np.arange(everybody.num_rows) % _UNKNOWN_TO_ALL != 0
    folder.mkdir(parents=True, exist_ok=True)
    keyed = everybody.filter(pa.array(is_keyed)).cast(SCHEMA)
    pq.write_table(keyed, folder / "keyed.parquet")
    luck, strangers = random.Random(_SEED), everybody.take(pa.array(picked[::-1]))
    households = strangers.select(["house_code", "house_number", "village_code"]).to_pylist()
    rows = everybody.take(pa.array(picked)).to_pylist()
    for place, (person, household) in enumerate(zip(rows, households, strict=True)):
        person.update({"record_id": f"u{place}", "source": "register"})
        if luck.random() < 0.5:
            person.update(_mistake(luck, person, household))
    unkeyed = pa.Table.from_pylist(rows, SCHEMA)
    pq.write_table(unkeyed, folder / "unkeyed.parquet")
    return keyed.num_rows, unkeyed.num_rows


def _mistake(luck: random.Random, row: dict[str, Any], household: dict[str, Any]) -> dict[str, Any]:
    from ppaos.synthetic.spelling import misspelt

    kinds: list[dict[str, Any]] = [
        {"first_name": misspelt(luck, row["first_name"]) or row["first_name"]},
        {"last_name": misspelt(luck, row["last_name"]) or row["last_name"]},
        {"first_name": row["last_name"], "last_name": row["first_name"]},
        {"born_on": row["born_on"].replace(month=1, day=1), "born_on_precision": "year"},
        {"born_on": None, "born_on_precision": None},
        household,
        {"house_code": None},
    ]
    return luck.choice(kinds)


def _people(people: int) -> pa.Table:
    """At least so many people of one province, as one row each."""
    from ppaos.synthetic import calibration
    from ppaos.synthetic.names import FAMILY_NAMES, FIRST_NAMES
    from ppaos.synthetic.numbers import house_number_texts
    from ppaos.synthetic.population import draw_population

    (quota,) = calibration.quotas(["41"], round(people / 3))
    population = draw_population(_SEED, quota)
    who, households = population.people, population.households
    household = who.household
    codes = np.ascontiguousarray(households.code_digits + ord("0")).view("S11").ravel().astype(str)

    def texts(values: list[str], places: Any) -> pa.Array:
        return pa.array(values, pa.string()).take(pa.array(places))

    table = pa.table(
        {
            "record_id": pa.array([f"k{place}" for place in range(len(household))]),
            "source": pa.repeat("survey", len(household)),
            "first_name": texts(FIRST_NAMES.texts, who.first_name),
            "last_name": texts(FAMILY_NAMES.texts, who.last_name),
            "sex": pa.array(who.sex, pa.int16()),
            "born_on": pa.array(who.born_day, pa.int32()).cast(pa.date32()),
            "born_on_precision": pa.repeat("day", len(household)),
            "house_code": texts(codes.tolist(), household),
            "house_number": texts(house_number_texts(), households.number[household]),
            "village_code": texts(population.villages.code_texts(), households.village[household]),
            "age_years": pa.nulls(len(household), pa.int16()),
        }
    )
    return table.slice(0, people)
