"""An amount per unit, read off the tree: 60.00 yuan for each training day, whatever their number turns out to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from vocskills.assessment.outcomes import PerUnit
from vocskills.bounds import Bounds, is_point
from vocskills.engines.interpret import Facts, Records, interpret
from vocskills.language.lower import Scaled
from vocskills.language.nodes import Arith, ArithOp, Fact, If, Node
from vocskills.language.scope import canonical
from vocskills.model.fields import Kind, Unit
from vocskills.money import Money


@attrs.frozen
class _Line:
    """``constant + slope * fact``; no fact for a constant."""

    constant: Fraction
    slope: Fraction = Fraction(0)
    fact: Fact | None = None


def per_unit(exact: Scaled, worlds: Sequence[Mapping[str, Bounds]], lists: Mapping[str, Records]) -> PerUnit | None:
    """The amount of one person per unit of the one quantity that is not known.

    Args:
        exact: the amount before rounding, over its scale in yuan.
        worlds: the facts by path in each world in which something is paid.
        lists: the records of the lists.

    Returns:
        ``None`` where the amount is known, or depends on more than one quantity, on a rounding, or has another
        coefficient in another world.
    """
    node, scale = exact
    found = [_line(node, Facts(values, lists)) for values in worlds]
    lines = [line for line in found if line is not None and line.fact is not None and not line.constant]
    if not lines or len(lines) < len(found):
        return None
    slopes = {(line.slope, line.fact.type.unit) for line in lines if line.fact}
    if len(slopes) > 1:
        return None
    fact = lines[0].fact
    assert fact is not None
    if fact.type.kind is not Kind.INT or fact.type.unit is None:
        return None
    fen = lines[0].slope * canonical(fact.type) * 100 / scale
    unit: Unit = fact.type.unit
    return PerUnit(Money(int(fen)), unit) if fen.denominator == 1 and fen > 0 else None


def _line(node: Node, facts: Facts) -> _Line | None:
    bounds = interpret(node, facts)
    if is_point(bounds):
        return _Line(Fraction(bounds[0]))
    match node:
        case Fact():
            return _Line(Fraction(0), Fraction(1), node)
        case Arith(ArithOp.ADD | ArithOp.SUBTRACT as op, left, right):
            return _sum(_line(left, facts), _line(right, facts), 1 if op is ArithOp.ADD else -1)
        case Arith(ArithOp.MULTIPLY, left, right):
            return _product(_line(left, facts), _line(right, facts))
        case If(condition, then, otherwise):
            truth = interpret(condition, facts)
            return _line(then if truth[0] else otherwise, facts) if is_point(truth) else None
        case _:
            return None


def _sum(left: _Line | None, right: _Line | None, sign: int) -> _Line | None:
    if left is None or right is None:
        return None
    if left.fact is not None and right.fact is not None and left.fact != right.fact:
        return None
    fact = left.fact or right.fact
    return _Line(left.constant + sign * right.constant, left.slope + sign * right.slope, fact)


def _product(left: _Line | None, right: _Line | None) -> _Line | None:
    if left is None or right is None or (left.fact and right.fact):
        return None
    factor, line = (left, right) if left.fact is None else (right, left)
    return _Line(factor.constant * line.constant, factor.constant * line.slope, line.fact)
