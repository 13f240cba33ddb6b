"""Pages, messages and docs use the glossary's word for an idea, and none of the words that it rules out."""

import ast
import re

import pytest
from tree import ROOT, has_thai, modules, texts

GLOSSARY = "docs/reference/glossary.md"
_ROW = re.compile(
    r"^\| (?P<term>[^|]+?) \| (?P<thai>[^|]+?) \| (?P<meaning>[^|]+?) \|$", re.MULTILINE
)
_NOT_USED = "## คำที่ไม่ใช้"
_READ = ("src/ppaos/", "frontend/", "docs/", "README.md", "CONTRIBUTING.md", "CHANGELOG.md")
"""Where somebody reads Thai: sources with their messages, pages and documents, and the docs."""

MENU = {
    "dashboard:home": "dashboard",
    "maps:page": "map",
    "households:search": "find a household",
    "whatif:page": "what-if",
    "files:list": "export",
    "files:agency": "agency",
    "desk:home": "data desk",
    "audit:search": "audit",
    "administration:people": "user",
}
"""URL name of a menu entry -> the term that it is about."""

TITLES = {
    "administration/invitations.html": "invitation",
    "administration/people.html": "user",
    "audit/search.html": "audit",
    "desk/home.html": "data desk",
    "desk/imports.html": "import",
    "desk/resources.html": "area resource",
    "desk/review.html": "review pair",
    "desk/sources.html": "source",
    "files/agency.html": "agency",
    "files/list.html": "export",
    "households/export.html": "export",
    "households/search.html": "find a household",
    "maps/page.html": "map",
    "mfa/authenticate.html": "second factor",
    "mfa/index.html": "second factor",
    "whatif/page.html": "what-if",
}
"""Template of a page -> the term that its title is about."""


def terms() -> list[tuple[str, str]]:
    """(English term, Thai word) of every row of the glossary's tables."""
    rows = [(found["term"], found["thai"]) for found in _ROW.finditer(texts()[GLOSSARY])]
    return [(term, thai) for term, thai in rows if term != "term" and set(term) != {"-"}]


def words_not_used() -> dict[str, str]:
    """Thai word that is not used -> what the glossary says to use; English ones depend on context."""
    section = texts()[GLOSSARY].partition(_NOT_USED)[2].partition("\n## ")[0]
    lines = [line[2:].partition(": use ") for line in section.splitlines() if line.startswith("- ")]
    return {
        word: instead for words, _, instead in lines for word in words.split(", ") if has_thai(word)
    }


def test_every_term_has_one_thai_word_and_one_row() -> None:
    listed = terms()
    assert len(listed) > 90
    assert sorted(term for term, _ in listed) == sorted({term for term, _ in listed})
    assert all(has_thai(thai) for _, thai in listed)


def test_the_glossary_uses_no_word_that_it_rules_out() -> None:
    banned = words_not_used()
    assert len(banned) > 10
    assert not [(term, thai) for term, thai in terms() if any(word in thai for word in banned)]
    assert not [word for word, instead in banned.items() if not instead]


def test_no_page_message_or_doc_uses_a_word_that_is_ruled_out() -> None:
    banned = words_not_used()
    read = {
        name: text
        for name, text in texts().items()
        if name.startswith(_READ) and name != GLOSSARY and has_thai(text)
    }
    assert len(read) > 200
    wrong = [
        f"{name}:{number}: {word}, use {instead}"
        for name, text in read.items()
        for number, line in enumerate(text.splitlines(), start=1)
        for word, instead in banned.items()
        if word in line
    ]
    assert not wrong


def _menu() -> dict[str, str]:
    """URL name -> Thai title, of every entry of the main menu."""
    tree = modules()["src/ppaos/web/navigation.py"]
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "MenuEntry":
            name, _, title, *_ = node.args
            assert isinstance(title, ast.Call)
            found[ast.literal_eval(name)] = ast.literal_eval(title.args[0])
    return found


def test_the_menu_uses_the_words_of_the_glossary() -> None:
    thai, menu = dict(terms()), _menu()
    assert menu.keys() == MENU.keys(), "name the term of a new entry in MENU"
    assert not {name: title for name, title in menu.items() if thai[MENU[name]] not in title}


@pytest.mark.parametrize("page", sorted(TITLES))
def test_the_title_of_a_page_uses_the_word_of_the_glossary(page: str) -> None:
    text = (ROOT / "src/ppaos/web/templates" / page).read_text("utf-8")
    found = re.search(r'\{% block (?:head_)?title %\}\{% say "([^"]+)"', text)
    assert found, "the page has no title in both languages"
    assert dict(terms())[TITLES[page]] in found[1]
