"""Who is who in tables: persons are joined by the caller's key or a full identity number, else by nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vocskills.auditing.encode import is_plain, without_blanks
from vocskills.auditing.numbers import right_numbers
from vocskills.auditing.table import Table

if TYPE_CHECKING:
    import polars as pl

KEY, NUMBER = "trainee.person_key", "trainee.id_number"


def persons(*tables: Table | None) -> list[pl.Series]:
    """A number from 1 on for the person of each row of some tables; null where nothing tells who it is.

    A person who is known by number in one row and by number and key in another is one person in all of them.
    """
    import polars as pl

    marks = [_marks(table) for table in tables]
    every = pl.concat(marks)
    names = every["key"]
    if every["number"].null_count() < len(every):
        pairs = every.drop_nulls().unique("number", keep="first", maintain_order=True)
        named = pairs.select("number", pl.col("key").alias("known"))
        joined = every.join(named, on="number", how="left", maintain_order="left")
        key = pl.coalesce(
            pl.lit("key ") + pl.col("key"), pl.lit("key ") + pl.col("known"), pl.lit("number ") + pl.col("number")
        )
        names = joined.select(key.alias("person"))["person"]
    found, at = numbered(names), 0
    parts = []
    for one in marks:
        parts.append(found.slice(at, len(one)))
        at += len(one)
    return parts


def numbered(names: pl.Series) -> pl.Series:
    """A number from 1 on for each name, the same for the same name; null for none.

    Names are put in the order of their hashes, which is far quicker than a table of all names; where two names have one
    hash, which no test has ever seen, a table of names tells them apart.
    """
    import polars as pl

    hashes = names.hash()
    order = hashes.arg_sort()
    sorted_, near = names.gather(order), hashes.gather(order)
    changed = (near != near.shift()).fill_null(True)
    if ((sorted_ != sorted_.shift()) & ~changed).any():
        rank = names.unique().drop_nulls().to_frame("n").with_row_index("at", 1)
        joined = names.to_frame("n").join(rank, on="n", how="left", maintain_order="left")
        return joined["at"].cast(pl.Int64)
    found = pl.DataFrame({"at": order, "number": changed.cast(pl.Int64).cum_sum(), "name": sorted_.is_not_null()})
    kept = found.select(pl.when("name").then("number")).to_series()
    return kept.gather(order.arg_sort())


def among(values: pl.Series, those: pl.Series) -> pl.Series:
    """Whether each value is one of those; of none it is not known that it is."""
    return values.is_in(those.implode()).fill_null(False)


def identifiers(column: pl.Series) -> pl.Series:
    """Identifiers as text; none where the cell is blank."""
    import polars as pl

    text = column.cast(pl.String).str.strip_chars()
    return pl.select(pl.when(text != "").then(text).alias(column.name)).to_series()


def _marks(table: Table | None) -> pl.DataFrame:
    """The key and the number of each row, where they tell who somebody is."""
    import polars as pl

    schema = {"key": pl.String, "number": pl.String}
    if table is None:
        return pl.DataFrame(schema=schema)
    none = pl.Series([None], dtype=pl.String).new_from_index(0, table.frame.height)
    key = table.series(KEY).cast(pl.String) if KEY in table.headers else none
    number = none
    if NUMBER in table.headers:
        number = right_numbers(table.series(NUMBER).cast(pl.String))
    key = key if is_plain(key) else without_blanks(key)
    return pl.DataFrame({"key": key, "number": number}, schema=schema)
