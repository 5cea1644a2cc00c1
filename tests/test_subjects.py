"""What is decided of a person without a class, beside what is decided of people in one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawful import assert_lawful
from packfiles import edited, good, load, shown
from vocskills.assessment import Assessment, assess
from vocskills.assessment.outcomes import InForce, Verdict
from vocskills.convert import read_case
from vocskills.report.answer import render
from vocskills.report.show import show
from vocskills.testing import cases

POLICY = load(good("subjects"))
CERTIFICATE = {"kind": "special_operation", "issue_kind": "first", "issued_on": "2022-05-20"}
NO_AWARDS = {"awards": {"complete": True, "items": []}}
CLASS = {"start_date": "2022-03-01", "end_date": "2022-03-10", "training_days": 10}


def decided(**known: Any) -> Assessment:
    """A person's case decided."""
    return assess(read_case({"trainee": NO_AWARDS} | known), policy=POLICY, alone=True)


def verdicts(assessment: Assessment) -> list[Verdict]:
    """The outcome of each subsidy of the one person."""
    return [one.verdict for one in assessment.subjects[0].determinations]


def test_a_permit_needs_no_class() -> None:
    """A person without a class is paid for a permit; what is for people in a class is not for them."""
    assessment = decided(cohort=False, provider=False, enrollment={"certificate": CERTIFICATE})
    assert verdicts(assessment) == [Verdict.NOT_APPLICABLE, Verdict.ELIGIBLE]
    assert str(assessment.total.payable.least) == "300.00"


def test_the_text_is_chosen_by_the_dates_of_what_applies() -> None:
    """Without a class the answer shows the certificate's date, and no date of a class."""
    assessment = decided(cohort=False, provider=False, enrollment={"certificate": CERTIFICATE})
    (text,) = assessment.answer.texts
    assert (text.in_force, [date.path for date in text.dates]) == (InForce.YES, ["certificate.issued_on"])


def test_who_has_nothing_to_take_a_date_of_is_refused() -> None:
    """Without a certificate there is no date for the window, and the rule that asks for one decides."""
    assessment = decided(cohort=False, provider=False, enrollment={"certificate": False})
    assert verdicts(assessment) == [Verdict.NOT_APPLICABLE, Verdict.INELIGIBLE]
    assert assessment.subjects[0].determinations[1].failed[0] == "example-subjects.certified"


def test_each_item_is_judged_on_its_own_dates() -> None:
    """A class inside the window and a certificate after it: the one is eligible, the other not in force."""
    late = CERTIFICATE | {"issued_on": "2026-02-01"}
    assessment = decided(cohort=CLASS, enrollment={"completed": True, "certificate": late})
    assert verdicts(assessment) == [Verdict.ELIGIBLE, Verdict.NOT_IN_FORCE]


def test_whether_there_is_a_class_may_be_unknown() -> None:
    """Where nobody said whether there is a class, what is for people in one is undetermined, and that is asked."""
    assessment = decided(enrollment={"certificate": CERTIFICATE})
    assert verdicts(assessment) == [Verdict.UNDETERMINED, Verdict.ELIGIBLE]
    assert "exists(cohort)" in [row.path for row in assessment.missing]


@pytest.mark.parametrize(("lang", "words"), [("zh", "只适用于：有班期"), ("en", "only where there is a class")])
def test_the_page_says_that_there_is_no_class(lang: Any, words: str) -> None:
    """Why a subsidy is not applicable is said in both languages."""
    assessment = decided(cohort=False, provider=False, enrollment={"certificate": CERTIFICATE})
    assert words in render(assessment, lang, everybody=True)


def test_the_sheet_says_of_whom_and_on_which_dates() -> None:
    """The sheet names the subject and the dates of an item where they are not the usual ones."""
    sheet = show(POLICY, "en")
    assert "decided of: a person" in sheet
    assert "judged on: date of issue" in sheet
    assert sheet.count("decided of") == 1


def test_claims_of_one_person_are_ordered_by_each_items_dates() -> None:
    """Two permits of one year: the one whose certificate is earlier has the place, whatever the order of the list."""
    later = {"certificate": CERTIFICATE | {"issued_on": "2022-09-01"}, "claim": {"id": "B"}}
    earlier = {"certificate": CERTIFICATE, "claim": {"id": "A"}}
    person = {"trainee": NO_AWARDS | {"person_key": "P"}}
    people = {"complete": True, "items": [person | later, person | earlier]}
    case = read_case({"cohort": False, "provider": False, "enrollments": people})
    found = assess(case, policy=POLICY, alone=True).subjects
    assert [subject.determinations[1].verdict for subject in found] == [Verdict.INELIGIBLE, Verdict.ELIGIBLE]
    assert found[0].determinations[1].earlier[0].claim == "A"


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (
            ("    judged_on: [certificate.issued_on]\n", ""),
            "subsidies.safety_permit.judged_on: the date that it is judged on is of the cohort",
        ),
        (("    amount: 300\n", "    amount: 30 * cohort.training_days\n"), "cohort is used, but no condition asks"),
        (("    subject: person\n", "    subject: people\n"), "subsidies.safety_permit.subject"),
        (
            ("    subject: person\n    judged_on: [certificate.issued_on]\n", "    subject: cohort\n"),
            "what is decided of a class cannot read certificate",
        ),
    ],
)
def test_what_a_subject_has_not_is_refused(edit: tuple[str, str], fault: str) -> None:
    """An item reads nothing that its subject has not, or perhaps has not and no condition asks for."""
    assert any(fault in line for line in shown(edited("subjects", edit)))


@given(st.data())
def test_the_three_laws_hold(data: st.DataObject) -> None:
    """Exact, sound and monotone, with a class and without."""
    assert_lawful(POLICY, data.draw(cases(POLICY, complete=True)), data)
