from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vocskills.model as model
from vocskills.convert import read_case
from vocskills.errors import Fault, InputError
from vocskills.model import (
    ABSENT,
    Absent,
    Agreement,
    Award,
    Between,
    Category,
    Certificate,
    CertificateKind,
    Cohort,
    Contract,
    Delivery,
    Employer,
    Enrollment,
    Event,
    FieldInfo,
    FormerRetirementAge,
    Household,
    Kind,
    Level,
    Listing,
    Program,
    Provider,
    Sanction,
    Standard,
    Status,
    Trainee,
    Unit,
    check,
    fields_of,
    sure_days,
)
from vocskills.money import Money

NOUNS = [
    one
    for one in (getattr(model, name) for name in model.__all__)
    if isinstance(one, type) and attrs.has(one) and fields_of(one)
]
FIELDS = [(noun, name, info) for noun in NOUNS for name, info in fields_of(noun).items()]
NUMBER = "533399199001010012"


class Whole(int):
    """A whole number of somebody's own class."""


class MyEnrollment(Enrollment):
    """A noun of somebody's own class."""


SAMPLES: dict[str, Any] = {
    "bool": True,
    "int": 1,
    "huge": 10**5000,
    "own int": Whole(1),
    "float": 1.5,
    "nan": float("nan"),
    "decimal": Decimal("1.5"),
    "decimal nan": Decimal("NaN"),
    "decimal huge": Decimal("1E+999999"),
    "date": date(2020, 5, 1),
    "instant": datetime(2020, 5, 1),  # noqa: DTZ001 (a naive instant is what is refused)
    "text": "no",
    "empty": "",
    "bytes": b"1",
    "money": Money(6000),
    "term": Level.JUNIOR,
    "absent": ABSENT,
    "Absent": Absent,
    "class": Trainee,
    "noun": Contract(),
    "dict": {"a": 1},
    "list": [1],
    "tuple": (Award(),),
    "set": {1},
    "listing": Listing(("x",)),
    "listing of lists": Listing((Listing(),)),
    "raw listing": Listing([Award()]),  # type: ignore[arg-type]
    "range": Between("a", "b"),
    "range of ranges": Between(Between(1)),
    "range of absence": Between(ABSENT),
    "object": object(),
}


def one(faults: list[Fault]) -> Fault:
    """The only fault."""
    assert len(faults) == 1, [fault.render("en") for fault in faults]
    return faults[0]


def right(info: FieldInfo, value: Any) -> bool:
    """Whether a sample may stand in a field, said in another way than the library says it."""
    if value is ABSENT:
        return info.absent
    if isinstance(value, Between):
        return False
    match info.kind:
        case Kind.BOOL:
            return value is True
        case Kind.INT if info.unit is not Unit.HOURS:
            return type(value) is int and value == 1
        case Kind.INT | Kind.RATE:
            return type(value) is Decimal and value.is_finite() and value == Decimal("1.5")
        case Kind.MONEY:
            return bool(value == Money(6000))
        case Kind.DATE:
            return type(value) is date
        case Kind.ENUM:
            return info.members is Level and value is Level.JUNIOR
        case Kind.TEXT:
            return value in ("no", "") and type(value) is str and (value != "" or not info.required)
        case Kind.CODE:
            return value == "no" and not info.division
        case Kind.ENTITY:
            return info.noun is Contract and isinstance(value, Contract)
        case Kind.LIST:
            return False


def with_value(noun: type[Any], name: str, value: object) -> Any:
    """A noun with one field set and whatever else is needed right."""
    needed: dict[str, Any] = {}
    for attribute in attrs.fields(noun):
        if attribute.default is attrs.NOTHING:
            needed[attribute.name] = fitting(fields_of(noun).get(attribute.name))
    if noun in (Agreement, Standard):
        needed["source"] = "document 1 of 2020"
    return noun(**{**needed, name: value})


