"""Made files: whose they are, who may fetch them, and that fetching is recorded."""

from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.urls import reverse
from django.utils import timezone

from ppaos.operations.accounts.models import Grant, User
from ppaos.operations.audit.models import Entry
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.queries import folder_of

People = dict[str, User]


def _made(by: User, area: str, **parameters: Any) -> Job:
    job = Job.objects.create(
        kind="export",
        by=by,
        area_code=area,
        parameters=parameters,
        state=Job.State.DONE,
        finished_at=timezone.now(),
    )
    folder_of(job).mkdir(parents=True)
    (folder_of(job) / "list.csv").write_text("made-up,1\n", "utf-8")
    job.file = f"{job.pk}/{job.attempts}/list.csv"
    job.save()
    return job


def _get(client: Any, job: Job) -> Any:
    """The answer, read and closed as a server does, but without ending the test's connection."""
    answer = client.get(reverse("files:download", args=[job.pk]))
    if answer.streaming:
        answer.read = b"".join(answer.streaming_content)
        request_finished.disconnect(close_old_connections)
        try:
            answer.close()
        finally:
            request_finished.connect(close_old_connections)
    return answer


def test_the_owner_fetches_the_file_and_it_is_recorded(
    client, people_by_role: People, sign_in
) -> None:
    job = _made(people_by_role["provincial"], "4101")
    sign_in(client, people_by_role["provincial"])
    answer = _get(client, job)
    assert answer.read == b"made-up,1\n"
    assert 'filename="list.csv"' in answer["Content-Disposition"]
    entry = Entry.objects.get(action="export_downloaded")
    assert (entry.actor, entry.target_id, entry.area_code) == ("provincial", str(job.pk), "4101")


@pytest.mark.parametrize(
    "name",
    ["national", "district", "field", "agency", "analyst", "auditor", "administrator", "foreign"],
)
def test_nobody_else_does(client, people_by_role: People, sign_in, name: str) -> None:
    job = _made(people_by_role["provincial"], "4101")
    sign_in(client, people_by_role[name])
    assert _get(client, job).status_code == 404
    assert not Entry.objects.filter(action="export_downloaded").exists()


def test_somebody_who_lost_the_area_loses_the_file(client, people_by_role: People, sign_in) -> None:
    user = people_by_role["provincial"]
    job = _made(user, "41")
    Grant.objects.filter(user=user).update(area_code="40")
    sign_in(client, user)
    assert _get(client, job).status_code == 404


def test_an_agency_gets_what_was_made_for_it_inside_its_area(
    client, people_by_role: People, sign_in
) -> None:
    national, agency = people_by_role["national"], people_by_role["agency"]
    mine = [_made(national, "41", agency="msdhs"), _made(national, "410101", agency="msdhs")]
    others = [
        _made(national, "41", agency="dla"),
        _made(national, "40", agency="msdhs"),
        _made(national, "nat", agency="msdhs"),
        _made(national, "41"),
    ]
    sign_in(client, agency)
    for job in mine:
        answer = _get(client, job)
        assert answer.status_code == 200
    for job in others:
        assert _get(client, job).status_code == 404
    listed = client.get(reverse("files:agency")).content.decode()
    assert all(reverse("files:download", args=[job.pk]) in listed for job in mine)
    assert not any(str(job.pk) in listed for job in others)


def test_the_country_grant_of_an_agency_covers_lists_of_the_country(
    client, people_by_role: People, sign_in
) -> None:
    job = _made(people_by_role["national"], "nat", agency="msdhs")
    sign_in(client, people_by_role["agency"])
    assert _get(client, job).status_code == 404
    Grant.objects.filter(user=people_by_role["agency"]).update(area_code="nat")
    answer = _get(client, job)
    assert answer.status_code == 200
    assert answer.read == b"made-up,1\n"


def test_own_files_are_listed_and_nobody_elses(client, people_by_role: People, sign_in) -> None:
    mine = _made(people_by_role["district"], "4101")
    other = _made(people_by_role["provincial"], "4101")
    sign_in(client, people_by_role["district"])
    listed = client.get(reverse("files:list")).content.decode()
    assert str(mine.pk) in listed and str(other.pk) not in listed


def test_a_file_that_is_gone_says_how_to_make_it_again(
    client, people_by_role: People, sign_in
) -> None:
    job = _made(people_by_role["provincial"], "41")
    (folder_of(job) / "list.csv").unlink()
    sign_in(client, people_by_role["provincial"])
    assert _get(client, job).status_code == 404
    page = client.get(reverse("jobs:page", args=[job.pk])).content.decode()
    assert "ส่งออกใหม่" in page


def test_an_empty_list_says_what_to_do(client, people_by_role: People, sign_in) -> None:
    sign_in(client, people_by_role["district"])
    assert "ค้นหาครัวเรือน" in client.get(reverse("files:list")).content.decode()
    sign_in(client, people_by_role["agency"])
    assert "ศจพ." in client.get(reverse("files:agency")).content.decode()
