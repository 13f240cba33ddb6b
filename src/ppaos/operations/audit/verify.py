"""Is the audit chain whole? Walks it in order and names what was altered, is missing or was put in.

In: the entries, the head noted outside the database, and a head somebody wrote down. Out: how
many entries were walked, the newest one, and the faults in their order. What each check can and
cannot find is told in docs/explanation/audit.md.
"""

import hmac
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.audit.actions import FIRST_HASH, hash_of, head_file
from ppaos.operations.audit.chain_head import Head
from ppaos.operations.audit.models import Entry

BLOCK: Final = 2_000
FAULTS: Final = 20
"""Faults that are told; all are counted."""


@dataclass(frozen=True)
class Fault:
    """One break of the chain."""

    kind: str
    """`missing`, `altered`, `inserted`, `unlinked`, `cut_off` or `replaced`."""
    number: int
    """Entry at which it shows."""
    th: str
    en: str


@dataclass
class ChainCheck:
    """What a walk over the chain found."""

    first: int = 0
    """Number of the first entry walked; 0 for an empty chain."""
    entries: int = 0
    head: Head | None = None
    """The newest entry, to be written down."""
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    is_noted: bool = True
    """Whether this machine has noted a newest entry; if not, nothing tells that the last are gone."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return self.fault_count == 0

    def add(self, fault: Fault) -> None:
        """Count a fault, and keep it if it is among the first."""
        self.fault_count += 1
        if len(self.faults) < FAULTS:
            self.faults.append(fault)


def verify(
    *,
    expect: Head | None = None,
    last: int | None = None,
    told: Callable[[float], None] | None = None,
) -> ChainCheck:
    """Walk the chain, all of it or its `last` entries, in blocks of bounded memory.

    `expect` is a head that was written down. The head noted by this machine is always compared.
    `told` hears how many entries were walked since it was last told.
    """
    # read before the walk: an entry that comes in between is walked, never missed
    noted = head_file().read()
    found = ChainCheck(is_noted=noted is not None)
    before = _before(last)
    number, hash_ = (before.number, before.hash) if before else (0, FIRST_HASH)
    found.first = number + 1
    waiting: Entry | None = None
    for entry in _entries_after(number):
        if waiting is not None:
            _judge(found, waiting, entry)
        if entry.number != number + 1:
            found.add(_missing(number + 1, entry.number - 1))
        elif entry.previous_hash != hash_:
            found.add(_unlinked(entry.number))
        waiting = entry if not _is_signed(entry) else None
        number, hash_ = entry.number, entry.hash
        found.entries += 1
        if told is not None and found.entries % BLOCK == 0:
            told(BLOCK)
    if waiting is not None:
        _judge(found, waiting, None)
    found.head = Head(number, hash_) if number else None
    _compare_heads(found, [head for head in (noted, expect) if head is not None])
    return found


def _before(last: int | None) -> Entry | None:
    """The entry just before the last so many; null when all are walked."""
    if last is None:
        return None
    return Entry.objects.order_by("-number")[last : last + 1].first()


def _entries_after(number: int) -> Iterator[Entry]:
    """Entries in order, in blocks by their number."""
    while True:
        block = list(Entry.objects.filter(number__gt=number).order_by("number")[:BLOCK])
        if not block:
            return
        yield from block
        number = block[-1].number


def _is_signed(entry: Entry) -> bool:
    return hmac.compare_digest(entry.hash, hash_of(entry))


def _judge(found: ChainCheck, bad: Entry, following: Entry | None) -> None:
    """Say of an entry with a wrong hash whether it was altered or put in."""
    if following is not None and following.previous_hash != bad.hash:
        found.add(
            Fault(
                "inserted",
                bad.number,
                f"รายการที่ {bad.number} ถูกแทรกหรือสลับ: ค่าแฮชไม่ถูกต้องและรายการถัดไปไม่ได้ต่อจากรายการนี้",
                f"Row {bad.number} was inserted or swapped: its hash is wrong and the next row does not follow it.",
            )
        )
        return
    found.add(
        Fault(
            "altered",
            bad.number,
            f"รายการที่ {bad.number} ถูกแก้ไขหรือแทรก: เนื้อหาไม่ตรงกับค่าแฮช",
            f"Row {bad.number} was altered or inserted: its content does not match its hash.",
        )
    )


def _missing(first: int, last: int) -> Fault:
    return Fault(
        "missing", first, f"รายการที่ {first} ถึง {last} หายไป", f"Rows {first} to {last} are missing."
    )


def _unlinked(number: int) -> Fault:
    return Fault(
        "unlinked",
        number,
        f"รายการที่ {number} ไม่ได้ต่อจากรายการก่อนหน้า: รายการก่อนหน้าถูกสลับหรือคำนวณค่าแฮชใหม่",
        f"Row {number} does not follow the row before it, which was swapped or hashed again.",
    )


def _compare_heads(found: ChainCheck, heads: Sequence[Head]) -> None:
    """Compare heads that were noted elsewhere with the entries of the same numbers."""
    newest = found.head.number if found.head else 0
    for head in heads:
        if head.number > newest:
            found.add(
                Fault(
                    "cut_off",
                    newest + 1,
                    f"รายการที่ {newest + 1} ถึง {head.number} หายไปจากท้ายบันทึก (ที่จดไว้คือ {head.number}) {_RESTORED_TH}",
                    f"Rows {newest + 1} to {head.number} are missing from the end (noted: {head.number}). {_RESTORED_EN}",
                )
            )
            continue
        entry = Entry.objects.filter(number=head.number).only("hash").first()
        if entry is not None and entry.hash != head.hash:
            found.add(
                Fault(
                    "replaced",
                    head.number,
                    f"รายการที่ {head.number} ไม่ใช่รายการที่จดไว้: บันทึกถูกเขียนใหม่หรือเป็นคนละชุด {_RESTORED_TH}",
                    f"Row {head.number} is not the one that was noted: the log was rewritten or is another one. {_RESTORED_EN}",
                )
            )


NOT_NOTED: Final = Bilingual(
    "ไม่พบไฟล์ audit-head หรืออ่านไม่ได้ จึงบอกไม่ได้ว่ารายการท้ายบันทึกหายไปหรือไม่ หากไม่ได้ย้ายไฟล์ออกเอง ให้แจ้งผู้ตรวจสอบ",
    "The file audit-head is not there or cannot be read, so it is not known whether the last rows are missing. If nobody moved it on purpose, tell the auditor.",
)
_RESTORED_TH: Final = "หากตั้งใจกู้คืนฐานข้อมูลจากสำเนาสำรอง ให้ย้ายไฟล์ audit-head ออกแล้วตรวจใหม่"
_RESTORED_EN: Final = (
    "If the database was restored on purpose, move the file audit-head away and verify again."
)
