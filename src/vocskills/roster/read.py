"""Whatever a school has as a roster, to its people: every value with its cell, every doubt as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from vocskills.convert.forms import did_you_mean
from vocskills.errors import Fault, InputError
from vocskills.memory import uncollected
from vocskills.roster.classes import Class, build, group
from vocskills.roster.codes import Code
from vocskills.roster.facts import Facts, fault_at, read_facts
from vocskills.roster.found import Dropped, DropReason, Table
from vocskills.roster.layout import Layout, find_layout
from vocskills.roster.load.source import load
from vocskills.roster.mapping import RosterMapping, as_found, read_mapping
from vocskills.roster.problems import Problem, Severity
from vocskills.roster.roster import Roster, RosterRow
from vocskills.roster.sheets import Cell, Format, Workbook
from vocskills.roster.spelled import spellings
from vocskills.roster.totals import printed_totals
from vocskills.text import Text

_NO_TABLE = Text("没有找到人员名单", "no list of people was found")
_NO_ROWS = Text("没有人员", "there are no people")
_HEADER = Text(
    "有列名的一行，如 姓名、身份证号码、班期编号",
    "a row of headers, such as 姓名, 身份证号码, 班期编号 or the paths of facts",
)
_NAME_HEADERS = Text("在对应表的 headers 中写明列名的含义", "say under headers in a mapping file what the headers mean")
_PERSONAL = ("trainee.", "enrollment.", "extra.serial", "extra.phone")
_NO_SHEET = Text("没有这张表", "there is no such sheet")


@uncollected()
def read_roster(
    source: Any,
    *,
    name: str = "",
    mapping: RosterMapping | Mapping[str, Any] | str | Path | None = None,
    sheets: Sequence[str] = (),
    fill_down: Sequence[str] = (),
) -> Roster:
    """Reads a roster (花名册) as schools and bureaus have it.

    Workbooks (xlsx, xls, ods), CSV in UTF-8, GBK or UTF-16, and frames: titles above the table, headers in two rows,
    other words for a field, units, several sheets, totals, dates and yes-or-no in every spelling. A blank cell is
    unknown, never 否. What cannot be read for certain is a range or unknown, and a problem says so with the cell.

    Args:
        source: a path, bytes, an open file, CSV text, or a dataframe of pandas, polars or Arrow.
        name: the file's name, for the faults.
        mapping: what the school's headers and codes mean: a mapping, its file, or what the file holds.
        sheets: the sheets to read, by name; by default all visible ones that hold people.
        fill_down: headers or paths of columns whose blank cells mean the one above.

    Returns:
        The roster: the file as it stands, its people as checked cases, one a class, and the problems as data. The list
        of a class's people is complete only if 名单是否完整 says so.

    Raises:
        InputError: the file cannot be opened safely, holds no people, or the mapping is wrong. What is wrong with
            single cells is a problem of the roster; :meth:`Roster.checked` raises it.
    """
    used = _mapping(mapping)
    used = attrs.evolve(used, sheets=tuple(sheets) or used.sheets, fill_down=(*used.fill_down, *fill_down))
    workbook = load(source, name)
    problems: list[Problem] = []
    tables = [read_facts(workbook, place, layout, used) for place, layout in _layouts(workbook, used, problems)]
    if not any(facts.layout.people for facts in tables):
        raise InputError(
            [problem.fault for problem in problems if problem.severity is Severity.ERROR] or _nobody(workbook, tables)
        )
    found = tuple(_table(facts, workbook) for facts in tables)
    classes = group(tables, workbook)
    build(classes, workbook)
    problems += [problem for facts in tables for problem in facts.problems]
    problems += [problem for one in classes for problem in one.problems]
    problems += spellings(tables, workbook)
    return Roster(
        workbook,
        found,
        tuple(_rows(classes)),
        [one.case for one in classes],
        tuple(sorted(problems, key=lambda problem: problem.cells[:1])),
        as_found(found, used),
        classes,
    )


def _mapping(given: RosterMapping | Mapping[str, Any] | str | Path | None) -> RosterMapping:
    if given is None:
        return RosterMapping()
    return given if isinstance(given, RosterMapping) else read_mapping(given)


def _layouts(workbook: Workbook, mapping: RosterMapping, problems: list[Problem]) -> Iterator[tuple[int, Layout]]:
    """The tables of the sheets that are to be read."""
    names = [sheet.name for sheet in workbook.sheets]
    unknown = [name for name in mapping.sheets if name not in names]
    if unknown:
        wanted = Text("、".join(names), ", ".join(names))
        raise InputError(
            Fault(_NO_SHEET, file=workbook.name, text=one, expected=wanted, remedy=did_you_mean(one, names))
            for one in unknown
        )
    if workbook.encoding not in ("", "utf-8"):
        problems.append(_about(workbook, 0, Code.ENCODING, workbook.encoding))
    for place, sheet in enumerate(workbook.sheets):
        if mapping.sheets and sheet.name not in mapping.sheets:
            continue
        layout = find_layout(place, sheet, mapping.known_headers())
        if layout is not None and _counts_only(layout):
            raise InputError(_about(workbook, place, Code.COUNT_RECORD).fault)
        if layout is None or not layout.people:
            if sheet.rows and len(workbook.sheets) > 1:
                problems.append(_about(workbook, place, Code.SHEET_SKIPPED))
            if layout is not None and len(workbook.sheets) == 1:
                yield place, layout
        elif not sheet.visible and not mapping.sheets:
            problems.append(_about(workbook, place, Code.SHEET_HIDDEN))
        else:
            yield place, _without_misfits(workbook, place, layout, problems)


def _counts_only(layout: Layout) -> bool:
    """Whether a table has numbers of people and nothing about anybody in particular."""
    targets = {target for one in layout.columns for target in one.targets}
    return "heads" in targets and not any(target.startswith(_PERSONAL) for target in targets)


def _about(
    workbook: Workbook, place: int, code: Code, text: str = "", row: int = 1, expected: Text | None = None
) -> Problem:
    """A problem of a row, or of a sheet as a whole."""
    cell = Cell(place, row, 0, workbook.sheets[place].name)
    fault = fault_at(workbook, cell, "", code.what, text, expected, code.remedy)
    return Problem(code.value, code.severity, (cell,), fault)


def _nobody(workbook: Workbook, tables: list[Facts]) -> Fault:
    if tables:
        return Fault(_NO_ROWS, file=workbook.name, line=tables[0].layout.header_rows[1])
    return Fault(_NO_TABLE, file=workbook.name, expected=_HEADER, remedy=_NAME_HEADERS)


def _without_misfits(workbook: Workbook, place: int, layout: Layout, problems: list[Problem]) -> Layout:
    """The layout without CSV rows of more or fewer cells than the header has: theirs stand under the wrong headers."""
    if workbook.format is not Format.CSV:
        return layout
    sheet = workbook.sheets[place]
    width = len(sheet.rows[layout.header_rows[1] - 1])
    misfits = [row for row in layout.people if len(sheet.rows[row - 1]) != width]
    for row in misfits:
        wanted = Text(f"{width} 格", f"{width} cells")
        problems.append(_about(workbook, place, Code.ROW_LENGTH, str(len(sheet.rows[row - 1])), row, wanted))
    dropped = [Dropped(Cell(place, row, 0, sheet.name), DropReason.LENGTH, "") for row in misfits]
    people = tuple(row for row in layout.people if row not in misfits)
    return attrs.evolve(layout, people=people, dropped=(*layout.dropped, *dropped)) if misfits else layout


def _table(facts: Facts, workbook: Workbook) -> Table:
    layout = facts.layout
    totals = printed_totals(facts, workbook)
    return Table(facts.place, layout.header_rows, layout.columns, layout.above, layout.dropped, totals)


def _rows(classes: list[Class]) -> Iterator[RosterRow]:
    found = [
        RosterRow(member.facts.place, member.facts.layout.people[member.index], case, index)
        for case, one in enumerate(classes)
        for index, member in enumerate(one.members)
    ]
    return iter(sorted(found, key=lambda row: (row.sheet, row.row)))
