from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, cast

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocskills import calendar
from vocskills.calendar import DAY_MAX, DAY_MIN
from vocskills.errors import CalendarError, Fault, InputError

DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))
DAYS = DATES.map(lambda d: d.year * 10_000 + d.month * 100 + d.day)


def ints(first: date, last: date) -> list[int]:
    """Every day from first to last as yyyymmdd."""
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return [d.year * 10_000 + d.month * 100 + d.day for d in days]


# With the leap years 2000 and 2004; the common years 1900 and 2100 are tested at the ends of the range.
STRETCH = ints(date(1999, 12, 1), date(2004, 3, 31))
PARTNERS = [*STRETCH[::37], 20000228, 20000229, 20000301, 20000131, 20010228, 20010301, 20031231, 20040101, 20040229]


def only_fault(refused: pytest.ExceptionInfo[InputError]) -> Fault:
    """The single fault of a refusal, which must be complete and in two languages."""
    (fault,) = refused.value.faults
    assert fault.text
    assert fault.expected is not None
    assert fault.remedy is not None
    assert fault.what.zh != fault.what.en
    return fault


# Numbers and dates.


def test_every_day_of_two_centuries_round_trips() -> None:
    """Each day from 1900 to 2100 is a day, and turns into its date and back."""
    for n in range((date(2100, 12, 31) - date(1900, 1, 1)).days + 1):
        on = date(1900, 1, 1) + timedelta(n)
        day = calendar.to_int(on)
        assert str(day) == on.strftime("%Y%m%d")
        assert calendar.is_day(day)
        assert calendar.to_date(day) == on


def test_no_other_number_is_a_day() -> None:
    """Among all eight-digit numbers of a leap, a common and two century years, only the calendar's are days."""
    for in_year in (1900, 2000, 2019, 2020):
        days = set(ints(date(in_year, 1, 1), date(in_year, 12, 31)))
        assert {n for n in range(in_year * 10_000, (in_year + 1) * 10_000) if calendar.is_day(n)} == days


@pytest.mark.parametrize("number", [0, -1, 18991231, 21010101, 20200230, 20201301, 20200100, 2020, 202001011])
def test_what_is_no_day_has_no_date(number: int) -> None:
    """A number that is no day in 1900..2100 is refused."""
    assert not calendar.is_day(number)
    with pytest.raises(InputError, match="no such date") as refused:
        calendar.to_date(number)
    assert only_fault(refused).text == str(number)


@pytest.mark.parametrize("on", [date(1899, 12, 31), date(2101, 1, 1), date.min, date.max])
def test_dates_outside_the_range_have_no_number(on: date) -> None:
    """A date outside 1900..2100 is refused at the door."""
    with pytest.raises(InputError, match=r"outside 1900\.\.2100") as refused:
        calendar.to_int(on)
    assert only_fault(refused).text == on.isoformat()


def test_an_instant_is_not_a_date() -> None:
    """A datetime is refused, because its day depends on the time zone."""
    with pytest.raises(InputError, match="an instant, not a date") as refused:
        calendar.to_int(datetime(2020, 3, 6, 20, tzinfo=UTC))
    assert "day_of_instant" in only_fault(refused).remedy.en  # type: ignore[union-attr]


# Years and months.


def reached(on: date, to_year: int, to_month: int) -> date:
    """The day in a month on which the day number of `on` has come round, by trying."""
    try:
        return date(to_year, to_month, on.day)
    except ValueError:
        return date(to_year + to_month // 12, to_month % 12 + 1, 1)


def full_months(start: date, end: date) -> int:
    """Months between two days in order, counted one by one."""
    count = 0
    while reached(start, *next_month(start, count + 1)) <= end:
        count += 1
    return count


def next_month(on: date, n: int) -> tuple[int, int]:
    """Year and month `n` months after a day."""
    in_year, month = on.year, on.month
    for _ in range(n):
        in_year, month = (in_year + 1, 1) if month == 12 else (in_year, month + 1)
    return in_year, month


@given(DATES, st.integers(0, 1500))
def test_months_are_counted_month_by_month(start: date, later: int) -> None:
    """Full months agree with stepping from one recurrence of the day number to the next."""
    end = min(start + timedelta(later), date(2100, 12, 31))
    assert calendar.months(calendar.to_int(start), calendar.to_int(end)) == full_months(start, end)


@given(DATES, DATES)
def test_years_are_counted_birthday_by_birthday(one: date, other: date) -> None:
    """Whole years agree with counting birthdays, 1 March standing in for a missing 29 February."""
    birth, on = sorted((one, other))
    birthdays = [reached(birth, y, birth.month) for y in range(birth.year + 1, on.year + 1)]
    assert calendar.years(calendar.to_int(birth), calendar.to_int(on)) == sum(b <= on for b in birthdays)


@given(DAYS, DAYS)
def test_years_are_twelve_months(one: int, other: int) -> None:
    """The two ways of counting never disagree, backwards neither."""
    assert calendar.years(one, other) == calendar.months(one, other) // 12


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (20040229, 20200228, 15),
        (20040229, 20200229, 16),
        (20030228, 20190227, 15),
        (20030228, 20190228, 16),
        (20040229, 20220228, 17),
        (20040229, 20220301, 18),
        (19960228, 19970225, 0),
        (20200101, 20191231, -1),
        (20200101, 20200101, 0),
    ],
)
def test_a_year_is_complete_on_the_birthday(birth: int, on: int, age: int) -> None:
    """Somebody born on 29 February is a year older on 1 March of a common year."""
    assert calendar.years(birth, on) == age


