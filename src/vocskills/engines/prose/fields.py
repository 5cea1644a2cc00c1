"""Facts of the case and fields of records: what they are called, and what a yes or no among them says."""

from __future__ import annotations

from vocskills.engines.prose import claims, clauses
from vocskills.engines.prose.speaker import Speaker
from vocskills.engines.prose.words import (
    YesNo,
    element_claim,
    element_phrase,
    field_claim,
    field_phrase,
    fill,
    quoted,
)
from vocskills.language.nodes import County, Element, Exists, Fact, Holds, InArea
from vocskills.language.vocabulary import elements, facts
from vocskills.model.fields import FieldInfo
from vocskills.text import Text, same


def phrase(speaker: Speaker, node: Fact | Element) -> Text:
    """A fact that is not a yes or no, as a noun phrase."""
    info = info_of(speaker, node)
    match node.derived:
        case County(code):
            return fill("{0}所属县", "the county of {0}", _place(speaker, code))
        case _ if info and isinstance(node, Element):
            return element_phrase(info)
        case _ if info and isinstance(node, Fact):
            return field_phrase(node.path.partition(".")[0], info, this=bool(speaker.source))
        case _:
            return clauses.clause(speaker, node)


def claim(speaker: Speaker, node: Fact | Element) -> YesNo:
    """A yes or no of the case, as a statement."""
    info = info_of(speaker, node)
    match node.derived:
        case Holds(of, category, on):
            return claims.status(speaker.who(of), speaker.at(on), [category])
        case InArea(code, area):
            return claims.in_area(_place(speaker, code), area)
        case Exists(entity):
            return claims.existence(entity)
        case _ if info and isinstance(node, Element):
            return element_claim(info)
        case _ if info and isinstance(node, Fact):
            return field_claim(node.path.partition(".")[0], info, this=bool(speaker.source))
        case _ if isinstance(node, Fact) and node.path.startswith("ruling.listed("):
            return clauses.listing(speaker, node.path.removeprefix("ruling.listed(").removesuffix(")"))
        case _:
            return claims.holding(clauses.clause(speaker, node))


def info_of(speaker: Speaker, node: Fact | Element) -> FieldInfo | None:
    """What the model knows about a field; ``None`` for what the door or a ruling supplies."""
    if isinstance(node, Fact):
        return facts().get(node.path)
    return elements(speaker.source).get(node.field) if speaker.source else None


def _place(speaker: Speaker, code: str) -> Text:
    """The field that a derived fact reads: of the case by its path, of a record by its name."""
    if code in facts():
        return field_phrase(code.partition(".")[0], facts()[code], this=bool(speaker.source))
    info = elements(speaker.source).get(code) if speaker.source else None
    return element_phrase(info) if info else quoted(same(code))
