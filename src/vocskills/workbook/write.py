"""The workbook: the roster's own sheets in their order, then the summary, the findings and the law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from vocskills.errors import extra
from vocskills.roster.roster import Roster
from vocskills.text import Lang
from vocskills.workbook.grid import Page, write_sheet
from vocskills.workbook.looks import OPTIONS, Looks
from vocskills.workbook.marks import by_cell
from vocskills.workbook.paper import Paper
from vocskills.workbook.sheets import NAMES, WIDTHS, findings_sheet, law_sheet, summary_sheet

if TYPE_CHECKING:
    from vocskills.workbook.audit import RosterAudit

_NAME_MOST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$")
_UNNAMED = "花名册"


def write(target: str | Path | IO[bytes], audit: RosterAudit, file: int, *, public: bool, lang: Lang) -> None:
    """Writes one roster of an audit; see :meth:`RosterAudit.write`."""
    with extra("excel"):
        import xlsxwriter

    roster, marks = audit.rosters[file], audit.marks(file)
    options = {**OPTIONS, "date_1904": roster.workbook.date_1904}
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options) as book:
        looks = Looks(book)
        names = sheet_names(roster, lang)
        pages = [
            Page(roster, place, audit.answers[file], by_cell(marks), lang, public)
            for place in range(len(roster.workbook.sheets))
        ]
        own = [book.add_worksheet(name) for name in names]
        cut = [cell for page, sheet in zip(pages, own, strict=False) for cell in write_sheet(sheet, page, looks)]
        summary, findings, law = _papers(own[len(pages) :], looks)
        name = Path(roster.workbook.name).name
        summary_sheet(summary, audit.summary(file), name, cut, public=public, lang=lang)
        findings_sheet(findings, marks, lang)
        law_sheet(law, audit.assessments[file], lang)
        summary.target.activate()


def _papers(targets: Sequence[Any], looks: Looks) -> list[Paper]:
    return [Paper(target, looks, widths) for target, widths in zip(targets, WIDTHS, strict=True)]


def sheet_names(roster: Roster, lang: Lang) -> list[str]:
    """The names of all sheets: the roster's own as they are, those added with a number where the name is taken."""
    found: list[str] = []
    stem = Path(roster.workbook.name).stem
    for sheet in roster.workbook.sheets:
        name = _FORBIDDEN.sub("_", sheet.name or stem)[:_NAME_MOST]
        found.append(_free(name if name.strip() else _UNNAMED, found))
    for added in NAMES:
        found.append(_free(added.of(lang), found))
    return found


def _free(name: str, taken: Sequence[str]) -> str:
    lower = {one.lower() for one in taken}
    number = 2
    free = name
    while free.lower() in lower:
        end = f" ({number})"
        free, number = name[: _NAME_MOST - len(end)] + end, number + 1
    return free
