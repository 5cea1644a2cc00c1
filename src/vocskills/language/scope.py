"""Names that an expression may use besides the model's facts: definitions, clauses and tables of its document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from fractions import Fraction

import attrs

from vocskills.calendar import plus_days
from vocskills.language.nodes import Node, Type
from vocskills.model.fields import CODES_MAX, DAY_MAX, DAY_MIN, STANDARD_MAX, Kind, Unit
from vocskills.text import Text


class Cell(Enum):
    """What a table may hold instead of a value."""

    NONE = "none"
    """The text lists no such item."""
    OPEN = "open"
    """The text is silent, or the row could not be read."""


@attrs.frozen
class TableRow:
    """One row: a range of engine codes for each key column, and a value, ``none`` or ``open``.

    Attributes:
        keys: first and last engine code of each column.
        cell: what stands there.
        note: what the file says of the row to people.
    """

    keys: tuple[tuple[int, int], ...]
    cell: Fraction | Cell
    note: str = attrs.field(default="", eq=False)


@attrs.frozen
class Edition:
    """One edition of a table: its rows, and from when to when they govern.

    Attributes:
        start: first and last day that may be its first day.
        end: first and last day that may be its last day.
        rows: its rows; they never overlap.
        complete: whether a miss in it means that there is no such item.
        firm: whether its rows were read, and are not known from a digest only.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    rows: tuple[TableRow, ...]
    complete: bool = False
    firm: bool = True

    @property
    def sure(self) -> tuple[int, int]:
        """The days on which it surely governs."""
        return self.start[1], self.end[0]


@attrs.frozen
class Table:
    """A table of a document.

    Attributes:
        name: its name in the document.
        type: the type of its values.
        keys: the expressions that its columns are looked up by.
        rows: its rows; they never overlap.
        complete: whether a miss means that there is no such item; in an excerpt a miss is open.
        lo: least value that an open cell may have, in engine integers.
        hi: greatest.
        bands: ``(from, to, rate)`` when the table is one of tiers.
        editions: its editions in the order of their days; ``rows`` is empty then.
        dates: the dates that must all lie in an edition for it to govern.
        supplied_by: the figure of the case that may stand in for it, "" for none.
        firm: whether its rows were read, and are not known from a digest only.
        label: what its value is called, where a row has several; ``None`` where the document does not say.
    """

    name: str
    type: Type
    keys: tuple[Node, ...] = ()
    rows: tuple[TableRow, ...] = ()
    complete: bool = False
    lo: int = 0
    hi: int = 0
    bands: tuple[tuple[int, int, Fraction], ...] = ()
    editions: tuple[Edition, ...] = ()
    dates: tuple[Node, ...] = ()
    supplied_by: str = ""
    firm: bool = True
    label: Text | None = None

    @property
    def asked(self) -> tuple[Node, ...]:
        """What a row is looked up by: the columns, and the dates that choose the edition."""
        return *self.keys, *self.dates

    @property
    def entries(self) -> tuple[TableRow, ...]:
        """The rows by all that they are looked up by; one of an edition holds where each date lies in its window."""
        return *self.rows, *(row for edition in self.editions for row in self._dated(edition))

    @property
    def firm_entries(self) -> tuple[TableRow, ...]:
        """Those of the entries that were read."""
        dated = (row for edition in self.editions if edition.firm for row in self._dated(edition))
        return *(self.rows if self.firm else ()), *dated

    def _dated(self, edition: Edition) -> Iterator[TableRow]:
        window = (edition.sure,) * len(self.dates)
        return (TableRow((*row.keys, *window), row.cell) for row in edition.rows)


@attrs.frozen
class Typed:
    """An expression that has been checked, and its type."""

    node: Node
    type: Type


class CycleError(Exception):
    """A definition that uses itself; ``path`` is the way round."""

    def __init__(self, path: list[str]) -> None:
        super().__init__(" -> ".join(path))
        self.path = path


class Scope:
    """The names of one document, each worked out when it is first used."""

    def __init__(self) -> None:
        self.tables: dict[str, Callable[[], Table | None]] = {}
        self._values: dict[str, Callable[[], Typed | None]] = {}
        self._done: dict[str, Typed | Table | None] = {}
        self._active: list[str] = []

    def define(self, name: str, make: Callable[[], Typed | None]) -> None:
        """Adds a name whose value is worked out on first use."""
        self._values[name] = make

    def __contains__(self, name: str) -> bool:
        return name in self._values or name in self.tables

    def names(self) -> list[str]:
        """Every name of the document."""
        return sorted({*self._values, *self.tables})

    def value(self, name: str) -> Typed | None:
        """The checked expression behind a name, ``None`` when it has faults of its own.

        Raises:
            KeyError: no such name.
            CycleError: the definition uses itself.
        """
        made = self._resolve(name, self._values[name])
        assert not isinstance(made, Table)
        return made

    def table(self, name: str) -> Table | None:
        """The table of that name, ``None`` when it has faults of its own.

        Raises:
            KeyError: no such table.
            CycleError: one of its columns uses the table itself.
        """
        made = self._resolve(name, self.tables[name])
        assert not isinstance(made, Typed)
        return made

    def _resolve(self, name: str, make: Callable[[], Typed | Table | None]) -> Typed | Table | None:
        if name in self._active:
            raise CycleError([*self._active[self._active.index(name) :], name])
        if name not in self._done:
            self._active.append(name)
            try:
                self._done[name] = make()
            finally:
                self._active.pop()
        return self._done[name]


def canonical(kind: Type) -> int:
    """How many engine units make one unit of the language: 100 fen, 100 hundredths, 10,000 basis points."""
    match kind.kind:
        case Kind.MONEY:
            return 100
        case Kind.RATE:
            return 10_000
        case _:
            return 100 if kind.unit is Unit.HOURS else 1


def default_range(kind: Type) -> tuple[int, int]:
    """The widest finite range of a type, in engine integers."""
    if kind.members is not None or kind.names:
        return 0, len(kind.members or kind.names) - 1
    return {
        Kind.BOOL: (0, 1),
        Kind.MONEY: (0, STANDARD_MAX),
        Kind.RATE: (0, 10_000),
        Kind.DATE: (DAY_MIN, DAY_MAX),
        Kind.CODE: (0, CODES_MAX),
    }.get(kind.kind, (0, 100_000 * canonical(kind)))


def days_filled(span: tuple[int, int], kind: Type) -> tuple[int, int]:
    """A span of days up to the number before the next day, so that spans that follow one another leave no number out.

    Spans of other types stay as they are.
    """
    lo, hi = span
    return (lo, plus_days(hi, 1) - 1) if kind.kind is Kind.DATE and hi < DAY_MAX else span


_LITERAL_CODES: dict[str, int] = {}
_CODES: list[str] = []
LITERAL_CODES_MAX = CODES_MAX // 2


def intern(code: str) -> int:
    """The number of a code that stands in a document; numbers are compared for equality only."""
    number = _LITERAL_CODES.setdefault(code, len(_LITERAL_CODES))
    if number >= LITERAL_CODES_MAX:
        raise OverflowError("more codes in documents than the library can number")
    if number == len(_CODES):
        _CODES.append(code)
    return number


def code_text(number: int) -> str:
    """The code of a document that has this number."""
    return _CODES[number]


def literal_code(code: str) -> int | None:
    """The number of a code if some document names it."""
    return _LITERAL_CODES.get(code)
