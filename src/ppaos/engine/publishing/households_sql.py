"""SQL by which households of a store become rows of the site's database, a province at a time.

Texts only: `ppaos.engine.publishing.rows` runs them. Temporary tables: `household` and `cell` are made here,
`head_name`, `house_head_name` and `register_house_number` by `ppaos.engine.publishing.people_sql`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ppaos.domain.targeting.priority import TERMS

CELL_KEYS: Final = (
    "village_code", "deprived", "missing", "dimensions", "level", "groups",
    "has_card", "in_survey", "fails_mpi", "is_new",
)  # fmt: skip


@dataclass(frozen=True)
class RecordForm:
    """How a row of one source is told: its key, and the columns that its facts are read from."""

    source: str
    place: int
    """Bit of the source in `sources`."""
    key: tuple[str, ...]
    always: tuple[str, ...]
    """Columns shown whatever they hold."""
    when_set: tuple[str, ...]
    """Columns shown only when they hold something: not null, zero, false or empty."""
    names: tuple[str, ...] = ()
    """Those of prefix, first_name, last_name that the source has."""
    numbers: frozenset[str] = frozenset()
    """Columns of whole numbers and of yes or no, which JSON writes as they are."""
    days: frozenset[str] = frozenset()
    """Columns of days."""


@dataclass(frozen=True)
class PublicationShape:
    """What the SQL depends on beside the rows."""

    publication: int
    round_be: int
    dimension_masks: tuple[int, ...]
    """Bits of the indicators of each dimension, those without weight left out."""
    found_only: int | None
    """Value of `sources` of a household that only a field visit found; null when there is none."""
    household_columns: tuple[str, ...]
    member_columns: tuple[str, ...]
    records: tuple[RecordForm, ...]
    positions: bool
    """Whether the survey has latitude and longitude."""
    is_synthetic: bool
    is_first: bool
    """Whether nothing was published before."""


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def households(form: PublicationShape, targets: str, profiles: str, linked: str) -> str:
    """`household`: one row a household of the province, with every plain column."""
    masks = " + ".join(
        f"(CASE WHEN t.deprived & {mask} != 0 THEN {1 << place} ELSE 0 END)"
        for place, mask in enumerate(form.dimension_masks)
    )
    terms = " || ',' || ".join(f"coalesce(t.priority_{term}, 0)" for term in TERMS)
    found = "false" if form.found_only is None else f"t.sources = {form.found_only}"
    is_new = found if form.is_first else f"({found} OR b.household_id IS NULL)"
    before = (
        "" if form.is_first else "LEFT JOIN household_before b ON b.household_id = t.household_id"
    )
    return f"""CREATE OR REPLACE TEMP TABLE household AS
SELECT t.household_id, coalesce(t.house_code, '') AS house_code,
  coalesce(t.village_code, '') AS village_code,
  CASE WHEN t.in_survey THEN t.people END AS people, coalesce(t.members, 0) AS members,
  coalesce(t.card_holders, 0) AS card_holders, t.in_survey,
  CASE WHEN t.in_survey THEN {form.round_be} END AS round_be, t.surveyed_on, t.fails_mpi,
  t.deprived, f.not_applicable, t.missing, t.score, t.score_of,
  CASE WHEN t.deprived IS NOT NULL THEN {masks or "0"} END AS dimensions,
  t.dimensions_failing, t.vulnerability_level, t.low_income, t.housing_problem, t.dependants,
  t.sources, t.facts, t.groups::BIGINT AS groups, t.priority, {terms} AS priority_terms,
  {is_new} AS is_new, t.is_unmatched, l.head_person_id
FROM {targets} t
LEFT JOIN {profiles} f ON f.house_code = t.household_id
LEFT JOIN {linked} l ON l.household_id = t.household_id
{before}"""


def cells(first: int) -> str:
    """`cell`: one row a distinct pattern in a village, numbered from `first` in the keys' order."""
    given = ", ".join(CELL_KEYS)
    return f"""CREATE OR REPLACE TEMP TABLE cell AS
SELECT ({first} + row_number() OVER (ORDER BY {given}) - 1)::INTEGER AS cell, * FROM (
  SELECT village_code, deprived::INTEGER AS deprived, missing::INTEGER AS missing,
    dimensions::SMALLINT AS dimensions, vulnerability_level::TINYINT AS level, groups,
    card_holders > 0 AS has_card, in_survey, fails_mpi, is_new,
    count(*)::INTEGER AS households, coalesce(sum(people), 0)::BIGINT AS people,
    sum(members)::BIGINT AS members,
    min(priority)::SMALLINT AS priority_least, max(priority)::SMALLINT AS priority_most
  FROM household GROUP BY ALL)"""


def _in_its_cell() -> str:
    """`household` h, each joined to its cell c."""
    same = " AND ".join(
        f"h.{name} IS NOT DISTINCT FROM c.{name}"
        for name in CELL_KEYS
        if name not in ("level", "has_card")
    )
    return f"""household h JOIN cell c ON {same} AND h.vulnerability_level IS NOT DISTINCT FROM c.level
  AND (h.card_holders > 0) = c.has_card"""


