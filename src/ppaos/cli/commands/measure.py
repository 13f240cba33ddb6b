"""`ppaos measure`."""

from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import OnScreen, guarded, line
from ppaos.cli.headline_table import show_headlines
from ppaos.cli.options import Engine, StoreFolder
from ppaos.cli.text import say
from ppaos.domain.measurement.instrument import cutoff
from ppaos.engine.backends import DEFAULT_URL
from ppaos.engine.store import Store
from ppaos.workflows.measure.job import DEFAULT_CUTOFFS, measure
from ppaos.workflows.report.outputs import headlines, write_outputs

Boundaries = Annotated[
    Path | None,
    typer.Option(
        help=say(
            "GeoJSON ขอบเขตพื้นที่ (COD-AB) สำหรับแผนที่ในรายงาน",
            "GeoJSON boundaries (COD-AB) for the map of the report.",
        )
    ),
]


@guarded
def measure_command(
    store: StoreFolder = Path("store"),
    instrument: Annotated[
        str, typer.Option(help=say("ชื่อเครื่องมือหรือไฟล์ YAML", "Instrument name or YAML file."))
    ] = "tpmap-2560",
    round_be: Annotated[
        list[int] | None,
        typer.Option(
            "--round", help=say("รอบที่จะวัด (ปกติทุกรอบ)", "Rounds to measure (all by default).")
        ),
    ] = None,
    k: Annotated[
        list[str] | None,
        typer.Option(
            help=say(
                "เกณฑ์ Alkire-Foster ที่วัดเทียบ เช่น 1/3 (ซ้ำได้)",
                "Alkire-Foster cutoffs beside the rule, such as 1/3 (repeatable).",
            )
        ),
    ] = None,
    over: Annotated[
        list[str] | None,
        typer.Option(
            help=say("กลุ่มที่เครื่องมือนิยามไว้ (ซ้ำได้)", "Groups that the instrument defines (repeatable).")
        ),
    ] = None,
    engine: Engine = DEFAULT_URL,
    out: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "โฟลเดอร์สำหรับตาราง สมุดงาน และรายงาน", "Folder for tables, workbook and report."
            )
        ),
    ] = None,
    boundaries: Boundaries = None,
) -> None:
    """Measure the stored survey."""
    cutoffs = tuple(cutoff(item) for item in k) if k else DEFAULT_CUTOFFS
    where, watch = Store(store), OnScreen()
    done = measure(
        where,
        instrument=instrument,
        rounds=tuple(round_be or ()),
        k=cutoffs,
        over=tuple(over or ()),
        engine=engine,
        progress=watch,
    )
    for number, names in done.absent.items():
        if names:
            line(
                f"รอบ {number} ไม่ได้ถาม {', '.join(names)} น้ำหนักไปอยู่กับตัวอื่นในมิติ",
                f"Round {number} did not ask {', '.join(names)}; the weight went to the others of the dimension.",
            )
    show_headlines(headlines(done.estimates))
    if out is not None:
        files = write_outputs(
            where, out, instrument=done.instrument, boundaries=boundaries, progress=watch
        )
        for file in files:
            line(f"เขียน {file}", f"wrote {file}")
    line(f"ผลอยู่ในคลังข้อมูล {store}", f"Results are in store {store}")
