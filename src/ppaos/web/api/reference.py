"""The API's reference, read from its OpenAPI document: for the page on the site and for the docs.

In: the document. Out: operations with their parameters, and the fields of every answer, each with
its form and what it means in both languages.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.web.api.descriptions import THAI, THAI_TITLE

Schema = Mapping[str, Any]
_EXAMPLES: Final = {
    "area": "41", "code": "41", "household_id": "41010000001", "measure": "poor:ratio",
    "level": "district", "dimension": "health",
}  # fmt: skip
_NOT_SHOWN: Final = frozenset({"Refusal"})


@dataclass(frozen=True)
class ReferenceField:
    """One parameter of an operation, or one field of an answer."""

    name: str
    form: str
    """Such as `integer`, `Words` or `Area[]`; `| null` where it may be null."""
    about: Bilingual
    is_required: bool = True
    where: str = ""
    """`path` or `query` of a parameter."""


@dataclass(frozen=True)
class Operation:
    """One address of the API."""

    name: str
    method: str
    path: str
    title: Bilingual
    about: Bilingual
    parameters: tuple[ReferenceField, ...]
    answer: str
    """Name of the answer's record."""
    example: str
    """The address with parameters filled in."""


@dataclass(frozen=True)
class Record:
    """Fields of an answer, or of a part of one."""

    name: str
    fields: tuple[ReferenceField, ...]


def operations(document: Schema) -> list[Operation]:
    """Operations in the order of the document."""
    return [
        _operation(path, method, held)
        for path, methods in document["paths"].items()
        for method, held in methods.items()
    ]


def records(document: Schema) -> list[Record]:
    """Answers and their parts, by name, that of a refused request last."""
    held = document["components"]["schemas"]
    named = sorted(held, key=lambda name: (name in _NOT_SHOWN, name))
    return [
        Record(name, tuple(_fields(held[name]))) for name in named if "properties" in held[name]
    ]


def _operation(path: str, method: str, held: Schema) -> Operation:
    answer = held["responses"][200]["content"]["application/json"]["schema"]
    parameters = tuple(_parameter(item) for item in held["parameters"])
    shown = re.sub(r"{(\w+)}", lambda found: _EXAMPLES.get(found[1], "1"), path)
    asked = [item for item in parameters if item.where == "query" and item.is_required]
    query = "&".join(f"{item.name}={_EXAMPLES.get(item.name, '1')}" for item in asked)
    return Operation(
        name=held["operationId"],
        method=method.upper(),
        path=path,
        title=Bilingual(held[THAI_TITLE], held["summary"]),
        about=Bilingual(held[THAI], held["description"]),
        parameters=parameters,
        answer=_form(answer),
        example=f"{shown}?{query}" if query else shown,
    )


def _parameter(item: Schema) -> ReferenceField:
    schema = item["schema"]
    return ReferenceField(
        name=item["name"],
        form=_form(schema),
        about=Bilingual(schema.get(THAI, ""), schema.get("description", "")),
        is_required=item["required"],
        where=item["in"],
    )


def _fields(schema: Schema) -> Iterator[ReferenceField]:
    for name, held in schema["properties"].items():
        yield ReferenceField(
            name, _form(held), Bilingual(held.get(THAI, ""), held.get("description", ""))
        )


def _form(schema: Schema) -> str:
    """What kind of value a schema allows, in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(_form(item) for item in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(item) for item in schema["enum"])
    if schema.get("type") == "array":
        inner = _form(schema["items"])
        return f"({inner})[]" if " " in inner else f"{inner}[]"
    form = str(schema.get("format") or schema.get("type", "any"))
    if "minimum" in schema and "maximum" in schema:
        return f"{form} {schema['minimum']}..{schema['maximum']}"
    return form
