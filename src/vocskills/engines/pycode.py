"""Generated Python: one case decided in microseconds.

Two paths per condition: plain Python where all its facts are points, statements on pairs where some are not. The source
is made from the lowered tree alone; its names are numbers of facts, so no text of a document ever reaches the compiler.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, assert_never

import attrs

from vocskills import calendar
from vocskills.bounds import Bounds
from vocskills.engines.interpret import Facts, call
from vocskills.engines.plan import Decision, Outcome, Plan
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
    LogicOp,
    Lookup,
    Node,
    Not,
    Quantified,
    Quantifier,
    children,
    facts_in,
    walk,
)

Row = tuple[int, int, int, tuple[int, ...], tuple[int, ...]]
"""One record: how many such, whether it exists (least, most), its fields' low and high ends."""


@attrs.frozen
class Column:
    """One list past the door: whether all of it is certain, its plain records if so, and its rows in doubt."""

    certain: bool
    plain: tuple[tuple[int, ...], ...]
    rows: tuple[Row, ...]


@attrs.frozen
class Prepared:
    """A case as two tuples of facts, low and high ends; the same tuple twice when nothing is in doubt."""

    low: tuple[int, ...]
    high: tuple[int, ...]
    columns: tuple[Column, ...]
    certain: bool


@attrs.frozen
class Layout:
    """Which fact and which list stands where."""

    facts: tuple[Fact, ...]
    lists: tuple[tuple[str, int, tuple[Element, ...]], ...]

    def prepare(self, facts: Facts) -> Prepared:
        """Puts a case into the order that the generated code reads."""
        pairs = [facts.values.get(f.path, (f.lo, f.hi)) for f in self.facts]
        low, high = tuple(p[0] for p in pairs), tuple(p[1] for p in pairs)
        columns = tuple(_column(facts, *entry) for entry in self.lists)
        same = low == high
        return Prepared(low, low if same else high, columns, same and all(c.certain for c in columns))


def _column(facts: Facts, source: str, cap: int, fields: tuple[Element, ...]) -> Column:
    records = facts.lists.get(source)
    items = records.items if records else ()
    rest = records.rest if records else cap
    rows: list[Row] = []
    for record in items:
        pairs = [record.fields.get(e.field, (e.lo, e.hi)) for e in fields]
        rows.append((1, *record.exists, tuple(p[0] for p in pairs), tuple(p[1] for p in pairs)))
    if rest:
        rows.append((rest, 0, 1, tuple(e.lo for e in fields), tuple(e.hi for e in fields)))
    certain = not rest and all(row[1] == row[2] and row[3] == row[4] for row in rows)
    plain = tuple(row[3] for row in rows if row[1]) if certain else ()
    return Column(certain, plain, tuple(rows))


def layout(nodes: Sequence[Node]) -> Layout:
    """The facts and lists that the trees read, in tree order."""
    lists: dict[str, tuple[int, dict[str, Element]]] = {}
    for root in nodes:
        for node in walk(root):
            if isinstance(node, Quantified):
                fields = lists.setdefault(node.source, (node.cap, {}))[1]
                for inner in walk(node):
                    if isinstance(inner, Element):
                        fields.setdefault(inner.field, inner)
    found = tuple((source, cap, tuple(fields.values())) for source, (cap, fields) in lists.items())
    return Layout(tuple(facts_in(*nodes).values()), found)


def compile_nodes(nodes: Sequence[Node]) -> Callable[[Facts], tuple[Bounds, ...]]:
    """Compiles trees into one function from facts to their bounds, in order."""
    writer = _Writer(layout(nodes))
    names = [writer.root(node) for node in nodes]
    writer.line(f"return ({''.join(f'({lo}, {hi}), ' for lo, hi in names)})")
    function = writer.compile("evaluate")
    prepare = writer.layout.prepare

    def evaluate(facts: Facts) -> tuple[Bounds, ...]:
        found: tuple[Bounds, ...] = function(prepare(facts))
        return found

    return evaluate


