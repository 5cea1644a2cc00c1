"""Further tables: awards on record and dated statuses of persons, checks of classes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from vocskills import door
from vocskills.auditing.cells import cell, read_cell
from vocskills.auditing.encode import Distinct, Encoded, encoded, ends_by_code, everywhere, nowhere
from vocskills.auditing.table import Table, wrong_type
from vocskills.convert.structure import structure_case
from vocskills.door import Codes
from vocskills.engines.columns import EXISTS, ROW, high
from vocskills.errors import Fault, InputError, did_you_mean, similar
from vocskills.language.nodes import County, Element, InArea
from vocskills.model.fields import CODES_MAX, Kind, Listing, fields_of
from vocskills.model.records import Award, Check, Status
from vocskills.model.terms import AwardState
from vocskills.roster.columns import Column, Role, columns
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

MOST_FAULTS = 200
"""So many faults of a table are listed one by one; of more the number is said."""

NOUNS: dict[str, Any] = {"history": Award, "statuses": Status, "checks": Check}
"""What stands in the rows of each further table."""
_OWNERS = {"history": "trainee.awards", "statuses": "trainee.statuses", "checks": "cohort.checks"}
_KEYS = {
    "history": ("trainee.person_key", "trainee.id_number"),
    "statuses": ("trainee.person_key", "trainee.id_number"),
    "checks": ("cohort.id",),
}
_COUNTED = (AwardState.DECIDED, AwardState.PAID)
_NO_KEY = Text("缺少对应到申领的列", "no column tells which claims the records belong to")
_NO_FIELD = Text("没有这个字段", "there is no such field")


@attrs.frozen
class Records:
    """A further table.

    Attributes:
        name: ``history``, ``statuses`` or ``checks``.
        table: its rows; the columns by the path of the fact, those of the records by the name of the field.
        codes: the numbers of codes.
    """

    name: str
    table: Table
    codes: Codes

    @property
    def noun(self) -> Any:
        """What stands in a row."""
        return NOUNS[self.name]

    def fields(self) -> dict[str, Column]:
        """The columns of the records by the name of the field."""
        return {path: column_of(self.name, path) for path in self.table.headers if path in fields_of(self.noun)}

    @cached_property
    def _plain(self) -> list[dict[str, str]]:
        found = self.fields()
        rows = self.table.frame.rows(named=True)
        headers = self.table.headers
        cells = ({n: cell(row[headers[n]]) for n in found} for row in rows)
        return [{name: _word(found[name], text) for name, text in one.items() if text.strip()} for one in cells]

    @cached_property
    def _encoded(self) -> dict[str, Encoded]:
        """The fields as bounds."""
        return {name: encoded(column, self.table, name, self.codes) for name, column in self.fields().items()}

    def items(self, places: Iterable[int], where: str) -> tuple[tuple[Any, ...], list[Fault]]:
        """Some rows as records, and what is wrong with them."""
        numbers = list(places)
        noun, _, field = _OWNERS[self.name].partition(".")
        plain = {noun: {field: {"items": [self._plain[number] for number in numbers]}}}
        case, faults = structure_case(plain, written=True)
        items: tuple[Any, ...] = getattr(getattr(case, noun), field).items
        return items, [self._placed(fault, numbers) for fault in faults]

    def _placed(self, fault: Fault, numbers: Sequence[int]) -> Fault:
        """A fault at the row of the table that it is of."""
        inside = fault.where.removeprefix(_OWNERS[self.name])
        number, _, field = inside.removeprefix("[").partition("]")
        header = self.table.headers.get(field.removeprefix("."), field.removeprefix("."))
        row = f"[{numbers[int(number)]}]" if number.isdigit() else ""
        return attrs.evolve(fault, where=f"{self.name}.{header}{row}")

    def faults(self) -> list[Fault]:
        """Everything that is wrong with the rows."""
        bad = nowhere(self.table.frame.height)
        for one in self._encoded.values():
            bad = bad | one.bad
        found: list[Fault] = []
        for number in bad.arg_true().to_list():
            found += self.items([number], "")[1]
        return found

    def frame(self, elements: Iterable[Element]) -> pl.DataFrame:
        """The records as the engines read them: whether each counts, and the fields that rules ask for."""
        import polars as pl

        wanted = list(elements)
        made: dict[str, pl.Series] = {}
        for element in wanted:
            made |= self._ends(element)
        if self.name == "history":
            made |= self._counts()
        frame = pl.DataFrame(made) if made else pl.DataFrame()
        if not made:
            frame = pl.DataFrame({ROW: pl.int_range(self.table.frame.height, eager=True)}).drop(ROW)
        same = [name for name in made if high(name) in made and (made[name] == made[high(name)]).all()]
        return frame.drop([high(name) for name in same])

    def _ends(self, element: Element) -> dict[str, pl.Series]:
        import polars as pl

        derived = element.derived
        name = derived.code if isinstance(derived, InArea | County) else element.field
        if name not in self.table.headers:
            return {}
        column, values = column_of(self.name, name), self.table.series(name)
        if derived is None:
            one = self._encoded[name]
            low, top = one.low, one.high
        else:
            low, top = self._derived(derived, column, values.cast(pl.String))
        dtype = pl.Boolean if element.type.kind is Kind.BOOL else pl.Int64
        return {element.field: low.cast(dtype), high(element.field): top.cast(dtype)}

    def _derived(self, how: object, column: Column, texts: pl.Series) -> tuple[pl.Series, pl.Series]:
        distinct = Distinct.of(texts)
        if isinstance(how, InArea):
            area = how.area
            return ends_by_code(distinct, column, lambda code: door.in_area(code, area), (0, 1))
        return ends_by_code(distinct, column, lambda code: door.county(code, self.codes), (0, CODES_MAX))

    def _counts(self) -> dict[str, pl.Series]:
        """An award recovered or withdrawn does not count, one of unknown state perhaps."""
        if "state" not in self.table.headers:
            height = self.table.frame.height
            return {EXISTS: nowhere(height), high(EXISTS): everywhere(height)}
        state = self._encoded["state"]
        counted = [one.code for one in _COUNTED]
        known = state.low == state.high
        counts = state.low.is_in(counted)
        return {EXISTS: known & counts, high(EXISTS): ~known | counts}


def _word(column: Column, text: str) -> str:
    try:
        plain = read_cell(column, text)
    except InputError:
        return text
    return plain if isinstance(plain, str) else "false" if plain is False else text


def column_of(name: str, field: str) -> Column:
    """A field of the records as a column."""
    info = fields_of(NOUNS[name])[field]
    return Column(f"{name}.{field}", info.label.zh, Role.FIELD, info, (field,))


def records_of(name: str, frame: pl.DataFrame, mapping: Mapping[str, str], codes: Codes) -> Records:
    """Finds the fields of the records in a further table.

    Raises:
        InputError: a column of the wrong type, or none that tells which claims the records belong to.
    """
    noun, faults, headers = NOUNS[name], [], {}
    labels = {info.label.zh: field for field, info in fields_of(noun).items()}
    for header in frame.columns:
        wanted = mapping.get(header, header)
        wanted = labels.get(wanted, wanted.removeprefix(f"{_OWNERS[name]}.").removeprefix("awards."))
        owner = next((key for key in _KEYS[name] if wanted in (key, key.partition(".")[2]) and wanted != "id"), None)
        owner = owner or next((key for key in _KEYS[name] if wanted in (key, columns()[key].label)), None)
        if owner:
            headers[owner] = header
            faults += wrong_type(columns()[owner], header, frame.schema[header])
        elif wanted in fields_of(noun):
            headers[wanted] = header
            faults += wrong_type(column_of(name, wanted), header, frame.schema[header])
        elif header in mapping:
            remedy = did_you_mean(similar(wanted, fields_of(noun)))
            faults.append(Fault(_NO_FIELD, f"{name}.{header}", text=wanted, remedy=remedy))
    if not any(key in headers for key in _KEYS[name]):
        expected = Text("、".join(_KEYS[name]), " or ".join(_KEYS[name]))
        faults.append(Fault(_NO_KEY, name, expected=expected))
    if faults:
        raise InputError(faults)
    return Records(name, Table(frame, headers), codes)


Owner = Callable[[int], "list[int]"]
"""The rows of a further table that belong to a claim."""


def by_owner(owners: pl.Series) -> dict[int | str, list[int]]:
    """The rows of a further table by whose they are."""
    import polars as pl

    grouped = (
        pl.DataFrame({"o": owners, ROW: pl.int_range(len(owners), eager=True)}).drop_nulls().group_by("o").agg(ROW)
    )
    return dict(grouped.iter_rows())


def listing(items: tuple[Any, ...], *, complete: bool) -> Listing[Any]:
    """Records as a case has them."""
    return Listing(items, complete)
