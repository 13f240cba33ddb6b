"""The report's data and its file: what is null, what is left out, what cannot run."""

import json
import re
from pathlib import Path

import pytest

from ppaos.definitions.instruments.loader import load
from ppaos.domain.errors import CheckError, ColumnError, FileError
from ppaos.workflows.report import payload as report_payload
from ppaos.workflows.report.job import write_report
from support.report_estimates import NO_DATA, NOBODY_POOR, estimates, facts, squares, village_names

INSTRUMENT = load("tpmap-2560")


@pytest.fixture(scope="module")
def long():
    return estimates(INSTRUMENT)


@pytest.fixture(scope="module")
def assets(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("assets")
    (folder / "bundle.js").write_text("void '</script>'", encoding="utf-8")
    (folder / "bundle.css").write_text("body{color:black}", encoding="utf-8")
    return folder


def _write(file: Path, long, assets: Path, **changed) -> str:
    given = {
        "instrument": INSTRUMENT,
        "village_names": village_names(),
        "facts": facts(),
        **changed,
    }
    return write_report(file, estimates=long, assets=assets, **given).read_text("utf-8")


def _data(page: str) -> dict:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found.group(1))


@pytest.fixture(scope="module")
def data(long, assets, tmp_path_factory) -> dict:
    return _data(_write(tmp_path_factory.mktemp("report") / "report.html", long, assets))


def test_an_area_without_rows_is_kept_with_nulls(data) -> None:
    table = data["levels"]["subdistrict"]
    at = table["code"].index(NO_DATA)
    assert [table[name][at] for name in ("people", "poor_people", "H", "A", "M0")] == [None] * 5


def test_where_nobody_is_poor_h_is_zero_and_a_is_null(data) -> None:
    table = data["levels"]["subdistrict"]
    at = table["code"].index(NOBODY_POOR)
    assert (table["H"][at], table["A"][at]) == (0, None)


def test_the_instruments_own_rule_comes_first_and_the_others_beside_it(data) -> None:
    assert (data["meta"]["rule"], data["meta"]["k"]) == ("any_dimension", "")
    assert [row["main"] for row in data["rules"]] == [True, False, False, False]
    assert {row["k"] for row in data["rules"][1:]} == {"1/5", "1/3", "1/2"}


def test_the_latest_round_is_shown_and_the_one_before_compared(data) -> None:
    assert (data["meta"]["round"], data["meta"]["before"]) == ("2565", "2564")
    assert data["before"]["H"] != data["total"]["H"]


def test_one_province_is_the_scope_and_is_named_in_both_languages(data) -> None:
    scope = data["meta"]["scope"]
    assert (scope["code"], scope["th"], scope["en"]) == ("41", "อุดรธานี", "Udon Thani")


def test_people_without_a_known_area_are_told_and_make_no_area(data) -> None:
    assert data["unlocated"] == 1_234
    assert data["levels"]["province"]["code"] == ["41"]


def test_a_village_name_cannot_end_the_script_element(long, assets, tmp_path) -> None:
    page = _write(tmp_path / "r.html", long, assets)
    assert page.count("</script>") == 2
    assert "</script><script>alert(1)</script>" in _data(page)["levels"]["village"]["th"]


def test_the_page_forbids_every_load_from_outside(long, assets, tmp_path) -> None:
    page = _write(tmp_path / "r.html", long, assets)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page).group(1)
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]{44}';", policy)
    assert not re.search(r"""(src|href)=["']?https?:""", page)


@pytest.mark.parametrize("synthetic", [True, False])
def test_only_synthetic_data_is_marked_so(synthetic, long, assets, tmp_path) -> None:
    page = _write(tmp_path / "r.html", long, assets, facts=facts(synthetic=synthetic))
    assert ("SYNTHETIC DATA" in page) is synthetic


def test_with_many_villages_only_those_with_most_poor_people_are_listed(
    long, assets, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(report_payload, "MOST_VILLAGES", 100)
    monkeypatch.setattr(report_payload, "LISTED_VILLAGES", 10)
    shown = _data(_write(tmp_path / "r.html", long, assets))
    every = _data(_write(tmp_path / "r.html", long, assets))["meta"]["villages"]
    assert len(shown["levels"]["village"]["code"]) == 10
    assert every > 100
    assert min(shown["levels"]["village"]["poor_people"]) > 0


def test_a_whole_country_lists_every_province_also_those_without_data(
    long, assets, tmp_path
) -> None:
    whole = facts()
    national = type(whole)(**{**whole.__dict__, "scope": "nat"})
    table = _data(_write(tmp_path / "r.html", long, assets, facts=national))["levels"]["province"]
    assert len(table["code"]) == 77
    assert [code for code, h in zip(table["code"], table["H"], strict=True) if h is not None] == [
        "41"
    ]


def test_boundaries_are_cut_to_the_scope_and_their_codes_matched(long, assets, tmp_path) -> None:
    file = tmp_path / "adm2.geojson"
    file.write_text(json.dumps(squares({"ADM2_PCODE": ["4101", "4102", "4199", "1001"]})), "utf-8")
    shown = _data(_write(tmp_path / "r.html", long, assets, boundaries=file))
    assert sorted(shown["shapes"]["levels"]["district"]) == ["4101", "4102", "4199"]
    found = shown["matches"]["district"]
    assert (found["matched"], found["without_data"]) == (2, ["4199"])
    assert "4103" in found["without_boundary"]


def test_estimates_of_another_instrument_are_refused(long, assets, tmp_path) -> None:
    with pytest.raises(CheckError, match="any_dimension"):
        _write(tmp_path / "r.html", long.slice(0, 0), assets)
    assert not (tmp_path / "r.html").exists()


def test_a_table_without_a_column_is_refused_by_name(long, assets, tmp_path) -> None:
    with pytest.raises(ColumnError, match="subg"):
        _write(tmp_path / "r.html", long.drop_columns(["subg"]), assets)


def test_a_program_that_was_not_built_says_how_to_build_it(long, tmp_path) -> None:
    with pytest.raises(FileError, match="npm run build"):
        _write(tmp_path / "r.html", long, tmp_path)
