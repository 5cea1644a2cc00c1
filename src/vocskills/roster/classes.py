"""Rows to classes: which rows are one class, what they say of it together, and the checked case of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

import attrs

from vocskills.convert.structure import in_form
from vocskills.errors import Fault
from vocskills.model.case import Case, check_case
from vocskills.model.fields import Listing
from vocskills.model.nouns import Enrollment
from vocskills.roster.codes import Code
from vocskills.roster.columns import CLASS_ID, Role, columns
from vocskills.roster.facts import Facts, as_shown, fault_at
from vocskills.roster.people import Builder, Complain
from vocskills.roster.problems import Problem
from vocskills.roster.sheets import Cell, Workbook
from vocskills.text import Lang, Text

COMPLETE = "enrollments.complete"
_PATH = re.compile(r"[a-z_]+(?:\[[0-9]+\])?(?:\.[a-z_]+(?:\[[0-9]+\])?)+|enrollments\[[0-9]+\]")
_MARK = re.compile(r"cases\[([0-9]+)\]\.")
_PERSON = re.compile(r"enrollments\[([0-9]+)\](?:\.|$)")
_LISTED = re.compile(r"(.*\b(?:statuses|awards))\[([0-9]+)\](?:\.(\w+))?")
_ROUNDS = 4
"""How often a case is built again without what is wrong in it."""


@attrs.frozen
class Member:
    """One person: the table and the place among its people."""

    facts: Facts
    index: int

    def value(self, path: str) -> Any:
        """What the person's row says of a fact; ``None`` for nothing."""
        kept = self.facts.values.get(path)
        return None if kept is None else kept[self.index]


@attrs.define
class Class:
    """The rows of one class and the case that they make.

    Attributes:
        members: its people.
        case: the checked case; what could not be so is unknown in it.
        problems: what is wrong with it.
    """

    members: list[Member]
    case: Case = attrs.field(factory=Case)
    problems: list[Problem] = attrs.field(factory=list)

    def cell(self, where: str) -> Cell | None:
        """The cell that a path of the case comes from, or the row; ``None`` for one that no cell says."""
        person = _PERSON.match(where)
        if person is None:
            return self._shared_cell(where)
        index = int(person[1])
        if index >= len(self.members):
            return None
        member = self.members[index]
        rest = where[person.end() :]
        path = self._path(rest, self._enrollment(index))
        for one in _shorter(path):
            if member.facts.cells.get(one):
                return member.facts.cell(member.index, one)
            # A field of the enrollment itself has a column with the noun before it.
            if member.facts.cells.get(f"enrollment.{one}"):
                return member.facts.cell(member.index, f"enrollment.{one}")
        return Cell(member.facts.place, member.facts.layout.people[member.index], 0, member.facts.sheet.name)

    def _enrollment(self, index: int) -> Enrollment | None:
        items = self.case.enrollments.items if isinstance(self.case.enrollments, Listing) else ()
        return items[index] if index < len(items) else None

    def _path(self, where: str, noun: Any) -> str:
        """The path of a column: ``trainee.statuses[0].start`` is that of the status's category."""
        found = _LISTED.match(where)
        if found is None:
            return where
        for step in found[1].split("."):
            noun = getattr(noun, step, None)
        items = noun.items if isinstance(noun, Listing) else ()
        record = items[int(found[2])] if int(found[2]) < len(items) else None
        name = getattr(record, "category", None) or getattr(record, "kind", None)
        inside = f".{found[3]}" if found[3] and found[1].endswith("statuses") and found[3] != "held" else ""
        return f"{found[1]}.{name.value}{inside}" if name is not None else found[1]

    def _shared_cell(self, where: str) -> Cell | None:
        path = self._path(where, self.case)
        for one in _shorter(path):
            for member in self.members:
                if member.facts.cells.get(one) and member.value(one) is not None:
                    return member.facts.cell(member.index, one)
            for member in self.members[:1]:
                if one in member.facts.above:
                    return member.facts.above[one]
                if member.facts.cells.get(one):
                    return member.facts.cell(member.index, one)
        return None

    def first(self) -> Cell:
        """The class's first row."""
        member = self.members[0]
        return Cell(member.facts.place, member.facts.layout.people[member.index], 0, member.facts.sheet.name)


def group(tables: Iterable[Facts], workbook: Workbook) -> list[Class]:
    """The classes, in the order in which they first stand in the file.

    Rows with one class identifier are one class. In a table without identifiers, rows are one class that say the same
    of it in every column in which the table's rows differ.
    """
    found: dict[Any, Class] = {}
    for facts in tables:
        for index, key in enumerate(_keys(facts, workbook)):
            found.setdefault(key, Class([])).members.append(Member(facts, index))
    return list(found.values())


