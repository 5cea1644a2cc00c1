"""Money in steps: what may be paid in advance, what is left to pay, what is to be taken back.

With E for what a person is due and A for what was paid in advance, ``max(E - A, 0)`` is paid and ``max(A - E, 0)`` is
taken back, person by person and never netted; so A and the balance less what is taken back are always E.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import attrs

from vocskills.assessment import sums
from vocskills.assessment.determination import AdvanceShown, Settlement
from vocskills.assessment.determine import payable_of
from vocskills.assessment.docket import ADVANCED, UNLIMITED, Docket, Entry
from vocskills.assessment.doubt import Doubts, World
from vocskills.assessment.exclusive import sum_of
from vocskills.assessment.outcomes import State
from vocskills.bounds import Bounds, hull
from vocskills.engines.interpret import Facts, interpret
from vocskills.language import vocabulary
from vocskills.policy.items import Advance


def advance_of(doubts: Doubts, index: int) -> AdvanceShown | None:
    """What may be paid of a subsidy in advance; ``None`` where the text says nothing of it, or nothing can be paid."""
    entry = doubts.docket.entries[index]
    advance = entry.subsidy.advance if entry.pays else None
    paid = [world for world in doubts.worlds if world.lines[index].paid]
    if advance is None or not paid:
        return None
    facts = [doubts.facts(entry, world) for world in paid]
    limits = [_limit(advance, world, index, known) for world, known in zip(paid, facts, strict=True)]
    every = [doubts.facts(entry, world) for world in doubts.worlds]
    rules = {name: hull(interpret(entry.policy.rules[name].condition, f) for f in every) for name in advance.requires}
    failed, opened = _named(entry, rules, (0, 0)), _named(entry, rules, (0, 1))
    state = State.FAIL if failed else State.OPEN if opened else State.PASS
    return AdvanceShown(sums.spread(limits).shown(), state, failed, opened, advance.cite.article, advance.cite.facts)


def _named(entry: Entry, rules: Mapping[str, Bounds], truth: Bounds) -> tuple[str, ...]:
    return tuple(f"{entry.policy.id}.{name}" for name, found in rules.items() if found == truth)


def _limit(advance: Advance, world: World, index: int, facts: Facts) -> Bounds:
    """The most that may be advanced, in whole fen; half a fen more would be more than the text allows."""
    (least, most), (node, scale) = sums.amount(world.lines[index]), advance.share
    low, high = interpret(node, facts)
    return least * low // scale, UNLIMITED if most >= UNLIMITED else most * high // scale


def settlement(people: Sequence[tuple[Doubts, int]]) -> Settlement | None:
    """What becomes of what was paid in advance, added up over people; ``None`` where no local text knows advances.

    Args:
        people: each with how many like persons they stand for.
    """
    parts = [(doubts, heads, one) for doubts, heads in people if (one := _one(doubts)) is not None]
    if not parts:
        return None
    measures = [[(doubts, heads, getattr(one, name)) for doubts, heads, one in parts] for name in _PARTS]
    return Settlement(*(sums.each_spread(part).shown() for part in measures))


_PARTS = ("entitlement", "advanced", "balance", "recover")


@attrs.frozen
class _One:
    """One person's settlement, world by world."""

    entitlement: sums.Measure
    paid: Bounds

    def advanced(self, _: World) -> Bounds:
        return self.paid

    def balance(self, world: World) -> Bounds:
        (least, most), (low, high) = self.entitlement(world), self.paid
        return max(least - high, 0), max(most - low, 0)

    def recover(self, world: World) -> Bounds:
        (least, most), (low, high) = self.entitlement(world), self.paid
        return max(low - most, 0), max(high - least, 0)


def _one(doubts: Doubts) -> _One | None:
    if next(iter(_advanced(doubts.docket)), None) is None:
        return None
    low, high = doubts.values[ADVANCED]
    unknown = high >= vocabulary.facts()[ADVANCED].hi and low < high
    return _One(_entitled(doubts.docket), (low, high + UNLIMITED if unknown else high))


@lru_cache(maxsize=256)
def _entitled(docket: Docket) -> sums.Measure:
    return sum_of(docket, _advanced(docket), payable_of)


def _advanced(docket: Docket) -> Iterable[int]:
    """The local subsidies of which the text allows an advance; what was advanced is set against all of them."""
    return (index for index in docket.paying if docket.entries[index].subsidy.advance is not None)