def test_a_term_runs_to_the_day_after_its_last() -> None:
    """2019-03-01 to 2022-02-28 is 36 months, and 35 if the last day is not counted."""
    assert calendar.months(20190301, calendar.plus_days(20220228, 1)) == 36
    assert calendar.months(20190301, 20220228) == 35


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (20200131, 20200229, 0),
        (20200131, 20200301, 1),
        (20200131, 20200330, 1),
        (20200131, 20200331, 2),
        (20200229, 20210228, 11),
        (20200229, 20210301, 12),
        (20200315, 20200314, -1),
        (20200315, 20200215, -1),
        (20200315, 20200214, -2),
    ],
)
def test_months_by_the_day_of_the_month(start: int, end: int, count: int) -> None:
    """A month too short for the day number is full on the first of the next; backwards the count is negative."""
    assert calendar.months(start, end) == count


@given(DAYS)
def test_year_is_the_calendar_year(day: int) -> None:
    """The year of a day is that of its date."""
    assert calendar.year(day) == calendar.to_date(day).year


def test_years_and_months_fall_in_the_start_and_rise_in_the_end() -> None:
    """Over four years of consecutive days, a later start never counts more and a later end never less."""
    for count in (calendar.years, calendar.months):
        for partner in PARTNERS:
            from_starts = [count(day, partner) for day in STRETCH]
            to_ends = [count(partner, day) for day in STRETCH]
            assert from_starts == sorted(from_starts, reverse=True)
            assert to_ends == sorted(to_ends)


# Adding days and months.


@given(DATES, st.integers(-800, 800))
def test_plus_days_steps_day_by_day(on: date, n: int) -> None:
    """Adding days agrees with walking them, and stops at the ends of the range."""
    walked = on
    for _ in range(abs(n)):
        walked += timedelta(1 if n > 0 else -1)
    expected = min(max(walked, date(1900, 1, 1)), date(2100, 12, 31))
    assert calendar.plus_days(calendar.to_int(on), n) == calendar.to_int(expected)


@given(DATES, st.integers(-60, 60))
def test_plus_months_steps_month_by_month(on: date, n: int) -> None:
    """Adding months walks them on the calendar and keeps the day number, or takes the month's last day."""
    walked = on.replace(day=1)
    for _ in range(abs(n)):
        walked = (walked + timedelta(31)).replace(day=1) if n > 0 else (walked - timedelta(1)).replace(day=1)
    last = (walked + timedelta(31)).replace(day=1) - timedelta(1)
    day = walked.year * 10_000 + walked.month * 100 + min(on.day, last.day)
    assert calendar.plus_months(calendar.to_int(on), n) == min(max(day, DAY_MIN), DAY_MAX)


@pytest.mark.parametrize(
    ("day", "n", "result"),
    [
        (20200131, 1, 20200229),
        (20190131, 1, 20190228),
        (20200331, -1, 20200229),
        (20200229, 12, 20210228),
        (20200229, -12, 20190228),
        (20201231, 2, 20210228),
        (20200115, 0, 20200115),
        (20200131, -1, 20191231),
    ],
)
def test_adding_months_clamps_to_the_end_of_the_month(day: int, n: int, result: int) -> None:
    """31 January plus one month is the last day of February."""
    assert calendar.plus_months(day, n) == result


