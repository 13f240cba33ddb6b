"""Descriptions of the API in Thai and English, kept beside what they describe.

The OpenAPI document holds the English text where tools look for it, and the Thai one as `x-th`.
"""

from typing import Any, Final

from pydantic import Field

from ppaos.domain.thai.bilingual import Bilingual

THAI: Final = "x-th"
THAI_TITLE: Final = "x-title-th"
LANGUAGES: Final = {THAI, THAI_TITLE}


def answer_field(th: str, en: str, **limits: Any) -> Any:
    """A field of an answer, described."""
    return Field(description=en, json_schema_extra={THAI: th}, **limits)


def query_field(th: str, en: str, default: Any = ..., **limits: Any) -> Any:
    """A parameter of a question, described; without a default it must be given."""
    return Field(default, description=en, json_schema_extra=_extra(th), **limits)


def operation(title: Bilingual, about: Bilingual) -> dict[str, Any]:
    """What an operation does, as the keyword arguments of a route."""
    return {
        "summary": title.en,
        "description": about.en,
        "openapi_extra": {THAI_TITLE: title.th, THAI: about.th},
    }


def _extra(th: str) -> Any:
    def change(schema: dict[str, Any]) -> None:
        schema[THAI] = th
        if schema.get("default", ...) is None:
            del schema["default"]  # not given is not the value null

    return change