def fitting(info: FieldInfo | None) -> object:
    """A right value for a field that must be given."""
    if info is None or info.kind is Kind.TEXT:
        return "x"
    if info.members is not None:
        return next(iter(info.members))
    return date(2020, 1, 1) if info.kind is Kind.DATE else 1


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_value_of_a_wrong_type_is_named(sample: str) -> None:
    """In whichever field it stands, a wrong value gives a fault with its path and never an exception."""
    for noun, name, info in FIELDS:
        made = with_value(noun, name, SAMPLES[sample])
        faults = [fault for fault in check(made, "here") if fault.where.startswith(f"here.{name}")]
        assert bool(faults) is not right(info, SAMPLES[sample]), (noun, name, faults)
        assert all(len(fault.render("zh")) < 900 for fault in faults)


def outside(info: FieldInfo) -> Iterator[object]:
    """Values of the right type just beyond a field's range."""
    match info.kind:
        case Kind.INT if info.unit is Unit.HOURS:
            yield from (Decimal(info.lo - 1) / 100, Decimal(info.hi + 1) / 100, Decimal("0.001"), Decimal("-Infinity"))
        case Kind.INT:
            yield from (info.lo - 1, info.hi + 1, 10**5000)
        case Kind.RATE:
            yield from (Decimal(info.lo - 1) / 10000, Decimal(info.hi + 1) / 10000, Decimal("0.00001"), Decimal("NaN"))
        case Kind.MONEY:
            yield from (Money(info.lo - 1), Money(info.hi + 1), Money(10**5000))
        case Kind.DATE:
            yield from (date(1899, 12, 31), date(2101, 1, 1), date.min, date.max)
        case Kind.CODE if info.division:
            yield from ("", "5", "533", "53332", "5333231", "533323\n", "５３３３２３", "53332x", " 533323", "533323 ")
        case Kind.CODE:
            yield from ("", " ", " a", "a\t")
        case Kind.TEXT if info.required:
            yield from ("", "  ")


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_value_outside_its_range_is_refused(noun: type[Any]) -> None:
    """One step beyond a range, one decimal too many or a code not written as one is one fault with what is right."""
    beyond = [(name, value) for name, info in fields_of(noun).items() for value in outside(info)]
    for name, value in beyond:
        fault = one(check(with_value(noun, name, value)))
        assert fault.where == name
        assert fault.expected is not None
        assert len(fault.text) < 100


