"""Approvals and measures on a page, and what is decided once for the class and its provider."""

from __future__ import annotations

from collections.abc import Iterator

from vocskills.assessment.answer import SubjectAnswer
from vocskills.assessment.assessment import Assessment
from vocskills.assessment.determination import Determination, ItemAnswer
from vocskills.assessment.findings import Explanation, Finding
from vocskills.assessment.outcomes import DayShown, Verdict
from vocskills.policy.items import Follow
from vocskills.report import words
from vocskills.report.groups import TROUBLE, UNJUDGED
from vocskills.report.layout import hanging
from vocskills.report.people import (
    finding_lines,
    full_heading,
    full_lines,
    meant_for_lines,
    named,
    payable_of,
    reading_lines,
    window_lines,
)
from vocskills.text import Lang, Text, labelled

BECOMES = Text("作出后成为", "becomes, once decided")
_ANSWERED = (Verdict.APPLIES, Verdict.MAY)


def whole_lines(assessment: Assessment, lang: Lang) -> list[str]:
    """What is decided once for the case: subsidies, approvals and measures of the class and its provider."""
    whole = assessment.whole
    return [] if whole is None else list(_whole(assessment, whole, lang))


def _whole(assessment: Assessment, whole: SubjectAnswer, lang: Lang) -> Iterator[str]:
    for one in (*whole.determinations, *whole.beside):
        payable = payable_of(one)
        said = Text(f"{one.phrase.zh}；可付（元）：{payable.zh}", f"{one.phrase.en}; payable (yuan): {payable.en}")
        yield from hanging("  - ", labelled(one.title, said).of(lang))
        yield from window_lines(one, lang)
        yield from (line for finding in behind(assessment, whole, one) for line in finding_lines(finding, lang))
    yield from item_lines(assessment, whole, lang)


def people_item_lines(assessment: Assessment, lang: Lang) -> list[str]:
    """The approvals and measures of people, those with the same answer for the same reasons together."""
    found: dict[tuple[str, ...], list[SubjectAnswer]] = {}
    for subject in assessment.subjects:
        lines = tuple(item_lines(assessment, subject, lang))
        if lines:
            found.setdefault(lines, []).append(subject)
    return [line for lines, members in found.items() for line in (f"  {named(members, lang)}", *lines)]


def item_lines(assessment: Assessment, subject: SubjectAnswer, lang: Lang) -> list[str]:
    """The approvals and measures of one subject, each with its reasons and with what it brings."""
    return [line for one in (*subject.approvals, *subject.measures) for line in _item(assessment, subject, one, lang)]


def _item(assessment: Assessment, subject: SubjectAnswer, one: ItemAnswer, lang: Lang) -> Iterator[str]:
    yield from hanging("  - ", labelled(one.title, one.phrase).of(lang))
    yield from window_lines(one, lang)
    for finding in behind(assessment, subject, one):
        yield from finding_lines(finding, lang)
    yield from _consequence_lines(one, lang)


def behind(assessment: Assessment, subject: SubjectAnswer, one: Determination | ItemAnswer) -> list[Finding]:
    """The findings that the outcome of something hangs on."""
    if one.verdict in UNJUDGED:
        return []
    found = assessment.explain(subject, one).findings
    if isinstance(one, Determination):
        return [finding for finding in found if finding.state in TROUBLE]
    hangs_on = {*one.met, *one.open} if one.met or one.verdict in _ANSWERED else {*one.failed, *one.open}
    return [finding for finding in found if finding.code in hangs_on]


def all_findings(assessment: Assessment, subject: SubjectAnswer, lang: Lang) -> list[str]:
    """Everything that is said of one subject: its subsidies, approvals and measures with all their findings."""
    every = (*subject.determinations, *subject.beside)
    lines = full_lines(subject, [(one, assessment.explain(subject, one)) for one in every], lang)
    items = (*subject.approvals, *subject.measures)
    return [*lines, *(line for one in items for line in _full(one, assessment.explain(subject, one), lang))]


def _full(one: ItemAnswer, explained: Explanation, lang: Lang) -> Iterator[str]:
    """An approval or a measure with all its findings, with what it brings and with the readings chosen."""
    yield from full_heading(one, lang)
    yield from hanging("    ", one.phrase.of(lang))
    yield from meant_for_lines(one, explained, lang)
    yield from window_lines(one, lang)
    if one.verdict not in UNJUDGED:
        yield from (line for finding in explained.findings for line in finding_lines(finding, lang))
        yield from _consequence_lines(one, lang)
        yield from reading_lines(explained, lang)


def _consequence_lines(one: ItemAnswer, lang: Lang) -> Iterator[str]:
    for line in consequences(one):
        yield from hanging("    - ", line.of(lang))


def consequences(one: ItemAnswer) -> Iterator[Text]:
    """What a measure brings, in words."""
    of = one.consequences
    if of is None:
        return
    if of.grade is not None:
        yield labelled(BECOMES, of.grade.label)
    days: tuple[tuple[Follow, DayShown | None], ...] = (
        (Follow.FIX_BY, of.fix_by),
        (Follow.NO_NEW_CLASSES_UNTIL, of.no_new_classes_until),
    )
    yield from (labelled(what.label, day.words) for what, day in days if day is not None)
    if of.recover is not None:
        label = Follow.RECOVER.label
        yield labelled(Text(f"{label.zh}（元）", f"{label.en} (yuan)"), words.figure(of.recover))
