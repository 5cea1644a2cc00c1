"""What an engine decides: one subsidy of one policy, lowered, and the order in which its parts are judged."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import attrs

from vocskills.bounds import Bounds
from vocskills.language.nodes import Node


class Outcome(Enum):
    """What may be said of a subsidy for one subject; the value is the code inside engines."""

    NOT_APPLICABLE = 0
    NOT_IN_FORCE = 1
    UNDETERMINED = 2
    INELIGIBLE = 3
    ELIGIBLE = 4


@attrs.frozen
class Plan:
    """One subsidy as lowered trees.

    Attributes:
        applies: whether the subsidy is for this kind of program at all (``for``).
        governs: whether every governing date lies in the text's window.
        touches: whether some governing date does, or lies where only an unread successor can govern.
        rules: the conditions; *not applicable* ones are true.
        amount: fen per person, rounded.
    """

    applies: Node
    governs: Node
    touches: Node
    rules: tuple[Node, ...]
    amount: Node


@attrs.frozen
class Decision:
    """What an engine says of one plan: the outcome, the amount if every open condition is met, and the rules at fault.

    The amount is 0 where the outcome rules it out.
    """

    outcome: Outcome
    amount: Bounds
    failed: tuple[int, ...] = ()
    open: tuple[int, ...] = ()


NO_MONEY: Bounds = (0, 0)


def judge(applies: Bounds, governs: Bounds, touches: Bounds, rules: Sequence[Bounds]) -> Outcome:
    """The outcome, judged in this order: applicable, in force, failed, open, eligible.

    Failure beats doubt only inside one governing text, and a label never changes when doubt about an earlier question
    is resolved.
    """
    if not applies[1]:
        return Outcome.NOT_APPLICABLE
    if not applies[0]:
        return Outcome.UNDETERMINED
    if not touches[1]:
        return Outcome.NOT_IN_FORCE
    if not governs[0]:
        return Outcome.UNDETERMINED
    if any(not hi for _, hi in rules):
        return Outcome.INELIGIBLE
    return Outcome.ELIGIBLE if all(lo for lo, _ in rules) else Outcome.UNDETERMINED
