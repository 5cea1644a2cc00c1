from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import identity_number
from vocskills.convert import case_schema, case_to_plain, dumps, plain, read_case, structure_case
from vocskills.errors import InputError
from vocskills.model.case import Assumption, Case, Ruling
from vocskills.model.fields import ABSENT, KEY, Between, FieldInfo, Kind, Listing, decode, fields_of
from vocskills.model.nouns import Certificate, Cohort, Employer, Enrollment, Program, Trainee
from vocskills.model.records import Award
from vocskills.model.terms import Category, FormerRetirementAge, Level
from vocskills.money import Money
from vocskills.text import Text

ID = "533399197503010018"


def keep(identifier: str) -> object:
    return identifier


def refused(source: Any, name: str = "") -> InputError:
    with pytest.raises(InputError) as caught:
        read_case(source, name=name)
    return caught.value


# Strategies: any case in canonical form, from the fields' own metadata.

_WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=6)
_DIVISIONS = st.sampled_from(["53", "5333", "533323", "533323001", "533323001002"])
_DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(lambda on: on.year * 10_000 + on.month * 100 + on.day)


@st.composite
def bounded(draw: st.DrawFn, info: FieldInfo) -> object:
    """A value or range of a field that engines compute with; ``None`` for the whole range."""
    numbers = _DAYS if info.kind is Kind.DATE else st.integers(info.lo, info.hi)
    one, other = draw(numbers), draw(numbers)
    single = info.exact or info.kind is Kind.BOOL or draw(st.booleans())
    return decode(info, one, one) if single else decode(info, min(one, other), max(one, other))


@cache
def values(info: FieldInfo) -> st.SearchStrategy[Any]:
    """Any canonical value of a field, unknown and absent ones included."""
    unknown: list[st.SearchStrategy[Any]] = [] if info.required else [st.none()]
    absent = [st.just(ABSENT)] if info.absent else []
    match info.kind:
        case Kind.CODE:
            known: st.SearchStrategy[Any] = _DIVISIONS if info.division else _WORDS
        case Kind.TEXT:
            known = _WORDS
        case Kind.ENTITY:
            known = nouns(info.noun)
        case Kind.LIST:
            known = st.builds(Listing, st.lists(nouns(info.noun), max_size=2).map(tuple), st.booleans())
        case _:
            known = bounded(info)
    return st.one_of(*unknown, *absent, known)


def nouns(noun: Any) -> st.SearchStrategy[Any]:
    return st.deferred(lambda: st.builds(noun, **{name: values(info) for name, info in fields_of(noun).items()}))


_PLAIN_VALUES = st.one_of(_WORDS, st.integers(-5, 5), st.booleans())


def said(kind: Any) -> st.SearchStrategy[Any]:
    given_fields = {name: values(info) for name, info in fields_of(kind).items()}
    if kind is Assumption:
        given_fields["because"] = _WORDS
    return st.lists(st.builds(kind, value=_PLAIN_VALUES, **given_fields), max_size=2).map(tuple)


CASES = st.builds(
    Case,
    assumptions=said(Assumption),
    rulings=said(Ruling),
    **{name: values(info) for name, info in fields_of(Case).items()},
)


@given(CASES)
def test_what_is_written_reads_as_the_same_case(case: Case) -> None:
    """Writing a case and reading it again gives the same case, whatever its nouns hold."""
    written = case_to_plain(case, private=keep)
    assert structure_case(written, written=False)[0] == case
    assert structure_case(json.loads(dumps(written)), written=False)[0] == case


def as_text(node: Any) -> Any:
    """A written case with every value as text, as YAML has it."""
    match node:
        case dict():
            return {key: as_text(value) for key, value in node.items()}
        case list():
            return [as_text(item) for item in node]
        case bool():
            return "true" if node else "false"
    return str(node)


@given(CASES)
def test_a_case_in_which_all_is_text_reads_the_same(case: Case) -> None:
    """The forms are unambiguous: with every value as text the same case comes out (values of assumptions apart)."""
    bare = attrs.evolve(case, assumptions=(), rulings=())
    assert structure_case(as_text(case_to_plain(bare, private=keep)), written=True)[0] == bare


@given(CASES)
def test_the_same_case_is_written_in_the_same_bytes(case: Case) -> None:
    """Writing is deterministic, ends with a newline and keeps Chinese as it is."""
    text = dumps(case)
    assert text == dumps(structure_case(case_to_plain(case, private=keep), written=False)[0])
    assert text.endswith("}\n")


