"""People who differ only in dates and numbers, judged together, over all classes.

In a roster nearly everybody has the same facts but for a date of birth and the dates of the class, and nearly all rules
only ask whether a date or a number is before or above another. So people with the same facts of every other kind are
judged once, with what they differ in as intervals. Whatever reads these and comes out as a point there comes out as the
same point for everything inside (the law of soundness); whatever does not read them comes out the same in any case.
Where something that reads one stays open, the people are parted in two by it and each half is tried again, down to
people who do not differ, who are judged as always.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import lru_cache

import attrs

from vocskills.assessment.docket import Docket, Entry, Line, is_clause, is_finite, is_shared_list, local_facts
from vocskills.assessment.doubt import Doubts, judge
from vocskills.assessment.reading import reading
from vocskills.bounds import Bounds, is_point
from vocskills.engines.interpret import Records, interpret
from vocskills.model.fields import Kind
from vocskills.progress import Watch, unwatched
from vocskills.text import Text

_DECIDING = Text("判定", "deciding")

Values = Mapping[str, Bounds]
Lists = Mapping[str, Records]
Point = tuple[int, ...]
"""One person's dates and numbers, in the order of their names."""


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
        groups.setdefault(_key(docket, values, lists), []).append(place)
    found: dict[int, Doubts] = {}
    for places in watch(_DECIDING, list(groups.values())):
        docket, _, lists = claims[places[0]]
        for place, doubts in zip(places, _alike(docket, [claims[p][1] for p in places], lists), strict=True):
            found[place] = doubts
    return [found[place] for place in range(len(claims))]


def _key(docket: Docket, values: Values, lists: Lists) -> Hashable:
    """What people must have in common to be judged together: all that they know but for dates and numbers."""
    free = _numeric(docket)
    same = tuple(None if lo == hi and key in free else (lo, hi) for key, (lo, hi) in values.items())
    records = tuple((name, one.rest, _contents(name, one)) for name, one in lists.items())
    return id(docket), tuple(values), same, records


def _contents(name: str, of: Records) -> Hashable:
    """The records of a list; a list of the class is one object for all its people and not compared record by record."""
    if of.items and is_shared_list(name):
        return id(of)
    return tuple((item.exists, tuple(item.fields.items())) for item in of.items)


@lru_cache(maxsize=1024)
def _numeric(docket: Docket) -> frozenset[str]:
    """The facts that are dates and numbers; of other kinds every value is one of its own."""
    facts = {**docket.facts, **docket.wanted}
    return frozenset(
        key
        for key, fact in facts.items()
        if not is_clause(key) and not is_finite(fact) and fact.type.kind is not Kind.CODE
    )


def _alike(docket: Docket, people: Sequence[Values], lists: Lists) -> list[Doubts]:
    """People with the same facts but for dates and numbers, in the order given."""
    free = [key for key in people[0] if key in _numeric(docket) and is_point(people[0][key])]
    points = [tuple(values[key][0] for key in free) for values in people]
    made = _Box(docket, people[0], lists, free).judged(sorted(set(points)))
    return [_of(made[point], values) for point, values in zip(points, people, strict=True)]


def _of(doubts: Doubts, values: Values) -> Doubts:
    """What was judged of several, of one of them."""
    return Doubts(doubts.docket, values, doubts.lists, doubts.worlds, doubts.others, doubts.common)


@attrs.frozen
class _Box:
    """People who differ in dates and numbers only.

    Attributes:
        docket: the compiled subsidies.
        values: the facts of one of them.
        lists: the records.
        free: the names of the dates and numbers.
    """

    docket: Docket
    values: Values
    lists: Lists
    free: Sequence[str]

    def judged(self, points: Sequence[Point]) -> dict[Point, Doubts]:
        """The judgement for each person's dates and numbers."""
        spans = [(min(column), max(column)) for column in zip(*points, strict=True)]
        whole = {**self.values, **dict(zip(self.free, spans, strict=True))}
        differing = frozenset(key for key, (lo, hi) in zip(self.free, spans, strict=True) if lo < hi)
        stuck = self._stuck(whole, differing)
        if not stuck:
            doubts = judge(self.docket, whole, self.lists)
            stuck = frozenset(key for world in doubts.worlds for key in self._open(world.lines, differing))
            if not stuck:
                return dict.fromkeys(points, doubts)
        halves = _parted(points, [place for place, key in enumerate(self.free) if key in stuck])
        return {point: doubts for half in halves for point, doubts in self.judged(half).items()}

    def _stuck(self, whole: Values, differing: frozenset[str]) -> frozenset[str]:
        """The dates and numbers by which people have to be parted before they are judged."""
        if not differing:
            return differing
        lines = [entry.run(entry.prepare(whole, self.lists), whole) for entry in self.docket.entries]
        before = (key for entry in self.docket.entries for key in self._gates(entry, whole, differing))
        return frozenset((*self._open(lines, differing), *before))

    def _gates(self, entry: Entry, whole: Values, differing: frozenset[str]) -> Iterator[str]:
        """What is asked before the rules and in doubt over all of them: for which course, when in force."""
        asked = [(gate, keys & differing) for gate, keys in reading(entry).gates if keys & differing]
        facts = local_facts(entry, whole, self.lists) if asked else None
        for gate, keys in asked:
            if facts is not None and not is_point(interpret(gate, facts)):
                yield from keys

    def _open(self, lines: Sequence[Line], differing: frozenset[str]) -> Iterator[str]:
        """The dates and numbers that are read by what is no point, or by what no line tells of."""
        if not differing:
            return
        for entry, line in zip(self.docket.entries, lines, strict=True):
            for keys in reading(entry).of(line):
                yield from keys & differing


def _parted(points: Sequence[Point], places: Sequence[int]) -> tuple[list[Point], list[Point]]:
    """People in two halves by the date or number of which they have the most different ones."""
    columns = {place: sorted({point[place] for point in points}) for place in places}
    place = max(columns, key=lambda one: len(columns[one]))
    middle = columns[place][len(columns[place]) // 2]
    return [point for point in points if point[place] < middle], [point for point in points if point[place] >= middle]
