"""What is wrong with a noun: wrong types, values outside their ranges, facts that contradict each other.

A noun is an ordinary frozen object and can be made with anything in it. :func:`check` finds everything that is wrong
at once, each fault with its path, so that nothing wrong reaches an engine. A fault is something that cannot be so
whatever the unknown facts turn out to be; what is only odd is no fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from vocskills.bounds import Bounds, meets
from vocskills.calendar import plus_days
from vocskills.errors import Fault
from vocskills.model.fields import ABSENT, Between, FieldInfo, Kind, Listing, encode, fields_of, from_engine
from vocskills.model.identity import disagreements
from vocskills.model.nouns import (
    DAYS_MAX,
    STATUSES_MAX,
    Agreement,
    Certificate,
    Cohort,
    Employer,
    Enrollment,
    Household,
    Provider,
    Standard,
    Trainee,
)
from vocskills.model.records import Sanction, Status
from vocskills.model.terms import ORGANIZATION_CATEGORIES, PERSON_CATEGORIES, Category, CertificateKind, kinds_of
from vocskills.model.values import MISSING, NUMBERS, WRONG_TYPE, expected, fault_of, is_right, shown, wrong_value
from vocskills.text import Text

_ENDS = Text("结束早于开始", "the end lies before the start")
PERIODS = {
    ("start_date", "end_date"): _ENDS,
    ("start", "end"): _ENDS,
    ("found_on", "decided_on"): Text("处理早于发现", "decided before it was found"),
    ("decided_on", "banned_through"): Text("暂停开班的截止日期早于处理日期", "the ban ends before it was decided"),
}
"""Dates of one noun or record of which the second does not lie before the first, and what is said if it does."""
_REVERSED = Text("下限大于上限", "the least value is above the greatest")
_TOO_MANY = Text("条数超出上限", "too many records")


def check(noun: Any, where: str = "", as_of: date | None = None) -> list[Fault]:
    """Everything that is wrong with a noun and all that it holds.

    Args:
        noun: a noun or record of the model.
        where: the noun's path inside the input, put before every path.
        as_of: the day as of which statuses were checked that do not say when; nobody is born after it.

    Returns:
        The faults in the order of the fields, those between fields after those of single fields: wrong types and
        ranges, reversed bounds, an end before its start, attendance above the schedule, more days than the dates
        leave room for, contradictory statuses, a date of birth or sex that an identity number contradicts, figures
        without a source.
    """
    return list(_noun(noun, where, as_of))


def sure_days(status: Status, as_of: date | None = None) -> Bounds | None:
    """The first and last day, yyyymmdd, for which a status surely says what it says; ``None`` for no day at all.

    It speaks from its first day, or from the day that somebody looked if that is not known; through its last day, or
    through the day that somebody looked. ``as_of`` is that day where the status does not say.
    """
    info = fields_of(Status)
    looked = encode(info["checked_on"], as_of if status.checked_on is None else status.checked_on)
    first = looked[1]
    if status.start is not None:
        # Somebody looked on a day inside a first month that is known only as such: then it held by that day.
        start = encode(info["start"], status.start)
        first = max(start[0], min(start[1], looked[1]))
    last = looked[0] if status.end is None else encode(info["end"], status.end)[0]
    return (first, last) if first <= last else None


def bounds_of(noun: Any, name: str) -> Bounds:
    """What a checked noun's field may be, in engine integers."""
    return encode(fields_of(type(noun))[name], getattr(noun, name))


def _noun(noun: Any, where: str, as_of: date | None) -> Iterator[Fault]:
    bad: set[str] = set()
    for name, info in fields_of(type(noun)).items():
        value = getattr(noun, name)
        if (value is None and not info.required) or is_right(info, value):
            continue
        path = f"{where}.{name}" if where else name
        for fault in _value(info, value, path, as_of):
            bad.add(name)
            yield fault
    yield from _between_fields(noun, bad, where, as_of)


def _value(info: FieldInfo, value: object, where: str, as_of: date | None) -> Iterator[Fault]:
    if value is None:
        if info.required:
            yield Fault(MISSING, where, expected=expected(info))
    elif value is ABSENT and info.absent:
        return
    elif info.kind is Kind.ENTITY and info.noun is not None and isinstance(value, info.noun):
        yield from _noun(value, where, as_of)
    elif info.kind is Kind.LIST and isinstance(value, Listing):
        yield from _listing(info, value, where, as_of)
    elif isinstance(value, Between) and not info.exact and info.kind in (*NUMBERS, Kind.DATE, Kind.ENUM):
        yield from _range(info, value, where)
    else:
        yield from wrong_value(info, value, where)


def _listing(info: FieldInfo, value: Any, where: str, as_of: date | None) -> Iterator[Fault]:
    if type(value.complete) is not bool:
        yield fault_of(FieldInfo(Kind.BOOL, info.label), value.complete, f"{where}.complete", WRONG_TYPE)
    if not isinstance(value.items, tuple):
        yield fault_of(info, value.items, f"{where}.items", WRONG_TYPE)
        return
    if len(value.items) > info.cap:
        yield Fault(_TOO_MANY, where, text=str(len(value.items)), expected=expected(info))
    row = FieldInfo(Kind.ENTITY, info.label, noun=info.noun, required=True)
    for index, item in enumerate(value.items):
        yield from _value(row, item, f"{where}[{index}]", as_of)


