"""CSV text in whatever encoding to one sheet of cells."""

from __future__ import annotations

import csv
import io

from vocskills.errors import Fault, InputError
from vocskills.roster.load import limits
from vocskills.roster.sheets import Format, Raw, Sheet, Workbook
from vocskills.text import Text

_NOT_CSV = Text("不合 CSV 的写法", "this is not well-formed CSV")
_NOT_TEXT = Text("看不出是哪种编码", "the encoding cannot be told")
_SAVE = Text("另存为 UTF-8 编码的 CSV，或 .xlsx", "save it as CSV in UTF-8, or as .xlsx")
_DELIMITERS = (",", "\t", ";", "|")
_LOOKED_AT = 20
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_csv(source: str | bytes, name: str) -> Workbook:
    """Reads CSV text: commas, tabs, semicolons or bars between the cells.

    Raises:
        InputError: no known encoding, broken quotes, or more rows than are read.
    """
    text, encoding = (source.removeprefix("\ufeff"), "") if isinstance(source, str) else decoded(source, name)
    rows: list[list[Raw]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
    line = 1
    try:
        for cells in reader:
            rows.append([cell if cell else None for cell in cells])
            lines.append(line)
            line = reader.line_num + 1
            if len(rows) > limits.MAX_ROWS or len(cells) > limits.MAX_COLUMNS:
                raise limits.too_large(name, f"{len(rows):,} x {len(cells):,}")
    except csv.Error as error:
        raise InputError(Fault(_NOT_CSV, file=name, line=reader.line_num, text=str(error))) from None
    return Workbook(name, Format.CSV, (Sheet("", rows, lines=tuple(lines)),), encoding=encoding)


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """Text and its encoding: by its byte order mark, else UTF-8, else GB 18030 (GBK), else UTF-16 by its zeros.

    Raises:
        InputError: it is none of these.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name), encoding
    if b"\x00" in data[:2000]:
        encoding = "utf-16-le" if data[1:2000:2].count(0) > data[0:2000:2].count(0) else "utf-16-be"
        return _strictly(data, encoding, name), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strictly(data, "gb18030", name), "gb18030"


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        found = data[error.start : error.start + 4].hex(" ")
        line = data[: error.start].count(b"\n") + 1
        raise InputError(Fault(_NOT_TEXT, file=name, line=line, text=found, remedy=_SAVE)) from None


def _delimiter(text: str) -> str:
    """The sign that parts most cells in the first lines; a comma if none does."""
    head = text[:100_000].splitlines()[:_LOOKED_AT]
    return max(_DELIMITERS, key=lambda sign: (sum(line.count(sign) for line in head), sign == ","))
