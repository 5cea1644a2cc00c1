"""And, or, if: conditions joined so that they cannot be misread."""

from __future__ import annotations

from vocskills.engines.prose import claims, shapes
from vocskills.engines.prose.shapes import Signed
from vocskills.engines.prose.speaker import Speaker
from vocskills.engines.prose.words import fill
from vocskills.language.nodes import Fact, Holds, If, Logic, LogicOp, Node
from vocskills.language.types import type_of
from vocskills.model.fields import Kind
from vocskills.text import Text, join

_EVERY = Text("以下各项均须满足：", "all of these hold: ")
_SOME = Text("以下至少一项成立：", "at least one of these holds: ")


def numbered(speaker: Speaker, node: Logic, yes: bool) -> Text:
    """Conditions at the top of a sentence: two simple ones joined, others numbered."""
    every, parts = _flat(speaker, node, yes)
    told = _merged(speaker, every, parts)
    if len(told) == 1 or (len(told) == 2 and not any(shapes.compound(part) for part, _ in parts)):
        return joined(speaker, node, yes)
    head = _EVERY if every else _SOME
    listed = join([Text(f"（{n}）{p.zh}", f"({n}) {p.en}") for n, p in enumerate(told, 1)], "；", "; ")
    return Text(head.zh + listed.zh, head.en + listed.en)


def joined(speaker: Speaker, node: Logic, yes: bool) -> Text:
    """Conditions inside a sentence: one word between all of them, compounds in brackets."""
    every, parts = _flat(speaker, node, yes)
    words = Text("，且", ", and ") if every else Text("，或者", ", or ")
    return join(_merged(speaker, every, parts, closed=True), words.zh, words.en)


def conditional(speaker: Speaker, node: If, yes: bool) -> Text:
    """An *if*, its arms denied if not ``yes``; one inside its *otherwise* follows in the same sentence."""
    arms, rest = _cases(speaker, node)
    told = [(speaker.part(condition), speaker.say(then, yes)) for condition, then in arms]
    other = speaker.say(rest, yes)
    if type_of(node).kind is Kind.BOOL:
        each = [fill("如果{0}，则{1}", "if {0}, then {1}", *one) for one in told]
        return fill("{0}；否则{1}", "{0}; otherwise {1}", join(each, "；", "; "), other)
    each = [fill("如果{0}，为{1}", "{1} if {0}", *one) for one in told]
    mark = "；" if len(each) > 1 else "，"
    return fill(f"{{0}}{mark}否则为{{1}}", "{0}, otherwise {1}", join(each, "；", ", "), other)


def _cases(speaker: Speaker, node: If) -> tuple[list[tuple[Node, Node]], Node]:
    """The conditions of an *if* in their order with what each leads to, and what is left."""
    arms: list[tuple[Node, Node]] = []
    rest: Node = node
    while isinstance(rest, If) and (rest is node or _follows(speaker, rest)):
        arms.append((rest.condition, rest.then))
        rest = rest.otherwise
    return arms, rest


def _follows(speaker: Speaker, node: If) -> bool:
    """Whether an *if* has no words of its own, as a definition or an unsettled clause has."""
    return node not in speaker.names.defined and shapes.alternatives(node) is None


def _flat(speaker: Speaker, node: Logic, yes: bool) -> tuple[bool, list[Signed]]:
    """Whether all parts must hold, and the parts: denials reach them, and what has the same word is taken apart."""
    every = (node.op is LogicOp.AND) is yes
    parts: list[Signed] = []
    for item in node.items:
        part, sign = shapes.unsigned(item, yes)
        whole = isinstance(part, Logic) and part not in speaker.names.defined
        inner = _flat(speaker, part, sign) if whole and isinstance(part, Logic) else None
        parts += inner[1] if inner and inner[0] is every else [(part, sign)]
    return every, parts


def _merged(speaker: Speaker, every: bool, parts: list[Signed], *, closed: bool = False) -> list[Text]:
    """What each part says; statuses of one subject on one day are said together: 属于甲、乙或丙."""
    groups: dict[object, list[Signed]] = {}
    for index, signed in enumerate(parts):
        groups.setdefault(shapes.alike(signed, every) or index, []).append(signed)
    return [_together(speaker, group, closed=closed) for group in groups.values()]


def _together(speaker: Speaker, group: list[Signed], *, closed: bool) -> Text:
    first, yes = group[0]
    if len(group) == 1:
        return speaker.part(first, yes) if closed else speaker.say(first, yes)
    held = [part.derived for part, _ in group if isinstance(part, Fact) and isinstance(part.derived, Holds)]
    at = speaker.at(held[0].on)
    return claims.status(speaker.who(held[0].subject), at, [one.category for one in held]).say(yes)
