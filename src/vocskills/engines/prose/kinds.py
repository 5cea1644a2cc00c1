"""The type of a typed tree, read off its parts."""

from __future__ import annotations

from typing import assert_never

from vocskills.language.nodes import (
    BOOL,
    COUNT,
    DATE,
    MONEY,
    MONTHS,
    NUMBER,
    RATE,
    YEARS,
    Arith,
    ArithOp,
    Call,
    Compare,
    Element,
    Fact,
    Function,
    If,
    Literal,
    Logic,
    Lookup,
    Node,
    Not,
    Quantified,
    Quantifier,
    Type,
)
from vocskills.model.fields import Kind, Unit
from vocskills.model.terms import Level

_RESULTS = {
    Function.AGE: YEARS,
    Function.MONTHS: MONTHS,
    Function.YEAR: COUNT,
    Function.PLUS_DAYS: DATE,
    Function.PLUS_MONTHS: DATE,
    Function.PLUS_WORKING_DAYS: DATE,
    Function.RETIREMENT_DATE: DATE,
    Function.TIERED: MONEY,
    Function.SHARE: RATE,
    Function.LISTED: BOOL,
    Function.LEVEL_ABOVE: Type(Kind.ENUM, members=Level),
}


def kind_of(node: Node) -> Type:
    """The type that the checker gave the tree (of a bare product: its factor with a unit)."""
    match node:
        case Literal() | Fact() | Element() | Lookup():
            return node.type
        case Arith(op, left, right):
            return _arith(op, kind_of(left), kind_of(right))
        case Compare() | Logic() | Not():
            return BOOL
        case If(_, then, _):
            return kind_of(then)
        case Call(function, args):
            return _RESULTS[function] if function in _RESULTS else kind_of(args[0])
        case Quantified(quantifier):
            if quantifier is Quantifier.SUM and node.value is not None:
                return kind_of(node.value)
            return COUNT if quantifier is Quantifier.COUNT else BOOL
        case _:
            assert_never(node)


def _arith(op: ArithOp, left: Type, right: Type) -> Type:
    match op:
        case ArithOp.ADD | ArithOp.SUBTRACT | ArithOp.DIVIDE:
            return left
        case ArithOp.FLOOR_DIVIDE:
            return COUNT if left.unit else NUMBER
        case ArithOp.MULTIPLY:
            both = (left, right)
            money = next((k for k in both if k.kind is Kind.MONEY), None)
            measured = next((k for k in both if k.kind is Kind.INT and k.unit not in (None, Unit.COUNT)), None)
            return money or measured or next((k for k in both if k != NUMBER), NUMBER)
        case _:
            assert_never(op)
