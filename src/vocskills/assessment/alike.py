"""People who differ only in their date of birth, judged together.

In a roster nearly everybody has the same facts but for the date of birth, and nearly all rules only ask whether
somebody is above or below an age. So the people are judged once with their dates of birth as one interval. Whatever
reads the date and comes out as a point there comes out as the same point for every date inside (the law of soundness);
whatever does not read it comes out the same in any case. Where something that reads it stays open, the interval is cut
in two and each half is tried again, down to single dates, which are judged as always.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache

import attrs

from vocskills.assessment.docket import Docket, Entry, Line
from vocskills.assessment.doubt import Doubts, judge
from vocskills.bounds import Bounds, is_point
from vocskills.engines.interpret import Records
from vocskills.language.nodes import Node, facts_in
from vocskills.progress import Watch, unwatched
from vocskills.text import Text

_DECIDING = Text("判定", "deciding")
BIRTH = "trainee.birth_date"

Values = Mapping[str, Bounds]
Lists = Mapping[str, Records]


def judge_all(claims: Sequence[tuple[Docket, Values, Lists]], watch: Watch = unwatched) -> list[Doubts]:
    """Judges claims of different people who have no other claim, as :func:`~vocskills.assessment.doubt.judge` does.

    Args:
        claims: for each the compiled subsidies, the bounds of every fact, and the records.
        watch: hands on the groups of people who are alike, and may show how many are done.

    Returns:
        In the same order; people who were judged together share their worlds.
    """
    groups: dict[Hashable, list[int]] = {}
    for place, (docket, values, lists) in enumerate(claims):
        groups.setdefault(_key(docket, values, lists, place), []).append(place)
    found: dict[int, Doubts] = {}
    for places in watch(_DECIDING, list(groups.values())):
        docket, _, lists = claims[places[0]]
        for place, doubts in zip(places, _alike(docket, [claims[p][1] for p in places], lists), strict=True):
            found[place] = doubts
    return [found[place] for place in range(len(claims))]


def _key(docket: Docket, values: Values, lists: Lists, place: int) -> Hashable:
    """What people must have in common to be judged together; one with records of her own is alone."""
    if any(records.items for records in lists.values()):
        return place
    others = tuple((key, bounds) for key, bounds in values.items() if key != BIRTH or not is_point(bounds))
    return id(docket), others, tuple((name, records.rest) for name, records in lists.items())


def _alike(docket: Docket, people: Sequence[Values], lists: Lists) -> list[Doubts]:
    """People with the same facts but for the date of birth, in the order given."""
    if len(people) == 1 or not _is_born(people[0]):
        doubts = judge(docket, people[0], lists)
        return [attrs.evolve(doubts, values=values) for values in people]
    births = sorted({values[BIRTH][0] for values in people})
    made = _over(docket, people[0], lists, births)
    return [attrs.evolve(made[values[BIRTH][0]], values=values) for values in people]


def _is_born(values: Values) -> bool:
    """Whether the date of birth is asked for and known to the day; else all have the same bounds of it."""
    return BIRTH in values and is_point(values[BIRTH])


def _over(docket: Docket, values: Values, lists: Lists, births: Sequence[int]) -> dict[int, Doubts]:
    """The judgement for each date of birth."""
    whole = {**values, BIRTH: (births[0], births[-1])}
    if len(births) == 1:
        return {births[0]: judge(docket, whole, lists)}
    if _plain(docket, [entry.run(entry.prepare(whole, lists), whole) for entry in docket.entries]):
        doubts = judge(docket, whole, lists)
        if all(_plain(docket, world.lines) for world in doubts.worlds):
            return dict.fromkeys(births, doubts)
    middle = len(births) // 2
    halves = births[:middle], births[middle:]
    return {birth: doubts for half in halves for birth, doubts in _over(docket, values, lists, half).items()}


def _plain(docket: Docket, lines: Sequence[Line]) -> bool:
    """Whether everything that reads the date of birth is a point."""
    return all(_is_plain(_reading(entry), line) for entry, line in zip(docket.entries, lines, strict=True))


@attrs.frozen
class _Reading:
    """Which parts of an item read the date of birth.

    Attributes:
        rules: the places of the rules.
        amount: whether the amount does.
        more: whether anything else does: for which course it is, when it is in force, who is paid.
    """

    rules: frozenset[int]
    amount: bool
    more: bool


@lru_cache(maxsize=1024)
def _reading(entry: Entry) -> _Reading:
    plan = entry.item.plan
    gates = any(map(_reads, (plan.applies, plan.governs, plan.touches)))
    rules = frozenset(place for place, rule in enumerate(plan.rules) if _reads(rule))
    return _Reading(rules, _reads(plan.amount), gates or any(path == BIRTH for _, path in entry.others))


def _reads(node: Node) -> bool:
    return BIRTH in facts_in(node)


def _is_plain(reading: _Reading, line: Line) -> bool:
    in_doubt = bool(reading.rules & set(line.open)) or (reading.amount and line.least != line.most)
    return not reading.more and not in_doubt
