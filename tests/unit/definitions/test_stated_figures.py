"""Documents of printed figures: the shipped one is valid, and errors name what is wrong."""

import pytest

from ppaos.definitions.stated_figures.loader import load
from ppaos.domain.errors import DocumentError

DOCUMENT = """
sources:
  plan: {th: แผน, en: Plan}
figures:
  - key: poor:people
    area: "41"
    value: 5
    unit: people
    source: plan
    title: {th: คน, en: People}
"""


def test_every_shipped_figure_has_an_area_a_unit_and_a_source():
    found = load()
    assert len(found.figures) >= 13
    assert all(item.key.endswith(item.unit) for item in found.figures)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("source: plan", "source: other", "unknown source other"),
        ('area: "41"', 'area: "4"', "4"),
        ("unit: people", "unit: ratio", "at most 1"),
        ("value: 5", "value: -5", "greater than or equal to 0"),
        ("key: poor:people", "key: Poor", "key"),
    ],
)
def test_a_wrong_document_is_refused(tmp_path, old, new, told):
    path = tmp_path / "figures.yaml"
    path.write_text(DOCUMENT.replace(old, new), "utf-8")
    with pytest.raises(DocumentError, match=told):
        load(path)


def test_a_figure_is_stated_once(tmp_path):
    path = tmp_path / "figures.yaml"
    body = DOCUMENT[DOCUMENT.index("  - key") :]
    path.write_text(DOCUMENT + body, "utf-8")
    with pytest.raises(DocumentError, match="twice"):
        load(path)
