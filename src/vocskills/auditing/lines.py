"""What is said of each subsidy in every row: a docket's entries as columns.

The columns of entry ``n`` begin with ``n ``: its outcome, the least and most amount, the rules at fault and the payees
as bit masks, the fund as a code. See :class:`~vocskills.assessment.docket.Line`, which says the same of one case.
"""

from __future__ import annotations

from typing import Any, TypeVar

import attrs

from vocskills.assessment.docket import UNLIMITED, Entry
from vocskills.engines.cells import Cell, Pair
from vocskills.engines.columns import Compiler, high
from vocskills.engines.interpret import static_range
from vocskills.engines.plan import Outcome
from vocskills.errors import Fault, PolicyError
from vocskills.language.nodes import Node
from vocskills.model.fields import Term
from vocskills.model.terms import Fund, Payee
from vocskills.text import Text

E = TypeVar("E")

UNSTATED = -1
"""Stands for a payee or fund that the sources do not state."""
_RULES_MAX = 62
_TOO_MANY = Text("一项补贴的条件过多，不能整表计算", "a subsidy with too many rules to be computed over a table")


@attrs.frozen
class Name:
    """The columns of one entry."""

    number: int

    def of(self, what: str) -> str:
        """One column of the entry."""
        return f"{self.number} {what}"


PARTS = ("outcome", "least", "most", "failed", "open", "payees", "funds", "payee", high("payee"), "fund", high("fund"))
"""The columns that the engine makes of each entry."""


def cells_of(compiler: Compiler[Any], entry: Entry, name: Name) -> dict[str, Cell[Any]]:
    """The columns of one entry as expressions."""
    plan = entry.item.plan
    if len(plan.rules) > _RULES_MAX:
        raise PolicyError(Fault(_TOO_MANY, f"{entry.policy.id}.{entry.item.name}", text=str(len(plan.rules))))
    c = compiler.cells
    rules = [c.once_both(_truth(compiler, rule)) for rule in plan.rules]
    outcome = c.once(_outcome(compiler, entry, rules))
    paid = c.some(*(c.equal(outcome, c.number(one.value)) for one in (Outcome.UNDETERMINED, Outcome.ELIGIBLE)))
    least, most = (c.case(paid, end, c.number(0)) for end in compiler.pair(plan.amount))
    payee, fund = (_code(compiler, node) for node in entry.codes)
    failed = [(c.negate(hi), place) for place, (_, hi) in enumerate(rules)]
    opened = [(c.every(hi, c.negate(lo)), place) for place, (lo, hi) in enumerate(rules) if lo is not hi]
    made = {
        "outcome": outcome,
        "least": least,
        "most": _limited(compiler, entry, least, most),
        "failed": _mask(compiler, failed),
        "open": _mask(compiler, opened),
        "payees": _members(compiler, payee, Payee),
        "funds": _members(compiler, fund, Fund),
        "payee": payee[0],
        high("payee"): payee[1],
        "fund": fund[0],
        high("fund"): fund[1],
    }
    return {name.of(part): c.as_number(cell) for part, cell in made.items()}


def _truth(compiler: Compiler[Any], node: Node) -> Pair:
    lo, hi = compiler.pair(node)
    least = compiler.cells.as_truth(lo)
    return (least, least) if lo is hi else (least, compiler.cells.as_truth(hi))


def _outcome(compiler: Compiler[Any], entry: Entry, rules: list[Pair]) -> Cell[Any]:
    """The outcome in its order: applicable, in force, failed, open, eligible."""
    c, plan = compiler.cells, entry.item.plan
    applies, governs, touches = (_truth(compiler, node) for node in (plan.applies, plan.governs, plan.touches))
    codes = {outcome: c.number(outcome.value) for outcome in Outcome}
    found = c.case(
        c.every(c.fixed(True), *(lo for lo, _ in rules)), codes[Outcome.ELIGIBLE], codes[Outcome.UNDETERMINED]
    )
    found = c.case(c.every(c.fixed(True), *(hi for _, hi in rules)), found, codes[Outcome.INELIGIBLE])
    found = c.case(governs[0], found, codes[Outcome.UNDETERMINED])
    found = c.case(touches[1], found, codes[Outcome.NOT_IN_FORCE])
    found = c.case(applies[0], found, codes[Outcome.UNDETERMINED])
    return c.case(applies[1], found, codes[Outcome.NOT_APPLICABLE])


def _limited(compiler: Compiler[Any], entry: Entry, least: Cell[Any], most: Cell[Any]) -> Cell[Any]:
    """An upper end that is only a declared range has no known limit."""
    c = compiler.cells
    if least is most or static_range(entry.item.plan.amount)[1] < entry.limit:
        return most
    most = c.once(most)
    unknown = c.every(c.at_most(c.number(entry.limit), most), c.less(least, most))
    return c.case(unknown, c.add(most, c.number(UNLIMITED)), most)


def _mask(compiler: Compiler[Any], marks: list[tuple[Cell[Any], int]]) -> Cell[Any]:
    c = compiler.cells
    total = c.number(0)
    for truth, place in marks:
        total = c.add(total, c.case(truth, c.number(1 << place), c.number(0)))
    return total


def _code(compiler: Compiler[Any], node: Node | None) -> Pair:
    return (compiler.cells.number(UNSTATED),) * 2 if node is None else compiler.cells.once_both(compiler.pair(node))


def _members(compiler: Compiler[Any], code: Pair, kind: type[Term]) -> Cell[Any]:
    c = compiler.cells
    if code[0].value == UNSTATED:
        return code[0]
    pairs = (
        (c.every(c.at_most(code[0], c.number(m.code)), c.at_most(c.number(m.code), code[1])), m.code) for m in kind
    )
    return _mask(compiler, list(pairs))
