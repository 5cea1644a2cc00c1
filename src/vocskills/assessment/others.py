"""A person's other claims as one claim sees them: as awards that it perhaps comes after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from vocskills.engines.interpret import Record, Records
from vocskills.text import Text

AWARDS = "awards"
"""The list that a person's earlier claims stand in."""


@attrs.frozen
class Counted:
    """A subsidy of another claim, or an award on record that has a name, among a person's awards.

    Attributes:
        claim: what the claim is called.
        subsidy: what it is for.
        record: the award; whether it counts is *awarded and earlier*.
        tied: whether it is in doubt which of the two claims comes first.
        recorded: whether it is on record already.
    """

    claim: str
    subsidy: Text
    record: Record
    tied: bool = False
    recorded: bool = False


@attrs.frozen
class Others:
    """The person's other claims.

    Attributes:
        counted: those that are not surely later, by the ``order`` of the entries that see them: each policy orders
            claims by its own governing date, and so does an item that has one.
        number: how many there are in all, earlier or later.
    """

    counted: Mapping[str, tuple[Counted, ...]] = attrs.field(factory=dict)
    number: int = 0

    def of(self, order: str) -> tuple[Counted, ...]:
        """The claims that the rules of entries of one order see."""
        return self.counted.get(order, ())

    def seen(self, lists: Mapping[str, Records], order: str) -> Mapping[str, Records]:
        """The records with the other claims among the awards, as those rules see them."""
        if not self.number or AWARDS not in lists:
            return lists
        known = lists[AWARDS]
        items = (*known.items, *(one.record for one in self.of(order)))
        # The list is no longer than it may be, and no longer for a claim that turns out to be later.
        return {**lists, AWARDS: Records(items, max(known.rest - self.number, 0))}

    def without(self, claims: Sequence[Counted]) -> Others:
        """The same without some claims."""
        gone = {id(one) for one in claims}
        kept = {order: tuple(one for one in found if id(one) not in gone) for order, found in self.counted.items()}
        return attrs.evolve(self, counted=kept)


NOBODY = Others()
