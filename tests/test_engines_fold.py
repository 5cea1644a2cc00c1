"""Range analysis: what is refused, what becomes a literal, and doubt that is taken apart."""

from __future__ import annotations

from itertools import pairwise

import pytest

from trees import FACTS
from vocskills.engines.fold import LEVELS_MAX, LIFTED_NODES, LIMIT, Overflow, fold
from vocskills.engines.interpret import Facts, Record, Records, interpret
from vocskills.engines.pycode import compile_nodes
from vocskills.language.lower import lower, lower_money
from vocskills.language.nodes import (
    BOOL,
    MONEY,
    NUMBER,
    Arith,
    ArithOp,
    Compare,
    CompareOp,
    Element,
    Fact,
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
    extent,
    facts_in,
)
from words import read

P, Q, R, KIND, SIGNED, SMALL, BIG = (FACTS[path] for path in ("p", "q", "r", "kind", "signed", "small", "big"))


def number(value: int) -> Literal:
    return Literal(value, NUMBER)


def both(*items: Node) -> Node:
    return Logic(LogicOp.AND, items)


def either(*items: Node) -> Node:
    return Logic(LogicOp.OR, items)


@pytest.mark.parametrize(
    ("node", "value"),
    [
        (either(P, Not(P)), 1),
        (both(P, Not(P)), 0),
        (Compare(CompareOp.EQ, P, P), 1),
        (either(both(P, Q), Not(P), Not(Q)), 1),
        (either(*(Compare(CompareOp.EQ, KIND, number(i)) for i in range(5))), 1),
        (both(Compare(CompareOp.EQ, KIND, number(1)), Compare(CompareOp.EQ, KIND, number(2))), 0),
        (Arith(ArithOp.ADD, If(P, number(100), number(20)), If(P, number(0), number(80))), 100),
        (If(P, If(P, number(1), BIG), If(P, BIG, number(1))), 1),
        (Compare(CompareOp.LT, SMALL, number(13)), 1),
        (Compare(CompareOp.LE, BIG, SIGNED), None),
    ],
)
def test_doubt_about_the_same_fact_is_not_counted_twice(node: Node, value: int | None) -> None:
    """What is true, or the same amount, however an unknown fact turns out, is said so by every engine."""
    folded = fold(node)
    if value is None:
        assert folded == node
    else:
        assert isinstance(folded, Literal)
        assert folded.value == value


def test_a_partial_code_meets_its_own_cases_only() -> None:
    """A list of codes known in part gives the hull of the codes that it may be, not of the last one too."""
    worth = [7, 1, 2, 3, 90]
    node: Node = number(worth[-1])
    for code in range(4):
        node = If(Compare(CompareOp.EQ, KIND, number(code)), number(worth[code]), node)
    folded = fold(node)
    for lo in range(5):
        for hi in range(lo, 5):
            span = worth[lo : hi + 1]
            facts = Facts({"kind": (lo, hi)})
            assert interpret(folded, facts) == (min(span), max(span))
            assert compile_nodes([folded])(facts) == (interpret(folded, facts),)


def test_a_fact_asked_in_one_sense_is_left_where_it_stands() -> None:
    """Splitting by a fact that only ever helps would double the tree and change nothing."""
    node = either(both(P, Q), both(P, R))
    assert fold(node) == node
    twice = Arith(ArithOp.ADD, If(Q, SMALL, number(1)), If(R, SMALL, number(2)))
    assert fold(twice) == twice


def test_facts_inside_a_list_question_are_lifted_too() -> None:
    """The same unknown in two questions to a list is one unknown."""
    paid = Element("paid", BOOL, 0, 1)
    kept = Quantified(Quantifier.COUNT, "awards", 4, both(paid, P))
    other = Quantified(Quantifier.COUNT, "awards", 4, both(paid, Not(P)))
    node = Compare(CompareOp.LE, Arith(ArithOp.ADD, kept, other), number(4))
    assert interpret(node, Facts()) == (0, 1)
    assert fold(node) == number(1)


def test_lifting_keeps_within_its_room() -> None:
    """However many facts stand in opposite senses, the tree stays bounded and every split is worth its place."""
    names = [Fact(f"f{i}", BOOL, 0, 1) for i in range(12)]
    node = both(*(either(both(a, Not(b)), both(Not(a), b)) for a, b in pairwise(names)))
    folded = fold(node)
    assert extent(folded, 10**6)[0] <= LIFTED_NODES
    large = both(*[node] * 100)
    assert extent(fold(large), 10**6)[0] <= extent(large, 10**6)[0]


def test_three_facts_at_most_are_lifted() -> None:
    """The fourth fact in opposite senses stays in doubt: the size is bounded, the answer still sound."""

    def exclusive(*facts: Fact) -> Node:
        node: Node = number(0)
        for fact in facts:
            node = Compare(CompareOp.EQ, Not(Compare(CompareOp.EQ, fact, node)), number(1))
        return either(node, Not(node))

    four = [Fact(f"f{i}", BOOL, 0, 1) for i in range(4)]
    assert fold(exclusive(*four[:3])) == number(1)
    assert interpret(fold(exclusive(*four)), Facts()) == (0, 1)