@pytest.mark.parametrize(
    ("noun", "where", "text", "what", "expected"),
    [
        (
            Enrollment(attended_days=-1),
            "attended_days",
            "-1",
            "outside its range",
            "a whole number in 0..3660 days",
        ),
        (
            Enrollment(scheduled_hours=80),  # type: ignore[arg-type]
            "scheduled_hours",
            "80 (int)",
            "a value of the wrong type",
            "a Decimal in 0.00..20000.00 class hours with at most 2 decimals",
        ),
        (
            Enrollment(filed="no"),  # type: ignore[arg-type]
            "filed",
            "no (str)",
            "a value of the wrong type",
            "True or False",
        ),
        (
            Award(amount=Money(-1)),
            "amount",
            "-0.01",
            "outside its range",
            "Money in 0.00..100000.00 yuan",
        ),
        (
            Cohort(delivery="online"),  # type: ignore[arg-type]
            "delivery",
            "online (str)",
            "text, not a member of the list",
            "a member of Delivery: in_person, blended, online",
        ),
        (
            Cohort(start_date=date(1899, 12, 31)),
            "start_date",
            "1899-12-31",
            "outside its range",
            "a date in 1900-01-01..2100-12-31",
        ),
        (
            Trainee(domicile=533323),  # type: ignore[arg-type]
            "domicile",
            "533323 (int)",
            "a number, not text",
            "a division code of 2, 4, 6, 9 or 12 digits",
        ),
        (
            Trainee(id_number=533399199001010012),  # type: ignore[arg-type]
            "id_number",
            "int",
            "a number, not text",
            "text",
        ),
        (
            Enrollment(employer=False),  # type: ignore[arg-type]
            "employer",
            "False (bool)",
            "yes or no",
            "employer (Employer), or ABSENT",
        ),
        (
            Enrollment(trainee=ABSENT),
            "trainee",
            "Absent",
            "this cannot be absent",
            "trainee (Trainee)",
        ),
        (
            Trainee(awards=[Award()]),  # type: ignore[arg-type]
            "awards",
            "list",
            "a value of the wrong type",
            "a Listing of up to 1000 Award",
        ),
        (
            Trainee(awards=None),  # type: ignore[arg-type]
            "awards",
            "",
            "missing",
            "a Listing of up to 1000 Award",
        ),
        (
            Trainee(awards=Listing((Award(), Status()))),  # type: ignore[arg-type]
            "awards[1]",
            "Status",
            "a value of the wrong type",
            "awards on record (Award)",
        ),
        (
            Trainee(awards=Listing((), complete=1)),  # type: ignore[arg-type]
            "awards.complete",
            "1",
            "a value of the wrong type",
            "True or False",
        ),
    ],
)
def test_a_fault_says_where_what_and_what_is_right(noun: Any, where: str, text: str, what: str, expected: str) -> None:
    """The message for a wrong value has its path, the value, what is wrong and what was expected."""
    fault = one(check(noun))
    assert (fault.where, fault.text, fault.what.en) == (where, text, what)
    assert fault.expected is not None
    assert fault.expected.en == expected


@pytest.mark.parametrize(
    ("noun", "words"),
    [
        (Cohort(start_date=datetime(2020, 5, 1)), "day_of_instant"),  # noqa: DTZ001 (what is refused)
        (Trainee(id_number=5.3e17), "cannot be repaired"),  # type: ignore[arg-type]
        (Enrollment(scheduled_hours=80.0), "Decimal"),  # type: ignore[arg-type]
        (Enrollment(attended_days=True), "leave it out"),
        (Cohort(delivery="online"), "Level('junior')"),  # type: ignore[arg-type]
        (Enrollment(employer=False), "ABSENT"),  # type: ignore[arg-type]
    ],
)
def test_a_likely_mistake_gets_its_remedy(noun: Any, words: str) -> None:
    """Where the mistake is a common one, the message says what to write instead."""
    remedy = one(check(noun)).remedy
    assert remedy is not None
    assert words in remedy.en


