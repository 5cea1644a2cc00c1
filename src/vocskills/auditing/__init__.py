"""Many: a table of claims in, the same kind of table out, decided by the same rules with the same answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from vocskills.assessment.cases import By
from vocskills.auditing.faults import limited
from vocskills.auditing.prepare import check_request, prepared
from vocskills.auditing.result import Audit, LeftOut, MissingColumn
from vocskills.auditing.stream import FileAudit, audit_files
from vocskills.errors import InputError, extra
from vocskills.model.case import Ruling
from vocskills.policy.pack import Policy

__all__ = ["Audit", "FileAudit", "LeftOut", "MissingColumn", "audit", "audit_files"]


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

    check_request(policy, place, complete)
    claims, back = opened(frame)
    given = {"history": history, "statuses": statuses, "checks": checks}
    others = {name: opened(one, name)[0] for name, one in given.items() if one is not None}
    by = By(policy, place, tuple(policies), key, alone)
    run = prepared(claims, others, mapping or {}, by, complete, rulings)
    answers, wrong_rows = run.decide()
    if wrong_rows and (on_fault == "raise" or not answers.width):
        raise InputError(limited(wrong_rows))
    answered = answers.drop("^row")
    return Audit(back(pl.concat([claims, answered], how="horizontal")), tuple(wrong_rows), run, answered, back)
