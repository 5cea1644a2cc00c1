"""Answers, their reasons and the texts as HTML for a notebook: the words are those of the pages for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from vocskills.assessment.answer import (
    Answer,
    Determination,
    Explanation,
    Finding,
    InForce,
    State,
    SubjectAnswer,
    TextChosen,
    Verdict,
)
from vocskills.assessment.assessment import Assessment
from vocskills.assessment.explain import condition_of
from vocskills.assessment.texts import window_text
from vocskills.assessment.words import names_of
from vocskills.engines.prose import Names, sentence
from vocskills.policy.pack import Policy, Rule, Subsidy
from vocskills.report import words
from vocskills.report.answer import (
    LISTED_ONLY,
    MOST_MISSING,
    beside_words,
    heading,
    missing_words,
    total_rows,
)
from vocskills.report.groups import Group, groups, who
from vocskills.report.markup import Markup, folded, items, page, rows, section, tag
from vocskills.report.people import HEADS, people_rows, reason_words, source, step_words
from vocskills.text import Lang, Text, join

_STYLES: dict[Verdict | State | InForce, str] = {
    Verdict.ELIGIBLE: "good",
    Verdict.INELIGIBLE: "bad",
    Verdict.UNDETERMINED: "open",
    State.PASS: "good",
    State.FAIL: "bad",
    State.OPEN: "open",
    InForce.YES: "good",
    InForce.OPEN: "open",
}
_REASONS = Text("理由", "reasons")
_TEXT_HEADS = Text("文件", "text"), Text("是否适用", "in force"), Text("有效期", "window"), Text("班期", "class")
_RULE_HEADS = Text("结论", "state"), Text("条件", "rule"), Text("处理", "what to do"), Text("依据", "source")
_SHEET_HEADS = Text("条件", "rule"), Text("不满足时", "if it fails"), Text("处理", "what to do"), Text("依据", "source")
_SUBSIDY_HEADS = Text("补贴", "subsidy"), Text("须满足", "requires"), Text("金额", "amount"), Text("依据", "source")
_DETERMINED = (
    *(Text("补贴", "subsidy"), Text("结论", "outcome"), Text("可付（元）", "payable (yuan)")),
    *(Text("收款方", "payee"), Text("资金", "fund")),
)


def assessment_html(found: Assessment, lang: Lang) -> str:
    """An assessment: the people by their answers with the reasons, totals, what is missing, the texts."""
    answer, people = found.answer, groups(found)
    return page(
        tag("h3", heading(found, lang)),
        _people(people, lang) if answer.by_subsidy else Markup(""),
        section(Text("合计", "totals").of(lang), *_totals(answer, lang)),
        section(
            Text("还缺什么（作用最大的在前）", "what is missing, what decides most first").of(lang),
            _missing(answer, lang),
        ),
        section(Text("依据的文件", "texts").of(lang), *_texts(answer, lang)),
        tag("small", answer.notice.of(lang)),
    )


def _people(people: list[Group], lang: Lang) -> Markup:
    """A row for each answer; its reasons open on a click."""
    body: list[list[str]] = []
    for group in people:
        first, *others = people_rows(group, lang)
        first[0] = tag("span", first[0], _reasons(group, lang))
        body += [first, *others]
    return rows([head.of(lang) for head in HEADS], body)


def _reasons(group: Group, lang: Lang) -> Markup:
    found = [notice.what.of(lang) for notice in group.first.notices]
    found += [_reason(finding, lang) for finding in group.findings()]
    found += [f"{title.of(lang)} = {step_words(step, lang)}" for title, step in group.doubtful_steps()]
    return folded(_REASONS.of(lang), items(found)) if found else Markup("")


def _reason(finding: Finding, lang: Lang) -> Markup:
    return tag(
        "span", _marked(finding.state, lang), words.colon(lang), reason_words(finding, lang), " ", _then(finding, lang)
    )


def _then(finding: Finding, lang: Lang) -> str:
    remedy = finding.remedy if finding.state is not State.PASS else None
    return words.to_do(remedy, lang) if remedy else ""


def _marked(state: State | Verdict | InForce, lang: Lang) -> Markup:
    return tag("b", state.label.of(lang), style=_STYLES.get(state, ""))


def _totals(answer: Answer, lang: Lang) -> Iterable[str]:
    if answer.by_subsidy:
        yield rows(*total_rows(answer, lang))
        yield LISTED_ONLY.of(lang) if answer.listed_only else ""


def _missing(answer: Answer, lang: Lang) -> str:
    found = [missing_words(one, lang) for one in answer.missing[:MOST_MISSING]]
    return items(found, "ol") if found else ""


def _texts(answer: Answer, lang: Lang) -> Iterable[str]:
    if not answer.covered:
        yield answer.coverage.of(lang)
    if answer.texts:
        yield rows([head.of(lang) for head in _TEXT_HEADS], [_text(text, lang) for text in answer.texts])
    beside = beside_words(answer, lang)
    if beside:
        title = Text("一并适用的全国性文件", "national texts that bind as well")
        yield folded(title.of(lang), items(beside))


def _text(text: TextChosen, lang: Lang) -> list[str]:
    read = [Text(f"{words.document(n).zh}，{r.zh}", f"{words.document(n).en}, {r.en}") for n, r in text.documents]
    named = tag("span", text.title.of(lang), "\n", tag("small", join(read, zh="；", en="; ").of(lang)))
    return [named, _marked(text.in_force, lang), text.window.of(lang), text.why.of(lang)]


def subject_html(subject: SubjectAnswer, lang: Lang) -> str:
    """One person: what each subsidy comes to, identifiers masked."""
    named = f"{who(subject, lang)} {subject.id_number}".rstrip()
    every = (*subject.determinations, *subject.beside)
    body = [_determined(one, lang) for one in every]
    notices = [notice.what.of(lang) for notice in subject.notices]
    return page(tag("h3", named), rows([h.of(lang) for h in _DETERMINED], body), items(notices) if notices else "")


def determination_html(one: Determination, lang: Lang) -> str:
    """What one subsidy comes to for one person."""
    return page(rows([head.of(lang) for head in _DETERMINED], [_determined(one, lang)]))


def _determined(one: Determination, lang: Lang) -> list[str]:
    outcome = tag("b", one.phrase.of(lang), style=_STYLES.get(one.verdict, ""))
    return [
        one.title.of(lang),
        outcome,
        words.figure(one.payable).of(lang),
        words.payees(one).of(lang),
        words.funds(one).of(lang),
    ]


def finding_html(finding: Finding, lang: Lang) -> str:
    """What one rule says of one person."""
    return page(_findings([finding], lang))


def explanation_html(explained: Explanation, lang: Lang) -> str:
    """All rules of a determination, the steps of the amount, the readings chosen."""
    steps = [step_words(step, lang) for step in explained.steps]
    readings = [text.of(lang) for text in explained.interpretations]
    return page(
        _findings(explained.findings, lang),
        section(Text("金额（元）", "amount (yuan)").of(lang), items(steps, "ol") if steps else ""),
        section(Text("本库的理解", "as read here").of(lang), items(readings) if readings else ""),
    )


def _findings(found: Iterable[Finding], lang: Lang) -> Markup:
    body = [
        [_marked(f.state, lang), reason_words(f, lang), f.remedy.of(lang) if f.remedy else "", source(f, lang)]
        for f in found
    ]
    return rows([head.of(lang) for head in _RULE_HEADS], body)


def policy_html(policy: Policy, lang: Lang) -> str:
    """A policy: its window, its rules as sentences, its subsidies; ``vocskills show`` has it whole."""
    names = names_of(policy)
    window = Text("原文未读", "the text was not read") if policy.window is None else window_text(policy.window)
    place = words.place(policy.place).of(lang)
    numbers = join([words.document(one.number) for one in policy.documents.values()]).of(lang)
    rules = [_rule(policy, rule, names, lang) for rule in policy.rules.values()]
    subsidies = [_subsidy(policy, one, names, lang) for one in policy.subsidies.values()]
    return page(
        tag("h3", policy.title.of(lang)),
        tag("div", tag("small", f"{policy.id}  {numbers}  {place}  {window.of(lang)}")),
        section(Text("条件", "rules").of(lang), rows([h.of(lang) for h in _SHEET_HEADS], rules) if rules else ""),
        section(
            Text("补贴", "subsidies").of(lang),
            rows([h.of(lang) for h in _SUBSIDY_HEADS], subsidies) if subsidies else "",
        ),
    )


def _rule(policy: Policy, rule: Rule, names: Names, lang: Lang) -> list[str]:
    names = names if rule.origin is None else names_of(rule.origin)
    said = sentence(condition_of(rule), names).of(lang)
    named = tag("span", tag("code", rule.name), "\n", said)
    remedy = rule.remedy.of(lang) if rule.remedy else ""
    return [named, rule.because.of(lang), remedy, words.cited(rule.origin or policy, rule.cite).of(lang)]


def _subsidy(policy: Policy, one: Subsidy, names: Names, lang: Lang) -> list[str]:
    named = tag("span", tag("code", one.name), "\n", one.title.of(lang))
    steps = [sentence(step.value, names) for step in one.steps if step.value is not None]
    requires = "、".join(one.requires) if lang == "zh" else ", ".join(one.requires)
    return [named, requires, join(steps, zh="；", en="; ").of(lang), words.cited(policy, one.cite).of(lang)]
