"""One claim of a person: where it stands among the others, and the award that it would become.

Awards on record count first and are never decided again. Pending claims are ordered by their governing date (the
policy's first), then by the caller's ``claim.sequence``, and then not at all: claims that still tie see each other as
perhaps earlier. Identifiers never decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from vocskills.assessment.answer import Notice
from vocskills.assessment.determine import barred
from vocskills.assessment.docket import Docket, Entry
from vocskills.assessment.doubt import Doubts, outcome_of
from vocskills.assessment.exclusive import one_of
from vocskills.assessment.others import AWARDS
from vocskills.assessment.said import Assumed
from vocskills.bounds import FALSE, OPEN, TRUE, Bounds, hull, truth
from vocskills.door import Codes, Subject
from vocskills.engines.interpret import Records
from vocskills.engines.plan import Outcome
from vocskills.model.fields import ABSENT, DAY_MAX, DAY_MIN, decode, encode, fields_of
from vocskills.model.nouns import Certificate, Claim, Cohort, Enrollment, Program, Trainee
from vocskills.model.records import Award
from vocskills.model.terms import AwardState, Level
from vocskills.privacy import mask_text
from vocskills.text import Text

_AWARD = fields_of(Award)
_SEQUENCE = fields_of(Claim)["sequence"]


@attrs.frozen
class Recorded:
    """An award on record that has a name of its own."""

    name: str
    award: Award


@attrs.frozen(eq=False)
class Pending:
    """One claim before it is judged.

    Attributes:
        subject: the person.
        docket: the subsidies claimed.
        values: the facts by name, without assumptions.
        lists: the records.
        assumed: the assumptions of its case.
        place: what chose the texts.
        codes: the numbers of codes, one for all claims that are judged together.
        recorded: awards on record that have a name; they are not among the records.
        notices: what is odd about the figures given.
    """

    subject: Subject
    docket: Docket
    values: dict[str, Bounds]
    lists: Mapping[str, Records]
    assumed: Sequence[Assumed]
    place: str | None
    codes: Codes
    recorded: tuple[Recorded, ...] = ()
    notices: tuple[Notice, ...] = ()

    @cached_property
    def award(self) -> Award:
        """The award that it would become, as far as that does not hang on the subsidy."""
        return template(self.subject, self.place)

    @property
    def name(self) -> str:
        """What it is called in an answer."""
        return named(self.subject)


def with_names(claim: Pending, names: Sequence[str]) -> Pending:
    """The claim with names for its person's awards on record, so that they can be pointed at."""
    trainee: Trainee = claim.subject.nouns["trainee"]
    found = tuple(Recorded(name, award) for name, award in zip(names, trainee.awards.items, strict=True))
    if AWARDS not in claim.lists:
        return claim
    known = claim.lists[AWARDS]
    lists = {**claim.lists, AWARDS: Records((), known.rest + len(found) if known.rest else 0)}
    return attrs.evolve(claim, lists=lists, recorded=found)


@attrs.frozen
class Place:
    """Where a claim stands: its governing date and its place among those of one date."""

    on: Bounds
    sequence: Bounds


def place_of(claim: Pending, values: dict[str, Bounds], entry: Entry) -> Place:
    """Where one subsidy of a claim stands."""
    dates = entry.item.judged_on
    sequence = claim.subject.nouns["claim"].sequence if isinstance(claim.subject.nouns["claim"], Claim) else None
    return Place(values[dates[0]] if dates else (DAY_MIN, DAY_MAX), encode(_SEQUENCE, sequence))


def before(one: Place, other: Place) -> Bounds:
    """Whether one comes before the other; what ties is perhaps before and perhaps after."""
    return truth(_surely(one, other), not _surely(other, one))


def _surely(one: Place, other: Place) -> bool:
    if one.on[1] < other.on[0]:
        return True
    return one.on[1] == other.on[0] and one.sequence[1] < other.sequence[0]


