"""A case of which something is forgotten at random."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from vocskills import calendar
from vocskills.model.case import Case, check_case
from vocskills.model.fields import (
    ABSENT,
    DAY_MAX,
    DAY_MIN,
    FieldInfo,
    Kind,
    Listing,
    decode,
    encode,
    fields_of,
)

_NUMBERS = (Kind.INT, Kind.MONEY, Kind.RATE, Kind.DATE)
_FURTHEST = 400
"""Days by which a date is widened at the most."""
_LESS = ("keep", "keep", "drop", "widen")


def forgotten(draw: DrawFn, case: Case) -> Case:
    """The same case with less known."""
    rulings = tuple(one for one in case.rulings if draw(st.booleans()))
    less: Case = attrs.evolve(_less(draw, case), rulings=rulings)
    assume(not check_case(less))
    return less


def _less(draw: DrawFn, noun: Any) -> Any:
    """A noun of which less is known."""
    changed = {}
    for name, info in fields_of(type(noun)).items():
        value = getattr(noun, name)
        if value is not None and info.kind is not Kind.TEXT and not (info.required and info.kind is not Kind.LIST):
            changed[name] = _less_of(draw, info, value)
    return attrs.evolve(noun, **changed)


def _less_of(draw: DrawFn, info: FieldInfo, value: Any) -> Any:
    if info.kind is Kind.LIST:
        return _shorter(draw, value)
    how = draw(st.sampled_from(_LESS))
    if info.kind is Kind.ENTITY and value is not ABSENT:
        return None if how == "drop" else _less(draw, value)
    if how == "widen" and info.kind in _NUMBERS and not info.exact and value is not ABSENT:
        return _wider(draw, info, value)
    return None if how == "drop" else value


def _shorter(draw: DrawFn, listing: Listing[Any]) -> Listing[Any]:
    """A list of which some records, or parts of them, are not known; then it is not complete."""
    if draw(st.booleans()):
        return Listing(tuple(_less(draw, item) for item in listing.items), complete=listing.complete)
    return Listing(tuple(_less(draw, item) for item in listing.items if draw(st.booleans())))


def _wider(draw: DrawFn, info: FieldInfo, value: Any) -> Any:
    lo, hi = encode(info, value)
    if info.kind is Kind.DATE:
        before, after = (draw(st.integers(0, _FURTHEST)) for _ in range(2))
        return decode(info, max(calendar.plus_days(lo, -before), DAY_MIN), min(calendar.plus_days(hi, after), DAY_MAX))
    return decode(info, draw(st.integers(info.lo, lo)), draw(st.integers(hi, info.hi)))
