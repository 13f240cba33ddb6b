"""Hold the share of branches and lines that tests reach: it may rise, it may not fall.

    python .ci/coverage_floor.py      after `make test COVERAGE=1`

Prints what no test reaches. Ends with 1 when the share is under `.ci/coverage-floor`, or when that
floor is under the one of the branch `main`. Raises the file to the whole per cent that was reached
once that is more; the raised file belongs into the commit.
"""

import subprocess
import sys
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).resolve().parents[1]
FLOOR = ROOT / ".ci" / "coverage-floor"


def main() -> int:
    """What a shell is told."""
    floor, before = float(FLOOR.read_text("utf-8")), floor_of_main()
    if before is not None and floor < before:
        print(f"The floor of coverage fell from {before:g} to {floor:g} per cent; it only rises.")
        return 1
    reached = measured()
    if reached < floor:
        print(
            f"Tests reach {reached:.2f} per cent, under the floor of {floor:g}: test what is new."
        )
        return 1
    print(f"Tests reach {reached:.2f} per cent of lines and branches; the floor is {floor:g}.")
    if reached >= floor + 1:
        FLOOR.write_text(f"{int(reached)}\n", "utf-8")
        print(f"The floor is raised to {int(reached)}: commit .ci/coverage-floor.")
    return 0


def measured() -> float:
    """Per cent of lines and branches of `src` that the last tests reached."""
    coverage = Coverage(config_file=str(ROOT / "pyproject.toml"))
    left = [str(path) for path in ROOT.glob(".coverage.*")]
    coverage.load()
    if left:  # of processes that tests started and that ended after the tests
        coverage.combine(left)
        coverage.save()
    return coverage.report(file=sys.stdout)


def floor_of_main() -> float | None:
    """The floor that others rely on; null where git knows no `origin/main`."""
    shown = subprocess.run(
        ["git", "show", "origin/main:.ci/coverage-floor"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return float(shown.stdout) if shown.returncode == 0 else None


if __name__ == "__main__":
    sys.exit(main())
