"""Tables judged by machine code, where llvmlite is installed: row for row what :mod:`~vocskills.auditing.bench` says.

Compiling takes from a tenth of a second to two, as the rules are few or many, and is done once a process for the same
texts and the same kind of table. It pays for tables of :data:`ROWS` rows or more.
"""

from __future__ import annotations

import ctypes
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs

from vocskills.assessment.docket import Docket
from vocskills.assessment.others import AWARDS
from vocskills.auditing.assembly import Assembler, Assembly, Known
from vocskills.auditing.awards import PERSON, Awarding, whole
from vocskills.auditing.processors import available_processors
from vocskills.bounds import Bounds
from vocskills.engines.columns import ROW
from vocskills.engines.machine import compiled

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

Lists = Mapping[str, "pl.DataFrame"]
"""Tables of records by the list's name."""

ROWS = 100
"""Smaller tables are done before the code is compiled."""
MANY = 200_000
"""From so many rows on, in one table or in several, it pays to take more time for better code."""
LANES = 8
"""So many of them are then judged side by side."""
TOGETHER = 2_000
"""Fewer claims of a wave are not shared out."""
AT, PLACE, NUMBER = "^at", "^place", "^number"
_KEPT = 16


def available() -> bool:
    """Whether there is what machine code is made with."""
    return all(find_spec(name) is not None for name in ("llvmlite", "numpy"))


class Machine:
    """Judges tables of one kind."""

    def __init__(self, docket: Docket, awarding: Awarding | None, known: Known, rows: int) -> None:
        self.docket = docket
        self.awarding = awarding
        self.code = _compiled(docket, known, awarding, rows)

    @classmethod
    def of(
        cls,
        docket: Docket,
        claims: pl.DataFrame,
        lists: Mapping[str, Lists],
        constants: Mapping[str, Bounds] | None = None,
        awarding: Awarding | None = None,
    ) -> Machine:
        """What judges a table and all of the same kind."""
        import polars as pl

        columns = {name: kind == pl.Boolean for name, kind in claims.schema.items() if name not in (ROW, PERSON)}
        records: dict[str, set[str]] = {}
        for found in lists.values():
            for source, frame in found.items():
                records.setdefault(source, set()).update(_columns(frame) if len(frame) else ())
        kinds = tuple((source, tuple(sorted(names))) for source, names in sorted(records.items()))
        known = Known(tuple(sorted(columns.items())), kinds, tuple(sorted((constants or {}).items())))
        return cls(docket, awarding, known, len(claims))

    def judge(
        self,
        claims: pl.DataFrame,
        lists: Mapping[str, Lists] | None = None,
        constants: Mapping[str, Bounds] | None = None,
    ) -> pl.DataFrame:
        """Judges claims each by itself; see :meth:`vocskills.auditing.bench.Bench.judge`."""
        import polars as pl

        return self.walk(claims, lists or {}, pl.int_range(len(claims), eager=True), pl.DataFrame())

    def walk(
        self, claims: pl.DataFrame, lists: Mapping[str, Lists], alone: pl.Series, several: pl.DataFrame
    ) -> pl.DataFrame:
        """Judges claims, each with the awards of the ones before it.

        Args:
            claims: the facts of the claims.
            lists: by the order of entries, the records.
            alone: where in the table the claims stand that are joined to no other.
            several: the claims of persons with several, those of each person together and in order: where in the table
                each stands (:data:`AT`), the place among those of the person (:data:`PLACE`), and how many these are
                (:data:`NUMBER`).

        Returns:
            What is said of these claims, in the order of the table.
        """
        import numpy as np
        import polars as pl

        code = self.code.assembly
        records = list(self._records(claims, lists))
        size = len(claims)
        varying = [name for name in code.said if name not in code.fixed]
        out = [np.empty(size, dtype=f"i{code.said[name] // 8}") for name in varying]
        waves = Waves.of(size, alone, several, len(self.docket.paying))
        with ThreadPoolExecutor(available_processors()) as pool:
            columns = list(pool.map(lambda name: _memory(claims.get_column(name)), code.loaded))
            self.code.run(columns, records, out, waves, pool)
        made: dict[str, Any] = {ROW: claims.get_column(ROW)}
        said = dict(zip(varying, out, strict=True))
        kinds: dict[int, Any] = {8: pl.Boolean, 16: pl.Int16, 32: pl.Int32, 64: pl.Int64}
        for name, bits in code.said.items():
            same = name in code.fixed
            column = pl.Series([code.fixed[name]]).new_from_index(0, size) if same else pl.Series(said[name])
            made[name] = column.cast(kinds[bits])
        found = pl.DataFrame(made)
        return found if len(waves.places) == size else found[pl.Series(waves.places).sort()]

    def _records(self, claims: pl.DataFrame, lists: Mapping[str, Lists]) -> Iterator[np.ndarray]:
        """For each question where the records of each claim begin, and their columns."""
        import numpy as np
        import polars as pl

        none = pl.DataFrame(schema={ROW: pl.Int64})
        known: dict[tuple[int, str], tuple[np.ndarray, pl.DataFrame]] = {}
        for question in self.code.assembly.questions:
            source = question.source
            frame = lists.get(question.order, {}).get(source, none)
            if (id(frame), source) not in known:
                own = source == AWARDS and self.awarding is not None
                every = whole(frame, self.awarding.elements, [ROW]) if own and self.awarding else frame
                known[id(frame), source] = _by_claim(claims.get_column(ROW), every)
            begins, found = known[id(frame), source]
            yield begins
            for name in question.columns:
                yield _memory(found.get_column(name)) if name in found.columns else np.empty(0, dtype=np.int64)


