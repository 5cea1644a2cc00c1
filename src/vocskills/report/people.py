"""The people of an assessment: a table of outcomes, then the reasons of each that is not plain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from vocskills.assessment.answer import SubjectAnswer, TextChosen, Total
from vocskills.assessment.determination import Determination, ItemAnswer, name_in
from vocskills.assessment.findings import Explanation, Finding, StepShown
from vocskills.assessment.outcomes import InForce, State, Sum, Verdict
from vocskills.assessment.words import rule_text
from vocskills.report import words
from vocskills.report.groups import UNJUDGED, Group, Row, judged, rows, who
from vocskills.report.layout import hanging, table
from vocskills.report.settlements import advance_lines, is_settled, settlement_lines
from vocskills.text import Lang, Text, join, labelled, same

HEADS = (
    Text("人员", "who"),
    Text("补贴", "subsidy"),
    Text("结论", "outcome"),
    Text("每人可付（元）", "payable each (yuan)"),
    Text("收款方", "payee"),
    Text("资金", "fund"),
)
_NOTHING = same("-")
BARRED = Text("符合本文件，但不得由该资金支付", "met here, but not payable from this fund")
MAY_NOT_GOVERN = Text("是否适用尚不能确定", "whether it governs is open")
_NAMED_MOST = 4
"""So many people of one answer are named by their places in the list; of more only the number is said."""


def people_table(found: list[Group], lang: Lang) -> list[str]:
    """Who gets what: one line for each answer."""
    lines = [cells for group in found for cells in people_rows(group, lang)]
    return table([head.of(lang) for head in HEADS], lines, indent=2)


def people_rows(group: Group, lang: Lang) -> list[list[str]]:
    """The rows of one answer under :data:`HEADS`; only the first says who."""
    return [_cells(group, row, first, lang) for first, row in _numbered(rows(group.first))]


def _numbered(found: list[Row]) -> Iterable[tuple[bool, Row]]:
    return ((number == 0, row) for number, row in enumerate(found))


def _cells(group: Group, row: Row, first: bool, lang: Lang) -> list[str]:
    shown = row.shown
    cells = [
        same(name_of(group, lang) if first else ""),
        row.title,
        BARRED if shown.barred_by and shown.verdict is Verdict.ELIGIBLE else shown.phrase,
        payable_each(row.total, shown),
        *paid(shown, row.total.payable),
    ]
    return [cell.of(lang) for cell in cells]


def paid(one: Determination, payable: Sum) -> tuple[Text, Text]:
    """To whom and from which purse; neither where nothing is paid."""
    nothing = payable.exact and not payable.least.fen
    return (_NOTHING, _NOTHING) if nothing else (words.payees(one), words.funds(one))


def name_of(group: Group, lang: Lang) -> str:
    """One person by name, several by their number."""
    return named(group.members, lang)


def named(members: Sequence[SubjectAnswer], lang: Lang) -> str:
    """The same for people who need not have one answer."""
    if members[0].index is None or len(members) > _NAMED_MOST:
        return words.people(sum(member.heads for member in members)).of(lang)
    if len(members) == 1:
        return who(members[0], lang)
    numbers = [str((member.index or 0) + 1) for member in members]
    return f"第{'、'.join(numbers)}人" if lang == "zh" else f"nos. {', '.join(numbers)}"


def payable_each(total: Total, shown: Determination) -> Text:
    """What can be paid to one person; a condition that is open is not repeated in the figure."""
    undetermined = shown.verdict is Verdict.UNDETERMINED
    of = total.amount if undetermined else total.payable
    if total.payable.exact and not total.payable.least.fen:
        return words.figure(total.payable)
    figure = words.by_unit(of, total.per_unit)
    return Text(f"{figure.zh}（如条件满足，否则 0）", f"{figure.en} if due, else 0") if undetermined else figure


def payable_of(one: Determination) -> Text:
    """The same for one subsidy by itself."""
    return payable_each(Total(one.amount or one.payable, one.payable, one.per_unit), one)


def reason_lines(found: list[Group], texts: Iterable[TextChosen], lang: Lang) -> list[str]:
    """Why, for each answer: what is not plain in full, what is plain with what it rests on.

    Args:
        found: the people by their answers.
        texts: the texts looked at, of which those that may not govern are reasons too.
        lang: Chinese or English.
    """
    unsure = {text.policy: text for text in texts if text.in_force is InForce.OPEN}
    return [line for group in found for line in _reasons(group, unsure, lang)]


def _reasons(group: Group, unsure: Mapping[str, TextChosen], lang: Lang) -> list[str]:
    several = len(group.members) > 1
    first = group.first
    number = "" if several or not first.id_number else f" {first.id_number}"
    lines = ["", f"  {name_of(group, lang)}{number}"]
    lines += [line for one in first.notices for line in _notice(one.what, one.remedy, lang)]
    open_texts = dict.fromkeys(one.policy for one in first.determinations if one.verdict is Verdict.UNDETERMINED)
    for policy in open_texts:
        lines += _may_not_govern(unsure[policy], lang) if policy in unsure else []
    lines += [line for one in first.determinations for line in window_lines(one, lang)]
    lines += [line for one in group.findings() for line in finding_lines(one, lang)]
    if all(one.verdict is Verdict.NOT_APPLICABLE for one in first.determinations):
        lines += [line for one, why in group.explanations for line in meant_for_lines(one, why, lang)]
    lines += _plain(group, lang) if group.plain else []
    for title, step in group.doubtful_steps():
        lines += step_lines(title, step, lang)
    lines += barred_lines(first.determinations, lang) + one_of_lines(first.determinations, lang)
    return lines + (settlement_lines(first.settlement, lang, "    ") if is_settled(first.settlement) else [])


def one_of_lines(found: Iterable[Determination], lang: Lang) -> list[str]:
    """The subsidies of a claim of which only one can be had, two by two."""
    titles: dict[str, Text] = {}
    lines = []
    for one in found:
        titles[f"{one.policy}.{one.subsidy}"] = second = one.title
        # Of each pair the later one is told of the earlier.
        for first in [titles[other] for other in one.one_of if other in titles]:
            lines += _one_of(first, second, lang)
    return lines


def _one_of(first: Text, second: Text, lang: Lang) -> list[str]:
    zh = f"{first.zh}与{second.zh}只能享受其一，合计取较大者"
    en = f"{first.en} or {second.en}: only one of the two; together they come to the larger"
    return hanging("    - 互斥：" if lang == "zh" else "    - exclude each other: ", Text(zh, en).of(lang))


def _may_not_govern(text: TextChosen, lang: Lang) -> list[str]:
    return hanging("    - ", labelled(MAY_NOT_GOVERN, labelled(text.title, text.why)).of(lang))


def window_lines(one: Determination | ItemAnswer, lang: Lang) -> list[str]:
    """Why it is in doubt whether the window that something has of its own governs."""
    why = window_why(one)
    return [] if why is None else hanging("    - ", labelled(MAY_NOT_GOVERN, labelled(one.title, why)).of(lang))


def window_why(one: Determination | ItemAnswer) -> Text | None:
    """The same without what it is about; ``None`` where nothing hangs on such a window."""
    hangs = one.verdict is Verdict.UNDETERMINED and one.window is not None and one.window.in_force is InForce.OPEN
    return one.window.why if one.window is not None and hangs else None


def _plain(group: Group, lang: Lang) -> list[str]:
    """What a plain answer rests on: where the rules that are met stand, and how the amount is made."""
    met = {source(f, lang): None for f in judged(group.explanations) if f.state is State.PASS}
    mark = "    - 条件均满足：" if lang == "zh" else "    - all conditions are met: "
    lines = hanging(mark, " ".join(met)) if met else []
    for one, why in group.explanations:
        for step in why.steps if one.verdict is Verdict.ELIGIBLE else ():
            lines += step_lines(one.title, step, lang)
    return lines


def _notice(what: Text, remedy: Text, lang: Lang) -> list[str]:
    mark = "    - 资料有疑问：" if lang == "zh" else "    - odd data: "
    return [*hanging(mark, words.said(what, lang) + _then(remedy, lang))]


def _then(remedy: Text | None, lang: Lang) -> str:
    return words.to_do(remedy, lang) if remedy else ""


def finding_lines(finding: Finding, lang: Lang) -> list[str]:
    """One finding: its state, what it says with the facts used, where it stands, what to do."""
    said = reason_words(finding, lang)
    remedy = finding.remedy if finding.state is not State.PASS else None
    mark = f"    - {finding.state.label.of(lang)}{words.colon(lang)}"
    return hanging(mark, said + _then(remedy, lang) + " " + source(finding, lang))


def reason_words(finding: Finding, lang: Lang) -> str:
    """What a finding says: why it fails or what the rule is, with the facts that it used and the claims it hangs on."""
    rule = rule_text(finding.condition, finding.uses)
    asked = Text(f"条件：{rule.zh}", f"The condition: {rule.en}")
    said = [finding.because, asked] if finding.state is State.FAIL else [rule]
    said += [one.words for one in finding.earlier]
    return ("" if lang == "zh" else " ").join(words.said(part, lang) for part in said)


def source(finding: Finding, lang: Lang) -> str:
    """Where a rule stands: document, article, fact ids, and how they were read."""
    document = words.document(finding.document).of(lang)
    article = words.article(finding.article).of(lang)
    facts = words.ids(finding.facts).of(lang)
    basis = finding.basis.label.of(lang)
    parts = [part for part in (document, article, facts, basis) if part]
    return "[" + ("；" if lang == "zh" else "; ").join(parts) + "]"


def step_lines(title: Text, step: StepShown, lang: Lang) -> list[str]:
    """One step of an amount and what stands after it."""
    mark = "    - 金额：" if lang == "zh" else "    - amount: "
    return hanging(mark, f"{title.of(lang)} = {step_words(step, lang)} [{words.ids(step.facts).of(lang)}]")


def step_words(step: StepShown, lang: Lang) -> str:
    """What a step does and, unless no limit is known, the amount after it."""
    return step.words.of(lang) + ("" if step.after.most is None else f" = {words.figure(step.after).of(lang)}")


def barred_lines(found: Iterable[Determination], lang: Lang) -> list[str]:
    """National texts under which nothing, or perhaps nothing, can be paid from the fund.

    Where the local text already refuses, or is open itself, they add nothing to what is to be done.
    """
    barred: dict[tuple[str, bool], list[Text]] = {}
    for one in (one for one in found if one.verdict is Verdict.ELIGIBLE):
        for sure, names in ((True, one.barred_by), (False, one.perhaps_barred_by)):
            for name in names:
                barred.setdefault((name, sure), []).append(one.title)
    lines = []
    for (name, sure), titles in barred.items():
        listed = join(titles)
        zh = f"{listed.zh}：按全国性文件 {name} {'不得列支' if sure else '能否列支尚不能确定'}"
        en = f"{listed.en}: {'not payable' if sure else 'perhaps not payable'} under the national text {name}"
        lines += hanging("    - 另有限制：" if lang == "zh" else "    - also binding: ", Text(zh, en).of(lang))
    return lines


def full_lines(subject: SubjectAnswer, why: Sequence[tuple[Determination, Explanation]], lang: Lang) -> list[str]:
    """All that is said of a subject's subsidies: each with all its findings, steps and readings."""
    lines: list[str] = []
    for notice in subject.notices:
        lines += _notice(notice.what, notice.remedy, lang)
    for one, explained in why:
        lines += [*full_heading(one, lang), *_summary(one, lang), *meant_for_lines(one, explained, lang)]
        lines += window_lines(one, lang)
        if one.verdict in UNJUDGED:
            continue
        lines += [line for finding in explained.findings for line in finding_lines(finding, lang)]
        lines += [line for step in explained.steps for line in step_lines(one.title, step, lang)]
        lines += reading_lines(explained, lang)
        lines += barred_lines([one], lang) + advance_lines(one, lang)
    lines += settlement_lines(subject.settlement, lang, "  ")
    return lines + one_of_lines([one for one, _ in why], lang)


