"""How two values are compared in words: each type is spoken of in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from vocskills.engines.prose.words import fill
from vocskills.language.nodes import Call, CompareOp, Element, Fact, Function, Node
from vocskills.language.types import type_of
from vocskills.model.fields import Kind, Unit
from vocskills.text import Text, same

FLIPPED = {
    CompareOp.LT: CompareOp.GT,
    CompareOp.LE: CompareOp.GE,
    CompareOp.GT: CompareOp.LT,
    CompareOp.GE: CompareOp.LE,
}
"""The same comparison with its sides exchanged."""
OPPOSITE = {
    CompareOp.EQ: CompareOp.NE,
    CompareOp.NE: CompareOp.EQ,
    CompareOp.LT: CompareOp.GE,
    CompareOp.LE: CompareOp.GT,
    CompareOp.GT: CompareOp.LE,
    CompareOp.GE: CompareOp.LT,
    CompareOp.IN: CompareOp.NOT_IN,
    CompareOp.NOT_IN: CompareOp.IN,
}
"""The comparison that is true where this one is false (not of levels, which may stand off the ladder)."""
ORDER = {
    CompareOp.LT: Text("低于", "below"),
    CompareOp.LE: Text("不高于", "at most"),
    CompareOp.GT: Text("高于", "above"),
    CompareOp.GE: Text("不低于", "at least"),
}
_COUNTED = {
    CompareOp.LT: Text("少于", "less than"),
    CompareOp.LE: Text("不超过", "at most"),
    CompareOp.GT: Text("超过", "more than"),
    CompareOp.GE: Text("不少于", "at least"),
}
_DATED = {
    CompareOp.LT: Text("早于", "before"),
    CompareOp.LE: Text("不晚于", "not after"),
    CompareOp.GT: Text("晚于", "after"),
    CompareOp.GE: Text("不早于", "not before"),
}
_PLURAL = (Unit.DAYS, Unit.MONTHS, Unit.HEADS, Unit.MINUTES, Unit.HOURS)


def is_year(node: Node) -> bool:
    """Whether a tree is the year of a date, which is a number but spoken of as time."""
    return isinstance(node, Call) and node.function is Function.YEAR


def order(left: Node, op: CompareOp) -> Text:
    """The words for less and more, by what is compared."""
    return _order_of(left)[op]


def _order_of(left: Node) -> Mapping[CompareOp, Text]:
    kind = type_of(left)
    if kind.kind is Kind.DATE or is_year(left):
        return _DATED
    return _COUNTED if kind.kind is Kind.INT else ORDER


def be(node: Node) -> str:
    """The English verb after a noun phrase: days are, a date is."""
    counted = isinstance(node, Fact | Element) and node.type.unit in _PLURAL
    return "are" if counted or (isinstance(node, Call) and node.function is Function.MONTHS) else "is"


def equal(mine: Text, other: Text, verb: str, *, denied: bool, constant: bool) -> Text:
    """Equality: with a constant something *is* it, with another fact the two are the same."""
    no = " not" if denied else ""
    if constant:
        return fill(f"{{0}}{'不是' if denied else '为'}{{1}}", f"{{0}} {verb}{no} {{1}}", mine, other)
    end = "不同" if denied else "相同"
    return fill(f"{{0}}与{{1}}{end}", f"{{0}} {verb}{no} the same as {{1}}", mine, other)


def aged(op: CompareOp, limit: Fraction, who: Text, at: Text) -> Text | None:
    """``年满16周岁`` / "is at least 16 years old"; ``None`` for equality.

    Ages are whole years, so "more than 16" is said as what it means: at least 17.
    """
    up = ceil(limit) if op in (CompareOp.GE, CompareOp.LT) else floor(limit) + 1
    match op:
        case CompareOp.GE | CompareOp.GT:
            return fill("{0}{1}年满{2}周岁", "{0} is at least {2} years old {1}", who, at, same(str(up)))
        case CompareOp.LT | CompareOp.LE:
            return fill("{0}{1}未满{2}周岁", "{0} is under {2} years old {1}", who, at, same(str(up)))
        case _:
            return None
