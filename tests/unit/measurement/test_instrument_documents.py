"""Instruments as YAML: what is wrong, and in which line."""

import json
import re
from fractions import Fraction

import pytest

from ppaos.definitions.instruments.loader import InstrumentDocument, json_schema, load, shipped
from ppaos.definitions.yaml_file import parse
from ppaos.domain.errors import DocumentError
from ppaos.domain.measurement.instrument_record import instrument_of, record

GOOD = """\
instrument: mine
title: {th: ของฉัน, en: Mine}
source: test
identification: {rule: k, k: 1/3}
dimensions:
  - name: health
    title: {th: สุขภาพ, en: Health}
    weight: 1/2
    indicators:
      - name: food
        title: {th: อาหาร, en: Food}
        passes: "meals >= 3"
      - name: water
        title: {th: น้ำ, en: Water}
        coded: d_water
  - name: money
    title: {th: เงิน, en: Money}
    weight: 1/2
    indicators:
      - name: income
        title: {th: รายได้, en: Income}
        deprived_if_below: {value: income, line: line}
parameters: {line: 38000}
"""


def built(text=GOOD):
    return parse(text, InstrumentDocument, name="mine.yaml").build()


def test_a_good_document_becomes_an_instrument():
    chosen = built()
    assert chosen.names == ("food", "water", "income")
    assert chosen.weights == (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2))
    assert chosen.identification.k == Fraction(1, 3)
    assert chosen.cardinal == ("income",)
    assert chosen.columns() == {"meals", "d_water", "income"}


BROKEN = {
    "unknown key": ("source: test", "sauce: test", 3, "sauce"),
    "wrong sum of dimensions": ("    weight: 1/2\n    indicators:\n      - name: income",
                                "    weight: 2/3\n    indicators:\n      - name: income", 1, "7/6"),
    "bad expression": ('passes: "meals >= 3"', 'passes: "meals >= "', 12, "not an expression"),
    "foreign expression": ('passes: "meals >= 3"', 'passes: "open(meals)"', 12, "rules do not have"),
    "two rules": ("        coded: d_water", "        coded: d_water\n        passes: w == 1", 13, "exactly one"),
    "no rule": ("        coded: d_water\n", "", 13, "exactly one"),
    "duplicate indicator": ("- name: water", "- name: food", 1, "named twice: food"),
    "bad name": ("- name: water", "- name: Water Supply", 13, "pattern"),
    "k of 33": ("k: 1/3", "k: 33", 4, "ambiguous"),
    "rule without k": ("{rule: k, k: 1/3}", "{rule: k}", 4, "needs k"),
    "unknown rule": ("rule: k, k: 1/3", "rule: nosuch", 4, "union"),
    "unknown missing rule": ("source: test", "source: test\nmissing: nosuch", 4, "listwise"),
    "a title in one language": ("title: {th: เงิน, en: Money}", "title: {th: เงิน}", 17, "required"),
    "a weight that is no number": ("    weight: 1/2\n    indicators:\n      - name: food",
                                   "    weight: half\n    indicators:\n      - name: food", 8, "not a number"),
    "bad YAML": ("source: test", "source: [test", None, "not valid YAML"),
    "key twice": ("source: test", "source: test\nsource: other", 4, "not valid YAML"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_every_finding_points_at_its_line(name):
    old, new, line, message = BROKEN[name]
    assert GOOD.count(old) == 1
    with pytest.raises(DocumentError) as caught:
        built(GOOD.replace(old, new))
    error = caught.value
    assert message in error.en
    found = re.findall(r"mine\.yaml line (\d+)", error.en)
    assert found
    assert re.findall(r"mine\.yaml บรรทัด (\d+)", error.th) == found
    if line is not None:
        assert str(line) in found
    assert error.exit_code == 3


def test_all_findings_are_listed_at_once():
    text = GOOD.replace("source: test", "sauce: test").replace("k: 1/3", "k: 33")
    with pytest.raises(DocumentError) as caught:
        built(text)
    assert len(caught.value.en.splitlines()) >= 3  # source lacking, sauce unknown, k ambiguous


def test_an_empty_document_is_an_error():
    with pytest.raises(DocumentError, match="line 1: the document is empty"):
        built("")


def test_the_shipped_instruments_are_valid():
    assert {"tpmap-2560", "three-dimensions"} <= set(shipped())
    for name in shipped():
        chosen = load(name)
        assert sum(chosen.weights) == 1
        assert chosen.hash
        for item in chosen.indicators:
            assert item.title.th and item.title.en


def test_tpmap_has_17_indicators_in_five_dimensions_of_a_fifth():
    chosen = load("tpmap-2560")
    assert len(chosen.indicators) == 17
    totals = [
        sum(chosen.weights[place] for place in places)
        for places in chosen.dimension_members().values()
    ]
    assert totals == [Fraction(1, 5)] * 5


@pytest.mark.parametrize("name", ["tpmap-2560", "three-dimensions"])
def test_a_record_of_an_instrument_is_json_and_gives_it_back(name):
    chosen = load(name)
    assert instrument_of(json.loads(json.dumps(record(chosen)))) == chosen


def test_a_record_keeps_gaps_and_parameters():
    assert instrument_of(json.loads(json.dumps(record(built())))) == built()


def test_the_schema_is_json_that_knows_the_document():
    schema = json.loads(json_schema())
    assert schema["$schema"].endswith("2020-12/schema")
    assert {"instrument", "dimensions", "identification"} <= set(schema["required"])
    assert schema["additionalProperties"] is False


def test_parameters_of_a_round_replace_those_of_the_instrument():
    chosen = built(GOOD + "parameters_of_round: {2566: {line: 41000}}\n")
    assert chosen.for_round(2566).parameters == {"line": 41000}
    assert chosen.for_round(2560).parameters == {"line": 38000}


def test_parameters_of_a_round_must_exist():
    with pytest.raises(DocumentError, match="unknown parameters"):
        built(GOOD + "parameters_of_round: {2566: {lime: 41000}}\n")
