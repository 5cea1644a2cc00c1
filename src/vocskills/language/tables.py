"""Tables in expressions: looked up, asked whether they list something, or added up by tiers."""

from __future__ import annotations

import ast
from collections.abc import Sequence
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
    Logic,
    LogicOp,
    Lookup,
    Node,
    Row,
)
from vocskills.language.scope import Cell, Edition, Table, TableRow, Typed
from vocskills.model.fields import Kind
from vocskills.text import Text

ABSENT, PRESENT, UNREAD = Fraction(0), Fraction(1), Fraction(2)
"""What a table says of an item: it lists no such thing, it lists it, it is silent or the row was not read."""


def lookup(checker: Checker, at: ast.expr, table: Table) -> Typed | None:
    """A bare table name: its value for its own columns; an open cell is what a ruling makes it."""
    if table.bands:
        checker.fail(at, Text("分段表要用 tiered(数量, 表)", "a table of tiers is read by tiered(quantity, table)"))
        return None
    return Typed(looked_up(table), table.type)


def looked_up(table: Table) -> Lookup:
    """The value of a table as a tree.

    Where a figure of the case may stand in, rows that are known from a digest only give way to it.
    """
    ruling = Fact(f"ruling.{table.name}", table.type, table.lo, table.hi)
    whole = Lookup(table.name, table.type, table.asked, _values(table.entries), ruling)
    if not gives_way(table):
        return whole
    otherwise = If(supplied_fact(table), ruling, whole)
    return Lookup(table.name, table.type, table.asked, _values(table.firm_entries), otherwise)


def supplied_fact(table: Table) -> Fact:
    """Whether the case gives the figure that may stand in for a table; never in doubt."""
    return Fact(f"supplied.{table.name}", BOOL, 0, 1)


def gives_way(table: Table) -> bool:
    """Whether a figure of the case may take the place of a row."""
    return bool(table.supplied_by) and len(table.firm_entries) < len(table.entries)


def _values(rows: Sequence[TableRow]) -> tuple[Row, ...]:
    cells: dict[Cell, Fraction | None] = {Cell.OPEN: None, Cell.NONE: Fraction(0)}
    return tuple(Row(row.keys, cells[row.cell] if isinstance(row.cell, Cell) else row.cell) for row in rows)


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
    said: Node = If(is_open, unread, is_there)
    if gives_way(table):
        said = Logic(LogicOp.OR, (said, Logic(LogicOp.AND, (supplied_fact(table), _not_read(table)))))
    return Typed(Call(Function.LISTED, (said,)), BOOL)


def _not_read(table: Table) -> Node:
    """Whether nothing that was read speaks of the item: no row, and no complete edition that lacks it."""
    rows = tuple(Row(row.keys, PRESENT) for row in table.firm_entries)
    complete = [edition for edition in table.editions if edition.complete and edition.firm]
    state = Lookup(table.name, COUNT, table.asked, rows, _by_edition(table, complete, PRESENT, ABSENT))
    return Compare(CompareOp.EQ, state, Literal(ABSENT, COUNT))


def _miss(table: Table) -> Node:
    """What a miss says: there is no such item in a complete table or edition, elsewhere it was not read."""
    complete = [edition for edition in table.editions if edition.complete]
    return _by_edition(table, complete, ABSENT, ABSENT if table.complete else UNREAD)


def _by_edition(table: Table, editions: Sequence[Edition], inside: Fraction, elsewhere: Fraction) -> Node:
    """One value where all dates lie in one of some editions, another elsewhere."""
    if not editions:
        return Literal(elsewhere, COUNT)
    rows = tuple(Row((edition.sure,) * len(table.dates), inside) for edition in editions)
    return Lookup(table.name, COUNT, table.dates, rows, Literal(elsewhere, COUNT))


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
