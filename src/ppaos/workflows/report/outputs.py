"""Files that people take away from a measured store: tables, one workbook, one page.

estimates.csv       country to subdistrict, every measure and rule, long
villages.parquet    the same for villages, under the rule in force
changes.csv         between rounds, when there are several
missing.csv         how many answers were missing
estimates.parquet   everything
tables.xlsx         one formatted sheet a level
report.html         map, charts and tables in Thai and English, in one file
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ppaos.adapters.report_facts import Flows, ReportedFigure, ReportFacts, SourceTable
from ppaos.adapters.tabular import write_table
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.progress import Progress, Silent
from ppaos.engine.manifest import code_version
from ppaos.engine.store import Store
from ppaos.workflows.estimate.analyses import decomposition_table, robustness_table
from ppaos.workflows.measure.job import estimates_of
from ppaos.workflows.report.job import write_report, write_workbook
from ppaos.workflows.report.targets import linked_parts


@dataclass(frozen=True)
class Headline:
    """The figures that a run ends with, of one round under the rule in force."""

    round_be: str
    households: int
    people: int
    poor_households: int
    poor_people: int
    headcount_ratio: float
    intensity: float | None
    adjusted_headcount_ratio: float


def write_outputs(
    store: Store,
    out: Path,
    *,
    instrument: Instrument,
    boundaries: Path | None = None,
    stated: tuple[ReportedFigure, ...] = (),
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Write every file above into `out`; returns them in reading order.

    Errors: StoreError when nothing was measured; FileError when the boundaries cannot be read.
    """
    progress = progress or Silent()
    out.mkdir(parents=True, exist_ok=True)
    estimates = estimates_of(store)
    is_village = pc.equal(estimates["loa"].cast(pa.string()), pa.scalar("village"))
    files = []
    with progress.step(th="เขียนตาราง", en="Writing tables", total=8) as step:
        for name, table in (
            ("estimates.csv", estimates.filter(pc.invert(is_village))),
            ("villages.parquet", estimates.filter(is_village)),
            ("estimates.parquet", estimates),
            ("changes.csv", _stored(store, "changes")),
            ("missing.csv", _stored(store, "missing_audit")),
            ("robustness.csv", robustness_table(estimates.filter(pc.invert(is_village)))),
            ("decomposition.csv", _parts(estimates, instrument)),
        ):
            if table is not None:
                files.append(write_table(table, out / name))
            step.advance()
        names, facts = village_names(store), report_facts(store, estimates, stated)
        book = write_workbook(
            out / "tables.xlsx",
            estimates=estimates,
            instrument=instrument,
            village_names=names,
            facts=facts,
        )
        step.advance()
    with progress.step(th="รวมกลุ่มเป้าหมายและเหตุผล", en="Gathering targets and reasons"):
        linked = linked_parts(store)
    page = write_report(
        out / "report.html",
        estimates=estimates,
        instrument=instrument,
        village_names=names,
        facts=facts,
        boundaries=boundaries,
        linked=linked,
        progress=progress,
    )
    return (page, book, *files)


def headlines(estimates: pa.Table) -> tuple[Headline, ...]:
    """National figures of every round under the first rule of the table, which is the one in force."""
    national = estimates.filter(pc.equal(estimates["loa"].cast(pa.string()), pa.scalar("nat")))
    rows = [row for row in national.to_pylist() if not row["indicator"] and not row["dimension"]]
    result = []
    for t in dict.fromkeys(row["t"] for row in rows):
        mine = [row for row in rows if row["t"] == t]
        rule, k = mine[0]["rule"], mine[0]["k"]
        value = {row["measure"]: row["b"] for row in mine if (row["rule"], row["k"]) == (rule, k)}
        result.append(
            Headline(
                t,
                int(value["households"]),
                int(value["people"]),
                int(value["poor_households"]),
                int(value["poor_people"]),
                value["H"],
                value["A"],
                value["M0"],
            )
        )
    return tuple(result)


def report_facts(
    store: Store, estimates: pa.Table, stated: tuple[ReportedFigure, ...] = ()
) -> ReportFacts:
    """What the report says of itself, from manifests and figures."""
    found = headlines(estimates)
    manifests = [store.get(name).manifest for name in store.names()]
    return ReportFacts(
        rounds=tuple(item.round_be for item in found),
        synthetic=any(item.synthetic for item in manifests),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=code_version(),
        households=found[-1].households if found else None,
        people=found[-1].people if found else None,
        tables=tuple(
            SourceTable(
                name=item.table,
                rows=store.get(item.table).rows,
                inputs=item.inputs,
                made_at=item.made_at,
                instrument_hash=item.instrument_hash or "",
                synthetic=item.synthetic,
            )
            for item in manifests
        ),
        stated=stated,
        flows=_flows(_stored(store, "changes")),
    )


def village_names(store: Store) -> dict[str, str]:
    """Village code -> name of the latest round that names it."""
    if not store.has("households"):
        return {}
    columns = ["village_code", "village_name", "round_be"]
    parts = []
    for file in store.get("households").files:
        part = pq.read_table(file, columns=columns)
        parts.append(part.group_by(columns).aggregate([]))
    table = pa.concat_tables(parts).sort_by("round_be")
    pairs = zip(table["village_code"].to_pylist(), table["village_name"].to_pylist(), strict=True)
    return {code: name for code, name in pairs if code and name}


def _parts(estimates: pa.Table, instrument: Instrument) -> pa.Table | None:
    """Shapley parts of the changes of provinces and districts."""
    if len(pc.unique(estimates["t"].cast(pa.string()))) < 2:
        return None
    loa = estimates["loa"].cast(pa.string())
    kept = estimates.filter(pc.is_in(loa, pa.array(["nat", "region", "province", "district"])))
    weights = dict(zip(instrument.names, map(float, instrument.weights), strict=True))
    return decomposition_table(kept, weights)


def _flows(changes: pa.Table | None) -> Flows | None:
    if changes is None:
        return None
    rows = [
        row
        for row in changes.to_pylist()
        if row["ctype"] == "panel_households" and row["loa"] == "nat"
    ]
    if not rows:
        return None
    last = rows[-1]["t0"], rows[-1]["t1"]
    count = {row["measure"]: int(row["b"]) for row in rows if (row["t0"], row["t1"]) == last}
    return Flows(
        *last,
        count.get("stayers", 0),
        count.get("entries", 0),
        count.get("exits", 0),
        count.get("never", 0),
        count["only_t0"],
        count["only_t1"],
    )


def _stored(store: Store, name: str) -> pa.Table | None:
    if not store.has(name):
        return None
    return pa.concat_tables([pq.read_table(file) for file in store.get(name).files])
