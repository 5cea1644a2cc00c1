"""Generated Python: what random plans seldom meet, and that nothing of a document reaches the compiler."""

from __future__ import annotations

import random
from types import ModuleType

import pytest

import tianjin
import twenty
from trees import FACTS
from vocskills import calendar
from vocskills.bounds import Bounds
from vocskills.engines.interpret import Facts, Record, Records, decide, interpret
from vocskills.engines.plan import Decision, Outcome, Plan
from vocskills.engines.pycode import compile_nodes, compile_plan, layout
from vocskills.language.nodes import (
    BOOL,
    CODE,
    DATE,
    NUMBER,
    RATE,
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
    Lookup,
    Node,
    Not,
    Quantified,
    Quantifier,
    Row,
    Type,
)
from vocskills.language.scope import default_range
from vocskills.model.fields import Kind
from vocskills.model.terms import Sex

YES, NO = Literal(1, BOOL), Literal(0, BOOL)
P, SMALL, BIG, KIND = (FACTS[path] for path in ("p", "small", "big", "kind"))
DAY = Fact("d", DATE, 19000101, 21001231)


def plan(*rules: Node, applies: Node = YES, governs: Node = YES, touches: Node = YES, amount: Node = SMALL) -> Plan:
    """A plan that governs, unless said otherwise."""
    return Plan(applies, governs, touches, rules, amount)


def check(one: Plan, facts: Facts) -> Decision:
    """The decision of the interpreter, with which the compiled plan must agree."""
    decider, found = compile_plan(one), decide(one, facts)
    assert decider(facts) == found
    outcome, least, most = decider.decide(decider.layout.prepare(facts))
    assert (Outcome(outcome), (least, most)) == (found.outcome, found.amount)
    return found


def test_a_deadline_of_an_unpublished_year_is_open_not_missed() -> None:
    """With everything known, a rule that needs next year's working days leaves the plan undetermined."""
    deadline = Call(Function.PLUS_WORKING_DAYS, (DAY, Literal(10, NUMBER)))
    late = (calendar.published_years()[1] + 1) * 10_000 + 1201
    one = plan(P, Compare(CompareOp.LE, DAY, deadline))
    known = {"p": (1, 1), "small": (5, 5)}
    assert check(one, Facts({**known, "d": (late, late)})).outcome is Outcome.UNDETERMINED
    assert check(one, Facts({**known, "d": (late, late)})).open == (1,)
    assert check(one, Facts({**known, "d": (20200110, 20200110)})).outcome is Outcome.ELIGIBLE
    assert check(one, Facts({**known, "p": (0, 0), "d": (late, late)})).failed == (0,)


def test_a_known_case_between_two_texts_keeps_its_amount() -> None:
    """Undetermined for its window, a plan still says what it would pay, all facts being known or not."""
    between = plan(P, governs=NO, touches=YES)
    for facts in (Facts({"p": (0, 0), "small": (7, 7)}), Facts({"small": (7, 7)})):
        assert check(between, facts).outcome is Outcome.UNDETERMINED
        assert check(between, facts).amount == (7, 7)


@pytest.mark.parametrize("doubtful", ["applies", "governs", "touches"])
def test_a_window_in_doubt_before_any_fact_is_read(doubtful: str) -> None:
    """A literal question beside one in doubt leaves every later fact readable."""
    one = plan(P, Compare(CompareOp.LT, SMALL, BIG), **{doubtful: P})
    for facts in (Facts(), Facts({"p": (1, 1)}), Facts({"p": (0, 0), "small": (1, 1), "big": (3, 3)})):
        check(one, facts)


def test_a_plan_without_facts_or_rules_is_decided() -> None:
    """Nothing to read is no obstacle."""
    assert check(plan(amount=Literal(60, NUMBER)), Facts()) == Decision(Outcome.ELIGIBLE, (60, 60))
    assert check(plan(applies=NO), Facts()).outcome is Outcome.NOT_APPLICABLE
    assert check(plan(governs=NO, touches=NO), Facts()).outcome is Outcome.NOT_IN_FORCE


def test_names_of_a_document_never_reach_the_compiler() -> None:
    """A path may be any text: code is made of numbers of facts."""
    hostile = Fact("__import__('os').system('false') #\n'\"", BOOL, 0, 1)
    inside = Element("in_area(place, 533300)\n", BOOL, 0, 1)
    asked = Quantified(Quantifier.ANY, "awards'; raise SystemExit #", 3, inside, Not(inside))
    nodes: list[Node] = [hostile, asked, Lookup("t\n'", CODE, (hostile,), (Row(((0, 0),), 5),), Literal(6, NUMBER))]
    assert compile_nodes(nodes)(Facts()) == tuple(interpret(node, Facts()) for node in nodes)


