"""Lists for agencies: who is in a group in an area, with the fields that a purpose allows.

In: a store with targets, a scope, a group, an agency. Out: a CSV or XLSX file, beside it FILE.json
that says what the list is and on which basis it was given, and a row of `export_log`. Nothing is
handed out that the log does not hold.
"""

import getpass
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields as dataclass_fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from ppaos.adapters.list_files import write_csv, write_xlsx
from ppaos.definitions.agencies import loader as agencies
from ppaos.definitions.agencies.loader import Agency
from ppaos.domain import relations as ir
from ppaos.domain.area.codes import level_of
from ppaos.domain.errors import FileError, SettingError, StoreError
from ppaos.domain.privacy import lists
from ppaos.domain.privacy.agency_lists import (
    DEFAULT_AGENCY,
    GroupName,
    permitted_list,
    require_format,
    require_group,
)
from ppaos.domain.privacy.list_fields import Unit
from ppaos.domain.privacy.list_record import NUMBERS, ListRecord
from ppaos.domain.progress import Progress, Silent
from ppaos.domain.tables import TABLES
from ppaos.domain.targeting.rules import TargetGroup
from ppaos.engine.backends import DEFAULT_URL, Engine, connect
from ppaos.engine.checks import require_equal
from ppaos.engine.lookup import Lookup
from ppaos.engine.manifest import Manifest, file_hash
from ppaos.engine.store import Store
from ppaos.engine.vault.keyring import keyring
from ppaos.engine.vault.vault import Vault
from ppaos.workflows.explain.context import StoreContext, context_of
from ppaos.workflows.explain.households import group_place
from ppaos.workflows.export.record import StoreList, about_lines, log_record, record_of, warning_of
from ppaos.workflows.export.rows import Reveal, Wording
from ppaos.workflows.vault import vault_folder

THAIQM: Final = "thaiqm"
FORMATS: Final = ("csv", "xlsx", THAIQM)
_BATCH: Final = 20_000
_LOG_COLUMNS: Final = pa.schema(
    [
        (item.name, pa.int64() if item.name in NUMBERS else pa.string())
        for item in dataclass_fields(ListRecord)
    ]
)


@dataclass(frozen=True)
class ListFile:
    """A list that was handed out."""

    file: Path
    about: Path
    rows: int
    unit: Unit
    agency: Agency
    fields: tuple[str, ...]
    sha256: str


def export(
    store: Store | Path | str,
    out: Path,
    *,
    area: str,
    group: str | None = None,
    agency: str | Path | Agency | None = None,
    format_: str = "csv",
    unit: Unit | None = None,
    fields: Sequence[str] = (),
    language: str = "th",
    engine: str = DEFAULT_URL,
    progress: Progress | None = None,
) -> ListFile:
    """Write the list of an area (and group) for an agency to `out`.

    `group`: `1.1` or `fiscal-2566/1.1`; null is everybody of the area, where the agency's document
    allows it. `agency`: shipped name or YAML file; the provincial centre by default, but `thaiqm`
    lists name theirs. `unit`: by default that of the group's rule; households without a group;
    persons for `thaiqm`. `fields` narrows what the purpose allows.
    Errors: StoreError before `ppaos target`; SettingError for a field, group or format that is not
    allowed; CheckError when the rows are not those that `target_counts` says; no file is left then.
    """
    store = store if isinstance(store, Store) else Store(Path(store))
    require_format(format_, FORMATS)
    _require_receiver(format_, agency)
    receiver = agency if isinstance(agency, Agency) else agencies.load(agency or DEFAULT_AGENCY)
    _require_targets(store)
    with Lookup(store) as lookup:
        context = context_of(lookup)
        wanted = _wanted(context, receiver, area, group, format_, unit, fields)
        runner = connect(engine)
        try:
            return _Job(store, runner, context, wanted, language, progress or Silent()).run(out)
        finally:
            runner.close()


