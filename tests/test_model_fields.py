from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vocskills.model as model
from vocskills.model import (
    ABSENT,
    Absent,
    Between,
    Case,
    CountReport,
    FieldInfo,
    FormerRetirementAge,
    Kind,
    Level,
    Listing,
    Term,
    Trainee,
    Unit,
    decode,
    encode,
    fields_of,
)
from vocskills.model.fields import DAY_MAX, DAY_MIN, MONEY_MAX, STANDARD_MAX, TOTAL_MAX, UNIT_WORDS
from vocskills.money import Money
from vocskills.text import Text

CLASSES = [
    one
    for one in (getattr(model, name) for name in model.__all__)
    if isinstance(one, type) and attrs.has(one) and fields_of(one)
]
TERMS = [
    one
    for one in (getattr(model, name) for name in model.__all__)
    if isinstance(one, type) and issubclass(one, Term) and one is not Term
]
FIELDS = [(noun, name, info) for noun in CLASSES for name, info in fields_of(noun).items()]
COMPUTED = {Kind.BOOL, Kind.INT, Kind.MONEY, Kind.RATE, Kind.DATE, Kind.ENUM}
PLAIN = sorted({info for _, _, info in FIELDS if info.kind in COMPUTED}, key=repr)

# language.md 2.10 lists the nouns and fields that rules may rely on.
NAMED: dict[str, str] = {
    "Trainee": "id_number name birth_date sex former_retirement_age domicile residence_permit statuses insured_months"
    " pension_months_this_year from_deep_poverty_county household awards",
    "Household": "statuses",
    "Enrollment": "id claimed_as start_date end_date scheduled_hours attended_hours recognized_hours online_hours"
    " recognized_minutes attended_days entry_level meets_level_conditions filed completed advance_paid",
    "Cohort": "id start_date end_date filed_on notice_date place delivery training_days certificate_kind"
    " public_training checks",
    "Program": "kind occupation level scarcity hours_tier evaluation_class evaluation_level training_type"
    " required_hours theory_hours practice_hours safety_hours lowest_level urgent",
    "Provider": "id kind public_base credit_grade statuses sanctions cohorts",
    "Employer": "id size insured revenue_change statuses",
    "Mentor": "id apprenticeships",
    "Certificate": "kind occupation level number issued_on issue_kind first_pass",
    "Evaluation": "passed on",
    "Employment": "start_date end_date place pension_insured",
    "Contract": "signed_on start_date end_date",
    "Claim": "id submitted_on sequence",
    "Agreement": "price_per_person source",
    "Standard": "training_fee evaluation_fee dibao_month source",
    "Event": "kind found_on decided_on present enrolled",
    "Award": "kind policy place fund occupation level training_type certificate_no start_date end_date certified_on"
    " submitted_on decided_on amount state",
    "Status": "category held start end authority checked_on",
    "Sanction": "grade decided_on banned_through fixed fixed_on cohort_id",
    "Check": "date present enrolled",
}


@pytest.mark.parametrize("noun", NAMED)
def test_the_vocabulary_of_the_rules_is_there(noun: str) -> None:
    """Every noun and field that the rule language names exists under that name."""
    assert set(NAMED[noun].split()) - fields_of(getattr(model, noun)).keys() == set()


def test_every_noun_is_public_and_described() -> None:
    """The nouns are found by looking, and there are as many as the language names and more."""
    assert {one.__name__ for one in CLASSES} >= {*NAMED, "Case", "CohortRecord", "Apprenticeship", "Ruling"}


@pytest.mark.parametrize("noun", CLASSES, ids=lambda noun: noun.__name__)
def test_every_field_has_kind_words_and_a_finite_range(noun: type[Any]) -> None:
    """A field knows its kind, its words in two languages, its range or class, and a whole number its unit."""
    for info in fields_of(noun).values():
        assert_described(info)


def assert_described(info: FieldInfo) -> None:
    """What holds for every field."""
    assert isinstance(info.kind, Kind)
    assert info.label.zh.strip()
    assert info.label.en.strip()
    assert any("\u4e00" <= c <= "\u9fff" for c in info.label.zh)
    assert info.label.en.isascii()
    assert 0 - 10**11 <= info.lo <= info.hi <= TOTAL_MAX
    assert (info.unit is not None) == (info.kind is Kind.INT)
    assert (info.members is not None) == (info.kind is Kind.ENUM)
    assert (info.noun is not None) == (info.kind in (Kind.ENTITY, Kind.LIST))
    assert (info.cap > 0) == (info.kind is Kind.LIST)


