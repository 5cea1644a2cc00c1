"""Names, types and units: every construct right and wrong, side by side."""

from __future__ import annotations

import re
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocskills.language import vocabulary
from vocskills.language.calls import FUNCTIONS
from vocskills.language.check import check, type_name
from vocskills.language.nodes import (
    BOOL,
    CODE,
    COUNT,
    DATE,
    DAYS,
    MONEY,
    MONTHS,
    NUMBER,
    RATE,
    YEARS,
    Arith,
    Fact,
    Function,
    Holds,
    Literal,
    Quantifier,
    Type,
    children,
    extent,
    rebuild,
    spell,
    walk,
)
from vocskills.language.scope import code_text, intern
from vocskills.language.types import LEVEL, type_of
from vocskills.model import terms
from vocskills.model.fields import Kind, Term, Unit
from vocskills.model.terms import LABELS, Sex
from vocskills.text import Text, same
from words import document, expression, read, refuse

HOURS = Type(Kind.INT, Unit.HOURS)

GOOD: list[tuple[str, Type]] = [
    ("true", BOOL),
    ("70%", RATE),
    ("'533323'", CODE),
    ("'2020-02-29'", DATE),
    ("trainee.insured_months >= 12", BOOL),
    ("12 <= trainee.insured_months <= 36", BOOL),
    ("not trainee.from_deep_poverty_county", BOOL),
    ("trainee.sex == female or trainee.sex != male", BOOL),
    ("program.level >= technician", BOOL),
    ("technician <= program.level", BOOL),
    ("(technician if trainee.sex == female else apprentice) <= program.level", BOOL),
    ("technician if trainee.sex == female else program.level", LEVEL),
    ("program.kind in (online, poverty)", BOOL),
    ("program.kind not in (online,)", BOOL),
    ("cohort.start_date in ('2020-01-31', '2020-02-01')", BOOL),
    ("days in (1, six, 12)", BOOL),
    ("trainee.domicile == '火脚' and days >= 12", BOOL),
    ("-5 <= days", BOOL),
    ("days", DAYS),
    ("days + 2", DAYS),
    ("six * days", DAYS),
    ("50% * days", DAYS),
    ("asked * 50%", COUNT),
    ("asked * days", DAYS),
    ("six * 50%", RATE),
    ("50% * asked", COUNT),
    ("days / 2", DAYS),
    ("days // 7", COUNT),
    ("six // 4", NUMBER),
    ("enrollment.attended_hours / 8", HOURS),
    ("min(days, 10)", DAYS),
    ("max(cohort.start_date, '2020-01-31')", DATE),
    ("agreement.price_per_person - 10", MONEY),
    ("70% * agreement.price_per_person", MONEY),
    ("agreement.price_per_person * scarcity_rate", MONEY),
    ("scarcity_rate", RATE),
    ("listed(scarcity_rate)", BOOL),
    ("tiered(days, daily)", MONEY),
    ("age(trainee.birth_date, cohort.start_date)", YEARS),
    ("months(contract.start_date, plus_days(contract.end_date, 1))", MONTHS),
    ("year(cohort.start_date)", COUNT),
    ("plus_months(cohort.end_date, -12)", DATE),
    ("plus_working_days(cohort.end_date, six)", DATE),
    ("retirement_date(trainee)", DATE),
    ("level_above(program.level)", LEVEL),
    ("holds(trainee, registered_poor, cohort.start_date)", BOOL),
    ("holds(employer, dishonest, '2020-01-31')", BOOL),
    ("in_area(trainee.domicile, 533300)", BOOL),
    ("in_area(trainee.domicile, '53')", BOOL),
    ("county(trainee.domicile)", CODE),
    ("count(a for a in awards if county(a.place) == county(trainee.domicile))", COUNT),
    ("exists(certificate)", BOOL),
    ("share(enrollment.attended_days, days) >= 80%", BOOL),
    ("0.8 <= share(enrollment.attended_days, days) <= 1", BOOL),
    ("count(a for a in awards)", COUNT),
    ("count(a for a in awards if a.kind == living_cost if in_area(a.place, 53))", COUNT),
    ("sum(a.amount for a in awards if a.amount > 10)", MONEY),
    ("any(c.present > c.enrolled for c in cohort.checks)", BOOL),
    ("all(share(c.present, c.enrolled) >= 80% for c in cohort.checks)", BOOL),
]

