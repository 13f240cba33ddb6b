"""Source documents: what they promise, how headers find their columns, and how errors point."""

from pathlib import Path

import pytest

from ppaos.definitions.sources import area_codes, loader
from ppaos.domain.errors import ColumnError, DocumentError

SMALL = """\
source: small
version: 1
row: household
table: small
title: {th: เล็ก, en: Small}
agency: {th: หน่วยงาน, en: Agency}
purpose: {th: ทดสอบ, en: Test}
legal_basis: {th: ทดสอบ, en: Test}
refresh: yearly
formats: [csv]
encodings: [utf-8]
key: [house_code]
code_lists:
  yes_no:
    1: {th: ใช่, en: "yes", aliases: [y]}
    0: {th: ไม่ใช่, en: "no"}
columns:
  house_code: {type: house_code, required: true, class: personal, title: {th: รหัสบ้าน, en: House}, aliases: [HC, รหัสประจำบ้าน]}
  answer: {type: code, list: yes_no, class: personal, title: {th: คำตอบ, en: Answer}}
  income: {type: integer, range: [0, 10], class: personal, title: {th: รายได้, en: Income}}
row_checks:
  - {code: part_exceeds_whole, rule: "answer <= income", columns: [answer, income]}
"""
FACT = """\
refresh: yearly
link: {}
facts: {{rich: {{rule: "{}", title: {{th: รวย, en: Rich}}}}}}
"""


def document(folder: Path, text: str) -> Path:
    path = folder / "source.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", loader.names())
def test_every_shipped_source_states_purpose_and_legal_basis_in_both_languages(name: str) -> None:
    source = loader.load(name)
    for words in (source.title, source.agency, source.purpose, source.legal_basis):
        assert words.th.strip() and words.en.strip()
    assert all(source.columns[column].required for column in source.key)


def test_names_of_facts_and_keys_of_tables_belong_to_one_shipped_source() -> None:
    shipped = [loader.load(name) for name in loader.names()]
    facts = [fact for source in shipped for fact in source.facts]
    assert len(facts) == len(set(facts)) > 0
    tables = [source.table for source in shipped]
    assert len(tables) == len(set(tables))


def test_what_is_said_of_linkage_and_freshness_is_kept() -> None:
    members, households = loader.load("bmn-members-2560"), loader.load("bmn-households-2560")
    assert (members.link, members.role, members.as_of) == ("person", "survey", "round_be")
    assert (households.link, households.as_of) == ("household", "surveyed_on")
    assert members.facts["is_bedridden"].rule == "dependency == 4"
    assert members.max_age_days == 366
    assert "citizen_id_hash" in members.stored_columns
    assert "citizen_id" not in members.stored_columns


def test_a_source_that_says_nothing_of_linkage_is_a_register_that_is_not_linked(
    tmp_path: Path,
) -> None:
    source = loader.load(document(tmp_path, SMALL))
    assert (source.link, source.role, source.as_of, source.facts) == ("none", "register", None, {})


def test_headers_match_by_name_alias_and_title_whatever_case_spaces_and_byte_order_mark(
    tmp_path: Path,
) -> None:
    source = loader.load(document(tmp_path, SMALL))
    match = source.match(["\ufeff hc ", "ANSWER", " รายได้", "phone", "รหัสประจำบ้าน"])
    assert match.columns == {"house_code": 0, "answer": 1, "income": 2}
    assert (match.ignored, match.repeated) == (("phone",), ("รหัสประจำบ้าน",))
    assert match.lacking == ()


def test_required_columns_that_lack_are_listed(tmp_path: Path) -> None:
    assert loader.load(document(tmp_path, SMALL)).match(["answer"]).lacking == ("house_code",)


@pytest.mark.parametrize("name", loader.names())
def test_a_source_is_told_from_its_headers(name: str) -> None:
    source = loader.load(name)
    thai = [column.title.th for column in source.columns.values()]
    english = [column.title.en for column in source.columns.values()]
    required = [column for column, item in source.columns.items() if item.required]
    for headers in (list(source.columns), thai, english, required):
        assert loader.detect(headers).source == name
        assert loader.detect([*headers, "หมายเหตุ", "col_a", "col_b"]).source == name


@pytest.mark.parametrize("name", loader.names())
def test_a_source_is_told_without_a_column_of_its_key(name: str) -> None:
    source = loader.load(name)
    assert source.key
    for key in source.key:
        found = loader.detect([column for column in source.columns if column != key])
        assert found.source == name
        assert found.match([column for column in source.columns if column != key]).lacking == (key,)


def test_headers_of_no_source_are_an_error_that_shows_them() -> None:
    with pytest.raises(ColumnError, match="colour"):
        loader.detect(["colour", "size"])


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("type: integer, range", "type: whole, range", 20, "columns.income.type"),
        ("list: yes_no,", "list: nothing,", 1, "nothing"),
        ("key: [house_code]", "key: [answer]", 1, "answer"),
        ('rule: "answer <= income"', 'rule: "answer <= wage"', 1, "wage"),
        ('rule: "answer <= income"', 'rule: "import os"', 22, "rule"),
        ("range: [0, 10]", "range: [10, 0]", 20, "range"),
        ("refresh: yearly", "refresh: yearly\ncolour: red", 10, "colour"),
        ("refresh: yearly", "refresh: sometimes", 9, "refresh"),
        ("refresh: yearly", "refresh: yearly\nlink: village", 10, "link"),
        ("refresh: yearly", "refresh: yearly\nas_of: income", 1, "as_of names income"),
        ("refresh: yearly", "refresh: yearly\nas_of: day", 1, "as_of names day"),
        ("refresh: yearly", "refresh: yearly\nunofficial: [colour]", 1, "colour"),
        ("refresh: yearly", FACT.format("person", "wage == 1"), 1, "wage"),
        ("refresh: yearly", FACT.format("person", "import os"), 11, "rule"),
        ("refresh: yearly", FACT.format("household", "income == 1"), 1, "link: person"),
        ("aliases: [HC,", "aliases: [answer,", 1, "answer"),
    ],
)
def test_a_wrong_document_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in SMALL
    with pytest.raises(DocumentError) as caught:
        loader.load(document(tmp_path, SMALL.replace(old, new)))
    assert f"line {line}:" in caught.value.en
    assert f"บรรทัด {line}:" in caught.value.th
    assert says in caught.value.en


def test_an_unknown_name_lists_the_sources_there_are() -> None:
    with pytest.raises(DocumentError, match="bmn-members-2560"):
        loader.load("bmn-member")


def test_any_edit_of_a_source_changes_its_hash(tmp_path: Path) -> None:
    one = loader.load(document(tmp_path, SMALL)).content_hash
    two = loader.load(document(tmp_path, SMALL.replace("[0, 10]", "[0, 11]"))).content_hash
    assert one != two


def test_area_codes_in_force_and_abolished_are_disjoint_and_successors_live() -> None:
    live = set(area_codes.in_force())
    gone = area_codes.abolished()
    assert {"41", "4101", "410101"} <= live
    assert not live & gone.keys()
    assert gone["104701"].split() == ["104702", "104703"]


def test_the_schema_names_every_kind_of_column() -> None:
    kinds = loader.json_schema()["$defs"]["SourceColumn"]["properties"]["type"]["enum"]
    assert {"citizen_id", "area_code", "date", "decimal", "boolean"} <= set(kinds)
