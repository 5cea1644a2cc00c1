"""Names, types and units: from a syntax tree to a typed tree, with every fault at its place."""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from typing import TypeGuard

import attrs

from vocskills.calendar import is_day
from vocskills.errors import Fault
from vocskills.language import tables, vocabulary
from vocskills.language.calls import call, shared
from vocskills.language.checker import Checker, dotted, retype
from vocskills.language.nodes import (
    BOOL,
    CODE,
    COUNT,
    DATE,
    MONEY,
    NUMBER,
    RATE,
    Arith,
    ArithOp,
    Call,
    Compare,
    CompareOp,
    Element,
    Function,
    If,
    Literal,
    Logic,
    LogicOp,
    Node,
    Not,
    Quantified,
    Type,
    extent,
    walk,
)
from vocskills.language.parse import MAX_DEPTH, Expression, parse
from vocskills.language.scope import CycleError, Scope, Typed
from vocskills.language.types import QUANTITIES, is_ordered, product_type, type_name
from vocskills.model.fields import FieldInfo, Kind, Unit
from vocskills.text import Text, same

__all__ = ["check", "type_name"]

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
_TOO_LARGE = Text("代入定义之后表达式过大", "the expression is too large once its definitions are put in")
_SIMPLER = Text("减少定义的层数，或用表", "use fewer layers of definitions, or a table")
_DATES = Text("日期用 plus_days、plus_months、months", "for dates use plus_days, plus_months, months")


def check(source: Expression, scope: Scope, expected: Type | None = None) -> tuple[Typed | None, list[Fault]]:
    """Parses and checks one expression.

    Args:
        source: the text and where it stands.
        scope: the names of its document.
        expected: the type that it must have; bare numbers take it (a bare number in an amount is yuan).

    Returns:
        The typed tree, or ``None`` and everything that is wrong; ``None`` without a fault when a definition that it
        uses has faults, which are reported where the definition stands.
    """
    parsed = parse(source)
    if isinstance(parsed, list):
        return None, parsed
    checker = _Expressions(parsed, scope)
    try:
        typed = checker.expect(parsed.tree, expected) if expected else checker.infer(parsed.tree)
    except RecursionError:
        # Hundreds of definitions, each the name of the next: too deep for us to follow, whatever it says.
        return None, [source.fault(0, 20, _TOO_LARGE, remedy=_SIMPLER)]
    if typed and not checker.faults:
        nodes, levels = extent(typed.node, MAX_NODES)
        if nodes > MAX_NODES or levels > MAX_DEPTH:
            checker.faults.append(source.fault(0, 20, _TOO_LARGE, remedy=_SIMPLER))
    return (None if checker.faults else typed), checker.faults