def named(subject: Subject) -> str:
    """What a claim is called: its own identifier, else the enrollment's, else its place in the list."""
    claim = subject.nouns["claim"]
    name = claim.id if isinstance(claim, Claim) and claim.id else subject.enrollment.id
    return mask_text(name) if name else f"#{(subject.index or 0) + 1}"


def template(subject: Subject, place: str | None) -> Award:
    """The award that a claim would become, without what hangs on the subsidy."""
    whole: Enrollment = subject.enrollment
    program = subject.nouns["program"] if isinstance(subject.nouns["program"], Program) else Program()
    found = whole.certificate
    certificate = found if isinstance(found, Certificate) else Certificate()
    cohort = subject.nouns["cohort"]
    occupation, level = _taught(subject, program, certificate)
    submitted = whole.claim.submitted_on if isinstance(whole.claim, Claim) else None
    return Award(
        place=place,
        occupation=occupation,
        level=level,
        urgent=program.urgent,
        training_type=program.training_type,
        cohort_id=cohort.id if isinstance(cohort, Cohort) else None,
        certificate_no=ABSENT if found is ABSENT else certificate.number,
        start_date=whole.start_date,
        end_date=whole.end_date,
        certified_on=certificate.issued_on,
        submitted_on=submitted,
        state=AwardState.DECIDED,
    )


def _taught(subject: Subject, program: Program, certificate: Certificate) -> tuple[str | None, Level | None]:
    """Occupation and level: the program's in a class, the certificate's where there is none; unknown if neither."""
    cohort = subject.nouns["cohort"]
    if cohort is ABSENT:
        return certificate.occupation, certificate.level
    if cohort is not None:
        return program.occupation, program.level
    same = program.occupation if program.occupation == certificate.occupation else None
    return same, program.level if program.level == certificate.level else None


def award_of(award: Award, docket: Docket, doubts: Doubts | None, index: int) -> tuple[Bounds, Award]:
    """The award that a subsidy of a claim becomes, and whether it does; before it is judged, perhaps anything."""
    entry = docket.entries[index]
    award = attrs.evolve(award, kind=entry.subsidy.kind, policy=entry.policy.id)
    if doubts is None:
        return OPEN, award
    paid = [world for world in doubts.worlds if world.lines[index].paid]
    bars = [barred(docket, world.lines, index) for world in doubts.worlds]
    if not paid or all(lo for lo, _ in bars):
        return FALSE, award
    eligible = outcome_of(world.lines[index] for world in doubts.worlds) is Outcome.ELIGIBLE
    sure = eligible and not entry.subsidy.discretionary and not any(hi for _, hi in bars)
    sure = sure and not one_of(doubts, index)
    lines = [world.lines[index] for world in paid]
    fund = [line.fund for line in lines if line.fund is not None]
    info = _AWARD["amount"]
    least, most = hull((line.least, line.most) for line in lines)
    return truth(sure, True), attrs.evolve(
        award,
        fund=_decoded("fund", hull(fund)) if len(fund) == len(lines) else None,
        amount=_decoded("amount", (min(least, info.hi), min(most, info.hi))),
    )


def awards_of(subject: Subject, place: str | None, doubts: Doubts) -> Iterator[Award]:
    """The awards that a claim becomes: decided ones, and those of which only that they may be (no state)."""
    for index in doubts.docket.paying:
        exists, award = award_of(template(subject, place), doubts.docket, doubts, index)
        if exists != FALSE:
            yield award if exists == TRUE else attrs.evolve(award, state=None)


def _decoded(name: str, bounds: Bounds) -> Any:
    return decode(_AWARD[name], *bounds)


def title_of_award(award: Award) -> Text:
    """What an award on record is called."""
    return award.kind.label if award.kind is not None else Text("补贴", "award")


def title_of(claim: Pending, index: int) -> Text:
    """What a subsidy of a claim is called."""
    return claim.docket.entries[index].subsidy.title
