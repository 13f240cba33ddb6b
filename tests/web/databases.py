"""PostgreSQL databases and roles of one test's own, beside the one that Django's tests use."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
from django.conf import settings
from psycopg import sql


@contextmanager
def own_postgresql(*, owner: str = "", password: str = "", icu_locale: str = "") -> Iterator[str]:
    """Address of an empty database, for its owner, that is dropped afterwards.

    `icu_locale`: the language by whose order the database sorts texts; by bytes without it.
    """
    name = f"ppaos_{secrets.token_hex(6)}"
    identifier = sql.Identifier(name)
    create = sql.SQL("CREATE DATABASE {}").format(identifier)
    if owner:
        create += sql.SQL(" OWNER {}").format(sql.Identifier(owner))
    if icu_locale:
        order = sql.SQL(" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE {} LOCALE 'C.UTF-8'")
        create += order.format(sql.Literal(icu_locale))
    with psycopg.connect(**_server(), autocommit=True) as server:
        server.execute(create)
        try:
            yield address_of(name, role=owner, password=password)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


@contextmanager
def own_role() -> Iterator[tuple[str, str]]:
    """Name and password of a role without rights, dropped afterwards if nothing is its own."""
    name, password = f"ppaos_app_{secrets.token_hex(6)}", secrets.token_hex(12)
    with psycopg.connect(**_server(), autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                sql.Identifier(name), sql.Literal(password)
            )
        )
        try:
            yield name, password
        finally:
            server.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def let_act_as(role: str, *, who: str) -> None:
    """Make one role a member of another, so that it may do what the other may."""
    names = {"role": sql.Identifier(role), "who": sql.Identifier(who)}
    with psycopg.connect(**_server(), autocommit=True) as server:
        server.execute(sql.SQL("GRANT {role} TO {who}").format(**names))


def address_of(name: str, *, role: str = "", password: str = "") -> str:
    """Address of a database of the server that the tests use, for one of its roles."""
    given = settings.DATABASES["default"]
    user, secret = role or given["USER"], password or given["PASSWORD"]
    who = quote(user) + (f":{quote(secret)}" if secret else "")
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"postgres://{who}@{given['HOST']}{port}/{name}"


def _server() -> dict[str, str]:
    given = settings.DATABASES["default"]
    found = {
        "host": given["HOST"], "port": str(given["PORT"] or ""), "user": given["USER"],
        "password": given["PASSWORD"], "dbname": "postgres",
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}
