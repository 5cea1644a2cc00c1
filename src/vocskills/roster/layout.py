"""Where the table stands on a sheet: its header in one or more rows, its people, and the rows that are nobody's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import count

import attrs

from vocskills.roster.found import Certainty, Dropped, DropReason, Extra, HeaderMatch
from vocskills.roster.headers import UNITS, Meaning, meaning, near, plain
from vocskills.roster.sheets import Cell, Raw, Sheet

_SEARCHED = 40
"""Rows in which a header is looked for."""
_DEEPEST = 3
"""Most rows of one header."""
_LONGEST = 60
"""Characters of the longest header; what is longer is a title or a note."""
_TOTAL = re.compile(r"(?:本页|全班|本班|各?班)?(?:合计|小计|总计|共计|累计|总合计)")
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_SIGNATURE = re.compile(
    r"(?:制表|填表|填报|审核|复核|经办|负责|校对|联系|统计|报送|报表|主管|分管)(?:单位|部门|机构)?(?:人|日期|时间|领导|员)?[签字名章()]*[:_]"
    r"|(?:制表|填表|审核|经办|复核|填报|报送)(?:人|日期|单位|时间)$|(?:单位|机构|学校|公章|部门)?[(]?(?:盖章|公章)[)]?$"
)
_NOTE = re.compile(r"(?:备?注|说明|填表说明|填写说明)[:\d.]")
_UNIT_ABOVE = re.compile(r"单位[:：]\s*[人]?[、,，]?\s*(万元|千元|元)")
_NUMBER = re.compile(r"[0-9]{14,17}[0-9Xx]", re.ASCII)
"""An identity number, which stands in no row that is nobody's."""
_PERSON = ("trainee.name", "trainee.id_number")

Known = Mapping[str, tuple[str, ...]]
"""Headers that a mapping file names, in their one spelling, with their targets."""


@attrs.frozen
class Layout:
    """Where things stand on a sheet.

    Attributes:
        header_rows: first and last row of the header, from 1.
        columns: what each column is.
        above: facts of the class that stand above the header.
        unit: the unit of money that the sheet names above its header.
        people: the rows of people, from 1.
        dropped: the rows that are nobody's.
    """

    header_rows: tuple[int, int]
    columns: tuple[HeaderMatch, ...]
    above: tuple[HeaderMatch, ...]
    unit: str
    people: tuple[int, ...]
    dropped: tuple[Dropped, ...]


def find_layout(place: int, sheet: Sheet, known: Known, read: Callable[[str], Meaning] = meaning) -> Layout | None:
    """Finds the table of people on a sheet.

    Args:
        place: the sheet's place in the workbook, from 0.
        sheet: the sheet.
        known: headers that a mapping file names.
        read: what a header says.

    Returns:
        The layout; ``None`` if no row is a header.
    """
    finder = _Finder(place, sheet, known)
    best = max(finder.candidates(), key=lambda one: one.score, default=None)
    if best is None or best.score <= 0:
        return None
    first, last = best.rows
    above = tuple(finder.above(first))
    unit = next((found[1] for row in range(1, first) for cell in sheet.rows[row - 1] for found in _units(cell)), "")
    people, dropped = finder.rows_below(last, best.columns)
    columns = (*map(_with_near, best.columns), *finder.nameless(last, best.columns, people))
    return Layout(best.rows, columns, above, unit, people, dropped)


def _with_near(match: HeaderMatch) -> HeaderMatch:
    """A header that was not understood, with those that it is like; to look for them takes long."""
    if match.targets or match.certainty is not Certainty.NONE:
        return match
    return attrs.evolve(match, near=near(match.header.replace("/", "")))


def _units(cell: Raw) -> list[re.Match[str]]:
    found = _UNIT_ABOVE.search(cell) if isinstance(cell, str) else None
    return [found] if found is not None else []


@attrs.frozen
class _Candidate:
    rows: tuple[int, int]
    columns: tuple[HeaderMatch, ...]
    score: float