@given(CASES)
def test_the_schema_accepts_every_case_that_is_written(case: Case) -> None:
    """Whatever the converter writes, the published schema accepts."""
    VALIDATOR.validate(case_to_plain(case, private=keep))


VALIDATOR = jsonschema.Draft202012Validator(case_schema())


# The form of a case.

FORMS = [
    ("1975-03", Between(date(1975, 3, 1), date(1975, 3, 31))),
    ("2020", Between(date(2020, 1, 1), date(2020, 12, 31))),
    ("2020-10-01..", Between(date(2020, 10, 1), None)),
    ("..2020-03-28", Between(None, date(2020, 3, 28))),
    ("2020-05-06", date(2020, 5, 6)),
    (None, None),
]


@pytest.mark.parametrize(("written", "value"), FORMS)
def test_dates_may_be_partial(written: object, value: object) -> None:
    """A month, a year and open ends are bounds; null is unknown."""
    assert read_case({"cohort": {"start_date": written}}).cohort == Cohort(start_date=value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("attended_days", 8, 8),
        ("attended_days", "5..8", Between(5, 8)),
        ("attended_days", "5..", Between(5, None)),
        ("attended_days", "8..8", 8),
        ("attended_days", "0..3660", None),
        ("attended_hours", "0.25", Decimal("0.25")),
        ("attended_hours", 80, Decimal(80)),
        ("attended_hours", "10..20.5", Between(Decimal(10), Decimal("20.5"))),
        ("fee_paid", "60.00", Money(6_000)),
        ("fee_paid", "100.00..200.00", Between(Money(10_000), Money(20_000))),
        ("completed", True, True),
        ("entry_level", "junior", Level.JUNIOR),
        ("entry_level", "junior..senior", Between(Level.JUNIOR, Level.SENIOR)),
        ("certificate", False, ABSENT),
        ("certificate", {}, Certificate()),
        ("certificate", None, None),
        ("employer", {"revenue_change": "-80%"}, Employer(revenue_change=Decimal("-0.8"))),
        ("employer", {"revenue_change": "0.7"}, Employer(revenue_change=Decimal("0.7"))),
        ("trainee", {"residence_permit": False}, Trainee(residence_permit=ABSENT)),
        (
            "trainee",
            {"former_retirement_age": "age_50..age_55"},
            Trainee(former_retirement_age=Between(None, FormerRetirementAge.AGE_55)),
        ),
    ],
)
def test_values_have_one_form_each(field: str, written: object, value: object) -> None:
    """Numbers, hours, money, rates, members, yes and no, and known absence read as their canonical values."""
    case = read_case({"enrollment": {field: written}})
    assert isinstance(case.enrollment, Enrollment)
    assert getattr(case.enrollment, field) == value


@pytest.mark.parametrize(
    ("written", "listing"),
    [
        (None, Listing()),
        ([], Listing()),
        ([{}], Listing((Award(),))),
        ({"items": [{}]}, Listing((Award(),))),
        ({"complete": True, "items": []}, Listing((), complete=True)),
        ({"complete": None, "items": []}, Listing()),
    ],
)
def test_a_list_is_incomplete_unless_it_says_otherwise(written: object, listing: object) -> None:
    """A bare array is incomplete, an object says, and null is unknown."""
    assert read_case({"trainee": {"awards": written}}).trainee == Trainee(awards=listing)  # type: ignore[arg-type]


def test_an_empty_list_of_people_is_not_an_unknown_one() -> None:
    """A class whose list was given and is empty differs from one without any list."""
    assert read_case({"enrollments": []}).enrollments == Listing()
    assert read_case({}).enrollments is None
    assert case_to_plain(Case(enrollments=Listing())) == {"enrollments": []}


def test_assumptions_and_rulings_keep_their_plain_values() -> None:
    """Their values are text, whole numbers or yes and no, to be understood where they are used."""
    ruling = {
        "clause": "uplift",
        "value": "25%",
        "authority": "区人社局",
        "document": "〔2020〕1号",
        "date": "2020-05-06",
    }
    case = read_case({"assumptions": [{"path": "trainee.sex", "value": "male"}], "rulings": [ruling]})
    assert case.assumptions == (Assumption(path="trainee.sex", value="male"),)
    assert case.rulings[0].value == "25%"
    assert case.rulings[0].date == date(2020, 5, 6)


