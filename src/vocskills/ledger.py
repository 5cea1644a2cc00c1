"""One person's history over time: decide a new claim against it, enter the result, see what follows from a change.

A ledger is a value: whatever changes it gives a new one. What stands in it is on record and comes before any new claim;
it is never decided again. A claim that was open when it was entered counts as perhaps until it is decided once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NoReturn

import attrs

from vocskills.assessment import Assessment
from vocskills.assessment.answer import SubjectAnswer
from vocskills.assessment.cases import By, together
from vocskills.assessment.determination import Determination
from vocskills.assessment.outcomes import Sum, Verdict
from vocskills.door import Subject, subjects
from vocskills.errors import Fault, InputError, did_you_mean, similar
from vocskills.model.case import Case, check_case
from vocskills.model.checks import check
from vocskills.model.fields import Listing
from vocskills.model.nouns import Claim, Enrollment, Trainee
from vocskills.model.persons import marks, same_person
from vocskills.model.records import Award
from vocskills.model.terms import AwardKind, AwardState
from vocskills.policy.pack import Policy
from vocskills.privacy import mask_text
from vocskills.text import Text, join

_NOBODY = Text("没有有效的身份证号码或人员标识", "neither a full identity number that is right nor a person key")
_GIVE_ONE = Text("填写 person_key 或 18 位身份证号码", "give person_key or the identity number of 18 digits")
_ONE_PERSON = Text("要一个人的一项申领", "one claim of one person is wanted")
_SOMEBODY_ELSE = Text("是另一个人的申领", "the claim is somebody else's")
_HISTORY = Text("补贴记录在台账中，申领里不能再写", "the awards stand in the ledger, not in the claim")
_NO_AWARDS = Text("删去 awards，漏记的先用 enter 记入台账", "leave out awards; enter in the ledger what it lacks")
_NO_ENTRY = Text("台账里没有这一条", "there is no such entry")
_TAKEN = Text("台账里已有这一条", "there is such an entry already")
_OTHER_NAME = Text("换一个名称", "choose another name")
_NOT_ONE = Text("这一条没有这种补贴", "the entry has no award of this kind")
_STANDS = Text("已核定的不重新核定，是否收回由主管部门决定", "the award stands unless the authority takes it back")
_NO_NAME = Text("申领没有编号", "the claim has no identifier")
_GIVE_NAME = Text("填写 claim.id", "give it a claim.id")
_NO_KIND = Text("没有写补贴种类", "the kind of award is missing")


@attrs.frozen
class Entry:
    """One entry of a ledger.

    Attributes:
        name: what it is called; a claim's own identifier.
        awards: what stands on record; none where the claim was refused.
        case: the claim that it was decided from; ``None`` for an award that was entered.
        determinations: what was decided on the claim.
    """

    name: str
    awards: tuple[Award, ...]
    case: Case | None = None
    determinations: tuple[Determination, ...] = ()


@attrs.frozen
class Difference:
    """What becomes of one subsidy of a claim after a change.

    Attributes:
        claim: the entry's name.
        policy: the policy.
        subsidy: its subsidy.
        before: the outcome without the change.
        after: the outcome with it.
        payable_before: what could be paid without the change.
        payable_after: what can be paid with it.
        stands: whether an award is on record, which stands until an authority takes it back.
        words: the same as a sentence.
    """

    claim: str
    policy: str
    subsidy: str
    before: Verdict
    after: Verdict
    payable_before: Sum
    payable_after: Sum
    stands: bool
    words: Text


@attrs.frozen
class Consequences:
    """What follows from a change of one entry.

    Attributes:
        ledger: the ledger with the change.
        differences: the claims that come out otherwise, in the order of the ledger.
        words: the same in words.
    """

    ledger: Ledger
    differences: tuple[Difference, ...]
    words: Text


@attrs.frozen
class Ledger:
    """One person's claims and awards.

    Attributes:
        person: who; with a full identity number or a key, by which alone claims are joined.
        entries: what stands in it, in the order in which it was entered.
        complete: whether there are surely no other awards.
        by: by which policies claims are decided.
    """

    person: Trainee
    entries: tuple[Entry, ...] = ()
    complete: bool = False
    by: By = attrs.field(factory=By)

    @classmethod
    def of(
        cls,
        person: Trainee,
        *,
        policy: str | Policy | None = None,
        place: str | None = None,
        policies: Sequence[Policy] = (),
        key: bytes | None = None,
    ) -> Ledger:
        """The ledger of a person, the awards on record entered as ``award-1`` and so on.

        Args:
            person: with a full identity number or a key, and the awards on record, which say whether they are complete.
            policy: as for :func:`vocskills.assess`; so are ``place``, ``policies`` and ``key``.
            place: see there.
            policies: see there.
            key: see there.

        Raises:
            InputError: the person has faults, or neither number nor key.
        """
        faults = check(person, "trainee")
        if not faults and not marks(person):
            faults = [Fault(_NOBODY, "trainee", remedy=_GIVE_ONE)]
        if faults:
            raise InputError(faults)
        entries = tuple(Entry(f"award-{number}", (award,)) for number, award in enumerate(person.awards.items, 1))
        who = attrs.evolve(person, awards=Listing())
        return cls(who, entries, person.awards.complete, By(policy, place, tuple(policies), key))

    @property
    def awards(self) -> Listing[Award]:
        """The awards on record, as a trainee holds them."""
        return Listing(tuple(award for entry in self.entries for award in entry.awards), self.complete)

    def entry(self, name: str) -> Entry:
        """One entry.

        Raises:
            InputError: there is none of that name.
        """
        found = next((entry for entry in self.entries if entry.name == name), None)
        if found is None:
            remedy = did_you_mean(similar(name, [entry.name for entry in self.entries]))
            raise InputError(Fault(_NO_ENTRY, "name", text=name, remedy=remedy))
        return found

    def enter(self, name: str, award: Award) -> Ledger:
        """The ledger with an award that was decided elsewhere.

        Raises:
            InputError: the award has faults, or there is an entry of that name.
        """
        faults = check(award, "award")
        if any(entry.name == name for entry in self.entries):
            faults = [*faults, Fault(_TAKEN, "name", text=name, remedy=_OTHER_NAME)]
        if faults:
            raise InputError(faults)
        return attrs.evolve(self, entries=(*self.entries, Entry(name, (award,))))

    def decide(self, case: Case) -> tuple[Assessment, Ledger]:
        """Decides a claim against what is on record.

        A claim that stands in the ledger already is decided once more, as if it were new, and takes its own place.

        Args:
            case: one claim of the person, without awards of its own.

        Returns:
            The assessment and the ledger with the result: awards that are due, and perhaps what is open. A claim of
            which nothing tells whose it is is judged with an unknown history and not entered.

        Raises:
            InputError: the claim has faults, is somebody else's, or has awards of its own.
        """
        subject = _only(case)
        _refuse_history(subject)
        same = same_person(self.person, subject.nouns["trainee"])
        if same is False:
            _refuse(_SOMEBODY_ELSE, "trainee")
        if same is None:
            return together([case], self.by)[0], self
        name = _name(subject)
        kept = [entry for entry in self.entries if entry.name != name]
        if any(entry.name == name and entry.case is None for entry in self.entries):
            _refuse(_TAKEN, "claim.id", name)
        found = self._judged(case, kept)
        (answer,) = found.subjects
        entry = Entry(name, found.awards(answer), case, answer.determinations)
        after = [entry if old.name == name else old for old in self.entries]
        return found, attrs.evolve(self, entries=tuple(after if len(kept) < len(self.entries) else [*kept, entry]))

    def withdraw(self, name: str) -> Consequences:
        """What follows when the claim behind an entry is withdrawn: it no longer counts."""
        return self._changed(name, lambda award: attrs.evolve(award, state=AwardState.WITHDRAWN))

    def recover(self, name: str) -> Consequences:
        """What follows when the money of an entry is taken back: it no longer counts."""
        return self._changed(name, lambda award: attrs.evolve(award, state=AwardState.RECOVERED))

    def correct(self, name: str, award: Award) -> Consequences:
        """What follows when an award of an entry is corrected.

        Args:
            name: the entry.
            award: as it should stand; it takes the place of the entry's award of its kind.

        Raises:
            InputError: there is no such entry, or it has no award of this kind.
        """
        faults = check(award, "award")
        if award.kind is None:
            faults = [*faults, Fault(_NO_KIND, "award.kind")]
        if faults:
            raise InputError(faults)
        kinds: list[AwardKind | None] = [old.kind for old in self.entry(name).awards]
        if award.kind not in kinds:
            _refuse(_NOT_ONE, "award.kind", str(award.kind.value) if award.kind else "")
        return self._changed(name, lambda old: award if old.kind is award.kind else old)

    def _changed(self, name: str, change: Callable[[Award], Award]) -> Consequences:
        old = self.entry(name)
        new = attrs.evolve(old, awards=tuple(change(award) for award in old.awards))
        after = attrs.evolve(self, entries=tuple(new if entry is old else entry for entry in self.entries))
        places = [n for n, entry in enumerate(self.entries) if entry.case is not None and entry is not old]
        found = tuple(one for place in places for one in _differences(self, after, place))
        return Consequences(after, found, _words(found))

    def _judged(self, case: Case, entries: Iterable[Entry]) -> Assessment:
        """A claim against what is on record in some entries."""
        pairs = [(entry.name, award) for entry in entries for award in entry.awards]
        history = Listing(tuple(award for _, award in pairs), self.complete)
        return together([_with_awards(case, history)], self.by, [mask_text(name) for name, _ in pairs])[0]


def _differences(before: Ledger, after: Ledger, place: int) -> Iterator[Difference]:
    """What becomes of a claim: an award by what was on record before it, what was refused by all that is now."""
    entry = before.entries[place]
    for one, other in zip(_standing(before, place), _standing(after, place), strict=True):
        if (one.verdict, one.payable) != (other.verdict, other.payable):
            awarded = any(award.kind is one.kind and award.policy == one.policy for award in entry.awards)
            stands = awarded and one.verdict is Verdict.ELIGIBLE
            yield Difference(
                claim=entry.name,
                policy=one.policy,
                subsidy=one.subsidy,
                before=one.verdict,
                after=other.verdict,
                payable_before=one.payable,
                payable_after=other.payable,
                stands=stands,
                words=_difference_words(entry.name, one, other, stands=stands),
            )


def _standing(ledger: Ledger, place: int) -> list[Determination]:
    entry = ledger.entries[place]
    assert entry.case is not None
    earlier = _answer(ledger._judged(entry.case, ledger.entries[:place])).determinations
    others = (*ledger.entries[:place], *ledger.entries[place + 1 :])
    now = _answer(ledger._judged(entry.case, others)).determinations
    pairs = zip(entry.determinations, earlier, now, strict=True)
    return [then if old.verdict is Verdict.ELIGIBLE else whole for old, then, whole in pairs]


def _answer(assessment: Assessment) -> SubjectAnswer:
    (only,) = assessment.subjects
    return only


def _difference_words(name: str, one: Determination, other: Determination, *, stands: bool) -> Text:
    title, before, after = one.title, one.verdict.label, other.verdict.label
    old, new = _figure(one.payable), _figure(other.payable)
    name = mask_text(name)
    zh = f"申领 {name}（{title.zh}）：{before.zh}（可付 {old} 元）变为{after.zh}（可付 {new} 元）"
    en = f"claim {name} ({title.en}): {before.en} (payable {old} yuan) becomes {after.en} (payable {new} yuan)"
    if stands:
        return Text(f"{zh}；{_STANDS.zh}", f"{en}; {_STANDS.en}")
    return Text(zh, en)


def _figure(payable: Sum) -> str:
    least, most = str(payable.least), "?" if payable.most is None else str(payable.most)
    return least if least == most else f"{least}..{most}"


def _words(found: Sequence[Difference]) -> Text:
    if not found:
        return Text("其他申领的结论不变", "no other claim comes out otherwise")
    return join([one.words for one in found], zh="；", en="; ")


def _only(case: Case) -> Subject:
    """The one person of a claim."""
    faults = check_case(case)
    if faults:
        raise InputError(faults)
    people = subjects(case)
    if len(people) != 1 or people[0].heads != 1:
        _refuse(_ONE_PERSON, "enrollments")
    return people[0]


def _name(subject: Subject) -> str:
    """The claim's own identifier, else the enrollment's; it tells claims apart and orders nothing."""
    claim = subject.nouns["claim"]
    name = claim.id if isinstance(claim, Claim) and claim.id else subject.enrollment.id
    if not name:
        raise InputError(Fault(_NO_NAME, "claim.id", remedy=_GIVE_NAME))
    return name


def _refuse_history(subject: Subject) -> None:
    trainee: Trainee = subject.nouns["trainee"]
    if trainee.awards != Listing():
        raise InputError(Fault(_HISTORY, "trainee.awards", remedy=_NO_AWARDS))


def _refuse(what: Text, where: str, text: str = "") -> NoReturn:
    raise InputError(Fault(what, where, text=text))


def _with_awards(case: Case, awards: Listing[Award]) -> Case:
    """The case with the person's history, put where its trainee stands."""
    if case.enrollments is not None and case.enrollments.items:
        own = case.enrollments.items[0]
        if isinstance(own.trainee, Trainee):
            listed = attrs.evolve(own, trainee=attrs.evolve(own.trainee, awards=awards))
            return attrs.evolve(case, enrollments=attrs.evolve(case.enrollments, items=(listed,)))
    if isinstance(case.enrollment, Enrollment) and isinstance(case.enrollment.trainee, Trainee):
        shared = attrs.evolve(case.enrollment, trainee=attrs.evolve(case.enrollment.trainee, awards=awards))
        return attrs.evolve(case, enrollment=shared)
    trainee = case.trainee if isinstance(case.trainee, Trainee) else Trainee()
    return attrs.evolve(case, trainee=attrs.evolve(trainee, awards=awards))