def full_heading(one: Determination | ItemAnswer, lang: Lang) -> list[str]:
    """What is explained in full: its title, and its name for who looks it up."""
    named = words.aside(same(f"{one.policy}.{name_in(one)}")).of(lang)
    return ["", *hanging("  ", one.title.of(lang) + named)]


def meant_for_lines(one: Determination | ItemAnswer, explained: Explanation, lang: Lang) -> list[str]:
    """For which courses something is that is not for this one."""
    if one.verdict is not Verdict.NOT_APPLICABLE or explained.meant_for is None:
        return []
    return hanging("    - 只适用于：" if lang == "zh" else "    - only where ", words.said(explained.meant_for, lang))


def _summary(one: Determination, lang: Lang) -> list[str]:
    amount = payable_of(one).of(lang)
    payee, fund = (to.of(lang) for to in paid(one, one.payable))
    if lang == "zh":
        return hanging("    ", f"{one.phrase.zh}；可付（元）：{amount}；收款方：{payee}；资金：{fund}")
    return hanging("    ", f"{one.phrase.en}; payable (yuan): {amount}; payee: {payee}; fund: {fund}")


def reading_lines(explained: Explanation, lang: Lang) -> list[str]:
    """How the library reads the text where it says too little."""
    mark = "    - 本库的理解：" if lang == "zh" else "    - as read here: "
    return [line for text in explained.interpretations for line in hanging(mark, text.of(lang))]
