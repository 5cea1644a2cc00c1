"""The faults of very many rows: the first of them, and how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from vocskills.auditing.records import MOST_FAULTS
from vocskills.errors import Fault
from vocskills.text import Text

_ROW = re.compile(r"^(.*)\[([0-9]+)\]$")


def limited(faults: Sequence[Fault], count: int = 0) -> list[Fault]:
    """The first of very many faults, and how many there are.

    Args:
        faults: all of them, or the first.
        count: how many there are, if not all are given.
    """
    count = max(count, len(faults))
    if count <= MOST_FAULTS:
        return list(faults)
    more = Text(f"共 {count:,} 处错误，只列出前 {MOST_FAULTS} 处", f"{count:,} faults, the first {MOST_FAULTS} listed")
    return [*faults[:MOST_FAULTS], Fault(more)]


def row_of(fault: Fault) -> tuple[str, int | None]:
    """The column that a fault is of, and its row; no row where it names none."""
    found = _ROW.match(fault.where)
    return (fault.where, None) if found is None else (found[1], int(found[2]))


@attrs.define
class FaultLog:
    """Faults by the row or line that they stand in, of which only the first are kept.

    Attributes:
        count: how many there were.
        kept: the first of them with their rows, in the order of the rows.
    """

    count: int = 0
    kept: list[tuple[int, Fault]] = attrs.field(factory=list)

    def add(self, found: Iterable[tuple[int, Fault]]) -> None:
        """Notes more of them."""
        new = list(found)
        self.count += len(new)
        self.kept = sorted([*self.kept, *new], key=lambda one: one[0])[:MOST_FAULTS]