def _by_claim(rows: pl.Series, records: pl.DataFrame) -> tuple[np.ndarray, pl.DataFrame]:
    """Where the records of each claim begin, and at last where they end; and the records in the order of the claims."""
    import numpy as np

    claims, owners = rows.to_numpy(), records.get_column(ROW).to_numpy()
    # Rows of a table are mostly in order already, and those in order are put in order at once.
    order = np.argsort(claims, kind="stable")
    places = np.searchsorted(claims, owners, sorter=order).clip(max=max(len(claims) - 1, 0))
    at = order[places] if len(claims) else places
    theirs = claims[at] == owners if len(claims) else np.zeros(0, dtype=np.bool_)
    kept = np.flatnonzero(theirs)
    kept = kept[np.argsort(at[kept], kind="stable")]
    counts = np.bincount(at[kept], minlength=len(claims))
    return np.append(0, np.cumsum(counts)).astype(np.int64), records[kept]


def _columns(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name != ROW]


def _memory(column: pl.Series) -> np.ndarray:
    """The values of a column one after the other."""
    import numpy as np
    import polars as pl

    if column.dtype == pl.Boolean:
        column = column.cast(pl.UInt8)
    return np.ascontiguousarray(column.to_numpy())


# -- code --------------------------------------------------------------------------------------------------------------


