"""A person's claims judged together: each sees the earlier ones among the awards.

Where the order is in doubt one pass will not do. So every claim starts as perhaps awarded, each is judged against all
the others that are not surely later (*awarded and earlier*), and this is repeated until nothing changes: sound,
monotone, and exact where everything is known and nothing ties. Claims in a sure order are settled in one pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from vocskills.assessment.claims import Pending, Place, award_of, before, place_of, title_of, title_of_award
from vocskills.assessment.doubt import Doubts, judge
from vocskills.assessment.others import AWARDS, Counted, Others
from vocskills.bounds import FALSE, TRUE, Bounds
from vocskills.door import record_of
from vocskills.engines.interpret import Record
from vocskills.model.records import Award

_ROUNDS = 4
"""An award changes a few times at most: it becomes sure or none, and its purse and its amount better known."""


def fold(claims: Sequence[Pending], values: Sequence[dict[str, Bounds]]) -> list[Doubts]:
    """The claims of one person judged.

    Args:
        claims: all that are pending, of this case and of others.
        values: the facts of each by name, with the assumptions.
    """
    return _Fold(claims, values).judged()


class _Fold:
    """The claims with what is known so far of the awards that they become."""

    def __init__(self, claims: Sequence[Pending], values: Sequence[dict[str, Bounds]]) -> None:
        self.claims = claims
        self.values = values
        self.places = [self._places(claim, own) for claim, own in zip(claims, values, strict=True)]
        self.found: list[Doubts | None] = [None] * len(claims)
        self.records: dict[tuple[int, int], tuple[Bounds, Award]] = {}
        for number, claim in enumerate(claims):
            self._note(number, claim, None)

    def judged(self) -> list[Doubts]:
        """The claims once nothing changes any more: each change makes a doubtful award sure, none or better known."""
        order = sorted(range(len(self.claims)), key=self._rank)
        for _ in range(_ROUNDS * len(self.records) + 1):
            changed = [self._judge(number) for number in order]
            if not any(changed):
                break
        return [doubts for doubts in self.found if doubts is not None]

    def _places(self, claim: Pending, values: dict[str, Bounds]) -> dict[str, Place]:
        return {entry.order: place_of(claim, values, entry) for entry in claim.docket.entries}

    def _rank(self, number: int) -> tuple[Bounds, Bounds]:
        """Claims that are surely earlier first, so that a sure order takes one pass."""
        places = [(place.on, place.sequence) for place in self.places[number].values()]
        return min(places, default=((0, 0), (0, 0)))

    def _judge(self, number: int) -> bool:
        """Judges a claim again if what it sees has changed; whether its awards then have."""
        claim, done = self.claims[number], self.found[number]
        others = self._others(number)
        if done is not None and done.others == others:
            return False
        doubts = judge(claim.docket, self.values[number], claim.lists, others)
        self.found[number] = doubts
        return self._note(number, claim, doubts)

    def _note(self, number: int, claim: Pending, doubts: Doubts | None) -> bool:
        bench = claim.docket
        found = {(number, index): award_of(claim.award, bench, doubts, index) for index in bench.paying}
        changed = any(self.records.get(key) != award for key, award in found.items())
        self.records.update(found)
        return changed

    def _others(self, number: int) -> Others:
        """The other claims and the named awards on record as the policies of one claim see them."""
        claim = self.claims[number]
        if AWARDS not in claim.lists:
            return Others()
        counted = {order: tuple(self._counted(number, place)) for order, place in self.places[number].items()}
        return Others(counted, len(claim.recorded) + sum(1 for other, _ in self.records if other != number))

    def _counted(self, number: int, place: Place) -> Iterator[Counted]:
        claim = self.claims[number]
        for recorded in claim.recorded:
            record = self._record(claim, recorded.award)
            yield Counted(recorded.name, title_of_award(recorded.award), record, recorded=True)
        for (other, index), (awarded, award) in self.records.items():
            if other != number:
                theirs = self.places[other][self.claims[other].docket.entries[index].order]
                earlier = before(theirs, place)
                exists = min(awarded[0], earlier[0]), min(awarded[1], earlier[1])
                if exists != FALSE:
                    record = attrs.evolve(self._record(claim, award), exists=exists)
                    title = title_of(self.claims[other], index)
                    yield Counted(self.claims[other].name, title, record, tied=earlier != TRUE)

    def _record(self, claim: Pending, award: Award) -> Record:
        return record_of(award, AWARDS, claim.docket.lists[AWARDS], claim.codes)
