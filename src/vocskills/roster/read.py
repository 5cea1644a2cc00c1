"""A roster in CSV to cases: rows with one class identifier are one class."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import IO, Any

import attrs

from vocskills.convert.forms import did_you_mean, shown
from vocskills.convert.read import Read
from vocskills.convert.sources import check_size, content, decoded
from vocskills.convert.structure import key_words, limited
from vocskills.errors import Fault, InputError
from vocskills.model.case import Case
from vocskills.roster.build import Row, case_of, located
from vocskills.roster.columns import CLASS_ID, IGNORED, columns
from vocskills.text import Text

MAX_BYTES = 50 * 2**20
"""Most bytes of a roster (50 MB)."""

_BLANK_CLASS = Text("没有填写班期编号", "a row without its class identifier")
_NO_CLASS_COLUMN = Text("缺少班期编号一列", "the column of the class identifier is missing")
_NO_ROWS = Text("没有人员", "there are no people")
_UNKNOWN = Text("没有这个列名", "there is no such column")
_TWICE = Text("同一字段有两列", "two columns for one field")
_LENGTH = Text("这一行的格数与列名不符", "the row has another number of cells than the header")
_NOT_CSV = Text("不合 CSV 的写法", "this is not well-formed CSV")


def read_roster(source: str | bytes | Path | IO[str] | IO[bytes], *, name: str = "") -> list[Case]:
    """Reads a roster: CSV in UTF-8, one row a person, the first row with the headers of :func:`columns`.

    A blank cell is unknown. Yes and no are 是 and 否, members of lists stand by label or name, dates, numbers and
    money as in a case. A status (建档立卡贫困劳动力) that was looked up and not found is 否. What a person had before
    (已享受免费培训) is the first days of the trainings, separated by ``;``, or 无, which needs a record that is
    complete (补贴记录是否完整: 是). A noun that is known to be missing (证书) is 无.

    Args:
        source: CSV text, bytes, a file's path or an open file.
        name: the file's name, for the faults.

    Returns:
        One checked case for each class, in the order in which the classes first stand in the file. The list of people
        is complete only if 名单是否完整 says so.

    Raises:
        InputError: with everything that is wrong, each with line and column name.
    """
    return read_classes(source, name).cases


def read_classes(source: str | bytes | Path | IO[str] | IO[bytes], name: str) -> Read:
    """The classes of a roster as :func:`read_roster` reads them, with the cells that everything comes from.

    Raises:
        InputError: as there.
    """
    name, text = _text(source, name)
    table = _Table()
    table.read(text)
    classes = [case_of(rows, table.headers) for rows in table.classes()]
    faults = [*table.faults, *(fault for one in classes for fault in one.faults)]
    if not classes and not faults:
        faults.append(Fault(_NO_ROWS, line=1))
    if faults:
        raise InputError(limited(_in_file(faults, name)))
    return Read([one.case for one in classes], lambda later: _in_file(located(later, classes), name), several=True)


def _in_file(faults: list[Fault], name: str) -> list[Fault]:
    """Faults of a file in the order of its lines."""
    return [attrs.evolve(fault, file=name) for fault in sorted(faults, key=lambda fault: fault.line)]


def _text(source: Any, name: str) -> tuple[str, str]:
    if hasattr(source, "read"):
        name = name or str(getattr(source, "name", ""))
        source = source.read(MAX_BYTES + 1)
    if isinstance(source, Path):
        name = name or str(source)
        source = content(source, MAX_BYTES, name)
    if not isinstance(source, str | bytes):
        raise InputError(Fault(_NOT_CSV, file=name, text=type(source).__name__))
    check_size(source, MAX_BYTES, name)
    return name, decoded(source, name)


@attrs.define
class _Table:
    """The rows of a file, with everything that is wrong with their form."""

    headers: dict[str, str] = attrs.field(factory=dict)
    rows: list[Row] = attrs.field(factory=list)
    faults: list[Fault] = attrs.field(factory=list)

    def read(self, text: str) -> None:
        """Takes in the rows that are not blank; a header that is wrong leaves out its column."""
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            paths = self._header(next(reader, []))
            line = reader.line_num + 1
            for cells in reader:
                self._row(paths, cells, line)
                line = reader.line_num + 1
        except csv.Error as error:
            self.faults.append(Fault(_NOT_CSV, line=reader.line_num, text=str(error)))

    def classes(self) -> list[list[Row]]:
        """The rows by class, in the order of the file; one of which nobody can say it is read by itself."""
        found: dict[str | int, list[Row]] = {}
        for row in self.rows:
            if CLASS_ID in self.headers and CLASS_ID not in row.cells:
                self.faults.append(Fault(_BLANK_CLASS, self.headers[CLASS_ID], line=row.line))
            found.setdefault(row.cells.get(CLASS_ID, row.line), []).append(row)
        return list(found.values())

    def _header(self, cells: list[str]) -> list[str]:
        paths = [self._path(cell) for cell in cells]
        if CLASS_ID not in self.headers:
            self.faults.append(Fault(_NO_CLASS_COLUMN, line=1, expected=Text("班期编号", f"班期编号 or {CLASS_ID}")))
        return paths

    def _path(self, cell: str) -> str:
        """The path of a header, empty for a column that is not read."""
        column = columns().get(cell)
        if column is not None and column.path not in self.headers:
            self.headers[column.path] = cell
            return column.path
        if column is not None:
            self.faults.append(Fault(_TWICE, cell, line=1, text=f"{self.headers[column.path]}, {cell}"))
        elif cell not in IGNORED:
            near = did_you_mean(cell, [*columns(), *IGNORED])
            self.faults.append(Fault(_UNKNOWN, key_words(cell), line=1, text=shown(cell), remedy=near))
        return ""

    def _row(self, paths: list[str], cells: list[str], line: int) -> None:
        if not any(cell.strip() for cell in cells):
            return
        if len(cells) != len(paths):
            wanted = Text(f"{len(paths)} 格", f"{len(paths)} cells")
            self.faults.append(Fault(_LENGTH, line=line, text=str(len(cells)), expected=wanted))
            return
        said = {path: cell for path, cell in zip(paths, cells, strict=False) if path and cell.strip()}
        self.rows.append(Row(line, said))
