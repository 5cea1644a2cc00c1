"""Rules as sentences: what an official reads must be what the rule means."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocskills.engines.prose import Names, bounds_text, fact_text, sentence, value_text
from vocskills.engines.prose.words import division
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
    Logic,
    LogicOp,
    Node,
    Not,
    Type,
    walk,
)
from vocskills.language.parse import Expression
from vocskills.language.scope import Cell, Scope, Table, TableRow
from vocskills.model.fields import FieldInfo, Kind, fields_of
from vocskills.model.nouns import Trainee
from vocskills.model.terms import Category, Scarcity
from vocskills.policy import policies
from vocskills.text import Text


def scope() -> Scope:
    """A document with a table of rates and one of tiers."""
    made = Scope()
    level = Type(Kind.ENUM, members=Scarcity)
    key = Fact("program.scarcity", level, 0, 2)
    rows = (TableRow(((0, 0),), Fraction(4, 5)), TableRow(((1, 1),), Cell.OPEN), TableRow(((2, 2),), Cell.NONE))
    made.tables["fees"] = lambda: Table("fees", MONEY, (key,), rows, lo=0, hi=10**7)
    bands = ((0, 10, Fraction(150)), (10, 100_000, Fraction(100)))
    made.tables["daily"] = lambda: Table("daily", MONEY, bands=bands)
    return made


def tree(text: str, kind: Type | None = None) -> Node:
    """A checked expression."""
    typed, faults = check(Expression(text), scope(), kind)
    assert typed is not None, [fault.render("en") for fault in faults]
    return typed.node


SENTENCES = [
    # ages and statuses
    (
        "age(trainee.birth_date, cohort.start_date) >= 16",
        "学员在开班日期时年满16周岁",
        "the trainee is at least 16 years old on the start of the class",
    ),
    (
        "not age(trainee.birth_date, cohort.start_date) >= 16",
        "学员在开班日期时未满16周岁",
        "the trainee is under 16 years old on the start of the class",
    ),
    (
        "age(trainee.birth_date, '2020-05-06') > 59",
        "学员在2020-05-06年满60周岁",
        "the trainee is at least 60 years old on 2020-05-06",
    ),
    (
        "60 >= age(trainee.birth_date, cohort.start_date)",
        "学员在开班日期时未满61周岁",
        "the trainee is under 61 years old on the start of the class",
    ),
    (
        "age(trainee.birth_date, cohort.start_date) == 16",
        "学员的出生日期到开班日期的周岁数为16周岁",
        "the age in full years from the trainee's date of birth to the start of the class is 16 years",
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
        "holds(trainee, disabled, cohort.start_date) or holds(trainee, veteran, cohort.start_date)",
        "学员在开班日期时属于残疾人或退役军人",
        "the trainee has the status “disabled person” or “veteran” on the start of the class",
    ),
    (
        "not (holds(trainee, disabled, cohort.start_date) or holds(trainee, veteran, cohort.start_date))",
        "学员在开班日期时不属于残疾人或退役军人中的任何一类",
        "the trainee does not have the status “disabled person” or “veteran” on the start of the class",
    ),
    # places and nouns
    (
        "in_area(trainee.domicile, 533300)",
        "学员的户籍所在地在云南省怒江傈僳族自治州（533300）",
        "the trainee's place of household registration lies in 云南省怒江傈僳族自治州 (533300)",
    ),
    (
        "not in_area(cohort.place, 533399)",
        "培训地不在行政区划533399",
        "the place of training does not lie in division 533399",
    ),
    (
        "county(trainee.domicile) == '533323'",
        "学员的户籍所在地所属县为云南省怒江傈僳族自治州福贡县（533323）",
        "the county of the trainee's place of household registration is 云南省怒江傈僳族自治州福贡县 (533323)",
    ),
    ("exists(certificate)", "有证书", "there is a certificate"),
    ("not exists(employer)", "没有用人单位", "there is no employer"),
    ("trainee.from_deep_poverty_county", "学员来自深度贫困县", "the trainee is from a county of deep poverty"),
    ("not enrollment.completed", "学员未结业", "the enrollment is not completed"),
    ("not employer.insured", "用人单位未参加失业保险", "the employer does not pay unemployment insurance"),
    ("enrollment.filed == false", "学员未备案", "the enrollment is not filed"),
    ("enrollment.filed in (true, false)", "不设条件", "no condition applies"),
    (
        "enrollment.filed != exists(certificate)",
        "“学员已备案”与“有证书”恰有一项成立",
        "exactly one of “the enrollment is filed” and “there is a certificate” holds",
    ),
    # comparisons
    ("enrollment.attended_days >= 8", "实到天数不少于8天", "the attended days are at least 8 days"),
    ("8 <= enrollment.attended_days", "实到天数不少于8天", "the attended days are at least 8 days"),
    (
        "not enrollment.scheduled_hours >= 12.5",
        "计划学时少于12.5学时",
        "the scheduled hours are less than 12.5 class hours",
    ),
    (
        "standard.training_fee <= 300",
        "培训费补贴标准不高于300元",
        "the standard of the training fee is at most 300 yuan",
    ),
    (
        "employer.revenue_change < -20%",
        "用人单位的营业收入同比变化低于-20%",
        "the employer's change of revenue is below -20%",
    ),
    ("cohort.start_date < '2020-05-01'", "开班日期早于2020-05-01", "the start of the class is before 2020-05-01"),
    (
        "year(cohort.start_date) >= 2020",
        "开班日期所在年份不早于2020",
        "the year of the start of the class is not before 2020",
    ),
    (
        "program.level >= technician",
        "培训项目的培训等级不低于二级/技师",
        "the program's level is at least level 2 (technician)",
    ),
    (
        "not program.level >= technician",
        "并非“培训项目的培训等级不低于二级/技师”",
        "it is not so that “the program's level is at least level 2 (technician)”",
    ),
    (
        "level_above(program.level) == certificate.level",
        "比培训项目的培训等级高一级的等级与证书等级相同",
        "the level above the program's level is the same as the level of the certificate",
    ),
    (
        "program.kind in (online, poverty)",
        "培训项目的培训类别为职业技能提升行动线上培训或扶贫技能培训",
        "the program's line of training is online training or training for poverty relief",
    ),
    (
        "program.kind not in (online, poverty)",
        "培训项目的培训类别不是职业技能提升行动线上培训或扶贫技能培训中的任何一项",
        "the program's line of training is none of online training or training for poverty relief",
    ),
    ("cohort.delivery != online", "培训方式不是线上", "the way of teaching is not online"),
    (
        "certificate.occupation != program.occupation",
        "证书职业（工种）与培训项目的职业（工种）不同",
        "the occupation of the certificate is not the same as the program's occupation",
    ),
    (
        "share(enrollment.attended_hours, enrollment.scheduled_hours) >= 80%",
        "实到学时占计划学时的比例不低于80%",
        "the share of the attended hours in the scheduled hours is at least 80%",
    ),
    # dates
    (
        "claim.submitted_on <= plus_months(certificate.issued_on, 12)",
        "申领日期不晚于发证日期后12个月",
        "the date of the claim is not after 12 months after the date of issue",
    ),
    (
        "cohort.filed_on <= plus_working_days(cohort.start_date, -5)",
        "开班备案日期不晚于开班日期前5个工作日",
        "the day the class was filed is not after 5 working days before the start of the class",
    ),
    (
        "months(contract.start_date, plus_days(contract.end_date, 1)) >= 12",
        "劳动合同起始日期至劳动合同终止日期（含当日）的整月数不少于12个月",
        "the full months from the start of the contract to the end of the contract inclusive are at least 12 months",
    ),
    (
        "cohort.start_date < retirement_date(trainee)",
        "开班日期早于学员达到法定退休年龄之日",
        "the start of the class is before the day on which the trainee reaches the statutory retirement age",
    ),
    (
        "max(cohort.end_date, certificate.issued_on) < claim.submitted_on",
        "结业日期和发证日期中最晚的日期早于申领日期",
        "the latest of the end of the class and the date of issue is before the date of the claim",
    ),
    # tables
    ("listed(fees)", "表 fees 列有该项", "table fees lists the item"),
    ("not listed(fees)", "表 fees 未列该项", "table fees does not list the item"),
    # lists
    (
        "count(a for a in awards if a.kind == free_training and year(a.start_date) == year(cohort.start_date)) < 2",
        "已享受补贴中符合“补贴种类为免费培训，且开班日期与本班期的开班日期在同一年”的记录数少于2",
        (
            "the number of the awards on record where (the kind of award is free training, and the start of the class"
            " is in the same year as the start of the class in this case) is less than 2"
        ),
    ),
    ("count(a for a in awards) == 0", "没有已享受补贴记录", "there is none of the awards on record"),
    (
        "not any(k.present < 10 for k in cohort.checks)",
        "检查记录中没有实到人数少于10人的记录",
        "there is none of the checks where the heads present are less than 10 heads",
    ),
    (
        "not any(a.level > program.level for a in awards if a.kind == training_fee)",
        "已享受补贴中没有符合“补贴种类为培训费补贴，且技能等级高于本培训项目的培训等级”的记录",
        (
            "there is none of the awards on record where (the kind of award is training fee, and the level is above"
            " the program's level in this case)"
        ),
    ),
    (
        "count(a for a in awards if holds(trainee, disabled, cohort.start_date)) < 2",
        "已享受补贴中本学员在本班期的开班日期时属于残疾人的记录数少于2",
        (
            "the number of the awards on record where the trainee has the status “disabled person” on the start of the"
            " class in this case is less than 2"
        ),
    ),
    (
        "any(s.fixed for s in provider.sanctions)",
        "违规处理记录中有已整改到位的记录",
        "there is at least one of the sanctions where the record is put right",
    ),
    (
        "not all(s.fixed for s in provider.sanctions if s.grade == notice)",
        "违规处理记录中处理方式为通报的记录至少有一条符合：未整改到位",
        "for at least one of the sanctions where the measure is public notice: the record is not put right",
    ),
]


@pytest.mark.parametrize(("text", "zh", "en"), SENTENCES)
def test_a_condition_is_a_sentence(text: str, zh: str, en: str) -> None:
    """Each construct reads as a statement in both languages."""
    assert sentence(tree(text)) == Text(zh, en)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "exists(certificate) and not (exists(contract) and exists(employer))",
            "以下各项均须满足：（1）有证书；（2）没有劳动合同，或者没有用人单位",
            "all of these hold: (1) there is a certificate; (2) there is no labour contract, or there is no employer",
        ),
        (
            "not (exists(certificate) or exists(contract))",
            "没有证书，且没有劳动合同",
            "there is no certificate, and there is no labour contract",
        ),
        (
            "exists(certificate) or (exists(contract) or exists(employer))",
            "以下至少一项成立：（1）有证书；（2）有劳动合同；（3）有用人单位",
            (
                "at least one of these holds: (1) there is a certificate; (2) there is a labour contract;"
                " (3) there is an employer"
            ),
        ),
        (
            "not all(k.present < 3 for k in cohort.checks) and exists(certificate)",
            "以下各项均须满足：（1）检查记录至少有一条符合：实到人数不少于3人；（2）有证书",
            (
                "all of these hold: (1) for at least one of the checks: the heads present are at least 3 heads;"
                " (2) there is a certificate"
            ),
        ),
        (
            "cohort.training_days > (2 if exists(certificate) or exists(contract) and exists(employer) else 1)",
            "培训天数超过（如果（有证书，或者（有劳动合同，且有用人单位）），为2天，否则为1天）",
            (
                "the days of training are more than (2 days if (there is a certificate, or (there is a labour contract,"
                " and there is an employer)), otherwise 1 day)"
            ),
        ),
    ],
)
def test_and_and_or_cannot_be_misread(text: str, zh: str, en: str) -> None:
    """A compound inside a compound stands in brackets or is numbered, whichever way it was written."""
    assert sentence(tree(text)) == Text(zh, en)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("60 * enrollment.attended_days", "60元 × 实到天数", "60 yuan × the attended days"),
        (
            "fees * 70%",
            "（表 fees 中按培训项目的紧缺程度查得的金额） × 70%",
            "(the amount in table fees by the program's scarcity) × 70%",
        ),
        (
            "cohort.cost_per_person - (enrollment.advance_paid - 20.5)",
            "人均实际培训成本 - （预拨金额 - 20.50元）",
            "the actual cost per person - (the amount paid in advance - 20.50 yuan)",
        ),
        (
            "100 * ((cohort.training_days + 2) // 30)",
            "100元 × （（培训天数 + 2天） ÷ 30（舍去小数））",
            "100 yuan × ((the days of training + 2 days) ÷ 30 (rounded down))",
        ),
        (
            "min(cohort.cost_per_person, 300) * 50%",
            "（人均实际培训成本（至多300元）） × 50%",
            "(the actual cost per person (at most 300 yuan)) × 50%",
        ),
        (
            "sum(a.amount for a in awards if a.state == paid) + 10",
            "（已享受补贴中状态为已拨付的记录的补贴金额合计） + 10元",
            "(the total of the amount over the awards on record where the state is paid) + 10 yuan",
        ),
        (
            "tiered(cohort.training_days, daily)",
            "培训天数分段计算（10天以内（含）的部分每天150元；超过10天的部分每天100元）",
            "the days of training in tiers (150 yuan per day up to 10 days; 100 yuan per day above 10 days)",
        ),
        (
            "100 if exists(certificate) else 80",
            "如果有证书，为100元，否则为80元",
            "100 yuan if there is a certificate, otherwise 80 yuan",
        ),
        (
            "100 if exists(certificate) else 80 if exists(contract) else 40",
            "如果有证书，为100元；如果有劳动合同，为80元；否则为40元",
            "100 yuan if there is a certificate, 80 yuan if there is a labour contract, otherwise 40 yuan",
        ),
    ],
)
def test_an_amount_is_a_noun_phrase(text: str, zh: str, en: str) -> None:
    """Amounts read as products, table values and alternatives, in yuan."""
    assert sentence(tree(text, MONEY)) == Text(zh, en)


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


@pytest.mark.parametrize(
    ("yes", "zh", "en"),
    [
        (True, "合并计算（尚未明确）", "counted together (unsettled)"),
        (False, "分别计算（尚未明确）", "counted apart (unsettled)"),
    ],
)
def test_a_plain_yes_or_no_in_doubt_is_the_words_of_the_reading_that_is_meant(yes: bool, zh: str, en: str) -> None:
    """Where the readings are yes and no, nothing but their labels is said."""
    fact = Fact("reading.joint", Type(Kind.ENUM, names=("apart", "together")), 0, 1)
    node = If(Compare(CompareOp.EQ, fact, Literal(0, fact.type)), Literal(0, BOOL), Literal(1, BOOL))
    labels = {
        "reading.joint.apart": Text("分别计算", "counted apart"),
        "reading.joint.together": Text("合并计算", "counted together"),
    }
    assert sentence(node if yes else Not(node), Names(labels)) == Text(zh, en)
    ruled = Names(labels, settled={"reading.joint": 1})
    assert sentence(node, ruled).zh == "按已明确的理解，合并计算"
    beside = Logic(LogicOp.AND, (tree("exists(certificate)"), node))
    assert sentence(beside, ruled).zh == "有证书，且（按已明确的理解，合并计算）"


def test_a_value_in_doubt_is_brief_where_its_readings_stand_elsewhere() -> None:
    """On a sheet that has the readings, a value is said by their labels and where to look, if all have labels."""
    fact = Fact("reading.days", Type(Kind.ENUM, names=("scheduled", "attended")), 0, 1)
    arms = tree("cohort.training_days"), tree("enrollment.attended_days")
    node = If(Compare(CompareOp.EQ, fact, Literal(0, fact.type)), *arms)
    words = {
        "reading.days.scheduled": Text("按计划", "as planned"),
        "reading.days.attended": Text("按实到", "as attended"),
    }
    said = sentence(node, Names(words, brief=True))
    assert said == Text(
        "（按计划；或者按实到；尚未明确，见未定事项 days）", "(as planned; or as attended; unsettled, see days)"
    )
    del words["reading.days.attended"]
    assert "实到天数" in sentence(node, Names(words, brief=True)).zh


def test_a_denial_reaches_every_reading() -> None:
    """An unsettled condition that is denied has each of its readings denied, so that no double negation is read."""
    fact = Fact("reading.had", Type(Kind.ENUM, names=("certificate", "contract")), 0, 1)
    arms = tree("exists(certificate)"), tree("exists(contract) and exists(employer)")
    node = If(Compare(CompareOp.EQ, fact, Literal(0, fact.type)), *arms)
    said = sentence(Not(node), Names({"reading.had": Text("已享受", "what was had")}))
    assert said.zh == "已享受尚未明确，可能的理解有：没有证书或（没有劳动合同，或者没有用人单位）"


def test_a_denied_clause_with_a_plain_reading_is_denied_as_a_whole() -> None:
    """An unsettled condition of which one reading is a plain yes keeps its readings under a negation."""
    fact = Fact("reading.age", Type(Kind.ENUM, names=("none", "limit")), 0, 1)
    node = If(Compare(CompareOp.EQ, fact, Literal(0, fact.type)), Literal(1, BOOL), tree("exists(certificate)"))
    said = sentence(Not(node), Names({"reading.age": Text("年龄上限", "the upper age")}))
    assert said.zh == "并非“年龄上限尚未明确，可能的理解有：不设条件或有证书”"
    assert (
        said.en == "it is not so that “the upper age is unsettled; the readings are: "
        "none: no condition applies; or limit: there is a certificate”"
    )


@pytest.mark.parametrize(
    ("lo", "hi", "zh", "en"),
    [
        (
            400_000,
            10**7,
            "标准（不低于4000.00元，由市人社局决定）",
            "the standard (at least 4000.00 yuan, decided by the city bureau)",
        ),
        (
            0,
            100_000,
            "标准（不高于1000.00元，由市人社局决定）",
            "the standard (at most 1000.00 yuan, decided by the city bureau)",
        ),
        (0, 10**7, "标准（由市人社局决定）", "the standard (decided by the city bureau)"),
        (
            100,
            200,
            "标准（1.00元至2.00元，由市人社局决定）",
            "the standard (1.00 yuan to 2.00 yuan, decided by the city bureau)",
        ),
    ],
)
def test_a_delegated_figure_names_its_limits_and_who_decides(lo: int, hi: int, zh: str, en: str) -> None:
    """A figure left to an authority is said with its legal limits, never with those of its type."""
    decided_by = {"ruling.standard": Text("市人社局", "the city bureau")}
    names = Names({"ruling.standard": Text("标准", "the standard")}, decided_by)
    assert sentence(Fact("ruling.standard", MONEY, lo, hi), names) == Text(zh, en)


def test_what_a_document_names_stands_for_its_definition() -> None:
    """Words given for a definition are said wherever it was put in, also inside an and, and denied."""
    poor = tree("exists(certificate) and exists(contract)")
    names = Names(defined={poor: Text("双证齐全", "both papers are there")})
    said = sentence(Logic(LogicOp.AND, (tree("exists(employer)"), Not(poor))), names)
    assert "双证齐全：不成立" in said.zh
    assert "both papers are there: no" in said.en
    assert "证书" not in said.zh


def test_a_table_goes_by_its_title() -> None:
    """A title given for a table takes the place of its name."""
    said = sentence(tree("fees", MONEY), Names({"table.fees": Text("补贴标准表", "table of standards")}))
    assert said == Text(
        "“补贴标准表”中按培训项目的紧缺程度查得的金额", "the amount in “table of standards” by the program's scarcity"
    )


def test_one_of_several_values_goes_by_its_label() -> None:
    """What a value of a row is called is said with the table, and the columns are left to the table."""
    names = Names({"value.fees": Text("培训费标准", "the standard of the fee")})
    assert sentence(tree("fees", MONEY), names) == Text("表 fees 的培训费标准", "the standard of the fee in table fees")
    assert sentence(tree("listed(fees)"), names) == Text(
        "表 fees 列有培训费标准", "table fees lists the standard of the fee"
    )


@pytest.mark.parametrize(
    "text",
    [
        "certificate.number == 'AB12345'",
        "'AB12345' != certificate.number",
        "certificate.number in ('AB12345', 'AB67890')",
        "count(a for a in awards if a.certificate_no == 'AB12345') < 1",
    ],
)
def test_a_number_that_identifies_a_person_is_not_printed(text: str) -> None:
    """A rule that compares with such a number says that there is one, not which."""
    said = sentence(tree(text))
    assert "AB" not in said.zh + said.en
    assert "不予显示" in said.zh
    assert "not shown" in said.en


# -- whatever can be written -----------------------------------------------------------------------------------------

COMPARED = {Kind.INT: "3", Kind.MONEY: "30", Kind.RATE: "30%", Kind.DATE: "'2020-02-29'"}


def _conditions(fields: dict[str, FieldInfo], prefix: str) -> list[str]:
    """A condition for each field, by its kind."""
    found = []
    for name, info in fields.items():
        path = prefix + name
        if info.kind is Kind.BOOL:
            found.append(path)
        elif info.kind is Kind.ENUM and info.members is not None:
            last = list(info.members)[-1].value
            found += [f"{path} == {last}", f"{path} not in ({next(iter(info.members)).value}, {last})"]
        elif info.kind is Kind.CODE:
            found += [f"{path} == '533323'", f"in_area({path}, 5333)"] if info.division else [f"{path} != 'X9Y8Z7'"]
        else:
            found += [f"{path} {op} {COMPARED[info.kind]}" for op in ("<", ">=", "==")]
    return found


def _asked(source: str) -> st.SearchStrategy[str]:
    """Questions to a list, with conditions on its records and on the case."""
    one = st.sampled_from(_conditions(vocabulary.elements(source), "one."))
    test = st.one_of(one, st.tuples(one, st.sampled_from(LEAVES)).map(" and ".join), one.map("not ({})".format))
    return st.one_of(
        st.builds("{}({} for one in {} if {})".format, st.sampled_from(["any", "all"]), test, st.just(source), test),
        st.builds("count(one for one in {} if {}) {} 2".format, st.just(source), test, st.sampled_from(["<", "=="])),
    )


LEAVES = [
    *_conditions(vocabulary.facts(), ""),
    "exists(contract)",
    "holds(trainee, veteran, plus_days(cohort.start_date, -1))",
    "holds(provider, dishonest, '2020-01-01')",
    "holds(trainee, disabled, cohort.start_date)",
    "listed(fees)",
    "fees >= min(300, standard.training_fee / 3)",
    "standard.dibao_month - (tiered(enrollment.attended_days, daily) - 10) > standard.training_fee * 2",
    "max(cohort.start_date, claim.submitted_on) < retirement_date(trainee)",
    "share(enrollment.attended_hours, enrollment.scheduled_hours) < 80%",
    "level_above(enrollment.entry_level) >= program.level",
    "months(contract.start_date, contract.end_date) // 12 >= 1",
    "1 <= age(trainee.birth_date, cohort.start_date) < 60",
]


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        inner.map("not ({})".format),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("(cohort.training_days > (2 if {} else 1))".format, inner),
        st.builds("(({}) == exists(contract))".format, inner),
    )


def expressions() -> st.SearchStrategy[str]:
    """Conditions that can be written in a rule."""
    lists = [_asked(source) for source in vocabulary.lists()]
    return st.recursive(st.one_of(st.sampled_from(LEAVES), *lists), _larger, max_leaves=8)


FIELDS = {name for noun in vocabulary.NOUNS.values() for name in fields_of(noun) if "_" in name}
ARTEFACTS = re.compile(
    r"[<>{}\[\]]|None|True|False|Fraction|Type\(|Kind\.|[a-z]\.[a-z]|\b[a-z]+_[a-z_]+\b|\(\)|（）|“”"
)


def groups(words: str, opening: str, closing: str) -> list[str]:
    """What stands in each pair of brackets or quotes, without what stands in inner ones; the whole comes last."""
    innermost = re.compile(f"[{opening}]([^{opening}{closing}]*)[{closing}]")
    found: list[str] = []
    while (inside := innermost.search(words)) is not None:
        found.append(inside.group(1))
        words = words[: inside.start()] + "…" + words[inside.end() :]
    return [part for group in [*found, words] for part in re.split("[；;]", group)]


def assert_clean(text: str) -> None:
    """Both languages are there, without a trace of the code, of a field's path or of a number that identifies."""
    said = sentence(tree(text))
    assert said.zh
    assert said.en
    assert not ARTEFACTS.search(said.en)
    assert not ARTEFACTS.search(said.zh)
    assert not [word for word in FIELDS if word in said.zh + said.en]
    private = re.findall(r"(?:certificate\.number|certificate_no) != 'X9Y8Z7'", text)
    assert (said.en + said.zh).count("X9Y8Z7") == 2 * (text.count("X9Y8Z7") - len(private))


