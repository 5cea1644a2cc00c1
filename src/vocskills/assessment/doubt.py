"""Correlated doubt: the few unknown facts that can be tried one by one are, for all subsidies together.

Engines compute plain intervals, in which the same unknown counts anew wherever it stands. Above them this function
takes the longest prefix of the unknown *finite* facts and readings with at most 64 combinations, runs the engines on
each combination (a *world*) and keeps them apart, so that whoever adds up or compares can do it world by world.

The prefix is taken in a fixed order (local subsidies before those beside them; the class's facts, then the person's,
each in tree order) over what plain intervals leave open in the local subsidies, and in the national ones that may bar
them: what is decided whatever a fact may be is no reason to try it. The other national ones keep their plain intervals.
Learning a fact only ever decides more and so shortens that list; the prefix only ever grows, and no result widens.
Skipping a fact that does not fit, to take a later one that does, would break this.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import product
from typing import Any, TypeVar

import attrs

from vocskills.assessment.docket import Docket, Entry, Line, is_finite, is_shared
from vocskills.assessment.others import NOBODY, Others
from vocskills.assessment.reading import reading
from vocskills.bounds import Bounds
from vocskills.engines.interpret import Facts, Records
from vocskills.engines.plan import Outcome
from vocskills.engines.pycode import Prepared

T = TypeVar("T")

MOST_WORLDS = 64


@attrs.frozen
class World:
    """One combination of the finite facts in doubt.

    Attributes:
        shared: the values of those of the class, by name.
        own: the values of the person's.
        lines: what the engines say, one for each entry of the docket.
    """

    shared: tuple[tuple[str, int], ...]
    own: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]

    @property
    def choice(self) -> dict[str, int]:
        """All values by name."""
        return dict((*self.shared, *self.own))


@attrs.frozen
class Doubts:
    """One subject judged in every world.

    Attributes:
        docket: what was judged.
        values: the facts by name.
        lists: the records.
        worlds: at least one; exactly one where nothing finite is in doubt.
        others: the person's other claims, which stand among the awards.
        common: what was worked out of the worlds, once for all people who were judged together.
    """

    docket: Docket
    values: Mapping[str, Bounds]
    lists: Mapping[str, Records]
    worlds: tuple[World, ...]
    others: Others = NOBODY
    common: dict[Hashable, Any] = attrs.field(factory=dict, eq=False, repr=False)

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What is worked out of the worlds alone, once for all people who share them."""
        if name not in self.common:
            self.common[name] = make()
        found: T = self.common[name]
        return found

    def seen(self, entry: Entry) -> Mapping[str, Records]:
        """The records as an entry sees them, the person's earlier claims among them."""
        return self.others.seen(self.lists, entry.order)

    def facts(self, entry: Entry, world: World) -> Facts:
        """The facts of one world by the paths that an entry's trees use."""
        choice = world.choice
        pairs = *zip(entry.keys, (fact.path for fact in entry.decider.layout.facts), strict=True), *entry.others
        values = {path: (choice[key], choice[key]) if key in choice else self.values[key] for key, path in pairs}
        return Facts(values, self.seen(entry))


def judge(
    docket: Docket, values: Mapping[str, Bounds], lists: Mapping[str, Records], others: Others = NOBODY
) -> Doubts:
    """Judges one subject.

    Args:
        docket: the compiled subsidies.
        values: bounds of every fact of the docket by its name.
        lists: the records of its lists.
        others: the person's other claims.
    """
    benches = [_Bench(docket, index, values, lists, others) for index in range(len(docket.entries))]
    keys = _prefix(docket, values, [bench.undecided for bench in benches if bench.doubtful])
    shared = {key for key in keys if is_shared(key, docket.facts[key])}
    worlds = []
    for picked in product(*(range(values[key][0], values[key][1] + 1) for key in keys)):
        pairs = tuple(zip(keys, picked, strict=True))
        lines = tuple(bench.decide(dict(pairs)) for bench in benches)
        parts = tuple(p for p in pairs if p[0] in shared), tuple(p for p in pairs if p[0] not in shared)
        worlds.append(World(*parts, lines))
    return Doubts(docket, values, lists, tuple(worlds), others)


def _prefix(docket: Docket, values: Mapping[str, Bounds], undecided: Iterable[frozenset[str]]) -> list[str]:
    """The longest prefix of the finite facts in doubt that makes at most 64 combinations."""
    read = frozenset().union(*undecided)
    taken: list[str] = []
    worlds = 1
    for key, fact in docket.facts.items():
        lo, hi = values[key]
        if key in read and lo < hi and is_finite(fact):
            worlds *= hi - lo + 1
            if worlds > MOST_WORLDS:
                break
            taken.append(key)
    return taken


class _Bench:
    """One subsidy before the engine: runs once for each combination of the facts that it reads."""

    def __init__(
        self, docket: Docket, index: int, values: Mapping[str, Bounds], lists: Mapping[str, Records], others: Others
    ) -> None:
        entry = docket.entries[index]
        self.entry = entry
        self.local = index < docket.local
        self.followed = index in docket.followed
        self.values = values
        self.prepared = entry.prepare(values, others.seen(lists, entry.order))
        self.line = entry.run(self.prepared, values)
        self.places = {key: place for place, key in enumerate(entry.keys)}
        self.reads = frozenset(entry.reads())
        self.known: dict[tuple[tuple[str, int], ...], Line] = {}

    @property
    def doubtful(self) -> bool:
        """Whether its facts are worth trying: of a text beside only whether it bars counts, not what it would pay."""
        open_ = not self.line.settled if self.local else self.line.outcome is Outcome.UNDETERMINED
        return self.followed and open_

    @property
    def undecided(self) -> frozenset[str]:
        """The facts that may still change what is said."""
        return reading(self.entry).undecided(self.line, local=self.local)

    def decide(self, choice: Mapping[str, int]) -> Line:
        mine = tuple(pair for pair in choice.items() if pair[0] in self.reads) if self.followed else ()
        if self.line.settled or not mine:
            return self.line
        if mine not in self.known:
            self.known[mine] = self.entry.run(self._with(mine), {**self.values, **{k: (v, v) for k, v in mine}})
        return self.known[mine]

    def _with(self, mine: tuple[tuple[str, int], ...]) -> Prepared:
        low, high = list(self.prepared.low), list(self.prepared.high)
        for key, value in mine:
            if key in self.places:
                low[self.places[key]] = high[self.places[key]] = value
        same = low == high
        least = tuple(low)
        certain = same and all(column.certain for column in self.prepared.columns)
        return Prepared(least, least if same else tuple(high), self.prepared.columns, certain)


def outcome_of(lines: Iterable[Line]) -> Outcome:
    """The outcome over all worlds: the same in each, or undetermined."""
    found = {line.outcome for line in lines}
    return found.pop() if len(found) == 1 else Outcome.UNDETERMINED
