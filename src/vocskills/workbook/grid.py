"""The sheets of a roster written again, value for value, with the answers beside the people and notes on cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from vocskills.errors import Fault, InputError
from vocskills.roster.found import Table
from vocskills.roster.roster import Roster, RosterRow
from vocskills.roster.sheets import Cell, Raw, Sheet, Span
from vocskills.text import Lang, Text, width
from vocskills.workbook.decided import RowAnswer, Told, lines
from vocskills.workbook.looks import LINE, Looks, fill_of_verdict, height
from vocskills.workbook.marks import Mark, Spot, brief, fill, of_rows
from vocskills.workbook.publish import masked, private_columns

_ROWS_MOST, _COLUMNS_MOST = 1_048_576, 16_384
_TALLEST = 8
_A3 = 8
"""Paper on which as many columns can still be read, as xlsxwriter numbers it."""
_SAMPLE, _WIDEST, _NARROWEST = 300, 40, 6
_NO_LIMIT = Text("上限未知", "no limit known")
_TOO_LARGE = Text("表太大，写不进一个工作簿", "the table is too large for a workbook")
_SPLIT = Text("分成几个文件", "split it into several files")
HEADS: tuple[tuple[Text, int], ...] = (
    (Text("【审核】结论", "[audit] outcome"), 22),
    (Text("【审核】可付至少（元）", "[audit] payable at least (yuan)"), 13),
    (Text("【审核】可付至多（元）", "[audit] payable at most (yuan)"), 13),
    (Text("【审核】金额说明", "[audit] amount in words"), 22),
    (Text("【审核】理由", "[audit] reason"), 48),
    (Text("【审核】依据", "[audit] article"), 36),
    (Text("【审核】如何处理", "[audit] what to do"), 36),
    (Text("【审核】疑点", "[audit] checks"), 18),
)
"""The added columns with their widths; the mark before them keeps them apart from a school's own headers."""


@attrs.frozen
class Page:
    """What a sheet is written with.

    Attributes:
        roster: the roster.
        place: the sheet's place in it, from 0.
        answers: the answer for each row of people.
        notes: what is said of each cell.
        lang: the language of what is added.
        public: whether what identifies people is masked.
    """

    roster: Roster
    place: int
    answers: Mapping[tuple[int, int], RowAnswer]
    notes: Mapping[Spot, list[Mark]]
    lang: Lang
    public: bool

    @property
    def sheet(self) -> Sheet:
        """The sheet as it was read."""
        return self.roster.workbook.sheets[self.place]

    @property
    def table(self) -> Table | None:
        """Where its people stand, if it has any."""
        return next((table for table in self.roster.tables if table.sheet == self.place), None)

    @property
    def people(self) -> list[RosterRow]:
        """The rows of its people."""
        return [row for row in self.roster.rows if row.sheet == self.place]


def write_sheet(target: Any, page: Page, looks: Looks) -> list[Cell]:
    """Writes one sheet.

    Returns:
        The cells whose text was too long and was cut.

    Raises:
        InputError: it has more rows or columns than a workbook holds.
    """
    sheet, table = page.sheet, page.table
    right = _right(sheet)
    added = len(HEADS) if table is not None else 0
    if len(sheet.rows) > _ROWS_MOST or right + added > _COLUMNS_MOST:
        raise InputError(Fault(_TOO_LARGE, file=page.roster.workbook.name, where=sheet.name, remedy=_SPLIT))
    merged = _merge(target, sheet.merged, looks)
    cut = _write_cells(target, page, looks, merged)
    _set_widths(target, sheet, right)
    if table is not None:
        _write_heads(target, table, right, looks, page.lang)
        _write_answers(target, page, right, looks)
        target.freeze_panes(table.header_rows[1], 0)
    target.set_landscape()
    target.set_paper(_A3)
    target.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.4)
    target.fit_to_pages(1, 0)
    if table is not None:
        target.repeat_rows(table.header_rows[0] - 1, table.header_rows[1] - 1)
    if not sheet.visible:
        target.hide()
    return cut


def _right(sheet: Sheet) -> int:
    """How many columns a sheet uses."""
    used = max((len(row) for row in sheet.rows), default=0)
    return max(used, *(span.last_column for span in sheet.merged)) if sheet.merged else used


def _merge(target: Any, spans: Sequence[Span], looks: Looks) -> frozenset[tuple[int, int]]:
    """Merges cells as they were, and says which cells are the first of one; what overlaps another span is left out."""
    tops: set[tuple[int, int]] = set()
    taken: set[tuple[int, int]] = set()
    for span in spans:
        rows, columns = range(span.first_row, span.last_row + 1), range(span.first_column, span.last_column + 1)
        cells = {(row, column) for row in rows for column in columns}
        if len(cells) > 1 and not cells & taken:
            corners = span.first_row - 1, span.first_column - 1, span.last_row - 1, span.last_column - 1
            target.merge_range(*corners, "", looks.of(align="center", valign="vcenter"))
            taken |= cells
            tops.add((span.first_row, span.first_column))
    return frozenset(tops)


