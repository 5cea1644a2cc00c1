"""Rules of a pack: conditions with their words."""

from __future__ import annotations

from collections.abc import Iterator

from vocskills.engines.fold import fold
from vocskills.language.lower import condition
from vocskills.language.nodes import BOOL, Fact, Holds, Logic, LogicOp, Node, Not, facts_in
from vocskills.policy.context import Context, Part
from vocskills.policy.pack import Clause, ClauseKind, Rule
from vocskills.policy.source import Scalar
from vocskills.text import Text

_LIST_OPEN = Text("列举以“等”结尾，本案情形是否也在其内", "the list ends with 等: does it cover this case as well")


def read_rule(context: Context, name: str, part: Part, on: Fact) -> Rule | None:
    """One rule, ``None`` after its faults have been reported; ``on`` is the first governing date."""
    cite = context.cite(part)
    parts = _conditions(context, part, on)
    when = _when(context, part)
    because = part.text("because")
    if parts is None or when is None or because is None:
        return None
    any_of = part.node.get("any") is not None
    typed, lowered = parts
    held = condition(lowered, LogicOp.OR if any_of else LogicOp.AND)
    open_ended = part.text("open_ended") or (_LIST_OPEN if part.yes("open_ended") else None)
    if open_ended is not None:
        fact = Fact(f"ruling.{name}", BOOL, 0, 1)
        context.settle(Clause(name, ClauseKind.OPEN, cite, BOOL, fact, open_ended))
        held = condition([held, fact], LogicOp.OR)
    exemption, exempt = when
    if exempt is not None:
        held = condition([Not(exempt), held], LogicOp.OR)
    return Rule(
        name=name,
        cite=cite,
        parts=tuple(typed),
        any_of=any_of,
        when=exemption,
        open_ended=open_ended,
        because=because,
        remedy=part.text("remedy"),
        interpretation=part.text("interpretation"),
        in_principle=part.yes("in_principle"),
        condition=fold(held),
        exemption=exempt,
    )


def _conditions(context: Context, part: Part, on: Fact) -> tuple[list[Node], list[Node]] | None:
    """The typed conditions and the same lowered; ``None`` if one of them is wrong."""
    status = part.word("status")
    if status is not None:
        path = f"holds(trainee, {status.value}, {on.path})"
        fact = Fact(path, BOOL, 0, 1, Holds("trainee", status.value, on))
        return [fact], [fact]
    key = "any" if part.node.get("any") else "require"
    written = part.words(key)
    found = [read_condition(context, scalar, where) for scalar, where in written]
    pairs = [pair for pair in found if pair is not None]
    if not pairs or len(pairs) < len(written):
        return None
    return [typed for typed, _ in pairs], [lowered for _, lowered in pairs]


def read_condition(context: Context, scalar: Scalar, where: str) -> tuple[Node, Node] | None:
    """A condition typed and lowered, ``None`` after its faults have been reported."""
    typed = context.check(scalar, where, BOOL)
    lowered = context.folded(scalar, where, typed.node) if typed else None
    return (typed.node, lowered) if typed and lowered else None


def _when(context: Context, part: Part) -> tuple[Node | None, Node | None] | None:
    """The exemption, typed and lowered; two times nothing without one."""
    scalar = part.word("when")
    return (None, None) if scalar is None else read_condition(context, scalar, part.path("when"))


def conjuncts(node: Node) -> Iterator[Node]:
    """The conditions of which all must hold for this one to hold."""
    if isinstance(node, Logic) and node.op is LogicOp.AND:
        for item in node.items:
            yield from conjuncts(item)
    else:
        yield node


def sure_conditions(rule: Rule) -> Iterator[Node]:
    """What surely holds where a rule holds: nothing for alternatives, exemptions and open lists."""
    if rule.when is None and rule.open_ended is None and (not rule.any_of or len(rule.parts) == 1):
        for part in rule.parts:
            yield from conjuncts(part)


def reads(rule: Rule) -> dict[str, Fact]:
    """The facts that a rule reads."""
    return facts_in(*rule.trees)
