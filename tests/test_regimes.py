"""Two regimes with other mechanics: a person's claim for a certificate, with limits by the year, and pay by the day."""

from __future__ import annotations

from typing import Any

import pytest

from vocskills.assessment import assess
from vocskills.assessment.answer import Answer, SubjectAnswer
from vocskills.assessment.outcomes import Verdict
from vocskills.convert import read_case
from vocskills.policy import get

SKILL = "cn-insurance-skill-2017"
SHANXI = "cn-shanxi-employment-fund"
CLASS = {"start_date": "2019-03-04", "end_date": "2019-03-22", "training_days": 11, "place": "140100"}


def claim(name: str, occupation: str, *, sequence: int | None = None, on: str = "2025-06-10") -> dict[str, Any]:
    """A claim of 2025 for a junior certificate."""
    certificate = {"kind": "skill_level", "occupation": occupation, "level": "junior", "issued_on": "2025-05-10"}
    certificate |= {"number": name}
    return {"claim": {"id": name, "submitted_on": on, "sequence": sequence}, "certificate": certificate}


def claims(*items: dict[str, Any], urgent: bool = False) -> tuple[SubjectAnswer, ...]:
    """Claims of one insured employee, decided in order."""
    status = {"category": "employee", "held": True, "start": "2015-01-01", "checked_on": "2026-12-31"}
    person = {"person_key": "P", "insured_months": 60, "statuses": [status]}
    person |= {"awards": {"complete": True, "items": []}}
    people = {"complete": True, "items": [{"trainee": person} | item for item in items]}
    case = {"cohort": False, "provider": False, "program": {"urgent": urgent}, "enrollments": people}
    return assess(read_case(case), policy=SKILL, alone=True).subjects


def verdicts(found: tuple[SubjectAnswer, ...]) -> list[Verdict]:
    """The outcome of each claim."""
    return [subject.determinations[0].verdict for subject in found]


def answered(case: dict[str, Any]) -> Answer:
    """A case decided by the texts of its place."""
    return assess(read_case(case)).answer


def test_claims_of_one_day_tie_until_the_caller_says_which_comes_first() -> None:
    """Of two claims of 2025 made on one day one is paid: open, unless a sequence says which; ids never decide."""
    tied = claims(claim("A", "6-18-01-01"), claim("B", "6-18-01-02"))
    assert verdicts(tied) == [Verdict.UNDETERMINED, Verdict.UNDETERMINED]
    assert [one.claim for one in tied[0].determinations[0].earlier] == ["B"]
    ordered = claims(claim("A", "6-18-01-01", sequence=2), claim("B", "6-18-01-02", sequence=1))
    assert verdicts(ordered) == [Verdict.INELIGIBLE, Verdict.ELIGIBLE]


def test_the_earlier_claim_of_the_year_has_the_place() -> None:
    """The date of the claim decides, not the order in the list."""
    found = claims(claim("A", "6-18-01-01", on="2025-09-01"), claim("B", "6-18-01-02", on="2025-07-01"))
    assert verdicts(found) == [Verdict.INELIGIBLE, Verdict.ELIGIBLE]


def test_urgent_claims_carry_that_they_are_urgent() -> None:
    """A second claim of the year for an urgent occupation waits for the province, not for the one place of the year."""
    first, second = claims(claim("A", "6-18-01-01", sequence=1), claim("B", "6-18-01-02", sequence=2), urgent=True)
    assert first.determinations[0].verdict is Verdict.ELIGIBLE
    assert second.determinations[0].open == (f"{SKILL}.urgent_more_often",)
    assert second.determinations[0].failed == ()


def test_what_a_person_claims_without_a_class_is_not_asked_of_a_class() -> None:
    """The answer on a class has nothing of the claim for a certificate, and one on a claim nothing of classes."""
    in_class = answered({"cohort": CLASS, "heads": 20})
    assert SKILL not in {text.policy for text in in_class.texts}
    status = [{"category": "employee", "held": True, "start": "2015-01-01", "checked_on": "2026-12-31"}]
    person = {"insured_months": 60, "statuses": status}
    alone = answered({"place": "140100", "cohort": False, "provider": False, "trainee": person})
    assert {text.policy for text in alone.texts} == {SKILL, SHANXI}
    assert {one.policy for one in alone.subjects[0].beside} == {SKILL}


def test_a_ruling_on_a_text_that_is_not_asked_does_no_harm() -> None:
    """An authority's ruling may name a text that the case does not come under."""
    ruling = {"clause": "junior_standard", "value": "900.00"}
    ruling |= {"authority": "示例局", "document": "示例", "date": "2020-01-01"}
    found = answered({"cohort": CLASS, "heads": 20, "rulings": [ruling]})
    assert [(one.about, one.used) for one in found.rulings] == [("junior_standard", False)]


@pytest.mark.parametrize(("days", "yuan"), [(1, 150), (10, 1500), (11, 1600), (15, 2000), (16, 2000), (30, 2000)])
def test_shanxi_pays_ten_days_at_one_rate_and_the_rest_at_another(days: int, yuan: int) -> None:
    """150 yuan a day up to the tenth, 100 from then on, and no more than fifteen days (SX18-01, SX18-02)."""
    case = {"cohort": CLASS | {"end_date": "2019-05-22", "training_days": days}, "enrollment": {"attended_days": days}}
    (found,) = assess(read_case(case), policy=SHANXI, alone=True).subjects[0].determinations
    assert found.amount is not None
    assert str(found.amount.most) == f"{yuan}.00"


def test_the_dated_relaxations_are_the_editions_of_one_table() -> None:
    """36 months, a year in 2019 and 2020 (SKU-05), unread to 2023, a year in 2024 and 2025, nothing found for 2026."""
    table = get(SKILL).tables["months_required"]
    cells = [str(row.cell) for edition in table.editions for row in edition.rows]
    assert cells == ["36", "12", "Cell.OPEN", "12", "12", "Cell.OPEN"]
