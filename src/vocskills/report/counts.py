"""Counts of reports: read from a table, added where they count the same thing, refused where they do not."""

from __future__ import annotations

import csv
import io
from typing import Any

import attrs

from vocskills.convert.forms import read_value
from vocskills.errors import Fault, InputError
from vocskills.model.counts import CountReport, total
from vocskills.model.fields import KEY
from vocskills.report import words
from vocskills.report.layout import hanging, table
from vocskills.text import Lang, Text

_UNKNOWN = Text("没有这个列名", "there is no such column")
_LENGTH = Text("这一行的格数与列名不符", "the row has another number of cells than the header")
_HEADS = (
    Text("编号", "id"),
    Text("时期", "period"),
    Text("培训类别", "line of training"),
    Text("地点", "place"),
    Text("数量", "count"),
    Text("阶段", "stage"),
    Text("口径", "basis"),
)


def read_counts(text: str, name: str = "") -> list[CountReport]:
    """Reads counts from CSV; the headers are the attributes of ``CountReport``, a blank cell is unknown.

    Raises:
        InputError: with everything that is wrong, each with its line and column.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    known = {a.name: a for a in attrs.fields(CountReport) if KEY in a.metadata}
    faults = [Fault(_UNKNOWN, head, name, 1, text=head) for head in reader.fieldnames or () if head not in known]
    reports = []
    for cells in [] if faults else reader:
        given, wrong = _cells(cells, known, name, reader.line_num)
        faults += wrong
        if not wrong:
            reports.append(CountReport(**given))
    if faults:
        raise InputError(faults)
    return reports


def _cells(
    cells: dict[str, Any], known: dict[str, attrs.Attribute[Any]], name: str, line: int
) -> tuple[dict[str, Any], list[Fault]]:
    if None in cells or None in cells.values():
        return {}, [Fault(_LENGTH, "", name, line)]
    given: dict[str, Any] = {}
    faults: list[Fault] = []
    for head, cell in cells.items():
        try:
            if cell:
                given[head] = read_value(known[head].metadata[KEY], cell, written=True)
        except InputError as error:
            faults += [attrs.evolve(fault, where=head, file=name, line=line) for fault in error.faults]
    missing = [a.name for a in known.values() if a.default is attrs.NOTHING and not cells.get(a.name)]
    faults += [Fault(Text("没有填写", "missing"), head, name, line) for head in missing]
    return given, faults


def count_lines(reports: list[CountReport], lang: Lang) -> list[str]:
    """The counts as a table, with what each counts."""
    rows = [_row(report, lang) for report in reports]
    return table([head.of(lang) for head in _HEADS], rows, right=(4,), indent=2)


def _row(report: CountReport, lang: Lang) -> list[str]:
    place = f"{report.place_text} {report.trade_text}".strip()
    value = f"{report.value:,}"
    kind = (report.stage.label.of(lang), report.basis.label.of(lang))
    return [report.id, report.period, report.program, place, value, *kind]


def sum_lines(reports: list[CountReport], lang: Lang) -> list[str]:
    """The sum of counts with what it leaves open, or why there is none."""
    figures = " + ".join(f"{report.value:,}" for report in reports)
    try:
        added = total(reports)
    except InputError as error:
        refused = Text("不能相加", "not added")
        return hanging("  ", f"{figures}{words.colon(lang)}{refused.of(lang)}") + _reasons(error, lang)
    note = words.aside(added.note).of(lang) if added.note.of(lang) else ""
    return hanging("  ", f"{figures} = {added.value:,}{note}")


def _reasons(error: InputError, lang: Lang) -> list[str]:
    lines = []
    for fault in error.faults:
        remedy = words.to_do(fault.remedy, lang) if fault.remedy else ""
        lines += hanging("    - ", words.said(fault.what, lang) + remedy)
    return lines
