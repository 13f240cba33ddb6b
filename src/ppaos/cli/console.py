"""What the command line shows: progress bars, small tables, errors without tracebacks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress as Bars,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from ppaos.cli.text import both, say
from ppaos.domain.errors import UserError

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
P = ParamSpec("P")
R = TypeVar("R")


class _Step:
    def __init__(self, bars: Bars, task: TaskID) -> None:
        self._bars, self._task = bars, task

    def advance(self, amount: float = 1) -> None:
        """Move the bar."""
        self._bars.advance(self._task, amount)


class OnScreen:
    """Progress bars on the error stream; nothing is drawn when it is not a terminal."""

    def __init__(self) -> None:
        self._bars: Bars | None = None

    @contextmanager
    def step(self, *, th: str, en: str, total: float | None = None) -> Iterator[_Step]:
        """One line with a bar; a finished step stays on the screen with its time."""
        if self._bars is not None:
            task = self._bars.add_task(say(th, en), total=total)
            yield _Step(self._bars, task)
            self._finish(self._bars, task, total)
            return
        columns = (
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=30),
            MofNCompleteColumn(), TimeElapsedColumn(),
        )  # fmt: skip
        with Bars(*columns, console=err, disable=not err.is_terminal) as bars:
            self._bars = bars
            try:
                task = bars.add_task(say(th, en), total=total)
                yield _Step(bars, task)
                self._finish(bars, task, total)
            finally:
                self._bars = None

    @staticmethod
    def _finish(bars: Bars, task: TaskID, total: float | None) -> None:
        bars.update(task, total=total or 1, completed=total or 1)


def line(th: str, en: str) -> None:
    """One line in the language of this run."""
    out.print(Text(say(th, en)), soft_wrap=True)


def say_notes(problems: Iterable[UserError]) -> None:
    """One line for each thing that went otherwise than wished but did not stop the command."""
    for problem in problems:
        line(f"ข้อควรทราบ: {problem.th}", f"Note: {problem.en}")


def rows(heads: Sequence[tuple[str, str]], body: Sequence[Sequence[Any]]) -> None:
    """A small table; numbers to the right with thousands separators, null as a dash."""
    table = Table(box=None, pad_edge=False)
    for place, head in enumerate(heads):
        is_number = bool(body) and all(isinstance(row[place], int | float | None) for row in body)
        table.add_column(say(*head), justify="right" if is_number else "left", overflow="fold")
    for row in body:
        table.add_row(*[Text(cell_text(cell)) for cell in row])
    out.print(table)


def cell_text(value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.4f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """Show user errors in both languages without a traceback and exit with their code."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except UserError as error:
            err.print(Text(both(error.th, error.en)), soft_wrap=True)
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            err.print(say("หยุดตามคำสั่ง คลังข้อมูลไม่เปลี่ยน", "Stopped; the store is unchanged."))
            raise typer.Exit(130) from None

    return run
