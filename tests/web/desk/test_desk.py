"""The data desk: who sees what, imports with their quarantine, review of pairs, versions."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ppaos.definitions.sources import loader
from ppaos.engine.store import Store
from ppaos.operations.accounts.models import Grant, User
from ppaos.operations.audit.models import Entry
from ppaos.operations.jobs.actions import run_job
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.queries import uploads_of
from ppaos.operations.publications.models import Publication
from ppaos.web.text import day
from ppaos.workflows.link import review
from support.registers import COMPLAINTS

People = dict[str, User]
PAGES = ("home", "sources", "review", "versions")


@pytest.fixture(autouse=True)
def stored(settings, small_store: Store) -> Store:
    """The desk looks at the small store."""
    settings.PPAOS_STORE = small_store.root
    return small_store


@pytest.fixture
def own_store(settings, small_store: Store, tmp_path: Path) -> Store:
    """A copy that the test may change."""
    shutil.copytree(small_store.root, tmp_path / "store")
    settings.PPAOS_STORE = tmp_path / "store"
    return Store(tmp_path / "store")


@pytest.fixture
def as_role(client, people_by_role: People, sign_in) -> Callable[[str], Any]:
    """A client signed in as somebody of a role."""
    return lambda name: sign_in(client, people_by_role[name])


def _text(client: Any, name: str, *arguments: Any, **query: Any) -> str:
    answer = client.get(reverse(f"desk:{name}", args=arguments), query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def _run(kind: str) -> Job:
    job = Job.objects.filter(kind=kind).latest("created_at")
    run_job.call(str(job.pk))
    job.refresh_from_db()
    return job


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_page_opens_in_both_languages(as_role, published, page: str, language: str) -> None:
    client = as_role("administrator")
    client.cookies["django_language"] = language
    assert f'<html lang="{language}">' in _text(client, page)


@pytest.mark.parametrize("page", [*PAGES, "imports"])
@pytest.mark.parametrize("name", ["district", "field", "agency", "analyst", "auditor"])
def test_the_desk_is_for_those_who_may(as_role, name: str, page: str) -> None:
    assert as_role(name).get(reverse(f"desk:{page}")).status_code == 403


@pytest.mark.parametrize("name", ["provincial", "foreign", "national"])
@pytest.mark.parametrize("page", ["start_import", "process", "publish", "change_version"])
def test_only_who_may_import_and_publish_can(as_role, name: str, page: str) -> None:
    assert as_role(name).post(reverse(f"desk:{page}")).status_code == 403
    assert not Job.objects.exists()


def test_what_concerns_the_whole_store_needs_the_whole_country(
    as_role, people_by_role: People
) -> None:
    Grant.objects.filter(user=people_by_role["administrator"]).update(area_code="41")
    client = as_role("administrator")
    for page in ("start_import", "process", "publish", "change_version"):
        assert client.post(reverse(f"desk:{page}")).status_code == 403
    assert client.get(reverse("desk:imports")).status_code == 403
    assert not Job.objects.exists()


def test_a_province_sees_its_own_rows_of_each_source(as_role, published) -> None:
    from ppaos.domain.area.scope import Scope
    from ppaos.web.desk.store_status import sources_in

    parts = [
        {item.listed.name: item.rows for item in sources_in(Scope.of([code]))}
        for code in ("nat", "40", "41")
    ]
    assert parts[1] and all(parts[0][name] >= parts[1][name] + parts[2][name] for name in parts[0])
    assert parts[0]["bmn-households-2560"] == (
        parts[1]["bmn-households-2560"] + parts[2]["bmn-households-2560"]
    )
    text = _text(as_role("provincial"), "sources")
    assert f"{parts[2]['bmn-households-2560']:,}" in text
    assert f"{parts[0]['bmn-households-2560']:,}" not in text


def test_tabs_lead_only_where_somebody_may_go(as_role) -> None:
    imports = reverse("desk:imports")
    assert imports not in _text(as_role("provincial"), "sources")
    for name in ("national", "administrator"):
        client = as_role(name)
        assert imports in _text(client, "sources")
        assert client.get(imports).status_code == 200


def test_opening_a_page_of_the_desk_is_recorded(as_role) -> None:
    _text(as_role("provincial"), "sources")
    entry = Entry.objects.get(action="desk_viewed")
    assert (entry.area_code, entry.details) == ("41", {"page": "sources"})


def test_a_province_reviews_its_own_pairs_only(as_role, stored: Store) -> None:
    every = review.pairs(stored)
    in_41 = {
        pair["pair_id"]
        for pair in every
        if all(
            (pair[f"{side}_village_code"] or "41").startswith("41") for side in ("left", "right")
        )
        and (pair["left_village_code"] or pair["right_village_code"])
    }
    assert in_41 and len(in_41) < len(every)
    seen = _seen_pairs(as_role("provincial"), every)
    assert seen == in_41
    assert _seen_pairs(as_role("foreign"), every).isdisjoint(in_41)
    assert _seen_pairs(as_role("national"), every) == {pair["pair_id"] for pair in every}


def _seen_pairs(client: Any, every: list[dict[str, Any]]) -> set[str]:
    text = "".join(
        _text(client, "review", page=number) for number in range(1, len(every) // 10 + 2)
    )
    return {pair["pair_id"] for pair in every if pair["pair_id"] in text}


def test_who_a_pair_is_is_told_to_those_who_may_see_households(as_role, stored: Store) -> None:
    seen = _text(as_role("national"), "review")
    hidden = _text(as_role("administrator"), "review")
    assert "●●●" in hidden and "ตรงกัน" in hidden
    pairs = [pair for pair in review.pairs(stored) if pair["pair_id"] in hidden]
    values = {
        str(pair[f"{side}_{name}"])
        for pair in pairs
        for side in ("left", "right")
        for name in ("first_name", "last_name", "house_code", "key")
        if pair[f"{side}_{name}"]
    } | {
        day(pair[f"{side}_born_on"])
        for pair in pairs
        for side in ("left", "right")
        if pair[f"{side}_born_on"]
    }
    assert len(values) > 8
    assert not {text for text in values if text in hidden}
    assert all(text in seen for text in values)
    for pair in pairs:
        assert (pair["left_village_code"] or "") in hidden


def test_differences_are_told_by_word_and_sign(as_role) -> None:
    text = _text(as_role("national"), "review")
    assert "≠" in text and "ต่างกัน" in text
    assert "=" in text and "ตรงกัน" in text


def test_a_decision_is_queued_kept_in_the_store_and_can_be_undone(
    as_role, own_store: Store, people_by_role: People
) -> None:
    client = as_role("provincial")
    pair = _own_pair(own_store)
    post = {"pair": pair, "decision": "same", "note": "same house"}
    assert client.post(reverse("desk:decide"), post).status_code == 302
    assert "กำลังบันทึกคำตัดสิน" in _text(client, "review", status="waiting")
    assert pair not in _text(client, "review")
    assert _run("decide").state == Job.State.DONE
    standing = review.in_force(own_store)[pair]
    assert (standing.decision, standing.decided_by, standing.note) == (
        "same", "provincial", "same house",
    )  # fmt: skip
    assert pair in _text(client, "review", status="same")
    entry = Entry.objects.get(action="review_decided")
    assert entry.area_code.startswith("41")
    assert entry.details == {"pair": pair, "decision": "same"}
    client.post(reverse("desk:decide"), {"pair": pair, "decision": "undone"})
    _run("decide")
    assert pair not in review.in_force(own_store)


def test_a_pair_of_another_province_cannot_be_decided(as_role, own_store: Store) -> None:
    post = {"pair": _own_pair(own_store), "decision": "same"}
    assert as_role("foreign").post(reverse("desk:decide"), post).status_code == 404
    post["decision"] = "perhaps"
    assert as_role("provincial").post(reverse("desk:decide"), post).status_code == 400
    assert not Job.objects.exists()


def test_a_locked_store_says_so_and_the_decision_can_be_tried_again(
    as_role, own_store: Store
) -> None:
    client = as_role("provincial")
    post = {"pair": _own_pair(own_store), "decision": "different"}
    client.post(reverse("desk:decide"), post)
    with own_store.change():
        assert _run("decide").state == Job.State.FAILED
    text = _text(client, "review")
    assert "มีงานอื่นกำลังเขียนคลังข้อมูล" in text and "ลองบันทึกอีกครั้ง" in text
    client.post(reverse("desk:decide"), post)
    assert _run("decide").state == Job.State.DONE
    assert "ลองบันทึกอีกครั้ง" not in _text(client, "review")


def _own_pair(store: Store) -> str:
    for pair in review.pairs(store):
        codes = [pair[f"{side}_village_code"] for side in ("left", "right")]
        if all(code and code.startswith("41") for code in codes):
            return str(pair["pair_id"])
    raise AssertionError("the small store has no pair in province 41")


def _upload(client: Any, name: str, content: bytes, **given: str) -> Any:
    post = {"file": SimpleUploadedFile(name, content), **given}
    return client.post(reverse("desk:start_import"), post)


def test_an_upload_is_imported_in_the_background_and_its_bad_rows_can_be_fetched(
    as_role, own_store: Store
) -> None:
    client = as_role("administrator")
    answer = _upload(client, "complaints.csv", COMPLAINTS.encode(), source="complaints-1300")
    assert answer.status_code == 302
    waiting = Job.objects.get(kind="import")
    folder = uploads_of(waiting)
    assert folder is not None and (folder / "complaints.csv").exists()
    job = _run("import")
    assert job.state == Job.State.DONE, job.error_en
    assert not folder.exists()
    counts = {en: value for _, en, value in job.result["facts"]}
    assert (counts["Rows in the file"], counts["Rows accepted"], counts["Quarantined rows"]) == (
        2,
        1,
        1,
    )
    text = _text(client, "imports")
    title = loader.load("complaints-1300").title.th
    assert "complaints.csv" in text and f"{title}: 1" in text
    number = max(file.import_number for file in _files(own_store))
    fetched = client.get(reverse("desk:quarantine", args=[number, "complaints-1300"]))
    rows = list(csv.reader(io.StringIO(b"".join(fetched.streaming_content).decode("utf-8-sig"))))
    assert len(rows) >= 2 and rows[1][1] == "complaints.csv"
    assert Entry.objects.get(action="quarantine_downloaded").details["rows"] == 1
    assert Entry.objects.get(action="import_started").details["file"] == "complaints.csv"


def _files(store: Store) -> Any:
    from ppaos.workflows.stored.files import stored_files

    return stored_files(store)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("notes.pdf", b"%PDF", "notes.pdf"),
        ("../../../etc/passwd", b"x", "passwd"),
        (".hidden.csv", b"a,b\n", ".hidden.csv"),
    ],
)
def test_files_that_are_not_read_are_refused_before_they_are_kept(
    as_role, settings, name: str, content: bytes, told: str
) -> None:
    answer = _upload(as_role("administrator"), name, content)
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert not Job.objects.exists()


def test_a_file_of_no_known_source_fails_with_words_and_changes_nothing(
    as_role, own_store: Store
) -> None:
    before = (own_store.root / "catalog.json").read_bytes()
    client = as_role("administrator")
    _upload(client, "what.csv", b"a,b\n1,2\n")
    job = _run("import")
    assert job.state == Job.State.FAILED
    assert "a, b" in job.error_th and str(own_store.root.parent) not in job.error_th
    assert (own_store.root / "catalog.json").read_bytes() == before
    page = client.get(reverse("jobs:page", args=[job.pk])).content.decode()
    assert job.error_th.split("\n")[0][:20] in page


def test_a_source_that_is_a_path_is_not_read(as_role, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("source: own", "utf-8")
    answer = _upload(
        as_role("administrator"), "a.csv", b"a\n1\n", source=str(tmp_path / "own.yaml")
    )
    assert answer.status_code == 400
    assert not Job.objects.exists()


def test_an_upload_that_is_too_large_is_refused_with_a_way_on(as_role, settings) -> None:
    settings.UPLOAD_MB = 1
    client = as_role("administrator")
    answer = _upload(client, "large.csv", b"a" * (1024 * 1024 + 10))
    assert answer.status_code == 413
    assert "ppaos ingest" in answer.content.decode()
    assert not Job.objects.exists()


def test_processing_computes_everything_anew(as_role, own_store: Store) -> None:
    client = as_role("administrator")
    assert client.post(reverse("desk:process")).status_code == 302
    job = _run("process")
    assert job.state == Job.State.DONE, job.error_en
    counts = {en: value for _, en, value in job.result["facts"]}
    assert (
        counts["People, each counted once"] == own_store.get("persons").manifest.counts["persons"]
    )


def test_versions_tell_their_state_and_totals_only_to_the_country(as_role, published) -> None:
    Publication.objects.create(
        state="failed",
        started_at=published.started_at,
        error_th="ตารางหาย",
        error_en="A table is gone",
    )
    households = f"{published.counts['households']:,}"
    text = _text(as_role("administrator"), "versions")
    assert "ตารางหาย" in text and households in text and "เผยแพร่" in text
    assert households not in _text(as_role("provincial"), "versions")


def test_a_failed_version_is_removed_and_the_current_one_is_not(as_role, published) -> None:
    client = as_role("administrator")
    failed = Publication.objects.create(state="failed", started_at=published.started_at)
    change = reverse("desk:change_version")
    assert client.post(change, {"version": failed.pk, "act": "drop"}).status_code == 302
    assert _run("withdraw").state == Job.State.DONE
    assert not Publication.objects.filter(pk=failed.pk).exists()
    client.post(change, {"version": published.pk, "act": "drop"})
    job = _run("withdraw")
    assert job.state == Job.State.FAILED and "ใช้งานอยู่" in job.error_th
    assert client.post(change, {"version": "x", "act": "use"}).status_code == 400
    assert client.post(change, {"version": "999999", "act": "use"}).status_code == 400


def test_a_kept_version_can_be_used_again(as_role, published) -> None:
    kept = Publication.objects.create(state="kept", started_at=published.started_at)
    post = {"version": kept.pk, "act": "use"}
    assert as_role("administrator").post(reverse("desk:change_version"), post).status_code == 302
    assert Publication.objects.get(state="current").pk == kept.pk
    assert Entry.objects.filter(action="publication_changed", target_id=str(kept.pk)).exists()


def test_an_empty_store_says_what_to_do(as_role, settings, tmp_path: Path) -> None:
    settings.PPAOS_STORE = tmp_path / "nothing"
    client = as_role("administrator")
    assert "นำเข้าไฟล์แรก" in _text(client, "home")
    assert "ยังไม่มีการนำเข้า" in _text(client, "imports")
    assert "ไม่มีคู่" in _text(client, "review")


RESOURCES = (
    "kind,area_code,name_th,source\nservice,4101,ศูนย์ทดสอบ,ข้อมูลสมมติ\nservice,4001,นอกพื้นที่,ข้อมูลสมมติ\n"
)


def test_resources_are_tried_then_stored_inside_the_scope(as_role, people_by_role: People) -> None:
    from ppaos.operations.areas.models import Resource

    Grant.objects.filter(user=people_by_role["administrator"]).update(area_code="41")
    client = as_role("administrator")
    for trial, number in (("yes", 0), ("", 1)):
        post = {"file": SimpleUploadedFile("list.csv", RESOURCES.encode()), "trial": trial}
        answer = client.post(reverse("desk:resources"), post)
        assert answer.status_code == 200
        assert "4001" in answer.content.decode()
        assert Resource.objects.filter(name_th="ศูนย์ทดสอบ").count() == number
    assert not Resource.objects.filter(name_th="นอกพื้นที่").exists()
    assert Entry.objects.get(action="resources_imported").details["added"] == 1
