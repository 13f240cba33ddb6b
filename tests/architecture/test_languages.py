"""Everything a person reads exists in Thai and in English."""

import ast
from typing import Any

import pytest
from ruamel.yaml import YAML
from tree import PACKAGE, has_thai, modules

from ppaos.domain import errors

ERRORS = {
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.UserError)
}


def _calls(wanted: set[str]) -> list[tuple[str, ast.Call]]:
    return [
        (f"{name}:{node.lineno}", node)
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) or getattr(node.func, "attr", None)) in wanted
    ]


def test_every_user_error_speaks_thai_and_english() -> None:
    found = _calls(ERRORS)
    assert len(found) > 10
    wrong = []
    for place, call in found:
        given = {item.arg: item.value for item in call.keywords}
        if None in given:
            continue
        if not {"th", "en"} <= given.keys():
            wrong.append(f"{place}: lacks th= or en=")
        elif _is_literal(given["th"]) and not has_thai(ast.unparse(given["th"])):
            wrong.append(f"{place}: th= holds no Thai")
        elif _is_literal(given["en"]) and has_thai(ast.unparse(given["en"])):
            wrong.append(f"{place}: en= holds Thai")
    assert not wrong


def _is_literal(node: ast.expr) -> bool:
    """Whether the text is written at the spot and is more than a value passed through."""
    if isinstance(node, ast.Constant):
        return True
    return isinstance(node, ast.JoinedStr) and any(
        isinstance(part, ast.Constant) and any(letter.isalpha() for letter in str(part.value))
        for part in node.values
    )


def test_every_progress_step_has_both_titles() -> None:
    steps = [
        (place, call)
        for place, call in _calls({"step"})
        if isinstance(call.func, ast.Attribute) and "progress" in ast.unparse(call.func.value)
    ]
    assert steps
    lacking = [
        place for place, call in steps if not {"th", "en"} <= {item.arg for item in call.keywords}
    ]
    assert not lacking


def _titles(node: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(node, dict):
        own = [
            (f"{path}.{key}", value)
            for key, value in node.items()
            if key in {"title", "applies_to", "purpose", "legal_basis", "agency"}
        ]
        return own + [
            item for key, value in node.items() for item in _titles(value, f"{path}.{key}")
        ]
    if isinstance(node, list):
        return [
            item for place, value in enumerate(node) for item in _titles(value, f"{path}[{place}]")
        ]
    return []


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "definitions").rglob("*.yaml")), ids=lambda path: path.stem
)
def test_every_title_of_a_document_is_in_both_languages(path) -> None:
    titles = _titles(YAML(typ="safe").load(path.read_text("utf-8")))
    if path.parent.name == "agencies":  # there `agency` is the code of the document itself
        titles = [(where, title) for where, title in titles if where != ".agency"]
    assert titles or path.parent.name == "precedence"
    wrong = [
        where
        for where, title in titles
        if not isinstance(title, dict)
        or not has_thai(str(title.get("th", "")))
        or not str(title.get("en", "")).strip()
        or has_thai(str(title.get("en", "")))
    ]
    assert not wrong
