"""Add an entry to the audit chain.

Each entry's hash is an HMAC over its fields and the hash before it, so that a changed, missing or
inserted row breaks the chain. Entries are numbered without gaps; whoever records waits their turn,
so a long transaction records last. Outside a request, who does it is the user of the operating
system, written `system:NAME`.
"""

import getpass
import hashlib
import hmac
import json
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from ppaos.operations.audit.chain_head import Head, HeadFile
from ppaos.operations.audit.models import Entry
from ppaos.operations.audit.queries import times_done

FIRST_HASH: Final = "0" * 64
_LOCK: Final = 7_306_001
"""Key of PostgreSQL's advisory lock: one writer of the chain at a time."""


class Actor(Protocol):
    """An account, as far as the audit needs to know it."""

    pk: Any

    def get_username(self) -> str:
        """What the account is called; empty for somebody not signed in."""

    def role_names(self) -> tuple[str, ...]:
        """Roles that the account holds, each once."""

    def own_area(self) -> str:
        """The smallest area that holds all areas of the account; empty when it has none."""


@dataclass(frozen=True)
class Request:
    """Whose request is being answered."""

    user: Actor | None = None
    address: str = ""


_request: ContextVar[Request | None] = ContextVar("request", default=None)


@contextmanager
def request_of(user: Any, *, address: str) -> Iterator[None]:
    """Whose request the entries recorded inside the block belong to."""
    known = user if getattr(user, "is_authenticated", False) else None
    token = _request.set(Request(known, address))
    try:
        yield
    finally:
        _request.reset(token)


@transaction.atomic
def record(
    action: str,
    *,
    by: Actor | None = None,
    target: tuple[str, str] = ("", ""),
    area: str = "",
    purpose: str = "",
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """Add one entry: `by` did `action` to `target` (kind, identity) in an area, for a purpose.

    `by` null is the person whose request is being answered, or whoever gave the command.
    `details` holds plain JSON values, no citizen ID and no name of a household. Texts longer than
    their column are cut. The entry stands or falls with the transaction.
    """
    request = _request.get()
    who = by if by is not None or request is None else request.user
    entry = Entry(
        actor_id=who.pk if who else None,
        actor=_cut("actor", who.get_username() if who else "" if request else _commander()),
        roles=",".join(who.role_names()) if who else "",
        actor_area=who.own_area() if who else "",
        action=action,
        target_kind=target[0],
        target_id=_cut("target_id", target[1]),
        area_code=area,
        purpose=_cut("purpose", purpose),
        details=storable(dict(details or {})),
        address=_cut("address", request.address if request else ""),
    )
    _wait_for_turn()
    last = Entry.objects.order_by("-number").only("number", "hash").first()
    entry.number, entry.at = (last.number if last else 0) + 1, timezone.now()
    entry.previous_hash = last.hash if last else FIRST_HASH
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    head = Head(entry.number, entry.hash)
    transaction.on_commit(lambda: head_file().advance(head), robust=True)
    return entry


def record_at_most(most: int, action: str, refused: str, *, by: Actor, **facts: Any) -> bool:
    """Add an entry unless `by` did it `most` times in the last hour; then `refused` is added.

    Returns whether it was added. The entry is there before it is counted, and whoever records
    waits their turn, so that two at once are not both the last.
    """
    with transaction.atomic():
        record(action, by=by, **facts)
        if times_done(by.pk, action, within=timedelta(hours=1)) <= most:
            return True
        transaction.set_rollback(True)
    record(refused, by=by, **facts)
    return False


def hash_of(entry: Entry) -> str:
    """HMAC-SHA256 over every field but `hash` itself, in hex."""
    fields = {
        field.attname: _plain(getattr(entry, field.attname))
        for field in Entry._meta.concrete_fields
        if field.attname != "hash"
    }
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    key = str(settings.AUDIT_KEY).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def head_file() -> HeadFile:
    """Where this site notes its newest entry."""
    return HeadFile(settings.FOLDERS.data / "audit-head")


def storable(value: Any) -> Any:
    """A value as JSON columns of both databases give it back, so that its hash stays the same.

    Whole floats become whole numbers, keys and unknown kinds become text, and what PostgreSQL
    cannot keep in text (a zero byte, half a surrogate pair) is left out or replaced.
    """
    if isinstance(value, Mapping):
        return {_text(key): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [storable(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() else value
    return _text(value)


def _commander() -> str:
    """The user of the operating system; by number when it has no name there."""
    try:
        return f"system:{getpass.getuser()}"
    except (KeyError, OSError):
        return f"system:{os.getuid()}"


def _text(value: Any) -> str:
    return str(value).replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _cut(field: str, text: str) -> str:
    length: int = Entry._meta.get_field(field).max_length  # type: ignore[union-attr, assignment]
    return _text(text)[:length]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")
    return value


def _wait_for_turn() -> None:
    """On PostgreSQL hold the chain until the transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
