"""The columns of one table as lists of values, one for each person, and what there is to say about their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import attrs

from vocskills.convert.forms import shown
from vocskills.errors import Fault
from vocskills.model.fields import Kind
from vocskills.model.terms import Sex
from vocskills.roster.codes import Code
from vocskills.roster.columns import Column, columns
from vocskills.roster.found import HeaderMatch
from vocskills.roster.headers import plain
from vocskills.roster.layout import Layout, pairs
from vocskills.roster.mapping import RosterMapping
from vocskills.roster.problems import Problem, Severity
from vocskills.roster.reading.column import read_both_ends, read_cell, read_first_and_perhaps_last
from vocskills.roster.reading.said import BLANK, FAILED, Context, Note, Reading
from vocskills.roster.reading.words import words_of
from vocskills.roster.sheets import Cell, Raw, Sheet, Workbook
from vocskills.text import Text

_PRIVATE_EXTRAS = frozenset(
    {"extra.phone", "extra.account", "extra.head_id", "extra.second_id", "extra.head_name", "extra.residence"}
)
_SECOND_ID = "extra.second_id"
_ID = "trainee.id_number"
_SEX = "aac004"
_SEXES = {"1": "male", "2": "female"}
"""Codes of GB/T 2261.1, which has a 2; where there are only 1 and 0, one system means this by them and another that."""

ReadBoth = Callable[[Column, Column, Raw, Context], tuple[Reading, Reading]]


@attrs.define
class Facts:
    """What the people of one table are said to be.

    Attributes:
        place: the sheet's place in the workbook.
        sheet: the sheet.
        layout: where things stand on it.
        values: a value or ``None`` for each person, by the path of the fact, in the order of the columns.
        cells: where a fact stands, by path: the column; 0 for one that holds for the whole sheet.
        above: where a fact above the table stands, by path.
        unread: what cells say of a fact that is not understood, by path and person: what holds for the whole sheet
            does not stand in for it.
        problems: what there is to say about the cells.
    """

    place: int
    sheet: Sheet
    layout: Layout
    values: dict[str, list[Any]] = attrs.field(factory=dict)
    cells: dict[str, int] = attrs.field(factory=dict)
    above: dict[str, Cell] = attrs.field(factory=dict)
    unread: dict[str, dict[int, str]] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)

    def cell(self, index: int, path: str) -> Cell:
        """Where a person's fact stands; the row as a whole for one that has no cell of its own."""
        column = self.cells.get(path, 0)
        return Cell(self.place, self.layout.people[index], column, self.sheet.name)


def read_facts(workbook: Workbook, place: int, layout: Layout, mapping: RosterMapping) -> Facts:
    """Reads every column of a table, then the facts above it and those that the mapping gives."""
    facts = Facts(place, workbook.sheets[place], layout)
    reader = _Reader(workbook, facts, mapping)
    for match in layout.columns:
        reader.column(match)
    for match in layout.above:
        reader.fact_above(match)
    for path, text in mapping.constants.items():
        reader.constant(path, text)
    return facts


