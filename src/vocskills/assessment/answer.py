"""What an answer holds: plain data, nothing computed here.

Amounts stand twice: ``amount`` is what would be paid if every open condition were met, ``payable`` what can be paid as
things are: at least nothing unless the subsidy is surely due. An official needs both; one alone misleads.
"""

from __future__ import annotations

from datetime import date

import attrs

from vocskills.display import as_html
from vocskills.model.fields import Term, Unit
from vocskills.model.terms import AwardKind, Fund, Payee, SanctionGrade, SubjectKind
from vocskills.money import Money
from vocskills.policy.pack import Provenance
from vocskills.text import Text

NOTICE = Text(
    "本结果仅供参考，不是行政决定；以主管部门的决定为准。",
    "This is advice, not an official decision; only the authority in charge decides.",
)


class Verdict(Term):
    """What may be said of one item for one subject, in the order in which it is judged.

    Of a subsidy the last two are *ineligible* and *eligible*, of an approval *may not* and *may*, of a measure *does
    not apply* and *applies*.
    """

    NOT_APPLICABLE = "not_applicable", "不适用", "not applicable"
    NOT_IN_FORCE = "not_in_force", "不在有效期内", "not in force"
    UNDETERMINED = "undetermined", "尚不能确定", "undetermined"
    INELIGIBLE = "ineligible", "不符合条件", "ineligible"
    ELIGIBLE = "eligible", "符合条件", "eligible"
    MAY_NOT = "may_not", "不可以", "may not"
    MAY = "may", "可以", "may"
    DOES_NOT_APPLY = "does_not_apply", "不予处理", "does not apply"
    APPLIES = "applies", "应予处理", "applies"


class State(Term):
    """What became of one rule."""

    PASS = "pass", "满足", "met"
    FAIL = "fail", "不满足", "not met"
    OPEN = "open", "尚不能确定", "open"
    NOT_JUDGED = "not_judged", "未判定", "not judged"
    NOT_APPLICABLE = "not_applicable", "不适用", "not applicable"


class InForce(Term):
    """Whether a text governs the class."""

    YES = "yes", "适用", "in force"
    NO = "no", "不在有效期内", "not in force"
    OPEN = "open", "是否适用尚不能确定", "not established"