@pytest.mark.parametrize("text", LEAVES)
def test_each_condition_alone_can_be_said(text: str) -> None:
    """A comparison of each field and a use of each function, said and denied, shows words only."""
    assert_clean(text)
    assert_clean(f"not ({text})")


@given(expressions())
def test_whatever_can_be_written_can_be_said(text: str) -> None:
    """Compounds, conditionals and questions to lists show words only."""
    assert_clean(text)


@given(expressions())
def test_one_pair_of_brackets_holds_one_of_and_and_or(text: str) -> None:
    """Brackets and quotes close, and nowhere do "and" and "or" meet so that one could be read with the other."""
    said = sentence(tree(text))
    for part in groups(said.zh, "（“", "）”"):
        assert not ("，且" in part and "，或者" in part)
        assert not set(part) & set("（）“”")
    for part in groups(said.en, "(“", ")”"):
        assert not (", and " in part and ", or " in part)
        assert not set(part) & set("()“”")


@given(expressions())
def test_a_denial_is_another_sentence_and_two_are_none(text: str) -> None:
    """A condition and its negation never read alike; a double negation is the condition."""
    said = sentence(tree(text))
    denied = sentence(tree(f"not ({text})"))
    assert said.zh != denied.zh
    assert said.en != denied.en
    assert sentence(tree(f"not (not ({text}))")) == said