@pytest.mark.parametrize("words", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_called_so(words: str) -> None:
    """A decimal that is not a finite number is not merely out of range."""
    assert one(check(Enrollment(scheduled_hours=Decimal(words)))).what.en == "not a finite number"


def test_all_faults_come_at_once_in_the_order_of_the_fields() -> None:
    """Faults of single fields stand in the order of definition, those between fields after them, however deep."""
    noun = Enrollment(
        attended_days=-1,
        filed="no",  # type: ignore[arg-type]
        trainee=Trainee(domicile="x", household=Household(statuses=Listing((Status(held=1),)))),  # type: ignore[arg-type]
        contract=Contract(start_date=date(2020, 2, 1), end_date=date(2020, 1, 1)),
    )
    assert [fault.where for fault in check(noun, "enrollments[3]")] == [
        "enrollments[3].attended_days",
        "enrollments[3].filed",
        "enrollments[3].trainee.domicile",
        "enrollments[3].trainee.household.statuses[0].held",
        "enrollments[3].contract.end_date",
    ]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_an_empty_noun_is_right(noun: type[Any]) -> None:
    """What nobody knows is no fault."""
    needed = [name for name, info in fields_of(noun).items() if info.required and info.kind is not Kind.LIST]
    made = with_value(noun, needed[0], fitting(fields_of(noun)[needed[0]])) if needed else noun()
    assert check(made) == []


def test_a_subclass_of_a_noun_is_checked_as_one() -> None:
    """A class derived from a noun hides nothing."""
    assert one(check(MyEnrollment(attended_days=-1))).where == "attended_days"


@pytest.mark.parametrize(
    ("value", "where", "what"),
    [
        (Between(date(2020, 2, 1), date(2020, 1, 31)), "start_date", "the least value is above the greatest"),
        (Between("2020", date(2020, 1, 1)), "start_date.least", "a value of the wrong type"),
        (Between(date(2020, 1, 1), 20200201), "start_date.most", "a value of the wrong type"),
        (Between(date(1899, 1, 1)), "start_date.least", "outside its range"),
        (Between(None, date(2101, 1, 1)), "start_date.most", "outside its range"),
        (Between(Between(date(2020, 1, 1))), "start_date.least", "this cannot be known as a range"),
        (Between(ABSENT), "start_date.least", "this cannot be absent"),
        (Between(datetime(2020, 1, 1)), "start_date.least", "an instant, not a date"),  # noqa: DTZ001 (refused)
    ],
)
def test_the_ends_of_a_range_are_checked(value: Any, where: str, what: str) -> None:
    """Each end must be right by itself, and the least not above the greatest."""
    fault = one(check(Cohort(start_date=value)))
    assert (fault.where, fault.what.en) == (where, what)


@pytest.mark.parametrize(
    "value",
    [
        Between(),
        Between(date(2020, 1, 1)),
        Between(None, date(2020, 1, 1)),
        Between(date(2020, 1, 1), date(2020, 1, 1)),
    ],
)
def test_an_open_or_closed_range_is_right(value: Between[date]) -> None:
    """Either end, both or none may be known."""
    assert check(Cohort(start_date=value)) == []


def test_both_ends_of_a_range_are_reported() -> None:
    """Two wrong ends are two faults."""
    faults = check(Enrollment(attended_days=Between(-1, 9_999)))
    assert [fault.where for fault in faults] == ["attended_days.least", "attended_days.most"]


def test_members_of_a_list_are_ordered_for_a_range() -> None:
    """A woman's former age may be 50 or 55, but not from 55 to 50."""
    ages = FormerRetirementAge.AGE_50, FormerRetirementAge.AGE_55
    assert check(Trainee(former_retirement_age=Between(*ages))) == []
    fault = one(check(Trainee(former_retirement_age=Between(*reversed(ages)))))
    assert fault.text == "age_55 > age_50"


@pytest.mark.parametrize(
    "noun",
    [
        Enrollment(filed=Between(False, True)),  # type: ignore[arg-type]
        Trainee(domicile=Between("11", "12")),  # type: ignore[arg-type]
        Trainee(name=Between("a", "b")),  # type: ignore[arg-type]
        Trainee(awards=Between()),  # type: ignore[arg-type]
        Enrollment(trainee=Between(Trainee())),  # type: ignore[arg-type]
        Trainee(statuses=Listing((Status(category=Between(Category.DISABLED, Category.VETERAN)),))),  # type: ignore[arg-type]
    ],
)
def test_what_has_no_order_is_no_range(noun: Any) -> None:
    """A truth, a code, a text, a noun, a list and the kind of a status are known or not, never a range."""
    assert one(check(noun)).what.en == "this cannot be known as a range"


@pytest.mark.parametrize("noun", [Cohort, Enrollment, Contract, model.Employment, Award, model.Apprenticeship])
def test_an_end_before_its_start_is_refused(noun: Any) -> None:
    """The last day may be the first, and may not surely lie before it."""
    first = date(2020, 5, 10)
    assert check(noun(start_date=first, end_date=first)) == []
    fault = one(check(noun(start_date=first, end_date=date(2020, 5, 9))))
    assert (fault.where, fault.text) == ("end_date", "2020-05-10 > 2020-05-09")


def test_a_status_cannot_end_before_it_starts() -> None:
    """A status has other names for its days; the same holds."""
    fault = one(check(Status(start=date(2020, 1, 2), end=date(2020, 1, 1))))
    assert fault.where == "end"


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        (Between(date(2020, 1, 1), date(2020, 12, 31)), date(2020, 6, 1), False),
        (Between(date(2020, 7, 1), date(2020, 12, 31)), date(2020, 6, 1), True),
        (date(2020, 7, 1), Between(None, date(2020, 6, 1)), True),
        (date(2020, 7, 1), Between(date(2020, 6, 1)), False),
        (None, date(2020, 6, 1), False),
    ],
)
def test_days_in_doubt_are_refused_only_if_no_day_fits(start: Any, end: Any, refused: bool) -> None:
    """A fault is what cannot be so whatever the days turn out to be."""
    assert bool(check(Cohort(start_date=start, end_date=end))) is refused


