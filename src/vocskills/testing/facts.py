"""What is known of the person of a case, as far as a tree reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vocskills.assessment.docket import is_clause, key_of
from vocskills.assessment.said import rulings
from vocskills.assessment.supplied import supply
from vocskills.bounds import Bounds
from vocskills.door import Codes, Subject, dates_in, facts_of
from vocskills.engines.interpret import Facts
from vocskills.language.nodes import CLAUSES, Element, Node, Quantified, facts_in, walk
from vocskills.model.case import Case
from vocskills.policy.pack import Policy, with_used


def facts_for(policy: Policy, case: Case, subject: Subject, tree: Node) -> Facts:
    """The facts and records that a lowered tree reads.

    Args:
        policy: the policy of the tree, whose clauses may be ruled on.
        case: the case.
        subject: its person.
        tree: the tree.
    """
    found = facts_in(tree)
    plain = {path: fact for path, fact in found.items() if not _is_clause(path)}
    dates = {fact.path: fact for fact in dates_in(plain.values())}
    facts = facts_of(subject, (plain | dates).values(), _lists(tree), Codes())
    return Facts({**facts.values, **_clauses(policy, case, subject, found, facts.values)}, facts.lists)


def _clauses(
    policy: Policy, case: Case, subject: Subject, found: Iterable[str], values: Mapping[str, Bounds]
) -> dict[str, Bounds]:
    """What rulings and the figures that a case gives say of the clauses that a tree reads."""
    policies = with_used([policy])
    read = [path for path in found if _is_clause(path)]
    ruled = rulings(case.rulings, policies)[0] if read else {}
    given = supply(subject, policies, {**values, **ruled}, ruled, "").values if read else {}
    said = {**ruled, **given}
    return {path: said[key] for path in read if (key := key_of(policy.id, path)) in said}


def _is_clause(path: str) -> bool:
    """Whether a fact is a reading or ruling, of the policy or of one that it uses."""
    return path.startswith(CLAUSES) or is_clause(path)


def _lists(tree: Node) -> dict[str, list[Element]]:
    """The fields of the records that a tree asks for, by list."""
    found: dict[str, list[Element]] = {}
    for question in (part for part in walk(tree) if isinstance(part, Quantified)):
        found.setdefault(question.source, []).extend(part for part in walk(question) if isinstance(part, Element))
    return found
