"""Figures in columns stand in for what a table of a text leaves open, row by row as in a case."""

from __future__ import annotations

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packfiles import good, load
from test_audit import same
from vocskills import InputError, audit
from vocskills.assessment.cases import By
from vocskills.auditing.figures import contradicted
from vocskills.auditing.prepare import prepared

SUPPLIED = load(good("supplied"))
DAYS = [
    ("2020-05-01", "2020-06-01"),
    ("2021-05-01", "2021-06-01"),
    ("2022-05-01", "2022-06-01"),
    ("2020-12-31", "2021-01-01"),
    ("2020-05-01..2021-05-01", "2020-06-01..2021-06-01"),
    ("2020-05-01", None),
]
LEVELS = ["junior", "intermediate", "senior", "technician", "junior..intermediate", None]
FIGURES = ["1000", "1001", "1100", "1150", "1200", "1300..1400", "900..2000", None, None]
TIANJIN = "cn-tianjin-training-2022"


def claims_of(seed: int, rows: int) -> pl.DataFrame:
    """Classes of several years and levels, some with a figure, few of these without the source that it needs."""
    draw = random.Random(seed)
    figures = [draw.choice(FIGURES) for _ in range(rows)]
    sources = ["示例〔2022〕9号" if one and draw.random() < 0.97 else None for one in figures]
    days = [draw.choice(DAYS) for _ in range(rows)]
    return pl.DataFrame(
        {
            "cohort.start_date": [start for start, _ in days],
            "cohort.end_date": pl.Series([end for _, end in days], dtype=pl.String),
            "cohort.place": ["530000"] * rows,
            "program.level": pl.Series([draw.choice(LEVELS) for _ in range(rows)], dtype=pl.String),
            "standard.training_fee": pl.Series(figures, dtype=pl.String),
            "standard.source": pl.Series(sources, dtype=pl.String),
        }
    )


@settings(max_examples=10)
@given(seed=st.integers(0, 2**32), rows=st.sampled_from([1, 12, 40, 130]))
def test_figures_in_columns_are_figures_in_cases(seed: int, rows: int) -> None:
    """Open cells, editions, digests, ranges and contradictions: what is said, or refused, is the same."""
    found = audit(claims_of(seed, rows), SUPPLIED, on_fault="report")
    refused = {int(fault.where.rpartition("[")[2].rstrip("]")) for fault in found.faults}
    for row in random.Random(seed).sample(range(rows), min(rows, 40)):
        if row in refused:
            with pytest.raises(InputError):
                found.explain(row)
        else:
            same(found, row)


def test_only_contradictions_are_decided_as_cases() -> None:
    """A figure against a row that was read is refused; one for what is open costs its row no detour."""
    claims = pl.DataFrame(
        {
            "cohort.start_date": ["2020-05-01"] * 3,
            "cohort.end_date": ["2020-06-01"] * 3,
            "program.level": ["junior", "junior", "technician"],
            "standard.training_fee": ["1000", "1001", "1200"],
            "standard.source": ["x"] * 3,
        }
    )
    run = prepared(claims, {}, {}, By(SUPPLIED, None, (), None), (), ())
    assert contradicted(run.door, [SUPPLIED]).to_list() == [False, True, False]
    found = audit(claims, SUPPLIED, on_fault="report")
    assert {fault.where for fault in found.faults} == {"standard.training_fee[1]"}


@settings(max_examples=3)
@given(seed=st.integers(0, 2**32))
def test_what_a_program_is_may_be_given_for_tianjin(seed: int) -> None:
    """The scarcity of the occupation and the standards, as Tianjin's text leaves them to the caller."""
    draw, rows = random.Random(seed), 8
    claims = pl.DataFrame(
        {
            "cohort.start_date": [f"202{draw.randrange(2, 5)}-0{draw.randrange(1, 10)}-11" for _ in range(rows)],
            "program.occupation": [draw.choice(["6-18-01-11", "4-03-02-01", "9-99-99-99"]) for _ in range(rows)],
            "program.level": [draw.choice(["junior", "senior", "technician"]) for _ in range(rows)],
            "program.scarcity": [draw.choice(["general", "scarce", "critical", None]) for _ in range(rows)],
            "cohort.delivery": ["in_person"] * rows,
            "standard.training_fee": [draw.choice([None, "1200.00", "900..1000"]) for _ in range(rows)],
            "standard.source": ["津人社办发〔2023〕60号"] * rows,
        }
    )
    found = audit(claims, TIANJIN, alone=True, on_fault="report")
    refused = {int(fault.where.rpartition("[")[2].rstrip("]")) for fault in found.faults}
    for row in draw.sample([row for row in range(rows) if row not in refused], min(2, rows - len(refused))):
        same(found, row)
