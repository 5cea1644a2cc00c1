"""Generated Python: one case decided in microseconds.

Two paths per condition: plain Python where all its facts are points, statements on pairs where some are not. The source
is made from the lowered tree alone; its names are numbers of facts, so no text of a document ever reaches the compiler.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import attrs

from vocskills.bounds import Bounds
from vocskills.engines.interpret import Facts
from vocskills.engines.plan import Decision, Outcome, Plan
from vocskills.engines.prepared import Column, Layout, Prepared, layout
from vocskills.engines.pysource import Writer
from vocskills.language.nodes import Node

__all__ = ["Column", "Decider", "Layout", "Prepared", "compile_nodes", "compile_plan", "layout"]


def compile_nodes(nodes: Sequence[Node]) -> Callable[[Facts], tuple[Bounds, ...]]:
    """Compiles trees into one function from facts to their bounds, in order."""
    writer = Writer(layout(nodes))
    writer.load()
    names = [writer.root(node) for node in nodes]
    writer.line(f"return ({''.join(f'({lo}, {hi}), ' for lo, hi in names)})")
    function = writer.compile("evaluate")
    prepare = writer.layout.prepare

    def evaluate(facts: Facts) -> tuple[Bounds, ...]:
        found: tuple[Bounds, ...] = function(prepare(facts))
        return found

    return evaluate


@attrs.frozen
class Decider:
    """One plan compiled: ``decide`` for the outcome and amount, ``reasons`` with the rules that fail or are open."""

    layout: Layout
    decide: Callable[[Prepared], tuple[int, int, int]]
    reasons: Callable[[Prepared], tuple[int, int, int, list[int], list[int]]]

    def __call__(self, facts: Facts) -> Decision:
        """The decision with its reasons."""
        outcome, least, most, failed, opened = self.reasons(self.layout.prepare(facts))
        return Decision(Outcome(outcome), (least, most), tuple(failed), tuple(opened))


def compile_plan(plan: Plan) -> Decider:
    """Compiles one plan."""
    where = layout(_roots(plan))
    return Decider(where, _decide(plan, where), _reasons(plan, where))


NO_MONEY = "0, 0"


def _decide(plan: Plan, where: Layout) -> Any:
    """Stops at the first answer that settles the outcome: the fewest steps."""
    writer = Writer(where)
    with writer.on_points(_roots(plan)):
        _plain_window(writer, plan, "")
        for rule in plan.rules:
            writer.line(f"if not {writer.plain(rule)}: return {Outcome.INELIGIBLE.value}, {NO_MONEY}")
        writer.line(f"a = {writer.plain(plan.amount)}; return {Outcome.ELIGIBLE.value}, a, a")
    writer.load()
    _window(writer, plan, "")
    writer.line("doubt = False")
    for rule in plan.rules:
        lo, hi = writer.root(rule)
        writer.line(f"if not {hi}: return {Outcome.INELIGIBLE.value}, {NO_MONEY}")
        writer.line(f"if not {lo}: doubt = True")
    least, most = writer.root(plan.amount)
    writer.line(f"return ({Outcome.UNDETERMINED.value} if doubt else {Outcome.ELIGIBLE.value}), {least}, {most}")
    return writer.compile("decide")


def _reasons(plan: Plan, where: Layout) -> Any:
    """Judges every rule, so that all that fails and all that is open can be named."""
    writer = Writer(where)
    tail = ", failed, opened"
    writer.line("failed = []; opened = []")
    with writer.on_points(_roots(plan)):
        for index, rule in enumerate(plan.rules):
            writer.line(f"if not {writer.plain(rule)}: failed.append({index})")
        _plain_window(writer, plan, tail)
        writer.line(f"if failed: return {Outcome.INELIGIBLE.value}, {NO_MONEY}{tail}")
        writer.line(f"a = {writer.plain(plan.amount)}; return {Outcome.ELIGIBLE.value}, a, a{tail}")
    writer.line("failed = []")
    writer.load()
    for index, rule in enumerate(plan.rules):
        lo, hi = writer.root(rule)
        writer.line(f"if not {lo}: (opened if {hi} else failed).append({index})")
    _window(writer, plan, tail)
    writer.line(f"if failed: return {Outcome.INELIGIBLE.value}, {NO_MONEY}{tail}")
    least, most = writer.root(plan.amount)
    found = f"{Outcome.UNDETERMINED.value} if opened else {Outcome.ELIGIBLE.value}"
    writer.line(f"return ({found}), {least}, {most}{tail}")
    return writer.compile("reasons")


def _plain_window(writer: Writer, plan: Plan, tail: str) -> None:
    """The questions before the rules, all facts being points; a doubtful window leaves the amount standing."""
    writer.line(f"if not {writer.plain(plan.applies)}: return {Outcome.NOT_APPLICABLE.value}, {NO_MONEY}{tail}")
    writer.line(f"if not {writer.plain(plan.touches)}: return {Outcome.NOT_IN_FORCE.value}, {NO_MONEY}{tail}")
    with writer.block(f"if not {writer.plain(plan.governs)}:"), writer.branch():
        writer.line(f"a = {writer.plain(plan.amount)}; return {Outcome.UNDETERMINED.value}, a, a{tail}")


def _window(writer: Writer, plan: Plan, tail: str) -> None:
    """While ``for`` or the window is in doubt, no later failure may name the outcome."""
    lo, hi = writer.root(plan.applies)
    writer.line(f"if not {hi}: return {Outcome.NOT_APPLICABLE.value}, {NO_MONEY}{tail}")
    _unsure(writer, plan, lo, tail)
    _, hi = writer.root(plan.touches)
    writer.line(f"if not {hi}: return {Outcome.NOT_IN_FORCE.value}, {NO_MONEY}{tail}")
    lo, _ = writer.root(plan.governs)
    _unsure(writer, plan, lo, tail)


def _unsure(writer: Writer, plan: Plan, sure: str, tail: str) -> None:
    if sure != "1":
        with writer.block(f"if not {sure}:"):
            writer.line(f"return {Outcome.UNDETERMINED.value}, {', '.join(writer.root(plan.amount))}{tail}")


def _roots(plan: Plan) -> tuple[Node, ...]:
    return plan.applies, plan.governs, plan.touches, *plan.rules, plan.amount
