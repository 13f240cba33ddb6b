"""What a report says about itself besides its figures: rounds, sources, origin, stated figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ppaos.domain.thai.bilingual import Bilingual


@dataclass(frozen=True)
class SourceTable:
    """One stored table from which the report was made, as its manifest says."""

    name: str
    rows: int
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Name of each input -> its SHA-256."""
    made_at: str = ""
    instrument_hash: str = ""
    synthetic: bool = False


@dataclass(frozen=True)
class ReportedFigure:
    """A published figure beside what the data computes; neither overwrites the other."""

    title: Bilingual
    stated: float
    computed: float | None
    """Null when the data does not allow it."""
    source: Bilingual
    unit: Bilingual = field(default_factory=lambda: Bilingual("คน", "people"))


@dataclass(frozen=True)
class Flows:
    """Households seen in both rounds, by whether they were poor; and those seen in one only."""

    t0: str
    t1: str
    stayed_poor: int
    entered: int
    exited: int
    stayed_not_poor: int
    only_t0: int | None = None
    only_t1: int | None = None


@dataclass(frozen=True)
class ReportFacts:
    """Facts of one report. Counts of the latest round; null where not known."""

    rounds: tuple[str, ...]
    """Ascending, Buddhist era, such as ("2564", "2565")."""
    synthetic: bool
    made_at: str
    """ISO 8601 with offset."""
    code_version: str
    households: int | None = None
    people: int | None = None
    scope: str | None = None
    """`nat`, a region, or an area code; null: the provinces that hold data."""
    tables: tuple[SourceTable, ...] = ()
    stated: tuple[ReportedFigure, ...] = ()
    flows: Flows | None = None
