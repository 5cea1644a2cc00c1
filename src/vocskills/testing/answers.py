"""What an answer says of one subsidy, in the words in which a file of worked cases expects it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vocskills.assessment import Assessment
from vocskills.assessment.answer import Determination, PerUnit, Sum
from vocskills.door import dates_in
from vocskills.language.nodes import CLAUSES, Node, Quantified, facts_in, walk
from vocskills.model.fields import Term
from vocskills.policy.pack import Policy, Subsidy
from vocskills.testing.shape import NONE, NOT_STATED


def given(assessment: Assessment, policy: Policy, one: Determination) -> dict[str, tuple[str, ...]]:
    """Everything that is said of a subsidy, by the key under which it may be expected."""
    (subject,) = assessment.subjects
    findings = assessment.explain(subject, one).findings
    reads = names_of(policy.subsidies[one.subsidy])
    missing = [name for row in assessment.missing if (name := plain_name(policy, row.path)) in reads]
    return {
        "outcome": (str(one.verdict.value),),
        "amount": (span_text(one.amount),),
        "amount possible": _possible(one.amount),
        "payable": (span_text(one.payable),),
        "payable possible": _possible(one.payable),
        "per_unit": (_per_unit(one.per_unit),),
        "payees": _members(one.payees, stated=one.payee_stated),
        "funds": _members(one.funds, stated=one.fund_stated),
        **{f"rules.{finding.code.partition('.')[2]}": (str(finding.state.value),) for finding in findings},
        "missing": tuple(sorted(missing)) or (NONE,),
    }


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


def names_of(subsidy: Subsidy) -> set[str]:
    """The facts, lists and clauses that a subsidy reads, by the names under which they may be missing."""
    trees = list(trees_of(subsidy))
    facts = facts_in(*trees)
    paths = [*facts, *(on.path for on in dates_in(facts.values())), *_sources(trees)]
    return {_bare(path) for path in paths}


def _bare(path: str) -> str:
    """A path without the prefix of a clause."""
    return next((path.removeprefix(start) for start in CLAUSES if path.startswith(start)), path)


def trees_of(subsidy: Subsidy) -> Iterator[Node]:
    """The lowered trees of a subsidy."""
    plan = subsidy.plan
    yield from (plan.applies, plan.governs, plan.touches, *plan.rules, plan.amount)
    yield from (node for node in (subsidy.payee_code, subsidy.fund_code) if node is not None)


def _sources(trees: Iterable[Node]) -> Iterator[str]:
    yield from (part.source for tree in trees for part in walk(tree) if isinstance(part, Quantified))
