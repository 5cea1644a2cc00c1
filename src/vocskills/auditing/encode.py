"""Columns of values as bounds of whole numbers: each distinct value read as a case would read it.

Numbers and dates of their own types are taken in whole columns; text is read once for each distinct value, by the very
functions that read a case. A value that a case would refuse is marked, and its row is read as a case to say why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import attrs

from vocskills.auditing.cells import read_cell
from vocskills.bounds import Bounds
from vocskills.calendar import DAY_MIN, to_date
from vocskills.convert.forms import read_value
from vocskills.door import Codes
from vocskills.engines.frames import calendar
from vocskills.errors import InputError
from vocskills.language import vocabulary
from vocskills.model.case import Case
from vocskills.model.checks import check
from vocskills.model.fields import ABSENT, CODES_MAX, Absent, FieldInfo, Kind, Unit, encode, fields_of
from vocskills.model.records import Award, Check, Status
from vocskills.roster.columns import Column, Role
from vocskills.roster.reading.words import NONE
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

    from vocskills.auditing.table import Table

_HUNDREDTHS = 100
_FIRST_DAY = (to_date(DAY_MIN) - date(1970, 1, 1)).days


BIRTH, SEX = "^birth", "^sex"
"""The columns of what an identity number says."""


def given(path: str) -> str:
    """The column of whether a value was given."""
    return f"^given {path}"


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


def encoded(column: Column, table: Table, path: str, codes: Codes, *, asked: bool = True) -> Encoded:
    """A column of plain values as bounds.

    Args:
        column: what the column holds.
        table: where it stands.
        path: its fact, or the field of its record.
        codes: the numbers of codes.
        asked: whether a rule may read it; if not, codes get no numbers.
    """
    import polars as pl

    info = column.info if column.role in (Role.FIELD, Role.STATUS) else _YES_NO
    if info.kind in (Kind.CODE, Kind.TEXT) and not info.division and not (asked and info.kind is Kind.CODE):
        return _names(info, *table.texts(path))
    values = table.series(path)
    if values.dtype.is_float():
        values = values.fill_nan(None)
    if info.kind in (Kind.CODE, Kind.TEXT) and not info.division:
        return _codes(info, values, codes)
    number, bad = _numbers(info, values)
    if number is None:
        return _by_value(column, values, codes)
    if not _within(number, info.lo, info.hi):
        bad = (bad | (number < info.lo) | (number > info.hi)).fill_null(False)
    given = values.is_not_null() if values.null_count() else everywhere(len(values))
    if not number.null_count():
        return Encoded(number, number, bad, given)
    there = given if number.null_count() == values.null_count() else number.is_not_null()
    # The same as to fill nulls, without the way through a query: tables have many columns.
    low, high = (number.zip_with(there, pl.Series([end], dtype=number.dtype)) for end in (info.lo, info.hi))
    return Encoded(low, high, bad, given)


def nowhere(height: int) -> pl.Series:
    """A mark that no row has."""
    import polars as pl

    return pl.Series([False]).new_from_index(0, height)


def everywhere(height: int) -> pl.Series:
    """A mark that every row has."""
    import polars as pl

    return pl.Series([True]).new_from_index(0, height)


def _within(number: pl.Series, least: int, most: int) -> bool:
    """Whether all values lie between two: the least and the greatest are quicker found than two are compared."""
    found = number.min(), number.max()
    return all(end is None or (isinstance(end, int) and least <= end <= most) for end in found)


def is_plain(values: pl.Series) -> bool:
    """Whether no text is blank or holds anything but letters, digits and signs of ASCII: then nothing is odd about it.

    One look at a column costs a fraction of making its texts anew, and one at all its texts as one a third of that.
    """
    if values.str.len_bytes().min() == 0:
        return False
    parts = (values.slice(at, _PART).str.join("").item() for at in range(0, len(values), _PART))
    return not any(part.encode().translate(None, _PLAIN) for part in parts if part)


_PLAIN = bytes(range(ord("!"), ord("~") + 1))
_PART = 100_000
"""So many texts are looked at as one."""


def without_blanks(values: pl.Series) -> pl.Series:
    """Text with nothing where a cell is blank."""
    import polars as pl

    return pl.select(pl.when(values.str.strip_chars() != "").then(values)).to_series()


def _numbers(info: FieldInfo, values: pl.Series) -> tuple[pl.Series | None, pl.Series]:
    """Engine integers of a column of numbers, dates or truths, and where they are none; ``None`` for text."""
    import polars as pl

    none = nowhere(len(values))
    dtype = values.dtype
    match info.kind:
        case Kind.BOOL if dtype == pl.Boolean:
            # The numbers of truths are of the smallest kind: the time of large tables is that of their memory.
            return values.cast(pl.Int8), none
        case Kind.DATE if dtype == pl.Date or dtype == pl.Datetime:
            day = values.cast(pl.Date)
            return days(day), none if dtype == pl.Date else (day.cast(dtype) != values).fill_null(False)
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
        lost = number.null_count() > values.null_count()
        bad = number.is_null() & values.is_not_null() if lost else nowhere(len(values))
        number = number if _within(number, -(2**50), 2**50) else number.clip(-(2**50), 2**50)
        return number if scale == 1 else number * scale, bad
    if values.dtype.is_decimal():
        number = (values.cast(pl.Decimal(38, 6)) * scale).cast(pl.Float64)
    else:
        number = values.cast(pl.Float64).clip(-(2.0**50), 2.0**50) * scale
    whole = number.round(0)
    far = (number - whole).abs() > 1e-6
    return whole.cast(pl.Int64), far.fill_null(False)


def _names(info: FieldInfo, texts: pl.Series, plain: bool) -> Encoded:
    """Free text and names that no rule reads, of which there may be as many as rows."""
    import polars as pl

    zero = pl.Series([0], dtype=pl.Int64).new_from_index(0, len(texts))
    given = texts.is_not_null() if texts.null_count() else everywhere(len(texts))
    return Encoded(zero, zero, _odd(info, texts, plain=plain), given)


def _codes(info: FieldInfo, values: pl.Series, codes: Codes) -> Encoded:
    """Codes, each with its number."""
    distinct = Distinct.of(values)
    numbers = [codes.number(ABSENT if info.absent and text == NONE else text) for text in distinct.texts]
    low, high = distinct.ends([(number, number) for number in numbers], (0, CODES_MAX))
    odd = _odd(info, distinct.texts, plain=is_plain(distinct.texts))
    return Encoded(low, high, distinct.marked(odd.to_list()), distinct.given)


def _odd(info: FieldInfo, texts: pl.Series, *, plain: bool) -> pl.Series:
    """Texts that a case may object to; it looks at them."""
    odd = nowhere(len(texts))
    if not plain:
        odd = (texts.str.contains(_ODD) | (texts != texts.str.strip_chars())).fill_null(False)
    # Only texts that begin with a digit may be such numbers, and the first and the last in order tell whether any does.
    first, last = (texts.min(), texts.max()) if info.private else (None, None)
    digits = isinstance(first, str) and isinstance(last, str) and first < ":" and last >= "0"
    return odd | texts.str.contains(_A_NUMBER).fill_null(False) if digits else odd


@attrs.frozen
class Distinct:
    """The different texts of a column, and where each stands; a blank is none.

    Attributes:
        texts: each once, without nulls.
        places: for each row the place of its text; one behind the last where there is none.
        given: where there is one.
        whole: whether every row has one.
    """

    texts: pl.Series
    places: pl.Series
    given: pl.Series
    whole: bool

    @classmethod
    def of(cls, values: pl.Series) -> Distinct:
        """Finds the texts of a column."""
        import polars as pl

        if isinstance(values.dtype, pl.Enum) and len(values.dtype.categories) <= _FEW:
            texts: pl.Series = values.dtype.categories
        else:
            values = values.cast(pl.String)
            texts = values.unique().drop_nulls()
        few = len(texts) <= _FEW
        if not (all(map(str.strip, texts)) if few else (texts.str.strip_chars() != "").all()):
            values = without_blanks(values.cast(pl.String))
            texts = values.unique().drop_nulls()
        kind = pl.Enum(texts)
        places = (values if values.dtype == kind else values.cast(kind)).to_physical().cast(pl.UInt32)
        if not values.null_count():
            return cls(texts, places, everywhere(len(values)), whole=True)
        given = values.is_not_null()
        return cls(texts, places.zip_with(given, pl.Series([len(texts)], dtype=pl.UInt32)), given, whole=False)

    def spread(self, said: Iterable[int], unknown: int) -> pl.Series:
        """What is said of each text, row by row; of none it is ``unknown``."""
        import polars as pl

        return pl.Series([*said, unknown], dtype=pl.Int64)[self.places]

    def marked(self, marks: Sequence[bool]) -> pl.Series:
        """Whether the text of a row is marked."""
        import polars as pl

        if not any(marks):
            return nowhere(len(self.places))
        return pl.Series([*marks, False], dtype=pl.Boolean)[self.places]

    def ends(self, bounds: Sequence[Bounds], unknown: Bounds) -> tuple[pl.Series, pl.Series]:
        """Both ends of what is said; the same twice where no row is in doubt."""
        import polars as pl

        low = self.spread((lo for lo, _ in bounds), unknown[0])
        if any(lo != hi for lo, hi in bounds):
            return low, self.spread((hi for _, hi in bounds), unknown[1])
        return low, low if self.whole else low.zip_with(self.given, pl.Series([unknown[1]], dtype=low.dtype))


_FEW = 1_000
"""Of an enumeration with more members only those are read that occur."""


def _by_value(column: Column, values: pl.Series, codes: Codes) -> Encoded:
    """Each distinct value by itself."""
    info = column.info if column.role in (Role.FIELD, Role.STATUS) else _YES_NO
    unknown = (0, CODES_MAX) if info.kind is Kind.CODE else (info.lo, info.hi)
    distinct, read = Distinct.of(values), reader(column, codes)
    known = _members(column)
    found = [known[text] if text in known else read(text) for text in distinct.texts]
    low, high = distinct.ends([unknown if bounds is None else bounds for bounds in found], unknown)
    return Encoded(low, high, distinct.marked([bounds is None for bounds in found]), distinct.given)


@lru_cache(1_000)
def _members(column: Column) -> Mapping[str, Bounds | None]:
    """What the words of a closed list are read as: they are the same in every table."""
    read = reader(column, Codes())
    return {str(one.value): read(str(one.value)) for one in column.info.members or ()}


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


def ends_by_code(
    distinct: Distinct, column: Column, of: Callable[[Absent | str | None], Bounds], unknown: Bounds
) -> tuple[pl.Series, pl.Series]:
    """What follows from each code as it is written, row by row; from one that a case refuses nothing does."""
    return distinct.ends([_by_code(text, column, of, unknown) for text in distinct.texts], unknown)


def _by_code(text: str, column: Column, of: Callable[[Absent | str | None], Bounds], unknown: Bounds) -> Bounds:
    try:
        value = read_value(column.info, False if column.info.absent and text == NONE else text, written=True)
    except InputError:
        value = None
    known = value if isinstance(value, str) or value is ABSENT else None
    return of(known) if text.strip() else unknown


def days(dates: pl.Series) -> pl.Series:
    """Dates as numbers yyyymmdd; those that the library does not know lie outside of what it knows."""
    import polars as pl

    known, _ = calendar()
    places = dates.cast(pl.Int32) - _FIRST_DAY
    if _within(places, 0, len(known) - 1):
        return known[places.cast(pl.UInt32)]
    table = pl.concat([known.head(1) - 1, known, known.tail(1) + 1])
    return table.gather(places.cast(pl.Int64).clip(-1, len(known)) + 1)
