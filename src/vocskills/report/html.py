"""Answers, their reasons and the texts as HTML for a notebook: the words are those of the pages for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vocskills.assessment.answer import Answer, SubjectAnswer, TextChosen
from vocskills.assessment.assessment import Assessment
from vocskills.assessment.determination import Determination, ItemAnswer
from vocskills.assessment.explain import condition_of
from vocskills.assessment.findings import Explanation, Finding
from vocskills.assessment.outcomes import InForce, State, Verdict
from vocskills.assessment.texts import window_text
from vocskills.assessment.words import names_of
from vocskills.engines.prose import Names, sentence
from vocskills.model.terms import SubjectKind
from vocskills.policy.items import Item, Measure, Subsidy
from vocskills.policy.pack import Policy
from vocskills.report import words
from vocskills.report.answer import (
    LISTED_ONLY,
    MISSING,
    MOST_MISSING,
    OF_PEOPLE,
    WHOLE,
    beside_words,
    heading,
    missing_words,
    total_rows,
)
from vocskills.report.decided import BECOMES, behind, consequences
from vocskills.report.groups import Group, groups, who
from vocskills.report.markup import Markup, folded, items, page, rows, section, tag
from vocskills.report.people import (
    HEADS,
    MAY_NOT_GOVERN,
    named,
    payable_of,
    people_rows,
    reason_words,
    source,
    step_words,
    window_why,
)
from vocskills.text import Lang, Text, join, labelled

_STYLES: dict[Verdict | State | InForce, str] = {
    Verdict.ELIGIBLE: "good",
    Verdict.INELIGIBLE: "bad",
    Verdict.UNDETERMINED: "open",
    Verdict.MAY: "good",
    Verdict.MAY_NOT: "bad",
    Verdict.DOES_NOT_APPLY: "good",
    Verdict.APPLIES: "bad",
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
_ITEM_HEADS = Text("事项", "item"), Text("结论", "outcome"), Text("随之而来", "what follows")
_APPROVAL_HEADS = Text("审核事项", "approval"), Text("须满足", "requires"), Text("依据", "source")
_MEASURE_HEADS = (
    *(Text("处理措施", "measure"), Text("须满足", "requires"), Text("有其一即处理", "where one holds")),
    *(Text("随之而来", "what follows"), Text("依据", "source")),
)
_RULES, _SUBSIDIES = Text("条件", "rules"), Text("补贴", "subsidies")
_APPROVALS, _MEASURES = Text("审核事项", "approvals"), Text("处理措施", "measures")
_DETERMINED = (
    *(Text("补贴", "subsidy"), Text("结论", "outcome"), Text("可付（元）", "payable (yuan)")),
    *(Text("收款方", "payee"), Text("资金", "fund")),
)


def assessment_html(found: Assessment, lang: Lang) -> str:
    """An assessment: people by their answers with the reasons, the class, totals, what is missing, the texts."""
    answer, people = found.answer, groups(found)
    return page(
        tag("h3", heading(found, lang)),
        _people(people, lang) if answer.by_subsidy else Markup(""),
        section(OF_PEOPLE.of(lang), _people_items(found, lang)),
        section(WHOLE.of(lang), _whole(found, lang)),
        section(Text("合计", "totals").of(lang), *_totals(answer, lang)),
        section(MISSING.of(lang), _missing(answer, lang)),
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
    found += [window for one in group.first.determinations for window in _window(one, lang)]
    found += [_reason(finding, lang) for finding in group.findings()]
    found += [f"{title.of(lang)} = {step_words(step, lang)}" for title, step in group.doubtful_steps()]
    return folded(_REASONS.of(lang), items(found)) if found else Markup("")


def _window(one: Determination | ItemAnswer, lang: Lang) -> list[str]:
    """Why it is in doubt whether the window that something has of its own governs."""
    why = window_why(one)
    return [] if why is None else [labelled(MAY_NOT_GOVERN, labelled(one.title, why)).of(lang)]


def _whole(found: Assessment, lang: Lang) -> str:
    """What is decided once for the case, each row with its reasons."""
    whole = found.whole
    if whole is None:
        return ""
    paid = [_decided(found, whole, one, payable_of(one), lang) for one in (*whole.determinations, *whole.beside)]
    return _item_table([*paid, *_items(found, whole, lang)], lang)


def _people_items(found: Assessment, lang: Lang) -> Markup:
    """The approvals and measures of people, those with the same answer for the same reasons together."""
    groups: dict[tuple[tuple[str, ...], ...], list[SubjectAnswer]] = {}
    for subject in found.subjects:
        answers = tuple(tuple(row) for row in _items(found, subject, lang))
        if answers:
            groups.setdefault(answers, []).append(subject)
    tables = (Markup(tag("div", named(who_, lang)) + _item_table(body, lang)) for body, who_ in groups.items())
    return Markup("".join(tables))


def _item_table(body: Iterable[Sequence[str]], lang: Lang) -> Markup:
    return rows([head.of(lang) for head in _ITEM_HEADS], body)


def _items(found: Assessment, subject: SubjectAnswer, lang: Lang) -> list[list[str]]:
    every = (*subject.approvals, *subject.measures)
    return [_decided(found, subject, one, _follows(one), lang) for one in every]


def _decided(
    found: Assessment, subject: SubjectAnswer, one: Determination | ItemAnswer, follows: Text, lang: Lang
) -> list[str]:
    """A row: what is decided, with the reasons on a click, how, and what follows."""
    reasons = [*_window(one, lang), *(_reason(finding, lang) for finding in behind(found, subject, one))]
    head = tag("span", one.title.of(lang), folded(_REASONS.of(lang), items(reasons)) if reasons else "")
    return [head, _outcome(one, lang), follows.of(lang)]


def _follows(one: ItemAnswer) -> Text:
    return join(list(consequences(one)), zh="\n", en="\n")


def _outcome(one: Determination | ItemAnswer, lang: Lang) -> Markup:
    return tag("b", one.phrase.of(lang), style=_STYLES.get(one.verdict, ""))


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
    """One person, or the class: what each subsidy comes to, what else is decided; identifiers masked."""
    head = tag("h3", f"{who(subject, lang)} {subject.id_number}".rstrip())
    paid = [_determined(one, lang) for one in (*subject.determinations, *subject.beside)]
    others = [_answered(one, lang) for one in (*subject.approvals, *subject.measures)]
    notices = [notice.what.of(lang) for notice in subject.notices]
    return page(
        head,
        rows([h.of(lang) for h in _DETERMINED], paid) if paid else "",
        _item_table(others, lang) if others else "",
        items(notices) if notices else "",
    )


def item_html(one: ItemAnswer, lang: Lang) -> str:
    """An approval or a measure decided, and what it brings."""
    return page(_item_table([_answered(one, lang)], lang))


def _answered(one: ItemAnswer, lang: Lang) -> list[str]:
    return [one.title.of(lang), _outcome(one, lang), _follows(one).of(lang)]


def determination_html(one: Determination, lang: Lang) -> str:
    """What one subsidy comes to for one person."""
    return page(rows([head.of(lang) for head in _DETERMINED], [_determined(one, lang)]))


def _determined(one: Determination, lang: Lang) -> list[str]:
    return [
        one.title.of(lang),
        _outcome(one, lang),
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
    """A policy: its window, rules as sentences, subsidies, approvals, measures; ``vocskills show`` has it whole."""
    names = names_of(policy)
    window = Text("原文未读", "the text was not read") if policy.window is None else window_text(policy.window)
    place = words.place(policy.place).of(lang)
    numbers = join([words.document(one.number) for one in policy.documents.values()]).of(lang)
    return page(
        tag("h3", policy.title.of(lang)),
        tag("div", tag("small", f"{policy.id}  {numbers}  {place}  {window.of(lang)}")),
        _sheet(_RULES, _SHEET_HEADS, [_rule(policy, one, names, lang) for one in policy.rules], lang),
        _sheet(
            _SUBSIDIES, _SUBSIDY_HEADS, [_subsidy(policy, one, names, lang) for one in policy.subsidies.values()], lang
        ),
        _sheet(_APPROVALS, _APPROVAL_HEADS, [_approval(policy, one, lang) for one in policy.approvals.values()], lang),
        _sheet(
            _MEASURES, _MEASURE_HEADS, [_measure(policy, one, names, lang) for one in policy.measures.values()], lang
        ),
    )


def _sheet(name: Text, heads: Sequence[Text], body: list[list[str]], lang: Lang) -> Markup:
    """A part of a policy's page; nothing where the policy has none."""
    return section(name.of(lang), rows([head.of(lang) for head in heads], body)) if body else Markup("")


