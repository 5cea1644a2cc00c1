"""A value in doubt, in words.

What is known is said as it is (``1975-03-06``, ``10天``, ``60.00元``). What is known in part is said by its ends; an
end equal to the declared one is no limit that anybody knows, and the declared figure is never printed. What is not
known at all is ``未知`` / ``not known``. The value of a field that identifies a person is never printed.
"""

from __future__ import annotations

from fractions import Fraction

from vocskills.bounds import Bounds
from vocskills.calendar import format_day
from vocskills.engines.prose.words import constant, fill, series
from vocskills.language.nodes import Type
from vocskills.language.scope import canonical, default_range
from vocskills.language.vocabulary import type_of
from vocskills.model.fields import DAY_MAX, DAY_MIN, FieldInfo, Kind
from vocskills.money import format_yuan
from vocskills.text import Text, same

UNKNOWN = Text("未知", "not known")
GIVEN = Text("已提供", "given")
HIDDEN = Text("已提供，不予显示", "given, not shown")

_FEW = 4
"""Members that are named one by one; of more, the first and the last are named."""


def value_text(what: FieldInfo | Type, lo: int, hi: int) -> Text:
    """Says the bounds of a value.

    Args:
        what: the field, or the type of a computed value, whose declared range is then the type's.
        lo: least possible value in engine integers (fen, hundredths of hours, yyyymmdd, codes, basis points).
        hi: greatest possible value.
    """
    if isinstance(what, Type):
        return bounds_text(what, default_range(what), lo, hi)
    if what.private:
        return HIDDEN if lo == hi else UNKNOWN
    return bounds_text(type_of(what), (what.lo, what.hi), lo, hi)


def bounds_text(kind: Type, declared: Bounds, lo: int, hi: int) -> Text:
    """Says the bounds of a value of a type with a declared range of its own."""
    if lo == hi:
        return _point(kind, lo)
    if lo <= declared[0] and declared[1] <= hi:
        return UNKNOWN
    match kind.kind:
        case Kind.DATE:
            return _days(lo, hi)
        case Kind.ENUM:
            return _members(kind, lo, hi)
        case Kind.INT | Kind.MONEY | Kind.RATE:
            return _amounts(kind, declared, lo, hi)
        case _:
            return UNKNOWN


def _point(kind: Type, value: int) -> Text:
    match kind.kind:
        case Kind.BOOL:
            return Text("是", "yes") if value else Text("否", "no")
        case Kind.CODE:
            return GIVEN
        case Kind.MONEY:
            return Text(f"{format_yuan(value)}元", f"{format_yuan(value)} yuan")
        case _:
            return constant(Fraction(value, canonical(kind)), kind)


def _amounts(kind: Type, declared: Bounds, lo: int, hi: int) -> Text:
    least, most = _point(kind, lo), _point(kind, hi)
    if hi >= declared[1]:
        return fill("至少{0}（上限未知）", "at least {0} (no upper limit known)", least)
    if lo <= declared[0]:
        return fill("至多{0}", "at most {0}", most)
    return fill("{0}至{1}", "{0} to {1}", least, most)


def _days(lo: int, hi: int) -> Text:
    """A month or year by its name, any other range by its first and last day."""
    words = format_day(lo, hi)
    if ".." not in words:
        return same(words)
    start, end = same(format_day(lo, lo)), same(format_day(hi, hi))
    if hi == DAY_MAX:
        return fill("{0}或以后", "{0} or later", start)
    if lo == DAY_MIN:
        return fill("{0}或以前", "{0} or earlier", end)
    return fill("{0}至{1}", "{0} to {1}", start, end)


def _members(kind: Type, lo: int, hi: int) -> Text:
    named = [_point(kind, code) for code in range(lo, hi + 1)]
    if len(named) <= _FEW:
        return series(named, "或", "or")
    count = same(str(len(named)))
    return fill("“{0}”至“{1}”{2}项之一", "one of the {2} from “{0}” to “{1}”", named[0], named[-1], count)
