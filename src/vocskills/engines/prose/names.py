"""The words of one document that the model cannot know."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from vocskills.language.nodes import Fact, Node
from vocskills.text import Text


@attrs.frozen
class Names:
    """The words of one document that the model cannot know.

    Attributes:
        words: by engine path: ``reading.<clause>`` and ``ruling.<clause>`` name a clause, ``table.<table>`` a table,
            ``value.<table>.<column>`` one of several values in a row,
            ``reading.<clause>.<reading>`` one of the readings.
        decided_by: who decides, by ``ruling.<clause>``; ``None`` where the sources do not say.
        defined: the words of a definition, by its typed tree; they stand for it wherever it was put in.
        settled: the code of the reading that holds, by ``reading.<clause>``, where an authority has ruled.
        brief: whether a value in doubt is said by the labels of its readings alone, because the readings stand in
            full elsewhere on the page.
    """

    words: Mapping[str, Text] = attrs.field(factory=dict)
    decided_by: Mapping[str, Text | None] = attrs.field(factory=dict)
    defined: Mapping[Node, Text] = attrs.field(factory=dict)
    settled: Mapping[str, int] = attrs.field(factory=dict)
    brief: bool = False

    def reading(self, fact: Fact, code: int) -> Text | None:
        """The label of one reading of an unsettled clause, if it has one."""
        return self.words.get(f"{fact.path}.{fact.type.names[code]}")

    def labelled(self, fact: Fact, codes: Mapping[int, Node]) -> bool:
        """Whether all these readings of a clause have labels."""
        return all(self.reading(fact, code) for code in codes)


NO_NAMES = Names()
