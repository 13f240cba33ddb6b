"""SQL by which rows of a store become rows of the site's database, one province at a time.

Texts only: `ppaos.engine.publishing` runs them. Names of temporary tables are those of its steps:
`homes`, `cells`, `survey`, `people`, `linked_rows`, `records`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ppaos.domain.name_key import name_key_sql
from ppaos.domain.priority import TERMS

CELL_KEYS: Final = (
    "village_code", "deprived", "missing", "dimensions", "level", "groups",
    "has_card", "in_survey", "fails_mpi", "is_new",
)  # fmt: skip
PEOPLE_KEYS: Final = ("village_code", "groups", "facts", "sources", "in_survey", "fails_mpi")
_IDLE: Final = ("0", "false", "")


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


@dataclass(frozen=True)
class Form:
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


def homes(form: Form, targets: str, profiles: str, linked: str) -> str:
    """`homes`: one row a household of the province, with every plain column."""
    masks = " + ".join(
        f"(CASE WHEN t.deprived & {mask} != 0 THEN {1 << place} ELSE 0 END)"
        for place, mask in enumerate(form.dimension_masks)
    )
    terms = " || ',' || ".join(f"coalesce(t.priority_{term}, 0)" for term in TERMS)
    found = "false" if form.found_only is None else f"t.sources = {form.found_only}"
    is_new = found if form.is_first else f"({found} OR b.household_id IS NULL)"
    before = "" if form.is_first else "LEFT JOIN before b ON b.household_id = t.household_id"
    return f"""CREATE OR REPLACE TEMP TABLE homes AS
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
    """`cells`: one row a distinct pattern in a village, numbered from `first` in the keys' order."""
    given = ", ".join(CELL_KEYS)
    return f"""CREATE OR REPLACE TEMP TABLE cells AS
SELECT ({first} + row_number() OVER (ORDER BY {given}) - 1)::INTEGER AS cell, * FROM (
  SELECT village_code, deprived::INTEGER AS deprived, missing::INTEGER AS missing,
    dimensions::SMALLINT AS dimensions, vulnerability_level::TINYINT AS level, groups,
    card_holders > 0 AS has_card, in_survey, fails_mpi, is_new,
    count(*)::INTEGER AS households, coalesce(sum(people), 0)::BIGINT AS people,
    sum(members)::BIGINT AS members,
    min(priority)::SMALLINT AS priority_least, max(priority)::SMALLINT AS priority_most
  FROM homes GROUP BY ALL)"""


def survey(form: Form, members: str) -> str:
    """Survey rows of people: names, relation and the other answers as JSON."""
    return f"""SELECT house_code, person_number, prefix, first_name, last_name, relation,
  synthetic, {_array(form.member_columns)} AS answers
FROM {members} WHERE round_be = {form.round_be}"""


def people(persons: str, targets: str) -> str:
    """`people`: one row a person of the province."""
    return f"""CREATE OR REPLACE TEMP TABLE people AS
SELECT p.*, t.groups::BIGINT AS groups, t.fails_mpi
FROM {persons} p JOIN {targets} t ON t.person_id = p.person_id"""


def records_by_number(record: RecordForm, rows: str) -> str:
    """Records of a source that carry the number of a person of the province."""
    return f"""SELECT r.citizen_id_hash AS person_id, {_record(record, "'citizen_id'", "NULL::DOUBLE")}
FROM {rows} r SEMI JOIN people p ON r.citizen_id_hash = p.person_id
ANTI JOIN (SELECT * FROM person_links WHERE source = {literal(record.source)}) l
  ON l._row = r._row AND l._file = r._file AND l._import = r._import"""


def records_by_link(record: RecordForm, rows: str) -> str:
    """Records of a source that the model or a decision gave to a person of the province."""
    return f"""SELECT l.person_id, {_record(record, "l.how", "l.match_probability")}
FROM (SELECT k.* FROM person_links k SEMI JOIN people p ON k.person_id = p.person_id
      WHERE k.source = {literal(record.source)}) l
JOIN {rows} r ON l._row = r._row AND l._file = r._file AND l._import = r._import"""


def records() -> str:
    """`records`: one row a person with records: their JSON list, and the first name among them."""
    return """CREATE OR REPLACE TEMP TABLE records AS
SELECT person_id, '[' || string_agg(item, ',' ORDER BY place, key) || ']' AS records,
  arg_min({'prefix': prefix, 'first': first_name, 'last': last_name}, (place, key))
    FILTER (coalesce(first_name, last_name, '') != '') AS named
FROM linked_rows GROUP BY person_id"""


