"""Imports: those that were made, sending a file, what was set aside, computing anew, and resources."""

import shutil
import tempfile
import uuid
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ppaos.adapters.quarantine_report import report_lines
from ppaos.definitions.sources import loader
from ppaos.domain.area.scope import Scope
from ppaos.domain.errors import FileError, SettingError
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.areas.actions import ResourceImport, import_resources
from ppaos.operations.areas.resource_rows import COLUMNS
from ppaos.operations.audit.actions import record
from ppaos.operations.jobs.actions import enqueue
from ppaos.operations.jobs.queries import upload_folder
from ppaos.web.desk.permissions import frame, has_country, require_country
from ppaos.web.desk.store_status import import_of, imports, older_tables, quarantine_of
from ppaos.web.requests.auth import current_user, first_area, not_found, permitted
from ppaos.web.requests.uploads import takes_files
from ppaos.web.text import say

READ: Final = (".csv", ".txt", ".xlsx")
SHOWN_IMPORTS: Final = 50
SHOWN_FINDINGS: Final = 200
_LONGEST_NAME: Final = 200
"""Bytes of a file's name: folders take 255, and the import adds to it."""


@require_GET
@permitted(Permission.SEE_DESK)
def page(request: HttpRequest) -> HttpResponse:
    """Imports with what they set aside, and the form to send a file."""
    require_country(request, Permission.SEE_DESK)
    found = imports()
    record("desk_viewed", details={"page": "imports"})
    what = {
        "imports": found[:SHOWN_IMPORTS],
        "stored": [item for one in found for item in one.files][:SHOWN_IMPORTS],
        "sources": [loader.load(name) for name in loader.names()],
        "older": older_tables(),
        "upload_mb": settings.UPLOAD_MB,
        "kinds": ",".join(READ),
        "may_import": has_country(request, Permission.IMPORT),
    }
    return render(request, "desk/imports.html", frame(request) | what)


@takes_files
@require_POST
@permitted(Permission.IMPORT)
def start(request: HttpRequest) -> HttpResponse:
    """Keep the uploaded file, and queue the import."""
    require_country(request, Permission.IMPORT)
    source, corrects = request.POST.get("source", ""), request.POST.get("corrects", "")
    if source and source not in loader.names():
        raise SettingError(
            th="ไม่มีแหล่งข้อมูลนี้ เลือกจากรายการ หรือให้ระบบตรวจจากหัวคอลัมน์",
            en="There is no such source. Choose from the list, or have it detected from the headers.",
        )
    upload = uuid.uuid4().hex
    folder = upload_folder(upload)
    try:
        name = _keep(request.FILES.get("file"), folder)
        job = enqueue(
            "import",
            current_user(request),
            parameters={
                "upload": upload,
                "file": name,
                "source": source,
                "corrects": True if corrects == "name" else corrects,
                "title": name,
            },
            details={"file": name, "source": source, "corrects": corrects},
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return redirect("jobs:page", number=job.pk)


@require_POST
@permitted(Permission.IMPORT)
def process(request: HttpRequest) -> HttpResponse:
    """Queue linking, measuring and targeting."""
    require_country(request, Permission.IMPORT)
    job = enqueue("process", current_user(request))
    return redirect("jobs:page", number=job.pk)


@require_GET
@permitted(Permission.SEE_DESK)
def quarantine(request: HttpRequest, number: int, source: str) -> HttpResponseBase:
    """What an import set aside of a source, as CSV for whoever mends the file."""
    require_country(request, Permission.SEE_DESK)
    found = import_of(number)
    if found is None or source not in dict(found.quarantined):
        return not_found(request)
    record(
        "quarantine_downloaded",
        target=("import", str(number)),
        details={"source": source, "rows": dict(found.quarantined)[source]},
    )
    name = f"quarantine-{number:05d}-{source}.csv"
    findings = ({"outcome": "quarantined", **finding} for finding in quarantine_of(number, source))
    return StreamingHttpResponse(
        report_lines(findings),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@takes_files
@require_http_methods(["GET", "POST"])
@permitted(Permission.IMPORT)
def resources(request: HttpRequest) -> HttpResponse:
    """Take in a list of services, partners, projects and products of the person's areas."""
    scope = scope_of(current_user(request), Permission.IMPORT)
    what: dict[str, object] = {"columns": COLUMNS, "kinds": ",".join(READ)}
    if request.method == "POST":
        is_trial = request.POST.get("trial") == "yes"
        with tempfile.TemporaryDirectory() as folder:
            name = _keep(request.FILES.get("file"), Path(folder))
            done = _import_and_record(Path(folder) / name, scope, is_trial=is_trial)
        if not is_trial:
            messages.success(request, say("เก็บรายการแล้ว", "The list was stored."))
        what |= {"done": done, "is_trial": is_trial, "findings": done.findings[:SHOWN_FINDINGS]}
    return render(request, "desk/resources.html", frame(request) | what)


@transaction.atomic
def _import_and_record(file: Path, scope: Scope, *, is_trial: bool) -> ResourceImport:
    """Store a list of resources and put it on record, both or neither."""
    done = import_resources(file, scope=scope, is_trial=is_trial)
    if not is_trial:
        record(
            "resources_imported",
            area=first_area(scope),
            details={"file": file.name, "added": done.added, "updated": done.updated},
        )
    return done


def _keep(given: "UploadedFile[Any] | None", folder: Path) -> str:
    """Write the upload into the folder; returns its name, cut to what a folder can hold.

    Errors: FileError.
    """
    name = _cut(Path(given.name or "").name) if given is not None else ""
    if given is None or not name:
        raise FileError(
            th="ยังไม่ได้เลือกไฟล์ ย้อนกลับแล้วเลือกไฟล์ CSV หรือ XLSX",
            en="No file was chosen. Go back and choose a CSV or XLSX file.",
        )
    if Path(name).suffix.lower() not in READ or name.startswith("."):
        raise FileError(
            th=f"ไม่รับไฟล์ '{name}' บันทึกเป็น CSV หรือ XLSX แล้วส่งใหม่",
            en=f"File '{name}' is not accepted. Save it as CSV or XLSX and send it again.",
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / name).open("wb") as stream:
        for chunk in given.chunks():
            stream.write(chunk)
    return name


def _cut(name: str) -> str:
    """A name of at most so many bytes, with its ending; letters of Thai have three."""
    stem, suffix = Path(name).stem, Path(name).suffix
    room = max(0, _LONGEST_NAME - len(suffix.encode()))
    return stem.encode()[:room].decode("utf-8", "ignore") + suffix
