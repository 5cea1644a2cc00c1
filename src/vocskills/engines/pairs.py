"""Operations on pairs of cells, the low and the high end of a value, for :mod:`vocskills.engines.columns`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar, assert_never

from vocskills.bounds import Bounds
from vocskills.engines.cells import HUGE, Cell, Cells, Pair
from vocskills.engines.columndays import FORMULAS, plus_working_days
from vocskills.engines.interpret import SLOPES, static_range
from vocskills.engines.tables import gaps
from vocskills.errors import Fault, PolicyError
from vocskills.language.nodes import ArithOp, CompareOp, Function, Lookup
from vocskills.text import Text

E = TypeVar("E")

_CHAIN_MAX = 24
_NOT_CONSTANT = Text(
    "工作日数不是常数，不能整表计算", "a number of working days that is no constant cannot be computed over a table"
)


def both(pairs: Sequence[Pair], made: Any) -> Pair:
    """An operation that rises in every part; the same object twice where all parts are known."""
    lo = made([pair[0] for pair in pairs])
    return (lo, lo) if all(pair[0] is pair[1] for pair in pairs) else (lo, made([pair[1] for pair in pairs]))


def arith(c: Cells[E], op: ArithOp, left: Pair, right: Pair) -> Pair:
    """Sums, differences, products of any sign, whole quotients."""
    match op:
        case ArithOp.ADD:
            return both([left, right], lambda cells: c.add(*cells))
        case ArithOp.SUBTRACT:
            return both([left, right[::-1]], lambda cells: c.subtract(*cells))
        case ArithOp.MULTIPLY:
            return _product(c, left, right)
        case ArithOp.FLOOR_DIVIDE:
            by = right[0].value
            assert by is not None and by > 0
            return both([left], lambda cells: c.floor(cells[0], by))
        case ArithOp.DIVIDE:
            raise AssertionError("division is gone after lowering")
        case _:
            assert_never(op)


def _product(c: Cells[E], left: Pair, right: Pair) -> Pair:
    """By a constant each end by itself; else the corners, of which lowering leaves few that differ."""
    for one, other in ((left, right), (right, left)):
        factor = one[0].value
        if one[0] is one[1] and factor is not None:
            fixed = c.number(factor)
            return both([other if factor >= 0 else other[::-1]], lambda cells, by=fixed: c.multiply(cells[0], by))
    if left[0] is left[1] and right[0] is right[1]:
        return both([left, right], lambda cells: c.multiply(*cells))
    left, right = c.once_both(left), c.once_both(right)
    corners = [c.multiply(a, b) for a in dict.fromkeys(left) for b in dict.fromkeys(right)]
    corners = [c.once(corner) for corner in corners]
    return c.least(*corners), c.greatest(*corners)


def compare(c: Cells[E], op: CompareOp, left: Pair, right: Pair) -> Pair:
    """Surely and possibly."""
    match op:
        case CompareOp.LT:
            return both([(left[1], left[0]), right], lambda cells: c.less(*cells))
        case CompareOp.LE:
            return both([(left[1], left[0]), right], lambda cells: c.at_most(*cells))
        case CompareOp.EQ:
            return _equal(c, c.once_both(left), c.once_both(right))
        case _:
            raise AssertionError(f"{op.value} is gone after lowering")


def _equal(c: Cells[E], left: Pair, right: Pair) -> Pair:
    (al, ah), (bl, bh) = left, right
    if al is ah and bl is bh:
        same = c.equal(al, bl)
        return same, same
    return c.every(c.equal(al, bh), c.equal(ah, bl)), c.every(c.at_most(al, bh), c.at_most(bl, ah))


def choice(c: Cells[E], condition: Pair, then: Pair, otherwise: Pair) -> Pair:
    """Each branch once for each end; see the formulas of intervals."""
    cl, ch = c.once_both((c.as_truth(condition[0]), c.as_truth(condition[1])))
    (al, ah), (bl, bh) = then, otherwise
    if all(cell.truth for cell in (*then, *otherwise)):
        if cl is ch:
            return both([then, otherwise], lambda cells: _chosen(c, cl, *cells))
        lo = c.every(c.some(c.negate(ch), al), c.some(cl, bl))
        return lo, c.some(c.every(ch, ah), c.every(c.negate(cl), bh))
    if cl is ch:
        return both([then, otherwise], lambda cells: c.case(cl, *cells))
    above, below = c.number(HUGE), c.number(-HUGE)
    lo = c.least(c.case(ch, al, above), c.case(cl, above, bl))
    return lo, c.greatest(c.case(ch, ah, below), c.case(cl, below, bh))


def _chosen(c: Cells[E], condition: Cell[E], then: Cell[E], otherwise: Cell[E]) -> Cell[E]:
    return c.some(c.every(condition, then), c.every(c.negate(condition), otherwise))


def call(c: Cells[E], function: Function, args: list[Pair]) -> Pair:
    """A function: each argument's end by its slope."""
    if function in (Function.MIN, Function.MAX):
        extreme = c.least if function is Function.MIN else c.greatest
        return both(args, lambda cells: extreme(*cells))
    if function is Function.PLUS_WORKING_DAYS:
        counts = args[1][0].value, args[1][1].value
        if counts[0] is None or counts[1] is None:
            raise PolicyError(Fault(_NOT_CONSTANT))
        return plus_working_days(c, args[0], (counts[0], counts[1]))
    pairs = [pair if slope > 0 else pair[::-1] for pair, slope in zip(args, SLOPES[function], strict=True)]
    return both(pairs, lambda cells: FORMULAS[function](c, *cells))


