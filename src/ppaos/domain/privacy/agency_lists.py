"""Whether an agency may have a list, and what is in it: the rules that every way out asks.

In: an agency's document, and the list that somebody wants for it: area, group, unit, fields. Out: a
`PermittedList`, or a `ListError` that says which rule stands against it and what to do. The
command line and the site both ask here, so that neither hands out what the other refuses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Literal, Protocol

from ppaos.domain.area.codes import NATION, level_of
from ppaos.domain.area.scope import Scope, shown_code
from ppaos.domain.errors import SettingError
from ppaos.domain.privacy.list_fields import CITIZEN_ID, ListField, Unit

DEFAULT_AGENCY: Final = "provincial-centre"
"""The receiver of a list for which nobody named one."""
GroupName = tuple[str, str]
"""(document of rules, group)."""
CitizenIds = Literal["none", "masked", "full"]
_EXAMPLES: Final = 4
_UNITS: Final = {"person": ("บุคคล", "persons"), "household": ("ครัวเรือน", "households")}


class TextPair(Protocol):
    """A text in both languages, of whatever class."""

    @property
    def th(self) -> str:
        """In Thai."""

    @property
    def en(self) -> str:
        """In English."""


class Receiver(Protocol):
    """An agency's document, as far as lists depend on it."""

    @property
    def agency(self) -> str:
        """Its name."""

    @property
    def title(self) -> TextPair:
        """What it is called."""

    @property
    def purpose(self) -> TextPair:
        """What it receives lists for."""

    @property
    def legal_basis(self) -> TextPair:
        """What allows that."""

    @property
    def vocabulary(self) -> Mapping[str, ListField]:
        """Every field that a list may have, by name."""

    @property
    def needs_group(self) -> bool:
        """Whether a list must be of one group."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields that the purpose allows."""

    @property
    def citizen_id(self) -> CitizenIds:
        """How citizen IDs are written for it."""

    @property
    def retention_days(self) -> int:
        """After how many days it deletes a list."""

    def allows_group(self, rules: str, group: str) -> bool:
        """Whether its purpose covers the group."""


class Reason(StrEnum):
    """The rule that a list breaks."""

    NO_GROUP = "no_group"
    GROUP_OUTSIDE_PURPOSE = "group_outside_purpose"
    CHOSEN_BY_FACT = "chosen_by_fact"
    NO_FIELD = "no_field"
    UNKNOWN_FIELD = "unknown_field"
    FIELD_OUTSIDE_PURPOSE = "field_outside_purpose"
    FIELD_OF_OTHER_UNIT = "field_of_other_unit"
    UNKNOWN_FORMAT = "unknown_format"
    SEVERAL_AREAS = "several_areas"
    NOBODY = "nobody"


class ListError(SettingError):
    """A list that may not be made; nothing was written."""

    def __init__(self, reason: Reason, *, th: str, en: str) -> None:
        self.reason = reason
        super().__init__(th=th, en=en)


@dataclass(frozen=True)
class PermittedList:
    """A list that may be made: every rule was asked."""

    receiver: Receiver
    area: str
    group: GroupName | None
    unit: Unit
    fields: tuple[str, ...]
    """In the order of the vocabulary."""

    @property
    def withheld(self) -> tuple[str, ...]:
        """Fields that lists of the unit can have and this one has not."""
        return tuple(
            name
            for name, field in self.receiver.vocabulary.items()
            if self.unit in field.units and name not in self.fields
        )

    @property
    def citizen_ids(self) -> CitizenIds:
        """How citizen IDs are written in it."""
        return self.receiver.citizen_id if CITIZEN_ID in self.fields else "none"

    def delete_by(self, made_on: date) -> date:
        """The day by which the receiver deletes the list."""
        return made_on + timedelta(days=self.receiver.retention_days)


def permitted_list(
    receiver: Receiver,
    *,
    area: str,
    group: GroupName | None,
    unit: Unit,
    fields: Sequence[str] | None = None,
    known_groups: Sequence[GroupName] = (),
    is_chosen_by_fact: bool = False,
) -> PermittedList:
    """The list of an area (and group) that the receiver may have.

    `fields` narrows what the purpose allows; null is all of it. `known_groups`: those of the data,
    to name examples. `is_chosen_by_fact`: whether rows are chosen by a fact about members.
    Errors: ListError; AreaError for a code of no known form.
    """
    level_of(area)
    require_group(receiver, group, known_groups, is_chosen_by_fact=is_chosen_by_fact)
    chosen = fields_of_list(receiver, unit, fields)
    scope = NATION if area in ("", NATION) else area
    return PermittedList(receiver, scope, group, unit, chosen)