def household_rows(form: PublicationShape, households: str, history: str) -> str:
    """Rows of `people_household`; `households` are survey rows of the province, of the round."""
    position = "s.latitude IS NOT NULL AND s.longitude IS NOT NULL" if form.positions else "false"
    where = [
        f"CASE WHEN {position} THEN s.{name} END AS {name}" if form.positions else f"NULL AS {name}"
        for name in ("latitude", "longitude")
    ]
    return f"""SELECT {form.publication} AS publication_id, h.household_id, h.house_code,
  left(h.village_code, 2) AS province_code, h.village_code,
  left(coalesce(s.village_name, v.village_name, ''), 120) AS village_name,
  left(coalesce(s.house_number, u.house_number, ''), 40) AS house_number,
  coalesce(nullif(n.name, ''), g.name, '') AS head_name, h.head_person_id, h.people, h.members,
  h.card_holders, h.in_survey, h.round_be, h.surveyed_on, h.fails_mpi, h.deprived,
  h.not_applicable, h.missing, h.score, h.score_of, h.dimensions, h.dimensions_failing,
  h.vulnerability_level, h.low_income, h.housing_problem, h.dependants, h.sources, h.facts,
  h.groups, h.priority, h.priority_terms, h.is_new, h.is_unmatched, {", ".join(where)}, c.cell,
  coalesce(s.answers::VARCHAR, '[]') AS answers, coalesce(e.history, '[]') AS history,
  coalesce(s.synthetic, {form.is_synthetic}) AS is_synthetic
FROM {_in_its_cell()}
LEFT JOIN {households} s ON s.house_code = h.household_id
LEFT JOIN village_name v ON v.village_code = h.village_code
LEFT JOIN head_name n ON n.person_id = h.head_person_id
LEFT JOIN house_head_name g ON g.house_code = h.household_id
LEFT JOIN register_house_number u ON u.household_id = h.household_id
LEFT JOIN {history} e ON e.house_code = h.household_id"""


def households_of_round(form: PublicationShape, rows: str) -> str:
    """Survey rows of the round: place, position, and the answers as JSON."""
    where = ", latitude, longitude" if form.positions else ""
    return f"""(SELECT house_code, house_number, village_name, synthetic{where},
  {array(form.household_columns)} AS answers
FROM {rows} WHERE round_be = {form.round_be})"""


def history(form: PublicationShape, profiles: str, households: str) -> str:
    """One row a household of earlier rounds: what it lacked then, oldest round first."""
    parts = ["p.round_be", "p.deprived", "p.not_applicable", "p.missing"]
    item = " || ',' || ".join(f"coalesce({name}::VARCHAR, 'null')" for name in parts)
    day = """coalesce('"' || s.surveyed_on || '"', 'null')"""
    return f"""(SELECT p.house_code,
  '[' || string_agg('[' || {item} || ',' || {day} || ']', ',' ORDER BY p.round_be) || ']' AS history
FROM {profiles} p LEFT JOIN {households} s
  ON s.house_code = p.house_code AND s.round_be = p.round_be
WHERE p.round_be < {form.round_be} GROUP BY p.house_code)"""


def as_text(column: str, kind: str) -> str:
    """A column, as text where SQLite has no such kind."""
    name = quoted(column)
    if kind == "UUID":
        return f"replace({name}::VARCHAR, '-', '')"
    return f"{name}::VARCHAR" if kind == "DATE" else name


def households_cube() -> str:
    """Rows of the cube of households, in the order of their numbers."""
    return "SELECT * FROM cell ORDER BY cell"


def facts_cube() -> str:
    """Rows of the cube of facts: households of a cell by what their members' sources say."""
    return f"""SELECT c.village_code, c.cell, h.facts, count(*)::INTEGER AS households
FROM {_in_its_cell()} WHERE h.facts != 0 GROUP BY ALL ORDER BY c.cell, h.facts"""


def rounds_cube(cube: str) -> str:
    """Rows of the cube of rounds, from the store's cube of villages."""
    return f"""SELECT coalesce(area_code, '') AS village_code, round_be::SMALLINT AS round_be,
  deprived::INTEGER AS deprived, missing::INTEGER AS missing,
  sum(households)::INTEGER AS households, sum(people)::BIGINT AS people
FROM {cube} GROUP BY ALL ORDER BY ALL"""


def array(columns: Sequence[str]) -> str:
    """Values of columns as one JSON list."""
    return f"json_array({', '.join(map(quoted, columns))})"


def village_rows(publication: int, tables: Mapping[str, Sequence[str]]) -> str:
    """Rows of `people_village`: the newest row of each village, and villages known by name alone.

    `tables`: rows of village surveys -> their columns, `village_code` among them. Everything but
    the name and marks of the import becomes JSON.
    """
    empty = "SELECT NULL::VARCHAR AS village_code, NULL::VARCHAR AS village_name, 0 AS round_be, NULL::VARCHAR AS facts WHERE false"
    told = " UNION ALL ".join([empty, *[_village(*item) for item in tables.items()]])
    return f"""SELECT {publication} AS publication_id,
  coalesce(t.village_code, n.village_code) AS village_code,
  left(coalesce(t.village_name, n.village_name, ''), 120) AS name,
  coalesce(t.facts, '{{}}') AS facts
FROM (SELECT village_code, arg_max(village_name, round_be) AS village_name,
    arg_max(facts, round_be) AS facts FROM ({told}) GROUP BY village_code) t
FULL JOIN village_name n ON n.village_code = t.village_code
WHERE coalesce(t.village_code, n.village_code, '') != ''"""


def _village(rows: str, columns: Sequence[str]) -> str:
    shown = [
        name
        for name in columns
        if not name.startswith("_") and name not in ("village_code", "village_name", "synthetic")
    ]
    pairs = ", ".join(f"{literal(name)}, {quoted(name)}" for name in shown)
    name = "village_name" if "village_name" in columns else "NULL"
    number = "coalesce(round_be, 0)" if "round_be" in columns else "0"
    return f"""SELECT village_code, {name} AS village_name, {number} AS round_be,
  json_object({pairs})::VARCHAR AS facts FROM {rows}"""


def scan(files: Sequence[str]) -> str:
    """Rows of Parquet files, whose columns may differ."""
    listed = ", ".join(map(literal, files))
    return f"read_parquet([{listed}], hive_partitioning=false, union_by_name=true)"
