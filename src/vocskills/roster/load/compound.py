"""Whether an old workbook (xls) is safe to open: the records of its book are walked, nothing is built from them."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from io import BytesIO

import attrs

from vocskills.errors import InputError
from vocskills.roster.load import limits
from vocskills.roster.load.wrong import Records, Spot

_SHEET_ROWS, _SHEET_COLUMNS = 65_536, 256
_BOF, _DATE_1904, _FILE_PASS, _DIMENSIONS, _EXTERNAL = 0x0809, 0x0022, 0x002F, 0x0200, 0x01AE
# Records of cells with a value begin with row and column.
_CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})


@attrs.frozen
class Compound:
    """What is known of an old workbook before it is opened.

    Attributes:
        date_1904: whether its serial numbers count from 1904 on.
        failed: the cells whose formula failed.
    """

    date_1904: bool
    failed: Mapping[Spot, str] = attrs.field(factory=dict)


def check_compound(data: bytes, name: str) -> Compound:
    """Looks through an OLE file.

    Raises:
        InputError: it is damaged, protected, no workbook, or holds macros, links to other files or more than is read.
    """
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            streams = {"/".join(path) for path in file.listdir()}
            if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
                raise limits.protected(name)
            if any(one.startswith("_VBA_PROJECT") for one in streams):
                raise limits.with_macros(name)
            book = next((one for one in ("Workbook", "Book") if file.exists(one)), None)
            if book is None:
                raise limits.damaged(name)
            return _walked(file.openstream(book).read(), name)
    except InputError:
        raise
    except Exception as error:  # the parser of a foreign format may fail in any way on a damaged file
        raise limits.damaged(name, type(error).__name__) from None


def _walked(book: bytes, name: str) -> Compound:
    at, date_1904, cells, failed = 0, False, 0, Records()
    last_row = last_column = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        body = book[at + 4 : at + 4 + length]
        failed.at(at, kind, body)
        at += 4 + length
        if kind == _FILE_PASS:
            raise limits.protected(name)
        if kind == _DATE_1904 and len(body) >= 2:
            date_1904 = body[0] == 1
        elif kind == _EXTERNAL and _is_other_file(body):
            raise limits.with_links(name)
        elif kind == _BOF:
            cells += last_row * last_column
            last_row = last_column = 0
        elif kind == _DIMENSIONS:
            _check_claim(body, name)
        elif kind in _CELLS and length >= 4:
            row, column = struct.unpack_from("<HH", body)
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
            if last_column > _SHEET_COLUMNS or cells + last_row * last_column > limits.MAX_CELLS:
                raise limits.too_large(name)
    if at > len(book):
        raise limits.damaged(name)
    return Compound(date_1904, failed.found)


def _is_other_file(body: bytes) -> bool:
    """Whether an external reference leads to another file: the workbook's own sheets are marked 0401."""
    return len(body) >= 4 and body[2:4] not in (b"\x01\x04", b"\x01\x3a")


def _check_claim(body: bytes, name: str) -> None:
    """What a sheet claims to hold is made room for before it is read, so that here the claim counts."""
    if len(body) == 14:
        first_row, rows, first_column, columns = struct.unpack_from("<IIHH", body)
    elif len(body) == 10:
        first_row, rows, first_column, columns = struct.unpack_from("<HHHH", body)
    else:
        raise limits.damaged(name)
    if first_row > rows or first_column > columns:
        # The reader takes the difference without looking, and asks for all the memory that there is and more.
        raise limits.damaged(name)
    if rows > _SHEET_ROWS or columns > _SHEET_COLUMNS:
        raise limits.too_large(name)
