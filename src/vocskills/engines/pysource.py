"""The source of generated Python: statements that leave the bounds of a tree in two names, or its value in one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import assert_never

from vocskills.engines.interpret import static_range
from vocskills.engines.pypoints import DEEPEST, Points, is_slow
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


class Writer(Points):
    """Writes one function whose values may be in doubt."""

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
            case If() if self.depth < DEEPEST and is_slow(node):
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
