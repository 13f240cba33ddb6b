"""A database that orders texts by a language is refused: areas are ranges of codes."""

import subprocess
import sys

import pytest
from databases import own_postgresql
from django.db import connection

from support.process import environment

PROGRAM = "from ppaos.web.setup import configure; configure()"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite orders texts by bytes")
def test_a_database_in_the_order_of_a_language_is_refused(tmp_path):
    with own_postgresql(icu_locale="en-US") as address:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            text=True,
            check=False,
            env=environment(PPAOS_DATA=tmp_path, PPAOS_DATABASE_URL=address),
        )
    assert done.returncode
    assert "--lc-collate=C" in done.stderr
