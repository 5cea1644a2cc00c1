"""A roster as it was read: the file as it stands, the people in it, and what there is to say about its cells."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from vocskills.convert.structure import limited
from vocskills.display import as_html
from vocskills.errors import Fault, InputError
from vocskills.model.case import Case
from vocskills.roster.classes import Class, located
from vocskills.roster.found import Extra, Table
from vocskills.roster.mapping import RosterMapping
from vocskills.roster.problems import Problem, errors
from vocskills.roster.sheets import Cell, Raw, Workbook


@attrs.frozen
class RosterRow:
    """One person's row.

    Attributes:
        sheet: the sheet's place in the workbook, from 0.
        row: the row on its sheet, from 1.
        case: the place of its class in :attr:`Roster.cases`.
        index: the place of the person in the class's enrollments.
    """

    sheet: int
    row: int
    case: int
    index: int


@attrs.frozen
class Roster:
    """A roster as it was read.

    Attributes:
        workbook: the file, nothing dropped.
        tables: where the people stand, one for each sheet that has any.
        rows: the people, in the order of the file.
        cases: one checked case for each class, in the order in which the classes first stand in the file. What could
            not be read is unknown in them.
        problems: what there is to say about cells, in the order of the file.
        mapping: every header with what it was taken for, to be corrected and kept.
    """

    _repr_html_ = as_html

    workbook: Workbook = attrs.field(repr=False)
    tables: tuple[Table, ...] = attrs.field(repr=False)
    rows: tuple[RosterRow, ...] = attrs.field(repr=False)
    cases: list[Case]
    problems: tuple[Problem, ...]
    mapping: RosterMapping = attrs.field(repr=False)
    _classes: list[Class] = attrs.field(repr=False, eq=False)

    def checked(self) -> Roster:
        """The roster itself, if nothing in it is an error.

        Raises:
            InputError: with every problem that is an error, each with its cell.
        """
        wrong = errors(self.problems)
        if wrong:
            raise InputError(limited(wrong))
        return self

    def table(self, sheet: int) -> Table | None:
        """The table of a sheet, by the sheet's place; ``None`` for one without people."""
        return next((one for one in self.tables if one.sheet == sheet), None)

    def cell(self, case: int, path: str) -> Cell | None:
        """Where a fact of a class stands.

        Args:
            case: the place of the class in :attr:`cases`.
            path: the fact's path in the case, such as ``enrollments[3].trainee.birth_date``.

        Returns:
            The cell; the person's row (column 0) for a fact of a person that no cell says; ``None`` for one of the
            class.
        """
        return self._classes[case].cell(path)

    def raw(self, row: RosterRow, target: str) -> Raw:
        """What a person's cell says as it stands, by the path of a fact or the name of an extra."""
        cell = self.cell_of(row, target)
        return None if cell is None else self.workbook.sheets[cell.sheet].value(cell.row, cell.column)

    def cell_of(self, row: RosterRow, target: str) -> Cell | None:
        """A person's cell in the column of a path or an extra; ``None`` if there is no such column."""
        table = self.table(row.sheet)
        column = table.column_of(target) if table is not None else 0
        return Cell(row.sheet, row.row, column, self.workbook.sheets[row.sheet].name) if column else None

    def extra(self, row: RosterRow, extra: Extra) -> Raw:
        """What a person's row says besides the facts of the law, as it stands; ``None`` if it says nothing."""
        return self.raw(row, extra.target)

    def located(self, faults: Iterable[Fault]) -> list[Fault]:
        """Faults of an assessment of the cases, with the cells that their paths come from."""
        return sorted(located(faults, self._classes, self.workbook), key=lambda fault: fault.line)