@attrs.frozen
class Decider:
    """One plan compiled: ``decide`` for the outcome and amount, ``reasons`` with the rules that fail or are open."""

    layout: Layout
    decide: Callable[[Prepared], tuple[int, int, int]]
    reasons: Callable[[Prepared], tuple[int, int, int, list[int], list[int]]]

    def __call__(self, facts: Facts) -> Decision:
        """The decision with its reasons."""
        outcome, least, most, failed, opened = self.reasons(self.layout.prepare(facts))
        return Decision(Outcome(outcome), (least, most), tuple(failed), tuple(opened))


def compile_plan(plan: Plan) -> Decider:
    """Compiles one plan."""
    where = layout([plan.applies, plan.governs, plan.touches, *plan.rules, plan.amount])
    return Decider(where, _decide(plan, where), _reasons(plan, where))


NO_MONEY = "0, 0"


def _decide(plan: Plan, where: Layout) -> Any:
    """Stops at the first answer that settles the outcome: the fewest steps."""
    writer = _Writer(where)
    with writer.block("if P.certain:"):
        writer.unpack()
        for node, outcome in _questions(plan):
            writer.line(f"if not {writer.plain(node)}: return {outcome.value}, {NO_MONEY}")
        amount = writer.plain(plan.amount)
        writer.line(f"a = {amount}; return {Outcome.ELIGIBLE.value}, a, a")
    writer.forget()
    _before_rules(writer, plan, "")
    writer.line("doubt = False")
    for rule in plan.rules:
        lo, hi = writer.root(rule)
        writer.line(f"if not {hi}: return {Outcome.INELIGIBLE.value}, {NO_MONEY}")
        writer.line(f"doubt = doubt or not {lo}")
    least, most = writer.root(plan.amount)
    writer.line(f"return ({Outcome.UNDETERMINED.value} if doubt else {Outcome.ELIGIBLE.value}), {least}, {most}")
    return writer.compile("decide")


def _reasons(plan: Plan, where: Layout) -> Any:
    """Judges every rule, so that all that fails and all that is open can be named."""
    writer = _Writer(where)
    writer.line("failed = []; opened = []")
    with writer.block("if P.certain:"):
        writer.unpack()
        for index, rule in enumerate(plan.rules):
            writer.line(f"if not {writer.plain(rule)}: failed.append({index})")
        for node, outcome in _questions(plan)[:3]:
            writer.line(f"if not {writer.plain(node)}: return {outcome.value}, {NO_MONEY}, failed, opened")
        writer.line(f"if failed: return {Outcome.INELIGIBLE.value}, {NO_MONEY}, failed, opened")
        amount = writer.plain(plan.amount)
        writer.line(f"a = {amount}; return {Outcome.ELIGIBLE.value}, a, a, failed, opened")
    writer.forget()
    for index, rule in enumerate(plan.rules):
        lo, hi = writer.root(rule)
        writer.line(f"if not {hi}: failed.append({index})")
        writer.line(f"elif not {lo}: opened.append({index})")
    _before_rules(writer, plan, ", failed, opened")
    writer.line(f"if failed: return {Outcome.INELIGIBLE.value}, {NO_MONEY}, failed, opened")
    least, most = writer.root(plan.amount)
    found = f"{Outcome.UNDETERMINED.value} if opened else {Outcome.ELIGIBLE.value}"
    writer.line(f"return ({found}), {least}, {most}, failed, opened")
    return writer.compile("reasons")


def _questions(plan: Plan) -> list[tuple[Node, Outcome]]:
    """The questions in the order of judging, each with the outcome when the answer is no."""
    return [
        (plan.applies, Outcome.NOT_APPLICABLE),
        (plan.touches, Outcome.NOT_IN_FORCE),
        (plan.governs, Outcome.UNDETERMINED),
        *((rule, Outcome.INELIGIBLE) for rule in plan.rules),
    ]


def _before_rules(writer: _Writer, plan: Plan, tail: str) -> None:
    """While ``for`` or the window is in doubt, no later failure may name the outcome."""
    unsure = f"return {Outcome.UNDETERMINED.value}"
    lo, hi = writer.root(plan.applies)
    writer.line(f"if not {hi}: return {Outcome.NOT_APPLICABLE.value}, {NO_MONEY}{tail}")
    with writer.block(f"if not {lo}:"):
        writer.line(f"{unsure}, {', '.join(writer.root(plan.amount))}{tail}")
    _, hi = writer.root(plan.touches)
    writer.line(f"if not {hi}: return {Outcome.NOT_IN_FORCE.value}, {NO_MONEY}{tail}")
    lo, _ = writer.root(plan.governs)
    with writer.block(f"if not {lo}:"):
        writer.line(f"{unsure}, {', '.join(writer.root(plan.amount))}{tail}")


