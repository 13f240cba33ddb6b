"""Which sound rows are new, which repeat a row word for word, and which contradict another.

Rows are compared by the key of their source: within the import and with what is stored. Nothing
is chosen silently: rows of one key that differ are all set aside.
"""

from collections.abc import Sequence
from typing import Any, Final, cast

import ibis
import ibis.expr.datatypes as dt

from ppaos.domain import relations as ir
from ppaos.domain.identity import keyed_hash
from ppaos.domain.intake.fast_lane import contents
from ppaos.domain.intake.schema import FILE, HASHED, ROW

VERDICT: Final = "_verdict"
ACCEPTED: Final = "accepted"
REPEAT: Final = "repeat"
CITIZEN_ID_HASH: Final = "citizen_id" + HASHED
_HASH: Final = "_key_hash"


def key_hashes(rows: ir.Table, key: Sequence[str]) -> ir.Table:
    """One 64-bit hash of the key for every row; two keys may share one, so it only preselects."""
    text = ir.text(ibis.literal("|")).join([rows[name].cast("string") for name in key])
    return rows.select(**{_HASH: text.hash()})


def repeated(hashes: ir.Table) -> ir.Table:
    """Key hashes that more than one row has."""
    counted = hashes.group_by(_HASH).aggregate(rows=hashes.count())
    return counted.filter(counted["rows"] > 1).select(_HASH)


def shared(hashes: ir.Table, stored: ir.Table) -> ir.Table:
    """Key hashes that occur in the import and in the store."""
    return stored.semi_join(hashes, _HASH).select(_HASH)


def having(rows: ir.Table, key: Sequence[str], hashes: ir.Table) -> ir.Table:
    """Rows whose key hash is listed."""
    text = ir.text(ibis.literal("|")).join([rows[name].cast("string") for name in key])
    hashed = rows.mutate(**{_HASH: text.hash()})
    return hashed.semi_join(hashes, _HASH).drop(_HASH)


def verdicts(
    contested: ir.Table, stored: ir.Table | None, *, key: Sequence[str], columns: Sequence[str]
) -> ir.Table:
    """Each contested row with `_verdict`: accepted, repeat, conflicting_key, conflicts_with_stored.

    `columns` are compared; missing equals missing. Of rows that are the same word for word, the
    first by file and row number is accepted, unless the store has it already.
    """
    told = contested.mutate(_content=contents(contested, columns))
    groups = told.group_by(list(key)).aggregate(_versions=told["_content"].nunique())
    joined = told.left_join(groups, list(key)).drop([f"{name}_right" for name in key])
    if stored is None:
        known = joined.mutate(_known=ibis.null("string"))
    else:
        have = stored.mutate(_known=contents(stored, columns)).select(*key, "_known")
        known = joined.left_join(have, list(key)).drop([f"{name}_right" for name in key])
    order = ir.window(group_by=list(key), order_by=[known[FILE], known[ROW]])
    ranked = known.mutate(_rank=ibis.row_number().over(order))
    verdict = ibis.cases(
        (ranked["_versions"] > 1, "conflicting_key"),
        (
            ranked["_known"].notnull() & (ranked["_known"] != ranked["_content"]),
            "conflicts_with_stored",
        ),
        (ranked["_known"].notnull() | (ranked["_rank"] > 0), REPEAT),
        else_=ACCEPTED,
    )
    return ranked.mutate(**{VERDICT: verdict}).drop("_content", "_versions", "_known", "_rank")


def protected(rows: ir.Table, citizen_ids: Sequence[str], key: bytes) -> ir.Table:
    """Citizen IDs replaced by `NAME_hash`: the first 128 bits of HMAC-SHA256 (RFC 2104), as a UUID.

    Equal numbers have equal hashes, so that records can be linked; without the key a hash leads
    back to no number. Missing and empty stay missing. DuckDB only: its functions are named.
    """
    for name in citizen_ids:
        hashed = identity_hash(rows[name].nullif(""), key)
        rows = rows.mutate(**{name: hashed}).rename({name + HASHED: name})
    return rows


def identity_hash(number: ir.StringValue, key: bytes) -> ir.UUIDValue:
    """First 128 bits of HMAC-SHA256 of each text under `key`, as `domain.keys.hashed` states it."""
    return cast(ir.UUIDValue, _hmac_in_hex(number, key).cast("uuid"))


def hash_bytes(hashed: ir.UUIDValue) -> ir.BinaryValue:
    """The 16 bytes of each hash."""
    return cast(ir.BinaryValue, _unhex(hashed.cast("string").replace("-", "")))


def sealable(
    rows: ir.Table, citizen_ids: Sequence[str], key: bytes, *, part: int = 0, parts: int = 1
) -> ir.Table:
    """Every citizen ID of the rows once: `citizen_id` and the 16 bytes of its `hash`.

    With `parts` the rows fall into so many parts (100 at most) by two digits of the ID, and only
    those of `part` are told.
    """
    columns = [rows.select(citizen_id=rows[name].nullif("")) for name in citizen_ids]
    if parts > 1:
        columns = [
            numbers.filter(numbers["citizen_id"].substr(10, 2).cast("int16") % parts == part)
            for numbers in columns
        ]
    known = ibis.union(*columns, distinct=True) if len(columns) > 1 else columns[0].distinct()
    known = known.filter(known["citizen_id"].notnull())
    return known.mutate(hash=_unhex(_hmac_in_hex(known["citizen_id"], key)))


def _hmac_in_hex(number: ir.StringValue, key: bytes) -> ir.StringValue:
    inner, outer = (_unhex(pad.hex()) for pad in keyed_hash.pads(key))
    first = _unhex(_sha256(_concat(inner, _encode(number))))
    return cast(ir.StringValue, _sha256(_concat(outer, first)).substr(0, 2 * keyed_hash.HASH_BYTES))


def _one(value: Any) -> Any:
    """Signature of an engine's function of one value."""


def _two(left: Any, right: Any) -> Any:
    """Signature of an engine's function of two values."""


_builtin: Final[Any] = ibis.udf.scalar.builtin
_sha256: Final[Any] = _builtin(_one, name="sha256", signature=((dt.binary,), dt.string))
_unhex: Final[Any] = _builtin(_one, name="unhex", signature=((dt.string,), dt.binary))
_encode: Final[Any] = _builtin(_one, name="encode", signature=((dt.string,), dt.binary))
_concat: Final[Any] = _builtin(_two, name="concat", signature=((dt.binary,) * 2, dt.binary))
