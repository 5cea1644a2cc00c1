"""Functions of dates on columns: the formulas of :mod:`vocskills.calendar` in whole numbers, each end by itself."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from vocskills import calendar
from vocskills.calendar import DAY_MAX, DAY_MIN
from vocskills.engines.cells import Cell, Cells
from vocskills.errors import CalendarError
from vocskills.language.nodes import Function

E = TypeVar("E")


def years(c: Cells[E], birth: Cell[E], on: Cell[E]) -> Cell[E]:
    """Whole years from birth to a day."""
    return c.floor(c.subtract(on, birth), 10_000)


def year(c: Cells[E], day: Cell[E]) -> Cell[E]:
    """The calendar year."""
    return c.floor(day, 10_000)


def months(c: Cells[E], start: Cell[E], end: Cell[E]) -> Cell[E]:
    """Full months by the day of the month."""
    start, end = c.once(start), c.once(end)
    short = c.as_number(c.less(c.modulo(end, 100), c.modulo(start, 100)))
    return c.subtract(c.subtract(_month_number(c, end), _month_number(c, start)), short)


def _month_number(c: Cells[E], day: Cell[E]) -> Cell[E]:
    """Months since the year 0, the first month being 1."""
    return c.add(c.multiply(c.floor(day, 10_000), c.number(12)), c.modulo(c.floor(day, 100), 100))


def plus_days(c: Cells[E], day: Cell[E], count: Cell[E]) -> Cell[E]:
    """The day so many days later."""
    if day.value is not None and count.value is not None:
        return c.number(calendar.plus_days(day.value, count.value))
    return c.made(c.algebra.plus_days, c.once(day), count)


def plus_months(c: Cells[E], day: Cell[E], count: Cell[E]) -> Cell[E]:
    """The same day so many months later, or that month's last day; the nearest day inside 1900..2100."""
    day, count = c.once(day), c.once(count)
    # From the year -10,000 on, so that nothing that is divided is negative.
    moved = c.once(c.add(c.add(_month_number(c, day), c.number(120_000 - 1)), count))
    to_year, month = c.once(c.subtract(c.floor(moved, 12), c.number(10_000))), c.add(c.modulo(moved, 12), c.number(1))
    month = c.once(month)
    number = c.least(c.modulo(day, 100), _month_length(c, to_year, month))
    found = c.add(c.add(c.multiply(to_year, c.number(10_000)), c.multiply(month, c.number(100))), number)
    beyond = c.case(c.less(count, c.number(0)), c.number(DAY_MIN), c.number(DAY_MAX))
    known = c.every(c.at_most(c.number(1900), to_year), c.at_most(to_year, c.number(2100)))
    return c.case(known, found, beyond)


def _month_length(c: Cells[E], in_year: Cell[E], month: Cell[E]) -> Cell[E]:
    # Shifted as above: what is divided is not negative.
    shifted = c.add(in_year, c.number(10_000))

    def multiple(of: int) -> Cell[E]:
        return c.equal(c.modulo(shifted, of), c.number(0))

    leap = c.some(c.every(multiple(4), c.negate(multiple(100))), multiple(400))
    odd = c.modulo(c.add(month, c.floor(month, 8)), 2)
    february = c.case(leap, c.number(29), c.number(28))
    return c.case(c.equal(month, c.number(2)), february, c.add(odd, c.number(30)))


def retirement_date(c: Cells[E], birth: Cell[E], former: Cell[E]) -> Cell[E]:
    """The statutory retirement date; see :func:`vocskills.calendar.retirement_date`."""
    birth, former = c.once(birth), c.once(former)
    late = c.subtract(c.add(_month_number(c, birth), c.multiply(former, c.number(12))), c.number(calendar_months(2025)))
    late = c.once(c.greatest(late, c.number(0)))
    parts = [(age, _delay(c, late, *calendar.DELAYS[age])) for age in sorted(calendar.DELAYS)]
    (_, delay), *others = parts
    for age, other in others:
        delay = c.case(c.equal(former, c.number(age)), other, delay)
    return plus_months(c, birth, c.add(c.multiply(former, c.number(12)), delay))


def calendar_months(of_year: int) -> int:
    """The number of the month before a year's January."""
    return of_year * 12


def _delay(c: Cells[E], late: Cell[E], step: int, most: int) -> Cell[E]:
    return c.least(c.floor(c.add(late, c.number(step - 1)), step), c.number(most))


@cache
def working_days(count: int) -> dict[int, int]:
    """The working day so many working days after each day; days for which that is not published are not there."""
    first, last = calendar.published_years()
    found = {}
    day = (first - 1) * 10_000 + 101
    while day < (last + 2) * 10_000:
        with contextlib.suppress(CalendarError):
            found[day] = calendar.plus_working_days(day, count)
        day = calendar.plus_days(day, 1)
    return found


def plus_working_days(c: Cells[E], days: tuple[Cell[E], Cell[E]], counts: tuple[int, int]) -> tuple[Cell[E], Cell[E]]:
    """Both ends; any day at all where one of them needs a calendar that is not published."""
    if counts == (0, 0):
        return days
    least, most = (
        c.once(c.mapped(days[0], working_days(counts[0]), 0)),
        c.once(c.mapped(days[1], working_days(counts[1]), 0)),
    )
    known = c.every(c.less(c.number(0), least), c.less(c.number(0), most))
    return c.case(known, least, c.number(DAY_MIN)), c.case(known, most, c.number(DAY_MAX))


FORMULAS: dict[Function, Callable[..., Any]] = {
    Function.AGE: years,
    Function.YEAR: year,
    Function.MONTHS: months,
    Function.PLUS_DAYS: plus_days,
    Function.PLUS_MONTHS: plus_months,
    Function.RETIREMENT_DATE: retirement_date,
}
