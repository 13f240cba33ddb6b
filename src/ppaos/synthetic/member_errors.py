"""What is wrong with who is who in the survey itself: lost numbers, two households, two heads.

These come beside the traps of `traps`, only where registers are made, and never in a row that has
a trap already. Copies of people stand at the end of the file.
"""

import random
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from ppaos.synthetic import traps
from ppaos.synthetic.registers.errors import HEARD_WRONG
from ppaos.synthetic.traps import ACCEPTED, QUARANTINED, REPEAT, Edit, Edits, Row

_SHARE: Final = 0.4  # of the share of rows that get a trap
_KINDS: Final = {"missing_id": 5, "in_two_households": 3, "second_head": 2}
_SECOND_ERROR: Final = 0.65
_HEAD, _OTHER_RELATIVE = "1", "6"
_BEFORE_VISITORS: Final = 40  # no household has as many members


class MemberLink(NamedTuple):
    """A survey row that is wrong about its person: whom it is about by row of the clean file."""

    key: str
    clean_row: int
    kind: str


def with_identity_errors(
    texts: pa.Table, told: Sequence[Edit], chance: np.random.Generator, *, rate: float, clean: int
) -> tuple[pa.Table, list[Edit], list[MemberLink]]:
    """The member table with more mistakes, their edits, and who every mistaken row is about.

    `texts` is a trapped table whose first `clean` rows are those of the clean one; `told` the
    edits of its traps.
    """
    taken = {edit.row - 1 for edit in told}
    copied = {edit.key for edit in told if edit.row > clean}
    keys = zip(texts["house_code"].to_pylist(), texts["person_number"].to_pylist(), strict=True)
    free = np.array(
        [
            row
            for row, (house, number) in enumerate(keys)
            if row < clean and row not in taken and f"{house}/{number}" not in copied
        ],
        dtype=np.int64,
    )
    picked = np.sort(chance.permutation(free)[: round(rate * _SHARE * clean)])
    luck = random.Random(int(chance.integers(2**62)))
    originals = texts.take(pa.array(picked)).to_pylist()
    hosts = texts.select(["house_code", "village_code"]).take(
        pa.array(free[chance.integers(0, len(free), len(picked))], pa.int64())
    )
    edits: list[Edit] = []
    copies: list[int] = []
    links = _links_of(told, clean)
    visits: Counter[str] = Counter()
    for row, original, host in zip(picked.tolist(), originals, hosts.to_pylist(), strict=True):
        kind = luck.choices(list(_KINDS), list(_KINDS.values()))[0]
        if kind == "in_two_households":
            place = texts.num_rows + len(copies)
            visits[host["house_code"]] += 1
            changed = _visit(host, visits[host["house_code"]])
            key = f"{host['house_code']}/{changed['person_number']}"
            copies.append(row)
        else:
            place, changed = row, _changed(luck, kind, original)
            key = f"{original['house_code']}/{original['person_number']}"
        if changed:
            more = _heard_wrong(luck, kind, original)
            edits += [
                Edit(place + 1, name, key, told_kind, original[name] or "", now or "", ACCEPTED)
                for told_kind, cells in ((kind, changed), *more)
                for name, now in cells.items()
            ]
            kinds = "+".join([kind, *(second for second, _ in more)])
            links.append(MemberLink(key, row, kinds))
    if copies:
        texts = pa.concat_tables([texts, texts.take(pa.array(copies))]).combine_chunks()
    return traps.applied(texts, edits), edits, links


def _links_of(told: Sequence[Edit], clean: int) -> list[MemberLink]:
    """Trapped rows that are taken all the same."""
    kinds = {
        (edit.key, edit.row - 1): edit.kind
        for edit in told
        if edit.outcome not in (QUARANTINED, REPEAT) and edit.row <= clean
    }
    return [MemberLink(key, row, kind) for (key, row), kind in kinds.items()]


def _visit(host: Row, nth: int) -> dict[str, str | None]:
    return {
        "house_code": host["house_code"],
        "village_code": host["village_code"],
        "person_number": str(_BEFORE_VISITORS + nth),
        "relation": _OTHER_RELATIVE,
    }


def _changed(luck: random.Random, kind: str, original: Row) -> Edits:
    if kind == "second_head":
        return {"relation": _HEAD} if original["relation"] != _HEAD else {}
    return {"citizen_id": None} if original["citizen_id"] else {}


def _heard_wrong(luck: random.Random, kind: str, original: Row) -> list[tuple[str, Edits]]:
    """A second mistake in most rows that lost their number."""
    if kind != "missing_id" or luck.random() >= _SECOND_ERROR:
        return []
    trap = luck.choices(HEARD_WRONG, [trap.weight for trap in HEARD_WRONG])[0]
    changed = trap.edit(luck, original)
    return [(trap.kind, changed)] if changed else []
