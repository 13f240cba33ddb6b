"""The site's own database role on PostgreSQL: does all that the site does, and cannot touch the audit."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from databases import address_of, let_act_as, own_postgresql, own_role
from django.db import connection

from ppaos.domain.errors import SettingError
from ppaos.engine.store import Store
from ppaos.web.database_role import grant_application

AS_THE_SITE = """
from ppaos.web.setup import configure
configure()
from django.conf import settings
from ppaos.workflows.publish.job import publish
from ppaos.operations.accounts.demo import make_demo_accounts
from ppaos.operations.accounts.models import User
from ppaos.operations.audit.verify import verify
from ppaos.operations.people.models import Household
from ppaos.workflows.publish.job import withdraw
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
make_demo_accounts()
first = publish(settings.PPAOS_STORE)
second = publish(settings.PPAOS_STORE)
assert Household.objects.filter(publication_id=second.publication).count() == second.households
withdraw(first.publication)
assert not Household.objects.filter(publication_id=first.publication).exists()
client = Client()
client.force_login(User.objects.get(username="provincial"), "django.contrib.auth.backends.ModelBackend")
assert client.get("/account/mine/").status_code == 200
assert verify().is_whole
print(verify().entries)
"""
ppaos = [sys.executable, "-m", "ppaos.cli.main"]


def _run(command: list[str], folder: Path, database: str, store: Path | None = None) -> str:
    environment = {
        **os.environ, "PPAOS_DATA": str(folder), "PPAOS_DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "ppaos.web.settings", "PPAOS_STORE": str(store or folder),
        "PPAOS_LANG": "en",
    }  # fmt: skip
    done = subprocess.run(
        command, check=False, env=environment, text=True, capture_output=True, timeout=400
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.django_db
def test_sqlite_has_no_roles_and_unknown_roles_are_named() -> None:
    with pytest.raises(SettingError, match=r"PostgreSQL only|no database role 'nobody'"):
        grant_application("nobody")


@pytest.mark.slow
@pytest.mark.django_db
def test_the_site_works_under_its_role_and_cannot_change_the_audit(
    tmp_path: Path, small_store: Store
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    with (
        own_role() as (owner, owner_password),
        own_role() as (role, password),
        own_postgresql(owner=owner, password=owner_password) as address,
    ):
        name = address.rpartition("/")[2]
        let_act_as(role, who=owner)
        told = _run([*ppaos, "database", "grant-application", role], tmp_path, address)
        assert "audit_entry: SELECT, INSERT" in told
        assert _run([*ppaos, "database", "grant-application", role], tmp_path, address) == told
        site = address_of(name, role=role, password=password)
        made = _run([sys.executable, "-c", AS_THE_SITE], tmp_path, site, small_store.root)
        assert int(made) > 8
        _refused(site)
        with psycopg.connect(address, autocommit=True) as database:
            database.execute("ALTER TABLE people_household ADD COLUMN later int")
            database.execute("CREATE TABLE later (id int)")
        with psycopg.connect(site, autocommit=True) as database:
            database.execute("INSERT INTO later VALUES (1)")


def _refused(site: str) -> None:
    """Everything that would change the audit or what went on record of migrations."""
    with psycopg.connect(site, autocommit=True) as database:
        database.execute(
            "GRANT ALL ON audit_entry TO CURRENT_USER"
        )  # gives nothing, with a warning
        for statement in (
            "UPDATE audit_entry SET action = 'x'",
            "UPDATE audit_entry SET action = 'x' WHERE number = 1",
            "DELETE FROM audit_entry",
            "TRUNCATE audit_entry",
            "DROP TABLE audit_entry",
            "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
            "DROP TRIGGER audit_entry_append_only ON audit_entry",
            "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN NULL; END $$",
            "CREATE TRIGGER x BEFORE INSERT ON audit_entry EXECUTE FUNCTION audit_entry_refuse()",
            "ALTER TABLE audit_entry ADD COLUMN x int",
            "SET session_replication_role = replica",
            "DELETE FROM django_migrations",
            "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', 'x', now())",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                database.execute(statement)
        database.execute("SELECT count(*) FROM audit_entry")
