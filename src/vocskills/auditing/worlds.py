"""Which unknown facts are worth trying one by one: those that plain intervals may count twice.

A fact that stands in one place only, outside any question to a list, is counted once. Every operation takes its bounds
from the ends of its parts, and each end is reached for some value of the fact; so the hull over all its values is what
plain intervals say already, of that condition and of everything that is put together from conditions with other facts.
Such a fact still takes its room among the 64 combinations, as it does for a single claim, but no row is written out for
its sake.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from vocskills.assessment.docket import Docket, Entry, is_finite, key_of
from vocskills.bounds import hull
from vocskills.engines.interpret import Facts, interpret, static_range
from vocskills.language.nodes import Call, Element, Fact, Function, Node, Quantified, children, facts_in, walk

_TWICE = 2


def correlated(docket: Docket) -> frozenset[str]:
    """The facts, by their names in the docket, of which several parts of an answer may make use, or one part twice.

    A payee is a set of members, an amount without a known limit is told from one that has it, and where it is open
    whether a subsidy is meant at all its rules are not asked; what these hang on is always tried.
    """
    counts: Counter[str] = Counter()
    for policy, tree in dict.fromkeys(_trees(docket)):
        counts.update(key_of(policy, path) for path in _counted(tree, 1))
    for number in docket.followed:
        entry = docket.entries[number]
        counts.update(dict.fromkeys(_apart(entry), _TWICE))
    return frozenset(key for key, count in counts.items() if count > 1)


def _trees(docket: Docket) -> Iterator[tuple[str, Node]]:
    """The trees that are judged, with their policies; a rule that several entries require is one tree."""
    for number in docket.followed:
        entry = docket.entries[number]
        plan = entry.item.plan
        for tree in (plan.applies, plan.governs, plan.touches, *plan.rules, plan.amount):
            yield entry.policy.id, tree


def _counted(node: Node, times: int) -> Iterator[str]:
    """The facts of a tree, each as often as it stands there; what every record of a list asks for counts as twice.

    A part that asks for one fact only, such as whether it is in a list, and says neither more nor less of its values
    together than of each, is one place.
    """
    facts = list(islice(facts_in(node).values(), 2))
    if len(facts) == 1 and not _has_elements(node) and _is_tight(node, facts[0]):
        yield from [facts[0].path] * times
        return
    opaque = isinstance(node, Quantified) or (isinstance(node, Call) and node.function is Function.PLUS_WORKING_DAYS)
    for part in children(node):
        yield from _counted(part, _TWICE if opaque else times)


def _has_elements(node: Node) -> bool:
    return any(isinstance(part, Element | Quantified) for part in walk(node))


def _is_tight(node: Node, fact: Fact) -> bool:
    """Whether a tree of one finite fact has on every span of its values the hull of what it has on each."""
    if isinstance(node, Fact):
        return True
    if not is_finite(fact):
        return False
    codes = range(fact.lo, fact.hi + 1)
    single = {code: interpret(node, Facts({fact.path: (code, code)})) for code in codes}
    return all(
        interpret(node, Facts({fact.path: (lo, hi)})) == hull(single[code] for code in range(lo, hi + 1))
        for lo in codes
        for hi in range(lo + 1, fact.hi + 1)
    )


def _apart(entry: Entry) -> Iterator[str]:
    """The facts of what is asked before the rules, of payee and fund, and of an amount that may have no limit."""
    plan = entry.item.plan
    nodes = [plan.applies, plan.governs, plan.touches]
    nodes += [node for node in entry.codes if node is not None]
    if static_range(plan.amount)[1] >= entry.limit:
        nodes.append(plan.amount)
    return (key_of(entry.policy.id, path) for path in facts_in(*nodes))
