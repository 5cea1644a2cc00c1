"""Synthetic people: identity numbers with a right check digit on a county code that was never allocated."""

from __future__ import annotations

COUNTY = "533399"


def identity_number(birth: str, order: int = 1, *, male: bool = True) -> str:
    """A number that can belong to nobody.

    Args:
        birth: yyyymmdd.
        order: tells people of one birthday apart, from 0 to 499.
        male: which sex the number says.
    """
    from stdnum.cn import ric

    first = f"{COUNTY}{birth}{order * 2 + male:03d}"
    return first + ric.calc_check_digit(first + "0")


def broken(number: str) -> str:
    """The same number with a wrong check digit."""
    return number[:17] + ("1" if number[17] != "1" else "2")
