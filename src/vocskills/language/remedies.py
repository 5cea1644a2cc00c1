"""What to do about an expression of another type than the one that is wanted."""

from __future__ import annotations

from vocskills.language.nodes import Type
from vocskills.language.types import LEVEL, type_name
from vocskills.model.fields import Kind
from vocskills.text import Text

_BY_WANTED = {
    Kind.BOOL: Text("写成比较，如 x >= 1", "make it a comparison, such as x >= 1"),
    Kind.MONEY: Text("金额从数额或带金额的事实得来", "take an amount in yuan or a fact that is money"),
    Kind.RATE: Text(
        "写成百分数，如 70%；两个数量之比用 share",
        "write a percentage, such as 70%; for a ratio of two facts use share",
    ),
    Kind.DATE: Text(
        "写日期字段，或加引号的日期，如 '2020-01-31'", "name a field that is a date, or quote one, such as '2020-01-31'"
    ),
    Kind.CODE: Text("写代码字段，或加引号的代码", "name a field that is a code, or put the code in quotes"),
}
_PER_UNIT = Text("乘以每个单位的金额，如 60 * x", "multiply it by the yuan for one, such as 60 * x")
_FROM_DATES = Text("由日期求个数用 age、months 或 year", "to count between dates use age, months or year")
_LEVELS = Text("写等级的名称，不写数字", "write the name of the level, not its number")


def to_fit(wanted: Type, found: Type) -> Text:
    """How an expression of one type is made one of another.

    Args:
        wanted: the type that is wanted.
        found: the type that it has.
    """
    if wanted.kind is Kind.MONEY and found.kind is Kind.INT:
        return _PER_UNIT
    if wanted.kind is Kind.INT and found.kind is Kind.DATE:
        return _FROM_DATES
    if wanted == LEVEL:
        return _LEVELS
    return _BY_WANTED.get(wanted.kind) or _of_type(wanted)


def _of_type(wanted: Type) -> Text:
    words = type_name(wanted)
    names = [str(member.value) for member in wanted.members or ()] or list(wanted.names)
    if names:
        return Text(f"从中写一个：{'、'.join(names)}", f"write one of: {', '.join(names)}")
    return Text(f"两边都用{words.zh}，或写一个数", f"use {words.en} on both sides, or a bare number")