# -- tables ------------------------------------------------------------------------------------------------------------


def lookup(c: Cells[E], node: Lookup, keys: list[Pair], otherwise: Pair) -> Pair:
    """The least and the greatest value of the rows that the keys may meet."""
    limits = [static_range(key) for key in node.keys]
    single = _single(node) if len(keys) == 1 and keys[0][0] is keys[0][1] else None
    missing = [row.keys for row in node.rows if row.value is None] + gaps([row.keys for row in node.rows], limits)
    beyond = c.some(c.fixed(False), *(_met(c, keys, spans, limits) for spans in missing))
    if single is not None:
        found: Pair = (c.mapped(c.as_number(keys[0][0]), single, HUGE),) * 2
        return both([found, otherwise], lambda cells: c.case(c.equal(found[0], c.number(HUGE)), cells[1], found[0]))
    by_value: dict[int, list[tuple[Bounds, ...]]] = {}
    for row in node.rows:
        if row.value is not None:
            by_value.setdefault(int(row.value), []).append(row.keys)
    met = {v: c.once(c.some(*(_met(c, keys, spans, limits) for spans in by_value[v]))) for v in sorted(by_value)}
    beyond = c.once(beyond)
    known = all(lo is hi for lo, hi in (*keys, otherwise))
    lo = _first(c, list(met.items()), c.case(beyond, otherwise[0], c.number(HUGE)), c.least)
    if known:
        return lo, lo
    return lo, _first(c, list(met.items())[::-1], c.case(beyond, otherwise[1], c.number(-HUGE)), c.greatest)


def _single(node: Lookup) -> dict[int, int] | None:
    """The rows as a dictionary, where each holds for one value of the one key."""
    if len(node.rows) <= 3 or any(lo != hi for row in node.rows for lo, hi in row.keys):
        return None
    return {row.keys[0][0]: int(row.value) for row in node.rows if row.value is not None}


def _first(c: Cells[E], met: list[tuple[int, Cell[E]]], beyond: Cell[E], extreme: Any) -> Cell[E]:
    """The first value whose rows are met, or what lies beyond the table if that is further."""
    none = c.number(HUGE if extreme == c.least else -HUGE)
    if len(met) > _CHAIN_MAX:
        return extreme(beyond, *(c.case(truth, c.number(value), none) for value, truth in met))  # type: ignore[no-any-return]
    found = none
    for value, truth in reversed(met):
        found = c.case(truth, c.number(value), found)
    return extreme(beyond, found)  # type: ignore[no-any-return]


def _met(c: Cells[E], keys: list[Pair], spans: Iterable[Bounds], limits: list[Bounds]) -> Cell[E]:
    """Whether the keys may lie in a row."""
    parts = []
    for (lo, hi), (start, end), (least, most) in zip(keys, spans, limits, strict=True):
        if lo is hi and start == end and least < most:
            parts.append(c.equal(lo, c.number(start)))
            continue
        if end < most:
            parts.append(c.at_most(lo, c.number(end)))
        if start > least:
            parts.append(c.at_most(c.number(start), hi))
    return c.every(c.fixed(True), *parts)
