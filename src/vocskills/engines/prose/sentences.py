"""A typed tree as a sentence.

What a sentence is:

* **A value is a noun phrase, a condition is a statement.** ``cohort.start_date`` is 开班日期 / the start of the class;
  ``exists(certificate)`` is 学员有证书 / there is a certificate. The words are the model's; what the model does not know
  (clauses, tables, readings, who decides) comes in :class:`Names`, else the document's own name stands in quotes.
* **A comparison reads as its type is spoken of**: dates are earlier or later, levels lower or higher by their labels,
  counts fewer or more, money and rates lower or higher. The constant stands on the right, whichever way it was written.
* **A negation is said by its opposite** (不属于, 少于, is not) and reaches every part of a compound. Where the opposite is
  not the negation (levels off the ladder compare false both ways) the whole statement is said not to hold.
* **And/or cannot be misread.** At the top more than two conditions, or any compound one, are numbered; inside, a compound
  stands in brackets, and within one pair of brackets there is only one of *and* and *or*.
* **An unsettled clause is its readings side by side**, never an *if*: it does not depend on a fact but on whoever settles
  the text. A delegated figure is said with its range and who decides it.
* **Records and the case are told apart.** Inside a question to a list the record's fields are plain, and those of the
  case carry 本 / in this case.
* **A number that identifies a person is not printed**, not even when a rule compares with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

import attrs

from vocskills.engines.prose.kinds import kind_of
from vocskills.engines.prose.values import UNKNOWN, bounds_text, value_text
from vocskills.engines.prose.words import (
    YesNo,
    bracketed,
    constant,
    division,
    element_claim,
    element_phrase,
    field_claim,
    field_phrase,
    fill,
    nouns,
    quantity,
    quoted,
    series,
    subject,
)
from vocskills.language.check import type_name
from vocskills.language.nodes import (
    Arith,
    ArithOp,
    Call,
    Compare,
    CompareOp,
    County,
    Element,
    Exists,
    Fact,
    Function,
    Holds,
    If,
    InArea,
    Literal,
    Logic,
    LogicOp,
    Lookup,
    Node,
    Not,
    Quantified,
    Quantifier,
    Type,
    walk,
)
from vocskills.language.vocabulary import elements, facts, lists
from vocskills.model.fields import FieldInfo, Kind, Unit
from vocskills.model.terms import Category, Level
from vocskills.text import Text, join, same


@attrs.frozen
class Names:
    """The words of one document that the model cannot know.

    Attributes:
        words: by engine path: ``reading.<clause>`` and ``ruling.<clause>`` name a clause, ``ruling.<table>`` a table,
            ``reading.<clause>.<reading>`` one of the readings.
        decided_by: who decides, by ``ruling.<clause>``.
        defined: the words of a definition, by its typed tree; they stand for it wherever it was put in.
    """

    words: Mapping[str, Text] = attrs.field(factory=dict)
    decided_by: Mapping[str, Text] = attrs.field(factory=dict)
    defined: Mapping[Node, Text] = attrs.field(factory=dict)


NO_NAMES = Names()


def sentence(node: Node, names: Names = NO_NAMES) -> Text:
    """Says a typed tree: a condition as a statement, anything else as a noun phrase.

    Args:
        node: a typed tree, as :func:`~vocskills.language.check.check` makes it.
        names: the words of its document.
    """
    return Speaker(names).whole(node)


_FLIPPED = {
    CompareOp.LT: CompareOp.GT,
    CompareOp.LE: CompareOp.GE,
    CompareOp.GT: CompareOp.LT,
    CompareOp.GE: CompareOp.LE,
}
_OPPOSITE = {
    CompareOp.EQ: CompareOp.NE,
    CompareOp.NE: CompareOp.EQ,
    CompareOp.LT: CompareOp.GE,
    CompareOp.LE: CompareOp.GT,
    CompareOp.GT: CompareOp.LE,
    CompareOp.GE: CompareOp.LT,
    CompareOp.IN: CompareOp.NOT_IN,
    CompareOp.NOT_IN: CompareOp.IN,
}
_ORDER = {
    CompareOp.LT: Text("低于", "below"),
    CompareOp.LE: Text("不高于", "at most"),
    CompareOp.GT: Text("高于", "above"),
    CompareOp.GE: Text("不低于", "at least"),
}
_COUNTED = {
    CompareOp.LT: Text("少于", "less than"),
    CompareOp.LE: Text("不超过", "at most"),
    CompareOp.GT: Text("超过", "more than"),
    CompareOp.GE: Text("不少于", "at least"),
}
_DATED = {
    CompareOp.LT: Text("早于", "before"),
    CompareOp.LE: Text("不晚于", "not after"),
    CompareOp.GT: Text("晚于", "after"),
    CompareOp.GE: Text("不早于", "not before"),
}
_SIGNS = {ArithOp.ADD: "+", ArithOp.SUBTRACT: "-", ArithOp.MULTIPLY: "×", ArithOp.DIVIDE: "÷", ArithOp.FLOOR_DIVIDE: "÷"}
_TIGHT = (ArithOp.MULTIPLY, ArithOp.DIVIDE)
_PLURAL = (Unit.DAYS, Unit.MONTHS, Unit.HEADS, Unit.MINUTES, Unit.HOURS)


@attrs.frozen
class Speaker:
    """Says trees with the words of one document; ``source`` is the list that a quantifier is asking."""

    names: Names = NO_NAMES
    source: str = ""

    # -- trees -------------------------------------------------------------------------------------------------

    def say(self, node: Node, yes: bool = True) -> Text:
        """One tree inside a sentence: a value, or a condition (denied, if not ``yes``)."""
        if self.names.defined and node in self.names.defined:
            return self.defined(node, yes)
        match node:
            case Literal():
                return self.literal(node, yes)
            case Fact() | Element():
                return self.claim(node).say(yes) if node.type.kind is Kind.BOOL else self.phrase(node)
            case Arith():
                return self.arithmetic(node)
            case Compare():
                return self.comparison(node, yes)
            case Logic():
                return self.joined(node, yes)
            case Not(item):
                return self.say(item, not yes)
            case If():
                return self.readings(node, yes) or bracketed(self.conditional(node, yes))
            case Lookup():
                return self.looked_up(node, yes)
            case Call():
                return self.call(node, yes)
            case Quantified():
                return self.quantified(node, yes)
            case _:
                assert_never(node)

    def whole(self, node: Node, yes: bool = True) -> Text:
        """One tree as a sentence of its own: conditions numbered, an *if* without brackets."""
        if self.names.defined and node in self.names.defined:
            return self.defined(node, yes)
        match node:
            case Not(item):
                return self.whole(item, not yes)
            case Logic():
                return self.numbered(node, yes)
            case If():
                return self.readings(node, yes) or self.conditional(node, yes)
            case _:
                return self.say(node, yes)

    def defined(self, node: Node, yes: bool) -> Text:
        words = self.names.defined[node]
        return _holding(words).say(yes) if kind_of(node).kind is Kind.BOOL else words

    def literal(self, node: Literal, yes: bool = True) -> Text:
        if isinstance(node.value, tuple):
            return join([constant(value, node.type) for value in node.value])
        return constant(int(yes == bool(node.value)) if node.type.kind is Kind.BOOL else node.value, node.type)

    def inner(self, node: Node) -> Text:
        """A part of a noun phrase, bracketed where its end could not be seen."""
        return bracketed(self.say(node)) if isinstance(node, Arith) else self.say(node)

    # -- facts -------------------------------------------------------------------------------------------------

    def phrase(self, node: Fact | Element) -> Text:
        """A fact that is not a yes or no, as a noun phrase."""
        info = self.info(node)
        match node.derived:
            case County(code):
                return fill("{0}所属县", "the county of {0}", self.place(code))
            case _ if info and isinstance(node, Element):
                return element_phrase(info)
            case _ if info and isinstance(node, Fact):
                return field_phrase(node.path.partition(".")[0], info, this=bool(self.source))
            case _:
                return self.clause(node)

    def claim(self, node: Fact | Element) -> YesNo:
        """A yes or no of the case, as a statement."""
        info = self.info(node)
        match node.derived:
            case Holds(of, category, on):
                return self.status(of, category, on)
            case InArea(code, area):
                return _in_area(self.place(code), division(area))
            case Exists(entity):
                return self.existence(entity)
            case _ if info and isinstance(node, Element):
                return element_claim(info)
            case _ if info and isinstance(node, Fact):
                return field_claim(node.path.partition(".")[0], info, this=bool(self.source))
            case _ if isinstance(node, Fact) and node.path.startswith("ruling.listed("):
                return _listing(self.table(node.path.removeprefix("ruling.listed(").removesuffix(")")), None)
            case _:
                return _holding(self.clause(node))

    def info(self, node: Fact | Element) -> FieldInfo | None:
        """What the model knows about a field; ``None`` for what the door or a ruling supplies."""
        if isinstance(node, Fact):
            return facts().get(node.path)
        return elements(self.source).get(node.field) if self.source else None

    def place(self, code: str) -> Text:
        """The field that a derived fact reads: of the case by its path, of a record by its name."""
        if code in facts():
            return field_phrase(code.partition(".")[0], facts()[code], this=bool(self.source))
        info = elements(self.source).get(code) if self.source else None
        return element_phrase(info) if info else quoted(same(code))

    def status(self, of: str, category: str, on: Node) -> YesNo:
        who, held = subject(of, this=bool(self.source)), Category(category).label
        parts = (who, self.at(on), quoted(held), held)
        return YesNo(
            fill("{0}{1}属于{3}", "{0} has the status {2} {1}", *parts),
            fill("{0}{1}不属于{3}", "{0} does not have the status {2} {1}", *parts),
            fill("{0}{1}是否属于{3}", "whether {0} has the status {2} {1}", *parts),
        )

    def at(self, on: Node) -> Text:
        """``在开班日期时`` / ``on the start of the class``."""
        words = self.inner(on)
        return Text(f"在{words.zh}{'时' if words.zh.endswith('日期') else ''}", f"on {words.en}")

    def existence(self, entity: str) -> YesNo:
        noun = nouns()[entity]
        article = "an" if noun.en[0] in "aeiou" else "a"
        return YesNo(
            Text(f"有{noun.zh}", f"there is {article} {noun.en}"),
            Text(f"没有{noun.zh}", f"there is no {noun.en}"),
            Text(f"是否有{noun.zh}", f"whether there is {article} {noun.en}"),
        )

    # -- clauses of the document -------------------------------------------------------------------------------

    def named(self, path: str) -> Text:
        """The words for a path of the document, else the document's own name in quotes."""
        return self.names.words.get(path) or quoted(same(path.partition(".")[2] or path))

    def table(self, name: str) -> Text:
        """A table by its title, else by its name."""
        title = self.names.words.get(f"ruling.{name}")
        return quoted(title) if title else Text(f"表 {name} ", f"table {name}")

    def clause(self, node: Fact | Element) -> Text:
        """A clause that somebody has to settle: its name, and for a delegated one its range and who decides."""
        if isinstance(node, Element):
            return quoted(same(node.field))
        return self.named(node.path) if node.path.startswith("reading.") else self.delegated(node)

    def delegated(self, node: Fact) -> Text:
        span = value_text(node.type, node.lo, node.hi)
        by = self.names.decided_by.get(node.path)
        settled = fill("由{0}决定", "decided by {0}", by) if by else Text("尚未明确", "not settled")
        notes = [settled] if span == UNKNOWN else [span, settled]
        return fill("{0}（{1}）", "{0} ({1})", self.named(node.path), join(notes, "，"))

    def readings(self, node: If, yes: bool) -> Text | None:
        """An unsettled clause as its readings side by side; ``None`` for an ordinary *if*."""
        found = _alternatives(node)
        if found is None:
            return None
        fact, arms = found
        told = [self.reading(fact, code, arm) for code, arm in sorted(arms.items())]
        zh, en = ("；或者", "; or ") if _labelled(self.names, fact) else ("或", "; or ")
        end = fill("{0}（{1}{2}尚未明确）", "{0} ({1}; unsettled)", self.named(fact.path), join(told, zh, en), same(zh[0]))
        words = attrs.evolve(end, zh=end.zh.replace("或尚未明确", "，尚未明确"))
        return words if yes else fill("“{0}”不成立", "it is not so that {0}", words)

    def reading(self, fact: Fact, code: int, arm: Node) -> Text:
        name, words = fact.type.names[code], self.inner_reading(arm)
        label = self.names.words.get(f"{fact.path}.{name}")
        if label:
            return fill("{0}：{1}", "{0}: {1}", label, words)
        return Text(words.zh, f"{name.replace('_', ' ')}: {words.en}")

    def inner_reading(self, arm: Node) -> Text:
        return bracketed(self.say(arm)) if isinstance(arm, Logic) else self.say(arm)
