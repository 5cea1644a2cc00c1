"""What is wrong with a single value, and what was expected instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs

from vocskills import places
from vocskills.errors import Fault
from vocskills.model.fields import (
    HOUR_DIGITS,
    RATE_DIGITS,
    UNIT_WORDS,
    Absent,
    Between,
    FieldInfo,
    Kind,
    Term,
    Unit,
    from_engine,
    to_engine,
)
from vocskills.money import Money
from vocskills.text import Text, same

MISSING = Text("没有填写", "missing")

_DIVISION = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}")
_MADE_A_NUMBER = re.compile(r"[0-9](?:\.[0-9]+[Ee]\+?|[Ee]\+)[0-9]{1,2}|[0-9]{6,}\.0*")
"""What a spreadsheet makes of a long number; 5E17 may as well be somebody's own key."""
_NAMES_SHOWN = 12

_OUTSIDE = Text("超出允许的范围", "outside its range")
_NO_NUMBER = Text("不是有限的数", "not a finite number")
_TOO_FINE = Text("小数位数过多", "too many decimals")
_LEAVE_OUT = Text("未知的就不填", "leave out what is not known")
_NUMBER = Text("号码被表格软件变成了数字，末几位已丢失", "made a number by a spreadsheet, which lost its last digits")
_ALL_DIGITS = Text("号码的全部各位（身份证 18 位），文本", "all its digits (18 of an identity number), as text")
_AGAIN = Text("把该列设为文本格式，重新录入号码", "format the column as text and enter the number again")
_HIDDEN = "(number)"
_NOT_FORMED = Text("代码写法不对", "not written as a code")
WRONG_TYPE = Text("类型不对", "a value of the wrong type")

NUMBERS = (Kind.INT, Kind.MONEY, Kind.RATE)
_WORDS = (Kind.CODE, Kind.TEXT)
_ALL = tuple(Kind)
# The first row that fits a field's kind and a value's type says more than "wrong type".
_WRONG: tuple[tuple[tuple[Kind, ...], type[Any] | tuple[type[Any], ...], Text, Text], ...] = (
    (_ALL, Absent, Text("这里不会没有", "this cannot be absent"), _LEAVE_OUT),
    (
        _ALL,
        Between,
        Text("这里不能是范围", "this cannot be known as a range"),
        Text("填写一个值，未知的就不填", "give one value, or leave it out"),
    ),
    (
        (Kind.DATE,),
        datetime,
        Text("给出的是时刻而不是日期", "an instant, not a date"),
        Text("用 calendar.day_of_instant 换算成北京时间的日期", "convert it with calendar.day_of_instant"),
    ),
    (
        NUMBERS,
        bool,
        Text("给出的是是或否，不是数", "yes or no, not a number"),
        Text("填写数值，未知的就不填", "give the number, or leave it out"),
    ),
    (
        _WORDS,
        (int, float),
        Text("给出的是数而不是文本", "a number, not text"),
        Text(
            "从来源按文本重新读取；证件号码、编号存成数会丢失位数，不可补救",
            "read it again from the source as text; long numbers lose digits as numbers and cannot be repaired",
        ),
    ),
    (
        _ALL,
        float,
        Text("给出的是浮点数", "a floating-point number"),
        Text(
            '金额写 Money.yuan("60.00")，学时和比率写 Decimal("0.25")，其余写整数',
            'write Money.yuan("60.00") for money, Decimal("0.25") for hours and rates, else a whole number',
        ),
    ),
    (
        (Kind.ENUM,),
        str,
        Text("给出的是文本而不是清单中的成员", "text, not a member of the list"),
        Text("写成成员，如 Level('junior')", "write a member, such as Level('junior')"),
    ),
    (
        (Kind.ENTITY,),
        bool,
        Text("给出的是是或否", "yes or no"),
        Text("已知没有的写 ABSENT", "write ABSENT for what is known not to exist"),
    ),
)


def wrong_value(info: FieldInfo, value: object, where: str) -> Iterator[Fault]:
    """The fault of a value that must be a single one: of the field's type, in its range, well formed.

    Args:
        info: the field.
        value: anything; ``None``, ``Between``, nouns and lists are for the caller to take apart.
        where: the path inside the input.
    """
    if not _fits(info, value):
        found = (row[2:] for row in _WRONG if info.kind in row[0] and isinstance(value, row[1]))
        what, remedy = next(found, (WRONG_TYPE, None))
        yield fault_of(info, value, where, what, remedy, typed=True)
        return
    wrong = _outside(info, value)
    if wrong is not None:
        yield fault_of(info, value, where, wrong)
    elif info.division and isinstance(value, str) and not places.exists(value):
        yield attrs.evolve(places.no_such(value), where=where)
    elif info.private and isinstance(value, str) and _MADE_A_NUMBER.fullmatch(value.strip()):
        yield Fault(_NUMBER, where, text=_HIDDEN, expected=_ALL_DIGITS, remedy=_AGAIN)


def is_right(info: FieldInfo, value: object) -> bool:
    """Whether a value is surely right, which nearly all are; of others :func:`wrong_value` says more."""
    return not info.private and not info.division and _fits(info, value) and _outside(info, value) is None


