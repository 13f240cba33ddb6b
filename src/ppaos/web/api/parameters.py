"""What may be asked of the API: parameters, their forms and limits.

A parameter that an operation does not have is refused, so that a misspelt condition cannot pass
for "everything".
"""

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field, ValidationInfo, create_model, model_validator
from pydantic.json_schema import SkipJsonSchema

from ppaos.operations.publications.models import Publication
from ppaos.operations.results.conditions.condition import Condition
from ppaos.operations.results.conditions.registry import conditions
from ppaos.operations.results.filters import HouseholdFilter, from_query
from ppaos.web.api.descriptions import query_field

MOST_HOUSEHOLDS: Final = 200
MOST_AREAS: Final = 1_000
Absent = SkipJsonSchema[None]
AreaCode = Annotated[str, Field(pattern=r"^(nat|R[1-6]|[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8})$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:/-]{1,120}$")]
Level = Literal["country", "region", "province", "district", "subdistrict", "village"]
YesNo = Literal["yes", "no"]


class OneArea(Schema):
    """An area in an address."""

    code: AreaCode = query_field("รหัสพื้นที่", "Area code.")


class OneHousehold(Schema):
    """A household in an address."""

    household_id: Annotated[str, Field(pattern=r"^([0-9]{11}|L[0-9a-f]{12})$")] = query_field(
        "รหัสประจำบ้าน 11 หลัก หรือ L และ 12 ตัวอักษร", "House code of 11 digits, or L and 12 characters."
    )


class QueryParameters(Schema):
    """Every question's parameters."""

    version: Annotated[int, Field(ge=1, le=2_147_483_647)] | Absent = query_field(
        "เลขรุ่นข้อมูล ไม่ระบุคือรุ่นปัจจุบัน", "Number of a publication; the current one when not given.", None
    )

    @model_validator(mode="before")
    @classmethod
    def _only_known(cls, given: Any, info: ValidationInfo) -> Any:
        request = (info.context or {}).get("request")
        if isinstance(request, HttpRequest):
            unknown = sorted(set(request.GET) - set(cls.model_fields))
            if unknown:
                known = ", ".join(cls.model_fields)
                raise ValueError(f"unknown: {', '.join(unknown)[:200]}; known: {known}")
        return given


class InArea(QueryParameters):
    """A question about an area."""

    area: AreaCode | Absent = query_field(
        "รหัสพื้นที่: nat, R1-R6 หรือเลข 2, 4, 6, 8 หลัก ไม่ระบุคือพื้นที่แรกของท่าน",
        "Area code: nat, R1-R6, or 2, 4, 6 or 8 digits; the first of your areas when not given.",
        None,
    )


class AreasAsked(InArea):
    """Which areas."""

    level: Level | Absent = query_field(
        "ระดับพื้นที่ ไม่ระบุคือระดับถัดลงไป",
        "Level of the areas; the next below the area when not given.",
        None,
    )
    after: AreaCode | Absent = query_field(
        "ค่า next ของหน้าก่อน", "The next of the page before.", None
    )
    size: int = query_field("จำนวนต่อหน้า", "Areas on a page.", 100, ge=1, le=MOST_AREAS)


class SeriesAsked(InArea):
    """Which series."""

    measure: Name = query_field("ชื่อตัววัด จาก /measures", "Name of a measure, from /measures.")


class ValuesAsked(SeriesAsked):
    """Which values."""

    level: Level | Absent = query_field(
        "ระดับของพื้นที่ย่อย ไม่ระบุคือระดับที่แผนที่เริ่มแสดง",
        "Level of the areas inside; the level that the map starts with when not given.",
        None,
    )


class _Conditions(InArea):
    """What every question about households can do."""

    def as_filter(self, publication: Publication, area: str) -> HouseholdFilter:
        """The filter of the search page. Errors: SettingError as `from_query`."""
        given = self.model_dump(exclude={"version", "after", "size"}, exclude_none=True)
        return from_query({**given, "area": area}, publication)


def households_schema() -> type[_Conditions]:
    """The question of a list: every condition of the registry that is described for the API."""
    fields: dict[str, Any] = {
        item.address_word: (_form(item) | Absent, query_field(item.about.th, item.about.en, None))
        for item in conditions()
        if item.about is not None
    }
    fields["after"] = (
        Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")] | Absent,
        query_field("ค่า next ของหน้าก่อน", "The next of the page before.", None),
    )
    fields["size"] = (
        int,
        query_field("จำนวนต่อหน้า", "Households on a page.", 50, ge=1, le=MOST_HOUSEHOLDS),
    )
    return create_model(
        "HouseholdsAsked",
        __base__=_Conditions,
        __module__=__name__,
        __doc__="Which households: the conditions of the search page, which must all hold.",
        **fields,
    )


def _form(item: Condition) -> Any:
    """Form of a value."""
    match item.form:
        case "yes_no":
            return YesNo
        case "number":
            return Annotated[int, Field(ge=0, le=item.highest)]
        case "name":
            return Name
    return Annotated[str, Field(max_length=item.longest)]


if TYPE_CHECKING:

    class HouseholdsAsked(_Conditions):
        """As a program reads it; the conditions are known when it runs."""

        after: str | None
        size: int

else:
    HouseholdsAsked = households_schema()
