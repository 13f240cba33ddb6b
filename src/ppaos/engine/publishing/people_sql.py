"""SQL by which people of a store become rows of the site's database, a province at a time.

Texts only: `ppaos.engine.publishing.rows` runs them in this order: `person_best_name` and `person_link` once; then
for a province `people`, `survey`, `unnamed_person`, `person_record`, `records`, `register_name`,
`register_house_number`, `head_name` and `house_head_name`, from which rows and the cube are read.
"""

from typing import Final

from ppaos.domain.identity.name_key import name_key_sql
from ppaos.domain.linkage.records import HEAD_OF_HOUSEHOLD
from ppaos.engine.publishing.households_sql import (
    PublicationShape,
    RecordForm,
    array,
    literal,
    quoted,
)

PEOPLE_KEYS: Final = ("village_code", "groups", "facts", "sources", "in_survey", "fails_mpi")
_IDLE: Final = ("0", "false", "")
_NAMES: Final = ("prefix", "first_name", "last_name")
_HOUSE_NUMBER: Final = "house_number"
_SURVEYED: Final = "m.house_code = p.house_code AND m.person_number = p.person_number"
_ORDER: Final = "(place, key)"


def won(values: str) -> str:
    """`person_best_name`: one row a person whose sources disagree on the name, with the values that win."""
    return f"""CREATE OR REPLACE TEMP TABLE person_best_name AS
SELECT person_id, max(value) FILTER (field = 'first_name') AS first_name,
  max(value) FILTER (field = 'last_name') AS last_name
FROM {values} WHERE wins AND field IN ('first_name', 'last_name') GROUP BY person_id"""


def people(persons: str, targets: str) -> str:
    """`person`: one row a person of the province."""
    return f"""CREATE OR REPLACE TEMP TABLE person AS
SELECT p.*, t.groups::BIGINT AS groups, t.fails_mpi
FROM {persons} p JOIN {targets} t ON t.person_id = p.person_id"""


def survey(form: PublicationShape, members: str) -> str:
    """Survey rows of people: names, relation and the other answers as JSON."""
    return f"""SELECT house_code, person_number, prefix, first_name, last_name, relation,
  synthetic, {array(form.member_columns)} AS answers
FROM {members} WHERE round_be = {form.round_be}"""


def surveyed_elsewhere() -> str:
    """Houses of people whose survey rows are of another province."""
    return f"""SELECT DISTINCT p.house_code FROM person p ANTI JOIN survey_answer m ON {_SURVEYED}
WHERE p.in_survey"""


def nameless() -> str:
    """`unnamed_person`: people whose survey row names nobody; a register may."""
    return f"""CREATE OR REPLACE TEMP TABLE unnamed_person AS SELECT p.person_id
FROM (SELECT * FROM survey_answer WHERE coalesce(first_name, '') = '' AND coalesce(last_name, '') = '') m
JOIN person p ON {_SURVEYED} AND p.in_survey"""


def linked(record: RecordForm, rows: str) -> str:
    """`linked_record_N`: rows of source N that the model or a decision gave to a person."""
    return f"""CREATE OR REPLACE TEMP TABLE linked_record_{record.place} AS
SELECT l.person_id, l.how, l.match_probability, {_needed(record)}
FROM {_links(record)} l
JOIN {rows} r ON l._row = r._row AND l._file = r._file AND l._import = r._import"""


def away(record: RecordForm, rows: str) -> str:
    """`record_elsewhere_N`: no row yet of those of source N that lie in another province than their person."""
    return f"""CREATE OR REPLACE TEMP TABLE record_elsewhere_{record.place} AS
SELECT {_needed(record)} FROM {rows} r WHERE false"""


def more_away(record: RecordForm, near: str, persons: str) -> str:
    """Add to `record_elsewhere_N` what lies in a province and is of nobody there."""
    return f"""INSERT INTO record_elsewhere_{record.place} SELECT {_needed(record)}
FROM {near} r ANTI JOIN {persons} p ON p.person_id = r.citizen_id_hash
WHERE r.citizen_id_hash IS NOT NULL"""