@pytest.mark.parametrize("add", [calendar.plus_days, calendar.plus_months])
@pytest.mark.parametrize("n", [1, 100_000, 10**30])
def test_results_stay_inside_the_range(add: Any, n: int) -> None:
    """Beyond 1900..2100 the nearest day inside is given, however far the step."""
    assert add(DAY_MAX, n) == DAY_MAX
    assert add(DAY_MIN, -n) == DAY_MIN
    assert add(20201215, n * 100_000) == DAY_MAX
    assert add(20201215, -n * 100_000) == DAY_MIN


def test_the_last_steps_inside_the_range_are_exact() -> None:
    """The ends of the range are reached exactly, not clamped early."""
    assert calendar.plus_days(21001230, 1) == 21001231
    assert calendar.plus_days(19000102, -1) == 19000101
    assert calendar.plus_months(21001115, 1) == 21001215
    assert calendar.plus_months(21001215, 1) == DAY_MAX
    assert calendar.plus_months(19000215, -1) == 19000115
    assert calendar.plus_months(19000115, -1) == DAY_MIN


@pytest.mark.parametrize("add", [calendar.plus_days, calendar.plus_months])
def test_adding_rises_in_the_day_and_in_the_number(add: Any) -> None:
    """Over four years of consecutive days and n from -60 to 60, neither a later day nor a greater n gives less."""
    for n in range(-60, 61):
        results = [add(day, n) for day in STRETCH]
        assert results == sorted(results)
    for day in STRETCH:
        results = [add(day, n) for n in range(-60, 61)]
        assert results == sorted(results)


def test_adding_rises_where_results_are_clamped() -> None:
    """The order also holds at both ends of the range."""
    for first in (date(1900, 1, 1), date(2099, 11, 1)):
        for n in (-3, -1, 1, 3):
            results = [calendar.plus_months(day, n) for day in ints(first, first + timedelta(425))]
            assert results == sorted(results)


@given(DAYS, st.integers(-1200, 1200))
def test_months_take_back_what_plus_months_adds(day: int, n: int) -> None:
    """Counting the months that were added gives their number, one less where the month's end was clamped."""
    later = calendar.plus_months(day, n)
    if DAY_MIN < later < DAY_MAX:
        assert calendar.months(day, later) == n - (later % 100 < day % 100)


# Working days.


@cache
def oracle() -> holidays.HolidayBase:
    """Another library's calendar of China, from its own reading of the State Council's notices."""
    return holidays.country_holidays("CN", years=range(2003, 2028))


def working(day: int) -> bool:
    """Whether the day before the day's successor in working days is the day itself."""
    return calendar.plus_working_days(calendar.plus_days(day, -1), 1) == day


def test_working_days_agree_with_another_calendar_from_2015_to_2026() -> None:
    """On all 4,383 days, holidays and make-up days included, both libraries say the same: there is no exception."""
    days = ints(date(2015, 1, 1), date(2026, 12, 31))
    assert len(days) == 4383
    assert [d for d in days if working(d) != oracle().is_working_day(calendar.to_date(d))] == []


def test_older_working_days_differ_in_one_day_at_most() -> None:
    """From 2004 to 2014 only 2005-12-31 differs: a make-up day by the notice for 2006, not in chinesecalendar 1.11."""
    days = ints(date(2004, 1, 2), date(2014, 12, 31))
    assert [d for d in days if working(d) != oracle().is_working_day(calendar.to_date(d))] in ([20051231], [])


def test_make_up_days_are_the_same_as_in_another_calendar() -> None:
    """Every weekend day on which people work from 2015 to 2026 is known to both, and no other."""
    days = ints(date(2015, 1, 1), date(2026, 12, 31))
    made_up = {d for d in days if calendar.to_date(d).weekday() >= 5 and working(d)}
    theirs = {calendar.to_int(d) for d in oracle().weekend_workdays if 2015 <= d.year <= 2026}
    assert made_up == theirs
    assert len(made_up) > 60


def test_named_holidays_are_the_same_as_in_another_calendar() -> None:
    """From 2015 to 2026 each holiday that the other calendar names is free, and named a holiday by ours.

    Only this direction is comparable: chinesecalendar also gives the holiday's name to ordinary weekend days beside it,
    such as 2015-10-04, which the other leaves unnamed.
    """
    import chinese_calendar

    for on, name in oracle().items():
        if 2015 <= on.year <= 2026:
            assert not working(calendar.to_int(on)), name
            assert chinese_calendar.get_holiday_detail(on)[1] is not None, name