@attrs.frozen
class _Finder:
    place: int
    sheet: Sheet
    known: Known
    across: dict[tuple[int, int], str] = attrs.field(init=False)
    """The words of cells merged sideways, by row and column, under every column that they span."""

    @across.default
    def _across(self) -> dict[tuple[int, int], str]:
        found: dict[tuple[int, int], str] = {}
        for span in self.sheet.merged:
            words = self.sheet.value(span.first_row, span.first_column)
            if span.first_row <= _SEARCHED and isinstance(words, str) and len(words) <= _LONGEST:
                for column in range(span.first_column, min(span.last_column, span.first_column + 200) + 1):
                    found[span.first_row, column] = words
        return found

    # -- the header ----------------------------------------------------------------------------------------------------

    def candidates(self) -> list[_Candidate]:
        """The rows, alone and together with those below, that may be the header."""
        found = []
        for first in range(1, min(len(self.sheet.rows), _SEARCHED) + 1):
            single = self._candidate(first, first)
            if single is None:
                continue
            found.append(single)
            for last in range(first + 1, min(first + _DEEPEST, len(self.sheet.rows) + 1)):
                if not self._continues(first, last):
                    break
                whole = self._candidate(first, last)
                if whole is not None:
                    found.append(whole)
        return found

    def _candidate(self, first: int, last: int) -> _Candidate | None:
        columns = tuple(self._columns(first, last))
        said = {target for one in columns for target in one.targets}
        understood = [one for one in columns if one.targets]
        # A title or a row of values may hold one word that is also a header.
        if not understood or (len(understood) < 2 and len(columns) > 1 and not said & set(_PERSON)):
            return None
        sure = sum(1.0 if one.certainty is not Certainty.LIKELY else 0.8 for one in understood)
        facts = sum(1 for target in said if not target.startswith("extra."))
        return (
            _Candidate((first, last), columns, sure + 0.5 * facts + len(said & set(_PERSON)) - 0.01 * first)
            if facts
            else None
        )

    def _columns(self, first: int, last: int) -> list[HeaderMatch]:
        width = max(len(self.sheet.rows[row - 1]) for row in range(first, last + 1))
        found = []
        for column in range(1, width + 1):
            parts = list(
                dict.fromkeys(part for row in range(first, last + 1) if (part := self._part(row, column, first, last)))
            )
            if not parts:
                continue
            lowest = max(row for row in range(first, last + 1) if self._part(row, column, first, last))
            found.append(self._match(Cell(self.place, lowest, column, self.sheet.name), parts))
        return found

    def _part(self, row: int, column: int, first: int, last: int) -> str:
        """A header's words in one row, those of cells merged sideways under every column that they span."""
        raw = self.sheet.value(row, column)
        if raw is None and row < last:
            raw = self.across.get((row, column)) or self._group(row, column, first, last)
        words = str(raw).strip() if isinstance(raw, str | int | float) and not isinstance(raw, bool) else ""
        return words if len(words) <= _LONGEST else ""

    def _group(self, row: int, column: int, first: int, last: int) -> str | None:
        """In a file that keeps no merged cells, a heading stands for the blank columns right of it that have parts."""
        if self.sheet.merged or not isinstance(self.sheet.value(row + 1, column), str):
            return None
        for left in range(column - 1, 0, -1):
            words = self.sheet.value(row, left)
            if words is not None:
                return words if isinstance(words, str) and self.sheet.value(row + 1, left) is not None else None
        return None

    def _match(self, cell: Cell, parts: Sequence[str]) -> HeaderMatch:
        header = "/".join(parts)
        for spelling in (plain("".join(parts)), plain(parts[-1])):
            if spelling in self.known:
                said = meaning(*parts)
                return HeaderMatch(cell, header, self.known[spelling], Certainty.CONFIRMED, said.unit)
        said = meaning(*parts)
        return HeaderMatch(cell, header, said.targets, said.certainty, said.unit)

    def _continues(self, first: int, last: int) -> bool:
        """Whether a row goes on with the header above it: words under merged or blank cells, none under a whole one."""
        cells = [(column, raw) for column, raw in enumerate(self.sheet.rows[last - 1], 1) if raw is not None]
        if not cells or not all(isinstance(raw, str) and len(raw) <= _LONGEST for _, raw in cells):
            return False
        return all(self._open(first, last, column) for column, _ in cells)

    def _open(self, first: int, last: int, column: int) -> bool:
        above = self.sheet.value(last - 1, column)
        if above is None or (last - 1, column) in self.across:
            return True
        # Without merged cells: a heading over several parts has blank cells right of it that have parts too.
        right, below = self.sheet.value(last - 1, column + 1), self.sheet.value(last, column + 1)
        return not self.sheet.merged and right is None and below is not None

    # -- above and below -----------------------------------------------------------------------------------------------

    def above(self, header: int) -> list[HeaderMatch]:
        """Facts of the class in the rows above the header: 班级名称：茶叶加工班."""
        found = []
        for row in range(1, header):
            for column, raw in enumerate(self.sheet.rows[row - 1], 1):
                if isinstance(raw, str) and ("：" in raw or ":" in raw):
                    found += self._facts(Cell(self.place, row, column, self.sheet.name), raw)
        return found

    def _facts(self, cell: Cell, raw: str) -> list[HeaderMatch]:
        found = []
        for part in _PAIRS.finditer(raw):
            label = part[1].strip()
            targets = self.known.get(plain(label)) or meaning(label).targets
            shared = [one for one in targets if one.split(".")[0] in ("cohort", "program", "provider")]
            if shared and part[2].strip():
                found.append(HeaderMatch(cell, label, tuple(shared), Certainty.SYNONYM))
        return found

    def nameless(self, last: int, columns: Sequence[HeaderMatch], people: Sequence[int]) -> list[HeaderMatch]:
        """The columns without a header in which something stands all the same."""
        named = {one.cell.column for one in columns}
        width = max((len(self.sheet.rows[row - 1]) for row in people), default=0)
        blank = [column for column in range(1, width + 1) if column not in named]
        filled = [column for column in blank if any(self.sheet.value(row, column) is not None for row in people)]
        return [HeaderMatch(Cell(self.place, last, at, self.sheet.name), "", (), Certainty.NONE) for at in filled]

    def rows_below(self, last: int, columns: Sequence[HeaderMatch]) -> tuple[tuple[int, ...], tuple[Dropped, ...]]:
        """The rows of people, and those that are nobody's."""
        serial = {one.cell.column - 1 for one in columns if one.targets == (Extra.SERIAL.target,)}
        person = [one.cell.column - 1 for one in columns if set(one.targets) & set(_PERSON)]
        header = {one.cell.column - 1: plain(one.header) for one in columns}
        people, dropped = [], []
        for row, cells in zip(count(last + 1), self.sheet.rows[last:], strict=False):
            reason = _reason(cells, serial, person, header)
            if reason is None:
                people.append(row)
            elif reason is not DropReason.BLANK or any(raw is not None for raw in cells):
                words = next((str(raw) for raw in cells if raw is not None), "")
                dropped.append(Dropped(Cell(self.place, row, 0, self.sheet.name), reason, words[:40]))
        return tuple(people), tuple(dropped)


