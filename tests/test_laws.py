"""The three laws (exact, sound, monotone) for every engine, on random trees and random cases in doubt."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import trees
from trees import Doubt
from vocskills.bounds import Bounds, is_point, within
from vocskills.engines.fold import Overflow, fold
from vocskills.engines.interpret import Facts, decide, interpret, static_range
from vocskills.engines.plan import Outcome, Plan
from vocskills.engines.pycode import compile_nodes, compile_plan
from vocskills.errors import CalendarError
from vocskills.language.nodes import Node


@st.composite
def states(draw: st.DrawFn) -> tuple[Doubt, Doubt, Doubt]:
    """A case in doubt, the same one better known, and another truth that the better known one leaves possible."""
    doubt = draw(trees.doubts())
    better = draw(trees.refined(doubt))
    return doubt, better, draw(trees.elsewhere(better))


def real(node: Node, doubt: Doubt) -> int:
    """The ordinary value of a tree; examples that need an unpublished calendar are left out."""
    try:
        return trees.value(node, doubt.world(), doubt.records())
    except CalendarError:
        assume(False)


def hold(bounds: list[Bounds], truths: list[tuple[int, Bounds]]) -> None:
    """Bounds shrink as more is known; at the end stands the value itself, inside all of them."""
    for wider, narrower in pairwise(bounds):
        assert within(narrower, wider)
    for value, known in truths:
        assert known == (value, value)
        assert all(within(known, wider) for wider in bounds)


def both(state: tuple[Doubt, ...]) -> list[Facts]:
    """Each case as it is known, and with everything known."""
    return [facts for one in state for facts in (one.facts(), one.truth())]


@given(trees.trees(), states())
def test_the_interpreter_is_exact_sound_and_monotone(node: Node, state: tuple[Doubt, Doubt, Doubt]) -> None:
    """What is known is a point, what is not lies inside the bounds, and learning never widens them."""
    doubt, better, other = state
    bounds = [static_range(node), interpret(node, doubt.facts()), interpret(node, better.facts())]
    hold(bounds, [(real(node, one), interpret(node, one.truth())) for one in (better, other)])


@given(trees.trees(), states())
def test_generated_python_is_exact_sound_and_monotone(node: Node, state: tuple[Doubt, Doubt, Doubt]) -> None:
    """The generated code keeps the three laws by itself."""
    doubt, better, other = state
    evaluate = compile_nodes([node])
    bounds = [evaluate(facts)[0] for facts in (Facts(), doubt.facts(), better.facts())]
    hold(bounds, [(real(node, one), evaluate(one.truth())[0]) for one in (better, other)])


@given(st.lists(trees.trees(), min_size=1, max_size=3), states())
def test_generated_python_agrees_with_the_interpreter(nodes: list[Node], state: tuple[Doubt, Doubt, Doubt]) -> None:
    """Both engines give the same bounds for the same trees on the same facts, several trees in one function."""
    evaluate = compile_nodes(nodes)
    for facts in both(state):
        assert evaluate(facts) == tuple(interpret(node, facts) for node in nodes)


@given(trees.trees(5), states())
def test_folding_keeps_the_meaning_and_never_widens(node: Node, state: tuple[Doubt, Doubt, Doubt]) -> None:
    """A folded tree has the same value on known facts, keeps the laws, and is as tight as the tree or tighter."""
    doubt, better, other = state
    try:
        folded = fold(node)
    except Overflow:
        assume(False)
    bounds = [interpret(folded, facts) for facts in (Facts(), doubt.facts(), better.facts())]
    plain = [interpret(node, facts) for facts in (Facts(), doubt.facts(), better.facts())]
    assert all(within(tight, loose) for tight, loose in zip(bounds, plain, strict=True))
    hold(bounds, [(real(node, one), interpret(folded, one.truth())) for one in (better, other)])
    assert compile_nodes([folded])(doubt.facts()) == (bounds[1],)


@given(trees.plans(), states())
def test_a_compiled_plan_decides_as_the_interpreter(plan: Plan, state: tuple[Doubt, Doubt, Doubt]) -> None:
    """Outcome, amount and the rules that fail or are open are the same; without reasons, outcome and amount are."""
    decider = compile_plan(plan)
    for facts in both(state):
        found = decide(plan, facts)
        assert decider(facts) == found
        short = decider.decide(decider.layout.prepare(facts))
        assert (Outcome(short[0]), short[1:]) == (found.outcome, found.amount)


@given(trees.plans(), states())
def test_an_outcome_never_changes_when_a_fact_is_learnt(plan: Plan, state: tuple[Doubt, Doubt, Doubt]) -> None:
    """Only *undetermined* may become something else, and the truth is what was said or was undetermined."""
    doubt, better, other = state
    before, after = decide(plan, doubt.facts()), decide(plan, better.facts())
    assert before.outcome in (Outcome.UNDETERMINED, after.outcome)
    for one in (better, other):
        end = decide(plan, one.truth())
        assert after.outcome in (Outcome.UNDETERMINED, end.outcome)
        assert set(after.failed) <= set(end.failed)
        if end.outcome is Outcome.ELIGIBLE:
            assert within(end.amount, after.amount)
            assert within(after.amount, before.amount)


@given(trees.plans(), trees.doubts())
def test_a_known_case_has_the_ordinary_outcome(plan: Plan, doubt: Doubt) -> None:
    """With everything known, a plan comes to what a reader without any doubt would say."""
    try:
        expected = trees.outcome(plan, doubt.world(), doubt.records())
        amount = trees.value(plan.amount, doubt.world(), doubt.records())
    except CalendarError:
        assume(False)
    found = decide(plan, doubt.truth())
    assert found.outcome is expected
    if found.outcome is Outcome.ELIGIBLE:
        assert found.amount == (amount, amount)


def test_the_random_trees_are_worth_trying() -> None:
    """Of the random trees a good part is open on a random case, and a good part of those is not."""
    counts = {True: 0, False: 0}

    @settings(max_examples=200, database=None)
    @given(trees.trees(), trees.doubts())
    def count(node: Node, doubt: Doubt) -> None:
        counts[is_point(interpret(node, doubt.facts()))] += 1

    count()
    assert min(counts.values()) > 20