def records_of(record: RecordForm, near: str | None) -> list[str]:
    """Records of a source of people of the province: by number in its own files, by number in
    those of other provinces, and by a link."""
    told = _record(record, "'citizen_id'", "NULL::DOUBLE")
    found = [
        f"""SELECT p.person_id, {told}
FROM {rows} r JOIN person p ON r.citizen_id_hash = p.person_id
ANTI JOIN {_links(record)} l ON l._row = r._row AND l._file = r._file AND l._import = r._import"""
        for rows in (near, f"record_elsewhere_{record.place}")
        if rows is not None
    ]
    by_link = f"""SELECT p.person_id, {_record(record, "r.how", "r.match_probability")}
FROM linked_record_{record.place} r JOIN person p ON p.person_id = r.person_id"""
    return [*found, by_link]


def linked_rows() -> str:
    """`person_record`: no record yet."""
    return """CREATE OR REPLACE TEMP TABLE person_record (person_id UUID, place SMALLINT, key VARCHAR,
  item VARCHAR, prefix VARCHAR, first_name VARCHAR, last_name VARCHAR, house_number VARCHAR)"""


def records() -> tuple[str, ...]:
    """`person_records`: one row a person with records, their JSON list in the order of sources and keys.

    Most people have one record: sorting only the others takes a third of the time.
    """
    return (
        """CREATE OR REPLACE TEMP TABLE person_with_records AS
SELECT person_id FROM person_record GROUP BY person_id HAVING count(*) > 1""",
        """CREATE OR REPLACE TEMP TABLE person_records AS
SELECT person_id, '[' || item || ']' AS records FROM person_record ANTI JOIN person_with_records USING (person_id)
UNION ALL
SELECT person_id, '[' || array_to_string(list_transform(list_sort(
    list({'place': place, 'key': key, 'item': item})), lambda told: told.item), ',') || ']'
FROM person_record SEMI JOIN person_with_records USING (person_id) GROUP BY person_id""",
    )


def register_names() -> str:
    """`register_name`: the first name among the records of those whom the survey does not name."""
    return f"""CREATE OR REPLACE TEMP TABLE register_name AS
SELECT person_id, named.prefix AS prefix, named.first_name AS first_name,
  named.last_name AS last_name
FROM (SELECT person_id, arg_min({{'prefix': prefix, 'first_name': first_name,
    'last_name': last_name}}, {_ORDER}) AS named
  FROM person_record WHERE coalesce(first_name, '') != '' OR coalesce(last_name, '') != ''
  GROUP BY person_id)"""


def register_numbers() -> str:
    """`register_house_number`: house number that registers give a household that was not surveyed."""
    order = "(p.person_number IS NULL, p.person_number, p.person_id::VARCHAR, place, key)"
    return f"""CREATE OR REPLACE TEMP TABLE register_house_number AS
SELECT p.household_id, arg_min(l.house_number, {order}) AS house_number
FROM (SELECT * FROM person_record WHERE coalesce(house_number, '') != '') l
JOIN person p ON p.person_id = l.person_id
SEMI JOIN (SELECT household_id FROM household WHERE NOT in_survey) h
  ON h.household_id = p.household_id
GROUP BY p.household_id"""


def heads() -> tuple[str, ...]:
    """`head_name`: names of heads by person; `house_head_name`: by house where the linkage knows no head."""
    first, last, prefix = _won("m", "r")
    return (
        f"""CREATE OR REPLACE TEMP TABLE head_name AS
SELECT person_id, {_full_name()} AS name FROM (
  SELECT p.person_id, {first} AS first, {last} AS last, {prefix} AS prefix
  FROM (SELECT * FROM person WHERE relation = {HEAD_OF_HOUSEHOLD} AND in_survey) p
  JOIN (SELECT * FROM survey_answer WHERE relation = {HEAD_OF_HOUSEHOLD}) m ON {_SURVEYED}
  LEFT JOIN register_name r ON r.person_id = p.person_id
  LEFT JOIN person_best_name w ON w.person_id = p.person_id)""",
        f"""CREATE OR REPLACE TEMP TABLE house_head_name AS
SELECT house_code, arg_min({_full_name()}, person_number) AS name FROM (
  SELECT m.house_code, m.person_number, coalesce(m.first_name, '') AS first,
    coalesce(m.last_name, '') AS last, coalesce(m.prefix, '') AS prefix
  FROM (SELECT * FROM survey_answer WHERE relation = {HEAD_OF_HOUSEHOLD}) m
  SEMI JOIN (SELECT household_id FROM household
    ANTI JOIN head_name ON head_name.person_id = household.head_person_id
    WHERE in_survey) h ON h.household_id = m.house_code)
GROUP BY house_code""",
    )


