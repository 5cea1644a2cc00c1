"""Expressions over columns, with what is constant worked out at once: what polars and SQL are written in.

An :class:`Algebra` says how one engine writes some twenty operations; :class:`Cells` puts them together, folds what is
constant and moves whatever would be written several times into a column of an earlier stage, so that a deep tree gives
a plan whose size grows with the tree and no faster.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

import attrs

from vocskills.errors import Fault, PolicyError
from vocskills.text import Text

E = TypeVar("E")

HUGE = 2**60
"""Above everything that a tree can be: what stands where a branch is ruled out."""
SIZE_MAX = 120_000
"""Most operations of one program; more would keep the engine's planner busy for minutes."""
_WRITTEN_AGAIN = 6
"""An expression of more operations than these is not written twice: it becomes a column."""

_TOO_LARGE = Text("规则过大，不能整表计算", "the rules are too large to be computed over a table")
_SIMPLER = Text(
    "减少条件之间的嵌套，或用表；逐件判定不受此限",
    "nest fewer conditions or use tables; single cases have no such limit",
)


class Algebra(Protocol[E]):
    """How one engine writes the operations; truth is its own boolean type, numbers are 64-bit whole numbers."""

    def column(self, name: str) -> E:
        """A column."""

    def number(self, value: int) -> E:
        """A constant number."""

    def truth(self, value: bool) -> E:
        """A constant truth."""

    def add(self, left: E, right: E) -> E:
        """A sum."""

    def subtract(self, left: E, right: E) -> E:
        """A difference."""

    def multiply(self, left: E, right: E) -> E:
        """A product."""

    def floor(self, item: E, by: int) -> E:
        """A quotient by a positive constant, rounded down."""

    def modulo(self, item: E, by: int) -> E:
        """The rest of a number that is not negative."""

    def less(self, left: E, right: E) -> E:
        """Whether one number is less than the other."""

    def at_most(self, left: E, right: E) -> E:
        """Whether one number is at most the other."""

    def equal(self, left: E, right: E) -> E:
        """Whether two numbers are the same."""

    def every(self, items: Sequence[E]) -> E:
        """Conjunction."""

    def some(self, items: Sequence[E]) -> E:
        """Disjunction."""

    def negate(self, item: E) -> E:
        """Negation."""

    def case(self, condition: E, then: E, otherwise: E) -> E:
        """One of two numbers."""

    def least(self, items: Sequence[E]) -> E:
        """The least of several numbers."""

    def greatest(self, items: Sequence[E]) -> E:
        """The greatest of several numbers."""

    def mapped(self, item: E, table: Mapping[int, int], otherwise: int) -> E:
        """What a table of single numbers says of a number."""

    def plus_days(self, day: E, count: E) -> E:
        """The day yyyymmdd so many days later, at least 1900-01-01 and at most 2100-12-31."""


@attrs.frozen(eq=False)
class Cell(Generic[E]):
    """One expression.

    Attributes:
        expr: as the engine writes it.
        truth: whether it is a truth and not a number.
        stage: how many stages of columns must stand before it can be computed.
        size: of how many operations it is made.
        value: what it is, where it is the same in every row.
    """

    expr: E
    truth: bool = False
    stage: int = 0
    size: int = 1
    value: int | None = None


Pair = tuple[Cell[Any], Cell[Any]]
"""Low and high end; the same object twice where nothing can be in doubt."""


