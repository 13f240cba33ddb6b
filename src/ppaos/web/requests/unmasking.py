"""Show one citizen ID to somebody who may see it, and find a person by theirs.

    unmask              the number, after permission, area, purpose, rate and record, in this order
    citizen_id_lookup   the identity under which the store knows a number

The record is written and committed before the vault is opened: a number that was shown without an
entry in the audit cannot happen; an entry for a number that the vault then lacked can.
"""

from typing import Any, Final, Protocol
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from ppaos.domain.errors import ScopeError
from ppaos.domain.identity.citizen_id import compact_number, is_citizen_id
from ppaos.domain.privacy.purposes import ID_PURPOSES, stated
from ppaos.engine.store import Store
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import scope_of
from ppaos.operations.audit.actions import record_at_most
from ppaos.web.requests.auth import current_user as signed_in
from ppaos.web.requests.limits import TooManyError
from ppaos.workflows import vault

MOST_AN_HOUR: Final = 30
"""Numbers that one account may have shown in an hour."""
THAI_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


class WithNumber(Protocol):
    """A published person, as far as showing the number needs it."""

    person_id: UUID
    household_id: str
    village_code: str
    has_citizen_id: bool


def unmask(request: HttpRequest, person: WithNumber) -> str:
    """The citizen ID of a person in clear, grouped; `purpose` and `note` come with the form.

    Errors: ScopeError without the permission in the person's village; SettingError without a
    purpose, or keys; TooManyError above the rate; StoreError when the vault has no such number.
    """
    user = signed_in(request)
    if not scope_of(user, Permission.UNMASK).covers(person.village_code):
        raise ScopeError(
            th="ท่านไม่มีสิทธิ์เปิดเลขประจำตัวของคนในหมู่บ้านนี้",
            en="You may not see citizen IDs of people of this village.",
        )
    purpose = stated(request.POST.get("purpose", ""), request.POST.get("note", ""), of=ID_PURPOSES)
    facts: dict[str, Any] = {
        "target": ("person", str(person.person_id)),
        "area": person.village_code,
        "purpose": purpose,
        "details": {"household": person.household_id},
    }
    if not record_at_most(MOST_AN_HOUR, "unmask", "unmask_refused", by=user, **facts):
        raise TooManyError(
            th=f"เปิดเลขประจำตัวได้ไม่เกิน {MOST_AN_HOUR} คนต่อชั่วโมง รอแล้วลองใหม่ หากงานต้องใช้มากกว่านี้ให้ขอรายชื่อตามวัตถุประสงค์แทน",
            en=f"At most {MOST_AN_HOUR} citizen IDs can be shown in an hour. Wait and try again; "
            "for more, ask for a list by purpose instead.",
        )
    store = Store(settings.PPAOS_STORE)
    return vault.show(
        store, str(person.person_id), purpose=purpose, account=user.get_username()
    ).text


def citizen_id_lookup(text: str) -> UUID | None:
    """The identity of the person with this number, published or not; null when it is no number.

    Thai digits, spaces and hyphens are allowed. Errors: SettingError without the store's key.
    """
    number = compact_number(text.translate(THAI_DIGITS))
    if not is_citizen_id(number):
        return None
    return vault.hash_of_citizen_id(Store(settings.PPAOS_STORE), number)
