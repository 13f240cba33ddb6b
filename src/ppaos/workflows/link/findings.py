"""Write what a linkage found: `link_findings`, with names of sources and words in two languages."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import reduce
from pathlib import Path

import ibis
import pyarrow as pa

from ppaos.definitions.sources.loader import Source
from ppaos.domain import relations as ir
from ppaos.domain.linkage import findings as linkage_findings
from ppaos.domain.linkage.records import NUMBER
from ppaos.workflows.link.by_number import LinkedPeople, NumberMatches
from ppaos.workflows.link.inputs import LinkInputs
from ppaos.workflows.link.steps import Steps


def write(
    steps: Steps,
    file: Path,
    inputs: LinkInputs,
    keyed: NumberMatches,
    people: LinkedPeople,
    *,
    persons: ir.Table,
    households: ir.Table,
    day: date,
) -> dict[str, int]:
    """Write every finding to `file`; returns code -> rows."""
    parts = [
        linkage_findings.disputed(keyed.pairs),
        linkage_findings.moved_district(keyed.pairs),
        _duplicates(keyed, people),
        linkage_findings.two_households(people.repeated),
        linkage_findings.heads(households),
        linkage_findings.too_old(persons, ir.date(ibis.literal(day))),
        linkage_findings.nowhere(persons),
    ]
    stale = expired(inputs, day)
    if stale is not None:
        parts.append(stale)
    found = [steps.keep(f"finding-{place}", part) for place, part in enumerate(parts)]
    words = ibis.memtable(
        pa.table(
            {
                "code": list(linkage_findings.WORDS),
                **{
                    name: [getattr(item, name) for item in linkage_findings.WORDS.values()]
                    for name in linkage_findings.FindingText._fields
                },
            }
        )
    )
    everything = reduce(lambda a, b: a.union(b), found)
    told = named(everything, source_names(inputs)).inner_join(words, "code")
    steps.engine.write_parquet(told, file)
    written = steps.engine.parquet([file])
    counted = steps.engine.arrow(written.group_by("code").aggregate(rows=written.count()))
    return {
        row["code"]: row["rows"] for row in sorted(counted.to_pylist(), key=lambda r: r["code"])
    }


def expired(inputs: LinkInputs, day: date) -> ir.Table | None:
    """Sources whose freshest row is older than their refresh cycle on `day`; None when none is."""
    late = [
        (item.number, f"{item.as_of.isoformat()} ({item.source.refresh})")
        for item in inputs.sources
        if item.as_of is not None and is_expired(item.source, item.as_of, day)
    ]
    if not late:
        return None
    rows = ibis.memtable(
        pa.table(
            {
                NUMBER: pa.array([number for number, _ in late], pa.int16()),
                "told": [text for _, text in late],
            }
        )
    )
    return linkage_findings.finding(
        "expired_source", rows, source_number=rows[NUMBER], detail=rows["told"]
    )


def is_expired(source: Source, as_of: date, day: date) -> bool:
    """Whether the data of a source are older than one refresh cycle."""
    most = source.max_age_days
    return most is not None and day - as_of > timedelta(days=most)


def source_names(inputs: LinkInputs) -> Mapping[int, str]:
    """Bit of each source -> its name."""
    return {item.number: item.source.source for item in inputs.sources}


def named(rows: ir.Table, names: Mapping[int, str]) -> ir.Table:
    """`source_number` replaced by the source's name, first column after the key; null stays null."""
    branches = [(rows[NUMBER] == number, name) for number, name in names.items()]
    return rows.mutate(source=ibis.cases(*branches)).drop(NUMBER)


def _duplicates(keyed: NumberMatches, people: LinkedPeople) -> ir.Table:
    """Rows of people whose register records outnumber their registers."""
    own = people.by_person
    several = own.filter(own["records"] > own["registers"])
    return linkage_findings.duplicates(keyed.registers.semi_join(several, "person_id"))
