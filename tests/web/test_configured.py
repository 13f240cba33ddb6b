"""A database that orders texts by a language is refused: areas are ranges of codes."""

import os
import subprocess
import sys

import psycopg
import pytest
from databases import address_of
from django.db import connection

PROGRAM = "from ppaos.web.configured import configure; configure()"
NAME = "ppaos_by_language"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite orders texts by bytes")
def test_a_database_in_the_order_of_a_language_is_refused(tmp_path):
    server = address_of("postgres")
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {NAME}")
        admin.execute(
            f"CREATE DATABASE {NAME} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US' "
            "LOCALE 'C.UTF-8'"
        )
        try:
            done = subprocess.run(
                [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False,
                env={
                    **os.environ, "PPAOS_DATA": str(tmp_path),
                    "PPAOS_DATABASE_URL": address_of(NAME),
                    "DJANGO_SETTINGS_MODULE": "ppaos.web.settings",
                },
            )  # fmt: skip
        finally:
            admin.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
    assert done.returncode
    assert "--locale=C.UTF-8" in done.stderr
