from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocskills.errors import Fault
from vocskills.model import (
    ABSENT,
    Assumption,
    Between,
    Case,
    Category,
    Certificate,
    Claim,
    Cohort,
    Employer,
    Enrollment,
    Household,
    Listing,
    Mentor,
    Program,
    ProgramKind,
    Ruling,
    Sex,
    Status,
    Trainee,
    check_case,
    effective,
    fields_of,
    place_of,
)

NUMBER = "533399199001010012"
FIRST, LAST = date(2020, 5, 11), date(2020, 5, 20)
COHORT = Cohort(id="class-1", start_date=FIRST, end_date=LAST, training_days=10, place="533323")


def people(*enrollments: Enrollment, complete: bool = False) -> Listing[Enrollment]:
    """The people of a class."""
    return Listing(enrollments, complete)


def person(**fields: Any) -> Enrollment:
    """An enrollment of somebody known by these fields."""
    return Enrollment(trainee=Trainee(**fields))


def where(case: Any) -> list[str]:
    """The paths of the faults of a case."""
    return [fault.where for fault in check_case(case)]


def one(case: Any) -> Fault:
    """The only fault of a case."""
    faults = check_case(case)
    assert len(faults) == 1, [fault.render("en") for fault in faults]
    return faults[0]


@pytest.mark.parametrize(
    "case",
    [
        Case(),
        Case(cohort=COHORT, heads=61, trainee=Trainee(domicile="533323"), enrollment=Enrollment(filed=True)),
        Case(cohort=COHORT, enrollments=people(person(name="甲"), person(name="甲"))),
        Case(cohort=COHORT, heads=2, enrollments=people(Enrollment(), Enrollment(), complete=True)),
        Case(cohort=ABSENT, provider=ABSENT, trainee=Trainee(name="甲"), enrollment=Enrollment(claim=Claim(id="1"))),
        Case(trainee=Trainee(id_number=NUMBER), enrollment=Enrollment(trainee=Trainee(name="甲"))),
        Case(heads=1, trainee=Trainee(name="甲")),
        Case(cohort=COHORT, enrollments=people(person(name="甲")), trainee=Trainee(name="甲")),
        Case(cohort=COHORT, enrollments=people(complete=True)),
    ],
)
def test_each_shape_of_a_case_is_right(case: Case) -> None:
    """A class with people, a class known by its number, one person, and a claim without a class are cases."""
    assert check_case(case) == []


def test_everything_wrong_with_a_case_comes_at_once() -> None:
    """Faults of the nouns, of people against their class, of heads, identities and inputs stand together."""
    case = Case(
        cohort=COHORT,
        program=ABSENT,
        heads=4,
        trainee=Trainee(name="甲"),
        enrollments=people(
            Enrollment(id="1", attended_days=11),
            Enrollment(id="1", attended_days=-1),
            Enrollment(end_date=date(2020, 5, 1)),
        ),
        assumptions=(Assumption(path="x", value=1), Assumption(path="x", value=2)),
        rulings=(Ruling(clause="c", value=None, authority="a", document="d", date=FIRST),),
    )
    assert where(case) == [
        "program",
        "enrollments[1].attended_days",
        "enrollments[0].attended_days",
        "enrollments[2].end_date",
        "heads",
        "trainee.name",
        "enrollments[1].id",
        "assumptions[1].path",
        "rulings[0].value",
    ]


@pytest.mark.parametrize(
    ("heads", "listing", "refused"),
    [
        (61, None, False),
        (2, people(Enrollment(), Enrollment(), complete=True), False),
        (2, people(Enrollment(), Enrollment()), True),
        (3, people(Enrollment(), Enrollment(), complete=True), True),
        (1, people(), True),
    ],
)
def test_heads_and_a_list_must_agree(heads: int, listing: Any, refused: bool) -> None:
    """A number of heads stands alone, or beside a complete list of as many people."""
    assert ("heads" in where(Case(heads=heads, enrollments=listing))) is refused


@pytest.mark.parametrize("heads", [0, -1, 10_001, True, "61", 61.0, Between(60, 61), Decimal(61)])
def test_wrong_heads_are_one_fault(heads: Any) -> None:
    """A number of heads that is wrong by itself is not compared with the list."""
    listing = people(Enrollment())
    assert [one(Case(heads=heads)).where] == ["heads"]
    assert where(Case(heads=heads, enrollments=listing)).count("heads") == 1 + (type(heads) is int)


