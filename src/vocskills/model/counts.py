"""Counts as reports give them, which may be added only where they count the same thing.

A report of a school says "4,117 apprentices filed" and "700 trained online"; their sum counts nothing. What was
counted (persons, participations, households, classes), at which stage and in which period is kept with each figure.
"""

# ruff: noqa: RUF009 (the calls make attrs fields, which attrs turns into descriptors of the class)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from vocskills.errors import Fault, InputError
from vocskills.model.checks import check
from vocskills.model.fields import FieldInfo, Kind, Term, Unit, described
from vocskills.text import Text, join, same

COUNT_MAX = 10**9


class Stage(Term):
    """How far what is counted had come, in the order of a class's life."""

    PLANNED = "planned", "计划", "planned"
    AGREED = "agreed", "确定", "agreed"
    FILED = "filed", "备案", "filed"
    STARTED = "started", "开展", "started"
    COMPLETED = "completed", "完成", "completed"
    CERTIFIED = "certified", "取证", "certified"
    CLAIMED = "claimed", "申领", "claimed"
    PAID = "paid", "拨付", "paid"
    PLACED = "placed", "就业", "placed in work"


class CountBasis(Term):
    """What one of the count is; a text that says only 人 leaves it unspecified."""

    UNSPECIFIED = "unspecified", "口径不明", "unspecified"
    PERSONS = "persons", "人数", "persons"
    PARTICIPATIONS = "participations", "人次", "participations"
    HOUSEHOLDS = "households", "户数", "households"
    COHORTS = "cohorts", "期数", "classes"


def _words(zh: str, en: str, *, required: bool = False) -> Any:
    info = FieldInfo(Kind.TEXT, Text(zh, en), required=required)
    return described(info, attrs.NOTHING if required else "")


def _count(zh: str, en: str, *, required: bool = False) -> Any:
    info = FieldInfo(Kind.INT, Text(zh, en), unit=Unit.COUNT, hi=COUNT_MAX, exact=True, required=required)
    return described(info, attrs.NOTHING if required else None)


def _choice(zh: str, en: str, members: type[Term]) -> Any:
    info = FieldInfo(Kind.ENUM, Text(zh, en), hi=len(members) - 1, members=members, exact=True, required=True)
    return described(info, attrs.NOTHING)


@attrs.frozen(kw_only=True)
class CountReport:
    """One count of a report.

    Attributes:
        id: its name in messages.
        period: the period as written, such as ``2019`` or ``2020Q1``; "undated" is a period of its own.
        program: the line of training, empty if several.
        place_text: the place as written.
        trade_text: the trade as written.
        cohorts: how many classes, if said.
        value: the count.
        unit_text: the unit as written, such as 人.
        stage: how far what is counted had come.
        basis: what one of the count is.
        note: what the count does not show, empty if nothing.
    """

    id: str = _words("编号", "identifier", required=True)
    period: str = _words("时期", "period", required=True)
    program: str = _words("培训类别", "line of training")
    place_text: str = _words("地点", "place")
    trade_text: str = _words("培训工种", "trade")
    cohorts: int | None = _count("期数", "classes")
    value: int = _count("数量", "count", required=True)
    unit_text: str = _words("单位", "unit")
    stage: Stage = _choice("阶段", "stage", Stage)
    basis: CountBasis = _choice("口径", "basis", CountBasis)
    note: Text = attrs.field(default=same(""))


_NOTES = {
    CountBasis.UNSPECIFIED: Text(
        "口径不明：可能是人数，也可能是人次", "the basis is not specified: persons or participations"
    ),
    CountBasis.PERSONS: Text(
        "同一人出现在几份统计中的，会重复计入", "whoever stands in several of the reports is counted several times"
    ),
    CountBasis.HOUSEHOLDS: Text(
        "同一户出现在几份统计中的，会重复计入", "a household in several of the reports is counted several times"
    ),
}


