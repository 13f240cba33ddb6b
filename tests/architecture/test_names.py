"""Names are nouns of the field: no participle alone, no class name twice, a household is no home."""

import ast
import re
from collections import defaultdict

from tree import modules

PARTICIPLES = {
    "Asked", "Drawn", "Done", "Found", "Given", "Held", "Kept", "Known", "Made", "Met", "Read", "Shown",
    "Taken", "Told", "Written",
}  # fmt: skip
"""Those that do not end in -ed."""
SAME_NAME = {"Meta": "what Django calls the settings of a model"}
"""Class name -> why several classes may have it."""
API_NAMES = "src/ppaos/web/api/schemas.py"
"""Its classes are named as the OpenAPI document names them, which programs of others rely on."""
HOME = re.compile(r"(?<![a-z])homes?(?![a-z])", re.IGNORECASE)
HOME_IS_A_PAGE = (
    "src/ppaos/web/home/",
    "src/ppaos/web/urls.py",
    "src/ppaos/web/desk/",
    "src/ppaos/web/public/",
    "src/ppaos/web/dashboard/",
)
"""Where `home` is the first page of something."""


def _classes() -> dict[str, list[str]]:
    """Public class -> modules that define it."""
    found = defaultdict(list)
    for name, tree in modules().items():
        if "/migrations/" in name or name == API_NAMES:
            continue
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(name)
    return found


def _is_participle(word: str) -> bool:
    """Whether a name is one word that says what was done to something."""
    return word in PARTICIPLES or re.fullmatch(r"[A-Z][a-z]+ed", word) is not None


def test_a_class_name_has_one_meaning() -> None:
    classes = _classes()
    assert len(classes) > 200
    twice = {name: at for name, at in classes.items() if len(at) > 1 and name not in SAME_NAME}
    assert not twice


def test_no_class_is_a_participle_alone() -> None:
    classes = _classes()
    assert classes
    assert not sorted(name for name in classes if _is_participle(name))


def test_no_module_is_a_participle_alone() -> None:
    stems = {name: name.rsplit("/", 1)[-1].removesuffix(".py") for name in modules()}
    assert len(stems) > 300
    assert not sorted(name for name, stem in stems.items() if _is_participle(stem.capitalize()))


def test_no_function_says_only_that_something_was_done() -> None:
    """`shown` of what, `held` by whom? A change of a table, as `ranked(households)`, may be so named."""
    functions = [
        (f"{name}:{node.lineno}", node.name)
        for name, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    ]
    assert len(functions) > 1000
    assert not sorted(at for at, name in functions if name.capitalize() in PARTICIPLES - {"Read"})


def test_a_household_is_never_called_a_home() -> None:
    """Names of the code; texts may speak of somebody's home."""
    found = {
        f"{name}:{node.lineno} {word}"
        for name, tree in modules().items()
        if not name.startswith(HOME_IS_A_PAGE)
        for node in ast.walk(tree)
        for word in _names(node)
        if HOME.search(word)
    }
    assert not found


def _names(node: ast.AST) -> list[str]:
    """Identifiers that a node defines or uses."""
    match node:
        case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
            return [name]
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.keyword(arg=str(name)):
            return [name]
    return []
