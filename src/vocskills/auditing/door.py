"""The door for tables: columns of values made ready for the engines, as :mod:`vocskills.door` does for one case.

What follows from one value is worked out once for each distinct value, by the functions of that door. A row in which
something may be wrong, or which says what columns cannot (dated statuses, figures with a source), is marked *careful*
and is decided as a case instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, reduce
from typing import TYPE_CHECKING

from vocskills import door
from vocskills.auditing.encode import BIRTH, SEX, Distinct, Encoded, encoded, ends_by_code, given
from vocskills.auditing.numbers import births_and_sexes
from vocskills.auditing.processors import available_processors
from vocskills.auditing.suspicion import suspicions
from vocskills.auditing.table import Table
from vocskills.bounds import OPEN, Bounds
from vocskills.calendar import DAY_MAX, DAY_MIN
from vocskills.door import Codes
from vocskills.engines.columns import ROW, Compiler, Shape, high
from vocskills.engines.frames import Polars, calendar, run
from vocskills.language import vocabulary
from vocskills.language.nodes import County, Exists, Fact, Holds, InArea, Node, facts_in
from vocskills.model.fields import CODES_MAX, Absent, Kind
from vocskills.model.nouns import DAYS_MAX
from vocskills.model.terms import Category, FormerRetirementAge, Sex, kinds_of
from vocskills.roster.columns import Column, Role

if TYPE_CHECKING:
    import polars as pl

Ends = tuple["pl.Expr", "pl.Expr"]

CATEGORIES = {str(one.value): one for one in Category}


class Door:
    """A table of claims on its way to the engines."""

    def __init__(
        self,
        table: Table,
        codes: Codes,
        judged_on: Iterable[str],
        supplied: Iterable[str],
        names: Collection[str] = (),
    ) -> None:
        """Reads the columns of a table; those of ``names`` hold names that no rule reads."""
        import polars as pl

        self.table = table
        self.codes = codes
        self.judged_on = tuple(judged_on)
        self.supplied = frozenset(supplied)

        def encode(path: str) -> Encoded:
            return encoded(table.column(path), table, path, codes, asked=path not in names)

        paths = [path for path in table.headers if not _is_companion(table.column(path))]
        # polars lets others run while it works and reads a column on one processor. Texts take far longer than others.
        texts = [path for path in paths if table.series(path).dtype == pl.String]
        with ThreadPoolExecutor(available_processors()) as pool:
            read = pool.map(encode, texts)
            others = {path: encode(path) for path in paths if path not in texts}
            self.read: dict[str, Encoded] = others | dict(zip(texts, read, strict=True))
        self._raw = self._columns()
        self._known = self._raw

    # -- values as they were given -------------------------------------------------------------------------------------

    def _columns(self) -> pl.DataFrame:
        """The bounds of every column, what an identity number says, and where a noun is known to be missing."""
        import polars as pl

        made: dict[str, pl.Series] = {ROW: pl.int_range(self.table.frame.height, eager=True, dtype=pl.Int64)}
        for path, one in self.read.items():
            made[path] = one.low
            if one.low is not one.high:
                made[high(path)] = one.high
            made[given(path)] = one.given
        if "trainee.id_number" in self.table.headers:
            made |= self._identity()
        return pl.DataFrame(made)

    def _identity(self) -> dict[str, pl.Series]:
        """Birth (0 for none) and sex (-1 for none) as the number says."""
        import polars as pl

        births, sexes = births_and_sexes(self.table.series("trainee.id_number").cast(pl.String))
        return {BIRTH: births, SEX: sexes}

    def has(self, path: str) -> bool:
        """Whether the table has a column of a fact."""
        return path in self.read

    def given_ends(self, path: str) -> Ends:
        """The bounds of a fact as it was given; those of an enrollment's dates are the class's by default.

        Where every row has one value, both ends are the same expression.
        """
        import polars as pl

        noun, _, field = path.partition(".")
        if noun == "enrollment" and field in ("start_date", "end_date"):
            cohort = self.own(f"cohort.{field}")
            if not self.has(path):
                return cohort
            own, there = self.own(path), pl.col(given(path))
            return tuple(pl.when(there).then(a).otherwise(b) for a, b in zip(own, cohort, strict=True))  # type: ignore[return-value]
        return self.own(path)

    def says(self, path: str) -> bool:
        """Whether any column says something of a fact."""
        noun, _, field = path.partition(".")
        inherited = noun == "enrollment" and field in ("start_date", "end_date") and self.has(f"cohort.{field}")
        return self.has(path) or inherited

    def own(self, path: str) -> Ends:
        """The bounds of a fact as its own column has them, its declared range where there is none."""
        import polars as pl

        if not self.has(path):
            info = vocabulary.facts()[path]
            return pl.lit(info.lo), pl.lit(info.hi)
        low = pl.col(path)
        return low, pl.col(high(path)) if high(path) in self._raw.columns else low

    # -- facts ---------------------------------------------------------------------------------------------------------

    def facts(self, wanted: Iterable[Fact]) -> pl.DataFrame:
        """The facts that rules read, with :data:`ROW`; a fact of which no row says anything has no column."""
        facts = [fact for fact in wanted if fact.derived is not None or self._says_of(fact.path)]
        asked = list(dict.fromkeys(fact.derived.on for fact in facts if isinstance(fact.derived, Holds)))
        ends = {f.path: self._plain(f.path) or self._derived(f, asked) for f in facts}
        return _without_doubles(self._with_dates(asked).select(ROW, **_both(ends, facts)), facts)

    def _with_dates(self, asked: Sequence[Node]) -> pl.DataFrame:
        """The values as they are known, and whether the dates on which statuses are asked for govern the row."""
        import polars as pl

        known = {path: self._plain(path) for path in facts_in(*asked)}
        spans = [self._plain(path) or self.own(path) for path in self.judged_on]
        columns = {path: f"^asked {path}" for path, ends in known.items() if ends is not None}
        made = {}
        for path, name in columns.items():
            made[name], made[high(name)] = known[path] or (pl.lit(0), pl.lit(0))
        compiler = Compiler(Polars(), Shape(columns), "^h")
        pairs = [compiler.pair(node) for node in asked]
        outputs = {
            _ASKED.format(number) + end: cell
            for number, pair in enumerate(pairs)
            for end, cell in zip("<>", pair, strict=True)
        }
        frame = run(compiler.program(outputs), self._known.lazy().with_columns(**made), {})
        first, last = pl.min_horizontal(*(lo for lo, _ in spans)), pl.max_horizontal(*(hi for _, hi in spans))
        inside = {
            name: (first <= pl.col(f"{name}<")) & (pl.col(f"{name}>") <= last)
            for name in map(_ASKED.format, range(len(asked)))
        }
        # In memory each column is one piece, as machine code wants it.
        return frame.with_columns(**inside).collect(engine="in-memory")

    @cached_property
    def _narrowed(self) -> dict[str, Ends]:
        """The facts of which others say more than their own columns."""
        found: dict[str, Ends] = {}
        for path, (sources, narrow) in _NARROWED.items():
            ends = self.given_ends(path)
            if ends[0] is not ends[1] and any(map(self.says, sources)):
                found[path] = _meet(ends, narrow(self.given_ends))
        if self.numbered:
            found["trainee.birth_date"] = self._born(self.given_ends("trainee.birth_date"))
            found["trainee.sex"] = self._sexed(self.given_ends("trainee.sex"))
        if self.numbered or self.has("trainee.sex"):
            ages = "trainee.former_retirement_age"
            found[ages] = self._former_age(self.given_ends(ages))
        return found

    def _says_of(self, path: str) -> bool:
        """Whether any column, its own or another, says something of a fact."""
        return path in self._narrowed or self.says(path)

    def _plain(self, path: str) -> Ends | None:
        """A fact with what follows from the facts beside it; ``None`` where no column says anything.

        What others say is worked out when it is first asked for: most of it no rule reads.
        """
        import polars as pl

        if path not in self._narrowed:
            return self.given_ends(path) if self.says(path) else None
        low, top = _better(path), high(_better(path))
        if low not in self._known.columns:
            self._known = self._known.with_columns(**dict(zip((low, top), self._narrowed[path], strict=True)))
        return pl.col(low), pl.col(top)

    @property
    def numbered(self) -> bool:
        """Whether there is a column of identity numbers."""
        return "trainee.id_number" in self.table.headers

    def _born(self, ends: Ends) -> Ends:
        import polars as pl

        born = pl.col(BIRTH)
        low, high_ = (pl.when(born > 0).then(born).otherwise(end) for end in (DAY_MIN, DAY_MAX))
        return _meet(ends, (low, high_))

    def _sexed(self, ends: Ends) -> Ends:
        import polars as pl

        told = (pl.col(SEX) >= 0) & (ends[0] != ends[1])
        return pl.when(told).then(pl.col(SEX)).otherwise(ends[0]), pl.when(told).then(pl.col(SEX)).otherwise(ends[1])

    def _former_age(self, ends: Ends) -> Ends:
        """Men 60, women 50 or 55 (RET-01)."""
        import polars as pl

        sex = self.given_ends("trainee.sex")
        if self.numbered:
            sex = self._sexed(sex)
        known = sex[0] == sex[1]
        man, woman = known & (sex[0] == Sex.MALE.code), known & (sex[0] == Sex.FEMALE.code)
        sixty, most = FormerRetirementAge.AGE_60.code, FormerRetirementAge.AGE_55.code
        low = pl.when(man).then(sixty).otherwise(0)
        return _meet(ends, (low, pl.when(woman).then(most).otherwise(sixty)))

    def _derived(self, fact: Fact, asked: Sequence[Node]) -> Ends:
        match fact.derived:
            case Holds(name, category, on):
                return self._holds(name, CATEGORIES[category], _ASKED.format(asked.index(on)))
            case InArea(path, area):
                return self._of_text(path, lambda code: door.in_area(code, area), OPEN)
            case County(path):
                return self._of_text(path, self._county, (0, CODES_MAX))
            case Exists(name):
                return self._exists(name)
            case _:
                raise AssertionError("plain facts are read above")

    def _of_text(self, path: str, of: Callable[[Absent | str | None], Bounds], unknown: Bounds) -> Ends:
        """What follows from a code, once for each."""
        import polars as pl

        if path not in self.table.headers:
            return pl.lit(unknown[0]), pl.lit(unknown[1])
        texts, column = Distinct.of(self.table.series(path)), self.table.column(path)
        low, top = ends_by_code(texts, column, of, unknown)
        return pl.lit(low), pl.lit(top)

    def _county(self, code: Absent | str | None) -> Bounds:
        return door.county(code, self.codes)

    def _exists(self, name: str) -> Ends:
        import polars as pl

        fields = [pl.col(given(path)) for path in self.read if path.partition(".")[0] == name and path != name]
        some = pl.any_horizontal(pl.lit(False), *fields)
        if self.has(name):
            said, there = pl.col(given(name)), pl.col(name) == 1
            low = pl.when(said).then(there).otherwise(some)
            return low, ~said | there
        return some, pl.lit(True)

    def _holds(self, name: str, category: Category, inside: str) -> Ends:
        """A status of a column holds, or does not, on the governing dates of the row; on other dates it is open."""
        import polars as pl

        true = pl.col(inside) & self._said(name, kinds_of(category), 1)
        false = pl.col(inside) & self._said(name, [one for one in Category if category in kinds_of(one)], 0) & ~true
        if self.has(name):
            false = false | (pl.col(given(name)) & (pl.col(name) == 0))
        return true, ~false

    def _said(self, name: str, kinds: Iterable[Category], said: int) -> pl.Expr:
        """Whether a column of one of some statuses says yes, or no."""
        import polars as pl

        paths = [path for one in kinds if self.has(path := f"{name}.statuses.{one.value}")]
        return pl.any_horizontal(pl.lit(False), *(pl.col(given(path)) & (pl.col(path) == said) for path in paths))

    def dates(self, path: str) -> tuple[pl.Series, pl.Series]:
        """The first and the last day that a date may be, with what follows from the dates beside it."""
        low, top = self._plain(path) or self.own(path)
        found = self._known.select(ROW, low=low, top=top)
        return found["low"], found["top"]

    # -- rows that columns cannot decide -------------------------------------------------------------------------------

    def careful(self) -> pl.Series:
        """The rows that are decided as cases: something may be wrong with them, or they say more than columns hold."""
        import polars as pl

        marks = [one.bad for one in self.read.values()]
        marks += [self.table.series(path).is_not_null() for path in self.table.headers if self._needs_case(path)]
        found = self._raw.select(pl.any_horizontal(pl.lit(False), *suspicions(self)).alias("careful"))["careful"]
        return reduce(lambda a, b: a | b, marks, found)

    def _needs_case(self, path: str) -> bool:
        column = self.table.column(path)
        return _is_companion(column) or "household" in path or path in self.supplied or path == "as_of"


_ASKED = "^on {}"


def _lit(value: int) -> pl.Expr:
    import polars as pl

    return pl.lit(value)


def _shifted(day: pl.Expr, count: int) -> pl.Expr:
    return Polars().plus_days(day, _lit(count))


_Given = Callable[[str], Ends]

_NARROWED: dict[str, tuple[tuple[str, ...], Callable[[_Given], Ends]]] = {
    "cohort.start_date": (("cohort.end_date",), lambda of: _before(of("cohort.end_date"))),
    "cohort.end_date": (("cohort.start_date",), lambda of: _after(of("cohort.start_date"))),
    "enrollment.start_date": (("enrollment.end_date",), lambda of: _before(of("enrollment.end_date"))),
    "enrollment.end_date": (("enrollment.start_date",), lambda of: _after(of("enrollment.start_date"))),
    "enrollment.attended_days": (
        ("cohort.training_days", "enrollment.start_date", "enrollment.end_date"),
        lambda of: (_lit(0), _least(of("cohort.training_days")[1], _room(of, "enrollment"))),
    ),
    "enrollment.attended_hours": (
        ("enrollment.scheduled_hours",),
        lambda of: (_lit(0), of("enrollment.scheduled_hours")[1]),
    ),
    "cohort.training_days": (
        ("enrollment.attended_days", "cohort.start_date", "cohort.end_date"),
        lambda of: (of("enrollment.attended_days")[0], _room(of, "cohort")),
    ),
}
"""What the facts beside it, and which ones, say of a fact that is not known; see :mod:`vocskills.door`."""


def _least(*items: pl.Expr) -> pl.Expr:
    import polars as pl

    return pl.min_horizontal(*items)


def _room(of: _Given, noun: str) -> pl.Expr:
    """The most days from a first to a last day, both counted; no limit to speak of where they contradict each other."""
    import polars as pl

    first, last = of(f"{noun}.start_date")[0], of(f"{noun}.end_date")[1]
    # To look the place of a day up is far quicker than to make a date of it.
    places = pl.lit(calendar()[1])
    days = places.gather(last - DAY_MIN) - places.gather(first - DAY_MIN) + 1
    return pl.when(days > 0).then(_least(days, _lit(DAYS_MAX))).otherwise(_lit(DAYS_MAX))


def _before(end: Ends) -> Ends:
    return _shifted(end[0], -DAYS_MAX), end[1]


def _after(start: Ends) -> Ends:
    return start[0], _shifted(start[1], DAYS_MAX)


def _meet(one: Ends, other: Ends) -> Ends:
    """What both allow where the first is not known; if they contradict each other, the first stands."""
    import polars as pl

    lo, hi = pl.max_horizontal(one[0], other[0]), pl.min_horizontal(one[1], other[1])
    better = (one[0] != one[1]) & (lo <= hi)
    return pl.when(better).then(lo).otherwise(one[0]), pl.when(better).then(hi).otherwise(one[1])


def _both(ends: Mapping[str, Ends], facts: Iterable[Fact]) -> dict[str, pl.Expr]:
    """Columns of both ends, of the type that the engines expect; of a value known in every row one."""
    import polars as pl

    made: dict[str, pl.Expr] = {}
    for fact in facts:
        dtype = pl.Boolean if fact.type.kind is Kind.BOOL else pl.Int64
        lo, hi = ends[fact.path]
        made[fact.path] = lo.cast(dtype)
        if hi is not lo:
            made[high(fact.path)] = hi.cast(dtype)
    return made


def _without_doubles(frame: pl.DataFrame, facts: Iterable[Fact]) -> pl.DataFrame:
    """No high end where nothing is in doubt, and no column of which no row says anything."""
    import polars as pl

    both = [fact for fact in facts if high(fact.path) in frame.columns]
    known = frame.select((pl.col(fact.path) == pl.col(high(fact.path))).all() for fact in both)
    gone = []
    for fact, settled in zip(both, known.row(0) if both else (), strict=True):
        lo, hi = frame.get_column(fact.path), frame.get_column(high(fact.path))
        if settled:
            gone.append(high(fact.path))
        # The first row says of nearly every column that it is not of this kind.
        elif (lo[0], hi[0]) == (fact.lo, fact.hi) and (lo == lo[0]).all() and (hi == hi[0]).all():
            gone += [fact.path, high(fact.path)]
    return frame.drop(gone)


def _better(path: str) -> str:
    return f"^known {path}"


def _is_companion(column: Column) -> bool:
    """Whether a column is the date or authority of a status."""
    return column.role is Role.STATUS and column.part != "held"
