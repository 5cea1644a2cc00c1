"""Tables of a pack: their columns, rows and tiers, and what they leave open."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import attrs

from vocskills.bounds import Bounds
from vocskills.calendar import plus_days
from vocskills.engines.interpret import static_range
from vocskills.language.lower import lower_money
from vocskills.language.nodes import BOOL, MONEY, Call, Fact, Function, Node, Type, walk
from vocskills.language.nodes import Lookup as LookupNode
from vocskills.language.scope import Cell, Table, TableRow, canonical, default_range
from vocskills.model.fields import DAY_MAX, Kind
from vocskills.policy import source
from vocskills.policy.context import Context, Part
from vocskills.policy.pack import Citation, Clause, ClauseKind
from vocskills.policy.report import Report, join
from vocskills.policy.schema import types
from vocskills.policy.source import Scalar
from vocskills.policy.values import members, span_of, to_engine, value_of, words_of
from vocskills.text import Text

MAX_ROWS = 2_000
"""Most rows of one table; longer ones will stand in files of their own."""
ENDLESS = 100_000
"""Where a band without an end ends: no quantity goes beyond it."""

_TOO_MANY = Text(f"行数超过 {MAX_ROWS}", f"more than {MAX_ROWS} rows")
_NO_COLUMNS = Text("有行的表要写 by", "a table with rows needs columns under by")
_NO_ROWS = Text("没有行的表不写 by", "a table without rows has no columns")
_ODD_KEY = Text("列要用字段本身的单位", "a column is looked up in the unit of its field")
_NEED_KEYS = Text("这里还缺一列", "one more column is wanted here")
_MANY_KEYS = Text("比 by 多出一列", "one column more than under by")
_NO_CELL = Text("分段表里只能写值", "a band has a value, neither none nor open")


@attrs.frozen
class Column:
    """A column: the expression that is looked up, its type, and everything that it can be in engine integers."""

    node: Node
    type: Type
    limits: Bounds


@attrs.define
class _Rows:
    """The rows of a table as they are read; ``gaps`` are combinations that no row has."""

    report: Report
    kind: Type
    rows: list[TableRow] = attrs.field(factory=list)
    gaps: list[tuple[source.Mapping, str, str]] = attrs.field(factory=list)


def read_table(context: Context, name: str, part: Part, cite: Citation) -> Table | None:
    """A table, or ``None`` after its faults have been reported."""
    kind = types().get(part.value("type"))
    if kind is None:
        return None
    table = _with_tiers(context, name, part, kind) if part.node.get("tiers") else _with_rows(context, name, part, kind)
    if table is not None and leaves_open(table):
        _note_open(context, table, cite)
    return table


def leaves_open(table: Table) -> bool:
    """Whether some item may have no value: a cell is open, or an excerpt does not cover everything."""
    return any(row.cell is Cell.OPEN for row in table.rows) or not (table.complete or table.bands or covers(table))


def unsure(table: Table) -> bool:
    """Whether an amount may rest on this table only where ``listed(table)`` holds."""
    return not table.bands and (any(isinstance(row.cell, Cell) for row in table.rows) or not covers(table))


def covers(table: Table) -> bool:
    """Whether every combination of keys has a row; rows never overlap, so counting does."""
    wanted = 1
    for key in table.keys:
        lo, hi = limits_of(key)
        wanted *= hi - lo + 1
    found = 0
    for row in table.rows:
        cells = 1
        for lo, hi in row.keys:
            cells *= hi - lo + 1
        found += cells
    return found >= wanted


def guarded_tables(node: Node) -> Iterator[str]:
    """The tables of which a condition says ``listed(table)``."""
    if isinstance(node, Call) and node.function is Function.LISTED:
        yield from (part.table for part in walk(node) if isinstance(part, LookupNode))


def limits_of(node: Node) -> Bounds:
    """Everything that the expression of a column can be, in engine integers."""
    return (node.lo, node.hi) if isinstance(node, Fact) else static_range(lower_money(node)[0])


# -- tables with columns -----------------------------------------------------------------------------------------------


def _with_rows(context: Context, name: str, part: Part, kind: Type) -> Table | None:
    rows, columns = part.part("rows"), part.words("by")
    if bool(rows) != bool(columns):
        at = part.node.get("by") or part.node
        context.report.add(at, part.path("by"), _NO_COLUMNS if rows else _NO_ROWS, "")
        return None
    read = _Rows(context.report, kind)
    keys = [_column(context, scalar, where) for scalar, where in columns]
    if rows is None:
        _cell(read, (), part.word("value"), part.path("value"))
    elif any(key is None for key in keys):
        return None
    else:
        if _leaves(rows.node) > MAX_ROWS:
            context.report.add(rows.node, rows.where, _TOO_MANY)
            return None
        _level(read, [key for key in keys if key], rows.node, rows.where, (), "")
    complete = part.yes("complete")
    if complete:
        _report_gaps(read, part)
    nodes = tuple(key.node for key in keys if key)
    return Table(name, kind, nodes, tuple(read.rows), complete, *_range(kind, read.rows))


def _leaves(node: source.Node) -> int:
    """The number of rows under a node."""
    return sum(_leaves(value) for _, value in node.entries) if isinstance(node, source.Mapping) else 1


def _column(context: Context, scalar: Scalar, where: str) -> Column | None:
    typed = context.check(scalar, where)
    if typed is None:
        return None
    lowered = context.money(scalar, where, typed.node)
    if lowered is None:
        return None
    if lowered[1] != canonical(typed.type):
        context.report.add(scalar, where, _ODD_KEY)
        return None
    return Column(typed.node, typed.type, limits_of(typed.node))


def _level(
    read: _Rows, columns: list[Column], node: source.Mapping, where: str, keys: tuple[Bounds, ...], trail: str
) -> None:
    """One column's keys; what stands under each is the next column's."""
    column, rest = columns[0], columns[1:]
    spans: list[tuple[Bounds, Scalar]] = []
    for key, value in node.entries:
        path = join(where, key.value)
        span = span_of(key, column.type, column.limits, read.report, path)
        if span is None:
            continue
        spans.append((span, key))
        if not rest:
            _leaf(read, (*keys, span), value, path)
        elif isinstance(value, source.Mapping):
            _level(read, rest, value, path, (*keys, span), f"{trail}{key.value}, ")
        else:
            read.report.add(value, path, _NEED_KEYS)
    _overlaps(read.report, spans, where)
    if len(spans) == len(node.entries):
        read.gaps += [(node, where, trail + gap) for gap in _gaps(spans, column)]


def _leaf(read: _Rows, keys: tuple[Bounds, ...], value: source.Node, where: str) -> None:
    if isinstance(value, Scalar):
        _cell(read, keys, value, where)
    else:
        read.report.add(value, where, _MANY_KEYS)


def _cell(read: _Rows, keys: tuple[Bounds, ...], value: Scalar | None, where: str) -> None:
    if value is None:
        return
    words = {cell.value: cell for cell in Cell}
    cell = words[value.value] if value.value in words else value_of(value, read.kind, read.report, where)
    if cell is not None:
        read.rows.append(TableRow(keys, cell))


def _overlaps(report: Report, spans: list[tuple[Bounds, Scalar]], where: str) -> None:
    ordered = sorted(spans, key=lambda one: one[0])
    for (before, first), (after, second) in pairwise(ordered):
        if after[0] <= before[1]:
            later, earlier = (second, first) if second.line >= first.line else (first, second)
            what = Text(
                f"与第 {earlier.line} 行的 {earlier.value} 重叠", f"overlaps {earlier.value} in line {earlier.line}"
            )
            report.add(later, join(where, later.value), what)


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


def _report_gaps(read: _Rows, part: Part) -> None:
    by_place: dict[str, tuple[source.Mapping, list[str]]] = {}
    for node, where, gap in read.gaps:
        by_place.setdefault(where, (node, []))[1].append(gap)
    for where, (node, gaps) in by_place.items():
        listed = "; ".join(gaps[:10]) + ("; ..." if len(gaps) > 10 else "")
        what = Text(f"完整的表缺少行：{listed}", f"a complete table lacks rows: {listed}")
        remedy = Text("补上（文中没有的写 none，未写明的写 open）", "add them (none: no such item, open: not stated)")
        read.report.add(node, where, what, remedy=remedy)


def _range(kind: Type, rows: list[TableRow]) -> Bounds:
    """What an open cell can be: the range of the type, and whatever the rows that were read say beyond it."""
    said = [to_engine(row.cell, kind) for row in rows if not isinstance(row.cell, Cell)]
    lo, hi = default_range(kind)
    return min([lo, *said]), max([hi, *said])


# -- tiers -------------------------------------------------------------------------------------------------------------


@attrs.frozen
class _Band:
    at: source.Node
    where: str
    start: int
    end: int
    rate: Fraction


def _with_tiers(context: Context, name: str, part: Part, kind: Type) -> Table | None:
    report = context.report
    if kind != MONEY:
        at = part.word("type")
        assert at is not None
        report.add(at, part.path("type"), Text("分段表的值是金额", "a table of tiers holds money"))
        return None
    if part.node.get("by"):
        report.add(part.node, part.path("by"), _NO_ROWS)
    bands = list(_bands(report, part, kind))
    bands.sort(key=lambda band: (band.start, band.end))
    _contiguous(report, bands)
    return Table(name, kind, bands=tuple((band.start, band.end, band.rate) for band in bands))


def _bands(report: Report, part: Part, kind: Type) -> Iterator[_Band]:
    """Bands written as ``0..10: 150`` or as ``{from, to, value}``."""
    node, where = part.node.get("tiers"), part.path("tiers")
    if isinstance(node, source.Mapping):
        for key, value in node.entries:
            first, dots, last = key.value.partition("..")
            path = join(where, key.value)
            ends = (_end(report, key, first, path, 0), _end(report, key, last, path, ENDLESS))
            if not dots:
                report.add(key, path, Text("不是数段", "not a range"), expected=Text("如 0..10", "such as 0..10"))
            elif isinstance(value, Scalar):
                yield from _band(report, key, path, ends, value, kind)
    for index, item in enumerate(node.items if isinstance(node, source.Sequence) else ()):
        if isinstance(item, source.Mapping):
            band = Part(item, f"{where}[{index}]")
            low, high, rate = band.word("from"), band.word("to"), band.word("value")
            ends = (
                _end(report, low or item, low.value if low else "", band.path("from"), 0),
                _end(report, high or item, high.value if high else "", band.path("to"), ENDLESS),
            )
            if rate is not None:
                yield from _band(report, item, band.where, ends, rate, kind)


def _end(report: Report, at: source.Node, words: str, where: str, default: int) -> int | None:
    words = words.strip()
    if not words:
        return default
    if words.isascii() and words.isdigit() and int(words[:9]) <= ENDLESS and len(words) < 9:
        return int(words)
    expected = Text(f"0 至 {ENDLESS} 的整数", f"a whole number from 0 to {ENDLESS}")
    report.add(at, where, Text("不是段的起止", "not the end of a band"), words, expected)
    return None


def _band(
    report: Report, at: source.Node, where: str, ends: tuple[int | None, int | None], value: Scalar, kind: Type
) -> Iterator[_Band]:
    start, end = ends
    if value.value in {cell.value for cell in Cell}:
        report.add(value, where, _NO_CELL)
        return
    rate = value_of(value, kind, report, where)
    if start is None or end is None or rate is None:
        return
    if start >= end:
        report.add(at, where, Text("这一段的终点不在起点之后", "a band that does not end after it begins"))
        return
    yield _Band(at, where, start, end, rate)


def _contiguous(report: Report, bands: list[_Band]) -> None:
    """A band begins where the one before ends: with 0..10 and 11..20 the part between 10 and 11 would have no value."""
    reached = 0
    for band in bands:
        if band.start != reached:
            kind = Text("有空隙", "a gap") if band.start > reached else Text("有重叠", "an overlap")
            what = Text(
                f"段与段之间{kind.zh}：{reached} 与 {band.start}",
                f"{kind.en} between bands: {reached} and {band.start}",
            )
            remedy = Text(f"这一段从 {reached} 起", f"let this band begin at {reached}")
            report.add(band.at, band.where, what, remedy=remedy)
        reached = max(reached, band.end)


# -- what is left open -------------------------------------------------------------------------------------------------


def _note_open(context: Context, table: Table, cite: Citation) -> None:
    """The value that a ruling may give to an open cell, and whether there is such an item at all."""
    value = Fact(f"ruling.{table.name}", table.type, table.lo, table.hi)
    question = Text(f"表 {table.name} 未写明的值是多少", f"the value that the table {table.name} does not state")
    context.settle(Clause(table.name, ClauseKind.OPEN, cite, table.type, value, question))
    name = f"listed({table.name})"
    there = Fact(f"ruling.{name}", BOOL, 0, 1)
    question = Text(f"表 {table.name} 是否有此项", f"whether the table {table.name} has this item at all")
    context.settle(Clause(name, ClauseKind.OPEN, cite, BOOL, there, question))
