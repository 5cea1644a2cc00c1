"""Which rows have to be decided together: every row of a person goes to one part of the table.

Whose a row is, is told exactly where it is decided (:mod:`vocskills.auditing.persons`). Here it is enough that rows
which may be of one person go the same way, without anybody's names being held in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from vocskills.auditing.persons import KEY, NUMBER
from vocskills.auditing.sources import Source

if TYPE_CHECKING:
    import polars as pl

_SEED = 20_220_720
_CODE, _ROUTE = "^code", "^route"


@attrs.frozen(eq=False)
class Routes:
    """Ways for the rows of several tables.

    Attributes:
        known: for identity numbers that stand in some row without a key and in another with one: the way of the key
            that stands with the number first.
    """

    known: pl.DataFrame | None = None

    def of(self, frame: pl.DataFrame, headers: Mapping[str, str]) -> pl.Series:
        """A number for the person of each row; none where nothing tells who it is."""
        import polars as pl

        marks = frame.select(**_marks(headers))
        by_number = pl.col(_CODE).hash(_SEED)
        if self.known is not None:
            marks = marks.join(self.known, on=_CODE, how="left", maintain_order="left")
            by_number = pl.coalesce("^known", by_number)
        numbered = pl.when(pl.col(_CODE).is_not_null()).then(by_number)
        return marks.select(pl.coalesce(_ROUTE, numbered)).to_series()


def routes(tables: Iterable[tuple[Source, Mapping[str, str]]], size: int) -> Routes:
    """Finds the ways of some tables: the claims, then the further tables that name persons.

    Holds 16 bytes for every identity number that stands in some row without a key.

    Args:
        tables: each with the names of its columns by fact.
        size: so many rows are read at a time.
    """
    import polars as pl

    both = [(source, headers) for source, headers in tables if NUMBER in headers]
    if not any(KEY in headers for _, headers in both):
        return Routes()
    alone = [
        block.filter(pl.col(_ROUTE).is_null()).select(pl.col(_CODE).drop_nulls().unique())
        for block in _marked(both, size)
    ]
    codes = pl.concat(alone).unique() if alone else pl.DataFrame(schema={_CODE: pl.Int64})
    if not len(codes):
        return Routes()
    known = pl.DataFrame(schema={_CODE: pl.Int64, "^known": pl.UInt64})
    for block in _marked(both, size):
        found = block.drop_nulls().join(codes, on=_CODE, how="semi", maintain_order="left")
        found = found.unique(_CODE, keep="first", maintain_order=True).join(known, on=_CODE, how="anti")
        known = pl.concat([known, found.select(_CODE, pl.col(_ROUTE).alias("^known"))])
    return Routes(known)


def _marked(tables: Iterable[tuple[Source, Mapping[str, str]]], size: int) -> Iterable[pl.DataFrame]:
    for source, headers in tables:
        columns = [headers[path] for path in (KEY, NUMBER) if path in headers]
        for block in source.blocks(size, columns):
            yield block.select(**_marks(headers))


def _marks(headers: Mapping[str, str]) -> dict[str, pl.Expr]:
    """The way by the key, and the number as a number, where they are there.

    A number in another spelling is the same number; what is no right number gets a code of its own or none.
    """
    import polars as pl

    route, code = pl.lit(None, dtype=pl.UInt64), pl.lit(None, dtype=pl.Int64)
    if KEY in headers:
        key = pl.col(headers[KEY]).cast(pl.String)
        route = pl.when(key.str.strip_chars() != "").then(key.hash(_SEED))
    if NUMBER in headers:
        written = pl.col(headers[NUMBER]).cast(pl.String).str.normalize("NFKC").str.to_uppercase()
        plain = written.str.replace_all("[^0-9X]", "")
        last = plain.str.slice(17, 1).replace("X", "10").cast(pl.Int64, strict=False)
        first = plain.str.slice(0, 17).cast(pl.Int64, strict=False)
        code = pl.when(plain.str.len_chars() == 18).then(first * 11 + last)
    return {_ROUTE: route, _CODE: code}
