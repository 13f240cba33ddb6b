"""Exact values of rules over one household's answers, without an engine.

In: a rule and the answers by name. Out: a fraction, or null when it cannot be known. The same
language as `ppaos.domain.rules.expressions`, but only its numbers, names and + - * /.
"""

import ast
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from ppaos.domain.rules.expressions import Expression


def any_of(states: Iterable[bool | None]) -> bool | None:
    """Whether any state is true, in three-valued logic: null when none is but one is unknown."""
    known = list(states)
    return True if any(known) else None if None in known else False


def arithmetic(rule: Expression, values: Mapping[str, Any]) -> Fraction | None:
    """Exact value of a rule of numbers, names and + - * /; null when a value is missing.

    Also null for a division by zero and for a rule that uses anything else.
    """

    def of(node: ast.AST) -> Fraction | None:
        match node:
            case ast.Constant(value=int() | float() as number):
                return Fraction(str(number))
            case ast.Name(id=name):
                if name not in values:  # Python respells Thai sara am in identifiers
                    name = ast.get_source_segment(text, node) or name
                given = values.get(name)
                return None if given is None or isinstance(given, str) else Fraction(str(+given))
            case ast.BinOp(left=left, op=op, right=right):
                a, b = of(left), of(right)
                if a is None or b is None:
                    return None
                match op:
                    case ast.Add():
                        return a + b
                    case ast.Sub():
                        return a - b
                    case ast.Mult():
                        return a * b
                    case ast.Div() if b:
                        return a / b
        return None

    text = rule.text.strip()
    return of(ast.parse(text, mode="eval").body)