AMOUNTS = [
    "60",
    "60 * days",
    "60 * days + 20",
    "60 * days / 2",
    "min(60 * days, 1000)",
    "100 if days > 3 else 20 * days",
    "standard.training_fee * 70% * scarcity_rate",
    "sum(a.amount for a in awards)",
]

# text, what is quoted, column, what is said, what is proposed
BAD: list[tuple[str, str, int, str, str]] = [
    ("nosuch > 1", "nosuch", 1, "no such name", ""),
    ("dayz > 1", "dayz", 1, "no such name", "days"),
    ("days > 1 and trainee.insured_month > 1", "trainee.insured_month", 14, "no such fact", "trainee.insured_months"),
    ("trainee.sex == femal", "femal", 16, "no such sex", "female"),
    ("program.level >= chief", "chief", 18, "no such skill level", "chief_technician"),
    ("count(a for a in awards if a.knd == other) > 1", "a.knd", 28, "no such field", "kind"),
    ("frequency(days)", "frequency", 1, "no such function", ""),
    ("coumt(a for a in awards)", "coumt", 1, "no such function", "count"),
    ("listed(scarcity)", "scarcity", 8, "no such table", "scarcity_rate"),
    ("count(a for a in award)", "award", 18, "no such list", "awards"),
    ("exists(certificat)", "certificat", 8, "no such noun", "certificate"),
    ("exists(trainee)", "exists(trainee)", 1, "always a trainee", ""),
    ("holds(trainee, registerd_poor, cohort.start_date)", "registerd_poor", 16, "no such status", "registered_poor"),
    ("holds(trainee, dishonest, cohort.start_date)", "dishonest", 16, "no such status", ""),
    ("holds(cohort, dishonest, cohort.start_date)", "cohort", 7, "no such subject", "trainee"),
    ("awards > 1", "awards", 1, "is a list", "count(a for a in awards"),
    ("micro == employer.size", "micro", 1, "both a member and a defined name", "rename"),
    ("employer.size == micro", "micro", 18, "both a member and a defined name", "rename"),
    ("days", "days", 1, "yes/no is wanted", "yes/no"),
    ("days and true", "days", 1, "yes/no is wanted", "yes/no"),
    ("days == trainee.insured_months", "trainee.insured_months", 9, "days is wanted here, this is months", "days"),
    ("program.level >= 2", "2", 18, "skill level is wanted", "skill level"),
    ("trainee.sex < female", "trainee.sex < female", 1, "has no order", ""),
    ("min(program.level, technician) == technician", "min(program.level, technician)", 1, "no least", ""),
    ("trainee.birth_date - born > 1", "trainee.birth_date - born", 1, "cannot be added", "plus_days"),
    ("trainee.birth_date + 1 > '2020-01-31'", "1", 22, "date is wanted", "date"),
    ("days * trainee.insured_months > 1", "days * trainee.insured_months", 1, "with units", ""),
    ("days * trainee.sex > 1", "trainee.sex", 8, "cannot be multiplied", ""),
    ("advance * fee > 1", "advance * fee", 1, "one money factor", "percentage"),
    ("days / cohort.training_days > 1", "cohort.training_days", 8, "constant above zero", ""),
    ("days / 0 > 1", "0", 8, "constant above zero", ""),
    ("trainee.sex / 2 > 1", "trainee.sex", 1, "cannot be divided", ""),
    ("agreement.price_per_person // 2 > 1", "agreement.price_per_person // 2", 1, "whole division", "round"),
    ("-days > 1", "-days", 1, "before a number only", "0 - x"),
    ("-true", "-true", 1, "before a number only", "0 - x"),
    ("-'2019-01-01' < cohort.start_date", "-'2019-01-01'", 1, "before a number only", "0 - x"),
    ("days ** 2 > 1", "days ** 2", 1, "this operation is not part", ""),
    ("+days > 1", "+days", 1, "this form is not part", ""),
    ("program.kind in (online)", "online", 18, "list in brackets", "x in (a, b)"),
    ("program.kind in online", "online", 17, "list in brackets", "x in (a, b)"),
    ("days in (1, days)", "(1, days)", 9, "constants only", ""),
    ("'2020-02-30' < cohort.start_date", "'2020-02-30'", 1, "no such day", "'2020-01-31'"),
    ("'2020-2-3' < cohort.start_date", "'2020-2-3'", 1, "no such day", "'2020-01-31'"),
    ("age(trainee.birth_date) > 1", "age(trainee.birth_date)", 1, "2 arguments are wanted, 1 given", "age(date, date)"),
    ("age(trainee.birth_date, 2020) > 1", "2020", 25, "date is wanted", "date"),
    ("plus_days(cohort.end_date, days) > '2020-01-31'", "days", 28, "whole constant", ""),
    ("plus_days(cohort.end_date, 0.5) > '2020-01-31'", "0.5", 28, "whole constant", ""),
    ("retirement_date(cohort) > '2020-01-31'", "cohort", 17, "the trainee's", "trainee"),
    ("in_area(program.occupation, 53)", "program.occupation", 9, "holds a place", "trainee.domicile"),
    ("in_area(trainee.domicile, 5)", "5", 27, "not a division code", "2, 4 or 6 digits"),
    ("county(days) == '533323'", "days", 8, "code is wanted here, this is days", "name a field"),
    ("tiered(advance, daily) > 1", "tiered(advance, daily)", 1, "a table of tiers", ""),
    ("tiered(days) > 1", "tiered(days)", 1, "2 arguments are wanted", "tiered(cohort.training_days, daily_rate)"),
    ("count() > 1", "count()", 1, "a loop over one list", "count(a for a in awards if"),
    ("count(true for true in awards) > 1", "true", 16, "a name of its own", "a"),
    ("count(false for false in awards) > 1", "false", 17, "a name of its own", "a"),
    ("tiered(days, scarcity_rate) > 1", "tiered(days, scarcity_rate)", 1, "a table of tiers", ""),
    ("daily > 1", "daily", 1, "read by tiered", ""),
    ("share(days, days) > days", "days", 21, "rate is wanted here, this is days", "rate"),
    ("share(days, days) > scarcity_rate", "scarcity_rate", 21, "must be a constant", ">= 80%"),
    ("share(days, days) + 1% > 1", "share(days, days)", 1, "only in a comparison", ">= 80%"),
    ("share(days, days) in (1%, 2%)", "share(days, days)", 1, "only in a comparison", ">= 80%"),
    ("share(trainee.sex, male) > 1", "share(trainee.sex, male)", 1, "two quantities", ">= 80%"),
    ("level_above(days) == technician", "days", 13, "skill level is wanted", "skill level"),
    ("min(1) > 1", "min(1)", 1, "at least two", "min(a, b)"),
    ("age(*days) > 1", "age(*days)", 1, "by position", ""),
    ("trainee.birth_date.year > 1", "trainee.birth_date.year", 1, "only noun.field", "trainee.birth_date"),
    ("trainee.age(1) > 1", "trainee.age(1)", 1, "only functions of the language", ""),
    ("age(days)(days)", "age(days)(days)", 1, "only functions of the language", ""),
    ("(a for a in awards)", "(a for a in awards)", 1, "this form is not part", ""),
    ("(days, days)", "(days, days)", 1, "this form is not part", ""),
    ("count(awards) > 1", "count(awards)", 1, "a loop over one list", "count(a for a in awards"),
    ("any(a for a in awards for b in awards)", "any(a for a in awards for b in awards)", 1, "one list", "any("),
    ("count(a.kind for a in awards) > 1", "a.kind", 7, "counts the records", "a"),
    ("count(days for days in awards) > 1", "days", 16, "a name of its own", "a"),
    ("count(trainee for trainee in awards) > 1", "trainee", 19, "a name of its own", "a"),
    ("count(a for a, b in awards) > 1", "a, b", 13, "a name of its own", "a"),
    ("count(a for a in awards if asked > 1) > 1", "asked", 28, "do not nest", "asks a list too"),
    ("count(a for a in awards if any(true for b in awards)) > 1", "any(true for b in awards)", 28, "do not nest", ""),
    ("sum(a.kind for a in awards) > 1", "a.kind", 5, "number or money", ""),
    ("any(a for a in awards)", "a", 5, "is a record", "a.kind"),
    ("any(holds(trainee, disabled, a.start_date) for a in awards)", "a.start_date", 30, "from a record", ""),
]


