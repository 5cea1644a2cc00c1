"""Tables as generated code asks them: found by their keys, without a look at rows that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import prod
from typing import TypeVar

from vocskills.bounds import Bounds, hull
from vocskills.language.nodes import Row as Cells

K = TypeVar("K")
V = TypeVar("V")


class Table:
    """The rows of a table made ready: a dictionary too where every key of every row is one value."""

    def __init__(self, rows: Sequence[Cells]) -> None:
        self.rows = rows
        single = all(lo == hi for row in rows for lo, hi in row.keys)
        found = {tuple(lo for lo, _ in row.keys): row.value for row in rows}
        self.cells = {keys: value for keys, value in found.items() if value is not None} if single else None
        columns = range(len(rows[0].keys)) if rows else ()
        self.single = tuple(i for i in columns if 2 * sum(_is_one(row, i) for row in rows) > len(rows))
        self.indexes: dict[tuple[int, ...], _Index] = {}
        # What was found before: a class has one occupation, level and days for all its people.
        self.points: dict[tuple[int, ...], int] = {}
        self.spans: dict[tuple[Bounds, ...], _Within] = {}
        self.index = self._index(self.single)

    def find(self, keys: tuple[int, ...], otherwise: int) -> int:
        """The value of the row that holds the keys."""
        found = self.points.get(keys)
        if found is None:
            found = _kept(self.points, keys, self._at(keys))
        return otherwise if found == _OPEN else found

    def at(self, keys: tuple[int, ...], otherwise: Bounds) -> Bounds:
        """The same where what it is otherwise may be in doubt."""
        found = self.find(keys, _OPEN)
        return otherwise if found == _OPEN else (found, found)

    def bounds(self, keys: tuple[Bounds, ...], otherwise: Bounds) -> Bounds:
        """The hull of the rows that may be meant; cells that no row covers fall to ``otherwise``."""
        found = self.spans.get(keys)
        if found is None:
            found = _kept(self.spans, keys, self._within(keys))
        within, perhaps_not = found
        if within is None:
            return otherwise
        return hull((within, otherwise)) if perhaps_not else within

    def _at(self, keys: tuple[int, ...]) -> int:
        """The value of the row that holds the keys, also where it is open or there is none."""
        near, wide = self.index
        for rows in (near.get(tuple([keys[i] for i in self.single]), ()), wide):
            for spans, value in rows:
                for i, lo, hi in spans:
                    if not lo <= keys[i] <= hi:
                        break
                else:
                    return _OPEN if value is None else value
        return _OPEN

    def _within(self, keys: tuple[Bounds, ...]) -> _Within:
        """The hull of the values of the rows that may be meant, and whether some cell is open or in no row."""
        known = tuple([i for i in self.single if keys[i][0] == keys[i][1]])
        near, wide = self.indexes.get(known) or self._index(known)
        uncovered = prod(hi - lo + 1 for lo, hi in keys)
        parts: list[Bounds] = []
        is_open = False
        for rows in (near.get(tuple([keys[i][0] for i in known]), ()), wide):
            for spans, value in rows:
                cells = 1
                for i, start, end in spans:
                    lo, hi = keys[i]
                    cells *= (hi if hi < end else end) - (lo if lo > start else start) + 1
                    if cells <= 0:
                        break
                else:
                    uncovered -= cells
                    if value is None:
                        is_open = True
                    else:
                        parts.append((value, value))
        return (hull(parts) if parts else None), is_open or uncovered > 0

    def _index(self, known: tuple[int, ...]) -> _Index:
        """The rows by their values in columns that are known, and those that have a range in one of them."""
        near: dict[tuple[int, ...], list[_Sought]] = {}
        wide: list[_Sought] = []
        for row in self.rows:
            every = range(len(row.keys))
            if all(_is_one(row, i) for i in known):
                others = [i for i in every if i not in known]
                near.setdefault(tuple(row.keys[i][0] for i in known), []).append(_sought(row, others))
            else:
                wide.append(_sought(row, every))
        return self.indexes.setdefault(known, (near, wide))


_Sought = tuple[tuple[tuple[int, int, int], ...], int | None]
"""What is left to ask of a row: columns with their first and last value; and the row's value."""
_Within = tuple[Bounds | None, bool]
_Index = tuple[dict[tuple[int, ...], list[_Sought]], list[_Sought]]


_OPEN = -(2**62)
"""No value of a table: stands for an open cell or a miss."""
_MOST_KEPT = 4_096


def _kept(found: dict[K, V], keys: K, value: V) -> V:
    """Keeps what was found, of the latest few thousand questions."""
    if len(found) >= _MOST_KEPT:
        found.clear()
    found[keys] = value
    return value


def _sought(row: Cells, columns: Iterable[int]) -> _Sought:
    spans = tuple((i, *row.keys[i]) for i in columns)
    return spans, None if row.value is None else int(row.value)


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
