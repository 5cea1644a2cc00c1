"""Long tables in a CSV file beside the pack, read as the same tree of text with positions as the pack itself.

Nothing is guessed: every cell stays the text that it is, and knows its line and column. Python's own reader knows
neither, and reads on where a quote is left open; so the lines are taken apart here, by the two forms that a cell has.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

import attrs

from vocskills.errors import PolicyError
from vocskills.policy import source
from vocskills.policy.report import Report, did_you_mean
from vocskills.policy.source import Scalar
from vocskills.policy.values import FILL
from vocskills.text import Text, same

MAX_FILE_ROWS = 10_000
"""Most rows of one file."""
NOTE = "note"
"""Columns of this name are for people: they are printed beside the row and decide nothing."""
VALUE = "value"
"""The column of the values, where a table has only one."""
NAME = r"\w[\w.-]*\.csv"
"""A file beside the pack: no folders, so that no name can lead out of the pack's own."""

_CELL = re.compile(r'(?:"(?:[^"]|"")*"|[^",]*)(?=,|$)')

_NO_FOLDER = Text("文件包是作为文本给出的，旁边没有文件", "the pack was given as text: no file stands beside it")
_GIVE_PATH = Text("给出文件包的路径", "give the path of the pack")
_NO_FILE = Text("文件包旁边没有这个文件", "there is no such file beside the pack")
_OUTSIDE = Text("文件不在文件包所在的文件夹里", "the file does not stand in the pack's own folder")
_BAD_LINE = Text("不合 CSV 的写法", "this is not well-formed CSV")
_QUOTES = Text(
    "含逗号或引号的单元格加引号，其中的引号写两遍；单元格不能跨行",
    "quote a cell with commas or quotes and double the quotes in it; a cell stands on one line",
)
_NO_ROWS = Text("文件里没有行", "the file has no rows")
_RAGGED = Text("单元格数与表头不同", "not as many cells as there are columns")
_EMPTY = Text("单元格是空的", "an empty cell")
_TWICE = Text("表头里写了两遍", "this column stands twice")
_UNKNOWN = Text("表里没有这一列", "the table has no such column")
_LACKS = Text("表头缺少列", "the header lacks columns")
_TOO_MANY = Text(f"行数超过 {MAX_FILE_ROWS}", f"more than {MAX_FILE_ROWS} rows")


@attrs.define
class Folder:
    """Where a pack stands, and the files beside it that it has used.

    Attributes:
        place: the folder; ``None`` for a pack given as text.
        digests: SHA-256 of each file used, by its name.
    """

    place: Traversable | None = None
    digests: dict[str, str] = attrs.field(factory=dict)

    def read(self, name: Scalar, report: Report, where: str) -> bytes | None:
        """The content of a file, ``None`` after a fault."""
        if self.place is None:
            report.add(name, where, _NO_FOLDER, remedy=_GIVE_PATH)
            return None
        file = self.place / name.value
        if not file.is_file():
            names = [one.name for one in self.place.iterdir() if one.name.endswith(".csv")]
            report.add(name, where, _NO_FILE, remedy=did_you_mean(name.value, names))
            return None
        if isinstance(file, Path) and file.resolve().parent != file.parent.resolve():
            report.add(name, where, _OUTSIDE)
            return None
        content = file.read_bytes()
        self.digests[name.value] = hashlib.sha256(content).hexdigest()
        return content


def read_rows(
    folder: Folder, name: Scalar, report: Report, where: str, columns: Sequence[str], values: Sequence[str]
) -> tuple[source.Mapping, Report, Mapping[int, str]] | None:
    """The rows of a file as the pack would write them: keys nested in the order of the columns.

    Args:
        folder: where the pack stands.
        name: the file's name as the pack writes it.
        report: takes the faults.
        where: the path of the name.
        columns: the headers of the key columns.
        values: the headers of the value columns; a single one makes plain cells, several a mapping for each row.

    Returns:
        The tree, the report for whatever is wrong further on in this file, and the notes by line; ``None`` after
        faults.
    """
    content = folder.read(name, report, where)
    if content is None:
        return None
    inside = Report(name.value, report.faults)
    try:
        text = source.decode(content, name.value, remedy=None)
    except PolicyError as error:
        inside.extend(error.faults)
        return None
    before = len(report.faults)
    rows = _table(text, inside, where, [*columns, *values])
    if rows is None or len(report.faults) > before:
        return None
    notes = {row[NOTE].line: row[NOTE].value for row in rows}
    return _nested(rows, columns, values), inside, notes


