"""Money: whole fen inside, yuan with two decimals outside.

No float ever becomes money. Rounding happens where a rule says so, by :func:`round_half_up`, and nowhere else.

    >>> Money.yuan("60.00") * 3 + Money.yuan(20)
    Money('200.00')
    >>> print(sum([Money(150), Money(50)], Money(0)))
    2.00
"""

from __future__ import annotations

import re
from decimal import Decimal

import attrs

from vocskills.errors import Fault, InputError
from vocskills.text import Text

_YUAN = re.compile(r"(-?)(0|[1-9][0-9]{0,14})(?:\.([0-9]{1,2}))?")
_DIGITS = 15

_EXPECTED = Text("元，至多两位小数，如 60.00", "yuan with at most two decimals, such as 60.00")
_REMEDY = Text('写成文本，如 "60.00"', 'write it as text, such as "60.00"')
_UNREADABLE = Text("不是金额", "not an amount of money")
_TOO_LARGE = Text("金额过大", "an amount that is too large")
_WRONGS = (
    (re.compile(r"[-+][0-9].*"), Text("此处金额不得带正负号", "an amount with a sign, which is not allowed here")),
    (re.compile(r"[-+]?[0-9]+\.[0-9]{3,}"), Text("金额精确到分，小数多于两位", "an amount finer than one fen")),
    (re.compile(r"[-+]?[0-9]+([,，'_ ][0-9]+)+(\.[0-9]*)?"), Text("金额不得使用分隔符", "an amount with separators")),
    (re.compile(r"[-+]?[0-9]{16,}(\.[0-9]*)?"), _TOO_LARGE),
)


def round_half_up(numerator: int, denominator: int) -> int:
    """``numerator / denominator`` to the nearest whole number, halves towards +infinity.

    Args:
        numerator: any whole number.
        denominator: a positive whole number.

    Returns:
        ``(2n + d) // (2d)``: 1/2 gives 1, -1/2 gives 0.

    Raises:
        ValueError: the denominator is not positive.
    """
    if denominator <= 0:
        raise ValueError(f"denominator must be positive, not {denominator}")
    return (2 * numerator + denominator) // (2 * denominator)


def format_yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals and no separators: 6000 is ``60.00``, -5 is ``-0.05``."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan}.{rest:02d}"


def _whole(_: object, attribute: attrs.Attribute[int], value: int) -> None:
    if type(value) is not int:
        raise TypeError(f"{attribute.name} must be a whole number, not {value!r}")


@attrs.frozen(order=True, repr=False)
class Money:
    """An amount of money; amounts add, subtract, compare with each other and multiply with whole numbers.

    ``sum(amounts)`` works; of no amounts it is the number 0, so write ``sum(amounts, Money(0))`` where there may be
    none.

    Attributes:
        fen: the amount in fen (1/100 yuan), possibly negative.

    Raises:
        TypeError: ``fen`` is not a whole number.
    """

    fen: int = attrs.field(validator=_whole)

    @classmethod
    def yuan(cls, amount: str | int | Decimal, *, negative: bool = False, where: str = "") -> Money:
        """Reads an amount in yuan, strictly.

        Args:
            amount: text such as ``"60.00"``, a whole number or a decimal, with at most two decimals as written and
                15 digits before the point.
            negative: whether a minus sign is allowed.
            where: the path inside the input, for the fault.

        Raises:
            InputError: a float, a sign that is not allowed, separators, more than two decimals, or no number at all.
        """
        found = _YUAN.fullmatch(_written(amount))
        if found is None or (found[1] and not negative):
            raise InputError(_fault(amount, where, negative=negative))
        fen = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
        return cls(-fen if found[1] else fen)

    def __str__(self) -> str:
        return format_yuan(self.fen)

    def __repr__(self) -> str:
        return f"Money('{self}')"

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen) if type(other) is Money else NotImplemented

    def __radd__(self, other: int) -> Money:
        # sum() starts with 0; any other bare number has no unit and is refused.
        return self if type(other) is int and other == 0 else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen) if type(other) is Money else NotImplemented

    def __mul__(self, times: int) -> Money:
        return Money(self.fen * times) if type(times) is int else NotImplemented

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.fen)


def _written(amount: object) -> str:
    """The amount as text; whatever is no amount becomes text that :data:`_YUAN` does not match."""
    if isinstance(amount, str):
        return amount
    if type(amount) is int and abs(amount) < 10**_DIGITS:
        return str(amount)
    if isinstance(amount, Decimal) and amount.is_finite() and _is_plain(amount):
        return format(amount, "f")
    return ""


def _is_plain(amount: Decimal) -> bool:
    """Whether the decimal can be written out: 1E+1000000 would fill the memory."""
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and -30 < exponent < _DIGITS and amount.adjusted() < _DIGITS


def _fault(amount: object, where: str, *, negative: bool) -> Fault:
    return Fault(_wrong(amount, negative=negative), where, text=_shown(amount), expected=_EXPECTED, remedy=_REMEDY)


def _shown(amount: object) -> str:
    # Python refuses to print whole numbers of more than 4,300 digits.
    huge = isinstance(amount, int) and abs(amount) >= 10**100
    return "10**100.." if huge else str(amount)


def _wrong(amount: object, *, negative: bool) -> Text:
    if isinstance(amount, float):
        return Text("金额不得用浮点数", "money given as a floating-point number")
    if isinstance(amount, int) and abs(amount) >= 10**_DIGITS:
        return _TOO_LARGE
    # A decimal is judged as written out, so that 1E-3 is "finer than one fen".
    words = _written(amount) or _shown(amount)
    # With a minus sign allowed, a minus sign is never what is wrong.
    words = words.removeprefix("-") if negative else words
    return next((text for pattern, text in _WRONGS if pattern.fullmatch(words)), _UNREADABLE)
