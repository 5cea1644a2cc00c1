"""Dates in every spelling that rosters have.

What is not certain is the span of all that it may mean: 2020.1 may be January or October, because spreadsheets make
2020.1 of 2020.10; 3/6/2020 may be in March or June. Dates are whole numbers ``yyyymmdd`` here, as in the engines.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache

import attrs

from vocskills.bounds import Bounds
from vocskills.calendar import DAY_MAX, DAY_MIN, format_day, is_day, parse_day, to_int
from vocskills.errors import InputError
from vocskills.roster.codes import Code
from vocskills.roster.reading.numerals import chinese
from vocskills.roster.reading.said import Context, compact
from vocskills.roster.sheets import Raw

_SERIAL_1900, _SERIAL_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIALS = range(10_000, 73_051)  # 1927 to 2100; smaller numbers are years or nothing
_YEARS = range(1900, 2101)

_WRITTEN = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?|(?:\d{4}[-\d]*)?\.\.(?:\d{4}[-\d]*)?", re.ASCII)
_CLOCK = re.compile(r"[t ]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|\+\d{2}:?\d{2})?$", re.ASCII)
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_CHINESE_DATE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日?)?)?"
)

_S = r"[.\-/年]"
_FORMS = {
    "day": re.compile(r"(\d{4})([.\-/])(\d{1,2})\2(\d{1,2})[日.]?", re.ASCII),
    "spelled": re.compile(r"(\d{4})年(\d{1,2})[.\-/月](\d{1,2})日?", re.ASCII),
    "packed": re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
    "month": re.compile(r"(\d{4})[\-/年](\d{1,2})(?:月份?)?", re.ASCII),
    "dotted": re.compile(r"(\d{4})\.(\d{1,2})(月)?", re.ASCII),
    "third": re.compile(rf"(\d{{4}}){_S}(\d{{1,2}})月(上|中|下)旬", re.ASCII),
    "six": re.compile(r"(\d{4})(\d{2})", re.ASCII),
    "year": re.compile(r"(\d{4})年?(?:度)?", re.ASCII),
    "no_year": re.compile(r"(\d{1,2})[.\-/月](\d{1,2})日?", re.ASCII),
    "day_first": re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})", re.ASCII),
    "short": re.compile(rf"(\d{{2}}){_S}(\d{{1,2}})(?:[.\-/月](\d{{1,2}})?日?)?", re.ASCII),
    "serial": re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII),
}
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}


@attrs.frozen
class Span:
    """What a text says of a date.

    Attributes:
        bounds: the first and last day that it may be, yyyymmdd; ``None`` if it says nothing certain.
        code: what there is to say about it.
        parts: how much of the date was written: 3 with the day, 2 with the month, 1 the year alone, 0 otherwise.
    """

    bounds: Bounds | None
    code: Code | None = None
    parts: int = 0


NO_DATE = Span(None, Code.NOT_A_DATE)


def read_day(raw: Raw, context: Context) -> Span:
    """What a cell says of one date."""
    match raw:
        case bool() | None:
            return NO_DATE
        case datetime():
            return _known(to_int(raw.date())) if raw.year in _YEARS else Span(None, Code.NO_SUCH_DATE)
        case date():
            return _known(to_int(raw)) if raw.year in _YEARS else Span(None, Code.NO_SUCH_DATE)
        case int():
            return _number(raw, context)
        case float():
            return _float(raw, context)
        case str():
            return day_of_text(plain_date(raw), context)
        case _:
            return NO_DATE


@lru_cache(maxsize=4096)
def plain_date(raw: str) -> str:
    """A date's text in plain characters, without clock and weekday, Chinese numerals as digits."""
    text = compact(_CLOCK.sub("", raw.strip().casefold().replace("：", ":")))
    text = _WEEKDAY.sub("", text).replace("号", "日").replace("。", ".").replace("．", ".").replace("\\", "/")
    found = _CHINESE_DATE.fullmatch(text)
    if found is None:
        return text
    numbers = [chinese(part) for part in found.groups() if part]
    return "-".join(str(number) for number in numbers) if len(numbers) > 1 else f"{numbers[0]}年"


def day_of_text(text: str, context: Context) -> Span:
    """What a text in plain characters says of one date."""
    if _WRITTEN.fullmatch(text):
        return _written(text)
    for name, form in _FORMS.items():
        found = form.fullmatch(text)
        if found is not None:
            return _form(name, found, context)
    return NO_DATE


def _written(text: str) -> Span:
    """A date as a case has it."""
    try:
        bounds = parse_day(text)
    except InputError:
        exists = ".." in text or len(text) == 4
        return NO_DATE if exists else Span(None, Code.NO_SUCH_DATE)
    return Span(bounds, parts=0 if ".." in text else text.count("-") + 1)


