"""What every part of the checker shares: the expression at hand, its faults, and how a type is made to fit."""

from __future__ import annotations

import ast
import difflib
from abc import ABC, abstractmethod
from collections.abc import Iterable

import attrs

from vocskills.errors import Fault, did_you_mean
from vocskills.language.nodes import NUMBER, Arith, ArithOp, Call, Function, If, Literal, Node, Type
from vocskills.language.parse import Parsed
from vocskills.language.remedies import to_fit
from vocskills.language.scope import CycleError, Scope, Table, Typed
from vocskills.language.types import QUANTITIES, type_name
from vocskills.model.fields import Kind
from vocskills.text import Text, same

_BREAK = Text(
    "断开这个环：让其中一个定义只用事实、表和别的定义",
    "break the circle: let one of these definitions do without the others, by facts or a table",
)


class Checker(ABC):
    """Checks one expression; ``None`` from any method means that the fault has been noted.

    Attributes:
        parsed: the expression.
        scope: the names of its document.
        faults: what is wrong so far.
        element: the loop variable and the list of the quantifier that is being checked.
    """

    def __init__(self, parsed: Parsed, scope: Scope) -> None:
        self.parsed = parsed
        self.scope = scope
        self.faults: list[Fault] = []
        self.element: tuple[str, str] | None = None

    @abstractmethod
    def infer(self, at: ast.expr) -> Typed | None:
        """The typed tree of a part, whatever its type."""

    @abstractmethod
    def expect(self, at: ast.expr, expected: Type) -> Typed | None:
        """The typed tree of a part that must have a type; bare numbers and members take it."""

    def fail(self, at: ast.expr, what: Text, expected: Text | None = None, remedy: Text | None = None) -> None:
        """Notes a fault at a part of the expression."""
        length = (at.end_col_offset or at.col_offset + 1) - at.col_offset
        self.faults.append(self.parsed.source.fault(at.col_offset, length, what, expected=expected, remedy=remedy))

    def unknown(self, at: ast.expr, word: str, known: Iterable[str], noun: Text) -> None:
        """Notes a word that does not exist, with those that look like it."""
        names = list(known)
        close = difflib.get_close_matches(word, names, n=3, cutoff=0.7)
        close = close or [name for name in names if len(word) > 2 and word in name][:3]
        hint = did_you_mean(close)
        choice = same(", ".join(names)) if 0 < len(names) <= 6 else None
        self.fail(at, Text(f"没有这个{noun.zh}：{word}", f"there is no such {noun.en}: {word}"), choice, hint)

    def arity(self, at: ast.Call, count: int, shape: str) -> bool:
        """Whether a call has the right number of arguments; ``shape`` shows a right one."""
        if len(at.args) == count:
            return True
        found = len(at.args)
        what = Text(f"要 {count} 个参数，写了 {found} 个", f"{count} arguments are wanted, {found} given")
        self.fail(at, what, same(shape))
        return False

    def adapt(self, at: ast.expr, found: Typed, expected: Type) -> Typed | None:
        """The tree with the expected type: bare numbers take it, anything else must have it."""
        if found.type == expected:
            return found
        if found.type == NUMBER and expected.kind in QUANTITIES:
            return Typed(retype(found.node, expected), expected)
        want, got = type_name(expected), type_name(found.type)
        what = Text(f"这里要{want.zh}，写的是{got.zh}", f"{want.en} is wanted here, this is {got.en}")
        self.fail(at, what, want, to_fit(expected, found.type))
        return None

    def unify(self, parts: list[tuple[ast.expr, Typed]]) -> list[Typed] | None:
        """Gives all parts one type: bare numbers take the type of the others."""
        kind = next((typed.type for _, typed in parts if typed.type != NUMBER), NUMBER)
        adapted = [self.adapt(part, typed, kind) for part, typed in parts]
        return [a for a in adapted if a] if all(adapted) else None

    def together(self, parts: list[ast.expr]) -> list[Typed] | None:
        """Parts of one type; a bare name takes its meaning from a part that has a type of its own."""
        plain = [part for part in parts if not self.is_bare(part)]
        defined = [part for part in parts if isinstance(part, ast.Name) and part.id in self.scope]
        first = (plain or defined or parts)[0]
        leader = self.infer(first)
        if leader is None:
            return None
        named = leader.type.kind is Kind.ENUM
        known: list[tuple[ast.expr, Typed]] = []
        for part in parts:
            found = leader if part is first else self.expect(part, leader.type) if named else self.infer(part)
            known += [(part, found)] if found else []
        return self.unify(known) if len(known) == len(parts) else None

    def is_bare(self, at: ast.expr) -> bool:
        """Whether a part has no type of its own: a member's name, or a choice between such names."""
        if isinstance(at, ast.IfExp):
            return self.is_bare(at.body) or self.is_bare(at.orelse)
        return isinstance(at, ast.Name) and at.id not in ("true", "false")

    def named_table(self, at: ast.expr) -> Table | None:
        """The table of that name."""
        name = dotted(at)
        if name is None or name not in self.scope.tables:
            self.unknown(at, self.parsed.segment(at), self.scope.tables, Text("表", "table"))
            return None
        try:
            return self.scope.table(name)
        except CycleError as cycle:
            self.around(at, cycle)
            return None

    def around(self, at: ast.expr, cycle: CycleError) -> None:
        """Notes a name that uses itself."""
        words = " -> ".join(cycle.path)
        self.fail(at, Text(f"定义绕回了自己：{words}", f"the definition uses itself: {words}"), remedy=_BREAK)


def dotted(at: ast.expr) -> str | None:
    """``noun.field`` or a bare name as text."""
    match at:
        case ast.Name(name):
            return name
        case ast.Attribute(ast.Name(noun), field):
            return f"{noun}.{field}"
        case _:
            return None


def retype(node: Node, kind: Type) -> Node:
    """Gives a tree of bare numbers a type."""
    match node:
        case Literal(_, found) if found == NUMBER:
            return attrs.evolve(node, type=kind)
        case If(condition, then, otherwise):
            return If(condition, retype(then, kind), retype(otherwise, kind))
        case Call(Function.MIN | Function.MAX, args):
            return attrs.evolve(node, args=tuple(retype(arg, kind) for arg in args))
        case Arith(ArithOp.ADD | ArithOp.SUBTRACT, left, right):
            return attrs.evolve(node, left=retype(left, kind), right=retype(right, kind))
        case Arith(_, left, _):
            return attrs.evolve(node, left=retype(left, kind))
        case _:
            return node
