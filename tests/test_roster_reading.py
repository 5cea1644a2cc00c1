from __future__ import annotations

import string
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosters import ID, OTHER, Frame, codes, people, read, trainee
from vocskills.calendar import parse_day
from vocskills.errors import InputError
from vocskills.model.fields import ABSENT, Between, FieldInfo, Kind, fields_of
from vocskills.model.nouns import Cohort, Trainee
from vocskills.model.records import Status
from vocskills.model.terms import Category, Level, Sex
from vocskills.model.values import wrong_value
from vocskills.money import Money
from vocskills.roster import Severity, columns, read_roster
from vocskills.roster.codes import Code
from vocskills.roster.reading.column import read_cell
from vocskills.roster.reading.dates import read_day, read_period
from vocskills.roster.reading.numerals import chinese
from vocskills.roster.reading.said import Context

NOTHING = Context()


def said(header: str, raw: Any, **context: Any) -> tuple[Any, list[str]]:
    """What a cell says under a header, and what there is to say about it."""
    found = read_cell(columns()[header], raw, Context(**context))
    return found.value, [note.code.value for note in found.notes]


def month(year: int, number: int, last: int) -> Between[date]:
    return Between(date(year, number, 1), date(year, number, last))


# M1 to M8: identity numbers.


@pytest.mark.parametrize(
    ("raw", "value", "said_of_it"),
    [
        (5.33399197503010018e17, None, ["damaged"]),  # M1
        ("5.33399197503010E+17", None, ["damaged"]),
        (533399197503010000, None, ["damaged"]),
        ("533399197503010000", None, ["damaged-zeros"]),  # M2
        (533399197503010013, ID, ["number-as-number"]),  # a frame keeps whole numbers
        ("53339919750301003x", "53339919750301003X", []),  # M3
        ("５３３３９９１９７５０３０１００１３", ID, ["hidden"]),
        (f"'{ID}", ID, ["hidden"]),  # M4
        (f"\t{ID}\u00a0", ID, ["hidden"]),
        (f"{ID[:6]}\u200b{ID[6:]}\n", ID, ["hidden"]),
        ("533399 19750301 0013", ID, ["hidden"]),
        ("533399197503010019", "533399197503010019", ["id-check-digit"]),  # M5
        ("533399750301001", "533399750301001", ["id-form"]),  # M6
        (533399750301001.0, "533399750301001", ["number-as-number", "id-form"]),
        (f"{ID}42", f"{ID}42", ["id-form"]),
        ("H01234567", "H01234567", ["id-form"]),
        ("533399********0013", "533399********0013", ["id-masked"]),  # M7
        ("5333991975030100", None, ["id-length"]),
        (True, None, ["damaged"]),
    ],
)
def test_an_identity_number_is_kept_or_refused_and_never_repaired(
    raw: Any, value: object, said_of_it: list[str]
) -> None:
    """Damage by number formats is found; odd but possible numbers stay as they are with a word about them."""
    assert said("身份证号码", raw) == (value, said_of_it)


def test_two_columns_of_numbers_that_disagree_are_a_conflict() -> None:
    """Neither of the two is taken (M8); the problem names both cells, and agreeing columns are one."""
    roster = read({"18位身份证号": ID, "身份证号": OTHER}, {"18位身份证号": OTHER, "身份证号": OTHER})
    conflict = next(problem for problem in roster.problems if problem.code == "conflict")
    assert [str(cell) for cell in conflict.cells] == ["B2", "A2"]
    assert trainee(roster).id_number is None
    assert getattr(people(roster)[1].trainee, "id_number", None) == OTHER
    assert ID not in conflict.render("en") + conflict.render("zh")


# M9 to M12: dates.


