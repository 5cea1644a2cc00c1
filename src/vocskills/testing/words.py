"""Differences in words: what was expected, what came out, and why."""

from __future__ import annotations

from collections.abc import Iterator

from vocskills.assessment.determination import Determination, ItemAnswer, name_in
from vocskills.assessment.findings import Explanation, Finding
from vocskills.assessment.outcomes import InForce, State, Verdict
from vocskills.report.layout import hanging
from vocskills.report.words import article, document, figure
from vocskills.testing.worked import Difference, Values, WorkedCase
from vocskills.text import Lang, Text, join, labelled

_EXPECTED = Text("预期", "expected")
_GOT = Text("实际", "got")
_WHY = Text("理由", "why")
_ABOUT_MONEY = ("amount", "payable", "per_unit")
_SILENT = (State.PASS, State.NOT_APPLICABLE)


def difference_lines(case: WorkedCase, differences: list[Difference], lang: Lang) -> list[str]:
    """What is otherwise than expected, subsidy by subsidy, each with the reasons."""
    lines = hanging("", case.about.of(lang))
    for name in dict.fromkeys(one.wanted.item for one in differences):
        own = [one for one in differences if one.wanted.item == name]
        lines += ["", f"{name} ({case.of(name).title.of(lang)})"]
        for one in own:
            lines += _difference(one, lang)
        lines += _why(case, case.of(name), own, lang)
    return lines


def _difference(one: Difference, lang: Lang) -> list[str]:
    place = Text(f"第 {one.wanted.line} 行", f"line {one.wanted.line}").of(lang)
    lines = [f"  {one.wanted.key}  ({place})"]
    for head, values in ((_EXPECTED, one.wanted.value), (_GOT, one.got)):
        lines += hanging(f"{head.of(lang)}: ", said(values), indent=4)
    return lines


def said(values: Values) -> str:
    """Values as a file of worked cases would write them."""
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _why(case: WorkedCase, one: Determination | ItemAnswer, differences: list[Difference], lang: Lang) -> Iterator[str]:
    told = case.explanation(name_in(one))
    reasons = [*_outcome(case, one, told), *(_finding(f) for f in told.findings if _asked(f, differences))]
    if (
        isinstance(one, Determination)
        and one.amount is not None
        and any(d.wanted.key.split()[0] in _ABOUT_MONEY for d in differences)
    ):
        reasons += _steps(told)
    for reason in reasons:
        yield from hanging(f"{_WHY.of(lang)}: ", reason.of(lang), indent=2)


def _outcome(case: WorkedCase, one: Determination | ItemAnswer, told: Explanation) -> Iterator[Text]:
    """The outcome, and where no rule is the reason the text or the program that is."""
    yield one.phrase
    text = case.assessment.answer.texts[0]
    if text.in_force is not InForce.YES:
        yield text.why
    if one.window is not None and one.window.in_force is not InForce.YES:
        yield one.window.why
    if one.verdict is Verdict.NOT_APPLICABLE:
        yield Text("不适用于这类培训", "it is not for this kind of training")
        if told.meant_for is not None:
            yield labelled(Text("只适用于", "only where"), told.meant_for)


def _asked(finding: Finding, differences: list[Difference]) -> bool:
    """Whether a finding says something: it is not met or open, or another state was expected of it."""
    key = f"rules.{finding.code.partition('.')[2]}"
    return finding.state not in _SILENT or any(one.wanted.key == key for one in differences)


def _finding(of: Finding) -> Text:
    name, where = of.code.partition(".")[2], join([document(of.document), article(of.article)], zh="，")
    return Text(f"{name}：{of.sentence.zh}（{where.zh}）", f"{name}: {of.sentence.en} ({where.en})")


def _steps(told: Explanation) -> Iterator[Text]:
    for step in told.steps:
        after = figure(step.after)
        yield Text(
            f"{step.op}：{step.words.zh}，得 {after.zh} 元", f"{step.op}: {step.words.en}, makes {after.en} yuan"
        )
