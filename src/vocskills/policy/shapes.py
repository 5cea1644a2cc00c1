"""The shapes that a pack file is made of, as data: the loader and the JSON Schema are both read off them."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

import attrs

from vocskills.text import Text


class Use(Enum):
    """What a scalar carries; expressions and sentences have to be written so that YAML cannot cut them."""

    WORD = "word"
    SENTENCE = "sentence"
    EXPRESSION = "expression"


@attrs.frozen
class Word:
    """One scalar.

    Attributes:
        about: what is wanted.
        use: what it carries.
        pattern: what the whole of it must match.
        choices: the closed list that it must be of.
        form: a pattern for editors only, where loading finds the same fault and says more about it.
    """

    about: Text
    use: Use = Use.WORD
    pattern: str = ""
    choices: tuple[str, ...] = ()
    form: str = ""


@attrs.frozen
class Items:
    """A list; ``unique`` for lists of names, in which none may stand twice."""

    about: Text
    item: Shape
    least: int = 1
    most: int = 200
    unique: bool = False


@attrs.frozen
class Entries:
    """A mapping from names of the author's own to things of one shape."""

    about: Text
    key: Word
    value: Shape
    least: int = 0
    most: int = 50_000


@attrs.frozen
class Nested:
    """The rows of a table: mappings inside one another, one level for each column, with cells at the bottom."""

    about: Text
    cell: Word


@attrs.frozen
class Key:
    """One key of a record."""

    name: str
    shape: Shape
    about: Text
    required: bool = False


@attrs.frozen
class Record:
    """A mapping with fixed keys.

    Attributes:
        name: its name in the JSON Schema.
        about: what is wanted.
        keys: its keys in their usual order.
        one_of: groups of keys, of each of which exactly one must stand.
    """

    name: str
    about: Text
    keys: tuple[Key, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    def key(self, name: str) -> Key | None:
        """The key of that name."""
        return next((key for key in self.keys if key.name == name), None)


@attrs.frozen
class Either:
    """A scalar or a list or a mapping, told apart by how it is written."""

    about: Text
    shapes: tuple[Word | Items | Entries | Record | Nested, ...]


@attrs.frozen
class Foreign:
    """A mapping whose content is of another form and is checked by whoever reads that."""

    about: Text


Shape: TypeAlias = Word | Items | Entries | Nested | Record | Either | Foreign
