"""One decision from a prepared case against a hand-written function of the same rules and amount.

Twice: twenty rules made for it, and the nineteen of Tianjin's training fee as the shipped document has them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from statistics import median
from time import perf_counter
from types import ModuleType
from typing import Any, TypeVar

import attrs
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import tianjin
import twenty
from vocskills.engines.interpret import Facts
from vocskills.engines.interpret import decide as interpreted
from vocskills.engines.plan import Outcome, Plan
from vocskills.engines.pycode import Decider, compile_plan

CASES, ROUNDS = 500, 40
T = TypeVar("T")
Note = Callable[[str, str, str], None]
RULES = {"twenty rules": twenty, "tianjin": tianjin}


@attrs.frozen
class Work:
    """Some rules written twice, with the cases that both decide."""

    by_hand: ModuleType
    plan: Plan
    decider: Decider
    claims: list[Any]
    known: list[Facts]
    partly: list[Facts]


@cache
def work(name: str) -> Work:
    """The plan compiled, after it was seen to agree with the hand-written functions and with the interpreter."""
    by_hand = RULES[name]
    plan: Plan = by_hand.plan()
    decider = compile_plan(plan)
    claims = list(by_hand.claims(CASES))
    known = [by_hand.facts(claim) for claim in claims]
    partly = [twenty.partly(facts, random.Random(index), 0.05) for index, facts in enumerate(known)]
    for claim in by_hand.claims(3_000, seed=7):
        prepared = decider.layout.prepare(by_hand.facts(claim))
        assert decider.decide(prepared) == by_hand.decide(claim)
        assert decider.reasons(prepared) == by_hand.reasons(claim)
    for facts in partly:
        found = interpreted(plan, facts)
        assert decider(facts) == found
        assert decider.decide(decider.layout.prepare(facts))[0] == found.outcome.value
    outcomes = {by_hand.decide(claim)[0] for claim in claims}
    assert outcomes >= {Outcome.ELIGIBLE.value, Outcome.INELIGIBLE.value, Outcome.UNDETERMINED.value}
    return Work(by_hand, plan, decider, claims, known, partly)


@pytest.fixture(params=RULES)
def one(request: pytest.FixtureRequest) -> tuple[str, Work]:
    """Each of the two, by its name."""
    return request.param, work(request.param)


def each(function: Callable[[T], object], cases: Sequence[T]) -> None:
    """One decision for each case."""
    for case in cases:
        function(case)


def seconds(function: Callable[[T], object], cases: Sequence[T]) -> float:
    """How long all decisions take."""
    began = perf_counter()
    each(function, cases)
    return perf_counter() - began


def compared(
    ours: Callable[[Any], object], cases: Sequence[Any], hand: Callable[[Any], object], claims: Sequence[Any]
) -> tuple[float, float]:
    """Microseconds of one decision by us and by hand, both in turns in one run, medians."""
    both = [(seconds(ours, cases), seconds(hand, claims)) for _ in range(ROUNDS)]
    mine, other = (median(times) * 1e6 / CASES for times in zip(*both, strict=True))
    return mine, other


@pytest.mark.parametrize("known", ["all known", "5 % missing"])
@pytest.mark.parametrize(("what", "most"), [("decide", 4), ("reasons", 3)])
def test_one_decision(
    benchmark: BenchmarkFixture, note: Note, one: tuple[str, Work], what: str, most: int, known: str
) -> None:
    """Outcome and amount; with the list of failed and open rules too."""
    name, of = one
    prepared = [of.decider.layout.prepare(facts) for facts in (of.known if known == "all known" else of.partly)]
    mine, other = compared(getattr(of.decider, what), prepared, getattr(of.by_hand, what), of.claims)
    note(f"{name}: {what}, {known}", f"{mine / other:.2f} x", f"{mine:.2f} us, by hand {other:.2f} us; target {most} x")
    benchmark.extra_info.update(microseconds=mine, by_hand=other, ratio=mine / other)
    benchmark(each, getattr(of.decider, what), prepared)


def test_preparing_a_case(benchmark: BenchmarkFixture, one: tuple[str, Work]) -> None:
    """Facts past the door put into the order of the generated code."""
    benchmark(each, one[1].decider.layout.prepare, one[1].known)


def test_the_reference_interpreter(benchmark: BenchmarkFixture, one: tuple[str, Work]) -> None:
    """The same decisions by the interpreter, for comparison."""
    plan = one[1].plan
    benchmark(each, lambda facts: interpreted(plan, facts), one[1].known[:50])


def test_compiling_a_plan(benchmark: BenchmarkFixture, one: tuple[str, Work]) -> None:
    """From lowered trees to two functions."""
    benchmark(compile_plan, one[1].plan)
