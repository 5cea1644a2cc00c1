"""An audit of rosters as a page for a notebook or a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vocskills.assessment.answer import NOTICE
from vocskills.checks import Result
from vocskills.report import words
from vocskills.report.layout import hanging, table, title
from vocskills.report.markup import Markup, folded, items, page, rows, section, tag
from vocskills.report.roster import COLUMN_HEADS, column_row, summary_words
from vocskills.roster.found import Table
from vocskills.roster.problems import Severity
from vocskills.roster.roster import Roster
from vocskills.text import Lang, Text, same
from vocskills.workbook.audit import RosterAudit
from vocskills.workbook.marks import Mark, reading_marks
from vocskills.workbook.summary import Paid, Summary, blocked_words

OUTCOMES = Text("结论", "outcomes")
OUTCOME_HEADS = Text("补贴", "subsidy"), Text("结论", "outcome"), Text("人数", "people")
MONEY = Text("金额（元）", "money (yuan)")
MONEY_HEADS = Text("收款方", "payee"), Text("资金", "fund"), Text("可付至少", "at least"), Text("可付至多", "at most")
REASONS = Text("理由（一人可有几条）", "reasons (a person may have several)")
REASON_HEADS = Text("理由", "reason"), Text("人数", "people")
BLOCKED = Text("缺一项资料卡住多少人", "what one missing fact blocks")
NO_LIMIT = Text("上限未知", "no limit known")
_FOUND = Text("发现", "findings")
_FOUND_HEADS = (
    Text("级别", "how grave"),
    Text("名称或编号", "name or code"),
    Text("单元格", "cells"),
    Text("发现", "finding"),
)
_CANNOT = Text("无法判断的核查", "checks that cannot be judged")
_TOTAL = Text("合计", "total")
_MOST = 40
_CELLS_MOST = 3


def of(texts: Sequence[Text], lang: Lang) -> list[str]:
    """Texts in one language."""
    return [text.of(lang) for text in texts]


def paid_rows(summary: Summary) -> tuple[Paid, ...]:
    """Money by payee and fund, the last row for all of it."""
    total = summary.total.payable
    return *summary.paid, Paid(_TOTAL, Text("", ""), total.least, total.most)


def undetermined_words(summary: Summary) -> Text:
    """How many people are undetermined."""
    return Text(
        f"{summary.people}人中有{summary.undetermined}人尚不能确定。",
        f"{summary.undetermined} of {summary.people} people are undetermined.",
    )


def blocked_lines(summary: Summary, lang: Lang) -> list[str]:
    """What missing facts block, a sentence each, those that are undetermined counted first."""
    if not summary.undetermined:
        return []
    said = [words.said(blocked_words(one, summary.people), lang) for one in summary.blocked]
    return [undetermined_words(summary).of(lang), *said]


def _figures(summary: Summary, lang: Lang) -> Iterator[tuple[Text, list[str], list[list[str]]]]:
    """The tables of a summary: what each is called, its heads and its rows."""
    outcomes = [[name.of(lang), label.of(lang), str(people)] for name, label, people in summary.outcomes]
    yield OUTCOMES, of(OUTCOME_HEADS, lang), outcomes
    yield MONEY, of(MONEY_HEADS, lang), [_paid(one, lang) for one in paid_rows(summary)]
    yield REASONS, of(REASON_HEADS, lang), [[label.of(lang), str(people)] for label, people in summary.reasons]


def _paid(one: Paid, lang: Lang) -> list[str]:
    most = NO_LIMIT.of(lang) if one.most is None else words.yuan(one.most)
    return [one.payee.of(lang), one.fund.of(lang), words.yuan(one.least), most]


def audit_html(audit: RosterAudit, lang: Lang) -> str:
    """An audit: what the rosters come to, what missing facts block, and what was found in them."""
    summary = audit.summary()
    parts = [
        section(name.of(lang), rows(heads, body)) if body else Markup("")
        for name, heads, body in _figures(summary, lang)
    ]
    blocked = blocked_lines(summary, lang)
    found = [_files(audit, file, lang) for file in range(len(audit.rosters))]
    return page(
        tag("h3", "、".join(roster.workbook.name for roster in audit.rosters)),
        *parts,
        section(BLOCKED.of(lang), items(blocked)) if blocked else "",
        *found,
        tag("small", NOTICE.of(lang)),
    )


def _files(audit: RosterAudit, file: int, lang: Lang) -> Markup:
    """What was found in one roster, folded; last what cannot be judged."""
    marks = audit.marks(file)
    told = [mark for mark in marks if _is_told(mark)]
    name = f"{audit.rosters[file].workbook.name} " if len(audit.rosters) > 1 else ""
    cannot = [mark.what.of(lang) for mark in marks if mark.gravity is Result.CANNOT_JUDGE]
    head = f"{name}{_FOUND.of(lang)}{words.aside(same(str(len(told)))).of(lang)}"
    parts = [folded(head, _table(told, lang))]
    parts += [folded(_CANNOT.of(lang), items(cannot))] if cannot and file == 0 else []
    return tag("div", *parts)


def _table(marks: Sequence[Mark], lang: Lang) -> Markup:
    return rows(of(_FOUND_HEADS, lang), [_cells(mark, lang) for mark in marks[:_MOST]])


def _cells(mark: Mark, lang: Lang) -> list[str]:
    shown = ", ".join(map(str, mark.cells[:_CELLS_MOST])) + (" …" if len(mark.cells) > _CELLS_MOST else "")
    return [mark.label.of(lang), mark.title.of(lang), shown, mark.what.of(lang)]


def _is_told(mark: Mark) -> bool:
    return mark.gravity not in (Result.CANNOT_JUDGE, Severity.NOTE)


def audit_lines(audit: RosterAudit, lang: Lang) -> list[str]:
    """The same for a terminal, without the findings one by one."""
    summary = audit.summary()
    lines = title("、".join(roster.workbook.name for roster in audit.rosters))
    for name, heads, body in _figures(summary, lang):
        if body:
            lines += [*title(name.of(lang), "-"), *table(heads, body, indent=2)]
    blocked = blocked_lines(summary, lang)
    if blocked:
        lines += [*title(BLOCKED.of(lang), "-"), *(line for one in blocked for line in hanging("  - ", one))]
    lines += [*title(_FOUND.of(lang), "-"), *_found_lines(audit, lang)]
    return [*lines, "", *hanging("", NOTICE.of(lang))]


def _found_lines(audit: RosterAudit, lang: Lang) -> list[str]:
    """How often what was found, the first cell of each."""
    counted: dict[str, list[Mark]] = {}
    for file in range(len(audit.rosters)):
        for mark in audit.marks(file):
            if _is_told(mark):
                counted.setdefault(mark.code, []).append(mark)
    firsts = [(len(marks), _cells(marks[0], lang)) for marks in counted.values()]
    body = [[first[0], first[1], str(times), *first[2:]] for times, first in firsts]
    heads = [*of(_FOUND_HEADS[:2], lang), Text("次数", "times").of(lang), *of(_FOUND_HEADS[2:], lang)]
    return table(heads, body, right=(2,), indent=2)


def roster_html(roster: Roster, lang: Lang) -> str:
    """A roster as it was read: its classes, which header became which fact, and what could not be read."""
    marks = [mark for mark in reading_marks(roster) if _is_told(mark)]
    tables = [folded(_sheet(roster, one, lang), _columns(one, lang)) for one in roster.tables]
    return page(
        tag("h3", roster.workbook.name),
        tag("div", summary_words(roster).of(lang)),
        *tables,
        section(_FOUND.of(lang), _table(marks, lang)) if marks else "",
    )


def _sheet(roster: Roster, one: Table, lang: Lang) -> str:
    name = roster.workbook.sheets[one.sheet].name
    people = sum(row.sheet == one.sheet for row in roster.rows)
    return Text(f"{name} 各列的含义（{people}人）", f"{name}: what the columns mean ({people} people)").of(lang)


def _columns(one: Table, lang: Lang) -> Markup:
    return rows(of(COLUMN_HEADS, lang), [column_row(column, lang) for column in (*one.above, *one.columns)])