class _Expressions(Checker):
    """Everything but calls, tables and lists."""

    def expect(self, at: ast.expr, expected: Type) -> Typed | None:
        match at:
            case ast.Name() if expected.kind is Kind.ENUM:
                return self.member(at, expected)
            case ast.IfExp():
                return self.conditional(at, expected)
            case ast.BinOp() | ast.Call() if expected.kind is Kind.MONEY:
                return self.amount(at)
        found = self.infer(at)
        return found and self.adapt(at, found, expected)

    def infer(self, at: ast.expr) -> Typed | None:
        match at:
            case ast.Constant():
                return self.constant(at)
            case ast.Name():
                return self.name(at)
            case ast.Attribute():
                return self.attribute(at)
            case ast.BoolOp():
                return self.logic(at)
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
                return call(self, at)
            case _:
                self.fail(at, Text("规则语言里没有这种写法", "this form is not part of the rule language"))
                return None

    # -- constants and names -------------------------------------------------------------------------------------------

    def constant(self, at: ast.Constant) -> Typed | None:
        if at.col_offset in self.parsed.strings:
            return self.quoted(at, self.parsed.strings[at.col_offset])
        number = self.parsed.numbers.get(at.col_offset)
        if number is None:
            self.fail(at, Text("规则语言里没有这种常量", "this constant is not part of the rule language"))
            return None
        kind = RATE if at.col_offset in self.parsed.percents else NUMBER
        return Typed(Literal(number, kind), kind)

    def quoted(self, at: ast.Constant, words: str) -> Typed | None:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", words):
            return Typed(Literal(words, CODE), CODE)
        value = int(words.replace("-", ""))
        if len(words) != len("2020-01-31") or not is_day(value):
            self.fail(at, Text("没有这一天", "there is no such day"), Text("如 '2020-01-31'", "such as '2020-01-31'"))
            return None
        return Typed(Literal(value, DATE), DATE)

    def negative(self, at: ast.expr, operand: ast.expr) -> Typed | None:
        inner = self.infer(operand)
        if inner is None:
            return None
        if inner.type not in (NUMBER, RATE) or not isinstance(inner.node, Literal):
            what = Text("负号只能用在数字前", "a minus sign stands before a number only")
            self.fail(at, what, remedy=Text("写 0 - x", "write 0 - x"))
            return None
        assert isinstance(inner.node.value, Fraction)
        return Typed(attrs.evolve(inner.node, value=-inner.node.value), inner.type)

    def name(self, at: ast.Name) -> Typed | None:
        word = at.id
        if word in ("true", "false"):
            return Typed(Literal(int(word == "true"), BOOL), BOOL)
        if word not in self.scope:
            self.no_such_name(at)
            return None
        found = self.defined(at)
        if found and self.element and any(isinstance(node, Quantified) for node in walk(found.node)):
            what = Text("列表里不能再套列表", "lists do not nest")
            self.fail(at, what, remedy=Text(f"{word} 问的也是列表", f"{word} asks a list too"))
            return None
        return found

    def defined(self, at: ast.Name) -> Typed | None:
        if at.id in self.scope.tables:
            table = self.named_table(at)
            return tables.lookup(self, at, table) if table else None
        try:
            return self.scope.value(at.id)
        except CycleError as cycle:
            self.around(at, cycle)
            return None

    def no_such_name(self, at: ast.Name) -> None:
        word = at.id
        if word in vocabulary.lists():
            what = Text(f"{word} 是列表", f"{word} is a list")
            self.fail(at, what, same(f"count(a for a in {word} if ...)"))
        elif self.element and word == self.element[0]:
            what = Text(f"{word} 是一条记录，要写它的字段", f"{word} is a record: name one of its fields")
            self.fail(at, what, same(f"{word}.{next(iter(vocabulary.elements(self.element[1])))}"))
        else:
            self.unknown(at, word, [*self.scope.names(), *vocabulary.facts()], Text("名称", "name"))

    def member(self, at: ast.Name, kind: Type) -> Typed | None:
        """A bare name where an enum is wanted: one of its members, or a defined name, never both."""
        names = [member.value for member in kind.members] if kind.members else list(kind.names)
        if at.id in names and at.id in self.scope:
            what = Text(f"{at.id} 既是选项又是定义的名称", f"{at.id} is both a member and a defined name")
            self.fail(at, what, remedy=Text("给定义改名", "rename the definition"))
            return None
        if at.id in names:
            return Typed(Literal(names.index(at.id), kind), kind)
        if at.id in self.scope:
            found = self.name(at)
            return found and self.adapt(at, found, kind)
        self.unknown(at, at.id, names, type_name(kind))
        return None

    def attribute(self, at: ast.Attribute) -> Typed | None:
        path = dotted(at)
        if path is None:
            self.fail(at, Text("只能写 名词.字段", "only noun.field can be written"), same("trainee.birth_date"))
            return None
        noun, _, field = path.partition(".")
        if self.element and noun == self.element[0]:
            return self.field(at, field, vocabulary.elements(self.element[1]))
        if path in self.scope.tables:
            table = self.named_table(at)
            return tables.lookup(self, at, table) if table else None
        if path not in vocabulary.facts():
            self.unknown(at, path, [*self.scope.tables, *vocabulary.facts()], Text("事实", "fact"))
            return None
        fact = vocabulary.fact(path)
        return Typed(fact, fact.type)

    def field(self, at: ast.Attribute, field: str, fields: dict[str, FieldInfo]) -> Typed | None:
        if field not in fields:
            self.unknown(at, field, fields, Text("字段", "field"))
            return None
        info = fields[field]
        kind = vocabulary.type_of(info)
        return Typed(Element(field, kind, info.lo, info.hi), kind)

    # -- conditions ----------------------------------------------------------------------------------------------------

    def logic(self, at: ast.BoolOp) -> Typed | None:
        items = [self.expect(value, BOOL) for value in at.values]
        nodes = tuple(item.node for item in items if item)
        op = LogicOp.AND if isinstance(at.op, ast.And) else LogicOp.OR
        return Typed(Logic(op, nodes), BOOL) if len(nodes) == len(items) else None

    def conditional(self, at: ast.IfExp, expected: Type | None) -> Typed | None:
        condition = self.expect(at.test, BOOL)
        arms = [at.body, at.orelse]
        if expected is None:
            parts = self.together(arms)
        else:
            found = [self.expect(arm, expected) for arm in arms]
            parts = [part for part in found if part] if all(found) else None
        if condition is None or parts is None:
            return None
        return Typed(If(condition.node, parts[0].node, parts[1].node), parts[0].type)

    def comparison(self, at: ast.Compare) -> Typed | None:
        """Chained comparisons mean *and*."""
        sides = [at.left, *at.comparators]
        links = [self.compare(at, op, *sides[i : i + 2]) for i, op in enumerate(at.ops)]
        nodes = tuple(link for link in links if link is not None)
        if len(nodes) < len(links):
            return None
        return Typed(nodes[0] if len(nodes) == 1 else Logic(LogicOp.AND, nodes), BOOL)

    def compare(self, at: ast.expr, how: ast.cmpop, left: ast.expr, right: ast.expr) -> Node | None:
        op = _COMPARE.get(type(how))
        if op is None:
            self.fail(at, Text("规则语言里没有这种比较", "this comparison is not part of the rule language"))
            return None
        if op in (CompareOp.IN, CompareOp.NOT_IN):
            return self.membership(op, left, right)
        pair = self.sides(left, right)
        if pair is None:
            return None
        if op not in (CompareOp.EQ, CompareOp.NE) and not is_ordered(pair[0].type):
            words = type_name(pair[0].type)
            self.fail(at, Text(f"{words.zh}没有大小之分", f"{words.en} has no order"))
            return None
        return Compare(op, pair[0].node, pair[1].node)

    def sides(self, left: ast.expr, right: ast.expr) -> tuple[Typed, Typed] | None:
        """Two sides of one type; ``share`` may stand on one of them."""
        if _is_share(left):
            return shared(self, left, right)
        if _is_share(right):
            pair = shared(self, right, left)
            return pair and (pair[1], pair[0])
        both = self.together([left, right])
        return (both[0], both[1]) if both else None

    def membership(self, op: CompareOp, left: ast.expr, right: ast.expr) -> Node | None:
        subject = self.infer(left)
        if not isinstance(right, ast.Tuple) or not right.elts:
            what = Text("in 的右边要一个括号里的列表", "the right side of `in` is a list in brackets")
            self.fail(right, what, same("x in (a, b)"))
            return None
        if subject is None:
            return None
        items = [self.expect(item, subject.type) for item in right.elts]
        if not all(items):
            return None
        values = [item.node.value for item in items if item and isinstance(item.node, Literal)]
        plain = tuple(value for value in values if not isinstance(value, tuple))
        if len(plain) < len(items):
            self.fail(right, Text("in 的列表只能是常量", "the list after `in` holds constants only"))
            return None
        return Compare(op, subject.node, Literal(plain, subject.type))

    # -- arithmetic ----------------------------------------------------------------------------------------------------

    def amount(self, at: ast.BinOp | ast.Call) -> Typed | None:
        """Money is wanted: it goes down to the terms of a sum, the arguments of min and max, and what is divided."""
        match at:
            case ast.BinOp(_, ast.Mult(), _):
                return self.product(at, money=True)
            case ast.BinOp(left, ast.Add() | ast.Sub(), right):
                one, other = self.expect(left, MONEY), self.expect(right, MONEY)
                return one and other and Typed(Arith(_ARITH[type(at.op)], one.node, other.node), MONEY)
            case ast.BinOp(left, ast.Div(), right):
                whole = self.expect(left, MONEY)
                divisor = self.divisor(right)
                return Typed(Arith(ArithOp.DIVIDE, whole.node, divisor), MONEY) if whole and divisor else None
            case ast.Call(ast.Name("min" | "max" as word), args, []) if len(args) > 1:
                found = [self.expect(arg, MONEY) for arg in args]
                nodes = tuple(part.node for part in found if part)
                return Typed(Call(Function(word), nodes), MONEY) if len(nodes) == len(found) else None
        inner = self.infer(at)
        return inner and self.adapt(at, inner, MONEY)

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
        both = self.together([at.left, at.right])
        if both is None:
            return None
        kind = both[0].type
        if kind.kind not in QUANTITIES:
            words = type_name(kind)
            what = Text(f"{words.zh}不能加减", f"{words.en} cannot be added or subtracted")
            self.fail(at, what, remedy=_DATES if kind.kind is Kind.DATE else None)
            return None
        return Typed(Arith(op, both[0].node, both[1].node), kind)

    def divisor(self, at: ast.expr) -> Literal | None:
        """Division is by a constant above zero."""
        found = self.infer(at)
        if found is None:
            return None
        node = found.node
        if isinstance(node, Literal) and isinstance(node.value, Fraction) and node.value > 0:
            return node
        self.fail(at, Text("只能除以大于零的常数", "division is by a constant above zero only"))
        return None

    def quotient(self, at: ast.BinOp, op: ArithOp) -> Typed | None:
        left, right = self.infer(at.left), self.divisor(at.right)
        if left is None or right is None:
            return None
        if left.type.kind not in QUANTITIES:
            words = type_name(left.type)
            self.fail(at.left, Text(f"{words.zh}不能除", f"{words.en} cannot be divided"))
            return None
        if op is ArithOp.FLOOR_DIVIDE and left.type.kind is not Kind.INT:
            what = Text("整除只用于天、月、学时等个数", "whole division is for days, months, hours and counts")
            self.fail(at, what, remedy=Text("金额用 round 步骤", "for money use a round step"))
            return None
        kind = left.type if op is ArithOp.DIVIDE else (COUNT if left.type.unit else NUMBER)
        return Typed(Arith(op, left.node, right), kind)

    def product(self, at: ast.BinOp, *, money: bool) -> Typed | None:
        """A product has exactly one money factor in an amount, and at most one factor with a unit elsewhere."""
        found = [(part, self.infer(part)) for part in _factors(at)]
        known = [(part, typed) for part, typed in found if typed]
        if len(known) < len(found):
            return None
        for part, typed in known:
            if typed.type.kind not in QUANTITIES:
                words = type_name(typed.type)
                self.fail(part, Text(f"{words.zh}不能相乘", f"{words.en} cannot be multiplied"))
                return None
        kinds = [typed.type for _, typed in known]
        paid = _money_factors(kinds, money=money)
        if not self.may_multiply(at, kinds, paid, money=money):
            return None
        nodes = [retype(typed.node, MONEY) if i in paid else typed.node for i, (_, typed) in enumerate(known)]
        node = nodes[0]
        for other in nodes[1:]:
            node = Arith(ArithOp.MULTIPLY, node, other)
        return Typed(node, MONEY if paid else product_type(kinds))

    def may_multiply(self, at: ast.expr, kinds: list[Type], paid: list[int], *, money: bool) -> bool:
        if len(paid) > 1 or (money and not paid):
            what = Text("一个乘积里要有且只有一个金额", "a product has exactly one money factor")
            remedy = Text("单独的数是元，比率写百分数", "a bare number is yuan; write a rate as a percentage")
            self.fail(at, what, remedy=remedy)
            return False
        units = [kind for kind in kinds if kind.kind is Kind.INT and kind.unit not in (None, Unit.COUNT)]
        if len(units) > 1 and not paid:
            self.fail(at, Text("两个带单位的数不能相乘", "two factors with units cannot be multiplied"))
            return False
        return True


def _is_share(at: ast.expr) -> TypeGuard[ast.Call]:
    return isinstance(at, ast.Call) and isinstance(at.func, ast.Name) and at.func.id == "share" and not at.keywords


def _factors(at: ast.expr) -> list[ast.expr]:
    if isinstance(at, ast.BinOp) and isinstance(at.op, ast.Mult):
        return [*_factors(at.left), *_factors(at.right)]
    return [at]


def _money_factors(kinds: list[Type], *, money: bool) -> list[int]:
    """Which factors are money; where money is wanted and none is, the bare numbers are yuan."""
    paid = [i for i, kind in enumerate(kinds) if kind.kind is Kind.MONEY]
    if paid or not money:
        return paid
    return [i for i, kind in enumerate(kinds) if kind == NUMBER]
