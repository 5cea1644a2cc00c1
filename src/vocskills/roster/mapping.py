"""The mapping of a school's headers to facts: shown after reading, corrected by hand, kept in a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from vocskills.convert.sources import Source, read_source
from vocskills.convert.structure import UNKNOWN_KEY
from vocskills.errors import Fault, InputError, did_you_mean, similar
from vocskills.roster.columns import Column, columns
from vocskills.roster.found import Certainty, Extra, Table
from vocskills.roster.headers import UNITS, known, plain
from vocskills.roster.reading.column import read_cell
from vocskills.roster.reading.said import Context
from vocskills.text import Text

IGNORE, UNKNOWN = "ignore", "unknown"
"""What stands for a column that is not to be read, and for one that was not understood."""

_KEYS = ("school", "sheets", "headers", "units", "values", "fill_down", "constants", "year")
_NO_TARGET = Text("没有这个字段", "there is no such fact")
_NOT_A_MAPPING = Text("应为 键: 值", "not a mapping of keys to values")
_NOT_A_LIST = Text("应为列表", "not a list")
_NO_UNIT = Text("没有这个单位", "there is no such unit")
_NOT_A_YEAR = Text("应为四位年份", "not a year of four digits")
_WRONG_CONSTANT = Text("这一字段不能写成这样", "not a value that the fact can have")


@attrs.frozen
class RosterMapping:
    """What a school's columns mean, where its headers or words do not say it themselves.

    Attributes:
        school: whose rosters they are.
        sheets: the sheets to read; all that hold people if none is named.
        headers: what a header says: paths, ``extra.…``, or nothing for a column that is not to be read.
        units: the unit of a column by its header.
        values: what codes and words mean, by header or path, as a case has it.
        fill_down: headers or paths of columns whose blank cells mean the one above.
        constants: facts that hold for every row that does not say otherwise, by path, as a cell has them.
        year: the year of dates that name none.
    """

    school: str = ""
    sheets: tuple[str, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    units: Mapping[str, str] = attrs.field(factory=dict)
    values: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    fill_down: tuple[str, ...] = ()
    constants: Mapping[str, str] = attrs.field(factory=dict)
    year: int | None = None

    def known_headers(self) -> dict[str, tuple[str, ...]]:
        """The headers in the one spelling in which they are compared."""
        return {plain(header): targets for header, targets in self.headers.items()}

    def of_column(self, header: str, target: str) -> tuple[str, Mapping[str, str], bool]:
        """The unit, the meanings of codes and whether to fill down, for a column of a header and what it says."""
        names = {plain(name) for name in (header, target, label(target))}
        unit = next((unit for name, unit in self.units.items() if plain(name) in names), "")
        codes = next((codes for name, codes in self.values.items() if plain(name) in names), {})
        return unit, codes, any(plain(name) in names for name in self.fill_down)

    def to_yaml(self) -> str:
        """The mapping as a file that :func:`read_mapping` reads."""
        import yaml

        headers = {header: " ".join(targets) or IGNORE for header, targets in self.headers.items()}
        values = {name: dict(codes) for name, codes in self.values.items()}
        said = {
            "school": self.school,
            "sheets": list(self.sheets),
            "headers": headers,
            "units": dict(self.units),
            "values": values,
            "fill_down": list(self.fill_down),
            "constants": dict(self.constants),
            "year": None if self.year is None else str(self.year),
        }
        kept = {key: value for key, value in said.items() if value}
        return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=120) if kept else ""


def label(target: str) -> str:
    """The Chinese label of what a column says."""
    if target.startswith("extra."):
        return next((extra.zh for extra in Extra if extra.target == target), target)
    found: Column | None = columns().get(target)
    return found.label if found is not None else target


def as_found(tables: Sequence[Table], mapping: RosterMapping) -> RosterMapping:
    """A mapping with every header as it was understood; those that were not stand as ``unknown`` to be filled in."""
    headers = dict(mapping.headers)
    for one in (column for table in tables for column in table.columns):
        if one.certainty is Certainty.NONE:
            headers.setdefault(one.header, (UNKNOWN,))
        else:
            headers.setdefault(one.header, one.targets)
    return attrs.evolve(mapping, headers=headers)


def read_mapping(source: str | bytes | Path | Mapping[str, Any], *, name: str = "") -> RosterMapping:
    """Reads a mapping file (YAML or JSON).

    Args:
        source: the file's path, its text, or what it holds.
        name: the file's name, for the faults.

    Raises:
        InputError: with everything that is wrong, each with line and column.
    """
    read = read_source(source, name)
    checker = _Checker(read)
    made = checker.mapping()
    if checker.faults or read.faults:
        raise InputError(read.located([*read.faults, *checker.faults]))
    return made


@attrs.define
class _Checker:
    read: Source
    faults: list[Fault] = attrs.field(factory=list)

    def mapping(self) -> RosterMapping:
        plain_values = self.read.plain
        if not isinstance(plain_values, Mapping):
            self._fault(_NOT_A_MAPPING, "")
            return RosterMapping()
        for key in plain_values:
            if key not in _KEYS:
                remedy = did_you_mean(similar(str(key), _KEYS, 1))
                self._fault(UNKNOWN_KEY, str(key), str(key), Text("、".join(_KEYS), ", ".join(_KEYS)), remedy)
        return RosterMapping(
            school=str(plain_values.get("school") or ""),
            sheets=tuple(self._list(plain_values, "sheets")),
            headers={
                header: self._targets(header, said)
                for header, said in self._pairs(plain_values, "headers")
                if said != UNKNOWN
            },
            units={header: self._unit(header, unit) for header, unit in self._pairs(plain_values, "units")},
            values=dict(self._values(plain_values)),
            fill_down=tuple(self._list(plain_values, "fill_down")),
            constants=dict(self._constants(plain_values)),
            year=self._year(plain_values.get("year")),
        )

    def _pairs(self, top: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
        found = top.get(key) or {}
        if not isinstance(found, Mapping):
            self._fault(_NOT_A_MAPPING, key)
            return
        for name, value in found.items():
            if isinstance(value, Mapping | list):
                self._fault(_NOT_A_MAPPING, f"{key}.{name}")
            else:
                yield str(name), _text(value)

    def _list(self, top: Mapping[str, Any], key: str) -> list[str]:
        found = top.get(key) or []
        if not isinstance(found, list):
            self._fault(_NOT_A_LIST, key)
            return []
        return [_text(one) for one in found]

    def _targets(self, header: str, said: str) -> tuple[str, ...]:
        if said in ("", IGNORE):
            return ()
        whole = known().get(plain(said))
        if whole is not None:
            return whole[0]
        targets: list[str] = []
        for word in said.split():
            found = known().get(plain(word))
            if found is None:
                near = did_you_mean(similar(word, [*columns(), *(one.target for one in Extra)], 1))
                self._fault(_NO_TARGET, f"headers.{header}", word, remedy=near)
            else:
                targets += found[0]
        return tuple(targets)

    def _unit(self, header: str, unit: str) -> str:
        if unit not in UNITS:
            self._fault(_NO_UNIT, f"units.{header}", unit, Text("、".join(sorted(UNITS)), ", ".join(sorted(UNITS))))
        return unit

    def _values(self, top: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
        found = top.get("values") or {}
        if not isinstance(found, Mapping):
            self._fault(_NOT_A_MAPPING, "values")
            return
        for name, codes in found.items():
            if isinstance(codes, Mapping):
                yield str(name), {_text(code): _text(meaning) for code, meaning in codes.items()}
            else:
                self._fault(_NOT_A_MAPPING, f"values.{name}")

    def _constants(self, top: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for name, value in self._pairs(top, "constants"):
            column = columns().get(name)
            if column is None:
                remedy = did_you_mean(similar(name, list(columns()), 1))
                self._fault(_NO_TARGET, f"constants.{name}", name, remedy=remedy)
                continue
            found = read_cell(column, value, Context())
            if found.value is None:
                note = found.notes[0] if found.notes else None
                expected = note.expected if note is not None else None
                self._fault(_WRONG_CONSTANT, f"constants.{name}", value, expected)
            yield column.path, value

    def _year(self, said: Any) -> int | None:
        text = _text(said)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            self._fault(_NOT_A_YEAR, "year", text)
            return None
        return int(text)

    def _fault(
        self, what: Text, where: str, text: str = "", expected: Text | None = None, remedy: Text | None = None
    ) -> None:
        self.faults.append(Fault(what, where, text=text, expected=expected, remedy=remedy))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
