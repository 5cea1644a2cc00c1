"""Rosters for tests: small ones, of cells that are not all text, and workbooks."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from vocskills.model.fields import Listing
from vocskills.model.nouns import Enrollment, Trainee
from vocskills.roster import Roster, read_roster

ID = "533399197503010013"
OTHER = "533399197503010021"


@attrs.frozen
class Frame:
    """The little of an Arrow table that a roster is read from: cells keep their types."""

    column_names: list[str]
    rows: list[list[Any]]

    def to_pylist(self) -> list[dict[str, Any]]:
        """Each row as a mapping."""
        return [dict(zip(self.column_names, row, strict=True)) for row in self.rows]


def read(*rows: Mapping[str, Any], **options: Any) -> Roster:
    """A roster of some rows, whose cells are of any type."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    return read_roster(Frame(headers, [[row.get(header) for header in headers] for row in rows]), **options)


def people(roster: Roster, case: int = 0) -> tuple[Enrollment, ...]:
    """The people of one class."""
    found = roster.cases[case].enrollments
    assert isinstance(found, Listing)
    return found.items


def trainee(roster: Roster) -> Trainee:
    """The first person."""
    found = people(roster)[0].trainee
    return found if isinstance(found, Trainee) else Trainee()


def codes(roster: Roster) -> list[str]:
    """What there is to say about the cells."""
    return [problem.code for problem in roster.problems]


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    *,
    merged: Sequence[tuple[str, int, int, int, int]] = (),
    hidden: Sequence[str] = (),
    date_1904: bool = False,
) -> bytes:
    """An xlsx file: its sheets with their rows, merged cells by sheet and corners from 1."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "yyyy-mm-dd", "date_1904": date_1904}
    with xlsxwriter.Workbook(out, options) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(place, column, value)
                    elif value is not None:
                        sheet.write(place, column, value)
            for where, top, left, bottom, right in merged:
                if where == name:
                    sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, rows[top - 1][left - 1])
    return out.getvalue()
