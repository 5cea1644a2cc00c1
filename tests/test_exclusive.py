"""Subsidies that exclude each other: against what is on record, and in one claim."""

from __future__ import annotations

from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packfiles import edited, good, load, shown
from vocskills.assessment import Assessment, assess
from vocskills.assessment.answer import SubjectAnswer
from vocskills.assessment.exclusive import most_of
from vocskills.assessment.outcomes import Verdict
from vocskills.convert import read_case
from vocskills.money import Money
from vocskills.report import render

POLICY = load(good("exclusive"))
YES, NO, OPEN = Verdict.ELIGIBLE, Verdict.INELIGIBLE, Verdict.UNDETERMINED
SAME = {"cohort_id": "c1", "start_date": "2022-05-09", "end_date": "2022-05-20"}


def decided(*awards: dict[str, Any], **known: Any) -> Assessment:
    """One person in a class that leads to a certificate."""
    enrollment = {"filed": True, "completed": True, "certificate": {"kind": "skill_level", "number": "Z1"}}
    case = {
        "place": "533323",
        "cohort": {"id": "c1", "start_date": "2022-05-09", "end_date": "2022-05-20"},
        "trainee": {"person_key": "k", "awards": {"complete": True, "items": list(awards)}},
        "enrollment": enrollment | known,
    }
    return assess(read_case(case), policy=POLICY)


def first(assessment: Assessment) -> SubjectAnswer:
    """The person's answer."""
    return assessment.subjects[0]


def award(kind: str = "living_cost", **known: Any) -> dict[str, Any]:
    """An award that was paid."""
    return {"kind": kind, "state": "paid"} | known


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        (award(**SAME), NO),
        (award(certificate_no="Z1"), NO),
        (award(**SAME, certificate_no=False), NO),
        (award(certificate_no=False, cohort_id="c2"), YES),
        (award(certificate_no="Z2", cohort_id="c2"), YES),
        (award(certificate_no="Z2", start_date="2022-06-01"), YES),
        (award(certificate_no="Z2", end_date="2022-05-08"), YES),
        (award(certificate_no="Z2"), OPEN),
        (award(cohort_id="c2"), OPEN),
        (award(), OPEN),
        (award("transport", **SAME, certificate_no="Z1"), YES),
        (award(**SAME, certificate_no="Z1") | {"state": "recovered"}, YES),
    ],
)
def test_an_award_for_the_same_class_or_certificate_bars(record: dict[str, Any], verdict: Verdict) -> None:
    """One of the excluded kinds bars; what was for another class and certificate does not; unknown is open."""
    assert first(decided(record)).determinations[0].verdict is verdict


def test_the_bar_is_a_rule_like_any_other() -> None:
    """It is named, has words in both languages, the article of its subsidy, and what to do."""
    assessment = decided(award(**SAME))
    barred = first(assessment).determinations[0]
    assert barred.failed == ("example-exclusive.training_fee_excludes",)
    finding = assessment.explain(first(assessment), barred).findings[-1]
    assert finding.because.zh == "同一班期或同一证书已享受失业保险技能提升补贴、生活费补贴"
    assert finding.because.en.startswith("skill subsidy of unemployment insurance or living cost has been had for")
    assert (finding.article, finding.facts) == ("第二条", ("EX20-02",))
    assert finding.remedy is not None


def test_a_claim_without_a_class_shares_none() -> None:
    """Where there is no class only the certificate counts."""
    case = {
        "place": "533323",
        "cohort": False,
        "trainee": {"awards": {"complete": True, "items": [award(cohort_id="c1", certificate_no="Z2")]}},
        "enrollment": {"filed": True, "certificate": {"kind": "skill_level", "number": "Z1"}},
    }
    one = assess(read_case(case), policy=POLICY).subjects[0].determinations[0]
    assert one.open == ()


def test_two_pending_ones_stand_and_come_to_their_maximum() -> None:
    """Both stand, marked; the total is the larger of the two and all that neither excludes."""
    answer = first(decided())
    assert [one.verdict for one in answer.determinations] == [YES, YES, YES]
    assert [one.one_of for one in answer.determinations] == [
        ("example-exclusive.living_cost",),
        ("example-exclusive.training_fee",),
        (),
    ]
    assert answer.total.payable.least == answer.total.payable.most == Money.yuan(280)


def test_an_open_one_leaves_the_other_possible() -> None:
    """While the larger is open, the total is the smaller or the larger, never both."""
    total = first(decided(completed=None)).total
    assert total.payable.possible == (Money.yuan(100), Money.yuan(280))
    assert total.amount.least == total.amount.most == Money.yuan(280)


def test_a_refused_one_excludes_nothing() -> None:
    """Where one of the two surely fails, nothing is marked."""
    answer = first(decided(completed=False))
    assert [one.one_of for one in answer.determinations] == [(), (), ()]
    assert answer.total.payable.least == Money.yuan(100)


def test_the_page_says_that_only_one_can_be_had() -> None:
    """The two stand in rows of their own, and why the total is smaller than their sum is said."""
    page = " ".join(render(decided(), "en").split())
    assert "training fee or living cost: only one of the two; together they come to the larger" in page
    assert "280.00" in page
    assert "只能享受其一" in render(decided(), "zh")


def test_of_two_that_may_be_had_neither_is_a_sure_award() -> None:
    """To a later claim each of the two is only perhaps an award."""
    assert [one.state for one in decided().awards(first(decided()))][:2] == [None, None]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("excludes: [living_cost, insurance_skill]", "excludes: [living]", "there is no such choice"),
        ("excludes: [living_cost, insurance_skill]", "excludes: [living_cost, living_cost]", "this stands twice"),
        ("  done:\n", "  training_fee_excludes:\n", "taken"),
    ],
)
def test_a_wrong_excludes_is_refused(old: str, new: str, said: str) -> None:
    """Kinds that do not exist, doubled ones, and a rule with the name that the key needs."""
    assert any(said in line for line in shown(edited("exclusive", (old, new))))


@given(
    st.dictionaries(st.integers(0, 6), st.integers(0, 50), max_size=6),
    st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=8),
)
def test_the_maximum_is_that_of_all_choices(amounts: dict[int, int], pairs: set[tuple[int, int]]) -> None:
    """The most of which no two exclude each other, found by trying all choices."""
    rivals = {n: frozenset(m for m in amounts if m != n and {(n, m), (m, n)} & pairs) for n in amounts}
    choices = chain.from_iterable(combinations(amounts, size) for size in range(len(amounts) + 1))
    allowed = (choice for choice in choices if not any(m in rivals[n] for n in choice for m in choice))
    assert most_of(amounts, rivals) == max(sum(amounts[n] for n in choice) for choice in allowed)
