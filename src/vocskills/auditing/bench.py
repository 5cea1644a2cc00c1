"""Whole tables of claims judged: plain intervals for all rows, then those in doubt tried world by world.

What :func:`vocskills.assessment.doubt.judge` does for one claim, for a table: the rows that plain intervals leave open
are written out once for each combination of their unknown finite facts (the same prefix of at most 64), run again and
gathered, so that a table and a single case never differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from vocskills.assessment.docket import Docket
from vocskills.auditing.gather import CLAIM as _CLAIM
from vocskills.auditing.gather import OneWorld, Worlds, typed
from vocskills.auditing.lines import PARTS, cells_of
from vocskills.auditing.weighing import WORLDS, Made, Weighing, tried
from vocskills.bounds import Bounds
from vocskills.engines.cells import Cell, Cells, Pair
from vocskills.engines.columns import ROW, Compiler, ListShape, Program, Shape, high, rest
from vocskills.engines.frames import Polars, run
from vocskills.language.nodes import Fact
from vocskills.model.fields import Kind

if TYPE_CHECKING:
    import polars as pl

Lists = Mapping[str, "pl.DataFrame"]
"""Tables of records by the list's name."""


class Bench:
    """The entries of a docket, ready for tables."""

    def __init__(self, docket: Docket) -> None:
        self.docket = docket
        self.weighing = Weighing(docket)
        self.names = self.weighing.names
        self._programs: dict[object, list[tuple[str, Program[pl.Expr]]]] = {}

    def judge(
        self,
        claims: pl.DataFrame,
        lists: Mapping[str, Lists] | None = None,
        constants: Mapping[str, Bounds] | None = None,
    ) -> pl.DataFrame:
        """Judges a table of claims.

        Args:
            claims: one row a claim: :data:`~vocskills.engines.columns.ROW`, and a column for each fact by its name in
                the docket, with a second one (:func:`~vocskills.engines.columns.high`) where it is in doubt anywhere.
                Truths are booleans, all else whole numbers of 64 bits; there are no nulls. Where a list may have more
                records, :func:`~vocskills.engines.columns.rest` says how many.
            lists: by the ``order`` of entries, the records that these entries see.
            constants: facts that are the same in all rows.

        Returns:
            One row a claim, in the same order. For each entry its ``outcome``, ``least`` and ``most`` (the amount in
            fen where it can be paid at all), ``payable`` and its high end, ``failed`` and ``open`` (bit masks of its
            rules), ``payees`` and ``funds`` (bit masks of codes, -1 if not stated), ``fund`` and its high end,
            ``barred`` by each text beside (low and high), ``award`` (whether it surely, perhaps becomes one), and
            ``total``.
        """
        import polars as pl

        lists, constants = lists or {}, constants or {}
        counted = self._counted(self._run(claims, lists, constants), constants)
        single = counted.filter(pl.col(WORLDS) == 1).rename({ROW: _CLAIM})
        parts = [self._gathered(single, OneWorld(Cells(Polars())))]
        doubtful = counted.filter(pl.col(WORLDS) > 1)
        if doubtful.height:
            worlds = self._in_worlds(doubtful, claims.columns, lists, constants)
            parts.append(self._gathered(worlds, Worlds(Cells(Polars()))))
        found = pl.concat(parts).rename({_CLAIM: ROW})
        return claims.select(ROW).join(found, on=ROW, how="left", maintain_order="left")

    # -- plain intervals -----------------------------------------------------------------------------------------------

    def _run(self, claims: pl.DataFrame, lists: Mapping[str, Lists], constants: Mapping[str, Bounds]) -> pl.DataFrame:
        """The claims with the columns of every entry."""
        import polars as pl

        frame = claims.lazy()
        for order, program in self._compiled(claims, lists, constants):
            records = {name: records.lazy() for name, records in lists.get(order, {}).items()}
            frame = run(program, frame, records)
        made = [name.of(part) for name in self.names for part in PARTS]
        # What is the same everywhere would be of 32 bits.
        return frame.select(*claims.columns, *(pl.col(name).cast(pl.Int64) for name in made)).collect()

    def _compiled(
        self, claims: pl.DataFrame, lists: Mapping[str, Lists], constants: Mapping[str, Bounds]
    ) -> list[tuple[str, Program[pl.Expr]]]:
        """One program for the entries of each order, which see the same records."""
        shapes = {order: {s: tuple(r.columns) for s, r in found.items()} for order, found in lists.items()}
        key = tuple(claims.columns), repr(shapes), tuple(constants.items())
        if key not in self._programs:
            orders: dict[str, list[int]] = {}
            for number, entry in enumerate(self.docket.entries):
                orders.setdefault(entry.order, []).append(number)
            self._programs[key] = [
                (order, self._program(place, numbers, claims, lists.get(order, {}), constants))
                for place, (order, numbers) in enumerate(orders.items())
            ]
        return self._programs[key]

    def _program(
        self, place: int, numbers: Sequence[int], claims: pl.DataFrame, lists: Lists, constants: Mapping[str, Bounds]
    ) -> Program[pl.Expr]:
        policy = self.docket.entries[numbers[0]].policy.id
        has = set(claims.columns)
        shapes = {
            name: list_shape(records.columns, None if rest(name) in has else 0) for name, records in lists.items()
        }
        compiler = Compiler(Polars(), shape(self.docket, policy, has, constants, shapes), f"^{place} ")
        outputs: dict[str, Cell[pl.Expr]] = {}
        for number in numbers:
            outputs |= cells_of(compiler, self.docket.entries[number], self.names[number])
        return compiler.program(outputs)

    # -- worlds --------------------------------------------------------------------------------------------------------

    def _wide(self, columns: Iterable[str], constants: Mapping[str, Bounds]) -> dict[str, Fact]:
        has = set(columns)
        return self.weighing.wide(lambda key: high(key) not in has if key in has else None, constants)

    def _counted(self, plain: pl.DataFrame, constants: Mapping[str, Bounds]) -> pl.DataFrame:
        """How many worlds each claim has; facts that have no columns and may be tried get some."""
        cells: Cells[pl.Expr] = Cells(Polars())
        wide = self._wide(plain.columns, constants)
        made: Made = {}
        ends: dict[str, Pair] = {}
        for key, fact in wide.items():
            truth = fact.type.kind is Kind.BOOL
            ends[key] = cells.column(key, truth=truth), cells.column(high(key), truth=truth)
            if key not in plain.columns:
                lo, hi = (
                    cells.fixed(bool(e)) if truth else cells.number(e) for e in constants.get(key, (fact.lo, fact.hi))
                )
                made |= {key: lo, high(key): hi}
        return _staged(
            plain.lazy(), (made, self.weighing.settled(cells), *self.weighing.counted(cells, ends))
        ).collect()

    def _in_worlds(
        self,
        doubtful: pl.DataFrame,
        known: Sequence[str],
        lists: Mapping[str, Lists],
        constants: Mapping[str, Bounds],
    ) -> pl.DataFrame:
        """The rows in doubt, once for each world, with the columns of every entry in that world."""
        import polars as pl

        wide = self._wide(doubtful.columns, constants)
        worlds = doubtful.with_columns(pl.int_ranges(0, pl.col(WORLDS)).alias(WORLDS)).explode(WORLDS)
        worlds = worlds.rename({ROW: _CLAIM}).with_row_index(ROW).with_columns(pl.col(ROW).cast(pl.Int64))
        before = pl.lit(1)
        picks: dict[str, pl.Expr] = {}
        for key, fact in wide.items():
            if key not in self.weighing.correlated:
                continue
            value = _number(key) + pl.col(WORLDS) // before % pl.col(tried(key))
            for end in (key, high(key)):
                picked = pl.when(pl.col(tried(key)) > 1).then(value).otherwise(_number(end))
                picks[end] = picked.cast(pl.Boolean if fact.type.kind is Kind.BOOL else pl.Int64)
            before = before * pl.col(tried(key))
        worlds = worlds.with_columns(**picks)
        columns = list(dict.fromkeys([ROW, *known, *picks]))
        again = self._run(worlds.select(columns), self._lists_of(worlds, lists), constants)
        kept = {}
        for number, name in enumerate(self.names):
            keep = pl.col(name.of("settled")) if number in self.docket.followed else pl.lit(True)
            for part in PARTS:
                new = pl.col(f"{name.of(part)} again")
                kept[name.of(part)] = pl.when(keep).then(name.of(part)).otherwise(new)
        again = again.select(
            pl.col(name.of(part)).alias(f"{name.of(part)} again") for name in self.names for part in PARTS
        )
        return pl.concat([worlds, again], how="horizontal").with_columns(**kept)

    def _lists_of(self, worlds: pl.DataFrame, lists: Mapping[str, Lists]) -> dict[str, dict[str, pl.DataFrame]]:
        """The records of the rows in doubt, once for each world."""
        places = worlds.select(ROW, _CLAIM)
        return {
            order: {
                name: records.rename({ROW: _CLAIM}).join(places, on=_CLAIM, how="inner").drop(_CLAIM)
                for name, records in found.items()
            }
            for order, found in lists.items()
        }

    # -- what is said over all worlds ----------------------------------------------------------------------------------

    def beside(self, number: int) -> dict[str, list[int]]:
        """The entries of each text beside that may bar an entry; only local ones are barred."""
        return self.weighing.beside(number)

    def _gathered(self, worlds: pl.DataFrame, over: OneWorld | Worlds) -> pl.DataFrame:
        """What is said over all worlds of a claim."""
        frame = _staged(worlds.lazy(), self.weighing.weighed(over.cells))
        return over.gathered(frame, self.weighing.over_worlds(over.cells, over)).collect()


def _staged(frame: pl.LazyFrame, stages: Iterable[Made]) -> pl.LazyFrame:
    for stage in stages:
        frame = frame.with_columns(**typed(stage))
    return frame


def shape(
    docket: Docket, policy: str, has: set[str], constants: Mapping[str, Bounds], lists: Mapping[str, ListShape]
) -> Shape:
    """What is known of a table, the facts by the paths that the trees of a policy use."""
    prefix = f"{policy}:"
    keys = {key: key.removeprefix(prefix) for key in docket.facts if key.startswith(prefix) or ":" not in key}
    columns = {path: key for key, path in keys.items() if key in has}
    known = {path: constants[key] for key, path in keys.items() if key in constants}
    points = frozenset(key for key in columns.values() if high(key) not in has)
    return Shape(columns, points, known, lists)


def list_shape(has: Iterable[str], more: int | None) -> ListShape:
    """What is known of a table of records that has some columns."""
    every = set(has)
    columns = {column for column in every if not column.endswith(high("")) and column != ROW}
    return ListShape(frozenset(columns), frozenset(c for c in columns if high(c) not in every), {}, more)


def _number(column: str) -> pl.Expr:
    import polars as pl

    return pl.col(column).cast(pl.Int64)