def test_a_wrong_date_is_not_compared() -> None:
    """A date that is wrong by itself is one fault, not two."""
    noun = Cohort(start_date="2020", end_date=date(2019, 1, 1), training_days=9)  # type: ignore[arg-type]
    assert one(check(noun)).where == "start_date"


@pytest.mark.parametrize(
    ("attended", "scheduled", "refused"),
    [
        (Decimal("80.01"), Decimal(80), True),
        (Decimal(80), Decimal(80), False),
        (Between(Decimal(70)), Decimal(80), False),
        (Between(Decimal(81)), Decimal(80), True),
        (Decimal(81), Between(Decimal(70), Decimal(80)), True),
        (Decimal(81), None, False),
        (None, Decimal(80), False),
    ],
)
def test_more_hours_attended_than_scheduled_are_refused(attended: Any, scheduled: Any, refused: bool) -> None:
    """Nobody attends more hours than were given; hours in doubt are refused only if they surely are more."""
    faults = check(Enrollment(attended_hours=attended, scheduled_hours=scheduled))
    assert [fault.where for fault in faults] == ["attended_hours"] * refused


@pytest.mark.parametrize(
    ("days", "end", "refused"),
    [
        (10, date(2020, 5, 10), False),
        (11, date(2020, 5, 10), True),
        (11, None, False),
        (Between(11), date(2020, 5, 10), True),
    ],
)
def test_more_days_of_training_than_the_dates_leave_are_refused(days: Any, end: Any, refused: bool) -> None:
    """A class from the 1st to the 10th has at most ten days of training."""
    faults = check(Cohort(start_date=date(2020, 5, 1), end_date=end, training_days=days))
    assert [fault.where for fault in faults] == ["training_days"] * refused


def test_reversed_dates_are_one_fault() -> None:
    """Where the dates are in the wrong order, the days are not compared with them."""
    noun = Cohort(start_date=date(2020, 5, 2), end_date=date(2020, 5, 1), training_days=5)
    assert one(check(noun)).where == "end_date"


FOUND = date(2023, 3, 15)


@pytest.mark.parametrize(
    ("noun", "where", "what"),
    [
        (Event(found_on=FOUND, decided_on=FOUND), None, ""),
        (Event(found_on=FOUND, decided_on=date(2023, 3, 14)), "decided_on", "decided before it was found"),
        (Event(found_on=Between(FOUND, None), decided_on=date(2023, 3, 14)), "decided_on", "decided before"),
        (Event(found_on=Between(None, FOUND), decided_on=date(2023, 3, 14)), None, ""),
        (Event(decided_on=FOUND), None, ""),
        (Sanction(decided_on=FOUND, banned_through=FOUND), None, ""),
        (Sanction(decided_on=FOUND, banned_through=date(2023, 3, 14)), "banned_through", "the ban ends before"),
        (Sanction(decided_on=FOUND, fixed=True, fixed_on=date(2023, 3, 14)), None, ""),
        (Sanction(fixed=False), None, ""),
        (Sanction(fixed=False, fixed_on=FOUND), "fixed_on", "put right on a day, and said not to be put right"),
    ],
)
def test_what_was_decided_comes_after_what_was_found(noun: Any, where: str | None, what: str) -> None:
    """A decision before the finding, a ban that ends before it begins, a day of putting right what was not."""
    faults = check(noun)
    assert [fault.where for fault in faults] == ([where] if where else [])
    assert all(what in fault.what.en for fault in faults)


