"""A typed tree as a sentence.

What a sentence is:

* **A value is a noun phrase, a condition is a statement.** ``cohort.start_date`` is 开班日期 / the start of the class;
  ``exists(certificate)`` is 有证书 / there is a certificate. The words are the model's; what the model does not know
  (clauses, tables, readings, who decides) comes in :class:`Names`, else the document's own name stands in quotes.
* **A comparison reads as its type is spoken of**: dates are earlier or later, levels lower or higher by their labels,
  counts fewer or more, money and rates lower or higher. The constant stands on the right, whichever way it was written.
* **A negation is said by its opposite** (不属于, 少于, is not) and reaches all parts of a compound. Where the opposite
  is not the negation (levels off the ladder compare false both ways) the whole statement is said not to hold.
* **And/or cannot be misread.** At the top more than two conditions, or compound ones, are numbered; inside, a compound
  stands in brackets, and within one pair of brackets there is only one of *and* and *or*.
* **An unsettled clause is its readings side by side**, never an *if*: it depends on no fact but on whoever settles
  the text. A delegated figure is said with its range and who decides it.
* **Records and the case are told apart.** Inside a question to a list the record's fields are plain, and those of the
  case carry 本 / in this case.
* **A number that identifies a person is not printed**, not even when a rule compares with it.
"""

from __future__ import annotations

from typing import assert_never

from vocskills.engines.prose import claims, clauses, comparisons, connectives, fields, quantities, records
from vocskills.engines.prose.names import NO_NAMES, Names
from vocskills.engines.prose.speaker import Speaker
from vocskills.engines.prose.words import bracketed, constant
from vocskills.language.nodes import (
    Arith,
    Call,
    Compare,
    Element,
    Fact,
    If,
    Literal,
    Logic,
    Lookup,
    Node,
    Not,
    Quantified,
)
from vocskills.language.types import type_of
from vocskills.model.fields import Kind
from vocskills.text import Text, join


def sentence(node: Node, names: Names = NO_NAMES) -> Text:
    """Says a typed tree: a condition as a statement, anything else as a noun phrase.

    Args:
        node: a typed tree, as :func:`~vocskills.language.check.check` makes it.
        names: the words of its document.
    """
    return _Speaker(names).whole(node)


def fact_text(fact: Fact, names: Names = NO_NAMES) -> Text:
    """What a fact is called: a question for a yes or no, else a noun phrase."""
    speaker = _Speaker(names)
    return fields.claim(speaker, fact).ask if fact.type.kind is Kind.BOOL else fields.phrase(speaker, fact)


class _Speaker(Speaker):
    """Says every kind of node by its rule."""

    def say(self, node: Node, yes: bool = True) -> Text:
        if self.names.defined and node in self.names.defined:
            return self._defined(node, yes)
        match node:
            case Literal():
                return _literal(node, yes)
            case Fact() | Element():
                bare = node.type.kind is not Kind.BOOL
                return fields.phrase(self, node) if bare else fields.claim(self, node).say(yes)
            case Arith():
                return quantities.arithmetic(self, node)
            case Compare():
                return comparisons.comparison(self, node, yes)
            case Logic():
                return connectives.joined(self, node, yes)
            case Not(item):
                return self.say(item, not yes)
            case If():
                return clauses.readings(self, node, yes) or bracketed(connectives.conditional(self, node, yes))
            case Lookup():
                return quantities.looked_up(self, node, yes)
            case Call():
                return quantities.call(self, node, yes)
            case Quantified():
                return records.quantified(self, node, yes)
            case _:
                assert_never(node)

    def whole(self, node: Node, yes: bool = True) -> Text:
        """One tree as a sentence of its own: conditions numbered, an *if* without brackets."""
        if self.names.defined and node in self.names.defined:
            return self._defined(node, yes)
        match node:
            case Not(item):
                return self.whole(item, not yes)
            case Logic():
                return connectives.numbered(self, node, yes)
            case If():
                told = clauses.readings(self, node, yes, alone=True)
                return told or connectives.conditional(self, node, yes)
            case _:
                return self.say(node, yes)

    def _defined(self, node: Node, yes: bool) -> Text:
        words = self.names.defined[node]
        return claims.holding(words).say(yes) if type_of(node).kind is Kind.BOOL else words


def _literal(node: Literal, yes: bool) -> Text:
    if isinstance(node.value, tuple):
        return join([constant(value, node.type) for value in node.value])
    return constant(int(yes == bool(node.value)) if node.type.kind is Kind.BOOL else node.value, node.type)
