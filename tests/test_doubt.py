"""The three laws of the correlated-doubt function, on the shipped policies."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from vocskills.assessment.determine import amount_of, payable_of
from vocskills.assessment.docket import UNLIMITED, docket
from vocskills.assessment.doubt import MOST_WORLDS, Doubts, judge, outcome_of
from vocskills.assessment.exclusive import sum_of
from vocskills.assessment.sums import each_spread, spread
from vocskills.bounds import Bounds, within
from vocskills.calendar import is_day
from vocskills.engines.interpret import Record, Records
from vocskills.engines.plan import Outcome
from vocskills.language.nodes import Fact
from vocskills.model.fields import Kind
from vocskills.policy import get

YUNNAN = "cn-yunnan-poverty-training"
DOCKET = docket((get(YUNNAN),), (get("cn-action-2019"), get("cn-poverty-measures-2018")))
DATES = [20191230, 20200101, 20200327, 20200328, 20200511, 20200522, 20201231, 20210101]
BIRTHS = [19500101, 19600510, 19600511, 19650601, 19850315, 20040510, 20040511, 20040512]


def values_of(key: str, fact: Fact) -> st.SearchStrategy[int]:
    """Values of a fact at which rules turn."""
    if fact.type.kind is Kind.DATE:
        near = BIRTHS if key == "trainee.birth_date" else DATES
        return st.sampled_from([day for day in near if fact.lo <= day <= fact.hi] or [fact.lo])
    if fact.type.kind is Kind.INT:
        return st.sampled_from([0, 8, 10])
    if fact.type.kind in (Kind.BOOL, Kind.ENUM):
        return st.integers(fact.lo, fact.hi)
    return st.sampled_from([fact.lo, fact.hi])


@st.composite
def complete(draw: st.DrawFn) -> dict[str, Bounds]:
    """A case of which everything is known."""
    points = {key: draw(values_of(key, fact)) for key, fact in DOCKET.facts.items()}
    return {key: (value, value) for key, value in points.items()}


@st.composite
def records(draw: st.DrawFn) -> Mapping[str, Records]:
    """Awards of which everything is known."""
    fields = DOCKET.lists["awards"]
    items = []
    for _ in range(draw(st.integers(0, 3))):
        dates = {f.field: draw(st.sampled_from(DATES)) for f in fields if f.type.kind is Kind.DATE}
        rest = {f.field: draw(st.integers(f.lo, min(f.hi, f.lo + 14))) for f in fields if f.type.kind is not Kind.DATE}
        items.append(Record((1, 1), {name: (value, value) for name, value in (dates | rest).items()}))
    return {"awards": Records(tuple(items), 0)}


def forget(values: Mapping[str, Bounds], keys: set[str]) -> dict[str, Bounds]:
    """The same case with some facts unknown."""
    facts = DOCKET.facts
    return {key: (facts[key].lo, facts[key].hi) if key in keys else bounds for key, bounds in values.items()}


subsets = st.sets(st.sampled_from(sorted(DOCKET.facts)), max_size=12)


def payable(doubts: Doubts) -> Bounds:
    """What can be paid over both subsidies."""
    measure = sum_of(DOCKET, range(DOCKET.local), payable_of)
    return spread(measure(world) for world in doubts.worlds).bounds


def outcomes(doubts: Doubts) -> list[Outcome]:
    """The outcome of every subsidy."""
    return [outcome_of(world.lines[index] for world in doubts.worlds) for index in range(len(DOCKET.entries))]


@given(complete(), records())
def test_exact(values: dict[str, Bounds], lists: Mapping[str, Records]) -> None:
    """With everything known there is one world and one amount; only a class that straddles a window stays open."""
    doubts = judge(DOCKET, values, lists)
    assert len(doubts.worlds) == 1
    assert all(line.least == line.most for line in doubts.worlds[0].lines)
    start, end = values["cohort.start_date"][0], values["cohort.end_date"][0]
    first, last = (values[f"{YUNNAN}:ruling.in_force.{end}"][0] for end in ("from", "through"))
    there = values["exists(cohort)"] == (1, 1)
    straddles = there and (first <= start <= last) is not (first <= end <= last)
    assert (outcomes(doubts)[0] is Outcome.UNDETERMINED) is straddles
    if not straddles and Outcome.UNDETERMINED not in outcomes(doubts):
        assert payable(doubts)[0] == payable(doubts)[1]


@given(complete(), records(), subsets)
def test_sound(values: dict[str, Bounds], lists: Mapping[str, Records], unknown: set[str]) -> None:
    """Whatever the missing facts turn out to be, outcome and amount lie inside what was said without them."""
    before, after = judge(DOCKET, forget(values, unknown), lists), judge(DOCKET, values, lists)
    assert within(payable(after), payable(before))
    for said, found in zip(outcomes(before), outcomes(after), strict=True):
        assert said in (found, Outcome.UNDETERMINED)


@given(complete(), records(), subsets, subsets)
def test_monotone(values: dict[str, Bounds], lists: Mapping[str, Records], unknown: set[str], learnt: set[str]) -> None:
    """Learning some of the missing facts never widens what is payable and never changes a sure outcome."""
    before = judge(DOCKET, forget(values, unknown), lists)
    after = judge(DOCKET, forget(values, unknown - learnt), lists)
    assert within(payable(after), payable(before))
    for said, found in zip(outcomes(before), outcomes(after), strict=True):
        assert said in (found, Outcome.UNDETERMINED)


@given(complete(), subsets)
def test_a_history_learnt_never_widens(values: dict[str, Bounds], unknown: set[str]) -> None:
    """An unknown history, then an incomplete one, then a complete one: each answer lies inside the one before."""
    case = forget(values, unknown)
    award = Record((1, 1), {f.field: (f.lo, f.hi) for f in DOCKET.lists["awards"]})
    steps = [Records((), 1_000), Records((award,), 999), Records((award,), 0)]
    found = [payable(judge(DOCKET, case, {"awards": step})) for step in steps]
    assert within(found[1], found[0])
    assert within(found[2], found[1])


@given(complete(), records(), subsets)
def test_worlds_are_few_and_tighter_than_intervals(
    values: dict[str, Bounds], lists: Mapping[str, Records], unknown: set[str]
) -> None:
    """At most 64 worlds, none of which says more than the plain intervals did."""
    doubts = judge(DOCKET, forget(values, unknown), lists)
    assert 1 <= len(doubts.worlds) <= MOST_WORLDS
    for index, entry in enumerate(DOCKET.entries):
        plain = entry.run(entry.prepare(doubts.values, lists), doubts.values)
        for world in doubts.worlds:
            line = world.lines[index]
            assert plain.outcome in (line.outcome, Outcome.UNDETERMINED)
            assert not line.paid or within((line.least, line.most), (plain.least, plain.most))


@given(st.lists(st.tuples(complete(), records(), subsets), min_size=1, max_size=3), subsets)
def test_a_class_total_is_sound(
    people: list[tuple[dict[str, Bounds], Mapping[str, Records], set[str]]], learnt: set[str]
) -> None:
    """The sum of what everybody turns out to be paid lies inside the class's total, and is listed if values are."""
    first = people[0][0]
    shared = {key: first[key] for key in first if ":" in key or key.startswith(("cohort.", "program."))}
    unknown = {key for _, _, keys in people for key in keys if key in shared} - learnt
    before, after = [], []
    for values, lists, keys in people:
        whole = {**values, **shared}
        before.append((judge(DOCKET, forget(whole, {k for k in keys if k not in shared} | unknown), lists), 1))
        after.append(judge(DOCKET, whole, lists))
    measure = sum_of(DOCKET, range(DOCKET.local), payable_of)
    said = each_spread([(doubts, heads, measure) for doubts, heads in before])
    paid = sum(payable(doubts)[0] for doubts in after)
    assert said.bounds[0] <= paid <= said.bounds[1]
    assert said.values is None or paid in said.values


