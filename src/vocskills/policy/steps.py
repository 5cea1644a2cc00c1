"""Steps of an amount whose order matters and is not said to be the text's: a warning for the pack's author.

Whether the order matters is found by trying: both orders are worked out on the ends of all ranges, on the constants
that stand in them, and on values drawn between. A difference is shown with the two amounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from random import Random

from vocskills import calendar
from vocskills.bounds import Bounds
from vocskills.engines.interpret import Facts, interpret
from vocskills.errors import Fault
from vocskills.language.lower import Scaled, lower_money
from vocskills.language.nodes import Fact, Literal, Lookup, Node, facts_in, walk
from vocskills.model.fields import Kind
from vocskills.money import Money
from vocskills.policy.amounts import rounded_to, stepped
from vocskills.policy.items import Step, StepOp
from vocskills.policy.pack import Policy
from vocskills.text import Text

_DRAWN = 300
"""So many combinations of values are tried besides the ends of all ranges."""
_RECENT, _YEARS = 20200101, 3_000
"""Days are drawn so many days around this one."""
_ALIKE = frozenset({StepOp.TIMES, StepOp.PLUS, StepOp.AT_MOST, StepOp.AT_LEAST})
"""Two steps of one of these kinds come to the same in either order."""
_REMEDY = Text(
    "文中写明先后的，在这一步加 order: yes；没有写明的，列为 unsettled",
    "add order: yes to this step if the text says so; if it does not, make the order an unsettled clause",
)


def unordered(policy: Policy) -> list[Fault]:
    """The steps that come to another amount before the step before them, where the text is not said to order them."""
    return list(_unordered(policy))


@lru_cache(maxsize=64)
def _unordered(policy: Policy) -> tuple[Fault, ...]:
    return tuple(
        _warning(policy, one, other, *found)
        for subsidy in policy.subsidies.values()
        for start, one, other in zip(subsidy.steps, subsidy.steps[1:], subsidy.steps[2:], strict=False)
        if not other.in_order and (found := _difference(start.after, one, other)) is not None
    )


def _warning(policy: Policy, one: Step, other: Step, now: Fraction, swapped: Fraction) -> Fault:
    first, second, here, there = one.op.value, other.op.value, _yuan(now), _yuan(swapped)
    what = Text(
        f"{second} 与前一步 {first} 对调，结果不同，如 {here} 元变为 {there} 元",
        f"{second} before {first} would come to another amount, such as {there} instead of {here} yuan",
    )
    return Fault(what, other.where, policy.file, other.line, other.column, remedy=_REMEDY)


def _yuan(amount: Fraction) -> str:
    return str(Money(round(amount * 100)))


def _difference(start: Scaled, one: Step, other: Step) -> tuple[Fraction, Fraction] | None:
    """Two amounts that the two orders come to for some case; ``None`` if none was found."""
    if one.op is other.op and one.op in _ALIKE:
        return None
    now, swapped = _after(_after(start, one), other), _after(_after(start, other), one)
    for facts in _samples([now[0], swapped[0]]):
        pair = _amount(now, facts), _amount(swapped, facts)
        # To the fen: what the last rounding hides is no difference.
        if _yuan(pair[0]) != _yuan(pair[1]):
            return pair
    return None


def _after(before: Scaled, step: Step) -> Scaled:
    if step.value is None:
        assert step.unit is not None
        return rounded_to(before, step.unit)
    return stepped(step.op, before, lower_money(step.value))


def _amount(amount: Scaled, facts: Facts) -> Fraction:
    return Fraction(interpret(amount[0], facts)[1], amount[1])


def _samples(nodes: list[Node]) -> Iterator[Facts]:
    """Cases at the ends of all ranges, then drawn ones; the same every time."""
    facts = facts_in(*nodes)
    near = sorted(_constants(nodes))
    ends = {path: (fact.lo, fact.hi) for path, fact in facts.items()}
    yield from (_known({path: bounds[end] for path, bounds in ends.items()}) for end in (0, 1))
    draw = Random(0)
    for _ in range(_DRAWN if facts else 0):
        yield _known({path: _drawn(fact, near, draw) for path, fact in facts.items()})


def _known(values: dict[str, int]) -> Facts:
    points: dict[str, Bounds] = {path: (value, value) for path, value in values.items()}
    return Facts(points)


def _constants(nodes: list[Node]) -> set[int]:
    """The constants that stand in the trees, and the ends of the keys of their tables."""
    every = [node for root in nodes for node in walk(root)]
    found = {node.value for node in every if isinstance(node, Literal) and isinstance(node.value, int)}
    rows = [row for node in every if isinstance(node, Lookup) for row in node.rows]
    return found | {end for row in rows for span in row.keys for end in span}


def _drawn(fact: Fact, near: list[int], draw: Random) -> int:
    """A value of a fact: near a constant, small, or anywhere."""
    if fact.type.kind is Kind.DATE:
        days = [*filter(calendar.is_day, near), calendar.plus_days(_RECENT, draw.randint(-_YEARS, _YEARS))]
        return min(max(draw.choice(days), fact.lo), fact.hi)
    inside = [value + step for value in near for step in (-1, 0, 1) if fact.lo <= value + step <= fact.hi]
    small = draw.randint(fact.lo, min(fact.hi, fact.lo + 100))
    return draw.choice([*inside, small, draw.randint(fact.lo, fact.hi)])