class _Block:
    """A block of generated source; leaving it ends the block."""

    def __init__(self, writer: _Writer) -> None:
        self.writer = writer

    def __enter__(self) -> None:
        self.writer.depth += 1

    def __exit__(self, *_: object) -> None:
        self.writer.depth -= 1


class _Writer:
    """Writes one function. Operands are names or constants, so equal text is an equal value and is computed once."""

    def __init__(self, where: Layout) -> None:
        self.layout = where
        self.index = {fact.path: i for i, fact in enumerate(where.facts)}
        self.sources = {source: i for i, (source, _, _) in enumerate(where.lists)}
        self.lines: list[str] = []
        self.depth = 1
        self.temporaries = 0
        self.memo: dict[str, str] = {}
        self.constants: dict[str, Any] = {
            "months": calendar.months,
            "plus_days": calendar.plus_days,
            "plus_months": calendar.plus_months,
            "retirement_date": calendar.retirement_date,
            "bounds_of": call,
            "working_days": Function.PLUS_WORKING_DAYS,
            "find": _find,
            "find_bounds": _find_bounds,
        }
        self.loaded = False

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def block(self, head: str) -> _Block:
        self.line(head)
        return _Block(self)

    def unpack(self) -> None:
        """Facts as local names, for the plain path."""
        names = "".join(f"l{i}, " for i in range(len(self.layout.facts)))
        if names:
            self.line(f"{names}= P.low")

    def forget(self) -> None:
        """Names that were set inside a branch are not there after it."""
        self.memo = {}
        self.loaded = False

    def compile(self, name: str) -> Any:
        source = f"def {name}(P):\n" + "\n".join(self.lines) + "\n"
        space = dict(self.constants)
        exec(compile(source, f"<vocskills {name}>", "exec"), space)  # noqa: S102 (made from numbered names only)
        return space[name]

    def temporary(self, text: str) -> str:
        if text in self.memo:
            return self.memo[text]
        name = f"t{self.temporaries}"
        self.temporaries += 1
        self.line(f"{name} = {text}")
        self.memo[text] = name
        return name

    def constant(self, value: object) -> str:
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name

    # -- two paths per root ------------------------------------------------------------------------------------

    def root(self, node: Node) -> tuple[str, str]:
        """The bounds of one tree: plain Python if its facts are points, pairs otherwise."""
        if isinstance(node, Literal):
            return str(node.value), str(node.value)
        if not self.loaded:
            self.load()
        lo, hi = f"r{self.temporaries}", f"s{self.temporaries}"
        self.temporaries += 1
        certain = self.certain(node)
        memo = self.memo
        if certain:
            with self.block(f"if {certain}:"):
                self.memo = dict(memo)
                self.line(f"{lo} = {hi} = {self.plain(node)}")
            self.line("else:")
            self.depth += 1
        self.memo = dict(memo)
        least, most = self.pair(node)
        self.line(f"{lo} = {least}; {hi} = {most}")
        if certain:
            self.depth -= 1
        self.memo = memo
        return lo, hi

    def load(self) -> None:
        count = range(len(self.layout.facts))
        if self.layout.facts:
            self.line("".join(f"l{i}, " for i in count) + "= P.low")
            self.line("".join(f"h{i}, " for i in count) + "= P.high")
        self.loaded = True

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
        text = self.plain_text(node, element)
        if element is None and len(text) > 400 and not isinstance(node, Literal | Fact):
            return self.temporary(text)
        return text

    def plain_text(self, node: Node, element: dict[str, str] | None) -> str:
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
        keys = "".join(f"{self.plain(key, element)}, " for key in node.keys)
        otherwise = self.plain(node.otherwise, element)
        if all(lo == hi for row in node.rows for lo, hi in row.keys):
            cells = {tuple(lo for lo, _ in row.keys): row.value for row in node.rows if row.value is not None}
            return f"{self.constant(cells)}.get(({keys}), {otherwise})"
        return f"find({self.constant(node.rows)}, ({keys}), {otherwise})"

    def plain_call(self, node: Call, args: list[str]) -> str:
        match node.function:
            case Function.AGE:
                return f"(({args[1]} - {args[0]}) // 10000)"
            case Function.YEAR:
                return f"({args[0]} // 10000)"
            case Function.PLUS_WORKING_DAYS:
                return f"bounds_of(working_days, [({args[0]}, {args[0]}), ({args[1]}, {args[1]})])[0]"
            case function:
                return f"{function.value}({', '.join(args)})"

    def plain_quantified(self, node: Quantified) -> str:
        where = self.sources[node.source]
        fields = [e.field for e in self.layout.lists[where][2]]
        element = {field: f"e{i}" for i, field in enumerate(fields)}
        names = "".join(f"e{i}, " for i in range(len(fields))) or "_"
        condition = self.plain(node.condition, element)
        value = "1" if node.value is None else self.plain(node.value, element)
        loop = f"for {names} in P.columns[{where}].plain"
        kept = "" if condition == "1" else f" if {condition}"
        match node.quantifier:
            case Quantifier.COUNT | Quantifier.SUM:
                return f"sum([{value} {loop}{kept}])"
            case Quantifier.ANY | Quantifier.ALL:
                return f"{node.quantifier.value}([{value} {loop}{kept}])"
            case _:
                assert_never(node.quantifier)

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
            case _:
                return self.operation(node, [self.pair(child, element) for child in children(node)])

    def operation(self, node: Node, parts: list[tuple[str, str]]) -> tuple[str, str]:
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
                spans = "".join(f"({lo}, {hi}), " for lo, hi in keys)
                return self.both(f"find_bounds({self.constant(node.rows)}, ({spans}), ({ol}, {oh}))")
            case Call():
                return self.pair_call(node.function, parts)
            case _:
                raise AssertionError("leaves and quantifiers are handled above")

    def both(self, text: str) -> tuple[str, str]:
        pair = self.temporary(text)
        return self.temporary(f"{pair}[0]"), self.temporary(f"{pair}[1]")

    def pair_arith(self, op: ArithOp, left: tuple[str, str], right: tuple[str, str]) -> tuple[str, str]:
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
        (al, ah), (bl, bh) = left, right
        if op is CompareOp.EQ:
            return self.temporary(f"{al} == {bh} and {ah} == {bl}"), self.temporary(f"{al} <= {bh} and {bl} <= {ah}")
        return self.temporary(f"{ah} {op.value} {bl}"), self.temporary(f"{al} {op.value} {bh}")

    def pair_call(self, function: Function, parts: list[tuple[str, str]]) -> tuple[str, str]:
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
        where = self.sources[node.source]
        fields = [e.field for e in self.layout.lists[where][2]]
        lo, hi = f"q{self.temporaries}", f"p{self.temporaries}"
        self.temporaries += 1
        start = {Quantifier.ALL: 1}.get(node.quantifier, 0)
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
        return lo, hi

    def gather(
        self, quantifier: Quantifier, total: tuple[str, str], member: tuple[str, str], value: tuple[str, str] | None
    ) -> None:
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


def _find(rows: Sequence[Any], keys: tuple[int, ...], otherwise: int) -> int:
    for row in rows:
        if all(lo <= key <= hi for key, (lo, hi) in zip(keys, row.keys, strict=True)):
            return otherwise if row.value is None else int(row.value)
    return otherwise


def _find_bounds(rows: Sequence[Any], keys: tuple[Bounds, ...], otherwise: Bounds) -> Bounds:
    """The hull of the rows that may be meant; cells of the key space that no row covers fall to ``otherwise``."""
    low: list[int] = []
    high: list[int] = []
    uncovered = 1
    for lo, hi in keys:
        uncovered *= hi - lo + 1
    for row in rows:
        cells = 1
        for (lo, hi), (start, end) in zip(keys, row.keys, strict=True):
            cells *= max(min(hi, end) - max(lo, start) + 1, 0)
        if cells:
            uncovered -= cells
            low.append(otherwise[0] if row.value is None else row.value)
            high.append(otherwise[1] if row.value is None else row.value)
    if uncovered:
        low.append(otherwise[0])
        high.append(otherwise[1])
    return min(low), max(high)
