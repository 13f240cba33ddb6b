"""What the program's text says of itself: its addresses with their views, and what it audits."""

import ast
import re
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

import ppaos
from ppaos.operations.jobs.kinds import KINDS

PACKAGE = Path(ppaos.__file__).parent


def views() -> list[tuple[str, Any]]:
    """(namespace:name, view) of every address."""

    def walk(resolver: Any, namespace: str) -> list[tuple[str, Any]]:
        found = []
        for item in resolver.url_patterns:
            if isinstance(item, URLResolver):
                inner = f"{namespace}{item.namespace}:" if item.namespace else namespace
                found += walk(item, inner)
            elif isinstance(item, URLPattern):
                found.append((f"{namespace}{item.name}", item.callback))
        return found

    return walk(get_resolver(), "")


def recorded_actions() -> set[str]:
    """Actions that the program records: first argument of `record`, wherever it is a plain text."""
    found = {kind.audited_as for kind in KINDS.values()}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            if name in ("record", "_record", "_recorder", "_provider_recorder"):
                found |= _texts(node.args[0])
            if name == "record_at_most":
                found |= set().union(*map(_texts, node.args))
        if path.name == "signals.py":
            found |= set(re.findall(r'signals\.\w+, "(\w+)"\)', path.read_text("utf-8")))
    return found


def _texts(node: ast.expr) -> set[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return _texts(node.body) | _texts(node.orelse)
    return set()
