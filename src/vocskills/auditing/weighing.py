"""What follows from what the engines say of a row: which doubts are tried, what bars what, what can be paid.

Written once for every engine, over the columns of :mod:`vocskills.auditing.lines`; what the functions make are columns
again, by name, stage after stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from vocskills.assessment.docket import Docket, is_finite
from vocskills.assessment.doubt import MOST_WORLDS
from vocskills.assessment.exclusive import excludes
from vocskills.assessment.reading import reading
from vocskills.auditing.gather import Over
from vocskills.auditing.lines import UNSTATED, Name
from vocskills.auditing.worlds import correlated
from vocskills.bounds import Bounds
from vocskills.engines.cells import Cell, Cells, Pair
from vocskills.engines.columns import high
from vocskills.engines.plan import Outcome
from vocskills.language.nodes import Fact

Made = dict[str, Cell[Any]]
"""Columns by name."""

WORLDS = "^world"
"""The column of how many worlds a claim has."""

_BEYOND = MOST_WORLDS + 1
_ENDS = (("least", "most"), ("payee", high("payee")), ("fund", high("fund")))


@attrs.frozen(eq=False)
class Weighing:
    """What follows in a docket.

    Attributes:
        docket: the entries.
    """

    docket: Docket

    @cached_property
    def names(self) -> list[Name]:
        """The columns of each entry."""
        return [Name(number) for number in range(len(self.docket.entries))]

    @cached_property
    def correlated(self) -> frozenset[str]:
        """The facts that are tried one by one."""
        return correlated(self.docket)

    # -- doubts --------------------------------------------------------------------------------------------------------

    def settled(self, c: Cells[Any]) -> Made:
        """Whether nothing that is said of an entry is in doubt, and whether its facts are worth trying."""
        found = {}
        for number, name in enumerate(self.names):
            outcome = _number(c, name, "outcome")
            same = [c.equal(_number(c, name, a), _number(c, name, b)) for a, b in _ENDS]
            eligible, undetermined = (_is(c, outcome, one) for one in (Outcome.ELIGIBLE, Outcome.UNDETERMINED))
            settled = c.some(c.negate(c.some(eligible, undetermined)), c.every(eligible, *same))
            open_ = c.negate(settled) if number < self.docket.local else undetermined
            found[name.of("settled")] = settled
            found[name.of("doubtful")] = open_ if number in self.docket.followed else c.fixed(False)
        return found

    def wide(self, known: Callable[[str], bool | None], constants: Mapping[str, Bounds]) -> dict[str, Fact]:
        """The finite facts that may be in doubt in some row, in the docket's order.

        Args:
            known: whether a fact is known in every row; ``None`` if it has no column.
            constants: the facts that are the same in all rows.
        """
        found = {}
        for key, fact in self.docket.facts.items():
            lo, hi = constants.get(key, (fact.lo, fact.hi))
            point = known(key)
            if is_finite(fact) and (lo < hi if point is None else not point):
                found[key] = fact
        return found

    def counted(self, c: Cells[Any], ends: Mapping[str, Pair]) -> Iterator[Made]:
        """How many values of each finite fact are tried, and how many worlds that makes: the longest prefix of 64."""
        undecided, askers = self._undecided(c, ends)
        yield undecided
        before = c.number(1)
        worlds = c.number(1)
        for key, (lo, hi) in ends.items():
            asked = c.some(c.fixed(False), *(_truth(c, column) for column in askers.get(key, ())))
            span = c.add(c.subtract(c.as_number(hi), c.as_number(lo)), c.number(1))
            # Once beyond, always beyond: the product is cut off and never falls.
            yield {_span(key): c.case(asked, span, c.number(1))}
            spanned = c.column(_span(key), truth=False)
            yield {_product(key): c.least(c.multiply(before, spanned), c.number(_BEYOND))}
            before = c.column(_product(key), truth=False)
            # Only those that something may make use of twice are written out.
            if key in self.correlated:
                taken = c.at_most(before, c.number(MOST_WORLDS))
                yield {tried(key): c.case(taken, spanned, c.number(1))}
                worlds = c.multiply(worlds, c.column(tried(key), truth=False))
        yield {WORLDS: worlds}

    def _undecided(self, c: Cells[Any], wanted: Iterable[str]) -> tuple[Made, dict[str, list[str]]]:
        """Which parts of doubtful entries are undecided, and by which of these columns each fact is asked for."""
        made: Made = {}
        askers: dict[str, list[str]] = {}
        for number in sorted(self.docket.followed):
            for part, keys, open_ in self._parts(c, number):
                asked = [key for key in wanted if key in keys]
                if asked:
                    column = self.names[number].of(f"undecided {part}")
                    made[column] = c.every(_truth(c, self.names[number].of("doubtful")), open_)
                    for key in asked:
                        askers.setdefault(key, []).append(column)
        return made, askers

    def _parts(self, c: Cells[Any], number: int) -> Iterator[tuple[str, frozenset[str], Cell[Any]]]:
        """The parts of an entry with the facts that they read and whether they are undecided.

        See :meth:`vocskills.assessment.reading.Reading.undecided`, which says the same of one case.
        """
        name, read = self.names[number], reading(self.docket.entries[number])
        yield "gates", read.before, _is(c, _number(c, name, "outcome"), Outcome.UNDETERMINED)
        yield "more", read.more, c.fixed(True)
        for place, keys in enumerate(read.rules):
            rest = c.floor(_number(c, name, "open"), 1 << place)
            yield f"rule {place}", keys, c.equal(c.modulo(rest, 2), c.number(1))
        spans = {"fund": ("fund", high("fund"))}
        if number < self.docket.local:
            spans |= {"amount": ("least", "most"), "payee": ("payee", high("payee"))}
        for part, (low, top) in spans.items():
            keys = getattr(read, part)
            yield part, keys, c.negate(c.equal(_number(c, name, low), _number(c, name, top)))

    # -- what can be paid ----------------------------------------------------------------------------------------------

    def weighed(self, c: Cells[Any]) -> Iterator[Made]:
        """In each world: which texts bar what, what can be paid, and what it comes to."""
        for number in range(len(self.names)):
            yield self._barred(c, number)
            yield self._payable(c, number)
        yield self._total(c)

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

    def _barred(self, c: Cells[Any], number: int) -> Made:
        """Whether each text beside bars an entry: its own subsidy surely, or perhaps, fails for this fund."""
        made: Made = {}
        for policy, others in self.beside(number).items():
            column = self.names[number].of(f"barred {policy}")
            lo, hi = c.fixed(False), c.fixed(False)
            for other in others:
                sure, perhaps = self._bars(c, number, other)
                lo = c.some(c.every(perhaps, sure), c.every(c.negate(perhaps), lo))
                hi = c.some(hi, perhaps)
            made |= {column: lo, high(column): hi}
        return made

    def _bars(self, c: Cells[Any], number: int, other: int) -> tuple[Cell[Any], Cell[Any]]:
        mine, theirs = self.names[number], self.names[other]
        (al, ah), (bl, bh) = ((_number(c, n, "fund"), _number(c, n, high("fund"))) for n in (mine, theirs))
        stated = [c.negate(c.equal(one, c.number(UNSTATED))) for one in (al, bl)]
        meeting = c.every(*stated, c.at_most(al, bh), c.at_most(bl, ah))
        outcome = _number(c, theirs, "outcome")
        fails = _is(c, outcome, Outcome.INELIGIBLE)
        judged = c.some(*(c.less(c.number(0), _number(c, theirs, part)) for part in ("failed", "open")))
        doubtful = c.every(_is(c, outcome, Outcome.UNDETERMINED), judged)
        sure = c.every(meeting, fails, c.equal(al, ah), c.equal(bl, bh), c.equal(al, bl))
        return sure, c.every(meeting, c.some(fails, doubtful))

    def _any_bar(self, c: Cells[Any], number: int) -> tuple[Cell[Any], Cell[Any]]:
        columns = [self.names[number].of(f"barred {policy}") for policy in self.beside(number)]
        sure, perhaps = ([_truth(c, end(column)) for column in columns] for end in (str, high))
        return c.some(c.fixed(False), *sure), c.some(c.fixed(False), *perhaps)

    def _payable(self, c: Cells[Any], number: int) -> Made:
        name = self.names[number]
        barred, perhaps = self._any_bar(c, number)
        outcome = _number(c, name, "outcome")
        sure = c.every(_is(c, outcome, Outcome.ELIGIBLE), c.negate(perhaps))
        possible = c.every(_paid(c, outcome), c.negate(barred))
        least = c.case(sure, _number(c, name, "least"), c.number(0))
        most = c.case(possible, _number(c, name, "most"), c.number(0))
        return {name.of("payable"): least, high(name.of("payable")): most}

    def _total(self, c: Cells[Any]) -> Made:
        """What all local entries come to; of those that exclude each other the most."""
        return {column: self._sum(c, end) for column, end in (("total", str), (high("total"), high))}

    def _sum(self, c: Cells[Any], end: Callable[[str], str]) -> Cell[Any]:
        local = self.docket.paying
        payable = {number: c.column(end(self.names[number].of("payable")), truth=False) for number in local}
        rivals = {one: {other for other in local if excludes(self.docket, one, other)} for one in local}
        alone = [payable[number] for number in local if not rivals[number]]
        sets = list(_apart(sorted(number for number in local if rivals[number]), rivals))
        most = [_added(c, (payable[number] for number in one)) for one in sets]
        return c.add(_added(c, alone), c.greatest(c.number(0), *most))

    # -- what is said over all worlds ----------------------------------------------------------------------------------

    def over_worlds(self, c: Cells[Any], over: Over) -> Made:
        """What is said over all worlds of a claim."""
        wanted: Made = {}
        for number in range(len(self.names)):
            wanted |= self._over_worlds(c, number, over)
        total = (c.column(end("total"), truth=False) for end in (str, high))
        return wanted | {"total": over.least(next(total)), high("total"): over.most(next(total))}

    def _over_worlds(self, c: Cells[Any], number: int, over: Over) -> Made:
        name = self.names[number]
        outcome = _number(c, name, "outcome")
        paid = _paid(c, outcome)
        failed, open_ = _number(c, name, "failed"), _number(c, name, "open")
        made = {
            "outcome": over.same(outcome, Outcome.UNDETERMINED.value),
            "least": over.least(_number(c, name, "least"), paid, 0),
            "most": over.most(_number(c, name, "most"), paid, 0),
            "failed": over.all_bits(failed),
            "paid": over.some(paid),
            "payees": over.any_bits(_number(c, name, "payees"), paid),
            "funds": over.any_bits(_number(c, name, "funds"), paid),
            "fund": over.least(_number(c, name, "fund"), paid, UNSTATED),
            high("fund"): over.most(_number(c, name, high("fund")), paid, UNSTATED),
            "payable": over.least(_number(c, name, "payable")),
            high("payable"): over.most(_number(c, name, high("payable"))),
        }
        # In one world a rule fails or is open: the sum of both masks is their union. A rule fails that fails in every
        # world; it is open where worlds differ or it is open in some.
        made["open"] = c.subtract(over.any_bits(c.add(failed, open_)), made["failed"])
        if number in self.docket.paying:
            made |= self._award(c, number, paid, over)
            for policy in self.beside(number):
                column = f"barred {policy}"
                made[column] = over.every(_truth(c, name.of(column)))
                made[high(column)] = over.some(_truth(c, high(name.of(column))))
        return {name.of(part): cell for part, cell in made.items()}

    def _award(self, c: Cells[Any], number: int, paid: Cell[Any], over: Over) -> Made:
        """Whether an entry becomes an award; see :func:`vocskills.assessment.claims.award_of`."""
        name, entry = self.names[number], self.docket.entries[number]
        barred, perhaps = self._any_bar(c, number)
        rivals = [other for other in range(self.docket.local) if excludes(self.docket, number, other)]
        others = [_paid(c, _number(c, self.names[other], "outcome")) for other in rivals]
        certain = c.fixed(entry.pays and not entry.subsidy.discretionary)
        eligible = over.every(_is(c, _number(c, name, "outcome"), Outcome.ELIGIBLE))
        alone = [c.negate(over.some(c.every(paid, other))) for other in others]
        possible = c.every(over.some(paid), c.negate(over.every(barred)))
        sure = c.every(certain, eligible, c.negate(over.some(perhaps)), *alone, possible)
        return {"award": sure, high("award"): possible}


def tried(key: str) -> str:
    """The column of how many values of a fact are tried."""
    return f"^tried {key}"


def _span(key: str) -> str:
    return f"^span {key}"


def _product(key: str) -> str:
    return f"^worlds {key}"


def _number(c: Cells[Any], name: Name, part: str) -> Cell[Any]:
    return c.column(name.of(part), truth=False)


def _truth(c: Cells[Any], column: str) -> Cell[Any]:
    return c.column(column, truth=True)


def _is(c: Cells[Any], outcome: Cell[Any], one: Outcome) -> Cell[Any]:
    return c.equal(outcome, c.number(one.value))


def _paid(c: Cells[Any], outcome: Cell[Any]) -> Cell[Any]:
    return c.some(_is(c, outcome, Outcome.UNDETERMINED), _is(c, outcome, Outcome.ELIGIBLE))


def _added(c: Cells[Any], items: Iterable[Cell[Any]]) -> Cell[Any]:
    total = c.number(0)
    for item in items:
        total = c.add(total, item)
    return total


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
