"""What a measure hangs on and what it brings."""

from __future__ import annotations

from vocskills.assessment import sums
from vocskills.assessment.determination import FollowingShown
from vocskills.assessment.docket import UNLIMITED
from vocskills.assessment.doubt import Doubts
from vocskills.assessment.limits import no_limit_from
from vocskills.assessment.outcomes import DayShown, State
from vocskills.bounds import FALSE, TRUE, Bounds, hull, is_point
from vocskills.calendar import to_date
from vocskills.engines.interpret import interpret
from vocskills.engines.prose import bounds_text
from vocskills.language.nodes import DATE, Node
from vocskills.model.fields import DAY_MAX, DAY_MIN
from vocskills.policy.items import Follow, Measure

_STATES = {TRUE: State.PASS, FALSE: State.FAIL}


def arm_states(doubts: Doubts, index: int) -> dict[str, State]:
    """What becomes of each rule of which one is enough, over all worlds."""
    entry = doubts.docket.entries[index]
    rules = {name: entry.policy.rules[name].condition for name in entry.item.when_any}
    facts = [doubts.facts(entry, world) for world in doubts.worlds] if rules else []
    truths = {name: hull(interpret(rule, known) for known in facts) for name, rule in rules.items()}
    return {name: _STATES.get(truth, State.OPEN) for name, truth in truths.items()}


def brought(doubts: Doubts, index: int) -> dict[Follow, list[Bounds]] | None:
    """What each consequence of a measure comes to in the worlds in which it applies; ``None`` if in none."""
    entry = doubts.docket.entries[index]
    item = entry.item
    worlds = [world for world in doubts.worlds if world.lines[index].paid]
    if not isinstance(item, Measure) or not worlds:
        return None
    facts = [doubts.facts(entry, world) for world in worlds]
    return {one.what: [interpret(one.code, known) for known in facts] for one in item.follows}


def vague(doubts: Doubts, index: int) -> list[Node]:
    """The consequences of a measure that are in doubt, lowered; none where it does not apply."""
    item, found = doubts.docket.entries[index].item, brought(doubts, index) or {}
    follows = item.follows if isinstance(item, Measure) else ()
    return [one.code for one in follows if one.what in found and not is_point(hull(found[one.what]))]


def consequences(doubts: Doubts, index: int) -> FollowingShown | None:
    """What a measure brings where it applies or may; ``None`` for everything else."""
    entry = doubts.docket.entries[index]
    item = entry.item
    found = brought(doubts, index)
    if not isinstance(item, Measure) or found is None:
        return None
    days = {what: _day(hull(parts)) for what, parts in found.items() if what is not Follow.RECOVER}
    limits = [no_limit_from(one.code) for one in item.follows if one.what is Follow.RECOVER]
    recover = [_limited(part, limit) for limit in limits for part in found[Follow.RECOVER]]
    return FollowingShown(
        item.grade,
        days.get(Follow.FIX_BY),
        days.get(Follow.NO_NEW_CLASSES_UNTIL),
        sums.spread(recover).shown() if recover else None,
    )


def _limited(amount: Bounds, limit: int) -> Bounds:
    """An amount of which only the declared range is known has no known upper limit."""
    low, high = amount
    return low, high + UNLIMITED if low < high and high >= limit else high


def _day(span: Bounds) -> DayShown:
    earliest, latest = (to_date(day) if DAY_MIN < day < DAY_MAX else None for day in span)
    return DayShown(earliest, latest, bounds_text(DATE, (DAY_MIN, DAY_MAX), *span))
