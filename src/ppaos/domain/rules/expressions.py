"""The small language of rules over named answers, as Ibis expressions.

In goes text such as `all_yes(q4_1, q4_2)` or `(a + b) / members >= line`; out comes an expression
over a table. Missing answers follow three-valued (Kleene) logic on every engine: `false and
missing` is false, `true and missing` is missing.

The language is a subset of Python's expression syntax: names of columns and parameters, numbers,
texts, `true` and `false`; `and or not`; `== != < <= > >= in`; `+ - * /`; `A if CONDITION else B`;
and the functions `all_yes`, `any_yes`, `count_yes` (an answer is yes when it equals 1), `present`,
`coalesce`, `least`, `greatest`. docs/reference/expressions.md lists them.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

import ibis
from ibis.common.annotations import ValidationError
from ibis.common.exceptions import IbisError

from ppaos.domain import relations as ir
from ppaos.domain.errors import ColumnError

Parameters = Mapping[str, int | float]

_COMPARISONS: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
}
_ARITHMETIC: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    # engines differ in what a division by zero gives; here it gives no answer
    ast.Div: lambda a, b: a / b.nullif(0),
}
_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "all_yes": lambda *answers: reduce(lambda a, b: a & b, [x == 1 for x in answers]),
    "any_yes": lambda *answers: reduce(lambda a, b: a | b, [x == 1 for x in answers]),
    "count_yes": lambda *answers: reduce(
        lambda a, b: a + b, [(x == 1).cast("int64") for x in answers]
    ),
    "present": lambda value: value.notnull(),
    "coalesce": lambda *values: ibis.coalesce(*values),
    "least": lambda *values: _if_all_present(values, ibis.least(*values)),
    "greatest": lambda *values: _if_all_present(values, ibis.greatest(*values)),
}
_CONSTANTS: Final = {"true": True, "false": False, "missing": None}


class ExpressionError(ValueError):
    """The text is not an expression of the language; documents turn this into a DocumentError."""


@dataclass(frozen=True)
class Expression:
    """A parsed rule."""

    text: str
    names: frozenset[str]
    """Every column or parameter that the rule reads."""

    def columns(self, parameters: Parameters) -> frozenset[str]:
        """Names that are columns: all that are not parameters."""
        return self.names - parameters.keys()

    def ibis(self, table: ir.Table, parameters: Parameters | None = None) -> ir.Value:
        """The rule as a value over `table`.

        Errors: ColumnError when the table lacks a column of the rule, or a column holds another
        kind of value than the rule needs (a text where a number is compared).
        """
        given = dict(parameters or {})
        lacking = sorted(self.columns(given) - set(table.columns))
        if lacking:
            raise ColumnError(
                th=f"กฎ '{self.text}' ใช้คอลัมน์ {', '.join(lacking)} ซึ่งตารางไม่มี ตรวจชื่อคอลัมน์หรือเพิ่มในไฟล์",
                en=f"Rule '{self.text}' reads column {', '.join(lacking)}, which the table lacks. "
                "Check the spelling or add it to the file.",
            )
        body = ast.parse(self.text.strip(), mode="eval").body
        try:
            value: ir.Value = _value(body, table, given, self.text)
        except (IbisError, ValidationError, TypeError, AttributeError) as error:
            kinds = ", ".join(
                f"{name}: {table[name].type()}" for name in sorted(self.columns(given))
            )
            raise ColumnError(
                th=f"กฎ '{self.text}' ใช้กับชนิดข้อมูลของคอลัมน์ไม่ได้ ({kinds}) แก้กฎหรือแก้ชนิดข้อมูล",
                en=f"Rule '{self.text}' does not go with the kinds of its columns ({kinds}). "
                "Correct the rule or the columns.",
            ) from error
        return value

    def condition(self, table: ir.Table, parameters: Parameters | None = None) -> ir.BooleanValue:
        """The rule as true, false or missing.

        Errors: those of `ibis`; ColumnError when the rule is not a yes/no question.
        """
        value = self.ibis(table, parameters)
        if isinstance(value, ir.BooleanValue):
            return value
        if isinstance(value, ir.NullValue):
            return ir.claim(value.cast("boolean"))
        raise ColumnError(
            th=f"กฎ '{self.text}' ให้ค่าชนิด {value.type()} ไม่ใช่จริงหรือเท็จ เขียนเป็นการเปรียบเทียบ เช่น {self.text} == 1",
            en=f"Rule '{self.text}' gives a value of kind {value.type()}, not true or false. "
            f"Write a comparison, such as {self.text} == 1.",
        )


def parse(text: str) -> Expression:
    """Parse a rule.

    Errors: ExpressionError when the text uses anything outside the language.
    """
    if not text.strip():
        raise ExpressionError("an expression is empty / นิพจน์ว่าง")
    try:
        body = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"'{text}' is not an expression: {error.msg} / ไม่ใช่นิพจน์") from error
    names: set[str] = set()
    _check(body, names, text)
    return Expression(text.strip(), frozenset(names))


def negation(value: ir.BooleanValue) -> ir.BooleanValue:
    """Not `value`; missing stays missing.

    Ibis writes `~value` as NOT without brackets, so that `(~value).isnull()` would come out as
    NOT (value IS NULL).
    """
    return ir.claim(ibis.cases((value, False), (value.notnull(), True)))


def _check(node: ast.AST, names: set[str], text: str) -> None:
    match node:
        case ast.Name():
            name = _name(node, text)
            if name not in _CONSTANTS:
                names.add(name)
        case ast.Constant(value=bool() | int() | float() | str()):
            pass
        case ast.BoolOp(values=values):
            for value in values:
                _check(value, names, text)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            _check(operand, names, text)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            _check(left, names, text)
            _check(right, names, text)
        case ast.Compare(left=left, ops=ops, comparators=rest):
            _check(left, names, text)
            for comparison, other in zip(ops, rest, strict=True):
                if isinstance(comparison, ast.In | ast.NotIn):
                    _check_list(other, text)
                elif type(comparison) in _COMPARISONS:
                    _check(other, names, text)
                else:
                    raise _outside(comparison, text)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            for part in (test, body, orelse):
                _check(part, names, text)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if (
            name in _FUNCTIONS and args
        ):
            for argument in args:
                _check(argument, names, text)
        case _:
            raise _outside(node, text)


def _check_list(node: ast.AST, text: str) -> None:
    listed = isinstance(node, ast.Tuple | ast.List) and node.elts
    if not listed or not all(map(_is_listed, listed)):
        raise ExpressionError(f"'{text}': `in` needs a list of values such as (1, 2, 3)")


def _is_listed(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=bool() | int() | float() | str()):
            return True
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            return True
    return False


def _name(node: ast.Name, text: str) -> str:
    """The name as written: Python composes identifiers (NFKC), which respells Thai sara am."""
    return ast.get_source_segment(text.strip(), node) or node.id


def _outside(node: ast.AST, text: str) -> ExpressionError:
    known = ", ".join(sorted(_FUNCTIONS))
    return ExpressionError(
        f"'{text}' uses {type(node).__name__}, which rules do not have; functions are {known}"
        " / ใช้รูปแบบที่ภาษากฎไม่มี"
    )


def _value(node: ast.AST, table: ir.Table, parameters: Parameters, text: str) -> Any:
    def of(part: ast.AST) -> Any:
        return _value(part, table, parameters, text)

    match node:
        case ast.Name():
            name = _name(node, text)
            if name in _CONSTANTS:
                return ibis.literal(_CONSTANTS[name])
            return ibis.literal(parameters[name]) if name in parameters else table[name]
        case ast.Constant(value=value):
            return ibis.literal(value)
        case ast.BoolOp(op=op, values=values):
            parts = [_logical(of(value)) for value in values]
            joined: Callable[[Any, Any], Any] = (
                (lambda a, b: a & b) if isinstance(op, ast.And) else (lambda a, b: a | b)
            )
            return reduce(joined, parts)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return negation(_logical(of(operand)))
        case ast.UnaryOp(operand=operand):
            return -of(operand)
        case ast.BinOp(left=left, op=op, right=right):
            return _ARITHMETIC[type(op)](of(left), of(right))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            chosen = _logical(of(test))
            return ibis.cases((chosen, of(body)), (~chosen, of(orelse)))
        case ast.Call(func=ast.Name(id=name), args=args):
            return _FUNCTIONS[name](*[of(argument) for argument in args])
        case ast.Compare():
            return _comparison(node, of)
    raise AssertionError(ast.dump(node))


def _comparison(node: ast.Compare, of: Callable[[ast.AST], Any]) -> Any:
    left, result = of(node.left), None
    for op, other in zip(node.ops, node.comparators, strict=True):
        if isinstance(op, ast.In | ast.NotIn):
            choices = [ast.literal_eval(item) for item in other.elts]  # type: ignore[attr-defined]
            # equalities, not IN: Ibis writes `x IN (...) IS NULL`, which Spark does not parse
            part = reduce(lambda a, b: a | b, [left == choice for choice in choices])
            part = negation(part) if isinstance(op, ast.NotIn) else part
            right = left
        else:
            right = of(other)
            part = _COMPARISONS[type(op)](left, right)
            if isinstance(left, ir.NullValue) or isinstance(right, ir.NullValue):
                part = ibis.null("boolean")  # == with a null asks Ibis whether a value is null
        result = part if result is None else result & part
        left = right
    return result


def _logical(value: Any) -> Any:
    """The value, if it is true, false or missing. Errors: TypeError."""
    if isinstance(value, ir.NullValue):
        return ir.claim(value.cast("boolean"))
    if not isinstance(value, ir.BooleanValue):
        raise TypeError("a number or text stands where true or false is needed")
    return value


def _if_all_present(values: tuple[Any, ...], result: Any) -> Any:
    present = reduce(lambda a, b: a & b, [value.notnull() for value in values])
    return ibis.cases((present, result))
