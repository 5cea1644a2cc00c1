"""A dataframe (pandas, polars, or an Arrow table) to one sheet of cells under its column names."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from vocskills.roster.load import limits
from vocskills.roster.sheets import Format, Raw, Sheet, Workbook
from vocskills.text import Text

_NOT_A_ROSTER = Text("不是花名册的文件、文本、字节或数据框", "neither a file, text, bytes nor a dataframe of a roster")
_WANTED = Text(
    "路径、字节、打开的文件、CSV 文本，或 pandas、polars、Arrow 的数据框",
    "a path, bytes, an open file, CSV text, or a dataframe of pandas, polars or Arrow",
)


def read_frame(frame: Any, name: str) -> Workbook:
    """Reads a frame; its rows count from 2, as under a header.

    Raises:
        InputError: it is no frame, or has more rows or columns than are read.
    """
    columns, rows = _parts(frame, name)
    if len(rows) > limits.MAX_ROWS or len(columns) > limits.MAX_COLUMNS:
        raise limits.too_large(name, f"{len(rows):,} x {len(columns):,}")
    cells: list[list[Raw]] = [[str(column) for column in columns], *([_plain(one) for one in row] for row in rows)]
    return Workbook(name, Format.FRAME, (Sheet("", cells),))


def _parts(frame: Any, name: str) -> tuple[list[Any], list[Any]]:
    if hasattr(frame, "iter_rows") and hasattr(frame, "columns"):  # polars
        return list(frame.columns), list(frame.iter_rows())
    if hasattr(frame, "itertuples"):  # pandas
        return list(frame.columns), list(frame.itertuples(index=False, name=None))
    if hasattr(frame, "to_pylist") and hasattr(frame, "column_names"):  # Arrow
        names = list(frame.column_names)
        return names, [[row[one] for one in names] for row in frame.to_pylist()]
    raise limits.refused(_NOT_A_ROSTER, name, text=type(frame).__name__, expected=_WANTED)


def _plain(value: Any) -> Raw:
    """A frame's value as a cell has it; missing ones are blank."""
    if value is None or value != value:
        return None
    if type(value) in (str, int, float, bool, datetime.date, datetime.datetime):
        return None if value == "" else value
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "to_pydatetime"):
        moment: datetime.datetime = value.to_pydatetime()
        return moment
    if hasattr(value, "item"):
        return _plain(value.item())
    return value if isinstance(value, str | datetime.date | datetime.time | datetime.timedelta) else str(value)
