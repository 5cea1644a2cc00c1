"""Tables of any kind in, the same kind out: narwhals is the doorway, polars the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from vocskills.errors import Fault, InputError
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

_NO_TABLE = Text("不是可读的表", "not a table that can be read")
_KINDS = Text(
    "polars（DataFrame、LazyFrame）、pandas、pyarrow、DuckDB 的表，或有 Arrow PyCapsule 接口的对象",
    "a polars DataFrame or LazyFrame, a pandas, pyarrow or DuckDB table, or anything with the Arrow PyCapsule protocol",
)
_UNREADABLE = Text("表无法读取", "the table cannot be read")

Back = Callable[["pl.DataFrame"], Any]
"""Gives a table the kind of the one that was given."""


def opened(table: Any, name: str = "") -> tuple[pl.DataFrame, Back]:
    """A table of any kind for polars, and the way back.

    Args:
        table: see the expected kinds above.
        name: what it is called in a fault.

    Raises:
        InputError: no table, or one with a column that polars cannot hold.
    """
    import polars as pl

    if isinstance(table, pl.DataFrame):
        return table, lambda frame: frame
    if isinstance(table, pl.LazyFrame):
        return _read(table.collect, name), lambda frame: frame.lazy()
    kind = type(table).__module__.partition(".")[0]
    found = {"pandas": _pandas, "pyarrow": _pyarrow, "duckdb": _duckdb, "_duckdb": _duckdb}.get(kind)
    if found is not None:
        frame, back = found(table)
        return _read(frame, name), back
    if hasattr(table, "__arrow_c_stream__"):
        return _read(lambda: pl.DataFrame(table), name), lambda frame: frame
    raise InputError(Fault(_NO_TABLE, name, text=type(table).__name__, expected=_KINDS))


def _read(make: Callable[[], pl.DataFrame], name: str) -> pl.DataFrame:
    """Reads a table; what its own library complains about is said as a fault."""
    from polars.exceptions import PolarsError

    try:
        return make()
    except (PolarsError, TypeError, ValueError, OverflowError) as error:
        raise InputError(Fault(_UNREADABLE, name, text=str(error).partition("\n")[0])) from error


def _pandas(table: Any) -> tuple[Callable[[], pl.DataFrame], Back]:
    import narwhals as nw

    def back(frame: pl.DataFrame) -> Any:
        made = nw.from_native(frame, eager_only=True).to_pandas()
        # The rows of the table keep their index; totals are other rows.
        if frame.columns[: len(table.columns)] == list(table.columns):
            made.index = table.index
        return made

    return lambda: nw.from_native(table, eager_only=True).to_polars(), back


def _pyarrow(table: Any) -> tuple[Callable[[], pl.DataFrame], Back]:
    """Tables, batches and readers; back comes a table."""
    import narwhals as nw
    import polars as pl

    def read() -> pl.DataFrame:
        found = pl.from_arrow(table)
        return found if isinstance(found, pl.DataFrame) else found.to_frame()

    return read, lambda frame: nw.from_native(frame, eager_only=True).to_arrow()


def _duckdb(table: Any) -> tuple[Callable[[], pl.DataFrame], Back]:
    import duckdb

    def back(frame: pl.DataFrame) -> Any:
        return duckdb.from_arrow(frame.to_arrow())

    return table.pl, back
