"""From a typed tree to a tree of integers.

Every value becomes an integer over a constant denominator, the *scale*: the value is ``node / scale``. Money facts are
fen (scale 100 to the yuan), hours are hundredths, rates given at run time are basis points, ``70%`` is 7 over 10, dates
are yyyymmdd, members are codes, and codes are interned numbers. No float and no decimal is left, and nothing is rounded
here.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from math import lcm, prod
from typing import assert_never

import attrs

from vocskills.language.nodes import (
    BOOL,
    COUNT,
    MONEY,
    NUMBER,
    Arith,
    ArithOp,
    Call,
    Compare,
    CompareOp,
    Element,
    Fact,
    Function,
    Holds,
    If,
    Literal,
    Logic,
    LogicOp,
    Lookup,
    Node,
    Not,
    Quantified,
    Row,
    Type,
)
from vocskills.language.scope import canonical, days_filled, default_range, intern
from vocskills.language.types import FORMER_AGE, LEVEL, type_of
from vocskills.model.fields import Kind
from vocskills.model.terms import LADDER, FormerRetirementAge

Scaled = tuple[Node, int]

NO_LEVEL = -1
"""No level at all: what is above the top, and above what is off the ladder. It equals none and compares false."""


def lower(node: Node) -> Node:
    """Lowers a condition, a date or a member: anything without a denominator."""
    lowered, scale = lower_money(node)
    assert scale == 1, "only quantities have a denominator"
    return lowered


def lower_money(node: Node) -> Scaled:
    """Lowers an amount or any quantity; the result over its scale is yuan (days, ...), exact and not yet rounded."""
    match node:
        case Literal():
            return _literal(node)
        case Fact() | Element():
            derived = node.derived
            if isinstance(derived, Holds):
                node = attrs.evolve(node, derived=attrs.evolve(derived, on=lower(derived.on)))
            return node, canonical(node.type)
        case Arith(op, left, right):
            return _arith(op, left, right)
        case Compare():
            return _compare(node), 1
        case Logic(op, items):
            return Logic(op, tuple(lower(item) for item in items)), 1
        case Not(item):
            return Not(lower(item)), 1
        case If(condition, then, otherwise):
            (one, other), scale = _aligned([lower_money(then), lower_money(otherwise)])
            return If(lower(condition), one, other), scale
        case Lookup():
            return _lookup(node)
        case Call():
            return _call(node)
        case Quantified():
            value, scale = lower_money(node.value) if node.value else (None, 1)
            return attrs.evolve(node, condition=lower(node.condition), value=value), scale
        case _:
            assert_never(node)


def to_fen(amount: Scaled) -> Node:
    """An exact amount rounded half up to the fen: the one rounding at the end of a person's line."""
    return rounded(amount, Fraction(1, 100))