def _form(name: str, found: re.Match[str], context: Context) -> Span:
    match name:
        case "day":
            return _day(int(found[1]), int(found[3]), int(found[4]))
        case "packed" | "spelled":
            return _day(*(int(part) for part in found.groups()))
        case "month":
            return _month(int(found[1]), int(found[2]))
        case "dotted":
            ambiguous = found[2] == "1" and not found[3]
            return _january_or_october(int(found[1])) if ambiguous else _month(int(found[1]), int(found[2]))
        case "third":
            return _third(int(found[1]), int(found[2]), found[3])
        case "six":
            return _six(found[1], found[2])
        case "year":
            return _year(int(found[1]))
        case "no_year" if context.year is not None:
            return _day(context.year, int(found[1]), int(found[2]))
        case "no_year":
            real = _day(2020, int(found[1]), int(found[2])).bounds
            return Span(None, Code.NO_YEAR) if real else NO_DATE
        case "day_first":
            return _day_first(int(found[3]), int(found[1]), int(found[2]))
        case "serial":
            return _serial(int(found[1]), context)
        case _:
            return Span(None, Code.SHORT_YEAR)


def _known(day: int) -> Span:
    return Span((day, day), parts=3)


def _day(year: int, month: int, on: int) -> Span:
    day = year * 10_000 + month * 100 + on
    return _known(day) if year in _YEARS and is_day(day) else Span(None, Code.NO_SUCH_DATE)


def _month(year: int, month: int) -> Span:
    if year not in _YEARS or month not in range(1, 13):
        return Span(None, Code.NO_SUCH_DATE)
    first = year * 10_000 + month * 100
    return Span((first + 1, first + monthrange(year, month)[1]), parts=2)


def _third(year: int, month: int, name: str) -> Span:
    whole = _month(year, month)
    if whole.bounds is None:
        return whole
    first = whole.bounds[0] - 1
    least, most = _THIRDS[name]
    return Span((first + least, min(first + most, whole.bounds[1])))


def _january_or_october(year: int) -> Span:
    if year not in _YEARS:
        return Span(None, Code.NO_SUCH_DATE)
    return Span((year * 10_000 + 101, year * 10_000 + 1031), Code.JANUARY_OR_OCTOBER)


def _six(first: str, last: str) -> Span:
    """Six digits: 202005 can only be a month, 200505 may also be 5 May 2020, 750301 is a day with a short year."""
    month = _month(int(first), int(last))
    short = _day(2000 + int(first[:2]), int(first[2:]), int(last)).bounds
    if month.bounds is not None:
        return Span(None, Code.MONTH_OR_DAY) if short else month
    return Span(None, Code.SHORT_YEAR) if short else month


def _year(year: int) -> Span:
    if year not in _YEARS:
        return Span(None, Code.NO_SUCH_DATE)
    return Span((year * 10_000 + 101, year * 10_000 + 1231), parts=1)


def _day_first(year: int, one: int, other: int) -> Span:
    found = sorted({span.bounds for span in (_day(year, one, other), _day(year, other, one)) if span.bounds})
    if not found:
        return Span(None, Code.NO_SUCH_DATE)
    if len(found) == 1:
        return Span(found[0], parts=3)
    return Span((found[0][0], found[-1][1]), Code.DAY_OR_MONTH)


def _number(number: int, context: Context) -> Span:
    if number in _SERIALS:
        return _serial(number, context)
    if DAY_MIN <= number <= DAY_MAX or number in _YEARS or 190_001 <= number <= 210_012:
        return day_of_text(str(number), context)
    return NO_DATE


def _float(number: float, context: Context) -> Span:
    if not 0 < number < 10**9:
        return NO_DATE
    if number.is_integer():
        return _number(int(number), context)
    if int(number) in _SERIALS:
        return _serial(int(number), context)
    return day_of_text(repr(number), context)


def _serial(number: int, context: Context) -> Span:
    start = _SERIAL_1904 if context.date_1904 else _SERIAL_1900
    on = start + timedelta(days=number)
    if number not in _SERIALS or on.year not in _YEARS:
        return Span(None, Code.NOT_A_DATE)
    return Span((to_int(on), to_int(on)), Code.SERIAL, 3)


# -- periods -----------------------------------------------------------------------------------------------------------

_TO = re.compile(r"[~〜∼—–―－至到]+|\.\.|--+")
_BETWEEN_PERIODS = re.compile(r"[、,，;；和及与&]")
_REMARK = re.compile(r"\([^()]*\)|,?共\d+(?:天|日)$|,?\d+天$|每天.*$")
_ENDLESS = re.compile(r"(?:至今|长期|今|无固定期限|永久)")


@attrs.frozen
class Period:
    """What a text says of a first and a last day; ``None`` for an end that it does not tell."""

    first: Bounds | None
    last: Bounds | None
    codes: tuple[Code, ...] = ()


