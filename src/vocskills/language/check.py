"""Names, types and units: from a syntax tree to a typed tree, with every fault at its place."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterable
from fractions import Fraction

import attrs

from vocskills.errors import Fault
from vocskills.language import vocabulary
from vocskills.language.nodes import (
    BOOL,
    CODE,
    COUNT,
    DATE,
    DAYS,
    MONEY,
    MONTHS,
    NUMBER,
    RATE,
    YEARS,
    Arith,
    ArithOp,
    Call,
    Compare,
    CompareOp,
    County,
    Derived,
    Element,
    Exists,
    Fact,
    Function,
    Holds,
    If,
    InArea,
    Literal,
    Logic,
    LogicOp,
    Lookup,
    Node,
    Not,
    Quantified,
    Quantifier,
    Row,
    Type,
    size,
)
from vocskills.language.parse import Expression, Parsed, parse
from vocskills.language.scope import Cell, Cycle, Scope, Table, Typed, default_range
from vocskills.model.fields import Kind, Unit
from vocskills.model.terms import FormerRetirementAge, Level
from vocskills.model.terms import Category as Status
from vocskills.text import Text, same

MAX_NODES = 5000
_COMPARE = {
    ast.Eq: CompareOp.EQ,
    ast.NotEq: CompareOp.NE,
    ast.Lt: CompareOp.LT,
    ast.LtE: CompareOp.LE,
    ast.Gt: CompareOp.GT,
    ast.GtE: CompareOp.GE,
    ast.In: CompareOp.IN,
    ast.NotIn: CompareOp.NOT_IN,
}
_ARITH = {
    ast.Add: ArithOp.ADD,
    ast.Sub: ArithOp.SUBTRACT,
    ast.Mult: ArithOp.MULTIPLY,
    ast.FloorDiv: ArithOp.FLOOR_DIVIDE,
    ast.Div: ArithOp.DIVIDE,
}
_QUANTIFIERS = {q.value: q for q in Quantifier}
_SIGNATURES: dict[Function, tuple[tuple[Type, ...], Type]] = {
    Function.AGE: ((DATE, DATE), YEARS),
    Function.MONTHS: ((DATE, DATE), MONTHS),
    Function.YEAR: ((DATE,), COUNT),
    Function.PLUS_DAYS: ((DATE, DAYS), DATE),
    Function.PLUS_MONTHS: ((DATE, MONTHS), DATE),
    Function.PLUS_WORKING_DAYS: ((DATE, DAYS), DATE),
}
_SPECIAL = ("retirement_date", "holds", "in_area", "county", "listed", "tiered", "share", "min", "max", "level_above")
FUNCTIONS = sorted([*_QUANTIFIERS, *(f.value for f in _SIGNATURES), *_SPECIAL, "exists"])
"""The names of all functions of the language."""


def check(source: Expression, scope: Scope, expected: Type | None = None) -> tuple[Typed | None, list[Fault]]:
    """Parses and checks one expression.

    Args:
        source: the text and where it stands.
        scope: the names of its document.
        expected: the type that it must have; bare numbers take it (a bare number in an amount is yuan).

    Returns:
        The typed tree, or ``None`` and everything that is wrong.
    """
    parsed = parse(source)
    if isinstance(parsed, list):
        return None, parsed
    checker = _Checker(parsed, scope)
    typed = checker.expect(parsed.tree, expected) if expected else checker.infer(parsed.tree)
    if typed and not checker.faults and size(typed.node, MAX_NODES) > MAX_NODES:
        what = Text("代入定义之后表达式过大", "the expression is too large once its definitions are put in")
        checker.faults.append(source.fault(0, 20, what))
    return (None if checker.faults else typed), checker.faults


def type_name(kind: Type) -> Text:
    """The words for a type, with its unit or its list."""
    if kind.members is not None:
        return same(kind.members.__name__)
    units = {
        Unit.DAYS: Text("天数", "days"),
        Unit.MONTHS: Text("月数", "months"),
        Unit.YEARS: Text("周岁", "years of age"),
        Unit.HEADS: Text("人数", "heads"),
        Unit.MINUTES: Text("分钟", "minutes"),
        Unit.HOURS: Text("课时", "class hours"),
        Unit.COUNT: Text("个数", "count"),
    }
    kinds = {
        Kind.BOOL: Text("是/否", "yes/no"),
        Kind.MONEY: Text("金额", "money"),
        Kind.RATE: Text("比率", "rate"),
        Kind.DATE: Text("日期", "date"),
        Kind.CODE: Text("代码", "code"),
        Kind.ENUM: Text("选项", "reading"),
    }
    if kind.unit is not None:
        return units[kind.unit]
    return kinds.get(kind.kind, Text("数", "number"))


class _Checker:
    """Checks one expression; ``None`` from any method means that the fault has been noted."""

    def __init__(self, parsed: Parsed, scope: Scope) -> None:
        self.parsed = parsed
        self.scope = scope
        self.faults: list[Fault] = []
        self.element: tuple[str, str] | None = None

    # -- faults ------------------------------------------------------------------------------------------------

    def fail(self, at: ast.expr, what: Text, expected: Text | None = None, remedy: Text | None = None) -> None:
        length = (at.end_col_offset or at.col_offset + 1) - at.col_offset
        self.faults.append(self.parsed.source.fault(at.col_offset, length, what, expected=expected, remedy=remedy))

    def unknown(self, at: ast.expr, word: str, known: Iterable[str], noun: Text) -> None:
        close = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
        remedy = same(", ".join(close)) if close else None
        hint = remedy and Text(f"是否想写：{remedy.zh}", f"did you mean {remedy.en}?")
        self.fail(at, Text(f"没有这个{noun.zh}：{word}", f"there is no such {noun.en}: {word}"), remedy=hint)

    # -- types -------------------------------------------------------------------------------------------------

    def expect(self, at: ast.expr, expected: Type) -> Typed | None:
        """Checks ``at`` against a type; a bare number, a member's name and a product of money take it."""
        if expected.kind is Kind.ENUM and isinstance(at, ast.Name):
            return self.member(at, expected)
        if expected.kind is Kind.MONEY and isinstance(at, ast.BinOp) and isinstance(at.op, ast.Mult):
            return self.product(at, money=True)
        if isinstance(at, ast.IfExp):
            return self.conditional(at, expected)
        if expected.kind is Kind.MONEY and isinstance(at, ast.BinOp) and isinstance(at.op, ast.Add | ast.Sub):
            left, right = self.expect(at.left, expected), self.expect(at.right, expected)
            if left is None or right is None:
                return None
            return Typed(Arith(_ARITH[type(at.op)], left.node, right.node), expected)
        found = self.infer(at)
        return found and self.adapt(at, found, expected)

    def adapt(self, at: ast.expr, found: Typed, expected: Type) -> Typed | None:
        if found.type == expected:
            return found
        if found.type == NUMBER and expected.kind in (Kind.INT, Kind.MONEY, Kind.RATE):
            return Typed(_retype(found.node, expected), expected)
        want, got = type_name(expected), type_name(found.type)
        self.fail(at, Text(f"这里要{want.zh}，写的是{got.zh}", f"{want.en} is wanted here, this is {got.en}"), want)
        return None

    def unify(self, at: ast.expr, parts: list[tuple[ast.expr, Typed]]) -> list[Typed] | None:
        """Gives all parts one type: bare numbers take the type of the others."""
        kinds = [typed.type for _, typed in parts if typed.type != NUMBER]
        kind = kinds[0] if kinds else NUMBER
        adapted = [self.adapt(part, typed, kind) for part, typed in parts]
        return [a for a in adapted if a] if all(adapted) else None

    # -- expressions -------------------------------------------------------------------------------------------

    def infer(self, at: ast.expr) -> Typed | None:
        match at:
            case ast.Constant():
                return self.constant(at)
            case ast.Name():
                return self.name(at)
            case ast.Attribute():
                return self.attribute(at)
            case ast.BoolOp():
                items = [self.expect(value, BOOL) for value in at.values]
                op = LogicOp.AND if isinstance(at.op, ast.And) else LogicOp.OR
                return Typed(Logic(op, tuple(i.node for i in items if i)), BOOL) if all(items) else None
            case ast.UnaryOp(ast.Not(), operand):
                inner = self.expect(operand, BOOL)
                return inner and Typed(Not(inner.node), BOOL)
            case ast.UnaryOp(ast.USub(), operand):
                return self.negative(at, operand)
            case ast.Compare():
                return self.comparison(at)
            case ast.BinOp():
                return self.arithmetic(at)
            case ast.IfExp():
                return self.conditional(at, None)
            case ast.Call():
                return self.call(at)
            case _:
                what = Text("规则语言里没有这种写法", "this form is not part of the rule language")
                self.fail(at, what)
                return None

    def constant(self, at: ast.Constant) -> Typed | None:
        if isinstance(at.value, str):
            return self.quoted(at, at.value)
        number = self.parsed.numbers.get(at.col_offset)
        if number is None:
            self.fail(at, Text("规则语言里没有这种常量", "this constant is not part of the rule language"))
            return None
        kind = RATE if at.col_offset in self.parsed.percents else NUMBER
        return Typed(Literal(number, kind), kind)

    def quoted(self, at: ast.Constant, words: str) -> Typed | None:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
            from vocskills.calendar import is_day

            value = int(words.replace("-", ""))
            if not is_day(value):
                self.fail(at, Text("没有这一天", "there is no such day"))
                return None
            return Typed(Literal(value, DATE), DATE)
        return Typed(Literal(words, CODE), CODE)

    def negative(self, at: ast.expr, operand: ast.expr) -> Typed | None:
        inner = self.infer(operand)
        if inner is None:
            return None
        if not isinstance(inner.node, Literal) or not isinstance(inner.node.value, Fraction | int):
            what = Text("负号只能用在数字前", "a minus sign stands before a number only")
            self.fail(at, what, remedy=Text("写 0 - x", "write 0 - x"))
            return None
        return Typed(attrs.evolve(inner.node, value=-inner.node.value), inner.type)

    def name(self, at: ast.Name) -> Typed | None:
        word = at.id
        if word in ("true", "false"):
            return Typed(Literal(int(word == "true"), BOOL), BOOL)
        try:
            if word in self.scope.tables:
                table = self.scope.table(word)
                return table and self.lookup(at, table)
            return self.scope.value(word)
        except Cycle as cycle:
            words = " -> ".join(cycle.path)
            self.fail(at, Text(f"定义绕回了自己：{words}", f"the definition uses itself: {words}"))
        except KeyError:
            if word in vocabulary.lists():
                what = Text(f"{word} 是列表，要用 count/sum/any/all 来问", f"{word} is a list: ask it with count/sum/any/all")
                self.fail(at, what)
            else:
                self.unknown(at, word, [*self.scope.names(), *vocabulary.facts()], Text("名称", "name"))
        return None

    def member(self, at: ast.Name, kind: Type) -> Typed | None:
        """A bare name where an enum is wanted: one of its members, or a defined name, never both."""
        names = [m.value for m in kind.members] if kind.members else list(kind.names)
        if at.id in names and at.id in self.scope.names():
            what = Text(f"{at.id} 既是选项又是定义的名称", f"{at.id} is both a member and a defined name")
            self.fail(at, what, remedy=Text("给定义改名", "rename the definition"))
            return None
        if at.id in names:
            return Typed(Literal(names.index(at.id), kind), kind)
        if at.id in self.scope.names():
            found = self.name(at)
            return found and self.adapt(at, found, kind)
        self.unknown(at, at.id, names, type_name(kind))
        return None

    def attribute(self, at: ast.Attribute) -> Typed | None:
        path = _dotted(at)
        if path is None:
            self.fail(at, Text("只能写 名词.字段", "only noun.field can be written"))
            return None
        noun, _, field = path.partition(".")
        if self.element and noun == self.element[0]:
            info = vocabulary.elements(self.element[1]).get(field)
            if info is None:
                self.unknown(at, field, vocabulary.elements(self.element[1]), Text("字段", "field"))
                return None
            kind = vocabulary.type_of(info)
            return Typed(Element(field, kind, info.lo, info.hi), kind)
        info = vocabulary.facts().get(path)
        if info is None:
            self.unknown(at, path, vocabulary.facts(), Text("事实", "fact"))
            return None
        kind = vocabulary.type_of(info)
        return Typed(Fact(path, kind, info.lo, info.hi), kind)

    def conditional(self, at: ast.IfExp, expected: Type | None) -> Typed | None:
        condition = self.expect(at.test, BOOL)
        arms = [(arm, self.expect(arm, expected) if expected else self.infer(arm)) for arm in (at.body, at.orelse)]
        known = [(arm, typed) for arm, typed in arms if typed]
        if condition is None or len(known) < 2:
            return None
        same_type = self.unify(at, known)
        if same_type is None:
            return None
        then, otherwise = same_type
        return Typed(If(condition.node, then.node, otherwise.node), then.type)

    # -- comparisons -------------------------------------------------------------------------------------------

    def comparison(self, at: ast.Compare) -> Typed | None:
        """Chained comparisons mean *and*; ``share`` may stand only here."""
        sides = [at.left, *at.comparators]
        links: list[Node | None] = []
        for op, left, right in zip(at.ops, sides, sides[1:], strict=False):
            links.append(self.compare(at, _COMPARE.get(type(op)), left, right))
        nodes = [link for link in links if link is not None]
        if len(nodes) < len(links):
            return None
        return Typed(nodes[0] if len(nodes) == 1 else Logic(LogicOp.AND, tuple(nodes)), BOOL)

    def compare(self, at: ast.expr, op: CompareOp | None, left: ast.expr, right: ast.expr) -> Node | None:
        if op is None:
            self.fail(at, Text("规则语言里没有这种比较", "this comparison is not part of the rule language"))
            return None
        if op in (CompareOp.IN, CompareOp.NOT_IN):
            return self.membership(op, left, right)
        pair = self.pair(at, left, right)
        if pair is None:
            return None
        kind = pair[0].type
        ordered = kind.kind in (Kind.INT, Kind.MONEY, Kind.RATE, Kind.DATE) or kind.members is Level
        if op not in (CompareOp.EQ, CompareOp.NE) and not ordered:
            words = type_name(kind)
            self.fail(at, Text(f"{words.zh}没有大小之分", f"{words.en} has no order"))
            return None
        return Compare(op, pair[0].node, pair[1].node)

    def pair(self, at: ast.expr, left: ast.expr, right: ast.expr) -> tuple[Typed, Typed] | None:
        """Two sides of one type; a bare name takes its meaning from the type of the other side."""
        if self.bare(left) and not self.bare(right):
            other = self.infer(right)
            mine = other and self.expect(left, other.type)
            return (mine, other) if mine and other else None
        first = self.infer(left)
        if first is None:
            return None
        if first.type.kind is Kind.ENUM:
            second = self.expect(right, first.type)
            return (first, second) if second else None
        second = self.infer(right)
        both = second and self.unify(at, [(left, first), (right, second)])
        return (both[0], both[1]) if both else None

    def bare(self, at: ast.expr) -> bool:
        return isinstance(at, ast.Name) and at.id not in self.scope.names() and at.id not in ("true", "false")

    def membership(self, op: CompareOp, left: ast.expr, right: ast.expr) -> Node | None:
        subject = self.infer(left)
        if not isinstance(right, ast.Tuple) or not right.elts:
            what = Text("in 的右边要一个括号里的列表", "the right side of `in` is a list in brackets")
            self.fail(right, what, same("x in (a, b)"))
            return None
        if subject is None:
            return None
        items = [self.expect(item, subject.type) for item in right.elts]
        values = [i.node.value for i in items if i and isinstance(i.node, Literal) and not isinstance(i.node.value, tuple)]
        if len(values) < len(items):
            if all(items):
                self.fail(right, Text("in 的列表只能是常量", "the list after `in` holds constants only"))
            return None
        return Compare(op, subject.node, Literal(tuple(values), subject.type))

    # -- arithmetic --------------------------------------------------------------------------------------------

    def arithmetic(self, at: ast.BinOp) -> Typed | None:
        op = _ARITH.get(type(at.op))
        match op:
            case ArithOp.MULTIPLY:
                return self.product(at, money=False)
            case ArithOp.ADD | ArithOp.SUBTRACT:
                return self.addition(at, op)
            case ArithOp.DIVIDE | ArithOp.FLOOR_DIVIDE:
                return self.quotient(at, op)
            case _:
                self.fail(at, Text("规则语言里没有这种运算", "this operation is not part of the rule language"))
                return None

    def addition(self, at: ast.BinOp, op: ArithOp) -> Typed | None:
        parts = [(side, self.infer(side)) for side in (at.left, at.right)]
        known = [(side, typed) for side, typed in parts if typed]
        both = self.unify(at, known) if len(known) == 2 else None
        if both is None:
            return None
        if both[0].type.kind not in (Kind.INT, Kind.MONEY, Kind.RATE):
            words = type_name(both[0].type)
            remedy = Text("日期用 plus_days、plus_months、months", "for dates use plus_days, plus_months, months")
            what = Text(f"{words.zh}不能加减", f"{words.en} cannot be added or subtracted")
            self.fail(at, what, remedy=remedy if both[0].type.kind is Kind.DATE else None)
            return None
        return Typed(Arith(op, both[0].node, both[1].node), both[0].type)

    def quotient(self, at: ast.BinOp, op: ArithOp) -> Typed | None:
        left, right = self.infer(at.left), self.infer(at.right)
        if left is None or right is None:
            return None
        constant = isinstance(right.node, Literal) and isinstance(right.node.value, Fraction) and right.node.value > 0
        if not constant or left.type.kind not in (Kind.INT, Kind.MONEY, Kind.RATE):
            what = Text("只能除以大于零的常数", "division is by a constant above zero only")
            self.fail(at.right if not constant else at.left, what)
            return None
        if op is ArithOp.FLOOR_DIVIDE and left.type.kind is not Kind.INT:
            what = Text("整除只用于天、月、课时等个数", "whole division is for days, months, hours and counts")
            self.fail(at, what, remedy=Text("金额用 round 步骤", "for money use a round step"))
            return None
        kind = left.type if op is ArithOp.DIVIDE else (COUNT if left.type.unit else NUMBER)
        return Typed(Arith(op, left.node, right.node), kind)

    def product(self, at: ast.BinOp, *, money: bool) -> Typed | None:
        """A product has exactly one money factor in an amount, and at most one factor with a unit elsewhere."""
        factors = [(part, self.infer(part)) for part in _factors(at)]
        known = [(part, typed) for part, typed in factors if typed]
        if len(known) < len(factors):
            return None
        for part, typed in known:
            if typed.type.kind not in (Kind.INT, Kind.MONEY, Kind.RATE):
                words = type_name(typed.type)
                self.fail(part, Text(f"{words.zh}不能相乘", f"{words.en} cannot be multiplied"))
                return None
        paid = [i for i, (_, typed) in enumerate(known) if typed.type.kind is Kind.MONEY]
        if money and not paid:
            paid = [i for i, (_, typed) in enumerate(known) if typed.type == NUMBER]
        if len(paid) > 1 or (money and not paid):
            what = Text("一个乘积里要有且只有一个金额", "a product has exactly one money factor")
            self.fail(at, what, remedy=Text("单独的数是元，比率写百分数", "a bare number is yuan; write a rate as a percentage"))
            return None
        nodes = [_retype(t.node, MONEY) if i in paid else t.node for i, (_, t) in enumerate(known)]
        node = nodes[0]
        for other in nodes[1:]:
            node = Arith(ArithOp.MULTIPLY, node, other)
        if paid:
            return Typed(node, MONEY)
        return self.measured(at, node, [typed.type for _, typed in known])

    def measured(self, at: ast.expr, node: Node, kinds: list[Type]) -> Typed | None:
        units = [kind for kind in kinds if kind.kind is Kind.INT and kind.unit not in (None, Unit.COUNT)]
        if len(units) > 1:
            what = Text("两个带单位的数不能相乘", "two factors with units cannot be multiplied")
            self.fail(at, what)
            return None
        rest = [kind for kind in kinds if kind != NUMBER]
        return Typed(node, units[0] if units else (rest[0] if rest else NUMBER))

    # -- calls -------------------------------------------------------------------------------------------------

    def call(self, at: ast.Call) -> Typed | None:
        if not isinstance(at.func, ast.Name):
            self.fail(at, Text("只能调用语言里的函数", "only functions of the language can be called"))
            return None
        word = at.func.id
        if word == "known" or at.keywords or any(isinstance(a, ast.Starred) for a in at.args):
            what = Text("不能检验一个事实是否已知", "whether something is known cannot be tested")
            self.fail(at, what if word == "known" else Text("参数按位置写", "arguments are given by position"))
            return None
        if word in _QUANTIFIERS:
            return self.quantified(at, _QUANTIFIERS[word])
        plain = next((f for f in _SIGNATURES if f.value == word), None)
        if plain:
            return self.plain_call(at, plain)
        special = {
            "min": self.extreme,
            "max": self.extreme,
            "holds": self.holds,
            "exists": self.exists,
            "in_area": self.in_area,
            "county": self.county,
            "listed": self.listed,
            "tiered": self.tiered,
            "share": self.share,
            "retirement_date": self.retirement_date,
            "level_above": self.level_above,
        }
        if word in special:
            return special[word](at)
        self.unknown(at, word, FUNCTIONS, Text("函数", "function"))
        return None

    def arity(self, at: ast.Call, count: int, shape: str) -> bool:
        if len(at.args) == count:
            return True
        what = Text(f"要 {count} 个参数，写了 {len(at.args)} 个", f"{count} arguments are wanted, {len(at.args)} given")
        self.fail(at, what, same(shape))
        return False

    def plain_call(self, at: ast.Call, function: Function) -> Typed | None:
        wanted, result = _SIGNATURES[function]
        if not self.arity(at, len(wanted), f"{function.value}({', '.join(type_name(w).en for w in wanted)})"):
            return None
        args = [self.expect(arg, kind) for arg, kind in zip(at.args, wanted, strict=True)]
        if not all(args):
            return None
        shift = function in (Function.PLUS_DAYS, Function.PLUS_MONTHS, Function.PLUS_WORKING_DAYS)
        nodes = tuple(a.node for a in args if a)
        if shift and not (isinstance(nodes[1], Literal) and Fraction(nodes[1].value).denominator == 1):  # type: ignore[arg-type]
            what = Text("要加减的个数必须是整数常量", "the number to add must be a whole constant")
            self.fail(at.args[1], what)
            return None
        return Typed(Call(function, nodes), result)

    def extreme(self, at: ast.Call) -> Typed | None:
        function = Function(at.func.id)  # type: ignore[attr-defined]
        parts = [(arg, self.infer(arg)) for arg in at.args]
        known = [(arg, typed) for arg, typed in parts if typed]
        if len(known) < max(len(parts), 2):
            if len(parts) < 2:
                self.fail(at, Text("至少要两个参数", "at least two arguments are wanted"))
            return None
        same_type = self.unify(at, known)
        if same_type is None:
            return None
        if same_type[0].type.kind not in (Kind.INT, Kind.MONEY, Kind.RATE, Kind.DATE):
            words = type_name(same_type[0].type)
            self.fail(at, Text(f"{words.zh}没有大小之分", f"{words.en} has no order"))
            return None
        return Typed(Call(function, tuple(t.node for t in same_type)), same_type[0].type)

    def holds(self, at: ast.Call) -> Typed | None:
        if not self.arity(at, 3, "holds(trainee, registered_poor, cohort.start_date)"):
            return None
        subject, status, on = at.args
        date = self.expect(on, DATE)
        names = [member.value for member in Status]
        if not isinstance(subject, ast.Name) or subject.id not in ("trainee", "provider", "employer"):
            self.fail(subject, Text("身份的主体", "the subject of a status"), same("trainee, provider, employer"))
            return None
        if not isinstance(status, ast.Name) or status.id not in names:
            self.unknown(status, self.parsed.segment(status), names, Text("身份", "status"))
            return None
        if date is None:
            return None
        path = f"holds({subject.id}, {status.id}, {self.parsed.segment(on)})"
        return self.derived(path, BOOL, Holds(subject.id, status.id, date.node))

    def exists(self, at: ast.Call) -> Typed | None:
        if not self.arity(at, 1, "exists(certificate)"):
            return None
        (noun,) = at.args
        if not isinstance(noun, ast.Name) or noun.id not in vocabulary.NOUNS:
            self.unknown(noun, self.parsed.segment(noun), vocabulary.NOUNS, Text("名词", "noun"))
            return None
        if noun.id in vocabulary.ALWAYS:
            what = Text(f"{noun.id} 总是存在的", f"there is always a {noun.id}")
            self.fail(at, what)
            return None
        return self.derived(f"exists({noun.id})", BOOL, Exists(noun.id))

    def derived(self, path: str, kind: Type, how: Derived) -> Typed:
        lo, hi = default_range(kind)
        return Typed(Fact(path, kind, lo, hi, how), kind)

    def coded(self, at: ast.expr) -> Fact | Element | None:
        found = self.expect(at, CODE)
        if found is None:
            return None
        if not isinstance(found.node, Fact | Element) or found.node.derived:
            self.fail(at, Text("这里要一个代码字段", "a code field is wanted here"))
            return None
        return found.node

    def in_area(self, at: ast.Call) -> Typed | None:
        if not self.arity(at, 2, "in_area(trainee.domicile, 533300)"):
            return None
        subject = self.coded(at.args[0])
        area = self.parsed.segment(at.args[1]).strip("'")
        if not re.fullmatch(r"\d{2}|\d{4}|\d{6}", area):
            expected = Text("2、4 或 6 位行政区划代码", "a division code of 2, 4 or 6 digits")
            self.fail(at.args[1], Text("不是行政区划代码", "this is not a division code"), expected)
            return None
        if subject is None:
            return None
        if isinstance(subject, Element):
            return Typed(Element(f"in_area({subject.field}, {area})", BOOL, 0, 1, InArea(subject.field, area)), BOOL)
        return self.derived(f"in_area({subject.path}, {area})", BOOL, InArea(subject.path, area))

    def county(self, at: ast.Call) -> Typed | None:
        subject = self.coded(at.args[0]) if self.arity(at, 1, "county(trainee.domicile)") else None
        if subject is None:
            return None
        lo, hi = default_range(CODE)
        if isinstance(subject, Element):
            return Typed(Element(f"county({subject.field})", CODE, lo, hi, County(subject.field)), CODE)
        return self.derived(f"county({subject.path})", CODE, County(subject.path))

    def retirement_date(self, at: ast.Call) -> Typed | None:
        if not self.arity(at, 1, "retirement_date(trainee)"):
            return None
        if not (isinstance(at.args[0], ast.Name) and at.args[0].id == "trainee"):
            self.fail(at, Text("退休日期问的是学员", "the retirement date is asked of the trainee"), same("trainee"))
            return None
        known = vocabulary.facts()
        birth, former = known["trainee.birth_date"], known["trainee.former_retirement_age"]
        age = Type(Kind.ENUM, members=FormerRetirementAge)
        nodes = (Fact("trainee.birth_date", DATE, birth.lo, birth.hi),
                 Fact("trainee.former_retirement_age", age, former.lo, former.hi))
        return Typed(Call(Function.RETIREMENT_DATE, nodes), DATE)

    def level_above(self, at: ast.Call) -> Typed | None:
        if not self.arity(at, 1, "level_above(program.level)"):
            return None
        kind = Type(Kind.ENUM, members=Level)
        found = self.expect(at.args[0], kind)
        return found and Typed(Call(Function.LEVEL_ABOVE, (found.node,)), kind)

    def share(self, at: ast.Call) -> Typed | None:
        """Only inside a comparison with a constant; lowering multiplies crosswise, so 0 of 0 needs no special case."""
        if not self.arity(at, 2, "share(check.present, check.enrolled) >= 80%"):
            return None
        parts = [(arg, self.infer(arg)) for arg in at.args]
        known = [(arg, typed) for arg, typed in parts if typed]
        both = self.unify(at, known) if len(known) == 2 else None
        return both and Typed(Call(Function.SHARE, tuple(b.node for b in both)), RATE)

    # -- tables ------------------------------------------------------------------------------------------------

    def named_table(self, at: ast.expr) -> Table | None:
        if not isinstance(at, ast.Name) or at.id not in self.scope.tables:
            self.unknown(at, self.parsed.segment(at), self.scope.tables, Text("表", "table"))
            return None
        try:
            return self.scope.table(at.id)
        except Cycle as cycle:
            words = " -> ".join(cycle.path)
            self.fail(at, Text(f"表绕回了自己：{words}", f"the table uses itself: {words}"))
            return None

    def lookup(self, at: ast.expr, table: Table) -> Typed | None:
        if table.bands:
            what = Text("分段表要用 tiered(数量, 表)", "a table of tiers is read by tiered(quantity, table)")
            self.fail(at, what)
            return None
        rows = tuple(
            Row(row.keys, {Cell.OPEN: None, Cell.NONE: Fraction(0)}[row.cell] if isinstance(row.cell, Cell) else row.cell)
            for row in table.rows
        )
        ruling = Fact(f"ruling.{table.name}", table.type, table.lo, table.hi)
        return Typed(Lookup(table.name, table.type, table.keys, rows, ruling), table.type)

    def listed(self, at: ast.Call) -> Typed | None:
        """0: no such item; 1: a value; 2: open, as is a miss in an excerpt."""
        table = self.named_table(at.args[0]) if self.arity(at, 1, "listed(table)") else None
        if table is None:
            return None
        codes = {Cell.NONE: Fraction(0), Cell.OPEN: Fraction(2)}
        rows = tuple(
            Row(row.keys, codes[row.cell] if isinstance(row.cell, Cell) else Fraction(1)) for row in table.rows
        )
        miss = Literal(Fraction(0 if table.complete else 2), COUNT)
        state = Lookup(table.name, COUNT, table.keys, rows, miss)
        unread = Fact(f"ruling.listed({table.name})", BOOL, 0, 1)
        is_open = Compare(CompareOp.EQ, state, Literal(Fraction(2), COUNT))
        is_there = Compare(CompareOp.EQ, state, Literal(Fraction(1), COUNT))
        return Typed(Call(Function.LISTED, (If(is_open, unread, is_there),)), BOOL)

    def tiered(self, at: ast.Call) -> Typed | None:
        if not self.arity(at, 2, "tiered(cohort.training_days, daily_rate)"):
            return None
        quantity, table = self.infer(at.args[0]), self.named_table(at.args[1])
        if quantity is None or table is None:
            return None
        if not table.bands or quantity.type.kind is not Kind.INT:
            what = Text("tiered 要一个数量和一张分段表", "tiered takes a quantity and a table of tiers")
            self.fail(at, what)
            return None
        return Typed(Call(Function.TIERED, (quantity.node,), table.bands), table.type)

    # -- lists -------------------------------------------------------------------------------------------------

    def quantified(self, at: ast.Call, quantifier: Quantifier) -> Typed | None:
        generator = at.args[0] if len(at.args) == 1 else None
        if not isinstance(generator, ast.GeneratorExp) or len(generator.generators) != 1:
            what = Text("写法是 count(a for a in awards if …)", "write count(a for a in awards if ...)")
            self.fail(at, what)
            return None
        loop = generator.generators[0]
        source = _dotted(loop.iter)
        if source is None or source not in vocabulary.lists():
            self.unknown(loop.iter, self.parsed.segment(loop.iter), vocabulary.lists(), Text("列表", "list"))
            return None
        if not isinstance(loop.target, ast.Name) or self.element or loop.target.id in vocabulary.NOUNS:
            what = Text("列表里不能再套列表；循环变量要用新名称", "lists do not nest; the loop variable needs a name of its own")
            self.fail(at, what)
            return None
        self.element = (loop.target.id, source)
        try:
            return self.over(at, quantifier, generator.elt, loop)
        finally:
            self.element = None

    def over(self, at: ast.Call, quantifier: Quantifier, body: ast.expr, loop: ast.comprehension) -> Typed | None:
        assert self.element
        variable, source = self.element
        conditions = [self.expect(test, BOOL) for test in loop.ifs]
        value: Typed | None = None
        counting = quantifier is Quantifier.COUNT
        if counting:
            if not (isinstance(body, ast.Name) and body.id == variable):
                self.fail(body, Text("count 数的是记录本身", "count counts the records"), same(variable))
                return None
        else:
            value = self.expect(body, BOOL) if quantifier is not Quantifier.SUM else self.infer(body)
        if not all(conditions) or (value is None and not counting):
            return None
        tests = tuple(c.node for c in conditions if c)
        condition = Literal(1, BOOL) if not tests else tests[0] if len(tests) == 1 else Logic(LogicOp.AND, tests)
        kind = COUNT if counting else value.type if value and quantifier is Quantifier.SUM else BOOL
        if quantifier is Quantifier.SUM and kind.kind not in (Kind.INT, Kind.MONEY):
            self.fail(body, Text("这里要数或金额", "a number or money is wanted here"))
            return None
        cap = vocabulary.lists()[source].cap
        return Typed(Quantified(quantifier, source, cap, condition, value.node if value else None), kind)


def _dotted(at: ast.expr) -> str | None:
    match at:
        case ast.Name(name):
            return name
        case ast.Attribute(ast.Name(noun), field):
            return f"{noun}.{field}"
        case _:
            return None


def _factors(at: ast.expr) -> list[ast.expr]:
    if isinstance(at, ast.BinOp) and isinstance(at.op, ast.Mult):
        return [*_factors(at.left), *_factors(at.right)]
    return [at]


def _retype(node: Node, kind: Type) -> Node:
    """Gives a tree of bare numbers a type."""
    match node:
        case Literal(_, found) if found == NUMBER:
            return attrs.evolve(node, type=kind)
        case If(condition, then, otherwise):
            return If(condition, _retype(then, kind), _retype(otherwise, kind))
        case Call(Function.MIN | Function.MAX, args):
            return attrs.evolve(node, args=tuple(_retype(a, kind) for a in args))
        case Arith(ArithOp.ADD | ArithOp.SUBTRACT, left, right):
            return attrs.evolve(node, left=_retype(left, kind), right=_retype(right, kind))
        case Arith(_, left, _):
            return attrs.evolve(node, left=_retype(left, kind))
        case _:
            return node
