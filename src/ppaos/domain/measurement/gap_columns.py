"""Names of the columns of poverty gaps: `gap_INDICATOR` of profiles, `gap1_people_INDICATOR` of cubes.

In: an indicator, the power of its gap, and what the sum is over. Out: the name of the column, and
the same parts from a name. An indicator's own name may hold underscores.
"""

from typing import Final

_MARK: Final = "gap"
POWERS: Final = (1, 2)


def profile_column(indicator: str) -> str:
    """Column of one household's gap, in trillionths of the line."""
    return f"{_MARK}_{indicator}"


def indicator_of_profile(column: str) -> str | None:
    """Indicator of a column of profiles; null when it holds no gap."""
    return column.removeprefix(f"{_MARK}_") if column.startswith(f"{_MARK}_") else None


def cube_column(power: int, over: str, indicator: str) -> str:
    """Column of the sum of a power of the gap over `people` or `units` of a cell."""
    return f"{_MARK}{power}_{over}_{indicator}"


def parts_of_cube(column: str) -> tuple[str, int, str] | None:
    """(indicator, power, people | units) of a column of a cube; null when it holds no gap."""
    if not column.startswith(_MARK):
        return None
    head, over, indicator = column.split("_", 2)
    return indicator, int(head.removeprefix(_MARK)), over
