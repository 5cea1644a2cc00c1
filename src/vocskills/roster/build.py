"""Rows of one class to a case, every fault with the line and the column that it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import attrs

from vocskills.convert import structure_case
from vocskills.convert.forms import shown
from vocskills.errors import Fault, InputError
from vocskills.model.case import Case
from vocskills.roster.cells import NONE, YES, read_cell
from vocskills.roster.columns import Column, Role, columns
from vocskills.text import Lang, Text

_PATH = re.compile(r"[a-z_]+(?:\[[0-9]+\])?(?:\.[a-z_]+(?:\[[0-9]+\])?)+|enrollments\[[0-9]+\]")
_MARK = re.compile(r"cases\[([0-9]+)\]\.")
_COMPLETE = "trainee.awards.complete"

_NOT_LOOKED = Text("填了身份的日期或部门，却没有填是或否", "a date or authority of a status without 是 or 否")
_LOOK = Text("同名列填是或否，没有查过的都不填", "say 是 or 否 in the status's own column, or leave all of it blank")
_NONE_OF_ALL = Text(
    "写了“无”，但没有注明补贴记录完整", "无 (none), but the record of awards is not said to be complete"
)
_SAY_COMPLETE = Text(
    "各类补贴都查过的，在“补贴记录是否完整”填是；否则不填“无”",
    "say 是 under 补贴记录是否完整 if all kinds were looked up, else leave it blank",
)
_BLANK = Text("补贴记录注明完整，这里却没有填", "blank, but the record of awards is said to be complete")
_WRITE_NONE = Text("没有的写“无”", "write 无 if there were none")
_BOTH = Text("写了“无”，却又填了内容", "无 (there is none), but something is said of it")
_KEEP_ONE = Text("两者只留一个", "keep one of the two")
_SAME = Text("同一班期的各行填同样的内容，或只填一行", "say the same in all rows of a class, or say it in one")


@attrs.frozen
class Row:
    """One person: the line in the file, and the cells that are not blank by the path of their column."""

    line: int
    cells: dict[str, str]


Spot = tuple[int, str]
"""Line and header of a cell; a row as a whole has no header."""


@attrs.frozen
class Built:
    """The case of one class.

    Attributes:
        case: the case, not to be used with faults.
        faults: everything that is wrong with it.
        first: the class's first line.
        places: the cells that its parts come from, by path.
    """

    case: Case
    faults: list[Fault]
    first: int
    places: dict[str, Spot]

    def spot(self, where: str) -> Spot | None:
        """The cell or row that a path comes from."""
        return next((self.places[path] for path in _shorter(where) if path in self.places), None)


def case_of(rows: list[Row], headers: dict[str, str]) -> Built:
    """The case of one class and everything that is wrong with it.

    Args:
        rows: the class's people.
        headers: the file's columns, as its header has them, by path.
    """
    build = _Build(headers)
    for index, row in enumerate(rows):
        build.add(row, f"enrollments[{index}]")
    build.check_class()
    case, wrong = structure_case(build.plain(), written=True)
    built = Built(case, [], rows[0].line, build.places)
    return attrs.evolve(built, faults=[*build.faults, *located(wrong, [built])])


def located(faults: Iterable[Fault], classes: list[Built]) -> list[Fault]:
    """Faults of the converter, the model or an assessment with the lines and columns that their paths come from.

    Args:
        faults: with paths that begin with ``cases[0].`` where there are several classes.
        classes: the classes in that order.
    """
    return [_located(fault, classes) for fault in faults]


def _located(fault: Fault, classes: list[Built]) -> Fault:
    built, where = _class_at(fault.where, classes)
    line, header = built.spot(where) or (built.first, "")
    what = Text(_with_lines(fault.what.zh, "zh", classes), _with_lines(fault.what.en, "en", classes))
    return attrs.evolve(fault, what=what, where=header, line=line)


def _class_at(where: str, classes: list[Built]) -> tuple[Built, str]:
    """The class of a path, and the path inside it."""
    mark = _MARK.match(where)
    return (classes[int(mark[1])], where[mark.end() :]) if mark else (classes[0], where)


def _with_lines(words: str, lang: Lang, classes: list[Built]) -> str:
    """Paths in a message, which mean nothing to the reader of a table, as lines and columns."""

    def spot(found: re.Match[str]) -> str:
        built, where = _class_at(found.group(), classes)
        place = built.spot(where)
        if place is None:
            return found.group()
        line, header = place
        column = f"“{header}”" if lang == "zh" else f", {header}"
        return (f"第 {line} 行" if lang == "zh" else f"line {line}") + (column if header else "")

    return _PATH.sub(spot, words)


@attrs.define
class _Build:
    """Plain values for the converter, and the line and header of each."""

    headers: dict[str, str]
    shared: dict[str, Any] = attrs.field(factory=dict)
    people: list[dict[str, Any]] = attrs.field(factory=list)
    places: dict[str, Spot] = attrs.field(factory=dict)
    said: dict[str, tuple[str, int]] = attrs.field(factory=dict)
    differing: dict[tuple[str, str], list[int]] = attrs.field(factory=dict)
    faults: list[Fault] = attrs.field(factory=list)

    def plain(self) -> dict[str, Any]:
        """The case in its written form."""
        whole = self.shared.pop("complete", "false")
        return {**self.shared, "enrollments": {"complete": whole, "items": self.people}}

    def add(self, row: Row, where: str) -> None:
        """Takes in one person's row."""
        person: dict[str, Any] = {}
        self.people.append(person)
        self.places[where] = row.line, ""
        for path, cell in row.cells.items():
            column = columns()[path]
            if column.shared:
                self._share(column, cell, row.line)
            else:
                self._put(person, where, column, cell, row.line)
        self._check_statuses((path, row.line) for path in row.cells if not columns()[path].shared)
        self._check_awards(row)

    def check_class(self) -> None:
        """Looks for what the rows together leave unsaid."""
        self._check_statuses((path, line) for path, (_, line) in self.said.items())
        for (path, cell), lines in self.differing.items():
            self._differs(path, cell, lines)

    def _differs(self, path: str, cell: str, lines: list[int]) -> None:
        """Lines that say one thing where the first line of their class says another: one fault for all of them."""
        first, first_line = self.said[path]
        zh, en = f"与第 {first_line} 行同一班期的不同", f"differs from line {first_line}, of the same class"
        if len(lines) > 1:
            zh, en = f"{zh}（第 {_runs(lines, '、')} 行）", f"{en}, in lines {_runs(lines, ', ')}"
        self._fault(path, lines[0], Text(zh, en), f"{shown(cell)} ≠ {shown(first)}", _SAME)

    def _share(self, column: Column, cell: str, line: int) -> None:
        """What a row says about its class; it is read once, and the others must say the same."""
        if column.path not in self.said:
            self.said[column.path] = cell, line
            self._put(self.shared, "", column, cell, line)
            return
        if cell != self.said[column.path][0]:
            self.differing.setdefault((column.path, cell), []).append(line)

    def _put(self, root: dict[str, Any], where: str, column: Column, cell: str, line: int) -> None:
        """Puts what a cell says into its place, or its faults among the faults."""
        try:
            value = read_cell(column, cell)
        except InputError as error:
            header = self.headers[column.path]
            self.faults += (attrs.evolve(fault, where=header, line=line) for fault in error.faults)
            return
        if column.role is Role.LIST_COMPLETE:
            root["complete"] = value
            return
        node = _descend(root, column.steps[:-1])
        taken = None if node is None else _fill(node, column, value)
        if taken is None:
            self._fault(column.path, line, _BOTH, remedy=_KEEP_ONE)
            return
        for inside in taken:
            path = ".".join(part for part in (where, *column.steps[:-1], inside) if part)
            self.places[path] = line, self.headers[column.path]

    def _check_statuses(self, said: Iterable[tuple[str, int]]) -> None:
        lines = dict(said)
        for path, line in lines.items():
            if columns()[path].role is Role.STATUS and columns()[path].finding not in lines:
                self._fault(path, line, _NOT_LOOKED, remedy=_LOOK)

    def _check_awards(self, row: Row) -> None:
        complete = row.cells.get(_COMPLETE) == YES
        for path in (path for path in self.headers if columns()[path].role is Role.AWARDS):
            if complete and path not in row.cells:
                self._fault(path, row.line, _BLANK, remedy=_WRITE_NONE)
            elif not complete and row.cells.get(path) == NONE:
                self._fault(path, row.line, _NONE_OF_ALL, NONE, _SAY_COMPLETE)

    def _fault(self, path: str, line: int, what: Text, text: str = "", remedy: Text | None = None) -> None:
        self.faults.append(Fault(what, self.headers[path], line=line, text=text, remedy=remedy))


