"""Background work of the site: where the functions that do it are found.

A feature with work in the background has a module `tasks` in its package, whose functions are
registered with `@handles("KIND")`. The modules are imported when the first job is done, so that
answering pages does not wait for them.
"""

from importlib import import_module
from pkgutil import walk_packages

import ppaos.web
from ppaos.operations.jobs.actions import Handler, Outcome, find_handlers_with, handles, run_job

__all__ = ["Handler", "Outcome", "find_work", "handles", "run_job"]


def find_work() -> None:
    """Import the module `tasks` of every feature that has one."""
    for module in walk_packages(ppaos.web.__path__, f"{ppaos.web.__name__}."):
        if module.name.endswith(".tasks") and module.name != __name__:
            import_module(module.name)


find_handlers_with(find_work)
