"""Range analysis: what can be only one value becomes a literal, and ranges that could overflow are refused.

A tree that asks an unknown twice is looser than it need be: ``p or not p`` is open if both are judged apart. Where a
yes/no fact or a short list of codes is asked in two opposite senses, the tree is split by its values (Shannon's
expansion); every engine then agrees, because it reads the same tree.
"""

from __future__ import annotations

from vocskills.bounds import Bounds
from vocskills.engines.interpret import static_range
from vocskills.language.nodes import (
    NUMBER,
    Arith,
    ArithOp,
    Call,
    Compare,
    CompareOp,
    Fact,
    Function,
    If,
    Literal,
    Logic,
    LogicOp,
    Lookup,
    Node,
    Not,
    children,
    extent,
    rebuild,
    walk,
)
from vocskills.model.fields import Kind
from vocskills.text import Text

LIMIT = 2**53
"""Whole numbers up to here are exact everywhere, in frames, SQL and JSON alike."""
LEVELS_MAX = 180
"""Levels of a lowered tree: what recurses over it stays far from Python's own limits."""
LIFTED_FACTS, LIFTED_CODES, LIFTED_NODES = 3, 8, 1500
"""At most so many facts of at most so many values are lifted, in a tree that then has at most so many nodes."""

_NODES_MAX = 100_000

_SIMPLER = Text("减少定义之间的嵌套，或用表", "let definitions use one another less, or use a table")
_BOUND = Text(
    "核对数字；用 min(x, 上限) 限定各个因子，或少乘几个",
    "check the figures; bound each factor by min(x, limit), or multiply fewer of them",
)
_NOT_NEGATIVE = Text("把其中一个限为 max(x, 0)", "keep one of them at least 0 by max(x, 0)")


class Overflow(Exception):  # noqa: N818 (what happened, as OverflowError would say it)
    """A tree whose value, or an intermediate product, could leave the exact range.

    Attributes:
        why: how far.
        remedy: what to do about it.
    """

    def __init__(self, why: Text, remedy: Text) -> None:
        super().__init__(why.en)
        self.why = why
        self.remedy = remedy


def fold(node: Node) -> Node:
    """The same tree with every point folded to a literal and doubt that stands in it twice taken apart.

    On known facts it has the same value; on facts in doubt its bounds lie within those of the tree given.

    Raises:
        Overflow: some part could exceed 2^53, a product has two factors that may be negative, or the tree is too deep.
    """
    nodes, levels = extent(node, _NODES_MAX)
    if nodes > _NODES_MAX or levels > LEVELS_MAX:
        raise Overflow(Text("表达式过大", "the expression is too large"), _SIMPLER)
    return _lift(_fold(node)[0], LIFTED_FACTS, LIFTED_NODES)


def _fold(node: Node) -> tuple[Node, Bounds]:
    """The folded tree and everything that it can be."""
    folded = [_fold(part) for part in children(node)]
    parts = [part for part, _ in folded]
    if isinstance(node, Arith) and node.op is ArithOp.MULTIPLY:
        _check_product(folded)
    # The range of a node is that of its parts, so each part is looked at once.
    outline = rebuild(node, [_outline(part, bounds) for part, bounds in folded])
    lo, hi = static_range(outline)
    _check_range(lo, hi)
    if isinstance(outline, Lookup) and not _may_miss(outline):
        parts[-1] = Literal(lo, NUMBER)
    whole = _simplify(rebuild(node, parts))
    return Literal(lo, NUMBER) if lo == hi and not isinstance(whole, Literal) else whole, (lo, hi)


def _outline(part: Node, bounds: Bounds) -> Node:
    return part if isinstance(part, Literal) else Fact("", NUMBER, *bounds)


def _may_miss(table: Lookup) -> bool:
    """Whether the keys may meet an open row or none at all: if not, no ruling on the table can matter."""
    beyond = Literal(2 * LIMIT, NUMBER)
    return static_range(rebuild(table, [*table.keys, beyond]))[1] > LIMIT


def _check_range(lo: int, hi: int) -> None:
    most = max(abs(lo), abs(hi))
    if most > LIMIT:
        # In powers of two: Python refuses to print very long numbers, and privacy masks long ones.
        power = f"2^{most.bit_length()}"
        raise Overflow(Text(f"取值可接近 {power}，超出 2^53", f"it can come near {power}, beyond 2^53"), _BOUND)


