"""What the texts say of one case."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any

import attrs

from vocskills.assessment import receipt, said, sums
from vocskills.assessment.answer import (
    Answer,
    Missing,
    Notice,
    Receipt,
    SaidShown,
    SubjectAnswer,
    SubsidyTotal,
    TextChosen,
    Total,
)
from vocskills.assessment.claims import awards_of
from vocskills.assessment.determination import Determination, ItemAnswer, name_in
from vocskills.assessment.determine import amount_of, determination, item_answer, met, payable_of, unit_of
from vocskills.assessment.docket import Docket
from vocskills.assessment.exclusive import excludes, sum_of
from vocskills.assessment.findings import Explanation
from vocskills.assessment.missing import missing
from vocskills.assessment.outcomes import Verdict
from vocskills.assessment.people import Person
from vocskills.assessment.settlement import advance_of, settlement
from vocskills.assessment.supplied import shown
from vocskills.assessment.texts import chosen, coverage
from vocskills.bounds import Bounds, is_point
from vocskills.convert import dumps, plain
from vocskills.display import as_html
from vocskills.door import Subject
from vocskills.model.case import Case
from vocskills.model.nouns import Trainee
from vocskills.model.records import Award
from vocskills.policy.items import Approval, Measure
from vocskills.policy.pack import Policy, with_used
from vocskills.privacy import mask_id, mask_name, mask_text
from vocskills.text import Text


@attrs.frozen
class Outline:
    """What an assessment was made from besides the people.

    Attributes:
        docket: the items that are judged of people.
        whole: those that are decided once for the case.
        place: what chose the texts.
        local: the local texts.
        beside: the national ones that may be for somebody in the case.
        key: the key for identifiers in the receipt.
        texts: all texts of the place, on which there may be rulings.
    """

    docket: Docket
    whole: Docket
    place: str | None
    local: tuple[Policy, ...]
    beside: tuple[Policy, ...]
    key: bytes | None
    texts: tuple[Policy, ...]


class Assessment:
    """What the texts say of one case.

    Deciding is done when it is made; why, and what is missing, is worked out when it is asked for.

    Attributes:
        case: the case.
        policies: the policies looked at, local ones first.
    """

    _repr_html_ = as_html

    def __init__(
        self,
        case: Case,
        policies: Sequence[Policy],
        people: Sequence[Person],
        outline: Outline,
        whole: Person | None = None,
    ) -> None:
        self.case = case
        self.policies = tuple(policies)
        self._people = tuple(people)
        self._outline = outline
        self._whole = whole

    def __repr__(self) -> str:
        people = f"{self.heads:,} people" if self.heads != 1 else "1 person"
        return f"<Assessment of {people} under {', '.join(p.id for p in self.policies)}>"

    @cached_property
    def subjects(self) -> tuple[SubjectAnswer, ...]:
        """One answer for each person, in the order of the case; people judged together share theirs."""
        return tuple(map(_answer_like, self._people))

    @cached_property
    def whole(self) -> SubjectAnswer | None:
        """What is decided once for the case, of the class and its provider; ``None`` where nothing is."""
        return None if self._whole is None else attrs.evolve(_subject_answer(self._whole), of_case=True)

    @property
    def _everybody(self) -> tuple[Person, ...]:
        """The people, and then the class itself."""
        return (*self._people, *([self._whole] if self._whole is not None else []))

    @property
    def _answers(self) -> tuple[SubjectAnswer, ...]:
        """The answers for them."""
        return (*self.subjects, *([self.whole] if self.whole is not None else []))

    @cached_property
    def total(self) -> Total:
        """What the whole class comes to under the local texts, least and most."""
        return _class_total(self._everybody)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """What is not known, what decides most first."""
        whole = None if self._whole is None else (self._whole.subject, self._whole.doubts)
        return missing([(person.subject, person.doubts) for person in self._people], whole)

    @cached_property
    def texts(self) -> tuple[TextChosen, ...]:
        """Every text looked at and the dates that chose it."""
        values: dict[str, Bounds] = {}
        for one in reversed(self._everybody):
            values.update(one.doubts.values)
        return tuple(chosen(policy, values, self._judged_on(policy)) for policy in self._texts) if values else ()

    @cached_property
    def by_subsidy(self) -> tuple[SubsidyTotal, ...]:
        """Totals of each local subsidy."""
        return tuple(self._by_subsidy(index) for index in self._docket.paying)

    @property
    def heads(self) -> int:
        """How many people."""
        return sum(person.subject.heads for person in self._people)

    @property
    def coverage(self) -> tuple[bool, Text]:
        """Whether the library has a local text for the place, and the same in words."""
        return coverage(self._outline.place, self._outline.local, self._outline.beside)

    @cached_property
    def receipt(self) -> Receipt:
        """What the same answer can be reproduced from."""
        return receipt.receipt(self.case, self._texts, self._outline.key)

    @cached_property
    def answer(self) -> Answer:
        """The whole answer as plain data."""
        covered, words = self.coverage
        return Answer(
            case=mask_text(self.case.id or ""),
            place=self._outline.place or "",
            covered=covered,
            coverage=words,
            texts=self.texts,
            subjects=self.subjects,
            by_subsidy=self.by_subsidy,
            total=self.total,
            heads=self.heads,
            listed_only=self.case.enrollments is not None and not self.case.enrollments.complete,
            missing=self.missing,
            assumptions=tuple(self._assumptions()),
            rulings=tuple(self._rulings()),
            supplied=tuple(shown((one.subject for one in self._people), self._texts, self._docket)),
            settlement=settlement([(person.doubts, person.subject.heads) for person in self._people]),
            whole=self.whole,
            receipt=self.receipt,
        )

    def explain(self, subject: SubjectAnswer, determination: Determination | ItemAnswer) -> Explanation:
        """Why a determination is what it is.

        Args:
            subject: one of :attr:`subjects`, or :attr:`whole`.
            determination: one of its determinations, local or beside, or one of its approvals and measures.
        """
        from vocskills.assessment.explain import explanation

        person = self._person(subject)
        name = name_in(determination)
        for index, entry in enumerate(person.doubts.docket.entries):
            if (entry.policy.id, entry.item.name) == (determination.policy, name):
                return explanation(person.doubts, index, anonymous=self._is_anonymous(person))
        raise ValueError(f"no {determination.policy}.{name} in this assessment")

    def awards(self, subject: SubjectAnswer) -> tuple[Award, ...]:
        """The awards that a person's claim becomes, as they would stand in the history of the next one.

        What is only possible has no ``state`` and counts as perhaps; what is refused is not among them.

        Args:
            subject: one of :attr:`subjects`.
        """
        person = self._person(subject)
        return tuple(awards_of(person.subject, self._outline.place, person.doubts))

    def missing_of(self, subject: SubjectAnswer) -> tuple[Missing, ...]:
        """What is not known of one person, what decides most first.

        Args:
            subject: one of :attr:`subjects`, or :attr:`whole`.
        """
        person = self._person(subject)
        return missing([(person.subject, person.doubts)])

    def once(self, subject: SubjectAnswer, name: Hashable, make: Callable[[], Any]) -> Any:
        """What follows from an answer whoever it is of, worked out once for all people who were judged together.

        Args:
            subject: one of :attr:`subjects`, or :attr:`whole`.
            name: what it is kept under; the same for all cases that were decided together.
            make: works it out.
        """
        person = self._person(subject)
        return make() if person.said.assumed else person.doubts.once((name, person.said.ruled), make)

    def in_doubt(self, subject: SubjectAnswer) -> frozenset[str]:
        """The facts and clauses that are not known for sure of one person, whether an answer hangs on them or not.

        Args:
            subject: one of :attr:`subjects`, or :attr:`whole`.
        """
        doubts = self._person(subject).doubts
        lists = (name for name, records in doubts.lists.items() if records.rest)
        return frozenset([*(key for key, bounds in doubts.values.items() if not is_point(bounds)), *lists])

    def _person(self, subject: SubjectAnswer) -> Person:
        """Who an answer is about; comparing all of them would take long in a large class."""
        place = subject.index or 0
        if subject is not self.whole and self.subjects[place : place + 1] == (subject,):
            return self._people[place]
        if self._whole is None or subject != self.whole:
            raise ValueError("this answer is of somebody else")
        return self._whole

    def _is_anonymous(self, person: Person) -> bool:
        """Whether a subject stands for people of whom only the number is known, not for the one person of a case."""
        return person is not self._whole and person.subject.index is None and self.case.heads is not None

    def as_dict(self, *, explain: bool = True) -> dict[str, Any]:
        """The answer as JSON values: the same input gives the same bytes.

        Args:
            explain: whether each determination carries its findings and steps.
        """
        found: dict[str, Any] = plain(self.answer)
        every = [*found["subjects"], *([found["whole"]] if found["whole"] is not None else [])]
        for subject, written in zip(self._answers, every, strict=True):
            for name in ("determinations", "beside", "approvals", "measures") if explain else ():
                for one, row in zip(getattr(subject, name), written[name], strict=True):
                    row["explanation"] = plain(self.explain(subject, one))
        return found

    def to_json(self, *, explain: bool = True) -> str:
        """The answer as JSON text."""
        return dumps(self.as_dict(explain=explain))

    @property
    def _docket(self) -> Docket:
        return self._outline.docket

    def _judged_on(self, policy: Policy) -> list[tuple[str, ...]]:
        """The governing dates of a policy's items that apply to somebody, each once."""
        names = self._applying
        return list(dict.fromkeys(i.judged_on for name, i in policy.items.items() if (policy.id, name) in names))

    @cached_property
    def _applying(self) -> frozenset[tuple[str, str]]:
        """The items that apply to somebody, by their policies."""
        every = (one for one in self._every() if one.verdict is not Verdict.NOT_APPLICABLE)
        return frozenset((one.policy, name_in(one)) for one in every)

    @property
    def _texts(self) -> tuple[Policy, ...]:
        """The policies looked at, and those of which they use rules."""
        return with_used(self.policies)

    def _by_subsidy(self, index: int) -> SubsidyTotal:
        entry = self._docket.entries[index]
        heads, barred = dict.fromkeys(Verdict, 0), 0
        place = self._docket.paying.index(index)
        for answer in self.subjects:
            one = answer.determinations[place]
            heads[one.verdict] += answer.heads
            barred += answer.heads if one.verdict is Verdict.ELIGIBLE and one.barred_by else 0
        counted = tuple((verdict, number) for verdict, number in heads.items() if number)
        total = _class_total(self._people, index)
        return SubsidyTotal(entry.policy.id, entry.subsidy.name, entry.subsidy.title, counted, total, barred)

    def _every(self) -> Iterable[Determination | ItemAnswer]:
        """All that is decided of anybody, and of the class; of people who were judged together once."""
        for one in {id(one.determinations): one for one in self._answers}.values():
            yield from (*one.determinations, *one.beside)
            yield from (*one.approvals, *one.measures)

    def _assumptions(self) -> Iterable[SaidShown]:
        used = {path for one in self._every() for path in one.assumptions}
        for one in self.case.assumptions:
            words = said.assumed_words(one, (self._docket, self._outline.whole))
            yield SaidShown(one.path, mask_text(str(one.value)), mask_text(one.because), words, used=one.path in used)

    def _rulings(self) -> Iterable[SaidShown]:
        used = {path for one in self._every() for path in one.rulings}
        clauses = said.clause_facts(self._texts)
        named = [(policy.id, clause.name) for key, (policy, clause) in clauses.items() if key in used]
        names = {name for policy, clause in named for name in (clause, f"{policy}.{clause}")}
        for one in self.case.rulings:
            by = mask_text(f"{one.authority} {one.document}")
            words = said.ruled_words(one, with_used(self._outline.texts))
            yield SaidShown(one.clause, mask_text(str(one.value)), by, words, one.date, used=one.clause in names)


