"""What is decided of one subsidy, approval or measure for one subject: plain data, nothing computed here.

Amounts stand twice: ``amount`` is what would be paid if every open condition were met, ``payable`` what can be paid as
things are: at least nothing unless the subsidy is surely due. An official needs both; one alone misleads.
"""

from __future__ import annotations

import attrs

from vocskills.assessment.findings import Earlier
from vocskills.assessment.outcomes import DayShown, PerUnit, State, Sum, Verdict, WindowShown
from vocskills.display import as_html
from vocskills.model.terms import AwardKind, Fund, Payee, SanctionGrade, SubjectKind
from vocskills.policy.documents import Provenance
from vocskills.text import Text


@attrs.frozen
class AdvanceShown:
    """What may be paid of a subsidy in advance.

    Attributes:
        limit: the most that may be, if every open condition is met.
        state: whether the rules that it requires are met.
        failed: codes of those that surely fail.
        open: codes of those that are open.
        article: the article.
        facts: the fact ids.
    """

    limit: Sum
    state: State
    failed: tuple[str, ...]
    open: tuple[str, ...]
    article: str
    facts: tuple[str, ...]


@attrs.frozen
class Settlement:
    """What becomes of money paid in advance: ``advanced + balance - recover`` is the entitlement, for each person.

    Attributes:
        entitlement: what is payable in all, over the subsidies of which the text allows an advance.
        advanced: what was paid in advance.
        balance: what is left to pay.
        recover: what is to be taken back; it is never netted against what others are still to be paid.
    """

    entitlement: Sum
    advanced: Sum
    balance: Sum
    recover: Sum


@attrs.frozen
class Determination:
    """One subsidy of one policy for one subject.

    Attributes:
        policy: the policy's id.
        subsidy: the subsidy's name in it.
        kind: the kind of award.
        title: its words.
        verdict: the outcome.
        basis: how well the texts used are known; the weakest one.
        phrase: the outcome and its basis in one phrase.
        amount: if every open condition is met; ``None`` where the outcome rules any amount out.
        payable: nothing unless eligible, up to the most.
        per_unit: the amount per unit of the one quantity that is not known, where the amount has that form.
        payees: who may be paid; all members where the text does not say.
        payee_stated: whether the text says who is paid.
        funds: from which purses.
        fund_stated: whether the text says from which.
        discretionary: whether the text says "may".
        failed: codes of the rules that surely fail.
        open: codes of the rules that are open.
        barred_by: national policies under which nothing can be paid from this fund.
        perhaps_barred_by: national policies under which that is open.
        assumptions: paths of the assumptions used.
        without: for each assumption used, the outcome without it.
        rulings: the clauses on which a ruling was used.
        earlier: the person's earlier claims on which the outcome hangs.
        one_of: the other subsidies of the claim, ``<policy>.<subsidy>``, of which only one can be had; together they
            come to their maximum.
        payee_shared: whether all payees share it, the text stating no shares; else it is one of them.
        advance: what may be paid in advance; ``None`` where the text says nothing of it.
        window: the window of its own; ``None`` where it holds as long as the policy.
    """

    _repr_html_ = as_html

    policy: str
    subsidy: str
    kind: AwardKind
    title: Text
    verdict: Verdict
    basis: Provenance
    phrase: Text
    amount: Sum | None
    payable: Sum
    per_unit: PerUnit | None
    payees: tuple[Payee, ...]
    payee_stated: bool
    funds: tuple[Fund, ...]
    fund_stated: bool
    discretionary: bool
    failed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    barred_by: tuple[str, ...] = ()
    perhaps_barred_by: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    without: tuple[tuple[str, Verdict], ...] = ()
    rulings: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    one_of: tuple[str, ...] = ()
    payee_shared: bool = False
    advance: AdvanceShown | None = None
    window: WindowShown | None = None


@attrs.frozen
class FollowingShown:
    """What a measure brings, if it applies or may.

    Attributes:
        grade: the sanction that it would become once the authority decides; ``None`` if it is none.
        fix_by: the last day on which it is to be put right.
        no_new_classes_until: the last day on which no new subsidised class may be opened.
        recover: what is to be taken back.
    """

    grade: SanctionGrade | None
    fix_by: DayShown | None
    no_new_classes_until: DayShown | None
    recover: Sum | None


@attrs.frozen
class ItemAnswer:
    """One approval or measure of one policy for one subject.

    Attributes:
        policy: the policy's id.
        item: its name in it.
        subject: of what it is decided.
        title: its words.
        verdict: the outcome.
        basis: how well the texts used are known; the weakest one.
        phrase: the outcome and its basis in one phrase.
        met: codes of the rules that surely bring a measure about.
        failed: codes of the rules that surely fail.
        open: codes of the rules that are open.
        assumptions: paths of the assumptions used.
        without: for each assumption used, the outcome without it.
        rulings: the clauses on which a ruling was used.
        earlier: the person's earlier claims on which the outcome hangs.
        consequences: what a measure brings; ``None`` for an approval, and for a measure that does not apply.
        window: the window of its own; ``None`` where it holds as long as the policy.
    """

    _repr_html_ = as_html

    policy: str
    item: str
    subject: SubjectKind
    title: Text
    verdict: Verdict
    basis: Provenance
    phrase: Text
    met: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    without: tuple[tuple[str, Verdict], ...] = ()
    rulings: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    consequences: FollowingShown | None = None
    window: WindowShown | None = None


def name_in(one: Determination | ItemAnswer) -> str:
    """The name of what was decided in its policy."""
    return one.subsidy if isinstance(one, Determination) else one.item
