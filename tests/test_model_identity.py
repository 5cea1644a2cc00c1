from __future__ import annotations

from datetime import date

import pytest

from people import broken, identity_number
from vocskills.model import Between, Case, Enrollment, Listing, Sex, Trainee, check, check_case
from vocskills.model.identity import read_identity

NUMBER = identity_number("19800228")


@pytest.mark.parametrize("number", ["", "533399", "53339919800230001X", "x" * 18, "533399" + "２" * 12, "5" * 40])
def test_what_is_no_number_says_nothing(number: str) -> None:
    """Text of another form, or an impossible birth date, is odd and says nothing."""
    found = read_identity(number)
    assert (found.birth, found.sex) == (0, None)
    assert found.wrong is not None


def test_a_birth_after_the_case_is_odd() -> None:
    """A birth later than the day of the case is not believed."""
    assert read_identity(identity_number("20300101"), date(2020, 5, 6)).birth == 0


def test_blanks_and_a_small_check_letter_are_no_mistake() -> None:
    """What stands around a number, and the case of its last letter, say nothing about anybody."""
    number = next(one for order in range(100) if (one := identity_number("19800228", order)).endswith("X"))
    assert read_identity(f" {number.lower()}\t") == read_identity(number)
    assert read_identity(number).wrong is None


def test_a_number_that_contradicts_the_birth_date_is_a_fault() -> None:
    """A valid number and another date of birth cannot both be right, and neither is shown."""
    faults = check(Trainee(id_number=NUMBER, birth_date=date(1980, 2, 27), sex=Sex.FEMALE))
    assert [f.where for f in faults] == ["birth_date", "sex"]
    assert all("1980" not in f.render("en") for f in faults)


@pytest.mark.parametrize(
    "trainee",
    [
        Trainee(id_number=NUMBER, birth_date=date(1980, 2, 28), sex=Sex.MALE),
        Trainee(id_number=NUMBER, birth_date=Between(date(1980, 2, 1), None)),
        Trainee(id_number=broken(NUMBER), birth_date=date(1980, 2, 27)),
        Trainee(birth_date=date(1980, 2, 27), sex=Sex.FEMALE),
    ],
)
def test_what_agrees_or_says_nothing_is_no_fault(trainee: Trainee) -> None:
    """The number's own date, a range that holds it, and a number that says nothing contradict nobody."""
    assert check(trainee) == []


def test_a_contradiction_stands_where_the_person_does() -> None:
    """Each person's contradiction has the person's own path, beside all other faults of the case."""
    wrong = Trainee(id_number=NUMBER, birth_date=date(1980, 2, 27))
    case = Case(enrollments=Listing((Enrollment(), Enrollment(trainee=wrong))), heads=0)
    assert {f.where for f in check_case(case)} == {"heads", "enrollments[1].trainee.birth_date"}
    assert [f.where for f in check_case(Case(enrollment=Enrollment(trainee=wrong)))] == [
        "enrollment.trainee.birth_date"
    ]
