"""Passkeys, an authenticator app, an invitation and the inspector's screens in real Chromium."""

import json
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent / "accounts.mjs"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def seen(site: Any) -> dict[str, Any]:
    """What the script saw."""
    return json.loads(site.run(SCRIPT))


def test_a_passkey_signs_in_and_is_a_second_factor(seen: dict[str, Any]) -> None:
    assert "กุญแจของฉัน" in seen["keys"]
    assert "อนันต์" in seen["passkey"]
    assert "อนันต์" in seen["key"]


def test_an_authenticator_app_is_set_up_and_gives_recovery_codes(seen: dict[str, Any]) -> None:
    assert seen["app"]


def test_an_invited_person_opens_an_account_and_signs_in(seen: dict[str, Any]) -> None:
    assert seen["pages"]["invitation"]["address"] == "/account/invitation/"
    assert seen["invited"] == "มานี มีนา"


def test_an_inspector_searches_and_verifies(seen: dict[str, Any]) -> None:
    assert seen["signIns"] >= 3
    assert "ไม่พบรายการที่ถูกแก้" in seen["verified"]


def test_no_page_bars_anybody_or_scrolls_sideways(seen: dict[str, Any]) -> None:
    found = {
        f"{name} {width}": view
        for name, views in seen["pages"].items()
        for width, view in views.items()
        if isinstance(view, dict) and (view["barriers"] or view["overflow"] > 0)
    }
    assert not found
    assert not seen["pages"]["invitation"]["barriers"]


def test_nothing_is_blocked_and_nothing_fails(seen: dict[str, Any]) -> None:
    assert not seen["errors"]
