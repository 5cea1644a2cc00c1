"""A person's ledger: claims decided against it and entered, and what follows from a change."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from claims import NUMBER, POLICY
from people import broken, identity_number
from vocskills.assessment.outcomes import Verdict
from vocskills.convert import read_case
from vocskills.errors import InputError
from vocskills.ledger import Ledger
from vocskills.model import Award, AwardKind, AwardState, Case, Level, Listing, Trainee
from vocskills.money import Money

YES, NO, OPEN = Verdict.ELIGIBLE, Verdict.INELIGIBLE, Verdict.UNDETERMINED


def claim(name: str | None, day: str, *, level: str = "junior", filed: bool | None = True, **more: Any) -> Case:
    """One claim for a certificate."""
    certificate = {"kind": "skill_level", "level": level, "occupation": "4-03-02-01", "issued_on": day}
    enrollment = {"claim": {"id": name}, "certificate": certificate, "filed": filed}
    known = {"place": "533323", "cohort": False, "provider": False, "enrollment": enrollment}
    return read_case(known | {"trainee": {"id_number": NUMBER}} | more)


def empty(**trainee: Any) -> Ledger:
    """A ledger of somebody who surely had nothing."""
    known: dict[str, Any] = {"id_number": NUMBER, "awards": Listing((), complete=True)} | trainee
    return Ledger.of(Trainee(**known), policy=POLICY)


def filled(*claims: Case, ledger: Ledger | None = None) -> Ledger:
    """The ledger after some claims."""
    book = ledger or empty()
    for one in claims:
        _, book = book.decide(one)
    return book


def verdicts(ledger: Ledger) -> list[Verdict]:
    """The outcome of each claim in the ledger."""
    return [entry.determinations[0].verdict for entry in ledger.entries if entry.case is not None]


def faults(run: Any) -> list[tuple[str, str]]:
    """Where and why something is refused."""
    with pytest.raises(InputError) as caught:
        run()
    return [(fault.where, fault.what.en) for fault in caught.value.faults]


def test_a_claim_is_decided_against_what_is_on_record() -> None:
    """The second claim of one occupation and level fails, and the first entry is named."""
    first, ledger = empty().decide(claim("A", "2020-03-01"))
    second, ledger = ledger.decide(claim("B", "2021-03-01"))
    assert first.subjects[0].determinations[0].verdict is YES
    found = second.subjects[0].determinations[0]
    assert [one.words.en for one in found.earlier] == [
        "the place is used by claim A (skill subsidy of unemployment insurance)"
    ]
    assert found.verdict is NO
    assert [len(entry.awards) for entry in ledger.entries] == [1, 0]


def test_the_award_carries_what_the_claim_says() -> None:
    """What is entered has kind, policy, place, occupation, level, date and amount of the claim."""
    (entry,) = filled(claim("A", "2020-03-01", level="senior")).entries
    (award,) = entry.awards
    assert (award.kind, award.policy, award.place) == (AwardKind.INSURANCE_SKILL, "example-ordered", "533323")
    assert (award.occupation, award.level, award.amount) == ("4-03-02-01", Level.SENIOR, Money.yuan(1000))
    assert str(award.certified_on) == "2020-03-01"
    assert award.state is AwardState.DECIDED


def test_what_is_on_record_comes_first_whatever_its_date() -> None:
    """A claim for an earlier certificate that is made later finds the place used."""
    assert verdicts(filled(claim("A", "2020-12-01"), claim("B", "2020-03-01"))) == [YES, NO]


def test_an_open_claim_counts_as_perhaps_until_it_is_decided_again() -> None:
    """The next claim waits for it; deciding it again under its name takes its place in the ledger."""
    ledger = filled(claim("A", "2020-03-01", filed=None), claim("B", "2020-05-01"))
    assert verdicts(ledger) == [OPEN, OPEN]
    ledger = filled(claim("A", "2020-03-01", filed=False), ledger=ledger)
    assert [entry.name for entry in ledger.entries] == ["A", "B"]
    assert verdicts(filled(claim("B", "2020-05-01"), ledger=ledger)) == [NO, YES]


@pytest.mark.parametrize("how", ["withdraw", "recover"])
def test_a_place_is_free_again_when_an_award_no_longer_counts(how: str) -> None:
    """What was refused for the award becomes due, and the ledger with the change says so of new claims."""
    ledger = filled(claim("A", "2020-03-01"), claim("B", "2021-03-01"))
    found = getattr(ledger, how)("A")
    (one,) = found.differences
    assert (one.claim, one.before, one.after, one.stands) == ("B", NO, YES, False)
    assert found.words.en == (
        "claim B (skill subsidy of unemployment insurance): ineligible (payable 0.00 yuan) "
        "becomes eligible (payable 1000.00 yuan)"
    )
    assert found.words.zh.startswith("申领 B（失业保险技能提升补贴）：不符合条件（可付 0.00 元）变为符合条件")
    assert verdicts(filled(claim("B", "2021-03-01"), ledger=found.ledger)) == [YES, YES]


def test_a_correction_shows_what_would_not_have_been_due() -> None:
    """An award that turns out to be for a higher level bars a later one, which stands all the same."""
    ledger = filled(claim("A", "2020-03-01"), claim("B", "2021-03-01", level="intermediate"))
    (award,) = ledger.entry("A").awards
    higher = Award(kind=award.kind, occupation=award.occupation, level=Level.SENIOR, certified_on=award.certified_on)
    unsure = ledger.correct("A", higher)
    assert [(one.claim, one.before, one.after) for one in unsure.differences] == [("B", YES, OPEN)]
    found = ledger.correct("A", attrs.evolve(higher, state=AwardState.PAID))
    (one,) = found.differences
    assert (one.before, one.after, one.stands) == (YES, NO, True)
    assert one.words.en.endswith("; the award stands unless the authority takes it back")
    assert found.ledger.entry("B").awards == ledger.entry("B").awards


def test_what_was_refused_stays_so_while_another_award_uses_the_place() -> None:
    """Decided awards are never decided again: a third claim that was paid keeps the second one out."""
    claims = [claim(name, f"2020-0{n}-01", level=level) for n, (name, level) in enumerate(LADDER, 1)]
    ledger = filled(*claims)
    assert verdicts(ledger) == [YES, YES, NO, NO]
    found = ledger.withdraw("A")
    assert [(one.claim, one.after) for one in found.differences] == [("C", YES)]


LADDER = [("A", "junior"), ("B", "intermediate"), ("C", "senior"), ("D", "intermediate")]


def test_a_change_that_matters_to_nobody_says_so() -> None:
    """The last entry's withdrawal changes no other claim."""
    found = filled(claim("A", "2020-03-01"), claim("B", "2021-03-01", level="senior")).withdraw("B")
    assert found.differences == ()
    assert found.words.en == "no other claim comes out otherwise"