def person_rows(form: PublicationShape) -> str:
    """Rows of `people_person`."""
    first, last, prefix = _won("m", "r")
    return f"""SELECT {form.publication} AS publication_id, * EXCLUDE (prefix, first, last),
  {_full_name()} AS name, left({name_key_sql("first || last")}, 160) AS name_key
FROM (SELECT p.person_id, coalesce(p.household_id, '') AS household_id,
  coalesce(p.village_code, '') AS village_code, p.person_number, p.sex, p.born_on,
  coalesce(p.born_on_precision, '') AS born_on_precision, p.age_years,
  p.relation, p.in_survey, p.has_citizen_id, p.is_unmatched, p.sources, p.facts, p.groups,
  coalesce(m.answers::VARCHAR, '[]') AS answers, coalesce(t.records, '[]') AS records,
  coalesce(m.synthetic, {form.is_synthetic}) AS is_synthetic,
  {prefix} AS prefix, {first} AS first, {last} AS last
FROM person p
LEFT JOIN survey_answer m ON p.in_survey AND {_SURVEYED}
LEFT JOIN person_records t ON t.person_id = p.person_id
LEFT JOIN register_name r ON r.person_id = p.person_id
LEFT JOIN person_best_name w ON w.person_id = p.person_id)"""


def people_cube() -> str:
    """Rows of the cube of people, in the order of its keys."""
    given = ", ".join(PEOPLE_KEYS)
    told = given.replace("village_code", "coalesce(village_code, '') AS village_code")
    return f"""SELECT {given}, count(*)::BIGINT AS people FROM (SELECT {told} FROM person)
GROUP BY ALL ORDER BY {given}"""


def doubted(values: str, findings: str, pairs: str, persons: str) -> str:
    """`doubted_person`: household and village of everybody whom a table of doubts may be about."""
    sides = " UNION ".join(
        f"SELECT try_cast({side}_key AS UUID) FROM {pairs} WHERE {side}_source = 'registers'"
        for side in ("left", "right")
    )
    return f"""CREATE OR REPLACE TEMP TABLE doubted_person AS
SELECT p.person_id, p.household_id, p.village_code FROM {persons} p
SEMI JOIN (SELECT person_id FROM {values} UNION SELECT person_id FROM {findings}
  UNION SELECT person_id FROM person_link UNION {sides}) d ON d.person_id = p.person_id"""


def doubts(table: str, rows: str, publication: int) -> str:
    """Rows of `people_conflict`: those of a table of doubts, and whom each is about.

    An open pair under review is told of both its sides, once for each household and person.
    """
    if table == "review_pairs":
        sides = " UNION ALL ".join(_side(side, rows) for side in ("left", "right"))
        found = f"SELECT DISTINCT ON (doubt.pair_id, household, person) * FROM ({sides})"
    else:
        is_finding = table == "link_findings"
        household = "d.household_id, p.household_id" if is_finding else "p.household_id"
        village = "p.village_code, d.area_code" if is_finding else "p.village_code"
        found = f"""SELECT d AS doubt, coalesce({household}) AS household, d.person_id AS person,
  coalesce({village}) AS village
FROM {rows} d LEFT JOIN doubted_person p ON p.person_id = d.person_id"""
    return f"""SELECT {publication} AS publication_id, coalesce(household, '') AS household_id,
  person AS person_id, coalesce(village, '') AS village_code, {literal(table)} AS "table",
  to_json(doubt)::VARCHAR AS "row"
FROM ({found})"""


