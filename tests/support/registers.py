"""Small files of several agencies about the same few synthetic people, ingested for real."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ppaos.definitions.sources import loader
from ppaos.engine.store import Store
from ppaos.workflows.ingest.job import ingest
from support.citizen_ids import check_digit

VILLAGE, OTHER_VILLAGE, OTHER_DISTRICT = "41010101", "41010102", "41020101"
Row = dict[str, Any]
SURVEY_HOMES, SURVEY_MEMBERS = "bmn-households-2560", "bmn-members-2560"
CARD, DISABILITY, FINDS = "state-welfare-card", "disability-register", "local-finds"


def citizen_id(number: int) -> str:
    """A valid number; the same for the same `number`."""
    first = f"3{4101:04d}{number:07d}"
    return first + check_digit(first)


def house_code(number: int) -> str:
    """Eleven digits."""
    return f"4101{number:06d}1"


def home(number: int, **changes: Any) -> Row:
    """A household that passes every indicator; `number` makes its house code and address."""
    columns = loader.load(SURVEY_HOMES).columns
    row: Row = {
        name: 1 if item.list == "yes_no" else 0
        for name, item in columns.items()
        if name.startswith("q")
    }
    return {
        **row,
        "round_be": 2565,
        "house_code": house_code(number),
        "house_number": f"{number}",
        "village_code": VILLAGE,
        "village_name": "บ้านสังเคราะห์",
        "surveyed_on": "2022-02-01",
        "member_count": 2,
        "q7_people": 2,
        "q7_exercise_3x30": 2,
        "q22_income_primary_baht": 200_000,
        "synthetic": 1,
        **changes,
    }


def member(number: int, house: int, **changes: Any) -> Row:
    """Somebody in a household; `number` makes the citizen ID and the name."""
    return {
        "round_be": 2565,
        "house_code": house_code(house),
        "village_code": VILLAGE,
        "person_number": 1,
        "citizen_id": citizen_id(number),
        "prefix": "นาย",
        "first_name": FIRST_NAMES[number % len(FIRST_NAMES)],
        "last_name": LAST_NAMES[house % len(LAST_NAMES)],
        "sex": 1,
        "born_on": f"{1950 + number % 50}-03-15",
        "age_years": 2022 - 1950 - number % 50,
        "relation": 1,
        "occupation": 2,
        "disability": 0,
        "cares_for_self": 1,
        "dependency": 0,
        "synthetic": 1,
        **changes,
    }


def entry(source: str, key: str, of: Mapping[str, Any], **changes: Any) -> Row:
    """A row of a register about somebody given as a survey member."""
    definition = loader.load(source)
    taken: dict[str, Any] = {
        name: of[name]
        for name in (
            "citizen_id", "prefix", "first_name", "last_name", "sex", "born_on", "house_code",
            "village_code",
        )
        if name in definition.columns
    }  # fmt: skip
    return {
        **taken, definition.key[0]: key, "status": 1, "as_of": "2022-06-01", "synthetic": 1,
        **changes,
    }  # fmt: skip


def bring_in(
    store: Store, folder: Path, source: str, rows: Iterable[Row], *, name: str = "", **options: Any
) -> Any:
    """Write rows as the source's CSV and ingest it; returns the summary of the import."""
    rows = list(rows)
    headers = list(dict.fromkeys(column for row in rows for column in row))
    path = folder / f"{name or source}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, headers, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return ingest([path], store=store, source=source, **options)


FIRST_NAMES = (
    "สมชาย", "ประเสริฐ", "บุญมี", "ทองดี", "วิชัย", "สุนทร", "คำปุ่น", "อำนวย", "ไพโรจน์", "ศิริพร",
    "มาลี", "กัญญา",
)  # fmt: skip
LAST_NAMES = ("แสงทอง", "พรมมา", "ศรีวงศ์", "จันทะวงษ์", "โพธิ์ศรี", "นาคำ", "บุตรดี")


def thresholds(*, match: float, review: float) -> Any:
    """Thresholds of a matching that a test steers, without a margin."""
    from ppaos.matching.thresholds import Thresholds

    return Thresholds(match=match, review=review, margin=0.0)


COMPLAINTS = """complaint_number,province_code,received_on,topic,status,first_name,last_name,as_of,synthetic
9990001,41,2023-01-05,1,1,สมมติ,ทดสอบ,2023-02-01,true
9990002,99,2023-01-05,1,1,สมมติ,ทดสอบสอง,2023-02-01,true
"""
"""A file of complaints with one row to set aside: there is no province 99."""
