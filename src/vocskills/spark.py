"""Spark, where one machine ends: the same decisions on many, each person's claims together in one place.

The claims are put so that all of one person are in one partition and beside one another, the person's awards on record
with the first of them; then every worker decides its part with :func:`vocskills.audit`, some hundred thousand claims of
whole persons at a time. Needs the extra ``spark`` on the driver and the workers, and Java.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import attrs

from vocskills.errors import Fault, InputError
from vocskills.model.case import Ruling
from vocskills.policy.load import load_policy
from vocskills.policy.pack import Policy
from vocskills.text import Text

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame

PERSON = "trainee.person_key"
CHUNK = 200_000
"""Claims that a worker decides at a time; it needs about 2 KB for each."""

_KEY, _HAD = "^key", "^history"
_NO_PERSON = Text("表里没有 trainee.person_key 这一列", "there is no column trainee.person_key")
_GIVE_IT = Text("加上人员标识一列；不知道是谁的留空", "add the column of person keys; leave blank what nobody knows")


def audit(
    claims: DataFrame,
    policy: str | Path | None = None,
    *,
    place: str | None = None,
    policies: Sequence[Path] = (),
    alone: bool = False,
    history: DataFrame | None = None,
    complete: Collection[str] = (),
    rulings: Sequence[Ruling] = (),
    on_fault: Literal["raise", "report"] = "raise",
    partitions: int | None = None,
    chunk: int = CHUNK,
) -> DataFrame:
    """Decides a Spark table of claims, one row a claim of one person.

    Persons are told apart by the column ``trainee.person_key`` alone: it says where a claim is decided. A row without
    one is nobody's, is decided alone, and goes to any worker.

    Args:
        claims: columns named by fact path, as for :func:`vocskills.audit`.
        policy: the id of a policy of the library, or the path of a pack, the same on every worker: each loads it
            itself, because a loaded policy holds numbers of codes that are good in its own process only.
        place: as for :func:`vocskills.audit`; so are ``alone``, ``complete``, ``rulings`` and ``on_fault``.
        policies: paths of further packs.
        alone: see there.
        history: awards on record, one a row: ``trainee.person_key`` and fields of an award.
        complete: see there.
        rulings: see there.
        on_fault: see there; a fault that is raised ends the job.
        partitions: in how many parts the table is decided; by default Spark's own number.
        chunk: how many claims a worker decides at a time.

    Returns:
        The table with the columns of the answer, in no order; nothing is decided before Spark asks for it.

    Raises:
        InputError: there is no column of persons, or a column that cannot be read.
    """
    from pyspark.sql import functions as F  # noqa: N812 (as everybody calls it)

    for table in (claims, history):
        if table is not None and PERSON not in table.columns:
            raise InputError(Fault(_NO_PERSON, PERSON, remedy=_GIVE_IT))
    given = {"place": place, "alone": alone, "complete": tuple(complete), "on_fault": on_fault}
    decide = _Decide(policy, tuple(policies), {**given, "rulings": tuple(rulings)}, chunk)
    schema = _schema(claims, history, decide)
    columns = [_KEY, *claims.columns, *([_HAD] if history is not None else [])]
    person = _column(PERSON)
    # Of nobody known: by all that the row says, so that a repeated task finds it in the same place.
    nobody = F.concat(F.lit("^"), F.xxhash64(*map(_column, claims.columns)).cast("string"))
    keyed = claims.withColumn(_KEY, F.coalesce(person.cast("string"), nobody))
    if history is not None:
        had = history.groupBy(person.alias(_KEY)).agg(
            F.collect_list(F.struct(*map(_column, history.columns))).alias(_HAD)
        )
        keyed = keyed.join(had, on=_KEY, how="left")
    number = partitions or int(claims.sparkSession.conf.get("spark.sql.shuffle.partitions") or 200)
    spread = keyed.repartition(number, _column(_KEY)).sortWithinPartitions(_column(_KEY))
    # Spark looks its columns up without quoting the dots in their names.
    plain = spread.select(*map(_column, columns)).toDF(*(f"c{number}" for number in range(len(columns))))
    return plain.mapInArrow(attrs.evolve(decide, names=tuple(columns)), schema)


def _column(name: str) -> Column:
    """A column whose name has dots in it."""
    from pyspark.sql import functions as F  # noqa: N812

    return F.col(f"`{name}`")


def _schema(claims: DataFrame, history: DataFrame | None, decide: _Decide) -> Any:
    """The columns of the answer: what deciding a first row gives."""
    from pyspark.sql.types import BooleanType, LongType, StringType, StructField, StructType

    had = history.limit(0).toArrow() if history is not None else None
    first = claims.limit(1).toArrow()
    answer = decide.decided(first, had).schema
    kinds = {"int": LongType(), "bool": BooleanType()}
    found = list(claims.schema.fields)
    for field in answer:
        if field.name not in claims.columns:
            kind = next((kind for name, kind in kinds.items() if str(field.type).startswith(name)), StringType())
            found.append(StructField(field.name, kind))
    return StructType(found)


@attrs.frozen
class _Decide:
    """What a worker does: the claims of a partition, some whole persons at a time.

    Attributes:
        policy: what to decide by.
        packs: further packs.
        given: the other arguments of ``audit``.
        chunk: how many claims at a time.
        names: the names of the columns that come.
    """

    policy: str | Path | None
    packs: tuple[Path, ...]
    given: dict[str, Any]
    chunk: int
    names: tuple[str, ...] = ()

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Decides the batches of a partition, which is sorted by person."""
        import pyarrow as pa

        kept: list[pa.RecordBatch] = []
        for batch in batches:
            kept.append(batch.rename_columns(list(self.names)))
            if sum(one.num_rows for one in kept) >= self.chunk:
                table = pa.Table.from_batches(kept)
                whole = _last_person(table)
                kept = table.slice(whole).to_batches()
                yield from self._batches(table.slice(0, whole))
        if kept:
            yield from self._batches(pa.Table.from_batches(kept))

    def _batches(self, table: pa.Table) -> Iterator[pa.RecordBatch]:
        import polars as pl

        if not table.num_rows:
            return
        claims = pl.DataFrame(table)
        had = None
        if _HAD in self.names:
            had = claims.filter(pl.col(_KEY).is_first_distinct()).select(_HAD).drop_nulls().explode(_HAD).unnest(_HAD)
        bare = table.drop_columns([name for name in (_KEY, _HAD) if name in table.column_names])
        yield from self.decided(bare, None if had is None else had.to_arrow()).to_batches()

    def decided(self, claims: pa.Table, history: pa.Table | None) -> pa.Table:
        """The claims with the columns of the answer, in the types of Spark."""
        import pyarrow as pa

        from vocskills.auditing import audit as one_machine

        policy = _loaded(self.policy) if isinstance(self.policy, Path) else self.policy
        policies = [_loaded(pack) for pack in self.packs]
        found = one_machine(claims, policy, policies=policies, history=history, **self.given).frame
        columns = [*claims.columns, *(_plain(found[name]) for name in found.column_names[claims.num_columns :])]
        return pa.table(columns, names=found.column_names)


@lru_cache(maxsize=32)
def _loaded(pack: Path) -> Policy:
    """A pack, read once in each process."""
    return load_policy(pack)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of the answer as text, 64 bits or truth."""
    import pyarrow as pa

    if pa.types.is_integer(column.type):
        return column.cast(pa.int64())
    return column if pa.types.is_boolean(column.type) else column.cast(pa.string())


def _last_person(table: pa.Table) -> int:
    """Where the last person of a sorted table begins; more of that person's claims may follow."""
    import pyarrow.compute as pc

    keys = table[_KEY]
    return int(pc.index(keys, keys[-1]).as_py())
