"""Numbers as people write them: plain, with separators, in Chinese numerals, with units and remarks."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "○": 0,
    "两": 2,
    "貳": 2,
    "參": 3,
    "陸": 6,
}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_GROUPS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
_CHINESE = frozenset([*_DIGITS, *_STEPS, *_GROUPS])

_NUMBER = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,10})?)(.*)", re.ASCII | re.S)
_WORDS = re.compile(f"([{''.join(_CHINESE)}]+)(.*)", re.S)
REMARK = re.compile(r"\([^()]*\)$")
"""A remark in brackets at the end of a text in plain characters."""


def number_and_rest(text: str) -> tuple[Decimal, str] | None:
    """The number that a text begins with and what follows it; ``None`` if it begins with none.

    Args:
        text: in plain characters (:func:`~vocskills.roster.reading.said.compact`).
    """
    found = _NUMBER.fullmatch(text)
    if found is not None:
        return Decimal(found[1].replace(",", "")), found[2]
    found = _WORDS.fullmatch(text)
    value = chinese(found[1]) if found is not None else None
    return None if found is None or value is None else (Decimal(value), found[2])


def chinese(words: str) -> int | None:
    """A whole number in Chinese numerals, plain or formal (壹仟); ``None`` for what is none.

    Digits in a row without steps are read one by one, as in years: 二〇二〇.
    """
    if not words or len(words) > 24 or any(one not in _CHINESE for one in words):
        return None
    if all(one in _DIGITS for one in words):
        return int("".join(str(_DIGITS[one]) for one in words))
    return _steps(words)


def _steps(words: str) -> int | None:
    total = section = 0
    digit: int | None = None
    highest_group, lowest_step = 10**9, 10_000
    for one in words:
        if one in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[one]
        elif one in _STEPS:
            step = _STEPS[one]
            if step >= lowest_step or (digit == 0 and section == 0):
                return None
            # 十五 is fifteen: a step without a digit before it counts once.
            section, digit, lowest_step = section + (1 if digit is None else digit) * step, None, step
        else:
            group = _GROUPS[one]
            if group >= highest_group or (section == 0 and not digit):
                return None
            total += (section + (digit or 0)) * group
            section, digit, highest_group, lowest_step = 0, None, group, 10_000
    return total + section + (digit or 0)
