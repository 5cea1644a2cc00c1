from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import broken, identity_number
from vocskills.bounds import FALSE, OPEN, TRUE, Bounds, within
from vocskills.calendar import plus_days
from vocskills.door import Codes, Subject, facts_of, holds, in_area, subjects
from vocskills.engines.interpret import Records
from vocskills.language import vocabulary
from vocskills.language.nodes import BOOL, CODE, DATE, Element, Exists, Fact, Holds, InArea
from vocskills.model import (
    ABSENT,
    Award,
    AwardKind,
    AwardState,
    Between,
    Case,
    Category,
    Cohort,
    Enrollment,
    Household,
    Listing,
    Sex,
    Status,
    Trainee,
)
from vocskills.model.fields import CODES_MAX, DAY_MAX, DAY_MIN
from vocskills.model.nouns import DAYS_MAX


def value(case: Case, wanted: str) -> Bounds:
    """One plain fact of the first person of a case."""
    (first, *_) = subjects(case)
    return facts_of(first, [vocabulary.fact(wanted)], {}, Codes()).values[wanted]


def one(trainee: Trainee, **more: object) -> Case:
    """A case of one person."""
    return attrs.evolve(Case(trainee=trainee), **more)  # type: ignore[arg-type]


def test_a_missing_fact_is_its_whole_range() -> None:
    """What nobody said comes through the door as everything that it may be."""
    assert value(Case(), "trainee.birth_date") == (DAY_MIN, DAY_MAX)
    assert value(Case(cohort=ABSENT), "cohort.training_days") == (0, 3_660)
    assert value(Case(), "program.occupation") == (0, CODES_MAX)


def test_a_partial_fact_is_what_is_known_of_it() -> None:
    """A month of birth is the days of that month."""
    born = Between(date(1975, 3, 1), date(1975, 3, 31))
    assert value(one(Trainee(birth_date=born)), "trainee.birth_date") == (19750301, 19750331)


def test_birth_and_sex_come_from_a_valid_number() -> None:
    """A number with a right check digit says birth and sex where nobody else does."""
    woman = one(Trainee(id_number=identity_number("19800229", male=False)))
    assert value(woman, "trainee.birth_date") == (19800229, 19800229)
    assert value(woman, "trainee.sex") == (Sex.FEMALE.code, Sex.FEMALE.code)


def test_a_wrong_check_digit_says_nothing() -> None:
    """A number that fails its check is reported, never repaired, and neither birth nor sex is taken from it."""
    number = broken(identity_number("19800228"))
    case = one(Trainee(id_number=number))
    assert value(case, "trainee.birth_date") == (DAY_MIN, DAY_MAX)
    wrong = subjects(case)[0].identity.wrong
    assert wrong is not None
    assert "check digit" in wrong.en


def test_the_former_retirement_age_follows_the_sex() -> None:
    """Men had 60, women 50 or 55 (RET-01); without a sex all three stay possible."""
    assert value(one(Trainee(sex=Sex.MALE)), "trainee.former_retirement_age") == (2, 2)
    assert value(one(Trainee(sex=Sex.FEMALE)), "trainee.former_retirement_age") == (0, 1)
    assert value(one(Trainee()), "trainee.former_retirement_age") == (0, 2)


def test_a_missing_last_day_follows_the_first() -> None:
    """The last day of a class lies between its first day and the longest class."""
    case = Case(cohort=Cohort(start_date=date(2020, 5, 6)))
    assert value(case, "cohort.end_date") == (20200506, plus_days(20200506, 3_660))
    assert value(case, "enrollment.end_date") == (20200506, plus_days(20200506, 3_660))


def test_attendance_is_no_more_than_the_class() -> None:
    """Days and hours attended are at most those given, since more is refused as bad input."""
    case = Case(cohort=Cohort(training_days=10), enrollment=Enrollment(scheduled_hours=Decimal("80")))
    assert value(case, "enrollment.attended_days") == (0, 10)
    assert value(case, "enrollment.attended_hours") == (0, 8_000)


POOR = Category.REGISTERED_POOR


def status(held: bool, start: date | None = None, end: date | None = None, checked: date | None = None) -> Status:
    """A row of the register."""
    return Status(category=POOR, held=held, start=start, end=end, checked_on=checked)


def asked(rows: tuple[Status, ...], on: Bounds, as_of: date | None = None, category: Category = POOR) -> Bounds:
    """Whether a person with these rows has the status on a day."""
    subject: Subject = subjects(one(Trainee(statuses=Listing(rows)), as_of=as_of))[0]
    return holds(subject, "trainee", category, on)


