"""Explanations of many households: of an area, of a group, or the first in order of priority.

In: a store, a scope and a group. Out: `Explanation` records, read in batches so that a province
or the country takes no more memory than a village.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ppaos.domain.area.codes import NATION
from ppaos.domain.errors import SettingError, StoreError
from ppaos.domain.explanation.records import Explanation
from ppaos.domain.privacy.lists import listed
from ppaos.domain.targeting.priority import ranked
from ppaos.engine.backends import DEFAULT_URL, connect
from ppaos.engine.catalogue import Catalogue, Snapshot
from ppaos.engine.lookup import Lookup
from ppaos.engine.store import snapshot_of
from ppaos.workflows.explain.context import Context, context_of
from ppaos.workflows.explain.household import explanation_of
from ppaos.workflows.explain.rows import rows_of_households

_BATCH: Final = 200


def reasons(
    store: Catalogue | Path | str, *, area: str = NATION, group: str | None = None
) -> Iterator[Explanation]:
    """Explanations of every household of an area, or of a group in it, by household code.

    `group`: `1.1` or `fiscal-2566/1.1`. Errors: StoreError before `ppaos target`; SettingError for
    a group that the store does not have; AreaError for an area of no known form.
    """
    yield from _explained(_opened(store), area, group, most=None)


def top_households(
    store: Catalogue | Path | str, area: str = NATION, n: int = 10, *, group: str | None = None
) -> tuple[Explanation, ...]:
    """The first `n` households of an area in order of priority; ties by household code.

    Errors: as `reasons`.
    """
    return tuple(_explained(_opened(store), area, group, most=n))


def group_place(context: Context, wanted: str) -> int:
    """Bit of a group named `1.1` or `fiscal-2566/1.1`.

    Errors: SettingError when no document, or more than one, has a group of that name.
    """
    found = [
        place for place, pair in enumerate(context.groups) if wanted in (pair[1], "/".join(pair))
    ]
    if len(found) == 1:
        return found[0]
    every = ", ".join("/".join(pair) for pair in context.groups)
    raise SettingError(
        th=f"กลุ่ม '{wanted}' {'มีในกฎหลายชุด' if found else 'ไม่มีในคลังข้อมูล'} เลือกจาก {every}",
        en=f"Group '{wanted}' {'is in several documents' if found else 'is not in the store'}. Choose from {every}.",
    )


def _opened(store: Catalogue | Path | str) -> Snapshot:
    opened = snapshot_of(store)
    if not opened.has("target_households"):
        raise StoreError(
            th=f"คลังข้อมูล {opened.root} ยังไม่มีกลุ่มเป้าหมาย สั่ง ppaos link แล้ว ppaos target ก่อน",
            en=f"Store {opened.root} holds no targets. Run ppaos link, then ppaos target.",
        )
    return opened


def _explained(
    store: Catalogue, area: str, group: str | None, *, most: int | None
) -> Iterator[Explanation]:
    with Lookup(store) as lookup:
        context = context_of(lookup)
        place = None if group is None else group_place(context, group)
        chosen = _household_ids(store, area, place, most)
        for start in range(0, len(chosen), _BATCH):
            for rows in rows_of_households(context, chosen[start : start + _BATCH]):
                yield explanation_of(context, rows)


def _household_ids(
    store: Catalogue, area: str, place: int | None, most: int | None
) -> Sequence[str]:
    engine = connect(DEFAULT_URL)
    try:
        households = engine.parquet(store.get("target_households").files)
        chosen = listed(households, scope=area, group=place)
        ordered = chosen.order_by("household_id") if most is None else ranked(chosen).limit(most)
        found = engine.arrow(ordered.select("household_id"))["household_id"].to_pylist()
        return [str(household_id) for household_id in found]
    finally:
        engine.close()
