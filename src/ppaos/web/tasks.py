"""Background work of the site: where the functions that do it are found.

A feature with work in the background has a module `ppaos.web.FEATURE.work`, whose functions are
registered with `@handles("KIND")`. The modules are imported when the first job is done, so that
answering pages does not wait for them.
"""

from importlib import import_module
from pkgutil import iter_modules

import ppaos.web
from ppaos.operations.jobs.actions import Handler, Outcome, find_handlers_with, handles, run_job

__all__ = ["Handler", "Outcome", "find_work", "handles", "run_job"]


def find_work() -> None:
    """Import the work module of every feature that has one."""
    for feature in iter_modules(ppaos.web.__path__, f"{ppaos.web.__name__}."):
        if feature.ispkg:
            package = import_module(feature.name)
            if any(item.name == "work" for item in iter_modules(package.__path__)):
                import_module(f"{feature.name}.work")


find_handlers_with(find_work)
