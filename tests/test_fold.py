"""One person's claims in order: exact, sound and monotone, compared with every completion decided by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations, product
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import claim, judged, outcomes
from vocskills.engines.plan import Outcome

YES, NO, OPEN = Outcome.ELIGIBLE, Outcome.INELIGIBLE, Outcome.UNDETERMINED
DAYS = {
    "2020-03": ("2020-03-01", "2020-03-31"),
    "2020": ("2020-01-01", "2020-03-31", "2020-12-31"),
    None: ("2020-01-01", "2020-03-31", "2021-12-31"),
}
LEVELS = ("junior", "intermediate", "senior")
ROUNDS = 60


@attrs.frozen
class One:
    """What is known of one claim; ``None`` for what is not."""

    day: str | None
    sequence: int | None
    level: str | None
    filed: bool | None

    def completions(self) -> Iterator[One]:
        """Everything that it may turn out to be, at the values at which rules turn."""
        days = DAYS.get(self.day) or (self.day,)
        sequences = (0, 1, 2) if self.sequence is None else (self.sequence,)
        levels = LEVELS if self.level is None else (self.level,)
        filed = (True, False) if self.filed is None else (self.filed,)
        return (One(*parts) for parts in product(days, sequences, levels, filed))

    @property
    def certain(self) -> bool:
        """Whether there is nothing left to learn."""
        return None not in (self.day, self.sequence, self.level, self.filed) and self.day not in DAYS

    def written(self, name: str, history: dict[str, Any]) -> dict[str, Any]:
        """As it stands in a case."""
        known = {"sequence": self.sequence, "level": self.level, "filed": self.filed, "awards": history}
        return claim(name, self.day, **known)


days = st.sampled_from(["2020-03-01", "2020-03-31", "2020-12-31", "2021-03-01", *DAYS])
ones = st.builds(
    One, days, st.sampled_from([0, 1, None]), st.sampled_from([*LEVELS, None]), st.sampled_from([True, True, None])
)
HISTORY: dict[str, Any] = {"complete": True, "items": []}


def by_hand(claims: Sequence[One], order: Sequence[int], history: Sequence[One] = ()) -> tuple[bool, ...]:
    """Which claims are awarded if they are looked at one after the other."""
    had = list(history)
    found = {}
    for place in order:
        one = claims[place]
        found[place] = bool(one.filed) and _fits(one, had)
        had += [one] if found[place] else []
    return tuple(found[place] for place in range(len(claims)))


def _fits(one: One, had: Sequence[One]) -> bool:
    assert one.day is not None
    same_year = [other for other in had if other.day is not None and other.day[:4] == one.day[:4]]
    return len(same_year) < 2 and not any(_code(other) >= _code(one) for other in had)


def _code(one: One) -> int:
    return LEVELS.index(str(one.level))


def orders(claims: Sequence[One]) -> Iterator[tuple[int, ...]]:
    """Every order that date and sequence leave open."""
    keys = [(one.day, one.sequence) for one in claims]
    for order in permutations(range(len(claims))):
        ranked = [keys[place] for place in order]
        if ranked == sorted(ranked):
            yield order


def said(claims: Sequence[One], history: dict[str, Any] = HISTORY) -> list[Outcome]:
    """What the library says of each claim."""
    return outcomes(judged(*(one.written(f"c{place}", history) for place, one in enumerate(claims))))


@settings(max_examples=ROUNDS)
@given(st.lists(ones, min_size=2, max_size=3))
def test_every_completion_lies_inside_what_is_said(claims: list[One]) -> None:
    """Whatever dates, sequences, levels and filings turn out to be, and whichever of a tie comes first."""
    found = said(claims)
    for complete in product(*(one.completions() for one in claims)):
        for order in orders(complete):
            for outcome, awarded in zip(found, by_hand(complete, order), strict=True):
                assert outcome in (YES if awarded else NO, OPEN)


@settings(max_examples=ROUNDS)
@given(st.lists(ones.filter(lambda one: one.certain), min_size=1, max_size=4))
def test_a_sure_order_is_exact(claims: list[One]) -> None:
    """With everything known and no tie the claims come out as they do one after the other."""
    found = list(orders(claims))
    if len(found) == 1:
        assert said(claims) == [YES if awarded else NO for awarded in by_hand(claims, found[0])]


@settings(max_examples=ROUNDS)
@given(st.lists(ones, min_size=2, max_size=3), st.data())
def test_learning_a_fact_never_changes_a_sure_outcome(claims: list[One], data: st.DataObject) -> None:
    """One fact of one claim learnt: what was sure for any of the person's claims stays as it was."""
    place = data.draw(st.integers(0, len(claims) - 1))
    name = data.draw(st.sampled_from(["day", "sequence", "level", "filed"]))
    known = data.draw(st.sampled_from(sorted(claims[place].completions(), key=repr)))
    learnt = list(claims)
    learnt[place] = attrs.evolve(claims[place], **{name: getattr(known, name)})
    for before, after in zip(said(claims), said(learnt), strict=True):
        assert before in (after, OPEN)