def test_a_range_of_members_is_written_with_both_ends() -> None:
    """One of two retirement ages stands as the two; the ends of a closed list are not left open."""
    case = Case(trainee=Trainee(former_retirement_age=Between(None, FormerRetirementAge.AGE_55)))
    assert case_to_plain(case) == {"trainee": {"former_retirement_age": "age_50..age_55"}}


# Sources.

TEXT = '{"cohort": {"id": "A", "training_days": 10}}'
YAML = """\
cohort:
  id: "007"
  training_days: 10
  start_date: 2020-05
  public_training: true
  end_date:
enrollments:
  complete: true
  items:
    - trainee: {id_number: 533399197503010018, name: no}
      employer: false
      fee_paid: 60
"""


@pytest.mark.parametrize("source", [TEXT, TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), json.loads(TEXT)])
def test_a_case_comes_as_text_bytes_or_plain_values(source: Any) -> None:
    """Text, bytes with or without byte order mark, and parsed values read the same."""
    assert read_case(source).cohort == Cohort(id="A", training_days=10)


def test_a_case_comes_from_a_file(tmp_path: Path) -> None:
    """A path is read, its ending tells JSON from YAML, and its name stands in the faults."""
    for name, text in (("a.json", TEXT), ("a.yaml", "cohort: {id: A, training_days: 10}"), ("a.txt", TEXT)):
        (tmp_path / name).write_text(text, "utf-8")
        assert read_case(tmp_path / name).cohort == Cohort(id="A", training_days=10)
    (tmp_path / "b.json").write_text('{"x": 1}', "utf-8")
    assert refused(tmp_path / "b.json").faults[0].file.endswith("b.json")
    assert refused(tmp_path / "b.json", name="mine").faults[0].file == "mine"


def test_a_file_that_cannot_be_read_is_bad_input(tmp_path: Path) -> None:
    """A missing file and a folder give our own error."""
    for path, words in ((tmp_path / "missing.json", "there is no such file or folder"), (tmp_path, "a folder")):
        assert words in refused(path).faults[0].what.en


def test_in_yaml_every_value_is_text() -> None:
    """``no`` stays a name, an identity number keeps its digits, and ``true`` and ``false`` mean what they say."""
    case = read_case(YAML, name="a.yaml")
    cohort, listing = case.cohort, case.enrollments
    assert isinstance(cohort, Cohort)
    assert (cohort.id, cohort.training_days, cohort.public_training, cohort.end_date) == ("007", 10, True, None)
    assert isinstance(listing, Listing)
    assert listing.complete
    one = listing.items[0]
    assert (one.employer, one.fee_paid) == (ABSENT, Money(6_000))
    assert isinstance(one.trainee, Trainee)
    assert (one.trainee.id_number, one.trainee.name) == (ID, "no")


def test_faults_in_yaml_have_line_and_column() -> None:
    """A wrong value is pointed at, an unknown key at the key, a contradiction at the field."""
    bad = (
        YAML.replace("true", "yes", 1)
        .replace("fee_paid", "fee_payed")
        .replace("2020-05\n", "2020-05\n  end_date: 2020-01\n", 1)
    )
    bad = bad.replace("  end_date:\nenr", "enr")
    found = {(fault.where, fault.line, fault.column) for fault in refused(bad, "a.yaml").faults}
    assert found == {
        ("cohort.end_date", 5, 13),
        ("cohort.public_training", 6, 20),
        ("enrollments[0].fee_payed", 12, 7),
    }


def test_faults_in_json_have_line_and_column() -> None:
    """JSON text is pointed into as well, with ``items`` or without, past escapes and nested lists."""
    text = """{"cohort": {"title": "a\\"]}", "checks": [{}, {"present":
      "x"}]},
      "enrollments": {"complete": true, "items": [{}, {"trainee": {"nmae": "a"}}]},
      "heads": 3}"""
    found = [(fault.where, fault.line, fault.column) for fault in refused(text).faults]
    assert found == [
        ("cohort.checks[1].present", 2, 7),
        ("enrollments[1].trainee.nmae", 3, 68),
        ("heads", 4, 16),
    ]


