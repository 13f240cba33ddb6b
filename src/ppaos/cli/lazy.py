"""Commands that are imported when they are used, so that the program starts without the engines.

In: a table of name -> where the command is and what it does, in Thai and English.
Out: a group that lists every command from the table alone and loads the one that is typed.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from ppaos.cli.text import say


class CommandEntry(NamedTuple):
    """One line of the table of commands."""

    place: str
    """`module:attribute` of a function or of a `typer.Typer` with commands of its own."""
    th: str
    en: str


class LazyGroup(TyperGroup):
    """A group over `table`; a subclass says which.

    Its `commands` only carry names and help, which is all that lists, suggestions and shell
    completion of names ask for. `resolve_command` hands out the command itself.
    """

    table: ClassVar[Mapping[str, CommandEntry]] = {}

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, entry in self.table.items():
            self.add_command(
                TyperCommand(name, help=say(entry.th, entry.en), rich_markup_mode=None)
            )

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Name, command and remaining words, with the command's module imported."""
        name: Any
        name, listed, rest = super().resolve_command(ctx, args)
        if name in self.table:
            return name, load(name, self.table[name]), rest
        return name, listed, rest


def load(name: str, entry: CommandEntry) -> Any:
    """The command (or group of commands) of one line of the table, ready to run."""
    module, _, attribute = entry.place.partition(":")
    found = getattr(import_module(module), attribute)
    holder = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name, help=say(entry.th, entry.en))
    else:
        holder.command(name, help=say(entry.th, entry.en))(found)
    return get_group(holder).commands[name]