def _keys(facts: Facts, workbook: Workbook) -> list[Any]:
    ids = facts.values.get(CLASS_ID)
    count = len(facts.layout.people)
    if ids is not None and any(one is not None for one in ids):
        for index, one in enumerate(ids):
            if one is None:
                _say(facts, workbook, Code.NO_CLASS, facts.cell(index, CLASS_ID))
        # A row of which nobody can say its class is one by itself.
        return [one if one is not None else (facts.place, index) for index, one in enumerate(ids)]
    shared = [path for path in facts.values if columns()[path].shared]
    telling = [says for path in shared if len({*(says := _said_of(facts, path))} - {None}) > 1]
    keys = [(facts.place, *(says[index] for says in telling)) for index in range(count)]
    if len(set(keys)) > 1:
        _say(facts, workbook, Code.GROUPED, Cell(facts.place, facts.layout.header_rows[1], 0, facts.sheet.name))
    return keys


def _said_of(facts: Facts, path: str) -> list[Any]:
    """What each row says of its class, to be compared: what was not understood is the same where it is spelled so."""
    found = list(map(_hashable, facts.values[path]))
    for index, text in facts.unread.get(path, {}).items():
        found[index] = Code.INVALID, text
    return found


def _hashable(value: Any) -> Any:
    return value if value.__hash__ is not None else repr(value)


def _say(facts: Facts, workbook: Workbook, code: Code, cell: Cell) -> None:
    header = _header(facts, cell.column)
    fault = fault_at(workbook, cell, header, code.what, remedy=code.remedy)
    facts.problems.append(Problem(code.value, code.severity, (cell,), fault))


def _header(facts: Facts, column: int) -> str:
    return next((one.header for one in facts.layout.columns if one.cell.column == column), "")


def build(classes: list[Class], workbook: Workbook) -> None:
    """Builds the checked case of every class, and finds what is wrong with it."""
    builders: dict[tuple[int, bool], Builder] = {}

    def builder(facts: Facts, *, shared: bool) -> Builder:
        key = (facts.place, shared)
        if key not in builders:
            builders[key] = Builder(facts.values, shared=shared)
        return builders[key]

    for one in classes:
        _Maker(one, workbook, builder).make()


@attrs.define
class _Maker:
    made: Class
    workbook: Workbook
    builder: Callable[..., Builder]

    def make(self) -> None:
        """Builds the case; while something is wrong in it, once more without that."""
        shared = self._agreed()
        for turn in range(_ROUNDS):
            self.made.case = self._case(shared, speak=turn == 0)
            faults = check_case(self.made.case)
            self.made.problems += [self._problem(in_form(fault)) for fault in faults]
            if not faults:
                return
            for fault in faults:
                self._forget(fault.where, shared, whole=turn == _ROUNDS - 2)
        self.made.case = Case()

    def _agreed(self) -> dict[str, list[Any]]:
        """What the rows say of their class; where they disagree it is unknown."""
        agreed: dict[str, list[Any]] = {}
        for path in dict.fromkeys(path for facts in self._tables() for path in facts.values):
            if not columns()[path].shared:
                continue
            first, differing = self._said(path)
            agreed[path] = [None if differing or first is None else first.value(path)]
            for members in differing.values():
                assert first is not None
                self.made.problems.append(self._differs(path, first, members))
        return agreed

    def _said(self, path: str) -> tuple[Member | None, dict[Any, list[Member]]]:
        """The first member that says something of the class, and those that say something else."""
        first: Member | None = None
        said: Any = None
        differing: dict[Any, list[Member]] = {}
        for member in self.made.members:
            value = member.value(path)
            if value is None:
                continue
            if first is None:
                first, said = member, value
            elif value is not said and value != said:
                differing.setdefault(_hashable(value), []).append(member)
        return first, differing

    def _tables(self) -> list[Facts]:
        return list({member.facts.place: member.facts for member in self.made.members}.values())

    def _differs(self, path: str, first: Member, members: list[Member]) -> Problem:
        """Rows that say one thing where the first row of their class says another: one problem for all of them."""
        cells = tuple(member.facts.cell(member.index, path) for member in members)
        facts = members[0].facts
        at = facts.sheet.line(first.facts.layout.people[first.index])
        rows = [facts.sheet.line(cell.row) for cell in cells]
        zh, en = f"与第 {at} 行同一班期的不同", f"differs from line {at}, of the same class"
        if len(rows) > 1:
            zh, en = f"{zh}（第 {_runs(rows, '、')} 行）", f"{en}, in lines {_runs(rows, ', ')}"
        raws = [facts.sheet.value(cell.row, cell.column) for cell in (cells[0], first.facts.cell(first.index, path))]
        text = " ≠ ".join(as_shown(raw) for raw in raws)
        fault = fault_at(
            self.workbook,
            cells[0],
            _header(facts, cells[0].column),
            Text(zh, en),
            text,
            remedy=Code.CLASS_DIFFERS.remedy,
        )
        return Problem(Code.CLASS_DIFFERS.value, Code.CLASS_DIFFERS.severity, cells, fault)

    def _case(self, shared: dict[str, list[Any]], *, speak: bool) -> Case:
        def of_class(path: str, what: Text, remedy: Text) -> None:
            if speak:
                self.made.problems.append(self._at(self.made.cell(path) or self.made.first(), what, remedy=remedy))

        def of_person(member: Member) -> Complain:
            def complain(path: str, what: Text, remedy: Text) -> None:
                if speak:
                    self.made.problems.append(self._at(member.facts.cell(member.index, path), what, remedy=remedy))

            return complain

        complete = shared.get(COMPLETE, [None])[0]
        kwargs = Builder(
            {path: kept for path, kept in shared.items() if columns()[path].role is not Role.LIST_COMPLETE}, shared=True
        ).kwargs(0, of_class)
        people = []
        for member in self.made.members:
            own = self.builder(member.facts, shared=False)
            people.append(Enrollment(**own.kwargs(member.index, of_person(member))))
        return Case(**kwargs, enrollments=Listing(tuple(people), complete=bool(complete)))

    def _problem(self, fault: Fault) -> Problem:
        cell = self.made.cell(fault.where) or self.made.first()
        what = with_places(fault.what, [self.made], self.workbook)
        return self._at(cell, what, fault.text, fault.expected, fault.remedy)

    def _at(
        self, cell: Cell, what: Text, text: str = "", expected: Text | None = None, remedy: Text | None = None
    ) -> Problem:
        facts = next(
            (member.facts for member in self.made.members if member.facts.place == cell.sheet),
            self.made.members[0].facts,
        )
        header = _header(facts, cell.column)
        fault = fault_at(self.workbook, cell, header, what, text, expected, remedy)
        return Problem(Code.INVALID.value, Code.INVALID.severity, (cell,), fault)

    def _forget(self, where: str, shared: dict[str, list[Any]], *, whole: bool) -> None:
        """Makes unknown what a fault points at; in the last round everything that the person or class says."""
        person = _PERSON.match(where)
        if person is not None:
            member = self.made.members[int(person[1])]
            for path, kept in member.facts.values.items():
                if not columns()[path].shared and (whole or _concerns(path, where[person.end() :], self.made, where)):
                    kept[member.index] = None
        for path, kept in shared.items():
            if (person is None or whole) and (whole or _concerns(path, where, self.made, where)):
                kept[0] = None