def test_an_event_decided_before_it_was_found_is_refused_with_its_path() -> None:
    """The whole case is refused; the fault says what, where, and what to do, in both languages."""
    plain = {"place": "120104", "event": {"found_on": "2023-03-15", "decided_on": "2023-03-14"}}
    with pytest.raises(InputError) as caught:
        read_case(plain)
    fault = one(list(caught.value.faults))
    assert fault.where == "event.decided_on"
    assert fault.text == "2023-03-15 > 2023-03-14"
    assert (fault.what.zh, fault.remedy and fault.remedy.zh) == ("处理早于发现", "核对两个日期")


@pytest.mark.parametrize("noun", [Agreement(price_per_person=Money(100)), Standard(dibao_month=Money(100))])
@pytest.mark.parametrize("source", [None, "", "  "])
def test_figures_need_a_source(noun: Any, source: str | None) -> None:
    """A price or standard without the document it stands in is refused; with one it is taken."""
    fault = one(check(attrs.evolve(noun, source=source)))
    assert fault.where == "source"
    assert fault.text in ("price_per_person", "dibao_month")
    assert check(attrs.evolve(noun, source="document 1 of 2020")) == []


def test_a_figure_of_zero_needs_a_source_too() -> None:
    """Nothing is a figure as well; no figure needs no source."""
    assert one(check(Standard(training_fee=Money(0)))).where == "source"
    assert check(Standard()) == []
    assert check(Agreement(signed_on=date(2020, 1, 1))) == []


def test_no_certificate_is_not_a_kind_of_certificate() -> None:
    """A certificate of the kind none is a contradiction; known absence is ABSENT."""
    assert one(check(Certificate(kind=CertificateKind.NONE))).where == "kind"
    assert check(Cohort(certificate_kind=CertificateKind.NONE)) == []
    assert check(Enrollment(certificate=ABSENT)) == []


def test_a_list_longer_than_its_cap_is_refused() -> None:
    """The number of records is checked, and the records all the same."""
    rows = (Status(held=True),) * 201
    fault = one(check(Trainee(statuses=Listing(rows))))
    assert (fault.where, fault.text) == ("statuses", "201")
    assert check(Trainee(statuses=Listing(rows[:200]))) == []


@pytest.mark.parametrize("noun", [Provider, Employer])
def test_an_organization_has_no_status_of_persons(noun: Any) -> None:
    """A disabled person is no enterprise."""
    rows = Listing((Status(category=Category.KEY_INDUSTRY), Status(category=Category.DISABLED)))
    fault = one(check(noun(statuses=rows)))
    assert (fault.where, fault.text) == ("statuses[1].category", "disabled")


@pytest.mark.parametrize("noun", [Trainee, Household])
def test_a_person_has_no_status_of_organizations(noun: Any) -> None:
    """An enterprise of a key industry is no person."""
    fault = one(check(noun(statuses=Listing((Status(category=Category.KEY_INDUSTRY),)))))
    assert fault.where == "statuses[0].category"


@pytest.mark.parametrize(
    ("claimed", "refused"),
    [
        (Category.REGISTERED_POOR, False),
        (Category.DISHONEST, True),
        (Between(Category.KEY_INDUSTRY, Category.DISHONEST), True),
        (Between(Category.EMPLOYEE), False),
        (None, False),
    ],
)
def test_nobody_is_claimed_as_an_organization(claimed: Any, refused: bool) -> None:
    """The status under which a person is put into a class is one of persons, or may still turn out to be."""
    faults = check(Enrollment(claimed_as=claimed))
    assert [fault.where for fault in faults] == ["claimed_as"] * refused