def read_period(raw: Raw, context: Context) -> Period:
    """What a cell says of a first and a last day."""
    if not isinstance(raw, str):
        return _one_day(read_day(raw, context))
    text = plain_date(raw)
    whole = day_of_text(text, context)
    if whole.bounds is not None and ".." not in text:
        return _one_day(whole)
    bare = _REMARK.sub("", text).strip("自从于起止") if not whole.bounds else text
    codes = (Code.REMARK_IN_CELL,) if "(" in text else ()
    parts = [part.strip("自从于起止") for part in _BETWEEN_PERIODS.split(bare) if part]
    found, before = [], Span(None)
    for part in parts:
        period, before = _two_days(part, before, context)
        if period.first is None:
            return period
        found.append(period)
    if not found:
        return Period(None, None, (Code.NOT_A_DATE,))
    return _hull(found, codes)


def _hull(found: list[Period], codes: tuple[Code, ...]) -> Period:
    said = (*codes, *dict.fromkeys(code for period in found for code in period.codes))
    if len(found) == 1:
        return attrs.evolve(found[0], codes=said)
    ends = [bounds for period in found for bounds in (period.first, period.last)]
    if any(bounds is None for bounds in ends):
        return Period(None, None, said or (Code.SEVERAL_PERIODS,))
    known = [bounds for bounds in ends if bounds is not None]
    first = min(lo for lo, _ in known), min(hi for _, hi in known)
    last = max(lo for lo, _ in known), max(hi for _, hi in known)
    return Period(first, last, (*said, Code.SEVERAL_PERIODS))


def _one_day(span: Span) -> Period:
    if span.bounds is None:
        return Period(None, None, (span.code or Code.NOT_A_DATE,))
    codes = (Code.DAY_FOR_PERIOD,) if span.code is None else (span.code, Code.DAY_FOR_PERIOD)
    return Period(span.bounds, None, codes)


def _two_days(text: str, before: Span, context: Context) -> tuple[Period, Span]:
    """The period that a text is, and its last day, which lends its year and month to what follows."""
    codes = []
    for left, right in _splits(text):
        first = _inheriting(left, before, context)
        if first.bounds is None:
            codes.append(first.code)
        elif not right or _ENDLESS.fullmatch(right):
            return Period(first.bounds, None, (Code.LASTS,)), first
        else:
            last = _inheriting(right, first, context)
            if last.bounds is not None:
                return _ordered(first, last), last
    alone = _inheriting(text, before, context)
    if alone.bounds is not None:
        return Period(alone.bounds, alone.bounds), alone
    certain = [code for code in (*codes, alone.code) if code not in (None, Code.NOT_A_DATE)]
    return Period(None, None, (certain[0] if certain else Code.NOT_A_DATE,)), before


def _splits(text: str) -> list[tuple[str, str]]:
    """The ways to take a text for a first and a last day: at a word for "to", else at any hyphen."""
    cut = _TO.search(text)
    if cut is not None:
        return [(text[: cut.start()].rstrip("起止"), text[cut.end() :].strip("起止"))]
    at = [index for index, one in enumerate(text) if one == "-"]
    # The middle hyphen first: 2020-03-06-2020-03-20.
    at.sort(key=lambda index: abs(2 * index - len(text)))
    return [(text[:index], text[index + 1 :]) for index in at]


def _inheriting(text: str, before: Span, context: Context) -> Span:
    """A date that takes from the one before it what it does not say: 2020.3.6-20, 2020.3.6-4.2, 2020.3-5."""
    if before.bounds is None or before.parts < 2:
        return day_of_text(text, context)
    year, month = before.bounds[0] // 10_000, before.bounds[0] // 100 % 100
    found = re.fullmatch(r"(\d{1,2})(?:日|月份?)?", text, re.ASCII)
    if found is not None:
        number = int(found[1])
        if before.parts == 3 and "月" not in text:
            return _day(year, month, number)
        ending = _month(year, number)
        day = _day(year, month, number) if "月" not in text else NO_DATE
        if ending.bounds is None or day.bounds is None:
            return ending
        # 2020.3-5 may be March to May, or the fifth of March.
        return Span((day.bounds[0], ending.bounds[1]), Code.DAY_OR_MONTH)
    found = _FORMS["no_year"].fullmatch(text)
    return _day(year, int(found[1]), int(found[2])) if found is not None else day_of_text(text, context)


def _ordered(first: Span, last: Span) -> Period:
    assert first.bounds is not None and last.bounds is not None
    codes = tuple(dict.fromkeys(code for code in (first.code, last.code) if code is not None))
    if last.bounds[1] < first.bounds[0]:
        return Period(first.bounds, None, (*codes, Code.NEXT_YEAR))
    return Period(first.bounds, last.bounds, codes)


def written(bounds: Bounds) -> str:
    """Bounds as a case has them."""
    return format_day(*bounds)
