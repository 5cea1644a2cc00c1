"""Names of trades and schools that are perhaps one name in several spellings: told, and never taken for one unasked.

Two spellings are near where they differ in width, spaces, what stands in brackets and the word at the end only:
茶叶加工, 茶叶加工班 and 茶叶加工工; 合成技工学校 and 合成技校. A mapping file says under ``values`` which are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from vocskills.roster.codes import Code
from vocskills.roster.facts import Facts, fault_at
from vocskills.roster.problems import Problem
from vocskills.roster.sheets import Cell, Workbook

_ENDS = {
    "cohort.trade": re.compile("(?:培训班|培训|班|工|[LS])+$"),
    "provider.name": re.compile("(?:培训学校|职业技术学校|技工学校|技师学院|技校|学校|有限责任公司|有限公司|公司)$"),
}
"""The words at the end in which two spellings of one name may differ, by the fact (L and S mark green and digital)."""
_ASIDE = re.compile(r"[(【\[].*?[)】\]]")
_SPACES = re.compile(r"\s+")
_LISTED = 4


def near(path: str, name: str) -> str:
    """What the spellings of one name have in common."""
    plain = _SPACES.sub("", _ASIDE.sub("", unicodedata.normalize("NFKC", name)))
    return _ENDS[path].sub("", plain) or plain


def spellings(tables: Iterable[Facts], workbook: Workbook) -> Iterator[Problem]:
    """One problem for each name that perhaps stands in the file in several spellings, with a cell of each."""
    every = list(tables)
    for path in _ENDS:
        found: dict[str, dict[str, Cell]] = {}
        for name, cell in _names(every, path).items():
            found.setdefault(near(path, name), {})[name] = cell
        for names in found.values():
            if len(names) > 1:
                cells, shown = tuple(names.values()), "、".join(list(names)[:_LISTED])
                header = _header(every, cells[0])
                fault = fault_at(workbook, cells[0], header, Code.SPELLED.what, shown, remedy=Code.SPELLED.remedy)
                yield Problem(Code.SPELLED.value, Code.SPELLED.severity, cells, fault)


def _names(tables: Iterable[Facts], path: str) -> dict[str, Cell]:
    """Every name with the first cell that says it."""
    found: dict[str, Cell] = {}
    for facts in tables:
        for index, name in enumerate(facts.values.get(path, ())):
            if isinstance(name, str) and name not in found:
                found[name] = facts.cell(index, path)
    return found


def _header(tables: Iterable[Facts], cell: Cell) -> str:
    columns = (one for facts in tables if facts.place == cell.sheet for one in facts.layout.columns)
    return next((one.header for one in columns if one.cell.column == cell.column), "")
