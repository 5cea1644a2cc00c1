"""The people of one or several rosters in one list, with what the checks look at and the cells it comes from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

import attrs

from vocskills.bounds import Bounds
from vocskills.checks.flags import At
from vocskills.model.case import Case, filled, shared_by
from vocskills.model.fields import Listing, encode, fields_of
from vocskills.model.identity import Identity, one_spelling, read_identity
from vocskills.model.nouns import Cohort, Enrollment, Trainee
from vocskills.roster.found import Extra
from vocskills.roster.reading.said import tidy
from vocskills.roster.roster import Roster, RosterRow
from vocskills.roster.sheets import Cell, Raw, Sheet

K = TypeVar("K", bound=Hashable)

_ASIDE = re.compile(r"[（(【\[].*?[）)】\]]")
_SPACED = re.compile(r"[\s·•・.]")
_DIGITS = re.compile(r"\d{6,}")


@attrs.frozen(eq=False)
class Person:
    """One row of a roster.

    Attributes:
        files: all rosters.
        file: which roster, from 0.
        row: the row.
        case: its class.
        enrollment: the enrollment with what it shares with its class.
    """

    files: Files = attrs.field(repr=False)
    file: int
    row: RosterRow
    case: Case
    enrollment: Enrollment

    @property
    def trainee(self) -> Trainee:
        """The person, without facts if nothing is known."""
        return self.enrollment.trainee if isinstance(self.enrollment.trainee, Trainee) else Trainee()

    @cached_property
    def given(self) -> str:
        """The identity number that stands in the row, in one spelling; empty where no cell holds one as text.

        The reader leaves out a number that it has seen before; the checks look for just that.
        """
        return next(iter(self.numbers_given), "")

    @cached_property
    def numbers_given(self) -> tuple[str, ...]:
        """What stands in the columns of identity numbers; some rosters have two."""
        cells = (self.written(target) for target in ("trainee.id_number", Extra.SECOND_ID.target))
        return tuple(one_spelling(tidy(raw)[0]) for raw in cells if isinstance(raw, str) and raw.strip())

    @cached_property
    def identity(self) -> Identity:
        """What the number says; nothing if it is not right."""
        return read_identity(self.given or None)

    @property
    def number(self) -> str:
        """The identity number if it is right, else empty: a wrong one may be somebody else's."""
        return self.given if self.identity.birth else ""

    def written(self, target: str) -> Raw:
        """What stands in the person's cell in the column of a fact or an extra."""
        column = self.files.column(self, target)
        return self.files.sheet(self).value(self.row.row, column) if column else None

    @cached_property
    def name(self) -> str:
        """The name in the spelling in which names are compared: without spaces, dots and remarks in brackets."""
        plain = unicodedata.normalize("NFKC", tidy(self.trainee.name or "")[0])
        return _SPACED.sub("", _ASIDE.sub("", plain))

    @property
    def cohort(self) -> tuple[int, int]:
        """Which class: the roster and the place of the class in it."""
        return self.file, self.row.case

    @cached_property
    def days(self) -> tuple[Bounds, Bounds]:
        """First and last day, each as bounds."""
        info = fields_of(Enrollment)
        start, end = (encode(info[name], getattr(self.enrollment, name)) for name in ("start_date", "end_date"))
        return start, end

    def at(self, path: str) -> At:
        """The cell of a fact of the person or the class; the row where it has none of its own."""
        roster = self.files.rosters[self.file]
        shared = path.startswith("cohort")
        cell = roster.cell(self.row.case, path if shared else f"enrollments[{self.row.index}].{path}")
        return At(self.file, cell or self.files.cell(self, 0))

    def at_column(self, target: str) -> At:
        """The person's cell in the column of a fact or an extra; the row where there is no such column."""
        return At(self.file, self.files.cell(self, self.files.column(self, target)))

    def extra(self, extra: Extra) -> Raw:
        """What stands under a header that no rule reads."""
        return self.written(extra.target)

    def numbers(self, extra: Extra) -> Iterator[str]:
        """The long numbers in such a cell; a telephone cell may hold two."""
        raw = self.extra(extra)
        words = f"{raw:.0f}" if isinstance(raw, float) and raw.is_integer() else str(raw or "")
        yield from _DIGITS.findall(unicodedata.normalize("NFKC", words).replace(" ", ""))


@attrs.frozen(eq=False)
class Files:
    """Several rosters.

    Attributes:
        rosters: the rosters.
    """

    rosters: tuple[Roster, ...]
    _columns: dict[tuple[int, int], dict[str, int]] = attrs.field(factory=dict, init=False, repr=False)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Everybody, in the order of the files."""
        return tuple(self._people())

    def _people(self) -> Iterator[Person]:
        for file, roster in enumerate(self.rosters):
            shared = list(map(shared_by, roster.cases))
            for row in roster.rows:
                case = roster.cases[row.case]
                assert isinstance(case.enrollments, Listing)
                yield Person(self, file, row, case, filled(case.enrollments.items[row.index], shared[row.case]))

    @cached_property
    def classes(self) -> dict[tuple[int, int], tuple[Person, ...]]:
        """The people of each class."""
        return grouped(self.people, lambda person: person.cohort)

    def sheet(self, person: Person) -> Sheet:
        """The sheet on which a person stands."""
        return self.rosters[person.file].workbook.sheets[person.row.sheet]

    def column(self, person: Person, target: str) -> int:
        """The column of a fact or an extra on a person's sheet, from 1; 0 where there is none."""
        known = self._columns.setdefault((person.file, person.row.sheet), {})
        if target not in known:
            table = self.rosters[person.file].table(person.row.sheet)
            known[target] = table.column_of(target) if table is not None else 0
        return known[target]

    def cell(self, person: Person, column: int) -> Cell:
        """A cell of a person's row; column 0 is the row as a whole."""
        return Cell(person.row.sheet, person.row.row, column, self.sheet(person).name)


def grouped(people: Iterable[Person], key: Callable[[Person], K]) -> dict[K, tuple[Person, ...]]:
    """People by a key; those whose key is empty are left out."""
    found: dict[K, list[Person]] = {}
    for person in people:
        value = key(person)
        if value:
            found.setdefault(value, []).append(person)
    return {value: tuple(members) for value, members in found.items()}


def cohort_of(person: Person) -> Cohort:
    """The class of a person, without facts if nothing is known of it."""
    return person.case.cohort if isinstance(person.case.cohort, Cohort) else Cohort()


def distinct(people: Sequence[Person]) -> tuple[Person, ...]:
    """People without those who are somebody before them by their number."""
    return tuple({person.number or id(person): person for person in reversed(people)}.values())[::-1]
