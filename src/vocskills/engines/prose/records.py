"""Questions to a list: the fields inside are the records', those of the case carry 本 / in this case."""

from __future__ import annotations

from typing import assert_never

from vocskills.engines.prose.speaker import Speaker
from vocskills.engines.prose.words import fill
from vocskills.language.nodes import Literal, Logic, Node, Quantified, Quantifier
from vocskills.language.vocabulary import lists
from vocskills.text import Text, same

_NO_VERB = same("")


def quantified(speaker: Speaker, node: Quantified, yes: bool) -> Text:
    """A count or sum over a list, or whether its records are so."""
    inner, records = speaker.asking(node.source), _records(speaker, node)
    match node.quantifier:
        case Quantifier.COUNT:
            return fill("{0}数", "the number of {0}", records)
        case Quantifier.SUM:
            assert node.value is not None
            return fill("{0}的{1}合计", "the total of {1} over {0}", records, inner.inner(node.value))
        case Quantifier.ANY | Quantifier.ALL:
            assert node.value is not None
            return _asserted(inner, records, node.quantifier, node.value, yes)
        case _:
            assert_never(node.quantifier)


def present(speaker: Speaker, counted: Quantified, yes: bool) -> Text:
    """Whether there is such a record at all: ``…中有…的记录`` / ``…中没有…的记录``."""
    verb = Text("有" if yes else "没有", f"there is {'at least one' if yes else 'none'} of")
    return _records(speaker, counted, verb)


def _records(speaker: Speaker, node: Quantified, verb: Text = _NO_VERB) -> Text:
    """The records of a list that are meant, behind a verb if they are asked for."""
    label = lists()[node.source].label
    lead = f"{verb.en} " if verb.en else ""
    if isinstance(node.condition, Literal):
        return Text(f"{verb.zh}{label.zh.removesuffix('记录')}记录", f"{lead}the {label.en}")
    such = _such(speaker.asking(node.source), node.condition)
    return fill("{0}中{2}{1}的记录", f"{lead}the {{0}} where {{1}}", label, such, verb)


def _such(speaker: Speaker, condition: Node) -> Text:
    """Which records are meant, its end to be seen."""
    said = speaker.say(condition)
    return fill("符合“{0}”", "({0})", said) if isinstance(condition, Logic) else said


def _asserted(speaker: Speaker, records: Text, quantifier: Quantifier, value: Node, yes: bool) -> Text:
    every = (quantifier is Quantifier.ALL) is yes
    told = speaker.part(value, yes)
    if every:
        return fill("{0}每一条都符合：{1}", "for each of {0}: {1}", records, told)
    return fill("{0}至少有一条符合：{1}", "for at least one of {0}: {1}", records, told)
