"""What is counted while a table is decided, as a whole or part by part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs

from vocskills.auditing.answers import TOTAL
from vocskills.auditing.faults import FaultLog, limited, row_of
from vocskills.auditing.run import Run
from vocskills.auditing.sources import Source
from vocskills.auditing.totals import FUND, MONTH, PATHS, column_of, joined, totals
from vocskills.errors import Fault

if TYPE_CHECKING:
    import polars as pl


@attrs.define(eq=False)
class Tally:
    """Totals, faults and how many rows were decided.

    Attributes:
        by: how the totals are grouped; ``None`` for those of all rows.
        totals: the totals by group.
        decided: how many rows were decided.
        log: what is wrong with the others.
    """

    by: tuple[str | None, ...]
    totals: dict[str | None, pl.DataFrame] = attrs.field(factory=dict)
    decided: int = 0
    log: FaultLog = attrs.field(factory=FaultLog)

    @classmethod
    def of(cls, run: Run, wanted: Sequence[str]) -> Tally:
        """A tally of nothing yet, grouped in all ways that the table has columns for, and in those that are wanted.

        Raises:
            InputError: no such column.
        """
        ways = [None, FUND, MONTH, *(name for name, path in PATHS.items() if path in run.table.headers), *wanted]
        for name in wanted:
            column_of(run, name)
        return cls(tuple(dict.fromkeys(ways)))

    def add(self, run: Run, answers: pl.DataFrame, faults: Iterable[Fault], places: pl.Series | None = None) -> None:
        """Counts some rows.

        Args:
            run: over the rows.
            answers: of the rows, in their order.
            faults: of the rows.
            places: where the rows stand in the whole table.
        """
        for by in self.by:
            new = totals(run, answers, by)
            self.totals[by] = joined([self.totals[by], new], run.docket) if by in self.totals else new
        self.decided += answers.height - answers[TOTAL[0]].null_count()
        self.log.add(_at(fault, places) for fault in faults)

    def faults(self, source: Source) -> list[Fault]:
        """The first of all faults of a table, in the order of its lines or rows, and how many there are."""
        log = FaultLog(self.log.count + source.broken.count)
        placed = [*source.broken.kept, *source.placed(self.log.kept)]
        log.kept = sorted(placed, key=lambda one: one[0])
        return limited([fault for _, fault in log.kept], log.count)


def _at(fault: Fault, places: pl.Series | None) -> tuple[int, Fault]:
    column, row = row_of(fault)
    if row is None or places is None:
        return -1 if row is None else row, fault
    return places[row], attrs.evolve(fault, where=f"{column}[{places[row]}]")
