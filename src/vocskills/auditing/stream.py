"""Tables of any size: files in, a file out, decided part by part where memory would not hold the whole.

All rows of a person go to one part (:mod:`vocskills.auditing.routes`), with the records that belong to them; each part
is decided as a table of its own, and the answers are put back into the order of the rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

import attrs

from vocskills.assessment import Assessment
from vocskills.assessment.answer import Receipt
from vocskills.assessment.cases import By
from vocskills.auditing.answers import columns_of
from vocskills.auditing.explaining import assessment_of
from vocskills.auditing.faults import limited, row_of
from vocskills.auditing.files import check_output, write_table
from vocskills.auditing.parts import in_parts
from vocskills.auditing.prepare import FURTHER, check_request, prepared
from vocskills.auditing.receipt import receipt_of
from vocskills.auditing.result import LeftOut, MissingColumn, left_out_of, missing_of
from vocskills.auditing.run import Run
from vocskills.auditing.sources import Source, is_files, opened_any, paths_of
from vocskills.auditing.tally import Tally
from vocskills.engines.columns import ROW
from vocskills.errors import Fault, InputError, extra
from vocskills.model.case import Ruling
from vocskills.policy.pack import Policy
from vocskills.progress import Watch, unwatched
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

MOST_CELLS = 25_000_000
"""A table of more cells is decided in parts: a million rows of 25 columns take about 2 GB."""
CELLS = 12_500_000
"""So many cells are decided at once where the table is not held as a whole."""
_NOT_POSITIVE = Text("不是正整数", "not a whole number above zero")
_NO_SUCH_TOTALS = Text("没有按此分组的合计", "no such totals were kept")
_CHANGED = Text("表已经变了，不再是判定时的行数", "the table has changed: it has another number of rows")


@attrs.frozen(eq=False)
class FileAudit:
    """What was decided of a table in files.

    Attributes:
        output: the file with the rows and the columns of the answer (see :class:`vocskills.Audit`), if one was wanted.
        rows: how many rows the table has.
        decided: how many of them are decided.
        faults: what is wrong with the others, and with broken rows of CSV that are not among them, each with its file
            and its line, or its row (from 0): the first of very many, and then how many there are.
    """

    output: Path | None
    rows: int
    decided: int
    faults: tuple[Fault, ...]
    _run: Run
    _totals: Mapping[str | None, pl.DataFrame]
    _given: Mapping[str, Any]
    _temp: Path | None

    @cached_property
    def missing(self) -> tuple[MissingColumn, ...]:
        """The facts that the texts read and of which the table says nothing, each once."""
        return missing_of(self._run)

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What the texts decide once of a class or its provider, and so of no row."""
        return left_out_of(self._run)

    def totals(self, by: str | None = None) -> pl.DataFrame:
        """Heads and amounts of each subsidy, as :meth:`vocskills.Audit.totals` has them.

        Args:
            by: ``class``, ``provider``, ``month``, ``fund``, as far as the table has their columns, and the columns
                that were asked for; nothing for the whole table.

        Raises:
            InputError: these totals were not kept.
        """
        if by not in self._totals:
            expected = Text(*(", ".join(filter(None, self._totals)),) * 2)
            raise InputError(Fault(_NO_SUCH_TOTALS, "by", text=str(by), expected=expected))
        return self._totals[by]

    def explain(self, row: int) -> Assessment:
        """One row as :func:`vocskills.assess` decides it, with the other claims of its person.

        Of the tables, which must be as they were, only these rows and the records that belong to them are read, and to
        find them the columns that tell persons apart. CSV, and a LazyFrame, is read as a whole.

        Args:
            row: the row's place in the table, from 0; broken rows of CSV are not counted.

        Raises:
            InputError: the row has faults, or the claims are no longer so many.
            IndexError: there is no such row.
            OSError: a file cannot be read.
        """
        if not 0 <= row < self.rows:
            raise IndexError(row)
        with self._opened() as sources:
            return assessment_of(self._run, sources, row)

    @cached_property
    def receipt(self) -> Receipt:
        """The receipt that the whole table would have; reads all tables again.

        Raises:
            InputError: the claims are no longer so many.
            OSError: a file cannot be read.
        """
        with self._opened() as sources:
            return receipt_of(self._run, {name: one.blocks(100_000) for name, one in sources.items()})

    @contextmanager
    def _opened(self) -> Iterator[dict[str, Source]]:
        """The tables, once more."""
        with TemporaryDirectory(prefix=".vocskills-", dir=self._temp) as folder:
            sources = {name: opened_any(one, name, Path(folder)) for name, one in self._given.items()}
            if sources["claims"].rows != self.rows:
                raise InputError(Fault(_CHANGED, file=sources["claims"].name))
            yield sources


