"""Tables in which very much is one person's, nobody's, unsorted, or in an order that nobody knows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from packfiles import good, load
from test_audit import same
from vocskills import Case, Category, Cohort, Enrollment, Listing, Status, Trainee, assess
from vocskills.auditing import audit, audit_files
from vocskills.errors import InputError

DAYS = pl.DataFrame({"at": range(3000)}).select((pl.date(2018, 1, 1) + pl.duration(days="at")).alias("day"))["day"]


def claims_of(seed: int, owners: Sequence[str | None], *, doubtful: float = 0.0) -> pl.DataFrame:
    """Ten-day classes of some persons in a random order, of some of which only the month or year is known."""
    draw = random.Random(seed)
    starts = [DAYS[draw.randrange(2000)].isoformat() for _ in owners]
    known = [text[: draw.choice([4, 7])] if draw.random() < doubtful else text for text in starts]
    return pl.DataFrame(
        {
            "claim.id": [f"C{number}" for number in range(len(owners))],
            "trainee.person_key": pl.Series(owners, dtype=pl.String),
            "cohort.start_date": known,
            "cohort.training_days": [10] * len(owners),
            "trainee.statuses.registered_poor": [True] * len(owners),
            "trainee.domicile": ["533323"] * len(owners),
        }
    ).sample(fraction=1.0, shuffle=True, seed=seed)


@pytest.mark.parametrize("doubtful", [0.0, 0.3])
def test_one_person_with_many_claims_among_others_is_decided_as_each_row(doubtful: float) -> None:
    """Forty claims of one person, unsorted, some of a month or year only: each row as ``assess`` decides it."""
    owners = ["A"] * 40 + [f"person {number}" for number in range(8)] * 2 + [None] * 4
    claims = claims_of(5, owners, doubtful=doubtful)
    found = audit(claims, "cn-yunnan-poverty-training", complete=["history"])
    mine = [row for row, owner in enumerate(claims["trainee.person_key"]) if owner == "A"]
    others = [row for row in range(len(claims)) if row not in mine]
    for row in (*mine[::15], *others[::6]):
        same(found, row)


def test_eight_hundred_claims_of_one_person_come_in_parts_and_as_a_whole_to_the_same(tmp_path: Path) -> None:
    """A person with 800 claims among others is in one part, and every row is decided as in the whole table."""
    owners = ["A"] * 800 + [f"person {number}" for number in range(200)]
    claims = claims_of(7, owners)
    whole = audit(claims, "cn-yunnan-poverty-training", complete=["history"], alone=True)
    output = tmp_path / "decided.parquet"
    audit_files(claims, output, "cn-yunnan-poverty-training", complete=["history"], alone=True, rows=100)
    assert_frame_equal(pl.read_parquet(output), whole.frame)


def test_claims_of_nobody_are_never_one_person(tmp_path: Path) -> None:
    """Two thousand claims without a person are not joined, not refused, and their history is not known."""
    claims = claims_of(9, [None] * 2000)
    history = pl.DataFrame({"person_key": [None, "B"], "kind": ["free_training"] * 2, "start_date": ["2019"] * 2})
    found = audit(claims, "cn-yunnan-poverty-training", history=history, complete=["history"], alone=True)
    outcome = "cn-yunnan-poverty-training.living_cost.outcome"
    assert set(found.frame[outcome].unique()) <= {"undetermined", "not_in_force"}
    single = audit(claims.head(1), "cn-yunnan-poverty-training", history=history, complete=["history"], alone=True)
    assert_frame_equal(single.frame, found.frame.head(1))
    output = tmp_path / "decided.parquet"
    audit_files(
        claims, output, "cn-yunnan-poverty-training", history=history, complete=["history"], alone=True, rows=300
    )
    assert_frame_equal(pl.read_parquet(output), found.frame)


@pytest.mark.parametrize("rows", [None, 500])
def test_a_placeholder_for_a_person_is_refused(rows: int | None) -> None:
    """More claims of one key than a person may have are no person's: said with what to do, not decided for hours."""
    claims = claims_of(3, ["unknown"] * 1500 + ["A"])
    with pytest.raises(InputError) as raised:
        audit_files(claims, policy="cn-yunnan-poverty-training", rows=rows)
    assert "too many claims under one person key" in str(raised.value)


def test_rows_in_another_order_are_decided_the_same() -> None:
    """A table turned over, and the same table sorted by person, have the same answer for each claim."""
    claims = claims_of(4, [f"person {number % 12}" for number in range(48)], doubtful=0.2)
    pack = load(good("uses"))
    found = [
        audit(one, pack, complete=["history"], alone=True).frame.sort("claim.id")
        for one in (claims, claims.reverse(), claims.sort("trainee.person_key"))
    ]
    assert_frame_equal(found[0], found[1])
    assert_frame_equal(found[0], found[2])


def test_the_total_of_a_class_lies_within_that_of_its_rows() -> None:
    """What ``assess`` adds up for a class, one doubt being one doubt for all, is as wide as the table's sum or less."""
    first, last = date(2020, 5, 11), date(2020, 5, 20)
    poor = Status(category=Category.REGISTERED_POOR, held=True, start=first, end=last, checked_on=last)
    people = tuple(
        Enrollment(attended_days=8, trainee=Trainee(person_key=f"person {number}", statuses=Listing((poor,))))
        for number in range(4)
    )
    cohort = Cohort(id="K", start_date=first, end_date=last, training_days=10)
    whole = Case(cohort=cohort, enrollments=Listing(people, complete=True))
    total = assess(whole, policy="cn-yunnan-poverty-training").answer.total.payable
    claims = pl.DataFrame(
        {
            "trainee.person_key": [f"person {number}" for number in range(4)],
            "cohort.id": ["K"] * 4,
            "cohort.start_date": ["2020-05-11"] * 4,
            "cohort.end_date": ["2020-05-20"] * 4,
            "cohort.training_days": [10] * 4,
            "enrollment.attended_days": [8] * 4,
            "trainee.statuses.registered_poor": [True] * 4,
        }
    )
    found = audit(claims, "cn-yunnan-poverty-training")
    least, most = (found.frame[name].to_list() for name in ("total.least_fen", "total.most_fen"))
    assert sum(least) <= total.least.fen
    assert total.most is not None
    assert 0 < total.most.fen <= sum(most)
