"""The command line and the site asked for the same list: same refusal, or same list on record."""

import shutil
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ppaos.domain.errors import AreaError, DocumentError, SettingError, UserError
from ppaos.domain.privacy.agency_lists import ListError, Reason
from ppaos.domain.privacy.list_record import EACH_TIME, ListRecord
from ppaos.domain.progress import Silent
from ppaos.engine.manifest import file_hash
from ppaos.engine.store import Store
from ppaos.operations.audit.models import Entry
from ppaos.operations.jobs.models import Job
from ppaos.operations.jobs.queries import folder_of
from ppaos.web.households.export.tasks import export_households
from ppaos.workflows.export.job import export

pytestmark = pytest.mark.django_db
CENTRE, GROUP = "provincial-centre", "fiscal-2566/1.1"


@dataclass(frozen=True)
class Wanted:
    """One list, as either channel is asked for it."""

    area: str = "41"
    group: str = ""
    agency: str = CENTRE
    fields: tuple[str, ...] = ("province", "household_id", "priority")


@pytest.fixture(scope="module")
def store(small_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A copy, for a list adds a row to the log of its store."""
    root = tmp_path_factory.mktemp("store") / "store"
    shutil.copytree(small_store.root, root)
    return Store(root)


@pytest.fixture
def by_command(store: Store, tmp_path: Path) -> Any:
    def ask(wanted: Wanted) -> dict[str, Any]:
        made = export(
            store,
            tmp_path / "list.csv",
            area=wanted.area,
            group=wanted.group or None,
            agency=wanted.agency,
            unit="household",
            fields=wanted.fields,
        )
        files = store.get("export_log").files
        rows = pa.concat_tables([pq.read_table(file) for file in files]).to_pylist()
        (row,) = [row for row in rows if row["sha256"] == made.sha256][-1:]
        return row

    return ask


@pytest.fixture
def by_site(published: Any, people_by_role: Any) -> Any:
    def ask(wanted: Wanted) -> dict[str, Any]:
        conditions = {"area": wanted.area} | ({"group": wanted.group} if wanted.group else {})
        parameters = {
            "query": urlencode(conditions), "publication": published.pk, "agency": wanted.agency,
            "fields": list(wanted.fields) or None, "format": "csv", "purpose": "referral",
            "unit": "household", "language": "th",
        }  # fmt: skip
        by = people_by_role["national"]
        job = Job.objects.create(kind="export", by=by, area_code=wanted.area, parameters=parameters)
        outcome = export_households(job, Silent())
        entry = Entry.objects.get(action="list_made", target_id=str(job.pk))
        assert (entry.actor, entry.purpose) == (by.username, "referral")
        assert entry.details["sha256"] == file_hash(folder_of(job) / outcome.file)
        return dict(entry.details)

    return ask


def refusal(ask: Any, wanted: Wanted) -> UserError:
    with pytest.raises(UserError) as caught:
        ask(wanted)
    return caught.value


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(group=GROUP),
        Wanted(area="nat"),
        Wanted(area="nat", group=GROUP),
        Wanted(area="4101", fields=()),
        Wanted(group=GROUP, agency="health", fields=("province", "lacks_health")),
        Wanted(group=GROUP, agency="education", fields=()),
        Wanted(area="50"),
    ],
    ids=["all", "group", "country", "country-group", "every-field", "health", "school", "nobody"],
)
def test_a_list_that_is_allowed_is_on_record_alike(
    wanted: Wanted, by_command: Any, by_site: Any
) -> None:
    command, site = by_command(wanted), by_site(wanted)
    names = [item.name for item in fields(ListRecord)]
    assert list(command) == names and set(site) == set(names)
    apart = {*EACH_TIME, "stated_purpose"}
    assert {name: command[name] for name in names if name not in apart} == {
        name: site[name] for name in names if name not in apart
    }
    assert (command["stated_purpose"], site["stated_purpose"]) == ("", "referral")
    assert (command["rows"] == 0) is (wanted.area == "50")
    assert "2562" in command["legal_basis"] and "state-welfare-card" in command["sources"]


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (Wanted(fields=("lacks_health",)), Reason.FIELD_OUTSIDE_PURPOSE),
        (Wanted(fields=("salary",)), Reason.UNKNOWN_FIELD),
        (Wanted(fields=("citizen_id",)), Reason.FIELD_OF_OTHER_UNIT),
        (Wanted(agency="health"), Reason.NO_GROUP),
        (Wanted(agency="education", group="fiscal-2566/2"), Reason.GROUP_OUTSIDE_PURPOSE),
        (
            Wanted(agency="education", group=GROUP, fields=("is_disabled",)),
            Reason.FIELD_OUTSIDE_PURPOSE,
        ),
    ],
)
def test_what_the_purpose_does_not_allow_is_refused_in_the_same_words(
    wanted: Wanted, reason: Reason, by_command: Any, by_site: Any
) -> None:
    command, site = refusal(by_command, wanted), refusal(by_site, wanted)
    assert isinstance(command, ListError) and isinstance(site, ListError)
    assert command.reason == site.reason == reason
    assert (command.code, command.th, command.en) == (site.code, site.th, site.en)
    assert not Entry.objects.filter(action="list_made").exists()


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        (Wanted(area="9x"), AreaError),
        (Wanted(agency="nobody"), DocumentError),
        (Wanted(group="fiscal-2566/99"), SettingError),
    ],
)
def test_what_nobody_knows_is_refused_by_the_same_error(
    wanted: Wanted, kind: type[UserError], by_command: Any, by_site: Any
) -> None:
    command, site = refusal(by_command, wanted), refusal(by_site, wanted)
    assert type(command) is type(site) is kind
    assert command.code == site.code and command.exit_code == site.exit_code