def _concerns(path: str, where: str, made: Class, whole: str) -> bool:
    """Whether a column fills what a fault points at."""
    bare = path.removeprefix("enrollment.")
    cut = re.sub(r"\[[0-9]+\].*", "", where)
    return bool(cut) and (bare == cut or bare.startswith(f"{cut}.") or cut.startswith(f"{bare}."))


def located(faults: Iterable[Fault], classes: list[Class], workbook: Workbook) -> list[Fault]:
    """Faults of an assessment with the cells that their paths come from.

    Args:
        faults: with paths that begin with ``cases[0].`` where there are several classes.
        classes: the classes in that order.
        workbook: the file.
    """
    found = []
    for fault in faults:
        one, where = _class_at(fault.where, classes)
        cell = one.cell(where) or one.first()
        what = with_places(fault.what, classes, workbook)
        facts = one.members[0].facts
        found.append(
            fault_at(workbook, cell, _header(facts, cell.column), what, fault.text, fault.expected, fault.remedy)
        )
    return found


def _class_at(where: str, classes: list[Class]) -> tuple[Class, str]:
    """The class of a path, and the path inside it."""
    mark = _MARK.match(where)
    return (classes[int(mark[1])], where[mark.end() :]) if mark else (classes[0], where)


def with_places(what: Text, classes: list[Class], workbook: Workbook) -> Text:
    """A message in which paths, which mean nothing to the reader of a table, are rows and columns."""

    def words(text: str, lang: Lang) -> str:
        def spot(found: re.Match[str]) -> str:
            one, where = _class_at(found.group(), classes)
            cell = one.cell(where)
            return found.group() if cell is None else _spot(cell, one, workbook, lang)

        return _PATH.sub(spot, text)

    return Text(words(what.zh, "zh"), words(what.en, "en"))


def _spot(cell: Cell, one: Class, workbook: Workbook, lang: Lang) -> str:
    sheet = workbook.sheets[cell.sheet]
    header = _header(one.members[0].facts, cell.column)
    if cell.name:
        return f"{cell} {header}".strip()
    line = sheet.line(cell.row)
    column = f"“{header}”" if lang == "zh" else f", {header}"
    return (f"第 {line} 行" if lang == "zh" else f"line {line}") + (column if header else "")


def _runs(lines: list[int], between: str) -> str:
    """Rising line numbers, those without a gap as ``4-62``."""
    runs = [[line for _, line in run] for _, run in groupby(enumerate(lines), lambda pair: pair[1] - pair[0])]
    return between.join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _shorter(where: str) -> Iterator[str]:
    """A path and all that it begins with, the longest first."""
    while where:
        yield where
        where = where[: max(where.rfind("."), where.rfind("["), 0)]


__all__ = ["Class", "Member", "build", "group", "located", "with_places"]
