"""Whole numbers, class hours and money, with the units that stand in the cell, the header or above the table."""

from __future__ import annotations

import re
from decimal import Decimal
from math import ceil, floor

from vocskills.model.fields import Between, FieldInfo, Kind, Unit
from vocskills.money import Money
from vocskills.roster.codes import Code
from vocskills.roster.reading.numerals import REMARK, number_and_rest
from vocskills.roster.reading.said import Context, Reading, compact, only
from vocskills.roster.sheets import Raw

_HOURS = frozenset({"学时", "课时", "个学时", "个课时", "节", "节课"})
_OWN: dict[Unit, frozenset[str]] = {
    Unit.HOURS: _HOURS,
    Unit.DAYS: frozenset({"天", "日", "d", "工作日", "个工作日"}),
    Unit.MONTHS: frozenset({"月", "个月"}),
    Unit.YEARS: frozenset({"年", "岁", "周岁"}),
    Unit.HEADS: frozenset({"人", "名"}),
    Unit.COUNT: frozenset({"次", "个", "期"}),
    Unit.MINUTES: frozenset({"分", "分钟", "min"}),
}
_MONEY = {
    "": 1,
    "元": 1,
    "元整": 1,
    "元人民币": 1,
    "圆": 1,
    "圆整": 1,
    "yuan": 1,
    "rmb": 1,
    "千元": 1_000,
    "万": 10_000,
    "万元": 10_000,
}
_FRACTIONS = {"角": Decimal("0.1"), "分": Decimal("0.01")}
_LONGEST = Decimal(10**13)
_TO = re.compile(r"\.\.|[~〜∼—–―－至到]|(?<=\d)-(?=\d)")
_CURRENCY = re.compile(r"^(?:¥|￥|rmb|人民币|cny)|(?<=[元角分圆])整$")


def read_number(info: FieldInfo, raw: Raw, context: Context) -> Reading:
    """What a cell says of a whole number, class hours or money, the field's range not looked at."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return only(Code.NOT_A_NUMBER)
    if isinstance(raw, float) and not -1e15 < raw < 1e15:
        return only(Code.NOT_A_NUMBER)
    text = _plain(raw) if isinstance(raw, str) else _digits(raw)
    bare = REMARK.sub("", text)
    found = _ends(info, bare, context)
    return found.noting(Code.REMARK_IN_CELL) if bare != text and found.value is not None else found


def _plain(raw: str) -> str:
    text = compact(raw).replace("，", ",").replace("'", "")
    return _CURRENCY.sub("", text)


def _digits(raw: int | float) -> str:
    """A number as text, without the zeros that only a spreadsheet puts behind the point."""
    return str(int(raw)) if isinstance(raw, int) or raw.is_integer() else repr(raw)


def _ends(info: FieldInfo, text: str, context: Context) -> Reading:
    cut = _TO.search(text)
    if cut is None:
        return _one(info, text, context)
    least, most = text[: cut.start()], text[cut.end() :]
    unit = (number_and_rest(most) or (None, ""))[1]
    with_unit = least + unit if (number_and_rest(least) or (None, ""))[1] == "" and least else least
    low = _one(info, with_unit, context) if least else Reading()
    high = _one(info, most, context) if most else Reading()
    if (least and low.value is None) or (most and high.value is None) or not (least or most):
        return low if least and low.value is None else high if most else only(Code.NOT_A_NUMBER)
    written = cut.group() == ".."
    ends = Between(_least(low.value), _most(high.value))
    return Reading(ends) if written else Reading(ends).noting(Code.RANGE)


def _least(value: object) -> object:
    return value.least if isinstance(value, Between) else value


def _most(value: object) -> object:
    return value.most if isinstance(value, Between) else value


def _one(info: FieldInfo, text: str, context: Context) -> Reading:
    found = number_and_rest(text)
    if found is None or abs(found[0]) >= _LONGEST:
        return only(Code.NOT_A_NUMBER)
    return _money(*found, context) if info.kind is Kind.MONEY else _counted(info, *found, context)


def _counted(info: FieldInfo, number: Decimal, unit: str, context: Context) -> Reading:
    unit = unit or context.unit
    own = _OWN[info.unit or Unit.COUNT]
    if unit and unit not in own:
        years = info.unit is Unit.MONTHS and unit == "年"
        if not years:
            known = any(unit in units for units in _OWN.values()) or unit in ("h", "小时", "个小时", "半天", "周")
            return only(Code.OTHER_UNIT if known else Code.NOT_A_NUMBER)
        number *= 12
    if info.unit is Unit.HOURS:
        return Reading(number)
    if number == number.to_integral_value():
        return Reading(int(number))
    return Reading(Between(floor(number), ceil(number))).noting(Code.FRACTION)


def _money(number: Decimal, unit: str, context: Context) -> Reading:
    """Money in fen; 1元5角 and 壹仟元伍角 are sums of their parts."""
    rest = ""
    for name in ("元", "圆"):
        if name in unit and not unit.endswith((name, "整")) and unit not in _MONEY:
            unit, _, rest = unit.partition(name)
            unit += name
            break
    times = _FRACTIONS.get(unit) or (_MONEY.get(unit) if unit else _MONEY.get(context.unit))
    if times is None:
        return only(Code.NOT_A_NUMBER)
    yuan = number * times
    if rest:
        found = number_and_rest(rest)
        if found is None or found[1] not in _FRACTIONS:
            return only(Code.NOT_A_NUMBER)
        yuan += found[0] * _FRACTIONS[found[1]]
    fen = yuan * 100
    if fen != fen.to_integral_value():
        return only(Code.NOT_A_NUMBER)
    return Reading(Money(int(fen)))
