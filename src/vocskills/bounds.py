"""Bounds: the one place where doubt is defined.

Every value is an interval ``(lo, hi)`` of integers. Known means ``lo == hi``; a missing fact is its declared range.
Truth is the interval over ``false (0) < true (1)``: *and* is min, *or* is max, *not* is flip, and Kleene's logic
falls out of it.
"""

from __future__ import annotations

from collections.abc import Iterable

Bounds = tuple[int, int]

FALSE: Bounds = (0, 0)
TRUE: Bounds = (1, 1)
OPEN: Bounds = (0, 1)


def point(value: int) -> Bounds:
    """The bounds of a known value."""
    return value, value


def is_point(bounds: Bounds) -> bool:
    """Whether nothing is in doubt."""
    return bounds[0] == bounds[1]


def truth(least: bool, most: bool) -> Bounds:
    """Truth from "surely" and "possibly"."""
    return int(least), int(most)


def hull(parts: Iterable[Bounds]) -> Bounds:
    """The smallest interval that holds all parts; there must be at least one."""
    lows, highs = zip(*parts, strict=True)
    return min(lows), max(highs)


def meets(one: Bounds, other: Bounds) -> bool:
    """Whether two intervals share a value."""
    return one[0] <= other[1] and other[0] <= one[1]


def within(inner: Bounds, outer: Bounds) -> bool:
    """Whether ``inner`` lies inside ``outer``: what learning a fact must never break."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]
