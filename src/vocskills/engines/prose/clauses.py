"""What a document leaves to others: delegated figures, unsettled clauses with their readings, open tables."""

from __future__ import annotations

from collections.abc import Mapping

from vocskills.engines.prose import claims, figures, shapes
from vocskills.engines.prose.speaker import Speaker
from vocskills.engines.prose.words import YesNo, bracketed, fill, quoted
from vocskills.language.nodes import Element, Fact, If, Literal, Node
from vocskills.language.types import type_of
from vocskills.model.fields import Kind, Unit
from vocskills.text import Text, join, same

_UNSETTLED = Text("尚未明确", "not settled")
_NOBODY_NAMED = Text("所见来源未写明由谁决定", "the sources do not say who decides")
_ITEM = Text("该项", "the item")
_DENIED = ("并非“{0}”", "it is not so that “{0}”")

_Arms = Mapping[int, Node]


def listing(speaker: Speaker, name: str) -> YesNo:
    """Whether a table has a value for the case."""
    return claims.listing(speaker.table(name), speaker.names.words.get(f"value.{name}", _ITEM))


def clause(speaker: Speaker, node: Fact | Element) -> Text:
    """A clause that somebody has to settle: its name, and for a delegated one its range and who decides."""
    if isinstance(node, Element):
        return quoted(same(node.field))
    return _delegated(speaker, node) if node.path.startswith("ruling.") else speaker.named(node.path)


def _delegated(speaker: Speaker, node: Fact) -> Text:
    about = join([*figures.limits(node), _decided(speaker, node.path)], "，")
    return fill("{0}（{1}）", "{0} ({1})", speaker.named(node.path), about)


def _decided(speaker: Speaker, path: str) -> Text:
    """Who decides on a delegated figure."""
    if path not in speaker.names.decided_by:
        return _UNSETTLED
    by = speaker.names.decided_by[path]
    return fill("由{0}决定", "decided by {0}", by) if by else _NOBODY_NAMED


# -- readings ------------------------------------------------------------------------------------------------------


def readings(speaker: Speaker, node: If, yes: bool, *, alone: bool = False) -> Text | None:
    """An unsettled clause as its readings side by side; ``None`` for an ordinary *if*.

    Args:
        speaker: says the readings.
        node: the *if*.
        yes: whether a condition is said or denied.
        alone: whether it is the whole sentence.
    """
    found = shapes.alternatives(node)
    if found is None:
        return None
    fact, arms = found
    if fact.path in speaker.names.settled:
        ruled = _settled(speaker, fact, arms, yes)
        return ruled if alone else bracketed(ruled)
    stated = _stated(speaker, fact, arms, yes)
    if stated is not None:
        return stated
    kind = type_of(node)
    if kind.kind is not Kind.BOOL:
        return _values(speaker, fact, arms, brief=speaker.names.brief and kind.unit is not Unit.COUNT)
    words = _conditions(speaker, fact, arms, yes)
    return words if alone else bracketed(words)


def _values(speaker: Speaker, fact: Fact, arms: _Arms, *, brief: bool) -> Text:
    """A value in doubt; where its readings stand elsewhere on the page, by their labels and where to look.

    Of a count the readings say what is counted, so that they stand in full.
    """
    if brief and speaker.names.labelled(fact, arms):
        labels = [label for code in sorted(arms) if (label := speaker.names.reading(fact, code))]
        parts = join(labels, "；或者", "; or "), same(fact.path.partition(".")[2])
        return fill("（{0}；尚未明确，见未定事项 {1}）", "({0}; unsettled, see {1})", *parts)
    return fill("（{0}；尚未明确）", "({0}; unsettled)", _told(speaker, fact, arms, yes=True))


def _conditions(speaker: Speaker, fact: Fact, arms: _Arms, yes: bool) -> Text:
    """A condition in doubt; a denial reaches every reading, unless one of them is a plain yes or no."""
    spread = yes or not any(isinstance(arm, Literal) for arm in arms.values())
    told = _told(speaker, fact, arms, yes=yes or not spread)
    head = fill("{0}尚未明确，可能的理解有：", "{0} is unsettled; the readings are: ", speaker.named(fact.path))
    words = fill("{0}{1}", "{0}{1}", head, told)
    return words if spread else fill(*_DENIED, words)


def _told(speaker: Speaker, fact: Fact, arms: _Arms, *, yes: bool) -> Text:
    labelled = any(speaker.names.reading(fact, code) for code in range(len(fact.type.names)))
    told = [_reading(speaker, fact, code, arm, yes) for code, arm in sorted(arms.items())]
    return join(told, *(("；或者", "; or ") if labelled else ("或", "; or ")))


def _stated(speaker: Speaker, fact: Fact, arms: _Arms, yes: bool) -> Text | None:
    """A plain yes or no in doubt: the words of the one reading that is meant; ``None`` for any other clause."""
    meant = [code for code, arm in arms.items() if isinstance(arm, Literal) and arm.value == int(yes)]
    plain = all(_is_truth(arm) for arm in arms.values())
    label = speaker.names.reading(fact, meant[0]) if plain and len(meant) == 1 else None
    return fill("{0}（尚未明确）", "{0} (unsettled)", label) if label else None


def _settled(speaker: Speaker, fact: Fact, arms: _Arms, yes: bool) -> Text:
    """The reading that an authority has ruled to hold."""
    code = speaker.names.settled[fact.path]
    ruled = fill("按已明确的理解，{0}", "as ruled, {0}", _reading(speaker, fact, code, arms[code], True))
    return ruled if yes else fill(*_DENIED, ruled)


def _reading(speaker: Speaker, fact: Fact, code: int, arm: Node, yes: bool) -> Text:
    label = speaker.names.reading(fact, code)
    if label and _is_truth(arm):
        return label
    words = speaker.closed(arm, yes) if type_of(arm).kind is Kind.BOOL else speaker.say(arm)
    if label:
        return fill("{0}：{1}", "{0}: {1}", label, words)
    return Text(words.zh, f"{fact.type.names[code].replace('_', ' ')}: {words.en}")


def _is_truth(arm: Node) -> bool:
    return isinstance(arm, Literal) and arm.type.kind is Kind.BOOL