def _answer_like(person: Person) -> SubjectAnswer:
    """The answer of a person whose worlds others may share; an assumption is everybody's own."""
    if person.said.assumed:
        return _subject_answer(person)
    shared = person.doubts.once(("answer", person.said.ruled), lambda: _subject_answer(person))
    return attrs.evolve(shared, **_who(person))


def _subject_answer(person: Person) -> SubjectAnswer:
    doubts = person.doubts
    entries, local = doubts.docket.entries, doubts.docket.local
    paying = [index for index, entry in enumerate(entries) if entry.pays]
    found = [(index, determination(doubts, index, person.said)) for index in paying]
    every = {index: attrs.evolve(one, advance=advance_of(doubts, index)) for index, one in found}
    others = {i: item_answer(doubts, i, person.said) for i, entry in enumerate(entries) if not entry.pays}
    return SubjectAnswer(
        **_who(person),
        determinations=tuple(one for index, one in every.items() if index < local),
        beside=tuple(one for index, one in every.items() if index >= local),
        total=_class_total([person], single=True),
        settlement=settlement([(doubts, 1)]),
        approvals=tuple(one for i, one in others.items() if isinstance(entries[i].item, Approval)),
        measures=tuple(one for i, one in others.items() if isinstance(entries[i].item, Measure)),
    )