def test_a_claim_of_nobody_in_particular_has_an_unknown_history() -> None:
    """Without a right number or key the history is unknown, never empty, and nothing is entered."""
    for trainee in ({"name": "张小三"}, {"id_number": broken(NUMBER)}):
        found, ledger = empty().decide(claim("A", "2020-03-01", trainee=trainee))
        assert found.subjects[0].determinations[0].verdict is OPEN
        assert ledger.entries == ()


def test_an_incomplete_ledger_leaves_limits_open() -> None:
    """A ledger that is not said to be complete cannot say that a place is left."""
    assert verdicts(filled(claim("A", "2020-03-01"), ledger=empty(awards=Listing()))) == [OPEN]


def test_awards_decided_elsewhere_are_entered() -> None:
    """An award of another place uses up the place here."""
    award = Award(kind=AwardKind.INSURANCE_SKILL, occupation="4-03-02-01", level=Level.JUNIOR, state=AwardState.PAID)
    ledger = empty().enter("old", award)
    found, _ = ledger.decide(claim("A", "2021-03-01"))
    assert [one.claim for one in found.subjects[0].determinations[0].earlier] == ["old"]
    listed = empty(awards=Listing((award,), complete=True))
    assert [entry.name for entry in listed.entries] == ["award-1"]


def test_what_cannot_be_entered_is_refused() -> None:
    """Somebody else's claim, one with awards of its own, without a name, of several people; unknown entries."""
    ledger = filled(claim("A", "2020-03-01"))
    other = {"id_number": identity_number("19900101")}
    awards = {"id_number": NUMBER, "awards": {"complete": True, "items": []}}
    two = read_case({"heads": 2})
    assert faults(lambda: ledger.decide(claim("B", "2020-03-01", trainee=other)))[0][0] == "trainee"
    assert faults(lambda: ledger.decide(claim("B", "2020-03-01", trainee=awards)))[0][0] == "trainee.awards"
    assert faults(lambda: ledger.decide(claim(None, "2020-03-01"))) == [("claim.id", "the claim has no identifier")]
    assert faults(lambda: ledger.decide(two)) == [("enrollments", "one claim of one person is wanted")]
    assert faults(lambda: ledger.withdraw("B")) == [("name", "there is no such entry")]
    assert faults(lambda: ledger.enter("A", Award())) == [("name", "there is such an entry already")]
    assert faults(lambda: ledger.correct("A", Award(kind=AwardKind.OTHER)))[0][0] == "award.kind"
    assert faults(lambda: ledger.correct("A", Award())) == [
        ("award.kind", "the kind of award is missing"),
    ]
    assert faults(lambda: Ledger.of(Trainee(name="张小三")))[0][0] == "trainee"


def test_the_receipt_covers_the_history() -> None:
    """The same claim against another history is another input."""
    one, _ = empty().decide(claim("B", "2021-03-01"))
    other, _ = filled(claim("A", "2020-03-01")).decide(claim("B", "2021-03-01"))
    assert one.answer.receipt.input != other.answer.receipt.input


def test_a_ledger_shows_nobody() -> None:
    """No identity number stands in the words or the repr of a ledger."""
    ledger = filled(claim("A", "2020-03-01"), claim("B", "2021-03-01"))
    assert NUMBER not in repr(ledger) + repr(ledger.withdraw("A"))
