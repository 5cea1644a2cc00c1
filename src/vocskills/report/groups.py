"""People with the same answer for the same reasons, so that a page shows each answer once."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from vocskills.assessment.answer import SubjectAnswer, Total
from vocskills.assessment.assessment import Assessment
from vocskills.assessment.determination import Determination
from vocskills.assessment.findings import Explanation, Finding, StepShown
from vocskills.assessment.outcomes import State, Verdict
from vocskills.report.settlements import is_settled
from vocskills.text import Lang, Text, join

UNJUDGED = (Verdict.NOT_APPLICABLE, Verdict.NOT_IN_FORCE)
"""Outcomes that no rule decides: what a rule came to is no reason there, and nothing is to be done about it."""

TROUBLE = (State.FAIL, State.OPEN, State.NOT_JUDGED)
"""What a rule's state must be for the rule to be a reason."""


Explained = tuple[tuple[Determination, Explanation], ...]
"""Determinations with their explanations."""


@attrs.frozen
class Group:
    """People with the same answer for the same reasons.

    Attributes:
        members: in the order of the case.
        explanations: of the first one's local determinations, and of the national ones that bar them.
        plain: whether there is nothing to explain but what the answer rests on.
    """

    members: tuple[SubjectAnswer, ...]
    explanations: Explained
    plain: bool = False

    @property
    def first(self) -> SubjectAnswer:
        """The one who stands for all."""
        return self.members[0]

    @property
    def heads(self) -> int:
        """How many people."""
        return sum(member.heads for member in self.members)

    def findings(self) -> list[Finding]:
        """The rules that fail or are open, each once, those that fail first."""
        found = {f.code: f for f in judged(self.explanations) if f.state in TROUBLE}
        return sorted(found.values(), key=lambda finding: TROUBLE.index(finding.state))

    def doubtful_steps(self) -> list[tuple[Text, StepShown]]:
        """The steps of each amount that is in doubt where something is paid, with the subsidy's title."""
        pairs = [(d, s) for d, why in self.explanations for s in why.steps if d.amount and not d.amount.exact]
        return [(d.title, step) for d, step in pairs if not step.after.exact]


@attrs.frozen
class Row:
    """One or all of a person's subsidies: the determination that stands for them, their titles, what they come to."""

    shown: Determination
    title: Text
    total: Total


def settled(subject: SubjectAnswer) -> bool:
    """Whether there is nothing to explain: the outcome is plain, the amount exact, the data in order."""
    plain = not subject.notices and subject.total.payable.exact and not is_settled(subject.settlement)
    return plain and not any(map(_needs_reason, subject.determinations))


def _needs_reason(one: Determination) -> bool:
    reasons = one.failed, one.open, one.barred_by, one.perhaps_barred_by, one.one_of
    return any(reasons) or one.verdict is Verdict.UNDETERMINED


def groups(assessment: Assessment) -> list[Group]:
    """The people of an assessment by their answers, the plain answer of the most people first."""
    found: dict[object, list[SubjectAnswer]] = {}
    reasons: dict[object, Explained] = {}
    for subject in assessment.answer.subjects:
        why = () if settled(subject) else _why(assessment, subject)
        key = (subject.determinations, subject.notices, subject.settlement, tuple(_sentences(why)))
        found.setdefault(key, []).append(subject)
        reasons.setdefault(key, why)
    made = [_group(assessment, tuple(members), reasons[key]) for key, members in found.items()]
    return sorted(made, key=lambda group: (not group.plain, -group.heads if group.plain else 0))


def _group(assessment: Assessment, members: tuple[SubjectAnswer, ...], why: Explained) -> Group:
    """People with one answer; of a plain one it is explained once what it rests on."""
    plain = settled(members[0])
    return Group(members, _why(assessment, members[0]) if plain else why, plain)


def _why(assessment: Assessment, subject: SubjectAnswer) -> Explained:
    return tuple((one, assessment.explain(subject, one)) for one in _behind(subject))


def _behind(subject: SubjectAnswer) -> tuple[Determination, ...]:
    """The local determinations, and the national ones that bar what the local texts would pay."""
    eligible = [one for one in subject.determinations if one.verdict is Verdict.ELIGIBLE]
    barring = {name for one in eligible for name in (*one.barred_by, *one.perhaps_barred_by)}
    return (*subject.determinations, *(one for one in subject.beside if one.policy in barring))


def _sentences(why: Explained) -> Iterator[Text]:
    yield from (f.sentence for f in judged(why) if f.state in TROUBLE)


def judged(why: Explained) -> Iterator[Finding]:
    """The findings that decide something."""
    yield from (f for one, told in why if one.verdict not in UNJUDGED for f in told.findings)


def rows(subject: SubjectAnswer) -> list[Row]:
    """A person's subsidies: in one row where all have the same outcome for the same reasons, else one each."""
    relevant = [one for one in subject.determinations if one.verdict is not Verdict.NOT_APPLICABLE]
    shown = relevant or list(subject.determinations)
    if len({_alike(one) for one in shown}) == 1:
        titles = join(list(dict.fromkeys(one.title for one in shown)), en=" + ", zh="、")
        return [Row(shown[0], titles, subject.total)]
    return [Row(one, one.title, Total(one.amount or one.payable, one.payable, one.per_unit)) for one in shown]


def _alike(one: Determination) -> object:
    payee = one.payees, one.payee_stated, one.payee_shared, one.funds, one.fund_stated
    barred = one.barred_by, one.perhaps_barred_by
    return one.policy, one.verdict, one.phrase, payee, one.failed, one.open, barred, one.discretionary, one.one_of


def who(subject: SubjectAnswer, lang: Lang) -> str:
    """A person as a page names them: place in the list, the caller's identifier, the name masked; or the class."""
    if subject.of_case:
        return "班期和机构" if lang == "zh" else "the class and its provider"
    if subject.index is None:
        return "每人" if lang == "zh" else "each person"
    number = f"第{subject.index + 1}人" if lang == "zh" else f"no. {subject.index + 1}"
    return " ".join(part for part in (number, subject.id, subject.name) if part)
