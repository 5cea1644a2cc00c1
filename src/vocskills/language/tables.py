"""Tables in expressions: looked up, asked whether they list something, or added up by tiers."""

from __future__ import annotations

import ast
from fractions import Fraction

from vocskills.language.checker import Checker
from vocskills.language.nodes import (
    BOOL,
    COUNT,
    Call,
    Compare,
    CompareOp,
    Fact,
    Function,
    If,
    Literal,
    Lookup,
    Node,
    Row,
)
from vocskills.language.scope import Cell, Table, Typed
from vocskills.model.fields import Kind
from vocskills.text import Text

ABSENT, PRESENT, UNREAD = Fraction(0), Fraction(1), Fraction(2)
"""What a table says of an item: it lists no such thing, it lists it, it is silent or the row was not read."""


def lookup(checker: Checker, at: ast.expr, table: Table) -> Typed | None:
    """A bare table name: its value for its own columns; an open cell is what a ruling makes it."""
    if table.bands:
        checker.fail(at, Text("分段表要用 tiered(数量, 表)", "a table of tiers is read by tiered(quantity, table)"))
        return None
    cells: dict[Cell, Fraction | None] = {Cell.OPEN: None, Cell.NONE: Fraction(0)}
    rows = tuple(Row(row.keys, cells[row.cell] if isinstance(row.cell, Cell) else row.cell) for row in table.entries)
    ruling = Fact(f"ruling.{table.name}", table.type, table.lo, table.hi)
    return Typed(Lookup(table.name, table.type, table.asked, rows, ruling), table.type)


def listed(checker: Checker, at: ast.Call) -> Typed | None:
    """Whether a table has a value: false for ``none`` and for a miss in a complete table, open in an excerpt."""
    table = checker.named_table(at.args[0]) if checker.arity(at, 1, "listed(table)") else None
    if table is None:
        return None
    cells = {Cell.NONE: ABSENT, Cell.OPEN: UNREAD}
    rows = tuple(Row(row.keys, cells[row.cell] if isinstance(row.cell, Cell) else PRESENT) for row in table.entries)
    state = Lookup(table.name, COUNT, table.asked, rows, _miss(table))
    unread = Fact(f"ruling.listed({table.name})", BOOL, 0, 1)
    is_open = Compare(CompareOp.EQ, state, Literal(UNREAD, COUNT))
    is_there = Compare(CompareOp.EQ, state, Literal(PRESENT, COUNT))
    return Typed(Call(Function.LISTED, (If(is_open, unread, is_there),)), BOOL)


def _miss(table: Table) -> Node:
    """What a miss says: there is no such item in a complete table or edition, elsewhere it was not read."""
    complete = tuple(edition.sure for edition in table.editions if edition.complete)
    if not complete:
        return Literal(ABSENT if table.complete else UNREAD, COUNT)
    rows = tuple(Row((window,) * len(table.dates), ABSENT) for window in complete)
    return Lookup(table.name, COUNT, table.dates, rows, Literal(UNREAD, COUNT))


def tiered(checker: Checker, at: ast.Call) -> Typed | None:
    """The sum over the bands of a table of the quantity inside the band times its rate."""
    if not checker.arity(at, 2, "tiered(cohort.training_days, daily_rate)"):
        return None
    quantity, table = checker.infer(at.args[0]), checker.named_table(at.args[1])
    if quantity is None or table is None:
        return None
    if not table.bands or quantity.type.kind is not Kind.INT or table.type.kind is not Kind.MONEY:
        what = Text("tiered 要一个数量和一张金额的分段表", "tiered takes a quantity and a table of tiers of money")
        checker.fail(at, what)
        return None
    return Typed(Call(Function.TIERED, (quantity.node,), table.bands), table.type)
