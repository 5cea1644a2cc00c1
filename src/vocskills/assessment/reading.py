"""Which facts the parts of an item read, so that only what is undecided is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import attrs

from vocskills.assessment.docket import Entry, Line, key_of
from vocskills.bounds import is_point
from vocskills.engines.plan import Outcome
from vocskills.language.nodes import Node, facts_in
from vocskills.policy.items import Subsidy


@attrs.frozen
class Reading:
    """The facts of the parts of an item, by their names over all policies.

    Attributes:
        gates: what is asked before the rules: for which course, whether in force.
        before: of all gates together.
        rules: of each rule.
        amount: of the amount.
        payee: of the payee.
        fund: of the fund.
        more: of what follows besides, of which a line says nothing: an advance, what a measure brings.
    """

    gates: tuple[tuple[Node, frozenset[str]], ...]
    before: frozenset[str]
    rules: tuple[frozenset[str], ...]
    amount: frozenset[str]
    payee: frozenset[str]
    fund: frozenset[str]
    more: frozenset[str]

    def of(self, line: Line) -> Iterator[frozenset[str]]:
        """The facts of the parts of which a line says no point, and of those of which it says nothing."""
        yield from self.barring(line)
        if line.least != line.most:
            yield self.amount
        if line.payee is not None and not is_point(line.payee):
            yield self.payee

    def barring(self, line: Line) -> Iterator[frozenset[str]]:
        """Those of them on which it hangs whether the item bars another one."""
        yield self.more
        yield from (self.rules[place] for place in line.open)
        if line.fund is not None and not is_point(line.fund):
            yield self.fund

    def undecided(self, line: Line, *, local: bool) -> frozenset[str]:
        """The facts that may still change what is said of an item.

        What is decided whatever they are, such as a rule that is met in any case, is left out.

        Args:
            line: what plain intervals say.
            local: whether it pays or is done itself; of a text beside only whether it bars counts.
        """
        gates = self.before if line.outcome is Outcome.UNDETERMINED else frozenset()
        return gates.union(*(self.of(line) if local else self.barring(line)))


@lru_cache(maxsize=1024)
def reading(entry: Entry) -> Reading:
    """The facts that the parts of an entry read."""
    plan, policy = entry.item.plan, entry.policy.id
    told = isinstance(entry.item, Subsidy) and entry.item.advance is None
    payee, fund = (_reads(policy, [] if node is None else [node]) for node in entry.codes)
    gates = plan.applies, plan.governs, plan.touches
    return Reading(
        gates=tuple((gate, _reads(policy, [gate])) for gate in gates),
        before=_reads(policy, gates),
        rules=tuple(_reads(policy, [rule]) for rule in plan.rules),
        amount=_reads(policy, [plan.amount]),
        payee=payee,
        fund=fund,
        more=frozenset() if told else frozenset(key for key, _ in entry.others),
    )


def _reads(policy: str, nodes: Iterable[Node]) -> frozenset[str]:
    return frozenset(key_of(policy, path) for path in facts_in(*nodes))
