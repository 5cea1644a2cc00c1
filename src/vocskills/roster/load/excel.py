"""Workbooks (xlsx, xls, ods) to sheets of raw cells, by python-calamine."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any

from vocskills.errors import Fault, InputError, extra
from vocskills.roster.load import limits
from vocskills.roster.load.archive import check_archive
from vocskills.roster.load.compound import check_compound
from vocskills.roster.load.wrong import Spot, in_archive, put_in
from vocskills.roster.sheets import Format, Raw, Sheet, Span, Workbook
from vocskills.text import Text

ARCHIVE, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What the two kinds of workbooks begin with."""


def read_workbook(data: bytes, name: str) -> Workbook:
    """Reads every sheet of a workbook.

    Raises:
        InputError: the extra is not installed, or the file is damaged, protected, too large, or holds macros or links.
    """
    with extra("excel"):
        import olefile  # noqa: F401 (what is needed is asked for at once)
        import python_calamine
    if data.startswith(ARCHIVE):
        archive = check_archive(data, name)
        form, date_1904 = archive.format, archive.date_1904
        failed = archive.failed if form is Format.ODS else in_archive(data, archive.sheets, name)
    else:
        compound = check_compound(data, name)
        form, date_1904, failed = Format.XLS, compound.date_1904, compound.failed
    try:
        with _panics_unheard(), python_calamine.load_workbook(BytesIO(data)) as book:
            return Workbook(name, form, tuple(_sheets(book, name, failed)), date_1904)
    except InputError:
        raise
    except python_calamine.PasswordError:
        raise limits.protected(name) from None
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise limits.damaged(name, type(error).__name__) from None
    except BaseException as error:
        # A panic of the reader is no Exception, and its class cannot be imported.
        if type(error).__name__ != _PANIC:
            raise
        raise limits.damaged(name) from None


@contextmanager
def _panics_unheard() -> Iterator[None]:
    """Keeps back what the reader prints before it panics on a damaged file; all else that was printed comes after.

    The reader prints to the process's standard error itself, where only the file descriptor can be held.
    """
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    with TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield
        except BaseException as error:
            os.dup2(kept, 2)
            if type(error).__name__ != _PANIC:
                _passed_on(said)
            raise
        else:
            os.dup2(kept, 2)
            _passed_on(said)
        finally:
            os.close(kept)


def _passed_on(said: IO[bytes]) -> None:
    said.seek(0)
    words = said.read()
    if words:
        os.write(2, words)


def _sheets(book: Any, name: str, failed: Mapping[Spot, str]) -> Iterator[Sheet]:
    if len(book.sheet_names) > limits.MAX_SHEETS:
        most = Text(f"至多 {limits.MAX_SHEETS} 张表", f"at most {limits.MAX_SHEETS} sheets")
        raise limits.too_large(name, f"{len(book.sheet_names)} sheets", most)
    cells = 0
    for place, about in enumerate(book.sheets_metadata):
        if not str(about.typ).endswith(".WorkSheet"):
            yield Sheet(about.name, [], visible=False)
            continue
        sheet = book.get_sheet_by_index(place)
        rows, columns = ((sheet.end[0] + 1), (sheet.end[1] + 1)) if sheet.end else (0, 0)
        cells += rows * columns
        if rows > limits.MAX_ROWS or columns > limits.MAX_COLUMNS or cells > limits.MAX_CELLS:
            raise limits.too_large(name, f"{rows:,} x {columns:,}")
        grid: list[list[Raw]] = sheet.to_python(skip_empty_area=False)
        filled = [[None if raw == "" else raw for raw in row] for row in grid]
        put_in(filled, place, failed)
        yield Sheet(about.name, filled, _merged(sheet), str(about.visible).endswith(".Visible"))


def _merged(sheet: Any) -> tuple[Span, ...]:
    spans = sheet.merged_cell_ranges or ()
    return tuple(Span(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in spans)


def is_workbook(data: bytes) -> bool:
    """Whether bytes begin as a workbook does."""
    return data.startswith((ARCHIVE, COMPOUND))


def no_workbook(data: bytes, name: str) -> InputError | None:
    """The error of bytes that are some other kind of file; ``None`` if they may be text."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for start, what in _OTHERS:
        if head.startswith(start):
            return InputError(Fault(what, file=name, remedy=_SAVE))
    return None


_PANIC = "PanicException"
_SAVE = Text("用表格软件打开，另存为 .xlsx", "open it in a spreadsheet program and save it as .xlsx")
_WEB = Text("这是网页格式的表格，不是工作簿", "a table saved as a web page, not a workbook")
_OTHERS = (
    (b"<!doctype", _WEB),
    (b"<html", _WEB),
    (b"<table", _WEB),
    (b"<meta", _WEB),
    (b"<style", _WEB),
    (b"<?xml", Text("这是 XML 文件，不是工作簿", "an XML file, not a workbook")),
    (b"%pdf", Text("这是 PDF 文件，不是工作簿", "a PDF file, not a workbook")),
    (b"{\\rtf", Text("这是 RTF 文档，不是工作簿", "an RTF document, not a workbook")),
)
