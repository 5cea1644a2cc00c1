"""The founding case decided twice: from what the article says, and from a full roster of invented people."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vocskills.cli import guarded, tolerate_consoles
from vocskills.errors import InputError
from vocskills.text import Lang, Text

if TYPE_CHECKING:
    from vocskills.assessment import Assessment
    from vocskills.assessment.answer import TextChosen
    from vocskills.model.counts import CountReport

_ARTICLE = Text(
    "一、报道所说的（2020年一季度，福贡县四个村）", "1. From what the article says (Fugong, first quarter of 2020)"
)
_ARTICLE_NOTE = Text(
    "报道写了人数、地点和“建档立卡困难群众”，没有写开班日期和培训天数；未写的不推测。",
    "The article gives heads, villages and that the people are registered poor; it gives no dates and no class "
    "lengths, and nothing is guessed.",
)
_COUNTS = Text("报道的其他数字", "the article's other counts")
_ROSTER = Text("二、完整花名册（合成人员，2020年5月）", "2. From a full roster (invented people, May 2020)")
_ROSTER_NOTE = Text(
    "以下人员全部为合成，身份证号码使用未分配的区划 533399，不属于任何人。",
    "Everybody below is invented; the identity numbers stand on division 533399, which is not allocated.",
)
_SUMS = (("dapuluo", "zhiziluo", "lamade", "latudi"), ("online", "filed", "fugong"))
"""Counts that are added, and counts that cannot be."""
_EXPLAINED = (4, 5)
_EXAMPLES = Text(
    "第4、5人的全部理由（只知出生年月；本年度第二次免费培训，在福贡允许）",
    "all findings of nos. 4 and 5 (born in a known month only; a second free training this year, allowed in Fugong)",
)
_TOTALS = Text("四个班合计", "the four classes together")
_HEADS = (
    Text("班期", "class"),
    Text("人数", "people"),
    Text("结论", "outcome"),
    Text("每人每培训日（元）", "each person and training day (yuan)"),
    Text("全班每培训日（元）", "the class per training day (yuan)"),
)
_ONCE = Text("（通知适用后）", "(once the notice applies)")
_SETTLED = Text("已经确定的", "what is settled")
_SETTLES = Text("什么能使其确定（以第一个班为例）", "what would settle it (for the first class)")
_IN_FORCE = Text("是否适用尚不能确定", "not established whether it governs")
_PER_DAY_ONLY = Text("天数不明，只能按每培训日计算", "the days are not known, so only per training day")
_OPEN = Text("尚不能确定的及原因", "what is not, and why")


def main(folder: Path, argv: Sequence[str] | None = None) -> int:
    """Prints both decisions.

    Args:
        folder: the example's folder, with ``article/``, ``counts.csv`` and ``roster.csv``.
        argv: the arguments; by default those of the process.

    Returns:
        The exit code.
    """
    tolerate_consoles()
    parser = argparse.ArgumentParser(description="福贡四个班 / the four Fugong classes")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language (zh)")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    args = parser.parse_args(argv)
    return guarded(lambda: print(_json(folder) if args.json else _text(folder, args.lang), end=""), args.lang)


def _decided(folder: Path) -> tuple[list[Assessment], list[Assessment]]:
    """The article's classes and the roster's, decided."""
    from vocskills.assessment import assess
    from vocskills.convert import read_case
    from vocskills.roster import read_roster

    article = [assess(read_case(path)) for path in sorted((folder / "article").glob("*.yaml"))]
    roster = [assess(case) for case in read_roster(folder / "roster.csv").checked().cases]
    return article, roster


def _json(folder: Path) -> str:
    from vocskills.convert import dumps, plain
    from vocskills.report import grand_total

    article, roster = _decided(folder)
    found = {
        name: {
            "assessments": [one.as_dict() for one in group],
            "total": plain(grand_total([one.total for one in group])),
        }
        for name, group in (("article", article), ("roster", roster))
    }
    return dumps({**found, "counts": _counts(folder)})


def _counts(folder: Path) -> dict[str, Any]:
    """The article's other counts, the sums that are meant, and why one of them is refused."""
    from vocskills.convert import plain
    from vocskills.model.counts import total

    reports, sums = _read_counts(folder), []
    for names in _SUMS:
        added: dict[str, Any] = {"of": list(names)}
        try:
            added["total"] = plain(total([reports[name] for name in names]))
        except InputError as error:
            added["refused"] = [plain(fault) for fault in error.faults]
        sums.append(added)
    return {"reports": [plain(report) for report in reports.values()], "sums": sums}


def _read_counts(folder: Path) -> dict[str, CountReport]:
    from vocskills.report.counts import read_counts

    path = folder / "counts.csv"
    return {report.id: report for report in read_counts(path.read_text("utf-8"), path.name)}


