"""The reference interpreter: what a lowered tree means on facts in doubt.

Every other engine is checked against this one; this one is checked against the three laws (exact, sound, monotone) and
a naive two-valued evaluator. The formulas are the interval formulas of each operation; nothing here knows about law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, assert_never

import attrs

from vocskills import calendar
from vocskills.bounds import FALSE, OPEN, TRUE, Bounds, hull, truth
from vocskills.engines.plan import NO_MONEY, Decision, Outcome, Plan, judge
from vocskills.errors import CalendarError
from vocskills.language.nodes import (
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
    Lookup,
    Node,
    Not,
    Quantified,
    Quantifier,
    Row,
)
from vocskills.model.fields import DAY_MAX, DAY_MIN


@attrs.frozen
class Record:
    """One record of a list: whether it counts (``exists``) and its fields; a field not given is at its range."""

    exists: Bounds
    fields: Mapping[str, Bounds]


@attrs.frozen
class Records:
    """A list as far as it is known, and how many more records there may be (``rest``).

    What an engine makes of it is ``made`` once for all who have the same list, such as the people of a class.
    """

    items: tuple[Record, ...]
    rest: int
    made: dict[Any, Any] = attrs.field(factory=dict, init=False, eq=False, repr=False)


@attrs.frozen
class Facts:
    """A case past the door: bounds by path and lists by path; what is not there is at its declared range."""

    values: Mapping[str, Bounds] = attrs.field(factory=dict)
    lists: Mapping[str, Records] = attrs.field(factory=dict)


EMPTY = Facts()

ANYONE = Record(OPEN, {})
"""A record that may exist and of which nothing is known."""

SLOPES: dict[Function, tuple[int, ...]] = {
    Function.AGE: (-1, 1),
    Function.MONTHS: (-1, 1),
    Function.YEAR: (1,),
    Function.PLUS_DAYS: (1, 1),
    Function.PLUS_MONTHS: (1, 1),
    Function.RETIREMENT_DATE: (1, 1),
}
"""Whether a function rises (+1) or falls (-1) in each argument: a promise, tested on neighbouring days."""

PYTHON: dict[Function, Callable[..., int]] = {
    Function.AGE: calendar.years,
    Function.MONTHS: calendar.months,
    Function.YEAR: calendar.year,
    Function.PLUS_DAYS: calendar.plus_days,
    Function.PLUS_MONTHS: calendar.plus_months,
    Function.RETIREMENT_DATE: calendar.retirement_date,
}


def interpret(node: Node, facts: Facts, element: Record | None = None) -> Bounds:
    """The bounds of a lowered tree on the given facts.

    Args:
        node: a lowered tree.
        facts: the case past the door.
        element: the record under a quantifier.

    Returns:
        ``(lo, hi)`` in engine integers; truth as 0 and 1.
    """
    match node:
        case Literal(value):
            assert isinstance(value, int)
            return value, value
        case Fact(path):
            return facts.values.get(path, (node.lo, node.hi))
        case Element(field):
            known = element.fields if element else {}
            return known.get(field, (node.lo, node.hi))
        case Arith(op, left, right):
            return _arith(op, interpret(left, facts, element), interpret(right, facts, element))
        case Compare(op, left, right):
            return _compare(op, interpret(left, facts, element), interpret(right, facts, element))
        case Logic(op, items):
            parts = [interpret(item, facts, element) for item in items]
            pick = min if op is LogicOp.AND else max
            return pick(lo for lo, _ in parts), pick(hi for _, hi in parts)
        case Not(item):
            lo, hi = interpret(item, facts, element)
            return 1 - hi, 1 - lo
        case If(condition, then, otherwise):
            lo, hi = interpret(condition, facts, element)
            if lo:
                return interpret(then, facts, element)
            if not hi:
                return interpret(otherwise, facts, element)
            return hull([interpret(then, facts, element), interpret(otherwise, facts, element)])
        case Lookup():
            return _lookup(node, facts, element)
        case Call(function, args):
            return call(function, [interpret(arg, facts, element) for arg in args])
        case Quantified():
            return _quantified(node, facts)
        case _:
            assert_never(node)


def static_range(node: Node) -> Bounds:
    """Everything a tree can be: the interpreter on the empty case."""
    return interpret(node, EMPTY)


def decide(plan: Plan, facts: Facts) -> Decision:
    """One plan on the given facts, with every rule judged."""
    rules = [interpret(rule, facts) for rule in plan.rules]
    window = [interpret(node, facts) for node in (plan.applies, plan.governs, plan.touches)]
    outcome = judge(window[0], window[1], window[2], rules)
    paid = outcome in (Outcome.UNDETERMINED, Outcome.ELIGIBLE)
    return Decision(
        outcome,
        interpret(plan.amount, facts) if paid else NO_MONEY,
        failed=tuple(i for i, (_, hi) in enumerate(rules) if not hi),
        open=tuple(i for i, (lo, hi) in enumerate(rules) if hi and not lo),
    )


def _arith(op: ArithOp, left: Bounds, right: Bounds) -> Bounds:
    (al, ah), (bl, bh) = left, right
    match op:
        case ArithOp.ADD:
            return al + bl, ah + bh
        case ArithOp.SUBTRACT:
            return al - bh, ah - bl
        case ArithOp.MULTIPLY:
            corners = al * bl, al * bh, ah * bl, ah * bh
            return min(corners), max(corners)
        case ArithOp.FLOOR_DIVIDE:
            return al // bl, ah // bl
        case ArithOp.DIVIDE:
            raise AssertionError("division is gone after lowering")
        case _:
            assert_never(op)


def _compare(op: CompareOp, left: Bounds, right: Bounds) -> Bounds:
    (al, ah), (bl, bh) = left, right
    match op:
        case CompareOp.LT:
            return truth(ah < bl, al < bh)
        case CompareOp.LE:
            return truth(ah <= bl, al <= bh)
        case CompareOp.EQ:
            return truth(al == bh and ah == bl, al <= bh and bl <= ah)
        case _:
            raise AssertionError(f"{op.value} is gone after lowering")


def _lookup(node: Lookup, facts: Facts, element: Record | None) -> Bounds:
    keys = [interpret(key, facts, element) for key in node.keys]
    wanted = 1
    for lo, hi in keys:
        wanted *= hi - lo + 1
    parts: list[Bounds] = []
    # Rows never overlap, so counting tells when they cover every combination that the keys may take.
    for row in node.rows:
        met = _combinations(row, keys)
        if not met:
            continue
        wanted -= met
        if row.value is None:
            parts.append(interpret(node.otherwise, facts, element))
        else:
            assert isinstance(row.value, int)
            parts.append((row.value, row.value))
        if not wanted:
            break
    if wanted:
        parts.append(interpret(node.otherwise, facts, element))
    return hull(parts)


def _combinations(row: Row, keys: list[Bounds]) -> int:
    """How many combinations of the keys' values a row holds; most rows differ in the first of them."""
    found = 1
    for (lo, hi), (start, end) in zip(keys, row.keys, strict=True):
        first, last = (lo if lo > start else start), (hi if hi < end else end)
        if first > last:
            return 0
        found *= last - first + 1
    return found


