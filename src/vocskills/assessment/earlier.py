"""Which earlier claim of the same person used the place, or has to be decided first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vocskills.assessment.docket import Entry, local_facts
from vocskills.assessment.doubt import Doubts
from vocskills.assessment.findings import Earlier
from vocskills.assessment.others import AWARDS, Counted, Others
from vocskills.bounds import Bounds
from vocskills.engines.interpret import interpret
from vocskills.language.nodes import Node, Quantified, walk
from vocskills.text import Text


def earlier(doubts: Doubts, entry: Entry, conditions: Iterable[Node]) -> tuple[Earlier, ...]:
    """The earlier claims on which some lowered conditions of an entry hang, each once."""
    if not doubts.others.of(entry.order):
        return ()
    found: dict[Earlier, None] = {}
    for condition in conditions:
        if any(isinstance(node, Quantified) and node.source == AWARDS for node in walk(condition)):
            truth = _truth(doubts, entry, condition, doubts.others)
            found |= dict.fromkeys(_said(one, truth) for one in _behind(doubts, entry, condition, truth))
    return tuple(found)


def _behind(doubts: Doubts, entry: Entry, condition: Node, truth: Bounds) -> Sequence[Counted]:
    """The claims without which a condition would come out otherwise: each alone, else the fewest together."""
    claims = doubts.others.of(entry.order)
    alone = [one for one in claims if _truth(doubts, entry, condition, doubts.others.without([one])) != truth]
    if alone or _truth(doubts, entry, condition, doubts.others.without(claims)) == truth:
        return alone
    kept = list(claims)
    for one in claims:
        fewer = [other for other in kept if other is not one]
        if _truth(doubts, entry, condition, doubts.others.without(fewer)) != truth:
            kept = fewer
    return kept


def _truth(doubts: Doubts, entry: Entry, condition: Node, others: Others) -> Bounds:
    lists = others.seen(doubts.lists, entry.order)
    return interpret(condition, local_facts(entry, doubts.values, lists))


def _said(one: Counted, truth: Bounds) -> Earlier:
    sure = not truth[1]
    name, title = one.claim, one.subsidy
    if sure:
        words = Text(f"名额已由申领 {name}（{title.zh}）使用", f"the place is used by claim {name} ({title.en})")
    elif one.tied:
        words = Text(
            f"与申领 {name}（{title.zh}）先后不明，须注明先后",
            f"ties with claim {name} ({title.en}): say which comes first",
        )
    else:
        words = Text(f"须待申领 {name}（{title.zh}）的结果", f"waits for claim {name} ({title.en})")
    return Earlier(name, title, sure, one.tied, words)
