"""Columns of values as bounds of whole numbers: each distinct value read as a case would read it.

Numbers and dates of their own types are taken in whole columns; text is read once for each distinct value, by the very
functions that read a case. A value that a case would refuse is marked, and its row is read as a case to say why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from vocskills.auditing.cells import read_cell
from vocskills.bounds import Bounds
from vocskills.convert.forms import read_value
from vocskills.door import Codes
from vocskills.errors import InputError
from vocskills.language import vocabulary
from vocskills.model.case import Case
from vocskills.model.checks import check
from vocskills.model.fields import ABSENT, CODES_MAX, FieldInfo, Kind, Unit, encode, fields_of
from vocskills.model.records import Award, Check, Status
from vocskills.roster.columns import Column, Role
from vocskills.roster.reading.words import NONE
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

_HUNDREDTHS = 100


@attrs.frozen
class Encoded:
    """A column as bounds.

    Attributes:
        low: least values; what is not given is the declared range.
        high: greatest values.
        bad: where a case would refuse the value.
        given: where there is a value.
    """

    low: pl.Series
    high: pl.Series
    bad: pl.Series
    given: pl.Series


_ODD = r"[\p{Cc}\p{Cn}\p{Co}]"
_A_NUMBER = r"^[0-9](\.[0-9]+)?[Ee]\+?[0-9]+$|^[0-9]{6,}\.0*$"
_RECORDS: dict[str, Any] = {"history": Award, "statuses": Status, "checks": Check}
_YES_NO = FieldInfo(Kind.BOOL, Text("是否", "yes or no"), lo=0, hi=1)


def encoded(column: Column, values: pl.Series, codes: Codes, *, asked: bool = True) -> Encoded:
    """A column of plain values as bounds.

    Args:
        column: what the column holds.
        values: its values.
        codes: the numbers of codes.
        asked: whether a rule may read it; if not, codes get no numbers.
    """
    import polars as pl

    info = column.info if column.role in (Role.FIELD, Role.STATUS) else _YES_NO
    if values.dtype in (pl.Categorical, pl.Enum):
        values = values.cast(pl.String)
    if values.dtype == pl.String:
        blank = values.str.strip_chars() == ""
        values = pl.select(pl.when(blank).then(None).otherwise(values)).to_series()
    if values.dtype.is_float():
        values = values.fill_nan(None)
    given = values.is_not_null()
    if info.kind in (Kind.CODE, Kind.TEXT) and not info.division:
        return _codes(info, values, given, codes, asked=asked)
    number, bad = _numbers(info, values)
    if number is None:
        return _by_value(column, values, given, codes)
    outside = (number < info.lo) | (number > info.hi)
    bad = (bad | outside).fill_null(False)
    low, high = (number.fill_null(end) for end in (info.lo, info.hi))
    return Encoded(low, low if given.all() else high, bad, given)


def _numbers(info: FieldInfo, values: pl.Series) -> tuple[pl.Series | None, pl.Series]:
    """Engine integers of a column of numbers, dates or truths, and where they are none; ``None`` for text."""
    import polars as pl

    none = pl.repeat(False, len(values), eager=True)
    dtype = values.dtype
    match info.kind:
        case Kind.BOOL if dtype == pl.Boolean:
            return values.cast(pl.Int64), none
        case Kind.DATE if dtype == pl.Date or dtype == pl.Datetime:
            day = values.cast(pl.Date)
            year, month, of_month = (part.cast(pl.Int64) for part in (day.dt.year(), day.dt.month(), day.dt.day()))
            return year * 10_000 + month * 100 + of_month, none if dtype == pl.Date else day.cast(dtype) != values
        case Kind.INT | Kind.MONEY if dtype.is_integer() or dtype.is_float() or dtype.is_decimal():
            scale = _HUNDREDTHS if info.kind is Kind.MONEY or info.unit is Unit.HOURS else 1
            return _scaled(values, scale)
        case _:
            return None, none


def _scaled(values: pl.Series, scale: int) -> tuple[pl.Series, pl.Series]:
    import polars as pl

    if values.dtype.is_integer():
        # Beyond 64 bits is beyond every range as well.
        number = values.cast(pl.Int64, strict=False)
        return number.clip(-(2**50), 2**50) * scale, number.is_null() & values.is_not_null()
    if values.dtype.is_decimal():
        number = (values.cast(pl.Decimal(38, 6)) * scale).cast(pl.Float64)
    else:
        number = values.cast(pl.Float64).clip(-(2.0**50), 2.0**50) * scale
    whole = number.round(0)
    near = (number - whole).abs() <= 1e-6
    return whole.cast(pl.Int64), ~near


def _codes(info: FieldInfo, values: pl.Series, given: pl.Series, codes: Codes, *, asked: bool) -> Encoded:
    """Codes and free text, of which there may be as many as rows; whatever looks odd is looked at as a case."""
    import polars as pl

    texts = values.cast(pl.String)
    odd = texts.str.contains(_ODD) | (texts != texts.str.strip_chars())
    odd = odd | texts.str.contains(_A_NUMBER) if info.private else odd
    if info.kind is Kind.TEXT or not asked:
        zero = pl.repeat(0, len(texts), eager=True, dtype=pl.Int64)
        return Encoded(zero, zero, odd.fill_null(False), given)
    distinct = texts.drop_nulls().unique().to_list()
    numbers = [codes.number(ABSENT if info.absent and text == NONE else text) for text in distinct]
    table = pl.DataFrame({"v": distinct, "n": numbers}, schema={"v": pl.String, "n": pl.Int64})
    found = pl.DataFrame({"v": texts}).join(table, on="v", how="left", maintain_order="left")["n"]
    low = found.fill_null(0)
    return Encoded(low, low if given.all() else found.fill_null(CODES_MAX), odd.fill_null(False), given)


def _by_value(column: Column, values: pl.Series, given: pl.Series, codes: Codes) -> Encoded:
    """Each distinct value by itself."""
    import polars as pl

    values = values.cast(pl.String) if values.dtype != pl.String else values
    info = column.info if column.role in (Role.FIELD, Role.STATUS) else _YES_NO
    unknown = (0, CODES_MAX) if info.kind is Kind.CODE else (info.lo, info.hi)
    distinct = values.drop_nulls().unique().to_list()
    read = reader(column, codes)
    found = [read(text) for text in distinct]
    ends = [unknown if bounds is None else bounds for bounds in found]
    table = pl.DataFrame(
        {
            "value": pl.Series(distinct, dtype=pl.String),
            "low": pl.Series([lo for lo, _ in ends], dtype=pl.Int64),
            "high": pl.Series([hi for _, hi in ends], dtype=pl.Int64),
            "bad": pl.Series([bounds is None for bounds in found], dtype=pl.Boolean),
        }
    )
    joined = pl.DataFrame({"value": values}).join(table, on="value", how="left", maintain_order="left")
    low, high = joined["low"].fill_null(unknown[0]), joined["high"].fill_null(unknown[1])
    return Encoded(low, high, joined["bad"].fill_null(False), given)


def reader(column: Column, codes: Codes) -> Callable[[str], Bounds | None]:
    """Reads the text of a cell as bounds; ``None`` for what a case refuses."""
    if column.role is not Role.FIELD:
        return lambda text: _said(column, text)
    noun, field = _owner(column)

    def read(text: str) -> Bounds | None:
        try:
            plain = read_cell(column, text)
            value = read_value(column.info, plain, written=True)
        except InputError:
            return None
        if value is None:
            return column.info.lo, column.info.hi
        if value is not ABSENT and any(fault.where.startswith(field) for fault in check(noun(**{field: value}))):
            return None
        if column.info.kind is Kind.CODE:
            number = codes.number(value)  # type: ignore[arg-type]
            return number, number
        return (0, 0) if column.info.kind is Kind.TEXT else encode(column.info, value)

    return read


def _said(column: Column, text: str) -> Bounds | None:
    """Yes or no, as columns of statuses, of nouns and of whole lists have it."""
    try:
        plain = read_cell(column, text)
    except InputError:
        return None
    yes = int(plain not in (False, "false"))
    return yes, yes


def _owner(column: Column) -> tuple[Any, str]:
    """The noun that a column's field belongs to, and the field."""
    steps = column.path.split(".")
    noun: Any = vocabulary.NOUNS.get(steps[0]) or _RECORDS.get(steps[0], Case)
    for step in steps[1:-1]:
        noun = fields_of(noun)[step].noun
    return noun, steps[-1]