def status(
    category: Category = Category.REGISTERED_POOR,
    held: bool | None = True,
    start: Any = None,
    end: Any = None,
    checked: Any = None,
) -> Status:
    """A row of a register."""
    return Status(category=category, held=held, start=start, end=end, checked_on=checked)


D16, D19, D20, D21 = date(2016, 1, 1), date(2019, 1, 1), date(2020, 1, 1), date(2021, 1, 1)


@pytest.mark.parametrize(
    ("row", "as_of", "days"),
    [
        (status(start=D16, checked=D20), None, (20160101, 20200101)),
        (status(start=D16, end=D19, checked=D20), None, (20160101, 20190101)),
        (status(checked=D20), None, (20200101, 20200101)),
        (status(start=D16), None, None),
        (status(start=D16), D20, (20160101, 20200101)),
        (status(start=D21, checked=D20), None, None),
        (status(start=Between(D16, D19), checked=D20), None, (20190101, 20200101)),
        (status(start=D16, checked=Between(D19, D20)), None, (20160101, 20190101)),
        (status(start=D16, end=Between(D19), checked=D20), None, (20160101, 20190101)),
        (status(), None, None),
    ],
)
def test_a_status_speaks_from_its_start_to_the_day_somebody_looked(
    row: Status, as_of: date | None, days: tuple[int, int] | None
) -> None:
    """A status surely says something from its first day (or the look) through its last day (or the look)."""
    assert sure_days(row, as_of) == days


HELD = status(start=D16, checked=D20)


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([HELD, status(held=False, checked=D19)], ["statuses[1]"]),
        ([status(held=False, checked=D19), HELD], ["statuses[0]"]),
        ([HELD, status(held=False, checked=D20)], ["statuses[1]"]),
        ([HELD, status(held=False, checked=D21)], []),
        ([HELD, status(held=False, start=D16, end=D16, checked=D20)], ["statuses[1]"]),
        ([HELD, status(held=None, checked=D19)], []),
        ([HELD, status(held=False)], []),
        ([HELD, status(Category.DISABLED, held=False, checked=D19)], []),
        ([HELD, HELD], []),
        (
            [status(Category.MONITORED_SUDDEN, checked=D20), status(Category.MONITORED, False, checked=D20)],
            ["statuses[1]"],
        ),
        ([status(Category.MONITORED, checked=D20), status(Category.MONITORED_SUDDEN, False, checked=D20)], []),
        ([HELD, status(held=False, checked=D19), status(held=False, checked=D20)], ["statuses[1]", "statuses[2]"]),
        ([status(start="2016", checked=D20), status(held=False, checked=D19)], ["statuses[0].start"]),
    ],
)
@pytest.mark.parametrize("noun", [Trainee, Household])
def test_contradictory_statuses_are_refused(noun: Any, rows: list[Status], where: list[str]) -> None:
    """The same status held and not held on one day is refused at the row that denies it, and nothing else is."""
    assert [fault.where for fault in check(noun(statuses=Listing(tuple(rows))))] == where


def test_a_contradiction_names_the_other_row() -> None:
    """The message says which two rows contradict each other."""
    fault = one(check(Trainee(statuses=Listing((HELD, status(held=False, checked=D19)))), "trainee"))
    assert fault.where == "trainee.statuses[1]"
    assert "trainee.statuses[0]" in fault.what.en
    assert "trainee.statuses[0]" in fault.what.zh


