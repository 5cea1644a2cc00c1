"""The source of generated Python: statements that leave the bounds of a tree in two names, or its value in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import Any, assert_never

from vocskills import calendar
from vocskills.engines.interpret import call, static_range
from vocskills.engines.prepared import Layout
from vocskills.engines.tables import Table
from vocskills.errors import CalendarError
from vocskills.language.nodes import (
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
    Lookup,
    Node,
    Not,
    Quantified,
    Quantifier,
    children,
    facts_in,
    walk,
)

_DEEPEST = 40
"""Blocks inside one another; Python has a limit of a hundred."""


def _is_slow(node: If) -> bool:
    """Whether a side of a choice looks something up or asks a list: then it pays to leave out what is not needed."""
    sides = (node.then, node.otherwise)
    return any(isinstance(part, Lookup | Quantified) for side in sides for part in walk(side))


def _is_positive(node: Node) -> bool:
    """Whether a number can never lie below zero; what cannot be seen at a glance is worked out."""
    match node:
        case Literal(value):
            return isinstance(value, int) and value >= 0
        case Fact():
            return node.lo >= 0
        case Lookup():
            return _is_positive(node.otherwise) and all(row.value is None or row.value >= 0 for row in node.rows)
        case If(_, then, otherwise):
            return _is_positive(then) and _is_positive(otherwise)
        case Arith(ArithOp.ADD | ArithOp.MULTIPLY, left, right) if _is_positive(left) and _is_positive(right):
            return True
        case _:
            return static_range(node)[0] >= 0


def _is_long(node: Node) -> bool:
    """Whether a tree makes a text too long for one line."""
    return next(islice(walk(node), 40, None), None) is not None


class Writer:
    """Writes one function. Operands are names or constants, so equal text is an equal value and is computed once."""

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

    # -- two paths per root ------------------------------------------------------------------------------------

    def root(self, node: Node) -> tuple[str, str]:
        """The bounds of one tree: plain Python if its facts are points, pairs otherwise."""
        if isinstance(node, Literal):
            return str(node.value), str(node.value)
        lo, hi = f"r{self.temporaries}", f"s{self.temporaries}"
        self.temporaries += 1
        certain = self.certain(node)
        if certain:
            with self.block(f"if {certain}:"), self.branch():
                self.line(f"{lo} = {hi} = {self.plain(node)}")
        with self.block("else:") if certain else nullcontext(), self.branch():
            least, most = self.pair(node)
            self.line(f"{lo} = {least}; {hi} = {most}")
        return lo, hi

    @contextmanager
    def branch(self) -> Iterator[None]:
        """Names that are set inside a branch are not there after it, and are given anew: each costs every call."""
        memo, asked, temporaries = dict(self.memo), list(self.asked), self.temporaries
        yield
        self.memo, self.asked, self.temporaries = memo, asked, temporaries

    def certain(self, node: Node) -> str:
        """The test that every fact under the node is a point; empty when a plain path cannot exist."""
        tests: dict[str, None] = {}
        for inner in walk(node):
            match inner:
                case Fact(path):
                    tests[f"l{self.index[path]} == h{self.index[path]}"] = None
                case Quantified():
                    tests[f"P.columns[{self.sources[inner.source]}].certain"] = None
                case Call(Function.PLUS_WORKING_DAYS):
                    return ""
                case _:
                    pass
        return " and ".join(tests) or "True"

    # -- the plain path ----------------------------------------------------------------------------------------

    def plain(self, node: Node, element: dict[str, str] | None = None) -> str:
        """A Python expression on points; long ones are cut into temporaries outside quantifiers."""
        if element is None and isinstance(node, If) and self.depth < _DEEPEST and _is_slow(node) and _is_long(node):
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

    # -- the path on pairs -------------------------------------------------------------------------------------

    def pair(self, node: Node, element: dict[str, tuple[str, str]] | None = None) -> tuple[str, str]:
        """Statements that leave the bounds in two names."""
        match node:
            case Literal(value):
                return str(value), str(value)
            case Fact(path):
                return f"l{self.index[path]}", f"h{self.index[path]}"
            case Element(field):
                assert element is not None
                return element[field]
            case Quantified():
                return self.pair_quantified(node)
            case If() if self.depth < _DEEPEST and _is_slow(node):
                return self.pair_if(node, element)
            case Arith(ArithOp.MULTIPLY, left, right) if _is_positive(left) and _is_positive(right):
                (al, ah), (bl, bh) = self.pair(left, element), self.pair(right, element)
                return self.temporary(f"{al} * {bl}"), self.temporary(f"{ah} * {bh}")
            case _:
                return self.operation(node, [self.pair(child, element) for child in children(node)])

    def pair_if(self, node: If, element: dict[str, tuple[str, str]] | None) -> tuple[str, str]:
        """A choice of which the side that surely is not taken is not worked out."""
        cl, ch = self.pair(node.condition, element)
        ends = []
        for test, side in ((ch, node.then), (f"not {cl}", node.otherwise)):
            lo, hi = f"a{self.temporaries}", f"b{self.temporaries}"
            self.temporaries += 1
            with self.block(f"if {test}:"), self.branch():
                least, most = self.root(side) if element is None else self.pair(side, element)
                self.line(f"{lo} = {least}; {hi} = {most}")
            ends.append((lo, hi))
        return self.operation(node, [(cl, ch), *ends])

    def operation(self, node: Node, parts: list[tuple[str, str]]) -> tuple[str, str]:
        """The bounds of a node from those of its parts."""
        match node:
            case Arith(op):
                return self.pair_arith(op, *parts)
            case Compare(op):
                return self.pair_compare(op, *parts)
            case Logic(op):
                word = f" {op.value} "
                return self.temporary(word.join(p[0] for p in parts)), self.temporary(word.join(p[1] for p in parts))
            case Not():
                ((lo, hi),) = parts
                return self.temporary(f"not {hi}"), self.temporary(f"not {lo}")
            case If():
                (cl, ch), (al, ah), (bl, bh) = parts
                least = f"{al} if {cl} else {bl} if not {ch} else min({al}, {bl})"
                most = f"{ah} if {cl} else {bh} if not {ch} else max({ah}, {bh})"
                return self.temporary(least), self.temporary(most)
            case Lookup():
                *keys, (ol, oh) = parts
                table = self.table(node)
                spans = "".join(f"({lo}, {hi}), " for lo, hi in keys)
                points = "".join(f"{lo}, " for lo, _ in keys)
                known = self.temporary(" and ".join(f"{lo} == {hi}" for lo, hi in keys if lo != hi) or "True")
                found = f"{table}.at(({points}), ({ol}, {oh})) if {known} else {table}.bounds(({spans}), ({ol}, {oh}))"
                return self.both(found)
            case Call():
                return self.pair_call(node.function, parts)
            case _:
                raise AssertionError("leaves and quantifiers are handled above")

    def both(self, text: str) -> tuple[str, str]:
        """The two ends of a pair that is computed at once."""
        pair = self.temporary(text)
        return self.temporary(f"{pair}[0]"), self.temporary(f"{pair}[1]")

    def pair_arith(self, op: ArithOp, left: tuple[str, str], right: tuple[str, str]) -> tuple[str, str]:
        """Sums, differences, products of any sign, whole quotients."""
        (al, ah), (bl, bh) = left, right
        match op:
            case ArithOp.ADD:
                return self.temporary(f"{al} + {bl}"), self.temporary(f"{ah} + {bh}")
            case ArithOp.SUBTRACT:
                return self.temporary(f"{al} - {bh}"), self.temporary(f"{ah} - {bl}")
            case ArithOp.MULTIPLY:
                corners = f"{al} * {bl}, {al} * {bh}, {ah} * {bl}, {ah} * {bh}"
                return self.temporary(f"min({corners})"), self.temporary(f"max({corners})")
            case _:
                return self.temporary(f"{al} // {bl}"), self.temporary(f"{ah} // {bl}")

    def pair_compare(self, op: CompareOp, left: tuple[str, str], right: tuple[str, str]) -> tuple[str, str]:
        """Surely and possibly."""
        (al, ah), (bl, bh) = left, right
        if op is CompareOp.EQ:
            return self.temporary(f"{al} == {bh} and {ah} == {bl}"), self.temporary(f"{al} <= {bh} and {bl} <= {ah}")
        return self.temporary(f"{ah} {op.value} {bl}"), self.temporary(f"{al} {op.value} {bh}")

    def pair_call(self, function: Function, parts: list[tuple[str, str]]) -> tuple[str, str]:
        """A function on bounds: each argument's end by its slope."""
        lows, highs = [p[0] for p in parts], [p[1] for p in parts]
        match function:
            case Function.MIN | Function.MAX:
                name = function.value
                return self.temporary(f"{name}({', '.join(lows)})"), self.temporary(f"{name}({', '.join(highs)})")
            case Function.AGE:
                (bl, bh), (ol, oh) = parts
                return self.temporary(f"({ol} - {bh}) // 10000"), self.temporary(f"({oh} - {bl}) // 10000")
            case Function.MONTHS:
                (sl, sh), (el, eh) = parts
                return self.temporary(f"months({sh}, {el})"), self.temporary(f"months({sl}, {eh})")
            case Function.YEAR:
                return self.temporary(f"{lows[0]} // 10000"), self.temporary(f"{highs[0]} // 10000")
            case Function.PLUS_WORKING_DAYS:
                spans = "".join(f"({lo}, {hi}), " for lo, hi in parts)
                return self.both(f"bounds_of(working_days, [{spans}])")
            case _:
                name = function.value
                return self.temporary(f"{name}({', '.join(lows)})"), self.temporary(f"{name}({', '.join(highs)})")

    def pair_quantified(self, node: Quantified) -> tuple[str, str]:
        """One pass over the rows; an unknown rest is one row with a number of times."""
        known = [(lo, hi) for asked, lo, hi in self.asked if asked == node]
        if known:
            return known[0]
        where = self.sources[node.source]
        fields = [e.field for e in self.layout.lists[where][2]]
        lo, hi = f"q{self.temporaries}", f"p{self.temporaries}"
        self.temporaries += 1
        start = {Quantifier.ALL: 1}.get(node.quantifier, 0)
        if not facts_in(node):
            # A rule on the class alone, say on its checks, is asked once and not anew for each of its people.
            key = self.constant(f"pairs {node}")
            self.line(f"{lo}, {hi} = P.columns[{where}].found.get({key}) or (None, None)")
            with self.block(f"if {lo} is None:"):
                self.over_rows(node, where, fields, (lo, hi), start)
                self.line(f"P.columns[{where}].found[{key}] = {lo}, {hi}")
        else:
            self.over_rows(node, where, fields, (lo, hi), start)
        self.asked.append((node, lo, hi))
        return lo, hi

    def over_rows(
        self, node: Quantified, where: int, fields: Sequence[str], total: tuple[str, str], start: int
    ) -> None:
        """The loop over the rows of a list that adds up what is asked of it."""
        lo, hi = total
        self.line(f"{lo} = {hi} = {start}")
        outer = self.memo
        with self.block(f"for n, x0, x1, e, f in P.columns[{where}].rows:"):
            self.memo = dict(outer)
            element = {field: (f"e[{i}]", f"f[{i}]") for i, field in enumerate(fields)}
            cl, ch = self.pair(node.condition, element)
            ml, mh = self.temporary(f"x0 and {cl}"), self.temporary(f"x1 and {ch}")
            value = self.pair(node.value, element) if node.value is not None else None
            self.gather(node.quantifier, (lo, hi), (ml, mh), value)
        self.memo = outer

    def gather(
        self, quantifier: Quantifier, total: tuple[str, str], member: tuple[str, str], value: tuple[str, str] | None
    ) -> None:
        """What one row adds to the answer, by the kind of question."""
        (lo, hi), (ml, mh) = total, member
        if value is None:
            self.line(f"{lo} += n if {ml} else 0; {hi} += n if {mh} else 0")
            return
        vl, vh = value
        match quantifier:
            case Quantifier.SUM | Quantifier.COUNT:
                self.line(f"{lo} += n * ({vl} if {ml} else min(0, {vl}) if {mh} else 0)")
                self.line(f"{hi} += n * ({vh} if {ml} else max(0, {vh}) if {mh} else 0)")
            case Quantifier.ANY:
                self.line(f"{lo} = {lo} or ({ml} and {vl}); {hi} = {hi} or ({mh} and {vh})")
            case Quantifier.ALL:
                self.line(f"{lo} = {lo} and (not {mh} or {vl}); {hi} = {hi} and (not {ml} or {vh})")
            case _:
                assert_never(quantifier)
