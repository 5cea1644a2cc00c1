"""The three sheets that are added: what the roster comes to, what was found, and the law that was applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vocskills.assessment.answer import NOTICE, TextChosen
from vocskills.assessment.assessment import Assessment
from vocskills.assessment.explain import condition_of
from vocskills.assessment.outcomes import InForce
from vocskills.assessment.words import names_of
from vocskills.checks import CHECKS, Result
from vocskills.engines.prose import sentence
from vocskills.policy.pack import Policy
from vocskills.privacy import mask_text
from vocskills.report import words
from vocskills.report.answer import heading
from vocskills.roster.sheets import Cell
from vocskills.text import Lang, Text, join
from vocskills.workbook.looks import fill_of
from vocskills.workbook.marks import Mark
from vocskills.workbook.page import (
    BLOCKED,
    MONEY,
    MONEY_HEADS,
    NO_LIMIT,
    OUTCOME_HEADS,
    OUTCOMES,
    REASON_HEADS,
    REASONS,
    blocked_lines,
    of,
    paid_rows,
)
from vocskills.workbook.paper import Paper, Written
from vocskills.workbook.summary import Paid, Summary

NAMES = Text("审核汇总", "Audit summary"), Text("审核发现", "Audit findings"), Text("适用政策", "Law applied")
WIDTHS = (34, 26, 16, 18, 18), (6, 10, 12, 16, 30, 60, 48), (34, 16, 40, 46, 40)
_NOT_KEPT = Text(
    "原表的数值、行、列、合并单元格和工作表次序保持不变；样式和公式没有保留（公式只保留其值）。",
    "Every value, row, column, merge and sheet of the original is kept in order; styles and formulas are not (of a "
    "formula its value).",
)
_PUBLIC = Text(
    "供公示：身份证号码、电话、账号和证书编号已隐藏部分位数，出生日期和年龄（号码中隐藏的部分）已隐藏；姓名保留"
    "（财社〔2023〕181号第二十八条，F181-19：公开单位或个人、标准和金额）。其他列是否公开由公示单位决定。",
    "For publication: identity numbers, telephones, accounts and certificate numbers are partly hidden, dates of birth "
    "and ages (the hidden part of the number) altogether; names stay (财社〔2023〕181号, article 28, F181-19: the unit "
    "or person, the standard and the amount are published). Whoever publishes decides on the other columns.",
)
_INTERNAL = Text(
    "含个人信息，仅供内部使用；公示请用 --public。", "It holds personal data and is not for publication; use --public."
)
_LINKS_MOST = 60_000
_CELLS_SHOWN = 4


def summary_sheet(paper: Paper, summary: Summary, name: str, cut: Sequence[Cell], *, public: bool, lang: Lang) -> None:
    """What the roster comes to.

    Args:
        paper: the sheet.
        summary: the figures.
        name: the roster's name.
        cut: the cells whose text did not fit.
        public: whether what identifies people was masked.
        lang: Chinese or English.
    """
    paper.title(Text(f"审核汇总  {name}", f"Audit summary  {name}").of(lang))
    paper.sentence(NOTICE.of(lang))
    paper.sentence(_NOT_KEPT.of(lang))
    paper.sentence((_PUBLIC if public else _INTERNAL).of(lang))
    if cut:
        listed = "、".join(map(str, cut[:_CELLS_SHOWN]))
        paper.sentence(
            Text(f"过长而截断的单元格：{listed}", f"cells that were too long and were cut: {listed}").of(lang)
        )
    _figures(paper, summary, lang)
    _blocked(paper, summary, lang)


def _figures(paper: Paper, summary: Summary, lang: Lang) -> None:
    paper.heading(OUTCOMES.of(lang))
    outcomes = [(title.of(lang), label.of(lang), people) for title, label, people in summary.outcomes]
    paper.table(of(OUTCOME_HEADS, lang), outcomes)
    paper.heading(MONEY.of(lang))
    paper.table(of(MONEY_HEADS, lang), [_paid(one, lang) for one in paid_rows(summary)])
    if summary.reasons:
        paper.heading(REASONS.of(lang))
        paper.table(of(REASON_HEADS, lang), [(label.of(lang), people) for label, people in summary.reasons])


def _paid(one: Paid, lang: Lang) -> tuple[Written, ...]:
    return one.payee.of(lang), one.fund.of(lang), one.least, NO_LIMIT.of(lang) if one.most is None else one.most


def _blocked(paper: Paper, summary: Summary, lang: Lang) -> None:
    lines = blocked_lines(summary, lang)
    if lines:
        paper.heading(BLOCKED.of(lang))
    for line in lines:
        paper.sentence(line)


def findings_sheet(paper: Paper, marks: Sequence[Mark], lang: Lang) -> None:
    """Everything said of cells, each with its addresses; the first address is a link."""
    paper.title(NAMES[1].of(lang))
    heads = (
        *(Text("序号", "no."), Text("来源", "from"), Text("级别", "how grave"), Text("名称或编号", "name or code")),
        *(Text("单元格", "cells"), Text("发现", "finding"), Text("如何处理", "what to do")),
    )
    top = paper.row + 1
    paper.table(of(heads, lang), [_finding(number, mark, lang) for number, mark in enumerate(marks, 1)])
    for number, mark in enumerate(marks[:_LINKS_MOST]):
        if mark.cells and mark.cells[0].column and mark.cells[0].name:
            _link(paper, top + number, mark.cells)
    paper.target.freeze_panes(top, 0)
    _catalogue(paper, marks, lang)


def _finding(number: int, mark: Mark, lang: Lang) -> tuple[int | str, ...]:
    remedy = mask_text(mark.remedy.of(lang)) if mark.remedy else ""
    told = mark.kind.of(lang), mark.label.of(lang), mark.title.of(lang), _cells(mark.cells), mark.what.of(lang), remedy
    return number, *told


def _cells(cells: Sequence[Cell]) -> str:
    more = f" … ({len(cells)})" if len(cells) > _CELLS_SHOWN else ""
    return ", ".join(map(str, cells[:_CELLS_SHOWN])) + more


def _link(paper: Paper, row: int, cells: Sequence[Cell]) -> None:
    first = cells[0]
    spot = str(Cell(first.sheet, first.row, first.column))
    name = first.name.replace("'", "''")
    look = paper.looks.of(font_color="#0550AE", underline=1, text_wrap=True, valign="top")
    paper.target.write_url(row, 4, f"internal:'{name}'!{spot}", look, _cells(cells))


def _catalogue(paper: Paper, marks: Sequence[Mark], lang: Lang) -> None:
    """Every check that was made, what it found, and those that could not be judged."""
    paper.heading(Text("做过的核查", "checks made").of(lang))
    heads = (
        Text("序号", "no."),
        Text("", ""),
        Text("结果", "result"),
        Text("编号", "code"),
        Text("", ""),
        Text("内容", "what"),
    )
    found = {code: [mark for mark in marks if mark.code == code] for code in CHECKS}
    rows = [
        (number, "", _result(found[code], lang), code, "", check.title.of(lang))
        for number, (code, check) in enumerate(CHECKS.items(), 1)
    ]
    fills = [fill_of(found[code][0].gravity) if found[code] else "good" for code in CHECKS]
    paper.table(of(heads, lang), rows, fills)


def _result(marks: Sequence[Mark], lang: Lang) -> str:
    if not marks:
        return Text("未发现问题", "nothing found").of(lang)
    if all(mark.gravity is Result.CANNOT_JUDGE for mark in marks):
        return Result.CANNOT_JUDGE.label.of(lang)
    return f"{marks[0].label.of(lang)} × {len(marks)}"


def law_sheet(paper: Paper, assessments: Sequence[Assessment], lang: Lang) -> None:
    """The texts looked at, why they govern or not, their rules, and what the answer can be reproduced from."""
    paper.title(NAMES[2].of(lang))
    _texts(paper, assessments, lang)
    governing = {text.policy for one in assessments for text in one.texts if text.in_force is not InForce.NO}
    for policy in dict.fromkeys(policy for one in assessments for policy in one.policies if policy.id in governing):
        _policy(paper, policy, lang)
    paper.heading(Text("回执", "receipt").of(lang))
    paper.table(
        [
            Text("班期", "class").of(lang),
            "vocskills",
            Text("输入摘要（SHA-256）", "digest of the input (SHA-256)").of(lang),
        ],
        [(heading(one, lang), one.receipt.engine, one.receipt.input) for one in assessments],
    )
    packs = dict(pair for one in assessments for pair in one.receipt.packs)
    paper.table(
        [Text("政策", "policy").of(lang), "", "SHA-256"], [(name, "", digest) for name, digest in packs.items()]
    )


def _texts(paper: Paper, assessments: Sequence[Assessment], lang: Lang) -> None:
    paper.heading(Text("依据的文件", "texts").of(lang))
    heads = (
        Text("文件", "text"),
        Text("是否适用", "in force"),
        Text("有效期", "window"),
        Text("班期", "class"),
        Text("文号与读法", "number, how read"),
    )
    rows: dict[tuple[str, ...], None] = {}
    for one in assessments:
        rows |= dict.fromkeys(_text(text, lang) for text in one.texts)
    paper.table(of(heads, lang), list(rows))
    uncovered = dict.fromkeys(one.coverage[1].of(lang) for one in assessments if not one.coverage[0])
    for words_ in uncovered:
        paper.sentence(words_)


def _text(text: TextChosen, lang: Lang) -> tuple[str, ...]:
    read = [Text(f"{words.document(n).zh}，{r.zh}", f"{words.document(n).en}, {r.en}") for n, r in text.documents]
    named = f"{text.title.of(lang)}\n{text.policy}"
    return (
        named,
        text.in_force.label.of(lang),
        text.window.of(lang),
        text.why.of(lang),
        join(read, zh="；", en="; ").of(lang),
    )


def _policy(paper: Paper, policy: Policy, lang: Lang) -> None:
    names = names_of(policy)
    if not policy.rules and not policy.subsidies:
        return
    paper.heading(f"{policy.title.of(lang)} {policy.id}")
    heads = (
        Text("条件", "rule"),
        Text("代号", "name"),
        Text("内容", "what it says"),
        Text("不满足时", "if it fails"),
        Text("依据", "source"),
    )
    rows: Iterator[tuple[str, ...]] = (
        (
            words.conditions(policy, [name]).of(lang),
            name,
            sentence(condition_of(rule), names_of(rule.origin) if rule.origin else names).of(lang),
            rule.because.of(lang),
            words.rule_cited(policy, rule).of(lang),
        )
        for name, rule in policy.rules.items()
    )
    paper.table(of(heads, lang), list(rows))
    heads = (
        Text("补贴", "subsidy"),
        Text("代号", "name"),
        Text("金额", "amount"),
        Text("须满足的条件", "requires rules"),
        Text("依据", "source"),
    )
    subsidies = (
        (
            one.title.of(lang),
            one.name,
            join([sentence(step.value, names) for step in one.steps if step.value is not None], zh="；", en="; ").of(
                lang
            ),
            words.conditions(policy, one.requires).of(lang) if one.requires else "",
            words.cited(policy, one.cite).of(lang),
        )
        for one in policy.subsidies.values()
    )
    paper.table(of(heads, lang), list(subsidies))
