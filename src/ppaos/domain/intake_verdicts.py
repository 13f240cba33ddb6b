"""Which sound rows are new, which repeat a row word for word, and which contradict another.

Rows are compared by the key of their source: within the import and with what is stored. Nothing
is chosen silently: rows of one key that differ are all set aside.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import ibis
import ibis.expr.types as ir

from ppaos.domain.intake import FILE, HASHED, ROW, contents

VERDICT: Final = "_verdict"
ACCEPTED: Final = "accepted"
REPEAT: Final = "repeat"
_HASH: Final = "_key_hash"


def key_hashes(rows: ir.Table, key: Sequence[str]) -> ir.Table:
    """One 64-bit hash of the key for every row; two keys may share one, so it only preselects."""
    text = ibis.literal("|").join([rows[name].cast("string") for name in key])
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
    text = ibis.literal("|").join([rows[name].cast("string") for name in key])
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
    order = ibis.window(group_by=list(key), order_by=[known[FILE], known[ROW]])
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


def protected(rows: ir.Table, citizen_ids: Sequence[str], secret: str) -> ir.Table:
    """Citizen IDs replaced by `NAME_hash`: a keyed SHA-256 under `secret`, in hex.

    Equal numbers have equal hashes, so that records can be linked; without the secret a hash leads
    back to no number. Missing stays missing. Formula: sha256(k2 || sha256(k1 || number)), the
    nested construction of RFC 2104 with two keys drawn from the secret.
    """
    inner, outer = (sha256(f"{part} {secret}".encode()).hexdigest() for part in ("inner", "outer"))
    for name in citizen_ids:
        first = (ibis.literal(inner) + rows[name]).hexdigest("sha256")
        second = (ibis.literal(outer) + first).hexdigest("sha256")
        rows = rows.mutate(**{name: second}).rename({name + HASHED: name})
    return rows
