"""Types of expressions: their words, the signatures of functions, and the type of a typed tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from vocskills.language.nodes import (
    BOOL,
    COUNT,
    DATE,
    DAYS,
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
from vocskills.model.terms import LABELS, FormerRetirementAge, Level
from vocskills.text import Text

LEVEL = Type(Kind.ENUM, members=Level)
FORMER_AGE = Type(Kind.ENUM, members=FormerRetirementAge)
QUANTITIES = (Kind.INT, Kind.MONEY, Kind.RATE)
"""Kinds that can be added, multiplied and compared."""

SIGNATURES: dict[Function, tuple[tuple[Type, ...], Type]] = {
    Function.AGE: ((DATE, DATE), YEARS),
    Function.MONTHS: ((DATE, DATE), MONTHS),
    Function.YEAR: ((DATE,), COUNT),
    Function.PLUS_DAYS: ((DATE, DAYS), DATE),
    Function.PLUS_MONTHS: ((DATE, MONTHS), DATE),
    Function.PLUS_WORKING_DAYS: ((DATE, DAYS), DATE),
}
"""Functions that take their arguments one by one: the types of the arguments, and of the result."""

_RESULTS: dict[Function, Type] = {
    **{function: result for function, (_, result) in SIGNATURES.items()},
    Function.RETIREMENT_DATE: DATE,
    Function.TIERED: MONEY,
    Function.SHARE: RATE,
    Function.LISTED: BOOL,
    Function.LEVEL_ABOVE: LEVEL,
}
_UNITS = {
    Unit.DAYS: Text("天数", "days"),
    Unit.MONTHS: Text("月数", "months"),
    Unit.YEARS: Text("周岁", "years of age"),
    Unit.HEADS: Text("人数", "heads"),
    Unit.MINUTES: Text("分钟", "minutes"),
    Unit.HOURS: Text("学时", "class hours"),
    Unit.COUNT: Text("个数", "count"),
}
_KINDS = {
    Kind.BOOL: Text("是/否", "yes/no"),
    Kind.MONEY: Text("金额", "money"),
    Kind.RATE: Text("比率", "rate"),
    Kind.DATE: Text("日期", "date"),
    Kind.CODE: Text("代码", "code"),
    Kind.ENUM: Text("选项", "reading"),
}


def type_name(kind: Type) -> Text:
    """The words for a type, with its unit or its list."""
    if kind.members is not None:
        return LABELS[kind.members]
    if kind.unit is not None:
        return _UNITS[kind.unit]
    return _KINDS.get(kind.kind, Text("数", "number"))


def is_ordered(kind: Type) -> bool:
    """Whether values of a type can be less or more than one another."""
    return kind.kind in (*QUANTITIES, Kind.DATE) or kind.members is Level


def product_type(kinds: Sequence[Type]) -> Type:
    """The type of a product with at most one money factor and at most one factor with a unit."""
    return min(kinds, key=_weight)


def _weight(kind: Type) -> int:
    """Money makes a product money, then a unit, then a count, then a rate; bare numbers never do."""
    if kind.kind is Kind.MONEY:
        return 0
    if kind.kind is Kind.INT and kind.unit is not None:
        return 2 if kind.unit is Unit.COUNT else 1
    return 3 if kind.kind is Kind.RATE else 4


def type_of(node: Node) -> Type:
    """The type of a typed tree."""
    match node:
        case Literal() | Fact() | Element() | Lookup():
            return node.type
        case Arith(ArithOp.MULTIPLY, left, right):
            return product_type([type_of(left), type_of(right)])
        case Arith(ArithOp.FLOOR_DIVIDE, left, _):
            return COUNT if type_of(left).unit else NUMBER
        case Arith(_, left, _):
            return type_of(left)
        case Compare() | Logic() | Not():
            return BOOL
        case If(_, then, _):
            return type_of(then)
        case Call(function, args):
            return _RESULTS.get(function) or type_of(args[0])
        case Quantified(Quantifier.COUNT):
            return COUNT
        case Quantified(Quantifier.SUM, value=value) if value is not None:
            return type_of(value)
        case Quantified():
            return BOOL
        case _:
            assert_never(node)
