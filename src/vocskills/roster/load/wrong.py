"""Cells whose formula failed (``#N/A``, ``#REF!``): the reader of workbooks gives them as blank, which they are not."""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from xml.etree import ElementTree
from xml.parsers import expat

import attrs

from vocskills.roster.load import limits
from vocskills.roster.sheets import Raw

Spot = tuple[int, int, int]
"""The sheet's place in the workbook and the cell's row and column, all from 0."""

_NAMES = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BOF, _SHEET, _FORMULA, _CONSTANT = 0x0809, 0x0085, 0x0006, 0x0205
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def in_archive(data: bytes, parts: Iterable[str], name: str) -> dict[Spot, str]:
    """The failed cells of an xlsx file that was looked through.

    Args:
        data: the file.
        parts: the parts in which some cell failed.
        name: the file's name.

    Raises:
        InputError: the workbook does not say which of its parts is which sheet.
    """
    found: dict[Spot, str] = {}
    if not parts:
        return found
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            places = _places(archive)
            for part in parts:
                if part in places:
                    found |= {(places[part], *spot): text for spot, text in _failed(archive.read(part)).items()}
    except (KeyError, ElementTree.ParseError, expat.ExpatError, LookupError, ValueError) as error:
        raise limits.damaged(name, type(error).__name__) from None
    return found


def _places(archive: zipfile.ZipFile) -> dict[str, int]:
    """The place of each part among the sheets."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id", ""): posixpath.join("xl", one.get("Target", "")).removeprefix("/") for one in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    sheets = [one for one in book.iter() if one.tag.endswith("}sheet")]
    return {targets.get(one.get(_RELATION, ""), ""): place for place, one in enumerate(sheets)}


def _failed(content: bytes) -> dict[tuple[int, int], str]:
    cells = _Cells()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = cells.start, cells.end
    parser.CharacterDataHandler = cells.text
    parser.Parse(content, True)
    return cells.found


@attrs.define
class _Cells:
    """Follows the cells of a sheet; those without an address stand behind the one before them."""

    found: dict[tuple[int, int], str] = attrs.field(factory=dict)
    row: int = -1
    column: int = -1
    failed: bool = False
    inside: bool = False
    said: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Takes in the beginning of a row, a cell or a value."""
        kind = tag.rpartition(" ")[2]
        if kind == "row":
            self.row, self.column = int(attributes.get("r", self.row + 2)) - 1, -1
        elif kind == "c":
            letters = attributes.get("r", "").rstrip("0123456789")
            self.column = _column(letters) if letters else self.column + 1
            self.failed, self.said = attributes.get("t") == "e", ""
        self.inside = kind == "v"

    def text(self, words: str) -> None:
        """Takes in what stands in a value."""
        if self.inside and self.failed:
            self.said += words

    def end(self, tag: str) -> None:
        """Notes a cell that failed."""
        kind = tag.rpartition(" ")[2]
        if kind == "c" and self.failed:
            self.found[self.row, self.column] = self.said.strip() or _NAMES[0x2A]
        self.inside = False


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


@attrs.define
class Records:
    """Follows the records of an old workbook, which the walk through it hands on one by one."""

    found: dict[Spot, str] = attrs.field(factory=dict)
    starts: list[int] = attrs.field(factory=list)
    sheet: int = -1

    def at(self, position: int, kind: int, body: bytes) -> None:
        """Takes in a record and where it stands."""
        if kind == _SHEET and len(body) >= 4:
            self.starts.append(struct.unpack_from("<I", body)[0])
        elif kind == _BOF and position in self.starts:
            self.sheet = self.starts.index(position)
        elif self.sheet >= 0 and (text := _wrong(kind, body)):
            row, column = struct.unpack_from("<HH", body)
            self.found[self.sheet, row, column] = text


def _wrong(kind: int, body: bytes) -> str:
    """How a cell failed; empty if it did not."""
    if kind == _CONSTANT and len(body) >= 8 and body[7] == 1:
        return _NAMES.get(body[6], _NAMES[0x2A])
    if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _NAMES.get(body[8], _NAMES[0x2A])
    return ""


def put_in(rows: list[list[Raw]], sheet: int, found: Mapping[Spot, str]) -> None:
    """Puts what failed into the cells of a sheet, which are blank there."""
    for (place, row, column), text in found.items():
        if place == sheet and row < len(rows) and column < len(rows[row]) and rows[row][column] is None:
            rows[row][column] = text
