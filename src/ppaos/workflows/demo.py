"""The whole job on one synthetic province: files, ingest, linkage, measurement, targets, a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ppaos.adapters.report_facts import ReportedFigure
from ppaos.domain.progress import Progress, Silent
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.engine.store import Store
from ppaos.workflows.ingest.job import IngestSummary, ingest
from ppaos.workflows.link.job import LinkSummary, link
from ppaos.workflows.measure.job import MeasureResult, measure
from ppaos.workflows.report.outputs import Headline, headlines, write_outputs
from ppaos.workflows.synth.job import DEFAULT_SEED, synthesise
from ppaos.workflows.target.job import TargetResult, target

DEFAULT_PROVINCE = "41"
ROUNDS = (2564, 2565)
GROUPS = ("has_children", "has_older_people", "has_disabled_people")
_PUBLISHED_UDON = 36_931  # people, target of fiscal 2566 as published for Udon Thani


@dataclass(frozen=True)
class DemoResult:
    """Where everything is, and what came out."""

    out: Path
    outputs: tuple[Path, ...]
    ingested: IngestSummary
    linked: LinkSummary
    targeted: TargetResult
    measured: MeasureResult
    headlines: tuple[Headline, ...]


def demo(
    out: Path,
    *,
    province: str = DEFAULT_PROVINCE,
    households: int | None = None,
    seed: int = DEFAULT_SEED,
    rounds: Sequence[int] = ROUNDS,
    boundaries: Path | None = None,
    progress: Progress | None = None,
) -> DemoResult:
    """Synthesise a province with its registers, take every file in, link, measure, target, report.

    `households`: a smaller population than the real size. `boundaries`: a GeoJSON file or folder
    that villages are placed in and the report draws. Errors: those of the steps.
    """
    progress = progress or Silent()
    files, store = out / "files", Store(out / "store")
    synthesise(
        files,
        provinces=[province],
        households=households,
        seed=seed,
        rounds=tuple(rounds),
        registers=True,
        boundaries=boundaries,
        progress=progress,
    )
    ingested = ingest([files], store=store, report_folder=out / "quality", progress=progress)
    linked = link(store, progress=progress)
    measured = measure(store, over=GROUPS, progress=progress)
    targeted = target(store, progress=progress)
    found = headlines(measured.estimates)
    is_full_udon = province == DEFAULT_PROVINCE and households is None
    stated = (_stated(found[-1]),) if is_full_udon else ()
    outputs = write_outputs(
        store,
        out,
        instrument=measured.instrument,
        boundaries=boundaries,
        stated=stated,
        progress=progress,
    )
    return DemoResult(out, outputs, ingested, linked, targeted, measured, found)


def _stated(headline: Headline) -> ReportedFigure:
    return ReportedFigure(
        title=Bilingual(
            "คนในครัวเรือนตกเกณฑ์ จังหวัดอุดรธานี ปีงบประมาณ 2566",
            "People in failing households, Udon Thani, fiscal 2566",
        ),
        stated=_PUBLISHED_UDON,
        computed=headline.poor_people,
        source=Bilingual(
            "ตัวเลขที่เผยแพร่ (ข้อมูลสังเคราะห์ปรับให้เข้ากับตัวเลขนี้)",
            "Published figure (the synthetic data are calibrated to it)",
        ),
    )
