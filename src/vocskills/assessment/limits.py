"""Upper ends that are no limit: an amount that only the declared range of some field stops has none that is known."""

from __future__ import annotations

import attrs

from vocskills.engines.interpret import static_range
from vocskills.language.nodes import NUMBER, Call, Element, Fact, Function, Node, Quantified, children, rebuild
from vocskills.language.scope import default_range
from vocskills.model.fields import Kind

_CLAUSE = ("reading.", "ruling.")
_NUMBERS = (Kind.INT, Kind.MONEY, Kind.RATE)


def no_limit_from(amount: Node) -> int:
    """From which value on a lowered amount has no known upper limit.

    A figure that a text limits (delegated within a range) stops at that limit. So the greatest value counts as unknown
    only if it would be another with wider fields.
    """
    top = static_range(amount)[1]
    return top if static_range(_wider(amount))[1] > top else top + 1


def _wider(node: Node) -> Node:
    """The same tree with everything that the library declares, and not the law, more than doubled."""
    match node:
        case Fact() | Element():
            legal = isinstance(node, Fact) and is_legal(node)
            return node if legal or node.type.kind not in _NUMBERS else attrs.evolve(node, hi=node.hi * 2 + 1)
        case Call(Function.AGE | Function.MONTHS | Function.YEAR):
            least, most = static_range(node)
            return Fact("", NUMBER, least, most * 2 + 1)
        case Quantified():
            value = None if node.value is None else _wider(node.value)
            return attrs.evolve(node, condition=_wider(node.condition), value=value, cap=node.cap * 2 + 1)
        case _:
            return rebuild(node, [_wider(part) for part in children(node)])


def is_legal(fact: Fact) -> bool:
    """Whether the upper end of a fact is one that a text sets: of a clause with an end of its own."""
    return fact.path.startswith(_CLAUSE) and fact.hi < default_range(fact.type)[1]
