"""Cases drawn at random: those that a policy can tell apart, whole or in part, and what may become of one."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from vocskills.model.case import Case
from vocskills.policy.pack import Policy
from vocskills.testing.completing import completed
from vocskills.testing.forgetting import forgotten


def cases(policy: Policy, *, complete: bool | None = None) -> SearchStrategy[Case]:
    """Cases of one person that a policy can tell apart.

    Args:
        policy: the policy.
        complete: whether everything that the policy reads is known, the clauses ruled on; by default either.
    """
    whole = completions(policy, Case())
    if complete is True:
        return whole
    partial = whole.flatmap(forget)
    return partial if complete is False else st.one_of(whole, partial)


def completions(policy: Policy, case: Case) -> SearchStrategy[Case]:
    """What a case may turn out to be: everything that a policy reads is filled in, what was known is kept.

    Args:
        policy: the policy.
        case: a case of one person.
    """

    @st.composite
    def completion(draw: st.DrawFn) -> Case:
        return completed(draw, policy, case)

    # What is drawn from stands in the closure: Hypothesis prints arguments, and a policy is long.
    return completion()


def forget(case: Case) -> SearchStrategy[Case]:
    """The same case with less known: facts left out or widened to ranges, lists not complete, rulings not given.

    Args:
        case: any case.
    """

    @st.composite
    def less(draw: st.DrawFn) -> Case:
        return forgotten(draw, case)

    return less()