@pytest.mark.parametrize("noun", CLASSES, ids=lambda noun: noun.__name__)
def test_ranges_are_those_of_the_kind(noun: type[Any]) -> None:
    """Dates lie in 1900 to 2100, money up to one of three limits, codes in their list, a truth in 0 and 1."""
    for info in fields_of(noun).values():
        assert_range(info)


def assert_range(info: FieldInfo) -> None:
    """The range that a field of this kind has."""
    match info.kind:
        case Kind.BOOL:
            assert (info.lo, info.hi) == (0, 1)
        case Kind.DATE:
            assert (info.lo, info.hi) == (DAY_MIN, DAY_MAX) == (19000101, 21001231)
        case Kind.MONEY:
            assert info.lo == 0
            assert info.hi in (STANDARD_MAX, MONEY_MAX, TOTAL_MAX)
        case Kind.ENUM:
            assert info.members is not None
            assert (info.lo, info.hi) == (0, len(info.members) - 1)
        case _:
            assert info.hi < 2**53


@pytest.mark.parametrize("noun", CLASSES, ids=lambda noun: noun.__name__)
def test_every_public_attribute_of_a_noun_is_described(noun: type[Any]) -> None:
    """Nothing stands in a noun that rules, schema and columns do not know of (save free values and notes)."""
    free = {"value", "assumptions", "rulings", "note"}
    assert {a.name for a in attrs.fields(noun)} - fields_of(noun).keys() <= free


@pytest.mark.parametrize("noun", CLASSES, ids=lambda noun: noun.__name__)
def test_words_tell_the_fields_of_a_noun_apart(noun: type[Any]) -> None:
    """No two fields of one noun have the same words in either language."""
    labels = [info.label for info in fields_of(noun).values()]
    assert len({label.zh for label in labels}) == len({label.en for label in labels}) == len(labels)


@pytest.mark.parametrize("noun", CLASSES, ids=lambda noun: noun.__name__)
def test_the_docstring_names_every_field(noun: type[Any]) -> None:
    """A class with an attribute list describes all of its fields there, so that the reference is whole."""
    words = noun.__doc__ or ""
    if "Attributes:" in words:
        listed = words.partition("Attributes:")[2]
        assert [name for name in fields_of(noun) if f"\n        {name}:" not in listed] == []
    else:
        assert len(fields_of(noun)) <= 3


@pytest.mark.parametrize("noun", CLASSES, ids=lambda noun: noun.__name__)
def test_nouns_are_frozen(noun: type[Any]) -> None:
    """A noun is a value: it cannot be changed and has no room for a misspelt field."""
    needed = {a.name: "x" for a in attrs.fields(noun) if a.default is attrs.NOTHING}
    made = noun(**needed)
    name = attrs.fields(noun)[0].name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(made, name, None)
    with pytest.raises(TypeError):
        noun(**needed, no_such_field=1)
    assert made == noun(**needed)
    assert pickle.loads(pickle.dumps(made)) == made


@pytest.mark.parametrize("noun", [n for n in CLASSES if n is not CountReport], ids=lambda noun: noun.__name__)
def test_what_is_not_given_is_unknown(noun: type[Any]) -> None:
    """A field left out is unknown, a list left out is empty and incomplete, and neither is a fault of type."""
    for name, info in fields_of(noun).items():
        default = attrs.fields_dict(noun)[name].default
        if info.kind is Kind.LIST and noun is not Case:
            assert default == Listing((), complete=False)
        elif not info.required:
            assert default in (None, "")


@pytest.mark.parametrize("members", TERMS, ids=lambda members: members.__name__)
def test_terms_have_codes_in_order_and_words_that_differ(members: type[Term]) -> None:
    """A closed list has no alias, its codes count from 0, and its words tell the members apart."""
    listed = list(members)
    assert len(members.__members__) == len(listed)
    assert [member.code for member in listed] == list(range(len(listed)))
    assert len({m.zh for m in listed}) == len({m.en for m in listed}) == len(listed)
    assert all(m.label == Text(m.zh, m.en) for m in listed)
    assert all(str(m.value).isascii() and str(m.value) == str(m.value).lower() for m in listed)
    assert [m.name.lower() for m in listed] == [str(m.value) for m in listed]
    by_value: Any = members
    assert all(by_value(m.value) is m for m in listed)


def test_every_unit_has_words() -> None:
    """What stands after a number exists in both languages."""
    assert UNIT_WORDS.keys() == set(Unit)


def test_absence_is_one_value() -> None:
    """There is one ABSENT, which copying and pickling keep."""
    assert pickle.loads(pickle.dumps(ABSENT)) is copy.deepcopy(ABSENT) is Absent.ABSENT


