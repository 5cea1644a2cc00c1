"""Columns: one compiler from the lowered tree to expressions over whole tables, for polars and for SQL.

Every value is a pair of columns, its low and its high end, and there are no nulls: a fact that is not known stands in
the table with its declared range. What is known in every row has one column, and then everything that follows from it
has one expression (``hi is lo``) and costs no more than ordinary arithmetic.

A branch of an ``If`` is written once for each end, and whatever would be written several times becomes a column of an
earlier stage, so a deep tree never explodes. Questions to lists are asked over the table of the records, each beside
the facts of its claim, and gathered by claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Generic, TypeVar, assert_never

import attrs

from vocskills.bounds import OPEN, Bounds
from vocskills.engines.cells import Algebra, Cell, Cells, Pair
from vocskills.engines.pairs import arith, both, call, choice, compare, lookup
from vocskills.language.nodes import (
    Arith,
    Call,
    Compare,
    Element,
    Fact,
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

E = TypeVar("E")

ROW = "^row"
"""The column that tells the rows of a table apart, and in a table of records the row that a record belongs to."""
EXISTS = "^exists"
"""Whether a record counts."""


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
                return arith(c, op, of(left), of(right))
            case Compare(op, left, right):
                return compare(c, op, of(left), of(right))
            case Logic(op, items):
                join = c.every if op is LogicOp.AND else c.some
                pairs = [of(item) for item in items]
                return both(pairs, lambda cells: join(*cells))
            case Not(item):
                lo, hi = of(item)
                return both([(hi, lo)], lambda cells: c.negate(*cells))
            case If(condition, then, otherwise):
                return choice(c, of(condition), of(then), of(otherwise))
            case Lookup():
                return lookup(c, node, [c.once_both(of(key)) for key in node.keys], of(node.otherwise))
            case Call(function, args):
                return call(c, function, [of(arg) for arg in args])
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
            return both([pair], lambda cells: c.multiply(c.as_number(cells[0]), number))
        some = c.less(c.number(0), number)
        if gather is Gather.ANY:
            return both([pair], lambda cells: c.every(some, cells[0]))
        return both([pair], lambda cells: c.some(c.negate(some), cells[0]))

    def _contribution(self, node: Quantified, c: Cells[E], memo: dict[Node, Pair], at: _Elements, exists: Pair) -> Pair:
        """What one record adds: membership, its value if it is a member, or whether it satisfies the assertion."""
        cl, ch = self._pair(node.condition, c, memo, at)
        member = both([exists, (c.as_truth(cl), c.as_truth(ch))], lambda cells: c.every(*cells))
        if node.quantifier is Quantifier.COUNT or node.value is None:
            return member
        value = self._pair(node.value, c, memo, at)
        ml, mh = member
        match node.quantifier:
            case Quantifier.SUM:
                return _summand(c, c.once_both(member), value)
            case Quantifier.ANY:
                return both([member, value], lambda cells: c.every(*cells))
            case Quantifier.ALL:
                return both([(mh, ml), value], lambda cells: c.some(c.negate(cells[0]), cells[1]))
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
                total = both([total, part], lambda cells: c.add(*cells))
            return total
        case Gather.ANY:
            return both(parts, lambda cells: c.some(*cells))
        case Gather.ALL:
            return both(parts, lambda cells: c.every(*cells))
        case _:
            assert_never(gather)


def _summand(c: Cells[E], member: Pair, value: Pair) -> Pair:
    """A record that is perhaps no member adds no more than nothing at the least, no less than nothing at the most."""
    (ml, mh), (vl, vh) = member, c.once_both(value)
    zero = c.number(0)
    if ml is mh:
        return both([(vl, vh)], lambda cells: c.case(ml, cells[0], zero))
    lo = c.case(ml, vl, c.case(mh, c.least(vl, zero), zero))
    return lo, c.case(ml, vh, c.case(mh, c.greatest(vh, zero), zero))
