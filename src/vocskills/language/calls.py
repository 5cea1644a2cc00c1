"""Functions of the language: what each takes, and what stands for it in the typed tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from fractions import Fraction

from vocskills.language import lists, tables, vocabulary
from vocskills.language.checker import Checker
from vocskills.language.nodes import (
    BOOL,
    CODE,
    DATE,
    RATE,
    Call,
    County,
    Derived,
    Element,
    Exists,
    Fact,
    Function,
    Holds,
    InArea,
    Literal,
    Quantifier,
    Type,
    spell,
    walk,
)
from vocskills.language.scope import Typed, default_range
from vocskills.language.types import FORMER_AGE, LEVEL, SIGNATURES, is_ordered, type_name
from vocskills.model.terms import ORGANIZATION_CATEGORIES, PERSON_CATEGORIES
from vocskills.text import Text, same

_QUANTIFIERS = {q.value: q for q in Quantifier}
_PLAIN = {function.value: function for function in SIGNATURES}
_SHIFTS = (Function.PLUS_DAYS, Function.PLUS_MONTHS, Function.PLUS_WORKING_DAYS)
HOLDERS = {
    "trainee": PERSON_CATEGORIES,
    "provider": ORGANIZATION_CATEGORIES,
    "employer": ORGANIZATION_CATEGORIES,
}
"""Whose status ``holds`` may ask, and the statuses that each may have."""


def call(checker: Checker, at: ast.Call) -> Typed | None:
    """A call of one of the functions of the language."""
    if not isinstance(at.func, ast.Name):
        what = Text("只能调用语言里的函数", "only functions of the language can be called")
        checker.fail(at, what, remedy=_FUNCTIONS_ARE)
        return None
    if at.keywords or any(isinstance(arg, ast.Starred) for arg in at.args):
        checker.fail(at, Text("参数按位置写", "arguments are given by position"))
        return None
    word = at.func.id
    if word in _QUANTIFIERS:
        return lists.quantified(checker, at, _QUANTIFIERS[word])
    if word in _PLAIN:
        return _plain(checker, at, _PLAIN[word])
    if word in _SPECIAL:
        return _SPECIAL[word](checker, at)
    checker.unknown(at.func, word, FUNCTIONS, Text("函数", "function"))
    return None


def _plain(checker: Checker, at: ast.Call, function: Function) -> Typed | None:
    wanted, result = SIGNATURES[function]
    if not checker.arity(at, len(wanted), f"{function.value}({', '.join(type_name(w).en for w in wanted)})"):
        return None
    found = [checker.expect(arg, kind) for arg, kind in zip(at.args, wanted, strict=True)]
    args = [arg.node for arg in found if arg]
    if len(args) < len(found):
        return None
    if function in _SHIFTS and not (isinstance(args[1], Literal) and _is_whole(args[1])):
        checker.fail(at.args[1], Text("要加减的个数必须是整数常量", "the number to add must be a whole constant"))
        return None
    return Typed(Call(function, tuple(args)), result)


def _is_whole(literal: Literal) -> bool:
    return isinstance(literal.value, int | Fraction) and Fraction(literal.value).denominator == 1


def _extreme(checker: Checker, at: ast.Call) -> Typed | None:
    assert isinstance(at.func, ast.Name)
    if len(at.args) < 2:
        checker.fail(at, Text("至少要两个参数", "at least two arguments are wanted"), same(f"{at.func.id}(a, b)"))
        return None
    parts = checker.together(at.args)
    if parts is None:
        return None
    kind = parts[0].type
    if not is_ordered(kind) or kind == LEVEL:
        words = type_name(kind)
        checker.fail(at, Text(f"{words.zh}没有最大最小", f"{words.en} has no least or greatest"))
        return None
    return Typed(Call(Function(at.func.id), tuple(part.node for part in parts)), kind)


def _holds(checker: Checker, at: ast.Call) -> Typed | None:
    if not checker.arity(at, 3, "holds(trainee, registered_poor, cohort.start_date)"):
        return None
    subject, status, on = at.args
    date = checker.expect(on, DATE)
    if not isinstance(subject, ast.Name) or subject.id not in HOLDERS:
        checker.unknown(subject, checker.parsed.segment(subject), HOLDERS, Text("身份的主体", "subject of a status"))
        return None
    names = [member.value for member in HOLDERS[subject.id]]
    if not isinstance(status, ast.Name) or status.id not in names:
        checker.unknown(status, checker.parsed.segment(status), names, Text("身份", "status"))
        return None
    if date and any(isinstance(node, Element) for node in walk(date.node)):
        what = Text("身份的日期不能取自列表里的记录", "the date of a status cannot come from a record of a list")
        checker.fail(on, what)
        return None
    path = f"holds({subject.id}, {status.id}, {spell(date.node)})" if date else ""
    return date and _derived(path, BOOL, Holds(subject.id, status.id, date.node))


def _exists(checker: Checker, at: ast.Call) -> Typed | None:
    if not checker.arity(at, 1, "exists(certificate)"):
        return None
    (noun,) = at.args
    if not isinstance(noun, ast.Name) or noun.id not in vocabulary.NOUNS:
        checker.unknown(noun, checker.parsed.segment(noun), vocabulary.NOUNS, Text("名词", "noun"))
        return None
    if noun.id in vocabulary.ALWAYS:
        checker.fail(at, Text(f"{noun.id} 总是存在的", f"there is always a {noun.id}"))
        return None
    return _derived(f"exists({noun.id})", BOOL, Exists(noun.id))


def _derived(path: str, kind: Type, how: Derived) -> Typed:
    lo, hi = default_range(kind)
    return Typed(Fact(path, kind, lo, hi, how), kind)


def _place(checker: Checker, at: ast.expr) -> Fact | Element | None:
    """A field that holds the code of a division."""
    found = checker.expect(at, CODE)
    if found is None:
        return None
    if isinstance(found.node, Fact) and not found.node.derived:
        fields, name = vocabulary.facts(), found.node.path
    elif isinstance(found.node, Element) and not found.node.derived and checker.element:
        fields, name = vocabulary.elements(checker.element[1]), found.node.field
    else:
        fields, name = {}, ""
    if name not in fields or not fields[name].division:
        what = Text("这里要一个行政区划字段", "a field that holds a place is wanted here")
        checker.fail(at, what, same("trainee.domicile, cohort.place"))
        return None
    return found.node if isinstance(found.node, Fact | Element) else None


def _in_area(checker: Checker, at: ast.Call) -> Typed | None:
    if not checker.arity(at, 2, "in_area(trainee.domicile, 533300)"):
        return None
    subject = _place(checker, at.args[0])
    area = checker.parsed.segment(at.args[1]).strip("'")
    if not re.fullmatch(r"[0-9]{2}|[0-9]{4}|[0-9]{6}", area):
        expected = Text("2、4 或 6 位行政区划代码", "a division code of 2, 4 or 6 digits")
        checker.fail(at.args[1], Text("不是行政区划代码", "this is not a division code"), expected)
        return None
    if isinstance(subject, Element):
        return Typed(Element(f"in_area({subject.field}, {area})", BOOL, 0, 1, InArea(subject.field, area)), BOOL)
    return _derived(f"in_area({subject.path}, {area})", BOOL, InArea(subject.path, area)) if subject else None


def _county(checker: Checker, at: ast.Call) -> Typed | None:
    subject = _place(checker, at.args[0]) if checker.arity(at, 1, "county(trainee.domicile)") else None
    if isinstance(subject, Element):
        lo, hi = default_range(CODE)
        return Typed(Element(f"county({subject.field})", CODE, lo, hi, County(subject.field)), CODE)
    return _derived(f"county({subject.path})", CODE, County(subject.path)) if subject else None


def _retirement_date(checker: Checker, at: ast.Call) -> Typed | None:
    if not checker.arity(at, 1, "retirement_date(trainee)"):
        return None
    if not (isinstance(at.args[0], ast.Name) and at.args[0].id == "trainee"):
        checker.fail(at.args[0], Text("退休日期问的是学员", "the retirement date is the trainee's"), same("trainee"))
        return None
    birth, former = (vocabulary.facts()[f"trainee.{field}"] for field in ("birth_date", "former_retirement_age"))
    nodes = (
        Fact("trainee.birth_date", DATE, birth.lo, birth.hi),
        Fact("trainee.former_retirement_age", FORMER_AGE, former.lo, former.hi),
    )
    return Typed(Call(Function.RETIREMENT_DATE, nodes), DATE)


def _level_above(checker: Checker, at: ast.Call) -> Typed | None:
    if not checker.arity(at, 1, "level_above(program.level)"):
        return None
    found = checker.expect(at.args[0], LEVEL)
    return found and Typed(Call(Function.LEVEL_ABOVE, (found.node,)), LEVEL)


def _share(checker: Checker, at: ast.Call) -> Typed | None:
    checker.fail(at, Text("share 只能直接与一个比率比较", "share stands only in a comparison with a rate"), _SHARE)
    return None


_SHARE = same("share(check.present, check.enrolled) >= 80%")


def shared(checker: Checker, at: ast.Call, other: ast.expr) -> tuple[Typed, Typed] | None:
    """A share and the constant rate that it is compared with.

    Lowering multiplies crosswise, so that 0 of 0 needs no special case.
    """
    if not checker.arity(at, 2, _SHARE.en):
        return None
    parts = checker.together(at.args)
    rate = checker.expect(other, RATE)
    if parts is None or rate is None:
        return None
    if not isinstance(rate.node, Literal):
        checker.fail(other, Text("比率必须是常数", "the rate must be a constant"), _SHARE)
        return None
    if not is_ordered(parts[0].type) or parts[0].type.kind is DATE.kind or parts[0].type == LEVEL:
        checker.fail(at, Text("比例是两个数量之比", "a share is of two quantities"), _SHARE)
        return None
    return Typed(Call(Function.SHARE, tuple(part.node for part in parts)), RATE), rate


_SPECIAL: dict[str, Callable[[Checker, ast.Call], Typed | None]] = {
    "min": _extreme,
    "max": _extreme,
    "holds": _holds,
    "exists": _exists,
    "in_area": _in_area,
    "county": _county,
    "listed": tables.listed,
    "tiered": tables.tiered,
    "share": _share,
    "retirement_date": _retirement_date,
    "level_above": _level_above,
}
FUNCTIONS = tuple(sorted([*_QUANTIFIERS, *_PLAIN, *_SPECIAL]))
"""The names of all functions of the language."""
_FUNCTIONS_ARE = Text(
    f"写成 函数(参数)；函数有：{'、'.join(FUNCTIONS)}",
    f"write function(arguments); the functions are: {', '.join(FUNCTIONS)}",
)