@pytest.mark.parametrize(("text", "kind"), GOOD)
def test_a_right_expression_has_its_type(text: str, kind: Type) -> None:
    """Every construct, used rightly, gives a typed tree of the type that the language says."""
    typed = read(text)
    assert typed.type == kind
    assert type_of(typed.node) == kind


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount_takes_bare_numbers_as_yuan(text: str) -> None:
    """Where money is wanted, a bare number is yuan and a product has one money factor."""
    typed = read(text, MONEY)
    assert typed.type == MONEY
    assert type_of(typed.node) == MONEY


@pytest.mark.parametrize("text", ["60 * 20 * days", "days * trainee.insured_months", "days", "70% * 50%", "'60'"])
def test_an_amount_has_one_money_factor(text: str) -> None:
    """Two bare numbers, or none, leave open what is yuan; days are not money."""
    assert refuse(text, MONEY)


@pytest.mark.parametrize(("text", "quoted", "column", "said", "proposed"), BAD)
def test_a_wrong_expression_is_explained(text: str, quoted: str, column: int, said: str, proposed: str) -> None:
    """A fault names file, line, column and path, quotes the text at fault, says what is wrong and what would do."""
    (fault,) = refuse(text, BOOL)
    assert (fault.text, fault.line, fault.column) == (quoted, 7, column + 10)
    assert (fault.file, fault.where) == ("pack.yaml", "rules.some.require")
    assert said in fault.what.en
    assert fault.what.zh != fault.what.en
    more = [text.en for text in (fault.expected, fault.remedy) if text]
    assert proposed in " ".join(more)


