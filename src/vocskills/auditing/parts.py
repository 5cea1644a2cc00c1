"""A table decided part by part: rows sorted by person into parts on disk, and the answers back into their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from vocskills.auditing.faults import FaultLog, limited, row_of
from vocskills.auditing.persons import among, identifiers
from vocskills.auditing.prepare import part_of
from vocskills.auditing.records import Records
from vocskills.auditing.routes import Routes, routes
from vocskills.auditing.run import Run
from vocskills.auditing.shelf import AT, PIECE, Shelf
from vocskills.auditing.sources import Source
from vocskills.auditing.table import Table
from vocskills.auditing.tally import Tally
from vocskills.engines.columns import ROW
from vocskills.errors import Fault, InputError
from vocskills.progress import Watch
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

_SORTING, _DECIDING, _WRITING = Text("按人分组", "sorting by person"), Text("判定", "deciding"), Text("写出", "writing")
_CLAIM, _COHORT = "claim.id", "cohort.id"
_SEED = 20_220_901


def in_parts(
    run: Run, sources: Mapping[str, Source], tally: Tally, size: int, folder: Path, watch: Watch
) -> Iterator[pl.DataFrame]:
    """Decides a table part by part.

    Args:
        run: over the tables without their rows.
        sources: the tables.
        tally: counts.
        size: about how many rows a part has.
        folder: where the parts are put.
        watch: shows how far it is.

    Returns:
        The rows with their answers in the order of the table, to be gone through once.

    Raises:
        InputError: something is wrong with the records of a further table.
        OSError: a part cannot be written.
    """
    grouped = tuple(name for name in tally.by if name is not None and name in sources["claims"].schema)
    parts = _Parts(run, sources, size, folder, watch, grouped)
    parts.sort()
    parts.decide(tally)
    return parts.merged()


@attrs.frozen(eq=False)
class _Parts:
    """A table on its way; see :func:`in_parts` for the attributes. By the columns ``grouped`` totals are wanted."""

    run: Run
    sources: Mapping[str, Source]
    size: int
    folder: Path
    watch: Watch
    grouped: tuple[str, ...]
    hashes: list[pl.Series] = attrs.field(factory=list)

    @cached_property
    def shelves(self) -> dict[str, Shelf]:
        """Where the rows of each table and the answers are put."""
        return {name: Shelf(self.folder / f"{name} parts") for name in (*self.headers, "answers")}

    @cached_property
    def headers(self) -> dict[str, Mapping[str, str]]:
        """The columns of the tables that tell of persons, by fact."""
        further = {name: one.table.headers for name, one in self.run.further.items() if name != "checks"}
        return {"claims": self.run.table.headers, **further}

    @property
    def count(self) -> int:
        """How many parts there are."""
        return max(-(-self.sources["claims"].rows // self.size), 1)

    @cached_property
    def checks(self) -> pl.DataFrame | None:
        """The checks of all classes: there are few."""
        return self.sources["checks"].whole() if "checks" in self.sources else None

    # -- into parts ----------------------------------------------------------------------------------------------------

    def sort(self) -> None:
        """Puts all rows of a person, and the records that belong to them, into one part."""
        self._check_records()
        ways = routes([(self.sources[name], headers) for name, headers in self.headers.items()], self.size)
        for name in self.headers:
            for at, block in self._blocks(name, _SORTING):
                self._put(name, block, at, ways)

    def _blocks(self, name: str, doing: Text, *, every: bool = False) -> Iterator[tuple[int, pl.DataFrame]]:
        """The rows of a table, some at a time, with the place of the first."""
        source, at = self.sources[name], 0
        grouped = self.grouped if name == "claims" else ()
        columns = None if every else [*self.headers[name].values(), *grouped]
        steps = self.watch(doing, range(-(-source.rows // self.size)))
        for _, block in zip(steps, source.blocks(self.size, columns), strict=True):
            yield at, block
            at += len(block)

    def _put(self, name: str, block: pl.DataFrame, at: int, ways: Routes) -> None:
        import polars as pl

        headers = self.headers[name]
        rows = pl.int_range(at, at + len(block), eager=True, dtype=pl.Int64)
        piece = ways.of(block, headers) % self.count
        if name == "claims":
            piece = piece.fill_null(rows.cast(pl.UInt64) % self.count)
            if _CLAIM in headers:
                self.hashes.append(identifiers(block.get_column(headers[_CLAIM])).drop_nulls().hash(_SEED))
        block = block.with_columns(rows.alias(AT), piece.alias(PIECE))
        # Records of whom nothing is known belong to no claim.
        self.shelves[name].put(block.drop_nulls(PIECE))

    def _check_records(self) -> None:
        """Looks at the records of all further tables before anything is decided."""
        for name, records in self.run.further.items():
            log, at = FaultLog(), 0
            for block in self.sources[name].blocks(self.size, list(records.table.headers.values())):
                part = Records(name, Table(block, records.table.headers), records.codes)
                log.add(_moved(fault, at) for fault in part.faults())
                at += len(block)
            if log.count:
                raise InputError(limited([fault for _, fault in log.kept], log.count))

    @cached_property
    def twice(self) -> pl.Series:
        """The rows whose claim stands in the table more than once."""
        import polars as pl

        none = pl.Series([], dtype=pl.Int64)
        hashes = pl.concat(self.hashes).sort() if self.hashes else none
        self.hashes.clear()
        several = hashes.filter(hashes == hashes.shift(1)).unique()
        if not len(several):
            return none
        header, found, at = self.run.table.headers[_CLAIM], [], 0
        for block in self.sources["claims"].blocks(self.size, [header]):
            places = pl.int_range(at, at + len(block), eager=True)
            claims = pl.DataFrame({"claim": identifiers(block[header]), AT: places})
            found.append(claims.filter(among(claims["claim"].hash(_SEED), several)).drop_nulls())
            at += len(block)
        # Different claims of one hash are told apart here.
        return pl.concat(found).filter(pl.col("claim").is_duplicated())[AT].cast(pl.Int64)

    # -- decided -------------------------------------------------------------------------------------------------------

    def decide(self, tally: Tally) -> None:
        """Decides all parts."""
        import polars as pl

        twice = self.twice
        for number in self.watch(_DECIDING, range(self.count)):
            rows = {name: self.shelves[name].take(number) for name in self.headers}
            claims = rows.pop("claims")
            if claims is None and self.count > 1:
                continue
            if claims is None:
                claims = self.sources["claims"].empty.with_columns(pl.lit(0, dtype=pl.Int64).alias(AT))
            further = {name: self.sources[name].empty if one is None else one for name, one in rows.items()}
            if self.checks is not None:
                further["checks"] = checks_of(self.run, self.checks, claims)
            run = part_of(self.run, claims, further, among(claims[AT], twice))
            answers, faults = run.decide()
            answers = answers.drop(ROW)
            tally.add(run, answers, faults, claims[AT])
            self.shelves["answers"].put(answers.with_columns(claims[AT], (claims[AT] // self.size).alias(PIECE)))

    # -- together again ------------------------------------------------------------------------------------------------

    def merged(self) -> Iterator[pl.DataFrame]:
        """The rows with their answers in the order of the table."""
        import polars as pl

        for at, block in self._blocks("claims", _WRITING, every=True):
            answers = self.shelves["answers"].take(at // self.size)
            assert answers is not None and len(answers) == len(block)
            yield pl.concat([block, answers.sort(AT).drop(AT)], how="horizontal")


def checks_of(run: Run, checks: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """The checks of the classes of some claims."""
    import polars as pl

    header = run.table.headers.get(_COHORT)
    if header is None:
        return checks.head(0)
    owner = checks.get_column(run.further["checks"].table.headers[_COHORT]).cast(pl.String)
    return checks.filter(among(owner, claims[header].cast(pl.String)))


def _moved(fault: Fault, at: int) -> tuple[int, Fault]:
    """A fault of a row of a block as one of the whole table."""
    column, row = row_of(fault)
    return (-1, fault) if row is None else (at + row, attrs.evolve(fault, where=f"{column}[{at + row}]"))
