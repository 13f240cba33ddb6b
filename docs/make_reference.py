"""Write the parts of the reference that the code itself can tell: options of the command line, Python calls.

    python docs/make_reference.py          write the pages
    python docs/make_reference.py --check  fail when a page is not current

Text above the mark in a page is written by hand and kept.
"""

import inspect
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer.main

os.environ.pop("PPAOS_LANG", None)  # the pages are in Thai and English, whatever the caller reads
MARK = "<!-- generated below this line by docs/make_reference.py -->"
FOLDER = Path(__file__).parent / "reference"


def command_line() -> str:
    """Every command with its arguments and options."""
    from ppaos.cli.lazy import load
    from ppaos.cli.main import COMMANDS, app

    root = typer.main.get_command(app)
    lines = ["## Options of every command", "", *_parameters(root)]
    for name, entry in sorted(COMMANDS.items()):
        lines += _sections(f"ppaos {name}", load(name, entry))
    return "\n".join(lines).rstrip() + "\n"


def python_calls() -> str:
    """Signature and docstring of the package's calls."""
    import ppaos

    lines: list[str] = []
    for name in sorted(set(ppaos.__all__) - {"__version__"}):
        call = getattr(ppaos, name)
        lines += [f"## ppaos.{name}", "", "```python", _signature(name, call), "```", ""]
        lines += [inspect.getdoc(call) or "", ""]
    return "\n".join(lines).rstrip() + "\n"


def site_api() -> str:
    """Every address of the site's API with its parameters, and the fields of every answer."""
    document = _api_document()
    from ppaos.web.api.reference import operations, records

    lines: list[str] = []
    for item in operations(document):
        lines += [f"## {item.method} {item.path}", "", f"{item.title.en}. {item.about.en}", ""]
        if item.parameters:
            lines += ["| parameter | form | meaning |", "|---|---|---|"]
            lines += [_field(field) for field in item.parameters] + [""]
        lines += [
            f"Returns [`{item.answer}`](#{item.answer.lower()}), as in `GET {item.example}`.",
            "",
        ]
    for record in records(document):
        lines += [f"## {record.name}", "", "| field | form | meaning |", "|---|---|---|"]
        lines += [_field(field) for field in record.fields] + [""]
    return "\n".join(lines).rstrip() + "\n"


def environment() -> str:
    """Every variable that the site reads, with its meaning and default."""
    from ppaos.web.environment import VARIABLES

    rows = [f"| `{name}` | {text.replace('|', '/')} |" for name, text in VARIABLES.items()]
    return "\n".join(["| variable | meaning |", "|---|---|", *rows]) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": command_line,
    "python-api.md": python_calls,
    "api.md": site_api,
    "environment.md": environment,
}


def current(page: str) -> tuple[str, str]:
    """What the page holds, and what it should hold."""
    held = (FOLDER / page).read_text("utf-8")
    by_hand = held.split(MARK)[0].rstrip()
    return held, f"{by_hand}\n\n{MARK}\n\n{PAGES[page]()}"


def _api_document() -> Any:
    """The OpenAPI document, made by the site with settings of its own in a folder that goes."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "ppaos.web.settings", "PPAOS_DATA": folder}
        import django

        django.setup()
        from ppaos.web.api.urls import api

        return api.get_openapi_schema(path_prefix="/api/v1/")


def _field(field: Any) -> str:
    name = f"`{field.name}`" + ("" if field.is_required else " (optional)")
    form = field.form.replace("|", "\\|")
    return f"| {name} | `{form}` | {field.about.en} |"


def _sections(typed: str, command: Any) -> Iterator[str]:
    """What a command does and its options; for a group, those of its commands too."""
    if command.hidden:
        return
    yield from [f"## {typed}", "", _prose(command.help), "", *_parameters(command)]
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        yield from _sections(f"{typed} {name}", inner)


def _parameters(command: Any) -> Iterator[str]:
    rows = []
    for item in command.params:
        if getattr(item, "hidden", False) or item.name in {"install_completion", "show_completion"}:
            continue
        if item.param_type_name == "argument":
            written = item.name.upper() + ("..." if item.nargs == -1 else "")
        else:
            written = ", ".join([*item.opts, *item.secondary_opts])
        notes = _prose(getattr(item, "help", "") or "")
        if getattr(item, "multiple", False):
            notes += " (repeatable)"
        if (
            item.param_type_name == "option"
            and isinstance(item.default, str | int | float)
            and not isinstance(item.default, bool)
        ):
            notes += f" Default: `{item.default}`."
        rows.append(f"| `{written}` | {notes.strip().replace('|', '/')} |")
    if rows:
        yield from ["| option | meaning |", "|---|---|", *rows, ""]


def _prose(text: str | None) -> str:
    return " ".join(
        line.strip() for line in inspect.cleandoc(text or "").splitlines() if line.strip()
    )


def _signature(name: str, call: Callable[..., Any]) -> str:
    parameters = []
    starred = False
    for item in inspect.signature(call).parameters.values():
        if item.kind is item.KEYWORD_ONLY and not starred:
            parameters.append("*")
            starred = True
        default = "" if item.default is item.empty else f" = {_shown(item.default)}"
        parameters.append(f"{item.name}{default}")
    return f"{name}(\n    " + ",\n    ".join(parameters) + ",\n)"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        inner = ", ".join(f'"{item}"' if isinstance(item, str) else str(item) for item in value)
        return f"({inner}{',' if len(value) == 1 else ''})"
    return f'"{value}"' if isinstance(value, str) else str(value)


if __name__ == "__main__":
    stale = []
    for page_name in PAGES:
        before, after = current(page_name)
        if before == after:
            continue
        if "--check" in sys.argv:
            stale.append(page_name)
        else:
            (FOLDER / page_name).write_text(after, "utf-8")
    if stale:
        sys.exit(f"not current: {', '.join(stale)}; run python docs/make_reference.py")
