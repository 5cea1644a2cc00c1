"""Several claims of one person in one case: who is joined, what is said of the claims that come first."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from claims import NUMBER, POLICY, case_of, claim
from people import broken, identity_number
from vocskills.assessment import Assessment, assess, assess_all
from vocskills.assessment.determination import Determination
from vocskills.assessment.outcomes import Verdict
from vocskills.errors import InputError
from vocskills.model import Listing, Trainee
from vocskills.model.persons import joined, same_person
from vocskills.report import render

YES, NO, OPEN = Verdict.ELIGIBLE, Verdict.INELIGIBLE, Verdict.UNDETERMINED


def decided(*claims: dict[str, Any]) -> Assessment:
    """The claims decided."""
    return assess(case_of(*claims), policy=POLICY)


def found(assessment: Assessment) -> list[Determination]:
    """The determination of each claim."""
    return [subject.determinations[0] for subject in assessment.subjects]


def verdicts(*claims: dict[str, Any]) -> list[Verdict]:
    """The outcome of each claim."""
    return [one.verdict for one in found(decided(*claims))]


def faults(*claims: dict[str, Any]) -> list[str]:
    """Where the claims are refused."""
    with pytest.raises(InputError) as caught:
        decided(*claims)
    return [fault.where for fault in caught.value.faults]


def by(**trainee: Any) -> dict[str, Any]:
    """A claim's person instead of the usual one."""
    return {"trainee": {"awards": {"complete": True, "items": []}} | trainee}


FIRST, SECOND = claim("A", "2020-03-01"), claim("B", "2020-03-31")


def test_the_claim_that_used_the_place_is_named() -> None:
    """A second claim for one occupation and level fails, and the finding names the first."""
    assessment = decided(FIRST, SECOND)
    second = found(assessment)[1]
    assert second.failed == ("example-ordered.no_repeat",)
    assert [(one.claim, one.sure, one.tied) for one in second.earlier] == [("A", True, False)]
    findings = {one.code: one for one in assessment.explain(assessment.subjects[1], second).findings}
    assert findings["example-ordered.no_repeat"].sentence.en.endswith(
        "used by claim A (skill subsidy of unemployment insurance)"
    )
    assert findings["example-ordered.yearly"].earlier == ()


def test_the_claim_that_is_waited_for_is_named() -> None:
    """While the first claim is open the second waits for it, in both languages."""
    waiting = found(decided(FIRST | {"filed": None}, SECOND))[1]
    assert waiting.verdict is OPEN
    assert [one.words.en for one in waiting.earlier] == ["waits for claim A (skill subsidy of unemployment insurance)"]
    assert [one.words.zh for one in waiting.earlier] == ["须待申领 A（失业保险技能提升补贴）的结果"]


def test_claims_that_tie_ask_which_comes_first() -> None:
    """Two claims of one date for one certificate name each other."""
    one, other = found(decided(FIRST, claim("B", "2020-03-01")))
    assert (one.verdict, other.verdict) == (OPEN, OPEN)
    assert [(e.claim, e.sure, e.tied) for e in (*one.earlier, *other.earlier)] == [
        ("B", False, True),
        ("A", False, True),
    ]
    assert (
        one.earlier[0].words.en == "ties with claim B (skill subsidy of unemployment insurance): say which comes first"
    )


def test_two_claims_that_use_the_places_together_are_both_named() -> None:
    """Where no claim alone would free the place, all that are needed are named."""
    several = [claim(f"c{n}", f"2020-03-0{n}", occupation=f"4-03-02-0{n}") for n in range(1, 5)]
    third, fourth = found(decided(*several))[2:]
    assert [one.claim for one in third.earlier] == ["c1", "c2"]
    assert [one.claim for one in fourth.earlier] == ["c1", "c2"]


def test_the_page_says_why() -> None:
    """The report shows the reason beside the rule, and how many other claims were counted."""
    page = render(decided(FIRST, SECOND), "en").replace("\n            ", " ")
    assert "besides other claims: 1" in " ".join(page.split())
    assert "the place is used by claim A (skill subsidy of unemployment insurance)." in " ".join(page.split())