def test_working_days_are_those_of_chinesecalendar() -> None:
    """Our table is the library's own answer for every published day but the first, which has no day before it."""
    import chinese_calendar

    first, last = calendar.published_years()
    for day in ints(date(first, 1, 2), date(last, 12, 31)):
        assert working(day) == chinese_calendar.is_workday(calendar.to_date(day))


def test_the_spring_festival_of_2020_was_prolonged() -> None:
    """The holiday ran from 24 January to 2 February 2020, with 19 January made up and 1 February taken back."""
    days = ints(date(2020, 1, 17), date(2020, 2, 8))
    assert [d for d in days if working(d)] == [
        20200117, 20200119, 20200120, 20200121, 20200122, 20200123,
        20200203, 20200204, 20200205, 20200206, 20200207,
    ]  # fmt: skip
    assert calendar.plus_working_days(20200123, 1) == 20200203
    assert calendar.plus_working_days(20200203, -1) == 20200123
    assert calendar.plus_working_days(20200120, 5) == 20200204


@pytest.mark.parametrize("n", [-25, -5, -2, -1, 1, 2, 5, 10, 25])
def test_working_days_are_counted_one_by_one(n: int) -> None:
    """The n-th working day lies strictly beyond the day, with n working days from there up to it."""
    for day in ints(date(2019, 9, 1), date(2020, 12, 1)):
        passed, left = day, abs(n)
        while left:
            passed = calendar.plus_days(passed, 1 if n > 0 else -1)
            left -= oracle().is_working_day(calendar.to_date(passed))
        assert calendar.plus_working_days(day, n) == passed


def test_working_days_rise_in_the_day_and_in_the_number() -> None:
    """Over consecutive days of 2019 to 2021 and n from -12 to 12, neither a later day nor a greater n gives less."""
    days = ints(date(2019, 1, 1), date(2021, 12, 31))
    for n in range(-12, 13):
        results = [calendar.plus_working_days(day, n) for day in days]
        assert results == sorted(results)
    for day in days:
        results = [calendar.plus_working_days(day, n) for n in range(-12, 13)]
        assert results == sorted(results)


def test_published_years_cover_the_schemes() -> None:
    """The calendar holds every year from 2004 to 2026 at least."""
    first, last = calendar.published_years()
    assert first <= 2004
    assert last >= 2026


def test_an_unpublished_year_is_an_error_that_names_it() -> None:
    """Where a year is needed that is not published, nothing is guessed."""
    first, last = calendar.published_years()
    cases = [
        (last * 10_000 + 1231, 1, last + 1),
        (last * 10_000 + 1201, 60, last + 1),
        (last * 10_000 + 1201, 10**9, last + 1),
        (21001231, 1, 2100),
        (21001231, -1, 2100),
        (19000101, -1, 1900),
        (first * 10_000 + 101, -1, first - 1),
        (first * 10_000 + 110, -30, first - 1),
        ((first - 1) * 10_000 + 601, 1, first - 1),
    ]
    for day, n, needed in cases:
        with pytest.raises(CalendarError, match=f"working-day calendar of {needed} is not available") as refused:
            calendar.plus_working_days(day, n)
        (fault,) = refused.value.faults
        assert fault.expected is not None
        assert fault.expected.en == f"a year in {first}..{last}"
        assert fault.remedy is not None


def test_only_the_years_that_are_needed_must_be_published() -> None:
    """A count that starts just outside the published years but runs into them is answered; 0 needs no calendar."""
    first, last = calendar.published_years()
    assert calendar.plus_working_days((first - 1) * 10_000 + 1231, 1) // 10_000 == first
    assert calendar.plus_working_days((last + 1) * 10_000 + 101, -1) // 10_000 == last
    assert calendar.plus_working_days(20991231, 0) == 20991231
    assert calendar.plus_working_days(20200125, 0) == 20200125


# Retirement.