def test_all_faults_are_reported_at_once() -> None:
    """Wrong forms, unknown keys and contradictions between what is left all stand in one error, each once."""
    faults = refused(
        {
            "cohort": {"start_date": "2020-05-06", "end_date": "2020-05-01", "delivery": 3},
            "enrollments": [{"completed": "no"}, 5, {"attended_hours": "80", "scheduled_hours": 40}],
            "standard": {"training_fee": "1.00"},
            "rulings": [{"clause": "x", "value": {}}],
            "nope": 1,
        }
    ).faults
    assert sorted(fault.where for fault in faults) == [
        "cohort.delivery",
        "cohort.end_date",
        "enrollments[0].completed",
        "enrollments[1]",
        "enrollments[2].attended_hours",
        "nope",
        "rulings[0].authority",
        "rulings[0].date",
        "rulings[0].document",
        "rulings[0].value",
        "standard.source",
    ]


# Bad input, each with the path and the words that it must get.


def person(**fields: object) -> dict[str, Any]:
    return {"enrollments": [{"trainee": fields}]}


def one(**fields: object) -> dict[str, Any]:
    return {"enrollment": fields}


WRONG_FORM: list[tuple[dict[str, Any], str, str]] = [
    (person(birthdate="1975"), "enrollments[0].trainee.birthdate", "did you mean birth_date?"),
    ({"cohrt": {}}, "cohrt", "did you mean cohort?"),
    (one(completed="no"), "enrollment.completed", "text, not true or false"),
    (one(completed=1), "enrollment.completed", "a number, not true or false"),
    (one(completed="true"), "enrollment.completed", "without quotes"),
    (person(birth_date="75-3-1"), "enrollments[0].trainee.birth_date", "not written as a date"),
    (person(birth_date=19750301), "enrollments[0].trainee.birth_date", "a date as a number"),
    (person(id_number=int(ID)), "enrollments[0].trainee.id_number", "lose digits as numbers"),
    (person(name=True), "enrollments[0].trainee.name", "true or false where a value belongs"),
    (person(name="a\x00"), "enrollments[0].trainee.name", "control characters"),
    (person(sex="men"), "enrollments[0].trainee.sex", "not in the list"),
    (person(sex="女"), "enrollments[0].trainee.sex", "did you mean female?"),
    (person(sex=1), "enrollments[0].trainee.sex", "a value of the wrong type"),
    (person(statuses=5), "enrollments[0].trainee.statuses", "a list of at most"),
    (person(statuses={"items": 5}), "enrollments[0].trainee.statuses.items", "a list of at most"),
    (person(statuses={"complete": True}), "enrollments[0].trainee.statuses.items", "missing"),
    (person(statuses={"items": [], "complete": "no"}), "enrollments[0].trainee.statuses.complete", "text, not true"),
    (person(statuses={"items": [], "all": True}), "enrollments[0].trainee.statuses.all", "no such field"),
    (one(items=[1]), "enrollment.items", "no such field"),
    (person(statuses=[{}] * 201), "enrollments[0].trainee.statuses", "too many records"),
    (person(statuses=[None]), "enrollments[0].trainee.statuses[0]", "a value of the wrong type"),
    (person(household=False), "enrollments[0].trainee.household", "cannot be absent"),
    (person(domicile="Fugong"), "enrollments[0].trainee.domicile", "a division code"),
    (person(insured_months=-1), "enrollments[0].trainee.insured_months", "outside its range"),
    (one(attended_days=3.5), "enrollment.attended_days", "a number with a decimal point"),
    (one(attended_days="3"), "enrollment.attended_days", "drop the quotes"),
    (one(attended_days=True), "enrollment.attended_days", "true or false where a value belongs"),
    (one(attended_days=99_999), "enrollment.attended_days", "outside its range"),
    (one(attended_days="5..x"), "enrollment.attended_days", "not written as expected"),
    (one(attended_days=".."), "enrollment.attended_days", "a range without ends"),
    (one(attended_days=[3]), "enrollment.attended_days", "a list or an object"),
    (one(attended_days=10**200), "enrollment.attended_days", "outside its range"),
    (one(attended_hours="0.255"), "enrollment.attended_hours", "not written as expected"),
    (one(attended_hours=0.25), "enrollment.attended_hours", "as text"),
    (one(attended_hours=float("nan")), "enrollment.attended_hours", "not a finite number"),
    (one(fee_paid=60), "enrollment.fee_paid", "whether yuan or fen"),
    (one(fee_paid="-60.00"), "enrollment.fee_paid", "a sign, which is not allowed"),
    (one(fee_paid="60.001"), "enrollment.fee_paid", "finer than one fen"),
    (one(fee_paid="1.00..x"), "enrollment.fee_paid", "not an amount of money"),
    (one(employer={"revenue_change": 0.7}), "enrollment.employer.revenue_change", "a rate as a number"),
    (one(employer={"revenue_change": "70.123%"}), "enrollment.employer.revenue_change", "not written as expected"),
    (one(employer=True), "enrollment.employer", "true says nothing about it"),
    (one(employer=5), "enrollment.employer", "a value of the wrong type"),
    (one(employer={"id": " "}), "enrollment.employer.id", "not written as a code"),
    ({"heads": "3..4"}, "heads", "cannot be a range"),
    ({"heads": 0}, "heads", "outside its range"),
    ({"as_of": "2020-05"}, "as_of", "give year, month and day"),
    ({"assumptions": {}}, "assumptions", "a value of the wrong type"),
    ({"assumptions": [5]}, "assumptions[0]", "a value of the wrong type"),
    ({"assumptions": [{"path": "trainee.sex", "value": 0.5}]}, "assumptions[0].value", "a whole number, true or false"),
    ({"assumptions": [{"value": 1}]}, "assumptions[0].path", "missing"),
]
WRONG_CONTENT: list[tuple[dict[str, Any], str, str]] = [
    (person(birth_date="2020-02-30"), "enrollments[0].trainee.birth_date", "there is no such date"),
    (person(birth_date="2020..2019"), "enrollments[0].trainee.birth_date", "ends before it begins"),
    (person(name="\ud800"), "enrollments[0].trainee.name", "broken characters"),
    (one(attended_days=3.0), "enrollment.attended_days", "a number with a decimal point"),
    (one(attended_days="9..5"), "enrollment.attended_days", "9 > 5"),
    (one(fee_paid="6000000.00"), "enrollment.fee_paid", "outside its range"),
    (one(employer={"revenue_change": "101"}), "enrollment.employer.revenue_change", "outside its range"),
    (one(certificate={"kind": "none"}), "enrollment.certificate.kind", "write false for a certificate"),
    (one(start_date="2020-05-06", end_date="2020-05-05"), "enrollment.end_date", "the end lies before the start"),
    (one(attended_hours=90, scheduled_hours=80), "enrollment.attended_hours", "more hours attended than scheduled"),
    ({"heads": 2, "enrollments": [{}]}, "heads", "disagree"),
    (
        person(
            statuses=[
                {"category": "disabled", "held": True, "start": "2019-01-01", "checked_on": "2020-01-01"},
                {"category": "disabled", "held": False, "checked_on": "2019-06-01"},
            ]
        ),
        "enrollments[0].trainee.statuses[1]",
        "held and not held on one day",
    ),
]