def test_an_assumption_about_an_earlier_claim_is_named_by_the_later_one() -> None:
    """The outcome without the assumption is worked out with the earlier claim judged without it as well."""
    assumed = [{"path": "enrollment.filed", "value": True, "because": "as told"}]
    case = case_of(FIRST | {"filed": None}, SECOND, assumptions=assumed)
    second = found(assess(case, policy=POLICY))[1]
    assert second.verdict is NO
    assert second.without == (("enrollment.filed", OPEN),)


def test_persons_are_joined_by_a_key() -> None:
    """Without a number the caller's key joins."""
    keyed = by(person_key="k1")
    assert verdicts(FIRST | keyed, SECOND | keyed) == [YES, NO]


def test_two_people_have_two_histories() -> None:
    """Claims of other people, by number or by key, use no place."""
    assert verdicts(FIRST | by(person_key="k1"), SECOND | by(person_key="k2")) == [YES, YES]
    assert verdicts(FIRST | by(name="张三"), SECOND | by(name="张三")) == [YES, YES]


@pytest.mark.parametrize("number", [broken(NUMBER), "533399850315001"])
def test_a_number_that_is_not_right_joins_nobody(number: str) -> None:
    """Two entries with one wrong or old number may be one person or two: refused until that is cleared."""
    assert faults(FIRST | by(id_number=number), SECOND | by(id_number=number)) == ["enrollments[1].trainee.id_number"]


def test_two_entries_of_a_person_need_two_claims() -> None:
    """The same person twice is a doubled entry, unless each names its own claim."""
    assert faults(FIRST, SECOND | {"claim": None}) == ["enrollments[1].trainee.id_number"]
    assert faults(FIRST, claim("A", "2020-03-31")) == ["enrollments[1].trainee.id_number"]


def test_one_person_has_one_number_and_one_key() -> None:
    """Entries joined by the key that carry two numbers contradict each other."""
    one = by(person_key="k", id_number=NUMBER)
    other = by(person_key="k", id_number=identity_number("19900101"))
    assert faults(FIRST | one, SECOND | other) == ["enrollments[1].trainee.id_number"]


def test_a_person_in_two_classes_is_decided_over_both() -> None:
    """Several cases decided together put one person's claims in order; the faults of each name their case."""
    cases = [case_of(claim("B", "2020-03-31")), case_of(claim("A", "2020-03-01"))]
    assert [found(one)[0].verdict for one in assess_all(cases, policy=POLICY)] == [NO, YES]
    assert [found(assess(one, policy=POLICY))[0].verdict for one in cases] == [YES, YES]
    listing = cases[0].enrollments
    assert listing is not None
    doubled = attrs.evolve(cases[0], enrollments=Listing(listing.items * 2))
    with pytest.raises(InputError) as caught:
        assess_all([*cases, doubled], policy=POLICY)
    assert [fault.where for fault in caught.value.faults] == ["cases[2].enrollments[1].trainee.id_number"]


def test_people_are_joined_through_one_another() -> None:
    """A key and a number that one entry has together join the entries that have only one of them."""
    people = {
        "a": Trainee(person_key="k"),
        "b": Trainee(id_number=NUMBER),
        "c": Trainee(name="张三"),
        "d": Trainee(person_key="k", id_number=f" {NUMBER} "),
        "e": Trainee(name="张三"),
    }
    assert joined(people) == [["a", "b", "d"], ["c"], ["e"]]
    assert same_person(people["a"], people["b"]) is None
    assert same_person(people["a"], people["d"]) is True
    assert same_person(people["a"], Trainee(person_key="l")) is False


def test_a_history_said_once_holds_for_all_claims_of_the_person() -> None:
    """A complete history given with one claim settles the others; two that differ are refused."""
    record = {"kind": "insurance_skill", "state": "paid", "level": "junior", "occupation": "4-03-02-01"}
    had = {"complete": True, "items": [record | {"certified_on": "2020-01-02"}]}
    unsaid = claim("B", "2020-03-31", awards={"complete": False, "items": []})
    assert verdicts(claim("A", "2020-03-01", awards=had), unsaid) == [NO, NO]
    assert faults(claim("A", "2020-03-01", awards=had), SECOND) == ["enrollments[1].trainee.awards"]
