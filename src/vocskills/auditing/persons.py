"""Who is who in tables: persons are joined by the caller's key or a full identity number, else by nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vocskills.auditing.table import Table
from vocskills.model.identity import right_number

if TYPE_CHECKING:
    import polars as pl

KEY, NUMBER = "trainee.person_key", "trainee.id_number"


def persons(*tables: Table | None) -> list[pl.Series]:
    """A name for the person of each row of some tables; null where nothing tells who it is.

    A person who is known by number in one row and by number and key in another is one person in all of them.
    """
    import polars as pl

    marks = [_marks(table) for table in tables]
    pairs = pl.concat(marks).drop_nulls().unique("number", keep="first", maintain_order=True)
    named = pairs.select("number", pl.col("key").alias("known"))
    found = []
    for one in marks:
        joined = one.join(named, on="number", how="left", maintain_order="left")
        key = pl.coalesce(
            pl.lit("key ") + pl.col("key"), pl.lit("key ") + pl.col("known"), pl.lit("number ") + pl.col("number")
        )
        found.append(joined.select(key.alias("person"))["person"])
    return found


def among(values: pl.Series, those: pl.Series) -> pl.Series:
    """Whether each value is one of those; of none it is not known that it is."""
    import polars as pl

    known = pl.DataFrame({"v": those.drop_nulls().unique()}).with_columns(pl.lit(True).alias("among"))
    joined = pl.DataFrame({"v": values}).join(known, on="v", how="left", maintain_order="left")
    return joined["among"].fill_null(False)


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
        written = table.series(NUMBER).cast(pl.String)
        distinct = written.drop_nulls().unique().to_list()
        right = pl.DataFrame({"w": distinct, "r": [right_number(one) for one in distinct]}, schema=["w", "r"]).cast(
            pl.String
        )
        number = pl.DataFrame({"w": written}).join(right, on="w", how="left", maintain_order="left")["r"]
    key = pl.select(pl.when(key.str.strip_chars() != "").then(key)).to_series()
    return pl.DataFrame({"key": key, "number": number}, schema=schema)