def _text(folder: Path, lang: Lang) -> str:
    from vocskills.report import assessment_lines
    from vocskills.report.layout import hanging, title
    from vocskills.report.totals import grand_total_lines

    article, roster = _decided(folder)
    lines = [*title(_ARTICLE.of(lang)), *hanging("", _ARTICLE_NOTE.of(lang)), "", *_article_lines(article, lang)]
    lines += [*title(_COUNTS.of(lang), "-"), *_count_lines(folder, lang)]
    lines += [*title(_ROSTER.of(lang)), *hanging("", _ROSTER_NOTE.of(lang))]
    for number, one in enumerate(roster):
        lines += assessment_lines(one, lang)
        lines += _example_lines(one, lang) if number == 0 else []
    lines += [*title(_TOTALS.of(lang), "-"), *grand_total_lines([one.total for one in roster], lang)[1:]]
    return "\n".join([*lines, "", *hanging("", roster[0].answer.notice.of(lang))]) + "\n"


def _article_lines(found: list[Assessment], lang: Lang) -> list[str]:
    """The four classes in one table, then what is settled, what is not and why, and what would settle it."""
    from vocskills.report import grand_total
    from vocskills.report.answer import missing_lines
    from vocskills.report.layout import table, title
    from vocskills.report.words import per_unit

    rows = [_article_row(one, lang) for one in found]
    whole = grand_total([one.total for one in found])
    heads = sum(one.answer.heads for one in found)
    if whole.per_unit is not None:
        total = per_unit(whole.per_unit)
        rows.append([_TOTALS.of(lang), str(heads), "", "", f"{total.of(lang)} {_ONCE.of(lang)}"])
    lines = table([head.of(lang) for head in _HEADS], rows, right=(1,), indent=2)
    settled, doubtful = _states(found[0], lang)
    lines += [*title(_SETTLED.of(lang), "-"), *settled, *title(_OPEN.of(lang), "-"), *doubtful]
    return [*lines, *title(_SETTLES.of(lang), "-"), *missing_lines(found[0].answer.missing, lang)]


def _article_row(one: Assessment, lang: Lang) -> list[str]:
    from vocskills.model.nouns import Cohort
    from vocskills.report.words import per_unit, yuan

    answer = one.answer
    cohort = one.case.cohort if isinstance(one.case.cohort, Cohort) else Cohort()
    (subject,) = answer.subjects
    parts = [(d.title, d.per_unit) for d in subject.determinations]
    each = " + ".join(f"{title.of(lang)} {yuan(unit.amount)}" for title, unit in parts if unit is not None)
    whole = per_unit(answer.total.per_unit).of(lang) if answer.total.per_unit is not None else ""
    name = f"{cohort.place_text} {cohort.trade}"
    return [name, str(answer.heads), subject.determinations[0].phrase.of(lang), each, whole]


def _states(one: Assessment, lang: Lang) -> tuple[list[str], list[str]]:
    """The rules that are met, and those that are open with the facts they wait for."""
    from vocskills.assessment.outcomes import InForce, State
    from vocskills.report.layout import hanging
    from vocskills.report.people import finding_lines

    (subject,) = one.answer.subjects
    first = subject.determinations[0]
    explained = one.explain(subject, first)
    met = [line for f in explained.findings if f.state is State.PASS for line in finding_lines(f, lang)]
    unsure = [text for text in one.answer.texts if text.in_force is InForce.OPEN]
    doubtful = [line for text in unsure for line in _not_established(text, lang)]
    for step in explained.steps:
        amount = f"{step.words.of(lang)}{'：' if lang == 'zh' else ': '}{_PER_DAY_ONLY.of(lang)}"
        doubtful += hanging("    - ", amount) if first.per_unit is not None else []
    doubtful += [line for f in explained.findings if f.state is not State.PASS for line in finding_lines(f, lang)]
    return met, doubtful


def _not_established(text: TextChosen, lang: Lang) -> list[str]:
    from vocskills.report.layout import hanging

    mark = "：" if lang == "zh" else ": "
    return hanging("    - ", f"{text.title.of(lang)}{mark}{_IN_FORCE.of(lang)}{mark}{text.why.of(lang)}")


def _count_lines(folder: Path, lang: Lang) -> list[str]:
    """The counts with stage and basis; what adds up is added, what does not is refused with the reason."""
    from vocskills.report.counts import count_lines, sum_lines

    counts = _read_counts(folder)
    sums = [line for names in _SUMS for line in sum_lines([counts[name] for name in names], lang)]
    return [*count_lines(list(counts.values()), lang), "", *sums]


def _example_lines(one: Assessment, lang: Lang) -> list[str]:
    """All findings of two people whose facts are out of the ordinary and whose answer is plain."""
    from vocskills.report.answer import person_lines
    from vocskills.report.layout import title

    lines = title(_EXAMPLES.of(lang), "-")
    return [*lines, *(line for number in _EXPLAINED for line in person_lines(one, number, lang))]
