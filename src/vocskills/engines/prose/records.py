"""Questions to a list: the fields inside are the records', those of the case carry 本 / in this case."""

from __future__ import annotations

from typing import assert_never

import attrs

from vocskills.engines.prose.speaker import Speaker
from vocskills.engines.prose.words import fill
from vocskills.language.nodes import Literal, Logic, LogicOp, Node, Quantified, Quantifier
from vocskills.language.vocabulary import lists
from vocskills.text import Text, same

_NO_VERB = same("")


def quantified(speaker: Speaker, node: Quantified, yes: bool) -> Text:
    """A count or sum over a list, whether there is a record of a kind, or whether all are so."""
    match node.quantifier:
        case Quantifier.COUNT:
            return fill("{0}数", "the number of {0}", _records(speaker, node))
        case Quantifier.SUM:
            assert node.value is not None
            total = speaker.asking(node.source).inner(node.value)
            return fill("{0}的{1}合计", "the total of {1} over {0}", _records(speaker, node), total)
        case Quantifier.ANY:
            return present(speaker, _with_value(node), yes)
        case Quantifier.ALL:
            assert node.value is not None
            return _asserted(speaker.asking(node.source), _records(speaker, node), node.value, yes)
        case _:
            assert_never(node.quantifier)


def _with_value(node: Quantified) -> Quantified:
    """The records for which what is asked of them holds as well."""
    assert node.value is not None
    every = isinstance(node.condition, Literal)
    both = node.value if every else Logic(LogicOp.AND, (node.condition, node.value))
    return attrs.evolve(node, condition=both, value=None)


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


def _asserted(speaker: Speaker, records: Text, value: Node, yes: bool) -> Text:
    told = speaker.part(value, yes)
    if yes:
        return fill("{0}每一条都符合：{1}", "for each of {0}: {1}", records, told)
    return fill("{0}至少有一条符合：{1}", "for at least one of {0}: {1}", records, told)