@pytest.mark.parametrize(
    ("rows", "on", "expected"),
    [
        ((), 20200506, OPEN),
        ((status(True, date(2016, 1, 1), date(2020, 12, 31)),), 20200506, TRUE),
        ((status(True, date(2016, 1, 1), checked=date(2020, 5, 6)),), 20200506, TRUE),
        ((status(True, date(2016, 1, 1), checked=date(2020, 5, 6)),), 20200507, OPEN),
        ((status(True, date(2016, 1, 1), checked=date(2020, 5, 6)),), 20151231, OPEN),
        ((status(False, checked=date(2020, 5, 6)),), 20200506, FALSE),
        ((status(False, checked=date(2020, 5, 6)),), 20200505, OPEN),
        ((status(False, date(2020, 1, 1), date(2020, 12, 31)),), 20200505, FALSE),
    ],
)
def test_a_status_is_asked_for_a_day(rows: tuple[Status, ...], on: int, expected: Bounds) -> None:
    """True inside a known period, open after the day it was last checked, false only if somebody looked."""
    assert asked(rows, (on, on)) == expected


def test_an_undated_check_was_made_on_the_day_of_the_case() -> None:
    """A row without the day of its check speaks through the day as of which the case is judged."""
    rows = (status(True, date(2016, 1, 1)),)
    assert asked(rows, (20200506, 20200506)) == OPEN
    assert asked(rows, (20200506, 20200506), as_of=date(2020, 5, 31)) == TRUE


def test_periods_that_join_cover_a_doubtful_day() -> None:
    """Two rows that join hold for a day that may lie in either; a gap leaves it open."""
    first = status(True, date(2016, 1, 1), date(2020, 3, 31))
    assert asked((first, status(True, date(2020, 4, 1), date(2020, 12, 31))), (20200301, 20200501)) == TRUE
    assert asked((first, status(True, date(2020, 4, 2), date(2020, 12, 31))), (20200301, 20200501)) == OPEN


def test_what_holds_for_the_household_holds_for_its_members() -> None:
    """A household's status is each member's."""
    rows = Listing((status(True, date(2016, 1, 1), date(2020, 12, 31)),))
    case = one(Trainee(household=Household(statuses=rows)))
    assert holds(subjects(case)[0], "trainee", POOR, (20200506, 20200506)) == TRUE


def test_a_kind_of_a_status_is_enough_and_denying_it_denies_its_kinds() -> None:
    """Whoever is of one of the three monitored kinds is monitored; who is not monitored is of none (PV-02)."""
    day = date(2023, 5, 6)
    kind = Status(category=Category.MONITORED_SUDDEN, held=True, start=date(2023, 1, 1), checked_on=day)
    none = Status(category=Category.MONITORED, held=False, checked_on=day)
    on = (20230506, 20230506)
    assert asked((kind,), on, category=Category.MONITORED) == TRUE
    assert asked((none,), on, category=Category.MONITORED_SUDDEN) == FALSE
    assert asked((attrs.evolve(kind, held=False),), on, category=Category.MONITORED) == OPEN


days = st.dates(date(2019, 1, 1), date(2021, 12, 31))
number = st.builds(lambda d: d.year * 10_000 + d.month * 100 + d.day, days)


@given(st.lists(st.tuples(days, days)), number, number, number)
def test_a_status_on_a_doubtful_day_is_sound(spans: list[tuple[date, date]], a: int, b: int, inside: int) -> None:
    """Whatever the day turns out to be, its answer lies inside the doubtful one."""
    rows = tuple(status(True, min(s), max(s)) for s in spans)
    lo, hi = min(a, b), max(a, b)
    day = min(max(inside, lo), hi)
    assert within(asked(rows, (day, day)), asked(rows, (lo, hi)))


@pytest.mark.parametrize(
    ("code", "area", "expected"),
    [
        ("533323", "533300", TRUE),
        ("533323", "530000", TRUE),
        ("533323001002", "533323", TRUE),
        ("530102", "533300", FALSE),
        ("533300", "533323", OPEN),
        ("53", "533300", OPEN),
        ("520000", "533300", FALSE),
        (None, "533300", OPEN),
        (ABSENT, "533300", FALSE),
        ("533421", "533401", TRUE),
    ],
)
def test_an_area_is_a_prefix(code: str, area: str, expected: Bounds) -> None:
    """A code lies in an area, does not, or is too coarse to tell; renamed divisions are one (ADM-01)."""
    assert in_area(code, area) == expected


