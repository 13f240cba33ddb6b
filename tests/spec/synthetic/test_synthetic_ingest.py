"""What the truth file expects of each trap is what ingest does with it, row by row."""

import csv
from pathlib import Path

import pytest

from ppaos.engine.store import Store
from ppaos.workflows.ingest.job import IngestSummary, ingest
from ppaos.workflows.synth.job import synthesise

# ibis 12 calls a DuckDB function by its deprecated name.
pytestmark = [
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
    pytest.mark.slow,
]
OUTCOME, FILE, ROW = "ผล / Outcome", "ไฟล์ / File", "แถวที่ / Row"


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, IngestSummary]:
    folder = tmp_path_factory.mktemp("ingested")
    synthesise(
        folder / "census",
        provinces=["85"],
        households=800,
        formats=["csv"],
        encoding="tis-620",
        dirty=0.15,
        registers=True,
        workers=1,
    )
    summary = ingest(
        [folder / "census"], store=Store(folder / "store"), report_folder=folder / "report"
    )
    return folder, summary


def truth_rows(folder: Path, outcome: str) -> set[tuple[str, str]]:
    path = folder / "census" / "TRUTH-SYNTHETIC.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            (row["file"], row["row"]) for row in csv.DictReader(file) if row["outcome"] == outcome
        }


def test_exactly_the_rows_that_must_be_quarantined_are(
    ingested: tuple[Path, IngestSummary],
) -> None:
    folder, summary = ingested
    (report,) = (folder / "report").glob("*.csv")
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {(row[FILE], row[ROW]) for row in rows if row[OUTCOME] == "quarantined"}
    assert found == truth_rows(folder, "quarantined")
    assert summary.quarantined == len(found)


def test_repeats_and_flagged_rows_are_as_many_as_the_truth_file_says(
    ingested: tuple[Path, IngestSummary],
) -> None:
    folder, summary = ingested
    assert summary.repeats == len(truth_rows(folder, "exact_repeat")) > 0
    assert summary.accepted_flagged == len(truth_rows(folder, "accepted_flagged"))
    refused = {refused.name for refused in summary.refused}
    assert refused == {file for file, _ in truth_rows(folder, "refused")}
    assert len(refused) == 2
