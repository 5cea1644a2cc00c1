"""Fields that know their type, unit, range and words.

The metadata of a model class's fields is the one source for rules, JSON, schema, roster columns and explanations.
Every field has a finite range: an unknown value is that range, so inside the engines nothing is missing.
:func:`encode` turns a value into the engines' whole numbers, :func:`decode` turns them back.
"""

from __future__ import annotations

from datetime import date
from decimal import Context, Decimal
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar, cast

import attrs

from vocskills.bounds import Bounds
from vocskills.money import Money
from vocskills.privacy import mask_text
from vocskills.text import Text

T = TypeVar("T")

KEY = "vocskills"
"""The metadata key under which a :class:`FieldInfo` stands."""

DAY_MIN, DAY_MAX = 19000101, 21001231
MONEY_MAX = 10**7
"""Money of one person: at most 100,000.00 yuan, in fen."""
STANDARD_MAX = 5 * 10**6
"""Standards that a text leaves open: at most 50,000.00 yuan a person, in fen, so that rates of them stay exact."""
TOTAL_MAX = 10**11
"""Totals: at most one billion yuan, in fen."""
CODES_MAX = 10**6
"""Codes are interned to integers below this when a case passes the door."""
HOUR_DIGITS, RATE_DIGITS = 2, 4
"""Decimals of class hours (hundredths) and of rates (basis points, 1/10,000); engines count in these."""

# The caller's decimal context may round to five digits; ours never rounds a value that is in range.
_EXACT = Context(prec=40)


class Kind(Enum):
    """What a field holds."""

    BOOL = "bool"
    INT = "int"
    MONEY = "money"
    RATE = "rate"
    DATE = "date"
    ENUM = "enum"
    CODE = "code"
    TEXT = "text"
    ENTITY = "entity"
    LIST = "list"


class Unit(Enum):
    """Units of whole numbers; hours are counted in hundredths inside the engines."""

    COUNT = "count"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    HEADS = "heads"
    MINUTES = "minutes"
    HOURS = "hours"


UNIT_WORDS = {
    Unit.COUNT: Text("次", "times"),
    Unit.DAYS: Text("天", "days"),
    Unit.MONTHS: Text("个月", "months"),
    Unit.YEARS: Text("年", "years"),
    Unit.HEADS: Text("人", "heads"),
    Unit.MINUTES: Text("分钟", "minutes"),
    Unit.HOURS: Text("学时", "class hours"),
}
"""The words that stand after a number."""


class Term(Enum):
    """A closed list of members with Chinese and English labels; the order of definition is the order of codes.

    Neighbours are natural groups, because inside an engine an enum in doubt is an interval of codes.

    Attributes:
        zh: the member's Chinese label.
        en: the member's English label.
        code: the member's place in its list, from 0.
    """

    _value_: str
    zh: str
    en: str
    code: int

    def __new__(cls, value: str, zh: str, en: str) -> Term:
        """A member from its value and its labels."""
        member = object.__new__(cls)
        member._value_ = value
        member.zh, member.en = zh, en
        member.code = len(cls.__members__)
        return member

    @property
    def label(self) -> Text:
        """The member's words."""
        return Text(self.zh, self.en)


