"""From records as they were stored to records as they are compared.

In: rows of `COLUMNS` (see `people.match_people`). Out: rows of normalised names with their keys,
birth year with what is known of it, place, and the house that the record was written down in.
"""

from typing import Any, Final

import ibis

from ppaos.domain import relations as ir
from ppaos.matching.names import as_written, distinct_names, keys_of, with_keys

COLUMNS: Final = (
    "record_id",
    "source",
    "first_name",
    "last_name",
    "sex",
    "born_on",
    "born_on_precision",
    "house_code",
    "house_number",
    "village_code",
    "age_years",
)
NAME_KEYS: Final = "name_keys"


def prepare(backend: Any, tables: dict[str, ir.Table]) -> None:
    """Store each table under its name in the backend, ready to be compared.

    `backend` is an Ibis DuckDB connection; `tables` maps a new table's name to stored records, all
    of `COLUMNS` and perhaps further ones, which are kept.
    """
    first = {name: _plain(table) for name, table in tables.items()}
    for name, table in first.items():
        backend.create_table(f"{name}_plain", table, overwrite=True)
    plain = {name: backend.table(f"{name}_plain") for name in tables}
    written = distinct_names(*plain.values()).to_pyarrow()
    backend.create_table(NAME_KEYS, keys_of(written["written"].to_pylist()), overwrite=True)
    years = _reference_years(list(plain.values()))
    backend.create_table("reference_years", years, overwrite=True)
    for name, table in plain.items():
        keyed = with_keys(table, backend.table(NAME_KEYS), "first")
        keyed = with_keys(keyed, backend.table(NAME_KEYS), "last")
        born = _with_birth_year(keyed, backend.table("reference_years"))
        backend.create_table(name, born, overwrite=True)
        backend.drop_table(f"{name}_plain")


def _plain(table: ir.Table) -> ir.Table:
    """Names as written, dates by what is known of them, and the house of the record."""
    precision = table["born_on_precision"]
    year_known = table["born_on"].notnull()
    day_known = year_known & precision.isnull().ifelse(True, precision == "day")
    month_known = day_known | (year_known & (precision == "month"))
    number = table["house_number"].nullif("")
    missing = ibis.null("int32")
    kept = [name for name in table.columns if name not in COLUMNS]
    return table.select(
        *kept,
        "record_id",
        "source",
        first_written=as_written(table["first_name"]),
        last_written=as_written(table["last_name"]),
        sex=table["sex"].cast("int16"),
        born_day=day_known.ifelse(table["born_on"].day().cast("int32"), missing),
        born_month=month_known.ifelse(table["born_on"].month().cast("int32"), missing),
        stated_year=year_known.ifelse(table["born_on"].year().cast("int32"), missing),
        age_years=table["age_years"].cast("int32"),
        village_code=table["village_code"].nullif(""),
        house_code=table["house_code"].nullif(""),
        address=table["village_code"].nullif("") + "/" + number,
    ).mutate(house=lambda row: ibis.coalesce(row.house_code, row.address))


def _reference_years(tables: list[ir.Table]) -> ir.Table:
    """One row a source: the year in which its ages hold, from rows that state age and birth year.

    A source whose rows never state both has no row; its ages then say nothing.
    """
    known = [
        table.filter(table["age_years"].notnull() & table["stated_year"].notnull()).select(
            "source", year=table["age_years"] + table["stated_year"]
        )
        for table in tables
    ]
    every = ir.table(ibis.union(*known)) if len(known) > 1 else known[0]
    return every.group_by("source").aggregate(
        reference_year=every["year"].median().round().cast("int32")
    )


def _with_birth_year(table: ir.Table, years: ir.Table) -> ir.Table:
    """`birth_year`, stated or from the age, and `is_year_stated` telling which."""
    reference = years.view().rename(reference_source="source")
    joined = table.left_join(reference, table["source"] == reference["reference_source"])
    # A source that never states both borrows the year of the others: surveys are of one year.
    common = reference["reference_year"].median().round().cast("int32").as_scalar()
    year = ibis.coalesce(joined["reference_year"], common)
    return joined.mutate(
        birth_year=ibis.coalesce(joined["stated_year"], year - joined["age_years"]),
        is_year_stated=joined["stated_year"].notnull(),
    ).drop("reference_source", "reference_year", "stated_year", "age_years")