def require_group(
    receiver: Receiver,
    group: GroupName | None,
    known_groups: Sequence[GroupName] = (),
    *,
    is_chosen_by_fact: bool = False,
) -> None:
    """Errors: ListError when the receiver may not have a list of these people."""
    title, purpose = receiver.title, receiver.purpose
    allowed = [f"{r}/{g}" for r, g in known_groups if receiver.allows_group(r, g)]
    if is_chosen_by_fact and receiver.needs_group:
        raise ListError(
            Reason.CHOSEN_BY_FACT,
            th=f"{title.th} รับรายชื่อของกลุ่มเป้าหมายเท่านั้น เอาเงื่อนไข 'ประเด็นหรือสิทธิของสมาชิก' ออกก่อน",
            en=f"{title.en} receives lists of target groups. Take away the condition 'issue or right of a member' first.",
        )
    if group is None:
        if receiver.needs_group:
            examples = ", ".join(allowed[:_EXAMPLES]) or "-"
            raise ListError(
                Reason.NO_GROUP,
                th=f"{title.th} รับได้เฉพาะรายชื่อของกลุ่มเป้าหมาย เลือกกลุ่มก่อน เช่น {examples}",
                en=f"{title.en} may only receive lists of a group. Choose one first, such as {examples}.",
            )
        return
    if not receiver.allows_group(*group):
        covered = ", ".join(allowed) or "-"
        raise ListError(
            Reason.GROUP_OUTSIDE_PURPOSE,
            th=f'วัตถุประสงค์ "{purpose.th}" ของ {title.th} ไม่ครอบคลุมกลุ่ม {group[1]} ({group[0]}) รับได้: {covered}',
            en=f'The purpose "{purpose.en}" of {title.en} does not cover group {group[1]} ({group[0]}). '
            f"It covers: {covered}.",
        )


def fields_of_list(
    receiver: Receiver, unit: Unit, wanted: Sequence[str] | None = None
) -> tuple[str, ...]:
    """Fields of a list of persons or households, in the order of the vocabulary.

    `wanted` narrows them; null is every field of the purpose. Errors: ListError for a choice of
    none, and for a field that does not exist, that lists of this unit do not have, or that the
    purpose does not allow.
    """
    known = receiver.vocabulary
    if wanted is None:
        wanted = [name for name in receiver.fields if unit in known[name].units]
    if not wanted:
        raise ListError(
            Reason.NO_FIELD,
            th="ยังไม่ได้เลือกข้อมูล เลือกอย่างน้อยหนึ่งอย่างที่ต้องใช้จริง",
            en="No field was chosen. Choose at least one that is really needed.",
        )
    for name in wanted:
        _require_known(receiver, name)
    for name in wanted:
        if unit not in known[name].units:
            raise ListError(
                Reason.FIELD_OF_OTHER_UNIT,
                th=f"รายชื่อราย{_UNITS[unit][0]}ไม่มีข้อมูล '{name}' ({known[name].title.th}) ตัดข้อมูลนี้ออก",
                en=f"Lists of {_UNITS[unit][1]} have no field '{name}' ({known[name].title.en}). Leave it out.",
            )
    return tuple(name for name in known if name in set(wanted))


def _require_known(receiver: Receiver, name: str) -> None:
    title, purpose, known = receiver.title, receiver.purpose, receiver.vocabulary
    if name not in known:
        raise ListError(
            Reason.UNKNOWN_FIELD,
            th=f"ไม่มีข้อมูลชื่อ '{name}' ที่มีคือ {', '.join(known)}",
            en=f"There is no field '{name}'. There are {', '.join(known)}.",
        )
    if name not in receiver.fields:
        raise ListError(
            Reason.FIELD_OUTSIDE_PURPOSE,
            th=f"วัตถุประสงค์ \"{purpose.th}\" ของ {title.th} ไม่ครอบคลุมข้อมูล '{name}' ({known[name].title.th}) ตัดออก หรือให้ผู้ควบคุมข้อมูลแก้เอกสาร {receiver.agency}",
            en=f"The purpose \"{purpose.en}\" of {title.en} does not cover field '{name}' "
            f"({known[name].title.en}). Leave it out, or have the data controller change document {receiver.agency}.",
        )


def require_format(name: str, formats: Sequence[str]) -> None:
    """Errors: ListError for a format that is none of those that can be written."""
    if name not in formats:
        raise ListError(
            Reason.UNKNOWN_FORMAT,
            th=f"ไม่รู้จักรูปแบบ '{name}' ใช้ {', '.join(formats)}",
            en=f"Unknown format '{name}'. Use {', '.join(formats)}.",
        )


def area_of_list(scope: Scope, asked: str) -> str:
    """The one area of a list over what of the area `asked` lies in a scope.

    Errors: ListError when that is several areas, or none.
    """
    prefixes = scope.narrowed(asked).prefixes
    if len(prefixes) == 1:
        return shown_code(prefixes[0])
    if prefixes and scope.covers(asked):
        return asked
    raise ListError(
        Reason.SEVERAL_AREAS,
        th="ไฟล์หนึ่งเป็นของพื้นที่เดียว เลือกจังหวัดหรืออำเภอในหน้าค้นหาก่อน",
        en="A file is of one area. Choose a province or district on the search page first.",
    )


def require_somebody(rows: int) -> None:
    """Errors: ListError for a list of nobody, where that is known before it is made."""
    if not rows:
        raise ListError(
            Reason.NOBODY,
            th="ไม่มีครัวเรือนตามเงื่อนไขนี้ กลับไปเปลี่ยนเงื่อนไขในหน้าค้นหา",
            en="No household matches. Go back and change the conditions of the search.",
        )