def test_derived_facts_are_worked_out_at_the_door() -> None:
    """Statuses on a date, areas and existence are bounds like any other fact."""
    start = vocabulary.fact("cohort.start_date")
    wanted = [
        start,
        Fact("held", BOOL, 0, 1, Holds("trainee", "registered_poor", Fact("cohort.start_date", DATE, 0, 0))),
        Fact("area", BOOL, 0, 1, InArea("trainee.domicile", "533300")),
        Fact("there", BOOL, 0, 1, Exists("certificate")),
    ]
    rows = Listing((status(True, date(2016, 1, 1), date(2020, 12, 31)),))
    case = Case(
        cohort=Cohort(start_date=date(2020, 5, 6)),
        trainee=Trainee(domicile="533323", statuses=rows),
        enrollment=Enrollment(certificate=ABSENT),
    )
    values = facts_of(subjects(case)[0], wanted, {}, Codes()).values
    assert (values["held"], values["area"], values["there"]) == (TRUE, TRUE, FALSE)


def award(state: AwardState | None) -> Award:
    """A free training that came to something or not."""
    return Award(kind=AwardKind.FREE_TRAINING, state=state, place="533323", occupation="tea")


def listed(awards: Listing[Award]) -> Records:
    """The awards past the door."""
    fields = [
        Element("kind", vocabulary.type_of(vocabulary.elements("awards")["kind"]), 0, 14),
        Element("occupation", CODE, 0, CODES_MAX),
        Element("in_area(place, 5333)", BOOL, 0, 1, InArea("place", "5333")),
    ]
    return facts_of(subjects(one(Trainee(awards=awards)))[0], [], {"awards": fields}, Codes()).lists["awards"]


def test_awards_count_by_what_became_of_them() -> None:
    """Decided and paid awards count, recovered and withdrawn ones do not, others perhaps."""
    states = (AwardState.DECIDED, AwardState.PAID, AwardState.RECOVERED, AwardState.WITHDRAWN, None)
    found = listed(Listing(tuple(award(state) for state in states), complete=True))
    assert [record.exists for record in found.items] == [TRUE, TRUE, FALSE, FALSE, OPEN]
    assert found.rest == 0
    assert found.items[0].fields["in_area(place, 5333)"] == TRUE


def test_an_incomplete_list_leaves_room_for_more() -> None:
    """A list that is not complete may hold as many more as its cap allows; an unknown one all of them."""
    assert listed(Listing((award(AwardState.PAID),))).rest == 999
    assert listed(Listing()).rest == 1_000


def test_equal_codes_have_equal_numbers() -> None:
    """Codes are compared only for equality; what is known to be absent equals no code."""
    codes = Codes()
    assert codes.number("never-named-in-a-pack") == codes.number("never-named-in-a-pack")
    assert len({codes.number("a-1"), codes.number("a-2"), codes.number(ABSENT)}) == 3


def test_like_persons_are_one_subject() -> None:
    """A class known by its number is one subject that stands for all of them."""
    (only,) = subjects(Case(heads=61, trainee=Trainee(domicile="533323")))
    assert (only.heads, only.index) == (61, None)
    case = Case(enrollments=Listing((Enrollment(id="a"), Enrollment(id="b")), complete=True))
    assert [(s.index, s.heads, s.enrollment.id) for s in subjects(case)] == [(0, 1, "a"), (1, 1, "b")]


@pytest.mark.parametrize(
    ("cohort", "most"),
    [
        (Cohort(start_date=date(2020, 5, 11), end_date=date(2020, 5, 22)), 12),
        (Cohort(start_date=date(2020, 5, 11), end_date=Between(date(2020, 5, 20), date(2020, 5, 31))), 21),
        (Cohort(start_date=date(2020, 5, 11)), DAYS_MAX),
    ],
)
def test_no_more_days_than_the_dates_have_room_for(cohort: Cohort, most: int) -> None:
    """Days of training that are not known are at most those from the first to the last; the check refuses more."""
    case = Case(cohort=cohort, enrollment=Enrollment())
    facts = [vocabulary.fact(path) for path in ("cohort.training_days", "enrollment.attended_days")]
    (subject,) = subjects(case)
    assert facts_of(subject, facts, {}, Codes()).values == dict.fromkeys((fact.path for fact in facts), (0, most))