def test_the_prefix_stops_at_the_first_fact_that_does_not_fit() -> None:
    """With nothing known the worlds are a prefix of the finite facts, so that learning one never loses another."""
    nothing = forget(dict.fromkeys(DOCKET.facts, (0, 0)), set(DOCKET.facts))
    doubts = judge(DOCKET, nothing, {"awards": Records((), 1_000)})
    finite = [k for k, f in DOCKET.facts.items() if f.type.kind in (Kind.BOOL, Kind.ENUM)]
    chosen = set(doubts.worlds[0].choice)
    assert chosen == set(finite[: len(chosen)])
    assert len(doubts.worlds) > MOST_WORLDS // 4


def test_an_amount_without_a_known_limit_is_marked() -> None:
    """Where the most is only the declared range, it is no figure."""
    nothing = forget(dict.fromkeys(DOCKET.facts, (0, 0)), set(DOCKET.facts))
    doubts = judge(DOCKET, nothing, {"awards": Records((), 1_000)})
    assert spread(amount_of(DOCKET, 0)(w) for w in doubts.worlds).bounds[1] >= UNLIMITED


def test_the_sampled_dates_are_dates() -> None:
    """The values that these tests try are days of the calendar."""
    assert all(is_day(day) for day in DATES + BIRTHS)
