"""One case in, an assessment out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from vocskills.assessment import receipt, said, sums
from vocskills.assessment.answer import (
    Answer,
    Determination,
    Explanation,
    InForce,
    Missing,
    Notice,
    SaidShown,
    SubjectAnswer,
    SubsidyTotal,
    Total,
    Verdict,
)
from vocskills.assessment.claims import Pending, awards_of, named, template, with_names
from vocskills.assessment.determine import all_of, amount_of, determination, met, payable_of, unit_of
from vocskills.assessment.docket import Docket, docket
from vocskills.assessment.missing import missing
from vocskills.assessment.people import Person, decided, one_history
from vocskills.assessment.supplied import shown, supply
from vocskills.assessment.texts import chosen, coverage
from vocskills.bounds import Bounds
from vocskills.convert import dumps, plain
from vocskills.door import Codes, Subject, facts_of, identity_faults, refuse, subjects
from vocskills.engines.interpret import Records
from vocskills.errors import Fault, InputError
from vocskills.language import vocabulary
from vocskills.model.case import Case, check_case, place_of
from vocskills.model.nouns import Trainee
from vocskills.model.records import Award
from vocskills.policy import library
from vocskills.policy.pack import NATION, Policy
from vocskills.policy.places import check_place
from vocskills.privacy import mask_id, mask_name, mask_text
from vocskills.text import Text


class Assessment:
    """What the texts say of one case.

    Deciding is done when it is made; why, and what is missing, is worked out when it is asked for.

    Attributes:
        case: the case.
        policies: the policies looked at, local ones first.
    """

    def __init__(self, case: Case, policies: Sequence[Policy], people: Sequence[Person], outline: _Outline) -> None:
        self.case = case
        self.policies = tuple(policies)
        self._people = tuple(people)
        self._outline = outline

    def __repr__(self) -> str:
        return f"<Assessment of {len(self._people)} subjects under {', '.join(p.id for p in self.policies)}>"

    @cached_property
    def subjects(self) -> tuple[SubjectAnswer, ...]:
        """One answer for each person, in the order of the case."""
        return tuple(_subject_answer(person) for person in self._people)

    @cached_property
    def total(self) -> Total:
        """What the whole class comes to under the local texts, least and most."""
        return _class_total(self._people, range(self._docket.local))

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """What is not known, what decides most first."""
        return missing([(person.subject, person.doubts) for person in self._people])

    @cached_property
    def answer(self) -> Answer:
        """The whole answer as plain data."""
        outline = self._outline
        values = self._people[0].doubts.values if self._people else {}
        covered, words = coverage(outline.place, outline.local, outline.beside)
        return Answer(
            case=mask_text(self.case.id or ""),
            place=outline.place or "",
            covered=covered,
            coverage=words,
            texts=tuple(chosen(policy, values) for policy in self.policies) if values else (),
            subjects=self.subjects,
            by_subsidy=tuple(self._by_subsidy(index) for index in range(self._docket.local)),
            total=self.total,
            heads=sum(person.subject.heads for person in self._people),
            listed_only=self.case.enrollments is not None and not self.case.enrollments.complete,
            missing=self.missing,
            assumptions=tuple(self._assumptions()),
            rulings=tuple(self._rulings()),
            supplied=tuple(shown((one.subject for one in self._people), self.policies, self._docket)),
            receipt=receipt.receipt(self.case, self.policies, outline.key),
        )

    def explain(self, subject: SubjectAnswer, determination: Determination) -> Explanation:
        """Why a determination is what it is.

        Args:
            subject: one of :attr:`subjects`.
            determination: one of its determinations, local or beside.
        """
        from vocskills.assessment.explain import explanation

        person = self._people[self.subjects.index(subject)]
        for index, entry in enumerate(self._docket.entries):
            if (entry.policy.id, entry.subsidy.name) == (determination.policy, determination.subsidy):
                return explanation(person.doubts, index, anonymous=self._is_anonymous(person))
        raise ValueError(f"no {determination.policy}.{determination.subsidy} in this assessment")

    def awards(self, subject: SubjectAnswer) -> tuple[Award, ...]:
        """The awards that a person's claim becomes, as they would stand in the history of the next one.

        What is only possible has no ``state`` and counts as perhaps; what is refused is not among them.

        Args:
            subject: one of :attr:`subjects`.
        """
        person = self._people[self.subjects.index(subject)]
        return tuple(awards_of(person.subject, self._outline.place, person.doubts))

    def _is_anonymous(self, person: Person) -> bool:
        """Whether a subject stands for people of whom only the number is known, not for the one person of a case."""
        return person.subject.index is None and self.case.heads is not None

    def as_dict(self, *, explain: bool = True) -> dict[str, Any]:
        """The answer as JSON values: the same input gives the same bytes.

        Args:
            explain: whether each determination carries its findings and steps.
        """
        found: dict[str, Any] = plain(self.answer)
        for subject, written in zip(self.answer.subjects, found["subjects"], strict=True):
            for name in ("determinations", "beside") if explain else ():
                for one, row in zip(getattr(subject, name), written[name], strict=True):
                    row["explanation"] = plain(self.explain(subject, one))
        return found

    def to_json(self, *, explain: bool = True) -> str:
        """The answer as JSON text."""
        return dumps(self.as_dict(explain=explain))

    @property
    def _docket(self) -> Docket:
        return self._outline.docket

    def _by_subsidy(self, index: int) -> SubsidyTotal:
        entry = self._docket.entries[index]
        heads = dict.fromkeys(Verdict, 0)
        for person, answer in zip(self._people, self.subjects, strict=True):
            heads[answer.determinations[index].verdict] += person.subject.heads
        counted = tuple((verdict, number) for verdict, number in heads.items() if number)
        total = _class_total(self._people, [index])
        return SubsidyTotal(entry.policy.id, entry.subsidy.name, entry.subsidy.title, counted, total)

    def _assumptions(self) -> Iterable[SaidShown]:
        used = {path for s in self.subjects for d in (*s.determinations, *s.beside) for path in d.assumptions}
        for one in self.case.assumptions:
            yield SaidShown(one.path, mask_text(str(one.value)), mask_text(one.because), used=one.path in used)

    def _rulings(self) -> Iterable[SaidShown]:
        used = {path for s in self.subjects for d in (*s.determinations, *s.beside) for path in d.rulings}
        clauses = said.clause_facts(self.policies)
        named = [(policy.id, clause.name) for key, (policy, clause) in clauses.items() if key in used]
        names = {name for policy, clause in named for name in (clause, f"{policy}.{clause}")}
        for one in self.case.rulings:
            by = mask_text(f"{one.authority} {one.document}")
            yield SaidShown(one.clause, mask_text(str(one.value)), by, one.date, used=one.clause in names)


@attrs.frozen
class _Outline:
    """What an assessment was made from besides the people."""

    docket: Docket
    place: str | None
    local: tuple[Policy, ...]
    beside: tuple[Policy, ...]
    key: bytes | None


def assess(
    case: Case,
    *,
    policy: str | Policy | None = None,
    place: str | None = None,
    policies: Sequence[Policy] = (),
    alone: bool = False,
    key: bytes | None = None,
) -> Assessment:
    """Decides a case.

    Several claims of one person in it are decided in order: awards on record count first, then earlier claims.

    Args:
        case: one class with its people, or one person's claim.
        policy: judge by this policy (and the national ones beside it) instead of those of the place.
        place: division code that chooses the texts; by default the case's own.
        policies: further policies, loaded by the caller.
        alone: whether the local policies are judged without the national ones beside them.
        key: a key for identifiers in the receipt; without one they are left out of it.

    Raises:
        InputError: the case has faults; all of them are listed.
        CoverageError: there is no such policy.
    """
    return together([case], By(policy, place, tuple(policies), key, alone))[0]


def assess_all(
    cases: Iterable[Case],
    *,
    policy: str | Policy | None = None,
    place: str | None = None,
    policies: Sequence[Policy] = (),
    key: bytes | None = None,
) -> list[Assessment]:
    """Decides several cases; a person who claims in more than one of them is decided in order over all of them.

    Args:
        cases: classes or claims.
        policy: as for :func:`assess`, for all cases; so are ``place``, ``policies`` and ``key``.
        place: see there.
        policies: see there.
        key: see there.

    Raises:
        InputError: some case has faults; all of them are listed, each path with its case (``cases[0].cohort``) where
            there are several.
        CoverageError: there is no such policy.
    """
    return together(list(cases), By(policy, place, tuple(policies), key))


@attrs.frozen
class By:
    """What cases are decided by; see :func:`assess`."""

    policy: str | Policy | None = None
    place: str | None = None
    policies: tuple[Policy, ...] = ()
    key: bytes | None = None
    alone: bool = False


def together(cases: Sequence[Case], by: By, names: Sequence[str] = ()) -> list[Assessment]:
    """Decides several cases, the claims of one person in all of them in order.

    Args:
        cases: classes or claims.
        by: what they are decided by.
        names: what the awards on record are called, where the cases are one person's with one history.

    Raises:
        InputError: some case has faults; all are listed, with the case's place where there are several.
        CoverageError: there is no such policy.
    """
    marks = [f"cases[{number}]." if len(cases) > 1 else "" for number in range(len(cases))]
    opened, faults = [], []
    for mark, case in zip(marks, cases, strict=True):
        people, wrong = _people(case, by)
        faults += [attrs.evolve(fault, where=mark + fault.where) for fault in wrong]
        opened.append({f"{mark}{_where(subject)}": subject for subject in people})
    refuse(faults)
    subjects_, faults = one_history({path: subject for people in opened for path, subject in people.items()})
    refuse(faults)
    return _all_decided(cases, _split(subjects_, opened), by, names)


def _people(case: Case, by: By) -> tuple[list[Subject], list[Fault]]:
    """The people of a case, none if it has faults, and its faults."""
    where = by.place if by.place is not None else place_of(case)
    faults = check_case(case)
    faults += _place_faults(where, "place" if by.place is not None or case.place is not None else "cohort.place")
    people = [] if faults else subjects(case)
    faults += [fault for person in people for fault in (*identity_faults(person), *_divisions(person))]
    return people, faults


def _where(subject: Subject) -> str:
    return "" if subject.index is None else f"enrollments[{subject.index}]"


def _split(people: Sequence[Subject], like: Sequence[Mapping[str, Subject]]) -> list[list[Subject]]:
    """The people again by case."""
    rest = iter(people)
    return [[next(rest) for _ in one] for one in like]


def _all_decided(
    cases: Sequence[Case], people: Sequence[list[Subject]], by: By, names: Sequence[str]
) -> list[Assessment]:
    codes = Codes()
    outlines = [_outline(case, mine, by) for case, mine in zip(cases, people, strict=True)]
    claims, ruled, faults = [], [], []
    for number, (case, mine, outline) in enumerate(zip(cases, people, outlines, strict=True)):
        opened, rulings, wrong = _pending(case, mine, outline, codes, names)
        mark = f"cases[{number}]." if len(cases) > 1 else ""
        faults += [attrs.evolve(fault, where=mark + fault.where) for fault in wrong]
        claims += opened
        ruled += [rulings] * len(opened)
    refuse(faults)
    found = iter(decided(claims, ruled))
    return [
        Assessment(case, (*outline.local, *outline.beside), [next(found) for _ in mine], outline)
        for case, mine, outline in zip(cases, people, outlines, strict=True)
    ]


def _outline(case: Case, people: Sequence[Subject], by: By) -> _Outline:
    where = by.place if by.place is not None else place_of(case)
    local, beside = _policies(by.policy, where, by.policies)
    beside = () if by.alone else beside
    bench = docket(local, tuple(text for text in beside if _may_govern(text, people)))
    return _Outline(bench, where, local, beside, by.key)


def _place_faults(place: str | None, where: str) -> Sequence[Fault]:
    try:
        check_place(NATION if place is None else place, where)
    except InputError as error:
        return error.faults
    return ()


def _divisions(person: Subject) -> Iterable[Fault]:
    """Divisions of a person that do not exist: a quota must not hang on a slip of the pen."""
    trainee: Trainee = person.nouns["trainee"]
    where = "trainee" if person.index is None else f"enrollments[{person.index}].trainee"
    for name in ("domicile", "residence_permit"):
        code = getattr(trainee, name)
        if isinstance(code, str):
            yield from _place_faults(code, f"{where}.{name}")


def _named(policy: str, further: Sequence[Policy]) -> Policy:
    return next((one for one in further if one.id == policy), None) or library.get(policy)


def _policies(
    policy: str | Policy | None, place: str | None, further: Sequence[Policy]
) -> tuple[tuple[Policy, ...], tuple[Policy, ...]]:
    """The local policies and those beside; a policy named by the caller stands alone among the local ones."""
    found = library.applicable(place or NATION, further)
    if policy is None:
        return tuple(p for p in found if not p.national), tuple(p for p in found if p.national)
    named = policy if isinstance(policy, Policy) else _named(policy, further)
    return (named,), tuple(p for p in found if p.national and p.id != named.id)


def _may_govern(policy: Policy, people: Sequence[Subject]) -> bool:
    """Whether a text beside may govern anybody; one that surely does not is named among the texts, and that is all."""
    dates = [vocabulary.fact(path) for path in policy.judged_on]
    return policy.window is not None and any(
        chosen(policy, facts_of(subject, dates, {}, Codes()).values).in_force is not InForce.NO for subject in people
    )


def _pending(
    case: Case, people: Sequence[Subject], outline: _Outline, codes: Codes, names: Sequence[str]
) -> tuple[list[Pending], dict[str, Bounds], list[Fault]]:
    """The claims of a case before they are judged, what was ruled, and what contradicts itself."""
    bench = outline.docket
    assumed, faults = said.assumptions(case.assumptions, bench)
    ruled, wrong = said.rulings(case.rulings, (*outline.local, *outline.beside))
    faults += wrong
    found = []
    for subject in people:
        values, lists = _facts(subject, bench, ruled, codes)
        figures = supply(subject, (*outline.local, *outline.beside), values, ruled, _where(subject))
        values |= figures.values
        faults += [*figures.faults, *said.apply(assumed, values, _where(subject))[1]]
        award = template(subject, outline.place)
        claim = Pending(
            subject, bench, values, lists, tuple(assumed), award, named(subject), codes, notices=figures.notices
        )
        found.append(with_names(claim, names) if names else claim)
    return found, ruled, faults


def _facts(
    subject: Subject, bench: Docket, ruled: Mapping[str, Bounds], codes: Codes
) -> tuple[dict[str, Bounds], Mapping[str, Records]]:
    wanted = bench.wanted
    facts = facts_of(subject, wanted.values(), bench.lists, codes)
    clauses = {key: (fact.lo, fact.hi) for key, fact in bench.facts.items() if key not in wanted}
    return {**clauses, **facts.values, **ruled}, facts.lists


def _subject_answer(person: Person) -> SubjectAnswer:
    subject, doubts = person.subject, person.doubts
    trainee: Trainee = subject.nouns["trainee"]
    local = doubts.docket.local
    every = [determination(doubts, index, person.said) for index in range(len(doubts.docket.entries))]
    return SubjectAnswer(
        index=subject.index,
        id=mask_text(subject.enrollment.id or ""),
        name=mask_name(trainee.name) if trainee.name else "",
        id_number=mask_id(trainee.id_number) if trainee.id_number else "",
        heads=subject.heads,
        notices=(*_notices(subject), *person.notices),
        determinations=tuple(every[:local]),
        beside=tuple(every[local:]),
        total=_class_total([person], range(local), single=True),
    )


def _notices(subject: Subject) -> Iterable[Notice]:
    if subject.identity.wrong:
        remedy = Text("核对证件原件；号码不作修改", "check the document itself; the number is never repaired")
        yield Notice("ID-NUMBER", subject.identity.wrong, remedy)


def _class_total(people: Sequence[Person], indexes: Iterable[int], *, single: bool = False) -> Total:
    """Sums over people and local subsidies, world by world of what people share."""
    chosen_ones = list(indexes)
    if not people or not chosen_ones:
        return Total(sums.NOTHING.shown(), sums.NOTHING.shown())
    bench = people[0].doubts.docket
    heads = [1 if single else person.subject.heads for person in people]
    every = list(zip([person.doubts for person in people], heads, strict=True))
    fulfilled = [(met(doubts), number) for doubts, number in every]
    amount = sums.class_spread(fulfilled, all_of([amount_of(bench, index) for index in chosen_ones]))
    payable = sums.class_spread(every, all_of([payable_of(bench, index) for index in chosen_ones]))
    units = [unit_of(person.doubts, index) for person in people for index in chosen_ones]
    counts = [number for number in heads for _ in chosen_ones]
    return Total(amount.shown(), payable.shown(), sums.added(units, counts))