def _range(info: FieldInfo, value: Between[Any], where: str) -> Iterator[Fault]:
    ends = [(value.least, f"{where}.least"), (value.most, f"{where}.most")]
    faults = [fault for end, path in ends if end is not None for fault in wrong_value(info, end, path)]
    yield from faults
    if not faults:
        least, most = encode(info, value)
        if least > most:
            yield Fault(_REVERSED, where, text=f"{shown(info, value.least)} > {shown(info, value.most)}")


def _between_fields(noun: Any, bad: set[str], where: str, as_of: date | None) -> Iterator[Fault]:
    """Contradictions between the fields that are right one by one."""
    for first, last in _periods_of(noun.__class__):
        known = getattr(noun, first, None) is not None and getattr(noun, last, None) is not None
        if known and first not in bad and last not in bad:
            yield from reversed_days(noun, first, last, where)
    if isinstance(noun, Trainee) and not bad & {"id_number", "birth_date", "sex"}:
        yield from disagreements(noun, where, as_of)
    match noun:
        case Trainee() | Household():
            yield from _of_category(noun.statuses, PERSON_CATEGORIES, where)
            yield from _contradictions(noun, where, as_of)
        case Provider() | Employer():
            yield from _of_category(noun.statuses, ORGANIZATION_CATEGORIES, where)
            yield from _contradictions(noun, where, as_of)
        case Enrollment():
            yield from _enrollment(noun, bad, where)
        case Cohort() if not bad & {"start_date", "end_date", "training_days"}:
            yield from _longer_than_dates(noun, where)
        case Agreement() | Standard() if "source" not in bad:
            yield from _without_source(noun, where)
        case Sanction(fixed=False, fixed_on=fixed_on) if fixed_on is not None:
            what = Text("填了整改到位日期，却又说没有整改到位", "put right on a day, and said not to be put right")
            remedy = Text("核对两项，只留一项", "check both and keep one of the two")
            yield Fault(what, _join(where, "fixed_on"), text=str(fixed_on), remedy=remedy)
        case Certificate(kind=CertificateKind.NONE):
            what = Text("证书不能是“无证书”", "a certificate of the kind none")
            remedy = Text("已知没有证书的，certificate 写 ABSENT", "write ABSENT for a certificate that does not exist")
            yield Fault(what, _join(where, "kind"), text="none", remedy=remedy)


@cache
def _periods_of(kind: Any) -> tuple[tuple[str, str], ...]:
    """The periods of a noun."""
    return tuple(pair for pair in PERIODS if set(pair) <= set(fields_of(kind)))


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def reversed_days(noun: Any, first: str, last: str, where: str) -> Iterator[Fault]:
    """A fault if the field ``last`` surely lies before the field ``first``; both must be right by themselves."""
    start, end = bounds_of(noun, first)[0], bounds_of(noun, last)[1]
    if start > end:
        info = fields_of(type(noun))[last]
        what = PERIODS[first, last]
        text = f"{from_engine(info, start)} > {from_engine(info, end)}"
        yield Fault(what, _join(where, last), text=text, remedy=Text("核对两个日期", "check both dates"))
    elif isinstance(noun, Cohort | Enrollment):
        yield from _too_long(noun, first, last, where)


def _too_long(noun: Cohort | Enrollment, first: str, last: str, where: str) -> Iterator[Fault]:
    """A class longer than any may be; unknown dates are read by the same limit."""
    least, most = bounds_of(noun, last)[0], plus_days(bounds_of(noun, first)[1], DAYS_MAX)
    if least > most:
        what = Text(f"首尾相距超过 {DAYS_MAX} 天", f"more than {DAYS_MAX} days from first to last")
        text = str(from_engine(fields_of(type(noun))[last], least))
        yield Fault(what, _join(where, last), text=text, remedy=Text("核对两个日期", "check both dates"))


def too_many_hours(noun: Enrollment, where: str) -> Iterator[Fault]:
    """A fault if more hours were surely attended than scheduled; both must be right by themselves."""
    least, most = bounds_of(noun, "attended_hours")[0], bounds_of(noun, "scheduled_hours")[1]
    if least > most:
        info = fields_of(Enrollment)["attended_hours"]
        what = Text("实到学时多于计划学时", "more hours attended than scheduled")
        text = f"{from_engine(info, least)} > {from_engine(info, most)}"
        remedy = Text("核对考勤和计划", "check the attendance and the plan")
        yield Fault(what, _join(where, "attended_hours"), text=text, remedy=remedy)


def days_between(noun: Cohort | Enrollment) -> int:
    """The most days that may lie from the first day to the last, both counted; both must be right by themselves."""
    info = fields_of(type(noun))["start_date"]
    start = from_engine(info, bounds_of(noun, "start_date")[0])
    end = from_engine(info, bounds_of(noun, "end_date")[1])
    assert isinstance(start, date) and isinstance(end, date)
    return (end - start).days + 1


