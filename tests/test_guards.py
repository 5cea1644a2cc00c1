"""What need not be there may be read where the same expression asks whether it is."""

from __future__ import annotations

import pytest

from packfiles import edited, faults, load
from vocskills import Policy, assess, read_case

AMOUNT = "    amount: 800\n"


def priced(amount: str) -> str:
    """A pack whose training fee has an amount."""
    return edited("plain", (AMOUNT, f"    amount: |\n      {amount}\n"))


GUARDED = (
    "800 if exists(employer) and employer.size == micro else 500",
    "500 if not exists(employer) or employer.size != micro else 800",
    "(800 if employer.size == micro else 500) if exists(employer) else 500",
    "500 if not exists(employer) else (800 if employer.size == micro else 500)",
)


@pytest.mark.parametrize("amount", GUARDED)
def test_a_field_may_be_read_behind_a_question_whether_there_is_one(amount: str) -> None:
    """Each way of asking gives 800 for a micro enterprise, 500 for a large one or none, and 500 or 800 if unknown."""
    policy = load(priced(amount))
    assert payable(policy, {"size": "micro"}) == (800, 800)
    assert payable(policy, {"size": "large"}) == (500, 500)
    assert payable(policy, False) == (500, 500)
    assert payable(policy, None) == (500, 800)
    assert payable(policy, {}) == (500, 800)


def payable(policy: Policy, employer: object) -> tuple[int, int]:
    """The least and the most in yuan."""
    cohort = {"start_date": "2020-03-02", "end_date": "2020-03-31"}
    case = {"place": "530000", "cohort": cohort, "trainee": {"birth_date": "1980-01-01"}, "employer": employer}
    total = assess(read_case(case), policy=policy, alone=True).total.payable
    assert total.most is not None
    return total.least.fen // 100, total.most.fen // 100


@pytest.mark.parametrize(
    "amount",
    [
        "800 if employer.size == micro else 500",
        "800 if exists(employer) or employer.size == micro else 500",
        "800 if not exists(employer) and employer.size == micro else 500",
        "(500 if exists(employer) else 800) if employer.size == micro else 500",
        "500 if exists(employer) else (800 if employer.size == micro else 500)",
        "800 if exists(mentor) and employer.size == micro else 500",
    ],
)
def test_a_question_that_does_not_guard_is_no_guard(amount: str) -> None:
    """Asked beside, after, the other way round, or of something else, the pack is refused."""
    (fault,) = faults(priced(amount))
    assert fault.what.en == "employer is used, but no condition asks whether there is one"