def named_people(form: Form) -> str:
    """`named`: one row a person of the province, as the database has it."""
    won = "coalesce({}, CASE WHEN coalesce(m.first_name, m.last_name, '') != '' THEN m.{} ELSE {} END, '')"
    first = won.format("w.first_name", "first_name", "r.named['first']")
    last = won.format("w.last_name", "last_name", "r.named['last']")
    prefix = won.format("NULL", "prefix", "r.named['prefix']")
    name = "CASE WHEN first || last != '' THEN left(trim(prefix || first || ' ' || last), 160) ELSE '' END"
    return f"""CREATE OR REPLACE TEMP TABLE named AS
SELECT * EXCLUDE (prefix, first, last), {name} AS name,
  left({name_key_sql("first || last")}, 160) AS name_key
FROM (SELECT p.person_id, coalesce(p.household_id, '') AS household_id,
  coalesce(p.village_code, '') AS village_code, p.person_number, p.sex, p.born_on,
  coalesce(p.born_on_precision, '') AS born_on_precision, p.age_years,
  p.relation, p.in_survey, p.has_citizen_id, p.is_unmatched, p.sources, p.facts, p.groups,
  coalesce(m.answers::VARCHAR, '[]') AS answers, coalesce(r.records, '[]') AS records,
  coalesce(m.synthetic, {form.is_synthetic}) AS is_synthetic, p.fails_mpi,
  {prefix} AS prefix, {first} AS first, {last} AS last
FROM people p
LEFT JOIN survey m ON p.in_survey AND m.house_code = p.house_code
  AND m.person_number = p.person_number
LEFT JOIN records r ON r.person_id = p.person_id
LEFT JOIN won w ON w.person_id = p.person_id)"""


def won(values: str) -> str:
    """`won`: one row a person whose sources disagree on the name, with the values that win."""
    return f"""CREATE OR REPLACE TEMP TABLE won AS
SELECT person_id, max(value) FILTER (field = 'first_name') AS first_name,
  max(value) FILTER (field = 'last_name') AS last_name
FROM {values} WHERE wins AND field IN ('first_name', 'last_name') GROUP BY person_id"""


def household_rows(form: Form, households: str, history: str) -> str:
    """Rows of `people_household`; `households` are survey rows of the province, of the round."""
    same = " AND ".join(
        f"h.{name} IS NOT DISTINCT FROM c.{name}"
        for name in CELL_KEYS
        if name not in ("level", "has_card")
    )
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
FROM homes h
JOIN cells c ON {same} AND h.vulnerability_level IS NOT DISTINCT FROM c.level
  AND (h.card_holders > 0) = c.has_card
LEFT JOIN {households} s ON s.house_code = h.household_id
LEFT JOIN village_names v ON v.village_code = h.village_code
LEFT JOIN named n ON n.person_id = h.head_person_id
LEFT JOIN heads g ON g.house_code = h.household_id
LEFT JOIN {_register_numbers()} u ON u.household_id = h.household_id AND NOT h.in_survey
LEFT JOIN {history} e ON e.house_code = h.household_id"""


def _register_numbers() -> str:
    """House number that registers give a household that was not surveyed."""
    told = "json_extract_string(records, '$[*][4].house_number')"
    order = "(person_number IS NULL, person_number, person_id::VARCHAR)"
    return f"""(SELECT household_id, arg_min(number, {order}) AS house_number
FROM (SELECT household_id, person_number, person_id,
    list_filter({told}, lambda told: told IS NOT NULL)[1] AS number
  FROM named SEMI JOIN (SELECT household_id FROM homes WHERE NOT in_survey) o
  USING (household_id))
WHERE number IS NOT NULL GROUP BY household_id)"""


def households_of_round(form: Form, rows: str) -> str:
    """Survey rows of the round: place, position, and the answers as JSON."""
    where = ", latitude, longitude" if form.positions else ""
    return f"""(SELECT house_code, house_number, village_name, synthetic{where},
  {_array(form.household_columns)} AS answers
FROM {rows} WHERE round_be = {form.round_be})"""


def history(form: Form, profiles: str, households: str) -> str:
    """One row a household of earlier rounds: what it lacked then, oldest round first."""
    return f"""(SELECT p.house_code,
  '[' || string_agg(json_array(p.round_be, p.deprived, p.not_applicable, p.missing,
    s.surveyed_on)::VARCHAR, ',' ORDER BY p.round_be) || ']' AS history
FROM {profiles} p LEFT JOIN {households} s
  ON s.house_code = p.house_code AND s.round_be = p.round_be
WHERE p.round_be < {form.round_be} GROUP BY p.house_code)"""


def heads() -> str:
    """`heads`: the first person whom the survey calls head of a house, by house."""
    return """CREATE OR REPLACE TEMP TABLE heads AS