class Cells(Generic[E]):
    """Puts expressions together over one frame."""

    def __init__(self, algebra: Algebra[E], prefix: str = "") -> None:
        self.algebra = algebra
        self.prefix = prefix
        self.stages: list[dict[str, E]] = []
        self.spent = 0
        self._kept: dict[int, Cell[E]] = {}
        self._alive: list[Cell[E]] = []

    def number(self, value: int) -> Cell[E]:
        """A constant number."""
        return Cell(self.algebra.number(value), value=value)

    def fixed(self, value: bool) -> Cell[E]:
        """A constant truth."""
        return Cell(self.algebra.truth(value), truth=True, value=int(value))

    def column(self, name: str, *, truth: bool) -> Cell[E]:
        """A column of the frame."""
        return Cell(self.algebra.column(name), truth)

    def made(self, write: Callable[..., E], *cells: Cell[E], truth: bool = False) -> Cell[E]:
        """An operation on expressions."""
        size = 1 + sum(cell.size for cell in cells)
        self.spend(1)
        return Cell(write(*(cell.expr for cell in cells)), truth, max((c.stage for c in cells), default=0), size)

    def spend(self, size: int) -> None:
        """Counts what is written, and refuses what no planner would take."""
        self.spent += size
        if self.spent > SIZE_MAX:
            raise PolicyError(Fault(_TOO_LARGE, text=str(self.spent), remedy=_SIMPLER))

    def once(self, cell: Cell[E]) -> Cell[E]:
        """The same, short enough to be written several times: as a column of its own, if need be."""
        if cell.size <= _WRITTEN_AGAIN or cell.value is not None:
            return cell
        if id(cell) not in self._kept:
            name = f"{self.prefix}{len(self._kept)}"
            while len(self.stages) <= cell.stage:
                self.stages.append({})
            self.stages[cell.stage][name] = cell.expr
            self._kept[id(cell)] = Cell(self.algebra.column(name), cell.truth, cell.stage + 1)
            self._alive.append(cell)
        return self._kept[id(cell)]

    def once_both(self, pair: Pair) -> Pair:
        """The same for a pair."""
        lo = self.once(pair[0])
        return (lo, lo) if pair[0] is pair[1] else (lo, self.once(pair[1]))

    # -- truth ---------------------------------------------------------------------------------------------------------

    def as_truth(self, cell: Cell[E]) -> Cell[E]:
        """A number that is 0 or 1 as a truth."""
        if cell.truth:
            return cell
        if cell.value is not None:
            return self.fixed(bool(cell.value))
        return self.made(self.algebra.less, self.number(0), cell, truth=True)

    def as_number(self, cell: Cell[E]) -> Cell[E]:
        """A truth as 0 or 1."""
        if not cell.truth:
            return cell
        if cell.value is not None:
            return self.number(cell.value)
        return self.made(self.algebra.case, cell, self.number(1), self.number(0))

    def every(self, *cells: Cell[E]) -> Cell[E]:
        """Conjunction."""
        return self._logic(self.algebra.every, cells, neutral=True)

    def some(self, *cells: Cell[E]) -> Cell[E]:
        """Disjunction."""
        return self._logic(self.algebra.some, cells, neutral=False)

    def _logic(self, write: Callable[[Sequence[E]], E], cells: Sequence[Cell[E]], *, neutral: bool) -> Cell[E]:
        parts = {id(cell): cell for cell in map(self.as_truth, cells) if cell.value != int(neutral)}
        if any(cell.value is not None for cell in parts.values()):
            return self.fixed(not neutral)
        left = list(parts.values())
        if len(left) <= 1:
            return left[0] if left else self.fixed(neutral)
        return self.made(lambda *items: write(items), *left, truth=True)

    def negate(self, cell: Cell[E]) -> Cell[E]:
        """Negation."""
        cell = self.as_truth(cell)
        return (
            self.fixed(not cell.value) if cell.value is not None else self.made(self.algebra.negate, cell, truth=True)
        )

    # -- comparisons ---------------------------------------------------------------------------------------------------

    def less(self, left: Cell[E], right: Cell[E]) -> Cell[E]:
        """Whether one is less than the other."""
        return self._compared(self.algebra.less, left, right, lambda a, b: a < b)

    def at_most(self, left: Cell[E], right: Cell[E]) -> Cell[E]:
        """Whether one is at most the other."""
        return self._compared(self.algebra.at_most, left, right, lambda a, b: a <= b)

    def equal(self, left: Cell[E], right: Cell[E]) -> Cell[E]:
        """Whether both are the same."""
        return self._compared(self.algebra.equal, left, right, lambda a, b: a == b)

    def _compared(
        self, write: Callable[[E, E], E], left: Cell[E], right: Cell[E], known: Callable[[int, int], bool]
    ) -> Cell[E]:
        if left is right:
            return self.fixed(known(0, 0))
        left, right = self.as_number(left), self.as_number(right)
        if left.value is not None and right.value is not None:
            return self.fixed(known(left.value, right.value))
        return self.made(write, left, right, truth=True)

    # -- numbers -------------------------------------------------------------------------------------------------------

    def add(self, left: Cell[E], right: Cell[E]) -> Cell[E]:
        """A sum."""
        left, right = self.as_number(left), self.as_number(right)
        if left.value == 0 or right.value == 0:
            return right if left.value == 0 else left
        return self._folded(self.algebra.add, left, right, lambda a, b: a + b)

    def subtract(self, left: Cell[E], right: Cell[E]) -> Cell[E]:
        """A difference."""
        left, right = self.as_number(left), self.as_number(right)
        return left if right.value == 0 else self._folded(self.algebra.subtract, left, right, lambda a, b: a - b)

    def multiply(self, left: Cell[E], right: Cell[E]) -> Cell[E]:
        """A product."""
        left, right = self.as_number(left), self.as_number(right)
        if 0 in (left.value, right.value):
            return self.number(0)
        if 1 in (left.value, right.value):
            return right if left.value == 1 else left
        return self._folded(self.algebra.multiply, left, right, lambda a, b: a * b)

    def _folded(
        self, write: Callable[[E, E], E], left: Cell[E], right: Cell[E], known: Callable[[int, int], int]
    ) -> Cell[E]:
        if left.value is not None and right.value is not None:
            return self.number(known(left.value, right.value))
        return self.made(write, left, right)

    def floor(self, cell: Cell[E], by: int) -> Cell[E]:
        """A quotient by a positive constant, rounded down."""
        cell = self.as_number(cell)
        if cell.value is not None:
            return self.number(cell.value // by)
        return cell if by == 1 else self.made(lambda item: self.algebra.floor(item, by), self.once(cell))

    def modulo(self, cell: Cell[E], by: int) -> Cell[E]:
        """The rest of a number that is not negative."""
        if cell.value is not None:
            return self.number(cell.value % by)
        return self.made(lambda item: self.algebra.modulo(item, by), cell)

    def case(self, condition: Cell[E], then: Cell[E], otherwise: Cell[E]) -> Cell[E]:
        """One of two numbers."""
        condition, then, otherwise = self.as_truth(condition), self.as_number(then), self.as_number(otherwise)
        if condition.value is not None:
            return then if condition.value else otherwise
        if then is otherwise or (then.value is not None and then.value == otherwise.value):
            return then
        return self.made(self.algebra.case, condition, then, otherwise)

    def least(self, *cells: Cell[E]) -> Cell[E]:
        """The least of several."""
        return self._extreme(self.algebra.least, cells, min)

    def greatest(self, *cells: Cell[E]) -> Cell[E]:
        """The greatest of several."""
        return self._extreme(self.algebra.greatest, cells, max)

    def _extreme(
        self, write: Callable[[Sequence[E]], E], cells: Sequence[Cell[E]], known: Callable[[list[int]], int]
    ) -> Cell[E]:
        parts = {id(cell): cell for cell in map(self.as_number, cells)}
        constants = [cell.value for cell in parts.values() if cell.value is not None]
        left = [cell for cell in parts.values() if cell.value is None]
        if constants:
            left.append(self.number(known(constants)))
        return left[0] if len(left) == 1 else self.made(lambda *items: write(items), *left)

    def mapped(self, cell: Cell[E], table: Mapping[int, int], otherwise: int) -> Cell[E]:
        """What a table of single numbers says of a number."""
        if cell.value is not None:
            return self.number(table.get(cell.value, otherwise))
        return self.made(lambda item: self.algebra.mapped(item, table, otherwise), self.once(cell))
