"""Rows of a table as a pack writes them: the keys of one column inside those of another, cells at the bottom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

import attrs

from vocskills.bounds import Bounds
from vocskills.calendar import plus_days
from vocskills.engines.interpret import static_range
from vocskills.language.lower import lower_money
from vocskills.language.nodes import Fact, Node, Type
from vocskills.language.scope import Cell, TableRow, canonical
from vocskills.model.fields import DAY_MAX, Kind
from vocskills.policy import source
from vocskills.policy.context import Context
from vocskills.policy.report import Report, did_you_mean, join
from vocskills.policy.source import Scalar
from vocskills.policy.values import FILL, members, span_of, value_of, words_of
from vocskills.text import Text, same

MAX_ROWS = 2_000
"""Most rows of one table in the pack itself; longer ones stand in a file of their own."""

ONE = ""
"""The name of the column of values where a table has only one."""

_CELLS = {cell.value: cell for cell in Cell}
_SEVERAL = Text("这张表有几个值，分别写在各自的名称下", "this table has several values: write each under its name")
_NO_SUCH = Text("没有这一列值", "there is no such column of values")
_TOO_MANY = Text(f"行数超过 {MAX_ROWS}", f"more than {MAX_ROWS} rows")
_ODD_KEY = Text("列要用字段本身的单位", "a column is looked up in the unit of its field")
_NEED_KEYS = Text("这里还缺一列", "one more column is wanted here")
_MANY_KEYS = Text("比 by 多出一列", "one column more than under by")


@attrs.frozen
class Column:
    """A column: the expression that is looked up, its type, and everything that it can be in engine integers.

    Attributes:
        name: the expression as the pack writes it.
        node: its typed tree.
        type: its type.
        limits: least and greatest engine integer.
    """

    name: str
    node: Node
    type: Type
    limits: Bounds


@attrs.define
class Rows:
    """The rows of one text as they are read.

    Attributes:
        report: takes the faults.
        kinds: the types of the values by the names of their columns; of a table with one value by :data:`ONE`.
        rows: what was read so far, by the same names.
        gaps: combinations that no row has, with the mapping that lacks them and its path.
        notes: what a file says of its rows to people, by line.
    """

    report: Report
    kinds: Mapping[str, Type]
    rows: dict[str, list[TableRow]] = attrs.field(
        init=False, default=attrs.Factory(lambda self: {name: [] for name in self.kinds}, takes_self=True)
    )
    gaps: list[tuple[source.Mapping, str, str]] = attrs.field(factory=list)
    notes: Mapping[int, str] = attrs.field(factory=dict)

    def cell(self, keys: tuple[Bounds, ...], node: source.Node, where: str) -> None:
        """Notes what stands at the bottom: a cell, or one for each column of values."""
        if isinstance(node, Scalar) and (node.value in _CELLS or ONE in self.kinds):
            for name in self.kinds:
                self._note(name, keys, node, where)
        elif isinstance(node, source.Mapping) and ONE not in self.kinds:
            self._several(keys, node, where)
        else:
            self.report.add(node, where, _MANY_KEYS if ONE in self.kinds else _SEVERAL)

    def _several(self, keys: tuple[Bounds, ...], node: source.Mapping, where: str) -> None:
        for key, value in node.entries:
            path = join(where, key.value)
            if key.value not in self.kinds:
                remedy = did_you_mean(key.value, self.kinds)
                self.report.add(key, path, _NO_SUCH, expected=same(", ".join(self.kinds)), remedy=remedy)
            elif isinstance(value, Scalar):
                self._note(key.value, keys, value, path)
            else:
                self.report.add(value, path, _MANY_KEYS)
        missing = ", ".join(name for name in self.kinds if node.get(name) is None)
        if missing:
            self.report.add(node, where, Text(f"缺少值：{missing}", f"values are missing: {missing}"), remedy=FILL)

    def _note(self, name: str, keys: tuple[Bounds, ...], node: Scalar, where: str) -> None:
        cell: Cell | Fraction | None = _CELLS.get(node.value)
        cell = value_of(node, self.kinds[name], self.report, where) if cell is None else cell
        if cell is not None:
            self.rows[name].append(TableRow(keys, cell, self.notes.get(node.line, "")))


def limits_of(node: Node) -> Bounds:
    """Everything that the expression of a column can be, in engine integers."""
    return (node.lo, node.hi) if isinstance(node, Fact) else static_range(lower_money(node)[0])


def read_column(context: Context, scalar: Scalar, where: str) -> Column | None:
    """One column under ``by``, ``None`` after its faults have been reported."""
    typed = context.check(scalar, where)
    if typed is None:
        return None
    lowered = context.money(scalar, where, typed.node)
    if lowered is None:
        return None
    if lowered[1] != canonical(typed.type):
        context.report.add(scalar, where, _ODD_KEY)
        return None
    return Column(scalar.value.strip(), typed.node, typed.type, limits_of(typed.node))


def read_nested(read: Rows, columns: list[Column], node: source.Mapping, where: str) -> None:
    """The rows under ``rows``, one level for each column."""
    if _leaves(node) > MAX_ROWS:
        read.report.add(node, where, _TOO_MANY, remedy=source.TO_CSV)
    else:
        read_level(read, columns, node, where)


def _leaves(node: source.Node) -> int:
    """The number of rows under a node."""
    return sum(_leaves(value) for _, value in node.entries) if isinstance(node, source.Mapping) else 1


def read_level(
    read: Rows,
    columns: list[Column],
    node: source.Mapping,
    where: str,
    keys: tuple[Bounds, ...] = (),
    trail: str = "",
) -> None:
    """One column's keys; what stands under each is the next column's.

    Args:
        read: takes the rows.
        columns: this column and those below it.
        node: its keys.
        where: its path.
        keys: what the columns above are.
        trail: the same in words.
    """
    column, rest = columns[0], columns[1:]
    spans: list[tuple[Bounds, Scalar]] = []
    for key, value in node.entries:
        path = join(where, key.value)
        span = span_of(key, column.type, column.limits, read.report, path)
        if span is None:
            continue
        spans.append((span, key))
        if not rest:
            read.cell((*keys, span), value, path)
        elif isinstance(value, source.Mapping):
            read_level(read, rest, value, path, (*keys, span), f"{trail}{key.value}, ")
        else:
            read.report.add(value, path, _NEED_KEYS)
    _overlaps(read.report, spans, where)
    if len(spans) == len(node.entries):
        read.gaps += [(node, where, trail + gap) for gap in _gaps(spans, column)]


def _overlaps(report: Report, spans: list[tuple[Bounds, Scalar]], where: str) -> None:
    ordered = sorted(spans, key=lambda one: one[0])
    for (before, first), (after, second) in pairwise(ordered):
        if after[0] <= before[1]:
            later, earlier = (second, first) if second.line >= first.line else (first, second)
            what = Text(
                f"与第 {earlier.line} 行的 {earlier.value} 重叠", f"overlaps {earlier.value} in line {earlier.line}"
            )
            report.add(later, join(where, later.value), what)


# -- gaps --------------------------------------------------------------------------------------------------------------


def _gaps(spans: list[tuple[Bounds, Scalar]], column: Column) -> Iterator[str]:
    """What no key of a column covers, as a pack would write it; codes are too many to list."""
    if column.type.kind is Kind.CODE:
        return
    lo, hi = column.limits
    for start, end in sorted(span for span, _ in spans):
        if start > lo:
            yield from _missing((lo, _before(start, column.type)), column.type)
        lo = max(lo, _after(end, column.type))
    if lo <= hi:
        yield from _missing((lo, hi), column.type)


def _missing(span: Bounds, kind: Type) -> Iterator[str]:
    """Members one by one, numbers and days as a range."""
    if members(kind):
        yield from (words_of((code, code), kind) for code in range(span[0], span[1] + 1))
    else:
        yield words_of(span, kind)


def _after(number: int, kind: Type) -> int:
    if kind.kind is not Kind.DATE:
        return number + 1
    return DAY_MAX + 1 if number >= DAY_MAX else plus_days(number, 1)


def _before(number: int, kind: Type) -> int:
    return plus_days(number, -1) if kind.kind is Kind.DATE else number - 1


def report_gaps(read: Rows) -> None:
    """Reports every combination that a complete table lacks."""
    by_place: dict[str, tuple[source.Mapping, list[str]]] = {}
    for node, where, gap in read.gaps:
        by_place.setdefault(where, (node, []))[1].append(gap)
    for where, (node, gaps) in by_place.items():
        listed = "; ".join(gaps[:10]) + ("; ..." if len(gaps) > 10 else "")
        what = Text(f"完整的表缺少行：{listed}", f"a complete table lacks rows: {listed}")
        remedy = Text("补上（文中没有的写 none，未写明的写 open）", "add them (none: no such item, open: not stated)")
        read.report.add(node, where, what, remedy=remedy)
