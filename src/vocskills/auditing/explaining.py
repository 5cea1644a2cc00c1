"""One row of a table in files explained: nothing is read but the row, the other rows of its person, and their records.

Only the columns that tell persons apart are gone through to the end, some rows at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from vocskills.assessment import Assessment
from vocskills.auditing.faults import row_of
from vocskills.auditing.parts import checks_of
from vocskills.auditing.persons import KEY, NUMBER
from vocskills.auditing.prepare import part_of
from vocskills.auditing.routes import Routes, routes
from vocskills.auditing.run import Run
from vocskills.auditing.sources import Source
from vocskills.errors import Fault, InputError

if TYPE_CHECKING:
    import polars as pl

_BLOCK = 100_000


def assessment_of(run: Run, sources: Mapping[str, Source], row: int) -> Assessment:
    """A row decided as a case, with the other claims of its person.

    Args:
        run: over the tables of these columns.
        sources: the tables.
        row: its place in the table of claims, from 0.

    Raises:
        InputError: the row, or one of the person's others, cannot be read.
    """
    claims, headers = sources["claims"], run.table.headers
    further = {name: one.table.headers for name, one in run.further.items() if name != "checks"}
    ways = routes([(claims, headers), *((sources[name], one) for name, one in further.items())], _BLOCK)
    way = _way(ways, claims.at([row]), headers)
    rows = [row] if way is None else _places(claims, headers, ways, way)
    mine = claims.at(rows)
    records = {
        name: sources[name].at([] if way is None else _places(sources[name], one, ways, way))
        for name, one in further.items()
    }
    if "checks" in run.further:
        records["checks"] = checks_of(run, sources["checks"].whole(), mine)
    try:
        return part_of(run, mine, records, None).assessment(rows.index(row))
    except InputError as error:
        raise InputError(_in_files(error.faults, rows, claims)) from None


def _person_columns(headers: Mapping[str, str]) -> list[str]:
    return [headers[path] for path in (KEY, NUMBER) if path in headers]


def _way(ways: Routes, row: pl.DataFrame, headers: Mapping[str, str]) -> int | None:
    """The way of the person of one row."""
    found: int | None = ways.of(row, headers)[0] if _person_columns(headers) else None
    return found


def _places(source: Source, headers: Mapping[str, str], ways: Routes, way: int) -> list[int]:
    """Where the rows stand that go this way: those of the person, and whose may not be told apart from theirs here."""
    columns = _person_columns(headers)
    if not columns:
        return []
    found: list[int] = []
    at = 0
    for block in source.blocks(_BLOCK, columns):
        found += ((ways.of(block, headers) == way).arg_true() + at).to_list()
        at += len(block)
    return found


def _in_files(faults: Sequence[Fault], rows: Sequence[int], source: Source) -> list[Fault]:
    """Faults of a few rows at the places that these have in the whole table."""
    found = []
    for fault in faults:
        column, number = row_of(fault)
        if number is None:
            found.append((-1, fault))
        else:
            found.append((rows[number], attrs.evolve(fault, where=f"{column}[{rows[number]}]")))
    return [fault for _, fault in source.placed(found)]