@pytest.mark.parametrize(
    ("former_age", "birth", "years", "months", "retirement"),
    [
        (60, 196412, 60, 0, 202412),
        (60, 196501, 60, 1, 202502),
        (60, 196502, 60, 1, 202503),
        (60, 196503, 60, 1, 202504),
        (60, 196504, 60, 1, 202505),
        (60, 196505, 60, 2, 202507),
        (60, 196705, 60, 8, 202801),
        (60, 197608, 62, 11, 203907),
        (60, 197609, 63, 0, 203909),
        (60, 197610, 63, 0, 203910),
        (60, 199001, 63, 0, 205301),
        (55, 196912, 55, 0, 202412),
        (55, 197001, 55, 1, 202502),
        (55, 197005, 55, 2, 202507),
        (55, 197410, 56, 3, 203101),
        (55, 198108, 57, 11, 203907),
        (55, 198109, 58, 0, 203909),
        (50, 197412, 50, 0, 202412),
        (50, 197501, 50, 1, 202502),
        (50, 197502, 50, 1, 202503),
        (50, 197503, 50, 2, 202505),
        (50, 198410, 54, 11, 203909),
        (50, 198411, 55, 0, 203911),
    ],
)
def test_retirement_agrees_with_the_check_values(
    former_age: int, birth: int, years: int, months: int, retirement: int
) -> None:
    """The check values of RET-04: age and month of retirement, on the day of birth."""
    for day in (1, 15, 28):
        result = calendar.retirement_date(birth * 100 + day, former_age)
        assert result == retirement * 100 + day
        assert calendar.months(birth * 100 + day, result) == years * 12 + months


@pytest.mark.parametrize("former_age", [50, 55, 60])
def test_before_2025_the_former_ages_hold(former_age: int) -> None:
    """Who reaches the former age by 2024-12-31 retires at it, as RET-01 says; from the next day on there is a delay."""
    for birth in ints(date(1949, 1, 1), date(2024 - former_age, 12, 31)):
        if birth % 10_000 != 229:
            assert calendar.retirement_date(birth, former_age) == birth + former_age * 10_000
    assert calendar.retirement_date((2025 - former_age) * 10_000 + 101, former_age) == 20250201


@pytest.mark.parametrize(
    ("birth", "former_age", "retirement"),
    [
        (19650131, 60, 20250228),
        (19650330, 60, 20250430),
        (19650331, 60, 20250430),
        (19670531, 60, 20280131),
        (19640229, 60, 20240229),
        (19680229, 55, 20230228),
        (19760829, 60, 20390729),
    ],
)
def test_the_day_of_birth_is_kept_or_the_month_ends(birth: int, former_age: int, retirement: int) -> None:
    """Where the month of retirement lacks the day of birth, its last day stands in."""
    assert calendar.retirement_date(birth, former_age) == retirement


