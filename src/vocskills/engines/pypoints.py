"""The source of generated Python for values that are known: expressions on points, and the lines of a function."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import Any, assert_never

from vocskills import calendar
from vocskills.engines.interpret import call
from vocskills.engines.prepared import Layout
from vocskills.engines.tables import Table
from vocskills.errors import CalendarError
from vocskills.language.nodes import (
    Arith,
    Call,
    Compare,
    Element,
    Fact,
    Function,
    If,
    Literal,
    Logic,
    Lookup,
    Node,
    Not,
    Quantified,
    Quantifier,
    facts_in,
    walk,
)

DEEPEST = 40
"""Blocks inside one another; Python has a limit of a hundred."""


def is_slow(node: If) -> bool:
    """Whether a side of a choice looks something up or asks a list: then it pays to leave out what is not needed."""
    sides = (node.then, node.otherwise)
    return any(isinstance(part, Lookup | Quantified) for side in sides for part in walk(side))


def _is_long(node: Node) -> bool:
    """Whether a tree makes a text too long for one line."""
    return next(islice(walk(node), 40, None), None) is not None


class Points:
    """Writes one function of values that are known.

    Operands are names or constants, so equal text is an equal value and is computed once.
    """

    def __init__(self, where: Layout) -> None:
        self.layout = where
        self.index = {fact.path: i for i, fact in enumerate(where.facts)}
        self.sources = {source: i for i, (source, _, _) in enumerate(where.lists)}
        self.lines: list[str] = []
        self.depth = 1
        self.temporaries = 0
        self.memo: dict[str, str] = {}
        self.asked: list[tuple[Quantified, str, str]] = []
        self.constants: dict[str, Any] = {
            "months": calendar.months,
            "plus_days": calendar.plus_days,
            "plus_months": calendar.plus_months,
            "retirement_date": calendar.retirement_date,
            "plus_working_days": calendar.plus_working_days,
            "CalendarError": CalendarError,
            "bounds_of": call,
            "working_days": Function.PLUS_WORKING_DAYS,
        }

    def line(self, text: str) -> None:
        """One line at the depth of the block."""
        self.lines.append("    " * self.depth + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """A head and the lines under it."""
        self.line(head)
        self.depth += 1
        yield
        self.depth -= 1

    @contextmanager
    def on_points(self, roots: Sequence[Node]) -> Iterator[None]:
        """The path for a case of which everything is known; nothing that it sets is there after it.

        A working day of an unpublished year is no point: the path on pairs then says what is open.
        """
        nodes = (node for root in roots for node in walk(root))
        unsafe = any(isinstance(node, Call) and node.function is Function.PLUS_WORKING_DAYS for node in nodes)
        with self.block("if P.certain:"):
            if self.layout.facts:
                self.line("".join(f"l{i}, " for i in range(len(self.layout.facts))) + "= P.low")
            with self.block("try:") if unsafe else nullcontext(), self.branch():
                yield
            if unsafe:
                self.line("except CalendarError: pass")

    def load(self) -> None:
        """Facts as local names, for both ends."""
        count = range(len(self.layout.facts))
        if self.layout.facts:
            self.line("".join(f"l{i}, " for i in count) + "= P.low")
            self.line("".join(f"h{i}, " for i in count) + "= P.high")

    def compile(self, name: str) -> Any:
        """The function of one parameter ``P`` (a :class:`Prepared`) that the lines make."""
        source = f"def {name}(P):\n" + "\n".join(self.lines) + "\n"
        space = dict(self.constants)
        exec(compile(source, f"<vocskills {name}>", "exec"), space)  # made from numbered names only
        return space[name]

    def temporary(self, text: str) -> str:
        """The name of a value; equal text is an equal value and is computed once."""
        if text in self.memo:
            return self.memo[text]
        name = f"t{self.temporaries}"
        self.temporaries += 1
        self.line(f"{name} = {text}")
        self.memo[text] = name
        return name

    def constant(self, value: object) -> str:
        """The name of a value that is made before the code runs."""
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name

    @contextmanager
    def branch(self) -> Iterator[None]:
        """Names that are set inside a branch are not there after it, and are given anew: each costs every call."""
        memo, asked, temporaries = dict(self.memo), list(self.asked), self.temporaries
        yield
        self.memo, self.asked, self.temporaries = memo, asked, temporaries

    def plain(self, node: Node, element: dict[str, str] | None = None) -> str:
        """A Python expression on points; long ones are cut into temporaries outside quantifiers."""
        if element is None and isinstance(node, If) and self.depth < DEEPEST and is_slow(node) and _is_long(node):
            return self.plain_if(node)
        text = self.plain_text(node, element)
        if element is None and len(text) > 400 and not isinstance(node, Literal | Fact):
            return self.temporary(text)
        return text

    def plain_if(self, node: If) -> str:
        """A long choice as statements: cut into temporaries, the side that is not taken would be worked out too."""
        name = f"v{self.temporaries}"
        self.temporaries += 1
        test = self.plain(node.condition)
        for head, side in ((f"if {test}:", node.then), ("else:", node.otherwise)):
            with self.block(head), self.branch():
                self.line(f"{name} = {self.plain(side)}")
        return name

    def plain_text(self, node: Node, element: dict[str, str] | None) -> str:
        """The expression itself, in brackets."""
        match node:
            case Literal(value):
                return str(value)
            case Fact(path):
                return f"l{self.index[path]}"
            case Element(field):
                assert element is not None
                return element[field]
            case Arith(op, left, right):
                return f"({self.plain(left, element)} {op.value} {self.plain(right, element)})"
            case Compare(op, left, right):
                return f"({self.plain(left, element)} {op.value} {self.plain(right, element)})"
            case Logic(op, items):
                return "(" + f" {op.value} ".join(self.plain(item, element) for item in items) + ")"
            case Not(item):
                return f"(not {self.plain(item, element)})"
            case If(condition, then, otherwise):
                chosen, other = self.plain(then, element), self.plain(otherwise, element)
                return f"({chosen} if {self.plain(condition, element)} else {other})"
            case Lookup():
                return self.plain_lookup(node, element)
            case Call():
                return self.plain_call(node, [self.plain(arg, element) for arg in node.args])
            case Quantified():
                return self.plain_quantified(node)
            case _:
                assert_never(node)

    def plain_lookup(self, node: Lookup, element: dict[str, str] | None) -> str:
        """A dictionary where every key is one value, a search through the rows otherwise."""
        keys = "".join(f"{self.plain(key, element)}, " for key in node.keys)
        otherwise = self.plain(node.otherwise, element)
        table = self.table(node)
        cells = self.constants[table].cells
        find = f"{table}.find" if cells is None else f"{self.constant(cells)}.get"
        return f"{find}(({keys}), {otherwise})"

    def table(self, node: Lookup) -> str:
        """The constant that holds the rows of a table."""
        known = (name for name, value in self.constants.items() if isinstance(value, Table) and value.rows == node.rows)
        return next(known, None) or self.constant(Table(node.rows))

    def plain_call(self, node: Call, args: list[str]) -> str:
        """A function on points."""
        match node.function:
            case Function.AGE:
                return f"(({args[1]} - {args[0]}) // 10000)"
            case Function.YEAR:
                return f"({args[0]} // 10000)"
            case Function.PLUS_WORKING_DAYS:
                return f"plus_working_days({args[0]}, {args[1]})"
            case function:
                return f"{function.value}({', '.join(args)})"

    def plain_quantified(self, node: Quantified) -> str:
        """A question to records of which everything is known."""
        where = self.sources[node.source]
        fields = [e.field for e in self.layout.lists[where][2]]
        element = {field: f"e{i}" for i, field in enumerate(fields)}
        names = "".join(f"e{i}, " for i in range(len(fields))) or "_"
        condition = self.plain(node.condition, element)
        value = "1" if node.value is None else self.plain(node.value, element)
        kept = "" if condition == "1" else f" if {condition}"
        counts = node.quantifier in (Quantifier.COUNT, Quantifier.SUM)
        asked = "sum" if counts else str(node.quantifier.value)
        text = f"{asked}([{value} for {names} in P.columns[{where}].plain{kept}])"
        if facts_in(node):
            return text
        key = self.constant(f"plain {node}")
        return f"P.columns[{where}].once({key}, lambda c: {text.replace(f'P.columns[{where}]', 'c')})"