def total(reports: Iterable[CountReport]) -> CountReport:
    """The sum of reports that count the same thing.

    Args:
        reports: at least one, each with its own ``id``.

    Returns:
        A report with the sum, what all of them have in common, and a note when the basis is unspecified or when the
        same person or household may have been counted more than once.

    Raises:
        InputError: nothing to add; a report that is wrong; two with one ``id``; reports of different stages (filed is
            not completed), bases, periods, or, where the basis is unspecified, written units; a
            sum out of range.
    """
    added = tuple(reports)
    faults = [fault for index, report in enumerate(added) for fault in _report(report, f"reports[{index}]")]
    if not added:
        faults.append(Fault(Text("没有可以相加的统计", "there are no reports to add"), "reports"))
    if faults := faults or [*_twice(added), *_different(added)]:
        raise InputError(faults)
    whole = _sum(added)
    if faults := check(whole, "total"):
        raise InputError(faults)
    return whole


def _report(report: object, where: str) -> list[Fault]:
    if isinstance(report, CountReport):
        return check(report, where)
    return [Fault(Text("应为 CountReport", "not a CountReport"), where, text=type(report).__name__)]


def _sum(reports: Sequence[CountReport]) -> CountReport:
    first = reports[0]
    cohorts = [report.cohorts for report in reports if report.cohorts is not None]
    several = len(reports) > 1 or first.basis is CountBasis.UNSPECIFIED
    return CountReport(
        id="+".join(report.id for report in reports),
        period=first.period,
        program=_common(reports, "program"),
        place_text=_common(reports, "place_text"),
        trade_text=_common(reports, "trade_text"),
        cohorts=sum(cohorts) if len(cohorts) == len(reports) else None,
        value=sum(report.value for report in reports),
        unit_text=_common(reports, "unit_text"),
        stage=first.stage,
        basis=first.basis,
        note=_NOTES.get(first.basis, same("")) if several else first.note,
    )


def _common(reports: Sequence[CountReport], name: str) -> str:
    """What all reports say, empty if they differ."""
    said = {str(getattr(report, name)) for report in reports}
    return said.pop() if len(said) == 1 else ""


def _twice(reports: Sequence[CountReport]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, report in enumerate(reports):
        if report.id in seen:
            yield Fault(Text("同一统计重复相加", "a report added twice"), f"reports[{index}].id", text=report.id)
        seen.add(report.id)


_MUST_AGREE = (
    ("stage", Text("阶段", "stages"), Text("只加阶段相同的统计", "add only reports of one stage")),
    ("basis", Text("口径", "bases"), Text("只加口径相同的统计", "add only reports of one basis")),
    ("period", Text("时期", "periods"), Text("分时期列示", "show each period by itself")),
    ("unit_text", Text("单位", "units"), Text("先查明口径", "find out the basis first")),
)


def _different(reports: Sequence[CountReport]) -> Iterator[Fault]:
    """One fault for each thing in which the reports differ, naming every report with its figure."""
    unspecified = all(report.basis is CountBasis.UNSPECIFIED for report in reports)
    for name, words, remedy in _MUST_AGREE:
        said = [_said(getattr(report, name)) for report in reports]
        # With a basis stated, the unit as written may differ: 人次 and 人 for participations.
        if len(set(said)) > 1 and (name != "unit_text" or unspecified):
            listed = join([_named(r, s) for r, s in zip(reports, said, strict=True)], zh="，")
            zh = f"{words.zh}不同，不能相加：{listed.zh}"
            yield Fault(Text(zh, f"different {words.en} do not add up: {listed.en}"), f"reports.{name}", remedy=remedy)


_NO_BASIS = Text("口径不明", "basis unspecified")


def _said(value: Term | str) -> Text:
    return value.label if isinstance(value, Term) else same(value)


def _named(report: CountReport, said: Text) -> Text:
    """A report's figure with what it differs in; the unit as written does not say what an unspecified count counts."""
    figure = f"{report.id} {report.value:,}"
    doubt = [_NO_BASIS] if report.basis is CountBasis.UNSPECIFIED and said != CountBasis.UNSPECIFIED.label else []
    words = join([said, *doubt], zh="，")
    return Text(f"{figure}（{words.zh}）", f"{figure} ({words.en})")