@pytest.mark.parametrize("name", ["name", "id_number", "person_key"])
def test_an_identity_is_not_shared(name: str) -> None:
    """A trainee that stands for several people has no name, number or key, beside the class or in its enrollment."""
    who: dict[str, Any] = {name: NUMBER}
    trainee = Trainee(**who)
    assert where(Case(heads=2, trainee=trainee)) == [f"trainee.{name}"]
    assert where(Case(heads=2, enrollment=Enrollment(trainee=trainee))) == [f"enrollment.trainee.{name}"]
    listing = people(Enrollment(), Enrollment())
    assert where(Case(enrollments=listing, trainee=trainee)) == [f"trainee.{name}"]
    assert check_case(Case(enrollments=people(Enrollment()), trainee=trainee)) == []


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [
        (Enrollment(id="1"), Enrollment(id="1"), "id"),
        (person(person_key="k"), person(person_key="k"), "trainee.person_key"),
        (person(id_number=NUMBER), person(id_number=NUMBER), "trainee.id_number"),
        (person(id_number=NUMBER[:-1] + "X"), person(id_number=NUMBER[:-1] + "x"), "trainee.id_number"),
        (person(id_number=NUMBER), person(id_number=f" {NUMBER} "), "trainee.id_number"),
        (person(id_number=NUMBER), person(id_number="５３３３９９１９９００１０１００１２"), "trainee.id_number"),
        (person(id_number="533399900101001"), person(id_number="533399900101001"), "trainee.id_number"),
    ],
)
def test_nobody_stands_in_a_class_twice(first: Enrollment, second: Enrollment, path: str) -> None:
    """The same identifier, key or full number is refused however it is written, naming the first of the two."""
    fault = one(Case(enrollments=people(first, Enrollment(), second)))
    assert fault.where == f"enrollments[2].{path}"
    assert "enrollments[0]" in fault.what.zh


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (person(name="张小三"), person(name="张小三")),
        (person(id_number="533399********0012"), person(id_number="533399********0012")),
        (person(id_number="5333991990"), person(id_number="5333991990")),
        (person(id_number="无"), person(id_number="无")),
        (Enrollment(), Enrollment()),
        (Enrollment(id="1"), person(person_key="1")),
    ],
)
def test_people_are_not_joined_by_name_or_a_masked_number(first: Enrollment, second: Enrollment) -> None:
    """Two people may have one name, and one masked or cut number."""
    assert check_case(Case(enrollments=people(first, second))) == []


@pytest.mark.parametrize(
    ("days", "refused"), [(10, False), (11, True), (Between(11), True), (Between(9, 12), False), (None, False)]
)
def test_more_days_attended_than_the_class_has_are_refused(days: Any, refused: bool) -> None:
    """Who attended 11 of 10 days is refused, who may have attended 9 is not."""
    listed = Case(cohort=COHORT, enrollments=people(Enrollment(attended_days=days)))
    shared = Case(cohort=COHORT, enrollment=Enrollment(attended_days=days), enrollments=people(Enrollment()))
    assert where(listed) == ["enrollments[0].attended_days"] * refused
    assert where(shared) == ["enrollment.attended_days"] * refused


@pytest.mark.parametrize(("born", "refused"), [(date(2020, 5, 21), True), (LAST, False)])
def test_nobody_is_born_after_the_training(born: date, refused: bool) -> None:
    """A date of birth after the last day is a slip of the pen; one before it is for the rules to judge."""
    found = where(Case(cohort=COHORT, enrollments=people(Enrollment(trainee=Trainee(birth_date=born)))))
    assert found == ["enrollments[0].trainee.birth_date"] * refused
    alone = Case(cohort=COHORT, trainee=Trainee(birth_date=born))
    assert where(alone) == (["trainee.birth_date"] if refused else [])


def test_more_days_attended_than_the_dates_leave_are_refused() -> None:
    """Where the number of days is not known, the dates bound it: the class's, or the person's own."""
    cohort = attrs.evolve(COHORT, training_days=None)
    assert where(Case(cohort=cohort, enrollments=people(Enrollment(attended_days=11)))) == [
        "enrollments[0].attended_days"
    ]
    late = Enrollment(start_date=date(2020, 5, 19), attended_days=3)
    assert where(Case(cohort=cohort, enrollments=people(late))) == ["enrollments[0].attended_days"]
    assert check_case(Case(cohort=cohort, enrollments=people(attrs.evolve(late, attended_days=2)))) == []
    alone = Enrollment(start_date=FIRST, end_date=FIRST, attended_days=2)
    assert where(Case(cohort=ABSENT, enrollment=alone)) == ["enrollment.attended_days"]


def test_hours_are_compared_with_what_the_class_shares() -> None:
    """Hours planned once for everybody bound what each person attended."""
    case = Case(
        enrollment=Enrollment(scheduled_hours=Decimal(80)),
        enrollments=people(Enrollment(attended_hours=Decimal("80.5")), Enrollment(attended_hours=Decimal(80))),
    )
    fault = one(case)
    assert (fault.where, fault.text) == ("enrollments[0].attended_hours", "80.50 > 80.00")


