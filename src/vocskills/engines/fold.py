"""Range analysis: nodes that can be only one value become literals, and ranges that could overflow are refused."""

from __future__ import annotations

import attrs

from vocskills.engines.interpret import static_range
from vocskills.language.nodes import (
    NUMBER,
    Arith,
    ArithOp,
    Call,
    Compare,
    If,
    Literal,
    Logic,
    LogicOp,
    Lookup,
    Node,
    Not,
    Quantified,
)
from vocskills.text import Text

LIMIT = 2**53
"""Whole numbers up to here are exact everywhere, in frames, SQL and JSON alike."""


class Overflow(Exception):
    """A tree whose value, or an intermediate product, could leave the exact range; ``why`` says how far."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


def fold(node: Node) -> Node:
    """The same tree with every point folded to a literal.

    Raises:
        Overflow: some part could exceed 2^53, or a product has two factors that may be negative.
    """
    folded = _simplify(_rebuild(node))
    if isinstance(folded, Literal):
        return folded
    lo, hi = static_range(folded)
    if max(abs(lo), abs(hi)) > LIMIT:
        raise Overflow(Text(f"取值可达 {lo} 至 {hi}，超出 2^53", f"it can reach {lo} to {hi}, beyond 2^53"))
    return Literal(lo, NUMBER) if lo == hi else folded


def _rebuild(node: Node) -> Node:
    match node:
        case Arith(op, left, right):
            a, b = fold(left), fold(right)
            if op is ArithOp.MULTIPLY:
                _check_product(a, b)
            return Arith(op, a, b)
        case Compare(op, left, right):
            return Compare(op, fold(left), fold(right))
        case Logic(op, items):
            return Logic(op, tuple(fold(item) for item in items))
        case Not(item):
            return Not(fold(item))
        case If(condition, then, otherwise):
            return If(fold(condition), fold(then), fold(otherwise))
        case Lookup():
            return attrs.evolve(node, keys=tuple(fold(k) for k in node.keys), otherwise=fold(node.otherwise))
        case Call():
            return attrs.evolve(node, args=tuple(fold(arg) for arg in node.args))
        case Quantified():
            value = fold(node.value) if node.value else None
            return attrs.evolve(node, condition=fold(node.condition), value=value)
        case _:
            return node


def _check_product(left: Node, right: Node) -> None:
    """A product in doubt needs four corners per bound unless one side is constant or both are at least zero."""
    if isinstance(left, Literal) or isinstance(right, Literal):
        return
    if static_range(left)[0] < 0 or static_range(right)[0] < 0:
        what = Text("相乘的两个数都可能为负", "both factors of a product may be negative")
        raise Overflow(what)


def _simplify(node: Node) -> Node:
    """Constant conditions pick their branch, and neutral parts of *and* and *or* fall away."""
    match node:
        case If(Literal(value), then, otherwise):
            return then if value else otherwise
        case Logic(op, items):
            neutral = int(op is LogicOp.AND)
            kept = tuple(i for i in items if not (isinstance(i, Literal) and i.value == neutral))
            if any(isinstance(i, Literal) for i in kept):
                return Literal(1 - neutral, NUMBER)
            return kept[0] if len(kept) == 1 else Logic(op, kept) if kept else Literal(neutral, NUMBER)
        case _:
            return node