def test_a_case_is_laid_out_in_tree_order() -> None:
    """Facts and lists stand in the order in which the trees read them; what is not known is its declared range."""
    paid, days = Element("paid", BOOL, 0, 1), Element("days", NUMBER, 0, 10)
    asked = Quantified(Quantifier.SUM, "awards", 4, paid, Arith(ArithOp.ADD, days, SMALL))
    where = layout([Compare(CompareOp.LT, BIG, asked), P])
    assert [fact.path for fact in where.facts] == ["big", "small", "p"]
    assert [(source, cap, [e.field for e in fields]) for source, cap, fields in where.lists] == [
        ("awards", 4, ["paid", "days"])
    ]
    record = Record((0, 1), {"days": (3, 3)})
    made = where.prepare(Facts({"p": (1, 1)}, {"awards": Records((record,), 2)}))
    assert (made.low, made.high) == ((0, 0, 1), (10**7, 12, 1))
    assert not made.certain
    assert made.columns[0].rows == ((1, 0, 1, (0, 3), (1, 3)), (2, 0, 1, (0, 0), (1, 10)))
    known = Record((1, 1), {"paid": (1, 1), "days": (3, 3)})
    sure = where.prepare(Facts({f.path: (f.lo, f.lo) for f in where.facts}, {"awards": Records((known,), 0)}))
    assert sure.certain
    assert sure.low is sure.high
    assert sure.columns[0].plain == ((1, 3),)


def test_a_large_table_is_found_by_its_key_or_searched_by_range() -> None:
    """Tables of single values and of ranges give the same as the interpreter, whatever is known of the key."""
    single = tuple(Row(((i, i),), i * 3 if i % 5 else None) for i in range(0, 12, 2))
    ranges = tuple(Row(((i, i + 2), (0, 2)), i) for i in range(0, 12, 4))
    nodes: list[Node] = [
        Lookup("single", NUMBER, (SMALL,), single, BIG),
        Lookup("ranges", NUMBER, (SMALL, KIND), ranges, BIG),
        Lookup("none", NUMBER, (), (Row((), 4),), BIG),
        Lookup("empty", NUMBER, (SMALL,), (), BIG),
    ]
    evaluate = compile_nodes(nodes)
    for lo in range(13):
        for hi in range(lo, 13):
            facts = Facts({"small": (lo, hi), "big": (1, 1)})
            assert evaluate(facts) == tuple(interpret(node, facts) for node in nodes)


def test_a_long_expression_is_cut_into_statements() -> None:
    """An expression beyond what Python nests in brackets still compiles, on points and on pairs."""
    node: Node = SMALL
    for i in range(170):
        node = If(P, Arith(ArithOp.ADD, node, Literal(1, NUMBER)), Literal(i, NUMBER))
    for facts in (Facts(), Facts({"p": (1, 1), "small": (1, 1)})):
        assert compile_nodes([node])(facts) == (interpret(node, facts),)


@pytest.mark.parametrize(("by_hand", "count"), [(twenty, 300), (tianjin, 1_000)], ids=["twenty", "tianjin"])
def test_a_whole_subsidy_is_decided_as_by_hand(by_hand: ModuleType, count: int) -> None:
    """Twenty rules, and Tianjin's training fee: the compiled plan says what a plain Python function says."""
    one = by_hand.plan()
    decider = compile_plan(one)
    for index, claim in enumerate(by_hand.claims(count)):
        facts = by_hand.facts(claim)
        prepared = decider.layout.prepare(facts)
        assert set(facts.values) == {fact.path for fact in decider.layout.facts}
        assert decider.decide(prepared) == by_hand.decide(claim)
        assert decider.reasons(prepared) == by_hand.reasons(claim)
        assert decider(facts) == decide(one, facts)
        partly = twenty.partly(facts, random.Random(index), 0.1)
        assert decider(partly) == decide(one, partly)


@pytest.mark.parametrize("left", [(-5, 5), (-5, -2), (0, 5)])
@pytest.mark.parametrize("right", [(-3, 4), (-4, -1), (0, 3)])
def test_a_product_of_signed_numbers_takes_the_extremes_of_all_four_ends(left: Bounds, right: Bounds) -> None:
    """Whatever the signs are, generated code has the bounds of the interpreter, which are those of every product."""
    one, other = Fact("l", NUMBER, -9, 9), Fact("r", NUMBER, -9, 9)
    above = Fact("p", NUMBER, 0, 9)
    facts = Facts({"l": left, "r": right, "p": (abs(right[0]) // 2, 9)})
    nodes = [Arith(ArithOp.MULTIPLY, a, b) for a, b in ((one, other), (one, above), (above, one))]
    found = compile_nodes(nodes)(facts)
    assert found == tuple(interpret(node, facts) for node in nodes)
    products = [a * b for a in range(left[0], left[1] + 1) for b in range(right[0], right[1] + 1)]
    assert found[0] == (min(products), max(products))


def test_what_is_not_known_of_a_member_or_a_rate_is_all_of_it() -> None:
    """An unknown member is any from the first to the last, an unknown rate lies between nothing and the whole."""
    assert default_range(Type(Kind.ENUM, members=Sex)) == (0, len(Sex) - 1)
    assert default_range(RATE) == (0, 10_000)