@pytest.mark.parametrize(
    ("own", "household", "where"),
    [
        (HELD, status(held=False, checked=D19), ["statuses[0]"]),
        (status(held=False, checked=D19), HELD, ["statuses[0]"]),
        (
            status(Category.MONITORED, False, checked=D19),
            status(Category.MONITORED_UNSTABLE, checked=D19),
            ["statuses[0]"],
        ),
        (status(Category.MONITORED_UNSTABLE, False, checked=D19), status(Category.MONITORED, checked=D19), []),
        (status(held=False, checked=D21), HELD, []),
    ],
)
def test_a_member_cannot_contradict_the_household(own: Status, household: Status, where: list[str]) -> None:
    """What holds for a household holds for each member, so a person's own row may not deny it on the same day."""
    noun = Trainee(statuses=Listing((own,)), household=Household(statuses=Listing((household,))))
    faults = check(noun)
    assert [fault.where for fault in faults] == where
    assert all("household.statuses[0]" in fault.what.en for fault in faults)


def test_the_day_of_the_case_dates_a_look_without_a_date() -> None:
    """A look without a date happened on the day as of which the case is judged."""
    noun = Trainee(statuses=Listing((HELD, status(held=False))))
    assert check(noun) == []
    assert one(check(noun, as_of=D19)).where == "statuses[1]"
    assert check(noun, as_of=D21) == []


@pytest.mark.parametrize(
    "noun",
    [
        Trainee(id_number=[NUMBER], name=b"\xe5\xbc\xa0"),  # type: ignore[arg-type]
        Trainee(name=NUMBER, domicile=NUMBER),
        Enrollment(trainee=f"张小三 {NUMBER}"),  # type: ignore[arg-type]
        Trainee(awards=Listing((f"张小三 {NUMBER}",))),  # type: ignore[arg-type]
        Trainee(awards=f"张小三 {NUMBER}"),  # type: ignore[arg-type]
        Enrollment(trainee={"name": "张小三", "id_number": NUMBER}),  # type: ignore[arg-type]
        Certificate(number=f" {NUMBER}"),
        Award(certificate_no=f"{NUMBER}\n"),
    ],
)
def test_no_fault_shows_who_somebody_is(noun: Any) -> None:
    """A wrong value that may hold a name or number is not shown."""
    faults = check(noun)
    assert faults
    for fault in faults:
        for shown in (fault.render("zh"), fault.render("en"), repr(fault)):
            assert NUMBER not in shown
            assert "张" not in shown


DAYS = st.dates(date(2015, 1, 1), date(2021, 12, 31))
ROWS = st.builds(
    Status,
    category=st.sampled_from([Category.REGISTERED_POOR, Category.MONITORED, Category.MONITORED_SUDDEN]),
    held=st.sampled_from([True, False, None]),
    start=st.none() | DAYS,
    end=st.none() | DAYS,
    checked_on=st.none() | DAYS,
)


@given(st.lists(ROWS, max_size=4), DAYS)
def test_whatever_contradicts_does_so_on_some_day(rows: list[Status], day: date) -> None:
    """A list without faults says on no day that a status is both held and not held."""
    if check(Trainee(statuses=Listing(tuple(rows)))):
        return
    speaking = [row for row in rows if _covers(row, day)]
    held = {row.category for row in speaking if row.held}
    denied = {row.category for row in speaking if row.held is False}
    assert not held & denied


def _covers(row: Status, day: date) -> bool:
    days = sure_days(row)
    return days is not None and days[0] <= int(day.strftime("%Y%m%d")) <= days[1]


@given(DAYS, st.integers(-400, 400), st.integers(0, 400))
def test_dates_and_days_are_refused_exactly_when_they_cannot_be(start: date, length: int, days: int) -> None:
    """A class is refused if it ends before it starts or has more days than the calendar leaves, else it is right."""
    noun = Cohort(start_date=start, end_date=start + timedelta(length), training_days=days)
    assert bool(check(noun)) is (length < 0 or days > length + 1)


def test_a_program_may_have_every_delivery() -> None:
    """Kinds of program and ways of teaching are apart: no combination of the two is a fault."""
    for kind in model.ProgramKind:
        assert check(Program(kind=kind)) == []
    for delivery in Delivery:
        assert check(Cohort(delivery=delivery)) == []
