"""What is asked of a table, looked at before anything is decided."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import attrs

from vocskills.assessment.cases import By
from vocskills.auditing.answers import columns_of
from vocskills.auditing.records import Records, records_of
from vocskills.auditing.run import Run
from vocskills.auditing.table import Table, table_of
from vocskills.door import Codes
from vocskills.errors import Fault, InputError, did_you_mean, similar
from vocskills.model.case import Ruling
from vocskills.places import check_place
from vocskills.policy.pack import Policy
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

FURTHER = ("history", "statuses", "checks")
"""The further tables."""
_BY_WHAT = Text("没有说明按什么判定", "nothing says what to decide by")
_GIVE_ONE = Text("给出 place（行政区划代码）或 policy", "give place (a division code) or policy")
_NO_COLUMN = Text("表中没有这一列", "no table has such a column")
_NO_TABLE = Text("没有这种附表", "there is no such further table")
_ANSWERED = Text("表中已有判定结果的列", "the table already has a column of the answer")
_DROP_IT = Text("删去或改名这些列再判定", "drop or rename these columns first")

T = TypeVar("T")


def check_request(policy: str | Policy | None, place: str | None, complete: Collection[str]) -> None:
    """Looks at the arguments that are no tables.

    Raises:
        InputError: nothing to decide by, no such place, or no such further table.
    """
    if place is not None:
        check_place(place, "place")
    elif policy is None:
        raise InputError(Fault(_BY_WHAT, remedy=_GIVE_ONE))
    wrong = [Fault(_NO_TABLE, "complete", text=name) for name in complete if name not in ("history", "checks")]
    if wrong:
        raise InputError(wrong)


def prepared(
    claims: pl.DataFrame,
    further: Mapping[str, pl.DataFrame],
    mapping: Mapping[str, str],
    by: By,
    complete: Collection[str],
    rulings: Sequence[Ruling],
) -> Run:
    """A run over tables whose columns were found.

    Raises:
        InputError: columns that cannot be read, or without which nothing can be decided: all of them.
    """
    codes = Codes()
    known = [column for one in (claims, *further.values()) for column in one.columns]
    faults = [
        Fault(_NO_COLUMN, name, remedy=did_you_mean(similar(name, known))) for name in mapping if name not in known
    ]
    records: dict[str, Records] = {}
    table = _collected(faults, partial(table_of, claims, mapping))
    for name, one in further.items():
        wrong: list[Fault] = []
        found = _collected(wrong, partial(records_of, name, one, mapping, codes))
        faults += [attrs.evolve(fault, where=_within(name, fault.where)) for fault in wrong]
        if found is not None:
            records[name] = found
    if table is None or faults:
        raise InputError(faults)
    run = Run(table, by, codes, records, frozenset(complete), tuple(rulings))
    run.check()
    taken = [Fault(_ANSWERED, name, remedy=_DROP_IT) for name in columns_of(run.docket) if name in claims.columns]
    if taken:
        raise InputError(taken)
    return run


def _within(table: str, where: str) -> str:
    """A column as one of a further table."""
    return where if where.partition(".")[0] == table else f"{table}.{where}"


def _collected(faults: list[Fault], make: Callable[[], T]) -> T | None:
    """What is made, if it can be; the faults found in making it are added."""
    try:
        return make()
    except InputError as error:
        faults += error.faults
        return None


def part_of(run: Run, claims: pl.DataFrame, further: Mapping[str, pl.DataFrame], twice: pl.Series | None) -> Run:
    """The run over some rows of the same tables, those of whole persons.

    Args:
        run: the run over the tables of these columns.
        claims: some rows.
        further: the records that belong to them.
        twice: the rows whose claim stands elsewhere in the table too.
    """
    codes = Codes()
    table = Table(claims, run.table.headers)
    records = {name: Records(name, Table(further[name], one.table.headers), codes) for name, one in run.further.items()}
    return Run(table, run.by, codes, records, run.complete, run.rulings, twice)
