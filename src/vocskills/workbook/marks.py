"""What is said of cells: problems of reading and flags of checks in one list, and by the cell that they colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from vocskills.checks import Flag, Result
from vocskills.checks.identity import DAMAGE
from vocskills.privacy import mask_text
from vocskills.report import words
from vocskills.roster.codes import Code
from vocskills.roster.problems import Severity
from vocskills.roster.roster import Roster
from vocskills.roster.sheets import Cell
from vocskills.text import Lang, Text, join
from vocskills.workbook.looks import FILL_ORDER, fill_of
from vocskills.workbook.titles import title_of

SEVERITIES = {
    Severity.ERROR: Text("错误", "error"),
    Severity.OPEN: Text("不能确定", "open"),
    Severity.WARNING: Text("可疑", "doubtful"),
    Severity.NOTE: Text("说明", "note"),
}
_RANK: dict[Result | Severity, int] = {
    Result.FAIL: 0,
    Severity.ERROR: 0,
    Result.WARN: 1,
    Severity.OPEN: 1,
    Severity.WARNING: 1,
    Severity.NOTE: 2,
    Result.CANNOT_JUDGE: 3,
}
READING, CHECK = Text("读取", "reading"), Text("核查", "check")
_AS_FLAGS = frozenset({*DAMAGE, Code.TOTAL_DIFFERS.value, Code.ID_CHECK_DIGIT.value, Code.ID_FORM.value})
"""Problems of reading that a check says as well; they are told once, as the check."""


@attrs.frozen
class Mark:
    """One thing said of cells of one roster.

    Attributes:
        kind: reading or check.
        gravity: how grave it is.
        code: which problem or check.
        cells: the cells, the first of them the one to look at.
        what: what is wrong, identifiers masked.
        remedy: what to do; ``None`` if nothing is to be done.
    """

    kind: Text
    gravity: Result | Severity
    code: str
    cells: tuple[Cell, ...]
    what: Text
    remedy: Text | None

    @property
    def label(self) -> Text:
        """How grave it is, in words."""
        return self.gravity.label if isinstance(self.gravity, Result) else SEVERITIES[self.gravity]

    @property
    def title(self) -> Text:
        """What it is called: the code of a check, the words of a problem of reading."""
        return title_of(self.code)

    def note(self, lang: Lang) -> str:
        """The mark as a note on a cell."""
        remedy = words.to_do(self.remedy, lang) if self.remedy else ""
        return f"{self.title.of(lang)} {self.label.of(lang)}{words.colon(lang)}{words.said(self.what, lang)}{remedy}"


def marks_of(roster: Roster, file: int, flags: Iterable[Flag]) -> list[Mark]:
    """Everything said of a roster, the gravest first, of one gravity what the checks say before what the reader says.

    Args:
        roster: the roster.
        file: its place among those that were checked.
        flags: what the checks found, in all rosters.
    """
    found = [_of_flag(flag, file) for flag in flags if not flag.at or any(at.file == file for at in flag.at)]
    found += [mark for mark in reading_marks(roster) if mark.code not in _AS_FLAGS]
    return sorted(found, key=lambda mark: _RANK[mark.gravity])


def _of_flag(flag: Flag, file: int) -> Mark:
    cells = tuple(at.cell for at in flag.at if at.file == file)
    return Mark(CHECK, flag.result, flag.code, cells, flag.what, flag.remedy)


def reading_marks(roster: Roster) -> Iterator[Mark]:
    """Everything that the reader says of a roster, in the order of the file."""
    for problem in roster.problems:
        what = Text(mask_text(problem.what.zh), mask_text(problem.what.en))
        expected = problem.fault.expected
        if expected is not None:
            what = Text(f"{what.zh}；应为：{expected.zh}", f"{what.en}; expected: {expected.en}")
        yield Mark(READING, problem.severity, problem.code, problem.cells, what, problem.remedy)


Spot = tuple[int, int, int]
"""Sheet from 0, row and column from 1; column 0 is the row as a whole."""


def by_cell(marks: Sequence[Mark]) -> dict[Spot, list[Mark]]:
    """The marks of each cell; how something was read is no fault of its cells."""
    found: dict[Spot, list[Mark]] = {}
    for mark in (mark for mark in marks if mark.gravity is not Severity.NOTE):
        for cell in mark.cells:
            found.setdefault((cell.sheet, cell.row, cell.column), []).append(mark)
    return found


def fill(marks: Sequence[Mark]) -> str:
    """The colour of a cell that these are said of."""
    fills = {fill_of(mark.gravity) for mark in marks}
    return next((one for one in FILL_ORDER if one in fills), "")


def of_rows(found: Mapping[Spot, list[Mark]]) -> dict[tuple[int, int], list[Mark]]:
    """The marks of each row of a sheet, each once."""
    rows: dict[tuple[int, int], list[Mark]] = {}
    for (sheet, number, _), marks in found.items():
        row = rows.setdefault((sheet, number), [])
        row += [mark for mark in marks if mark not in row]
    return rows


def brief(marks: Iterable[Mark]) -> Text:
    """The codes of marks that found something, each once."""
    found = dict.fromkeys(mark.title for mark in marks if mark.gravity is not Result.CANNOT_JUDGE)
    return join(list(found), zh="、", en="; ")
