"""Make Django ready for a command: settings from the environment, tables as this program wants them."""

import os

import django
from django.core.exceptions import ImproperlyConfigured

from ppaos.domain.errors import SettingError


def configure(*, schema: bool = True) -> None:
    """Set Django up once; with `schema` also make or change tables that are not as they should be.

    Errors: SettingError for a setting that cannot be, and for a database that does not answer.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppaos.web.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise SettingError(
            th=f"ตั้งค่าเว็บไซต์ไม่ถูกต้อง: {error} ดู docs/reference/environment.md",
            en=f"The site's settings cannot be used: {error}. See docs/reference/environment.md.",
        ) from error
    if schema:
        _bring_schema_up()


def _bring_schema_up() -> None:
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    except DatabaseError as error:
        raise SettingError(
            th=f"ฐานข้อมูลใช้ไม่ได้: {error} ตรวจ PPAOS_DATABASE_URL และสิทธิ์ของบัญชีฐานข้อมูล",
            en=f"The database cannot be used: {error}. Check PPAOS_DATABASE_URL and what its account may do.",
        ) from error