def call(function: Function, args: list[Bounds]) -> Bounds:
    """A function on bounds: each argument's end by the function's slope."""
    if function in (Function.MIN, Function.MAX):
        pick = min if function is Function.MIN else max
        return pick(lo for lo, _ in args), pick(hi for _, hi in args)
    if function is Function.PLUS_WORKING_DAYS:
        return _plus_working_days(args[0], args[1])
    slopes, python = SLOPES[function], PYTHON[function]
    pairs = list(zip(args, slopes, strict=True))
    return python(*(a[s < 0] for a, s in pairs)), python(*(a[s > 0] for a, s in pairs))


def _plus_working_days(start: Bounds, count: Bounds) -> Bounds:
    """A date that needs an unpublished calendar can be any day: the rule stays open, nothing is guessed."""
    try:
        return calendar.plus_working_days(start[0], count[0]), calendar.plus_working_days(start[1], count[1])
    except CalendarError:
        return DAY_MIN, DAY_MAX


def _quantified(node: Quantified, facts: Facts) -> Bounds:
    """Known records one by one; the unknown rest is one anonymous record, evaluated once and multiplied."""
    records = facts.lists.get(node.source) or Records((), node.cap)
    groups = [(record, 1) for record in records.items]
    if records.rest:
        groups.append((ANYONE, records.rest))
    parts = [(_contribution(node, record, facts), times) for record, times in groups]
    match node.quantifier:
        case Quantifier.COUNT | Quantifier.SUM:
            return sum(p[0] * times for p, times in parts), sum(p[1] * times for p, times in parts)
        case Quantifier.ANY:
            return max((p[0] for p, _ in parts), default=0), max((p[1] for p, _ in parts), default=0)
        case Quantifier.ALL:
            return min((p[0] for p, _ in parts), default=1), min((p[1] for p, _ in parts), default=1)
        case _:
            assert_never(node.quantifier)


def _contribution(node: Quantified, record: Record, facts: Facts) -> Bounds:
    """What one record adds: its membership, its value if it is a member, or whether it satisfies the assertion."""
    el, eh = record.exists
    cl, ch = interpret(node.condition, facts, record)
    member = min(el, cl), min(eh, ch)
    if node.quantifier is Quantifier.COUNT or node.value is None:
        return member
    value = interpret(node.value, facts, record)
    match node.quantifier:
        case Quantifier.SUM:
            if member == TRUE:
                return value
            return FALSE if member == FALSE else (min(0, value[0]), max(0, value[1]))
        case Quantifier.ANY:
            return min(member[0], value[0]), min(member[1], value[1])
        case Quantifier.ALL:
            return max(1 - member[1], value[0]), max(1 - member[0], value[1])
        case _:
            assert_never(node.quantifier)
