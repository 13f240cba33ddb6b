"""The documentation as a site: every page is in its navigation, and every link of a page arrives.

MkDocs checks the same when it builds (`make docs-site`), but is not installed for development.
"""

import re
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tree import ROOT, files

DOCS = ROOT / "docs"
PAGES = sorted(
    path.relative_to(DOCS).as_posix()
    for path in files()
    if path.is_relative_to(DOCS) and path.suffix == ".md"
)
FENCE = re.compile(r"^( *)(```+|~~~+).*?^\1\2 *$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMED = re.compile(r'<a id="([^"]+)"></a>')
MARKS_OF_TEXT = re.compile(r"\[([^\]]*)\]\([^)]*\)|[`*]")


def _hook() -> Any:
    """docs/site_anchors.py, which the site uses too."""
    spec = spec_from_file_location("site_anchors", DOCS / "site_anchors.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


anchor = _hook().anchor


def _settings() -> dict[str, Any]:
    return YAML(typ="safe").load((ROOT / "mkdocs.yml").read_text("utf-8"))


def _listed(entries: list[Any]) -> Iterator[str]:
    for entry in entries:
        for value in entry.values() if isinstance(entry, dict) else [entry]:
            yield from [value] if isinstance(value, str) else _listed(value)


def _prose(page: Path) -> str:
    return FENCE.sub("", page.read_text("utf-8"))


def _anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, one that comes again numbered; and those written as HTML."""
    anchors: list[str] = NAMED.findall(_prose(page))
    for heading in HEADING.findall(_prose(page)):
        name = anchor(MARKS_OF_TEXT.sub(r"\1", heading))
        anchors.append(f"{name}-{anchors.count(name)}" if name in anchors else name)
    return set(anchors)


def test_the_navigation_lists_every_page_once() -> None:
    listed = list(_listed(_settings()["nav"]))
    assert len(PAGES) > 60
    assert not sorted(set(PAGES) - set(listed)), "add these pages under `nav` in mkdocs.yml"
    assert not sorted(set(listed) - set(PAGES)), "mkdocs.yml lists pages that are not there"
    assert len(listed) == len(set(listed))


def test_sections_of_the_navigation_have_a_thai_and_an_english_title() -> None:
    titles = [next(iter(entry)) for entry in _settings()["nav"]]
    assert len(titles) >= 5
    for title in titles:
        thai, english = title.split(" · ")
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in thai)
        assert english.isascii()


def test_a_link_that_leads_nowhere_stops_the_build() -> None:
    settings = _settings()
    assert settings["strict"] is True
    assert set(settings["validation"].values()) == {"warn"}


def test_the_site_loads_nothing_from_another_server() -> None:
    settings = _settings()
    assert settings["theme"]["font"] is False
    assert not {"extra_javascript", "extra_css"} & settings.keys()


@pytest.mark.parametrize("name", PAGES)
def test_links_of_a_page_arrive(name: str) -> None:
    page = DOCS / name
    broken = []
    for link in LINK.findall(_prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, at = link.partition("#")
        other = (page.parent / target).resolve() if target else page
        inside = other.is_relative_to(DOCS) and other.is_file()
        if not inside or (at and other.suffix == ".md" and at not in _anchors(other)):
            broken.append(link)
    assert not broken, "a page links to pages and headings below docs/; the site holds nothing else"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Without containers", "without-containers"),
        ("GET /api/v1/areas", "get-apiv1areas"),
        ("ppaos.measure", "ppaosmeasure"),
        ("ค้นหาครัวเรือน (Find)", "ค้นหาครัวเรือน-find"),
        ("output_columns", "output_columns"),
    ],
)
def test_anchors_keep_thai_vowels_and_tones(heading: str, expected: str) -> None:
    assert anchor(heading) == expected


def test_a_heading_that_comes_again_has_a_number(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A\n\n```sh\n# not a heading\n```\n\n## B `c`\n\n## B `c`\n", "utf-8")
    assert _anchors(page) == {"a", "b-c", "b-c-1"}