@pytest.mark.parametrize(
    ("raw", "value", "said_of_it"),
    [
        ("2020.3.6", date(2020, 3, 6), []),
        ("2020/3/6", date(2020, 3, 6), []),
        ("2020-03-06", date(2020, 3, 6), []),
        ("20200306", date(2020, 3, 6), []),
        (20200306.0, date(2020, 3, 6), []),
        ("2020年3月6日", date(2020, 3, 6), []),
        ("2020年3月6号（星期五）", date(2020, 3, 6), []),
        ("２０２０．３．６", date(2020, 3, 6), []),
        ("二〇二〇年三月六日", date(2020, 3, 6), []),
        ("2020-03-06 00:00:00", date(2020, 3, 6), []),
        (datetime.fromisoformat("2020-03-06T08:30"), date(2020, 3, 6), []),
        ("2020年3月", month(2020, 3, 31), []),
        ("2020-3", month(2020, 3, 31), []),
        ("202003", month(2020, 3, 31), []),
        ("2020年3月下旬", Between(date(2020, 3, 21), date(2020, 3, 31)), []),
        (2020, Between(date(2020, 1, 1), date(2020, 12, 31)), []),
        (43896, date(2020, 3, 6), ["serial"]),
        ("43896", date(2020, 3, 6), ["serial"]),
        ("3月6日", None, ["no-year"]),
        ("13/6/2020", date(2020, 6, 13), []),
        ("3/6/2020", Between(date(2020, 3, 6), date(2020, 6, 3)), ["day-or-month"]),
        ("20.3.6", None, ["short-year"]),
        ("200505", None, ["month-or-day"]),
        ("2020-02-30", None, ["no-such-date"]),
        ("2020.13.1", None, ["no-such-date"]),
        ("三月里", None, ["not-a-date"]),
        (12, None, ["not-a-date"]),
        # M10: 2020.10 as a number is 2020.1.
        (2020.1, Between(date(2020, 1, 1), date(2020, 10, 31)), ["january-or-october"]),
        ("2020.1", Between(date(2020, 1, 1), date(2020, 10, 31)), ["january-or-october"]),
        ("2020.10", month(2020, 10, 31), []),
        (2020.11, month(2020, 11, 30), []),
        ("2020.01", month(2020, 1, 31), []),
    ],
)
def test_a_date_is_read_in_every_spelling(raw: Any, value: object, said_of_it: list[str]) -> None:
    """A day, a month or a year; what may mean two things is the span of both, or nothing."""
    assert said("开班日期", raw) == (value, said_of_it)


@pytest.mark.parametrize(
    ("raw", "first", "last"),
    [
        ("2020.3.6-3.20", date(2020, 3, 6), date(2020, 3, 20)),
        ("2020.3.6-20", date(2020, 3, 6), date(2020, 3, 20)),
        ("2020年3月6日—20日", date(2020, 3, 6), date(2020, 3, 20)),
        ("2020年3月6日至2020年3月20日", date(2020, 3, 6), date(2020, 3, 20)),
        ("自2020年3月6日起至3月20日止", date(2020, 3, 6), date(2020, 3, 20)),
        ("2020-03-06-2020-03-20", date(2020, 3, 6), date(2020, 3, 20)),
        ("2020-03-06 到 2020-03-20", date(2020, 3, 6), date(2020, 3, 20)),
        ("20200306～20200320", date(2020, 3, 6), date(2020, 3, 20)),
        ("2020.3.6-3.20（共10天）", date(2020, 3, 6), date(2020, 3, 20)),
        ("2020.3.6-3.10、3.15-3.20", date(2020, 3, 6), date(2020, 3, 20)),
        ("2020.3-2020.5", month(2020, 3, 31), month(2020, 5, 31)),
        ("2020.12.28-1.5", date(2020, 12, 28), None),
        ("2020.3.6", date(2020, 3, 6), None),
        ("3月6日至20日", None, None),
        ("随到随学", None, None),
    ],
)
def test_a_range_in_one_cell_is_two_days(raw: str, first: object, last: object) -> None:
    """The second inherits what it does not say from the first (M11); an end that nobody can tell is unknown."""
    roster = read({"姓名": "甲", "培训时间": raw})
    cohort = roster.cases[0].cohort
    found = cohort if isinstance(cohort, Cohort) else Cohort()
    assert (found.start_date, found.end_date) == (first, last)
    assert roster.cell(0, "cohort.end_date") == roster.cell(0, "cohort.start_date")


