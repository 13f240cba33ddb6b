"""The repository names no machine and no registry, and its locks can be trusted."""

import json
import re

import pytest
from tree import ROOT, texts

# Pieces are joined here so that this file does not hold what it looks for.
HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "registry." + "yarnpkg",
    "deb." + "debian.org",
    "proxy." + "golang",
]
MACHINE_PATH = re.compile(
    r"(?<![\w./$}])/(?:" + "|".join(["home", "root", "Users", "work", "opt", "tmp"]) + r")/\w"
)
LOCKS = ["build", "runtime", "dev", "tools"]


def test_no_machine_paths() -> None:
    found = [
        f"{name}: {match.group()}"
        for name, text in texts().items()
        if name != "LICENSE"
        for match in MACHINE_PATH.finditer(text)
    ]
    assert not found


def test_no_registry_hosts() -> None:
    found = [f"{name}: {host}" for name, text in texts().items() for host in HOSTS if host in text]
    assert not found


def test_package_lock_names_no_download_address_and_hashes_everything() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text("utf-8"))
    packages = {name: item for name, item in lock["packages"].items() if name}
    assert packages
    assert not [name for name, item in packages.items() if "resolved" in item]
    assert not [name for name, item in packages.items() if "integrity" not in item]


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    entries = [
        entry
        for entry in re.sub(r"\\\n\s*", " ", text).splitlines()
        if entry and not entry.startswith("#")
    ]
    assert entries
    assert not [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert "--index" not in text and "://" not in text and "@ " not in text


def test_runtime_lock_is_a_part_of_the_development_lock() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        # a wider marker in the development lock installs the same release
        return {
            line.split(";")[0].rstrip(" \\")
            for line in text.splitlines()
            if re.match(r"[a-z0-9]", line)
        }

    assert pins("runtime") <= pins("dev")


def test_locks_hold_every_dependency_of_the_project() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    block = re.search(r"^dependencies = \[(.*?)^\]", project, re.DOTALL | re.MULTILINE)
    assert block
    wanted = {name.lower() for name in re.findall(r'"([A-Za-z0-9._-]+)', block[1])}
    lock = (ROOT / "requirements" / "runtime.txt").read_text("utf-8")
    have = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    assert {name.replace(".", "-") for name in wanted} <= have


def test_readme_is_short_and_speaks_thai_first() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) < 120
    prose = [line for line in lines if line.strip() and not line.startswith(("#", "<", "[", "`"))]
    assert any("\u0e00" <= letter <= "\u0e7f" for letter in prose[0])


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for name, text in texts().items():
        if not name.endswith(".md"):
            continue
        broken += [
            f"{name}: {target}"
            for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
            if "://" not in target and not ((ROOT / name).parent / target).exists()
        ]
    assert not broken
