"""What the cases should show of lists: records that are perhaps missing, and claims of one person that tie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from vocskills.assessment.others import AWARDS
from vocskills.bounds import Bounds, is_point
from vocskills.door import Codes, Subject, facts_of, subjects
from vocskills.language import vocabulary
from vocskills.language.nodes import Literal, Quantified, walk
from vocskills.model.case import Case
from vocskills.model.fields import encode, fields_of
from vocskills.model.nouns import Claim
from vocskills.model.terms import AwardKind
from vocskills.policy.items import Item, Subsidy
from vocskills.policy.pack import Policy
from vocskills.testing.requirement import Requirement
from vocskills.testing.worked import WorkedCase
from vocskills.text import Text

_SEQUENCE = fields_of(Claim)["sequence"]


def of_histories(policy: Policy) -> Iterator[Requirement]:
    """Each list that something asks with records perhaps missing; claims that tie, if something counts its own kind."""
    readers = _readers(policy)
    for name, items in readers.items():
        label = vocabulary.lists()[name].label
        words = Text(f"{label.zh}可能不全", f"{label.en}, of which some may be missing")
        yield Requirement(f"lists.{name}.incomplete", words, partial(_incomplete, name, items))
    counting = frozenset(one for one in readers.get(AWARDS, ()) if _counts_own(policy, policy.items[one]))
    if counting:
        words = Text(
            "同一人的另一项申领，判定日期和次序都相同（others）",
            "another claim of the person on the same governing dates and of no other sequence (others)",
        )
        yield Requirement("claims.tie", words, partial(_tied, policy, counting))


def _counts_own(policy: Policy, item: Item) -> bool:
    """Whether a subsidy asks for awards of a kind that the policy gives itself, so that its claims may meet."""
    asked = (part for tree in policy.trees_of(item) for part in walk(tree) if isinstance(part, Quantified))
    parts = [part for question in asked if question.source == AWARDS for part in walk(question)]
    named = [part for part in parts if isinstance(part, Literal) and part.type.members is AwardKind]
    kinds = {value for one in named for value in (one.value if isinstance(one.value, tuple) else (one.value,))}
    own = {list(AwardKind).index(one.kind) for one in policy.subsidies.values()}
    return isinstance(item, Subsidy) and bool(parts) and (not kinds or not own.isdisjoint(kinds))


def _readers(policy: Policy) -> Mapping[str, frozenset[str]]:
    """The items that ask each list."""
    found: dict[str, frozenset[str]] = {}
    for item in policy.items.values():
        for source in _lists(policy, item):
            found[source] = found.get(source, frozenset()) | {item.name}
    return found


def _lists(policy: Policy, item: Item) -> Iterator[str]:
    trees = policy.trees_of(item)
    yield from (part.source for tree in trees for part in walk(tree) if isinstance(part, Quantified))


def _incomplete(name: str, items: frozenset[str], case: WorkedCase) -> bool:
    """Whether a case expects something of an item that asks a list of which records may be missing."""
    records = facts_of(case.subject, [], {name: []}, Codes()).lists[name]
    return bool(records.rest) and any(name in case.got[one]["missing"] for one in items.intersection(case.items))


def _tied(policy: Policy, items: frozenset[str], case: WorkedCase) -> bool:
    """Whether a case with another claim that nothing orders before or after it expects something of such an item."""
    mine = [_order(policy.items[one], case.subject) for one in items.intersection(case.items)]
    return any(_order(policy.items[one], other) in mine for one in items for other in _people(case.others))


def _people(cases: tuple[Case, ...]) -> Iterator[Subject]:
    yield from (subject for case in cases for subject in subjects(case))


def _order(item: Item, subject: Subject) -> tuple[object, ...]:
    """What orders a claim: its governing dates and the caller's sequence; it ties with none if a date is in doubt."""
    nodes = [vocabulary.fact(path) for path in item.judged_on]
    values = facts_of(subject, nodes, {}, Codes()).values
    dates: list[Bounds] = [values[node.path] for node in nodes]
    claim: Any = subject.nouns["claim"]
    sequence = encode(_SEQUENCE, getattr(claim, "sequence", None))
    return (*dates, sequence) if all(map(is_point, dates)) else (object(),)
