"""Quantities: sums and products, what a table says, and what a function makes of its arguments."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from vocskills.engines.prose import claims, clauses, figures, shapes
from vocskills.engines.prose.speaker import Speaker
from vocskills.engines.prose.words import bracketed, decimal, fill, series
from vocskills.language.nodes import Arith, ArithOp, Call, Function, Literal, Lookup, Node
from vocskills.language.types import type_of
from vocskills.model.fields import Kind
from vocskills.text import Text, join, same

_RETIREMENT = Text("学员达到法定退休年龄之日", "the day on which the trainee reaches the statutory retirement age")


def arithmetic(speaker: Speaker, node: Arith) -> Text:
    """``a × b``, in brackets whatever could be read with its neighbour."""
    left = _operand(speaker, node.left, node.op, first=True)
    right = _operand(speaker, node.right, node.op, first=False)
    words = fill("{0} {2} {1}", "{0} {2} {1}", left, right, same(figures.SIGNS[node.op]))
    return fill("{0}（舍去小数）", "{0} (rounded down)", words) if node.op is ArithOp.FLOOR_DIVIDE else words


def _operand(speaker: Speaker, node: Node, op: ArithOp, *, first: bool) -> Text:
    said = speaker.say(node)
    return bracketed(said) if shapes.open_ended(node, op, first=first) else said


def looked_up(speaker: Speaker, node: Lookup, yes: bool) -> Text:
    """A value of a table: by its label, which says what it is, else by the columns that it is looked up by."""
    label, table = speaker.names.words.get(f"value.{node.table}"), speaker.table(node.table)
    if label:
        if node.type.kind is Kind.BOOL:
            return claims.answered(table, label).say(yes)
        return fill("{0}的{1}", "{1} in {0}", table, label)
    parts = (table, series([speaker.inner(key) for key in node.keys] or [same("")], "和", "and"))
    if node.type.kind is Kind.BOOL:
        return fill(*figures.SAYS[bool(node.keys)], *parts, figures.ANSWERS[yes])
    value = figures.VALUES.get(node.type.kind, figures.VALUE)
    words = fill("{0}中按{1}查得的{2}", "the {2} in {0} by {1}", *parts, value)
    if not node.keys:
        words = fill("{0}中的{2}", "the {2} in {0}", *parts, value)
    return words


def call(speaker: Speaker, node: Call, yes: bool) -> Text:
    """What a function makes of its arguments."""
    args = [speaker.inner(arg) for arg in node.args if node.function is not Function.LISTED]
    match node.function:
        case Function.AGE:
            return fill("{0}到{1}的周岁数", "the age in full years from {0} to {1}", *args)
        case Function.MONTHS:
            return _full_months(speaker, *node.args)
        case Function.YEAR:
            return fill("{0}所在年份", "the year of {0}", *args)
        case Function.PLUS_DAYS | Function.PLUS_MONTHS | Function.PLUS_WORKING_DAYS:
            return _shifted(speaker, node)
        case Function.RETIREMENT_DATE:
            return _RETIREMENT
        case Function.MIN | Function.MAX:
            return _extreme(node, args)
        case Function.TIERED:
            return _tiered(speaker, node)
        case Function.SHARE:
            return fill("{0}占{1}的比例", "the share of {0} in {1}", *args)
        case Function.LISTED:
            return clauses.listing(speaker, shapes.table_of(node)).say(yes)
        case Function.LEVEL_ABOVE:
            return fill("比{0}高一级的等级", "the level above {0}", *args)
        case _:
            assert_never(node.function)


def _extreme(node: Call, args: list[Text]) -> Text:
    """The least or greatest; one value beside a constant is said with that as its limit."""
    limited = [words for arg, words in zip(node.args, args, strict=True) if not isinstance(arg, Literal)]
    limits = [words for arg, words in zip(node.args, args, strict=True) if isinstance(arg, Literal)]
    if len(limited) == len(limits) == 1 and type_of(node).kind is not Kind.DATE:
        return figures.limited(node.function, limited[0], limits[0])
    return figures.extreme(node, series(args, "和", "and"))


def _full_months(speaker: Speaker, start: Node, end: Node) -> Text:
    """Full months; of a term up to the day after its last day it is said that the last day is included."""
    last = shapes.day_before(end)
    if last is None:
        return fill("{0}至{1}的整月数", "the full months from {0} to {1}", speaker.inner(start), speaker.inner(end))
    parts = speaker.inner(start), speaker.inner(last)
    return fill("{0}至{1}（含当日）的整月数", "the full months from {0} to {1} inclusive", *parts)


def _shifted(speaker: Speaker, node: Call) -> Text:
    """``开班日期前5个工作日`` / "5 working days before the start of the class"."""
    day, count = node.args
    assert isinstance(count, Literal)
    assert isinstance(count.value, int | Fraction)
    number = Fraction(count.value)
    one, more = figures.UNITS[node.function]
    parts = (speaker.inner(day), same(decimal(abs(number))), one if abs(number) == 1 else more)
    if number < 0:
        return fill("{0}前{1}{2}", "{1} {2} before {0}", *parts)
    return fill("{0}后{1}{2}", "{1} {2} after {0}", *parts) if number else parts[0]


def _tiered(speaker: Speaker, node: Call) -> Text:
    unit = type_of(node.args[0]).unit
    bands = join([figures.band(*band, unit) for band in node.bands], "；", "; ")
    return fill("{0}分段计算（{1}）", "{0} in tiers ({1})", speaker.inner(node.args[0]), bands)