def _runs(lines: list[int], between: str) -> str:
    """Rising line numbers, those without a gap as ``4-62``."""
    runs = [[line for _, line in run] for _, run in groupby(enumerate(lines), lambda pair: pair[1] - pair[0])]
    return between.join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _descend(root: dict[str, Any], steps: tuple[str, ...]) -> dict[str, Any] | None:
    """The noun at ``steps``, made where nothing stands yet; ``None`` if one on the way is known to be missing."""
    node = root
    for step in steps:
        node = node.setdefault(step, {})
        if not isinstance(node, dict):
            return None
    return node


def _fill(node: dict[str, Any], column: Column, value: Any) -> list[str] | None:
    """Puts a value into its noun; the paths in the noun that it fills, or ``None`` if it contradicts what is there."""
    name = column.steps[-1]
    match column.role:
        case Role.STATUS:
            return _fill_status(node.setdefault(name, []), column, value)
        case Role.AWARDS:
            items = _awards(node)["items"]
            items += value
            return [f"{name}[{index}]" for index in range(len(items) - len(value), len(items))]
        case Role.AWARDS_COMPLETE:
            _awards(node)["complete"] = value
            return [f"{name}.complete"]
        case Role.PRESENCE if name in node:
            return [name] if value == {} else None
    node[name] = value
    return [name]


def _fill_status(rows: list[dict[str, Any]], column: Column, value: Any) -> list[str]:
    assert column.member is not None
    category, name = str(column.member.value), column.steps[-1]
    index = next((i for i, row in enumerate(rows) if row["category"] == category), len(rows))
    if index == len(rows):
        rows.append({"category": category})
    rows[index][column.part] = value
    own = [f"{name}[{index}]"] if column.part == "held" else []
    return [*own, f"{name}[{index}].{column.part}"]


def _awards(trainee: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = trainee.setdefault("awards", {"items": []})
    return made


def _shorter(where: str) -> Iterator[str]:
    """A path and all that it begins with, the longest first."""
    while where:
        yield where
        where = where[: max(where.rfind("."), where.rfind("["), 0)]
