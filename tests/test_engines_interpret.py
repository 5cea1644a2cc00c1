"""The reference interpreter: the slope that each function promises, and the cases that random trees seldom meet."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from vocskills import calendar
from vocskills.bounds import Bounds
from vocskills.engines.interpret import PYTHON, SLOPES, Facts, Record, Records, call, interpret
from vocskills.engines.plan import Outcome, judge
from vocskills.language.nodes import (
    BOOL,
    DATE,
    NUMBER,
    Call,
    Compare,
    CompareOp,
    Element,
    Fact,
    Function,
    If,
    Literal,
    Lookup,
    Node,
    Quantified,
    Quantifier,
    Row,
)

# Every day around a leap day, a turn of the century that is no leap year, and the years in which ages rise.
DAYS = [
    calendar.to_int(first + timedelta(days=n))
    for first, length in ((date(2019, 12, 1), 500), (date(2100, 1, 20), 60), (date(1968, 11, 1), 600))
    for n in range(length)
]
PARTNERS: dict[Function, list[tuple[int, ...]]] = {
    Function.AGE: [(day,) for day in (19600229, 20000101, 20191231, 20200229, 20200301, 20210131, 20240229)],
    Function.MONTHS: [(day,) for day in (19600229, 20000131, 20191231, 20200229, 20200301, 20210131, 20240430)],
    Function.YEAR: [()],
    Function.PLUS_DAYS: [(n,) for n in (-400, -31, -1, 0, 1, 28, 366, 10**6)],
    Function.PLUS_MONTHS: [(n,) for n in (-25, -12, -1, 0, 1, 2, 11, 12, 13, 600, 10**6)],
    Function.RETIREMENT_DATE: [(50,), (55,), (60,)],
}


def rises(function: Function, slope: int, least: int, most: int) -> bool:
    """Whether two neighbouring results are in the promised order."""
    return least <= most if slope > 0 else least >= most


@pytest.mark.parametrize("function", SLOPES)
def test_a_function_rises_and_falls_as_it_promises(function: Function) -> None:
    """On neighbouring days every function changes in the direction of its slope, whatever its other argument is."""
    slopes, python = SLOPES[function], PYTHON[function]
    for one, next_day in pairwise(DAYS):
        if one < next_day:
            for rest in PARTNERS[function]:
                assert rises(function, slopes[0], python(one, *rest), python(next_day, *rest))
                if len(slopes) > 1 and calendar.is_day(rest[0]):
                    assert rises(function, slopes[1], python(*rest, one), python(*rest, next_day))


@pytest.mark.parametrize("function", [Function.PLUS_DAYS, Function.PLUS_MONTHS])
def test_a_shift_rises_with_its_count(function: Function) -> None:
    """One more day or month is never an earlier date."""
    for day in DAYS[::13]:
        assert all(PYTHON[function](day, n) <= PYTHON[function](day, n + 1) for n in range(-40, 40))


def test_working_days_rise_with_the_day_and_the_count() -> None:
    """On published years, a later day or one more working day is never an earlier date."""
    days = [calendar.to_int(date(2020, 1, 1) + timedelta(days=n)) for n in range(400)]
    for count in (-20, -1, 0, 1, 5, 30):
        found = [calendar.plus_working_days(day, count) for day in days]
        assert found == sorted(found)
    for day in days[::7]:
        found = [calendar.plus_working_days(day, count) for count in range(-20, 20)]
        assert found == sorted(found)


def test_every_function_has_a_slope_and_a_meaning() -> None:
    """No function is left without a promise that the tests above keep."""
    assert SLOPES.keys() == PYTHON.keys() == PARTNERS.keys()
    handled = {Function.MIN, Function.MAX, Function.PLUS_WORKING_DAYS}
    gone = {Function.TIERED, Function.SHARE, Function.LISTED, Function.LEVEL_ABOVE}
    assert set(Function) == set(SLOPES) | handled | gone


def test_an_unpublished_calendar_leaves_the_date_open() -> None:
    """A deadline that needs next year's calendar is any date: nothing is guessed and nothing raised."""
    start = Fact("d", DATE, 19000101, 21001231)
    deadline = Call(Function.PLUS_WORKING_DAYS, (start, Literal(10, NUMBER)))
    _, last = calendar.published_years()
    late = Facts({"d": ((last + 1) * 10_000 + 1201,) * 2})
    assert interpret(deadline, late) == (19000101, 21001231)
    assert interpret(Compare(CompareOp.LE, start, deadline), late) == (0, 1)
    assert interpret(deadline, Facts({"d": (20200123, 20200123)})) == (20200214, 20200214)


KEY = Fact("k", NUMBER, 0, 9)
OTHER = Fact("o", NUMBER, 100, 200)


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ((1, 1), (10, 10)),
        ((1, 4), (10, 30)),
        ((5, 5), (100, 200)),
        ((3, 5), (30, 200)),
        ((7, 7), (100, 200)),
        ((8, 9), (40, 40)),
    ],
)
def test_a_table_gives_what_its_rows_may_give(key: Bounds, found: Bounds) -> None:
    """A key in doubt meets several rows; an open row, or a gap between rows, lets the ruling in."""
    rows = (Row(((0, 2),), 10), Row(((3, 4),), 30), Row(((5, 6),), None), Row(((8, 9),), 40))
    assert interpret(Lookup("t", NUMBER, (KEY,), rows, OTHER), Facts({"k": key})) == found


