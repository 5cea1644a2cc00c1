"""Questions to lists: ``count``, ``sum``, ``any`` and ``all``, one level deep."""

from __future__ import annotations

import ast

from vocskills.language import vocabulary
from vocskills.language.checker import Checker, dotted
from vocskills.language.nodes import BOOL, COUNT, Literal, Logic, LogicOp, Node, Quantified, Quantifier, Type
from vocskills.language.scope import Typed
from vocskills.model.fields import Kind
from vocskills.text import Text, same

_NO_NESTING = Text("列表里不能再套列表", "lists do not nest")


def quantified(checker: Checker, at: ast.Call, quantifier: Quantifier) -> Typed | None:
    """One question to one list."""
    generator = at.args[0] if len(at.args) == 1 else None
    if not isinstance(generator, ast.GeneratorExp) or len(generator.generators) != 1:
        word = quantifier.value
        what = Text("这里要一个列表的循环", "a loop over one list is wanted here")
        body = "a" if quantifier is Quantifier.COUNT else "..."
        checker.fail(at, what, same(f"{word}({body} for a in awards if ...)"))
        return None
    loop = generator.generators[0]
    source = dotted(loop.iter)
    if source is None or source not in vocabulary.lists():
        checker.unknown(loop.iter, checker.parsed.segment(loop.iter), vocabulary.lists(), Text("列表", "list"))
        return None
    if checker.element:
        checker.fail(at, _NO_NESTING)
        return None
    if not isinstance(loop.target, ast.Name) or _is_taken(checker, loop.target.id):
        what = Text("循环变量要用一个新名称", "the loop variable needs a name of its own")
        checker.fail(loop.target, what, same("a"))
        return None
    checker.element = (loop.target.id, source)
    try:
        return _over(checker, quantifier, generator.elt, loop)
    finally:
        checker.element = None


def _is_taken(checker: Checker, name: str) -> bool:
    return name in checker.scope or name in vocabulary.NOUNS or name in vocabulary.ALIASES or name in ("true", "false")


def _over(checker: Checker, quantifier: Quantifier, body: ast.expr, loop: ast.comprehension) -> Typed | None:
    assert checker.element
    variable, source = checker.element
    before = len(checker.faults)
    condition = _conditions(checker, loop.ifs)
    value = _value(checker, quantifier, body, variable)
    if len(checker.faults) > before or condition is None or (value is None and quantifier is not Quantifier.COUNT):
        return None
    kind: Type = COUNT if value is None else value.type
    cap = vocabulary.lists()[source].cap
    return Typed(Quantified(quantifier, source, cap, condition, value.node if value else None), kind)


def _conditions(checker: Checker, tests: list[ast.expr]) -> Node | None:
    found = [checker.expect(test, BOOL) for test in tests]
    nodes = tuple(one.node for one in found if one)
    if len(nodes) < len(found):
        return None
    return nodes[0] if len(nodes) == 1 else Logic(LogicOp.AND, nodes) if nodes else Literal(1, BOOL)


def _value(checker: Checker, quantifier: Quantifier, body: ast.expr, variable: str) -> Typed | None:
    """What is summed or asserted; nothing for ``count``, which counts the records."""
    if quantifier is Quantifier.COUNT:
        if not (isinstance(body, ast.Name) and body.id == variable):
            checker.fail(body, Text("count 数的是记录本身", "count counts the records"), same(variable))
        return None
    if quantifier is not Quantifier.SUM:
        return checker.expect(body, BOOL)
    value = checker.infer(body)
    if value and value.type.kind not in (Kind.INT, Kind.MONEY):
        checker.fail(body, Text("这里要数或金额", "a number or money is wanted here"))
    return value
