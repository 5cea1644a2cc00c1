"""Whole tables of claims judged: plain intervals for all rows, then those in doubt tried world by world.

What :func:`vocskills.assessment.doubt.judge` does for one claim, for a table: the rows that plain intervals leave open
are written out once for each combination of their unknown finite facts (the same prefix of at most 64), run again and
gathered, so that a table and a single case never differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from vocskills.assessment.docket import Docket, is_finite
from vocskills.assessment.doubt import MOST_WORLDS
from vocskills.assessment.exclusive import excludes
from vocskills.auditing.gather import CLAIM as _CLAIM
from vocskills.auditing.gather import OneWorld, Worlds
from vocskills.auditing.lines import PARTS, UNSTATED, Name, cells_of, reads
from vocskills.auditing.worlds import correlated
from vocskills.bounds import Bounds
from vocskills.engines.cells import Cell
from vocskills.engines.columns import ROW, Compiler, ListShape, Program, Shape, high, rest
from vocskills.engines.frames import Polars, run
from vocskills.engines.plan import Outcome
from vocskills.language.nodes import Fact
from vocskills.model.fields import Kind

if TYPE_CHECKING:
    import polars as pl

Lists = Mapping[str, "pl.DataFrame"]
"""Tables of records by the list's name."""

_WORLD = "^world"
_BEYOND = MOST_WORLDS + 1


