"""What the cases should show of each table: every kind of cell, and either side of each change from row to row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import attrs

from vocskills import calendar
from vocskills.bounds import Bounds, is_point
from vocskills.engines.interpret import interpret
from vocskills.language.lower import lower_money
from vocskills.language.nodes import Lookup, Node, Type, walk
from vocskills.language.scope import Cell, Edition, Table, TableRow, canonical
from vocskills.language.types import is_ordered, type_of
from vocskills.model.fields import DAY_MAX, DAY_MIN, Kind
from vocskills.policy.pack import Policy
from vocskills.policy.rows import limits_of
from vocskills.policy.tables import covers
from vocskills.policy.values import members, words_of
from vocskills.testing.facts import facts_for
from vocskills.testing.requirement import Requirement
from vocskills.testing.worked import WorkedCase
from vocskills.text import Text

_HIT, _MISS = "hit", "miss"


def of_tables(policy: Policy) -> Iterator[Requirement]:
    """The requirements of all tables of a policy."""
    looked_up = {one.name: {*_tables(policy.trees_of(one))} for one in policy.items.values()}
    for name, table in policy.tables.items():
        readers = frozenset(one.name for one in policy.items.values() if name in looked_up[one.name])
        yield from _Looked(policy, name, table, readers).requirements()


def _tables(trees: Iterable[Node]) -> Iterator[str]:
    """The tables that trees look up."""
    return (part.table for tree in trees for part in walk(tree) if isinstance(part, Lookup))


@attrs.frozen(eq=False)
class _Looked:
    """A table with the subsidies that look it up."""

    policy: Policy
    name: str
    table: Table
    readers: frozenset[str]

    def requirements(self) -> Iterator[Requirement]:
        """Every kind of cell that there is, a miss where there may be one, and either side of each end of a range."""
        kinds = [_kind(row) for row in self.table.entries]
        missed = [_MISS] if self._may_miss() else []
        for kind in dict.fromkeys([*kinds, *missed]):
            words = Text(f"查表 {self.name} 的结果：{kind}", f"looking up the table {self.name} gives: {kind}")
            yield Requirement(f"tables.{self.name}.{kind}", words, partial(self._gives, kind))
        for column, key in enumerate(self.table.keys):
            if is_ordered(type_of(key)) and not members(type_of(key)):
                yield from self._cuts(column, key)
        for edition in self.table.editions:
            yield from self._ends(edition)

    def _may_miss(self) -> bool:
        """Whether what is looked up may stand in no row of an excerpt."""
        table = self.table
        if table.editions:
            return not all(edition.complete for edition in table.editions)
        return not (table.complete or table.bands or covers(table))

    def _gives(self, kind: str, case: WorkedCase) -> bool:
        keys = self._keys(case)
        if keys is None:
            return False
        return next((_kind(row) for row in self.table.entries if _inside(keys, row.keys)), _MISS) == kind

    def _keys(self, case: WorkedCase) -> list[int] | None:
        """What a case looks up, if nothing of it is in doubt and the case says what comes of it."""
        keys = [self._key(key, case) for key in self.table.asked]
        speaks = not self.readers.isdisjoint(case.items)
        return [lo for lo, _ in keys] if speaks and all(is_point(key) for key in keys) else None

    def _key(self, key: Node, case: WorkedCase) -> Bounds:
        """A key in the engine units in which the rows are written."""
        node, scale = lower_money(key)
        lo, hi = interpret(node, facts_for(self.policy, case.case, case.subject, node))
        unit = canonical(type_of(key))
        return lo * unit // scale, hi * unit // scale

    def _cuts(self, column: int, key: Node) -> Iterator[Requirement]:
        """The last value before each change and the first after it, with the other keys of a row that changes there."""
        kind, (least, most) = type_of(key), limits_of(key)
        wanted: dict[int, list[TableRow]] = {}
        for row in self.table.entries:
            lo, hi = row.keys[column]
            for value in (
                *((lo, _next(lo, kind, -1)) if lo > least else ()),
                *((hi, _next(hi, kind)) if hi < most else ()),
            ):
                wanted.setdefault(value, []).append(row)
        for value, rows in sorted(wanted.items()):
            shown = words_of((value, value), kind)
            words = Text(
                f"表 {self.name} 第 {column + 1} 列为 {shown}",
                f"column {column + 1} of the table {self.name} is {shown}",
            )
            yield Requirement(
                f"tables.{self.name}.{column + 1}.{shown}", words, partial(self._stands, column, value, rows)
            )

    def _stands(self, column: int, value: int, rows: list[TableRow], case: WorkedCase) -> bool:
        keys = self._keys(case)
        if keys is None or keys[column] != value:
            return False
        spans = [[span for place, span in enumerate(row.keys) if place != column] for row in rows]
        others = [key for place, key in enumerate(keys) if place != column]
        return any(_inside(others, span) for span in spans)

    def _ends(self, edition: Edition) -> Iterator[Requirement]:
        """The first and the last day of an edition, and the days before and after."""
        (first, last), name = edition.sure, self.name
        for day in (first, calendar.plus_days(first, -1)) if first > DAY_MIN else ():
            on = calendar.to_date(day).isoformat()
            words = Text(
                f"表 {name} 最早的判定日期是 {on}", f"the first date that chooses the edition of {name} is {on}"
            )
            yield Requirement(f"tables.{name}.from.{on}", words, partial(self._dated, min, day))
        for day in (last, calendar.plus_days(last, 1)) if last < DAY_MAX else ():
            on = calendar.to_date(day).isoformat()
            words = Text(
                f"表 {name} 最晚的判定日期是 {on}", f"the last date that chooses the edition of {name} is {on}"
            )
            yield Requirement(f"tables.{name}.through.{on}", words, partial(self._dated, max, day))

    def _dated(self, pick: Callable[[list[int]], int], day: int, case: WorkedCase) -> bool:
        keys = self._keys(case)
        return keys is not None and pick(keys[len(self.table.keys) :]) == day


def _next(value: int, kind: Type, step: int = 1) -> int:
    return calendar.plus_days(value, step) if kind.kind is Kind.DATE else value + step


def _inside(keys: list[int], spans: list[Bounds] | tuple[Bounds, ...]) -> bool:
    return all(lo <= key <= hi for key, (lo, hi) in zip(keys, spans, strict=True))


def _kind(row: TableRow) -> str:
    return str(row.cell.value) if isinstance(row.cell, Cell) else _HIT
