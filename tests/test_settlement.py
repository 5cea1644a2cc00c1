"""Money paid in advance: how much, what is left to pay, what is taken back; and payees that share."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packfiles import edited, good, load, shown
from vocskills.assessment import Assessment, assess
from vocskills.assessment.determination import Settlement
from vocskills.assessment.outcomes import State, Sum, Verdict
from vocskills.convert import read_case
from vocskills.model.terms import Payee
from vocskills.money import Money
from vocskills.report import render
from vocskills.report.show import show

POLICY = load(good("advance"))
RULING = {"clause": "yearly_rate", "authority": "示例局", "document": "示例〔2020〕2号", "date": "2020-03-01"}


def decided(*people: dict[str, Any], ruled: str | None = "5000", **more: Any) -> Assessment:
    """Some apprentices of one class; the standard is ruled."""
    case: dict[str, Any] = {
        "place": "533323",
        "cohort": {"start_date": "2022-01-10", "end_date": "2022-12-20"},
        "enrollments": {"complete": True, "items": [{"filed": True, "completed": True} | one for one in people]},
        "rulings": [] if ruled is None else [RULING | {"value": ruled}],
    }
    return assess(read_case(case | more), policy=POLICY, alone=True)


def yuan(*amounts: int | None) -> list[Money | None]:
    """Amounts in yuan; ``None`` for no upper limit known."""
    return [None if amount is None else Money.yuan(amount) for amount in amounts]


def bounds(amount: Sum) -> list[Money | None]:
    """The least and the most."""
    return [amount.least, amount.most]


def settled(assessment: Assessment) -> Settlement:
    """The settlement of the whole class."""
    found = assessment.answer.settlement
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("known", "balance", "recover"),
    [
        ({"advance_paid": "2500.00"}, 2500, 0),
        ({"advance_paid": "0.00"}, 5000, 0),
        ({"advance_paid": "6000.00"}, 0, 1000),
        ({"advance_paid": "2500.00", "completed": False}, 0, 2500),
    ],
)
def test_the_balance_is_paid_and_what_is_too_much_taken_back(known: dict[str, Any], balance: int, recover: int) -> None:
    """What is due less what was advanced, and the other way round; all of it where nothing is due."""
    found = settled(decided(known))
    assert bounds(found.balance) == yuan(balance, balance)
    assert bounds(found.recover) == yuan(recover, recover)


def test_people_are_never_netted_against_each_other() -> None:
    """What one has too much is taken back although another is still to be paid."""
    found = settled(decided({"advance_paid": "2500.00"}, {"advance_paid": "2500.00", "completed": False}))
    assert bounds(found.balance) == yuan(2500, 2500)
    assert bounds(found.recover) == yuan(2500, 2500)


def test_an_advance_that_is_not_known_has_no_upper_limit() -> None:
    """Nothing between what is due and nothing is left to pay, and no figure is invented for what to take back."""
    found = settled(decided({}))
    assert bounds(found.advanced) == yuan(0, None)
    assert bounds(found.balance) == yuan(0, 5000)
    assert bounds(found.recover) == yuan(0, None)


def test_like_persons_count_each() -> None:
    """What was advanced to each of a number of heads is added up."""
    enrollment = {"filed": True, "completed": True, "advance_paid": "2000.00"}
    found = settled(decided(heads=3, enrollments=None, enrollment=enrollment))
    assert bounds(found.balance) == yuan(9000, 9000)


def test_a_text_that_knows_no_advance_settles_nothing() -> None:
    """Without the key there is neither a limit nor a settlement."""
    start, end = good("advance").index("    advance:"), good("advance").index("    payee:")
    plain = load(good("advance").replace(good("advance")[start:end], ""))
    case = {"place": "533323", "cohort": {"start_date": "2022-01-10", "end_date": "2022-12-20"}}
    found = assess(read_case(case), policy=plain, alone=True)
    assert found.answer.settlement is None
    assert found.subjects[0].settlement is None
    assert found.subjects[0].determinations[0].advance is None


def test_at_most_half_may_be_advanced_once_filed() -> None:
    """The limit is a share of the amount, and its own rules decide whether it may be paid at all."""
    one = decided({"completed": None}).subjects[0].determinations[0]
    assert one.verdict is Verdict.UNDETERMINED
    assert one.advance is not None
    assert bounds(one.advance.limit) == yuan(2500, 2500)
    assert (one.advance.state, one.advance.article) == (State.PASS, "第三条")
    waiting = decided({"filed": None}).subjects[0].determinations[0].advance
    assert waiting is not None
    assert (waiting.state, waiting.open) == (State.OPEN, ("example-advance.filed",))
    delegated = decided({}, ruled=None).subjects[0].determinations[0].advance
    assert delegated is not None
    assert bounds(delegated.limit) == yuan(2000, 3000)


def test_half_a_fen_is_not_advanced() -> None:
    """At most half of an odd amount is rounded down: a fen more would be more than half."""
    one = decided({}, ruled="5000.01").subjects[0].determinations[0]
    assert one.advance is not None
    assert one.advance.limit.most == Money(250_000)


def test_two_who_share_are_both_paid() -> None:
    """Where the text names two without their shares, both are payees, and the words say that no shares are stated."""
    assessment = decided({"advance_paid": "2500.00"})
    one = assessment.subjects[0].determinations[0]
    assert (one.payees, one.payee_stated, one.payee_shared) == ((Payee.EMPLOYER, Payee.PROVIDER), True, True)
    page = " ".join(render(assessment, "en", everybody=True).split())
    assert "employer and training provider (shares not stated)" in page
    assert "各自份额未写明" in "".join(render(assessment, "zh", everybody=True).split())


def test_the_page_and_the_json_show_the_settlement() -> None:
    """Due, advanced, left to pay and to be taken back stand on the page, person by person and for the class."""
    assessment = decided({"advance_paid": "2500.00"}, {"advance_paid": "2500.00", "completed": False})
    page = " ".join(render(assessment, "en", everybody=True).split())
    said = "due 5,000.00; paid in advance 5,000.00; left to pay 2,500.00; to be taken back 2,500.00"
    assert f"settlement (yuan): {said}" in page
    assert "due 0.00; paid in advance 2,500.00; left to pay 0.00; to be taken back 2,500.00" in page
    assert "in advance: apprenticeship, at most 2,500.00 yuan: may be paid [第三条, EX20-03]" in page
    assert assessment.as_dict()["settlement"]["recover"]["least"] == "2500.00"


def test_the_sheet_shows_advance_and_sharing() -> None:
    """What an official signs has the share, its rules and its article, and who shares."""
    sheet = " ".join(show(POLICY, "en").split())
    assert "in advance: at most 50% of the amount" in sheet
    assert "payee: employer and training provider (shares not stated)" in sheet


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("at_most: 50%", "at_most: 120%", "no more than all of it"),
        ("at_most: 50%", "at_most: 500", "advance.at_most"),
        ("requires: [filed]\n", "requires: [field]\n", "there is no such rule"),
        ("requires: [filed]\n      facts: [EX20-03]", "requires: [filed]\n      facts: [EX20-99]", "EX20-99"),
        ("shared: [employer, provider]", "shared: [employer]", "at least 2 wanted"),
        ("shared: [employer, provider]", "shared: [employer, school]", "there is no such choice"),
    ],
)
def test_a_wrong_advance_is_refused(old: str, new: str, said: str) -> None:
    """More than all of it, money for a share, rules and facts that do not exist, one who shares with nobody."""
    assert any(said in line for line in shown(edited("advance", (old, new))))


amounts = st.integers(0, 800_000)


@settings(max_examples=80)
@given(
    st.tuples(amounts, amounts),
    st.sampled_from([True, False, None]),
    st.sampled_from([None, 4000, 5000, 6000]),
    st.integers(0, 100),
    st.integers(400_000, 600_000),
    st.booleans(),
)
def test_every_completion_adds_up_inside_the_bounds(
    paid: tuple[int, int], completed: bool | None, ruled: int | None, part: int, standard: int, done: bool
) -> None:
    """Whatever comes out, the advance and the balance less what is taken back are what is due, inside what was said."""
    low, high = sorted(paid)
    written = f"{Money(low)}..{Money(high)}"
    settled_by = None if ruled is None else str(ruled)
    said = settled(decided({"advance_paid": written, "completed": completed}, ruled=settled_by))
    advanced = low + (high - low) * part // 100
    known = {"advance_paid": str(Money(advanced)), "completed": done if completed is None else completed}
    found = settled(decided(known, ruled=str(ruled or Money(standard))))
    parts = [found.entitlement, found.advanced, found.balance, found.recover]
    due, ahead, balance, recover = (one.least.fen for one in parts)
    assert all(one.exact for one in parts)
    assert ahead + balance - recover == due
    for one, whole in zip(parts, [said.entitlement, said.advanced, said.balance, said.recover], strict=True):
        assert whole.most is not None
        assert whole.least <= one.least <= whole.most
        assert not whole.possible or one.least in whole.possible
