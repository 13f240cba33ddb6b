"""What strangers find at the door: one version, workflows, forms, pinned names, owners."""

import re
from typing import Any

import pytest
from ruamel.yaml import YAML
from tree import ROOT, has_thai

from ppaos.version import __version__

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
DIGEST = r"@sha256:[0-9a-f]{64}"


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _yaml(text: str) -> Any:
    return YAML(typ="safe").load(text)


def _images() -> list[str]:
    """Images of others that the containers and the workflows start from."""
    built = re.findall(r"^FROM (\S+)", _text("Dockerfile"), re.MULTILINE)
    run = re.findall(r"^ +image: (\S+)", _text("compose.yaml"), re.MULTILINE)
    tests = [
        image
        for path in WORKFLOWS
        for image in re.findall(r"^ +image: (\S+)", path.read_text("utf-8"), re.MULTILINE)
    ]
    return [image for image in [*built, *run, *tests] if not image.startswith("ppaos:")]


def test_one_file_states_the_version() -> None:
    project = _text("pyproject.toml")
    assert 'dynamic = ["version"]' in project
    assert 'path = "src/ppaos/version.py"' in project
    assert '"version"' not in _text("frontend/package.json")


def test_the_changelog_and_the_citation_know_the_version() -> None:
    releases = re.findall(r"^## \[(\d\S*)\] - (\d{4}-\d\d-\d\d)$", _text("CHANGELOG.md"), re.M)
    citation = _yaml(_text("CITATION.cff"))
    assert releases[0] == (__version__, str(citation["date-released"]))
    assert citation["version"] == __version__
    assert "## [Unreleased]\n" in _text("CHANGELOG.md")


@pytest.mark.parametrize("image", _images())
def test_an_image_carries_an_exact_release(image: str) -> None:
    assert re.fullmatch(rf"[a-z]+:\d+\.\d+(?:\.\d+)?(?:-[a-z-]+)?(?:{DIGEST})?", image)


def test_tests_run_on_the_database_of_production() -> None:
    images = [image for image in _images() if image.startswith("postgres:")]
    assert len(images) == 2
    assert len(set(images)) == 1


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_few_rights_and_named_actions(path: Any) -> None:
    text = path.read_text("utf-8")
    workflow = _yaml(text)
    assert workflow["permissions"] == {"contents": "read"}
    actions = re.findall(r"uses: (\S+)", text)
    assert actions
    for action in actions:
        assert re.fullmatch(r"\./\S+|[\w-]+/[\w./-]+@(?:v\d+|[0-9a-f]{40})", action), action
    for job in workflow["jobs"].values():
        assert "uses" in job or job["timeout-minutes"] <= 300
        for step in job.get("steps", ()):
            if str(step.get("uses")).startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_make_targets_of_workflows_exist() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", _text("Makefile"), re.MULTILINE))
    ran = {
        word
        for path in WORKFLOWS
        for step in re.findall(r"(?:run: |^ +)make ([^|&\n]+)", path.read_text("utf-8"), re.M)
        for word in re.sub(r"\d>.*", "", step).split()
        if re.fullmatch(r"[a-z-]+", word)
    }
    assert {"nightly", "scan", "docs-site", "package", "sbom"} <= ran
    assert ran <= targets


def test_supported_pythons_are_those_of_the_metadata() -> None:
    matrix = _yaml(_text(".github/workflows/ci.yml"))["jobs"]["check"]["strategy"]["matrix"]
    stated = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', _text("pyproject.toml"))
    assert matrix["python"] == stated
    assert f'requires-python = ">={stated[0]}"' in _text("pyproject.toml")


def test_every_kind_of_dependency_is_renewed() -> None:
    updates = _yaml(_text(".github/dependabot.yml"))["updates"]
    kinds = {item["package-ecosystem"] for item in updates}
    assert kinds == {"pip", "npm", "docker", "docker-compose", "github-actions"}
    for item in updates:
        assert item["schedule"]["interval"] == "weekly"
        assert (ROOT / item["directory"].lstrip("/")).is_dir()


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_speaks_both_languages_and_warns_of_personal_data(path: Any) -> None:
    form = _yaml(path.read_text("utf-8"))
    warning = form["body"][0]["attributes"]["value"]
    assert "ห้าม" in warning
    assert "Never" in warning
    assert any(
        option.get("required")
        for field in form["body"]
        if field["type"] == "checkboxes"
        for option in field["attributes"]["options"]
    )
    texts = [form["name"], *(field["attributes"].get("label", "") for field in form["body"])]
    for text in filter(None, texts):
        assert text == "API" or (has_thai(text) and re.search(r" · [A-Z]", text)), text


def test_there_are_three_forms() -> None:
    assert [path.stem for path in FORMS] == ["bug", "figure", "source"]


@pytest.mark.parametrize("name", ["SECURITY.md", "SUPPORT.md", "CODE_OF_CONDUCT.md"])
def test_a_page_for_strangers_speaks_thai_first(name: str) -> None:
    text = _text(name)
    assert has_thai(text.splitlines()[0])
    assert re.search(r"[A-Za-z ]{40}", text)


def test_owned_paths_exist() -> None:
    lines = [line for line in _text(".github/CODEOWNERS").splitlines() if line.strip()]
    paths = [line.split()[0] for line in lines if not line.startswith("#")]
    assert len(paths) > 5
    missing = [path for path in paths if not any(ROOT.glob(path.strip("/")))]
    assert not missing


def test_hooks_run_what_is_installed() -> None:
    hooks = [
        hook for repo in _yaml(_text(".pre-commit-config.yaml"))["repos"] for hook in repo["hooks"]
    ]
    assert {"ruff", "ruff-format", "check-yaml", "detect-private-key", "lint-imports"} <= {
        hook["id"] for hook in hooks
    }
    for path in re.findall(r"tests/\S+\.py", _text(".pre-commit-config.yaml")):
        assert (ROOT / path).is_file()


def test_the_notice_names_what_the_build_carries() -> None:
    notice = _text("NOTICE")
    dependencies = re.search(r'"dependencies": \{(.*?)\}', _text("frontend/package.json"), re.S)
    assert dependencies
    words = {"@fontsource/sarabun": "Sarabun", "@tabler/core": "Tabler", "echarts": "Apache ECharts",
             "htmx.org": "htmx", "maplibre-gl": "MapLibre GL JS",
             "simple-statistics": "simple-statistics"}  # fmt: skip
    for name in re.findall(r'"([^"]+)":', dependencies[1]):
        assert words[name] in notice, f"add {name} to NOTICE and to this test"
    for name in ("datamaps", "geothai", "PyThaiNLP"):
        assert name in notice