def test_every_function_is_shown_right_and_wrong() -> None:
    """The examples above leave no function of the language out."""
    shown = " ".join([*(text for text, _ in GOOD), *(text for text, *_ in BAD)])
    assert [name for name in FUNCTIONS if f"{name}(" not in shown] == []
    assert {f.value for f in Function} | {q.value for q in Quantifier} <= set(FUNCTIONS)


def test_all_faults_of_an_expression_come_at_once() -> None:
    """Each part that is wrong has its fault, in the order of the text."""
    faults = refuse("days and trainee.sx == male\n  or program.level > 5", BOOL)
    assert [(fault.text, fault.line, fault.column) for fault in faults] == [
        ("days", 7, 11),
        ("trainee.sx", 7, 20),
        ("5", 8, 26),
    ]


def test_columns_stay_true_behind_percentages_and_chinese() -> None:
    """What stands behind ``12.5%`` or a code in Chinese has the column that an editor shows."""
    text = "12.5% * days > 1 and trainee.domicile == '火脚' and nosuch"
    (fault,) = refuse(text, BOOL)
    assert fault.column - 11 == text.index("nosuch")


def test_a_percentage_is_exact() -> None:
    """``12.5%`` is one eighth, taken from the digits and not from a float."""
    assert read("12.5%").node == Literal(Fraction(1, 8), RATE)


def test_a_definition_that_uses_itself_is_a_fault_with_the_way_round() -> None:
    """The fault names the way from the definition back to itself; who uses it has no fault of its own."""
    scope, faults = document()
    assert check(expression("chicken"), scope) == (None, [])
    assert [(fault.where, fault.text) for fault in faults] == [("define.egg", "chicken")]
    assert "chicken -> egg -> chicken" in faults[0].what.en


def test_a_fault_in_a_definition_is_reported_once_where_it_stands() -> None:
    """However often a broken definition is used, its fault is reported at the definition alone."""
    scope, faults = document()
    assert check(expression("broken > 1 or broken < 2"), scope, BOOL) == (None, [])
    assert [fault.where for fault in faults] == ["define.broken"]


@pytest.mark.parametrize("link", ["{}", "{} + 1", "({} if trainee.insured_months > {} else 1)"])
def test_a_tower_of_definitions_is_refused(link: str) -> None:
    """Definitions on definitions end in our own fault, not in Python's limits, whether they grow or not."""
    definitions = {"step_0": "cohort.training_days / 1"}
    for i in range(1, 1500):
        definitions[f"step_{i}"] = link.format(f"step_{i - 1}", "1", f"step_{i - 1}")
    scope, faults = document(definitions)
    began = time.perf_counter()
    typed, own = check(expression("step_1499 > 1"), scope, BOOL)
    assert time.perf_counter() - began < 5
    assert typed is None
    assert any("too large" in fault.what.en for fault in [*faults, *own])