def test_a_person_cannot_leave_before_the_class_starts() -> None:
    """A date of one's own is compared with the class's date that fills the other end."""
    case = Case(cohort=COHORT, enrollments=people(Enrollment(end_date=date(2020, 5, 10)), Enrollment()))
    fault = one(case)
    assert (fault.where, fault.text) == ("enrollments[0].end_date", "2020-05-11 > 2020-05-10")


def test_what_is_shared_is_wrong_once() -> None:
    """A mistake in the class or in what everybody shares is not repeated for each person."""
    shared = Enrollment(scheduled_hours=Decimal(8), attended_hours=Decimal(9))
    assert where(Case(enrollment=shared, enrollments=people(Enrollment(), Enrollment()))) == [
        "enrollment.attended_hours"
    ]
    cohort = attrs.evolve(COHORT, end_date=date(2020, 5, 1))
    assert where(Case(cohort=cohort, enrollments=people(Enrollment(attended_days=3), Enrollment()))) == [
        "cohort.end_date"
    ]


@pytest.mark.parametrize(
    "case",
    [
        Case(cohort="x"),  # type: ignore[arg-type]
        Case(enrollments=[Enrollment()]),  # type: ignore[arg-type]
        Case(enrollments=Listing([Enrollment(id="1"), Enrollment(id="1")])),  # type: ignore[arg-type]
        Case(enrollments=Listing((None, "x", Trainee()))),  # type: ignore[arg-type]
        Case(enrollments=people(Enrollment(id=[]), Enrollment(trainee="x"))),  # type: ignore[arg-type]
        Case(trainee=ABSENT),
        Case(enrollment="x", enrollments=people(Enrollment(attended_days=1))),  # type: ignore[arg-type]
        Case(as_of=datetime(2020, 5, 1)),  # noqa: DTZ001 (what is refused)
        Case(as_of="2020-05-01"),  # type: ignore[arg-type]
        Case(cohort=Cohort(training_days="10"), enrollments=people(Enrollment(attended_days=3))),  # type: ignore[arg-type]
        Case(place="x"),
        Case(assumptions=[Assumption(path="x", value=1)]),  # type: ignore[arg-type]
        Case(assumptions=("x",)),  # type: ignore[arg-type]
        Case(assumptions=(Assumption(path=[], value=1),)),  # type: ignore[arg-type]
        Case(rulings=(Assumption(path="x", value=1),)),  # type: ignore[arg-type]
        Case(rulings=None),  # type: ignore[arg-type]
        Case(heads=[]),  # type: ignore[arg-type]
    ],
)
def test_nothing_wrong_in_a_case_raises(case: Case) -> None:
    """Whatever stands in a case, its faults are listed."""
    faults = check_case(case)
    assert faults
    assert all(fault.where and fault.render("zh") for fault in faults)


@pytest.mark.parametrize("name", ["clause", "authority", "document"])
def test_a_ruling_names_clause_authority_and_document(name: str) -> None:
    """A decision without who decided it, on what and in which document is refused."""
    ruling = Ruling(clause="c", value="scheduled", authority="a", document="d", date=FIRST)
    assert check_case(Case(rulings=(ruling,))) == []
    blank: dict[str, Any] = {name: " "}
    assert where(Case(rulings=(attrs.evolve(ruling, **blank),))) == [f"rulings[0].{name}"]
    with pytest.raises(TypeError):
        Ruling(clause="c", value=1, authority="a", document="d")


def test_one_fact_is_assumed_once_and_one_clause_ruled_once() -> None:
    """Two assumptions about one fact, or two rulings on one clause, are refused at the second."""
    one_ruling = Ruling(clause="c", value=1, authority="a", document="d", date=FIRST)
    guess = Assumption(path="trainee.sex", value=Sex.MALE)
    assert where(Case(rulings=(one_ruling, attrs.evolve(one_ruling, value=2)))) == ["rulings[1].clause"]
    assert where(Case(assumptions=(guess, attrs.evolve(guess, path="trainee.name"), guess))) == ["assumptions[2].path"]


def test_an_assumption_of_nothing_is_refused() -> None:
    """To assume that something is unknown says nothing."""
    assert where(Case(assumptions=(Assumption(path="x", value=None),))) == ["assumptions[0].value"]
    assert check_case(Case(assumptions=(Assumption(path="x", value=False),))) == []


