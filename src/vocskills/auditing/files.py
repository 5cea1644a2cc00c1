"""Tables in files: CSV and Parquet, every fault with its line or row; written whole or not at all."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from vocskills.convert.sources import decoded
from vocskills.errors import Fault, InputError, extra
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

_KINDS = (".csv", ".parquet")
_NO_KIND = Text("看不出是哪种格式", "the format cannot be told")
_NAME_IT = Text("文件名以 .csv 或 .parquet 结尾", "let the name end in .csv or .parquet")
_NOT_PARQUET = Text("不是完整的 Parquet 文件", "not a whole Parquet file")
_FETCH_AGAIN = Text("重新导出或重新下载", "export or fetch it again")
_EMPTY = Text("文件是空的", "the file is empty")
_LENGTH = Text("这一行的格数与列名不符，未判定", "not decided: the row has another number of cells than the header")
_NOT_CSV = Text("不合 CSV 的写法", "this is not well-formed CSV")
_TWICE = Text("列名重复", "a column name that stands twice")
_ROW = re.compile(r"^(.*)\[([0-9]+)\]$")


@attrs.frozen
class Opened:
    """A table of a file.

    Attributes:
        name: the file.
        frame: its rows, without those that are broken; of CSV every value is text.
        faults: the broken rows.
        lines: the line of each row; empty for a file without lines.
    """

    name: str
    frame: pl.DataFrame
    faults: tuple[Fault, ...] = ()
    lines: tuple[int, ...] = ()

    def placed(self, faults: Iterable[Fault]) -> list[Fault]:
        """Faults of rows with the lines that they stand in."""
        return [self._placed(fault) for fault in faults]

    def _placed(self, fault: Fault) -> Fault:
        found = _ROW.match(fault.where)
        if not self.lines or found is None or int(found[2]) >= len(self.lines):
            return attrs.evolve(fault, file=self.name)
        return attrs.evolve(fault, file=self.name, where=found[1], line=self.lines[int(found[2])])


def read_table(path: Path) -> Opened:
    """Reads a table.

    Raises:
        InputError: no CSV or Parquet by its name, a file that is not what its name says, a damaged header.
        ExtraError: Polars is not installed.
        OSError: the file cannot be read.
    """
    with extra("frames"):
        import polars  # noqa: F401 (what reads and decides is imported where it is used; here it is asked for)
    match path.suffix.lower():
        case ".parquet":
            return _parquet(path)
        case ".csv":
            return _csv(path)
        case _:
            raise InputError(Fault(_NO_KIND, file=str(path), remedy=_NAME_IT))


def _parquet(path: Path) -> Opened:
    import polars as pl
    from polars.exceptions import PolarsError

    with path.open("rb"):
        pass  # a file that is not there is no damaged one
    try:
        return Opened(str(path), pl.read_parquet(path))
    except (PolarsError, OSError) as error:
        text = str(error).partition("\n")[0][:200]
        raise InputError(Fault(_NOT_PARQUET, file=str(path), text=text, remedy=_FETCH_AGAIN)) from error


def _csv(path: Path) -> Opened:
    import polars as pl

    name = str(path)
    reader = csv.reader(decoded(path.read_bytes(), name).splitlines(keepends=True), strict=True)
    header = next(reader, [])
    if not header:
        raise InputError(Fault(_EMPTY, file=name))
    doubled = [one for one in dict.fromkeys(header) if header.count(one) > 1]
    if doubled:
        raise InputError([Fault(_TWICE, one, file=name, line=1) for one in doubled])
    rows, lines, faults = [], [], []
    line = reader.line_num + 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            faults.append(Fault(_NOT_CSV, file=name, line=line, text=str(error)))
            line = reader.line_num + 1
            continue
        if cells is None:
            break
        if len(cells) == len(header):
            rows.append(cells)
            lines.append(line)
        elif any(cell.strip() for cell in cells):
            wanted = Text(f"{len(header)} 格", f"{len(header)} cells")
            faults.append(Fault(_LENGTH, file=name, line=line, text=str(len(cells)), expected=wanted))
        line = reader.line_num + 1
    frame = pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")
    return Opened(name, frame, tuple(faults), tuple(lines))


def check_output(path: Path) -> None:
    """Looks at the name of a file that is to be written, before anything is decided.

    Raises:
        InputError: neither CSV nor Parquet.
    """
    if path.suffix.lower() not in _KINDS:
        raise InputError(Fault(_NO_KIND, file=str(path), remedy=_NAME_IT))


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Writes a table beside its place and then puts it there, so that a full disk leaves nothing half written.

    Raises:
        OSError: the file cannot be written.
    """
    from polars.exceptions import PolarsError

    beside = path.with_name(f".{path.name}.part")
    try:
        if path.suffix.lower() == ".parquet":
            frame.write_parquet(beside)
        else:
            frame.write_csv(beside)
        beside.replace(path)
    except PolarsError as error:
        raise OSError(str(error)) from error
    finally:
        with suppress(OSError):
            beside.unlink()
