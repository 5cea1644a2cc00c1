"""Random typed trees, random cases in doubt with a truth behind them, and a naive evaluator that knows no doubt.

A :class:`Doubt` is a case together with what is really so: its :meth:`Doubt.facts` are what an engine is given,
its :meth:`Doubt.truth` is the same case with everything known, and :func:`refined` learns some of it.
"""

from __future__ import annotations

import calendar as months_of
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise, product
from typing import Any

import attrs
from hypothesis import strategies as st

from vocskills import calendar
from vocskills.bounds import Bounds
from vocskills.engines.interpret import Facts, Record, Records
from vocskills.engines.plan import Outcome, Plan
from vocskills.language.nodes import (
    BOOL,
    DATE,
    NUMBER,
    Arith,
    ArithOp,
    Call,
    Compare,
    CompareOp,
    Element,
    Fact,
    Function,
    If,
    Literal,
    Logic,
    LogicOp,
    Lookup,
    Node,
    Not,
    Quantified,
    Quantifier,
    Row,
    Type,
)
from vocskills.model.fields import Kind

CODE3, CODE5 = (Type(Kind.ENUM, names=tuple("abcde"[:n])) for n in (3, 5))
FACTS = {
    fact.path: fact
    for fact in (
        Fact("p", BOOL, 0, 1),
        Fact("q", BOOL, 0, 1),
        Fact("r", BOOL, 0, 1),
        Fact("reading", CODE3, 0, 2),
        Fact("kind", CODE5, 0, 4),
        Fact("signed", NUMBER, -5, 5),
        Fact("small", NUMBER, 0, 12),
        Fact("big", NUMBER, 0, 10**7),
        Fact("start", DATE, 20180115, 20220630),
        Fact("end", DATE, 20190228, 20211231),
        Fact("birth", DATE, 19550101, 20101231),
        Fact("late", DATE, 20251101, 20280301),
    )
}
FIELDS = {
    element.field: element
    for element in (
        Element("paid", BOOL, 0, 1),
        Element("kind", CODE5, 0, 4),
        Element("days", NUMBER, 0, 10),
        Element("delta", NUMBER, -3, 3),
        Element("start", DATE, 20190101, 20201231),
    )
}
LISTS = {"awards": 4, "checks": 2}
Leaf = Fact | Element

# -- trees -------------------------------------------------------------------------------------------------------------


def _leaves(kinds: Sequence[Type], inside: bool) -> st.SearchStrategy[Node]:
    leaves: list[Node] = [fact for fact in FACTS.values() if fact.type in kinds]
    leaves += [element for element in FIELDS.values() if inside and element.type in kinds]
    return st.sampled_from(leaves)


def _some(kinds: Sequence[Type], literals: st.SearchStrategy[int], inside: bool) -> st.SearchStrategy[Node]:
    return _leaves(kinds, inside) | literals.map(lambda value: Literal(value, kinds[0]))


