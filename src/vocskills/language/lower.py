"""From a typed tree to a tree of integers.

Every value becomes an integer over a constant denominator, the *scale*: the value is ``node / scale``. Money facts are fen
(scale 100 to the yuan), hours are hundredths, rates given at run time are basis points, ``70%`` is 7 over 10, dates are
yyyymmdd, members are codes, and codes are interned numbers. No float and no decimal is left, and nothing is rounded here.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
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
from vocskills.language.scope import canonical, intern
from vocskills.model.fields import Kind
from vocskills.model.terms import FormerRetirementAge, Level

Scaled = tuple[Node, int]

LADDER = [member for member in Level if member not in (Level.NONE, Level.SPECIALIZED)]
"""The levels upwards; ``none`` and ``specialized`` are off the ladder and compare false."""


def lower(node: Node) -> Node:
    """Lowers a condition, a date or a member: anything without a denominator."""
    lowered, scale = _lower(node)
    assert scale == 1, "only quantities have a denominator"
    return lowered


def lower_money(node: Node) -> Scaled:
    """Lowers an amount; the result over its scale is yuan, exact and not yet rounded."""
    return _lower(node)


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
    return Arith(ArithOp.FLOOR_DIVIDE, plus(times(node, 2 * top), bottom), Literal(2 * bottom, NUMBER))


def combine(op: ArithOp | Function, parts: list[Scaled]) -> Scaled:
    """Adds, subtracts, or takes the least or greatest of quantities over a common denominator."""
    scale = lcm(*(s for _, s in parts))
    nodes = tuple(times(node, scale // s) for node, s in parts)
    if isinstance(op, Function):
        return Call(op, nodes), scale
    return Arith(op, *nodes), scale


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


def _lower(node: Node) -> Scaled:
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
            (a, s), (b, t) = _lower(then), _lower(otherwise)
            scale = lcm(s, t)
            return If(lower(condition), times(a, scale // s), times(b, scale // t)), scale
        case Lookup():
            return _lookup(node)
        case Call():
            return _call(node)
        case Quantified():
            value, scale = _lower(node.value) if node.value else (None, 1)
            return attrs.evolve(node, condition=lower(node.condition), value=value), scale
        case _:
            assert_never(node)


def _literal(node: Literal) -> Scaled:
    value = node.value
    if node.type.kind is Kind.CODE:
        return Literal(intern(str(value)), node.type), 1
    exact = Fraction(value)  # type: ignore[arg-type]
    return Literal(exact.numerator, node.type), exact.denominator


def _arith(op: ArithOp, left: Node, right: Node) -> Scaled:
    if op is ArithOp.MULTIPLY:
        return multiply(_lower(left), _lower(right))
    if op in (ArithOp.DIVIDE, ArithOp.FLOOR_DIVIDE):
        node, scale = _lower(left)
        assert isinstance(right, Literal)
        ratio = 1 / (Fraction(right.value) * scale)  # type: ignore[arg-type]
        top = times(node, ratio.numerator)
        if op is ArithOp.DIVIDE:
            return top, ratio.denominator
        return Arith(op, top, Literal(ratio.denominator, NUMBER)), 1
    return combine(op, [_lower(left), _lower(right)])


def _compare(node: Compare) -> Node:
    op = node.op
    if op in (CompareOp.IN, CompareOp.NOT_IN):
        inside = _membership(node)
        return inside if op is CompareOp.IN else Not(inside)
    if isinstance(node.left, Call) and node.left.function is Function.SHARE:
        return _share(node.left, op, node.right, flip=False)
    if isinstance(node.right, Call) and node.right.function is Function.SHARE:
        return _share(node.right, op, node.left, flip=True)
    (a, s), (b, t) = _lower(node.left), _lower(node.right)
    scale = lcm(s, t)
    compared = _ordered(op, times(a, scale // s), times(b, scale // t))
    if op in (CompareOp.EQ, CompareOp.NE) or not (_is_level(node.left) or _is_level(node.right)):
        return compared
    return Logic(LogicOp.AND, (*(_on_ladder(side) for side in (a, b) if not isinstance(side, Literal)), compared))


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


def _is_level(node: Node) -> bool:
    match node:
        case Literal() | Fact() | Element() | Lookup():
            return node.type.members is Level
        case If(_, then, _):
            return _is_level(then)
        case Call(function):
            return function is Function.LEVEL_ABOVE
        case _:
            return False


def _on_ladder(level: Node) -> Node:
    kind = Type(Kind.ENUM, members=Level)
    return Compare(CompareOp.LE, Literal(LADDER[0].code, kind), level)


def _membership(node: Compare) -> Node:
    """``in`` over members becomes merged ranges of codes, which are as tight as intervals can be."""
    assert isinstance(node.right, Literal) and isinstance(node.right.value, tuple)
    kind = node.right.type
    subject, scale = _lower(node.left)
    wanted: list[int] = []
    for value in node.right.value:
        literal, denominator = _literal(Literal(value, kind))
        exact = Fraction(literal.value, denominator) * scale  # type: ignore[arg-type]
        wanted += [int(exact)] if exact.denominator == 1 else []
    tests = [_between(subject, lo, hi, kind) for lo, hi in _runs(sorted(set(wanted)), merge=kind.kind is Kind.ENUM)]
    return tests[0] if len(tests) == 1 else Logic(LogicOp.OR, tuple(tests))


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


def _share(share: Call, op: CompareOp, rate: Node, *, flip: bool) -> Node:
    """``part / whole >= n / d`` is ``part * d >= whole * n``: exact, and 0 of 0 satisfies ``>=`` and not ``>``."""
    (part, s), (whole, t) = _lower(share.args[0]), _lower(share.args[1])
    constant, scale = _lower(rate)
    assert isinstance(constant, Literal) and isinstance(constant.value, int)
    left, right = times(part, t * scale), times(whole, constant.value * s)
    return _ordered(op, right, left) if flip else _ordered(op, left, right)


def _lookup(node: Lookup) -> Scaled:
    otherwise, rest = _lower(node.otherwise)
    scale = lcm(rest, *(Fraction(r.value).denominator for r in node.rows if r.value is not None))
    rows = tuple(
        Row(r.keys, None if r.value is None else int(Fraction(r.value) * scale)) for r in node.rows
    )
    keys = tuple(_key(key) for key in node.keys)
    return attrs.evolve(node, keys=keys, rows=rows, otherwise=times(otherwise, scale // rest)), scale


def _key(key: Node) -> Node:
    """A key stays in the engine units of its type, in which the rows are written."""
    lowered, _ = _lower(key)
    return lowered


def _call(node: Call) -> Scaled:
    match node.function:
        case Function.MIN | Function.MAX:
            return combine(node.function, [_lower(arg) for arg in node.args])
        case Function.LISTED:
            return _lower(node.args[0])
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

    Each part rises with the quantity, so the bounds of the sum are tight although the quantity stands in it several times.
    """
    quantity, scale = _lower(node.args[0])
    parts: list[Scaled] = []
    for start, end, rate in node.bands:
        inside = Call(Function.MIN, (quantity, Literal(end * scale, COUNT)))
        part = Call(Function.MAX, (plus(inside, -start * scale), Literal(0, COUNT)))
        parts.append(multiply((part, scale), (Literal(rate.numerator, MONEY), rate.denominator)))
    total = parts[0]
    for part_amount in parts[1:]:
        total = combine(ArithOp.ADD, [total, part_amount])
    return total


