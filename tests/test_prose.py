"""Rules as sentences: what an official reads must be what the rule means."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from vocskills.engines.prose import Names, bounds_text, fact_text, sentence, value_text
from vocskills.language import vocabulary
from vocskills.language.check import check
from vocskills.language.nodes import (
    BOOL,
    DATE,
    DAYS,
    MONEY,
    Compare,
    CompareOp,
    Fact,
    If,
    Literal,
    Node,
    Type,
    walk,
)
from vocskills.language.parse import Expression
from vocskills.language.scope import Cell, Scope, Table, TableRow
from vocskills.model.fields import Kind, fields_of
from vocskills.model.nouns import Trainee
from vocskills.model.terms import Scarcity
from vocskills.policy import policies
from vocskills.text import Text


def scope() -> Scope:
    """A document with a table of rates and one of tiers."""
    made = Scope()
    level = Type(Kind.ENUM, members=Scarcity)
    key = Fact("program.scarcity", level, 0, 2)
    rows = (TableRow(((0, 0),), Fraction(4, 5)), TableRow(((1, 1),), Cell.OPEN), TableRow(((2, 2),), Cell.NONE))
    made.tables["fees"] = lambda: Table("fees", MONEY, (key,), rows, lo=0, hi=10**7)
    bands = ((0, 10, Fraction(150)), (10, 30, Fraction(100)))
    made.tables["daily"] = lambda: Table("daily", MONEY, bands=bands)
    return made


def tree(text: str, kind: Type | None = None) -> Node:
    """A checked expression."""
    typed, faults = check(Expression(text), scope(), kind)
    assert typed is not None, [fault.render("en") for fault in faults]
    return typed.node


SENTENCES = [
    (
        "age(trainee.birth_date, cohort.start_date) >= 16",
        "学员在开班日期时已满16周岁",
        "the trainee is at least 16 years old on the start of the class",
    ),
    (
        "age(trainee.birth_date, cohort.start_date) < 16",
        "学员在开班日期时未满16周岁",
        "the trainee is under 16 years old on the start of the class",
    ),
    (
        "not age(trainee.birth_date, cohort.start_date) >= 16",
        "学员在开班日期时未满16周岁",
        "the trainee is under 16 years old on the start of the class",
    ),
    (
        "holds(trainee, registered_poor, cohort.start_date)",
        "学员在开班日期时属于建档立卡贫困劳动力",
        "the trainee has the status “registered poor labourer” on the start of the class",
    ),
    (
        "not holds(trainee, public_sector_staff, cohort.start_date)",
        "学员在开班日期时不属于机关事业单位人员",
        "the trainee does not have the status “staff of government or public institutions” on the start of the class",
    ),
    (
        "in_area(trainee.domicile, 533323)",
        "学员的户籍所在地在云南省怒江傈僳族自治州福贡县（533323）",
        "the trainee's place of household registration lies in 云南省怒江傈僳族自治州福贡县 (533323)",
    ),
    ("exists(certificate)", "有证书", "there is a certificate"),
    ("not exists(certificate)", "没有证书", "there is no certificate"),
    ("enrollment.attended_days >= 8", "实到天数不少于8天", "the attended days is at least 8 days"),
    ("8 <= enrollment.attended_days", "实到天数不少于8天", "the attended days is at least 8 days"),
    (
        "cohort.start_date < '2020-05-01'",
        "开班日期早于2020-05-01",
        "the start of the class is before 2020-05-01",
    ),
    (
        "program.kind in (online, poverty)",
        "培训项目的培训类别为职业技能提升行动线上培训或扶贫技能培训",
        "the program's line of training is online training or training for poverty relief",
    ),
    (
        "cohort.delivery != online",
        "培训方式不是线上",
        "the way of teaching is not online",
    ),
    (
        "share(enrollment.attended_hours, enrollment.scheduled_hours) >= 80%",
        "实到学时占计划学时的比例不低于80%",
        "the share of the attended hours in the scheduled hours is at least 80%",
    ),
]


@pytest.mark.parametrize(("text", "zh", "en"), SENTENCES)
def test_a_condition_is_a_sentence(text: str, zh: str, en: str) -> None:
    """Each construct reads as a statement in both languages."""
    assert sentence(tree(text)) == Text(zh, en)


def test_and_and_or_cannot_be_misread() -> None:
    """A compound inside a compound stands in brackets or is numbered."""
    said = sentence(tree("exists(certificate) and (exists(contract) or exists(employment))"))
    assert said.en == (
        "all of these hold: (1) there is a certificate; (2) there is a labour contract or there is a job"
    ) or re.search(r"\(2\) there is a .* or there is an? ", said.en)
    denied = sentence(tree("not (exists(certificate) or exists(contract))"))
    assert denied.en == "there is no certificate and there is no labour contract"


def test_counts_tell_records_from_the_case() -> None:
    """Fields of a record are plain; those of the case carry 本 or "in this case"."""
    same_year = "year(a.start_date) == year(cohort.start_date)"
    said = sentence(tree(f"count(a for a in awards if a.kind == free_training and {same_year}) < 2"))
    assert "本班期的开班日期" in said.zh
    assert said.zh.endswith("少于2")
    assert "in this case" in said.en
    assert said.en.endswith("is less than 2")


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("all(share(k.present, k.enrolled) >= 80% for k in cohort.checks)", "每一条都符合", "for each of"),
        ("not all(k.present >= 10 for k in cohort.checks)", "至少有一条符合", "for at least one of"),
        ("any(k.present < 10 for k in cohort.checks)", "至少有一条符合", "for at least one of"),
        ("sum(a.amount for a in awards) < 1000", "合计", "the total of"),
        ("months(contract.start_date, contract.end_date) >= 12", "整月数", "the full months from"),
        ("plus_working_days(cohort.start_date, -5) >= cohort.filed_on", "前5个工作日", "5 working days before"),
        ("plus_months(cohort.end_date, 12) >= claim.submitted_on", "后12个月", "12 months after"),
        ("cohort.start_date < retirement_date(trainee)", "法定退休年龄", "statutory retirement age"),
        ("listed(fees)", "列有该项", "lists the item"),
        ("min(cohort.training_days, 10) > 3", "最小值", "the least of"),
        ("program.level >= technician", "不低于", "at least"),
        ("not program.level >= technician", "并非", "it is not so that"),
    ],
)
def test_the_rest_of_the_language_is_said(text: str, zh: str, en: str) -> None:
    """Lists, dates, tables, extremes and levels have their words, also when they are denied."""
    said = sentence(tree(text))
    assert zh in said.zh
    assert en in said.en


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("60 * enrollment.attended_days", "60元 × 实到天数", "60 yuan × the attended days"),
        (
            "fees * 70%",
            "表 fees 中按培训项目的紧缺程度查得的值 × 70%",
            "the value in table fees by the program's scarcity × 70%",
        ),
        (
            "100 if exists(certificate) else 80",
            "如果有证书，为100元，否则为80元",
            "100 yuan if there is a certificate, otherwise 80 yuan",
        ),
    ],
)
def test_an_amount_is_a_noun_phrase(text: str, zh: str, en: str) -> None:
    """Amounts read as products, table values and alternatives, in yuan."""
    assert sentence(tree(text, MONEY)) == Text(zh, en)


def test_tiers_name_their_bands() -> None:
    """A tiered amount names every band with its rate."""
    said = sentence(tree("tiered(cohort.training_days, daily)", MONEY))
    assert "150元" in said.zh
    assert "100 yuan" in said.en


def test_an_unsettled_clause_is_its_readings() -> None:
    """Readings stand side by side with their labels, never as an if."""
    fact = Fact("reading.days", Type(Kind.ENUM, names=("scheduled", "attended")), 0, 1)
    arms = tree("cohort.training_days"), tree("enrollment.attended_days")
    node = If(Compare(CompareOp.EQ, fact, Literal(0, fact.type)), *arms)
    words = {
        "reading.days.scheduled": Text("按计划", "as planned"),
        "reading.days.attended": Text("按实到", "as attended"),
    }
    said = sentence(node, Names(words))
    assert said.zh == "（按计划：培训天数；或者按实到：实到天数；尚未明确）"
    assert "unsettled" in said.en
    assert " if " not in said.en


def test_a_delegated_figure_names_who_decides() -> None:
    """A figure left to an authority is said with the one who decides it."""
    fact = Fact("ruling.standard", MONEY, 400_000, 10**7)
    decided_by = {"ruling.standard": Text("市人社局", "the city bureau")}
    names = Names({"ruling.standard": Text("标准", "the standard")}, decided_by)
    said = sentence(fact, names)
    assert "市人社局" in said.zh
    assert "the city bureau" in said.en
    assert "100000" not in said.zh.replace(",", "")


@pytest.mark.parametrize("path", sorted(vocabulary.facts()))
def test_every_fact_has_a_name_in_both_languages(path: str) -> None:
    """Whatever a rule may mention is called by words, never by its path."""
    info = vocabulary.facts()[path]
    said = fact_text(Fact(path, vocabulary.type_of(info), info.lo, info.hi))
    assert said.zh
    assert said.en
    assert path.partition(".")[2] not in said.en or "_" not in path
    assert re.search("[一-鿿]", said.zh)


def test_no_rule_of_a_shipped_policy_shows_a_field_path() -> None:
    """Every rule and amount that ships reads without the names of the code."""
    for policy in policies().values():
        for rule in policy.rules.values():
            for part in rule.parts:
                said = sentence(part)
                paths = [n.path for n in walk(part) if isinstance(n, Fact) and "." in n.path and "(" not in n.path]
                assert not [p for p in paths if not p.startswith(("reading.", "ruling.")) and p in said.en + said.zh]


@pytest.mark.parametrize(
    ("lo", "hi", "zh", "en"),
    [
        (19750301, 19750331, "1975-03", "1975-03"),
        (20200101, 20201231, "2020", "2020"),
        (20200506, 20200506, "2020-05-06", "2020-05-06"),
        (20200101, 20200331, "2020-01-01至2020-03-31", "2020-01-01 to 2020-03-31"),
        (20200101, 21001231, "2020-01-01或以后", "2020-01-01 or later"),
        (19000101, 20200101, "2020-01-01或以前", "2020-01-01 or earlier"),
        (19000101, 21001231, "未知", "not known"),
    ],
)
def test_a_date_in_doubt_is_said_as_far_as_it_is_known(lo: int, hi: int, zh: str, en: str) -> None:
    """Months and years by name, other ranges by their days, an open end as such."""
    assert bounds_text(DATE, (19000101, 21001231), lo, hi) == Text(zh, en)


def test_a_declared_end_is_never_printed_as_a_figure() -> None:
    """An upper end that is only the field's range is said to be unknown."""
    assert bounds_text(DAYS, (0, 3_660), 5, 3_660).en == "at least 5 days (no upper limit known)"
    assert bounds_text(DAYS, (0, 3_660), 0, 3_660).en == "not known"
    assert bounds_text(DAYS, (0, 3_660), 5, 8).zh == "5天至8天"
    assert bounds_text(BOOL, (0, 1), 1, 1).zh == "是"


def test_a_private_value_is_never_printed() -> None:
    """The value of a field that identifies a person is said to be given, not what it is."""
    info = fields_of(Trainee)["id_number"]
    assert "4711" not in value_text(info, 4711, 4711).en
