"""Whether a workbook in a zip archive (xlsx, ods) is safe to open, found out without building anything from it.

What an archive claims is not believed: everything in it is unpacked once, in pieces, and counted. Only cells with a
value count, since formatted blank ones reach to the last row in many files.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO
from xml.parsers import expat

import attrs

from vocskills.errors import InputError
from vocskills.roster.load import limits
from vocskills.roster.load.wrong import Spot
from vocskills.roster.sheets import Format
from vocskills.text import Text

_PIECE = 2**20
_OVERLAP = 64
_INFLATED = Text(f"解压后至多 {limits.MAX_INFLATED // 2**20} MB", f"at most {limits.MAX_INFLATED // 2**20} MB unpacked")
_NOT_A_WORKBOOK = Text("压缩包里没有工作簿", "the archive holds no workbook")
_WANTED = Text(".xlsx、.xls、.ods 或 .csv", ".xlsx, .xls, .ods or .csv")
_BINARY = Text("不支持 .xlsb", ".xlsb is not supported")

# A cell that is not one of the first hundred columns and 99,999 rows with its address first, as nearly all are. What
# has only those is seen at a glance; the literal beginning lets the search run through a hundred megabytes in no time.
_UNUSUAL = re.compile(rb"""<c(?! r="(?:[A-Z]|[AB][A-Z]|C[A-V])[0-9]{1,5}")(?=[\s/>])""")
_PREFIXED = (b":c ", b":c>", b":c\n", b":c\t", b":c\r", b":c/")
_DATE_1904 = re.compile(rb"""date1904=["'](?:1|true|on)["']""")
# The reader makes room for as many texts as the table of texts says that it holds.
_CLAIMED = re.compile(rb"""uniqueCount\s*=\s*(?!["'][0-9]{1,7}["'])""")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@attrs.frozen
class Archive:
    """What is known of an archive before it is opened.

    Attributes:
        format: which kind of workbook it is.
        date_1904: whether its serial numbers count from 1904 on.
        sheets: the parts of an xlsx file that are sheets in which the formula of some cell failed.
        failed: the cells of an ods file whose formula failed.
    """

    format: Format
    date_1904: bool
    sheets: tuple[str, ...] = ()
    failed: Mapping[Spot, str] = attrs.field(factory=dict)


def check_archive(data: bytes, name: str) -> Archive:
    """Looks through an archive.

    Raises:
        InputError: it is damaged, protected, no workbook, too large once unpacked, or holds macros, links to other
            files or more rows and columns than are read.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _checked(archive, name)
    except InputError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OverflowError,
        LookupError,
    ) as error:
        raise limits.damaged(name, type(error).__name__) from None


def _checked(archive: zipfile.ZipFile, name: str) -> Archive:
    parts = archive.infolist()
    if len(parts) > limits.MAX_PARTS:
        raise limits.damaged(name, f"{len(parts)} parts")
    if any(part.flag_bits & 1 for part in parts):
        raise limits.protected(name)
    names = {part.filename for part in parts}
    form = _form(names, name)
    if form is Format.XLSX:
        if any("vbaProject" in one or "/macrosheets/" in one for one in names):
            raise limits.with_macros(name)
        if any(one.startswith("xl/externalLinks/") for one in names):
            raise limits.with_links(name)
    elif any(
        one.startswith(("Basic/", "Scripts/")) and not one.endswith(("/", "script-lc.xml", "script-lb.xml"))
        for one in names
    ):
        raise limits.with_macros(name)
    failed = _Failed()
    date_1904 = _look_through(archive, parts, form, name, failed)
    return Archive(form, date_1904, tuple(failed.parts), failed.cells)


@attrs.define
class _Failed:
    """Where formulas failed: the sheets of an xlsx file, the cells of an ods file."""

    parts: list[str] = attrs.field(factory=list)
    cells: dict[Spot, str] = attrs.field(factory=dict)


def _form(names: set[str], name: str) -> Format:
    if "xl/workbook.bin" in names:
        raise limits.refused(_BINARY, name, expected=_WANTED)
    if any(one.startswith("xl/") for one in names):
        return Format.XLSX
    if "content.xml" in names:
        return Format.ODS
    raise limits.refused(_NOT_A_WORKBOOK, name, expected=_WANTED)


def _look_through(
    archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], form: Format, name: str, failed: _Failed
) -> bool:
    """Unpacks every part once; whether serial numbers count from 1904 on. Notes the sheets with failed cells."""
    left = limits.MAX_INFLATED
    date_1904 = False
    for part in parts:
        glance = _Glance() if form is Format.XLSX and part.filename.startswith("xl/") else None
        with archive.open(part) as file:
            for piece in _pieces(file):
                left -= len(piece)
                if left < 0:
                    raise limits.too_large(name, expected=_INFLATED)
                date_1904 = date_1904 or (part.filename == "xl/workbook.xml" and bool(_DATE_1904.search(piece)))
                if part.filename == "META-INF/manifest.xml" and b"encryption-data" in piece:
                    raise limits.protected(name)
                if glance is not None:
                    glance.at(piece)
        if glance is not None and (glance.claims or _CLAIMED.search(glance.last)):
            raise limits.damaged(name, "uniqueCount")
        if glance is not None and glance.failed:
            failed.parts.append(part.filename)
        if (glance is not None and glance.doubtful) or part.filename == "content.xml":
            walked = _Sheet(name) if form is Format.XLSX else _Content(name)
            with archive.open(part) as file:
                _walk(file, walked)
            if isinstance(walked, _Content):
                failed.cells |= walked.failed
    return date_1904


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


@attrs.define
class _Glance:
    """Whether a part may be a sheet that reaches far; if so it is walked through cell by cell.

    Attributes:
        doubtful: whether it may be.
        failed: whether the formula of some cell failed.
        claims: whether it says that it holds more texts than a workbook may have cells.
        tail: the beginning of the tag that the last piece ended in.
        last: the end of the last piece.
    """

    doubtful: bool = False
    failed: bool = False
    claims: bool = False
    tail: bytes = b""
    last: bytes = b""

    def at(self, piece: bytes) -> None:
        """Looks at the next piece; the tag that it ends in is looked at with the piece after it."""
        # A number that the piece may end in is looked at with the piece after it, or at the end.
        self.claims = self.claims or _CLAIMED.search((self.last + piece)[:-_OVERLAP]) is not None
        self.failed = self.failed or b't="e"' in self.last + piece or b"t='e'" in self.last + piece
        self.last = piece[-2 * _OVERLAP :]
        if not self.doubtful:
            text = self.tail + piece
            end = text.rfind(b"<")
            text, self.tail = text[:end], text[end:][:_OVERLAP]
            self.doubtful = _UNUSUAL.search(text) is not None or any(sign in text for sign in _PREFIXED)


def _walk(file: IO[bytes], sheet: _Sheet | _Content) -> None:
    """Follows the elements of a part; one that is not well-formed XML is left to the reader to refuse."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = sheet.start
    parser.StartDoctypeDeclHandler = sheet.refuse
    if isinstance(sheet, _Content):
        parser.CharacterDataHandler = sheet.text
    try:
        for piece in _pieces(file):
            parser.Parse(piece)
    except expat.ExpatError as error:
        raise limits.damaged(sheet.name, type(error).__name__) from None


@attrs.define
class _Sheet:
    """Follows the cells of an xlsx sheet; those without an address stand behind the one before them."""

    name: str
    row: int = 0
    column: int = 0
    lowest: int = 0
    widest: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Takes in the beginning of an element; a cell counts once a value begins in it."""
        kind = tag.rpartition(" ")[2]
        if kind == "c":
            self._cell(attributes.get("r", ""))
        elif kind == "row":
            written = attributes.get("r", "")
            self.row, self.column = int(written) if written.isdecimal() and len(written) < 9 else self.row + 1, 0
        elif kind in ("v", "is"):
            self.lowest, self.widest = max(self.lowest, self.row), max(self.widest, self.column)
            beyond = self.lowest > limits.MAX_ROWS or self.widest > limits.MAX_COLUMNS
            if beyond or self.lowest * self.widest > limits.MAX_CELLS:
                raise limits.too_large(self.name)

    def _cell(self, address: str) -> None:
        found = _ADDRESS.fullmatch(address.upper())
        if found is None and address:
            raise limits.damaged(self.name, "cell address")
        if found is None:
            self.column += 1
        else:
            self.column, self.row = _number(found[1].encode()), int(found[2])

    def refuse(self, *_: object) -> None:
        """No workbook has a document type; one could make a short text stand for a very long one."""
        raise limits.damaged(self.name, "DOCTYPE")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8]:
        number = number * 26 + letter - 64
    return number


@attrs.define
class _Content:
    """Counts the cells of an ods file, repeated ones as often as they are repeated."""

    name: str
    total: int = 0
    repeated: int = 1
    width: int = 0
    filled: int = 0
    sheet: int = -1
    row: int = 0
    below: int = 0
    failing: tuple[int, int, int] | None = None
    failed: dict[tuple[int, int, int], str] = attrs.field(factory=dict)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Takes in the beginning of an element."""
        kind = tag.rpartition(" ")[2]
        if kind in ("table-cell", "covered-table-cell"):
            wrong = any(key.endswith(" value-type") and value == "error" for key, value in attributes.items())
            self.failing = (self.sheet, self.row, self.width) if wrong else None
            self.width += _repeats(attributes, "number-columns-repeated")
            if any(key.endswith((" value", " value-type", " string-value")) for key in attributes):
                self.filled = self.width
                self._check()
        elif kind in ("table-row", "table"):
            self.failing = None
            self.row, self.sheet = (0, self.sheet + 1) if kind == "table" else (self.below, self.sheet)
            self.below = self.row + (_repeats(attributes, "number-rows-repeated") if kind == "table-row" else 0)
            self.total += self.repeated * self.filled
            self.repeated, self.width, self.filled = _repeats(attributes, "number-rows-repeated"), 0, 0
            self._check()
        elif kind == "table-source":
            raise limits.with_links(self.name)

    def text(self, words: str) -> None:
        """Takes in what stands in a cell; of one whose formula failed it says how."""
        if self.failing is not None:
            said = self.failed.get(self.failing, "") + words.strip()
            self.failed[self.failing] = said if said.startswith("#") else "#VALUE!"

    def _check(self) -> None:
        far = self.filled > limits.MAX_COLUMNS or (self.filled and self.repeated > limits.MAX_ROWS)
        if far or self.total + self.repeated * self.filled > limits.MAX_CELLS:
            raise limits.too_large(self.name)

    def refuse(self, *_: object) -> None:
        """No workbook has a document type; one could make a short text stand for a very long one."""
        raise limits.damaged(self.name, "DOCTYPE")


def _repeats(attributes: dict[str, str], name: str) -> int:
    written = next((value for key, value in attributes.items() if key.endswith(f" {name}")), "1")
    return min(int(written), 10**9) if written.isdecimal() and len(written) < 12 else 1
