"""Tiers of a pack: bands of a quantity, each with its rate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from vocskills.language.nodes import MONEY, Type
from vocskills.language.scope import Cell, Table
from vocskills.policy import source
from vocskills.policy.context import Context, Part
from vocskills.policy.report import Report, join
from vocskills.policy.source import Scalar
from vocskills.policy.values import value_of
from vocskills.text import Text

ENDLESS = 100_000
"""Where a band without an end ends: no quantity goes beyond it."""

_NO_CELL = Text("分段表里只能写值", "a band has a value, neither none nor open")
_NO_COLUMNS = Text("分段表不写 by", "a table of tiers has no columns")


@attrs.frozen
class _Band:
    at: source.Node
    where: str
    start: int
    end: int
    rate: Fraction


def read_tiers(context: Context, name: str, part: Part, kind: Type | None) -> Table | None:
    """A table of bands, or ``None`` after its faults have been reported."""
    report = context.report
    if kind != MONEY:
        key = "type" if part.word("type") else "columns"
        at = part.word("type") or part.node
        report.add(at, part.path(key), Text("分段表的值是金额", "a table of tiers holds money"))
        return None
    if part.node.get("by"):
        report.add(part.node, part.path("by"), _NO_COLUMNS)
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
    for band in part.records("tiers"):
        low, high, rate = band.word("from"), band.word("to"), band.word("value")
        ends = (
            _end(report, low or band.node, low.value if low else "", band.path("from"), 0),
            _end(report, high or band.node, high.value if high else "", band.path("to"), ENDLESS),
        )
        if rate is not None:
            yield from _band(report, band.node, band.where, ends, rate, kind)


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
