"""Walk the audit chain in the background and tell what was found."""

from typing import Any

from ppaos.domain.progress import Progress
from ppaos.operations.audit.verify import NOT_NOTED, verify
from ppaos.operations.jobs.models import Job
from ppaos.web.tasks import Outcome, handles


@handles("verify")
def verify_chain(job: Job, progress: Progress) -> Outcome:
    """Every entry, from the first."""
    with progress.step(th="ตรวจสอบทีละรายการ", en="Checking the hash chain", total=None) as step:
        found = verify(told=step.advance)
    facts: list[list[Any]] = [["รายการที่ตรวจ", "Entries checked", found.entries]]
    facts.append(["จุดที่ผิดปกติ", "Faults", found.fault_count])
    if found.head is not None:
        facts.append(
            ["รายการล่าสุด (จดเก็บไว้ที่อื่น)", "Newest entry (keep it elsewhere)", str(found.head)]
        )
    notes = [[fault.th, fault.en] for fault in found.faults]
    if found.is_whole:
        notes = [["ไม่พบรายการที่ถูกแก้ หาย หรือแทรก", "No entry was altered, deleted or inserted."]]
    if not found.is_noted:
        notes.append([NOT_NOTED.th, NOT_NOTED.en])
    return Outcome({"facts": facts, "notes": notes, "is_whole": found.is_whole})
