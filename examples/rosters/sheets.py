"""Writes tables of invented people as the spreadsheets that schools hand in, with merged titles and headers.

The bytes depend on the values alone: no clock, no user name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs

Value = str | int | float | date | None
Merge = tuple[int, int, int, int]
"""First and last row, first and last column, from 0."""
MADE = datetime(2020, 6, 5)
NOTE = "合成数据，不涉及任何真实人员"


@attrs.frozen
class Sheet:
    """One sheet.

    Attributes:
        name: its name.
        rows: its cells, row by row.
        merges: ranges that are merged; the value stands in the first cell.
        hidden: whether it is hidden.
        widths: the width of each column in characters.
    """

    name: str
    rows: Sequence[Sequence[Value]]
    merges: Sequence[Merge] = ()
    hidden: bool = False
    widths: Sequence[int] = ()


def write_book(path: Path, sheets: Sequence[Sheet], *, since_1904: bool = False) -> None:
    """Writes a workbook.

    Args:
        path: the file.
        sheets: its sheets, in order.
        since_1904: whether its dates count from 1904, as those of old Macintosh workbooks do.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"date_1904": since_1904, "in_memory": True}) as book:
        book.set_properties({"author": "vocskills", "comments": NOTE, "created": MADE})
        formats = {
            "day": book.add_format({"num_format": "yyyy-mm-dd", "border": 1}),
            "cell": book.add_format({"border": 1}),
            "merged": book.add_format({"border": 1, "align": "center", "valign": "vcenter", "bold": True}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)


def _write_sheet(target: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for number, columns in enumerate(sheet.widths):
        target.set_column(number, number, columns)
    for first, last, left, right in sheet.merges:
        target.merge_range(first, left, last, right, "", formats["merged"])
    tops = {(first, left) for first, _, left, _ in sheet.merges}
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            _write(target, row, column, value, formats, merged=(row, column) in tops)
    if sheet.hidden:
        target.hide()


def _write(target: Any, row: int, column: int, value: Value, formats: dict[str, Any], *, merged: bool) -> None:
    look = formats["merged" if merged else "day" if isinstance(value, date) else "cell"]
    if isinstance(value, str):
        target.write_string(row, column, value, look)
    elif isinstance(value, date):
        target.write_datetime(row, column, datetime(value.year, value.month, value.day), look)
    elif value is not None:
        target.write_number(row, column, value, look)
