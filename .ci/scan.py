"""Look for known weaknesses of what the locks install, and for secrets in the tracked files.

    .venv-tools/bin/python .ci/scan.py                    parts that reach no server are skipped, and say so
    REQUIRE_NETWORK=1 .venv-tools/bin/python .ci/scan.py  a part that was skipped is a failure

Ends with 1 when anything was found, else with 0. Standard library only; what it runs is in
requirements/tools.txt, and npm.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
LOCKS: Final = ("build", "dev", "tools")  # the runtime lock is a part of dev
ADVISORIES: Final = ROOT / "requirements" / "advisories.txt"
HASHES: Final = r"requirements/.*\.txt|frontend/package-lock\.json"
# Values that look like secrets and are none: words of examples and of tests, rates, an alphabet.
EXAMPLES: Final = (
    r"^(password|short|other|wrong|secret|four unrelated words|ABCDEFGHIJKLMNOPQRSTUVWXYZ234567)$",
    r"^\d+/m/",
    r"^(Signing key|Secret of the client)",
)


@dataclass(frozen=True)
class Result:
    """What one part of the scan says: its findings, or why it could not look."""

    part: str
    findings: tuple[str, ...] = ()
    skipped: str | None = None

    def __str__(self) -> str:
        if self.findings:
            return "\n".join([f"{self.part}: {len(self.findings)} found", *self.findings])
        return f"{self.part}: " + (f"SKIPPED, {self.skipped}" if self.skipped else "nothing found")


def python_advisories(part: str, answer: str) -> Result:
    """From the JSON of pip-audit; a package that it could not look up makes the part skipped."""
    packages = _json(answer).get("dependencies")
    if not packages:
        return Result(part, skipped="no server with advisories answers")
    findings = tuple(
        f"  {package['name']} {package['version']}: {entry['id']}, mended in "
        f"{', '.join(entry['fix_versions']) or 'no release yet'}"
        for package in packages
        for entry in package.get("vulns", ())
    )
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    reason = f"{len(unknown)} of {len(packages)} packages are not known to the server that answers"
    return Result(part, findings, reason if unknown else None)


def npm_advisories(part: str, answer: str) -> Result:
    """From the JSON of `npm audit`."""
    report = _json(answer)
    if "vulnerabilities" not in report:
        return Result(part, skipped="no server with advisories answers")
    return Result(
        part,
        tuple(
            f"  {name} ({entry['severity']}): {_titles(entry['via'])}"
            for name, entry in report["vulnerabilities"].items()
        ),
    )


def npm_signatures(part: str, answer: str) -> Result:
    """From the JSON of `npm audit signatures`."""
    report = _json(answer)
    if "invalid" not in report:
        return Result(part, skipped="no server with signing keys answers")
    return Result(
        part,
        tuple(
            f"  {entry['name']} {entry['version']}: {word}"
            for word in ("invalid", "missing")
            for entry in report[word]
        ),
    )


def secrets(part: str, answer: str) -> Result:
    """From the JSON of `detect-secrets scan`; values are never printed."""
    report = _json(answer)
    if "results" not in report:
        return Result(part, ("  detect-secrets did not finish",))
    return Result(
        part,
        tuple(
            f"  {name}:{entry['line_number']}: {entry['type']}"
            for name, entries in report["results"].items()
            for entry in entries
        ),
    )


def accepted_advisories(text: str, today: date) -> list[str]:
    """Identifiers of the lines `ID until YYYY-MM-DD: reason` whose day has not passed."""
    accepted = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        entry = re.fullmatch(r"(\S+) until (\d{4}-\d\d-\d\d): .+", line)
        if not entry:
            raise SystemExit(f"{ADVISORIES.name}: write `ID until YYYY-MM-DD: reason`, not: {line}")
        if today <= date.fromisoformat(entry[2]):
            accepted.append(entry[1])
    return accepted


def _titles(via: Sequence[Any]) -> str:
    return "; ".join(item if isinstance(item, str) else item["title"] for item in via)


def _json(text: str) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _answer(*command: str, folder: Path = ROOT) -> str:
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return run.stdout


def _parts() -> Iterator[Result]:
    programs = Path(sys.executable).parent
    ignored = [
        word
        for name in accepted_advisories(ADVISORIES.read_text("utf-8"), datetime.now(UTC).date())
        for word in ("--ignore-vuln", name)
    ]
    for lock in LOCKS:
        yield python_advisories(
            f"Advisories, requirements/{lock}.txt",
            _answer(
                str(programs / "pip-audit"),
                "--disable-pip",
                "--require-hashes",
                "--progress-spinner=off",
                "--format=json",
                *ignored,
                "--requirement",
                f"requirements/{lock}.txt",
            ),
        )
    frontend = ROOT / "frontend"
    yield npm_advisories("Advisories, frontend", _answer("npm", "audit", "--json", folder=frontend))
    yield npm_signatures(
        "Signatures, frontend", _answer("npm", "audit", "signatures", "--json", folder=frontend)
    )
    examples = [word for pattern in EXAMPLES for word in ("--exclude-secrets", pattern)]
    yield secrets(
        "Secrets in tracked files",
        _answer(str(programs / "detect-secrets"), "scan", "--exclude-files", HASHES, *examples),
    )


def main() -> int:
    """Print each part as it ends; 1 when something was found or, where asked for, not looked at."""
    strict = os.environ.get("REQUIRE_NETWORK") == "1"
    failed = False
    for result in _parts():
        print(result, flush=True)
        failed = failed or bool(result.findings) or (strict and result.skipped is not None)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
