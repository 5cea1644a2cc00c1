"""Adding up world by world: what one reading gives to one person it gives to everybody.

A class total is the sum of the lines of its people within one reading of every clause, and only then the least and
the most over the readings. So 61 people paid by scheduled or by attended days have two totals, not all between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import product

import attrs

from vocskills.assessment.docket import UNLIMITED, Line
from vocskills.assessment.doubt import MOST_WORLDS, Doubts, World
from vocskills.assessment.outcomes import PerUnit, Sum
from vocskills.bounds import Bounds, hull
from vocskills.engines.plan import Outcome
from vocskills.money import Money

MOST_VALUES = 8
"""So many possible values are listed; of more only the least and the most are said."""

Measure = Callable[[World], Bounds]


@attrs.frozen
class Spread:
    """What a sum can be: its bounds in fen, and its values if they are few."""

    bounds: Bounds
    values: frozenset[int] | None

    def __add__(self, other: Spread) -> Spread:
        (al, ah), (bl, bh) = self.bounds, other.bounds
        both = None
        if self.values is not None and other.values is not None:
            both = _few({a + b for a in self.values for b in other.values})
        return Spread((al + bl, ah + bh), both)

    def times(self, heads: int) -> Spread:
        """The same for several like persons."""
        values = None if self.values is None else frozenset(value * heads for value in self.values)
        return Spread((self.bounds[0] * heads, self.bounds[1] * heads), values)

    def shown(self) -> Sum:
        """As an answer holds it."""
        least, most = self.bounds
        listed = sorted(self.values) if self.values is not None and most < UNLIMITED else []
        top = None if most >= UNLIMITED else Money(most)
        return Sum(Money(least), top, tuple(Money(value) for value in listed) if len(listed) > 1 else ())


def _few(values: Iterable[int]) -> frozenset[int] | None:
    found = frozenset(values)
    return found if len(found) <= MOST_VALUES else None


NOTHING = Spread((0, 0), frozenset({0}))


def spread(parts: Iterable[Bounds]) -> Spread:
    """What a measure can be over several worlds."""
    bounds = list(parts)
    known = all(lo == hi for lo, hi in bounds)
    return Spread(hull(bounds), _few(lo for lo, _ in bounds) if known else None)


def merged(parts: Iterable[Spread]) -> Spread:
    """Any of several spreads."""
    found = list(parts)
    values = None
    if all(part.values is not None for part in found):
        values = _few(value for part in found for value in part.values or ())
    return Spread(hull(part.bounds for part in found), values)


def each_spread(people: Sequence[tuple[Doubts, int, Measure]]) -> Spread:
    """A measure summed over the people of a class, world by world of what they share.

    Args:
        people: each with how many like persons they stand for, and what is summed of them, in fen.
    """
    alike = Counter((id(doubts.worlds), heads, measure) for doubts, heads, measure in people)
    judged = {id(doubts.worlds): doubts for doubts, _, _ in people}
    tables = [(_table(judged[key], measure), heads, times) for (key, heads, measure), times in alike.items()]
    totals = []
    for choice in _shared_choices(list(judged.values())):
        total = NOTHING
        for table, heads, times in tables:
            total += _repeated(_under(table, choice).times(heads), times)
        totals.append(total)
    return merged(totals)


def _repeated(part: Spread, times: int) -> Spread:
    """A spread added to itself: people who are alike may each come to any of its values."""
    total = NOTHING
    while times:
        total, times, part = (total + part if times % 2 else total), times // 2, part + part
    return total


_Table = dict[tuple[tuple[str, int], ...], Spread]


def _table(doubts: Doubts, measure: Measure) -> _Table:
    """The measure by what is shared; people judged together have one table."""
    return doubts.once(("table", measure), lambda: _by_shared(doubts, measure))


def _by_shared(doubts: Doubts, measure: Measure) -> _Table:
    groups: dict[tuple[tuple[str, int], ...], list[Bounds]] = {}
    for world in doubts.worlds:
        groups.setdefault(world.shared, []).append(measure(world))
    return {shared: spread(parts) for shared, parts in groups.items()}


def _under(table: _Table, choice: dict[str, int]) -> Spread:
    """What a person's measure can be under a choice of what is shared.

    A person who can be paid under one reading only has no world under the others once worlds without pay are left out;
    then all that is left counts.
    """
    fitting = [part for shared, part in table.items() if all(choice.get(k, v) == v for k, v in shared)]
    return merged(fitting or table.values())


def _shared_choices(people: Sequence[Doubts]) -> Iterable[dict[str, int]]:
    """Every combination of the shared facts that somebody's answer hangs on, at most 64 (a prefix, as ever)."""
    domains: dict[str, range] = {}
    for doubts in people:
        for key, _ in doubts.worlds[0].shared:
            domains[key] = range(doubts.values[key][0], doubts.values[key][1] + 1)
    kept: dict[str, range] = {}
    worlds = 1
    for key in sorted(domains, key=_order(people)):
        worlds *= len(domains[key])
        if worlds > MOST_WORLDS:
            break
        kept[key] = domains[key]
    return [dict(zip(kept, picked, strict=True)) for picked in product(*kept.values())]


def _order(people: Sequence[Doubts]) -> Callable[[str], int]:
    """The order of the facts: as in the first of the people, then what only others read."""
    keys = dict.fromkeys(key for docket in {doubts.docket: None for doubts in people} for key in docket.facts)
    places = {key: place for place, key in enumerate(keys)}
    return lambda key: places[key]


def amount(line: Line) -> Bounds:
    """What would be paid if every open condition were met."""
    return (line.least, line.most) if line.paid else (0, 0)


def payable(line: Line, barred: Bounds) -> Bounds:
    """What can be paid as things are; a national text may bar the fund."""
    sure = line.outcome is Outcome.ELIGIBLE and not barred[1]
    possible = line.paid and not barred[0]
    return line.least if sure else 0, line.most if possible else 0


def added(units: Sequence[PerUnit | None], heads: Sequence[int]) -> PerUnit | None:
    """Amounts per unit added up, if all of them are per the same unit."""
    found = [unit for unit in units if unit is not None]
    if not found or len(found) < len(units) or len({unit.unit for unit in found}) > 1:
        return None
    fen = sum(unit.amount.fen * number for unit, number in zip(found, heads, strict=True))
    return PerUnit(Money(fen), found[0].unit)
