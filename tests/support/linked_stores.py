"""Small linked stores for tests: hand-made households and persons, measured by a toy instrument."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ppaos.definitions.instruments.loader import InstrumentDocument
from ppaos.engine.manifest import Manifest
from ppaos.engine.store import Store
from ppaos.workflows.measure.job import measure

ROUND = 2565
REFERENCE = "2022-09-30"
SOURCES = ("survey", "cards", "school", "finds")
TABLES = ("members", "welfare_cards", "education_register", "local_finds")
FACTS = ("is_student", "works", "holds_card", "in_school", "found_locally", "is_bedridden")

TOY = {
    "instrument": "toy",
    "title": {"th": "เครื่องมือทดลอง", "en": "Toy"},
    "source": "tests",
    "size": "member_count",
    "area": "village_code",
    "key": "house_code",
    "wave": "round_be",
    "identification": {"rule": "any_dimension"},
    "missing": "as_not_deprived",
    "parameters": {"line": 38000},
    "dimensions": [
        {
            "name": "living",
            "title": {"th": "ความเป็นอยู่", "en": "Living"},
            "indicators": [
                {"name": "housing", "title": {"th": "บ้าน", "en": "Housing"}, "passes": "house_ok == 1"},
                {"name": "water", "title": {"th": "น้ำ", "en": "Water"}, "passes": "water_ok == 1"},
            ],
        },
        {
            "name": "income",
            "title": {"th": "รายได้", "en": "Income"},
            "indicators": [
                {
                    "name": "income",
                    "title": {"th": "รายได้", "en": "Income"},
                    "deprived_if_below": {"value": "income_baht / member_count", "line": "line"},
                }
            ],
        },
    ],
}  # fmt: skip


def toy(**changes: Any) -> Any:
    """The toy instrument: dimensions living (housing, water) and income."""
    return InstrumentDocument.model_validate({**TOY, **changes}).build()


def household(code: str, **answers: Any) -> dict[str, Any]:
    """A surveyed household that fails nothing and has a low income per person."""
    return {
        "round_be": ROUND, "house_code": code, "village_code": code[:8], "member_count": 2,
        "surveyed_on": date(2022, 3, 1), "house_ok": 1, "water_ok": 1, "income_baht": 120000,
        **answers,
    }  # fmt: skip


def person(number: int, home: str | None, *facts: str, **values: Any) -> dict[str, Any]:
    """A person of a household; `sources` and `facts` by name."""
    sources = values.pop("sources", ("survey",))
    return {
        "person_id": str(uuid.UUID(int=number)),
        "household_id": home,
        "house_code": home if home and not home.startswith("L") else None,
        "village_code": home[:8] if home and not home.startswith("L") else None,
        "person_number": 1, "relation": 1, "sex": 1, "born_on": None, "age_years": 40,
        "in_survey": "survey" in sources,
        "sources": sum(1 << SOURCES.index(name) for name in sources),
        "facts": sum(1 << FACTS.index(name) for name in facts),
        "has_citizen_id": True, "is_unmatched": False,
        **values,
    }  # fmt: skip


_HOUSEHOLD: dict[str, pa.DataType] = {
    "round_be": pa.int16(), "house_code": pa.string(), "village_code": pa.string(),
    "member_count": pa.int64(), "surveyed_on": pa.date32(), "house_ok": pa.int16(),
    "water_ok": pa.int16(), "income_baht": pa.int64(),
}  # fmt: skip
_PERSON: dict[str, pa.DataType] = {
    "person_id": pa.string(), "household_id": pa.string(), "house_code": pa.string(),
    "village_code": pa.string(), "person_number": pa.int16(), "relation": pa.int16(),
    "sex": pa.int16(), "born_on": pa.date32(), "age_years": pa.int16(), "in_survey": pa.bool_(),
    "sources": pa.int64(), "facts": pa.int64(), "has_citizen_id": pa.bool_(),
    "is_unmatched": pa.bool_(),
}  # fmt: skip


def rows_of(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, pa.DataType]) -> pa.Table:
    return pa.table(
        {name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()}
    )


def linked_store(
    root: Path,
    households: Sequence[Mapping[str, Any]],
    persons: Sequence[Mapping[str, Any]],
    *,
    instrument: Any = None,
    facts: Sequence[str] = FACTS,
    sources: Sequence[str] = SOURCES,
    engine: str = "duckdb://?threads=1",
) -> Store:
    """A store of these households, measured, and of these persons, as `ppaos link` leaves it."""
    store = Store(root)
    tables = {"households": rows_of(households, _HOUSEHOLD), "persons": rows_of(persons, _PERSON)}
    settings = {
        "round_be": ROUND, "sources": list(sources), "tables": list(TABLES[: len(sources)]),
        "facts": list(facts), "reference_date": REFERENCE, "as_of": {},
    }  # fmt: skip
    with store.change() as change:
        for name, table in tables.items():
            pq.write_table(table, change.folder(name) / f"{name}.parquet")
            manifest = Manifest(
                table=name, row=name, rows=len(table), inputs={name: "0" * 64}, settings=settings
            )
            change.replace(manifest)
    measure(store, instrument=instrument or toy(), k=(), engine=engine)
    return store


def read(store: Store, table: str) -> list[dict[str, Any]]:
    """Rows of a stored table."""
    return [row for file in store.get(table).files for row in pq.read_table(file).to_pylist()]
