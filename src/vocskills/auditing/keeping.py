"""What is said over the worlds of a claim by machine code, which goes through them one by one."""

from __future__ import annotations

from typing import Any

from vocskills.engines.cells import HUGE, Cell, Cells
from vocskills.engines.machine import Slot, Writer
from vocskills.engines.steps import Steps


class Kept:
    """What is said over the worlds of a claim, kept in slots while they are gone through one by one."""

    def __init__(self, writer: Writer, steps: Steps, slots: dict[str, Slot], cells: Cells[int]) -> None:
        self.writer = writer
        self.steps = steps
        self.slots = slots
        self.cells = cells
        self.begin: list[tuple[Slot, int]] = []
        self.outputs: list[tuple[Slot, int]] = []

    def same(self, value: Cell[Any], otherwise: int) -> Cell[Any]:
        """The value where the least is the greatest."""
        if value.value is not None:
            return value
        c, least = self.cells, self.least(value)
        return c.case(c.equal(least, self.most(value)), least, c.number(otherwise))

    def least(self, value: Cell[Any], where: Cell[Any] | None = None, empty: int = 0) -> Cell[Any]:
        """The least so far."""
        return self._extreme(value, where, empty, HUGE, lambda a, b: self.cells.algebra.least([a, b]))

    def most(self, value: Cell[Any], where: Cell[Any] | None = None, empty: int = 0) -> Cell[Any]:
        """The greatest so far."""
        return self._extreme(value, where, empty, -HUGE, lambda a, b: self.cells.algebra.greatest([a, b]))

    def _extreme(self, value: Cell[Any], where: Cell[Any] | None, empty: int, first: int, write: Any) -> Cell[Any]:
        c = self.cells
        if where is None:
            return value if value.value is not None else self._keep(value, first, write)
        found = self._keep(c.case(where, value, c.number(first)), first, write)
        return c.case(c.equal(found, c.number(first)), c.number(empty), found)

    def every(self, value: Cell[Any]) -> Cell[Any]:
        """Whether it held so far."""
        return self._keep(value, 1, lambda a, b: self.cells.algebra.every([a, b]), truth=True)

    def some(self, value: Cell[Any]) -> Cell[Any]:
        """Whether it held anywhere so far."""
        return self._keep(value, 0, lambda a, b: self.cells.algebra.some([a, b]), truth=True)

    def all_bits(self, value: Cell[Any]) -> Cell[Any]:
        """The marks set so far in all."""
        return self._keep(value, -1, self.steps.both_bits)

    def any_bits(self, value: Cell[Any], where: Cell[Any] | None = None) -> Cell[Any]:
        """The marks set so far in any."""
        value = value if where is None else self.cells.case(where, value, self.cells.number(0))
        return self._keep(value, 0, self.steps.either_bits)

    def _keep(self, value: Cell[Any], first: int, write: Any, *, truth: bool = False) -> Cell[Any]:
        if value.value is not None:
            return value
        slot = self.writer.slot(truth=truth)
        name = f"^kept {slot.place}"
        self.slots[name] = slot
        self.begin.append((slot, first))
        kept = self.cells.column(name, truth=truth)
        self.outputs.append((slot, write(kept.expr, value.expr)))
        return kept
