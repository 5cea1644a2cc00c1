"""What a whole answer holds: plain data, nothing computed here.

What is decided of one item stands in :mod:`vocskills.assessment.determination`, why in
:mod:`vocskills.assessment.findings`, in terms of :mod:`vocskills.assessment.outcomes`.
"""

from __future__ import annotations

from datetime import date

import attrs

from vocskills.assessment.determination import Determination, ItemAnswer, Settlement
from vocskills.assessment.outcomes import InForce, PerUnit, Sum, Verdict
from vocskills.display import as_html
from vocskills.model.terms import SubjectKind
from vocskills.money import Money
from vocskills.policy.documents import Provenance
from vocskills.text import Text

NOTICE = Text(
    "本结果仅供参考，不是行政决定；以主管部门的决定为准。",
    "This is advice, not an official decision; only the authority in charge decides.",
)


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
