"""How a workbook looks: the few formats it has, and the only ways in which values are put into cells.

Text is always written as text: a cell that begins with ``=`` is a string and never a formula.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import Any

import attrs

from vocskills.assessment.outcomes import Verdict
from vocskills.checks import Result
from vocskills.roster.problems import Severity
from vocskills.roster.sheets import Raw
from vocskills.text import width

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"},
}
"""What a workbook is opened with; a reader without the font takes another one that has Chinese characters."""
LINE = 15
"""The height of a line in points."""
LONGEST = 32_767
"""Most characters of a cell."""
LEAST_DAY, MOST_DAY = datetime.date(1900, 1, 1), datetime.date(9999, 12, 31)

_FILLS = {
    "good": "#DDF4DD",
    "open": "#FFF1C9",
    "bad": "#FFD9D6",
    "idle": "#ECEEF0",
    "note": "#E2EEFB",
}
_BY_VERDICT = {
    Verdict.ELIGIBLE: "good",
    Verdict.UNDETERMINED: "open",
    Verdict.INELIGIBLE: "bad",
    Verdict.NOT_IN_FORCE: "idle",
    Verdict.NOT_APPLICABLE: "idle",
}
_BY_GRAVITY: dict[Result | Severity, str] = {
    Result.FAIL: "bad",
    Result.WARN: "open",
    Result.CANNOT_JUDGE: "note",
    Severity.ERROR: "bad",
    Severity.OPEN: "open",
    Severity.WARNING: "open",
    Severity.NOTE: "note",
}
FILL_ORDER = ("bad", "open", "note")
"""Which colour a cell gets that several things are said of."""
_DATE_FORMATS = {"day": "yyyy-mm-dd", "time": "yyyy-mm-dd hh:mm:ss", "clock": "hh:mm:ss", "span": "[h]:mm:ss"}


def height(cells: Sequence[str], widths: Sequence[int]) -> int:
    """How many lines the highest cell of a row needs; a program that only shows a workbook does not work that out."""
    pairs = zip(cells, widths, strict=False)
    return max(sum(max(-(-width(line) // room), 1) for line in cell.split("\n")) for cell, room in pairs)


def fill_of(gravity: Result | Severity) -> str:
    """The colour of something that is said of a cell."""
    return _BY_GRAVITY[gravity]


def fill_of_verdict(verdict: Verdict) -> str:
    """The colour of an outcome."""
    return _BY_VERDICT[verdict]


@attrs.define
class Looks:
    """The formats of one workbook, each made once.

    Attributes:
        book: the workbook of the library that writes.
    """

    book: Any
    made: dict[tuple[tuple[str, Any], ...], Any] = attrs.field(factory=dict)

    def of(self, **properties: Any) -> Any:
        """A format; ``fill`` names one of the colours."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            fill = properties.pop("fill", "")
            color = {"bg_color": _FILLS[fill], "border": 1, "border_color": "#C8CDD2"} if fill else {}
            self.made[key] = self.book.add_format({**color, **properties})
        return self.made[key]

    def head(self) -> Any:
        """The look of a header of ours."""
        return self.of(bold=True, bg_color="#DCE6F1", border=1, text_wrap=True, valign="vcenter")

    def words(self, fill: str = "") -> Any:
        """The look of sentences of ours."""
        return self.of(text_wrap=True, valign="top", **({"fill": fill} if fill else {}))

    def put(self, sheet: Any, row: int, column: int, value: Raw, fill: str = "", merged: bool = False) -> bool:
        """Writes a value as it is, from row and column 0.

        Returns:
            Whether all of it could be written: a cell holds at most :data:`LONGEST` characters.
        """
        if type(value) is str and not fill and not merged and len(value) <= LONGEST:
            # Nearly all cells of a large roster are such.
            sheet.write_string(row, column, value)
            return True
        base: dict[str, Any] = {"fill": fill} if fill else {}
        base |= {"align": "center", "valign": "vcenter"} if merged else {}
        look = self.of(**base) if base else None
        match value:
            case None:
                if look is not None:
                    sheet.write_blank(row, column, None, look)
            case bool():
                sheet.write_boolean(row, column, value, look)
            case int() | float() if _is_number(value):
                sheet.write_number(row, column, value, look)
            case datetime.date() if LEAST_DAY <= _day(value) <= MOST_DAY:
                self._put_date(sheet, row, column, value, base)
            case datetime.time():
                sheet.write_datetime(row, column, value, self.of(num_format=_DATE_FORMATS["clock"], **base))
            case datetime.timedelta():
                sheet.write_datetime(row, column, value, self.of(num_format=_DATE_FORMATS["span"], **base))
            case _:
                text = str(value)
                sheet.write_string(row, column, text[:LONGEST], look)
                return len(text) <= LONGEST
        return True

    def _put_date(self, sheet: Any, row: int, column: int, value: datetime.date, base: dict[str, Any]) -> None:
        kind = "time" if isinstance(value, datetime.datetime) else "day"
        naive = value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else value
        sheet.write_datetime(row, column, naive, self.of(num_format=_DATE_FORMATS[kind], **base))


def _day(value: datetime.date) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _is_number(value: int | float) -> bool:
    """Whether a cell holds the number as it is: finite, and a whole number only as long as none of it is lost."""
    return math.isfinite(value) if isinstance(value, float) else int(float(value)) == value