# -- facts and values -----------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("kind", "lo", "hi", "zh", "en"),
    [
        (BOOL, 0, 0, "否", "no"),
        (BOOL, 1, 1, "是", "yes"),
        (BOOL, 0, 1, "未知", "not known"),
        (DAYS, 0, 8, "至多8天", "at most 8 days"),
        (Type(Kind.ENUM, members=Scarcity), 0, 1, "一般紧缺或紧缺", "generally scarce or scarce"),
        (
            Type(Kind.ENUM, members=Category),
            0,
            4,
            "“建档立卡贫困劳动力”至“边缘易致贫户”5项之一",
            "one of the 5 from “registered poor labourer” to “household on the margin of poverty”",
        ),
    ],
)
def test_a_value_in_doubt_is_said_by_its_ends(kind: Type, lo: int, hi: int, zh: str, en: str) -> None:
    """Yes and no, an upper end alone, few members by name and many by the first and the last."""
    assert value_text(kind, lo, hi) == Text(zh, en)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("enrollment.claimed_as == veteran", "享受补贴类别为退役军人", "the status claimed is veteran"),
        ("employment.pension_insured", "学员已缴纳养老保险", "the pension insurance is paid"),
        ("certificate.first_pass", "学员为初次通过评价", "the first evaluation is passed"),
        ("enrollment.advance_paid > 5", "预拨金额高于5元", "the amount paid in advance is above 5 yuan"),
        ("claim.submitted_on > '2020-01-31'", "申领日期晚于2020-01-31", "the date of the claim is after 2020-01-31"),
    ],
)
def test_fields_are_said_by_the_sense_of_their_names(text: str, zh: str, en: str) -> None:
    """What is claimed, paid, passed or dated reads as a phrase and not as a label."""
    assert sentence(tree(text)) == Text(zh, en)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "holds(trainee, veteran, cohort.start_date)",
            "学员在开班日期时是否属于退役军人",
            "whether the trainee has the status “veteran” on the start of the class",
        ),
        (
            "in_area(trainee.domicile, 533323)",
            "学员的户籍所在地是否在云南省怒江傈僳族自治州福贡县（533323）",
            "whether the trainee's place of household registration lies in 云南省怒江傈僳族自治州福贡县 (533323)",
        ),
        ("exists(certificate)", "是否有证书", "whether there is a certificate"),
    ],
)
def test_a_yes_or_no_is_asked(text: str, zh: str, en: str) -> None:
    """What is not known of a yes or no is named as a question, in both languages."""
    node = tree(text)
    assert isinstance(node, Fact)
    assert fact_text(node) == Text(zh, en)


def test_whether_a_table_has_an_item_is_asked() -> None:
    """What a ruling can settle about a table is a question as well."""
    node = Fact("ruling.listed(fees)", BOOL, 0, 1)
    assert fact_text(node) == Text("表 fees 是否列有该项", "whether table fees lists the item")


def test_a_former_name_of_a_county_is_not_used() -> None:
    """Of a county that was renamed the name in use stands, and only that."""
    assert division("120110") == Text("天津市东丽区（120110）", "天津市东丽区 (120110)")


def test_three_of_a_kind_are_listed_with_one_or() -> None:
    """The last of several statuses stands behind the "or"."""
    text = "holds(trainee, {0}, cohort.start_date)"
    said = sentence(tree(" or ".join(text.format(one) for one in ("veteran", "disabled", "employed"))))
    assert said.zh == "学员在开班日期时属于退役军人、残疾人或已就业人员"
    assert "“veteran”, “disabled person” or “person in employment”" in said.en


def test_a_private_value_is_never_printed() -> None:
    """The value of a field that identifies a person is said to be given, not what it is."""
    info = fields_of(Trainee)["id_number"]
    assert "4711" not in value_text(info, 4711, 4711).en
