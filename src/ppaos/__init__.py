"""PPAOS: who is poor, where they are, what holds them back, and what got them out.

The calls that most programs need are here: `ppaos.estimate`, `ppaos.measure`, `ppaos.whatif`.
"""

from typing import TYPE_CHECKING, Any

from ppaos.version import __version__

_CALLS = {"estimate": "estimate.job", "measure": "measure.job", "whatif": "measure.whatif"}
__all__ = ["__version__", "estimate", "measure", "whatif"]

if TYPE_CHECKING:
    from ppaos.workflows.estimate.job import estimate
    from ppaos.workflows.measure.job import measure
    from ppaos.workflows.measure.whatif import whatif


def __getattr__(name: str) -> Any:
    if name in _CALLS:
        from importlib import import_module

        return getattr(import_module(f"ppaos.workflows.{_CALLS[name]}"), name)
    raise AttributeError(f"module 'ppaos' has no attribute '{name}'")
