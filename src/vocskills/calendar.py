"""Dates as whole numbers ``yyyymmdd``: compared, never added to or subtracted from.

The engines compute with these numbers, so every function that they call is monotone in each argument; the ends of an
interval then give the ends of the result. Years lie in 1900..2100, the declared range of every date.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

import attrs

from vocskills.errors import CalendarError, Fault, InputError
from vocskills.text import Text

DAY_MIN, DAY_MAX = 19000101, 21001231
"""The first and the last day that the library knows."""

_LOWEST, _HIGHEST = date(1900, 1, 1).toordinal(), date(2100, 12, 31).toordinal()
_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)?"
)

_DAY = Text(
    "年-月-日、年-月、年，或 a..b、a..、..b 的范围，1900 至 2100 年",
    "a day, month or year (2020-03-06, 2020-03, 2020) or a range a..b, a.., ..b, in 1900..2100",
)
_WRITE_DAY = Text("用半角数字和连字符写成 2020-03-06", "write 2020-03-06, with plain digits and hyphens")
_ZONED = Text("带时区的 ISO 时刻，1900 至 2100 年", "an ISO instant with Z or an offset, in 1900..2100")
_WRITE_INSTANT = Text("写成 2020-03-06T10:00:00+08:00", "write 2020-03-06T10:00:00+08:00")
_FORM = Fault(Text("日期写法不对", "not written as a date"), expected=_DAY, remedy=_WRITE_DAY)
_NO_SUCH_DAY = Fault(
    Text("没有这个日期", "there is no such date"),
    expected=_DAY,
    remedy=Text("核对年、月、日", "check year, month and day"),
)
_OUTSIDE = Fault(
    Text("年份超出 1900 至 2100", "the year lies outside 1900..2100"),
    expected=_DAY,
    remedy=Text("核对年份；起止不限时写 2020.. 或 ..2020", "check the year; write 2020.. or ..2020 for an open end"),
)
_REVERSED = Fault(
    Text("起止颠倒", "the range ends before it begins"),
    expected=_DAY,
    remedy=Text("把较早的日期写在前面", "put the earlier date first"),
)
_NO_ENDS = Fault(
    Text("起止都空", "a range without ends"),
    expected=_DAY,
    remedy=Text("日期未知就不填", "leave an unknown date out"),
)
_NOT_A_DAY = Fault(
    Text("给出的是时刻而不是日期", "an instant, not a date"),
    expected=Text("日期", "a date"),
    remedy=Text("用 day_of_instant 换算成北京时间的日期", "convert it to a day in China with day_of_instant"),
)
_NO_ZONE = Fault(Text("时刻没有时区", "an instant without a time zone"), expected=_ZONED, remedy=_WRITE_INSTANT)
_NO_SUCH_INSTANT = Fault(
    Text("没有这个时刻", "there is no such instant"),
    expected=_ZONED,
    remedy=Text("核对日期和钟点", "check the date and the time"),
)
_NOT_AN_INSTANT = Fault(Text("不是时刻", "not an instant"), expected=_ZONED, remedy=_WRITE_INSTANT)
_NO_SUCH_AGE = Fault(
    Text("没有这一原法定退休年龄", "there is no such former retirement age"),
    expected=Text("50、55（女）或 60（男）", "50 or 55 (women) or 60 (men)"),
    remedy=Text("填写 2025 年以前适用的法定退休年龄", "give the retirement age that held before 2025"),
)

_MONTH_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _error(fault: Fault, found: str, where: str = "") -> InputError:
    return InputError(attrs.evolve(fault, text=found, where=where))


def to_date(day: int) -> date:
    """The date of a number ``yyyymmdd``.

    Raises:
        InputError: there is no such day, or it lies outside 1900..2100.
    """
    if not is_day(day):
        raise _error(_NO_SUCH_DAY, str(day))
    return _date(day)


def to_int(on: date) -> int:
    """The number ``yyyymmdd`` of a date.

    Raises:
        InputError: the date lies outside 1900..2100, or is an instant: which day an instant falls on depends on
            the time zone, see :func:`day_of_instant`.
    """
    if isinstance(on, datetime):
        raise _error(_NOT_A_DAY, on.isoformat())
    day = _number(on)
    if not DAY_MIN <= day <= DAY_MAX:
        raise _error(_OUTSIDE, on.isoformat())
    return day


def is_day(day: int) -> bool:
    """Whether the number ``yyyymmdd`` is a day that exists, in 1900..2100."""
    if not DAY_MIN <= day <= DAY_MAX:
        return False
    first, month, number = _parts(day)
    return 1 <= month <= 12 and 1 <= number <= _month_length(first, month)


def _parts(day: int) -> tuple[int, int, int]:
    return day // 10_000, day // 100 % 100, day % 100


def _date(day: int) -> date:
    return date(*_parts(day))


def _number(on: date) -> int:
    return on.year * 10_000 + on.month * 100 + on.day


def _month_length(of_year: int, month: int) -> int:
    return 29 if month == 2 and calendar.isleap(of_year) else _MONTH_LENGTHS[month]


def year(day: int) -> int:
    """The calendar year of a day; rises in ``day``."""
    return day // 10_000


def years(birth: int, on: int) -> int:
    """Whole years from ``birth`` to ``on``, completed on the birthday.

    Somebody born on 29 February completes a year on 1 March where there is no 29 February. Falls in ``birth``, rises
    in ``on``; negative when ``on`` lies before ``birth``, -1 already on the day before.
    """
    return (on - birth) // 10_000


def months(start: int, end: int) -> int:
    """Full months from ``start`` to ``end`` by the day of the month.

    A month is full when its day number comes round again, or on the first day of the month after a month that is too
    short to have it. A term with a last day is ``months(start, plus_days(end, 1))``: 2019-03-01..2022-02-28 is 36.
    Falls in ``start``, rises in ``end``; negative when ``end`` lies before ``start``, -1 already on the day before.
    """
    start_year, start_month, start_day = _parts(start)
    end_year, end_month, end_day = _parts(end)
    return (end_year - start_year) * 12 + end_month - start_month - (end_day < start_day)


def plus_days(day: int, n: int) -> int:
    """The day ``n`` days later (earlier, if negative).

    A result outside 1900..2100 is not an error but the nearest day inside, so that unknown dates, which are given
    that whole range, can be computed with. Rises in ``day`` and ``n``.
    """
    ordinal = _date(day).toordinal() + n
    return _number(date.fromordinal(min(max(ordinal, _LOWEST), _HIGHEST)))


def plus_months(day: int, n: int) -> int:
    """The same day of the month ``n`` months later (earlier, if negative), or that month's last day.

    A result outside 1900..2100 is not an error but the nearest day inside. Rises in ``day`` and ``n``.
    """
    from_year, month, number = _parts(day)
    to_year, zero_month = divmod(from_year * 12 + month - 1 + n, 12)
    if not DAY_MIN // 10_000 <= to_year <= DAY_MAX // 10_000:
        return DAY_MIN if n < 0 else DAY_MAX
    return to_year * 10_000 + (zero_month + 1) * 100 + min(number, _month_length(to_year, zero_month + 1))


@cache
def published_years() -> tuple[int, int]:
    """First and last year of the State Council's holiday calendar that ``chinesecalendar`` holds.

    The last days of the last year are as first published: a make-up day before the next New Year comes with the next
    year's notice.
    """
    import chinese_calendar

    return min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year


@cache
def _working_days() -> tuple[int, ...]:
    """All published working days, in order.

    The rule is ``chinese_calendar.is_workday``'s own, which takes a hundred times as long because it looks up the
    published range for every day.
    """
    from chinese_calendar import holidays, workdays

    first, last = published_years()
    length = (date(last, 12, 31) - date(first, 1, 1)).days + 1
    days = (date(first, 1, 1) + timedelta(n) for n in range(length))
    return tuple(_number(d) for d in days if d in workdays or (d.weekday() < 5 and d not in holidays))


def plus_working_days(day: int, n: int) -> int:
    """The ``n``-th working day strictly after ``day`` (before it, if ``n`` is negative); for 0, ``day`` itself.

    Working days are those of the State Council's yearly notices, make-up days and the Spring Festival prolonged to
    2020-02-02 included (``chinesecalendar``). Rises in ``day`` and ``n``.

    Raises:
        CalendarError: a year that is needed has not been published; nothing is guessed.
    """
    if n == 0:
        return day
    neighbour = year(plus_days(day, 1 if n > 0 else -1))
    first, last = published_years()
    if not first <= neighbour <= last:
        raise CalendarError(_unpublished(neighbour))
    days = _working_days()
    place = bisect_right(days, day) + n - 1 if n > 0 else bisect_left(days, day) + n
    if not 0 <= place < len(days):
        raise CalendarError(_unpublished(last + 1 if n > 0 else first - 1))
    return days[place]


def _unpublished(needed: int) -> Fault:
    first, last = published_years()
    return Fault(
        Text(f"{needed} 年的工作日安排尚未公布或未收录", f"the working-day calendar of {needed} is not available"),
        text=str(needed),
        expected=Text(f"{first} 至 {last} 年", f"a year in {first}..{last}"),
        remedy=Text(
            "国务院办公厅公布放假通知后，升级 chinesecalendar",
            "upgrade chinesecalendar once the State Council's holiday notice for that year is out",
        ),
    )


# former age: months of age that bring one month of delay, greatest delay in months (RET-02, RET-03)
DELAYS = {50: (2, 60), 55: (4, 36), 60: (4, 36)}


def retirement_date(birth: int, former_age: int) -> int:
    """The day on which somebody reaches the statutory retirement age.

    Until the end of 2024 the former ages hold: men 60, women 55 or 50 (RET-01). From 2025-01-01 the age rises by one
    month for every four months, to 63 and 58, or for every two months, from 50 to 55 (RET-02). The delay in months is
    ``ceil(n / step)``, at most 36 or 60, where ``n`` counts the months from December 2024 to the month of the former
    age (RET-03, agrees with the annexed tables). Voluntary early or agreed later retirement does not change the
    statutory age (RET-05). The day of birth is kept, the month's last day where the month is short. At most
    2100-12-31; rises in ``birth`` for each former age.

    Source: 全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定 (2024-09-13); facts RET-01..RET-05.

    Args:
        birth: yyyymmdd.
        former_age: 50 or 55 (women) or 60 (men).

    Raises:
        InputError: there is no such former age.
    """
    if former_age not in DELAYS:
        raise _error(_NO_SUCH_AGE, str(former_age))
    step, most = DELAYS[former_age]
    birth_year, birth_month, _ = _parts(birth)
    late = (birth_year + former_age - 2025) * 12 + birth_month
    delay = min(max(-(-late // step), 0), most)
    return plus_months(birth, former_age * 12 + delay)


def parse_day(text: str, *, where: str = "") -> tuple[int, int]:
    """Reads a date that may be partial.

    Args:
        text: ``2020-03-06``, ``1975-03`` (somewhere in the month), ``2020`` (somewhere in the year), or a range
            ``a..b``, ``a..``, ``..b`` of these: from the first day of ``a`` to the last day of ``b``.
        where: the path inside the input, for the faults.

    Returns:
        First and last possible day, yyyymmdd; an open end is 1900-01-01 or 2100-12-31.

    Raises:
        InputError: another form, an impossible date, a reversed range or one without ends, a year outside
            1900..2100; the faults of both ends together.
    """
    if not _is_text(text):
        raise _error(_FORM, str(text), where)
    lower, dots, upper = text.partition("..")
    if not dots:
        return _part(text, where)
    if not lower and not upper:
        raise _error(_NO_ENDS, text, where)
    lo, hi = _ends(lower, upper, where)
    if lo > hi:
        raise _error(_REVERSED, text, where)
    return lo, hi


def _is_text(value: object) -> bool:
    # JSON and spreadsheets bring numbers where a date is meant.
    return isinstance(value, str)


def _ends(lower: str, upper: str, where: str) -> tuple[int, int]:
    """First day of ``lower`` and last day of ``upper``; the faults of both together."""
    found: list[tuple[int, int]] = []
    faults: list[Fault] = []
    for part, otherwise in ((lower, DAY_MIN), (upper, DAY_MAX)):
        try:
            found.append(_part(part, where) if part else (otherwise, otherwise))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found[0][0], found[1][1]


def _part(part: str, where: str = "") -> tuple[int, int]:
    """First and last day of a day, month or year."""
    found = _PART.fullmatch(part)
    if found is None:
        raise _error(_FORM, part, where)
    in_year, month, day = found.groups()
    if not DAY_MIN // 10_000 <= int(in_year) <= DAY_MAX // 10_000:
        raise _error(_OUTSIDE, part, where)
    first = int(in_year + (month or "01") + (day or "01"))
    if not is_day(first):
        raise _error(_NO_SUCH_DAY, part, where)
    if day:
        return first, first
    last_month = int(month or 12)
    return first, int(in_year) * 10_000 + last_month * 100 + _month_length(int(in_year), last_month)


@lru_cache(maxsize=4096)
def format_day(lo: int, hi: int) -> str:
    """The shortest text that :func:`parse_day` reads as these bounds.

    A day, a month or a year where the bounds are one; otherwise a range, its ends shortened to month or year where
    that loses nothing, and left out at 1900-01-01 and 2100-12-31. Bounds that are open at both ends, which
    :func:`parse_day` refuses as saying nothing, are written ``1900..2100``.

    Raises:
        InputError: an end is no day in 1900..2100, or the ends are reversed.
    """
    start, end = to_date(lo).isoformat(), to_date(hi).isoformat()
    if lo == hi:
        return start
    if lo > hi:
        raise _error(_REVERSED, f"{start}..{end}")
    lengths = (4, 7, 10)
    whole = next((start[:n] for n in lengths if _part(start[:n]) == (lo, hi)), None)
    lower = next(start[:n] for n in lengths if _part(start[:n])[0] == lo)
    upper = next(end[:n] for n in lengths if _part(end[:n])[1] == hi)
    if whole or (lo, hi) == (DAY_MIN, DAY_MAX):
        return whole or f"{lower}..{upper}"
    return f"{'' if lo == DAY_MIN else lower}..{'' if hi == DAY_MAX else upper}"


def day_of_instant(text: str, *, where: str = "") -> int:
    """The calendar day in China (Asia/Shanghai) of an instant, yyyymmdd.

    Args:
        text: an ISO instant with ``Z`` or an offset, such as ``2020-03-06T16:30:00Z``, which is 2020-03-07 in China.
        where: the path inside the input, for the fault.

    Raises:
        InputError: no time zone, no instant, or a day outside 1900..2100.
    """
    import pendulum

    found = _INSTANT.fullmatch(text) if _is_text(text) else None
    if found is None or found[1] is None:
        raise _error(_NO_ZONE if found else _NOT_AN_INSTANT, str(text), where)
    try:
        instant = pendulum.parse(text)
        assert isinstance(instant, pendulum.DateTime)
        on = _number(instant.in_timezone("Asia/Shanghai").date())
    except (ValueError, OverflowError) as error:
        raise _error(_NO_SUCH_INSTANT, text, where) from error
    if not DAY_MIN <= on <= DAY_MAX:
        raise _error(_OUTSIDE, text, where)
    return on
