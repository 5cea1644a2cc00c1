"""What the texts say of each row of a roster, in the words that stand beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import attrs

from vocskills.assessment.answer import SubjectAnswer, TextChosen
from vocskills.assessment.assessment import Assessment
from vocskills.assessment.determination import Determination
from vocskills.assessment.findings import Finding
from vocskills.assessment.outcomes import InForce, State, Verdict
from vocskills.money import Money
from vocskills.report import words
from vocskills.report.groups import TROUBLE, UNJUDGED
from vocskills.report.groups import rows as subsidy_rows
from vocskills.report.people import BARRED, MAY_NOT_GOVERN, payable_each, source, window_why
from vocskills.text import Lang, Text, join, labelled

_NOT_COVERED = Text("本库没有该地的文件", "the library has no text for the place")
_ASK_DATES = Text("查明班期日期", "find out the dates of the class")
_ASK_TEXT = Text("查明班期日期和接续的文件", "find out the dates of the class and the text that follows")


@attrs.frozen
class Reason:
    """Why a person's outcome is not a plain yes.

    Attributes:
        key: what it is counted under: the rule's code, or the policy whose text may not govern.
        label: what it is called in a count of reasons.
        said: the reason in full for one person, by language.
        remedy: how to clear it.
        source: where the rule stands.
    """

    key: str
    label: Text
    said: Text
    remedy: Text | None
    source: Text


@attrs.frozen(eq=False)
class Told:
    """What stands beside a row, the same for all people who were judged together.

    Attributes:
        verdict: the least favourable outcome among the person's subsidies that are for such a course.
        outcome: the outcomes in words, a line for each that differs.
        least: what can surely be paid.
        most: the most that can be; ``None`` if no limit is known.
        amount: both in words, with the few possible amounts.
        reasons: why it is not plain.
        wanting: the facts for want of which the person is undetermined, with their words.
    """

    verdict: Verdict
    outcome: Text
    least: Money
    most: Money | None
    amount: Text
    reasons: tuple[Reason, ...]
    wanting: tuple[tuple[str, Text], ...]


@attrs.frozen(eq=False)
class RowAnswer:
    """The answer for one row.

    Attributes:
        told: what stands beside it.
        subject: the answer itself.
    """

    told: Told
    subject: SubjectAnswer


_NOWHERE = Text("", "")
_SERIOUS = (Verdict.UNDETERMINED, Verdict.INELIGIBLE, Verdict.ELIGIBLE, Verdict.NOT_IN_FORCE, Verdict.NOT_APPLICABLE)
"""Outcomes in the order in which one stands for several: a doubt first, for it has to be cleared."""


def row_answers(assessment: Assessment) -> list[RowAnswer]:
    """The answers for the people of a class, in order.

    People with one outcome of whom the same is known and unknown have the same reasons, which are worked out once.
    """
    unsure = {text.policy: text for text in assessment.texts if text.in_force is InForce.OPEN}
    known: dict[object, Why] = {}
    name = "row", *unsure.values()
    shared = (assessment.once(s, name, partial(_told, assessment, s, unsure, known)) for s in assessment.subjects)
    told = map(_odd, shared, assessment.subjects)
    return [RowAnswer(one, subject) for one, subject in zip(told, assessment.subjects, strict=True)]


@attrs.frozen
class Why:
    """The reasons of an outcome, and the facts for want of which it is open."""

    reasons: tuple[Reason, ...]
    wanting: tuple[tuple[str, Text], ...]


def _told(
    assessment: Assessment, subject: SubjectAnswer, unsure: dict[str, TextChosen], known: dict[object, Why]
) -> Told:
    payable = subject.total.payable
    verdicts = [one.verdict for one in subject.determinations]
    verdict = next((one for one in _SERIOUS if one in verdicts), Verdict.NOT_APPLICABLE)
    key = _signature(assessment, subject)
    if key not in known:
        wanting = _wanting(assessment, subject) if verdict is Verdict.UNDETERMINED else ()
        known[key] = Why(tuple(_reasons(assessment, subject, unsure)), wanting)
    why = known[key]
    return Told(verdict, _outcome(subject), payable.least, payable.most, _amount(subject), why.reasons, why.wanting)


def _odd(told: Told, subject: SubjectAnswer) -> Told:
    """What is told of a person whose own data are odd."""
    if not subject.notices:
        return told
    odd = (Reason(one.code, one.what, one.what, one.remedy, _NOWHERE) for one in subject.notices)
    return attrs.evolve(told, reasons=(*told.reasons, *odd))


def _signature(assessment: Assessment, subject: SubjectAnswer) -> object:
    """What people must have in common for the same reasons to hold and the same to be missing."""
    every = (*subject.determinations, *subject.beside)
    judged = tuple((one.verdict, one.failed, one.open, one.barred_by, one.earlier) for one in every)
    return judged, assessment.in_doubt(subject)


def _outcome(subject: SubjectAnswer) -> Text:
    """The outcome; where subsidies differ, each with its own."""
    if not subject.determinations:
        return _NOT_COVERED
    found = [(row.title, _phrase(row.shown)) for row in subsidy_rows(subject)]
    if len(found) == 1:
        return found[0][1]
    return join([labelled(title, phrase) for title, phrase in found], zh="\n", en="\n")


def _phrase(one: Determination) -> Text:
    return BARRED if one.barred_by and one.verdict is Verdict.ELIGIBLE else one.phrase


def _amount(subject: SubjectAnswer) -> Text:
    found = [(row.title, payable_each(row.total, row.shown)) for row in subsidy_rows(subject)]
    if len(found) == 1:
        return found[0][1]
    return join([labelled(title, amount) for title, amount in found], zh="\n", en="\n")


def _reasons(assessment: Assessment, subject: SubjectAnswer, unsure: dict[str, TextChosen]) -> Iterator[Reason]:
    """The rules that fail or are open, each once, and the texts that may not govern."""
    found: dict[str, Reason] = {}
    for one in subject.determinations:
        if one.verdict is Verdict.UNDETERMINED and one.policy in unsure:
            found.setdefault(one.policy, _text_reason(unsure[one.policy]))
        why = window_why(one)
        if why is not None:
            name = f"{one.policy}.{one.subsidy}"
            label = labelled(MAY_NOT_GOVERN, one.title)
            found.setdefault(name, Reason(name, label, labelled(label, why), _ASK_TEXT, _NOWHERE))
    for one in _to_explain(subject):
        for finding in assessment.explain(subject, one).findings:
            if finding.state in TROUBLE:
                found.setdefault(finding.code, _reason(finding))
    yield from found.values()


def _to_explain(subject: SubjectAnswer) -> Iterator[Determination]:
    """The determinations that a rule refuses or leaves open, and the national ones that bar what would be paid."""
    barring: set[str] = set()
    for one in subject.determinations:
        if one.verdict not in UNJUDGED and (one.failed or one.open):
            yield one
        if one.verdict is Verdict.ELIGIBLE:
            barring |= {*one.barred_by, *one.perhaps_barred_by}
    yield from (one for one in subject.beside if one.policy in barring and (one.failed or one.open))


def _text_reason(text: TextChosen) -> Reason:
    label = labelled(MAY_NOT_GOVERN, text.title)
    return Reason(text.policy, label, labelled(label, text.why), _ASK_DATES, _numbers(text))


def _numbers(text: TextChosen) -> Text:
    return join([words.document(number) for number, _ in text.documents])


def _reason(finding: Finding) -> Reason:
    where = Text(source(finding, "zh"), source(finding, "en"))
    return Reason(finding.code, _named(finding), _said(finding), finding.remedy, where)


def _said(finding: Finding) -> Text:
    """What a rule came to, the rule, and the facts that it waits for; the facts that are known stand in the row."""
    parts = [finding.because] if finding.state is State.FAIL else []
    parts += [Text(f"条件：{finding.condition.zh}", f"the condition: {finding.condition.en}")]
    unknown = [used.label for used in finding.uses if not used.known] if finding.state is not State.FAIL else []
    if unknown:
        listed = join(unknown)
        parts.append(Text(f"未知：{listed.zh}", f"not known: {listed.en}"))
    parts += [one.words for one in finding.earlier]
    return labelled(finding.state.label, join(parts, zh="；", en="; "))


def _named(finding: Finding) -> Text:
    """A rule as a count of reasons calls it: what is said when it fails, and whether it does."""
    if finding.state is State.FAIL:
        return finding.because
    aside = words.aside(finding.state.label)
    return Text(finding.because.zh + aside.zh, finding.because.en + aside.en)


def _wanting(assessment: Assessment, subject: SubjectAnswer) -> tuple[tuple[str, Text], ...]:
    """The facts for want of which a person is undetermined: the one that settles it, else all that matter."""
    found = assessment.missing_of(subject)
    undecided = sum(one.verdict is Verdict.UNDETERMINED for one in subject.determinations)
    alone = [one for one in found if one.settles and one.decides >= undecided]
    return tuple((one.path, one.label) for one in (alone[:1] or found))


def lines(texts: Iterator[Text] | list[Text], lang: Lang) -> str:
    """Texts, each once, one under the other."""
    return "\n".join(dict.fromkeys(text.of(lang) for text in texts if text.of(lang)))
