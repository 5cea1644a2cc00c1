"""Who is who in tables: persons are joined by the caller's key or a full identity number, else by nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vocskills.auditing.numbers import right_numbers
from vocskills.auditing.table import Table

if TYPE_CHECKING:
    import polars as pl

KEY, NUMBER = "trainee.person_key", "trainee.id_number"


def persons(*tables: Table | None) -> list[pl.Series]:
    """A number for the person of each row of some tables; null where nothing tells who it is.

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
    """A number for each name, the same for the same name; null for none.

    The number is the hash, which is far quicker than a table of all names. Neighbours in the order of the hashes show
    whether two names have one hash: no test has ever seen that, and then a table of names does tell them apart.
    """
    import polars as pl

    hashes = names.hash()
    order = hashes.arg_sort()
    near = hashes.gather(order)
    same = near == near.shift()
    here, before = (order.filter(same), order.shift().filter(same))
    if names.gather(here).ne_missing(names.gather(before)).any():
        rank = names.unique().drop_nulls().to_frame("n").with_row_index("at", 1)
        joined = names.to_frame("n").join(rank, on="n", how="left", maintain_order="left")
        return joined["at"].cast(pl.Int64)
    number = hashes.reinterpret(signed=True)
    return number if not names.null_count() else pl.select(pl.when(names.is_not_null()).then(number)).to_series()


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
    key = table.texts(KEY)[0] if KEY in table.headers else none
    number = none
    if NUMBER in table.headers:
        number = right_numbers(table.series(NUMBER).cast(pl.String))
    return pl.DataFrame({"key": key, "number": number}, schema=schema)