def test_a_range_without_a_year_takes_the_year_of_the_mapping() -> None:
    """Only where the mapping gives it; a range where one day belongs is the span between its ends."""
    roster = read({"姓名": "甲", "培训时间": "3月6日至20日"}, mapping={"year": "2020"})
    assert roster.cases[0].cohort == Cohort(start_date=date(2020, 3, 6), end_date=date(2020, 3, 20))
    assert said("开班日期", "2020.3.6-3.20") == (Between(date(2020, 3, 6), date(2020, 3, 20)), ["period-for-day"])


def test_serial_numbers_follow_the_workbook() -> None:
    """In the system of 1904 the same day has a number that is 1,462 smaller (M12)."""
    assert said("开班日期", 43896 - 1462, date_1904=True) == (date(2020, 3, 6), ["serial"])


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["{}.{}.{}", "{}/{}/{}", "{}-{}-{}", "{}年{}月{}日"]),
)
def test_any_day_is_read_back(on: date, form: str) -> None:
    """Whatever the day, its common spellings say that day and nothing else."""
    span = read_day(form.format(on.year, on.month, on.day), NOTHING)
    assert span.bounds == parse_day(on.isoformat())
    assert span.code is None


@given(
    st.text(alphabet=string.digits + ".-/~年月日至 、()", max_size=24)
    | st.floats()
    | st.integers()
    | st.text(max_size=12)
)
def test_any_cell_of_a_date_is_a_span_of_real_days(raw: Any) -> None:
    """Nothing raises, ends are in order and no reading is certain by accident: it has two ends or a word about it."""
    span = read_day(raw, NOTHING)
    assert span.bounds is not None or span.code is not None
    for bounds in (span.bounds, *(end for end in (read_period(raw, NOTHING).first, read_period(raw, NOTHING).last))):
        assert bounds is None or parse_day(f"{bounds[0]:08}"[:4])[0] <= bounds[0] <= bounds[1]


# M16 to M25: numbers and words.


@pytest.mark.parametrize(
    ("raw", "value"),
    [("男", Sex.MALE), ("男性", Sex.MALE), ("M", Sex.MALE), (" 女 ", Sex.FEMALE), ("female", Sex.FEMALE), ("0", None)],
)
def test_sex_is_read_from_words(raw: str, value: object) -> None:
    """A bare 0 or 1 means different things in different systems (M17)."""
    assert said("性别", raw)[0] == value


def test_codes_of_sex_are_read_where_the_list_is_known() -> None:
    """A column with a 2, or under aac004, has the codes of GB/T 2261.1; any other list stands in the mapping."""
    assert [getattr(one.trainee, "sex", None) for one in people(read({"性别": 1}, {"性别": "2"}))] == [
        Sex.MALE,
        Sex.FEMALE,
    ]
    unclear = read({"姓名": "甲", "性别": "1"}, {"姓名": "乙", "性别": "0"})
    assert [getattr(one.trainee, "sex", None) for one in people(unclear)] == [None, None]
    assert codes(unclear) == ["code-unknown", "code-unknown"]
    given_codes = {"values": {"性别": {"1": "male", "0": "female"}}}
    known = read({"性别": "1"}, {"性别": "0"}, mapping=given_codes)
    assert [getattr(one.trainee, "sex", None) for one in people(known)] == [Sex.MALE, Sex.FEMALE]


@pytest.mark.parametrize(
    ("raw", "value"),
    [("是", True), ("√", True), ("有", True), (1.0, True), (True, True), ("Y", True), ("是（2019年认定）", True)]
    + [("否", False), ("×", False), ("无", False), (0, False), ("N", False)]
    + [(blank, None) for blank in ("", " ", "-", "——", "/", "不详", "未知")],
)
def test_yes_no_and_neither(raw: Any, value: object) -> None:
    """A blank cell, a dash and 不详 are unknown and never 否 (M18)."""
    assert said("是否来自深度贫困县", raw)[0] is value


