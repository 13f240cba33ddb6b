"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

from ppaos.cli.text import say

StoreFolder = Annotated[
    Path, typer.Option("--store", help=say("โฟลเดอร์คลังข้อมูล", "Folder of the store."))
]
Engine = Annotated[
    str,
    typer.Option(
        help=say(
            "เครื่องประมวลผล เช่น duckdb:// หรือ pyspark://local[2]",
            "Engine, such as duckdb:// or pyspark://local[2].",
        )
    ),
]
EngineUrl = Annotated[
    str,
    typer.Option("--engine", help=say("เครื่องประมวลผล เช่น duckdb://", "Engine, such as duckdb://.")),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        help=say(
            "โฟลเดอร์ของเว็บไซต์ (ปกติ PPAOS_DATA หรือ site)",
            "Folder of the site (PPAOS_DATA or `site` by default).",
        ),
    ),
]
SiteStore = Annotated[
    Path | None,
    typer.Option(
        "--store",
        help=say(
            "โฟลเดอร์คลังข้อมูล (ปกติ PPAOS_STORE หรือ store)",
            "Folder of the store (PPAOS_STORE or `store` by default).",
        ),
    ),
]
