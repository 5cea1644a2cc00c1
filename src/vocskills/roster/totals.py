"""The printed figures of 合计 and 小计 rows, compared with what the rows above them come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import attrs

from vocskills.roster.codes import Code
from vocskills.roster.facts import Facts, as_shown, fault_at
from vocskills.roster.found import Dropped, DropReason, Extra, HeaderMatch, PrintedTotal
from vocskills.roster.headers import plain
from vocskills.roster.problems import Problem
from vocskills.roster.reading.numerals import number_and_rest
from vocskills.roster.reading.said import compact
from vocskills.roster.sheets import Cell, Raw, Workbook
from vocskills.text import Text

_HEADS = frozenset({"人", "名", "人次"})
_PEOPLE = frozenset({"trainee.name", "trainee.id_number", Extra.SERIAL.target})
_SUMMED = frozenset(
    extra.target for extra in (Extra.AMOUNT, Extra.STANDARD, Extra.LIVING, Extra.TRANSPORT, Extra.LIVING_AND_TRANSPORT)
) | {"enrollment.fee_paid", "enrollment.advance_paid", "enrollment.attended_days", "enrollment.attended_hours"}
_SECTIONS = ("小计", "本页")


def printed_totals(facts: Facts, workbook: Workbook) -> tuple[PrintedTotal, ...]:
    """Every figure of the total rows; one that is not the sum of its rows is a problem of the table."""
    found: list[PrintedTotal] = []
    begin = 0
    for row in (one for one in facts.layout.dropped if one.reason is DropReason.TOTAL):
        section = any(word in plain(row.text) for word in _SECTIONS)
        people = [number for number in facts.layout.people if (begin if section else 0) < number < row.cell.row]
        found += _figures(facts, row, people)
        begin = row.cell.row if section else begin
    facts.problems += [_differs(facts, workbook, one) for one in found if one.agrees is False]
    return tuple(found)


def _figures(facts: Facts, row: Dropped, people: list[int]) -> Iterator[PrintedTotal]:
    by_column = {one.cell.column: one for one in facts.layout.columns}
    for column, raw in enumerate(facts.sheet.rows[row.cell.row - 1], 1):
        number = _number(raw)
        match = by_column.get(column)
        if number is None or match is None:
            continue
        cell = attrs.evolve(row.cell, column=column)
        heads = isinstance(raw, str) and number_and_rest(compact(raw)) is not None and _unit(raw) in _HEADS
        if heads or set(match.targets) & _PEOPLE:
            yield PrintedTotal(cell, row.text, "", raw, str(len(people)), number == len(people))
        elif set(match.targets) & _SUMMED:
            yield _sum(facts, match, cell, row.text, raw, number, people)


def _sum(
    facts: Facts, match: HeaderMatch, cell: Cell, label: str, raw: Raw, number: Decimal, people: Iterable[int]
) -> PrintedTotal:
    cells = [
        _number(facts.sheet.value(row, cell.column))
        for row in people
        if facts.sheet.value(row, cell.column) is not None
    ]
    known = [one for one in cells if one is not None]
    if len(known) < len(cells):
        return PrintedTotal(cell, label, match.targets[0], raw, None, None)
    total = sum(known, Decimal(0))
    return PrintedTotal(cell, label, match.targets[0], raw, f"{total.normalize():f}", total == number)


def _unit(raw: str) -> str:
    found = number_and_rest(compact(raw))
    return found[1] if found is not None else ""


def _number(raw: Raw) -> Decimal | None:
    """The plain number of a cell, in the column's own unit."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    if not isinstance(raw, str):
        return Decimal(repr(raw)) if raw == raw and abs(raw) < 1e15 else None
    found = number_and_rest(compact(raw).removeprefix("¥"))
    return found[0] if found is not None and found[1] in ("", "元", "人", "名", "人次", "天", "学时", "课时") else None


def _differs(facts: Facts, workbook: Workbook, one: PrintedTotal) -> Problem:
    header = next((match.header for match in facts.layout.columns if match.cell.column == one.cell.column), "")
    wanted = Text(f"逐行为 {one.computed}", f"the rows come to {one.computed}")
    fault = fault_at(
        workbook, one.cell, header, Code.TOTAL_DIFFERS.what, as_shown(one.printed), wanted, Code.TOTAL_DIFFERS.remedy
    )
    return Problem(Code.TOTAL_DIFFERS.value, Code.TOTAL_DIFFERS.severity, (one.cell,), fault)