def annexed_delay(former_age: int) -> dict[int, int]:
    """Months of delay by month of birth (yyyymm), built up as the annexed tables are: row by row."""
    step, most = {60: (4, 36), 55: (4, 36), 50: (2, 60)}[former_age]
    delays: dict[int, int] = {}
    in_year, month = 2025 - former_age, 1
    while in_year <= 2010:
        delays[in_year * 100 + month] = min(len(delays) // step + 1, most)
        in_year, month = (in_year + 1, 1) if month == 12 else (in_year, month + 1)
    return delays


@pytest.mark.parametrize("former_age", [50, 55, 60])
def test_retirement_delays_are_those_of_the_annexed_tables(former_age: int) -> None:
    """RET-02 for every month of birth to 2010: one month later per four (two), to 63, 58 and 55."""
    for birth, delay in annexed_delay(former_age).items():
        result = calendar.retirement_date(birth * 100 + 1, former_age)
        assert calendar.months(birth * 100 + 1, result) == former_age * 12 + delay
    assert max(annexed_delay(former_age).values()) == {60: 36, 55: 36, 50: 60}[former_age]


@pytest.mark.parametrize("former_age", [50, 55, 60])
def test_retirement_rises_with_the_birth(former_age: int) -> None:
    """Over all 40,542 days of birth from 1900 to 2010, nobody younger retires earlier."""
    births = ints(date(1900, 1, 1), date(2010, 12, 31))
    assert len(births) == 40542
    results = [calendar.retirement_date(birth, former_age) for birth in births]
    assert all(one <= other for one, other in pairwise(results))
    assert all(calendar.is_day(result) for result in results)


@pytest.mark.parametrize("former_age", [50, 55, 60])
def test_retirement_stays_inside_the_range(former_age: int) -> None:
    """A result after 2100 is the last day of 2100, and the order holds up to there."""
    results = [calendar.retirement_date(birth, former_age) for birth in ints(date(2030, 1, 1), date(2100, 12, 31))]
    assert results == sorted(results)
    assert results[-1] == DAY_MAX


@pytest.mark.parametrize("former_age", [0, 45, 58, 63, -50])
def test_there_are_three_former_ages(former_age: int) -> None:
    """Any former age but 50, 55 and 60 is refused."""
    with pytest.raises(InputError, match="no such former retirement age") as refused:
        calendar.retirement_date(19700101, former_age)
    assert only_fault(refused).text == str(former_age)


# Partial dates.


@pytest.mark.parametrize(
    ("text", "lo", "hi"),
    [
        ("2020-03-06", 20200306, 20200306),
        ("2020-02-29", 20200229, 20200229),
        ("1975-03", 19750301, 19750331),
        ("2020-02", 20200201, 20200229),
        ("1900-02", 19000201, 19000228),
        ("2100-12", 21001201, 21001231),
        ("2020", 20200101, 20201231),
        ("1900", 19000101, 19001231),
        ("2100", 21000101, 21001231),
        ("2020-03-06..2020-04-01", 20200306, 20200401),
        ("2020-03-06..2020-03-06", 20200306, 20200306),
        ("2020-03..2020-04", 20200301, 20200430),
        ("2019..2020", 20190101, 20201231),
        ("2020-03..2020-03", 20200301, 20200331),
        ("2020-03-15..2020-03", 20200315, 20200331),
        ("2020..2020-03-28", 20200101, 20200328),
        ("2020-12-31..", 20201231, DAY_MAX),
        ("2020-10..", 20201001, DAY_MAX),
        ("..2020-03-28", DAY_MIN, 20200328),
        ("..2020-03", DAY_MIN, 20200331),
        ("..2020", DAY_MIN, 20201231),
        ("1900..2100", DAY_MIN, DAY_MAX),
    ],
)
def test_partial_dates_become_bounds(text: str, lo: int, hi: int) -> None:
    """A month or year is all its days; a range runs from its first possible day to its last, open ends included."""
    assert calendar.parse_day(text) == (lo, hi)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        *[
            (text, "not written as a date")
            for text in (
                "", " ", ".", "...", "x", "today", "2020-3-6", "20-03-06", "20200306", "2020-03-06 ", " 2020-03-06",
                "2020-03-06\n", "2020/03/06", "2020.03.06", "2020.03", "２０２０-０３-０６", "2020－03－06",
                "2020年3月6日", "2020年", "2020-03-06T00:00:00", "2020-03-06 ..", ".. 2020", "2020…2021", "2020...2021",
                "2020..2021..2022", "2020~2021", "-2020", "+2020", "02020", "٢٠٢٠", "2020-", "2020-03-", "2020-W10",
                "2020-066",
            )
        ],
        *[
            (text, "no such date")
            for text in ("2020-02-30", "2019-02-29", "1900-02-29", "2020-13", "2020-00", "2020-01-00", "2020-04-31")
        ],
        *[
            (text, r"outside 1900\.\.2100")
            for text in ("1899", "2101", "0000", "9999-12", "1899-12-31", "2101-01-01", "1899..", "..2101")
        ],
        *[
            (text, "ends before it begins")
            for text in ("2020-03-06..2020-03-05", "2020-05..2020-04", "2021..2020", "2020-04..2020-03-31")
        ],
        ("..", "without ends"),
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str, what: str) -> None:
    """Another form, no such date, a year outside the range, a reversed and an empty range each get their reason."""
    with pytest.raises(InputError, match=what) as refused:
        calendar.parse_day(text, where="trainee.birth_date")
    (fault,) = refused.value.faults
    assert fault.where == "trainee.birth_date"
    assert fault.text in text
    assert fault.expected is not None
    assert fault.remedy is not None


@pytest.mark.parametrize("text", ["2020/03/06", "2020.03.06", "２０２０-０３-０６", "2020年3月6日", "20200306"])
def test_the_remedy_shows_the_right_form(text: str) -> None:
    """Full-width digits, slashes and dots are refused with the form that would be right, in both languages."""
    with pytest.raises(InputError) as refused:
        calendar.parse_day(text)
    fault = only_fault(refused)
    assert fault.text == text
    assert "write 2020-03-06" in refused.value.render("en")
    assert "写成 2020-03-06" in refused.value.render("zh")


@pytest.mark.parametrize("value", [2020, 20200306, None, True, 2020.0, date(2020, 3, 6), ["2020"]])
def test_a_date_is_text(value: object) -> None:
    """A number, a date object or nothing at all is refused like any other form."""
    with pytest.raises(InputError, match="not written as a date"):
        calendar.parse_day(cast(Any, value))