def _retirement(node: Call) -> Node:
    birth, former = (lower(arg) for arg in node.args)
    kind = Type(Kind.ENUM, members=FormerRetirementAge)

    def by(age: int) -> Node:
        return Call(Function.RETIREMENT_DATE, (birth, Literal(age, NUMBER)))

    def was(member: FormerRetirementAge) -> Node:
        return Compare(CompareOp.EQ, former, Literal(member.code, kind))

    women = If(was(FormerRetirementAge.AGE_50), by(50), by(55))
    return If(was(FormerRetirementAge.AGE_60), by(60), women)


def _level_above(level: Node) -> Node:
    """The next rung; the top stays, and what is off the ladder stays off it."""
    kind = Type(Kind.ENUM, members=Level)
    rows = tuple(Row(((one.code, one.code),), above.code) for one, above in zip(LADDER, LADDER[1:], strict=False))
    return Lookup("level_above", kind, (level,), rows, Literal(Level.NONE.code, kind))


def condition(parts: list[Node], op: LogicOp = LogicOp.AND) -> Node:
    """Several conditions as one; none at all is true under *and*, false under *or*."""
    if not parts:
        return Literal(int(op is LogicOp.AND), BOOL)
    return parts[0] if len(parts) == 1 else Logic(op, tuple(parts))
