"""Sources as YAML: what each agency's file looks like; the shipped ones by name, others by path.

The document is validated whole; every finding names its line. Headers of a file are matched to
columns by name, title or alias, and a source can be told from its headers alone.
docs/reference/sources.md describes the format.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field, field_validator, model_validator

from ppaos.definitions.parts import BilingualText, Part
from ppaos.definitions.yaml_file import load as load_yaml
from ppaos.domain.errors import ColumnError, DocumentError
from ppaos.domain.intake import schema as intake
from ppaos.domain.rules import expressions

Kind = Literal[
    "year_be", "house_code", "house_number", "area_code", "text", "date", "integer", "number",
    "decimal", "degrees", "boolean", "code", "citizen_id", "prefix", "name", "synthetic_mark",
]  # fmt: skip
Encoding = Literal["utf-8", "utf-8-sig", "tis-620", "windows-874", "utf-16"]
Cycle = Literal[
    "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "two_yearly", "once"
]
FactKind = Literal["problem", "right", "ordinary"]
CYCLE_DAYS: Final[dict[Cycle, int | None]] = {
    "daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "half_yearly": 184, "yearly": 366,
    "two_yearly": 731, "once": None,
}  # fmt: skip
"""Days after which rows are older than the agency's cycle; None when they never are."""