def _table(text: str, report: Report, where: str, wanted: Sequence[str]) -> list[dict[str, Scalar]] | None:
    """Each row's cells by their header; ``None`` after a fault that makes the rest unreadable."""
    lines = [(number, line.removesuffix("\r")) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) < 2:
        report.add(Scalar("", 1, 1), where, _NO_ROWS)
        return None
    if len(lines) - 1 > MAX_FILE_ROWS:
        report.add(Scalar("", lines[MAX_FILE_ROWS + 1][0], 1), where, _TOO_MANY)
        return None
    head = _cells(*lines[0], report, where)
    if head is None or not _check_head(head, report, where, wanted):
        return None
    rows = [_row(head, _cells(*line, report, where), report, where) for line in lines[1:]]
    return [row for row in rows if row is not None]


def _cells(number: int, line: str, report: Report, where: str) -> list[Scalar] | None:
    """The cells of one line, ``None`` after a fault."""
    cells: list[Scalar] = []
    at = 0
    while True:
        found = _CELL.match(line, at)
        if found is None:
            report.add(Scalar(line[at : at + 40], number, at + 1), where, _BAD_LINE, remedy=_QUOTES)
            return None
        words = found.group()
        plain = words[1:-1].replace('""', '"') if words.startswith('"') else words
        cells.append(Scalar(plain.strip(), number, at + 1))
        at = found.end() + 1
        if at > len(line):
            return cells


def _check_head(head: list[Scalar], report: Report, where: str, wanted: Sequence[str]) -> bool:
    before = len(report.faults)
    seen: set[str] = set()
    for cell in head:
        if cell.value in seen and cell.value != NOTE:
            report.add(cell, where, _TWICE)
        elif cell.value not in (*wanted, NOTE):
            expected = same(", ".join((*wanted, NOTE)))
            report.add(cell, where, _UNKNOWN, expected=expected, remedy=did_you_mean(cell.value, wanted))
        seen.add(cell.value)
    missing = [name for name in wanted if name not in seen]
    if missing:
        listed = ", ".join(missing)
        report.add(head[0], where, Text(f"{_LACKS.zh}：{listed}", f"{_LACKS.en}: {listed}"), "")
    return len(report.faults) == before


def _row(head: list[Scalar], cells: list[Scalar] | None, report: Report, where: str) -> dict[str, Scalar] | None:
    if cells is None:
        return None
    if len(cells) != len(head):
        expected = same(str(len(head)))
        report.add(cells[0], where, _RAGGED, str(len(cells)), expected)
        return None
    row = {name.value: cell for name, cell in zip(head, cells, strict=True) if name.value != NOTE}
    for cell in row.values():
        if not cell.value:
            report.add(cell, where, _EMPTY, remedy=FILL)
    said = [cell.value for name, cell in zip(head, cells, strict=True) if name.value == NOTE and cell.value]
    return row | {NOTE: Scalar(" ".join(said), cells[0].line, cells[0].column)}


def _nested(rows: list[dict[str, Scalar]], columns: Sequence[str], values: Sequence[str]) -> source.Mapping:
    """Rows with the same first key under one key, and so on; at the bottom every row stays, doubles too."""
    first = rows[0][columns[0]]
    if len(columns) == 1:
        entries = tuple((row[columns[0]], _leaf(row, values)) for row in rows)
        return source.Mapping(entries, first.line, first.column)
    groups: dict[str, list[dict[str, Scalar]]] = {}
    for row in rows:
        groups.setdefault(row[columns[0]].value, []).append(row)
    inner = tuple((group[0][columns[0]], _nested(group, columns[1:], values)) for group in groups.values())
    return source.Mapping(inner, first.line, first.column)


def _leaf(row: dict[str, Scalar], values: Sequence[str]) -> source.Node:
    if len(values) == 1:
        return row[values[0]]
    first = row[values[0]]
    return source.Mapping(tuple((Scalar(name, first.line, first.column), row[name]) for name in values), first.line, 1)
