"""Checks of who people are: numbers, names, what is said beside the number, what several people share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from vocskills.calendar import is_day, years
from vocskills.checks.flags import At, Flag, Limits, Result, cannot_judge, flag
from vocskills.checks.people import Files, Person, distinct, grouped
from vocskills.model.fields import encode, fields_of
from vocskills.model.nouns import Trainee
from vocskills.model.terms import Sex
from vocskills.places import exists
from vocskills.privacy import mask_id
from vocskills.roster.codes import Code
from vocskills.roster.columns import columns
from vocskills.roster.found import Extra
from vocskills.roster.reading.column import read_cell
from vocskills.roster.reading.said import Context

DAMAGE = frozenset({Code.DAMAGED.value, Code.DAMAGED_ZEROS.value})
"""What the reader says of a number that a spreadsheet has damaged."""
_FULL = re.compile(r"[0-9]{17}[0-9X]")
_LONG_CLASS = 5
_BIRTH = fields_of(Trainee)["birth_date"]


def numbers(files: Files, _: Limits) -> Iterator[Flag]:
    """ID-01, 02, 03 and 05: each number by itself."""
    for file, roster in enumerate(files.rosters):
        for problem in roster.problems:
            if problem.code in DAMAGE:
                cells = tuple(At(file, cell) for cell in problem.cells)
                yield flag("CHK-ID-02", Result.FAIL, cells, problem.what.zh, problem.what.en)
    for person in files.people:
        yield from _number(person)


def _number(person: Person) -> Iterator[Flag]:
    number = person.given
    if not number:
        return
    if person.number and exists(number[:2]) and int(number[6:14]) <= person.days[0][1]:
        return
    at = (person.at_column("trainee.id_number"),)
    if "*" in number:
        yield flag(
            "CHK-ID-01",
            Result.CANNOT_JUDGE,
            at,
            "号码已隐藏部分位数，无法核对",
            "a masked number cannot be checked",
        )
    elif not _FULL.fullmatch(number):
        yield flag(
            "CHK-ID-01",
            Result.WARN,
            at,
            f"不是18位身份证号码（{len(number)}位）",
            f"not an 18-digit identity number ({len(number)} characters)",
        )
    elif not is_day(int(number[6:14])) or int(number[6:14]) > person.days[0][1]:
        yield flag(
            "CHK-ID-03",
            Result.FAIL,
            at,
            "号码中的出生日期不存在，或晚于开班",
            "the date of birth in the number does not exist or lies after the first day",
        )
    elif not person.number:
        yield flag("CHK-ID-01", Result.FAIL, at, "号码校验位错误", "the check digit of the number is wrong")
    elif not exists(number[:2]):
        yield flag(
            "CHK-ID-05", Result.WARN, at, f"没有代码为 {number[:2]} 的省份", f"no province has the code {number[:2]}"
        )


def agreement(files: Files, _: Limits) -> Iterator[Flag]:
    """ID-04: what stands beside the number agrees with it; two columns of numbers agree."""
    for person in files.people:
        identity = person.identity
        if identity.birth and identity.sex is not None:
            yield from _sex(person, identity.sex)
            yield from _birth(person, identity.birth)
            yield from _age(person, identity.birth)
        if len(set(person.numbers_given)) > 1:
            yield flag(
                "CHK-ID-04",
                Result.FAIL,
                (person.at_column("trainee.id_number"), person.at_column(Extra.SECOND_ID.target)),
                "两列身份证号码不一致",
                "two columns of identity numbers disagree",
            )


def _sex(person: Person, sex: Sex) -> Iterator[Flag]:
    given = read_cell(columns()["trainee.sex"], person.written("trainee.sex"), Context()).value
    if isinstance(given, Sex) and given is not sex:
        yield flag(
            "CHK-ID-04",
            Result.WARN,
            (person.at_column("trainee.sex"), person.at_column("trainee.id_number")),
            f"性别填{given.zh}，号码是{sex.zh}",
            f"given as {given.en}, the number says {sex.en}",
        )


def _birth(person: Person, birth: int) -> Iterator[Flag]:
    raw = person.written("trainee.birth_date")
    if raw is None:
        return
    lo, hi = encode(_BIRTH, read_cell(columns()["trainee.birth_date"], raw, Context()).value)
    if not lo <= birth <= hi:
        yield flag(
            "CHK-ID-04",
            Result.WARN,
            (person.at_column("trainee.birth_date"), person.at_column("trainee.id_number")),
            "出生日期与号码不一致",
            "the date of birth is not that of the number",
        )


def _age(person: Person, birth: int) -> Iterator[Flag]:
    """The age in the roster is one that the person had on some day of the class, or a year more by 虚岁."""
    written = unicodedata.normalize("NFKC", str(person.extra(Extra.AGE) or "")).removesuffix("岁").removesuffix("周")
    age = written.removesuffix(".0")
    (start, _), (_, end) = person.days
    if not age.isdecimal() or years(start, end) > _LONG_CLASS:
        return
    youngest, oldest = years(birth, start), years(birth, end) + 1
    if not youngest <= int(age) <= oldest:
        yield flag(
            "CHK-ID-04",
            Result.WARN,
            (person.at_column(Extra.AGE.target), person.at_column("trainee.id_number")),
            f"年龄填{age}，按号码开班时{youngest}周岁",
            f"the age is given as {age}, by the number it was {youngest} on the first day",
        )


def names(files: Files, _: Limits) -> Iterator[Flag]:
    """ID-06: one number has one name; one name with one date of birth has one number."""
    for number, people in grouped(files.people, lambda person: person.number).items():
        if len({person.name for person in people if person.name}) > 1:
            yield flag(
                "CHK-ID-06",
                Result.FAIL,
                tuple(person.at_column("trainee.name") for person in people),
                f"号码 {mask_id(number)} 有不同的姓名",
                f"the number {mask_id(number)} stands with different names",
            )
    for _key, people in grouped(files.people, _named_and_born).items():
        if len({person.number for person in people}) > 1:
            yield flag(
                "CHK-ID-06",
                Result.WARN,
                tuple(person.at_column("trainee.id_number") for person in people),
                "姓名和出生日期相同，号码不同",
                "the same name and date of birth with different numbers",
            )


def _named_and_born(person: Person) -> tuple[str, str] | tuple[()]:
    return (person.name, person.number[6:14]) if person.name and person.number else ()


def shared(files: Files, limits: Limits) -> Iterator[Flag]:
    """ID-07: one telephone or one account for several people."""
    kinds = ((Extra.PHONE, limits.phone), (Extra.ACCOUNT, limits.account))
    for extra, most in kinds:
        by_number: dict[str, list[Person]] = {}
        for person in files.people:
            for number in dict.fromkeys(person.numbers(extra)):
                by_number.setdefault(number, []).append(person)
        for number, people in by_number.items():
            if len(distinct(people)) >= most:
                yield _shared(extra, number, people)


def _shared(extra: Extra, number: str, people: Sequence[Person]) -> Flag:
    heads = len(distinct(people))
    return flag(
        "CHK-ID-07",
        Result.WARN,
        tuple(person.at_column(extra.target) for person in people),
        f"{heads}人共用{extra.zh} {mask_id(number)}",
        f"{heads} people share the {extra.en} {mask_id(number)}",
    )


def photos(files: Files, _: Limits) -> Iterator[Flag]:
    """ID-08: one photo for several people; where there is no column of photos that cannot be judged."""
    pictures = grouped(files.people, lambda person: str(person.extra(Extra.PHOTO) or "").strip())
    if files.people and not pictures:
        yield cannot_judge("CHK-ID-08")
    for people in pictures.values():
        if len(distinct(people)) > 1:
            cells = tuple(person.at_column(Extra.PHOTO.target) for person in people)
            heads = len(distinct(people))
            yield flag("CHK-ID-08", Result.WARN, cells, f"{heads}人的照片相同", f"{heads} people have the same photo")
