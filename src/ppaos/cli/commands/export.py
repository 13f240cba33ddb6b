"""`ppaos export`."""

from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.console import OnScreen, guarded, line
from ppaos.cli.options import StoreFolder
from ppaos.cli.text import LANGUAGE, say


@guarded
def export_command(
    area: Annotated[
        str,
        typer.Option(
            help=say(
                "รหัสพื้นที่ 2, 4, 6, 8 หลัก, R1-R6 หรือ nat",
                "Area code: 2, 4, 6 or 8 digits, R1-R6, or nat.",
            )
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help=say("ไฟล์ที่จะเขียน", "File to write."))],
    store: StoreFolder = Path("store"),
    group: Annotated[
        str | None,
        typer.Option(
            help=say(
                "กลุ่มเป้าหมาย เช่น 1.1 หรือ fiscal-2566/1.1",
                "Target group, such as 1.1 or fiscal-2566/1.1.",
            )
        ),
    ] = None,
    agency: Annotated[
        str | None,
        typer.Option(
            help=say(
                "หน่วยงานที่รับ (ชื่อหรือไฟล์ YAML) ปกติ provincial-centre",
                "Receiving agency (name or YAML file); provincial-centre by default.",
            )
        ),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", help=say("csv, xlsx หรือ thaiqm", "csv, xlsx or thaiqm."))
    ] = "csv",
    of: Annotated[
        str | None,
        typer.Option(
            help=say(
                "persons หรือ households (ปกติตามกฎของกลุ่ม)",
                "persons or households (by default what the group's rule is about).",
            )
        ),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            help=say(
                "เลือกเฉพาะข้อมูลนี้ (ซ้ำได้)",
                "Only this field (repeatable); a field outside the purpose is refused.",
            )
        ),
    ] = None,
) -> None:
    """Write the list of an area for an agency, with what its purpose allows and nothing else."""
    from ppaos.domain.errors import SettingError
    from ppaos.domain.privacy.list_fields import Unit
    from ppaos.workflows.export.job import export

    units: dict[str | None, Unit | None] = {
        None: None,
        "persons": "person",
        "households": "household",
    }
    if of not in units:
        raise SettingError(
            th=f"--of {of} ไม่มี ใช้ persons หรือ households",
            en=f"There is no --of {of}. Use persons or households.",
        )
    done = export(
        store,
        out,
        area=area,
        group=group,
        agency=agency,
        format_=format_,
        unit=units[of],
        fields=tuple(field or ()),
        language=LANGUAGE,
        progress=OnScreen(),
    )
    what = say("คน", "people") if done.unit == "person" else say("ครัวเรือน", "households")
    line(f"{done.rows:,} {what} ใน {done.file}", f"{done.rows:,} {what} in {done.file}")
    line(
        f"หน่วยงานที่รับ: {done.agency.title.th} วัตถุประสงค์: {done.agency.purpose.th}",
        f"Receiver: {done.agency.title.en}. Purpose: {done.agency.purpose.en}",
    )
    line(
        f"เลขประจำตัวประชาชน: {_ID_TH[done.agency.citizen_id]} ที่มาของรายชื่อ: {done.about} บันทึกการส่งออกแล้ว",
        f"Citizen IDs: {done.agency.citizen_id}. About the list: {done.about}. The export is logged.",
    )


_ID_TH = {"none": "ไม่มี", "masked": "ปิดไว้", "full": "เต็ม"}
