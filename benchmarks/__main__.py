"""Measure speed and memory, print figures and ratios, and write the page that explains them.

    python -m benchmarks [--scale full|quick] [--data bench-data] [--part NAME]... [--report-only]

The full scale needs about 25 GB of disk and 8 GB of memory. It writes benchmarks/results/full.json
and, from that, docs/explanation/performance.md. The quick scale writes DATA/quick.json.
"""

import argparse
import json
import time
from pathlib import Path

from benchmarks import machine, report, suite

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "explanation" / "performance.md"


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("--scale", choices=["full", "quick"], default="full")
    arguments.add_argument("--data", type=Path, default=Path("bench-data"))
    arguments.add_argument(
        "--part",
        choices=list(suite.PARTS),
        action="append",
        help="measure this again and keep the rest",
    )
    arguments.add_argument(
        "--report-only", action="store_true", help="write the page again, measure nothing"
    )
    given = arguments.parse_args()
    full = given.scale == "full"
    file = RESULTS / "full.json" if full else given.data / "quick.json"
    if not given.report_only:
        file.parent.mkdir(parents=True, exist_ok=True)
        facts = machine.facts()
        print(machine.sentence(facts), flush=True)
        started = time.perf_counter()
        old = json.loads(file.read_text("utf-8")) if given.part and file.exists() else {}
        results, machines = old.get("results", {}), old.get("machines", {})

        def keep(part: str) -> None:
            machines[part] = facts
            took = old.get("took_seconds", 0.0) + time.perf_counter() - started
            kept = {
                "scale": given.scale,
                "machines": machines,
                "took_seconds": took,
                "results": results,
            }
            file.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")

        scale = suite.FULL if full else suite.QUICK
        parts = given.part or list(suite.PARTS)
        suite.run(
            given.data.resolve(), scale, parts, results, lambda line: print(line, flush=True), keep
        )
    kept = json.loads(file.read_text("utf-8"))
    print(report.verdicts(kept))
    if full:
        PAGE.write_text(report.page(kept), "utf-8")


if __name__ == "__main__":
    main()
