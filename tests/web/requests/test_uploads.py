"""Files that are sent: who may send how much, names that folders cannot hold, all or nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ppaos.operations.accounts.models import User
from ppaos.operations.areas.models import Resource
from ppaos.operations.audit.models import Entry
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.queries import uploads_of
from ppaos.web.desk import imports

pytestmark = pytest.mark.django_db
RESOURCES = "ประเภท,รหัสพื้นที่,ชื่อ,ที่มา\nบริการ,4101,คลินิก,สนจ.\n"
TOO_LARGE = 300_000


@pytest.fixture
def as_role(
    client: Any, people_by_role: dict[str, User], sign_in: Any, settings: Any
) -> Callable[[str], Any]:
    """A client of somebody of a role, where forms are small and files are not."""
    settings.FORM_BYTES, settings.UPLOAD_MB = 200_000, 1
    client.raise_request_exception = False
    return lambda name: sign_in(client, people_by_role[name])


def _file(size: int, name: str = "big.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * size)


@pytest.mark.parametrize("address", ["account_login", "desk:start_import", "desk:resources"])
def test_nobody_sends_files_who_is_not_signed_in(client: Any, as_role: Any, address: str) -> None:
    assert client.post(reverse(address), {"file": _file(TOO_LARGE)}).status_code == 413


@pytest.mark.parametrize("name", ["provincial", "field", "auditor"])
def test_nobody_sends_files_who_may_not_import(as_role: Any, name: str) -> None:
    client = as_role(name)
    for address in ("desk:start_import", "desk:resources", "households:columns"):
        answer = client.post(reverse(address), {"file": _file(TOO_LARGE)})
        assert answer.status_code == 413
        assert "แบบฟอร์ม" in answer.content.decode()


def test_an_administrator_sends_files_to_imports_only(as_role: Any) -> None:
    client = as_role("administrator")
    assert client.post(reverse("desk:start_import"), {"file": _file(TOO_LARGE)}).status_code == 302
    assert Job.objects.filter(kind="import").count() == 1
    assert client.post(reverse("language"), {"file": _file(TOO_LARGE)}).status_code == 413


def test_a_file_over_the_limit_is_refused_with_what_to_do(as_role: Any) -> None:
    client = as_role("administrator")
    answer = client.post(reverse("desk:start_import"), {"file": _file(1024 * 1024)})
    assert answer.status_code == 413
    assert "แบ่งไฟล์" in answer.content.decode()
    assert not Job.objects.exists()


@pytest.mark.parametrize("letters", [86, 240])
def test_a_long_thai_name_is_cut_to_what_a_folder_holds(as_role: Any, letters: int) -> None:
    given = _file(10, "ก" * letters + ".csv")
    assert (
        as_role("administrator").post(reverse("desk:start_import"), {"file": given}).status_code
        == 302
    )
    job = Job.objects.get()
    folder = uploads_of(job)
    assert folder is not None and (folder / job.parameters["file"]).is_file()
    assert job.parameters["file"].endswith("ก.csv")
    assert len(job.parameters["file"].encode()) <= 200


def test_a_list_of_resources_and_its_entry_are_stored_together(
    as_role: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no entry")

    client = as_role("administrator")
    sent = {"file": SimpleUploadedFile("list.csv", RESOURCES.encode())}
    with monkeypatch.context() as patch:
        patch.setattr(imports, "record", broken)
        assert client.post(reverse("desk:resources"), sent).status_code == 500
    assert not Resource.objects.exists()
    sent = {"file": SimpleUploadedFile("list.csv", RESOURCES.encode())}
    assert client.post(reverse("desk:resources"), sent).status_code == 200
    assert Resource.objects.count() == 1
    assert Entry.objects.filter(action="resources_imported").count() == 1
