"""What an answer says of one subsidy, in the words in which a file of worked cases expects it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vocskills.assessment import Assessment
from vocskills.assessment.answer import SubjectAnswer
from vocskills.assessment.determination import Determination, FollowingShown, ItemAnswer, name_in
from vocskills.assessment.outcomes import DayShown, PerUnit, Sum
from vocskills.door import dates_in
from vocskills.language.nodes import CLAUSES, Node, Quantified, facts_in, walk
from vocskills.model.fields import Term
from vocskills.policy.items import Item, Measure, Subsidy
from vocskills.policy.pack import Policy
from vocskills.testing.shape import NONE, NOT_STATED


def given(
    assessment: Assessment, policy: Policy, subject: SubjectAnswer, one: Determination | ItemAnswer
) -> dict[str, tuple[str, ...]]:
    """Everything that is said of an item, by the key under which it may be expected."""
    findings = assessment.explain(subject, one).findings
    reads = names_of(policy.items[name_in(one)])
    missing = [name for row in assessment.missing if (name := plain_name(policy, row.path)) in reads]
    return {
        "outcome": (str(one.verdict.value),),
        **(_money(one) if isinstance(one, Determination) else _consequences(one.consequences)),
        **{f"rules.{finding.code.partition('.')[2]}": (str(finding.state.value),) for finding in findings},
        "missing": tuple(sorted(missing)) or (NONE,),
    }


def _money(one: Determination) -> dict[str, tuple[str, ...]]:
    return {
        "amount": (span_text(one.amount),),
        "amount possible": _possible(one.amount),
        "payable": (span_text(one.payable),),
        "payable possible": _possible(one.payable),
        "per_unit": (_per_unit(one.per_unit),),
        "payees": _members(one.payees, stated=one.payee_stated),
        "funds": _members(one.funds, stated=one.fund_stated),
    }


def _consequences(of: FollowingShown | None) -> dict[str, tuple[str, ...]]:
    """What a measure brings, if it applies or may."""
    return {
        "fix_by": (_day(of.fix_by if of else None),),
        "no_new_classes_until": (_day(of.no_new_classes_until if of else None),),
        "recover": (span_text(of.recover if of else None),),
    }


def _day(of: DayShown | None) -> str:
    """A day, or two ends of which one that is not known is left out."""
    if of is None:
        return NONE
    earliest, latest = (day.isoformat() if day else "" for day in (of.earliest, of.latest))
    return earliest if earliest == latest else f"{earliest}..{latest}"


def span_text(of: Sum | None) -> str:
    """An amount as bounds: ``600.00``, ``0.00..800.00``, ``4000.00..``; ``none`` where there is none."""
    if of is None:
        return NONE
    return str(of.least) if of.exact else f"{of.least}..{'' if of.most is None else of.most}"


def _possible(of: Sum | None) -> tuple[str, ...]:
    if of is None:
        return (NONE,)
    return tuple(str(amount) for amount in (of.possible or ([of.least] if of.exact else ()))) or (span_text(of),)


def _per_unit(of: PerUnit | None) -> str:
    return NONE if of is None else f"{of.amount}/{of.unit.value}"


def _members(members: Iterable[Term], *, stated: bool) -> tuple[str, ...]:
    return tuple(sorted(str(member.value) for member in members)) or (NONE,) if stated else (NOT_STATED,)


def plain_name(policy: Policy, path: str) -> str:
    """A fact's path, a list's name, or the name of a clause of the policy."""
    return _bare(path.removeprefix(f"{policy.id}:"))


def names_of(item: Item) -> set[str]:
    """The facts, lists and clauses that an item reads, by the names under which they may be missing."""
    trees = list(trees_of(item))
    facts = facts_in(*trees)
    paths = [*facts, *(on.path for on in dates_in(facts.values())), *_sources(trees)]
    return {_bare(path) for path in paths}


def _bare(path: str) -> str:
    """A path without the prefix of a clause."""
    return next((path.removeprefix(start) for start in CLAUSES if path.startswith(start)), path)


def trees_of(item: Item) -> Iterator[Node]:
    """The lowered trees of an item."""
    plan = item.plan
    yield from (plan.applies, plan.governs, plan.touches, *plan.rules, plan.amount)
    if isinstance(item, Subsidy):
        yield from (node for node in (item.payee_code, item.fund_code) if node is not None)
    if isinstance(item, Measure):
        yield from (one.code for one in item.follows)


def _sources(trees: Iterable[Node]) -> Iterator[str]:
    yield from (part.source for tree in trees for part in walk(tree) if isinstance(part, Quantified))
