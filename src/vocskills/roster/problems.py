"""What a reader of a roster has to say about cells: errors, doubts and oddities as data."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import attrs

from vocskills.errors import Fault
from vocskills.roster.sheets import Cell
from vocskills.text import Lang, Text


class Severity(Enum):
    """How grave a problem is.

    ``ERROR``: what stands there cannot be so; the fact is left open and ``assess`` refuses the file. ``OPEN``: it may
    mean several things, so that the fact is known as a range or not at all. ``WARNING``: it was read, but is odd.
    ``NOTE``: how something was read.
    """

    ERROR = "error"
    OPEN = "open"
    WARNING = "warning"
    NOTE = "note"


@attrs.frozen
class Problem:
    """One thing to say about cells of a roster.

    Attributes:
        code: which kind of problem, such as ``damaged``; the reference lists them.
        severity: how grave it is.
        cells: the cells concerned, the first of them the one to look at; none if it concerns the file.
        fault: what is wrong, what was expected and what to do, with the file, the header and for CSV the line.
        private: whether the cell identifies a person, so that its text is not in the fault.
    """

    code: str
    severity: Severity
    cells: tuple[Cell, ...]
    fault: Fault
    private: bool = False

    @property
    def what(self) -> Text:
        """What is wrong."""
        return self.fault.what

    @property
    def remedy(self) -> Text | None:
        """What to do about it."""
        return self.fault.remedy

    def render(self, lang: Lang) -> str:
        """The problem as one line, identifiers masked."""
        return self.fault.render(lang)


def errors(problems: Iterable[Problem]) -> list[Fault]:
    """The faults of the problems that are errors."""
    return [problem.fault for problem in problems if problem.severity is Severity.ERROR]
