"""Which cells of the cube hold the households of a question."""

import numpy as np

from ppaos.domain.scope import Scope
from ppaos.operations.people.search import Cells
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.cube import cubes_of
from ppaos.operations.results.filters import HouseholdFilter


def cells_of(publication: Publication, wanted: HouseholdFilter, scope: Scope) -> Cells:
    """Cells whose households match inside a scope."""
    cubes = cubes_of(publication)
    homes = cubes.households
    if not len(homes):
        nothing = np.zeros(0, dtype=np.int64)
        return Cells(nothing, nothing, nothing, nothing)
    rows = wanted.rows(publication, cubes, scope)
    return Cells(
        cell=homes["cell"][rows],
        households=homes["households"][rows],
        least=homes["priority_least"][rows],
        most=homes["priority_most"][rows],
    )


def one_province(scope: Scope) -> str | None:
    """The province that holds the whole scope; null when there are several."""
    provinces = {prefix[:2] for prefix in scope.prefixes}
    return provinces.pop() if len(provinces) == 1 and "" not in provinces else None
