"""What every stored table must satisfy before it is committed.

Each check runs one aggregate and raises CheckError with the number of rows that break it; the
commit it guards then never happens.
"""

from collections.abc import Sequence

from ppaos.domain import relations as ir
from ppaos.domain.errors import CheckError
from ppaos.engine.backends import Engine


def require_key(engine: Engine, table: ir.Table, key: Sequence[str], *, name: str) -> int:
    """Every row has its whole key and no key occurs twice; returns the number of rows.

    Errors: CheckError with the count of rows without a key or beyond the first of a key.
    """
    distinct = table.select(*key).distinct().count()
    complete = table[key[0]].notnull()
    for column in key[1:]:
        complete = complete & table[column].notnull()
    found = _one(engine, table, rows=table.count(), complete=complete.sum())
    keys = _scalar(engine, distinct)
    if found["complete"] != found["rows"]:
        lacking = found["rows"] - (found["complete"] or 0)
        raise CheckError(
            th=f"ตาราง '{name}': {lacking:,} แถวไม่มีค่าในกุญแจ {', '.join(key)} ตรวจไฟล์ต้นทางแล้วนำเข้าใหม่",
            en=f"Table '{name}': {lacking:,} rows lack a value in their key {', '.join(key)}. "
            "Correct the source file and ingest again.",
        )
    if keys != found["rows"]:
        raise CheckError(
            th=f"ตาราง '{name}': กุญแจ {', '.join(key)} ซ้ำ {found['rows'] - keys:,} แถว แก้แถวซ้ำแล้วนำเข้าใหม่",
            en=f"Table '{name}': {found['rows'] - keys:,} rows repeat the key {', '.join(key)}. "
            "Remove the repeated rows and ingest again.",
        )
    return int(found["rows"])


def require_positive(engine: Engine, table: ir.Table, columns: Sequence[str], *, name: str) -> None:
    """Errors: CheckError when a column holds a missing, zero or negative value."""
    for column in columns:
        bad = _scalar(engine, (table[column].isnull() | (table[column] <= 0)).sum()) or 0
        if bad:
            raise CheckError(
                th=f"ตาราง '{name}' คอลัมน์ {column}: {bad:,} แถวว่าง เป็นศูนย์ หรือติดลบ แก้ค่าหรือตัดแถวออก",
                en=f"Table '{name}', column {column}: {bad:,} rows are missing, zero or negative. "
                "Correct the values or take the rows out.",
            )


def require_equal(left: int, right: int, *, th: str, en: str) -> None:
    """Errors: CheckError naming both numbers when they differ."""
    if left != right:
        raise CheckError(
            th=f"{th}: {left:,} ไม่เท่ากับ {right:,}", en=f"{en}: {left:,} is not {right:,}"
        )


def _one(engine: Engine, table: ir.Table, **measures: ir.IntegerScalar) -> dict[str, int]:
    row: dict[str, int] = engine.arrow(table.aggregate(**measures)).to_pylist()[0]
    return {name: value or 0 for name, value in row.items()}


def _scalar(engine: Engine, value: ir.IntegerScalar) -> int:
    return int(engine.arrow(value.name("value").as_table()).column("value")[0].as_py() or 0)
