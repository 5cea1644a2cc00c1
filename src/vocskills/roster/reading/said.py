"""The outcome of reading one cell, and what is known about its column while reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import attrs

from vocskills.errors import Fault
from vocskills.roster.codes import Code
from vocskills.text import Text

UNKNOWN_WORDS = frozenset(
    {
        "不详",
        "未说明",
        "未说明的性别",
        "未知",
        "不清楚",
        "不明",
        "未核实",
        "未查",
        "待核实",
        "待查",
        "待定",
        "n/a",
        "na",
        "null",
        "none",
        "nan",
        "?",
        "？",
    }
)
"""Cells that say that nobody knows."""
BLANK_WORDS = frozenset({"", "-", "--", "—", "——", "―", "－", "/", "\\", "／", "、", ".", "。", "…", "……"})
"""Cells that say nothing."""

FAILED = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
"""What a spreadsheet shows where a formula failed."""

_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u3164]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")


@attrs.frozen
class Note:
    """One thing to say about a cell.

    Attributes:
        code: which.
        what: in other words than the code's.
        expected: what would have been right.
        remedy: another remedy than the code's.
    """

    code: Code
    what: Text | None = None
    expected: Text | None = None
    remedy: Text | None = None


@attrs.frozen
class Reading:
    """What a cell says.

    Attributes:
        value: a value of the model, ``None`` for nothing that is certain.
        notes: what there is to say about the cell.
    """

    value: Any = None
    notes: tuple[Note, ...] = ()

    def noting(self, *codes: Code) -> Reading:
        """The same value with more notes."""
        return attrs.evolve(self, notes=(*self.notes, *(Note(code) for code in codes)))


BLANK = Reading()
"""What a blank cell says."""


@attrs.frozen
class Context:
    """What is known about a column before its cells are read.

    Attributes:
        unit: the unit that its header or the sheet names.
        year: the year of dates that name none.
        date_1904: whether serial numbers count from 1904 on.
        codes: what words and codes mean in this column, by the cell's text; the meaning as in a case.
    """

    unit: str = ""
    year: int | None = None
    date_1904: bool = False
    codes: Mapping[str, str] = attrs.field(factory=dict)


def only(code: Code, *, what: Text | None = None, expected: Text | None = None, remedy: Text | None = None) -> Reading:
    """A cell that says nothing certain, and why."""
    return Reading(None, (Note(code, what, expected, remedy),))


def from_fault(fault: Fault, code: Code) -> Reading:
    """A cell that a stricter reader refuses."""
    return Reading(None, (Note(code, fault.what, fault.expected, fault.remedy),))


def tidy(raw: str) -> tuple[str, bool]:
    """A cell's text without hidden characters and the spaces around it, and whether that took something off.

    A leading apostrophe and a tab are what exporters put before long numbers, so that they stay text.
    """
    if raw.isascii() and raw.isalnum():
        return raw, False
    words = _HIDDEN.sub("", raw).strip().lstrip("'`‘’").strip() if raw[:1] in "'`‘’\t" else _HIDDEN.sub("", raw).strip()
    return words, words != raw


def compact(text: str) -> str:
    """Text in the one spelling in which words of cells are compared: full-width forms made plain, no spaces."""
    if text.isascii() and text.isalnum():
        return text.casefold()
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


def has_control(text: str) -> bool:
    """Whether a text holds control characters or halves of characters."""
    return not text.isprintable() and _CONTROL.search(text) is not None


def silent(text: str) -> Reading | None:
    """The reading of a cell that says nothing or that nobody knows; ``None`` for any other."""
    words = compact(text)
    if words in BLANK_WORDS:
        return BLANK
    return only(Code.UNKNOWN_SAID) if words in UNKNOWN_WORDS else None
