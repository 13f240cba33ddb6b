"""What must be true of a store before it is published, and of a new version before it is seen.

A store is refused when its tables speak of different data: rows that came in after linking, a
survey measured or targeted before the rows it has now, or a file that is not as it was written.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from ppaos.definitions.sources.loader import Source
from ppaos.definitions.target_groups import loader as targets
from ppaos.domain.errors import StoreError
from ppaos.domain.measurement.instrument import Identification
from ppaos.engine.catalogue import Catalogue, StoredTable
from ppaos.engine.checks import require_equal
from ppaos.engine.lookup import Lookup
from ppaos.operations.people.models import Household, Person
from ppaos.operations.publications.models import Publication
from ppaos.workflows.publish.store_facts import NEEDED, StoreFacts

_STEPS: Final = ("ppaos link", "ppaos measure", "ppaos target")


def require_households(store: Catalogue, facts: StoreFacts) -> None:
    """Errors: StoreError for a store in which no household was targeted."""
    if not facts.rows["target_households"]:
        raise StoreError(
            th=f"คลังข้อมูล {store.root} ไม่มีครัวเรือน นำเข้าข้อมูลด้วย ppaos ingest แล้วสั่ง {' แล้ว '.join(_STEPS)} ก่อนเผยแพร่",
            en=f"Store {store.root} holds no household. Ingest data with ppaos ingest, then run "
            f"{', then '.join(_STEPS)}, before publishing.",
        )


def require_consistent(store: Catalogue, sources: Iterable[Source]) -> None:
    """Errors: StoreError naming the commands to run when a table is older than what it is made of."""
    tables = {name: store.get(name) for name in NEEDED}
    households, persons = tables["households"], tables["persons"]
    if _linked_from(store, sources) != set(persons.manifest.inputs):
        raise _stale(store, "persons", _STEPS)
    if _digests(tables["profiles"], "households:") != _inputs(households):
        raise _stale(store, "profiles", _STEPS[1:])
    targeted = tables["target_households"]
    made = targeted.manifest.made_at
    is_older = made < max(persons.manifest.made_at, tables["profiles"].manifest.made_at)
    if is_older or _digests(targeted, "persons:") != _inputs(persons):
        raise _stale(store, "target_households", _STEPS[2:])


def require_sound(store: Catalogue) -> None:
    """Errors: StoreError for a file that cannot be read, or has other rows than were written."""
    for name in NEEDED:
        table = store.get(name)
        if sum(_rows_of(store, file) for file in table.files) != table.rows:
            raise StoreError(
                th=f"ตาราง '{name}' ในคลังข้อมูล {store.root} มีจำนวนแถวไม่ตรงกับที่บันทึกไว้ {table.rows:,} แถว กู้คืนจากสำเนาสำรอง หรือสั่ง {NEEDED[name]} ใหม่",
                en=f"Table '{name}' of store {store.root} does not have the {table.rows:,} rows that were recorded. "
                f"Restore it from a backup, or run {NEEDED[name]} again.",
            )


def require_whole(
    store: Catalogue, facts: StoreFacts, publication: Publication, counts: Mapping[str, int]
) -> None:
    """Errors: CheckError when rows written, read and promised, or their cubes, differ."""
    written = {
        "households": Household.objects.filter(publication=publication).count(),
        "people": Person.objects.filter(publication=publication).count(),
    }
    promised = {
        "households": facts.rows["target_households"],
        "people": facts.rows["target_persons"],
    }
    for name, th in (("households", "ครัวเรือน"), ("people", "คน")):
        require_equal(
            written[name],
            promised[name],
            th=f"{th}ในฐานข้อมูลกับที่คลังข้อมูลบันทึกไว้ (ตารางอาจเสียหาย สั่งคำนวณใหม่)",
            en=f"Rows of {name} in the database against those that the store recorded (a table may be damaged; compute it again)",
        )
        require_equal(
            counts[f"cube_{name}"],
            counts[name],
            th=f"{th}ในลูกบาศก์กับในตาราง",
            en=f"Rows of {name} in the cube against the table",
        )
    estimated = _estimated_poor(store, facts)
    if estimated is not None:
        require_equal(
            counts["poor_households"],
            estimated,
            th="ครัวเรือนยากจนที่จะเผยแพร่กับที่ประมาณการไว้ (สั่ง ppaos measure แล้ว ppaos target ใหม่)",
            en="Poor households to be published against the estimates (run ppaos measure, then ppaos target, again)",
        )


def _linked_from(store: Catalogue, sources: Iterable[Source]) -> set[str]:
    """Files that a linkage of the store as it is now would read."""
    entries = store.entries()
    tables = {
        source.source: source.table
        for source in sources
        if source.link == "person" or (source.role == "survey" and source.row == "household")
    }
    return {
        file
        for name, table in tables.items()
        for file in entries[table]["files"]
        if f"source={name}" in Path(file).parts
    }


def _inputs(table: StoredTable) -> set[str]:
    return {digest for item in table.history for digest in item.inputs.values()}


def _digests(table: StoredTable, mark: str) -> set[str]:
    found = table.manifest.inputs.items()
    return {digest for name, digest in found if name.startswith(mark)}


def _rows_of(store: Catalogue, file: Path) -> int:
    try:
        return int(pq.read_metadata(file).num_rows)
    except (pa.ArrowException, OSError) as error:
        raise store.error_of_reading() or StoreError(
            th=f"ไฟล์ {file} เสียหาย อ่านไม่ได้ กู้คืนจากสำเนาสำรอง หรือสั่งคำนวณตารางนั้นใหม่",
            en=f"File {file} is damaged and cannot be read. Restore it from a backup, or compute that table again.",
        ) from error


def _estimated_poor(store: Catalogue, facts: StoreFacts) -> int | None:
    """Poor households of the country as the estimates have them; null when they used other rules."""
    rule = _identification(facts)
    with Lookup(store) as lookup:
        rows = lookup.find("estimates", "measure", ["poor_households"])
    wanted = {
        "loa": "nat", "t": str(facts.round_be), "wgts": "instrument", "rule": rule.rule,
        "k": rule.label, "instrument": facts.instrument.name,
    }  # fmt: skip
    found = [row["b"] for row in rows if all(row[name] == wanted[name] for name in wanted)]
    return int(Fraction(found[0]) + Fraction(1, 2)) if found and found[0] is not None else None


def _identification(facts: StoreFacts) -> Identification:
    """Rule of the first document of targets, else that of the instrument."""
    name, text = next(iter(facts.settings.rules.items()))
    return targets.parse(text, name=name).identification or facts.instrument.identification


def _stale(store: Catalogue, table: str, commands: Iterable[str]) -> StoreError:
    told = list(commands)
    return StoreError(
        th=f"ตาราง '{table}' ในคลังข้อมูล {store.root} คำนวณไว้ก่อนข้อมูลชุดปัจจุบัน สั่ง {' แล้ว '.join(told)} ก่อนเผยแพร่",
        en=f"Table '{table}' of store {store.root} was made before the data that it has now. "
        f"Run {', then '.join(told)}, before publishing.",
    )