@pytest.mark.parametrize(("source", "where", "words"), WRONG_FORM + WRONG_CONTENT)
def test_bad_input_is_refused_with_its_path_and_what_to_do(source: dict[str, Any], where: str, words: str) -> None:
    """Each wrong value is one fault, at its path, in words that name what is wrong or what to do, in both languages."""
    error = refused(source)
    assert where in [fault.where.removesuffix(".least") for fault in error.faults]
    assert words in error.render("en")
    assert error.render("zh") != error.render("en")


def test_numbers_that_are_none_hide_no_other_fault() -> None:
    """NaN is refused at its place, together with everything else."""
    first = '{"cohort": {"training_days": NaN,'
    text = f'{first}\n "start_date": "2020-02-30", "place": "990099"}}, "trainee": {{"birthdate": 1}}}}'
    with pytest.raises(InputError) as caught:
        read_case(text, name="case.json")
    found = {(fault.where, fault.line) for fault in caught.value.faults}
    wanted = {("cohort.training_days", 1), ("cohort.start_date", 2), ("cohort.place", 2), ("trainee.birthdate", 2)}
    assert found == wanted


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("case.yaml", "cohort:\n  start_date: 2020-02-30\n  id: A\n  id: B\nheads: x\n"),
        ("case.json", '{"cohort": {\n"start_date": "2020-02-30",\n"id": "A",\n"id": "B"},\n"heads": "x"}'),
    ],
)
def test_a_doubled_key_hides_no_other_fault(name: str, text: str) -> None:
    """The first of two stays and reading goes on; each fault has its own line."""
    with pytest.raises(InputError) as caught:
        read_case(text, name=name)
    assert [(f.where, f.line) for f in caught.value.faults] == [
        ("cohort.start_date", 2),
        ("cohort.id", 4),
        ("heads", 5),
    ]


