"""Shapes of typed trees that are said in a way of their own."""

from __future__ import annotations

from fractions import Fraction

from vocskills.language.nodes import (
    Arith,
    ArithOp,
    Call,
    Compare,
    CompareOp,
    Fact,
    Function,
    Holds,
    If,
    Literal,
    Logic,
    Lookup,
    Node,
    Not,
    Quantified,
    Quantifier,
    walk,
)

Signed = tuple[Node, bool]
"""A condition and whether it is said or denied."""

_PRESENCE: dict[tuple[CompareOp, Fraction | int], bool] = {
    (CompareOp.LT, 1): False,
    (CompareOp.LE, 0): False,
    (CompareOp.EQ, 0): False,
    (CompareOp.GE, 1): True,
    (CompareOp.GT, 0): True,
    (CompareOp.NE, 0): True,
}
_SUMS = (ArithOp.ADD, ArithOp.SUBTRACT)


def unsigned(node: Node, yes: bool) -> Signed:
    """A condition without the negations around it, and whether it is then said or denied."""
    while isinstance(node, Not):
        node, yes = node.item, not yes
    return node, yes


def compound(node: Node) -> bool:
    """Whether a condition would be read with its neighbour: an *and*, an *or*, or what all records must be."""
    bare, _ = unsigned(node, True)
    asserting = isinstance(bare, Quantified) and bare.quantifier is Quantifier.ALL
    return isinstance(bare, Logic) or asserting


def alike(signed: Signed, every: bool) -> tuple[str, Node] | None:
    """The subject and day of a status that can be said with others: 属于甲或乙, 不属于甲或乙中的任何一类."""
    node, yes = signed
    if isinstance(node, Fact) and isinstance(node.derived, Holds) and yes is not every:
        return node.derived.subject, node.derived.on
    return None


def table_of(node: Call) -> str:
    """The table behind ``listed(table)``."""
    return next((part.table for part in walk(node) if isinstance(part, Lookup)), "")


def alternatives(node: If) -> tuple[Fact, dict[int, Node]] | None:
    """The fact and the arms of an unsettled clause; ``None`` for an ordinary *if*."""
    arms: dict[int, Node] = {}
    rest: Node = node
    fact: Fact | None = None
    while isinstance(rest, If):
        found = _picks(rest.condition)
        if found is None or (fact is not None and found[0] != fact):
            break
        fact, code = found
        arms[code] = rest.then
        rest = rest.otherwise
    if fact is None:
        return None
    left = [code for code in range(len(fact.type.names)) if code not in arms]
    return fact, arms | dict.fromkeys(left[:1], rest)


def _picks(condition: Node) -> tuple[Fact, int] | None:
    match condition:
        case Compare(CompareOp.EQ, Fact(path) as fact, Literal(value)) if path.startswith("reading."):
            return (fact, int(value)) if isinstance(value, int | Fraction) else None
        case _:
            return None


def day_before(node: Node) -> Node | None:
    """The day of ``plus_days(day, 1)``; ``None`` for anything else."""
    match node:
        case Call(Function.PLUS_DAYS, (day, Literal(value))) if value == 1:
            return day
    return None


def presence(node: Compare, yes: bool) -> tuple[Quantified, bool] | None:
    """The records of which a comparison asks whether there is one, and whether it says so; ``None`` for others."""
    match node.left, node.right:
        case Quantified(quantifier=Quantifier.COUNT) as counted, Literal(int() | Fraction() as limit):
            says = _PRESENCE.get((node.op, Fraction(limit)))
            return None if says is None else (counted, says is yes)
    return None


def open_ended(node: Node, op: ArithOp, *, first: bool) -> bool:
    """Whether an operand needs brackets: it would be read with its neighbour, or its words have no visible end."""
    if not isinstance(node, Arith):
        return isinstance(node, Call | Lookup | Quantified)
    sums = node.op in _SUMS
    if op is ArithOp.FLOOR_DIVIDE or (sums and op not in _SUMS):
        return True
    follows = first or (node.op is op and op in (ArithOp.ADD, ArithOp.MULTIPLY))
    return sums is (op in _SUMS) and not follows
