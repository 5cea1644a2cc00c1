"""Clauses that an authority may settle: what a text delegates, and what can be read in several ways."""

from __future__ import annotations

from vocskills.bounds import Bounds
from vocskills.language.nodes import Compare, CompareOp, Fact, If, Literal, Node, Type
from vocskills.language.scope import Typed, default_range
from vocskills.model.fields import Kind
from vocskills.policy.context import Context, Part
from vocskills.policy.keys import types
from vocskills.policy.pack import Clause, ClauseKind
from vocskills.policy.report import did_you_mean
from vocskills.policy.values import to_engine, value_of
from vocskills.text import Text, same

_REVERSED = Text("下限大于上限", "the range ends before it begins")
_NO_SUCH_READING = Text("没有这种理解", "there is no such reading")


def read_delegated(context: Context, name: str, part: Part) -> Typed | None:
    """A clause left to an authority; in expressions its name is the value that the authority gives."""
    cite = context.cite(part)
    kind = types().get(part.value("type"))
    limits = _limits(context, part, kind) if kind else None
    question, decided_by = part.text("title") or Text(f"标准 {name}", f"the figure {name}"), part.text("decided_by")
    if kind is None or limits is None:
        return None
    fact = Fact(f"ruling.{name}", kind, *limits)
    loose = part.yes("in_principle")
    clause = Clause(name, ClauseKind.DELEGATED, cite, kind, fact, question, decided_by, in_principle=loose)
    return Typed(context.settle(clause), kind)


def _limits(context: Context, part: Part, kind: Type) -> Bounds | None:
    """The legal range; in ``[4000, ]`` YAML itself drops the empty end, which is then the type's own."""
    written = part.words("range")
    values = [value_of(scalar, kind, context.report, where) for scalar, where in written]
    if not values or any(value is None for value in values):
        return None
    ends = [to_engine(value, kind) for value in values if value is not None]
    lo, hi = ends[0], ends[1] if len(ends) > 1 else max(default_range(kind)[1], ends[0])
    if lo > hi:
        context.report.add(written[1][0], written[1][1], _REVERSED)
        return None
    return lo, hi


def read_unsettled(context: Context, name: str, part: Part) -> Typed | None:
    """A clause with several readings: the one that holds is a fact, the same everywhere in the policy."""
    cite = context.cite(part)
    kind = types().get(part.value("type"))
    words = {label.value: Part(text.node, text.where).node for label, text in part.parts("labels")}
    readings: list[tuple[str, Node]] = []
    wanted = 0
    for label, scalar, where in part.scalars("readings"):
        wanted += 1
        typed = context.check(scalar, where, kind) if kind else None
        if typed is not None:
            readings.append((label.value, typed.node))
    _check_labels(context, part, [label.value for label, _, _ in part.scalars("readings")])
    question = part.text("question")
    if kind is None or question is None or len(readings) < max(wanted, 2) or words is None:
        return None
    names = tuple(label for label, _ in readings)
    choice = Type(Kind.ENUM, names=names)
    fact = Fact(f"reading.{name}", choice, 0, len(names) - 1)
    labels = tuple(part_text(part, label) for label in names)
    clause = Clause(name, ClauseKind.UNSETTLED, cite, kind, fact, question, readings=tuple(readings), labels=labels)
    return Typed(_chain(context.settle(clause), choice, [node for _, node in readings]), kind)


def part_text(part: Part, label: str) -> Text:
    """The words of a reading; its name, if none are given."""
    labels = part.part("labels")
    return (labels.text(label) if labels else None) or same(label)


def _check_labels(context: Context, part: Part, readings: list[str]) -> None:
    for label, text in part.parts("labels"):
        if label.value not in readings:
            context.report.add(label, text.where, _NO_SUCH_READING, remedy=did_you_mean(label.value, readings))


def _chain(fact: Fact, choice: Type, readings: list[Node]) -> Node:
    """One reading after the other; the last needs no question."""
    tree = readings[-1]
    for code, reading in reversed(list(enumerate(readings[:-1]))):
        tree = If(Compare(CompareOp.EQ, fact, Literal(code, choice)), reading, tree)
    return tree