def test_both_ends_of_a_range_are_reported_at_once() -> None:
    """A range with two bad ends has two faults, each with its own end."""
    with pytest.raises(InputError) as refused:
        calendar.parse_day("2020-02-30..2020/03/06", where="start_date")
    assert [f.text for f in refused.value.faults] == ["2020-02-30", "2020/03/06"]
    assert [f.where for f in refused.value.faults] == ["start_date", "start_date"]
    assert [f.what.en for f in refused.value.faults] == ["there is no such date", "not written as a date"]


@pytest.mark.parametrize(
    ("lo", "hi", "text"),
    [
        (20200306, 20200306, "2020-03-06"),
        (20200301, 20200331, "2020-03"),
        (20200201, 20200229, "2020-02"),
        (20200101, 20201231, "2020"),
        (20200306, 20200401, "2020-03-06..2020-04-01"),
        (20200301, 20200430, "2020-03..2020-04"),
        (20190101, 20201231, "2019..2020"),
        (20201201, 20201231, "2020-12"),
        (20200101, 20200131, "2020-01"),
        (20201231, DAY_MAX, "2020-12-31.."),
        (20200101, DAY_MAX, "2020.."),
        (DAY_MIN, 20200328, "..2020-03-28"),
        (DAY_MIN, 20201231, "..2020"),
        (DAY_MIN, DAY_MIN, "1900-01-01"),
        (DAY_MAX, DAY_MAX, "2100-12-31"),
        (DAY_MIN, 19001231, "1900"),
        (21001201, DAY_MAX, "2100-12"),
        (DAY_MIN, DAY_MAX, "1900..2100"),
    ],
)
def test_bounds_are_written_as_point_month_year_or_range(lo: int, hi: int, text: str) -> None:
    """Bounds print as the form a clerk would write."""
    assert calendar.format_day(lo, hi) == text


def spellings(lo: int, hi: int) -> list[str]:
    """Every text made of the two ends, whole, shortened or left out."""
    start, end = (f"{d // 10_000}-{d // 100 % 100:02d}-{d % 100:02d}" for d in (lo, hi))
    lowers, uppers = ([words[:n] for n in (4, 7, 10)] for words in (start, end))
    return lowers + uppers + [f"{a}..{b}" for a in ["", *lowers] for b in ["", *uppers] if a or b]


