"""Subsidies of one claim that exclude each other: both stand, marked *one of*; together they come to their maximum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from vocskills.assessment import sums
from vocskills.assessment.docket import Docket
from vocskills.assessment.doubt import Doubts, World
from vocskills.bounds import Bounds


def excludes(docket: Docket, one: int, other: int) -> bool:
    """Whether two local subsidies exclude each other: either names the kind of the other."""
    if one == other or max(one, other) >= docket.local:
        return False
    if not (docket.entries[one].pays and docket.entries[other].pays):
        return False
    first, second = docket.entries[one].subsidy, docket.entries[other].subsidy
    return second.kind in first.excludes or first.kind in second.excludes


def one_of(doubts: Doubts, index: int) -> tuple[int, ...]:
    """The other subsidies of the claim of which only one can be had, where both are possible."""
    return tuple(
        other
        for other in doubts.docket.paying
        if excludes(doubts.docket, index, other)
        and any(world.lines[index].paid and world.lines[other].paid for world in doubts.worlds)
    )


def sum_of(docket: Docket, indexes: Iterable[int], measure: Callable[[Docket, int], sums.Measure]) -> sums.Measure:
    """The sum of a measure over some subsidies of a claim, of those that exclude each other the most."""
    measures = {index: measure(docket, index) for index in indexes}
    rivals = {one: frozenset(other for other in measures if excludes(docket, one, other)) for one in measures}

    def total(world: World) -> Bounds:
        parts = {index: one(world) for index, one in measures.items()}
        low = most_of({index: lo for index, (lo, _) in parts.items()}, rivals)
        return low, most_of({index: hi for index, (_, hi) in parts.items()}, rivals)

    return total


def most_of(amounts: Mapping[int, int], rivals: Mapping[int, frozenset[int]]) -> int:
    """The most that amounts come to of which no two rivals are taken together."""
    alone = sum(amount for index, amount in amounts.items() if not rivals[index])
    return alone + _most(frozenset(index for index in amounts if rivals[index]), amounts, rivals)


def _most(left: frozenset[int], amounts: Mapping[int, int], rivals: Mapping[int, frozenset[int]]) -> int:
    if not left:
        return 0
    first = min(left)
    rest = left - {first}
    with_it = amounts[first] + _most(rest - rivals[first], amounts, rivals)
    return with_it if not rest & rivals[first] else max(with_it, _most(rest, amounts, rivals))
