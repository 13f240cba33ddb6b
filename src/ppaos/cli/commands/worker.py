"""`ppaos worker`: the site's background work."""

from typing import Annotated

import typer

from ppaos.cli.console import guarded
from ppaos.cli.options import Data, SiteStore
from ppaos.cli.site_process import use_folders
from ppaos.cli.text import say


@guarded
def worker_command(
    batch: Annotated[
        bool,
        typer.Option("--batch", help=say("ทำงานที่รอคิวอยู่แล้วจบ", "Run the queued jobs, then exit.")),
    ] = False,
    data: Data = None,
    store: SiteStore = None,
) -> None:
    """Do background work until Ctrl-C or SIGTERM."""
    use_folders(data, store)
    from ppaos.web.setup import configure

    configure()
    from ppaos.web.worker import work

    work(batch=batch)
