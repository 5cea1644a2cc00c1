"""Checks of the list: who stands in it twice, what is missing, who was filed, ages, overlapping classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from vocskills.calendar import retirement_date, years
from vocskills.checks.flags import At, Flag, Limits, Result, cannot_judge, flag
from vocskills.checks.people import Files, Person, grouped
from vocskills.model.terms import Sex
from vocskills.privacy import mask_id
from vocskills.roster.roster import Roster
from vocskills.roster.sheets import Raw

_ADULT, _SIXTEEN = 18, 16
_ALIKE, _DECADE = 0.9, 10
_IN_SEQUENCE = 3
_REQUIRED = {"trainee.name": ("姓名", "name"), "trainee.id_number": ("身份证号码", "identity number")}


def twice(files: Files, _: Limits) -> Iterator[Flag]:
    """RO-01: nobody stands twice in a class."""
    for people in grouped(files.people, lambda person: person.number and (person.cohort, person.number)).values():
        if len(people) > 1:
            yield flag(
                "CHK-RO-01",
                Result.FAIL,
                tuple(person.at_column("trainee.id_number") for person in people),
                f"同一人（{mask_id(people[0].number)}）在本班有{len(people)}行",
                f"one person ({mask_id(people[0].number)}) has {len(people)} rows in the class",
            )


def totals(files: Files, _: Limits) -> Iterator[Flag]:
    """RO-02: every printed total is the sum of the rows above it."""
    for file, roster in enumerate(files.rosters):
        for total in (total for table in roster.tables for total in table.totals):
            if total.agrees is False:
                yield flag(
                    "CHK-RO-02",
                    Result.FAIL,
                    (At(file, total.cell),),
                    f"{total.label}填{_plain(total.printed)}，逐行相加为{total.computed}",
                    f"{total.label} says {_plain(total.printed)}, the rows add up to {total.computed}",
                )


def _plain(printed: Raw) -> str:
    """A figure as it is shown in the cell: a spreadsheet keeps whole numbers with a point."""
    return str(int(printed)) if isinstance(printed, float) and printed.is_integer() else str(printed)


def filed(files: Files, as_filed: Sequence[Roster]) -> Iterator[Flag]:
    """RO-03: everybody claimed for stands in the roster that was filed; without it that cannot be judged."""
    known = {person.number for person in Files(tuple(as_filed)).people if person.number}
    if not as_filed:
        yield cannot_judge("CHK-RO-03")
        return
    for person in files.people:
        if person.number and person.number not in known:
            yield flag(
                "CHK-RO-03",
                Result.FAIL,
                (person.at_column("trainee.id_number"),),
                "不在备案名单中",
                "does not stand in the roster as filed",
            )


def required(files: Files, _: Limits) -> Iterator[Flag]:
    """RO-04: everybody has a name and a number."""
    for person in files.people:
        for path, (zh, en) in _REQUIRED.items():
            if person.written(path) in (None, "") and not (path == "trainee.id_number" and person.given):
                yield flag("CHK-RO-04", Result.FAIL, (person.at_column(path),), f"没有填写{zh}", f"the {en} is missing")


def alike(files: Files, limits: Limits) -> Iterator[Flag]:
    """RO-05: a class whose people were nearly all born in one decade, or whose numbers stand in sequence."""
    for people in files.classes.values():
        numbers = sorted({person.number for person in people if person.number})
        if len(numbers) >= limits.alike:
            yield from _alike(people, numbers)


def _alike(people: Sequence[Person], numbers: Sequence[str]) -> Iterator[Flag]:
    at = (people[0].at("cohort.id"),)
    births = sorted(int(number[6:10]) for number in numbers)
    span = births[-1 - int(len(births) * (1 - _ALIKE))] - births[0]
    if span < _DECADE:
        yield flag(
            "CHK-RO-05",
            Result.WARN,
            at,
            f"{len(numbers)}人中九成出生于{births[0]}年起的{span + 1}年内",
            f"nine in ten of {len(numbers)} people were born within {span + 1} years from {births[0]}",
        )
    near = [b for a, b in pairwise(numbers) if a[:14] == b[:14] and int(b[14:17]) - int(a[14:17]) <= 2]
    if len(near) >= _IN_SEQUENCE:
        yield flag(
            "CHK-RO-05",
            Result.WARN,
            at,
            f"有{len(near)}个号码与另一号码同日出生且顺序号相连",
            f"{len(near)} numbers follow another one of the same birthday and district",
        )


def ages(files: Files, _: Limits) -> Iterator[Flag]:
    """AG-01 and 02: people under 16, at retirement age, and minors; limits themselves are the law's of a place."""
    for person in files.people:
        identity = person.identity
        (first, day), _last = person.days
        if not identity.birth or first != day:
            continue
        at = (person.at_column("trainee.id_number"),)
        age = years(identity.birth, day)
        if age < _SIXTEEN:
            yield flag("CHK-AG-01", Result.WARN, at, f"开班时{age}周岁", f"aged {age} on the first day")
        elif age < _ADULT:
            yield cannot_judge("CHK-AG-02", at)
        elif day >= retirement_date(identity.birth, 60 if identity.sex is Sex.MALE else 55):
            yield flag(
                "CHK-AG-01",
                Result.WARN,
                at,
                f"开班时{age}周岁，已达法定退休年龄",
                f"aged {age} on the first day, at or above the statutory retirement age",
            )


def overlaps(files: Files, _: Limits) -> Iterator[Flag]:
    """OV-01: nobody is in two classes whose days overlap."""
    for number, people in grouped(files.people, lambda person: person.number).items():
        for one, other in combinations(people, 2):
            if one.cohort != other.cohort:
                yield from _overlap(one, other, number)


def _overlap(one: Person, other: Person, number: str) -> Iterator[Flag]:
    (first, last), (second, end) = one.days, other.days
    surely = first[1] <= end[0] and second[1] <= last[0]
    perhaps = first[0] <= end[1] and second[0] <= last[1]
    if perhaps:
        zh, en = ("日期重叠", "overlap") if surely else ("日期可能重叠", "may overlap")
        yield flag(
            "CHK-OV-01",
            Result.FAIL if surely else Result.WARN,
            (one.at_column("trainee.id_number"), other.at_column("trainee.id_number")),
            f"同一人（{mask_id(number)}）的两个班{zh}",
            f"two classes of one person ({mask_id(number)}) {en}",
        )
