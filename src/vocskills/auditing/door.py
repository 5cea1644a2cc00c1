"""The door for tables: columns of values made ready for the engines, as :mod:`vocskills.door` does for one case.

What follows from one value is worked out once for each distinct value, by the functions of that door. A row in which
something may be wrong, or which says what columns cannot (dated statuses, figures with a source), is marked *careful*
and is decided as a case instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from vocskills import door
from vocskills.auditing.encode import Encoded, encoded
from vocskills.auditing.table import Table
from vocskills.bounds import OPEN, Bounds
from vocskills.calendar import DAY_MAX, DAY_MIN
from vocskills.convert.forms import read_value
from vocskills.door import Codes
from vocskills.engines.columns import ROW, Compiler, Shape, high
from vocskills.engines.frames import Polars, run
from vocskills.errors import InputError
from vocskills.language import vocabulary
from vocskills.language.nodes import County, Exists, Fact, Holds, InArea, Node, facts_in
from vocskills.model.fields import ABSENT, CODES_MAX, Absent, Kind
from vocskills.model.identity import read_identity
from vocskills.model.nouns import DAYS_MAX
from vocskills.model.terms import ORGANIZATION_CATEGORIES, Category, CertificateKind, FormerRetirementAge, Sex, kinds_of
from vocskills.roster.columns import Column, Role, columns

if TYPE_CHECKING:
    import polars as pl

Ends = tuple["pl.Expr", "pl.Expr"]

CATEGORIES = {str(one.value): one for one in Category}
_DATED = ("cohort", "enrollment", "employment", "contract")
_MONEY_NOUNS = ("agreement", "standard")


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
        self.table = table
        self.codes = codes
        self.judged_on = tuple(judged_on)
        self.supplied = frozenset(supplied)
        self.read: dict[str, Encoded] = {}
        for path, header in table.headers.items():
            column = table.column(path)
            if not _is_companion(column):
                self.read[path] = encoded(column, table.frame.get_column(header), codes, asked=path not in names)
        self._raw = self._columns()

    # -- values as they were given -------------------------------------------------------------------------------------

    def _columns(self) -> pl.DataFrame:
        """The bounds of every column, what an identity number says, and where a noun is known to be missing."""
        import polars as pl

        made: dict[str, pl.Series] = {ROW: pl.int_range(self.table.frame.height, eager=True, dtype=pl.Int64)}
        for path, one in self.read.items():
            made[path] = one.low
            if one.low is not one.high:
                made[high(path)] = one.high
            made[_given(path)] = one.given
        if "trainee.id_number" in self.table.headers:
            made |= self._identity()
        return pl.DataFrame(made)

    def _identity(self) -> dict[str, pl.Series]:
        """Birth (0 for none) and sex (-1 for none) as the number says."""
        import polars as pl

        numbers = self.table.series("trainee.id_number").cast(pl.String)
        distinct = numbers.drop_nulls().unique().to_list()
        found = [read_identity(number.strip()) for number in distinct]
        births = dict(zip(distinct, (one.birth for one in found), strict=True))
        sexes = dict(zip(distinct, (-1 if one.sex is None else one.sex.code for one in found), strict=True))
        return {
            _BIRTH: mapped(numbers, births, 0),
            _SEX: mapped(numbers, sexes, -1),
        }

    def _has(self, path: str) -> bool:
        return path in self.read

    def _ends(self, path: str) -> Ends:
        """The bounds of a fact as it was given; those of an enrollment's dates are the class's by default."""
        import polars as pl

        noun, _, field = path.partition(".")
        if noun == "enrollment" and field in ("start_date", "end_date"):
            cohort = self._own(f"cohort.{field}")
            if not self._has(path):
                return cohort
            own, given = self._own(path), pl.col(_given(path))
            return tuple(pl.when(given).then(a).otherwise(b) for a, b in zip(own, cohort, strict=True))  # type: ignore[return-value]
        return self._own(path)

    def _own(self, path: str) -> Ends:
        import polars as pl

        if not self._has(path):
            info = vocabulary.facts()[path]
            return pl.lit(info.lo), pl.lit(info.hi)
        return pl.col(path), pl.col(high(path) if high(path) in self._raw.columns else path)

    # -- facts ---------------------------------------------------------------------------------------------------------

    def facts(self, wanted: Iterable[Fact]) -> pl.DataFrame:
        """The facts that rules read, with :data:`ROW`; a fact of which no row says anything has no column."""
        facts = list(wanted)
        asked = list(dict.fromkeys(fact.derived.on for fact in facts if isinstance(fact.derived, Holds)))
        context = self._with_dates(asked)
        ends = {f.path: self._plain(f.path) if f.derived is None else self._derived(f, asked) for f in facts}
        return _without_doubles(context.select(ROW, **_both(ends, facts)), facts)

    def _with_dates(self, asked: Sequence[Node]) -> pl.DataFrame:
        """The values as they were given, and the dates on which statuses are asked for."""
        read = facts_in(*asked)
        compiler = Compiler(Polars(), Shape({path: f"^plain {path}" for path in read}), "^h")
        outputs = {}
        for number, node in enumerate(asked):
            outputs[_ASKED.format(number)], outputs[high(_ASKED.format(number))] = compiler.pair(node)
        plain = {}
        for path in read:
            plain[f"^plain {path}"], plain[high(f"^plain {path}")] = self._plain(path)
        frame = self._raw.lazy().with_columns(**plain)
        return run(compiler.program(outputs), frame, {}).collect()

    def _plain(self, path: str) -> Ends:
        """A fact with what follows from the facts beside it."""
        ends = self._ends(path)
        narrow = _NARROWED.get(path)
        if path == "trainee.birth_date" and self._numbered:
            ends = self._born(ends)
        elif path == "trainee.sex" and self._numbered:
            ends = self._sexed(ends)
        elif path == "trainee.former_retirement_age":
            ends = self._former_age(ends)
        elif narrow is not None:
            ends = _meet(ends, narrow(self._ends))
        return ends

    @property
    def _numbered(self) -> bool:
        return "trainee.id_number" in self.table.headers

    def _born(self, ends: Ends) -> Ends:
        import polars as pl

        born = pl.col(_BIRTH)
        low, high_ = (pl.when(born > 0).then(born).otherwise(end) for end in (DAY_MIN, DAY_MAX))
        return _meet(ends, (low, high_))

    def _sexed(self, ends: Ends) -> Ends:
        import polars as pl

        told = (pl.col(_SEX) >= 0) & (ends[0] != ends[1])
        return pl.when(told).then(pl.col(_SEX)).otherwise(ends[0]), pl.when(told).then(pl.col(_SEX)).otherwise(ends[1])

    def _former_age(self, ends: Ends) -> Ends:
        """Men 60, women 50 or 55 (RET-01)."""
        import polars as pl

        sex = self._ends("trainee.sex")
        if self._numbered:
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
        texts, column = self.table.series(path).cast(pl.String), self.table.column(path)
        found = by_code(texts.drop_nulls().unique().to_list(), column, of, unknown)
        low, high_ = ({text: bounds[end] for text, bounds in found.items()} for end in (0, 1))
        return (
            pl.lit(mapped(texts, low, unknown[0])),
            pl.lit(mapped(texts, high_, unknown[1])),
        )

    def _county(self, code: Absent | str | None) -> Bounds:
        return door.county(code, self.codes)

    def _exists(self, name: str) -> Ends:
        import polars as pl

        given = [pl.col(_given(path)) for path in self.read if path.partition(".")[0] == name and path != name]
        some = pl.any_horizontal(pl.lit(False), *given)
        if self._has(name):
            said, there = pl.col(_given(name)), pl.col(name) == 1
            low = pl.when(said).then(there).otherwise(some)
            return low, ~said | there
        return some, pl.lit(True)

    def _holds(self, name: str, category: Category, on: str) -> Ends:
        """A status of a column holds, or does not, on the governing dates of the row; on other dates it is open."""
        import polars as pl

        inside = self._governed(on)
        true = inside & self._said(name, kinds_of(category), 1)
        false = inside & self._said(name, [one for one in Category if category in kinds_of(one)], 0) & ~true
        if self._has(name):
            false = false | (pl.col(_given(name)) & (pl.col(name) == 0))
        return true, ~false

    def _said(self, name: str, kinds: Iterable[Category], said: int) -> pl.Expr:
        """Whether a column of one of some statuses says yes, or no."""
        import polars as pl

        paths = [path for one in kinds if self._has(path := f"{name}.statuses.{one.value}")]
        return pl.any_horizontal(pl.lit(False), *(pl.col(_given(path)) & (pl.col(path) == said) for path in paths))

    def _governed(self, on: str) -> pl.Expr:
        """Whether the date asked surely is one of the days from the first to the last governing date."""
        import polars as pl

        spans = [self._plain(path) for path in self.judged_on]
        first, last = pl.min_horizontal(*(lo for lo, _ in spans)), pl.max_horizontal(*(hi for _, hi in spans))
        return (first <= pl.col(on)) & (pl.col(high(on)) <= last)

    def dates(self, path: str) -> tuple[pl.Series, pl.Series]:
        """The first and the last day that a date may be, with what follows from the dates beside it."""
        low, top = self._plain(path)
        found = self._raw.select(ROW, low=low, top=top)
        return found["low"], found["top"]

    # -- rows that columns cannot decide -------------------------------------------------------------------------------

    def careful(self) -> pl.Series:
        """The rows that are decided as cases: something may be wrong with them, or they say more than columns hold."""
        import polars as pl

        marks = [one.bad for one in self.read.values()]
        marks += [self.table.series(path).is_not_null() for path in self.table.headers if self._needs_case(path)]
        found = self._raw.select(pl.any_horizontal(pl.lit(False), *self._suspicious()).alias("careful"))["careful"]
        return reduce(lambda a, b: a | b, marks, found)

    def _needs_case(self, path: str) -> bool:
        column = self.table.column(path)
        return _is_companion(column) or "household" in path or path in self.supplied or path == "as_of"

    def _suspicious(self) -> Iterable[pl.Expr]:
        """Whatever the checks of a case may object to; that they really do is for them to say."""
        yield from self._wrong_dates()
        yield from self._wrong_numbers()
        yield from self._wrong_person()
        yield from self._wrong_nouns()
        yield from self._contradicted()

    def _wrong_dates(self) -> Iterable[pl.Expr]:
        plus_days = Polars().plus_days
        for noun in _DATED:
            start, end = self._ends(f"{noun}.start_date"), self._ends(f"{noun}.end_date")
            yield start[0] > end[1]
            if noun in ("cohort", "enrollment"):
                yield end[0] > plus_days(start[1], _lit(DAYS_MAX))

    def _wrong_numbers(self) -> Iterable[pl.Expr]:
        for least, most in _NO_MORE_THAN:
            yield self._ends(least)[0] > self._ends(most)[1]
        plus_days = Polars().plus_days
        for noun, days in (("cohort", "cohort.training_days"), ("enrollment", "enrollment.attended_days")):
            start, end = self._ends(f"{noun}.start_date"), self._ends(f"{noun}.end_date")
            yield plus_days(start[0], self._ends(days)[0] - 1) > end[1]

    def _wrong_person(self) -> Iterable[pl.Expr]:
        import polars as pl

        birth = self._ends("trainee.birth_date")
        yield birth[0] > self._ends("enrollment.end_date")[1]
        if self._numbered:
            born, sex, told = pl.col(_BIRTH), pl.col(_SEX), self._ends("trainee.sex")
            yield (born > 0) & ((born < birth[0]) | (born > birth[1]))
            yield (sex >= 0) & (told[0] == told[1]) & (told[0] != sex)

    def _wrong_nouns(self) -> Iterable[pl.Expr]:
        import polars as pl

        for noun in vocabulary.NOUNS:
            if self._has(noun):
                given = [pl.col(_given(path)) for path in self.read if path.startswith(f"{noun}.")]
                yield pl.col(_given(noun)) & (pl.col(noun) == 0) & pl.any_horizontal(pl.lit(False), *given)
        for noun in _MONEY_NOUNS:
            figures = [p for p in self.read if p.startswith(f"{noun}.") and columns()[p].info.kind is Kind.MONEY]
            source = pl.col(_given(f"{noun}.source")) if self._has(f"{noun}.source") else pl.lit(False)
            yield ~source & pl.any_horizontal(pl.lit(False), *(pl.col(_given(path)) for path in figures))
        kind = self._ends("certificate.kind")
        yield (kind[0] == CertificateKind.NONE.code) & (kind[1] == CertificateKind.NONE.code)
        yield self._ends("enrollment.claimed_as")[0] >= ORGANIZATION_CATEGORIES[0].code

    def _contradicted(self) -> Iterable[pl.Expr]:
        """A kind of a status that holds beside the status that does not."""
        import polars as pl

        for path in self.read:
            column = self.table.column(path)
            if column.role is Role.STATUS and isinstance(column.member, Category):
                prefix = path.removesuffix(str(column.member.value))
                for kind in kinds_of(column.member)[1:]:
                    if self._has(f"{prefix}{kind.value}"):
                        held = pl.col(_given(f"{prefix}{kind.value}")) & (pl.col(f"{prefix}{kind.value}") == 1)
                        yield held & pl.col(_given(path)) & (pl.col(path) == 0)


_BIRTH, _SEX, _ASKED = "^birth", "^sex", "^on {}"
_NO_MORE_THAN = (
    ("enrollment.attended_hours", "enrollment.scheduled_hours"),
    ("enrollment.attended_days", "cohort.training_days"),
)


def _lit(value: int) -> pl.Expr:
    import polars as pl

    return pl.lit(value)


def _shifted(day: pl.Expr, count: int) -> pl.Expr:
    return Polars().plus_days(day, _lit(count))


_Given = Callable[[str], Ends]

_NARROWED: dict[str, Callable[[_Given], Ends]] = {
    "cohort.start_date": lambda of: _before(of("cohort.end_date")),
    "cohort.end_date": lambda of: _after(of("cohort.start_date")),
    "enrollment.start_date": lambda of: _before(of("enrollment.end_date")),
    "enrollment.end_date": lambda of: _after(of("enrollment.start_date")),
    "enrollment.attended_days": lambda of: (_lit(0), of("cohort.training_days")[1]),
    "enrollment.attended_hours": lambda of: (_lit(0), of("enrollment.scheduled_hours")[1]),
    "cohort.training_days": lambda of: (of("enrollment.attended_days")[0], _lit(DAYS_MAX)),
}
"""What the facts beside it say of a fact that is not known; see :mod:`vocskills.door`."""


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
    """Columns of both ends, of the type that the engines expect."""
    import polars as pl

    made: dict[str, pl.Expr] = {}
    for fact in facts:
        dtype = pl.Boolean if fact.type.kind is Kind.BOOL else pl.Int64
        lo, hi = ends[fact.path]
        made |= {fact.path: lo.cast(dtype), high(fact.path): hi.cast(dtype)}
    return made


def _without_doubles(frame: pl.DataFrame, facts: Iterable[Fact]) -> pl.DataFrame:
    """No high end where nothing is in doubt, and no column of which no row says anything."""
    import polars as pl

    gone = []
    for fact in facts:
        lo, hi = (frame.get_column(end).cast(pl.Int64) for end in (fact.path, high(fact.path)))
        if (lo == hi).all():
            gone.append(high(fact.path))
        elif (lo == fact.lo).all() and (hi == fact.hi).all():
            gone += [fact.path, high(fact.path)]
    return frame.drop(gone)


def _given(path: str) -> str:
    return f"^given {path}"


def _is_companion(column: Column) -> bool:
    """Whether a column is the date or authority of a status."""
    return column.role is Role.STATUS and column.part != "held"


def mapped(texts: pl.Series, table: Mapping[str, int], otherwise: int) -> pl.Series:
    """What a table says of each text; of what is not in it, and of none, it says ``otherwise``."""
    import polars as pl

    found = pl.DataFrame(
        {"t": pl.Series(list(table), dtype=pl.String), "v": pl.Series(list(table.values()), dtype=pl.Int64)}
    )
    joined = pl.DataFrame({"t": texts}).join(found, on="t", how="left", maintain_order="left")
    return joined["v"].fill_null(otherwise)


def by_code(
    texts: Iterable[str], column: Column, of: Callable[[Absent | str | None], Bounds], unknown: Bounds
) -> dict[str, Bounds]:
    """What follows from each code as it is written; of one that a case refuses nothing does."""
    found = {}
    for text in texts:
        try:
            value = read_value(column.info, False if column.info.absent and text == "无" else text, written=True)
        except InputError:
            value = None
        known = value if isinstance(value, str) or value is ABSENT else None
        found[text] = of(known) if text.strip() else unknown
    return found
