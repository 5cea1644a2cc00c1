"""Checks of classes: their size, their dates, their hours, and classes that look like one that was split or copied."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations

from vocskills.bounds import Bounds
from vocskills.calendar import plus_days, plus_working_days, published_years, to_date, year
from vocskills.checks.flags import Flag, Limits, Result, cannot_judge, flag
from vocskills.checks.people import Files, Person, cohort_of
from vocskills.model.fields import encode, fields_of
from vocskills.model.nouns import Cohort, Enrollment, Provider

_SATURDAY = 5
_HOURS = ("scheduled_hours", "recognized_hours", "attended_hours")
_DAY_HOURS = 24
Class = Sequence[Person]


def sizes(files: Files, limits: Limits) -> Iterator[Flag]:
    """CL-03: no class is larger than the place allows, if that is known."""
    if files.people and limits.class_size is None:
        yield cannot_judge("CHK-CL-03")
    for people in files.classes.values():
        if limits.class_size is not None and len(people) > limits.class_size:
            yield flag(
                "CHK-CL-03",
                Result.WARN,
                (people[0].at("cohort.id"),),
                f"本班{len(people)}人，超过{limits.class_size}人",
                f"{len(people)} people, more than {limits.class_size}",
            )


def split(files: Files, limits: Limits) -> Iterator[Flag]:
    """CL-04: two overlapping classes of one school, trade and place that look like one that was split."""
    for classes in _by(files, _school_trade_place):
        for one, other in combinations(classes, 2):
            if _overlap(one, other) and _small(one, other, limits):
                heads = f"{len(one)}+{len(other)}"
                yield flag(
                    "CHK-CL-04",
                    Result.WARN,
                    (one[0].at("cohort.id"), other[0].at("cohort.id")),
                    f"同一机构、工种、地点的两个班（{heads}人）日期重叠",
                    f"two classes of one school, trade and place ({heads} people) overlap",
                )


def copied(files: Files, _: Limits) -> Iterator[Flag]:
    """CL-08: classes at different places that begin on one day with as many people each."""
    for classes in _by(files, _day_and_size):
        places = len({_place(one) for one in classes})
        if places > 1:
            size = len(classes[0])
            yield flag(
                "CHK-CL-08",
                Result.WARN,
                tuple(one[0].at("cohort.start_date") for one in classes),
                f"{places}个地点的{len(classes)}个班同日开班，人数都是{size}",
                f"{len(classes)} classes at {places} places begin on one day with {size} people each",
            )


def _by(files: Files, key: Callable[[Class], Hashable]) -> Iterator[list[Class]]:
    """Classes that have a key in common; those whose key is not known are with nobody."""
    found: dict[Hashable, list[Class]] = {}
    for people in files.classes.values():
        value = key(people)
        if value is not None:
            found.setdefault(value, []).append(people)
    yield from (classes for classes in found.values() if len(classes) > 1)


def _school_trade_place(people: Class) -> Hashable:
    trade, place = cohort_of(people[0]).trade, _place(people)
    return (_school(people), trade, place) if trade and place else None


def _day_and_size(people: Class) -> Hashable:
    (first, last), _ = _days(people)
    return (first, len(people)) if first == last and _place(people) else None


def _place(people: Class) -> str:
    cohort = cohort_of(people[0])
    return cohort.place_text or cohort.place or ""


def _school(people: Class) -> str:
    provider = people[0].case.provider
    return (provider.id or provider.name or "") if isinstance(provider, Provider) else ""


def _days(people: Class) -> tuple[Bounds, Bounds]:
    info, cohort = fields_of(Cohort), cohort_of(people[0])
    return encode(info["start_date"], cohort.start_date), encode(info["end_date"], cohort.end_date)


def _overlap(one: Class, other: Class) -> bool:
    (first, last), (second, end) = _days(one), _days(other)
    return first[1] <= end[0] and second[1] <= last[0]


def _small(one: Class, other: Class, limits: Limits) -> bool:
    """Whether each keeps to the limit that both together would exceed; without a limit any two are asked about."""
    most = limits.class_size
    return most is None or max(len(one), len(other)) <= most < len(one) + len(other)


def dates(files: Files, _: Limits) -> Iterator[Flag]:
    """CL-06: a class ends after it begins, and neither day is a public holiday."""
    for people in files.classes.values():
        (first, start), (last, end) = _days(people)
        if end < first:
            cells = people[0].at("cohort.end_date"), people[0].at("cohort.start_date")
            yield flag("CHK-CL-06", Result.FAIL, cells, "结业早于开班", "it ends before it begins")
        for path, zh, en, lo, hi in (
            ("start", "开班", "the first day", first, start),
            ("end", "结业", "the last day", last, end),
        ):
            if lo == hi and _holiday(lo):
                words = f"{zh}日期是法定节假日", f"{en} is a public holiday"
                yield flag("CHK-CL-06", Result.WARN, (people[0].at(f"cohort.{path}_date"),), *words)


def _holiday(day: int) -> bool:
    """Whether a day from Monday to Friday is free, as far as the calendar is published."""
    least, most = published_years()
    known = least < year(day) <= most and to_date(day).weekday() < _SATURDAY
    return known and plus_working_days(plus_days(day, -1), 1) != day


def hours(files: Files, limits: Limits) -> Iterator[Flag]:
    """HR-03: nobody has more hours than the days of the class hold."""
    judged = False
    for person in files.people:
        (first, _), (_, last) = person.days
        days = (to_date(last) - to_date(first)).days + 1
        for name in _HOURS:
            least, _most = encode(fields_of(Enrollment)[name], getattr(person.enrollment, name))
            judged = judged or least > 0
            if least > days * 100 * (limits.hours_a_day or _DAY_HOURS):
                said = f"{least / 100:g}"
                yield flag(
                    "CHK-HR-03",
                    Result.FAIL,
                    (person.at_column(f"enrollment.{name}"),),
                    f"{said}学时，班期只有{days}天",
                    f"{said} class hours in {days} days",
                )
    if judged and limits.hours_a_day is None:
        yield cannot_judge("CHK-HR-03")