@dataclass
class _Job:
    store: Store
    engine: Engine
    context: StoreContext
    wanted: StoreList
    language: str
    progress: Progress

    def run(self, out: Path) -> ListFile:
        with _scratch(out) as folder:
            with self.progress.step(th="รวบรวมรายชื่อ", en="Gathering the list"):
                gathered = folder / "rows.parquet"
                rows = self.engine.write_parquet(self._relation(), gathered)
                self._require_as_counted(rows)
            with self.progress.step(th="เขียนไฟล์", en="Writing the file", total=rows) as step:
                file = folder / out.name
                self._write(file, gathered, rows, step.advance)
            digest, made_at = file_hash(file), datetime.now(UTC).isoformat(timespec="seconds")
            said = record_of(self.context, self.wanted, rows, made_at=made_at, sha256=digest)
            about = folder / f"{out.name}.json"
            about.write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
            self._log(out.name, rows, digest, made_at)
            file.replace(out)
            kept = about.replace(out.with_name(f"{out.name}.json"))
        permitted = self.wanted.permitted
        return ListFile(
            out, kept, rows, permitted.unit, self.wanted.agency, permitted.fields, digest
        )

    def _relation(self) -> ir.Table:
        asked = self.wanted.permitted
        place = None if asked.group is None else self.context.groups.index(asked.group)
        households, survey = self._table("target_households"), self._of_round("households")
        members = self._of_round("members")
        if asked.unit == "household":
            chosen = lists.listed(households, scope=asked.area, group=place)
            return lists.households_in_full(chosen, survey, members)
        people = lists.listed(self._table("target_persons"), scope=asked.area, group=place)
        persons = self._table("persons")
        outside = persons.filter(~persons["in_survey"]).semi_join(people, "person_id")
        named = lists.names_in_registers(self._registers(), self._table("person_links"), outside)
        return lists.persons_in_full(people, persons, households, survey, members, named)

    def _registers(self) -> list[tuple[str, ir.Table]]:
        found = []
        for name in self.context.sources.in_bit_order:
            document = self.context.sources.document(name)
            if document is None or document.role == "survey":
                continue
            table = self.context.lookup.catalogue.get(document.table)
            files = [file for file in table.files if f"source={name}" in file.parts]
            found.append((name, self.engine.parquet(files or table.files)))
        return found

    def _table(self, name: str) -> ir.Table:
        return self.engine.parquet(self.context.lookup.catalogue.get(name).files)

    def _of_round(self, name: str) -> ir.Table:
        rows = self._table(name)
        return rows.filter(rows["round_be"] == self.context.round_be)

    def _require_as_counted(self, rows: int) -> None:
        asked = self.wanted.permitted
        if asked.group is None:
            return
        level = level_of(asked.area)
        counted = sum(
            row["people" if asked.unit == "person" else "households"] or 0
            for row in self.context.lookup.find("target_counts", "group_name", [asked.group[1]])
            if (row["rules"], row["level"]) == (asked.group[0], level)
            and (level == "country" or row["area_code"] == asked.area)
        )
        require_equal(
            rows,
            counted,
            th=f"แถวของรายชื่อ {'/'.join(asked.group)} กับ target_counts",
            en=f"Rows of the list of {'/'.join(asked.group)} against `target_counts`",
        )

    def _write(self, file: Path, gathered: Path, rows: int, advance: Any) -> None:
        wanted, wording = self.wanted, Wording(self.context, self.wanted.agency, self.language)
        batches = self._batches(gathered, advance)
        cells: Iterator[Sequence[Any]] = wording.rows(
            batches, wanted.permitted.fields, self._reveal()
        )
        titles = [wording.title(name) for name in wanted.permitted.fields]
        if wanted.format_ == THAIQM:
            titles = [_NUMBER[self.language == "en"], *titles]
            cells = ([number, *row] for number, row in enumerate(cells, start=1))
        warning = warning_of(self.context)
        if wanted.format_ == "xlsx":
            written = write_xlsx(
                file,
                titles,
                cells,
                warning=warning,
                about=lambda count: about_lines(self.context, wanted, count),
            )
        elif warning:
            written = write_csv(file, [*titles, _MARK], ([*row, _MARK] for row in cells))
        else:
            written = write_csv(file, titles, cells)
        require_equal(
            written, rows, th="แถวที่เขียนกับแถวที่รวบรวม", en="Rows written against rows gathered"
        )

    @staticmethod
    def _batches(gathered: Path, advance: Any) -> Iterator[pa.RecordBatch]:
        with pq.ParquetFile(gathered) as opened:
            for batch in opened.iter_batches(batch_size=_BATCH):
                yield batch
                advance(batch.num_rows)

    def _reveal(self) -> Reveal | None:
        """What shows citizen IDs: nothing, unless the agency's document says `full`."""
        agency = self.wanted.agency
        if self.wanted.permitted.citizen_ids != "full":
            return None
        vault = Vault(vault_folder(self.store.root), keyring(self.store.root))
        purpose = f"export to {agency.agency}: {agency.purpose.en} ({self.wanted.permitted.area})"
        return lambda hashes: vault.reveal(hashes, purpose=purpose, account=getpass.getuser())

    def _log(self, name: str, rows: int, digest: str, made_at: str) -> None:
        row = log_record(
            self.context, self.wanted, rows, made_at=made_at, file=name, sha256=digest
        ).as_row()
        with self.store.change() as change:
            pq.write_table(
                pa.Table.from_pylist([row], schema=_LOG_COLUMNS),
                change.folder("export_log") / "export.parquet",
            )
            change.append(
                Manifest(
                    table="export_log",
                    row=TABLES["export_log"].row,
                    rows=1,
                    inputs={"target_persons": self.context.made_from.get("target_households", "")},
                )
            )


