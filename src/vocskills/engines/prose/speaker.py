"""Who says a tree: the words of its document, the list that is being asked, and how any part of it is said.

The rules for one kind of node stand in a file of their own and are given a speaker, with which they say the parts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import attrs

from vocskills.engines.prose import shapes
from vocskills.engines.prose.names import NO_NAMES, Names
from vocskills.engines.prose.words import bracketed, quoted, subject
from vocskills.language.nodes import Arith, Logic, Node
from vocskills.text import Text, same


@attrs.frozen
class Speaker(ABC):
    """Says trees with the words of one document; ``source`` is the list that a quantifier is asking."""

    names: Names = NO_NAMES
    source: str = ""

    @abstractmethod
    def say(self, node: Node, yes: bool = True) -> Text:
        """One tree inside a sentence: a value, or a condition (denied, if not ``yes``)."""

    def inner(self, node: Node) -> Text:
        """A part of a noun phrase, bracketed where its end could not be seen."""
        return bracketed(self.say(node)) if isinstance(node, Arith) else self.say(node)

    def part(self, node: Node, yes: bool = True) -> Text:
        """A part of a compound, bracketed if it is one itself."""
        said = self.say(node, yes)
        return bracketed(said) if shapes.compound(node) else said

    def closed(self, node: Node, yes: bool) -> Text:
        """A value or condition whose end is seen: an *and* or *or* stands in brackets."""
        return bracketed(self.say(node, yes)) if isinstance(node, Logic) else self.say(node, yes)

    def asking(self, source: str) -> Speaker:
        """The same speaker inside a question to a list."""
        return attrs.evolve(self, source=source)

    def who(self, noun: str) -> Text:
        """A noun of the case as a subject; inside a question to a list it carries 本."""
        return subject(noun, this=bool(self.source))

    def at(self, on: Node) -> Text:
        """``在开班日期时`` / ``on the start of the class``."""
        words = self.inner(on)
        return Text(f"在{words.zh}{'时' if words.zh.endswith('日期') else ''}", f"on {words.en}")

    def named(self, path: str) -> Text:
        """The words for a path of the document, else the document's own name in quotes."""
        return self.names.words.get(path) or quoted(same(path.partition(".")[2] or path))

    def table(self, name: str) -> Text:
        """A table by its title, else by its name; of one with several values the table as a whole."""
        title = self.names.words.get(f"table.{name}")
        return quoted(title) if title else Text(f"表 {name} ", f"table {name}")
