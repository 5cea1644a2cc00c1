"""One decision from a prepared case against a hand-written function of the same twenty rules and amount."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import twenty
from vocskills.engines.interpret import decide as interpreted
from vocskills.engines.plan import Outcome
from vocskills.engines.pycode import Decider, compile_plan

CASES, ROUNDS = 500, 40
T = TypeVar("T")
Note = Callable[[str, str, str], None]

CLAIMS = list(twenty.claims(CASES))
KNOWN = [twenty.facts(claim) for claim in CLAIMS]
PARTLY = [twenty.partly(known, random.Random(index), 0.05) for index, known in enumerate(KNOWN)]


@pytest.fixture(scope="module")
def decider() -> Decider:
    """The plan compiled, after it was seen to agree with the hand-written functions and with the interpreter."""
    plan = twenty.plan()
    decider = compile_plan(plan)
    for claim in twenty.claims(3_000, seed=7):
        prepared = decider.layout.prepare(twenty.facts(claim))
        assert decider.decide(prepared) == twenty.decide(claim)
        assert decider.reasons(prepared) == twenty.reasons(claim)
    for facts in PARTLY:
        found = interpreted(plan, facts)
        assert decider(facts) == found
        assert decider.decide(decider.layout.prepare(facts))[0] == found.outcome.value
    outcomes = {twenty.decide(claim)[0] for claim in CLAIMS}
    assert outcomes >= {Outcome.ELIGIBLE.value, Outcome.INELIGIBLE.value, Outcome.UNDETERMINED.value}
    return decider


def each(function: Callable[[T], object], cases: Sequence[T]) -> None:
    """One decision for each case."""
    for case in cases:
        function(case)


def seconds(function: Callable[[T], object], cases: Sequence[T]) -> float:
    """How long all decisions take."""
    began = perf_counter()
    each(function, cases)
    return perf_counter() - began


def compared(ours: Callable[[Any], object], cases: Sequence[Any], hand: Callable[[Any], object]) -> tuple[float, float]:
    """Microseconds of one decision by us and by hand, both in turns in one run, medians."""
    both = [(seconds(ours, cases), seconds(hand, CLAIMS)) for _ in range(ROUNDS)]
    mine, other = (median(times) * 1e6 / CASES for times in zip(*both, strict=True))
    return mine, other


@pytest.mark.parametrize("known", ["all known", "5 % missing"])
@pytest.mark.parametrize(("what", "most"), [("decide", 4), ("reasons", 3)])
def test_one_decision(
    benchmark: BenchmarkFixture, note: Note, decider: Decider, what: str, most: int, known: str
) -> None:
    """Outcome and amount; with the list of failed and open rules too."""
    prepared = [decider.layout.prepare(facts) for facts in (KNOWN if known == "all known" else PARTLY)]
    mine, other = compared(getattr(decider, what), prepared, getattr(twenty, what))
    note(f"{what}, {known}", f"{mine / other:.2f} x", f"{mine:.2f} us, by hand {other:.2f} us; target {most} x")
    benchmark.extra_info.update(microseconds=mine, by_hand=other, ratio=mine / other)
    benchmark(each, getattr(decider, what), prepared)


def test_preparing_a_case(benchmark: BenchmarkFixture, decider: Decider) -> None:
    """Facts past the door put into the order of the generated code."""
    benchmark(each, decider.layout.prepare, KNOWN)


def test_the_reference_interpreter(benchmark: BenchmarkFixture) -> None:
    """The same decisions by the interpreter, for comparison."""
    plan = twenty.plan()
    benchmark(each, lambda facts: interpreted(plan, facts), KNOWN[:50])


def test_compiling_a_plan(benchmark: BenchmarkFixture) -> None:
    """From lowered trees to two functions."""
    benchmark(compile_plan, twenty.plan())