def rounded(amount: Scaled, unit: Fraction) -> Node:
    """An exact amount rounded half up to a multiple of ``unit`` yuan, in those units."""
    node, scale = amount
    ratio = Fraction(1, scale) / unit
    top, bottom = ratio.numerator, ratio.denominator
    if bottom == 1:
        return times(node, top)
    if bottom % 2 == 0:
        return Arith(ArithOp.FLOOR_DIVIDE, plus(times(node, top), bottom // 2), Literal(bottom, NUMBER))
    return Arith(ArithOp.FLOOR_DIVIDE, plus(times(node, 2 * top), bottom), Literal(2 * bottom, NUMBER))


def combine(op: ArithOp | Function, parts: list[Scaled]) -> Scaled:
    """Adds, subtracts, or takes the least or greatest of quantities over a common denominator."""
    nodes, scale = _aligned(parts)
    return (Call(op, tuple(nodes)) if isinstance(op, Function) else Arith(op, *nodes)), scale


def _aligned(parts: list[Scaled]) -> tuple[list[Node], int]:
    """The parts over their least common denominator."""
    scale = lcm(*(s for _, s in parts))
    return [times(node, scale // s) for node, s in parts], scale


def multiply(left: Scaled, right: Scaled) -> Scaled:
    """The product of two quantities; constants fold so that no factor of one is left behind."""
    for (node, scale), (other, rest) in ((left, right), (right, left)):
        if isinstance(node, Literal) and isinstance(node.value, int):
            ratio = Fraction(node.value, scale * rest)
            return times(other, ratio.numerator), ratio.denominator
    return Arith(ArithOp.MULTIPLY, left[0], right[0]), left[1] * right[1]


def times(node: Node, factor: int) -> Node:
    """``node * factor``, folded where it can be."""
    if factor == 1:
        return node
    match node:
        case Literal(int() as value):
            return Literal(value * factor, node.type)
        case Arith(ArithOp.MULTIPLY, inner, Literal(int() as value)):
            return times(inner, value * factor)
        case _:
            return Arith(ArithOp.MULTIPLY, node, Literal(factor, NUMBER))


def plus(node: Node, amount: int) -> Node:
    """``node + amount`` for a constant."""
    return Arith(ArithOp.ADD, node, Literal(amount, NUMBER)) if amount else node


def _exact(node: Node) -> Fraction:
    """The value of a literal that is a number, in the units of the language."""
    assert isinstance(node, Literal) and isinstance(node.value, int | Fraction)
    return Fraction(node.value)


def _literal(node: Literal) -> Scaled:
    if node.type.kind is Kind.CODE:
        return Literal(intern(str(node.value)), node.type), 1
    exact = _exact(node)
    return Literal(exact.numerator, node.type), exact.denominator


def _arith(op: ArithOp, left: Node, right: Node) -> Scaled:
    if op is ArithOp.MULTIPLY:
        return multiply(lower_money(left), lower_money(right))
    if op in (ArithOp.DIVIDE, ArithOp.FLOOR_DIVIDE):
        node, scale = lower_money(left)
        ratio = 1 / (_exact(right) * scale)
        top = times(node, ratio.numerator)
        if op is ArithOp.DIVIDE:
            return top, ratio.denominator
        return Arith(op, top, Literal(ratio.denominator, NUMBER)), 1
    return combine(op, [lower_money(left), lower_money(right)])


# -- comparisons -------------------------------------------------------------------------------------------------------


def _compare(node: Compare) -> Node:
    op, left, right = node.op, node.left, node.right
    if op in (CompareOp.IN, CompareOp.NOT_IN):
        inside = _membership(node)
        return inside if op is CompareOp.IN else Not(inside)
    if isinstance(left, Call) and left.function is Function.SHARE:
        return _ordered(op, *_crosswise(left, right))
    if isinstance(right, Call) and right.function is Function.SHARE:
        part, whole = _crosswise(right, left)
        return _ordered(op, whole, part)
    (one, other), _ = _aligned([lower_money(left), lower_money(right)])
    compared = _ordered(op, one, other)
    if op in (CompareOp.EQ, CompareOp.NE) or LEVEL not in (type_of(left), type_of(right)):
        return compared
    # Off the ladder every comparison is false; whatever is above a rung stands on the ladder itself.
    lower_side = one if op in (CompareOp.LT, CompareOp.LE) else other
    return Logic(LogicOp.AND, (Compare(CompareOp.LE, Literal(LADDER[0].code, LEVEL), lower_side), compared))


def _ordered(op: CompareOp, left: Node, right: Node) -> Node:
    match op:
        case CompareOp.NE:
            return Not(Compare(CompareOp.EQ, left, right))
        case CompareOp.GT:
            return Compare(CompareOp.LT, right, left)
        case CompareOp.GE:
            return Compare(CompareOp.LE, right, left)
        case _:
            return Compare(op, left, right)


def _crosswise(share: Node, rate: Node) -> tuple[Node, Node]:
    """``part / whole >= n / d`` is ``part * d >= whole * n``: exact, and 0 of 0 satisfies ``>=`` and not ``>``."""
    assert isinstance(share, Call)
    (part, whole), _ = _aligned([lower_money(arg) for arg in share.args])
    constant = _exact(rate)
    return times(part, constant.denominator), times(whole, constant.numerator)


def _membership(node: Compare) -> Node:
    """``in`` over members becomes merged ranges of codes, which are as tight as intervals can be."""
    assert isinstance(node.right, Literal) and isinstance(node.right.value, tuple)
    kind = node.right.type
    subject, scale = lower_money(node.left)
    wanted: set[int] = set()
    for value in node.right.value:
        literal, denominator = _literal(Literal(value, kind))
        exact = _exact(literal) * scale / denominator
        wanted |= {exact.numerator} if exact.denominator == 1 else set()
    runs = _runs(sorted(wanted), merge=kind.kind is Kind.ENUM)
    return condition([_between(subject, lo, hi, kind) for lo, hi in runs], LogicOp.OR)


def _runs(values: list[int], *, merge: bool) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for value in values:
        if merge and runs and runs[-1][1] + 1 == value:
            runs[-1] = (runs[-1][0], value)
        else:
            runs.append((value, value))
    return runs


def _between(subject: Node, lo: int, hi: int, kind: Type) -> Node:
    if lo == hi:
        return Compare(CompareOp.EQ, subject, Literal(lo, kind))
    low = Compare(CompareOp.LE, Literal(lo, kind), subject)
    return Logic(LogicOp.AND, (low, Compare(CompareOp.LE, subject, Literal(hi, kind))))


# -- tables and functions ----------------------------------------------------------------------------------------------


def _lookup(node: Lookup) -> Scaled:
    # What nothing can fall to brings no denominator of its own.
    otherwise, rest = (Literal(0, NUMBER), 1) if _covered(node) else lower_money(node.otherwise)
    scale = lcm(rest, *(Fraction(row.value).denominator for row in node.rows if row.value is not None))
    keys = [_key(key) for key in node.keys]
    kinds = [type_of(key) for key in node.keys]
    rows = []
    for row in node.rows:
        parts = zip(row.keys, keys, kinds, strict=True)
        spans = tuple(_span(days_filled(span, kind), finer) for span, (_, finer), kind in parts)
        rows.append(Row(spans, None if row.value is None else int(Fraction(row.value) * scale)))
    nodes = tuple(key for key, _ in keys)
    return attrs.evolve(node, keys=nodes, rows=tuple(rows), otherwise=times(otherwise, scale // rest)), scale


def _covered(node: Lookup) -> bool:
    """Whether a row with a value holds every key that there can be; rows never overlap, so counting does."""
    if not all(isinstance(key, Fact | Lookup) for key in node.keys) or any(row.value is None for row in node.rows):
        return False
    limits = [(key.lo, key.hi) if isinstance(key, Fact) else default_range(type_of(key)) for key in node.keys]
    wanted = prod(hi - lo + 1 for lo, hi in limits)
    return sum(_cells(row.keys, limits) for row in node.rows) >= wanted


def _cells(spans: Iterable[tuple[int, int]], limits: Iterable[tuple[int, int]]) -> int:
    """How many combinations of keys within some limits a row has."""
    pairs = zip(spans, limits, strict=True)
    return prod(max(min(hi, most) - max(lo, least) + 1, 0) for (lo, hi), (least, most) in pairs)


def _key(key: Node) -> tuple[Node, int]:
    """A key, and how many of its steps make one engine unit of its type, in which the rows are written."""
    node, scale = lower_money(key)
    unit = canonical(type_of(key))
    common = lcm(scale, unit)
    return times(node, common // scale), common // unit


def _span(span: tuple[int, int], finer: int) -> tuple[int, int]:
    return span[0] * finer, span[1] * finer


def _call(node: Call) -> Scaled:
    match node.function:
        case Function.MIN | Function.MAX:
            return combine(node.function, [lower_money(arg) for arg in node.args])
        case Function.LISTED:
            return lower_money(node.args[0])
        case Function.TIERED:
            return _tiered(node)
        case Function.RETIREMENT_DATE:
            return _retirement(node), 1
        case Function.LEVEL_ABOVE:
            return _level_above(lower(node.args[0])), 1
        case _:
            return attrs.evolve(node, args=tuple(lower(arg) for arg in node.args)), 1


def _tiered(node: Call) -> Scaled:
    """The sum over the bands of the part of the quantity inside the band times the band's rate.

    Each part rises with the quantity, so the bounds of the sum are tight although the quantity stands in it several
    times.
    """
    quantity, scale = lower_money(node.args[0])
    parts: list[Scaled] = []
    for start, end, rate in node.bands:
        inside = Call(Function.MIN, (quantity, Literal(end * scale, COUNT)))
        part = Call(Function.MAX, (plus(inside, -start * scale), Literal(0, COUNT)))
        parts.append(multiply((part, scale), (Literal(rate.numerator, MONEY), rate.denominator)))
    return _sum(parts)


def _sum(parts: list[Scaled]) -> Scaled:
    """A balanced tree, so that a table of many bands does not become a deep one."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return combine(ArithOp.ADD, [_sum(parts[:middle]), _sum(parts[middle:])])


def _retirement(node: Call) -> Node:
    """One date for each former age: where the age is in doubt these are so many dates, not a range between them."""
    birth, former = (lower(arg) for arg in node.args)
    ages = list(FormerRetirementAge)
    found = _retires(birth, ages[-1])
    for member in reversed(ages[:-1]):
        found = If(Compare(CompareOp.LE, former, Literal(member.code, FORMER_AGE)), _retires(birth, member), found)
    return found


def _retires(birth: Node, former: FormerRetirementAge) -> Node:
    years = int(former.value.removeprefix("age_"))
    return Call(Function.RETIREMENT_DATE, (birth, Literal(years, NUMBER)))


def _level_above(level: Node) -> Node:
    """The next rung; above the top, and above what is off the ladder, there is none."""
    rows = tuple(Row(((one.code, one.code),), above.code) for one, above in pairwise(LADDER))
    return Lookup("level_above", LEVEL, (level,), rows, Literal(NO_LEVEL, LEVEL))


def condition(parts: list[Node], op: LogicOp = LogicOp.AND) -> Node:
    """Several conditions as one; none at all is true under *and*, false under *or*."""
    if not parts:
        return Literal(int(op is LogicOp.AND), BOOL)
    return parts[0] if len(parts) == 1 else Logic(op, tuple(parts))