SELECT house_code, arg_min(left(trim(coalesce(prefix, '') || coalesce(first_name, '') || ' '
  || coalesce(last_name, '')), 160), person_number) AS name
FROM survey WHERE relation = 1 GROUP BY house_code"""


def person_rows(form: Form) -> str:
    """Rows of `people_person`."""
    return f"SELECT {form.publication} AS publication_id, * FROM named"


def as_text(column: str, kind: str) -> str:
    """A column, as text where SQLite has no such kind."""
    name = quoted(column)
    if kind == "UUID":
        return f"replace({name}::VARCHAR, '-', '')"
    return f"{name}::VARCHAR" if kind == "DATE" else name


def people_cube() -> str:
    """Rows of the cube of people, in the order of its keys."""
    given = ", ".join(PEOPLE_KEYS)
    return f"SELECT {given}, count(*)::BIGINT AS people FROM named GROUP BY ALL ORDER BY {given}"


def households_cube() -> str:
    """Rows of the cube of households, in the order of their numbers."""
    return "SELECT * FROM cells ORDER BY cell"


def rounds_cube(cube: str) -> str:
    """Rows of the cube of rounds, from the store's cube of villages."""
    return f"""SELECT coalesce(area_code, '') AS village_code, round_be::SMALLINT AS round_be,
  deprived::INTEGER AS deprived, missing::INTEGER AS missing,
  sum(households)::INTEGER AS households, sum(people)::BIGINT AS people
FROM {cube} GROUP BY ALL ORDER BY ALL"""


def doubts(table: str, rows: str, persons: str) -> str:
    """Rows of a table of doubts, with the household, person and village that each is about.

    An open pair under review is told of both its sides, once for each household and person.
    """
    if table != "review_pairs":
        home = "d.household_id, p.household_id" if table == "link_findings" else "p.household_id"
        village = "p.village_code, d.area_code" if table == "link_findings" else "p.village_code"
        return f"""SELECT d.*, coalesce({home}) AS _home, d.person_id AS _person,
  coalesce({village}) AS _village
FROM {rows} d LEFT JOIN {persons} p ON p.person_id = d.person_id"""
    sides = " UNION ALL ".join(
        f"""SELECT d.*, coalesce(p.household_id, d.{side}_house_code) AS _home,
  p.person_id AS _person, coalesce(p.village_code, d.{side}_village_code) AS _village
FROM {rows} d
LEFT JOIN person_links l ON l.source = d.{side}_source AND l.record_key = d.{side}_key
LEFT JOIN {persons} p ON p.person_id =
  coalesce(l.person_id, CASE WHEN d.{side}_source = 'registers' THEN try_cast(d.{side}_key AS UUID) END)
WHERE d.status = 'open'"""
        for side in ("left", "right")
    )
    return f"SELECT DISTINCT ON (pair_id, _home, _person) * FROM ({sides})"


def _array(columns: Sequence[str]) -> str:
    return f"json_array({', '.join(map(quoted, columns))})"


def _record(record: RecordForm, how: str, probability: str) -> str:
    """Columns `place`, `key`, `item` (JSON) and the parts of the name of one record."""
    key = " || '/' || ".join(f"r.{quoted(name)}::VARCHAR" for name in record.key)
    parts = [
        f"{literal(f'{comma}' + _label(name))} || coalesce(to_json(r.{quoted(name)})::VARCHAR, 'null')"
        for comma, name in zip(["", *[","] * len(record.always)], record.always, strict=False)
    ]
    for name in record.when_set:
        column = f"r.{quoted(name)}"
        idle = ", ".join(map(literal, _IDLE))
        parts.append(
            f"CASE WHEN {column} IS NULL OR {column}::VARCHAR IN ({idle}) THEN '' "
            f"ELSE {literal(',' + _label(name))} || to_json({column})::VARCHAR END"
        )
    shown = " || ".join(["'{'", *parts, "'}'"])
    names = ", ".join(
        f"r.{name}" if name in record.names else f"NULL::VARCHAR AS {name}"
        for name in ("prefix", "first_name", "last_name")
    )
    return f"""{record.place}::SMALLINT AS place, {key} AS key,
  '[' || to_json({literal(record.source)})::VARCHAR || ',' || to_json({key})::VARCHAR || ','
  || to_json({how})::VARCHAR || ',' || coalesce({probability}::VARCHAR, 'null') || ','
  || {shown} || ']' AS item, {names}"""


def _label(name: str) -> str:
    return f'"{name}":'


def scan(files: Sequence[str], columns: Mapping[str, str] | None = None) -> str:
    """Rows of Parquet files, whose columns may differ."""
    listed = ", ".join(map(literal, files))
    return f"read_parquet([{listed}], hive_partitioning=false, union_by_name=true)"