def _args(*parts: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.tuples(*parts)


def days(lo: int = 20180101, hi: int = 20221231) -> st.SearchStrategy[int]:
    """Days as whole numbers."""
    return st.dates(calendar.to_date(lo), calendar.to_date(hi)).map(calendar.to_int)


@lru_cache
def truths(depth: int, inside: bool = False) -> st.SearchStrategy[Node]:
    """Conditions of at most so many levels; ``inside`` a quantifier they may speak of its record."""
    if depth <= 1:
        return _leaves([BOOL], inside)
    item, number, on = truths(depth - 1, inside), numbers(depth - 1, inside), dates(depth - 1, inside)
    ops = st.sampled_from([CompareOp.EQ, CompareOp.LT, CompareOp.LE])
    code = codes(inside)
    options = [
        _leaves([BOOL], inside),
        st.builds(Compare, ops, number, number),
        st.builds(Compare, ops, on, on),
        st.builds(Compare, ops, code, code),
        st.builds(Logic, st.sampled_from(LogicOp), st.lists(item, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, item),
        st.builds(If, item, item, item),
    ]
    asserting = st.sampled_from([Quantifier.ANY, Quantifier.ALL])
    return st.one_of(options if inside else [*options, _quantified(asserting, depth, truths(depth - 1, True))])


@lru_cache
def numbers(depth: int, inside: bool = False) -> st.SearchStrategy[Node]:
    """Whole numbers, signed and large ones too."""
    leaf = _some([NUMBER], st.integers(-6, 14), inside)
    if depth <= 1:
        return leaf
    item, on = numbers(depth - 1, inside), dates(depth - 1, inside)
    plain = st.sampled_from([ArithOp.ADD, ArithOp.SUBTRACT, ArithOp.MULTIPLY])
    extremes = st.sampled_from([Function.MIN, Function.MAX])
    divisor = st.integers(1, 7).map(lambda value: Literal(value, NUMBER))
    options = [
        leaf,
        st.builds(Arith, plain, item, item),
        st.builds(Arith, st.just(ArithOp.FLOOR_DIVIDE), item, divisor),
        st.builds(If, truths(depth - 1, inside), item, item),
        st.builds(Call, extremes, st.lists(item, min_size=2, max_size=3).map(tuple)),
        st.builds(Call, st.sampled_from([Function.AGE, Function.MONTHS]), _args(on, on)),
        st.builds(Call, st.just(Function.YEAR), _args(on)),
        lookups(depth - 1, inside),
    ]
    if not inside:
        options.append(_quantified(st.just(Quantifier.COUNT), depth, st.none()))
        options.append(_quantified(st.just(Quantifier.SUM), depth, numbers(depth - 1, True)))
    return st.one_of(options)


@lru_cache
def dates(depth: int, inside: bool = False) -> st.SearchStrategy[Node]:
    """Dates; working days of years that are not published are among them."""
    leaf = _some([DATE], days(), inside)
    if depth <= 1:
        return leaf
    item = dates(depth - 1, inside)
    count = st.integers(-40, 40).map(lambda value: Literal(value, NUMBER))
    shifts = st.sampled_from([Function.PLUS_DAYS, Function.PLUS_MONTHS, Function.PLUS_WORKING_DAYS])
    ages = st.sampled_from([50, 55, 60]).map(lambda age: Literal(age, NUMBER))
    return st.one_of(
        leaf,
        st.builds(Call, shifts, _args(item, count)),
        st.builds(Call, st.just(Function.RETIREMENT_DATE), _args(item, ages)),
        st.builds(Call, st.sampled_from([Function.MIN, Function.MAX]), _args(item, item)),
        st.builds(If, truths(depth - 1, inside), item, item),
    )


def codes(inside: bool) -> st.SearchStrategy[Node]:
    """Members of closed lists."""
    return _some([CODE5, CODE3], st.integers(0, 4), inside)


@st.composite
def lookups(draw: st.DrawFn, depth: int, inside: bool) -> Node:
    """Tables of up to three keys; some rows are open and some combinations have no row."""
    keys = draw(st.lists(codes(inside) | numbers(depth, inside), min_size=1, max_size=3))
    spans: list[list[tuple[int, int]]] = []
    for _ in keys:
        cuts = sorted(draw(st.sets(st.integers(-2, 8), min_size=2, max_size=4)))
        spans.append([(a, b - 1) for a, b in pairwise(cuts)])
    cells = st.none() | st.integers(-3, 9)
    rows = tuple(Row(span, draw(cells)) for span in product(*spans) if draw(st.integers(0, 3)))
    return Lookup("table", NUMBER, tuple(keys), rows, draw(numbers(1, inside)))


@st.composite
def _quantified(
    draw: st.DrawFn, which: st.SearchStrategy[Quantifier], depth: int, values: st.SearchStrategy[Node | None]
) -> Node:
    source = draw(st.sampled_from(sorted(LISTS)))
    condition = draw(st.just(Literal(1, BOOL)) | truths(depth - 1, True))
    return Quantified(draw(which), source, LISTS[source], condition, draw(values))


def trees(depth: int = 4) -> st.SearchStrategy[Node]:
    """Conditions, numbers and dates."""
    return truths(depth) | numbers(depth) | dates(depth)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Whole subsidies; a text that surely governs surely touches, as with every real window."""
    governs = draw(truths(2))
    touches = draw(st.just(governs) | truths(2).map(lambda also: Logic(LogicOp.OR, (governs, also))))
    rules = tuple(draw(st.lists(truths(3), max_size=4)))
    always: st.SearchStrategy[Node] = st.just(Literal(1, BOOL))
    return Plan(draw(always | truths(2)), governs, touches, rules, draw(numbers(3)))


# -- cases -------------------------------------------------------------------------------------------------------------


@attrs.frozen
class Known:
    """A value as far as it is known, and what it really is."""

    real: int
    lo: int
    hi: int


@attrs.frozen
class Item:
    """A record that may exist, whether it really does, and its fields."""

    exists: Known
    fields: Mapping[str, Known]


@attrs.frozen
class Listed:
    """A list: the records that are seen, those that exist unseen, and how many more are thought possible."""

    items: tuple[Item, ...]
    unseen: tuple[Mapping[str, int], ...]
    spare: int


@attrs.frozen
class Doubt:
    """A case in doubt with the truth behind it."""

    values: Mapping[str, Known]
    lists: Mapping[str, Listed]

    def facts(self) -> Facts:
        """What an engine is given."""
        values = {path: (v.lo, v.hi) for path, v in self.values.items() if (v.lo, v.hi) != _range(FACTS[path])}
        lists = {name: _seen(found) for name, found in self.lists.items()}
        return Facts(values, {name: records for name, records in lists.items() if records})

    def truth(self) -> Facts:
        """The same case with everything known."""
        values = {path: (v.real, v.real) for path, v in self.values.items()}
        return Facts(values, {name: _points(records) for name, records in self.records().items()})

    def records(self) -> dict[str, list[Mapping[str, int]]]:
        """The records that really exist."""
        found: dict[str, list[Mapping[str, int]]] = {}
        for name, one in self.lists.items():
            seen = [{field: v.real for field, v in item.fields.items()} for item in one.items if item.exists.real]
            found[name] = [*seen, *one.unseen]
        return found

    def world(self) -> dict[str, int]:
        """The real values of the facts."""
        return {path: v.real for path, v in self.values.items()}


def _range(leaf: Leaf) -> Bounds:
    return leaf.lo, leaf.hi


def _seen(found: Listed) -> Records | None:
    items = []
    for item in found.items:
        fields = {n: (v.lo, v.hi) for n, v in item.fields.items() if (v.lo, v.hi) != _range(FIELDS[n])}
        items.append(Record((item.exists.lo, item.exists.hi), fields))
    return Records(tuple(items), len(found.unseen) + found.spare) if items or not found.spare else None


def _points(records: Sequence[Mapping[str, int]]) -> Records:
    return Records(tuple(Record((1, 1), {n: (v, v) for n, v in one.items()}) for one in records), 0)


def _inside(leaf: Leaf, lo: int, hi: int) -> st.SearchStrategy[int]:
    return days(lo, hi) if leaf.type == DATE else st.integers(lo, hi)


def _blurred(draw: st.DrawFn, leaf: Leaf, real: int, lo: int, hi: int) -> Known:
    """The value known, known in part, or no better than before."""
    match draw(st.sampled_from(["point", "part", "same"])):
        case "point":
            return Known(real, real, real)
        case "part":
            return Known(real, draw(_inside(leaf, lo, real)), draw(_inside(leaf, real, hi)))
        case _:
            return Known(real, lo, hi)


@st.composite
def doubts(draw: st.DrawFn) -> Doubt:
    """A truth, and what is known of it."""
    values = {}
    for path, fact in FACTS.items():
        values[path] = _blurred(draw, fact, draw(_inside(fact, fact.lo, fact.hi)), fact.lo, fact.hi)
    return Doubt(values, {name: _list(draw, cap) for name, cap in LISTS.items()})


def _list(draw: st.DrawFn, cap: int) -> Listed:
    shown = draw(st.integers(0, cap))
    unseen = draw(st.integers(0, cap - shown))
    spare = cap - shown - unseen if not shown else draw(st.integers(0, cap - shown - unseen))
    return Listed(tuple(_item(draw) for _ in range(shown)), tuple(_record(draw) for _ in range(unseen)), spare)


def _record(draw: st.DrawFn) -> dict[str, int]:
    return {name: draw(_inside(leaf, leaf.lo, leaf.hi)) for name, leaf in FIELDS.items()}


def _item(draw: st.DrawFn) -> Item:
    real = draw(st.integers(0, 1))
    exists = draw(st.sampled_from([Known(real, 0, 1), Known(real, real, real)]))
    fields = {n: _blurred(draw, FIELDS[n], v, FIELDS[n].lo, FIELDS[n].hi) for n, v in _record(draw).items()}
    return Item(exists, fields)


@st.composite
def refined(draw: st.DrawFn, doubt: Doubt) -> Doubt:
    """The same truth, of which more is known."""
    values = {path: _blurred(draw, FACTS[path], v.real, v.lo, v.hi) for path, v in doubt.values.items()}
    return Doubt(values, {name: _refined_list(draw, found) for name, found in doubt.lists.items()})


def _refined_list(draw: st.DrawFn, found: Listed) -> Listed:
    items = []
    for item in found.items:
        exists = draw(st.sampled_from([item.exists, Known(item.exists.real, item.exists.real, item.exists.real)]))
        items.append(Item(exists, {n: _blurred(draw, FIELDS[n], v.real, v.lo, v.hi) for n, v in item.fields.items()}))
    shown = draw(st.integers(0, len(found.unseen)))
    for record in found.unseen[:shown]:
        fields = {n: _blurred(draw, FIELDS[n], v, FIELDS[n].lo, FIELDS[n].hi) for n, v in record.items()}
        items.append(Item(draw(st.sampled_from([Known(1, 0, 1), Known(1, 1, 1)])), fields))
    return Listed(tuple(items), found.unseen[shown:], draw(st.integers(0, found.spare)))


@st.composite
def elsewhere(draw: st.DrawFn, doubt: Doubt) -> Doubt:
    """What is known stays, but the truth behind it is another."""
    values = {p: Known(draw(_inside(FACTS[p], v.lo, v.hi)), v.lo, v.hi) for p, v in doubt.values.items()}
    return Doubt(values, {name: _other_list(draw, found) for name, found in doubt.lists.items()})


def _other_list(draw: st.DrawFn, found: Listed) -> Listed:
    items = []
    for item in found.items:
        exists = Known(draw(st.integers(item.exists.lo, item.exists.hi)), item.exists.lo, item.exists.hi)
        fields = {n: Known(draw(_inside(FIELDS[n], v.lo, v.hi)), v.lo, v.hi) for n, v in item.fields.items()}
        items.append(Item(exists, fields))
    more = len(found.unseen) + found.spare
    unseen = draw(st.integers(0, more))
    return Listed(tuple(items), tuple(_record(draw) for _ in range(unseen)), more - unseen)


# -- the naive evaluator -----------------------------------------------------------------------------------------------

Values = Mapping[str, int]


def value(node: Node, world: Values, records: Mapping[str, Sequence[Values]], record: Values | None = None) -> int:
    """What a tree is worth where everything is known: ordinary arithmetic, no bounds.

    Raises:
        CalendarError: a working day of a year that is not published.
    """

    def of(part: Node) -> int:
        return value(part, world, records, record)

    match node:
        case Literal(int() as constant):
            return constant
        case Fact(path):
            return world[path]
        case Element(field):
            assert record is not None
            return record[field]
        case Arith(op, left, right):
            return _ARITH[op](of(left), of(right))
        case Compare(op, left, right):
            return int(_COMPARE[op](of(left), of(right)))
        case Logic(op, items):
            return int((all if op is LogicOp.AND else any)(of(item) for item in items))
        case Not(item):
            return int(not of(item))
        case If(condition, then, otherwise):
            return of(then) if of(condition) else of(otherwise)
        case Lookup(_, _, keys, rows, otherwise):
            found = [of(key) for key in keys]
            hits = [r for r in rows if all(lo <= k <= hi for k, (lo, hi) in zip(found, r.keys, strict=True))]
            cell = hits[0].value if hits else None
            return of(otherwise) if cell is None else int(cell)
        case Call(function, args):
            return _CALLS[function](*map(of, args))
        case Quantified(quantifier, source, _, condition, body):
            kept = [one for one in records[source] if value(condition, world, records, one)]
            worth = [1 if body is None else value(body, world, records, one) for one in kept]
            return int(_QUANTIFIED[quantifier](worth))
    raise AssertionError(node)


def outcome(plan: Plan, world: Values, records: Mapping[str, Sequence[Values]]) -> Outcome:
    """What a plan comes to where everything is known."""

    def holds(node: Node) -> int:
        return value(node, world, records)

    if not holds(plan.applies):
        return Outcome.NOT_APPLICABLE
    if not holds(plan.touches):
        return Outcome.NOT_IN_FORCE
    if not holds(plan.governs):
        return Outcome.UNDETERMINED
    return Outcome.ELIGIBLE if all(map(holds, plan.rules)) else Outcome.INELIGIBLE


def _age(birth: int, on: int) -> int:
    one, other = calendar.to_date(birth), calendar.to_date(on)
    return other.year - one.year - ((other.month, other.day) < (one.month, one.day))


def _months(start: int, end: int) -> int:
    one, other = calendar.to_date(start), calendar.to_date(end)
    return (other.year - one.year) * 12 + other.month - one.month - (other.day < one.day)


def _plus_days(day: int, n: int) -> int:
    on = calendar.to_date(day) + timedelta(days=n)
    return calendar.to_int(min(on, date(2100, 12, 31)))


def _plus_months(day: int, n: int) -> int:
    on = calendar.to_date(day)
    year, month = divmod(on.year * 12 + on.month - 1 + n, 12)
    if year > 2100:
        return calendar.DAY_MAX
    return calendar.to_int(date(year, month + 1, min(on.day, months_of.monthrange(year, month + 1)[1])))


_ARITH: dict[ArithOp, Callable[[int, int], int]] = {
    ArithOp.ADD: lambda a, b: a + b,
    ArithOp.SUBTRACT: lambda a, b: a - b,
    ArithOp.MULTIPLY: lambda a, b: a * b,
    ArithOp.FLOOR_DIVIDE: lambda a, b: a // b,
}
_COMPARE: dict[CompareOp, Callable[[int, int], bool]] = {
    CompareOp.EQ: lambda a, b: a == b,
    CompareOp.LT: lambda a, b: a < b,
    CompareOp.LE: lambda a, b: a <= b,
}
_CALLS: dict[Function, Callable[..., int]] = {
    Function.AGE: _age,
    Function.MONTHS: _months,
    Function.YEAR: lambda day: int(str(day)[:4]),
    Function.PLUS_DAYS: _plus_days,
    Function.PLUS_MONTHS: _plus_months,
    Function.PLUS_WORKING_DAYS: calendar.plus_working_days,
    Function.RETIREMENT_DATE: calendar.retirement_date,
    Function.MIN: min,
    Function.MAX: max,
}
_QUANTIFIED: dict[Quantifier, Callable[[list[int]], Any]] = {
    Quantifier.COUNT: len,
    Quantifier.SUM: sum,
    Quantifier.ANY: any,
    Quantifier.ALL: all,
}
