"""Which upper ends are limits: those that a text sets, not those that a field happens to have."""

from __future__ import annotations

from typing import Any

import pytest

from packfiles import edited, load
from vocskills.assessment import assess
from vocskills.convert import read_case
from vocskills.money import Money

AMOUNT = "    amount: yearly_rate\n"


def most(amount: str, **enrollment: Any) -> Money | None:
    """The most that an apprentice can be paid of whom nothing else is known; ``None`` for no upper limit known."""
    policy = load(edited("advance", (AMOUNT, amount)))
    case = {"place": "533323", "enrollment": {"filed": True, "completed": True} | enrollment}
    found = assess(read_case(case), policy=policy, alone=True).subjects[0].determinations[0].amount
    assert found is not None
    return found.most


@pytest.mark.parametrize(
    ("amount", "limit"),
    [
        ("    amount: yearly_rate\n", 6000),
        ("    amount: 60 * cohort.training_days\n", None),
        ("    amount: 60 * enrollment.attended_days\n", None),
        ("    amount: max(100 * months(cohort.start_date, cohort.end_date), 0)\n", None),
        ("    amount: sum(a.amount for a in awards if a.kind == other)\n", None),
        ("    amount: 10 * count(a for a in awards if a.kind == other)\n", None),
        ("    amount: min(60 * cohort.training_days, 2000)\n", 2000),
        ("    amount:\n      - base: 60 * cohort.training_days\n      - at_most: yearly_rate\n", 6000),
        ("    amount: 500 if enrollment.filed else 60 * cohort.training_days\n", 500),
    ],
)
def test_only_what_a_text_sets_is_a_limit(amount: str, limit: int | None) -> None:
    """A range that a text allows and a cap are limits; days, months, sums and counts that nobody knows have none."""
    assert most(amount) == (None if limit is None else Money.yuan(limit))
