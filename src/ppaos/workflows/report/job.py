"""The report of a round: one self-contained HTML page, and one workbook.

In: the long table of estimates and the facts of its making. Out: a file that opens without a
network. The page's program, style and fonts are built from frontend/ into assets/.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

import jinja2
import pyarrow as pa

from ppaos.adapters.area_names import AreaNames
from ppaos.adapters.report_facts import Flows, ReportFacts, SourceTable
from ppaos.adapters.wide_estimates import LongEstimates
from ppaos.adapters.xlsx_tables import write_workbook
from ppaos.domain.errors import FileError
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.progress import Progress, Silent
from ppaos.workflows.report.payload import payload

__all__ = ["Flows", "ReportFacts", "SourceTable", "write_report", "write_workbook"]

ASSETS: Final = Path(str(resources.files("ppaos.workflows.report"))) / "assets"


def write_report(
    file: Path,
    *,
    estimates: pa.Table,
    instrument: Instrument,
    village_names: Mapping[str, str],
    facts: ReportFacts,
    boundaries: Path | None = None,
    linked: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    assets: Path = ASSETS,
) -> Path:
    """Write the page to `file` and return it.

    `linked`: what `report_targets.linked_parts` says of a linked store; the page then holds data
    of single people and says so.
    `boundaries`: a GeoJSON file or folder; without it areas are tiles, labelled a schematic.
    A null estimate is shown as "no data", never as zero.
    Errors: FileError when the page's program has not been built or boundaries cannot be read;
    CheckError when the estimates lack the instrument's rule; ColumnError for a missing column.
    """
    watcher = progress or Silent()
    with watcher.step(th="เขียนรายงาน HTML", en="Writing the HTML report", total=3) as step:
        program, style = (_built(assets, name) for name in ("bundle.js", "bundle.css"))
        names = AreaNames(village_names)
        data = payload(LongEstimates(estimates), instrument, names, facts, boundaries, linked)
        step.advance()
        page = _page(data, program=program, style=style)
        step.advance()
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f"{file.name}.part")
        unfinished.write_text(page, encoding="utf-8")
        unfinished.replace(file)
        step.advance()
    return file


def _page(data: Mapping[str, Any], *, program: str, style: str) -> str:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("ppaos.workflows.report", "assets"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    digest = base64.b64encode(hashlib.sha256(program.encode()).digest()).decode()
    return environment.get_template("report.html.jinja").render(
        data=_script_safe(text),
        program=program,
        program_hash=digest,
        style=style,
        meta=data["meta"],
        total=data["total"],
        holds_people=data["linked"] is not None,
    )


def _script_safe(text: str) -> str:
    """JSON that cannot end the script element it stands in."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _built(assets: Path, name: str) -> str:
    file = assets / name
    if not file.exists():
        raise FileError(
            th=f"ยังไม่ได้สร้าง {name} ของรายงาน รัน npm ci และ npm run build ในโฟลเดอร์ frontend",
            en=f"The report's {name} has not been built. Run `npm ci` and `npm run build` in frontend/.",
        )
    return file.read_text(encoding="utf-8").replace("</script", "<\\/script").strip()
