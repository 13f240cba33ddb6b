"""The site keeps its rules: who writes, who is asked, what a page may hold, in both languages."""

import ast
import re

import pytest
from tree import PACKAGE, ROOT, has_thai, modules

WRITES = {
    "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "save", "delete",
    "acreate", "asave", "adelete", "_raw_delete",
}  # fmt: skip
"""Methods that write rows whatever they are called on; `update` only does on a set of rows."""
ROWS = re.compile(r"\.objects\b|\b(filter|exclude|all|order_by)\(")
MAY_WRITE = re.compile(
    r"src/ppaos/(operations/\w+/(actions|demo)\w*\.py|operations/\w+/migrations/|workflows/publish/\w+\.py)"
)
MAY_QUERY = re.compile(r"src/ppaos/(operations/\w+/|workflows/publish/)")
"""A view calls a query or an action of `operations`; only there are rows looked up."""
OF_A_REQUEST = (
    "django.http",
    "django.shortcuts",
    "django.urls",
    "django.template",
    "django.views",
    "ninja",
    "ppaos.web",
)
RAW = {"execute", "executemany", "copy_expert", "executescript"}
MAY_RUN_SQL = {
    "src/ppaos/operations/people/loading.py": "the rows of a version, and dropping them",
    "src/ppaos/operations/people/partition_loading.py": "COPY into the parts of a version",
    "src/ppaos/operations/people/migrations/_partitioned_model.py": "the schema of those parts",
    "src/ppaos/operations/audit/migrations/0002_append_only.py": "the first triggers of the audit",
    "src/ppaos/operations/audit/triggers.py": "triggers that keep the audit as it is",
    "src/ppaos/web/database_role.py": "rights of the site's database role",
}
"""Module -> what it needs statements for that are more than a SELECT."""
TEMPLATES = sorted((PACKAGE / "web" / "templates").rglob("*.html"))
NAMES = {
    "PPAOS", "TPMAP", "ThaID", "CSV", "XLSX", "JSON", "GeoJSON", "API", "OpenAPI", "TOTP", "H", "A",
    "M0", "k", "BE", "ID",
}  # fmt: skip
"""Words that are the same in both languages."""


def _site() -> dict[str, ast.Module]:
    layers = ("operations", "web", "workflows", "cli")
    return {
        name: tree
        for name, tree in modules().items()
        if name.startswith(tuple(f"src/ppaos/{layer}/" for layer in layers))
    }


def _writes(tree: ast.Module) -> list[str]:
    """Calls that write rows."""
    return [
        f"{call.lineno} {ast.unparse(call.func)}()"
        for call in _method_calls(tree)
        if call.func.attr in WRITES
        or (call.func.attr == "update" and ROWS.search(ast.unparse(call.func.value)))
    ]


def _statements(tree: ast.Module) -> list[str]:
    """Calls that run SQL other than a SELECT that stands there."""
    return [
        f"{call.lineno} {ast.unparse(call)[:80]}"
        for call in _method_calls(tree)
        if call.func.attr in RAW and not _is_select(call)
    ]


def _method_calls(tree: ast.Module) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Attribute)]


def _is_select(call: ast.Call) -> bool:
    given = call.args[0] if call.args else None
    if isinstance(given, ast.JoinedStr):
        given = given.values[0]
    return isinstance(given, ast.Constant) and str(given.value).startswith("SELECT ")


def test_only_actions_and_publishing_write_to_the_database() -> None:
    found = [
        f"{name}:{call}"
        for name, tree in _site().items()
        if not MAY_WRITE.match(name)
        for call in _writes(tree)
    ]
    assert not found


def _managers(tree: ast.Module) -> list[str]:
    """Places where rows of a model are looked up."""
    return [
        f"{node.lineno} {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]


def test_rows_are_looked_up_in_operations_and_publishing_only() -> None:
    found = {name: _managers(tree) for name, tree in modules().items()}
    assert any(places for name, places in found.items() if MAY_QUERY.match(name))
    outside = [
        f"{name}:{place}"
        for name, places in found.items()
        if not MAY_QUERY.match(name)
        for place in places
    ]
    assert not outside


def test_operations_know_no_request() -> None:
    operations = {
        name: tree for name, tree in modules().items() if name.startswith("src/ppaos/operations/")
    }
    assert len(operations) > 50
    knowing = [
        f"{name}:{node.lineno} {module}"
        for name, tree in operations.items()
        for node in ast.walk(tree)
        for module in _imported(node)
        if any(module == item or module.startswith(f"{item}.") for item in OF_A_REQUEST)
    ]
    assert not knowing


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def test_sql_beyond_a_select_is_run_where_it_is_said_why() -> None:
    running = {name for name, tree in _site().items() if _statements(tree)}
    assert running == set(MAY_RUN_SQL)


@pytest.mark.parametrize(
    "text",
    [
        "home.save()", "home.delete()", "Home.objects.create(x=1)", "homes.exclude(x=1).delete()",
        "homes.filter(x=1).update(y=2)", "Home.objects.update(y=2)", "rows.all()._raw_delete(db)",
    ],
)  # fmt: skip
def test_a_write_is_seen_in_every_form(text: str) -> None:
    assert _writes(ast.parse(text))


def test_reading_is_no_write() -> None:
    reading = "known.update(more)\nHome.objects.filter(x=1).count()\ncursor.execute('SELECT 1')"
    assert not _writes(ast.parse(reading)) and not _statements(ast.parse(reading))
    for text in ("cursor.execute('DELETE FROM x')", "cursor.execute(f'DROP TABLE {x}')"):
        assert _statements(ast.parse(text))


def test_django_stays_in_the_site_and_in_publishing() -> None:
    outside = []
    for name, tree in modules().items():
        allowed = name.startswith(
            (
                "src/ppaos/operations/",
                "src/ppaos/web/",
                "src/ppaos/workflows/publish/",
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
