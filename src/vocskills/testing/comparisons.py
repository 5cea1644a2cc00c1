"""The comparisons of a policy, and the conditions under which a case stands on either side of each."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from vocskills.language.lower import lower
from vocskills.language.nodes import (
    DAYS,
    Arith,
    ArithOp,
    Call,
    Compare,
    CompareOp,
    Element,
    Fact,
    Function,
    If,
    Literal,
    Logic,
    LogicOp,
    Node,
    Quantified,
    Quantifier,
    children,
    spell,
    walk,
)
from vocskills.language.scope import canonical
from vocskills.language.types import is_ordered, type_of
from vocskills.model.fields import Kind
from vocskills.policy.tiers import ENDLESS
from vocskills.text import Text

EQUAL, BELOW, ABOVE, BESIDE = "equal", "below", "above", "beside"
_SIDES = {
    CompareOp.LT: (EQUAL, BELOW),
    CompareOp.LE: (EQUAL, ABOVE),
    CompareOp.GT: (EQUAL, ABOVE),
    CompareOp.GE: (EQUAL, BELOW),
    CompareOp.EQ: (EQUAL, BESIDE),
    CompareOp.NE: (EQUAL, BESIDE),
}
_STEPWISE = (
    Function.AGE,
    Function.MONTHS,
    Function.YEAR,
    Function.PLUS_DAYS,
    Function.PLUS_MONTHS,
    Function.PLUS_WORKING_DAYS,
    Function.RETIREMENT_DATE,
)
_WORDS = {
    EQUAL: Text("两边恰好相等", "both sides are equal"),
    BELOW: Text("左边恰好小一个单位", "the left side is one unit less"),
    ABOVE: Text("左边恰好大一个单位", "the left side is one unit more"),
    BESIDE: Text("左边恰好大或小一个单位", "the left side is one unit more or less"),
}
_LOOSE = {
    BELOW: Text("左边较小", "the left side is less"),
    ABOVE: Text("左边较大", "the left side is more"),
    BESIDE: Text("两边不等", "the two sides differ"),
}


@attrs.frozen
class Side:
    """One side of a comparison.

    Attributes:
        name: ``equal``, ``below``, ``above`` or ``beside``.
        words: what a case on this side looks like.
        tree: the lowered condition that is surely true for such a case.
    """

    name: str
    words: Text
    tree: Node


@attrs.frozen
class Comparison:
    """A comparison of two numbers or dates, inside a list if ``of`` is the question to that list."""

    compare: Compare
    of: Quantified | None = None

    def sides(self) -> Iterator[Side]:
        """The sides on which there should be a case."""
        words = spell(self.compare)[1:-1]
        for name in _SIDES[self.compare.op]:
            exact = name == EQUAL or (_stepwise(self.compare.left) and _stepwise(self.compare.right))
            said = (_WORDS if exact else _LOOSE)[name]
            yield Side(name, Text(f"{words}，{said.zh}", f"{words}, where {said.en}"), self._tree(name, exact=exact))

    def _tree(self, side: str, *, exact: bool) -> Node:
        tree = lower(_side(side, self.compare.left, self.compare.right, exact=exact))
        if self.of is None:
            return tree
        return Quantified(Quantifier.ANY, self.of.source, self.of.cap, tree)


def comparisons(node: Node, of: Quantified | None = None) -> Iterator[Comparison]:
    """The comparisons of numbers and dates in a typed tree, in the order in which a reader meets them."""
    if isinstance(node, Compare) and _is_threshold(node):
        yield Comparison(node, of if any(isinstance(part, Element) for part in walk(node)) else None)
    if isinstance(node, Call) and node.function is Function.LISTED:
        return  # Which cell a table gives is asked of the table itself.
    inner = node if isinstance(node, Quantified) else of
    for part in children(node):
        yield from comparisons(part, inner)
    if isinstance(node, Call):
        yield from (Comparison(one, of) for one in _bands(node))


def _is_threshold(node: Compare) -> bool:
    constant = all(isinstance(part, Literal) for part in (node.left, node.right))
    return node.op in _SIDES and is_ordered(type_of(node.left)) and not constant


def _bands(node: Call) -> Iterator[Compare]:
    """Where a band of a tiered amount ends."""
    quantity = node.args[0] if node.bands else None
    for end in [end for _, end, _ in node.bands if end < ENDLESS]:
        assert quantity is not None
        yield Compare(CompareOp.LE, quantity, Literal(Fraction(end), type_of(quantity)))


def _stepwise(node: Node) -> bool:
    """Whether a quantity takes every value of its type, so that its neighbours can be asked for."""
    match node:
        case Literal() | Fact() | Element():
            return True
        case Quantified(quantifier):
            return quantifier is Quantifier.COUNT
        case If(_, then, otherwise):
            return _stepwise(then) and _stepwise(otherwise)
        case Arith(ArithOp.ADD | ArithOp.SUBTRACT, left, right):
            return _stepwise(left) and _stepwise(right)
        case Call(Function.MIN | Function.MAX, args):
            return all(_stepwise(arg) for arg in args)
        case Call(function):
            return function in _STEPWISE
        case _:
            return False


def _side(side: str, left: Node, right: Node, *, exact: bool) -> Node:
    match side, exact:
        case "equal", _:
            return Compare(CompareOp.EQ, left, right)
        case "beside", True:
            near = _side(BELOW, left, right, exact=True), _side(ABOVE, left, right, exact=True)
            return Logic(LogicOp.OR, near)
        case "beside", False:
            return Compare(CompareOp.NE, left, right)
        case _, True:
            return Compare(CompareOp.EQ, left, _shifted(right, -1 if side == BELOW else 1))
        case _:
            return Compare(CompareOp.LT if side == BELOW else CompareOp.GT, left, right)


def _shifted(node: Node, step: int) -> Node:
    """A quantity a unit more or less: a fen, a day, a hundredth of an hour."""
    kind = type_of(node)
    if kind.kind is Kind.DATE:
        return Call(Function.PLUS_DAYS, (node, Literal(Fraction(step), DAYS)))
    if isinstance(node, Literal) and kind.kind is Kind.ENUM and isinstance(node.value, int):
        return Literal(node.value + step, kind)
    return Arith(ArithOp.ADD, node, Literal(Fraction(step, canonical(kind)), kind))