class Bench:
    """The entries of a docket, ready for tables."""

    def __init__(self, docket: Docket) -> None:
        self.docket = docket
        self.names = [Name(number) for number in range(len(docket.entries))]
        self._readers = reads(docket)
        self._correlated = correlated(docket)
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
        plain = self._run(claims, lists, constants).with_columns(**self._settled())
        counted = self._counted(plain, constants)
        single = counted.filter(pl.col(_WORLD) == 1).rename({ROW: _CLAIM})
        parts = [self._gathered(self._weighed(single), OneWorld())]
        doubtful = counted.filter(pl.col(_WORLD) > 1)
        if doubtful.height:
            worlds = self._in_worlds(doubtful, claims.columns, lists, constants)
            parts.append(self._gathered(self._weighed(worlds), Worlds()))
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
        compiler = Compiler(Polars(), self._shape(policy, claims, lists, constants), f"^{place} ")
        outputs: dict[str, Cell[pl.Expr]] = {}
        for number in numbers:
            outputs |= cells_of(compiler, self.docket.entries[number], self.names[number])
        return compiler.program(outputs)

    def _shape(self, policy: str, claims: pl.DataFrame, lists: Lists, constants: Mapping[str, Bounds]) -> Shape:
        """The facts by the paths that the trees of a policy use."""
        has = set(claims.columns)
        prefix = f"{policy}:"
        keys = {key: key.removeprefix(prefix) for key in self.docket.facts if key.startswith(prefix) or ":" not in key}
        columns = {path: key for key, path in keys.items() if key in has}
        known = {path: constants[key] for key, path in keys.items() if key in constants}
        points = frozenset(key for key in columns.values() if high(key) not in has)
        return Shape(columns, points, known, {name: self._list(name, records, has) for name, records in lists.items()})

    def _list(self, name: str, records: pl.DataFrame, has: set[str]) -> ListShape:
        columns = {column for column in records.columns if not column.endswith(high("")) and column != ROW}
        points = frozenset(column for column in columns if high(column) not in records.columns)
        return ListShape(frozenset(columns), points, {}, None if rest(name) in has else 0)

    # -- worlds --------------------------------------------------------------------------------------------------------

    def _settled(self) -> dict[str, pl.Expr]:
        """Whether nothing that is said of an entry is in doubt, and whether its facts are worth trying."""
        import polars as pl

        found = {}
        for number, name in enumerate(self.names):
            outcome = self._col(name, "outcome")
            same = [self._col(name, a) == self._col(name, b) for a, b in _ENDS]
            settled = ~_paid(outcome) | ((outcome == Outcome.ELIGIBLE.value) & reduce(lambda a, b: a & b, same))
            open_ = ~settled if number < self.docket.local else outcome == Outcome.UNDETERMINED.value
            found[name.of("settled")] = settled
            found[name.of("doubtful")] = open_ if number in self.docket.followed else pl.lit(False)
        return found

    def _wide(self, frame: pl.DataFrame, constants: Mapping[str, Bounds]) -> dict[str, Fact]:
        """The finite facts that may be in doubt in some row, in the docket's order."""
        has = set(frame.columns)
        found = {}
        for key, fact in self.docket.facts.items():
            lo, hi = constants.get(key, (fact.lo, fact.hi))
            if is_finite(fact) and (high(key) in has if key in has else lo < hi):
                found[key] = fact
        return found

    def _counted(self, plain: pl.DataFrame, constants: Mapping[str, Bounds]) -> pl.DataFrame:
        """How many values of each finite fact are tried, and how many worlds that makes: the longest prefix of 64."""
        import polars as pl

        wide = self._wide(plain, constants)
        frame = plain.lazy()
        before = pl.lit(1)
        for key, fact in wide.items():
            if key not in plain.columns:
                lo, hi = constants.get(key, (fact.lo, fact.hi))
                frame = frame.with_columns(**{key: pl.lit(_typed(fact, lo)), high(key): pl.lit(_typed(fact, hi))})
            span = _number(high(key)) - _number(key) + 1
            asked = pl.any_horizontal(
                pl.lit(False), *(self._col(self.names[n], "doubtful") for n in self._readers[key])
            )
            tried = pl.when(asked).then(span).otherwise(1).cast(pl.Int64)
            # Once beyond, always beyond: the product is cut off and never falls.
            product = (before * tried).clip(upper_bound=_BEYOND)
            frame = frame.with_columns(**{_tried(key): tried}).with_columns(**{_product(key): product})
            before = pl.col(_product(key))
            # Only those that something may make use of twice are written out.
            taken = (product <= MOST_WORLDS) & (pl.lit(key in self._correlated))
            frame = frame.with_columns(**{_tried(key): pl.when(taken).then(_tried(key)).otherwise(1)})
        worlds = reduce(lambda one, key: one * pl.col(_tried(key)), wide, pl.lit(1))
        return frame.with_columns(worlds.cast(pl.Int64).alias(_WORLD)).collect()

    def _in_worlds(
        self,
        doubtful: pl.DataFrame,
        known: Sequence[str],
        lists: Mapping[str, Lists],
        constants: Mapping[str, Bounds],
    ) -> pl.DataFrame:
        """The rows in doubt, once for each world, with the columns of every entry in that world."""
        import polars as pl

        wide = self._wide(doubtful, constants)
        worlds = doubtful.with_columns(pl.int_ranges(0, pl.col(_WORLD)).alias(_WORLD)).explode(_WORLD)
        worlds = worlds.rename({ROW: _CLAIM}).with_row_index(ROW).with_columns(pl.col(ROW).cast(pl.Int64))
        before = pl.lit(1)
        picks: dict[str, pl.Expr] = {}
        for key, fact in wide.items():
            if key not in self._correlated:
                continue
            value = _number(key) + pl.col(_WORLD) // before % pl.col(_tried(key))
            for end in (key, high(key)):
                picked = pl.when(pl.col(_tried(key)) > 1).then(value).otherwise(_number(end))
                picks[end] = picked.cast(pl.Boolean if fact.type.kind is Kind.BOOL else pl.Int64)
            before = before * pl.col(_tried(key))
        worlds = worlds.with_columns(**picks)
        columns = list(dict.fromkeys([ROW, *known, *picks]))
        again = self._run(worlds.select(columns), self._lists_of(worlds, lists), constants)
        kept = {}
        for number, name in enumerate(self.names):
            keep = self._col(name, "settled") if number in self.docket.followed else pl.lit(True)
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

    def _weighed(self, worlds: pl.DataFrame) -> pl.DataFrame:
        """In each world: which texts bar what, what can be paid, and what it comes to."""
        frame = worlds.lazy()
        for number in range(len(self.names)):
            frame = frame.with_columns(**self._barred(number))
            frame = frame.with_columns(**self._payable(number))
        return frame.with_columns(**self._total()).collect()

    def beside(self, number: int) -> dict[str, list[int]]:
        """The entries of each text beside that may bar an entry; only local ones are barred."""
        found: dict[str, list[int]] = {}
        if number >= self.docket.local:
            return found
        mine = self.docket.entries[number].kinds
        for other in range(self.docket.local, len(self.docket.entries)):
            entry = self.docket.entries[other]
            if mine & entry.binds:
                found.setdefault(entry.policy.id, []).append(other)
        return found

    def _barred(self, number: int) -> dict[str, pl.Expr]:
        """Whether each text beside bars an entry: its own subsidy surely, or perhaps, fails for this fund."""
        import polars as pl

        made: dict[str, pl.Expr] = {}
        for policy, others in self.beside(number).items():
            column = self.names[number].of(f"barred {policy}")
            lo, hi = pl.lit(False), pl.lit(False)
            for other in others:
                sure, perhaps = self._bars(number, other)
                lo, hi = pl.when(perhaps).then(sure).otherwise(lo), hi | perhaps
            made |= {column: lo, high(column): hi}
        return made

    def _bars(self, number: int, other: int) -> tuple[pl.Expr, pl.Expr]:
        mine, theirs = self.names[number], self.names[other]
        (al, ah), (bl, bh) = ((self._col(n, "fund"), self._col(n, high("fund"))) for n in (mine, theirs))
        meeting = (al != UNSTATED) & (bl != UNSTATED) & (al <= bh) & (bl <= ah)
        outcome = self._col(theirs, "outcome")
        fails = outcome == Outcome.INELIGIBLE.value
        judged = (self._col(theirs, "failed") > 0) | (self._col(theirs, "open") > 0)
        doubtful = (outcome == Outcome.UNDETERMINED.value) & judged
        return meeting & fails & (al == ah) & (bl == bh) & (al == bl), meeting & (fails | doubtful)

    def _payable(self, number: int) -> dict[str, pl.Expr]:
        import polars as pl

        name = self.names[number]
        columns = [name.of(f"barred {policy}") for policy in self.beside(number)]
        barred = pl.any_horizontal(pl.lit(False), *columns)
        perhaps = pl.any_horizontal(pl.lit(False), *map(high, columns))
        outcome = self._col(name, "outcome")
        sure = (outcome == Outcome.ELIGIBLE.value) & ~perhaps
        least = pl.when(sure).then(name.of("least")).otherwise(0)
        most = pl.when(_paid(outcome) & ~barred).then(name.of("most")).otherwise(0)
        return {name.of("payable"): least, high(name.of("payable")): most}

    def _total(self) -> dict[str, pl.Expr]:
        """What all local entries come to; of those that exclude each other the most."""
        return {column: self._sum(end) for column, end in (("total", str), (high("total"), high))}

    def _sum(self, end: Callable[[str], str]) -> pl.Expr:
        import polars as pl

        local = self.docket.paying
        payable = {number: pl.col(end(self.names[number].of("payable"))) for number in local}
        rivals = {one: {other for other in local if excludes(self.docket, one, other)} for one in local}
        alone = [payable[number] for number in local if not rivals[number]]
        sets = list(_apart(sorted(number for number in local if rivals[number]), rivals))
        most = [pl.sum_horizontal(pl.lit(0), *(payable[number] for number in one)) for one in sets]
        return pl.sum_horizontal(pl.lit(0), *alone, pl.max_horizontal(pl.lit(0), *most)).cast(pl.Int64)

    def _gathered(self, worlds: pl.DataFrame, over: _Over) -> pl.DataFrame:
        """What is said over all worlds of a claim."""
        import polars as pl

        wanted: dict[str, pl.Expr] = {}
        for number in range(len(self.names)):
            wanted |= self._over_worlds(number, over)
        total = pl.col("total"), pl.col(high("total"))
        wanted |= {"total": over.least(total[0]), high("total"): over.most(total[1])}
        return over.gathered(worlds.lazy(), wanted).with_columns(**self._reasons()).collect()

    def _over_worlds(self, number: int, over: _Over) -> dict[str, pl.Expr]:
        name = self.names[number]
        paid = _paid(self._col(name, "outcome"))
        failed, open_ = self._col(name, "failed"), self._col(name, "open")
        made = {
            "outcome": over.same(self._col(name, "outcome"), Outcome.UNDETERMINED.value),
            "least": over.least(self._col(name, "least"), paid, 0),
            "most": over.most(self._col(name, "most"), paid, 0),
            "failed": over.all_bits(failed),
            "touched": over.any_bits(failed | open_),
            "paid": over.some(paid),
            "payees": over.any_bits(self._col(name, "payees"), paid),
            "funds": over.any_bits(self._col(name, "funds"), paid),
            "fund": over.least(self._col(name, "fund"), paid, UNSTATED),
            high("fund"): over.most(self._col(name, high("fund")), paid, UNSTATED),
        }
        payable = self._col(name, "payable"), self._col(name, high("payable"))
        made |= {"payable": over.least(payable[0]), high("payable"): over.most(payable[1])}
        if number in self.docket.paying:
            made |= self._award(number, paid, over)
            for policy in self.beside(number):
                column = f"barred {policy}"
                made[column] = over.every(self._col(name, column))
                made[high(column)] = over.some(self._col(name, high(column)))
        return {name.of(part): expr for part, expr in made.items()}

    def _award(self, number: int, paid: pl.Expr, over: _Over) -> dict[str, pl.Expr]:
        """Whether an entry becomes an award; see :func:`vocskills.assessment.claims.award_of`."""
        import polars as pl

        name, entry = self.names[number], self.docket.entries[number]
        columns = [name.of(f"barred {policy}") for policy in self.beside(number)]
        barred = pl.any_horizontal(pl.lit(False), *columns)
        perhaps = pl.any_horizontal(pl.lit(False), *map(high, columns))
        rivals = [other for other in range(self.docket.local) if excludes(self.docket, number, other)]
        one_of = [over.some(paid & _paid(self._col(self.names[other], "outcome"))) for other in rivals]
        sure = over.every(self._col(name, "outcome") == Outcome.ELIGIBLE.value) & ~over.some(perhaps)
        sure = reduce(lambda a, b: a & ~b, one_of, sure) & pl.lit(entry.pays and not entry.subsidy.discretionary)
        possible = over.some(paid) & ~over.every(barred)
        return {"award": sure & possible, high("award"): possible}

    def _reasons(self) -> dict[str, pl.Expr]:
        """A rule fails that fails in every world; it is open where worlds differ or it is open in some."""
        return {name.of("open"): self._col(name, "touched") & ~self._col(name, "failed") for name in self.names}

    def _col(self, name: Name, part: str) -> pl.Expr:
        import polars as pl

        return pl.col(name.of(part))


_Over = OneWorld | Worlds
_ENDS = (("least", "most"), ("payee", high("payee")), ("fund", high("fund")))


def _paid(outcome: pl.Expr) -> pl.Expr:
    return (outcome == Outcome.UNDETERMINED.value) | (outcome == Outcome.ELIGIBLE.value)


def _typed(fact: Fact, end: int) -> int | bool:
    return bool(end) if fact.type.kind is Kind.BOOL else end


def _number(column: str) -> pl.Expr:
    import polars as pl

    return pl.col(column).cast(pl.Int64)


def _tried(key: str) -> str:
    return f"^tried {key}"


def _product(key: str) -> str:
    return f"^worlds {key}"


def _apart(numbers: Sequence[int], rivals: Mapping[int, set[int]]) -> Iterator[tuple[int, ...]]:
    """Every set of entries of which no two exclude each other."""
    if not numbers:
        yield ()
        return
    first, *others = numbers
    for rest_ in _apart(others, rivals):
        yield rest_
        if not rivals[first] & set(rest_):
            yield (first, *rest_)
