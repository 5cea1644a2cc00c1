"""Identity numbers of whole columns: what nearly all of them say at once, the others one by one."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any

from vocskills.calendar import DAY_MAX, DAY_MIN
from vocskills.engines.frames import calendar
from vocskills.model.identity import read_identity, right_number
from vocskills.model.terms import Sex

if TYPE_CHECKING:
    import polars as pl

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
"""The last character by the weighted sum of the others (GB 11643)."""


def right_numbers(written: pl.Series) -> pl.Series:
    """The full numbers with a right check digit, in one spelling; null for any other."""
    import polars as pl

    plain, sure = _sure(written)
    found = pl.select(pl.when(sure).then(plain)).to_series()
    return _others(written, found, right_number)


def births_and_sexes(written: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Birth (yyyymmdd, 0 for none) and sex (-1 for none) as each number says."""
    import polars as pl

    plain, sure = _sure(written)
    digits = _digits(plain)
    birth = pl.select(pl.when(sure).then(digits // 1_000 % 100_000_000)).to_series()
    odd = digits % 2 == 1
    sex = pl.select(pl.when(sure).then(pl.when(odd).then(Sex.MALE.code).otherwise(Sex.FEMALE.code))).to_series()
    births = _others(written, birth.cast(pl.Int64), lambda number: read_identity(number.strip()).birth)
    return births.fill_null(0), _others(written, sex.cast(pl.Int64), _sex).fill_null(-1)


def _sex(number: str) -> int:
    sex = read_identity(number.strip()).sex
    return -1 if sex is None else sex.code


def _sure(written: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The numbers in capitals, and which are surely right: plain digits, a day that there is, the check digit."""
    import polars as pl

    days, places = calendar()
    plain = written.str.strip_chars().str.to_uppercase()
    digits = _digits(plain)
    born = digits // 1_000 % 100_000_000
    known = (born >= DAY_MIN) & (born <= DAY_MAX)
    there = days.gather(places.gather((born - DAY_MIN).clip(0, DAY_MAX - DAY_MIN))) == born
    total = reduce(
        lambda one, other: one + other,
        (digits // 10 ** (16 - place) % 10 * weight for place, weight in enumerate(_WEIGHTS)),
    )
    check = pl.Series(list(_CHECK), dtype=pl.String).gather(total % 11)
    sure = plain.str.contains(r"^[0-9]{17}[0-9X]$") & known & there & (plain.str.tail(1) == check)
    return plain, sure.fill_null(False)


def _digits(plain: pl.Series) -> pl.Series:
    """The first 17 digits as a number; 0 for what has none."""
    import polars as pl

    return plain.str.head(17).cast(pl.Int64, strict=False).fill_null(0)


def _others(written: pl.Series, found: pl.Series, say: Callable[[str], Any]) -> pl.Series:
    """What is said of those of which nothing was found, each different one once."""
    import polars as pl

    left = written.filter(found.is_null()).unique().drop_nulls()
    if not len(left):
        return found
    said = pl.Series([say(number) for number in left], dtype=found.dtype)
    table = pl.DataFrame({"written": left, "said": said})
    joined = pl.DataFrame({"written": written, "found": found}).join(
        table, on="written", how="left", maintain_order="left"
    )
    return joined.select(pl.coalesce("found", "said")).to_series()
