"""How what is said in each world of a claim is put together; of one world it is what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from vocskills.engines.cells import Cell, Cells

if TYPE_CHECKING:
    import polars as pl

CLAIM = "^claim"
"""The column of the claim that a world is of."""


class Over(Protocol):
    """Puts values of several worlds together; a value that is the same in every row is what it is."""

    def same(self, value: Cell[Any], otherwise: int) -> Cell[Any]:
        """A value that is the same in every world, else another."""

    def least(self, value: Cell[Any], where: Cell[Any] | None = None, empty: int = 0) -> Cell[Any]:
        """The least value over the worlds that count."""

    def most(self, value: Cell[Any], where: Cell[Any] | None = None, empty: int = 0) -> Cell[Any]:
        """The greatest value over the worlds that count."""

    def every(self, value: Cell[Any]) -> Cell[Any]:
        """Whether it holds in all worlds."""

    def some(self, value: Cell[Any]) -> Cell[Any]:
        """Whether it holds in some world."""

    def all_bits(self, value: Cell[Any]) -> Cell[Any]:
        """The marks set in all worlds."""

    def any_bits(self, value: Cell[Any], where: Cell[Any] | None = None) -> Cell[Any]:
        """The marks set in some world that counts."""


class OneWorld:
    """Claims of which nothing finite is in doubt, one row each."""

    def __init__(self, cells: Cells[Any]) -> None:
        self.cells = cells

    def same(self, value: Cell[Any], otherwise: int) -> Cell[Any]:
        """The value."""
        return value

    def least(self, value: Cell[Any], where: Cell[Any] | None = None, empty: int = 0) -> Cell[Any]:
        """The value if it counts."""
        return value if where is None else self.cells.case(where, value, self.cells.number(empty))

    def most(self, value: Cell[Any], where: Cell[Any] | None = None, empty: int = 0) -> Cell[Any]:
        """The value if it counts."""
        return self.least(value, where, empty)

    def every(self, value: Cell[Any]) -> Cell[Any]:
        """The value."""
        return value

    def some(self, value: Cell[Any]) -> Cell[Any]:
        """The value."""
        return value

    def all_bits(self, value: Cell[Any]) -> Cell[Any]:
        """The value."""
        return value

    def any_bits(self, value: Cell[Any], where: Cell[Any] | None = None) -> Cell[Any]:
        """The value if it counts."""
        return self.least(value, where, 0)

    def gathered(self, worlds: pl.LazyFrame, wanted: Mapping[str, Cell[pl.Expr]]) -> pl.LazyFrame:
        """One row a claim."""
        return worlds.select(CLAIM, **typed(wanted))


class Worlds:
    """Claims with several worlds each, in groups of rows."""

    def __init__(self, cells: Cells[Any]) -> None:
        self.cells = cells

    def same(self, value: Cell[Any], otherwise: int) -> Cell[Any]:
        """The value of a group where there is but one."""
        if value.value is not None:
            return value
        least = Cell(value.expr.min())
        return self.cells.case(self.cells.equal(least, Cell(value.expr.max())), least, self.cells.number(otherwise))

    def least(self, value: Cell[Any], where: Cell[Any] | None = None, empty: int = 0) -> Cell[Any]:
        """The least value of a group's rows that count."""
        return self._of(value, where, empty, lambda column: column.min())

    def most(self, value: Cell[Any], where: Cell[Any] | None = None, empty: int = 0) -> Cell[Any]:
        """The greatest value of a group's rows that count."""
        return self._of(value, where, empty, lambda column: column.max())

    def every(self, value: Cell[Any]) -> Cell[Any]:
        """Whether it holds in all rows of a group."""
        return value if value.value is not None else Cell(value.expr.all(), truth=True)

    def some(self, value: Cell[Any]) -> Cell[Any]:
        """Whether it holds in some row of a group."""
        return value if value.value is not None else Cell(value.expr.any(), truth=True)

    def all_bits(self, value: Cell[Any]) -> Cell[Any]:
        """The marks set in all rows of a group."""
        return self._of(value, None, 0, lambda column: column.bitwise_and())

    def any_bits(self, value: Cell[Any], where: Cell[Any] | None = None) -> Cell[Any]:
        """The marks set in some row of a group that counts."""
        return self._of(value, where, 0, lambda column: column.bitwise_or())

    def _of(self, value: Cell[Any], where: Cell[Any] | None, empty: int, write: Callable[[Any], Any]) -> Cell[Any]:
        if where is None:
            return value if value.value is not None else Cell(write(value.expr))
        if where.value is not None:
            return self._of(value, None, empty, write) if where.value else self.cells.number(empty)
        if value.value is not None:
            return self.cells.case(self.some(where), value, self.cells.number(empty))
        return Cell(write(value.expr.filter(where.expr)).fill_null(empty))

    def gathered(self, worlds: pl.LazyFrame, wanted: Mapping[str, Cell[pl.Expr]]) -> pl.LazyFrame:
        """One row a claim."""
        fixed = {name: cell for name, cell in wanted.items() if cell.value is not None}
        others = {name: cell for name, cell in wanted.items() if cell.value is None}
        return worlds.group_by(CLAIM).agg(**typed(others)).with_columns(**typed(fixed)).select(CLAIM, *wanted)


def typed(cells: Mapping[str, Cell[pl.Expr]]) -> dict[str, pl.Expr]:
    """Expressions of the types that tables have: what is the same everywhere would be of 32 bits."""
    import polars as pl

    return {name: cell.expr if cell.truth else cell.expr.cast(pl.Int64) for name, cell in cells.items()}