def test_what_stands_under_a_doubled_key_is_not_read() -> None:
    """Only the doubled key itself is named, each time that it stands there again."""
    text = '{"cohort": {"id": "A"},\n"cohort": {"id": "B", "dates": 1},\n"cohort": {"id": "C", "id": "D"}}'
    with pytest.raises(InputError) as caught:
        read_case(text, name="case.json")
    assert [(f.where, f.line) for f in caught.value.faults] == [("cohort", 2), ("cohort", 3)]


@pytest.mark.parametrize(
    ("written", "what", "found"),
    [
        ("NaN", "not a finite number", "NaN"),
        ("-Infinity", "not a finite number", "-Infinity"),
        ("1" * 5_000, "a number too large", "111111111111…"),
        ("1.5e999", "a number too large", "1.5e999"),
    ],
)
def test_numbers_that_nothing_can_hold_are_shown_as_written(written: str, what: str, found: str) -> None:
    """What stands in the text is shown, its beginning where it is very long."""
    with pytest.raises(InputError) as caught:
        read_case('{"cohort": {"training_days": ' + written + "}}", name="case.json")
    (fault,) = caught.value.faults
    assert fault.what.en.startswith(what)
    assert (fault.where, fault.line, fault.text) == ("cohort.training_days", 1, found)


@pytest.mark.parametrize("spoilt", ["5.33399E+17", "5.3E17", "5e+17", "533399198107040039.0", " 533399198107040039. "])
def test_a_number_that_a_spreadsheet_spoilt_is_refused(spoilt: str) -> None:
    """What was found is not shown; the fault says what is wanted and how to get there."""
    with pytest.raises(InputError) as caught:
        read_case(person(id_number=spoilt))
    (fault,) = caught.value.faults
    assert fault.where == "enrollments[0].trainee.id_number"
    assert fault.expected is not None
    assert "18" in fault.expected.en
    assert fault.remedy is not None
    assert "as text" in fault.remedy.en
    assert "5333" not in fault.render("en")


@pytest.mark.parametrize(
    "known", [{"id_number": ID[:15] + "000"}, {"person_key": "5e17"}, {"person_key": "12E345"}, {"person_key": "12.5"}]
)
def test_what_a_spreadsheet_does_not_write_is_not_refused(known: dict[str, str]) -> None:
    """A tail of zeros is a wrong check digit, which is found when the case is judged; a key may look like anything."""
    assert read_case(person(**known)).enrollments is not None


def test_a_birth_date_that_contradicts_the_number_hides_behind_nothing() -> None:
    """It is reported in its line, together with what is wrong elsewhere."""
    trainee = f'{{"id_number": "{identity_number("19750301")}",\n"birth_date": "1975-03-02"}}'
    with pytest.raises(InputError) as caught:
        read_case(f'{{"heads": "x", "enrollment": {{"trainee": {trainee}}}}}', name="case.json")
    found = {(fault.where, fault.line) for fault in caught.value.faults}
    assert found == {("heads", 1), ("enrollment.trainee.birth_date", 2)}


@pytest.mark.parametrize("where", ["awards", "employment", "trainee"])
def test_divisions_that_do_not_exist_are_refused_wherever_they_stand(where: str) -> None:
    """A quota must not hang on a slip of the pen."""
    award = {"awards": {"complete": True, "items": [{"kind": "free_training", "place": "999999"}]}}
    cases: dict[str, dict[str, Any]] = {
        "awards": {"trainee": award},
        "employment": {"enrollment": {"employment": {"place": "999999"}}},
        "trainee": {"trainee": {"residence_permit": "999999"}},
    }
    with pytest.raises(InputError) as caught:
        read_case(cases[where])
    (fault,) = caught.value.faults
    assert fault.text == "999999"
    assert "no such division" in fault.what.en


TEXTS: list[tuple[str | bytes, str]] = [
    ('{"cohort": {"id": "A", "id": "B"}}', "cohort.id: duplicate key"),
    ('{"heads": NaN}', "not a finite number"),
    ('{"heads": -Infinity}', "not a finite number"),
    ('{"heads": 1e999}', "a number too large"),
    ('{"heads": ' + "9" * 5_000 + "}", "a number too large"),
    ('{"heads": 6', "not well-formed JSON"),
    ('{"heads": 6} {}', "not well-formed JSON"),
    ("[]", "an object with what is known of the case"),
    ("[" * 100_000, "nested too deeply"),
    ('{"a":' * 100_000, "nested too deeply"),
    ("a: " + "[" * 100_000, "nested too deeply"),
    (b'{"cohort": "\xff"}', "not UTF-8"),
    ('{"heads": 6}'.encode("utf-16"), "not UTF-8"),
    ("", "the file is empty"),
    ("heads", "not a mapping"),
    ("heads: 6\nheads: 7", "duplicate key"),
    ("a: &b c", "anchors"),
    ("x" * (2**20 + 1), "too large"),
]