def _check_product(factors: list[tuple[Node, Bounds]]) -> None:
    """Two factors in doubt that may both be negative would need four corners per bound in every engine."""
    if all(not isinstance(node, Literal) and lo < 0 for node, (lo, _) in factors):
        raise Overflow(Text("相乘的两个数都可能为负", "both factors of a product may be negative"), _NOT_NEGATIVE)


def _simplify(node: Node) -> Node:
    """Constant conditions pick their branch, and neutral parts of *and* and *or* fall away."""
    match node:
        case If(Literal(value), then, otherwise):
            return then if value else otherwise
        case If(_, then, otherwise) if then == otherwise:
            return then
        case Logic(op, items):
            neutral = int(op is LogicOp.AND)
            kept = tuple(i for i in items if not (isinstance(i, Literal) and i.value == neutral))
            if any(isinstance(i, Literal) for i in kept):
                return Literal(1 - neutral, NUMBER)
            return kept[0] if len(kept) == 1 else Logic(op, kept) if kept else Literal(neutral, NUMBER)
        case Not(Not(item)):
            return item
        case _:
            return node


# -- lifting -----------------------------------------------------------------------------------------------------------


def _lift(node: Node, facts: int, room: int) -> Node:
    """The tree split by the values of the first fact that it asks in opposite senses, if there is room for that."""
    fact = _twofold(node, room) if facts else None
    if fact is None:
        return node
    share = room // (fact.hi - fact.lo + 1)
    cases = [_lift(_fold(_assume(node, fact.path, code))[0], facts - 1, share) for code in range(fact.lo, fact.hi + 1)]
    return _choose(fact, fact.lo, cases)


def _twofold(node: Node, room: int) -> Fact | None:
    """The first finite fact that stands in a tree both rising and falling: only there is doubt counted twice."""
    size, _ = extent(node, room)
    signs: dict[str, int] = {}
    counts: dict[str, int] = {}
    for fact, sign in _signs(node):
        signs[fact.path] = signs.get(fact.path, 0) | sign
        counts[fact.path] = counts.get(fact.path, 0) + 1
    for found in walk(node):
        if isinstance(found, Fact) and counts[found.path] > 1 and signs[found.path] == _BOTH:
            codes = found.hi - found.lo + 1
            if found.type.kind in (Kind.BOOL, Kind.ENUM) and codes <= LIFTED_CODES and codes * size <= room:
                return found
    return None


_RISING, _FALLING, _BOTH = 1, 2, 3


def _flip(sign: int) -> int:
    return {_RISING: _FALLING, _FALLING: _RISING}.get(sign, sign)


def _signs(root: Node) -> list[tuple[Fact, int]]:
    """Every fact of a tree, each time it stands there, and whether the tree rises or falls with it there."""
    found: list[tuple[Fact, int]] = []
    stack = [(root, _RISING)]
    while stack:
        node, sign = stack.pop()
        if isinstance(node, Fact):
            found.append((node, sign))
        senses = _senses(node)
        stack += [(part, _times(sign, sense)) for part, sense in zip(children(node), senses, strict=True)]
    return found


def _times(sign: int, sense: int) -> int:
    if _BOTH in (sign, sense):
        return _BOTH
    return sign if sense == _RISING else _flip(sign)


def _senses(node: Node) -> list[int]:
    """Whether a node rises or falls with each of its parts."""
    match node:
        case Logic() | Arith(ArithOp.ADD) | Call(Function.MIN | Function.MAX):
            return [_RISING] * len(children(node))
        case Arith(ArithOp.SUBTRACT):
            return [_RISING, _FALLING]
        case Compare(CompareOp.LT | CompareOp.LE):
            return [_FALLING, _RISING]
        case Not():
            return [_FALLING]
        case If():
            return [_BOTH, _RISING, _RISING]
        case _:
            return [_BOTH] * len(children(node))


def _assume(node: Node, path: str, code: int) -> Node:
    """The tree with one fact known."""
    if isinstance(node, Fact):
        return Literal(code, NUMBER) if node.path == path else node
    parts = children(node)
    assumed = [_assume(part, path, code) for part in parts]
    return node if all(a is b for a, b in zip(parts, assumed, strict=True)) else rebuild(node, assumed)


def _choose(fact: Fact, lo: int, cases: list[Node]) -> Node:
    """The case of the fact's value, by halving: comparisons alone, so that a partial fact meets its own cases only."""
    if all(case == cases[0] for case in cases):
        return cases[0]
    middle = len(cases) // 2
    below = Compare(CompareOp.LE, fact, Literal(lo + middle - 1, NUMBER))
    return If(below, _choose(fact, lo, cases[:middle]), _choose(fact, lo + middle, cases[middle:]))
