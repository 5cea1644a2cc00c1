"""A sheet of ours, written from top to bottom: headings, sentences and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from vocskills.money import Money
from vocskills.workbook.looks import LINE, LONGEST, Looks, height

_HEADING = 20
"""The height of a heading's row in points."""
Written = str | int | Money | None
"""What a cell of ours holds."""


@attrs.define
class Paper:
    """A sheet and the next row of it.

    Attributes:
        target: the sheet of the library that writes.
        looks: the workbook's formats.
        widths: the width of each column in characters.
        row: the next row, from 0.
    """

    target: Any
    looks: Looks
    widths: Sequence[int]
    row: int = 0

    def __attrs_post_init__(self) -> None:
        self.target.set_landscape()
        self.target.fit_to_pages(1, 0)
        for column, columns in enumerate(self.widths):
            self.target.set_column(column, column, columns)

    def title(self, words: str) -> None:
        """The heading of the sheet."""
        self.target.set_row(self.row, 26)
        self._text(0, words, self.looks.of(bold=True, font_size=15))
        self.row += 1

    def heading(self, words: str) -> None:
        """The heading of a part, after an empty row."""
        self.row += 1
        self.target.set_row(self.row, _HEADING)
        self._text(0, words, self.looks.of(bold=True, font_size=12))
        self.row += 1

    def sentence(self, words: str) -> None:
        """A sentence over the whole width."""
        self.target.set_row(self.row, LINE * height([words], [sum(self.widths)]))
        if len(self.widths) > 1:
            self.target.merge_range(self.row, 0, self.row, len(self.widths) - 1, "", self.looks.words())
        self._text(0, words, self.looks.words())
        self.row += 1

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[Written]], fills: Sequence[str] = ()) -> None:
        """A table; ``fills`` colours the first cell of each row."""
        for column, head in enumerate(heads):
            self._text(column, head, self.looks.head())
        self.row += 1
        for number, cells in enumerate(rows):
            self.target.set_row(self.row, LINE * height([str(cell) for cell in cells], self.widths))
            for column, cell in enumerate(cells):
                self._cell(column, cell, fills[number] if column == 0 and number < len(fills) else "")
            self.row += 1

    def _cell(self, column: int, cell: Written, fill: str) -> None:
        match cell:
            case Money():
                self.target.write_number(
                    self.row, column, cell.fen / 100, self.looks.of(num_format="#,##0.00", valign="top")
                )
            case int():
                self.target.write_number(self.row, column, cell, self.looks.of(valign="top"))
            case str() if cell:
                self._text(column, cell, self.looks.words(fill))

    def _text(self, column: int, words: str, look: Any) -> None:
        self.target.write_string(self.row, column, words[:LONGEST], look)
