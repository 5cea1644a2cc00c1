"""Steps: the operations of the columns of one row, each written down once, from which machine code is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from vocskills.calendar import DAY_MAX, DAY_MIN, to_date

Step = tuple[Any, ...]
"""An operation with the numbers of the steps that it takes, or with constants."""

_EPOCH = date(1800, 3, 1).toordinal()
"""Days are counted from a first of March: leap days then end a year, and no day is negative."""
_CYCLE = 146_097


class Steps:
    """Operations on one row, each written down once; an expression is the number of its step."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._numbers: dict[Step, int] = {}

    def _step(self, *step: Any) -> int:
        number = self._numbers.setdefault(step, len(self.steps))
        if number == len(self.steps):
            self.steps.append(step)
        return number

    def column(self, name: str) -> int:
        """A column."""
        return self._step("column", name)

    def number(self, value: int) -> int:
        """A constant number."""
        return self._step("number", value)

    def truth(self, value: bool) -> int:
        """A constant truth."""
        return self._step("truth", int(value))

    def add(self, left: int, right: int) -> int:
        """A sum."""
        return self._step("add", left, right)

    def subtract(self, left: int, right: int) -> int:
        """A difference."""
        return self._step("subtract", left, right)

    def multiply(self, left: int, right: int) -> int:
        """A product."""
        return self._step("multiply", left, right)

    def both_bits(self, left: int, right: int) -> int:
        """The marks that both have."""
        return self._step("both_bits", left, right)

    def either_bits(self, left: int, right: int) -> int:
        """The marks that one of them has."""
        return self._step("either_bits", left, right)

    def floor(self, item: int, by: int) -> int:
        """A quotient by a positive constant, rounded down."""
        return self._step("floor", item, self.number(by))

    def modulo(self, item: int, by: int) -> int:
        """The rest of a number that is not negative."""
        return self._step("modulo", item, self.number(by))

    def less(self, left: int, right: int) -> int:
        """Whether one number is less than the other."""
        return self._step("less", left, right)

    def at_most(self, left: int, right: int) -> int:
        """Whether one number is at most the other."""
        return self._step("at_most", left, right)

    def equal(self, left: int, right: int) -> int:
        """Whether two numbers are the same."""
        return self._step("equal", left, right)

    def every(self, items: Sequence[int]) -> int:
        """Conjunction."""
        return self._step("every", *items)

    def some(self, items: Sequence[int]) -> int:
        """Disjunction."""
        return self._step("some", *items)

    def negate(self, item: int) -> int:
        """Negation."""
        return self._step("negate", item)

    def case(self, condition: int, then: int, otherwise: int) -> int:
        """One of two numbers."""
        return self._step("case", condition, then, otherwise)

    def least(self, items: Sequence[int]) -> int:
        """The least of several numbers."""
        return self._step("least", *items)

    def greatest(self, items: Sequence[int]) -> int:
        """The greatest of several numbers."""
        return self._step("greatest", *items)

    def mapped(self, item: int, table: Mapping[int, int], otherwise: int) -> int:
        """What a table of single numbers says of a number."""
        return self._step("mapped", item, tuple(sorted(table.items())), otherwise)

    def plus_days(self, day: int, count: int) -> int:
        """The day yyyymmdd so many days later, at least 1900-01-01 and at most 2100-12-31."""
        moved = self.add(self._days(day), count)
        least, most = (self.number(to_date(end).toordinal() - _EPOCH) for end in (DAY_MIN, DAY_MAX))
        return self._day(self.least([self.greatest([moved, least]), most]))

    def _days(self, day: int) -> int:
        """The days since 1800-03-01."""
        month, number = self.modulo(self.floor(day, 100), 100), self.number
        early = self.case(self.at_most(month, number(2)), number(1), number(0))
        year = self.subtract(self.subtract(self.floor(day, 10_000), number(1800)), early)
        of_year = self._before_month(self.modulo(self.add(month, number(9)), 12))
        leaps = self.add(self.subtract(self.floor(year, 4), self.floor(year, 100)), self._fourths(year))
        before = self.add(self.multiply(year, number(365)), leaps)
        return self.add(self.add(before, of_year), self.subtract(self.modulo(day, 100), number(1)))

    def _fourths(self, year: int) -> int:
        """The centuries since 1800 whose leap day is kept: 2000 is the only one before 2200."""
        return self.floor(self.add(year, self.number(200)), 400)

    def _before_month(self, month: int) -> int:
        """The days of a year before a month, March being 0."""
        return self.floor(self.add(self.multiply(month, self.number(153)), self.number(2)), 5)

    def _day(self, days: int) -> int:
        """The day yyyymmdd of a number of days; from 1600-03-01 on, where a cycle of 400 years begins."""
        number = self.number
        days = self.add(days, number(_EPOCH - date(1600, 3, 1).toordinal()))
        cycle = self.floor(days, _CYCLE)
        left = self.subtract(days, self.multiply(cycle, number(_CYCLE)))
        years = self.subtract(left, self.floor(left, 1460))
        years = self.subtract(self.add(years, self.floor(left, 36_524)), self.floor(left, _CYCLE - 1))
        years = self.floor(years, 365)
        before = self.add(
            self.multiply(years, number(365)), self.subtract(self.floor(years, 4), self.floor(years, 100))
        )
        of_year = self.subtract(left, before)
        month = self.floor(self.add(self.multiply(of_year, number(5)), number(2)), 153)
        of_month = self.add(self.subtract(of_year, self._before_month(month)), number(1))
        late = self.at_most(number(10), month)
        month = self.add(month, self.case(late, number(-9), number(3)))
        year = self.add(self.add(years, self.multiply(cycle, number(400))), self.case(late, number(1601), number(1600)))
        return self.add(self.add(self.multiply(year, number(10_000)), self.multiply(month, number(100))), of_month)
