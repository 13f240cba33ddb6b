"""Types of relations and of their columns, as annotations name them, and what narrows a value to one.

Ibis exports its types by star imports in a circle, of which type checkers lose `Table`; each is imported from
where it is defined, and of a table its calls are declared here, so that annotations are checked. Which type a
column has is known only when the table is, hence `rows["name"]` is of any type until an annotation or one of
the functions below says which.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import ibis
from ibis.expr.types.binary import BinaryValue
from ibis.expr.types.core import Expr
from ibis.expr.types.generic import Column, NullValue, Scalar, Value
from ibis.expr.types.logical import BooleanColumn, BooleanValue
from ibis.expr.types.numeric import FloatingValue, IntegerColumn, IntegerScalar, IntegerValue
from ibis.expr.types.strings import StringColumn, StringValue
from ibis.expr.types.temporal import DateValue
from ibis.expr.types.uuid import UUIDValue

if TYPE_CHECKING:
    from ibis.expr.schema import Schema

    class GroupedTable:
        """Rows of a table in groups."""

        def aggregate(self, *metrics: Value, **named: Value | int) -> "Table": ...
        def mutate(self, *columns: Value, **named: Value) -> "Table": ...

    class Table(Expr):
        """The calls of an Ibis table that the program uses, for type checkers."""

        @property
        def columns(self) -> tuple[str, ...]: ...
        def schema(self) -> "Schema": ...
        def __getitem__(self, name: str) -> Any: ...
        def select(self, *columns: Any, **named: Any) -> "Table": ...
        def mutate(self, *columns: Any, **named: Any) -> "Table": ...
        def drop_null(self, subset: Sequence[str] | None = None) -> "Table": ...
        def drop(self, *names: str | Sequence[str]) -> "Table": ...
        def rename(self, *renamed: Any, **named: str) -> "Table": ...
        def cast(self, schema: Any) -> "Table": ...
        def filter(self, *claims: Any) -> "Table": ...
        def limit(self, rows: int | None, offset: int = 0) -> "Table": ...
        def distinct(self, *, on: Any = None, keep: Any = "first") -> "Table": ...
        def order_by(self, *keys: Any) -> "Table": ...
        def group_by(self, *keys: Any, **named: Any) -> GroupedTable: ...
        def aggregate(self, *metrics: Any, by: Any = (), **named: Any) -> "Table": ...
        def count(self, where: BooleanValue | None = None) -> IntegerScalar: ...
        def view(self) -> "Table": ...
        def union(self, *others: "Table", distinct: bool = False) -> "Table": ...
        def join(
            self, right: "Table", on: Any = (), how: str = "inner", **names: str
        ) -> "Table": ...
        def inner_join(self, right: "Table", on: Any = (), **names: str) -> "Table": ...
        def left_join(self, right: "Table", on: Any = (), **names: str) -> "Table": ...
        def outer_join(self, right: "Table", on: Any = (), **names: str) -> "Table": ...
        def semi_join(self, right: "Table", on: Any = ()) -> "Table": ...
        def anti_join(self, right: "Table", on: Any = ()) -> "Table": ...
        def cross_join(self, right: "Table", **names: str) -> "Table": ...

else:
    from ibis.expr.types.relations import Table

__all__ = [
    "BinaryValue",
    "BooleanColumn",
    "BooleanValue",
    "Column",
    "DateValue",
    "FloatingValue",
    "IntegerColumn",
    "IntegerScalar",
    "IntegerValue",
    "NullValue",
    "Scalar",
    "StringColumn",
    "StringValue",
    "Table",
    "UUIDValue",
    "Value",
    "claim",
    "date",
    "is_in",
    "real",
    "table",
    "text",
    "whole",
    "whole_column",
    "window",
]

_Narrow = TypeVar("_Narrow", bound=Value)


def text(value: object) -> StringValue:
    """The value as text. Errors: TypeError when it is of another type."""
    return _narrowed(value, StringValue)


def whole(value: object) -> IntegerValue:
    """The value as whole numbers. Errors: TypeError when it is of another type."""
    return _narrowed(value, IntegerValue)


def whole_column(value: object) -> IntegerColumn:
    """The value as a column of whole numbers. Errors: TypeError when it is of another type."""
    return _narrowed(value, IntegerColumn)


def real(value: object) -> FloatingValue:
    """The value as floating numbers. Errors: TypeError when it is of another type."""
    return _narrowed(value, FloatingValue)


def claim(value: object) -> BooleanValue:
    """The value as true, false or unknown. Errors: TypeError when it is of another type."""
    return _narrowed(value, BooleanValue)


def date(value: object) -> DateValue:
    """The value as dates. Errors: TypeError when it is of another type."""
    return _narrowed(value, DateValue)


def table(value: object) -> Table:
    """The value as a table, as ibis makes it. Errors: TypeError when it is of another type."""
    if isinstance(value, Table):
        return value
    raise TypeError(f"{value!r:.200} is no table")


def is_in(value: Value, among: Iterable[str | int | float]) -> BooleanValue:
    """Whether the value is one of those listed; unknown where it is missing."""
    return claim(value.isin(list(among)))  # type: ignore[arg-type]  # plain values are fine


def window(*, group_by: str | Sequence[str] = (), order_by: Sequence[Value] = ()) -> Any:
    """Rows that a window function sees: those equal in `group_by`, in order."""
    return ibis.window(  # type: ignore[no-untyped-call]  # ibis annotates no part of it
        group_by=group_by, order_by=order_by
    )


def _narrowed(value: object, kind: type[_Narrow]) -> _Narrow:
    if isinstance(value, kind):
        return value
    raise TypeError(f"{value!r:.200} is no {kind.__name__}")