def record(one: One) -> dict[str, Any]:
    """A claim as an award on record."""
    return {
        "kind": "insurance_skill",
        "state": "paid",
        "level": one.level,
        "occupation": "4-03-02-01",
        "certified_on": one.day,
    }


@settings(max_examples=ROUNDS)
@given(
    st.lists(ones.filter(lambda one: one.certain), min_size=1, max_size=3),
    st.lists(ones.filter(lambda one: one.certain), max_size=3),
    st.integers(0, 3),
)
def test_a_history_that_is_not_complete_is_sound(claims: list[One], had: list[One], listed: int) -> None:
    """A school that knows some of the awards says nothing that the others could change."""
    some = {"complete": False, "items": [record(one) for one in had[:listed]]}
    found = said(claims, some)
    whole = said(claims, {"complete": True, "items": [record(one) for one in had]})
    for order in orders(claims):
        truth = [YES if awarded else NO for awarded in by_hand(claims, order, had)]
        assert all(outcome in (awarded, OPEN) for outcome, awarded in zip(found, truth, strict=True))
    assert all(before in (after, OPEN) for before, after in zip(found, whole, strict=True))


def test_the_order_on_the_list_does_not_matter() -> None:
    """Claims come out by their dates, however they are listed and whatever they are called."""
    early, late = One("2020-03-01", 0, "senior", True), One("2020-03-31", 0, "junior", True)
    assert said([early, late]) == [YES, NO]
    assert said([late, early]) == [NO, YES]


def test_claims_that_tie_all_pass_if_all_fit() -> None:
    """Two of one day and no sequence are both due where two are allowed; of three all are open."""
    same = [One("2020-03-01", None, level, True) for level in LEVELS]
    several = [claim(f"c{n}", "2020-03-01", occupation=f"4-03-02-0{n}") for n in range(3)]
    assert outcomes(judged(*several[:2])) == [YES, YES]
    assert outcomes(judged(*several)) == [OPEN, OPEN, OPEN]
    assert said(same[:2]) == [OPEN, YES]


def test_the_sequence_breaks_a_tie() -> None:
    """Of three claims of one day the caller's sequence says which two come first."""
    several = [claim(f"c{n}", "2020-03-01", occupation=f"4-03-02-0{n}", sequence=9 - n) for n in range(3)]
    assert outcomes(judged(*several)) == [NO, YES, YES]


def test_an_award_on_record_counts_before_any_claim() -> None:
    """A later class that was paid has used the place of an earlier one that is claimed afterwards."""
    paid = {"complete": True, "items": [record(One("2020-12-31", 0, "junior", True))]}
    assert said([One("2020-03-01", 0, "junior", True)], paid) == [NO]


def test_a_failed_claim_uses_no_place_and_an_open_one_perhaps() -> None:
    """A claim that is refused leaves the next one free; one that is open leaves it open."""
    second = One("2020-12-31", 0, "junior", True)
    assert said([One("2020-03-01", 0, "junior", False), second]) == [NO, YES]
    assert said([One("2020-03-01", 0, "junior", None), second]) == [OPEN, OPEN]
