"""Publishing and changing versions as people ask for it: at the data desk, and by commands."""

import re
import shlex
import subprocess
import sys

import pytest
from databases import address_of, own_postgresql
from django.db import connection
from typer.testing import CliRunner

from ppaos.cli.main import app
from ppaos.operations.publications.models import Publication
from ppaos.operations.publications.queries import current_publication
from support.process import ROOT, environment, ppaos
from support.publishing import kept_beside

pytestmark = pytest.mark.django_db


def typed(*words):
    return CliRunner().invoke(app, ["publications", *words])


def test_versions_are_used_and_dropped_by_command(published, monkeypatch):
    monkeypatch.setattr("ppaos.web.setup._bring_schema_up", lambda: None)
    kept = str(kept_beside(published).pk)
    current = str(published.pk)
    used = typed("use", kept)
    assert used.exit_code == 0 and f"รุ่นที่ {kept} ใช้งานแล้ว" in used.output
    assert str(current_publication().pk) == kept
    for words, told in ((("drop", kept), "is in use"), (("use", "999"), "There is no version 999")):
        refused = typed(*words)
        assert refused.exit_code == 2 and told in refused.output
    assert f"รุ่นที่ {current} ใช้งานแล้ว" in typed("use", current).output
    dropped = typed("drop", kept)
    assert dropped.exit_code == 0 and f"ลบรุ่นที่ {kept} แล้ว" in dropped.output
    listed = typed("list").output
    assert "ใช้งานอยู่" in listed and not Publication.objects.filter(pk=int(kept)).exists()
    Publication.objects.filter(pk=published.pk).update(state=Publication.State.BUILDING)
    for act in ("use", "drop"):
        refused = typed(act, current)
        assert refused.exit_code == 2 and "being prepared" in refused.output


LOOKING = """
import sys
from ppaos.web.setup import configure
configure()
from django.conf import settings
from django.test import Client
from ppaos.domain.area.scope import Scope
from ppaos.operations.publications.queries import current_publication
from ppaos.operations.results.totals import totals_of
from ppaos.workflows.publish.job import publish
publish(sys.argv[1])
settings.ALLOWED_HOSTS = ["testserver"]
for line in sys.stdin:
    publication = current_publication()
    counted = totals_of(publication)
    everybody = counted.of(Scope(("",)))[counted.columns["all:people"]]
    told = Client().get("/public/data/province.json").json()["publication"]
    print(publication.pk, told, int(everybody), flush=True)
"""


@pytest.fixture
def own_site(tmp_path):
    """Environment of a site of its own, on a database of the kind that the tests use."""
    folders = {"PPAOS_DATA": tmp_path / "site", "PPAOS_LANG": "en"}
    if connection.vendor != "postgresql":
        yield environment(**folders)
        return
    with own_postgresql() as address:
        yield environment(**folders, PPAOS_DATABASE_URL=address)


@pytest.mark.slow
def test_a_process_that_holds_a_version_sees_the_next_one(own_site, small_store, published):
    people = published.counts["people"]
    with subprocess.Popen(
        [sys.executable, "-c", LOOKING, small_store.root],
        env=own_site,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as looking:

        def seen():
            looking.stdin.write("\n")
            looking.stdin.flush()
            return looking.stdout.readline()

        assert seen() == f"1 1 {people}\n"
        again = ppaos("publish", "--store", small_store.root)
        done = subprocess.run(again, env=own_site, capture_output=True, text=True, check=False)
        assert "Version 2 is in use" in done.stdout, done.stderr
        assert seen() == f"2 2 {people}\n"
        looking.stdin.close()


@pytest.mark.slow
def test_the_page_on_publishing_tells_how_to_make_a_database(small_store, tmp_path):
    """Its commands for PostgreSQL, with another name, address and store."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite needs no database made")
    page = (ROOT / "docs" / "how-to" / "publish.md").read_text("utf-8")
    block = re.search(r"^createdb .*?(?=^```)", page, re.M | re.S)[0]
    with own_postgresql() as address:
        name = address.rpartition("/")[2]
    given = connection.settings_dict
    words = shlex.join(["--host", given["HOST"], "--username", given["USER"]])
    program = shlex.join(ppaos())
    block = re.sub(r"^createdb (.*) ppaos$", rf"createdb {words} \1 {name}", block, flags=re.M)
    block = re.sub(r"postgres://\S+", address_of(name), block)
    block = re.sub(r"^ppaos ", f"{program} ", block, flags=re.M)
    block = block.replace("--store store", f"--store {shlex.quote(str(small_store.root))}")
    env = environment(PPAOS_DATA=tmp_path / "site", PPAOS_LANG="en", PGPASSWORD=given["PASSWORD"])
    try:
        done = subprocess.run(
            ["bash", "-euc", block], env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Version 1 is in use" in done.stdout
    finally:
        subprocess.run(
            ["dropdb", *shlex.split(words), "--if-exists", "--force", name], env=env, check=False
        )
