"""Rows of one key: which is stored, which repeats, which contradict."""

import hmac

import ibis
import pyarrow as pa
import pytest

from ppaos.domain.identity import keyed_hash
from ppaos.domain.intake import key_verdicts as intake_verdicts
from ppaos.engine.backends import Engine

KEY, COLUMNS = ["round", "house"], ["round", "house", "x", "y"]


def told(engine: Engine, rows: list[tuple], stored: list[tuple] | None = None) -> dict[int, str]:  # type: ignore[type-arg]
    names = [*COLUMNS, "_file", "_row"]
    table = ibis.memtable(
        pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})
    )
    have = None
    if stored is not None:
        have = ibis.memtable(
            pa.table({name: [row[place] for row in stored] for place, name in enumerate(COLUMNS)})
        )
    result = engine.arrow(intake_verdicts.verdicts(table, have, key=KEY, columns=COLUMNS))
    return {row["_row"]: row["_verdict"] for row in result.to_pylist()}


def test_of_rows_that_are_the_same_the_first_is_accepted(engine: Engine) -> None:
    rows = [
        (2565, "a", None, "u", 2, 9),
        (2565, "a", None, "u", 1, 5),
        (2565, "a", None, "u", 1, 7),
    ]
    assert told(engine, rows) == {5: "accepted", 7: "repeat", 9: "repeat"}


def test_rows_of_a_key_that_differ_are_all_set_aside(engine: Engine) -> None:
    rows = [(2565, "a", "1", "u", 1, 1), (2565, "a", "1", "u", 1, 2), (2565, "a", None, "u", 1, 3)]
    assert set(told(engine, rows).values()) == {"conflicting_key"}


def test_another_round_is_another_key(engine: Engine) -> None:
    rows = [(2564, "a", "1", "u", 1, 1), (2565, "a", "2", "u", 1, 2)]
    assert set(told(engine, rows).values()) == {"accepted"}


def test_stored_rows_decide_between_repeat_and_conflict(engine: Engine) -> None:
    rows = [(2565, "a", "1", "u", 1, 1), (2565, "b", "2", "u", 1, 2), (2565, "c", "3", "u", 1, 3)]
    stored = [(2565, "a", "1", "u"), (2565, "b", "1", "u")]
    assert told(engine, rows, stored) == {1: "repeat", 2: "conflicts_with_stored", 3: "accepted"}


def test_values_that_hold_the_separator_are_not_confused(engine: Engine) -> None:
    rows = [
        (2565, "a", "p|q", "r", 1, 1),
        (2565, "a", "p", "q|r", 1, 2),
        (2565, "b", "\\0", "u", 1, 3),
        (2565, "b", None, "u", 1, 4),
    ]
    assert set(told(engine, rows).values()) == {"conflicting_key"}


@pytest.mark.parametrize("key", [bytes(range(32)), bytes(range(64)), bytes(range(100))])
def test_a_citizen_id_hash_is_half_an_hmac_sha256(engine: Engine, key: bytes) -> None:
    numbers = ["1234567890121", "1234567890121", "0000000000001", "", None]
    table = ibis.memtable(pa.table({"x": [1, 2, 3, 4, 5], "citizen_id": numbers}))
    made = intake_verdicts.protected(table, ["citizen_id"], key)
    assert made.schema()["citizen_id_hash"].is_uuid() and made.columns == ("x", "citizen_id_hash")
    hashes = engine.arrow(made.order_by("x"))["citizen_id_hash"].to_pylist()
    expected = [hmac.digest(key, n.encode(), "sha256").hex()[:32] if n else None for n in numbers]
    assert [None if h is None else str(h).replace("-", "") for h in hashes] == expected
    assert [str(h) for h in hashes[:3]] == [
        str(keyed_hash.hashed(n, key)) for n in numbers[:3] if n
    ]
