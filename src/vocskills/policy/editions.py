"""Editions of a table: which text holds from when to when, checked so that no day surely has two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from vocskills.bounds import Bounds
from vocskills.calendar import plus_days
from vocskills.model.fields import DAY_MAX, DAY_MIN
from vocskills.policy.context import Context, Part
from vocskills.policy.report import Report
from vocskills.policy.values import days_of
from vocskills.text import Text

_REVERSED = Text("止日早于起日", "it ends before it begins")
_NEVER = Text("没有一天确定适用这一版", "there is no day on which this edition surely governs")
_SURE = Text("起止日期至少要确定一段", "state the days so that some of them are sure")
_ONE_DAY = Text("交接日不明的，两版都写成范围", "where the day of handing over is not known, both ends are ranges")

Span = tuple[Bounds, Bounds]
"""From when to when: the days that may be the first, and those that may be the last."""


def read_span(context: Context, part: Part) -> Span | None:
    """From when to when an edition governs; an end that is not given is as far as the policy itself goes."""
    start, end = _end(context, part, "from", DAY_MIN), _end(context, part, "through", DAY_MAX)
    if start is None or end is None:
        return None
    at = part.word("through") or part.word("from") or part.node
    where = part.path("through" if part.word("through") else "from")
    if start[0] > end[1]:
        context.report.add(at, where, _REVERSED)
        return None
    if start[1] > end[0]:
        context.report.add(at, where, _NEVER, remedy=_SURE)
        return None
    return start, end


def _end(context: Context, part: Part, key: str, default: int) -> Bounds | None:
    scalar = part.word(key)
    return days_of(scalar, context.report, part.path(key)) if scalar else (default, default)


def check_spans(report: Report, spans: Sequence[tuple[Part, Span]]) -> None:
    """Refuses a day on which one edition surely governs and another may."""
    ordered = sorted(spans, key=lambda one: (one[1][0][1], one[1][1][0]))
    for (before, earlier), (after, later) in pairwise(ordered):
        if later[0][0] <= earlier[1][0] or later[0][1] <= earlier[1][1]:
            first, second = sorted((before, after), key=lambda part: part.node.line)
            what = Text(
                f"与第 {first.node.line} 行起的一版重叠", f"overlaps the edition that begins in line {first.node.line}"
            )
            report.add(second.node, second.where, what, remedy=_ONE_DAY)


def gaps_between(spans: Sequence[Span]) -> tuple[Bounds, ...]:
    """The days between the editions on which none of them can govern."""
    ordered = sorted(spans, key=lambda one: one[0])
    pairs = ((earlier[1][1], later[0][0]) for earlier, later in pairwise(ordered))
    return tuple(
        (plus_days(last, 1), plus_days(first, -1))
        for last, first in pairs
        if last < DAY_MAX and plus_days(last, 1) < first
    )