_NUMBER: Final = ("ลำดับ", "No.")
_MARK: Final = "SYNTHETIC"
"""Column of CSV lists of people who do not exist, so that a row says so wherever it is copied."""


def _wanted(
    context: StoreContext,
    agency: Agency,
    area: str,
    group: str | None,
    format_: str,
    unit: Unit | None,
    fields: Sequence[str],
) -> StoreList:
    level_of(area)
    chosen = None if group is None else context.groups[group_place(context, group)]
    require_group(agency, chosen, context.groups)
    rule = _rule(context, chosen)
    own: Unit = rule.unit if rule else "household"
    if format_ == THAIQM and unit == "household":
        raise SettingError(
            th="รูปแบบ thaiqm เป็นรายบุคคลเท่านั้น ใช้ --of persons หรือ --format csv",
            en="Format thaiqm is of persons only. Use --of persons, or --format csv.",
        )
    permitted = permitted_list(
        agency,
        area=area,
        group=chosen,
        unit="person" if format_ == THAIQM else unit or own,
        fields=fields or None,
        known_groups=context.groups,
    )
    return StoreList(agency, permitted, rule, format_)


def _rule(context: StoreContext, group: GroupName | None) -> TargetGroup | None:
    """The rule of a group; null when its document is neither stored nor shipped."""
    document = context.rules.get(group[0]) if group else None
    if document is None or group is None:
        return None
    return next((item for item in document.groups if item.name == group[1]), None)


def _require_receiver(format_: str, agency: object) -> None:
    if format_ == THAIQM and agency is None:
        raise SettingError(
            th=f"รูปแบบ thaiqm ต้องระบุหน่วยงานที่รับ ใช้ --agency ({', '.join(agencies.names())})",
            en=f"Format thaiqm names its receiver. Use --agency ({', '.join(agencies.names())}).",
        )


def _require_targets(store: Store) -> None:
    for name in ("target_persons", "target_households", "persons"):
        if not store.exists or not store.has(name):
            raise StoreError(
                th=f"คลังข้อมูล {store.root} ยังไม่มีกลุ่มเป้าหมาย สั่ง ppaos link แล้ว ppaos target ก่อน",
                en=f"Store {store.root} holds no targets. Run ppaos link, then ppaos target.",
            )


@contextmanager
def _scratch(out: Path) -> Iterator[Path]:
    """A folder beside the file that is wanted, gone afterwards: half a list is never left."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".ppaos-export-", dir=out.parent) as folder:
            yield Path(folder)
    except OSError as error:
        raise FileError(
            th=f"เขียน {out} ไม่ได้ ({error.strerror}) ตรวจโฟลเดอร์ สิทธิ์เขียน และที่ว่างของดิสก์",
            en=f"{out} cannot be written ({error.strerror}). Check the folder, your rights and the disk.",
        ) from error
