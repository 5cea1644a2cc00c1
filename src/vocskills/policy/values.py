"""Values of tables and clauses: from the text of a scalar to exact numbers of a type."""

from __future__ import annotations

import re
from fractions import Fraction

from vocskills.bounds import Bounds
from vocskills.calendar import parse_day
from vocskills.errors import InputError
from vocskills.language.check import type_name
from vocskills.language.nodes import Type
from vocskills.language.scope import canonical, default_range, intern
from vocskills.model.fields import Kind, Unit
from vocskills.policy.report import Report, did_you_mean
from vocskills.policy.source import Scalar
from vocskills.text import Text, same

RATE_MAX = 100_000
"""Rates written in a text may go up to 1,000 %; one that is not known lies in 0..100 %."""

FILL = Text("文中没有的写 none，未写明的写 open", "write none where there is no such item, open where it is not stated")
"""What to do about a cell that says nothing."""

_NUMBER = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?(%?)")
_WRONG = Text("不是这种类型的值", "not a value of this type")
_TOO_FINE = Text("太细，无法精确表示", "finer than can be held exactly")
_REVERSED = Text("起止颠倒", "the range ends before it begins")
_OUTSIDE = Text("超出取值范围", "outside the range of its type")


def value_of(scalar: Scalar, kind: Type, report: Report, where: str) -> Fraction | None:
    """A value in the units of the language (yuan, hours, 0.7 for 70%), a member's code or yyyymmdd.

    Returns:
        The value, or ``None`` after a fault has been reported.
    """
    if kind.kind is Kind.DATE:
        bounds = _days(scalar, scalar.value, report, where)
        if bounds is not None and bounds[0] != bounds[1]:
            report.add(scalar, where, Text("这里要确定的一天", "a single day is wanted here"), expected=expected(kind))
            return None
        return Fraction(bounds[0]) if bounds else None
    names = members(kind)
    if names:
        if scalar.value in names:
            return Fraction(names.index(scalar.value))
        remedy = did_you_mean(scalar.value, names)
        report.add(
            scalar, where, Text("没有这个选项", "there is no such choice"), expected=expected(kind), remedy=remedy
        )
        return None
    return _number(scalar, scalar.value, kind, report, where)


def span_of(scalar: Scalar, kind: Type, limits: Bounds, report: Report, where: str) -> Bounds | None:
    """A row's key as the engine integers that it covers: one value, or a range ``a..b``, ``a..``, ``..b``.

    Args:
        scalar: the key as written.
        kind: the type of the column.
        limits: least and greatest engine integer of the column.
        report: takes the faults.
        where: the path of the key.
    """
    span = _span(scalar, kind, limits, report, where)
    if span is None:
        return None
    if span[0] > span[1]:
        report.add(scalar, where, _REVERSED)
        return None
    if span[0] < limits[0] or span[1] > limits[1]:
        report.add(scalar, where, _OUTSIDE, expected=same(words_of(limits, kind)))
        return None
    return span


def _span(scalar: Scalar, kind: Type, limits: Bounds, report: Report, where: str) -> Bounds | None:
    if kind.kind is Kind.DATE:
        return _days(scalar, scalar.value, report, where)
    if kind.kind is Kind.CODE:
        number = intern(scalar.value)
        return number, number
    first, dots, last = scalar.value.partition("..")
    if not dots or members(kind):
        value = value_of(scalar, kind, report, where)
        return None if value is None else (to_engine(value, kind), to_engine(value, kind))
    ends = [
        _number(scalar, part, kind, report, where) if part else Fraction(limit, canonical(kind))
        for part, limit in zip((first, last), limits, strict=True)
    ]
    lo, hi = (None if end is None else to_engine(end, kind) for end in ends)
    return None if lo is None or hi is None else (lo, hi)


def to_engine(value: Fraction, kind: Type) -> int:
    """A value in the engines' units (fen, hundredths, basis points)."""
    exact = value * canonical(kind)
    assert exact.denominator == 1, "what was read is exact in its units"
    return exact.numerator


def widest(kind: Type) -> Bounds:
    """What a value that is written in a text may be, in engine integers."""
    lo, hi = default_range(kind)
    return lo, RATE_MAX if kind.kind is Kind.RATE else hi


def members(kind: Type) -> list[str]:
    """The words that a value may be: members of a list, readings, yes and no."""
    if kind.kind is Kind.BOOL:
        return ["no", "yes"]
    return [str(member.value) for member in kind.members] if kind.members else list(kind.names)


def words_of(span: Bounds, kind: Type) -> str:
    """Engine integers as a pack would write them: ``12..36``, ``70%``, ``2020-03-01``, a member."""
    lo, hi = (_word(end, kind) for end in span)
    return lo if lo == hi else f"{lo}..{hi}"


def _word(number: int, kind: Type) -> str:
    names = members(kind)
    if names:
        return names[number]
    if kind.kind is Kind.DATE:
        return f"{number // 10_000:04d}-{number // 100 % 100:02d}-{number % 100:02d}"
    value = Fraction(number, canonical(kind)) * (100 if kind.kind is Kind.RATE else 1)
    plain = str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}".rstrip("0")
    return plain + ("%" if kind.kind is Kind.RATE else "")


def expected(kind: Type) -> Text:
    """What a value of a type looks like."""
    names = members(kind)
    if names:
        return same(" | ".join(names)) if len(names) <= 12 else type_name(kind)
    if kind.unit is Unit.HOURS:
        return Text("学时，至多两位小数，如 0.5", "class hours with at most two decimals, such as 0.5")
    return {
        Kind.MONEY: Text("元，至多两位小数，如 1500", "yuan with at most two decimals, such as 1500"),
        Kind.RATE: Text("百分数，如 70%", "a percentage, such as 70%"),
        Kind.DATE: Text("一天，如 2020-03-06", "a day, such as 2020-03-06"),
    }.get(kind.kind, Text("整数，如 12", "a whole number, such as 12"))


def _number(scalar: Scalar, words: str, kind: Type, report: Report, where: str) -> Fraction | None:
    found = _NUMBER.fullmatch(words)
    if found is None or bool(found[3]) != (kind.kind is Kind.RATE):
        report.add(scalar, where, _WRONG, expected=expected(kind))
        return None
    value = Fraction(words.rstrip("%")) / (100 if found[3] else 1)
    exact = value * canonical(kind)
    if exact.denominator != 1:
        report.add(scalar, where, _TOO_FINE, expected=expected(kind))
        return None
    lo, hi = widest(kind)
    if not lo <= exact <= hi:
        report.add(scalar, where, _OUTSIDE, expected=same(words_of((lo, hi), kind)))
        return None
    return value


def _days(scalar: Scalar, words: str, report: Report, where: str) -> Bounds | None:
    try:
        return parse_day(words, where=where)
    except InputError as error:
        report.place(scalar, error.faults)
        return None


def days_of(scalar: Scalar, report: Report, where: str) -> Bounds | None:
    """First and last day of a date that may be partial or a range."""
    return _days(scalar, scalar.value, report, where)
