"""How what is said in each world of a claim is put together; of one world it is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

CLAIM = "^claim"
"""The column of the claim that a world is of."""


class OneWorld:
    """Claims of which nothing finite is in doubt, one row each."""

    def same(self, value: pl.Expr, _: int) -> pl.Expr:
        """A value that is the same in every world, else another."""
        return value

    def least(self, value: pl.Expr, where: pl.Expr | None = None, empty: int = 0) -> pl.Expr:
        """The least value over the worlds that count."""
        import polars as pl

        return value if where is None else pl.when(where).then(value).otherwise(empty)

    def most(self, value: pl.Expr, where: pl.Expr | None = None, empty: int = 0) -> pl.Expr:
        """The greatest value over the worlds that count."""
        return self.least(value, where, empty)

    def every(self, value: pl.Expr) -> pl.Expr:
        """Whether it holds in all worlds."""
        return value

    def some(self, value: pl.Expr) -> pl.Expr:
        """Whether it holds in some world."""
        return value

    def all_bits(self, value: pl.Expr) -> pl.Expr:
        """The marks set in all worlds."""
        return value

    def any_bits(self, value: pl.Expr, where: pl.Expr | None = None) -> pl.Expr:
        """The marks set in some world that counts."""
        return self.least(value, where, 0)

    def gathered(self, worlds: pl.LazyFrame, wanted: Mapping[str, pl.Expr]) -> pl.LazyFrame:
        """One row a claim."""
        return worlds.select(CLAIM, **wanted)


class Worlds:
    """Claims with several worlds each."""

    def same(self, value: pl.Expr, otherwise: int) -> pl.Expr:
        """A value that is the same in every world, else another."""
        import polars as pl

        return pl.when(value.min() == value.max()).then(value.min()).otherwise(otherwise)

    def least(self, value: pl.Expr, where: pl.Expr | None = None, empty: int = 0) -> pl.Expr:
        """The least value over the worlds that count."""
        return value.min() if where is None else value.filter(where).min().fill_null(empty)

    def most(self, value: pl.Expr, where: pl.Expr | None = None, empty: int = 0) -> pl.Expr:
        """The greatest value over the worlds that count."""
        return value.max() if where is None else value.filter(where).max().fill_null(empty)

    def every(self, value: pl.Expr) -> pl.Expr:
        """Whether it holds in all worlds."""
        return value.all()

    def some(self, value: pl.Expr) -> pl.Expr:
        """Whether it holds in some world."""
        return value.any()

    def all_bits(self, value: pl.Expr) -> pl.Expr:
        """The marks set in all worlds."""
        return value.bitwise_and()

    def any_bits(self, value: pl.Expr, where: pl.Expr | None = None) -> pl.Expr:
        """The marks set in some world that counts."""
        return value.bitwise_or() if where is None else value.filter(where).bitwise_or().fill_null(0)

    def gathered(self, worlds: pl.LazyFrame, wanted: Mapping[str, pl.Expr]) -> pl.LazyFrame:
        """One row a claim."""
        return worlds.group_by(CLAIM).agg(**wanted)