def test_two_keys_are_covered_only_together() -> None:
    """Rows for every combination leave nothing to the ruling; one missing combination does."""
    cells = [Row(((a, a), (b, b)), a + b) for a in (0, 1) for b in (0, 1)]
    keys: tuple[Node, ...] = (Fact("a", BOOL, 0, 1), Fact("b", BOOL, 0, 1))
    assert interpret(Lookup("t", NUMBER, keys, tuple(cells), OTHER), Facts()) == (0, 2)
    assert interpret(Lookup("t", NUMBER, keys, tuple(cells[:3]), OTHER), Facts()) == (0, 200)
    assert interpret(Lookup("t", NUMBER, keys, tuple(cells[:3]), OTHER), Facts({"b": (0, 0)})) == (0, 1)


PAID = Element("paid", BOOL, 0, 1)
DAYS_OF = Element("days", NUMBER, -2, 10)


@pytest.mark.parametrize(
    ("quantifier", "value", "none", "doubtful", "unknown"),
    [
        (Quantifier.COUNT, None, (0, 0), (1, 2), (0, 4)),
        (Quantifier.SUM, DAYS_OF, (0, 0), (3, 8), (-8, 40)),
        (Quantifier.ANY, Compare(CompareOp.EQ, DAYS_OF, Literal(5, NUMBER)), (0, 0), (0, 1), (0, 1)),
        (Quantifier.ALL, Compare(CompareOp.EQ, DAYS_OF, Literal(3, NUMBER)), (1, 1), (0, 1), (0, 1)),
    ],
)
def test_lists_in_doubt(
    quantifier: Quantifier, value: Node | None, none: Bounds, doubtful: Bounds, unknown: Bounds
) -> None:
    """A complete empty list, a sure record beside a doubtful one, and a list of which nothing is known."""
    node = Quantified(quantifier, "awards", 4, PAID, value)
    sure = Record((1, 1), {"paid": (1, 1), "days": (3, 3)})
    maybe = Record((0, 1), {"paid": (1, 1), "days": (5, 5)})
    assert interpret(node, Facts({}, {"awards": Records((), 0)})) == none
    assert interpret(node, Facts({}, {"awards": Records((sure, maybe), 0)})) == doubtful
    assert interpret(node, Facts()) == unknown


def test_a_choice_in_doubt_is_the_hull_of_both() -> None:
    """An open condition gives both branches; where they agree, nothing is in doubt."""
    choice = If(Fact("p", BOOL, 0, 1), Literal(100, NUMBER), Literal(80, NUMBER))
    assert interpret(choice, Facts()) == (80, 100)
    assert interpret(If(Fact("p", BOOL, 0, 1), Literal(80, NUMBER), Literal(80, NUMBER)), Facts()) == (80, 80)


@pytest.mark.parametrize(
    ("args", "found"), [([(1, 5), (2, 3)], ((1, 3), (2, 5))), ([(0, 0), (-1, 1), (4, 4)], ((-1, 0), (4, 4)))]
)
def test_the_least_and_the_greatest(args: list[Bounds], found: tuple[Bounds, Bounds]) -> None:
    """``min`` and ``max`` take the ends apart."""
    assert (call(Function.MIN, args), call(Function.MAX, args)) == found


@pytest.mark.parametrize(
    ("applies", "governs", "touches", "rules", "outcome"),
    [
        ((0, 0), (1, 1), (1, 1), [(0, 0)], Outcome.NOT_APPLICABLE),
        ((0, 1), (0, 0), (0, 0), [(0, 0)], Outcome.UNDETERMINED),
        ((1, 1), (0, 0), (0, 0), [(0, 0)], Outcome.NOT_IN_FORCE),
        ((1, 1), (0, 1), (1, 1), [(0, 0)], Outcome.UNDETERMINED),
        ((1, 1), (0, 0), (1, 1), [(1, 1)], Outcome.UNDETERMINED),
        ((1, 1), (1, 1), (1, 1), [(0, 1), (0, 0)], Outcome.INELIGIBLE),
        ((1, 1), (1, 1), (1, 1), [(0, 1), (1, 1)], Outcome.UNDETERMINED),
        ((1, 1), (1, 1), (1, 1), [(1, 1)], Outcome.ELIGIBLE),
        ((1, 1), (1, 1), (1, 1), [], Outcome.ELIGIBLE),
    ],
)
def test_questions_are_judged_in_order(
    applies: Bounds, governs: Bounds, touches: Bounds, rules: list[Bounds], outcome: Outcome
) -> None:
    """Applicable, in force, failed, open, eligible: failure beats doubt only inside one governing text."""
    assert judge(applies, governs, touches, rules) is outcome
