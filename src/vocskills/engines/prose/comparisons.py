"""Comparisons: each type is spoken of in its own way, the constant stands on the right."""

from __future__ import annotations

from fractions import Fraction

from vocskills.engines.prose import records, relations, shapes
from vocskills.engines.prose.fields import info_of
from vocskills.engines.prose.speaker import Speaker
from vocskills.engines.prose.words import constant, division, fill, quoted, series
from vocskills.language.nodes import (
    BOOL,
    Call,
    Compare,
    CompareOp,
    County,
    Element,
    Fact,
    Function,
    Literal,
    Node,
)
from vocskills.language.types import type_of
from vocskills.model.fields import Kind
from vocskills.model.terms import Level
from vocskills.text import Text

_HIDDEN = Text("（号码不予显示）", "(number not shown)")


def comparison(speaker: Speaker, node: Compare, yes: bool) -> Text:
    """A comparison, the constant on the right; denied by its opposite."""
    found = shapes.presence(node, yes)
    if found is not None:
        return records.present(speaker, *found)
    left, op, right = node.left, node.op, node.right
    if isinstance(left, Literal) and not isinstance(right, Literal) and op not in (CompareOp.IN, CompareOp.NOT_IN):
        left, op, right = right, relations.FLIPPED.get(op, op), left
    kind = type_of(left)
    if not yes and kind.members is Level and op in relations.ORDER:
        return fill("并非“{0}”", "it is not so that “{0}”", comparison(speaker, node, True))
    op = op if yes else relations.OPPOSITE[op]
    if kind.kind is Kind.BOOL:
        return _agreeing(speaker, left, right, same_truth=op in (CompareOp.EQ, CompareOp.IN))
    return _timed(speaker, left, op, right) or _plainly(speaker, left, op, right)


def _agreeing(speaker: Speaker, left: Node, right: Node, *, same_truth: bool) -> Text:
    """Two conditions that are compared with each other."""
    if isinstance(right, Literal):
        values = right.value if isinstance(right.value, tuple) else (right.value,)
        wanted = {bool(value) for value in values}
        return speaker.say(left, (True in wanted) is same_truth) if len(wanted) == 1 else constant(same_truth, BOOL)
    both = quoted(speaker.say(left)), quoted(speaker.say(right))
    if same_truth:
        return fill("{0}与{1}要么都成立，要么都不成立", "both or neither of {0} and {1} hold", *both)
    return fill("{0}与{1}恰有一项成立", "exactly one of {0} and {1} holds", *both)


def _timed(speaker: Speaker, left: Node, op: CompareOp, right: Node) -> Text | None:
    """Ages and years, where they have forms of their own."""
    match left, right:
        case Call(Function.AGE, (Fact("trainee.birth_date"), on)), Literal(int() | Fraction() as limit):
            return relations.aged(op, Fraction(limit), speaker.who("trainee"), speaker.at(on))
        case Call(Function.YEAR, (one,)), Call(Function.YEAR, (other,)) if op in (CompareOp.EQ, CompareOp.NE):
            return _same_year(speaker, one, other, op is CompareOp.EQ)
        case _:
            return None


def _same_year(speaker: Speaker, one: Node, other: Node, yes: bool) -> Text:
    days = speaker.inner(one), speaker.inner(other)
    if yes:
        return fill("{0}与{1}在同一年", "{0} is in the same year as {1}", *days)
    return fill("{0}与{1}不在同一年", "{0} is not in the same year as {1}", *days)


def _plainly(speaker: Speaker, left: Node, op: CompareOp, right: Node) -> Text:
    mine, verb = speaker.inner(left), relations.be(left)
    match op:
        case CompareOp.IN | CompareOp.NOT_IN:
            assert isinstance(right, Literal)
            return _among(speaker, left, right, denied=op is CompareOp.NOT_IN)
        case CompareOp.EQ | CompareOp.NE:
            fixed = isinstance(right, Literal)
            beside = _beside(speaker, left, right)
            return relations.equal(mine, beside, verb, denied=op is CompareOp.NE, constant=fixed)
        case _:
            words = relations.order(left, op)
            return fill("{0}{1}{2}", f"{{0}} {verb} {{1}} {{2}}", mine, words, speaker.inner(right))


def _among(speaker: Speaker, left: Node, right: Literal, *, denied: bool) -> Text:
    values = right.value if isinstance(right.value, tuple) else (right.value,)
    told = [_beside(speaker, left, Literal(value, right.type)) for value in values]
    mine, each, verb = speaker.inner(left), series(told, "或", "or"), relations.be(left)
    if denied and len(told) > 1:
        return fill("{0}不是{1}中的任何一项", f"{{0}} {verb} none of {{1}}", mine, each)
    return relations.equal(mine, each, verb, denied=denied, constant=True)


def _beside(speaker: Speaker, left: Node, right: Node) -> Text:
    """The right side of a comparison; a constant as the left side has it said."""
    info = info_of(speaker, left) if isinstance(left, Fact | Element) else None
    if not (isinstance(right, Literal) and isinstance(right.value, str)):
        return speaker.inner(right)
    if info is not None and info.private:
        return _HIDDEN
    county = isinstance(left, Fact | Element) and isinstance(left.derived, County)
    return division(right.value) if county or (info is not None and info.division) else speaker.inner(right)
