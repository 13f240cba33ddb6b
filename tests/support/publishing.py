"""Publishing under test: watch its steps, count what it wrote, change a store's catalogue."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ppaos.domain.progress import ProgressStep
from ppaos.engine.store import Store
from ppaos.operations.people.models import Conflict, Household, Person, Village
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.models import CubeBlock, StatedFigure

MODELS = (Household, Person, Conflict, Village, CubeBlock, StatedFigure)


class _Unseen:
    def advance(self, amount: float = 1) -> None:
        """Nobody looks."""


class Watch:
    """A progress that calls a function with the English title of each step that ended."""

    def __init__(self, look: Callable[[str], None]) -> None:
        self.look = look
        self.steps: list[str] = []

    @contextmanager
    def step(self, *, th: str, en: str, total: float | None = None) -> Iterator[ProgressStep]:
        """One step."""
        yield _Unseen()
        self.steps.append(en)
        self.look(en)


def stop_after(title: str) -> Watch:
    """A progress under which the run is interrupted when the step of this title ends."""

    def look(step: str) -> None:
        if step.startswith(title):
            raise KeyboardInterrupt

    return Watch(look)


def interrupt(*_: Any, **__: Any) -> None:
    """In place of a step: the run is interrupted there."""
    raise KeyboardInterrupt


def kept_beside(current: Publication) -> Publication:
    """A kept version with the cubes, villages and figures of the current one, and nobody in it."""
    kept = Publication.objects.get(pk=current.pk)
    kept.pk, kept.state = None, Publication.State.KEPT
    kept.save(force_insert=True)
    for related in ("cube_blocks", "villages", "stated_figures"):
        rows = list(getattr(current, related).all())
        for row in rows:
            row.pk, row.publication = None, kept
        type(rows[0]).objects.bulk_create(rows)
    return kept


def rows_of(number: int) -> dict[str, int]:
    """Model -> rows that a version has of it."""
    return {model.__name__: model.objects.filter(publication_id=number).count() for model in MODELS}


def change_catalog(store: Store, change: Callable[[dict[str, Any]], None]) -> None:
    """Let a function change the tables of a store's catalogue."""
    path = store.root / "catalog.json"
    catalog = json.loads(path.read_text("utf-8"))
    change(catalog["tables"])
    path.write_text(json.dumps(catalog), "utf-8")