class Code:
    """Compiled code.

    Attributes:
        assembly: what was compiled.
        optimized: whether time was taken for it to be better.
        rows: how many rows it was asked for so far.
    """

    def __init__(self, assembly: Assembly, *, optimized: bool) -> None:
        self.assembly = assembly
        self.optimized = optimized
        self.rows = 0
        self._engine = compiled(assembly.source, optimized=optimized)
        address = self._engine.get_function_address("walk")
        self._walk = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 11, ctypes.c_int64, ctypes.c_int64)(address)

    def run(
        self,
        columns: Sequence[np.ndarray],
        records: Sequence[np.ndarray],
        out: Sequence[np.ndarray],
        waves: Waves,
        pool: ThreadPoolExecutor,
    ) -> None:
        """Runs it over claims: wave after wave, the claims of each on all processors."""
        import numpy as np

        addresses = [_addresses(arrays) for arrays in (columns, records, out)]
        had = np.empty(waves.room * self.assembly.record, dtype=np.int64)
        shared = (had, waves.places, waves.persons, waves.last, waves.areas, np.zeros_like(waves.areas))

        def part(span: tuple[int, int]) -> None:
            own = [np.zeros(size, dtype=np.int64) for size in (self.assembly.room, self.assembly.record)]
            self._walk(*(array.ctypes.data for array in (*addresses, *own, *shared)), *span)

        processors = available_processors()
        for start, end in pairwise(waves.cuts):
            if end - start < TOGETHER:
                part((start, end))
            else:
                list(pool.map(part, pairwise(np.linspace(start, end, processors + 1).astype(np.int64).tolist())))


@attrs.frozen(eq=False)
class Waves:
    """The claims in the order in which they are judged: everybody's first ones, then the second ones, and so on.

    Those of a wave are taken in the order of the table: so memory is read and written in its order too.

    Attributes:
        places: where in the table the claims stand.
        cuts: where waves begin and end.
        persons: for each claim of the table the number of its person, 0 if it is joined to no other.
        last: whether no claim comes after it.
        areas: for each person where the awards begin that the claims become.
        room: how many awards there may be.
    """

    places: np.ndarray
    cuts: list[int]
    persons: np.ndarray
    last: np.ndarray
    areas: np.ndarray
    room: int

    @classmethod
    def of(cls, size: int, alone: pl.Series, several: pl.DataFrame, paying: int) -> Waves:
        """The order of some claims of a table."""
        import numpy as np

        persons, last = np.zeros(size, dtype=np.int64), np.ones(size, dtype=np.uint8)
        first = np.zeros(size, dtype=np.bool_)
        first[alone.to_numpy()] = True
        if not len(several):
            places = np.arange(size) if len(alone) == size else np.flatnonzero(first)
            return cls(places, [0, len(places)], persons, last, np.zeros(1, dtype=np.int64), 0)
        at, place, number = (several[name].to_numpy().astype(np.int64) for name in (AT, PLACE, NUMBER))
        persons[at] = np.cumsum(place == 0)
        last[at] = place == number - 1
        room = np.append(0, (number[place == 0] - 1) * paying)
        areas = np.cumsum(room) - room
        first[at[place == 0]] = True
        places = np.flatnonzero(first)
        later = np.sort(place[place > 0] * size + at[place > 0])
        cuts = np.cumsum([0, len(places), *np.bincount(later // size)[1:]])
        return cls(np.concatenate([places, later % size]), cuts.tolist(), persons, last, areas, int(room.sum()))


_codes: OrderedDict[object, Code] = OrderedDict()


def _compiled(docket: Docket, known: Known, awarding: Awarding | None, rows: int) -> Code:
    """The code for tables of a kind, compiled again once it is asked for many rows."""
    key = docket.entries, docket.local, known, awarding and _marks(awarding)
    code = _codes.get(key)
    so_far = rows if code is None else code.rows + rows
    many = so_far >= MANY
    if code is None or (many and not code.optimized):
        assembly = Assembler(docket, known, awarding, LANES if many else 1).assembly()
        code = _codes[key] = Code(assembly, optimized=many)
        if len(_codes) > _KEPT:
            _codes.popitem(last=False)
    code.rows = so_far
    _codes.move_to_end(key)
    return code


def _marks(awarding: Awarding) -> object:
    """What of awards stands in the code."""
    constants = tuple((index, tuple(fields.items())) for index, fields in awarding.constants.items())
    return awarding.elements, tuple(awarding.template.items()), constants, tuple(awarding.given.items())


def _addresses(arrays: Sequence[np.ndarray]) -> np.ndarray:
    import numpy as np

    return np.array([array.ctypes.data for array in arrays] or [0], dtype=np.int64)
