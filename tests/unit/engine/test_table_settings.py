"""Settings of manifests are typed, and those that earlier programs wrote stay readable."""

from datetime import date
from typing import Any

import pytest

from ppaos.domain.errors import StoreError
from ppaos.engine.manifest import Manifest
from ppaos.engine.table_settings import (
    import_settings,
    linkage_settings,
    measurement_settings,
    record_of,
    target_settings,
)

FILE = {
    "number": 0, "name": "a.csv", "digest": "d", "rows": 3, "accepted": 2, "quarantined": 1,
    "repeats": 0, "encoding": "utf-8", "source_hash": "s", "corrects": ["a.csv@1"],
}  # fmt: skip
IMPORT = {"import": 2, "source": "small", "table": "small", "files": [FILE], "identity_key": "k"}
LINKAGE = {
    "round_be": 2565, "sources": ["s"], "tables": ["t"], "facts": ["f"],
    "as_of": {"s": "2022-01-01"}, "reference_date": "2022-12-31", "precedence": {}, "mark": "m",
}  # fmt: skip


def of(settings: dict[str, Any]) -> Manifest:
    return Manifest(table="t", row="row", rows=1, inputs={}, settings=settings)


def test_an_import_is_read_and_written_alike() -> None:
    settings = import_settings(of(IMPORT))
    assert settings is not None
    assert settings.as_document() == IMPORT
    assert settings.files[0].corrects == ("a.csv@1",)


def test_a_computed_table_is_no_import() -> None:
    assert import_settings(of(LINKAGE)) is None


def test_a_linkage_is_read_and_written_alike() -> None:
    settings = linkage_settings(of(LINKAGE))
    assert settings.as_document() == LINKAGE
    assert settings.as_of == {"s": date(2022, 1, 1)}


def test_what_an_earlier_program_did_not_write_has_a_default() -> None:
    early = {name: LINKAGE[name] for name in ("round_be", "sources", "facts", "reference_date")}
    assert linkage_settings(of(early)).tables == ()
    assert measurement_settings(of({"instrument": "tpmap-2560"})).record is None
    assert target_settings(of({})).rules == {}


def test_what_is_garbled_is_named() -> None:
    with pytest.raises(StoreError, match="reference_date"):
        linkage_settings(of({**LINKAGE, "reference_date": "yesterday"}))
    with pytest.raises(StoreError, match="ppaos measure again"):
        record_of(of({}))