_PAIRS = re.compile(r"([^\s:：，,;；]{2,12})\s*[:：]\s*([^:：]*?)(?=(?:[\s，,;；]+[^\s:：，,;；]{2,12}\s*[:：])|$)")


def pairs(raw: str) -> dict[str, str]:
    """The labels and values of a cell above the header: ``班级名称：茶叶加工班  培训地点：知子罗村``."""
    return {found[1].strip(): found[2].strip() for found in _PAIRS.finditer(raw)}


def _reason(cells: list[Raw], serial: set[int], person: list[int], header: dict[int, str]) -> DropReason | None:
    """Why a row is nobody's; ``None`` if it is somebody's."""
    if any(type(cells[at]) is str and _NUMBER.fullmatch(cells[at]) for at in person if at < len(cells)):  # type: ignore[arg-type]
        return None
    first = None
    filled = 0
    for column, raw in enumerate(cells):
        if raw is None or raw == "" or (isinstance(raw, str) and raw.isspace()):
            continue
        filled += 1
        if first is None:
            first = raw
        if column not in serial and filled > 3:
            break
    if first is None:
        return DropReason.BLANK
    if isinstance(first, str) or filled < 4:
        return _reason_of_words(cells, serial, person, header)
    return None


def _reason_of_words(
    cells: list[Raw], serial: set[int], person: list[int], header: dict[int, str]
) -> DropReason | None:
    said = [
        (column, raw)
        for column, raw in enumerate(cells)
        if raw is not None and not (isinstance(raw, str) and not raw.strip())
    ]
    words = [plain(raw) for _, raw in said if isinstance(raw, str)]
    if sum(1 for column, raw in said if isinstance(raw, str) and header.get(column) == plain(raw)) >= max(
        2, len(said) // 2
    ):
        return DropReason.HEADER
    named = any(
        column in person and len(str(raw).strip()) >= 2 and not _TOTAL.match(plain(str(raw))) for column, raw in said
    )
    if any(_TOTAL.match(word) for word in words[:2]) and not _has_number(cells, person):
        return DropReason.TOTAL
    raws = [str(raw).replace("：", ":").replace(" ", "") for _, raw in said[:3]]
    if len(said) <= 8 and any(map(_DAY.fullmatch, raws)) and not any(_is_name(cells, column) for column in person):
        return DropReason.SIGNATURE
    if len(said) <= 8 and any(_SIGNATURE.match(raw) for raw in raws) and not _has_number(cells, person):
        return DropReason.SIGNATURE
    if len(said) <= 2 and any(_NOTE.match(raw) for raw in raws) and not (named and len(said) > 1):
        return DropReason.NOTE
    return DropReason.BLANK if all(column in serial for column, _ in said) else None


def _is_name(cells: list[Raw], column: int) -> bool:
    """Whether somebody is named there, who may well have a day beside her."""
    said = str(cells[column] or "").replace(" ", "") if column < len(cells) else ""
    return len(said) >= 2 and not _DAY.fullmatch(said) and not _SIGNATURE.match(said.replace("：", ":"))


def _has_number(cells: list[Raw], person: list[int]) -> bool:
    """Whether the row holds something like an identity number, which no total has."""
    return any(len(str(cells[column] or "")) >= 15 for column in person if column < len(cells))


__all__ = ["UNITS", "Layout", "find_layout", "pairs"]
