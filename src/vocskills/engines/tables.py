"""Tables as generated code asks them: found by their keys, without a look at rows that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import prod

from vocskills.bounds import Bounds, hull
from vocskills.language.nodes import Row as Cells


class Table:
    """The rows of a table made ready: a dictionary too where every key of every row is one value."""

    def __init__(self, rows: Sequence[Cells]) -> None:
        self.rows = rows
        single = all(lo == hi for row in rows for lo, hi in row.keys)
        found = {tuple(lo for lo, _ in row.keys): row.value for row in rows}
        self.cells = {keys: value for keys, value in found.items() if value is not None} if single else None
        columns = range(len(rows[0].keys)) if rows else ()
        self.single = [i for i in columns if 2 * sum(_is_one(row, i) for row in rows) > len(rows)]
        self.near: dict[tuple[int, ...], list[Cells]] = {}
        self.wide: list[Cells] = []
        for row in rows:
            if all(_is_one(row, i) for i in self.single):
                self.near.setdefault(tuple(row.keys[i][0] for i in self.single), []).append(row)
            else:
                self.wide.append(row)

    def rows_near(self, low: tuple[int, ...], high: tuple[int, ...]) -> Iterable[Cells]:
        """The rows that may hold the keys: of those with one value where most have one, the ones with that value."""
        if any(low[i] != high[i] for i in self.single):
            return self.rows
        return (*self.near.get(tuple(low[i] for i in self.single), ()), *self.wide)

    def find(self, keys: tuple[int, ...], otherwise: int) -> int:
        """The value of the row that holds the keys."""
        for row in self.rows_near(keys, keys):
            if all(lo <= key <= hi for key, (lo, hi) in zip(keys, row.keys, strict=True)):
                return otherwise if row.value is None else int(row.value)
        return otherwise

    def bounds(self, keys: tuple[Bounds, ...], otherwise: Bounds) -> Bounds:
        """The hull of the rows that may be meant; cells that no row covers fall to ``otherwise``."""
        if self.cells is not None and all(lo == hi for lo, hi in keys):
            value = self.cells.get(tuple(lo for lo, _ in keys))
            return otherwise if value is None else (int(value), int(value))
        parts, uncovered = [], prod(hi - lo + 1 for lo, hi in keys)
        for row in self.rows_near(tuple(lo for lo, _ in keys), tuple(hi for _, hi in keys)):
            pairs = zip(keys, row.keys, strict=True)
            cells = prod(max(min(hi, end) - max(lo, start) + 1, 0) for (lo, hi), (start, end) in pairs)
            if cells:
                uncovered -= cells
                parts.append(otherwise if row.value is None else (int(row.value), int(row.value)))
        return hull([*parts, otherwise] if uncovered > 0 else parts)


def _is_one(row: Cells, column: int) -> bool:
    lo, hi = row.keys[column]
    return lo == hi


def gaps(rows: Sequence[tuple[Bounds, ...]], limits: Sequence[Bounds]) -> list[tuple[Bounds, ...]]:
    """The parts of the keys' ranges that no row covers, as rows that do not overlap."""
    if not limits:
        return [] if rows else [()]
    lo, hi = limits[0]
    cuts = {lo, hi + 1} | {max(row[0][0], lo) for row in rows} | {min(row[0][1], hi) + 1 for row in rows}
    cuts = {cut for cut in cuts if lo <= cut <= hi + 1}
    found: list[tuple[Bounds, list[tuple[Bounds, ...]]]] = []
    for start, after in pairwise(sorted(cuts)):
        inner = gaps([row[1:] for row in rows if row[0][0] <= start and after - 1 <= row[0][1]], limits[1:])
        if found and found[-1][1] == inner and found[-1][0][1] == start - 1:
            found[-1] = (found[-1][0][0], after - 1), inner
        elif inner:
            found.append(((start, after - 1), inner))
    return [(span, *box) for span, inner in found for box in inner]
