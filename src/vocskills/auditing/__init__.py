"""Many: a table of claims in, the same kind of table out, decided by the same rules with the same answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, Literal, TypeVar

from vocskills.assessment.cases import By
from vocskills.auditing.records import MOST_FAULTS, records_of
from vocskills.auditing.result import Audit, LeftOut, MissingColumn
from vocskills.auditing.run import Run
from vocskills.auditing.table import table_of
from vocskills.door import Codes
from vocskills.errors import Fault, InputError, did_you_mean, extra, similar
from vocskills.model.case import Ruling
from vocskills.places import check_place
from vocskills.policy.pack import Policy
from vocskills.text import Text

__all__ = ["Audit", "LeftOut", "MissingColumn", "audit"]

_BY_WHAT = Text("没有说明按什么判定", "nothing says what to decide by")
_GIVE_ONE = Text("给出 place（行政区划代码）或 policy", "give place (a division code) or policy")
_NO_COLUMN = Text("表中没有这一列", "no table has such a column")
_NO_TABLE = Text("没有这种附表", "there is no such further table")


def audit(
    frame: Any,
    policy: str | Policy | None = None,
    *,
    place: str | None = None,
    policies: Sequence[Policy] = (),
    alone: bool = False,
    mapping: Mapping[str, str] | None = None,
    history: Any = None,
    statuses: Any = None,
    checks: Any = None,
    complete: Collection[str] = (),
    rulings: Sequence[Ruling] = (),
    on_fault: Literal["raise", "report"] = "raise",
    key: bytes | None = None,
) -> Audit:
    """Decides a whole table of claims, one row a claim of one person.

    A column is named by the path of the fact that it holds (``trainee.birth_date``, ``certificate.kind``) or by the
    fact's Chinese name; other columns are carried along. A null, a blank or NaN is not known; text may be partial, as
    in a case (``1975-03``, ``2020-10-01..``). A column ``trainee.statuses.registered_poor`` says whether the status
    held on the governing dates. Claims of one person, wherever they stand, are decided in order; persons are told
    apart by ``trainee.person_key`` or a full ``trainee.id_number``, and the history of anybody else is not known.

    Args:
        frame: polars (DataFrame, LazyFrame), pandas, pyarrow, a DuckDB relation, or anything with the Arrow PyCapsule
            interface.
        policy: as for :func:`vocskills.assess`; so are ``place``, ``policies``, ``alone`` and ``key``.
        place: see there; one of the two is needed.
        policies: see there.
        alone: see there.
        mapping: the facts of the user's own columns, by the name of the column.
        history: awards on record, one a row: the person and the fields of :class:`vocskills.Award`.
        statuses: dated statuses of persons, one a row: the person and the fields of :class:`vocskills.Status`.
        checks: checks of classes, one a row: ``cohort.id`` and the fields of :class:`vocskills.Check`.
        complete: the further tables that hold all there is (``history``, ``checks``); for awards a column
            ``trainee.awards.complete`` may say so row by row.
        rulings: decisions on clauses that a text delegates or leaves unsettled, for all rows.
        on_fault: whether faults of rows are raised, or reported and the other rows decided.
        key: see there.

    Returns:
        The table of the same kind with the columns of the answer, see :class:`Audit`.

    Raises:
        InputError: columns that cannot be read, or, unless they are to be reported, rows with faults: all of them, each
            with its column and row (counted from 0), the first of very many.
        CoverageError: there is no such policy.
        ExtraError: Polars or Narwhals is not installed.
    """
    with extra("frames"):
        import narwhals  # noqa: F401 (the doorway of the other kinds of frames)
        import polars as pl

    from vocskills.auditing.kinds import opened

    if place is not None:
        check_place(place, "place")
    elif policy is None:
        raise InputError(Fault(_BY_WHAT, remedy=_GIVE_ONE))
    wrong = [Fault(_NO_TABLE, "complete", text=name) for name in complete if name not in ("history", "checks")]
    if wrong:
        raise InputError(wrong)
    claims, back = opened(frame)
    codes, names = Codes(), mapping or {}
    given = {"history": history, "statuses": statuses, "checks": checks}
    others = {name: opened(one, name)[0] for name, one in given.items() if one is not None}
    known = [column for one in (claims, *others.values()) for column in one.columns]
    unknown = [
        Fault(_NO_COLUMN, name, remedy=did_you_mean(similar(name, known))) for name in names if name not in known
    ]
    faults, further = list(unknown), {}
    table = _collected(faults, partial(table_of, claims, names))
    for name, one in others.items():
        records = _collected(faults, partial(records_of, name, one, names, codes))
        if records is not None:
            further[name] = records
    if table is None or faults:
        raise InputError(faults)
    by = By(policy, place, tuple(policies), key, alone)
    run = Run(table, by, codes, further, frozenset(complete), tuple(rulings))
    run.check()
    answers, wrong_rows = run.decide()
    if wrong_rows and (on_fault == "raise" or not answers.width):
        raise InputError(limited(wrong_rows))
    answered = answers.drop("^row")
    return Audit(back(pl.concat([claims, answered], how="horizontal")), tuple(wrong_rows), run, answered, back)


T = TypeVar("T")


def _collected(faults: list[Fault], make: Callable[[], T]) -> T | None:
    """What is made, if it can be; the faults found in making it are added."""
    try:
        return make()
    except InputError as error:
        faults += error.faults
        return None


def limited(faults: Sequence[Fault]) -> list[Fault]:
    """The first of very many faults, and how many there are."""
    if len(faults) <= MOST_FAULTS:
        return list(faults)
    more = Text(
        f"共 {len(faults):,} 处错误，只列出前 {MOST_FAULTS} 处",
        f"{len(faults):,} faults, the first {MOST_FAULTS} listed",
    )
    return [*faults[:MOST_FAULTS], Fault(more)]