def bounds(info: FieldInfo) -> st.SearchStrategy[tuple[int, int]]:
    """Two engine integers of a field, in order."""
    if info.kind is Kind.DATE:
        start = date(1900, 1, 1)
        days = st.integers(0, (date(2100, 12, 31) - start).days)
        one = days.map(lambda n: int((start + timedelta(n)).strftime("%Y%m%d")))
    else:
        one = st.integers(info.lo, info.hi)
    return st.tuples(one, one).map(lambda two: (min(two), max(two)))


@given(st.sampled_from(PLAIN).flatmap(lambda info: st.tuples(st.just(info), bounds(info))))
def test_integers_come_back_as_they_were(drawn: tuple[FieldInfo, tuple[int, int]]) -> None:
    """Decoding engine integers and encoding the value gives the same integers."""
    info, (lo, hi) = drawn
    assert encode(info, decode(info, lo, hi)) == (lo, hi)


@given(st.sampled_from(PLAIN).flatmap(lambda info: st.tuples(st.just(info), bounds(info))))
def test_values_come_back_as_they_were(drawn: tuple[FieldInfo, tuple[int, int]]) -> None:
    """Encoding a value and decoding it gives an equal value, in a context that rounds to three digits too."""
    info, (lo, hi) = drawn
    value = decode(info, lo, hi)
    with localcontext(prec=3):
        assert decode(info, *encode(info, value)) == value


@given(st.sampled_from(PLAIN))
def test_the_whole_range_is_unknown(info: FieldInfo) -> None:
    """Unknown is the declared range, and the declared range is unknown: no invented figure is ever printed."""
    assert encode(info, None) == (info.lo, info.hi)
    assert encode(info, Between()) == (info.lo, info.hi)
    assert decode(info, info.lo, info.hi) is None or info.lo == info.hi


HOURS = fields_of(model.Enrollment)["scheduled_hours"]
DATES = fields_of(model.Cohort)["start_date"]
RATES = fields_of(model.Employer)["revenue_change"]
AMOUNTS = fields_of(model.Award)["amount"]
AGES = fields_of(Trainee)["former_retirement_age"]
FILED = fields_of(model.Enrollment)["filed"]


@pytest.mark.parametrize(
    ("info", "value", "expected"),
    [
        (HOURS, Decimal("0.25"), (25, 25)),
        (HOURS, Decimal("80"), (8000, 8000)),
        (HOURS, Between(Decimal("1.5")), (150, 2_000_000)),
        (DATES, date(2020, 3, 28), (20200328, 20200328)),
        (DATES, Between(None, date(2020, 3, 28)), (19000101, 20200328)),
        (DATES, Between(date(2020, 12, 31)), (20201231, 21001231)),
        (RATES, Decimal("-0.8"), (-8000, -8000)),
        (RATES, Decimal("0.1234"), (1234, 1234)),
        (AMOUNTS, Money.yuan("60.05"), (6005, 6005)),
        (AGES, Between(FormerRetirementAge.AGE_50, FormerRetirementAge.AGE_55), (0, 1)),
        (FILED, True, (1, 1)),
        (FILED, False, (0, 0)),
        (FILED, None, (0, 1)),
    ],
)
def test_values_become_whole_numbers(info: FieldInfo, value: object, expected: tuple[int, int]) -> None:
    """Money is fen, hours are hundredths, rates basis points, dates yyyymmdd, members their codes."""
    assert encode(info, value) == expected


@pytest.mark.parametrize(
    ("lo", "hi", "value"),
    [
        (20200101, 20200131, Between(date(2020, 1, 1), date(2020, 1, 31))),
        (20201001, DAY_MAX, Between(date(2020, 10, 1), None)),
        (DAY_MIN, 20200328, Between(None, date(2020, 3, 28))),
        (20200229, 20200229, date(2020, 2, 29)),
    ],
)
def test_an_end_of_the_range_is_not_shown(lo: int, hi: int, value: object) -> None:
    """A bound equal to the declared one is no knowledge and comes back as nothing."""
    assert decode(DATES, lo, hi) == value


@pytest.mark.parametrize(("lo", "hi"), [(2, 1), (-1, 1), (0, 2_000_001)])
def test_bounds_outside_or_reversed_are_refused(lo: int, hi: int) -> None:
    """Engine integers that the field cannot hold are an error, not a value."""
    with pytest.raises(ValueError, match="does not lie in"):
        decode(HOURS, lo, hi)


