"""Amounts of a pack: steps one after the other, each exact, rounded once at the end of a person's line."""

from __future__ import annotations

from fractions import Fraction

import attrs

from vocskills.engines.interpret import static_range
from vocskills.language.lower import Scaled, combine, multiply, rounded, times, to_fen
from vocskills.language.nodes import MONEY, ArithOp, Function, Node
from vocskills.language.scope import Typed
from vocskills.model.fields import TOTAL_MAX, Kind
from vocskills.money import format_yuan
from vocskills.policy import source
from vocskills.policy.context import Context, Part
from vocskills.policy.documents import Citation
from vocskills.policy.items import Step, StepOp
from vocskills.policy.source import Scalar
from vocskills.policy.values import value_of
from vocskills.text import Text, labelled

_FIRST = Text("第一步是 base，且只有第一步是", "the first step is base, and only the first")
_NOT_A_FACTOR = Text("times 后面是比率或个数，不是金额", "times takes a rate or a number, no money")
_NOT_A_UNIT = Text("取整的单位要大于零", "the unit to round to is above zero")
_NEGATIVE = Text("金额可能小于零", "the amount can be below zero")
_AT_LEAST = Text("加一步 at_least: 0", "add a step at_least: 0")
_TOO_MUCH = Text("金额可能过大", "the amount can be too large")
_CAP = Text("加一步 at_most，或缩小表、授权范围的取值", "add a step at_most, or narrow the ranges that it rests on")


def read_amount(context: Context, part: Part, owner: Citation) -> tuple[tuple[Step, ...], Node] | None:
    """The steps of an amount and the lowered amount in fen, ``None`` after faults have been reported."""
    node, where = part.node.get("amount"), part.path("amount")
    if node is None:
        return None
    if isinstance(node, Scalar):
        steps = _steps(context, [_Written(node, where, StepOp.BASE, Citation())])
    else:
        written = _written(context, node, where, owner)
        steps = _steps(context, written) if written is not None else None
    return _finished(context, node, where, steps) if steps else None


@attrs.frozen
class _Written:
    """One step as it stands in the pack."""

    scalar: Scalar
    where: str
    op: StepOp
    cite: Citation
    in_order: bool = False

    def step(self, value: Node | None, unit: Fraction | None, after: Scaled) -> Step:
        """The step once it has been checked."""
        at = self.scalar.line, self.scalar.column
        return Step(self.op, value, unit, self.cite, after, self.in_order, self.where, *at)


def _written(context: Context, node: source.Node, where: str, owner: Citation) -> list[_Written] | None:
    """The steps as they stand; ``None`` if they cannot be put together."""
    found: list[_Written] = []
    items = node.items if isinstance(node, source.Sequence) else ()
    for index, item in enumerate(items):
        part = Part(item, f"{where}[{index}]") if isinstance(item, source.Mapping) else None
        op = next((op for op in StepOp if part and part.word(op.value)), None)
        scalar = part.word(op.value) if part and op else None
        if part is None or op is None or scalar is None:
            return None
        cite = context.own_cite(part, owner) or Citation()
        found.append(_Written(scalar, part.path(op.value), op, cite, part.yes("order")))
    for index, one in enumerate(found):
        if (one.op is StepOp.BASE) != (index == 0):
            context.report.add(one.scalar, one.where, _FIRST)
            return None
    return found


def _steps(context: Context, written: list[_Written]) -> tuple[Step, ...] | None:
    """Every step is checked, even after one that is wrong."""
    steps: list[Step] = []
    sound = True
    for one in written:
        before = steps[-1].after if sound and steps else None
        step = _rounding(context, one, before) if one.op is StepOp.ROUND else _step(context, one, before)
        sound = sound and step is not None
        if step is not None:
            steps.append(step)
    return tuple(steps) if sound else None


def _step(context: Context, one: _Written, before: Scaled | None) -> Step | None:
    scalar, where, op = one.scalar, one.where, one.op
    typed = _factor(context, scalar, where) if op is StepOp.TIMES else context.check(scalar, where, MONEY)
    value = context.money(scalar, where, typed.node) if typed else None
    if typed is None or value is None or (before is None and op is not StepOp.BASE):
        return None
    after = context.exact(scalar, where, value if before is None else stepped(op, before, value))
    return one.step(typed.node, None, after) if after else None


def _factor(context: Context, scalar: Scalar, where: str) -> Typed | None:
    typed = context.check(scalar, where)
    if typed and typed.type.kind not in (Kind.INT, Kind.RATE):
        context.report.add(scalar, where, _NOT_A_FACTOR)
        return None
    return typed


def stepped(op: StepOp, before: Scaled, value: Scaled) -> Scaled:
    """An amount after one more step that is no rounding."""
    match op:
        case StepOp.TIMES:
            return multiply(before, value)
        case StepOp.PLUS:
            return combine(ArithOp.ADD, [before, value])
        case StepOp.AT_MOST:
            return combine(Function.MIN, [before, value])
        case _:
            return combine(Function.MAX, [before, value])


def rounded_to(before: Scaled, unit: Fraction) -> Scaled:
    """An amount rounded half up to a multiple of so many yuan."""
    return times(rounded(before, unit), unit.numerator), unit.denominator


def _rounding(context: Context, one: _Written, before: Scaled | None) -> Step | None:
    """Half up to a multiple of so many yuan; this may add a rounding and never removes the one at the end."""
    scalar, where = one.scalar, one.where
    unit = value_of(scalar, MONEY, context.report, where)
    if unit is not None and unit <= 0:
        context.report.add(scalar, where, _NOT_A_UNIT)
        return None
    if unit is None or before is None:
        return None
    after = context.exact(scalar, where, rounded_to(before, Fraction(unit)))
    return one.step(None, Fraction(unit), after) if after else None


def _finished(
    context: Context, node: source.Node, where: str, steps: tuple[Step, ...]
) -> tuple[tuple[Step, ...], Node] | None:
    amount = in_fen(context, node, where, steps[-1].after, (_AT_LEAST, _CAP))
    return None if amount is None else (steps, amount)


def in_fen(context: Context, node: source.Node, where: str, exact: Scaled, remedies: tuple[Text, Text]) -> Node | None:
    """An amount in fen, ``None`` after a fault where it can be below zero or too large.

    Args:
        context: the pack.
        node: where it stands.
        where: its path.
        exact: the amount before it is rounded.
        remedies: what to do where it can be below zero, and where it can be too large.
    """
    rounding = context.exact(node, where, (to_fen(exact), 100))
    if rounding is None:
        return None
    amount = rounding[0]
    lo, hi = static_range(amount)
    if lo < 0:
        context.report.add(node, where, labelled(_NEGATIVE, yuan(lo)), remedy=remedies[0])
    if hi > TOTAL_MAX:
        context.report.add(node, where, labelled(_TOO_MUCH, yuan(hi)), remedy=remedies[1])
    return amount if lo >= 0 and hi <= TOTAL_MAX else None


def yuan(fen: int) -> Text:
    """An amount in words."""
    return Text(f"{format_yuan(fen)} 元", f"{format_yuan(fen)} yuan")