def audit_files(
    claims: Any,
    output: str | Path | None = None,
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
    totals: Sequence[str] = (),
    rows: int | None = None,
    temp: str | Path | None = None,
    watch: Watch = unwatched,
) -> FileAudit:
    """Decides a table of claims in files of any size, with the answers that :func:`vocskills.audit` gives.

    A table of more than :data:`MOST_CELLS` cells, and any whose ``rows`` are given, is not held in memory: its rows are
    sorted by person into parts on disk, decided part by part, and written in their own order.

    Args:
        claims: a CSV (UTF-8) or Parquet file, a folder of Parquet files (by their names), a pattern such as
            ``claims-*.parquet``, several Parquet files, a polars LazyFrame, or any table that ``audit`` takes.
        output: the CSV or Parquet file to write; nothing to have the summary alone.
        policy: as for ``audit``; so are the arguments down to ``key``, the further tables also in the ways of
            ``claims``.
        place: see there.
        policies: see there.
        alone: see there.
        mapping: see there.
        history: see there.
        statuses: see there.
        checks: see there.
        complete: see there.
        rulings: see there.
        on_fault: see there; what is raised is raised before anything is written.
        key: see there.
        totals: columns by which totals are wanted besides class, provider, month and fund.
        rows: so many rows, about, are decided at a time; by default as many as have :data:`CELLS` cells.
        temp: the folder for parts of the table meanwhile, by default that of the output; they need about as much room
            as the table has uncompressed.
        watch: shows how far it is.

    Raises:
        InputError: a file that is not what its name says, columns that cannot be read, or, unless they are to be
            reported, rows with faults.
        CoverageError: there is no such policy.
        ExtraError: Polars or Narwhals is not installed.
        OSError: a file cannot be read or written; nothing half written is left.
    """
    with extra("frames"):
        import narwhals  # noqa: F401 (the doorway of the other kinds of frames)
        import polars  # noqa: F401

    if rows is not None and rows < 1:
        raise InputError(Fault(_NOT_POSITIVE, "rows", text=str(rows)))
    given = {"claims": claims, "history": history, "statuses": statuses, "checks": checks}
    given = {name: one for name, one in given.items() if one is not None}
    written = None if output is None else Path(output)
    if written is not None:
        check_output(written, [file for one in given.values() if is_files(one) for file in paths_of(one)])
    check_request(policy, place, complete)
    beside = Path(temp) if temp is not None else None if written is None else written.absolute().parent
    by = By(policy, place, tuple(policies), key, alone)
    with TemporaryDirectory(prefix=".vocskills-", dir=beside) as folder:
        sources = {name: opened_any(one, name, Path(folder)) for name, one in given.items()}
        _refuse_broken(sources)
        columns = len(sources["claims"].schema)
        whole = rows is None and sources["claims"].rows * columns <= MOST_CELLS
        frames = {name: one.whole() if whole else one.empty for name, one in sources.items()}
        try:
            run = prepared(frames.pop("claims"), frames, mapping or {}, by, complete, rulings)
            tally = Tally.of(run, totals)
            if whole:
                decided = _at_once(run, tally)
            else:
                decided = in_parts(run, sources, tally, rows or max(CELLS // columns, 1), Path(folder), watch)
        except InputError as error:
            raise InputError(limited(_in_files(error.faults, sources))) from None
        faults = tally.faults(sources["claims"])
        if faults and on_fault == "raise":
            raise InputError(faults)
        if written is not None:
            write_table(written, {**sources["claims"].schema, **columns_of(run.docket)}, lambda: decided)
    return FileAudit(written, sources["claims"].rows, tally.decided, tuple(faults), run, tally.totals, given, beside)


def _refuse_broken(sources: Mapping[str, Source]) -> None:
    """Of a further table no row is left out."""
    for name, source in sources.items():
        if name != "claims" and source.broken.count:
            raise InputError(limited([fault for _, fault in source.broken.kept], source.broken.count))


def _in_files(faults: Iterable[Fault], sources: Mapping[str, Source]) -> list[Fault]:
    """Faults with the files and lines of the tables that they are of."""
    found = []
    for fault in faults:
        name = fault.where.partition(".")[0]
        source = sources[name if name in FURTHER and name in sources else "claims"]
        row = row_of(fault)[1]
        found += [one for _, one in source.placed([(-1 if row is None else row, fault)])]
    return found


def _at_once(run: Run, tally: Tally) -> Iterator[pl.DataFrame]:
    """The whole table decided; its rows with their answers.

    Raises:
        InputError: something is wrong with the records of a further table.
    """
    import polars as pl

    answers, faults = run.decide()
    if not answers.width:
        raise InputError(faults)
    answers = answers.drop(ROW)
    tally.add(run, answers, faults)
    return iter([pl.concat([run.table.frame, answers], how="horizontal")])
