"""A case put into the order in which generated code reads it: two tuples of facts, and the rows of its lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import attrs

from vocskills.engines.interpret import Facts, Records
from vocskills.language.nodes import Element, Fact, Node, Quantified, facts_in, walk

Row = tuple[int, int, int, tuple[int, ...], tuple[int, ...]]
"""One record: how many such, whether it exists (least, most), its fields' low and high ends."""


@attrs.frozen
class Column:
    """One list past the door: whether all of it is certain, its plain records if so, and its rows in doubt."""

    certain: bool
    plain: tuple[tuple[int, ...], ...]
    rows: tuple[Row, ...]
    found: dict[str, Any] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def once(self, question: str, answer: Callable[[Column], Any]) -> Any:
        """What a question finds that reads nothing besides the list: asked once for all who have it."""
        if question not in self.found:
            self.found[question] = answer(self)
        return self.found[question]


@attrs.frozen
class Prepared:
    """A case as two tuples of facts, low and high ends; the same tuple twice when nothing is in doubt."""

    low: tuple[int, ...]
    high: tuple[int, ...]
    columns: tuple[Column, ...]
    certain: bool


@attrs.frozen
class Layout:
    """Which fact and which list stands where."""

    facts: tuple[Fact, ...]
    lists: tuple[tuple[str, int, tuple[Element, ...]], ...]

    def prepare(self, facts: Facts) -> Prepared:
        """Puts a case into the order that the generated code reads."""
        pairs = [facts.values.get(f.path, (f.lo, f.hi)) for f in self.facts]
        low, high = tuple(p[0] for p in pairs), tuple(p[1] for p in pairs)
        columns = tuple(_column(facts, *entry) for entry in self.lists)
        same = low == high
        return Prepared(low, low if same else high, columns, same and all(c.certain for c in columns))


def _column(facts: Facts, source: str, cap: int, fields: tuple[Element, ...]) -> Column:
    """A list made ready once for all who have it and ask it for the same fields."""
    records = facts.lists.get(source)
    if records is None:
        return _made(None, cap, fields)
    names = tuple([e.field for e in fields])
    if names not in records.made:
        records.made[names] = _made(records, cap, fields)
    found: Column = records.made[names]
    return found


def _made(records: Records | None, cap: int, fields: tuple[Element, ...]) -> Column:
    items = records.items if records else ()
    rest = records.rest if records else cap
    rows: list[Row] = []
    for record in items:
        pairs = [record.fields.get(e.field, (e.lo, e.hi)) for e in fields]
        rows.append((1, *record.exists, tuple(p[0] for p in pairs), tuple(p[1] for p in pairs)))
    if rest:
        rows.append((rest, 0, 1, tuple(e.lo for e in fields), tuple(e.hi for e in fields)))
    certain = not rest and all(row[1] == row[2] and row[3] == row[4] for row in rows)
    plain = tuple(row[3] for row in rows if row[1]) if certain else ()
    return Column(certain, plain, tuple(rows))


def layout(nodes: Sequence[Node]) -> Layout:
    """The facts and lists that the trees read, in tree order."""
    lists: dict[str, tuple[int, dict[str, Element]]] = {}
    for root in nodes:
        for node in walk(root):
            if isinstance(node, Quantified):
                fields = lists.setdefault(node.source, (node.cap, {}))[1]
                for inner in walk(node):
                    if isinstance(inner, Element):
                        fields.setdefault(inner.field, inner)
    found = tuple((source, cap, tuple(fields.values())) for source, (cap, fields) in lists.items())
    return Layout(tuple(facts_in(*nodes).values()), found)