def _who(person: Person) -> dict[str, Any]:
    """What an answer says of the person alone."""
    subject = person.subject
    trainee: Trainee = subject.nouns["trainee"]
    return {
        "index": subject.index,
        "id": mask_text(subject.enrollment.id or ""),
        "name": mask_name(trainee.name) if trainee.name else "",
        "id_number": mask_id(trainee.id_number) if trainee.id_number else "",
        "heads": subject.heads,
        "notices": (*_notices(subject), *person.notices),
    }


def _notices(subject: Subject) -> Iterable[Notice]:
    if subject.identity.wrong:
        remedy = Text("核对证件原件；号码不作修改", "check the document itself; the number is never repaired")
        yield Notice("ID-NUMBER", subject.identity.wrong, remedy)


def _class_total(people: Sequence[Person], only: int | None = None, *, single: bool = False) -> Total:
    """Sums over people, and the class itself, and over local subsidies, world by world of what they share.

    Args:
        people: people, and perhaps the class itself, which has subsidies of its own.
        only: the place of the one subsidy that is summed; all by default.
        single: whether like people count once.
    """
    added = [(one.doubts, 1 if single else one.subject.heads, _added_up(one.doubts.docket, only)) for one in people]
    paid = [(doubts, heads, what) for doubts, heads, what in added if what.indexes]
    if not paid:
        return Total(sums.NOTHING.shown(), sums.NOTHING.shown())
    amount = sums.each_spread([(met(doubts), heads, what.amount) for doubts, heads, what in paid])
    payable = sums.each_spread([(doubts, heads, what.payable) for doubts, heads, what in paid])
    if any(what.exclusive for what in {what for _, _, what in paid}):
        return Total(amount.shown(), payable.shown())
    units = [(unit_of(doubts, index), heads) for doubts, heads, what in paid for index in what.indexes]
    return Total(amount.shown(), payable.shown(), sums.added(*zip(*units, strict=True)))


@attrs.frozen(eq=False)
class _AddedUp:
    """What is added up of a docket.

    Attributes:
        indexes: the places of the subsidies.
        exclusive: whether some of them exclude each other.
        amount: what they would come to if every open condition were met.
        payable: what can be paid of them.
    """

    indexes: tuple[int, ...]
    exclusive: bool
    amount: sums.Measure
    payable: sums.Measure


@lru_cache(maxsize=1024)
def _added_up(docket: Docket, only: int | None) -> _AddedUp:
    indexes = docket.paying if only is None else (only,)
    exclusive = any(excludes(docket, one, other) for one in indexes for other in indexes)
    return _AddedUp(indexes, exclusive, sum_of(docket, indexes, amount_of), sum_of(docket, indexes, payable_of))