@attrs.frozen
class Sum:
    """An amount between two bounds.

    Attributes:
        least: the least that it can be.
        most: the most; ``None`` if no upper limit is known.
        possible: all values that it can have, when they are few; nothing between them is possible.
    """

    least: Money
    most: Money | None
    possible: tuple[Money, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether nothing is in doubt."""
        return self.least == self.most


@attrs.frozen
class PerUnit:
    """An amount for each unit of a quantity that is not known, such as 60.00 yuan per day."""

    amount: Money
    unit: Unit


@attrs.frozen
class Used:
    """A fact that a rule read.

    Attributes:
        path: the fact, such as ``trainee.birth_date``.
        label: its words.
        value: what is known of it, in words; never what identifies a person.
        known: whether nothing of it is in doubt.
    """

    path: str
    label: Text
    value: Text
    known: bool


@attrs.frozen
class Earlier:
    """An earlier claim of the same person, or an award with a name, on which something hangs.

    Attributes:
        claim: what it is called.
        subsidy: which of its subsidies.
        sure: whether it surely used the place; else its result is waited for.
        tied: whether it is in doubt which of the two claims comes first.
        words: the same as a sentence.
    """

    claim: str
    subsidy: Text
    sure: bool
    tied: bool
    words: Text


@attrs.frozen
class Finding:
    """What one rule says of one subject.

    Attributes:
        code: ``<policy>.<rule>``.
        state: what became of it.
        condition: the rule as a sentence.
        sentence: the finding as a sentence, with the facts it used.
        because: what is said when the rule fails.
        remedy: how to clear it.
        article: the article; ``unknown`` where the text itself was not read.
        document: the number of the document.
        facts: the fact ids that the rule rests on.
        basis: how well they are known.
        uses: the facts of the case that the rule read.
        missing: those of them that are in doubt, by path.
        interpretation: the reading that the library chose.
        in_principle: whether the text says 原则上 (in principle).
        earlier: the earlier claims that used the place, or whose result is waited for.
    """

    _repr_html_ = as_html

    code: str
    state: State
    condition: Text
    sentence: Text
    because: Text
    remedy: Text | None
    article: str
    document: str
    facts: tuple[str, ...]
    basis: Provenance
    uses: tuple[Used, ...]
    missing: tuple[str, ...]
    interpretation: Text | None = None
    in_principle: bool = False
    earlier: tuple[Earlier, ...] = ()


@attrs.frozen
class StepShown:
    """One step of an amount: what is done, in words, where it stands, and the amount after it."""

    op: str
    words: Text
    article: str
    facts: tuple[str, ...]
    after: Sum


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


@attrs.frozen
class DayShown:
    """A day between two ends, ``None`` where none is known, and the same in words."""

    earliest: date | None
    latest: date | None
    words: Text

    @property
    def exact(self) -> bool:
        """Whether nothing is in doubt."""
        return self.earliest is not None and self.earliest == self.latest

    def covers(self, other: DayShown) -> bool:
        """Whether every day that the other may be lies between the ends of this one."""
        after = self.earliest is None or (other.earliest is not None and self.earliest <= other.earliest)
        return after and (self.latest is None or (other.latest is not None and other.latest <= self.latest))


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


def name_in(one: Determination | ItemAnswer) -> str:
    """The name of what was decided in its policy."""
    return one.subsidy if isinstance(one, Determination) else one.item


@attrs.frozen
class Explanation:
    """Why a determination is what it is: a finding for each rule, the steps of the amount, the readings chosen.

    Attributes:
        findings: one for each rule, judged even where the subsidy is not for the course or the text not in force.
        steps: the amount, step by step.
        interpretations: how the library reads the text where it says too little.
        meant_for: for which courses the subsidy is; ``None`` if for all.
    """

    _repr_html_ = as_html

    findings: tuple[Finding, ...]
    steps: tuple[StepShown, ...]
    interpretations: tuple[Text, ...] = ()
    meant_for: Text | None = None


@attrs.frozen
class Notice:
    """Something odd about a person's data that is no fault: the case is judged all the same."""

    code: str
    what: Text
    remedy: Text


@attrs.frozen
class Missing:
    """A fact that is not known, ranked by what knowing it would do.

    Attributes:
        path: the fact or clause.
        label: its words.
        question: what to find out, where, in words.
        people: for how many people it is missing and matters; 0 where only what is decided once hangs on it.
        decides: how many determinations some value of it would decide.
        settles: whether every value that was tried decides all determinations counted in ``decides``.
        narrows: by how much it can narrow what is payable; ``None`` where it can set a limit to what has none.
        clears: how many open conditions some value of it would settle.
        once: of which of the class and the provider something is decided that hangs on it.
    """

    path: str
    label: Text
    question: Text
    people: int
    decides: int
    settles: bool
    narrows: Money | None
    clears: int = 0
    once: tuple[SubjectKind, ...] = ()


@attrs.frozen
class Total:
    """A sum over people or subsidies.

    Attributes:
        amount: if every open condition is met.
        payable: what can be paid as things are.
        per_unit: per unit of the quantity that is not known, where all parts have that form.
    """

    amount: Sum
    payable: Sum
    per_unit: PerUnit | None = None


@attrs.frozen
class SubjectAnswer:
    """One person of the class, or all of them where only their number is known; or the class and its provider.

    Attributes:
        index: the place in the list of people, from 0; ``None`` where there is no list.
        id: the caller's identifier of the enrollment.
        name: the name, masked.
        id_number: the identity number, masked.
        heads: how many like persons.
        notices: what is odd about the data.
        determinations: of the local texts.
        beside: of the national texts, which bind as well.
        total: over the local texts.
        settlement: what becomes of what was paid in advance; ``None`` where no local text knows advances.
        approvals: what may be done, local texts first.
        measures: what is to be done to whom breaks the rules, local texts first.
        of_case: whether it is the class and its provider, of which some things are decided once.
    """

    _repr_html_ = as_html

    index: int | None
    id: str
    name: str
    id_number: str
    heads: int
    notices: tuple[Notice, ...]
    determinations: tuple[Determination, ...]
    beside: tuple[Determination, ...]
    total: Total
    settlement: Settlement | None = None
    approvals: tuple[ItemAnswer, ...] = ()
    measures: tuple[ItemAnswer, ...] = ()
    of_case: bool = False


@attrs.frozen
class DateShown:
    """A date that chose a text: the fact, its words, what is known of it, and whether it lies in the window."""

    path: str
    label: Text
    value: Text
    inside: InForce


@attrs.frozen
class EditionChosen:
    """Which edition of a table governs the class.

    Attributes:
        table: the table's name.
        in_force: whether one does; open where the dates lie in several or in none.
        documents: the numbers of the texts that govern or may.
        why: in words.
    """

    table: str
    in_force: InForce
    documents: tuple[str, ...]
    why: Text


@attrs.frozen
class TextChosen:
    """A policy that was looked at, and why it governs or not.

    Attributes:
        policy: its id.
        title: its title.
        place: the area it holds in.
        national: whether it is judged beside the local ones.
        in_force: whether it governs.
        window: its window in words.
        dates: the dates that chose it.
        documents: the numbers of its documents with how they were read.
        why: in words.
        editions: which edition of each of its tables governs.
    """

    policy: str
    title: Text
    place: str
    national: bool
    in_force: InForce
    window: Text
    dates: tuple[DateShown, ...]
    documents: tuple[tuple[str, Provenance], ...]
    why: Text
    editions: tuple[EditionChosen, ...] = ()


@attrs.frozen
class SubsidyTotal:
    """One local subsidy over the whole class, with the number of people by outcome.

    Attributes:
        policy: the policy.
        subsidy: its subsidy.
        title: in words.
        heads: the number of people by outcome under this policy.
        total: over all of them.
        barred: how many of the eligible may not be paid from the fund under a national text.
    """

    policy: str
    subsidy: str
    title: Text
    heads: tuple[tuple[Verdict, int], ...]
    total: Total
    barred: int = 0


@attrs.frozen
class Receipt:
    """What the same answer can be reproduced from.

    Attributes:
        engine: the library's version.
        packs: SHA-256 of each policy looked at, by id.
        input: SHA-256 of the case in canonical form, direct identifiers left out or replaced by a keyed hash.
        keyed: whether they were replaced by a keyed hash.
    """

    engine: str
    packs: tuple[tuple[str, str], ...]
    input: str
    keyed: bool


@attrs.frozen
class SaidShown:
    """An assumption, ruling or figure that was given.

    Attributes:
        about: the path of the fact, or the clause.
        value: as it was given.
        by: why, by whom or in which document.
        words: what is said of what.
        on: the day of a ruling.
        used: whether the answer rests on it.
    """

    about: str
    value: str
    by: str
    words: Text
    on: date | None = None
    used: bool = False


@attrs.frozen
class Answer:
    """The whole answer as plain data, without the explanations.

    Attributes:
        case: the caller's identifier of the case.
        place: the place whose texts were looked for.
        covered: whether the library has a local text for the place.
        coverage: the same in words, with the texts known.
        texts: every text looked at and the dates that chose it.
        subjects: one answer for each person.
        whole: what is decided once for the case, of the class and its provider; ``None`` where nothing is.
        by_subsidy: totals of each local subsidy of people.
        total: over everybody and all local subsidies.
        settlement: the same for money paid in advance, person by person and then added up.
        heads: how many people.
        listed_only: whether the list of people is not said to be complete, so that totals are of those listed.
        missing: what is not known, what decides most first.
        assumptions: the assumptions given.
        rulings: the rulings given.
        supplied: the figures given for what the library could not read, each with its source.
        receipt: what the answer can be reproduced from.
        notice: that it is advice.
    """

    case: str
    place: str
    covered: bool
    coverage: Text
    texts: tuple[TextChosen, ...]
    subjects: tuple[SubjectAnswer, ...]
    by_subsidy: tuple[SubsidyTotal, ...]
    total: Total
    heads: int
    listed_only: bool
    missing: tuple[Missing, ...]
    assumptions: tuple[SaidShown, ...]
    rulings: tuple[SaidShown, ...]
    receipt: Receipt
    supplied: tuple[SaidShown, ...] = ()
    settlement: Settlement | None = None
    whole: SubjectAnswer | None = None
    notice: Text = NOTICE