def _rule(policy: Policy, name: str, names: Names, lang: Lang) -> list[str]:
    rule = policy.rules[name]
    names = names if rule.origin is None else names_of(rule.origin)
    said = sentence(condition_of(rule), names).of(lang)
    number = words.conditions(policy, [name]).of(lang)
    named = tag("span", number, " ", tag("code", rule.name), "\n", said)
    remedy = rule.remedy.of(lang) if rule.remedy else ""
    return [named, rule.because.of(lang), remedy, words.rule_cited(policy, rule).of(lang)]


def _subsidy(policy: Policy, one: Subsidy, names: Names, lang: Lang) -> list[str]:
    steps = [sentence(step.value, names) for step in one.steps if step.value is not None]
    amount = join(steps, zh="；", en="; ").of(lang)
    return [_titled(one, lang), _listed(policy, one.requires, lang), amount, words.cited(policy, one.cite).of(lang)]


def _approval(policy: Policy, one: Item, lang: Lang) -> list[str]:
    return [_titled(one, lang), _listed(policy, one.requires, lang), words.cited(policy, one.cite).of(lang)]


def _measure(policy: Policy, one: Measure, names: Names, lang: Lang) -> list[str]:
    follows = [] if one.grade is None else [labelled(BECOMES, one.grade.label)]
    follows += [labelled(each.what.label, sentence(each.typed, names)) for each in one.follows]
    rules = _listed(policy, one.requires, lang), _listed(policy, one.when_any, lang)
    brings = join(follows, zh="\n", en="\n").of(lang)
    return [_titled(one, lang), *rules, brings, words.cited(policy, one.cite).of(lang)]


def _titled(one: Item, lang: Lang) -> Markup:
    """The name and title of an item, and of what it is decided where that is no person in a class."""
    of = "" if one.subject is SubjectKind.ENROLLMENT else words.aside(one.subject.label).of(lang)
    return tag("span", tag("code", one.name), "\n", one.title.of(lang) + of)


def _listed(policy: Policy, rules: Sequence[str], lang: Lang) -> str:
    return words.conditions(policy, rules).of(lang) if rules else ""
