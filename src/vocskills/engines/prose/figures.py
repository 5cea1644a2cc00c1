"""Figures in words: units, limits, tiers and extremes."""

from __future__ import annotations

from fractions import Fraction

from vocskills.engines.prose.values import bounds_text
from vocskills.engines.prose.words import fill, quantity, yuan
from vocskills.language.nodes import NUMBER, ArithOp, Call, Fact, Function
from vocskills.language.scope import default_range
from vocskills.language.types import type_of
from vocskills.model.fields import UNIT_WORDS, Kind, Unit
from vocskills.text import Text

SIGNS = {
    ArithOp.ADD: "+",
    ArithOp.SUBTRACT: "-",
    ArithOp.MULTIPLY: "×",
    ArithOp.DIVIDE: "÷",
    ArithOp.FLOOR_DIVIDE: "÷",
}
UNITS = {
    Function.PLUS_DAYS: (Text("天", "day"), Text("天", "days")),
    Function.PLUS_MONTHS: (Text("个月", "month"), Text("个月", "months")),
    Function.PLUS_WORKING_DAYS: (Text("个工作日", "working day"), Text("个工作日", "working days")),
}
VALUES = {
    Kind.MONEY: Text("金额", "amount"),
    Kind.RATE: Text("比率", "rate"),
    Kind.DATE: Text("日期", "date"),
}
VALUE = Text("值", "value")
_EACH = Text("单位", "unit")
ANSWERS = (Text("否", "no"), Text("是", "yes"))
SAYS = (("{0}中查得“{2}”", "{0} says “{2}”"), ("{0}中按{1}查得“{2}”", "{0} by {1} says “{2}”"))
"""What a table of yes and no says, without columns and with them."""
_EXTREMES = {
    (Function.MIN, True): Text("{0}中最早的日期", "the earliest of {0}"),
    (Function.MAX, True): Text("{0}中最晚的日期", "the latest of {0}"),
    (Function.MIN, False): Text("{0}中的最小值", "the least of {0}"),
    (Function.MAX, False): Text("{0}中的最大值", "the greatest of {0}"),
}


def limits(node: Fact) -> list[Text]:
    """The range of a delegated figure; an end that is only the type's own is no limit."""
    lowest, highest = default_range(node.type)
    (least, most) = (bounds_text(node.type, (lowest, highest), end, end) for end in (node.lo, node.hi))
    if lowest < node.lo and node.hi < highest:
        return [fill("{0}至{1}", "{0} to {1}", least, most)]
    if lowest < node.lo:
        return [fill("不低于{0}", "at least {0}", least)]
    return [fill("不高于{0}", "at most {0}", most)] if node.hi < highest else []


def extreme(node: Call, items: Text) -> Text:
    """The least or greatest of several values; of dates the earliest or latest."""
    words = _EXTREMES[node.function, type_of(node).kind is Kind.DATE]
    return fill(words.zh, words.en, items)


def limited(function: Function, value: Text, limit: Text) -> Text:
    """A value that a constant limits from above (the least of both) or from below."""
    if function is Function.MIN:
        return fill("{0}（至多{1}）", "{0} (at most {1})", value, limit)
    return fill("{0}（至少{1}）", "{0} (at least {1})", value, limit)


def band(low: int, high: int, rate: Fraction, unit: Unit | None = None) -> Text:
    """One tier; one that ends where numbers do has no end.

    Args:
        low: where it begins; what lies above it counts.
        high: where it ends, itself included.
        rate: yuan for each.
        unit: of what is counted, if it is known.
    """
    per = fill("每{0}{1}", "{1} per {0}", _EACH if unit in (None, Unit.COUNT) else _single(unit), yuan(rate))
    parts = (per, quantity(Fraction(low), unit), quantity(Fraction(high), unit))
    if high >= default_range(NUMBER)[1]:
        return fill("超过{1}的部分{0}", "{0} above {1}", *parts)
    if low == 0:
        return fill("{2}以内（含）的部分{0}", "{0} up to {2}", *parts)
    return fill("超过{1}至{2}的部分{0}", "{0} above {1} up to {2}", *parts)


def _single(unit: Unit) -> Text:
    words = UNIT_WORDS[unit]
    return Text(words.zh, words.en.removesuffix("s"))
