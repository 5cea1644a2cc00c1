"""Everybody of one or several cases judged: each person's claims together, each person apart from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import attrs

from vocskills.assessment import said
from vocskills.assessment.alike import judge_all
from vocskills.assessment.answer import Notice
from vocskills.assessment.claims import Pending
from vocskills.assessment.determine import Said
from vocskills.assessment.doubt import Doubts, judge
from vocskills.assessment.fold import fold
from vocskills.bounds import Bounds
from vocskills.door import Subject, rederived
from vocskills.errors import Fault
from vocskills.model.fields import Listing
from vocskills.model.nouns import Trainee
from vocskills.model.persons import contradictions, joined
from vocskills.model.records import Award
from vocskills.progress import Watch, unwatched
from vocskills.text import Text

_HISTORIES = Text("同一人的补贴记录有两份完整的，却不一致", "two complete histories of one person that differ")
_ONE_HISTORY = Text("核对补贴记录，只留一份", "check the awards on record and keep one of the two")


@attrs.frozen
class Person:
    """One subject with its worlds and what was said about it."""

    subject: Subject
    doubts: Doubts
    said: Said
    notices: tuple[Notice, ...] = ()


def groups(people: Sequence[Subject]) -> list[list[int]]:
    """The places of people grouped by person; like persons of whom only the number is known are nobody."""
    trainees = {str(place): _trainee(subject) for place, subject in enumerate(people)}
    return [[int(place) for place in group] for group in joined(trainees)]


def _trainee(subject: Subject) -> Trainee:
    trainee: Trainee = subject.nouns["trainee"]
    return trainee


def one_history(people: Mapping[str, Subject], persons: Sequence[Sequence[int]]) -> tuple[list[Subject], list[Fault]]:
    """The people with one history each: who says it all in one claim has said it for the others.

    Args:
        people: by their paths.
        persons: their places, grouped by person.

    Returns:
        The people in the same order, and what contradicts itself.
    """
    paths, subjects = list(people), list(people.values())
    faults = list(contradictions({path: _trainee(subject) for path, subject in people.items()}))
    for group in persons:
        complete = [place for place in group if _trainee(subjects[place]).awards.complete]
        for place in complete[1:]:
            if _counted(subjects[place]) != _counted(subjects[complete[0]]):
                faults.append(Fault(_HISTORIES, f"{paths[place]}.trainee.awards", remedy=_ONE_HISTORY))
        for place in group if complete else ():
            subjects[place] = _with(subjects[place], _trainee(subjects[complete[0]]).awards)
    return subjects, faults


def _counted(subject: Subject) -> Counter[Award]:
    return Counter(_trainee(subject).awards.items)


def _with(subject: Subject, awards: Listing[Award]) -> Subject:
    trainee = attrs.evolve(_trainee(subject), awards=awards)
    return attrs.evolve(subject, nouns={**subject.nouns, "trainee": trainee})


def decided(
    claims: Sequence[Pending],
    ruled: Sequence[Mapping[str, Bounds]],
    persons: Sequence[Sequence[int]] | None = None,
    watch: Watch = unwatched,
) -> list[Person]:
    """Everybody judged, in the order given.

    Args:
        claims: all claims of one or several cases, without contradictions.
        ruled: what was ruled in the case of each.
        persons: their places, grouped by person; each by itself by default.
        watch: hands on people while they are judged, and may show how many are done.
    """
    persons = [[place] for place in range(len(claims))] if persons is None else persons
    found: dict[int, Person] = {}
    known = [_assumed(claim, claim.assumed) for claim in claims]
    single = [group[0] for group in persons if _is_alone([claims[place] for place in group])]
    alone = [(claims[place].docket, known[place], claims[place].lists) for place in single]
    judged = dict(zip(single, judge_all(alone, watch), strict=True))
    for group in persons:
        mine = [claims[place] for place in group]
        values = [known[place] for place in group]
        every = [judged[group[0]]] if group[0] in judged else _judged(mine, values)
        without = _without_each(mine, values)
        for place, doubts, others in zip(group, every, without, strict=True):
            said_ = Said(others, frozenset(ruled[place]))
            found[place] = Person(claims[place].subject, doubts, said_, claims[place].notices)
    return [found[place] for place in range(len(claims))]


def _judged(claims: Sequence[Pending], values: Sequence[dict[str, Bounds]]) -> list[Doubts]:
    alone = _is_alone(claims)
    return [judge(claims[0].docket, values[0], claims[0].lists)] if alone else fold(claims, values)


def _is_alone(claims: Sequence[Pending]) -> bool:
    """Whether a person's only claim hangs on no other and on no award with a name."""
    return len(claims) == 1 and not claims[0].recorded


def _assumed(claim: Pending, assumed: Sequence[said.Assumed]) -> dict[str, Bounds]:
    values = said.apply(assumed, claim.values, "")[0]
    return rederived(claim.subject, claim.docket.wanted, values) if assumed else values


def _without_each(claims: Sequence[Pending], values: Sequence[dict[str, Bounds]]) -> list[dict[str, Doubts]]:
    """The same claims judged without each assumption that says more than was known of one of them."""
    found: list[dict[str, Doubts]] = [{} for _ in claims]
    for key in dict.fromkeys(one.key for claim in claims for one in claim.assumed):
        less = [_assumed(claim, [one for one in claim.assumed if one.key != key]) for claim in claims]
        if less != list(values):
            for place, doubts in enumerate(_judged(claims, less)):
                if any(one.key == key for one in claims[place].assumed):
                    found[place][key] = doubts
    return found
