"""What a roster comes to: outcomes, reasons, money by payee and fund, and what one missing fact blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs

from vocskills.assessment.answer import Total
from vocskills.assessment.assessment import Assessment
from vocskills.assessment.determination import Determination
from vocskills.assessment.exclusive import most_of
from vocskills.assessment.outcomes import Verdict
from vocskills.money import Money
from vocskills.report import grand_total, words
from vocskills.report.answer import outcomes
from vocskills.text import Text, join
from vocskills.workbook.decided import RowAnswer


@attrs.frozen
class Paid:
    """Money to one payee from one fund: what is payable at least and at most, ``None`` without a known limit."""

    payee: Text
    fund: Text
    least: Money
    most: Money | None


@attrs.frozen
class Blocked:
    """People who are undetermined for want of the same facts, and of nothing else.

    Attributes:
        facts: the facts in words.
        people: how many.
    """

    facts: tuple[Text, ...]
    people: int


@attrs.frozen
class Summary:
    """What one or several classes come to.

    Attributes:
        people: how many.
        undetermined: how many of them have an open subsidy.
        outcomes: for each subsidy, how many people come to what.
        reasons: how many people each reason stands against, the commonest first.
        paid: money by payee and fund.
        total: what all comes to.
        blocked: what the missing facts block, most people first.
    """

    people: int
    undetermined: int
    outcomes: tuple[tuple[Text, Text, int], ...]
    reasons: tuple[tuple[Text, int], ...]
    paid: tuple[Paid, ...]
    total: Total
    blocked: tuple[Blocked, ...]


def summarize(assessments: Sequence[Assessment], answers: Iterable[RowAnswer]) -> Summary:
    """The summary of some classes.

    Args:
        assessments: the classes decided.
        answers: the answers for their people.
    """
    everybody = list(answers)
    undetermined = [one for one in everybody if one.told.verdict is Verdict.UNDETERMINED]
    return Summary(
        people=sum(one.subject.heads for one in everybody),
        undetermined=sum(one.subject.heads for one in undetermined),
        outcomes=_outcomes(assessments),
        reasons=_reasons(everybody),
        paid=_paid(everybody),
        total=grand_total([one.total for one in assessments]),
        blocked=_blocked(undetermined),
    )


def _outcomes(assessments: Sequence[Assessment]) -> tuple[tuple[Text, Text, int], ...]:
    counted: Counter[tuple[Text, Text]] = Counter()
    for assessment in assessments:
        for one in assessment.by_subsidy:
            for label, heads in outcomes(one):
                counted[one.title, label] += heads
    order = list(dict.fromkeys(title for title, _ in counted))
    ranked = sorted(counted.items(), key=lambda pair: (order.index(pair[0][0]), -pair[1]))
    return tuple((title, label, heads) for (title, label), heads in ranked)


def _reasons(answers: Sequence[RowAnswer]) -> tuple[tuple[Text, int], ...]:
    counted: Counter[Text] = Counter()
    for one in answers:
        counted.update(dict.fromkeys((reason.label for reason in one.told.reasons), one.subject.heads))
    return tuple(counted.most_common())


def _paid(answers: Sequence[RowAnswer]) -> tuple[Paid, ...]:
    """Money by payee and fund; of a person's subsidies of which only one can be had the largest counts."""
    found: dict[tuple[Text, Text], list[tuple[Paid, int]]] = {}
    heads = Counter[int]()
    for answer in answers:
        heads[id(answer.subject.determinations)] += answer.subject.heads
    for key, own in {id(one.subject.determinations): one.subject.determinations for one in answers}.items():
        for (payee, fund), together in _by_payee(own).items():
            found.setdefault((payee, fund), []).append((_largest(payee, fund, together), heads[key]))
    return tuple(_added(payee, fund, parts) for (payee, fund), parts in found.items())


def _by_payee(own: Sequence[Determination]) -> dict[tuple[Text, Text], list[Determination]]:
    """The subsidies of which anything may be paid, by to whom and from which purse."""
    found: dict[tuple[Text, Text], list[Determination]] = {}
    for one in own:
        if one.payable.most is None or one.payable.most.fen:
            found.setdefault((words.payees(one), words.funds(one)), []).append(one)
    return found


def _largest(payee: Text, fund: Text, together: Sequence[Determination]) -> Paid:
    """What one person comes to."""
    names = {f"{one.policy}.{one.subsidy}": place for place, one in enumerate(together)}
    rivals = {
        place: frozenset(names[other] for other in one.one_of if other in names) for place, one in enumerate(together)
    }
    least = most_of({place: one.payable.least.fen for place, one in enumerate(together)}, rivals)
    limits = {place: one.payable.most.fen for place, one in enumerate(together) if one.payable.most is not None}
    most = Money(most_of(limits, rivals)) if len(limits) == len(together) else None
    return Paid(payee, fund, Money(least), most)


def _added(payee: Text, fund: Text, parts: Sequence[tuple[Paid, int]]) -> Paid:
    least = sum(one.least.fen * heads for one, heads in parts)
    limits = [one.most.fen * heads for one, heads in parts if one.most is not None]
    return Paid(payee, fund, Money(least), Money(sum(limits)) if len(limits) == len(parts) else None)


def _blocked(undetermined: Sequence[RowAnswer]) -> tuple[Blocked, ...]:
    counted: Counter[tuple[Text, ...]] = Counter()
    for one in undetermined:
        counted[tuple(label for _, label in one.told.wanting)] += one.subject.heads
    return tuple(Blocked(facts, people) for facts, people in counted.most_common() if facts)


def blocked_words(one: Blocked, people: int) -> Text:
    """What missing facts block, as a sentence."""
    facts = join(list(one.facts), en=" and ")
    return Text(
        f"{people}人中有{one.people}人只因未查明“{facts.zh}”而不能确定",
        f"{one.people} of {people} undetermined only for want of: {facts.en}",
    )
