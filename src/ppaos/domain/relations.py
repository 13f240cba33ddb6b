"""Types of relations and of their columns, as annotations name them.

Ibis exports them by star imports in a circle, of which type checkers lose `Table`; here each is imported from
where it is defined, so that annotations are checked.
"""

from ibis.expr.types.binary import BinaryValue
from ibis.expr.types.generic import Column, NullValue, Scalar, Value
from ibis.expr.types.logical import BooleanColumn, BooleanValue
from ibis.expr.types.numeric import IntegerScalar, IntegerValue
from ibis.expr.types.relations import Table
from ibis.expr.types.strings import StringColumn, StringValue
from ibis.expr.types.temporal import DateValue
from ibis.expr.types.uuid import UUIDValue

__all__ = [
    "BinaryValue",
    "BooleanColumn",
    "BooleanValue",
    "Column",
    "DateValue",
    "IntegerScalar",
    "IntegerValue",
    "NullValue",
    "Scalar",
    "StringColumn",
    "StringValue",
    "Table",
    "UUIDValue",
    "Value",
]
