"""What a file may hold at most, and the refusals that every format shares."""

from __future__ import annotations

from vocskills.errors import Fault, InputError
from vocskills.text import Text

MAX_BYTES = 50 * 2**20
"""Most bytes of a file (50 MB)."""
MAX_INFLATED = 400 * 2**20
"""Most bytes of everything in a workbook once unpacked (400 MB)."""
MAX_ROWS = 99_999
"""Most rows of a sheet."""
MAX_COLUMNS = 1_000
"""Most columns of a sheet."""
MAX_CELLS = 10_000_000
"""Most cells of a workbook, blank ones between filled ones counted."""
MAX_SHEETS = 255
MAX_PARTS = 5_000
"""Most files in a workbook's archive."""

_TOO_LARGE = Text("文件太大", "the file is too large")
_SPLIT = Text(
    "只留有人员的行和列，另存后再试；或分成几个文件", "keep the rows and columns with people only, or split the file"
)
_DAMAGED = Text("文件不完整或已损坏", "the file is incomplete or damaged")
_SAVE_AGAIN = Text("用表格软件打开，另存为 .xlsx", "open it in a spreadsheet program and save it again as .xlsx")
_PASSWORD = Text("文件有密码保护", "the file is protected by a password")
_NO_PASSWORD = Text("在表格软件中取消密码后另存", "take the password off in a spreadsheet program and save it")
_MACROS = Text("文件中有宏", "the file holds macros")
_NO_MACROS = Text("另存为不带宏的 .xlsx", "save it as .xlsx without macros")
_LINKS = Text("文件引用了别的文件", "the file refers to other files")
_NO_LINKS = Text(
    "在表格软件中断开链接（改为数值）后另存", "break the links in a spreadsheet program (keep the values) and save it"
)
_SHEET_ROWS = Text(
    f"每张表至多 {MAX_ROWS:,} 行、{MAX_COLUMNS:,} 列", f"at most {MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns a sheet"
)


def refused(
    what: Text, name: str, *, text: str = "", expected: Text | None = None, remedy: Text | None = None
) -> InputError:
    """The error of a file that cannot be read at all."""
    return InputError(Fault(what, file=name, text=text, expected=expected, remedy=remedy))


def too_large(name: str, text: str = "", expected: Text = _SHEET_ROWS) -> InputError:
    """More rows, columns, cells or bytes than are read."""
    return refused(_TOO_LARGE, name, text=text, expected=expected, remedy=_SPLIT)


def damaged(name: str, text: str = "") -> InputError:
    """A file that ends too soon or is not what it says."""
    return refused(_DAMAGED, name, text=text, remedy=_SAVE_AGAIN)


def protected(name: str) -> InputError:
    """A file that takes a password."""
    return refused(_PASSWORD, name, remedy=_NO_PASSWORD)


def with_macros(name: str) -> InputError:
    """A file with programs in it."""
    return refused(_MACROS, name, remedy=_NO_MACROS)


def with_links(name: str) -> InputError:
    """A file that takes values from other files."""
    return refused(_LINKS, name, remedy=_NO_LINKS)