@pytest.mark.parametrize(("text", "words"), TEXTS)
def test_text_that_cannot_be_a_case_is_refused(text: str | bytes, words: str) -> None:
    """Duplicate keys, numbers that are none, broken or endless nesting, other encodings and no case at all."""
    assert words in refused(text).render("en")


def test_too_much_json_is_refused() -> None:
    """More than 50 MB are not read."""
    assert "too large" in refused('{"id": "' + "x" * (50 * 2**20) + '"}').render("en")


def test_a_number_too_long_to_print_is_refused() -> None:
    """Python does not print whole numbers of more than 4,300 digits; the fault does without."""
    assert "outside its range" in refused(one(attended_days=10**5_000)).render("en")


def test_very_many_faults_are_cut_off() -> None:
    """A thousand faults are listed, and one more that says so."""
    faults = refused({"enrollments": [5] * 1_100}).faults
    assert len(faults) == 1_001
    assert "too many faults" in faults[-1].what.en


@pytest.mark.parametrize("field", ["id_number", "name", "person_key"])
@pytest.mark.parametrize("value", [int(ID), [ID], {"x": ID}, "\x00" + ID])
def test_an_identifier_is_masked_in_every_fault(field: str, value: object) -> None:
    """Neither the message nor the fault's own text holds a number that identifies a person."""
    error = refused(person(**{field: value}))
    assert ID not in error.render("en") + error.render("zh")
    assert all(ID not in repr(fault) for fault in error.faults)


@pytest.mark.parametrize("source", [{ID: 1}, {"heads": ID}, {"cohort": {"start_date": int(ID)}}, {"id": int(ID)}])
def test_an_identifier_in_the_wrong_place_is_masked_as_well(source: dict[str, Any]) -> None:
    """A number that strays into another field, or into a key, is not shown either."""
    error = refused(source)
    assert ID not in error.render("en") + error.render("zh")


# Nothing but our own error, whatever comes.

_KEYS = st.sampled_from(
    [*fields_of(Case), *fields_of(Enrollment), *fields_of(Trainee), "assumptions", "rulings", "items", "complete"]
)
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["..", "1..", "2020", "5%"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS | st.text(), inner, max_size=4),
    max_leaves=30,
)


def check_only_ours(source: Any, name: str = "") -> None:
    try:
        read_case(source, name=name)
    except InputError as error:
        error.render("zh").encode("utf-8", "surrogatepass")


@given(st.dictionaries(_KEYS | st.text(), _ANY, max_size=5))
def test_any_plain_values_give_a_case_or_our_error(source: dict[str, Any]) -> None:
    """Arbitrary values under known and unknown keys never raise anything else, as values and as JSON text."""
    check_only_ours(source)
    check_only_ours(json.dumps(source))


@given(st.binary() | st.text(), st.sampled_from(["", "a.json", "a.yaml"]))
def test_any_bytes_give_a_case_or_our_error(source: bytes | str, name: str) -> None:
    """Arbitrary bytes and text never raise anything else, read as JSON or YAML."""
    check_only_ours(source, name)


@pytest.mark.parametrize("source", [None, 5, [], {5: 1, "x": 2, None: 3}])
def test_what_is_no_source_at_all_is_bad_input(source: Any) -> None:
    """A caller's mistake is reported like any other."""
    assert refused(source).faults


# Writing.


def test_identifiers_are_masked_unless_the_caller_asks() -> None:
    """By default numbers are masked and names keep the family name; the caller may keep, replace or leave them out."""
    case = read_case(person(id_number=ID, name="张小三"))

    def trainee(**options: Any) -> Any:
        return case_to_plain(case, **options)["enrollments"][0]["trainee"]

    assert trainee() == {"id_number": "533399********0018", "name": "张**"}
    assert trainee(private=keep) == {"id_number": ID, "name": "张小三"}
    assert trainee(private=lambda s: len(s)) == {"id_number": 18, "name": 3}
    assert trainee(private=lambda s: None) == {}


