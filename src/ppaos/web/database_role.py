"""What the site's own database account may do on PostgreSQL.

The owner makes and changes tables. The site runs as another role, which reads and writes rows,
owns the two tables whose parts `publish` makes, and can only add to the audit. So whoever takes
over the site's connection cannot alter or remove what went on record.
"""

from typing import Final

from django.db import DatabaseError, connection, transaction
from psycopg import sql

from ppaos.domain.errors import CheckError, SettingError
from ppaos.operations.audit.triggers import TABLE
from ppaos.operations.people.models import Household, Person

OWNED: Final = (Household._meta.db_table, Person._meta.db_table)
READ_ONLY: Final = ("django_migrations",)
_REFUSED: Final = ("UPDATE", "DELETE", "TRUNCATE")


def grant_application(role: str) -> list[str]:
    """Give the role what the site needs; returns what it may do, a line a kind of table.

    Errors: SettingError on SQLite, for a role that does not exist or that owns the audit, and when
    this account may not give the rights; CheckError when the role could still change the audit.
    """
    if connection.vendor != "postgresql":
        raise SettingError(
            th="คำสั่งนี้ใช้กับ PostgreSQL เท่านั้น SQLite ไม่มีบัญชีผู้ใช้",
            en="This is for PostgreSQL only; SQLite has no accounts.",
        )
    _require_other_role(role)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in _statements(role):
                cursor.execute(statement)
            _require_append_only(role)
    except DatabaseError as error:
        raise SettingError(
            th=f"ให้สิทธิ์ไม่ได้: {error} ให้ผู้มีสิทธิ์สูงสุดสั่ง GRANT {role} TO {_me()} ก่อน แล้วสั่งใหม่",
            en=f"The rights cannot be given: {error}. Have a superuser run GRANT {role} TO {_me()} first, then try again.",
        ) from error
    return [
        f"{TABLE}: SELECT, INSERT",
        f"{', '.join(OWNED)}: OWNER",
        f"{', '.join(READ_ONLY)}: SELECT",
        "*: SELECT, INSERT, UPDATE, DELETE",
    ]


def _statements(role: str) -> list[sql.Composed]:
    """In order: connect, rows of every table, the exceptions, tables made later."""
    app, schema = sql.Identifier(role), sql.Identifier(_schema())
    names = {"app": app, "schema": schema, "audit": sql.Identifier(_schema(), TABLE)}
    texts = [
        "GRANT USAGE, CREATE ON SCHEMA {schema} TO {app}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {app}",
        "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {schema} TO {app}",
        "REVOKE ALL ON {audit} FROM {app}",
        "GRANT SELECT, INSERT ON {audit} TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {app}",
    ]
    found = [sql.SQL(text).format(**names) for text in texts]
    for table in READ_ONLY:
        name = sql.Identifier(_schema(), table)
        found.append(sql.SQL("REVOKE ALL ON {table} FROM {app}").format(table=name, app=app))
        found.append(sql.SQL("GRANT SELECT ON {table} TO {app}").format(table=name, app=app))
    for table in _owned_with_parts():
        name = sql.Identifier(_schema(), table)
        found.append(sql.SQL("ALTER TABLE {table} OWNER TO {app}").format(table=name, app=app))
    return found


def _me() -> str:
    return str(connection.settings_dict["USER"] or "CURRENT_USER")


def _schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def _owned_with_parts() -> list[str]:
    """The partitioned tables and the parts that they have now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid "
            "JOIN pg_class parent ON parent.oid = inhparent WHERE parent.relname = ANY(%s) "
            "AND child.relkind IN ('r', 'p') ORDER BY 1",
            [list(OWNED)],
        )
        return [*OWNED, *(row[0] for row in cursor.fetchall())]


def _require_other_role(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolname = current_user FROM pg_roles WHERE rolname = %s", [role]
        )
        found = cursor.fetchone()
    if found is None:
        raise SettingError(
            th=f"ไม่มีบัญชีฐานข้อมูล '{role}' สร้างก่อนด้วย CREATE ROLE {role} LOGIN PASSWORD '...'",
            en=f"There is no database role '{role}'. Make it first: CREATE ROLE {role} LOGIN PASSWORD '...'",
        )
    if found[0] or found[1]:
        raise SettingError(
            th=f"บัญชี '{role}' เป็นเจ้าของหรือมีสิทธิ์สูงสุด จึงแก้บันทึกได้ ใช้บัญชีอื่นสำหรับเว็บไซต์",
            en=f"The role '{role}' owns the database or is a superuser, so it could change the audit. "
            "Use another for the site.",
        )


def _require_append_only(role: str) -> None:
    """Errors: CheckError when the role could change the audit by some other way."""
    with connection.cursor() as cursor:
        for right in _REFUSED:
            cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, TABLE, right])
            if cursor.fetchone()[0]:
                raise CheckError(
                    th=f"บัญชี '{role}' ยังทำ {right} กับบันทึกได้ผ่านบัญชีอื่นที่สังกัด ถอนการสังกัดนั้นก่อน ยังไม่มีสิทธิ์ใดเปลี่ยน",
                    en=f"The role '{role}' could still {right} the audit through a role that it belongs to. "
                    "Take that membership away first; no right was changed.",
                )