@pytest.mark.parametrize(
    ("raw", "unit", "fen"),
    [
        ("1,000.00", "", 100_000),
        ("1，000元", "", 100_000),
        ("￥1000", "", 100_000),
        (1000.5, "", 100_050),
        ("0.1万元", "", 100_000),
        (0.1, "万元", 100_000),
        ("1000元", "万元", 100_000),
        ("壹仟元整", "", 100_000),
        ("叁仟贰佰元伍角", "", 320_050),
        ("一千二百元", "", 120_000),
        ("8角", "", 80),
        ("一千多", "", None),
        ("0.001", "", None),
        ("1e3", "", None),
    ],
)
def test_money_in_yuan_and_ten_thousands(raw: Any, unit: str, fen: int | None) -> None:
    """The cell's own unit comes before the header's (M19); what is finer than a fen or no number is not read."""
    assert said("实缴培训费", raw, unit=unit)[0] == (None if fen is None else Money(fen))


@pytest.mark.parametrize(
    ("raw", "value", "said_of_it"),
    [
        ("80课时", Decimal(80), []),
        (80.0, Decimal(80), []),
        ("80学时(10天)", Decimal(80), ["remark-in-cell"]),
        ("80.5", Decimal("80.5"), []),
        ("八十", Decimal(80), []),
        ("80-90学时", Between(Decimal(80), Decimal(90)), ["range"]),
        ("10天", None, ["other-unit"]),
        ("80小时", None, ["other-unit"]),
        ("80h", None, ["other-unit"]),
        ("很多", None, ["not-a-number"]),
    ],
)
def test_hours_are_class_hours(raw: Any, value: object, said_of_it: list[str]) -> None:
    """Days and clock hours need a rule of the place to become class hours (M20)."""
    assert said("计划学时", raw) == (value, said_of_it)


def test_days_are_whole() -> None:
    """Half a day lies between two whole numbers; class hours are no days."""
    assert said("实到天数", "9.5天") == (Between(9, 10), ["fraction"])
    assert said("实到天数", "80课时") == (None, ["other-unit"])


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (word, Level.JUNIOR)
        for word in ("初级", "初级工", "五级", "五级/初级工", "5", 5.0, "国家职业资格五级", "Ⅴ", "五级（初级工）")
    ]
    + [("高级技师", Level.SENIOR_TECHNICIAN), ("专项", Level.SPECIALIZED), ("——", None), ("junior", Level.JUNIOR)]
    + [("中级/高级", Between(Level.INTERMEDIATE, Level.SENIOR)), ("优秀", None)],
)
def test_levels_stand_on_one_ladder(raw: Any, value: object) -> None:
    """Names, numerals and both together are one scale (M21); a dash sets no level."""
    assert said("培训等级", raw)[0] == value


def test_a_trade_stays_as_written() -> None:
    """Occupations are text; their codes are another column (M22)."""
    assert said("培训工种", "火腿腌制") == ("火腿腌制", [])


@pytest.mark.parametrize(
    ("raw", "value", "said_of_it"),
    [
        ("533323", "533323", []),
        (533323.0, "533323", []),
        ("云南省怒江州福贡县匹河乡知子罗村委会", "533323", ["place-by-name"]),
        ("福贡县", "533323", ["place-by-name"]),
        ("鼓楼区", None, ["place-unclear"]),
        ("知子洛村", None, ["place-unclear"]),
        ("533399", None, ["invalid"]),
    ],
)
def test_a_place_is_a_code_or_a_name_that_leads_to_one(raw: Any, value: object, said_of_it: list[str]) -> None:
    """A name that several counties have leads to none (M23), and a code that was never allocated is refused."""
    assert said("户籍所在地", raw) == (value, said_of_it)


@pytest.mark.parametrize(
    ("raw", "value", "said_of_it"),
    [
        ("张 三", "张三", ["hidden"]),
        ("阿卜杜・热合曼", "阿卜杜·热合曼", ["hidden"]),
        ("John Smith", "John Smith", []),
        ("张三(代)", "张三(代)", ["two-names"]),
        ("张三、李四", "张三、李四", ["two-names"]),
    ],
)
def test_a_name_is_one_spelling_of_one_person(raw: str, value: str, said_of_it: list[str]) -> None:
    """Spaces inside Chinese names and kinds of middle dots are one (M25); a second name in the cell is pointed at."""
    assert said("姓名", raw) == (value, said_of_it)


