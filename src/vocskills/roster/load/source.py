"""Whatever a caller gives as a roster, to a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vocskills.convert.sources import check_size, content
from vocskills.roster.load.excel import is_workbook, no_workbook, read_workbook
from vocskills.roster.load.frame import read_frame
from vocskills.roster.load.limits import MAX_BYTES
from vocskills.roster.load.text import read_csv
from vocskills.roster.sheets import Workbook

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt")
"""Endings of a file's name; what a file is, its content says."""


def load(source: Any, name: str = "") -> Workbook:
    """The sheets of a roster.

    Args:
        source: a path (also as text of one line that ends in one of :data:`SUFFIXES`), CSV text, bytes, an open file,
            or a frame.
        name: the file's name, for the faults.

    Raises:
        InputError: it cannot be read at all.
    """
    if isinstance(source, str) and "\n" not in source and source.lower().endswith(SUFFIXES):
        source = Path(source)
    if hasattr(source, "read"):
        name = name or str(getattr(source, "name", ""))
        source = source.read(MAX_BYTES + 1)
    if isinstance(source, Path):
        name = name or str(source)
        source = content(source, MAX_BYTES, name)
    if isinstance(source, bytearray | memoryview):
        source = bytes(source)
    if not isinstance(source, str | bytes):
        return read_frame(source, name)
    check_size(source, MAX_BYTES, name)
    if isinstance(source, bytes):
        if is_workbook(source):
            return read_workbook(source, name)
        other = no_workbook(source, name)
        if other is not None:
            raise other
    return read_csv(source, name)
