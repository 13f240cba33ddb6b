"""How fast clean CSV files are ingested: rows a second, peak memory, median of several runs.

    python benchmarks/ingest_csv.py [--households 332000] [--runs 3] [--folder DIR] [--format csv]

Makes a synthetic province of that size as CSV, ingests its member file and its household file
each into a fresh store in a process of its own, and prints one line a file. The time is that of
the whole call, commit included, once the program is loaded: a file of a hundred households is
ingested into another store first.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ONE_RUN = """
import json, resource, sys, time
from pathlib import Path
from ppaos.engine.store import Store
from ppaos.sources import area_codes
from ppaos.workflows.ingest import ingest

area_codes.in_force()
ingest([Path(sys.argv[3])], store=Store(Path(sys.argv[2] + "-warm")))
started = time.perf_counter()
summary = ingest([Path(sys.argv[1])], store=Store(Path(sys.argv[2])))
seconds = time.perf_counter() - started
assert summary.accepted == summary.rows > 0, summary.proof_en
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps({"rows": summary.rows, "seconds": seconds, "peak_gb": peak}))
"""


def one_run(path: Path, warm: Path, folder: Path) -> dict[str, float]:
    store = folder / "store"
    for used in folder.glob("store*"):
        shutil.rmtree(used)
    done = subprocess.run(
        [sys.executable, "-c", ONE_RUN, str(path), str(store), str(warm)],
        check=True,
        capture_output=True,
        text=True,
    )
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--households", type=int, default=332_000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--format", choices=["csv", "parquet"], default="csv")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as scratch:
        folder = Path(scratch)
        from ppaos.workflows.synth import synthesise

        for name, households in (("census", given.households), ("warm", 100)):
            synthesise(
                folder / name,
                provinces=["41"],
                households=households,
                formats=[given.format],
            )
        for table in ("members", "households"):
            (path,) = (folder / "census").rglob(f"{table}/*/*.{given.format}")
            (warm,) = (folder / "warm").rglob(f"{table}/*/*.{given.format}")
            runs = [one_run(path, warm, folder) for _ in range(given.runs)]
            seconds = statistics.median(run["seconds"] for run in runs)
            rows = int(runs[0]["rows"])
            print(
                f"{given.format} {table}: {rows:,} rows in {seconds:.2f} s, "
                f"{rows / seconds:,.0f} rows a second, peak "
                f"{max(run['peak_gb'] for run in runs):.1f} GB (median of {given.runs})",
                flush=True,
            )


if __name__ == "__main__":
    main()