def test_definitions_that_double_are_refused() -> None:
    """Thirty definitions that each use the last one twice are refused, in no time; dates of statuses count too."""
    doubling = {"d_0": "cohort.start_date"}
    for i in range(1, 30):
        doubling[f"d_{i}"] = f"d_{i - 1} if holds(trainee, disabled, d_{i - 1}) else cohort.end_date"
    scope, faults = document(doubling)
    typed, own = check(expression("d_29 > '2020-01-31'"), scope, BOOL)
    assert typed is None
    assert "too large" in [*faults, *own][0].what.en


def test_the_path_of_a_status_tells_its_date() -> None:
    """A status on one date is one fact, however it is spelled; on another date it is another."""

    def path(on: str) -> str:
        node = read(f"holds(trainee, disabled, {on})").node
        assert isinstance(node, Fact)
        assert isinstance(node.derived, Holds)
        return node.path

    assert path("cohort.start_date") == path(" cohort.start_date ")
    assert path("cohort.start_date") != path("cohort.end_date")
    assert path("plus_days(cohort.start_date, 1)") != path("plus_days(cohort.start_date, 2)")
    assert path("'2020-01-31'") == "holds(trainee, disabled, '2020-01-31')"


def test_every_fact_and_list_of_the_model_can_be_asked() -> None:
    """Whatever the vocabulary offers is an expression of the type that it says."""
    for path, info in vocabulary.facts().items():
        assert read(path).type == vocabulary.type_of(info)
    for name in vocabulary.lists():
        assert read(f"count(x for x in {name})").type == COUNT


@pytest.mark.parametrize(("text", "kind"), GOOD)
def test_types_have_words_in_both_languages(text: str, kind: Type) -> None:
    """Every type that an expression may have can be named in a message."""
    assert type_name(kind).zh
    assert type_name(kind).en
    assert extent(read(text).node, 1000)[0] == len(list(walk(read(text).node))) + ("holds" in text)


WORDS = [
    *["and", "or", "not", "in", "if", "else", "for", "(", ")", ",", ".", "+", "-", "*", "/", "//", "<", "<=", "=="],
    *["days", "six", "awards", "cohort.start_date", "trainee.sex", "program.level", "female", "technician", "chicken"],
    *["scarcity_rate", "daily", "60", "70%", "0.5", "'2020-01-31'", "'x'", "true", "a", "a.kind", "broken", "trainee"],
    *FUNCTIONS,
]


