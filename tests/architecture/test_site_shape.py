"""The site keeps its rules: who writes, who is asked, what a page may hold, in both languages."""

import ast
import re

import pytest
from tree import PACKAGE, ROOT, has_thai, modules

WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "save"}
MAY_WRITE = re.compile(
    r"src/ppaos/(operations/\w+/(actions|demo)\w*\.py|operations/\w+/migrations/|workflows/publish\w*\.py)"
)
TEMPLATES = sorted((PACKAGE / "web" / "templates").rglob("*.html"))
NAMES = {
    "PPAOS", "TPMAP", "ThaID", "CSV", "XLSX", "JSON", "GeoJSON", "API", "OpenAPI", "TOTP", "H", "A",
    "M0", "k", "BE", "ID",
}  # fmt: skip
"""Words that are the same in both languages."""


def _site() -> dict[str, ast.Module]:
    return {
        name: tree
        for name, tree in modules().items()
        if name.startswith(("src/ppaos/operations/", "src/ppaos/web/"))
    }


def test_only_actions_and_publishing_write_to_the_database() -> None:
    found = []
    for name, tree in _site().items():
        if MAY_WRITE.match(name):
            continue
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = ast.unparse(node.func.value)
            on_rows = ".objects" in owner or "filter(" in owner
            if (node.func.attr in WRITES and on_rows) or (
                node.func.attr in {"update", "delete"} and on_rows
            ):
                found.append(f"{name}:{node.lineno} {owner}.{node.func.attr}()")
    assert not found


def test_django_stays_in_the_site_and_in_publishing() -> None:
    outside = []
    for name, tree in modules().items():
        allowed = name.startswith(
            (
                "src/ppaos/operations/",
                "src/ppaos/web/",
                "src/ppaos/workflows/publish",
                "src/ppaos/cli/",
            )
        )
        for node in ast.walk(tree):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            if not allowed and any(item.split(".")[0] == "django" for item in names):
                outside.append(f"{name}:{node.lineno}")
    assert not outside


def test_workflows_do_not_reach_into_the_site_but_for_publishing() -> None:
    reaching = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        if name.startswith("src/ppaos/workflows/") and "/publish" not in name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ppaos.operations")
    ]
    assert not reaching


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_holds_no_inline_script_or_style(path) -> None:
    text = path.read_text("utf-8")
    scripts = re.findall(r"<script\b[^>]*>(.*?)</script>", text, re.S)
    kinds = re.findall(r"<script\b([^>]*)>", text)
    inline = [
        body
        for kind, body in zip(kinds, scripts, strict=True)
        if body.strip() and "application/json" not in kind
    ]
    assert not inline
    assert not re.findall(r"<style\b", text)
    assert not re.findall(r"\sstyle\s*=", text)
    assert not re.findall(r"\son\w+\s*=\s*[\"']", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_word_of_a_template_is_in_both_languages(path) -> None:
    if path.name == "broken.html":  # shown when nothing else works: both languages at once
        return
    text = path.read_text("utf-8")
    wrong = []
    for th, en in re.findall(r"{%\s*say\s+\"([^\"]*)\"\s+\"([^\"]*)\"", text):
        th_words = re.sub(r"{\w+}", "", th)
        if re.search(r"[A-Za-z]{2,}", en) and th_words == en and not _is_named(th):
            wrong.append(th)
        if has_thai(en) and not has_thai(th):
            continue  # a switch to the other language
        if has_thai(en):
            wrong.append(en)
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}", " ", text, flags=re.S)
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", text, flags=re.S)
    text = re.sub(r"<(script|svg)\b.*?</\1>", " ", text, flags=re.S)
    told = re.findall(r"\b(?:title|aria-label|placeholder|alt)=\"([^\"]*)\"", text)
    text = " ".join([re.sub(r"<!doctype[^>]*>|<!--.*?-->|<[^>]*>", " ", text, flags=re.S), *told])
    text = re.sub(r"&\w+;", " ", text)
    wrong += [word for word in re.findall(r"[A-Za-z\u0e00-\u0e7f]+\d*", text) if word not in NAMES]
    assert not wrong


def _is_named(text: str) -> bool:
    return all(word in NAMES for word in re.findall(r"[A-Za-z]+\d*", text))
