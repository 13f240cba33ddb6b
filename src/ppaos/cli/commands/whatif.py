"""`ppaos whatif`."""

from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer

from ppaos.adapters.area_names import AreaNames
from ppaos.adapters.tabular import write_table
from ppaos.cli.console import guarded, line, rows
from ppaos.cli.options import StoreFolder
from ppaos.cli.text import LANGUAGE, say
from ppaos.domain.area.codes import LEVEL_TITLES
from ppaos.domain.errors import SettingError
from ppaos.workflows.measure.whatif import whatif

MOST_ROWS = 40


@guarded
def whatif_command(
    store: StoreFolder = Path("store"),
    k: Annotated[
        str | None,
        typer.Option(help=say("เกณฑ์ k เช่น 1/3 หรือ 33%", "Cutoff k, such as 1/3 or 33%.")),
    ] = None,
    rule: Annotated[
        str | None,
        typer.Option(
            help=say(
                "กฎ: union, intersection, any_dimension, dimensions",
                "Rule: union, intersection, any_dimension, dimensions.",
            )
        ),
    ] = None,
    m: Annotated[
        int | None,
        typer.Option(help=say("จำนวนมิติสำหรับกฎ dimensions", "Dimensions for rule `dimensions`.")),
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option(
            help=say(
                "น้ำหนัก เช่น health=2/5,income=1/5 ที่เหลือแบ่งตามเดิม",
                "Weights, such as health=2/5,income=1/5; the others share the rest.",
            )
        ),
    ] = None,
    missing: Annotated[
        str | None, typer.Option(help=say("กฎค่าว่าง", "Rule for missing answers."))
    ] = None,
    area: Annotated[
        str,
        typer.Option(
            help=say("รหัสพื้นที่ 2 4 6 8 หลัก หรือ R1-R6", "Area code of 2, 4, 6 or 8 digits, or R1-R6.")
        ),
    ] = "",
    level: Annotated[
        list[str] | None,
        typer.Option(help=say("ระดับพื้นที่ของผล (ซ้ำได้)", "Level of the result (repeatable).")),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(
            help=say(
                "เทียบกับ instrument, เกณฑ์ เช่น 1/5 หรือชื่อกฎ",
                "Compare with `instrument`, a cutoff such as 1/5, or a rule.",
            )
        ),
    ] = None,
    round_be: Annotated[
        int | None,
        typer.Option("--round", help=say("รอบ (ปกติรอบล่าสุด)", "Round (the latest by default).")),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "ไฟล์ผลทั้งหมด .csv .parquet .xlsx", "File for all results: .csv, .parquet, .xlsx."
            )
        ),
    ] = None,
) -> None:
    """Ask the stored counts under another scheme."""
    unknown = sorted(set(level or ()) - LEVEL_TITLES.keys())
    if unknown:
        raise SettingError(
            th=f"ไม่รู้จักระดับ {', '.join(unknown)} ใช้ {', '.join(LEVEL_TITLES)}",
            en=f"Unknown level {', '.join(unknown)}. Use {', '.join(LEVEL_TITLES)}.",
        )
    table = whatif(
        store,
        k=k,
        rule=rule,
        m=m,
        weights=weights,
        missing=missing,
        area=area,
        levels=tuple(level or ()),
        compare=compare,
        round_be=round_be,
    )
    _show_places(table, compared=compare is not None)
    if out is not None:
        write_table(table, out)
        line(f"เขียน {out} ({len(table):,} แถว)", f"wrote {out} ({len(table):,} rows)")


def _show_places(table: pa.Table, *, compared: bool) -> None:
    """H, A and M0 of every area, the poorest first, as many as fit a screen."""
    names = AreaNames()
    wide: dict[tuple[str, str], dict[str, float | None]] = {}
    for row in table.select([*table.column_names]).to_pylist():
        if (
            row["measure"] in ("H", "A", "M0", "poor_people")
            and not row["indicator"]
            and not row["dimension"]
        ):
            place = wide.setdefault((row["loa"], row["subg"]), {})
            place[row["measure"]] = row["b"]
            place[f"{row['measure']} +/-"] = row.get("difference")
    ranked = sorted(wide.items(), key=lambda item: -(item[1].get("M0") or 0))
    heads = [
        ("พื้นที่", "area"),
        ("ชื่อ", "name"),
        ("คนจน", "poor people"),
        ("H", "H"),
        ("A", "A"),
        ("M0", "M0"),
    ]
    if compared:
        heads += [("H เปลี่ยน", "H change"), ("M0 เปลี่ยน", "M0 change")]
    body = []
    for (_, code), value in ranked[:MOST_ROWS]:
        people = value.get("poor_people")
        cells = [
            code,
            _name(names, code),
            None if people is None else int(people),
            value.get("H"),
            value.get("A"),
            value.get("M0"),
        ]
        body.append(cells + ([value.get("H +/-"), value.get("M0 +/-")] if compared else []))
    rows(heads, body)
    if len(ranked) > MOST_ROWS:
        line(
            f"แสดง {MOST_ROWS} จาก {len(ranked):,} พื้นที่ ใช้ --out เพื่อเก็บทั้งหมด",
            f"{MOST_ROWS} of {len(ranked):,} areas shown; use --out to keep all.",
        )


def _name(names: AreaNames, code: str) -> str:
    if code == "nat":
        return say("ทุกพื้นที่ที่มีข้อมูล", "all areas with data")
    title = names.title(code)
    return title.th if LANGUAGE == "th" else title.en
