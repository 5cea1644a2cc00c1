"""The rows of a CSV file, one by one, each with its line; a row that is broken costs no other its place."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from vocskills.convert.sources import decoded
from vocskills.errors import Fault, InputError
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

LINE = "^line"
"""The column of the line in which a row begins, counted from 1."""

_EMPTY = Text("文件是空的", "the file is empty")
_LENGTH = Text("这一行的格数与列名不符，未判定", "not decided: the row has another number of cells than the header")
_NOT_CSV = Text("这一行不合 CSV 的写法，未判定", "not decided: the row is not well-formed CSV")
_TWICE = Text("列名重复", "a column name that stands twice")
_ALONE = re.compile(r"(?<=\r)(?=[^\n])")


@attrs.frozen
class Block:
    """Some rows of a file.

    Attributes:
        frame: every value as text, nothing where a cell is empty, and :data:`LINE`.
        faults: the broken rows between them.
    """

    frame: pl.DataFrame
    faults: tuple[Fault, ...]


def csv_blocks(path: Path, rows: int) -> Iterator[Block]:
    """Reads a file, so many rows at a time; at least one block, which may have no rows.

    Raises:
        InputError: the file is not UTF-8, is empty, or has a column twice.
        OSError: the file cannot be read.
    """
    name = str(path)
    with path.open("rb") as file:
        records = _records(_Lines(_decoded(file, name)))
        _, header = next(records, (1, []))
        if not isinstance(header, list) or not header:
            raise InputError(Fault(_EMPTY if header == [] else _NOT_CSV, file=name, line=1))
        doubled = [one for one in dict.fromkeys(header) if header.count(one) > 1]
        if doubled:
            raise InputError([Fault(_TWICE, one, file=name, line=1) for one in doubled])
        good: list[list[str]] = []
        lines: list[int] = []
        faults: list[Fault] = []
        begun = False
        for line, cells in records:
            if isinstance(cells, list) and len(cells) == len(header):
                good.append(cells)
                lines.append(line)
            elif isinstance(cells, str) or any(cell.strip() for cell in cells):
                faults.append(_broken(cells, len(header), name, line))
            if len(good) == rows:
                yield _block(header, good, lines, faults)
                good, lines, faults, begun = [], [], [], True
        if good or faults or not begun:
            yield _block(header, good, lines, faults)


def _broken(cells: list[str] | str, wanted: int, name: str, line: int) -> Fault:
    if isinstance(cells, str):
        return Fault(_NOT_CSV, file=name, line=line, text=cells)
    expected = Text(f"{wanted} 格", f"{wanted} cells")
    return Fault(_LENGTH, file=name, line=line, text=str(len(cells)), expected=expected)


def _block(header: list[str], rows: list[list[str]], lines: list[int], faults: list[Fault]) -> Block:
    import polars as pl

    columns = zip(*rows, strict=True) if rows else ([] for _ in header)
    frame = pl.DataFrame(dict(zip(header, columns, strict=True)), schema=dict.fromkeys(header, pl.String))
    blank = [pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in header]
    return Block(frame.select(blank).with_columns(pl.Series(LINE, lines, dtype=pl.Int64)), tuple(faults))


def _decoded(file: Iterable[bytes], name: str) -> Iterator[str]:
    """The lines of a file, whatever ends them."""
    number = 1
    for line in file:
        try:
            text = line.decode("utf-8").removeprefix("\ufeff" if number == 1 else "")
        except UnicodeDecodeError:
            try:
                decoded(line, name)
            except InputError as error:
                raise InputError([attrs.evolve(fault, line=number) for fault in error.faults]) from None
            raise
        yield from _ALONE.split(text) if "\r" in text[:-2] else (text,)
        number += 1


class _Lines:
    """Lines of which those of a broken record can be read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        return line

    def keep_first(self) -> None:
        """All but the first line of the record will be read again."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def _records(lines: _Lines) -> Iterator[tuple[int, list[str] | str]]:
    """The cells of each record with the line in which it begins, or what is wrong with it.

    A quote that is never closed takes in the lines below it: of a record that is broken, and of one of several lines
    with another number of cells than the first record, only the first line is given up.
    """
    reader, line, width = csv.reader(lines, strict=True), 1, 0
    while True:
        lines.taken.clear()
        found: list[str] | str
        try:
            found = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            found = str(error)
        whole = isinstance(found, list) and len(found) == (width or len(found))
        if not whole and len(lines.taken) > 1:
            lines.keep_first()
            reader = csv.reader(lines, strict=True)
        width = width or len(found)
        yield line, found
        line += len(lines.taken)
