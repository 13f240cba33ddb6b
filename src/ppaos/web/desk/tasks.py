"""Work of the desk in the background: everything that writes into the store, and publishing."""

from pathlib import Path
from typing import Any

from ppaos.domain.errors import FileError, UserError
from ppaos.domain.progress import Progress
from ppaos.engine.store import Store
from ppaos.engine.table_settings import MeasurementSettings, measurement_settings
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.queries import uploads_of
from ppaos.web.desk.store_status import the_store
from ppaos.web.tasks import Outcome, handles
from ppaos.workflows.ingest.job import IngestSummary, ingest
from ppaos.workflows.link import review
from ppaos.workflows.publish.job import publish
from ppaos.workflows.publish.versions import withdraw


@handles("import")
def import_file(job: Job, progress: Progress) -> Outcome:
    """Take the uploaded file into the store."""
    folder = uploads_of(job)
    if folder is None or not folder.is_dir():
        raise FileError(
            th="ไฟล์ที่ส่งมาไม่อยู่แล้ว ส่งไฟล์อีกครั้งจากหน้านำเข้าข้อมูล",
            en="The uploaded file is no longer there. Send it again from the page of imports.",
        )
    done = ingest(
        [folder / job.parameters["file"]],
        store=the_store(),
        source=job.parameters.get("source") or None,
        corrects=job.parameters.get("corrects") or False,
        progress=progress,
    )
    if done.refused and not done.files:
        raise _about_upload(done.refused[0].error, folder)
    return Outcome(_told(done))


@handles("process")
def process(job: Job, progress: Progress) -> Outcome:
    """Link registers, measure, and target, as the store was measured before."""
    # the matching model takes seconds to load
    from ppaos.workflows.link.job import link
    from ppaos.workflows.measure.job import measure
    from ppaos.workflows.target.job import target

    store = the_store()
    linked = link(store, progress=progress)
    before = _measurement(store)
    instrument, over = before.instrument, before.over
    if instrument:
        measure(store, instrument=instrument, over=over, progress=progress)
    else:
        measure(store, progress=progress)
    targeted = target(store, progress=progress)
    facts: list[tuple[str, str, Any]] = [
        ("คนไม่นับซ้ำ", "People, each counted once", linked.persons),
        ("ครัวเรือน", "Households", linked.households),
        ("คู่ที่รอคนตรวจ", "Pairs waiting for review", linked.review),
        ("กลุ่มเป้าหมาย", "Target groups", len(targeted.groups)),
    ]
    note = ("ขั้นต่อไป: ตรวจคู่ที่รอ แล้วเผยแพร่", "Next: review the waiting pairs, then publish.")
    return Outcome({"facts": facts, "notes": [note]})


@handles("publish")
def publish_store(job: Job, progress: Progress) -> Outcome:
    """Publish the store as a new version."""
    by = job.by.get_username() if job.by else ""
    done = publish(
        the_store(), title=job.parameters.get("version_title", ""), by=by, progress=progress
    )
    facts = [
        ("รุ่นข้อมูล", "Version", str(done.publication)),
        ("ครัวเรือน", "Households", done.households),
        ("คน", "People", done.people),
        ("วินาที", "Seconds", round(done.seconds)),
    ]
    return Outcome({"facts": facts, "notes": [(item.th, item.en) for item in done.warnings]})


@handles("withdraw")
def withdraw_version(job: Job, progress: Progress) -> Outcome:
    """Remove a version that is not in use, with its rows."""
    number = int(job.parameters["publication"])
    with progress.step(th="ลบรุ่นข้อมูล", en="Removing the version"):
        withdraw(number)
    return Outcome({"facts": [("ลบรุ่น", "Version removed", str(number))]})


@handles("decide")
def keep_decision(job: Job, progress: Progress) -> Outcome:
    """Put what somebody decided on a pair into the store."""
    given = job.parameters
    by = job.by.get_username() if job.by else ""
    review.decide(the_store(), given["pair"], given["decision"], note=given["note"], by=by)
    return Outcome()


def _told(done: IngestSummary) -> dict[str, Any]:
    facts: list[tuple[str, str, Any]] = [
        ("แถวในไฟล์", "Rows in the file", done.rows),
        ("แถวที่รับ", "Rows accepted", done.accepted),
        ("แถวที่พักไว้", "Quarantined rows", done.quarantined),
        ("แถวซ้ำทุกค่า", "Exact repeats", done.repeats),
    ]
    notes = [(item.error.th, item.error.en) for item in done.refused]
    if any(item.ingested_before for item in done.files):
        notes.append(("ไฟล์นี้นำเข้าแล้วก่อนหน้านี้", "This file was imported before."))
    if done.quarantined:
        notes.append(
            (
                "ดาวน์โหลดแถวที่พักไว้ที่หน้านำเข้าข้อมูล แก้ที่ต้นทาง แล้วส่งเป็นไฟล์แก้ไข",
                "Download the quarantined rows from the page of imports, correct them at their source, and send them as a correction.",
            )
        )
    return {"facts": facts, "notes": notes}


def _about_upload(error: UserError, folder: Path) -> UserError:
    """The error without the folder of the upload, which says nothing to its sender."""
    return type(error)(th=error.th.replace(f"{folder}/", ""), en=error.en.replace(f"{folder}/", ""))


def _measurement(store: Store) -> MeasurementSettings:
    """How the store was measured before; nothing when it was not."""
    if not store.has("cube"):
        return MeasurementSettings()
    return measurement_settings(store.get("cube").manifest)