@attrs.frozen
class Answer:
    amount: Money
    words: Text
    case: Case
    person: Trainee
    since: date = date(2020, 5, 6)
    hours: Decimal = Decimal("0.50")
    levels: frozenset[Level] = frozenset({Level.SENIOR, Level.JUNIOR})
    codes: frozenset[str] = frozenset({"b", "a"})
    found: dict[Category, int] = attrs.Factory(lambda: {Category.DISABLED: 1})
    parts: tuple[int, ...] = (1, 2)
    absent: object = ABSENT
    unknown: None = None
    _hidden: int = 5


def test_answers_are_written_with_stable_keys() -> None:
    """Every attribute stands under its name; money, dates, members, sets and texts have one form each."""
    case = Case(program=Program(level=Level.JUNIOR))
    made = plain(Answer(Money(6_000), Text("是", "yes"), case, Trainee(name="张小三")))
    person = made.pop("person")
    assert made == {
        "amount": "60.00",
        "since": "2020-05-06",
        "words": {"zh": "是", "en": "yes"},
        "hours": "0.50",
        "levels": ["junior", "senior"],
        "codes": ["a", "b"],
        "found": {"disabled": 1},
        "parts": [1, 2],
        "absent": False,
        "unknown": None,
        "case": {"program": {"level": "junior"}},
    }
    assert (person["name"], person["id_number"]) == ("张**", None)


def test_answers_are_written_as_readable_text() -> None:
    """Two spaces a level, Chinese as it is, a newline at the end."""
    assert dumps({"a": Text("是", "yes")}) == '{\n  "a": {\n    "zh": "是",\n    "en": "yes"\n  }\n}\n'


@pytest.mark.parametrize("value", [0.5, object(), {"a": b""}])
def test_what_has_no_form_is_not_written(value: object) -> None:
    """A floating-point number or a foreign object is a mistake of ours and fails loudly."""
    with pytest.raises(TypeError, match="has no form"):
        plain(value)


# The schema.


def test_the_schema_is_one() -> None:
    """What is published is a valid JSON Schema of 2020-12."""
    jsonschema.Draft202012Validator.check_schema(case_schema())


def test_the_schema_has_the_words_of_every_field() -> None:
    """Every field stands in the schema with its Chinese and English label and what is expected of it."""
    defined = case_schema()["$defs"]
    for noun in (Trainee, Enrollment, Award, Cohort, Ruling):
        for attribute in attrs.fields(noun):
            if KEY in attribute.metadata:
                described = defined[noun.__name__]["properties"][attribute.name]
                label = attribute.metadata[KEY].label
                assert described["title"] == f"{label.zh} / {label.en}"
                assert described["description"]


@pytest.mark.parametrize("source", [row[0] for row in WRONG_FORM])
def test_the_schema_refuses_wrong_forms(source: dict[str, Any]) -> None:
    """Every wrong type and form of the list above is refused by the schema too."""
    assert not VALIDATOR.is_valid(source)


@pytest.mark.parametrize("source", [row[0] for row in WRONG_CONTENT])
def test_the_schema_leaves_contents_to_reading(source: dict[str, Any]) -> None:
    """Ranges inside text, dates that do not exist and contradictions are beyond the schema."""
    assert VALIDATOR.is_valid(source)


_WRONG = [True, False, 5, 0.5, "x y", "..", [], {}, [5], {"x": 1}, "", "1", "a..b"]


def homes() -> list[tuple[str, FieldInfo, Any]]:
    """Every described field of the nouns in a case, with a way to put a value there."""
    found = []
    for noun, put in (
        (Case, lambda name, value: {name: value}),
        (Enrollment, lambda name, value: {"enrollment": {name: value}}),
        (Trainee, lambda name, value: {"trainee": {name: value}}),
        (Cohort, lambda name, value: {"cohort": {name: value}}),
        (Employer, lambda name, value: {"employer": {name: value}}),
        (Award, lambda name, value: {"trainee": {"awards": [{name: value}]}}),
    ):
        found += [(name, info, put) for name, info in fields_of(noun).items()]
    return found


@pytest.mark.parametrize("value", _WRONG)
def test_the_schema_and_reading_agree_on_types(value: object) -> None:
    """For every field and every kind of value, both take it or both refuse it."""
    for name, _, put in homes():
        source = put(name, value)
        _, faults = structure_case(source, written=False)
        assert VALIDATOR.is_valid(source) == (not faults), source


def test_reading_loads_no_more_than_it_needs() -> None:
    """JSON needs neither YAML nor a time-zone library nor the policies."""
    code = (
        "import sys, vocskills.convert as c; c.read_case('{}'); heavy = {'yaml', 'pendulum', 'vocskills.policy'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