class Absent(Enum):
    """The one value that says: there is none, and somebody knows it."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@attrs.frozen
class Between(Generic[T]):
    """A value known only to lie between two others, both included; ``None`` at an end means: not known."""

    least: T | None = None
    most: T | None = None


@attrs.frozen
class Listing(Generic[T]):
    """A list that says whether it is complete; an unknown list is empty and incomplete, which is not "none"."""

    items: tuple[T, ...] = ()
    complete: bool = False


@attrs.frozen
class FieldInfo:
    """What the library knows about one field.

    Attributes:
        kind: what it holds.
        label: its words in Chinese and English.
        unit: the unit of a whole number.
        lo: least value in engine integers (fen, hundredths of hours, yyyymmdd, enum codes, basis points).
        hi: greatest value.
        members: the closed list of an enum field.
        noun: the model class of an entity field, or of the elements of a list.
        cap: how many elements a list may have.
        private: whether it identifies a person and is masked wherever it is shown.
        absent: whether it may be ``ABSENT``: there is none, and somebody knows it.
        exact: whether it must be a single value, never :class:`Between`.
        required: whether it must be given.
        division: whether a code is one of an administrative division (GB/T 2260: 2, 4, 6, 9 or 12 digits).
    """

    kind: Kind
    label: Text
    unit: Unit | None = None
    lo: int = 0
    hi: int = 0
    members: type[Term] | None = None
    noun: type[Any] | None = None
    cap: int = 0
    private: bool = False
    absent: bool = False
    exact: bool = False
    required: bool = False
    division: bool = False


Day = date | Between[date] | None
Number = int | Between[int] | None
Hours = Decimal | Between[Decimal] | None
"""Class hours, at most two decimals."""
Rate = Decimal | Between[Decimal] | None
"""A rate as a fraction of one, at most four decimals: -0.8 is a fall by 80 %."""
Amount = Money | Between[Money] | None


def described(info: FieldInfo, default: object = None) -> Any:
    """An attrs field that carries what the library knows about it; private ones stay out of every ``repr``."""
    return attrs.field(default=default, metadata={KEY: info}, repr=not info.private)


def yes_no(zh: str, en: str) -> Any:
    """A boolean field."""
    return described(FieldInfo(Kind.BOOL, Text(zh, en), lo=0, hi=1))


def number(zh: str, en: str, unit: Unit, most: int, least: int = 0) -> Any:
    """A whole number with a unit; for hours give whole hours, they are kept in hundredths."""
    scale = 10**HOUR_DIGITS if unit is Unit.HOURS else 1
    return described(FieldInfo(Kind.INT, Text(zh, en), unit=unit, lo=least * scale, hi=most * scale))


def money(zh: str, en: str, most: int = MONEY_MAX) -> Any:
    """An amount of money, in fen inside."""
    return described(FieldInfo(Kind.MONEY, Text(zh, en), lo=0, hi=most))


def rate(zh: str, en: str, least: int = 0, most: int = 10**RATE_DIGITS) -> Any:
    """A rate in basis points (1/10,000)."""
    return described(FieldInfo(Kind.RATE, Text(zh, en), lo=least, hi=most))


def day(zh: str, en: str) -> Any:
    """A calendar date, possibly partial (``1975-03``)."""
    return described(FieldInfo(Kind.DATE, Text(zh, en), lo=DAY_MIN, hi=DAY_MAX))


def term(zh: str, en: str, members: type[Term], *, exact: bool = False) -> Any:
    """A member of a closed list; with ``exact`` it is one member or unknown, never a range of neighbours."""
    return described(FieldInfo(Kind.ENUM, Text(zh, en), lo=0, hi=len(members) - 1, members=members, exact=exact))


def code(zh: str, en: str, *, private: bool = False, absent: bool = False) -> Any:
    """A code: text that is compared, never computed with (occupation, certificate number).

    With ``absent`` it may be known that there is none.
    """
    return described(FieldInfo(Kind.CODE, Text(zh, en), lo=0, hi=CODES_MAX, private=private, absent=absent))


def division(zh: str, en: str, *, absent: bool = False) -> Any:
    """The code of an administrative division; with ``absent`` it may be known that there is none."""
    return described(FieldInfo(Kind.CODE, Text(zh, en), lo=0, hi=CODES_MAX, absent=absent, division=True))


def text(zh: str, en: str, *, private: bool = False, default: str | None = None) -> Any:
    """Free text, which no rule may read."""
    return described(FieldInfo(Kind.TEXT, Text(zh, en), private=private), default)


def entity(zh: str, en: str, noun: type[Any], *, absent: bool = True) -> Any:
    """Another noun: unknown (``None``), known absent (``ABSENT``, where that makes sense) or given."""
    return described(FieldInfo(Kind.ENTITY, Text(zh, en), noun=noun, absent=absent))


def listing(zh: str, en: str, noun: type[Any], cap: int) -> Any:
    """A list of records, unknown unless given."""
    return described(FieldInfo(Kind.LIST, Text(zh, en), noun=noun, cap=cap, required=True), Listing())


def fields_of(noun: type[Any]) -> dict[str, FieldInfo]:
    """The described fields of a model class, in the order of definition."""
    hashable: Any = noun  # every class is, but mypy does not know it of type[Any]
    return _fields_of(hashable)


@cache
def _fields_of(noun: Any) -> dict[str, FieldInfo]:
    return {a.name: cast(FieldInfo, a.metadata[KEY]) for a in attrs.fields(noun) if KEY in a.metadata}


def brief(noun: Any) -> str:
    """The ``repr`` of a noun: what is given, without what is unknown or identifies a person."""
    shown = (a for a in attrs.fields(type(noun)) if a.repr and getattr(noun, a.name) is not a.default)
    words = f"{type(noun).__name__}({', '.join(f'{a.name}={getattr(noun, a.name)!r}' for a in shown)})"
    # A caller's own key may be an identity number.
    return mask_text(words)


def encode(info: FieldInfo, value: object) -> Bounds:
    """A checked value as engine integers ``(least, most)``.

    Args:
        info: the field; its kind is one that engines compute with, so no code, text, entity or list.
        value: canonical (``date``, ``Decimal``, ``Money``, a member, ``bool``, ``int``), ``Between`` of these, or
            ``None`` for unknown, which is the field's whole range. Ends that are not known are the range's ends.

    Raises:
        TypeError: a kind of field that has no integers.
        ValueError: hours or a rate finer than the engines can hold.
    """
    if value is None:
        return info.lo, info.hi
    if isinstance(value, Between):
        least = info.lo if value.least is None else to_engine(info, value.least)
        return least, info.hi if value.most is None else to_engine(info, value.most)
    number = to_engine(info, value)
    return number, number


def decode(info: FieldInfo, lo: int, hi: int) -> object:
    """The value behind engine integers: the inverse of :func:`encode`.

    Args:
        info: the field, of a kind that engines compute with.
        lo: least possible value.
        hi: greatest possible value.

    Returns:
        The canonical value when nothing is in doubt, ``None`` for the whole range, else ``Between``; an end equal to
        the declared one is not known and becomes ``None``.

    Raises:
        TypeError: a kind of field that has no integers.
        ValueError: the bounds are reversed or lie outside the field's range.
    """
    if not info.lo <= lo <= hi <= info.hi:
        raise ValueError(f"{lo}..{hi} does not lie in {info.lo}..{info.hi}")
    if lo == hi:
        return from_engine(info, lo)
    least = None if lo == info.lo else from_engine(info, lo)
    most = None if hi == info.hi else from_engine(info, hi)
    return None if least is None and most is None else Between(least, most)


def to_engine(info: FieldInfo, value: Any) -> int:
    """One known value as an engine integer; see :func:`encode`."""
    match info.kind:
        case Kind.BOOL | Kind.INT:
            return _scaled(value, HOUR_DIGITS) if info.unit is Unit.HOURS else int(value)
        case Kind.MONEY:
            return cast(Money, value).fen
        case Kind.RATE:
            return _scaled(value, RATE_DIGITS)
        case Kind.DATE:
            on = cast(date, value)
            return on.year * 10_000 + on.month * 100 + on.day
        case Kind.ENUM:
            return cast(Term, value).code
        case Kind.CODE | Kind.TEXT | Kind.ENTITY | Kind.LIST:
            raise TypeError(f"a field of kind {info.kind.value} has no engine integers")


def from_engine(info: FieldInfo, number: int) -> object:
    """The value behind one engine integer; see :func:`decode`."""
    match info.kind:
        case Kind.BOOL:
            return bool(number)
        case Kind.INT:
            return _unscaled(number, HOUR_DIGITS) if info.unit is Unit.HOURS else number
        case Kind.MONEY:
            return Money(number)
        case Kind.RATE:
            return _unscaled(number, RATE_DIGITS)
        case Kind.DATE:
            return date(number // 10_000, number // 100 % 100, number % 100)
        case Kind.ENUM:
            assert info.members is not None
            return _members(info.members)[number]
        case Kind.CODE | Kind.TEXT | Kind.ENTITY | Kind.LIST:
            raise TypeError(f"a field of kind {info.kind.value} has no engine integers")


@cache
def _members(members: type[Term]) -> tuple[Term, ...]:
    return tuple(members)


def _scaled(value: Decimal, digits: int) -> int:
    try:
        rounded = value.quantize(Decimal(1).scaleb(-digits), context=_EXACT)
    except ArithmeticError as error:
        raise ValueError(f"{value} is no number that an engine can hold") from error
    if rounded != value:
        raise ValueError(f"{value} has more than {digits} decimals")
    return int(rounded.scaleb(digits, context=_EXACT))


def _unscaled(number: int, digits: int) -> Decimal:
    return Decimal(number).scaleb(-digits, context=_EXACT)
