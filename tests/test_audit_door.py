"""The door for tables lets through what the door for one case lets through, and marks every row that a case refuses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtables import table
from vocskills import policies
from vocskills.assessment.docket import docket
from vocskills.auditing.door import Door
from vocskills.auditing.encode import encoded
from vocskills.auditing.rows import Rows
from vocskills.auditing.table import table_of
from vocskills.door import Codes, facts_of, subjects
from vocskills.engines.columns import high
from vocskills.model import Listing
from vocskills.roster.columns import columns

BENCH = docket(
    tuple(p for p in policies().values() if not p.national), tuple(p for p in policies().values() if p.national)
)
JUDGED_ON = ("cohort.start_date", "cohort.end_date")
OTHERS = ("statuses", "household", "awards", "event", "agreement", "standard", "mentor")
ALL = [path for path, column in columns().items() if path == column.path and not any(one in path for one in OTHERS)]
PLAIN = [path for path in ALL if path not in ("heads", "place", "as_of", "enrollments.complete")]
STATUSES = [f"trainee.statuses.{name}" for name in ("registered_poor", "monitored", "monitored_unstable", "veteran")]
READ = [path for path in PLAIN if path in BENCH.wanted or path.partition(".")[0] in ("cohort", "enrollment")]


@pytest.mark.parametrize("seed", range(4))
def test_a_table_passes_the_door_as_each_of_its_rows(seed: int) -> None:
    """Every fact of a row that is not marked is what the door for one case makes of it; nothing wrong is unmarked."""
    paths = [*READ, *STATUSES, "trainee.id_number", "certificate", "provider"] if seed % 2 else [*PLAIN, *STATUSES]
    found = table_of(table(seed, 150, paths, mistakes=0.0005), {})
    codes = Codes()
    door = Door(found, codes, JUDGED_ON, ())
    facts = door.facts(BENCH.wanted.values())
    careful = door.careful().to_list()
    rows = Rows(found, JUDGED_ON, lambda _: Listing(), lambda _: (), lambda _: None)
    compared = 0
    for row, known in enumerate(facts.rows(named=True)):
        case, faults = rows.case(row, str(row))
        if careful[row]:
            continue
        assert faults == []
        (subject,) = subjects(case)
        wanted = facts_of(subject, BENCH.wanted.values(), {}, codes).values
        for path, bounds in wanted.items():
            fact = BENCH.wanted[path]
            lo = known.get(path, fact.lo)
            assert (path, int(lo), int(known.get(high(path), lo if path in known else fact.hi))) == (path, *bounds)
        compared += 1
    assert compared > 5


NUMBERS = {
    pl.Int64: [80, 0, -1, 10**7, 2**62, None],
    pl.UInt64: [80, 2**63, 2**64 - 1, None],
    pl.UInt8: [80, 255, None],
    pl.Int128: [80, -(2**100), 2**64, None],
    pl.Float64: [80.0, 80.5, 80.001, float("nan"), float("inf"), -float("inf"), 1e300, None],
    pl.Decimal(20, 2): [Decimal("80.25"), Decimal("-0.01"), Decimal(10) ** 12, None],
}


@pytest.mark.parametrize(("kind", "values"), NUMBERS.items(), ids=str)
@given(draw=st.data())
def test_numbers_of_every_type_are_read_or_marked(kind: Any, values: list[Any], draw: st.DataObject) -> None:
    """What is no such number of hours is marked, whatever holds it; there is no null in what the engines read."""
    name = "enrollment.attended_hours"
    drawn = draw.draw(st.lists(st.sampled_from(values), min_size=1, max_size=6))
    table = table_of(pl.DataFrame({name: pl.Series(drawn, dtype=kind)}), {})
    found = encoded(columns()[name], table, name, Codes())
    info = columns()[name].info
    for row, value in enumerate(drawn):
        ends = found.low[row], found.high[row]
        assert None not in ends
        if value is None or value != value:
            assert not found.bad[row]
            assert ends == (info.lo, info.hi)
        else:
            hundredths = Decimal(value) * 100
            right = info.lo <= hundredths <= info.hi and abs(hundredths - round(hundredths)) < Decimal("1e-6")
            assert found.bad[row] is not right
            assert not right or ends == (round(hundredths), round(hundredths))