@pytest.mark.parametrize(
    ("raw", "categories", "said_of_it"),
    [
        ("建档立卡困难群众", [Category.REGISTERED_POOR], []),
        ("脱贫户", [Category.EXITED_POVERTY], []),
        ("农村富余劳动力、退役军人", [Category.RURAL_LABORER, Category.VETERAN], []),
        ("下岗职工", [Category.LAID_OFF], []),
        ("两后生/新认识的人", [Category.SCHOOL_LEAVER], ["no-category"]),
        ("合成类别", None, ["no-category"]),
    ],
)
def test_categories_in_free_text_are_statuses(
    raw: str, categories: list[Category] | None, said_of_it: list[str]
) -> None:
    """Several may stand in a cell; a word that names none leaves the statuses open."""
    held = None if categories is None else tuple(Status(category=one, held=True) for one in categories)
    assert said("人员类别", raw) == (held, said_of_it)


def test_a_status_column_may_name_the_status() -> None:
    """Its own name is 是; the name of another status leaves it open."""
    assert said("建档立卡贫困劳动力", "一般贫困户") == (True, [])
    assert said("建档立卡贫困劳动力", "已脱贫") == (None, ["other-category"])


def test_the_name_of_a_noun_that_may_be_missing_is_its_name() -> None:
    """Under 用人单位 stands 无, 有, or who it is."""
    assert said("用人单位", "无")[0] is ABSENT
    assert getattr(people(read({"姓名": "甲", "用人单位": "合成公司"}))[0].employer, "name", None) == "合成公司"


# Whatever stands there.

_RAW = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.text(alphabet="0123456789.-年月日至元万课时天是否无、/(（）)~X*", max_size=16)
    | st.dates()
    | st.datetimes()
)
_COLUMNS = sorted(set(columns()))


@given(st.sampled_from(_COLUMNS), _RAW, st.sampled_from(["", "元", "万元", "天", "课时"]))
def test_any_cell_gives_a_value_of_its_field_or_a_word(header: str, raw: Any, unit: str) -> None:
    """No cell raises; a value that comes out lies in its field's range, and where none does something says why."""
    column = columns()[header]
    if raw is None:
        return
    found = read_cell(column, raw, Context(unit=unit))
    if found.value is None:
        assert found.notes or not str(raw).strip() or isinstance(raw, str)
    elif column.role.value == "field":
        assert list(_wrong(column.info, found.value)) == []


def _wrong(info: FieldInfo, value: Any) -> list[Any]:
    ends = [value.least, value.most] if isinstance(value, Between) else [value]
    return [fault for end in ends if end is not None and end is not ABSENT for fault in wrong_value(info, end, "")]


@given(st.lists(st.tuples(st.sampled_from(_COLUMNS), _RAW), min_size=1, max_size=6, unique_by=lambda pair: pair[0]))
def test_any_row_gives_checked_cases(row: list[tuple[str, Any]]) -> None:
    """Whatever stands in a row, the roster's cases are without fault, and the problems can be shown."""
    headers = ["姓名", *(header for header, _ in row)]
    frame = Frame(headers, [["甲", *(raw for _, raw in row)], ["乙", *(raw for _, raw in row)]])
    try:
        roster = read_roster(frame)
    except InputError:
        return
    for problem in roster.problems:
        assert problem.render("zh")
    from vocskills.model.case import check_case

    assert [fault for case in roster.cases for fault in check_case(case)] == []


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_are_read_back(number: int) -> None:
    """Any whole number in Chinese numerals is that number."""
    assert chinese(_in_chinese(number)) == number


def _in_chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    for value, word in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= value:
            above, rest = divmod(number, value)
            zero = "零" if rest and rest < value // 10 else ""
            return _in_chinese(above) + word + (zero + _in_chinese(rest) if rest else "")
    raise AssertionError


def test_every_kind_of_problem_has_words_in_both_languages() -> None:
    """No code is without words, and the two languages differ."""
    for code in Code:
        assert code.what.zh
        assert code.what.en
        assert code.what.zh != code.what.en
        assert isinstance(code.severity, Severity)
    assert fields_of(Trainee)["id_number"].kind is Kind.TEXT