def edges(day: int) -> st.SearchStrategy[int]:
    """The day itself or an edge of its month or year, where short forms are possible."""
    on = calendar.to_date(day)
    month_end = calendar.plus_days(calendar.plus_months(day // 100 * 100 + 1, 1), -1) if day < 21001201 else DAY_MAX
    return st.sampled_from([day, day // 100 * 100 + 1, month_end, on.year * 10_000 + 101, on.year * 10_000 + 1231])


ENDS = st.one_of(DAYS.flatmap(edges), st.sampled_from([DAY_MIN, DAY_MAX, 19000131, 19001231, 21000101, 21001201]))


@given(st.tuples(ENDS, ENDS).map(sorted))
def test_formatting_is_the_shortest_inverse_of_parsing(ends: list[int]) -> None:
    """Bounds survive being written and read, and no other spelling that reads the same is shorter."""
    lo, hi = ends
    text = calendar.format_day(lo, hi)
    assert calendar.parse_day(text) == (lo, hi)
    if (lo, hi) != (DAY_MIN, DAY_MAX):
        for other in spellings(lo, hi):
            assert len(other) >= len(text) or read(other) != (lo, hi)


def read(text: str) -> tuple[int, int] | None:
    """The bounds of a text, nothing if it is refused."""
    try:
        return calendar.parse_day(text)
    except InputError:
        return None


def test_every_single_day_month_and_year_is_its_own_inverse() -> None:
    """All days, months and years of 1900 to 2100 are written as they are read."""
    for n in range((date(2100, 12, 31) - date(1900, 1, 1)).days + 1):
        text = (date(1900, 1, 1) + timedelta(n)).isoformat()
        for part in (text, text[:7], text[:4]) if text.endswith("-01") else (text,):
            assert calendar.format_day(*calendar.parse_day(part)) == part


def test_bounds_that_are_none_are_not_written() -> None:
    """Reversed bounds and ends that are no days are refused."""
    with pytest.raises(InputError, match="ends before it begins"):
        calendar.format_day(20200306, 20200305)
    for lo, hi in ((20200230, 20200301), (20200101, 20200230), (18991231, 20200101), (20200101, 21010101)):
        with pytest.raises(InputError, match="no such date"):
            calendar.format_day(lo, hi)


# Instants.


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-03-06T15:59:59Z", 20200306),
        ("2020-03-06T15:59:59.999999999Z", 20200306),
        ("2020-03-06T16:00:00Z", 20200307),
        ("2020-03-06T16:00Z", 20200307),
        ("2020-03-06T00:00:00+08:00", 20200306),
        ("2020-03-06T23:59:59.5+08:00", 20200306),
        ("2020-03-06T23:59:59+0800", 20200306),
        ("2020-03-06T23:59:59+08", 20200306),
        ("2020-12-31T16:00:00-00:00", 20210101),
        ("2020-03-06T05:00:00-11:00", 20200307),
        ("2020-03-06T01:00:00+14:00", 20200305),
        # Summer time of 1986 to 1991: China was nine hours ahead of UTC.
        ("1988-07-01T14:59:59Z", 19880701),
        ("1988-07-01T15:00:00Z", 19880702),
        ("2100-12-31T15:59:59Z", 21001231),
    ],
)
def test_an_instant_falls_on_a_day_in_china(text: str, day: int) -> None:
    """The day is that of the clock in Shanghai, whatever offset the instant is written with."""
    assert calendar.day_of_instant(text) == day


@given(
    st.builds(datetime.combine, st.dates(date(1992, 1, 2), date(2100, 12, 30)), st.times()),
    st.integers(-12 * 60, 14 * 60),
)
def test_instants_agree_with_a_fixed_offset_of_eight_hours(moment: datetime, minutes: int) -> None:
    """Since 1992 the day is that of the instant eight hours ahead of UTC."""
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    text = f"{moment.isoformat()}{sign}{hours:02d}:{rest:02d}"
    assert calendar.day_of_instant(text) == calendar.to_int((moment - timedelta(minutes=minutes - 480)).date())


@pytest.mark.parametrize("text", ["2020-03-06T10:00:00", "2020-03-06T10:00", "2020-03-06T10:00:00.123"])
def test_an_instant_without_a_zone_is_refused(text: str) -> None:
    """Nobody knows which day a local time elsewhere is in China."""
    with pytest.raises(InputError, match="without a time zone") as refused:
        calendar.day_of_instant(text, where="record.at")
    assert only_fault(refused).where == "record.at"
    assert "写成 2020-03-06T10:00:00+08:00" in refused.value.render("zh")


@pytest.mark.parametrize(
    "text",
    ["", "x", "2020-03-06", "2020-03-06 10:00:00+08:00", "2020-03-06T10Z", "20200306T100000Z", "2020-03-06T10:00:00 Z",
     "2020-03-06T10:00:00Z\n", "2020-03-06T10:00:00+8", "2020-03-06T10:00:00+25:00", "2020-03-06T10:00:00+08:75",
     "２０２０-03-06T10:00:00Z", "2020-W10-5T10:00Z", "1583460000", None, 1583460000],
)  # fmt: skip
def test_what_is_no_instant_is_refused(text: object) -> None:
    """A day, a number or another way of writing a time is not an instant."""
    with pytest.raises(InputError, match="not an instant") as refused:
        calendar.day_of_instant(cast(Any, text))
    (fault,) = refused.value.faults
    assert fault.remedy is not None


@pytest.mark.parametrize(
    "text", ["2020-02-30T10:00:00Z", "2020-13-01T10:00Z", "2020-03-06T25:00:00Z", "2020-03-06T10:60Z",
             "2020-03-06T24:00:00Z", "2020-03-06T23:59:60Z", "0000-01-01T00:00Z", "0001-01-01T00:00:00+14:00",
             "9999-12-31T23:59:59-12:00"],
)  # fmt: skip
def test_an_impossible_instant_is_refused(text: str) -> None:
    """A day or time of day that does not exist, or that no date can hold, is refused."""
    with pytest.raises(InputError, match="no such instant") as refused:
        calendar.day_of_instant(text)
    assert only_fault(refused).text == text


@pytest.mark.parametrize("text", ["2100-12-31T16:00:00Z", "1899-12-31T10:00:00Z", "2500-01-01T00:00:00Z"])
def test_an_instant_outside_the_range_is_refused(text: str) -> None:
    """The day in China must lie in 1900..2100."""
    with pytest.raises(InputError, match=r"outside 1900\.\.2100"):
        calendar.day_of_instant(text)


def test_importing_the_module_loads_no_third_party_calendar() -> None:
    """Pendulum and chinesecalendar are loaded by the functions that need them, because imports must stay fast."""
    code = "import sys, vocskills.calendar; sys.exit(bool({'pendulum', 'chinese_calendar'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
