"""`ppaos serve`: the site, with its worker."""

from typing import Annotated

import typer

from ppaos.cli.console import guarded
from ppaos.cli.options import Data, SiteStore
from ppaos.cli.site_process import DEFAULT_PORT, prepare, require_free, serve, use_folders
from ppaos.cli.text import say


@guarded
def serve_command(
    host: Annotated[str, typer.Option(help=say("ที่อยู่ที่รับฟัง", "Address to listen on."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=say("พอร์ต", "Port."))] = DEFAULT_PORT,
    workers: Annotated[
        int | None, typer.Option(help=say("จำนวนโปรเซสที่ตอบหน้าเว็บ", "Processes that answer pages."))
    ] = None,
    background: Annotated[
        bool,
        typer.Option(
            "--background/--no-background",
            help=say("เปิดตัวทำงานเบื้องหลังด้วย", "Also run the worker for background jobs."),
        ),
    ] = True,
    data: Data = None,
    store: SiteStore = None,
) -> None:
    """Open the site and its worker until Ctrl-C or SIGTERM."""
    use_folders(data, store)
    require_free(host, port)
    prepare()
    serve(host, port, workers=workers, background=background)
