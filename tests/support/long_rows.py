"""Long estimates as dictionaries, so that a test names the value it means."""

from typing import Any

import pyarrow as pa

Key = tuple[str, str, str]


def values(table: pa.Table, *, column: str = "b", **where: str) -> dict[Key, Any]:
    """(measure, indicator, dimension) -> value, of the rows whose columns equal `where`.

    Every key occurs once, or the test that asks has not said enough.
    """
    result: dict[Key, Any] = {}
    for row in table.to_pylist():
        if any(row[name] != value for name, value in where.items()):
            continue
        key = (row["measure"], row["indicator"], row["dimension"])
        assert key not in result, f"{key} occurs twice under {where}"
        result[key] = row[column]
    return result


def value(
    table: pa.Table, measure: str, indicator: str = "", *, column: str = "b", **where: str
) -> Any:
    """The one value of a measure."""
    found = [
        item
        for (name, own, _), item in values(table, column=column, **where).items()
        if (name, own) == (measure, indicator)
    ]
    assert len(found) == 1, f"{measure} {indicator} under {where}: {found}"
    return found[0]