def _write_cells(target: Any, page: Page, looks: Looks, merged: frozenset[tuple[int, int]]) -> list[Cell]:
    private = private_columns(page.table) if page.public and page.table is not None else frozenset()
    people = {row.row for row in page.people}
    cut = []
    for row, cells in enumerate(page.sheet.rows, 1):
        for column, value in enumerate(cells, 1):
            hidden = column in private and row in people
            if value is None and (page.place, row, column) not in page.notes and not merged:
                continue
            shown = masked(value, private=hidden) if page.public else value
            marks = page.notes.get((page.place, row, column))
            fills = fill(marks) if marks else ""
            if not looks.put(target, row - 1, column - 1, shown, fills, (row, column) in merged):
                cut.append(Cell(page.place, row, column, page.sheet.name))
    for (sheet, row, column), marks in page.notes.items():
        if sheet == page.place and column:
            _comment(target, page, row, column, marks, looks)
    return cut


def _comment(target: Any, page: Page, row: int, column: int, marks: Sequence[Mark], looks: Looks) -> None:
    if page.sheet.value(row, column) is None:
        # A blank beyond the end of a row was not written above.
        looks.put(target, row - 1, column - 1, None, fill(marks))
    said = "\n".join(dict.fromkeys(mark.note(page.lang) for mark in marks))
    options = {"author": "vocskills", "width": 320, "height": min(40 + 18 * (width(said) // 44 + len(marks)), 320)}
    target.write_comment(row - 1, column - 1, said, options)


def _set_widths(target: Any, sheet: Sheet, right: int) -> None:
    """Widths by what stands in the columns, since those of the original are not known; merged titles do not count."""
    tops = {(span.first_row, span.first_column) for span in sheet.merged if span.last_column > span.first_column}
    for column in range(1, right + 1):
        cells = [
            row[column - 1]
            for n, row in enumerate(sheet.rows[:_SAMPLE], 1)
            if len(row) >= column and (n, column) not in tops
        ]
        longest = max((width(_shown(cell)) for cell in cells), default=0)
        target.set_column(column - 1, column - 1, min(max(longest + 2, _NARROWEST), _WIDEST))


def _shown(value: Raw) -> str:
    return (
        "" if value is None else str(value).split("\n")[0][:19] if not isinstance(value, str) else value.split("\n")[0]
    )


def _write_heads(target: Any, table: Table, right: int, looks: Looks, lang: Lang) -> None:
    first, last = table.header_rows
    for number, (head, columns) in enumerate(HEADS):
        target.set_column(right + number, right + number, columns)
        if first < last:
            target.merge_range(first - 1, right + number, last - 1, right + number, "", looks.head())
        target.write_string(first - 1, right + number, head.of(lang), looks.head())


def _write_answers(target: Any, page: Page, right: int, looks: Looks) -> None:
    flagged = of_rows(page.notes)
    said: dict[int, _Said] = {}
    for row in page.people:
        answer = page.answers.get((row.case, row.index))
        if answer is not None:
            # All answers are held by the audit, so that no two of them have one number.
            told = said.get(id(answer.told))
            if told is None:
                told = said[id(answer.told)] = _said(answer.told, page)
            decided = bool(answer.subject.determinations)
            marks = brief(flagged.get((page.place, row.row), [])).of(page.lang)
            _write_answer(target, (row.row - 1, right), told, marks, looks, decided=decided)


@attrs.frozen
class _Said:
    """What is written beside the rows of one answer.

    Attributes:
        told: the answer.
        words: what stands in the columns of words, the outcome first.
        most: what stands for the most that can be paid, in words where no limit is known.
        tall: the lines that the highest cell needs.
    """

    told: Told
    words: tuple[str, ...]
    most: float | str
    tall: int


def _said(told: Told, page: Page) -> _Said:
    lang = page.lang
    said = [one.label if page.public else one.said for one in told.reasons]
    remedies = [one.remedy for one in told.reasons if one.remedy is not None]
    words = (
        told.outcome.of(lang),
        told.amount.of(lang) if told.least != told.most else "",
        lines(said, lang),
        lines([one.source for one in told.reasons], lang),
        lines(remedies, lang),
    )
    tall = height([words[0], "", "", *words[1:]], [columns for _, columns in HEADS])
    return _Said(told, words, _NO_LIMIT.of(lang) if told.most is None else told.most.fen / 100, tall)


def _write_answer(target: Any, at: tuple[int, int], said: _Said, marks: str, looks: Looks, *, decided: bool) -> None:
    row, right = at
    plain, money = looks.words(), looks.of(num_format="#,##0.00", valign="top")
    target.write_string(row, right, said.words[0], looks.words(fill_of_verdict(said.told.verdict)))
    if decided:
        target.write_number(row, right + 1, said.told.least.fen / 100, money)
        write = target.write_string if isinstance(said.most, str) else target.write_number
        write(row, right + 2, said.most, plain if isinstance(said.most, str) else money)
    for number, words in enumerate((*said.words[1:], marks), right + 3):
        if words:
            target.write_string(row, number, words, plain)
    tall = max(said.tall, height([marks], [HEADS[-1][1]])) if marks else said.tall
    if tall > 1:
        target.set_row(row, LINE * min(tall, _TALLEST))