def test_a_ruling_that_nothing_can_need_is_not_asked() -> None:
    """A table that covers its key without an open row reads no ruling; with one, it does."""
    rows = tuple(Row(((i, i),), i * 10) for i in range(5))
    closed, opened = (Lookup("t", NUMBER, (KIND,), cells, BIG) for cells in (rows, (*rows[:4], Row(((4, 4),), None))))
    assert list(facts_in(fold(closed))) == ["kind"]
    assert list(facts_in(fold(opened))) == ["kind", "big"]
    assert list(facts_in(fold(Lookup("t", NUMBER, (KIND,), rows[:4], BIG)))) == ["kind", "big"]


@pytest.mark.parametrize(
    "node",
    [
        Literal(LIMIT + 1, NUMBER),
        Compare(CompareOp.LT, SMALL, Literal(LIMIT + 1, NUMBER)),
        Arith(ArithOp.MULTIPLY, BIG, Literal(LIMIT // 10**6, NUMBER)),
        Arith(ArithOp.FLOOR_DIVIDE, Arith(ArithOp.MULTIPLY, BIG, Literal(10**9 + 1, NUMBER)), Literal(10**9, NUMBER)),
        Arith(ArithOp.ADD, *[Arith(ArithOp.MULTIPLY, BIG, number(8 * 10**8))] * 2),
        Quantified(Quantifier.SUM, "awards", 10**6, number(1), Element("days", NUMBER, 0, 10**10)),
        Arith(ArithOp.MULTIPLY, SIGNED, Arith(ArithOp.SUBTRACT, SMALL, BIG)),
    ],
)
def test_what_could_overflow_is_refused(node: Node) -> None:
    """No value and no intermediate product may leave 2^53, and a product may not have two doubtful signs."""
    with pytest.raises(Overflow) as raised:
        fold(node)
    assert raised.value.why.zh
    assert len(raised.value.why.en) < 100


@pytest.mark.parametrize(
    "node",
    [Literal(LIMIT, NUMBER), Arith(ArithOp.MULTIPLY, SIGNED, BIG), Arith(ArithOp.MULTIPLY, SIGNED, number(-5))],
)
def test_what_stays_inside_is_left_alone(node: Node) -> None:
    """The limit itself, one factor of doubtful sign, and a negative constant are fine."""
    assert fold(node) == node


@pytest.mark.parametrize("text", ["900000000000000 * 1000000% * days", "9007199254740.99 * days"])
def test_an_amount_in_a_text_that_could_overflow_is_refused(text: str) -> None:
    """Fen are counted: an amount of 2^53 fen is too much, though the digits in the text be fewer."""
    with pytest.raises(Overflow):
        fold(lower_money(read(text, MONEY).node)[0])


def test_a_tree_that_is_too_deep_is_refused() -> None:
    """What later recurses over a tree is never given one that would exhaust Python."""
    node: Node = P
    for _ in range(LEVELS_MAX):
        node = Arith(ArithOp.ADD, node, SMALL)
    with pytest.raises(Overflow):
        fold(node)


def deep(shape: str) -> Node:
    """A tree of the greatest depth, of one shape."""
    leaf: Node = Element("days", NUMBER, 0, 10) if shape == "inside" else SMALL
    node = leaf
    while extent(node, 10**6)[1] < LEVELS_MAX - 4:
        match shape:
            case "choice":
                node = If(Compare(CompareOp.LE, node, number(3)), SMALL, BIG)
            case "table":
                node = Lookup("t", NUMBER, (node, KIND), (Row(((0, 5), (1, 1)), 3),), SMALL)
            case "truth":
                node = If(both(Not(Compare(CompareOp.LE, node, number(3))), P), number(1), number(9))
            case _:
                node = Arith(ArithOp.FLOOR_DIVIDE, Arith(ArithOp.ADD, leaf, node), number(2))
    return Quantified(Quantifier.SUM, "awards", 4, number(1), node) if shape == "inside" else node


@pytest.mark.parametrize("shape", ["choice", "table", "truth", "plain", "inside"])
def test_the_deepest_tree_is_carried_by_every_engine(shape: str) -> None:
    """A tree as deep as may be is folded, interpreted and compiled, on points and on pairs."""
    folded = fold(deep(shape))
    records = Records((Record((1, 1), {"days": (3, 3)}),), 0)
    known = Facts({path: (f.lo, f.lo) for path, f in FACTS.items()}, {"awards": records})
    for facts in (Facts(), known):
        assert compile_nodes([folded])(facts) == (interpret(folded, facts),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trainee.from_deep_poverty_county or not trainee.from_deep_poverty_county", 1),
        ("trainee.sex in (female, male)", 1),
        ("trainee.sex == female and trainee.sex == male", 0),
        ("days >= 0", 1),
        ("program.level in (none, specialized) and program.level >= junior", None),
    ],
)
def test_a_rule_that_nothing_can_change_is_a_literal(text: str, expected: int | None) -> None:
    """A dead rule shows when it is loaded; one that only a closer look could settle stays as it is."""
    folded = fold(lower(read(text, BOOL).node))
    assert (folded.value if isinstance(folded, Literal) else None) == expected
