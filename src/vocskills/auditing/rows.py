"""A row of a table as the case that it is: what is explained, and what has to be read with all care."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from vocskills.auditing.cells import cell, plain_case
from vocskills.auditing.table import Table
from vocskills.bounds import Bounds, hull
from vocskills.calendar import to_date
from vocskills.convert.structure import structure_case
from vocskills.door import Codes, Subject, facts_of, subjects
from vocskills.errors import Fault
from vocskills.language import vocabulary
from vocskills.model.case import Case
from vocskills.model.fields import Listing
from vocskills.model.nouns import Cohort, Employer, Enrollment, Provider, Trainee
from vocskills.model.records import Award, Check, Status

if TYPE_CHECKING:
    pass

_LISTED = re.compile(r"^enrollments\[0\]\.?")


@attrs.frozen
class Rows:
    """The rows of a table as cases.

    Attributes:
        table: the claims.
        judged_on: the dates on which a status of a column holds: the governing dates of the texts.
        awards: the awards on record of a row, ``None`` where no table of them was given.
        statuses: the dated statuses of a row.
        checks: the checks of a row's class.
    """

    table: Table
    judged_on: tuple[str, ...]
    awards: Callable[[int], Listing[Award] | None]
    statuses: Callable[[int], tuple[Status, ...]]
    checks: Callable[[int], Listing[Check] | None]

    def case(self, row: int, where: str) -> tuple[Case, list[Fault]]:
        """One row as a case, and everything that is wrong with it.

        Args:
            row: its place in the table.
            where: what it is called in a fault.
        """
        found = dict(zip(self.table.frame.columns, self.table.frame.row(row), strict=True))
        cells = {}
        for path, header in self.table.headers.items():
            text = cell(found[header])
            if text.strip():
                cells[path] = text
        plain, wrong = plain_case(cells)
        case, faults = structure_case(plain, written=True)
        placed = [attrs.evolve(fault, where=f"{self._column(fault.where)}[{where}]") for fault in (*wrong, *faults)]
        return (case, placed) if placed else (self._whole(case, row), [])

    def _column(self, where: str) -> str:
        """The user's own name of the column that a path of the case comes from."""
        path = _LISTED.sub("", where)
        return next(
            (self.table.headers[one] for one in (path, f"enrollment.{path}") if one in self.table.headers), path
        )

    def _whole(self, case: Case, row: int) -> Case:
        """The case with its records, and with the day on which the statuses of its columns hold."""
        (subject,) = subjects(case)
        first, last = self._governed(subject)
        own = subject.enrollment
        trainee = own.trainee if isinstance(own.trainee, Trainee) else Trainee()
        statuses = (*_dated(trainee, first, last).statuses.items, *self.statuses(row))
        trainee = attrs.evolve(trainee, statuses=attrs.evolve(trainee.statuses, items=statuses))
        awards, checks = self.awards(row), self.checks(row)
        if awards is not None:
            trainee = attrs.evolve(trainee, awards=awards)
        assert case.enrollments is not None
        listed: Enrollment = attrs.evolve(case.enrollments.items[0], trainee=trainee)
        if isinstance(listed.employer, Employer):
            listed = attrs.evolve(listed, employer=_dated(listed.employer, first, last))
        if checks is not None and isinstance(case.cohort, Cohort):
            case = attrs.evolve(case, cohort=attrs.evolve(case.cohort, checks=checks))
        if isinstance(case.provider, Provider):
            case = attrs.evolve(case, provider=_dated(case.provider, first, last))
        return attrs.evolve(case, enrollments=Listing((listed,)))

    def _governed(self, subject: Subject) -> Bounds:
        """From the first to the last day that may be a governing date of the row."""
        dates = [vocabulary.fact(path) for path in self.judged_on]
        return hull(facts_of(subject, dates, {}, Codes()).values.values())


def _dated(noun: Any, first: int, last: int) -> Any:
    """The noun with statuses that hold, or do not, on the governing dates; those with dates of their own stay."""
    start, end = to_date(first), to_date(last)
    items = tuple(
        attrs.evolve(row, start=start, end=end, checked_on=end)
        if (row.start, row.end, row.checked_on) == (None, None, None)
        else row
        for row in noun.statuses.items
    )
    return attrs.evolve(noun, statuses=attrs.evolve(noun.statuses, items=items))
