"""Columns: one compiler from the lowered tree to expressions over whole tables, for polars and for SQL.

Every value is a pair of columns, its low and its high end, and there are no nulls: a fact that is not known stands in
the table with its declared range. What is known in every row has one column, and then everything that follows from it
has one expression (``hi is lo``) and costs no more than ordinary arithmetic.

A branch of an ``If`` is written once for each end, and whatever would be written several times becomes a column of an
earlier stage, so a deep tree never explodes. Questions to lists are asked over the table of the records, each beside
the facts of its claim, and gathered by claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, Generic, TypeVar, assert_never

import attrs

from vocskills.bounds import OPEN, Bounds
from vocskills.engines.cells import HUGE, Algebra, Cell, Cells, Pair
from vocskills.engines.columndays import FORMULAS, plus_working_days
from vocskills.engines.interpret import SLOPES, static_range
from vocskills.engines.tables import gaps
from vocskills.errors import Fault, PolicyError
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
)
from vocskills.model.fields import Kind
from vocskills.text import Text

E = TypeVar("E")

ROW = "^row"
"""The column that tells the rows of a table apart, and in a table of records the row that a record belongs to."""
EXISTS = "^exists"
"""Whether a record counts."""
_CHAIN_MAX = 24
_NOT_CONSTANT = Text(
    "工作日数不是常数，不能整表计算", "a number of working days that is no constant cannot be computed over a table"
)


def high(name: str) -> str:
    """The column of a value's high end; where there is none, the value's own column is both ends."""
    return f"{name}^"


def rest(source: str) -> str:
    """The column of how many more records a list may have."""
    return f"^rest {source}"


class Gather(Enum):
    """What becomes of the records of one claim."""

    SUM = "sum"
    ANY = "any"
    ALL = "all"


@attrs.frozen
class ListShape:
    """What is known of a table of records.

    Attributes:
        points: its fields (and :data:`EXISTS`) that have one column only.
        constants: the fields that are the same in every record; what is neither here nor a column is not known.
        columns: the fields that have columns.
        rest: how many more records there may be; ``None`` where a column of the claims says so.
    """

    columns: frozenset[str]
    points: frozenset[str] = frozenset()
    constants: Mapping[str, Bounds] = attrs.field(factory=dict)
    rest: int | None = None


@attrs.frozen
class Shape:
    """What is known of a table before a row of it is read.

    Attributes:
        columns: the facts that have columns, by path, with the name of the column.
        points: the columns of which there is no high end: they are known in every row.
        constants: facts that are the same in every row; what is neither here nor a column is not known.
        lists: the tables of records; a list that is not here is not known.
    """

    columns: Mapping[str, str]
    points: frozenset[str] = frozenset()
    constants: Mapping[str, Bounds] = attrs.field(factory=dict)
    lists: Mapping[str, ListShape] = attrs.field(factory=dict)


@attrs.frozen
class Asked(Generic[E]):
    """The questions to one list.

    Attributes:
        source: the list.
        columns: the columns of the claims that the questions read.
        stages: columns to be added to the records, one stage after the other.
        outputs: what is gathered by claim, and how.
    """

    source: str
    columns: frozenset[str]
    stages: tuple[Mapping[str, E], ...]
    outputs: Mapping[str, tuple[Gather, E]]


@attrs.frozen
class Program(Generic[E]):
    """What to compute: first what lists say, then stage by stage columns, then the outputs."""

    asked: tuple[Asked[E], ...]
    stages: tuple[Mapping[str, E], ...]
    outputs: Mapping[str, E]


class Compiler(Generic[E]):
    """Turns trees over one table into pairs of expressions."""

    def __init__(self, algebra: Algebra[E], shape: Shape, prefix: str = "^") -> None:
        self.algebra = algebra
        self.shape = shape
        self.prefix = prefix
        self.cells: Cells[E] = Cells(algebra, f"{prefix}s")
        self._memo: dict[Node, Pair] = {}
        self._asked: dict[str, _Questions[E]] = {}

    def pair(self, node: Node) -> Pair:
        """The two ends of a tree."""
        return self._pair(node, self.cells, self._memo, _Elements())

    def program(self, outputs: Mapping[str, Cell[E]]) -> Program[E]:
        """Everything that has to be computed for some outputs."""
        asked = tuple(one.asked() for one in self._asked.values())
        return Program(asked, tuple(self.cells.stages), {name: cell.expr for name, cell in outputs.items()})

    def fixed(self, bounds: Bounds, *, truth: bool) -> Pair:
        """A constant pair."""
        cells = self.cells
        lo, hi = (cells.fixed(bool(end)) if truth else cells.number(end) for end in bounds)
        return (lo, lo) if bounds[0] == bounds[1] else (lo, hi)

    # -- one node ------------------------------------------------------------------------------------------------------

    def _pair(self, node: Node, c: Cells[E], memo: dict[Node, Pair], at: _Elements) -> Pair:
        if node not in memo:
            memo[node] = self._made(node, c, memo, at)
        return memo[node]

    def _made(self, node: Node, c: Cells[E], memo: dict[Node, Pair], at: _Elements) -> Pair:
        def of(part: Node) -> Pair:
            return self._pair(part, c, memo, at)

        match node:
            case Literal(int() as value):
                return self.fixed((value, value), truth=node.type.kind is Kind.BOOL)
            case Literal():
                raise AssertionError("only whole numbers are left after lowering")
            case Fact():
                return self._fact(node, c, at)
            case Element():
                return self._element(node, c, at)
            case Arith(op, left, right):
                return _arith(c, op, of(left), of(right))
            case Compare(op, left, right):
                return _compare(c, op, of(left), of(right))
            case Logic(op, items):
                join = c.every if op is LogicOp.AND else c.some
                pairs = [of(item) for item in items]
                return _both(pairs, lambda cells: join(*cells))
            case Not(item):
                lo, hi = of(item)
                return _both([(hi, lo)], lambda cells: c.negate(*cells))
            case If(condition, then, otherwise):
                return _if(c, of(condition), of(then), of(otherwise))
            case Lookup():
                return _lookup(c, node, [c.once_both(of(key)) for key in node.keys], of(node.otherwise))
            case Call(function, args):
                return _call(c, function, [of(arg) for arg in args])
            case Quantified():
                return self._quantified(node)
            case _:
                assert_never(node)

    def _fact(self, node: Fact, c: Cells[E], at: _Elements) -> Pair:
        truth = node.type.kind is Kind.BOOL
        name = self.shape.columns.get(node.path)
        if name is None:
            return self.fixed(self.shape.constants.get(node.path, (node.lo, node.hi)), truth=truth)
        return self._ends(c, name, at, truth=truth, point=name in self.shape.points)

    def _ends(self, c: Cells[E], name: str, at: _Elements, *, truth: bool, point: bool) -> Pair:
        lo = c.column(name, truth=truth)
        at.read.add(name)
        if point:
            return lo, lo
        at.read.add(high(name))
        return lo, c.column(high(name), truth=truth)

    def _element(self, node: Element, c: Cells[E], at: _Elements) -> Pair:
        truth = node.type.kind is Kind.BOOL
        shape = at.shape
        if shape is None or node.field not in shape.columns:
            known = shape.constants if shape else {}
            return self.fixed(known.get(node.field, (node.lo, node.hi)), truth=truth)
        lo = c.column(node.field, truth=truth)
        return (lo, lo) if node.field in shape.points else (lo, c.column(high(node.field), truth=truth))

    # -- lists ---------------------------------------------------------------------------------------------------------

    def _quantified(self, node: Quantified) -> Pair:
        """What the known records say and what the others may: one record of which nothing is known, multiplied."""
        shape = self.shape.lists.get(node.source)
        parts = [] if shape is None else [self._known(node, shape)]
        more = node.cap if shape is None else shape.rest
        if more != 0:
            parts.append(self._unknown(node, more))
        return _gathered(self.cells, _GATHERS[node.quantifier], parts)

    def _known(self, node: Quantified, shape: ListShape) -> Pair:
        if node.source not in self._asked:
            cells: Cells[E] = Cells(self.algebra, f"{self.prefix}l{len(self._asked)}s")
            self._asked[node.source] = _Questions(node.source, cells, _Elements(shape))
        questions = self._asked[node.source]
        pair = self._contribution(node, questions.cells, questions.memo, questions.at, questions.exists())
        self.cells.spend(sum(cell.size for cell in pair))
        return questions.gathered(self.cells, _GATHERS[node.quantifier], pair, self.prefix)

    def _unknown(self, node: Quantified, more: int | None) -> Pair:
        """The records that may be there besides, of which nothing is known."""
        c = self.cells
        number = c.column(rest(node.source), truth=False) if more is None else c.number(more)
        # A memo of its own: in it, fields of the record are their declared ranges.
        pair = self._contribution(node, c, {}, _Elements(), self.fixed(OPEN, truth=True))
        gather = _GATHERS[node.quantifier]
        if gather is Gather.SUM:
            return _both([pair], lambda cells: c.multiply(c.as_number(cells[0]), number))
        some = c.less(c.number(0), number)
        if gather is Gather.ANY:
            return _both([pair], lambda cells: c.every(some, cells[0]))
        return _both([pair], lambda cells: c.some(c.negate(some), cells[0]))

    def _contribution(self, node: Quantified, c: Cells[E], memo: dict[Node, Pair], at: _Elements, exists: Pair) -> Pair:
        """What one record adds: membership, its value if it is a member, or whether it satisfies the assertion."""
        cl, ch = self._pair(node.condition, c, memo, at)
        member = _both([exists, (c.as_truth(cl), c.as_truth(ch))], lambda cells: c.every(*cells))
        if node.quantifier is Quantifier.COUNT or node.value is None:
            return member
        value = self._pair(node.value, c, memo, at)
        ml, mh = member
        match node.quantifier:
            case Quantifier.SUM:
                return _summand(c, c.once_both(member), value)
            case Quantifier.ANY:
                return _both([member, value], lambda cells: c.every(*cells))
            case Quantifier.ALL:
                return _both([(mh, ml), value], lambda cells: c.some(c.negate(cells[0]), cells[1]))
            case _:
                assert_never(node.quantifier)


@attrs.define
class _Elements:
    """The record that is looked at (no shape: nothing is known of it), and what is read of its claim."""

    shape: ListShape | None = None
    read: set[str] = attrs.field(factory=set)


@attrs.define
class _Questions(Generic[E]):
    """The questions to one list, asked in one pass."""

    source: str
    cells: Cells[E]
    at: _Elements
    memo: dict[Node, Pair] = attrs.field(factory=dict)
    outputs: dict[str, tuple[Gather, Cell[E]]] = attrs.field(factory=dict)

    def exists(self) -> Pair:
        shape = self.at.shape
        assert shape is not None
        if EXISTS not in shape.columns:
            sure = self.cells.fixed(True)
            return sure, sure
        lo = self.cells.column(EXISTS, truth=True)
        return (lo, lo) if EXISTS in shape.points else (lo, self.cells.column(high(EXISTS), truth=True))

    def gathered(self, c: Cells[E], gather: Gather, pair: Pair, prefix: str) -> Pair:
        """The columns that the claims get from the records."""

        def one(cell: Cell[E]) -> Cell[E]:
            name = f"{prefix}{self.source} {len(self.outputs)}"
            cell = self.cells.as_number(cell) if gather is Gather.SUM else self.cells.as_truth(cell)
            self.outputs[name] = gather, cell
            return c.column(name, truth=gather is not Gather.SUM)

        lo = one(pair[0])
        return (lo, lo) if pair[0] is pair[1] else (lo, one(pair[1]))

    def asked(self) -> Asked[E]:
        outputs = {name: (gather, cell.expr) for name, (gather, cell) in self.outputs.items()}
        return Asked(self.source, frozenset(self.at.read), tuple(self.cells.stages), outputs)


_GATHERS = {
    Quantifier.COUNT: Gather.SUM,
    Quantifier.SUM: Gather.SUM,
    Quantifier.ANY: Gather.ANY,
    Quantifier.ALL: Gather.ALL,
}


def _gathered(c: Cells[E], gather: Gather, parts: list[Pair]) -> Pair:
    match gather:
        case Gather.SUM:
            total: Pair = (c.number(0),) * 2
            for part in parts:
                total = _both([total, part], lambda cells: c.add(*cells))
            return total
        case Gather.ANY:
            return _both(parts, lambda cells: c.some(*cells))
        case Gather.ALL:
            return _both(parts, lambda cells: c.every(*cells))
        case _:
            assert_never(gather)


def _summand(c: Cells[E], member: Pair, value: Pair) -> Pair:
    """A record that is perhaps no member adds no more than nothing at the least, no less than nothing at the most."""
    (ml, mh), (vl, vh) = member, c.once_both(value)
    zero = c.number(0)
    if ml is mh:
        return _both([(vl, vh)], lambda cells: c.case(ml, cells[0], zero))
    lo = c.case(ml, vl, c.case(mh, c.least(vl, zero), zero))
    return lo, c.case(ml, vh, c.case(mh, c.greatest(vh, zero), zero))


# -- operations on pairs -----------------------------------------------------------------------------------------------


def _both(pairs: Sequence[Pair], made: Any) -> Pair:
    """An operation that rises in every part; the same object twice where all parts are known."""
    lo = made([pair[0] for pair in pairs])
    return (lo, lo) if all(pair[0] is pair[1] for pair in pairs) else (lo, made([pair[1] for pair in pairs]))


def _arith(c: Cells[E], op: ArithOp, left: Pair, right: Pair) -> Pair:
    match op:
        case ArithOp.ADD:
            return _both([left, right], lambda cells: c.add(*cells))
        case ArithOp.SUBTRACT:
            return _both([left, right[::-1]], lambda cells: c.subtract(*cells))
        case ArithOp.MULTIPLY:
            return _product(c, left, right)
        case ArithOp.FLOOR_DIVIDE:
            by = right[0].value
            assert by is not None and by > 0
            return _both([left], lambda cells: c.floor(cells[0], by))
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
            return _both([other if factor >= 0 else other[::-1]], lambda cells, by=fixed: c.multiply(cells[0], by))
    if left[0] is left[1] and right[0] is right[1]:
        return _both([left, right], lambda cells: c.multiply(*cells))
    left, right = c.once_both(left), c.once_both(right)
    corners = [c.multiply(a, b) for a in dict.fromkeys(left) for b in dict.fromkeys(right)]
    corners = [c.once(corner) for corner in corners]
    return c.least(*corners), c.greatest(*corners)


def _compare(c: Cells[E], op: CompareOp, left: Pair, right: Pair) -> Pair:
    match op:
        case CompareOp.LT:
            return _both([(left[1], left[0]), right], lambda cells: c.less(*cells))
        case CompareOp.LE:
            return _both([(left[1], left[0]), right], lambda cells: c.at_most(*cells))
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


def _if(c: Cells[E], condition: Pair, then: Pair, otherwise: Pair) -> Pair:
    """Each branch once for each end; see the formulas of intervals."""
    cl, ch = c.once_both((c.as_truth(condition[0]), c.as_truth(condition[1])))
    (al, ah), (bl, bh) = then, otherwise
    if all(cell.truth for cell in (*then, *otherwise)):
        if cl is ch:
            return _both([then, otherwise], lambda cells: _chosen(c, cl, *cells))
        lo = c.every(c.some(c.negate(ch), al), c.some(cl, bl))
        return lo, c.some(c.every(ch, ah), c.every(c.negate(cl), bh))
    if cl is ch:
        return _both([then, otherwise], lambda cells: c.case(cl, *cells))
    above, below = c.number(HUGE), c.number(-HUGE)
    lo = c.least(c.case(ch, al, above), c.case(cl, above, bl))
    return lo, c.greatest(c.case(ch, ah, below), c.case(cl, below, bh))


def _chosen(c: Cells[E], condition: Cell[E], then: Cell[E], otherwise: Cell[E]) -> Cell[E]:
    return c.some(c.every(condition, then), c.every(c.negate(condition), otherwise))


def _call(c: Cells[E], function: Function, args: list[Pair]) -> Pair:
    if function in (Function.MIN, Function.MAX):
        extreme = c.least if function is Function.MIN else c.greatest
        return _both(args, lambda cells: extreme(*cells))
    if function is Function.PLUS_WORKING_DAYS:
        counts = args[1][0].value, args[1][1].value
        if counts[0] is None or counts[1] is None:
            raise PolicyError(Fault(_NOT_CONSTANT))
        return plus_working_days(c, args[0], (counts[0], counts[1]))
    pairs = [pair if slope > 0 else pair[::-1] for pair, slope in zip(args, SLOPES[function], strict=True)]
    return _both(pairs, lambda cells: FORMULAS[function](c, *cells))


# -- tables ------------------------------------------------------------------------------------------------------------


def _lookup(c: Cells[E], node: Lookup, keys: list[Pair], otherwise: Pair) -> Pair:
    """The least and the greatest value of the rows that the keys may meet."""
    limits = [static_range(key) for key in node.keys]
    single = _single(node) if len(keys) == 1 and keys[0][0] is keys[0][1] else None
    missing = [row.keys for row in node.rows if row.value is None] + gaps([row.keys for row in node.rows], limits)
    beyond = c.some(c.fixed(False), *(_met(c, keys, spans, limits) for spans in missing))
    if single is not None:
        found: Pair = (c.mapped(c.as_number(keys[0][0]), single, HUGE),) * 2
        return _both([found, otherwise], lambda cells: c.case(c.equal(found[0], c.number(HUGE)), cells[1], found[0]))
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