def test_statuses_are_dated_by_the_day_of_the_case() -> None:
    """A look without a date happened on ``as_of``, for the person and for everybody in the class."""
    rows = Listing(
        (
            Status(category=Category.REGISTERED_POOR, held=True, start=date(2016, 1, 1), checked_on=date(2020, 3, 1)),
            Status(category=Category.REGISTERED_POOR, held=False),
        )
    )
    listed = people(person(statuses=rows))
    assert check_case(Case(enrollments=listed)) == []
    assert where(Case(enrollments=listed, as_of=date(2020, 3, 1))) == ["enrollments[0].trainee.statuses[1]"]
    assert check_case(Case(enrollments=listed, as_of=date(2020, 3, 2))) == []


@pytest.mark.parametrize(
    ("case", "place"),
    [
        (Case(), None),
        (Case(cohort=COHORT), "533323"),
        (Case(cohort=COHORT, place="530000"), "530000"),
        (Case(cohort=ABSENT, place="530000"), "530000"),
        (Case(cohort=ABSENT), None),
    ],
)
def test_the_place_is_the_cases_own_or_the_classes(case: Case, place: str | None) -> None:
    """The texts of the case's place apply, else those of the place of training."""
    assert place_of(case) == place


def test_what_an_enrollment_says_itself_wins() -> None:
    """A fact comes from the enrollment, else from the shared enrollment, else from the case, else from the class."""
    case = Case(
        cohort=COHORT,
        trainee=Trainee(sex=Sex.MALE),
        employer=Employer(id="case"),
        mentor=Mentor(id="case"),
        enrollment=Enrollment(filed=True, completed=False, employer=Employer(id="shared"), end_date=FIRST),
    )
    own = Enrollment(id="7", completed=True, trainee=Trainee(domicile="53"), start_date=LAST)
    assert effective(case, own) == Enrollment(
        id="7",
        filed=True,
        completed=True,
        trainee=Trainee(domicile="53"),
        employer=Employer(id="shared"),
        mentor=Mentor(id="case"),
        start_date=LAST,
        end_date=FIRST,
    )


def test_known_absence_is_not_filled_in() -> None:
    """Whoever is known to have no employer does not get the class's."""
    case = Case(employer=Employer(id="case"), enrollment=Enrollment(certificate=Certificate()))
    filled = effective(case, Enrollment(employer=ABSENT, certificate=ABSENT))
    assert (filled.employer, filled.certificate) == (ABSENT, ABSENT)
    assert effective(case, Enrollment()).employer == Employer(id="case")


def test_an_identifier_is_never_shared() -> None:
    """The identifier of the shared enrollment is not that of everybody."""
    assert effective(Case(enrollment=Enrollment(id="shared")), Enrollment()).id is None


@pytest.mark.parametrize("case", [Case(), Case(cohort=ABSENT), Case(enrollment=ABSENT), Case(cohort=Cohort())])
def test_nothing_is_invented(case: Case) -> None:
    """Where nothing is shared, an enrollment stays as it is."""
    assert effective(case, Enrollment(filed=True)) == Enrollment(filed=True)


SHARED = st.builds(
    Enrollment,
    id=st.none() | st.just("s"),
    filed=st.none() | st.booleans(),
    attended_days=st.none() | st.integers(0, 10),
    start_date=st.none() | st.just(FIRST),
    trainee=st.none() | st.builds(Trainee, sex=st.sampled_from(Sex)),
    employer=st.none() | st.just(ABSENT) | st.just(Employer(id="e")),
)


@given(SHARED, SHARED, st.booleans())
def test_filling_in_is_a_join(own: Enrollment, shared: Enrollment, with_class: bool) -> None:
    """What is said stays, what is filled in comes from somewhere, and filling in twice changes nothing."""
    case = Case(cohort=COHORT if with_class else None, enrollment=shared, employer=Employer(id="c"))
    filled = effective(case, own)
    assert effective(case, filled) == filled
    for name in fields_of(Enrollment):
        said = getattr(own, name)
        assert getattr(filled, name) == said or said is None
    assert filled.id == own.id


def test_the_kind_of_program_does_not_choose_the_shape() -> None:
    """A case may have any program and none."""
    for kind in ProgramKind:
        assert check_case(Case(program=Program(kind=kind), heads=3)) == []


def test_a_household_is_checked_inside_a_case() -> None:
    """Faults are found however deep they stand, with the whole path."""
    bad = Household(statuses=Listing((Status(category=Category.DISHONEST),)))
    assert where(Case(enrollments=people(Enrollment(), person(household=bad)))) == [
        "enrollments[1].trainee.household.statuses[0].category"
    ]


def test_a_wrong_domicile_does_not_hide_too_many_days() -> None:
    """Days against the class are compared although something else about the person is wrong."""
    own = Enrollment(attended_days=12, trainee=Trainee(domicile="999999"))
    case = Case(cohort=Cohort(training_days=10), enrollments=Listing((own,)))
    wanted = ["enrollments[0].trainee.domicile", "enrollments[0].attended_days"]
    assert [fault.where for fault in check_case(case)] == wanted