def _fits(info: FieldInfo, value: object) -> bool:
    match info.kind:
        case Kind.BOOL:
            return type(value) is bool
        case Kind.INT:
            return type(value) is int if info.unit is not Unit.HOURS else isinstance(value, Decimal)
        case Kind.MONEY:
            return isinstance(value, Money)
        case Kind.RATE:
            return isinstance(value, Decimal)
        case Kind.DATE:
            return isinstance(value, date) and not isinstance(value, datetime)
        case Kind.ENUM:
            return info.members is not None and isinstance(value, info.members)
        case Kind.CODE | Kind.TEXT:
            return isinstance(value, str)
        case Kind.ENTITY | Kind.LIST:
            return False


def _outside(info: FieldInfo, value: Any) -> Text | None:
    """What is wrong with a value of the right type."""
    if info.kind is Kind.TEXT:
        return MISSING if info.required and not value.strip() else None
    if info.kind is Kind.CODE:
        formed = _DIVISION.fullmatch(value) if info.division else value and value == value.strip()
        return None if formed else _NOT_FORMED
    if isinstance(value, Decimal):
        return _outside_decimal(info, value)
    return None if info.lo <= to_engine(info, value) <= info.hi else _OUTSIDE


def _outside_decimal(info: FieldInfo, value: Decimal) -> Text | None:
    if not value.is_finite():
        return _NO_NUMBER
    lo, hi = from_engine(info, info.lo), from_engine(info, info.hi)
    assert isinstance(lo, Decimal) and isinstance(hi, Decimal)
    if not lo <= value <= hi:
        return _OUTSIDE
    try:
        to_engine(info, value)
    except ValueError:
        return _TOO_FINE
    return None


def fault_of(
    info: FieldInfo, value: object, where: str, what: Text, remedy: Text | None = None, *, typed: bool = False
) -> Fault:
    """The fault of one value; with ``typed`` the value's type stands behind it."""
    words, name = shown(info, value), type(value).__name__
    text = f"{words} ({name})" if typed and words != name else words
    return Fault(what, where, text=text, expected=expected(info), remedy=remedy)


def shown(info: FieldInfo, value: object) -> str:
    """A value in a message: never what identifies a person, and never the inside of something unexpected."""
    if isinstance(value, Term):
        return str(value.value)
    # What stands where a noun should may be a person's name.
    opaque = info.private or (info.kind in (Kind.ENTITY, Kind.LIST) and type(value) is not bool)
    if opaque or not isinstance(value, (bool, int, float, str, Decimal, date, Money)):
        return type(value).__name__
    whole = value.fen if isinstance(value, Money) else value
    # Python refuses to print whole numbers of more than 4,300 digits.
    return "10**100.." if isinstance(whole, int) and abs(whole) >= 10**100 else str(value)


def expected(info: FieldInfo) -> Text:
    """What a field wants, in words."""
    words = _expected_value(info)
    return Text(f"{words.zh}，或 ABSENT", f"{words.en}, or ABSENT") if info.absent else words


def _expected_value(info: FieldInfo) -> Text:
    match info.kind:
        case Kind.BOOL:
            return Text("True 或 False", "True or False")
        case Kind.INT | Kind.RATE | Kind.MONEY | Kind.DATE:
            return _expected_range(info)
        case Kind.ENUM:
            return _expected_member(info)
        case Kind.CODE if info.division:
            return Text("2、4、6、9 或 12 位行政区划代码", "a division code of 2, 4, 6, 9 or 12 digits")
        case Kind.CODE:
            return Text("文本，不空，首尾无空格", "text, not empty, without spaces around it")
        case Kind.TEXT:
            return Text("文本", "text")
        case Kind.ENTITY:
            return Text(f"{info.label.zh}（{_name(info)}）", f"{info.label.en} ({_name(info)})")
        case Kind.LIST:
            return Text(f"至多 {info.cap} 条 {_name(info)} 的 Listing", f"a Listing of up to {info.cap} {_name(info)}")


def _name(info: FieldInfo) -> str:
    return info.noun.__name__ if info.noun is not None else ""


def _expected_range(info: FieldInfo) -> Text:
    lo, hi = from_engine(info, info.lo), from_engine(info, info.hi)
    if info.kind is Kind.DATE:
        return Text(f"{lo} 至 {hi} 的日期（date）", f"a date in {lo}..{hi}")
    if info.kind is Kind.MONEY:
        return Text(f"{lo} 至 {hi} 元（Money）", f"Money in {lo}..{hi} yuan")
    if info.kind is Kind.RATE:
        return _decimals(lo, hi, RATE_DIGITS, same(""))
    unit = UNIT_WORDS[info.unit or Unit.COUNT]
    if info.unit is Unit.HOURS:
        return _decimals(lo, hi, HOUR_DIGITS, unit)
    return Text(f"{lo} 至 {hi} {unit.zh}（int）", f"a whole number in {lo}..{hi} {unit.en}")


def _decimals(lo: object, hi: object, digits: int, unit: Text) -> Text:
    return Text(
        f"{lo:f} 至 {hi:f} {unit.zh}（Decimal），至多 {digits} 位小数",
        f"a Decimal in {lo:f}..{hi:f} {unit.en} with at most {digits} decimals",
    )


def _expected_member(info: FieldInfo) -> Text:
    assert info.members is not None
    names = [member.value for member in info.members]
    more = "…" if len(names) > _NAMES_SHOWN else ""
    listed = names[:_NAMES_SHOWN]
    kind = info.members.__name__
    return Text(f"{kind} 之一：{'、'.join(listed)}{more}", f"a member of {kind}: {', '.join(listed)}{more}")