def _side(side: str, rows: str) -> str:
    """Open pairs under review with the person and household of one side."""
    return f"""SELECT d AS doubt, coalesce(p.household_id, d.{side}_house_code) AS household,
  p.person_id AS person, coalesce(p.village_code, d.{side}_village_code) AS village
FROM {rows} d
LEFT JOIN person_link l ON l.source = d.{side}_source AND l.record_key = d.{side}_key
LEFT JOIN doubted_person p ON p.person_id = coalesce(l.person_id,
  CASE WHEN d.{side}_source = 'registers' THEN try_cast(d.{side}_key AS UUID) END)
WHERE d.status = 'open'"""


def _won(survey_row: str, register_row: str) -> tuple[str, str, str]:
    """First name, last name and prefix of a person, never null.

    The survey's, or else a register's; where sources disagree, the value that won.
    """
    is_named = f"(coalesce({survey_row}.first_name, '') != '' OR coalesce({survey_row}.last_name, '') != '')"

    def one(winner: str, name: str) -> str:
        best = f"CASE WHEN {is_named} THEN {survey_row}.{name} ELSE {register_row}.{name} END"
        return f"coalesce({winner}{best}, '')"

    first = one("w.first_name, ", "first_name")
    return first, one("w.last_name, ", "last_name"), one("", "prefix")


def _full_name() -> str:
    return "CASE WHEN first || last != '' THEN left(trim(prefix || first || ' ' || last), 160) ELSE '' END"


def _record(record: RecordForm, how: str, probability: str) -> str:
    """Columns of `person_record` but the person; names only where the survey gives none."""
    key = " || '/' || ".join(f"r.{quoted(name)}::VARCHAR" for name in record.key)
    parts: list[str] = []
    for name in record.always:
        label = ("," if parts else "") + _label(name)
        told = f"{literal(label)} || coalesce({_json(record, name)}, 'null')"
        # the survey tells the house number of those whom it met
        parts.append(
            f"CASE WHEN p.in_survey THEN '' ELSE {told} END" if name == _HOUSE_NUMBER else told
        )
    for name in record.when_set:
        column = f"r.{quoted(name)}"
        idle = ", ".join(map(literal, _IDLE))
        parts.append(
            f"CASE WHEN {column} IS NULL OR {column}::VARCHAR IN ({idle}) THEN '' "
            f"ELSE {literal(',' + _label(name))} || {_json(record, name)} END"
        )
    shown = " || ".join(["'{'", *parts, "'}'"])
    is_told = "p.in_survey AND p.person_id NOT IN (SELECT person_id FROM unnamed_person)"
    names = ", ".join(
        f"CASE WHEN {is_told} THEN NULL ELSE r.{name} END AS {name}"
        if name in record.names
        else f"NULL::VARCHAR AS {name}"
        for name in _NAMES
    )
    number = (
        "CASE WHEN p.in_survey THEN NULL ELSE r.house_number END"
        if _HOUSE_NUMBER in record.always
        else "NULL"
    )
    return f"""{record.place}::SMALLINT AS place, {key} AS key,
  '[' || to_json({literal(record.source)})::VARCHAR || ',' || to_json({key})::VARCHAR || ','
  || to_json({how})::VARCHAR || ',' || coalesce({probability}::VARCHAR, 'null') || ','
  || {shown} || ']' AS item, {names}, {number} AS house_number"""


def _links(record: RecordForm) -> str:
    return f"(SELECT * FROM person_link WHERE source = {literal(record.source)})"


def _needed(record: RecordForm) -> str:
    """Columns of a source's rows that its records are made of."""
    of_row = ("_import", "_file", "_row", "citizen_id_hash")
    told = [*record.always, *record.when_set, *record.names]
    return ", ".join(f"r.{quoted(name)}" for name in dict.fromkeys([*told, *of_row]))


def _json(record: RecordForm, name: str) -> str:
    """A column as JSON; null stays null."""
    column = f"r.{quoted(name)}"
    if name in record.numbers:
        return f"{column}::VARCHAR"
    if name in record.days:
        return f"""'"' || {column}::VARCHAR || '"'"""
    return f"to_json({column})::VARCHAR"


def _label(name: str) -> str:
    return f'"{name}":'
