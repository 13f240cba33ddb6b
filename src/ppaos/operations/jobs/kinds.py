"""Kinds of background work: what each is called, who may follow it, what becomes of a broken-off one."""

from dataclasses import dataclass
from typing import Final

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.permissions import Permission


@dataclass(frozen=True)
class JobKind:
    """One kind of work."""

    title: Bilingual
    audited_as: str
    """Action that the audit is told when somebody asks for it."""
    followed_with: Permission | None
    """Permission with which others than the one who asked may see it; null when nobody else may."""
    is_retried: bool
    """Whether one whose worker died starts again by itself."""
    broken_off: Bilingual
    """What to do about one that was broken off."""


_TWICE: Final = Bilingual(
    "งานหยุดกลางคันสองครั้ง จึงไม่เริ่มใหม่เอง ข้อมูลเดิมไม่เปลี่ยน ลองสั่งใหม่ หากยังไม่สำเร็จให้แจ้งผู้ดูแลระบบ",
    "The job was interrupted twice and is not restarted automatically; nothing was changed. Start it again, and tell the administrator if it fails again.",
)
KINDS: Final[dict[str, JobKind]] = {
    "export": JobKind(
        Bilingual("ส่งออกรายชื่อ", "Export"), "export_requested", None, True, _TWICE
    ),
    "publish": JobKind(
        Bilingual("เผยแพร่รุ่นข้อมูล", "Publish"), "publish_started", Permission.SEE_DESK, True, _TWICE
    ),
    "import": JobKind(
        Bilingual("นำเข้าไฟล์", "Import"),
        "import_started",
        Permission.SEE_DESK,
        False,
        Bilingual(
            "การนำเข้าหยุดกลางคัน คลังข้อมูลไม่เปลี่ยนหรือรับไฟล์ครบแล้ว ส่งไฟล์เดิมอีกครั้ง แถวที่รับไว้แล้วจะไม่ซ้ำ",
            "The import was interrupted. The store is unchanged or holds the whole file. Send the same file again; rows already accepted are not stored twice.",
        ),
    ),
    "process": JobKind(
        Bilingual("เชื่อมทะเบียนและคำนวณใหม่", "Link and compute again"),
        "process_started",
        Permission.SEE_DESK,
        False,
        Bilingual(
            "การคำนวณหยุดกลางคัน ขั้นที่เสร็จแล้วเก็บไว้ในคลังข้อมูล สั่งคำนวณใหม่จากหน้าจัดการข้อมูลเพื่อทำให้ครบ",
            "The computation was interrupted. Finished steps are in the store; start it again from the data desk to do the rest.",
        ),
    ),
    "withdraw": JobKind(
        Bilingual("ลบรุ่นข้อมูล", "Remove a version"),
        "removal_requested", Permission.SEE_DESK, True, _TWICE,
    ),
    "verify": JobKind(
        Bilingual("ตรวจบันทึกการใช้งาน", "Verify the audit"), "audit_verified", None, True, _TWICE
    ),
    "decide": JobKind(
        Bilingual("บันทึกคำตัดสินคู่ระเบียน", "Save a decision on a pair"), "review_decided", None, True, _TWICE
    ),
}  # fmt: skip


def kind_of(name: str) -> JobKind:
    """The kind of a name; one that is no longer known is called by its name."""
    return KINDS.get(name) or JobKind(Bilingual(name, name), name, None, False, _TWICE)


STATE_TITLES: Final[dict[str, Bilingual]] = {
    "queued": Bilingual("รอคิว", "Waiting"),
    "running": Bilingual("กำลังทำงาน", "Running"),
    "done": Bilingual("เสร็จแล้ว", "Done"),
    "failed": Bilingual("ไม่สำเร็จ", "Failed"),
    "interrupted": Bilingual("หยุดกลางคัน", "Interrupted"),
    "cancelled": Bilingual("ยกเลิกแล้ว", "Cancelled"),
}