@attrs.define
class _Reader:
    workbook: Workbook
    facts: Facts
    mapping: RosterMapping

    def column(self, match: HeaderMatch) -> None:
        """Reads one column."""
        targets = match.targets
        if targets == (_SECOND_ID,):
            # 18位身份证号 beside 身份证号: the same fact twice.
            targets = (_ID,)
        found = [columns()[target] for target in targets if target in columns()]
        if not found:
            if not targets and match.certainty.value == "none":
                self._header_unknown(match)
            self._failed(match)
            return
        unit, codes, fill = self.mapping.of_column(match.header, targets[0])
        unit = unit or match.unit or self._unit_above(found[0])
        raws = self._raws(match, fill)
        if not codes and found[0].info.members is Sex and (plain(match.header) == _SEX or "2" in map(words_of, raws)):
            codes = _SEXES
        context = Context(unit, self.mapping.year, self.workbook.date_1904, codes)
        two = self._first_and_last(found, self.facts.layout.columns)
        if two is None:
            self._put(match, found[0], self._read(found[0], raws, context), raws)
        else:
            self._two(match, *two, raws, context)

    def _first_and_last(
        self, found: Sequence[Column], beside: Sequence[HeaderMatch]
    ) -> tuple[ReadBoth, tuple[Column, Column]] | None:
        """How both days of a cell are read: it holds them, or may where nothing beside it has a header for the last."""
        if len(found) == 2:
            return read_both_ends, (found[0], found[1])
        path = found[0].path.replace(".start_date", ".end_date")
        last = columns().get(path)
        elsewhere = any(path in match.targets for match in beside)
        return (
            None if last is None or elsewhere or last is found[0] else (read_first_and_perhaps_last, (found[0], last))
        )

    def _failed(self, match: HeaderMatch) -> None:
        """The formulas that failed in a column that no rule reads."""
        for number in self.facts.layout.people:
            raw = self.facts.sheet.value(number, match.cell.column)
            if isinstance(raw, str) and raw in FAILED:
                cell = Cell(self.facts.place, number, match.cell.column, self.facts.sheet.name)
                self._say(Code.FORMULA, (cell,), match.header, text=raw)

    def _unit_above(self, column: Column) -> str:
        """The unit of money that the sheet names above its table."""
        return self.facts.layout.unit if column.info.kind is Kind.MONEY else ""

    def _raws(self, match: HeaderMatch, fill: bool) -> list[Raw]:
        """The cells of a column, blank ones filled from above where that was asked."""
        at, rows = match.cell.column - 1, self.facts.sheet.rows
        raws = [row[at] if at < len(row := rows[number - 1]) else None for number in self.facts.layout.people]
        if fill:
            filled = 0
            for index in range(1, len(raws)):
                if raws[index] is None and raws[index - 1] is not None:
                    raws[index] = raws[index - 1]
                    filled += 1
            if filled:
                self._say(Code.FILLED_DOWN, (match.cell,), match.header, text=str(filled))
        elif self._merged_down(at + 1):
            self._say(Code.MERGED, (match.cell,), match.header)
        return raws

    def _merged_down(self, column: int) -> bool:
        people = self.facts.layout.people
        return bool(people) and any(
            span.first_column <= column <= span.last_column
            and span.first_row >= people[0]
            and span.last_row > span.first_row
            for span in self.facts.sheet.merged
        )

    def _read(self, column: Column, raws: Sequence[Raw], context: Context) -> list[Reading]:
        """The cells of a column; what stands in many of them is read once."""
        seen: dict[Any, Reading] = {}
        found = []
        for raw in raws:
            if raw is None:
                found.append(BLANK)
                continue
            # 1, 1.0 and True are equal to Python and different in a cell.
            key = raw if type(raw) is str else (type(raw), raw)
            reading = seen.get(key)
            if reading is None:
                reading = seen[key] = read_cell(column, raw, context)
            found.append(reading)
        return found

    def _two(
        self, match: HeaderMatch, read: ReadBoth, found: tuple[Column, Column], raws: Sequence[Raw], context: Context
    ) -> None:
        seen: dict[Any, tuple[Reading, Reading]] = {(type(None), None): (BLANK, BLANK)}
        ends = []
        for raw in raws:
            key = (type(raw), raw)
            if key not in seen:
                seen[key] = read(*found, raw, context)
            ends.append(seen[key])
        self._put(match, found[0], [one for one, _ in ends], raws)
        if read is read_both_ends or any(other.value is not None for _, other in ends):
            self._put(match, found[1], [other for _, other in ends], raws)
        # What there is to say of both stands with the first.
        both = read is read_both_ends
        unread = (i for i, (a, b) in enumerate(ends) if a.notes and b.value is None and (both or a.value is None))
        self._unread(found[1].path, unread, raws)

    def _put(self, match: HeaderMatch, column: Column, readings: list[Reading], raws: Sequence[Raw]) -> None:
        """Keeps a column's values and notes; a second column of one fact must agree with the first."""
        facts = self.facts
        values = [reading.value for reading in readings]
        noted = [(index, reading.notes) for index, reading in enumerate(readings) if reading.notes]
        self._unread(column.path, (index for index, _ in noted if values[index] is None), raws)
        self._notes_of(match, column, [(index, note) for index, notes in noted for note in notes], raws)
        if column.path not in facts.values:
            facts.values[column.path] = values
            facts.cells[column.path] = match.cell.column
            return
        self._say(Code.HEADER_TWICE, (match.cell,), match.header)
        self._compare(match, column.path, values, private=column.info.private)

    def _unread(self, path: str, indices: Iterable[int], raws: Sequence[Raw]) -> None:
        self.facts.unread.setdefault(path, {}).update((index, str(raws[index])) for index in indices)

    def _compare(self, match: HeaderMatch, path: str, values: list[Any], *, private: bool) -> None:
        facts = self.facts
        kept = facts.values[path]
        for index, value in enumerate(values):
            if kept[index] is None:
                kept[index] = value
            elif value is not None and value != kept[index]:
                facts.unread[path][index] = f"{kept[index]} {value}"
                kept[index] = None
                row = facts.layout.people[index]
                cells = tuple(
                    Cell(facts.place, row, at, facts.sheet.name) for at in (match.cell.column, facts.cells[path])
                )
                self._say(Code.CONFLICT, cells, match.header, private=private)

    def fact_above(self, match: HeaderMatch) -> None:
        """Reads a fact of the class that stands above the table, for all rows that do not say otherwise."""
        raw = self.facts.sheet.value(match.cell.row, match.cell.column)
        text = pairs(raw).get(match.header, "") if isinstance(raw, str) else ""
        found = [columns()[target] for target in match.targets if target in columns()]
        if not text or not found:
            return
        context = Context(self._unit_above(found[0]), self.mapping.year, self.workbook.date_1904)
        two = self._first_and_last(found, self.facts.layout.above)
        if two is None:
            read = [(found[0], read_cell(found[0], text, context))]
        else:
            how, both = two
            read = list(zip(both, how(*both, text, context), strict=True))
        for column, reading in read:
            for note in reading.notes:
                self._note(note, (match.cell,), match.header, text, private=False)
            if self._everybody(column, reading.value):
                self.facts.above[column.path] = match.cell

    def constant(self, path: str, text: str) -> None:
        """Takes in a fact that the mapping gives for every row that does not say otherwise."""
        self._everybody(columns()[path], read_cell(columns()[path], text, Context()).value)

    def _everybody(self, column: Column, value: Any) -> bool:
        if value is None:
            return False
        new = column.path not in self.facts.values
        kept = self.facts.values.setdefault(column.path, [None] * len(self.facts.layout.people))
        unread = self.facts.unread.get(column.path, ())
        kept[:] = [value if one is None and index not in unread else one for index, one in enumerate(kept)]
        return new

    # -- what there is to say ------------------------------------------------------------------------------------------

    def _header_unknown(self, match: HeaderMatch) -> None:
        near = (
            Text(f"是否想写：{'、'.join(match.near)}", f"did you mean {', '.join(match.near)}?") if match.near else None
        )
        self._say(Code.HEADER_UNKNOWN, (match.cell,), match.header, text=shown(match.header), remedy=near)

    def _notes_of(self, match: HeaderMatch, column: Column, noted: list[tuple[int, Note]], raws: Sequence[Raw]) -> None:
        """What there is to say about a column: how its cells were read once for all of them, the rest of each cell.

        What the rows of a class repeat is said once too.
        """
        together: dict[Any, list[int]] = {}
        for number, (index, note) in enumerate(noted):
            one: Any = note.code if note.code.severity is Severity.NOTE else (number,)
            key = (note.code, str(raws[index])) if column.shared and isinstance(one, tuple) else one
            together.setdefault(key, []).append(number)
        for numbers in together.values():
            index, note = noted[numbers[0]]
            cells = tuple(self._cell(match, noted[number][0]) for number in numbers)
            said = attrs.evolve(note, what=_times(note.what or note.code.what, len(numbers)))
            self._note(said, cells, match.header, raws[index], private=column.info.private)

    def _cell(self, match: HeaderMatch, index: int) -> Cell:
        return Cell(self.facts.place, self.facts.layout.people[index], match.cell.column, self.facts.sheet.name)

    def _note(self, note: Note, cells: tuple[Cell, ...], header: str, raw: Raw, *, private: bool) -> None:
        text = as_shown(raw, private=private)
        self._say(note.code, cells, header, text, note.remedy, private=private, what=note.what, expected=note.expected)

    def _say(
        self,
        code: Code,
        cells: tuple[Cell, ...],
        header: str,
        text: str = "",
        remedy: Text | None = None,
        *,
        private: bool = False,
        what: Text | None = None,
        expected: Text | None = None,
    ) -> None:
        fault = fault_at(self.workbook, cells[0], header, what or code.what, text, expected, remedy or code.remedy)
        self.facts.problems.append(Problem(code.value, code.severity, cells, fault, private))


def _times(what: Text, count: int) -> Text:
    return Text(f"{what.zh}（{count} 格）", f"{what.en} ({count} cells)") if count > 1 else what


def as_shown(raw: Raw, *, private: bool = False) -> str:
    """A cell's value in a message, identifiers masked, whole numbers without a point."""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        raw = int(raw)
    return shown(raw if isinstance(raw, str | int | float) else str(raw), private=private)


def fault_at(
    workbook: Workbook,
    cell: Cell,
    header: str,
    what: Text,
    text: str = "",
    expected: Text | None = None,
    remedy: Text | None = None,
) -> Fault:
    """A fault with its place in words: the line and the header in CSV, the address and the header in a workbook."""
    sheet = workbook.sheets[cell.sheet]
    by_line = bool(sheet.lines) or not sheet.name
    where = header if by_line else " ".join(part for part in (str(cell), header) if part)
    return Fault(
        what, where, workbook.name, sheet.line(cell.row) if by_line else 0, text=text, expected=expected, remedy=remedy
    )