WANTED = [None, BOOL, MONEY, RATE, DATE, LEVEL]


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join), st.sampled_from(WANTED))
def test_words_in_any_order_are_read_or_refused(text: str, expected: Type | None) -> None:
    """Any string of words of the language gives a typed tree or faults, never an exception and never both."""
    scope, elsewhere = document()
    typed, faults = check(expression(text), scope, expected)
    assert (typed is None) == bool(faults or elsewhere)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Any text at all gives a typed tree or faults, never an exception."""
    scope, elsewhere = document()
    typed, faults = check(expression(text), scope)
    assert (typed is None) == bool(faults or elsewhere)
    assert all(fault.render("zh") and fault.render("en") for fault in faults)


def test_every_list_has_a_name_for_people() -> None:
    """A message names a list as an official would, in both languages, never by its class."""
    lists = {one for one in vars(terms).values() if isinstance(one, type) and issubclass(one, Term) and one is not Term}
    assert lists == set(LABELS)
    assert len({label.zh for label in LABELS.values()}) == len({label.en for label in LABELS.values()}) == len(LABELS)
    assert all(re.search("[\u4e00-\u9fff]", label.zh) and label.en.islower() for label in LABELS.values())


REMEDIES: list[tuple[str, Type, str, str]] = [
    ("days", MONEY, "60 * x", "60 * days"),
    ("days", BOOL, "x >= 1", "days >= 1"),
    ("days", DATE, "a field that is a date", "cohort.start_date"),
    ("days", RATE, "70%", "70%"),
    ("trainee.sex", CODE, "in quotes", "'4-08-05-01'"),
    ("3", LEVEL, "the name of the level", "senior"),
    ("days", Type(Kind.ENUM, members=Sex), "female, male", "female"),
    ("cohort.start_date", YEARS, "age, months or year", "age(born, cohort.start_date)"),
    ("days", HOURS, "class hours on both sides", "program.required_hours"),
]


@pytest.mark.parametrize(("wrong", "wanted", "advice", "right"), REMEDIES)
def test_a_wrong_type_gets_advice_that_helps(wrong: str, wanted: Type, advice: str, right: str) -> None:
    """What is of another type than the one wanted gets a remedy in both languages, and following it is right."""
    (fault,) = refuse(wrong, wanted)
    assert fault.remedy
    assert advice in fault.remedy.en
    assert fault.remedy.zh != fault.remedy.en
    assert read(right, wanted).type == wanted


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("program.kind in (online, poverty)", "(program.kind in (online, poverty))"),
        ("program.level >= senior and not exists(contract)", "((program.level >= senior) and (not exists(contract)))"),
        ("days in (1, six, 12)", "(cohort.training_days in (1, 6, 12))"),
        ("cohort.start_date >= '2020-01-31'", "(cohort.start_date >= '2020-01-31')"),
        ("max(days, 6) > 0", "(max(cohort.training_days, 6) > 0)"),
        ("scarcity_rate * 2 > 100%", "((scarcity_rate[program.scarcity] * 2) > 1)"),
        (
            "count(a for a in awards if a.kind == living_cost) < 2",
            "(count(record for record in awards if (record.kind == living_cost)) < 2)",
        ),
        (
            "sum(a.amount for a in awards if exists(contract)) > 5",
            "(sum(record.amount for record in awards if exists(contract)) > 5)",
        ),
    ],
)
def test_a_tree_is_spelled_as_it_could_be_written(text: str, spelled: str) -> None:
    """Members by name, dates in quotes, lists in brackets: what coverage reports name a comparison by."""
    assert spell(read(text).node) == spelled


def test_levels_of_a_tree_count_the_dates_of_its_statuses() -> None:
    """A status on a date that is worked out is as deep as that date."""
    assert extent(read("holds(trainee, disabled, cohort.start_date)").node, 1000) == (2, 2)
    assert extent(read("holds(trainee, disabled, plus_days(cohort.start_date, 3))").node, 1000) == (4, 3)


def test_a_table_keeps_its_keys_when_it_is_rebuilt() -> None:
    """The parts of a node that are given back to it change stand where they were taken from."""
    node, other = read("scarcity_rate").node, read("program.level").node
    key, otherwise = children(node)
    assert rebuild(node, [key, otherwise]) == node
    assert children(rebuild(node, [other, otherwise])) == (other, otherwise)


def test_a_sum_of_bare_numbers_takes_the_type_that_is_wanted() -> None:
    """Every term of a sum of days is days; of a product the first factor is, the others stay bare."""
    node = read("60 * 2 + 40", DAYS).node
    assert isinstance(node, Arith)
    assert isinstance(node.left, Arith)
    kinds = [type_of(part) for part in (node.left.left, node.left.right, node.right)]
    assert kinds == [DAYS, NUMBER, DAYS]


def test_a_definition_says_what_a_member_beside_it_is() -> None:
    """Of two names the one that the document defines has a type; the other one is a member of it, on either side."""
    scope, _ = document({"size": "employer.size"})
    for text in ("small == size", "size == small", "small != size"):
        typed, faults = check(expression(text), scope)
        assert faults == []
        assert typed is not None


def test_a_choice_is_listed_while_it_is_short() -> None:
    """Up to six members are offered, more are not."""
    few, many = refuse("trainee.sex == x", BOOL), refuse("program.kind == x", BOOL)
    assert few[0].expected == Text("female、male", "female, male") or few[0].expected == same("female, male")
    assert many[0].expected is None


def test_codes_of_documents_keep_their_numbers() -> None:
    """A code that a document names has one number, by which it is found again, and another code another."""
    first, second = intern("X-1-01"), intern("X-1-02")
    assert (code_text(first), code_text(second), intern("X-1-01")) == ("X-1-01", "X-1-02", first)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("days == trainee.insured_months", "两边都用天数，或写一个数", "use days on both sides, or a bare number"),
        ("trainee.sex == 2", "从中写一个：female、male", "write one of: female, male"),
    ],
)
def test_a_remedy_is_said_in_both_languages(text: str, zh: str, en: str) -> None:
    """What to do about another type stands in Chinese and English."""
    (fault,) = refuse(text, BOOL)
    assert fault.remedy == Text(zh, en)


def test_a_quote_that_does_not_belong_is_answered_in_both_languages() -> None:
    """What is expected in the place of a sign that the language has not is said in Chinese and English."""
    faults = refuse('trainee.domicile == "533323"', BOOL)
    assert {fault.expected for fault in faults} == {Text("'2020-01-31' 或 '533323'", "'2020-01-31' or '533323'")}