class Label(BilingualText):
    """Meaning of one code, and other texts that stand for it."""

    aliases: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that means the code."""
        return (self.th, self.en, *self.aliases)


class SourceColumn(Part):
    """One column."""

    type: Kind
    title: BilingualText
    class_: Literal["personal", "public"] = Field(alias="class")
    required: bool = False
    range: tuple[float, float] | None = None
    digits: Literal[2, 4, 6, 8] = 8
    list: str | None = None
    prefix_column: str | None = None
    aliases: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> "SourceColumn":
        if (self.type == "code") != (self.list is not None):
            raise ValueError(
                "a column of type code, and no other, names its code list / คอลัมน์ชนิด code ต้องระบุ list"
            )
        if self.range is not None and self.range[0] > self.range[1]:
            raise ValueError("the range runs from high to low / ช่วงค่าเรียงจากมากไปน้อย")
        return self


class Partition(Part):
    """The stored table is split by the first digits of this column."""

    column: str
    digits: int = Field(ge=1, le=8)


class RowCheck(Part):
    """A rule over several columns of a row, in the language of docs/reference/expressions.md."""

    code: Literal["part_exceeds_whole", "contradicts_itself"]
    rule: str
    columns: tuple[str, ...] = Field(min_length=1)

    @field_validator("rule")
    @classmethod
    def _parses(cls, value: str) -> str:
        expressions.parse(value)
        return value


class SourceFact(Part):
    """What a row says of its person when its rule holds."""

    rule: str
    title: BilingualText
    kind: FactKind = "problem"
    """A problem that needs an answer, a right or help that the person has, or ordinary life."""

    @field_validator("rule")
    @classmethod
    def _parses(cls, value: str) -> str:
        expressions.parse(value)
        return value


class Source(Part):
    """One kind of file that one agency sends."""

    source: str
    version: int
    row: str
    table: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: BilingualText
    agency: BilingualText
    purpose: BilingualText
    legal_basis: BilingualText
    refresh: Cycle
    link: Literal["person", "household", "none"] = "none"
    """Whether rows are linked to persons, to households, or not at all."""
    role: Literal["survey", "register", "find", "area"] = "register"
    as_of: str | None = None
    """Column that says how fresh a row is: a date, or a year whose 1 January counts."""
    formats: tuple[Literal["csv", "xlsx", "parquet"], ...] = Field(min_length=1)
    encodings: tuple[Encoding, ...] = Field(min_length=1)
    key: tuple[str, ...] = Field(min_length=1)
    partition: Partition | None = None
    code_lists: dict[str, dict[int, Label]] = Field(default_factory=dict)
    columns: dict[str, SourceColumn] = Field(min_length=1)
    row_checks: tuple[RowCheck, ...] = ()
    facts: dict[str, SourceFact] = Field(default_factory=dict)
    unofficial: tuple[str, ...] = ()
    """Columns, code lists, codes (`list.code`) and facts that are our reading, not the agency's."""

    @model_validator(mode="after")
    def _references_exist(self) -> "Source":
        for name in self.key:
            if name not in self.columns or not self.columns[name].required:
                raise ValueError(
                    f"key column {name} is not a required column / คอลัมน์กุญแจต้องเป็นคอลัมน์บังคับ"
                )
        if self.partition and self.partition.column not in self.columns:
            raise ValueError(
                f"partition column {self.partition.column} is not a column / ไม่มีคอลัมน์นี้"
            )
        for name, column in self.columns.items():
            if column.list is not None and column.list not in self.code_lists:
                raise ValueError(
                    f"column {name} names code list {column.list}, which is not there / ไม่มีรายการรหัสนี้"
                )
            if column.prefix_column is not None and column.prefix_column not in self.columns:
                raise ValueError(
                    f"column {name} names prefix column {column.prefix_column} / ไม่มีคอลัมน์นี้"
                )
        for check in self.row_checks:
            lacking = expressions.parse(check.rule).names - self.columns.keys()
            if lacking:
                raise ValueError(f"row check reads {', '.join(sorted(lacking))} / กฎใช้คอลัมน์ที่ไม่มี")
        return self

    @model_validator(mode="after")
    def _linkage_fits(self) -> "Source":
        dated = {name for name, item in self.columns.items() if item.type in ("date", "year_be")}
        if self.as_of is not None and self.as_of not in dated:
            raise ValueError(
                f"as_of names {self.as_of}, which is no date or year_be column / as_of ต้องเป็นคอลัมน์วันที่หรือปี"
            )
        if self.facts and self.link != "person":
            raise ValueError("facts are of persons: set link: person / มี facts ต้องระบุ link: person")
        for name, fact in self.facts.items():
            lacking = expressions.parse(fact.rule).names - set(self.stored_columns)
            if lacking:
                raise ValueError(
                    f"fact {name} reads {', '.join(sorted(lacking))}, which is not stored / กฎใช้คอลัมน์ที่ไม่มี"
                )
        known = {*self.columns, *self.code_lists, *self.facts}
        known |= {f"{name}.{code}" for name, codes in self.code_lists.items() for code in codes}
        unknown = sorted(set(self.unofficial) - known)
        if unknown:
            raise ValueError(f"unofficial names {', '.join(unknown)} / unofficial ใช้ชื่อที่ไม่มี")
        return self

    @model_validator(mode="after")
    def _headers_are_distinct(self) -> "Source":
        taken: dict[str, str] = {}
        for name, column in self.columns.items():
            for text in {header_key(text) for text in (name, *column.aliases)}:
                if taken.setdefault(text, name) != name:
                    raise ValueError(f"alias '{text}' means both {taken[text]} and {name} / ชื่อซ้ำ")
        return self

    @cached_property
    def row_schema(self) -> intake.RowSchema:
        """The rules of the rows, as the domain takes them."""
        fields = tuple(
            intake.RowField(
                name=name,
                kind=column.type,
                required=column.required,
                low=None if column.range is None else column.range[0],
                high=None if column.range is None else column.range[1],
                digits=column.digits,
                codes={}
                if column.list is None
                else {code: label.texts for code, label in self.code_lists[column.list].items()},
                prefix_field=column.prefix_column,
            )
            for name, column in self.columns.items()
        )
        rules = tuple(
            intake.RowRule(check.code, check.rule, check.columns) for check in self.row_checks
        )
        return intake.RowSchema(fields, self.key, rules)

    @property
    def stored_columns(self) -> tuple[str, ...]:
        """Value columns of the stored table: citizen IDs are there as hashes only."""
        hidden = {name for name, column in self.columns.items() if column.type == "citizen_id"}
        return tuple(
            name + intake.HASHED if name in hidden else name
            for name in self.row_schema.value_columns
        )

    @property
    def max_age_days(self) -> int | None:
        """Days after which rows are older than the agency's cycle; None when they never are."""
        return CYCLE_DAYS[self.refresh]

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over everything the document says."""
        return sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()

    @cached_property
    def _columns_by_header(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, column in self.columns.items():
            for text in (column.title.en, column.title.th):
                found.setdefault(header_key(text), name)
        for name, column in self.columns.items():
            found.update({header_key(text): name for text in (name, *column.aliases)})
        return found

    def match(self, headers: Sequence[str]) -> "HeaderMatch":
        """Which header is which column; the first of two headers for one column wins."""
        columns: dict[str, int] = {}
        ignored: list[str] = []
        repeated: list[str] = []
        for place, header in enumerate(headers):
            name = self._columns_by_header.get(header_key(header))
            if name is None:
                ignored.append(header)
            elif name in columns:
                repeated.append(header)
            else:
                columns[name] = place
        lacking = [
            name for name, column in self.columns.items() if column.required and name not in columns
        ]
        return HeaderMatch(columns, tuple(ignored), tuple(lacking), tuple(repeated))


@dataclass(frozen=True)
class HeaderMatch:
    """How the headers of one file fit one source."""

    columns: dict[str, int]
    """Column of the source -> position in the file, from 0."""
    ignored: tuple[str, ...]
    lacking: tuple[str, ...]
    """Required columns that the file does not have."""
    repeated: tuple[str, ...] = ()
    """Headers of a column that an earlier header names already; their values are not stored."""


def header_key(header: str) -> str:
    """A header as headers are compared: no byte-order mark, case, or outer and double spaces."""
    plain = unicodedata.normalize("NFC", header).replace("\ufeff", "").replace("\u200b", "")
    return " ".join(plain.split()).casefold()


def names() -> list[str]:
    """Names of the sources that come with the program."""
    files = resources.files("ppaos.definitions.sources").iterdir()
    return sorted(item.name.removesuffix(".yaml") for item in files if item.name.endswith(".yaml"))


@cache
def _shipped(name: str) -> Source:
    with resources.as_file(resources.files("ppaos.definitions.sources") / f"{name}.yaml") as path:
        return load_yaml(path, Source)


def load(name_or_path: str | Path) -> Source:
    """A shipped source by name, or anybody's by the path of its YAML file.

    Errors: DocumentError when there is no such source or the document is not valid.
    """
    if str(name_or_path) in names():
        return _shipped(str(name_or_path))
    path = Path(name_or_path)
    if path.suffix in (".yaml", ".yml"):
        return load_yaml(path, Source)
    raise DocumentError(
        th=f"ไม่มีแหล่งข้อมูลชื่อ '{name_or_path}' (มี: {', '.join(names())}) หรือระบุที่อยู่ไฟล์ .yaml",
        en=f"There is no source '{name_or_path}' (there are: {', '.join(names())}). Or give the path of a .yaml file.",
    )


def detect(headers: Sequence[str]) -> Source:
    """The shipped source that the headers fit best.

    Registers share most columns, so each header counts the less the more sources know it. Best is
    the source that explains most of the headers and has most of its columns there; one whose
    required columns are all there goes first when it explains half of the headers. Columns that
    the best source lacks can then be named.
    Errors: ColumnError when it lacks required columns, and fewer than a third of its columns are there.
    """
    ranked = sorted((_fit(_shipped(name), headers), name) for name in names())
    best = _shipped(ranked[-1][1])
    match = best.match(headers)
    if match.lacking and len(match.columns) < len(best.columns) / 3:
        shown = ", ".join(header[:40] for header in headers[:12]) or "-"
        raise ColumnError(
            th=f"หัวคอลัมน์ไม่ตรงกับแหล่งข้อมูลใด (พบ: {shown}) ระบุแหล่งด้วย --source หรือเพิ่มชื่ออื่นของคอลัมน์ใน YAML",
            en=f"The headers fit no source (found: {shown}). Name one with --source, or add aliases to its YAML.",
        )
    return best


def _fit(source: Source, headers: Sequence[str]) -> tuple[bool, float]:
    """Whether the source surely fits, and the harmonic mean of headers explained and columns there."""
    match = source.match(headers)
    by_header, by_column = _sources_by_header_and_column()
    known = {place: by_header[header_key(text)] for place, text in enumerate(headers)}
    weights = {place: 1 / count for place, count in known.items() if count}
    explained = sum(weights[place] for place in match.columns.values()) / (
        sum(weights.values()) or 1
    )
    there = sum(1 / by_column[name] for name in match.columns)
    share = there / sum(1 / by_column[name] for name in source.columns)
    mean = 2 * explained * share / (explained + share) if match.columns else 0.0
    return not match.lacking and explained >= 1 / 2, mean


@cache
def _sources_by_header_and_column() -> tuple[Counter[str], Counter[str]]:
    """How many shipped sources know a header, and how many have a column of a name."""
    shipped = [_shipped(name) for name in names()]
    return (
        Counter(text for source in shipped for text in source._columns_by_header),
        Counter(name for source in shipped for name in source.columns),
    )


def json_schema() -> dict[str, Any]:
    """JSON schema of the format, for editors that check YAML while it is typed."""
    return Source.model_json_schema(by_alias=True)
