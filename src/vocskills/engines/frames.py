"""Tables by polars: the columns of :mod:`vocskills.engines.columns` as polars expressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from vocskills.calendar import DAY_MAX, DAY_MIN, to_date
from vocskills.engines.columns import ROW, Asked, Gather, Program

if TYPE_CHECKING:
    import polars as pl


class Polars:
    """How polars writes the operations.

    Literals are plain and every choice is cast: typed literals in a choice lose its length in polars 2.1, and two
    literal branches would give 32 bits.
    """

    def __init__(self) -> None:
        import polars

        self.pl = polars

    def column(self, name: str) -> pl.Expr:
        """A column."""
        return self.pl.col(name)

    def number(self, value: int) -> pl.Expr:
        """A constant number."""
        return self.pl.lit(value)

    def truth(self, value: bool) -> pl.Expr:
        """A constant truth."""
        return self.pl.lit(value)

    def add(self, left: pl.Expr, right: pl.Expr) -> pl.Expr:
        """A sum."""
        return left + right

    def subtract(self, left: pl.Expr, right: pl.Expr) -> pl.Expr:
        """A difference."""
        return left - right

    def multiply(self, left: pl.Expr, right: pl.Expr) -> pl.Expr:
        """A product."""
        return left * right

    def floor(self, item: pl.Expr, by: int) -> pl.Expr:
        """A quotient by a positive constant, rounded down."""
        return item // by

    def modulo(self, item: pl.Expr, by: int) -> pl.Expr:
        """The rest of a number that is not negative."""
        return item % by

    def less(self, left: pl.Expr, right: pl.Expr) -> pl.Expr:
        """Whether one number is less than the other."""
        return left < right

    def at_most(self, left: pl.Expr, right: pl.Expr) -> pl.Expr:
        """Whether one number is at most the other."""
        return left <= right

    def equal(self, left: pl.Expr, right: pl.Expr) -> pl.Expr:
        """Whether two numbers are the same."""
        return left == right

    def every(self, items: Sequence[pl.Expr]) -> pl.Expr:
        """Conjunction."""
        found, *others = items
        for item in others:
            found = found & item
        return found

    def some(self, items: Sequence[pl.Expr]) -> pl.Expr:
        """Disjunction."""
        found, *others = items
        for item in others:
            found = found | item
        return found

    def negate(self, item: pl.Expr) -> pl.Expr:
        """Negation."""
        return ~item

    def case(self, condition: pl.Expr, then: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
        """One of two numbers."""
        return self.pl.when(condition).then(then).otherwise(otherwise).cast(self.pl.Int64)

    def least(self, items: Sequence[pl.Expr]) -> pl.Expr:
        """The least of several numbers."""
        return self.pl.min_horizontal(*items).cast(self.pl.Int64)

    def greatest(self, items: Sequence[pl.Expr]) -> pl.Expr:
        """The greatest of several numbers."""
        return self.pl.max_horizontal(*items).cast(self.pl.Int64)

    def mapped(self, item: pl.Expr, table: Mapping[int, int], otherwise: int) -> pl.Expr:
        """What a table of single numbers says of a number."""
        old, new = list(table), list(table.values())
        return item.replace_strict(old, new, default=otherwise, return_dtype=self.pl.Int64)

    def plus_days(self, day: pl.Expr, count: pl.Expr) -> pl.Expr:
        """The day yyyymmdd so many days later, at least 1900-01-01 and at most 2100-12-31."""
        days, places = calendar()
        later = (self.pl.lit(places).gather(day - DAY_MIN) + count).clip(0, len(days) - 1)
        return self.pl.lit(days).gather(later)


@cache
def calendar() -> tuple[pl.Series, pl.Series]:
    """All days that the library knows, as numbers yyyymmdd in order, and by the number less the first one its place.

    To look a day up takes a tenth of the time of making dates of numbers and numbers of dates.
    """
    import polars as pl

    every = pl.date_range(to_date(DAY_MIN), to_date(DAY_MAX), eager=True)
    days = every.dt.year().cast(pl.Int64) * 10_000 + every.dt.month().cast(pl.Int64) * 100 + every.dt.day()
    count = pl.int_range(len(days), eager=True, dtype=pl.Int64)
    return days, pl.repeat(0, DAY_MAX - DAY_MIN + 1, eager=True, dtype=pl.Int64).scatter(days - DAY_MIN, count)


def run(program: Program[pl.Expr], frame: pl.LazyFrame, lists: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """Runs a program.

    Args:
        program: what to compute.
        frame: the claims, with the columns of the program's shape and :data:`ROW`.
        lists: the records by list, each with the :data:`ROW` of its claim.

    Returns:
        The frame with the outputs as further columns; what came in between is still there.
    """
    for asked in program.asked:
        frame = frame.join(_gathered(asked, frame, lists[asked.source]), on=ROW, how="left", maintain_order="left")
        frame = frame.with_columns(_filled(asked))
    for stage in program.stages:
        frame = frame.with_columns(**stage)
    return frame.with_columns(**program.outputs)


def _gathered(asked: Asked[pl.Expr], frame: pl.LazyFrame, records: pl.LazyFrame) -> pl.LazyFrame:
    """What the records of each claim come to."""
    if asked.columns:
        records = records.join(frame.select(ROW, *sorted(asked.columns)), on=ROW, how="inner")
    for stage in asked.stages:
        records = records.with_columns(**stage)
    records = records.select(ROW, **{name: expr for name, (_, expr) in asked.outputs.items()})
    return records.group_by(ROW).agg(*(_aggregated(name, gather) for name, (gather, _) in asked.outputs.items()))


def _aggregated(name: str, gather: Gather) -> pl.Expr:
    import polars as pl

    column = pl.col(name)
    return {Gather.SUM: column.sum, Gather.ANY: column.any, Gather.ALL: column.all}[gather]()


def _filled(asked: Asked[pl.Expr]) -> list[pl.Expr]:
    """A claim without records: they come to nothing, to no, to yes."""
    import polars as pl

    empty: dict[Gather, int | bool] = {Gather.SUM: 0, Gather.ANY: False, Gather.ALL: True}
    return [pl.col(name).fill_null(empty[gather]) for name, (gather, _) in asked.outputs.items()]