@pytest.mark.parametrize("words", ["0.001", "NaN", "sNaN", "Infinity", "1E-999999", "1E+999999"])
def test_decimals_that_do_not_fit_are_refused(words: str) -> None:
    """Nothing is rounded on the way in, and what is no number never becomes one."""
    with pytest.raises(ValueError, match=r"decimals|no number"):
        encode(HOURS, Decimal(words))


@pytest.mark.parametrize("name", ["domicile", "name", "household", "awards"])
def test_what_is_no_number_has_no_integers(name: str) -> None:
    """Codes, texts, nouns and lists are not computed with."""
    info = fields_of(Trainee)[name]
    with pytest.raises(TypeError):
        encode(info, "533399")
    with pytest.raises(TypeError):
        decode(info, 0, 0)


@pytest.mark.parametrize("make", [lambda: Between(1, 2), lambda: Listing((1,), complete=True)])
def test_ranges_and_lists_are_values(make: Callable[[], object]) -> None:
    """Equal parts make equal values, which can be keys."""
    assert make() == make()
    assert len({make(), make()}) == 1


def test_the_ladder_leaves_out_what_is_not_on_it() -> None:
    """Levels go upwards from apprentice to chief technician; none and specialised capability do not compare."""
    assert [str(level.value) for level in model.LADDER] == [
        "apprentice",
        "junior",
        "intermediate",
        "senior",
        "technician",
        "senior_technician",
        "special_grade_technician",
        "chief_technician",
    ]
    assert not model.on_ladder(Level.NONE)
    assert not model.on_ladder(Level.SPECIALIZED)
    assert all(model.on_ladder(level) for level in model.LADDER)


def test_categories_are_of_persons_or_of_organizations() -> None:
    """Each status belongs to one of the two groups, which are neighbours in the list of codes."""
    persons, organizations = model.PERSON_CATEGORIES, model.ORGANIZATION_CATEGORIES
    assert [*persons, *organizations] == list(model.Category)
    assert model.Category.BORDER_ENTERPRISE in organizations
    assert model.Category.EMPLOYEE in persons
    assert model.Category.EMPLOYED in persons


def test_kinds_of_monitored_households() -> None:
    """The three kinds of monitored households are kinds of monitored; every status is a kind of itself."""
    kinds = model.kinds_of(model.Category.MONITORED)
    assert {str(kind.value) for kind in kinds} == {
        "monitored",
        "monitored_unstable",
        "monitored_marginal",
        "monitored_sudden",
    }
    assert all(category in model.kinds_of(category) for category in model.Category)
    assert model.kinds_of(model.Category.MONITORED_SUDDEN) == (model.Category.MONITORED_SUDDEN,)


NUMBER = "533399199001010012"


def test_no_representation_shows_who_somebody_is() -> None:
    """Names, numbers and keys stay out of every repr, however deep they stand and whoever put them into a key."""
    person = Trainee(name="张小三", id_number=NUMBER, person_key="K-77", household=model.Household(id="H-88"))
    award = model.Award(certificate_no=NUMBER)
    one = model.Enrollment(
        id=NUMBER, trainee=attrs.evolve(person, awards=Listing((award,))), certificate=model.Certificate(number="C-99")
    )
    case = Case(id=NUMBER, trainee=person, enrollments=Listing((one,)))
    for shown in (repr(case), str(case), repr(Listing((one,))), repr(Between(person)), f"{one}", repr([person])):
        assert not [word for word in ("张", "小三", NUMBER, "K-77", "H-88", "C-99") if word in shown]


def test_a_representation_shows_what_is_given() -> None:
    """What is known and identifies nobody is shown, what is unknown is not."""
    assert repr(Trainee(sex=model.Sex.MALE)) == "Trainee(sex=<Sex.MALE: 'male'>)"
    assert repr(model.Enrollment()) == "Enrollment()"


@pytest.mark.parametrize(
    ("path", "value"),
    [("trainee.name", "张小三"), ("enrollments[0].trainee.person_key", "K-77"), ("trainee.domicile", NUMBER)],
)
def test_an_assumption_does_not_show_who_somebody_is(path: str, value: str) -> None:
    """An assumption's value is hidden where it identifies and masked elsewhere."""
    shown = repr(model.Assumption(path=path, value=value, because=f"said {NUMBER}"))
    assert value not in shown
    assert NUMBER not in shown
    assert path in shown


def test_private_fields_are_those_that_identify() -> None:
    """The fields that identify a person are marked, and no others."""
    private = {f"{noun.__name__}.{name}" for noun, name, info in FIELDS if info.private}
    assert private == {
        "Trainee.person_key",
        "Trainee.id_number",
        "Trainee.name",
        "Household.id",
        "Certificate.number",
        "Award.certificate_no",
    }
