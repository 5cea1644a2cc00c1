"""What stands in a file, nothing dropped: sheets of raw cells, and how a cell is called."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import TypeAlias

import attrs

Raw: TypeAlias = (
    str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None
)
"""A cell's value as the file has it; a blank cell is ``None``."""


class Format(Enum):
    """What a roster came in."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    FRAME = "frame"


def column_name(column: int) -> str:
    """A column's letters: 1 is ``A``, 27 is ``AA``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@attrs.frozen(order=True)
class Cell:
    """The address of a cell.

    Attributes:
        sheet: the sheet's place in the workbook, from 0.
        row: row, from 1.
        column: column, from 1; 0 for a row as a whole.
        name: the sheet's name; empty in a file that has one sheet without a name (CSV, a frame).
    """

    sheet: int
    row: int
    column: int
    name: str = attrs.field(default="", order=False)

    def __str__(self) -> str:
        spot = f"{column_name(self.column)}{self.row}" if self.column else str(self.row)
        return f"{self.name}!{spot}" if self.name else spot


@attrs.frozen
class Span:
    """Merged cells, both corners included, from 1; the value stands in the first."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@attrs.frozen
class Sheet:
    """One sheet as it stands.

    Attributes:
        name: its name; empty for CSV and frames.
        rows: its cells from A1 on, row by row; rows may differ in length.
        merged: its merged cells.
        visible: whether a user sees it.
        lines: where a file has lines that are not its rows (CSV with cells over several lines), the line of each row.
    """

    name: str
    rows: list[list[Raw]] = attrs.field(repr=False)
    merged: tuple[Span, ...] = ()
    visible: bool = True
    lines: tuple[int, ...] = attrs.field(default=(), repr=False)

    def value(self, row: int, column: int) -> Raw:
        """The value at a row and column, both from 1; ``None`` outside of what is filled."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else []
        return cells[column - 1] if 0 < column <= len(cells) else None

    def line(self, row: int) -> int:
        """The line of the file in which a row begins, from 1."""
        return self.lines[row - 1] if self.lines else row


@attrs.frozen
class Workbook:
    """A file's sheets in order.

    Attributes:
        name: the file's name; empty if it had none.
        format: what it came in.
        sheets: the sheets, hidden ones too.
        date_1904: whether its serial numbers count days from 1904 on.
        encoding: the encoding of a CSV file.
    """

    name: str
    format: Format
    sheets: tuple[Sheet, ...]
    date_1904: bool = False
    encoding: str = ""