def _longer_than_dates(noun: Cohort, where: str) -> Iterator[Fault]:
    least, most = bounds_of(noun, "training_days")[0], days_between(noun)
    if least > most > 0:
        what = Text("培训天数多于开班至结业的天数", "more days of training than lie between the first and the last")
        remedy = Text("核对天数和日期", "check the days and the dates")
        yield Fault(what, _join(where, "training_days"), text=f"{least} > {most}", remedy=remedy)


def _enrollment(noun: Enrollment, bad: set[str], where: str) -> Iterator[Fault]:
    if "claimed_as" not in bad and bounds_of(noun, "claimed_as")[0] >= ORGANIZATION_CATEGORIES[0].code:
        words = shown(fields_of(Enrollment)["claimed_as"], noun.claimed_as)
        yield _wrong_category(words, _join(where, "claimed_as"), person=True)
    if not bad & {"scheduled_hours", "attended_hours"}:
        yield from too_many_hours(noun, where)


def _without_source(noun: Agreement | Standard, where: str) -> Iterator[Fault]:
    figures = [name for name, info in fields_of(type(noun)).items() if info.kind is Kind.MONEY]
    given = [name for name in figures if getattr(noun, name) is not None]
    if given and (noun.source is None or not noun.source.strip()):
        what = Text("标准没有出处", "figures without a source")
        remedy = Text("填写文件名称、文号和日期", "name the document, its number and date")
        yield Fault(what, _join(where, "source"), text=", ".join(given), remedy=remedy)


def _of_category(statuses: object, allowed: tuple[Category, ...], where: str) -> Iterator[Fault]:
    rows = statuses.items if isinstance(statuses, Listing) and isinstance(statuses.items, tuple) else ()
    for index, row in enumerate(rows):
        if isinstance(row, Status) and isinstance(row.category, Category) and row.category not in allowed:
            path = f"{_join(where, 'statuses')}[{index}].category"
            yield _wrong_category(str(row.category.value), path, person=allowed is PERSON_CATEGORIES)


def _wrong_category(category: str, where: str, *, person: bool) -> Fault:
    what = (
        Text("这是单位的类别，不是人员的", "a status of organisations, not of persons")
        if person
        else Text("这是人员的类别，不是单位的", "a status of persons, not of organisations")
    )
    return Fault(what, where, text=category)


def _contradictions(noun: Trainee | Household | Provider | Employer, where: str, as_of: date | None) -> Iterator[Fault]:
    """Rows of one status of which one surely holds and one surely does not on the same day."""
    household = noun.household if isinstance(noun, Trainee) and isinstance(noun.household, Household) else None
    if not _may_contradict(noun, household):
        return
    own = _speaking(noun.statuses, _join(where, "statuses"), as_of)
    shared: list[_Speaking] = []
    if household is not None:
        shared = _speaking(household.statuses, _join(where, "household.statuses"), as_of)
    for path, row, days in own:
        # Pairs inside the household are its own; pairs inside the noun are met from the row that denies.
        others = shared if row.held else [*own, *shared]
        for other_path, other, other_days in others:
            held, denied = (row, other) if row.held else (other, row)
            if held.held and not denied.held and _same_kind(held, denied) and meets(days, other_days):
                yield _contradiction(path, other_path, row)


def _may_contradict(*nouns: Trainee | Household | Provider | Employer | None) -> bool:
    """Whether some row says yes and some row says no, as hardly ever."""
    lists: list[Any] = [noun.statuses for noun in nouns if noun is not None]
    rows = [listing.items for listing in lists if isinstance(listing, Listing) and isinstance(listing.items, tuple)]
    said = [getattr(row, "held", None) for items in rows for row in items]
    return any(held is True for held in said) and any(held is False for held in said)


_Speaking = tuple[str, Status, Bounds]


def _speaking(statuses: object, where: str, as_of: date | None) -> list[_Speaking]:
    """The rows without faults that surely say yes or no about some day."""
    rows = statuses.items if isinstance(statuses, Listing) and isinstance(statuses.items, tuple) else ()
    found = []
    # More are reported by themselves, and comparing all pairs of very many would take very long.
    for index, row in enumerate(rows[:STATUSES_MAX]):
        if isinstance(row, Status) and row.held is not None and row.category is not None and not check(row):
            days = sure_days(row, as_of)
            if days is not None:
                found.append((f"{where}[{index}]", row, days))
    return found


def _same_kind(held: Status, denied: Status) -> bool:
    return held.category is not None and denied.category is not None and held.category in kinds_of(denied.category)


def _contradiction(path: str, other: str, row: Status) -> Fault:
    assert row.category is not None
    return Fault(
        Text(f"身份记录与 {other} 矛盾：同一天既属于又不属于", f"contradicts {other}: held and not held on one day"),
        path,
        text=str(row.category.value),
        remedy=Text("向认定部门核实，只留一条", "ask the authority and keep one of the two"),
    )
