"""The scan tells findings from what it could not look at, and never prints a secret."""

import json
import sys
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def scan() -> Any:
    spec = spec_from_file_location("scan", ROOT / ".ci" / "scan.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    sys.modules["scan"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules["scan"]


def _advisory(name: str, fixed: list[str]) -> dict:
    return {"name": name, "version": "1.0", "vulns": [{"id": "CVE-1", "fix_versions": fixed}]}


def test_a_weak_package_is_named_with_the_release_that_mends_it(scan: Any) -> None:
    answer = json.dumps({"dependencies": [_advisory("a", ["1.1"]), _advisory("b", []),
                                          {"name": "c", "version": "2", "vulns": []}]})  # fmt: skip
    result = scan.python_advisories("lock", answer)
    assert result.findings == (
        "  a 1.0: CVE-1, mended in 1.1",
        "  b 1.0: CVE-1, mended in no release yet",
    )
    assert result.skipped is None


def test_packages_that_nobody_could_look_up_are_not_called_clean(scan: Any) -> None:
    answer = json.dumps({"dependencies": [{"name": "a", "skip_reason": "not found"},
                                          {"name": "b", "version": "2", "vulns": []}]})  # fmt: skip
    result = scan.python_advisories("lock", answer)
    assert not result.findings
    assert "1 of 2 packages" in str(result)


@pytest.mark.parametrize("answer", ["", "Traceback ...", "[]", '{"error": {"code": "ENOTFOUND"}}'])
def test_no_network_is_skipped_and_says_so(scan: Any, answer: str) -> None:
    for look in (scan.python_advisories, scan.npm_advisories, scan.npm_signatures):
        result = look("part", answer)
        assert not result.findings
        assert "SKIPPED" in str(result)


def test_findings_of_npm(scan: Any) -> None:
    via = ["deep", {"title": "Prototype pollution"}]
    report = {"vulnerabilities": {"a": {"severity": "high", "via": via}}}
    result = scan.npm_advisories("npm", json.dumps(report))
    assert result.findings == ("  a (high): deep; Prototype pollution",)
    signed = {"invalid": [{"name": "b", "version": "2"}], "missing": []}
    result = scan.npm_signatures("npm", json.dumps(signed))
    assert result.findings == ("  b 2: invalid",)
    assert str(scan.npm_advisories("npm", '{"vulnerabilities": {}}')) == "npm: nothing found"


def test_a_secret_is_named_by_its_place(scan: Any) -> None:
    entry = {"line_number": 3, "type": "Private Key", "hash": "f00"}
    result = scan.secrets("secrets", json.dumps({"results": {"a.py": [entry]}}))
    assert result.findings == ("  a.py:3: Private Key",)
    assert "f00" not in str(result)


def test_a_search_for_secrets_that_breaks_off_is_a_failure(scan: Any) -> None:
    assert scan.secrets("secrets", "").findings


def test_an_accepted_advisory_has_a_reason_and_a_last_day(scan: Any) -> None:
    text = "# why\n\nCVE-1 until 2027-01-31: not called\nCVE-2 until 2026-12-01: no such file\n"
    assert scan.accepted_advisories(text, date(2027, 1, 1)) == ["CVE-1"]
    with pytest.raises(SystemExit, match="CVE-3"):
        scan.accepted_advisories("CVE-3", date(2027, 1, 1))


def test_the_list_of_accepted_advisories_can_be_read(scan: Any) -> None:
    text = (ROOT / "requirements" / "advisories.txt").read_text("utf-8")
    assert isinstance(scan.accepted_advisories(text, date(2026, 11, 30)), list)


@pytest.mark.parametrize(
    ("strict", "result", "code"),
    [
        ("0", {"skipped": "no network"}, 0),
        ("1", {"skipped": "no network"}, 1),
        ("0", {"findings": ("  a",)}, 1),
        ("1", {}, 0),
    ],
)
def test_code_at_the_end(
    scan: Any, monkeypatch: pytest.MonkeyPatch, strict: str, result: dict, code: int
) -> None:
    monkeypatch.setenv("REQUIRE_NETWORK", strict)
    monkeypatch.setattr(scan, "_parts", lambda: [scan.Result("part", **result)])
    assert scan.main() == code
