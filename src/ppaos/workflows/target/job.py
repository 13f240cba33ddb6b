"""Decide who is a target: groups, vulnerability and priority of every person and household.

In: `persons` (ppaos link), `households` of the round, documents of rules. Out: `target_persons`,
`target_households`, their cubes and `target_counts` of every area level, committed together after
their checks. Big tables are read in passes without sorting: members are counted by household,
households judged, persons joined to them, and cubes counted from what was written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ppaos.domain import relations as ir
from ppaos.domain.measurement.instrument_record import record
from ppaos.domain.progress import Progress, Silent
from ppaos.domain.tables import TABLES
from ppaos.domain.targeting import targets as targeting
from ppaos.domain.targeting.priority import priority_terms
from ppaos.domain.targeting.rules import TargetGroup, TargetRules
from ppaos.domain.targeting.targets import HOUSEHOLD
from ppaos.domain.targeting.verdicts import Verdicts, verdicts
from ppaos.engine.backends import DEFAULT_URL, Engine, connect
from ppaos.engine.catalogue import Snapshot
from ppaos.engine.checks import require_equal, require_key
from ppaos.engine.manifest import Manifest
from ppaos.engine.store import Change, Store
from ppaos.engine.table_settings import TargetSettings
from ppaos.workflows.target.counts import level_counts, require_equal_levels
from ppaos.workflows.target.inputs import TargetInputs, inputs_of, require_same_households

SCRATCH: Final = "target_scratch"
MEMORY: Final = "6GB"


@dataclass(frozen=True)
class GroupCount:
    """One group beside its published figures."""

    rules: str
    group: TargetGroup
    people: int | None
    """Null when nobody is in it and the store lacks a fact that the rule reads."""
    households: int | None
    lacking: tuple[str, ...]
    """Words of the rule that no source of the store answers."""


@dataclass(frozen=True)
class TargetResult:
    """What a run came to."""

    groups: tuple[GroupCount, ...]
    persons: int
    households: int
    round_be: int
    rules: tuple[TargetRules, ...]


def target(
    store: Store | Path | str,
    *,
    rules: Sequence[str | Path | TargetRules] = (),
    engine: str = DEFAULT_URL,
    progress: Progress | None = None,
) -> TargetResult:
    """Compute the target groups of a linked store and store them.

    `rules`: shipped names or paths of YAML files; all shipped ones when empty. The first document
    gives the stored counts, levels and priority; the groups of all of them are computed.
    Errors: StoreError before `ppaos link`; DocumentError for rules that are not valid;
    SettingError when they do not go together; CheckError when a table breaks its promises:
    nothing is stored then.
    """
    store = store if isinstance(store, Store) else Store(Path(store))
    read = store.snapshot()
    inputs = inputs_of(read, rules)
    with store.change() as change:
        if (changed := read.error_of_reading()) is not None:
            raise changed
        scratch = change.folder(SCRATCH)
        runner = connect(_within(engine, scratch))
        try:
            return _Job(read, change, runner, inputs, progress or Silent()).run()
        finally:
            runner.close()


def _within(url: str, folder: Path) -> str:
    """The default engine with a limit of memory, beyond which it spills into `folder`."""
    return f"{url}?memory_limit={MEMORY}&temp_directory={folder}" if url == DEFAULT_URL else url


@dataclass
class _Job:
    store: Snapshot
    change: Change
    engine: Engine
    inputs: TargetInputs
    progress: Progress

    def run(self) -> TargetResult:
        with self.progress.step(th="ตัดสินครัวเรือน", en="Evaluating households"):
            judged, schemes = self._households()
        with self.progress.step(th="จัดคนเข้ากลุ่ม", en="Assigning people to groups"):
            people = self._write("target_persons", self._persons(judged))
        with self.progress.step(th="จัดลำดับครัวเรือน", en="Ranking households"):
            households = self._write("target_households", self._finished(judged, people))
        with self.progress.step(th="นับทุกระดับพื้นที่", en="Counting every area level"):
            person_cube = self._write("person_cube", targeting.person_cube(people))
            household_cube = self._write("household_cube", targeting.household_cube(households))
            counts = self._counts(person_cube, household_cube)
        totals = self._check(households, person_cube, household_cube, counts)
        for name in ("target_persons", "target_households", "person_cube", "household_cube"):
            self._commit(name, schemes)
        self._commit("target_counts", schemes)
        return TargetResult(
            self._group_counts(counts),
            totals["people"],
            totals["households"],
            self.inputs.round_be,
            self.inputs.rules,
        )

    def _households(self) -> tuple[ir.Table, Verdicts]:
        inputs, engine = self.inputs, self.engine
        people = inputs.people(engine)
        surveyed = self._keep(
            "surveyed", targeting.surveyed_households(inputs.answers(engine), inputs.instrument)
        )
        require_same_households(self.store, engine, inputs, self._rows_of_scratch("surveyed"))
        patterns = engine.arrow(surveyed.select("deprived", "missing").distinct())
        found = verdicts(
            _numbers(patterns["deprived"]),
            _numbers(patterns["missing"]),
            inputs.instrument,
            inputs.rules,
        )
        members = targeting.members_by_household(people, inputs.plan, inputs.bits)
        known = targeting.households_with_words(
            surveyed, engine.table(_verdict_table(found)), members, inputs.plan, inputs.instrument
        )
        return self._keep("judged", known), found

    def _persons(self, judged: ir.Table) -> ir.Table:
        inputs = self.inputs
        return targeting.target_persons(
            inputs.people(self.engine), judged, inputs.plan, inputs.bits
        )

    def _finished(self, judged: ir.Table, people: ir.Table) -> ir.Table:
        inputs, stored = self.inputs, self.inputs.plan.stored
        members = targeting.groups_of_members(people, inputs.plan)
        joined = judged.left_join(members, HOUSEHOLD)
        none = ibis.literal(0, "int64")
        counts = {
            name: joined[stored[name]].cast("int16") if name in stored else ibis.null("int16")
            for name in targeting.STORED_COUNTS
        }
        conditions = {
            name: joined[name] if name in inputs.plan.conditions else ibis.null("boolean")
            for name in targeting.STORED_CONDITIONS
        }
        rows = joined.select(
            HOUSEHOLD,
            house_code=joined[HOUSEHOLD]
            .startswith("L")
            .ifelse(ibis.null("string"), joined[HOUSEHOLD]),
            village_code=joined["village_code"],
            people=joined["people"].cast("int32"),
            members=joined["members"].cast("int32"),
            in_survey=joined["in_survey"],
            surveyed_on=joined["surveyed_on"],
            fails_mpi=joined["fails_0"],
            deprived=joined["deprived"],
            missing=joined["missing"],
            score=joined["score"],
            score_of=joined["score_of"],
            dimensions_failing=joined["dimensions_failing"],
            **counts,
            **conditions,
            vulnerability_level=joined["level_0"],
            sources=joined["sources"],
            facts=joined["facts"],
            is_unmatched=joined["is_unmatched"],
            groups=joined["own_groups"] | ibis.coalesce(joined["member_groups"], none),
        )
        levels = inputs.rules[0].levels
        terms = priority_terms(
            rows,
            inputs.rules[0].priority,
            dimensions=len(inputs.instrument.dimensions),
            highest_level=max(levels, default=0),
            reference=ibis.date(inputs.reference.isoformat()),
        )
        return rows.mutate(**terms)

    def _counts(self, person_cube: ir.Table, household_cube: ir.Table) -> pa.Table:
        pairs = self.inputs.plan.groups
        people = self.engine.arrow(targeting.counts_by_village(person_cube, "people", len(pairs)))
        households = self.engine.arrow(
            targeting.counts_by_village(household_cube, "households", len(pairs))
        )
        lacking = self.inputs.lacking()
        counts = level_counts(
            people,
            households,
            pairs,
            [bool(lacking[document, group.name]) for document, group in pairs],
        )
        file = self._file("target_counts")
        pq.write_table(counts, file, compression="zstd", use_dictionary=True)
        return counts

    def _check(
        self,
        households: ir.Table,
        person_cube: ir.Table,
        household_cube: ir.Table,
        counts: pa.Table,
    ) -> dict[str, int]:
        rows = {name: self._rows(name) for name in ("target_persons", "target_households")}
        require_equal(
            rows["target_persons"],
            self.inputs.persons.rows,
            th="แถวของ target_persons กับ persons",
            en="Rows of `target_persons` against `persons`",
        )
        require_key(
            self.engine, households, TABLES["target_households"].key, name="target_households"
        )
        sums = {
            "people": self._sum(person_cube, "people"),
            "households": self._sum(household_cube, "households"),
        }
        require_equal(
            sums["people"],
            rows["target_persons"],
            th="คนในลูกบาศก์กับ target_persons",
            en="People of the cube against `target_persons`",
        )
        require_equal(
            sums["households"],
            rows["target_households"],
            th="ครัวเรือนในลูกบาศก์กับ target_households",
            en="Households of the cube against `target_households`",
        )
        require_equal_levels(counts)
        return sums

    def _group_counts(self, counts: pa.Table) -> tuple[GroupCount, ...]:
        lacking = self.inputs.lacking()
        country = {
            (row["rules"], row["group_name"]): row
            for row in counts.filter(pc.equal(counts["level"], pa.scalar("country"))).to_pylist()
        }
        found = []
        for document, group in self.inputs.plan.groups:
            row = country.get((document, group.name), {"people": 0, "households": 0})
            given = self._as_written(document, group.name)
            found.append(
                GroupCount(
                    document, given, row["people"], row["households"], lacking[document, group.name]
                )
            )
        return tuple(found)

    def _as_written(self, document: str, name: str) -> TargetGroup:
        rules = next(item for item in self.inputs.rules if item.name == document)
        return next(item for item in rules.groups if item.name == name)

    def _keep(self, name: str, relation: ir.Table) -> ir.Table:
        file = self.change.folder(SCRATCH) / f"{name}.parquet"
        self.engine.write_parquet(relation, file)
        return self.engine.parquet([file])

    def _rows_of_scratch(self, name: str) -> int:
        return int(pq.read_metadata(self.change.folder(SCRATCH) / f"{name}.parquet").num_rows)

    def _write(self, name: str, relation: ir.Table) -> ir.Table:
        if "village_code" in relation.columns:
            self.engine.write_by_province(relation, self.change.folder(name))
        else:
            self.engine.write_parquet(relation, self._file(name))
        return self.engine.parquet(self._files(name))

    def _files(self, name: str) -> list[Path]:
        return sorted(self.change.folder(name).rglob("*.parquet"))

    def _file(self, name: str) -> Path:
        return self.change.folder(name) / f"{name}.parquet"

    def _rows(self, name: str) -> int:
        return sum(int(pq.read_metadata(file).num_rows) for file in self._files(name))

    def _sum(self, cube: ir.Table, column: str) -> int:
        total = cube[column].sum().cast("int64").name("total").as_table()
        return int(self.engine.arrow(total)["total"][0].as_py() or 0)

    def _commit(self, name: str, found: Verdicts) -> None:
        inputs = self.inputs
        first = found.schemes[0]
        origin = {"persons": inputs.persons, "households": inputs.households}
        self.change.replace(
            Manifest(
                table=name,
                row=TABLES[name].row,
                rows=self._rows(name),
                inputs={
                    f"{table}:{digest[:12]}": digest
                    for table, stored in origin.items()
                    for item in stored.history
                    for digest in item.inputs.values()
                },
                counts={table: stored.rows for table, stored in origin.items()},
                settings=TargetSettings(
                    groups=tuple((document, group.name) for document, group in inputs.plan.groups),
                    units=tuple(group.unit for _, group in inputs.plan.groups),
                    rules={item.name: item.text for item in inputs.rules},
                    instrument=inputs.instrument.name,
                    record=record(inputs.instrument),
                    weights=tuple(str(weight) for weight in first.weights),
                    round_be=inputs.round_be,
                    reference_date=inputs.reference,
                    sources=inputs.source_names,
                    tables=inputs.bits.tables,
                    facts=inputs.bits.facts,
                ).as_document(),
                instrument_hash=inputs.instrument.hash,
                engine=self.engine.name,
                synthetic=any(
                    item.synthetic for stored in origin.values() for item in stored.history
                ),
            )
        )


def _verdict_table(found: Verdicts) -> pa.Table:
    kinds = {"deprived": pa.int64(), "missing": pa.int64(), "dimensions_failing": pa.int16()}
    columns = {}
    for name, values in found.columns.items():
        lacks = values < 0 if name not in ("deprived", "missing") else None
        kind = pa.bool_() if name.startswith("fails_") else kinds.get(name, pa.int32())
        plain = values.astype(bool) if name.startswith("fails_") else values
        columns[name] = pa.array(plain, mask=lacks).cast(kind)
    return pa.table(columns)


def _numbers(column: "pa.ChunkedArray[Any]") -> Any:
    return column.to_numpy().astype(np.int64)
