from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import packfiles
from vocskills.assessment import assess
from vocskills.assessment.outcomes import Verdict
from vocskills.convert import case_to_plain, read_case
from vocskills.model.case import Case, check_case
from vocskills.model.fields import Between, Listing
from vocskills.model.nouns import Cohort, Trainee
from vocskills.policy import Policy, load_policy, policies
from vocskills.testing import assert_exact, assert_monotone, assert_sound, cases, completions, forget
from vocskills.testing.interests import county_in, interests
from vocskills.testing.laws import _taken_back

FEW = settings(max_examples=25)
WHOLE = packfiles.load(packfiles.good("whole"))
EVERY = [*policies().values(), WHOLE]
GOOD = [load_policy(path, facts=packfiles.facts()) for path in sorted((packfiles.PACKS / "good").glob("*.yaml"))]


@pytest.mark.parametrize("policy", [*policies().values(), *GOOD], ids=lambda policy: policy.id)
def test_the_three_laws_hold(policy: Policy) -> None:
    """Of cases drawn for a policy what is known is exact, what is not is sound, and learning takes nothing back."""

    @FEW
    @given(st.data())
    def hold(data: st.DataObject) -> None:
        whole = data.draw(cases(policy, complete=True))
        less = data.draw(forget(whole))
        assert_exact(policy, whole)
        assert_sound(policy, less, whole)
        assert_monotone(policy, data.draw(forget(less)), less)
        assert_monotone(policy, less, data.draw(completions(policy, less)))

    hold()


@pytest.mark.parametrize("policy", EVERY, ids=lambda policy: policy.id)
def test_cases_drawn_are_worth_trying(policy: Policy) -> None:
    """Cases drawn for a policy read as cases do, and come to several outcomes, some sure and some not."""
    seen: Counter[Verdict] = Counter()

    @settings(max_examples=80, database=None)
    @given(cases(policy))
    def look(case: Case) -> None:
        assert check_case(case) == []
        assert read_case(case_to_plain(case, private=lambda word: word)) == case
        found = assess(case, policy=policy, alone=True)
        for one in (*found.subjects, *([found.whole] if found.whole is not None else [])):
            seen.update(each.verdict for each in one.determinations)
            seen.update(each.verdict for each in (*one.approvals, *one.measures))

    look()
    assert len(seen) >= 3 and seen[Verdict.UNDETERMINED] < seen.total()


def test_completions_keep_what_is_known() -> None:
    """What was given stays, a range becomes one of its values, and a list that was complete gets no records."""
    policy = policies()["cn-yunnan-poverty-training"]
    trainee = Trainee(birth_date=Between(date(1980, 1, 1), date(1980, 1, 3)), awards=Listing((), complete=True))
    case = Case(cohort=Cohort(start_date=date(2020, 5, 11)), trainee=trainee)

    @FEW
    @given(completions(policy, case))
    def kept(whole: Case) -> None:
        assert isinstance(whole.cohort, Cohort) and isinstance(whole.trainee, Trainee)
        assert whole.cohort.start_date == date(2020, 5, 11)
        assert isinstance(whole.cohort.end_date, date)
        assert whole.trainee.birth_date in [date(1980, 1, day) for day in (1, 2, 3)]
        assert whole.trainee.awards == trainee.awards
        assert {one.clause.partition(".")[2] for one in whole.rulings} == set(policy.clauses)

    kept()


def test_forgetting_leaves_less_known() -> None:
    """Now and then something is left out, now and then widened, and the case remains a case."""
    policy = policies()["cn-yunnan-poverty-training"]
    lost: Counter[str] = Counter()

    @settings(max_examples=200, database=None)
    @given(cases(policy, complete=True).flatmap(lambda case: st.tuples(st.just(case), forget(case))))
    def look(pair: tuple[Case, Case]) -> None:
        whole, less = pair
        assert check_case(less) == []
        lost["rulings"] += len(less.rulings) < len(whole.rulings)
        lost["cohort"] += less.cohort is None
        lost["range"] += isinstance(less.cohort, Cohort) and isinstance(less.cohort.start_date, Between)

    look()
    assert set(+lost) == {"rulings", "cohort", "range"}


# -- assertions that can fail ------------------------------------------------------------------------------------------


def in_may(**changes: object) -> Case:
    """A registered poor labourer in a class of May 2020, all of it known but the clauses."""
    case = {
        "cohort": {"start_date": "2020-05-11", "end_date": "2020-05-22", "training_days": 10},
        "enrollment": {"attended_days": 10},
        "trainee": {
            "birth_date": "1975-03-04",
            "former_retirement_age": "age_60",
            "domicile": "533323",
            "from_deep_poverty_county": False,
            "statuses": [{"category": "registered_poor", "held": True, "start": "2016", "checked_on": "2020-12-31"}],
            "awards": {"complete": True, "items": []},
        },
    }
    return read_case(case | changes)


YUNNAN = policies()["cn-yunnan-poverty-training"]


def test_doubt_where_all_is_known_is_not_exact() -> None:
    """A case of which something is missing fails the assertion that nothing is in doubt, which says what."""
    assert_exact(YUNNAN, in_may())
    with pytest.raises(AssertionError, match=r"living_cost: undetermined because of cn-yunnan.*poor_laborer"):
        assert_exact(YUNNAN, in_may(trainee={}))
    with pytest.raises(AssertionError, match=r"living_cost: 480\.00\.\.600\.00"):
        assert_exact(YUNNAN, in_may(enrollment={"attended_days": 8}))


def test_a_result_outside_the_bounds_is_not_sound() -> None:
    """An amount that was not possible is seen, and so is a final result that is in doubt itself."""
    less = in_may(enrollment={"attended_days": "9..10"})
    shorter = {"start_date": "2020-05-11", "end_date": "2020-05-22", "training_days": 8}
    whole = in_may(cohort=shorter, enrollment={"attended_days": 8})
    with pytest.raises(AssertionError, match=r"amount was 540\.00\.\.600\.00, is now 480\.00"):
        assert_sound(YUNNAN, less, whole)
    with pytest.raises(AssertionError, match="everything is given, and yet the result is in doubt"):
        assert_sound(YUNNAN, less, less)


def test_what_is_taken_back_is_seen() -> None:
    """An outcome that changes, and a failed rule that is met after all, are no learning."""
    refused = in_may(cohort={"start_date": "2022-05-11", "end_date": "2022-05-22"}, rulings=[_until("2021-12-31")])
    with pytest.raises(AssertionError, match="outcome was not_in_force, is now eligible"):
        assert_monotone(YUNNAN, refused, in_may())
    child = [{"category": "registered_poor", "held": False, "start": "2016", "checked_on": "2020-12-31"}]
    denied = assess(in_may(trainee={"statuses": child}), policy=YUNNAN, alone=True)
    found = list(_taken_back(denied, assess(in_may(), policy=YUNNAN, alone=True)))
    assert any("failed rules was cn-yunnan-poverty-training.poor_laborer, is now none" in line for line in found)


def _until(day: str) -> dict[str, str]:
    return {"clause": "in_force.through", "value": day, "authority": "x", "document": "x", "date": "2020-06-01"}


# -- what a policy reads -----------------------------------------------------------------------------------------------


def test_what_is_drawn_is_what_a_policy_reads() -> None:
    """Fields, statuses, lists, codes and days are read off the policy itself."""
    found = interests(YUNNAN)
    assert set(found.fields["trainee"]) >= {"birth_date", "domicile", "from_deep_poverty_county"}
    assert set(found.statuses["trainee"]) == {"registered_poor"}
    assert set(found.lists["awards"]) >= {"kind", "start_date"}
    assert {code[:4] for code in found.codes["trainee.domicile"]} == {"1101", "5333", "5334"}
    assert {20200327, 20200328, 20200329, 20201231, 20210101} <= set(found.days)


@pytest.mark.parametrize(("area", "start"), [("53", "53"), ("530000", "53"), ("5333", "5333"), ("533300", "5333")])
def test_a_county_is_found_in_every_area(area: str, start: str) -> None:
    """For an area a county in it is drawn, about whose place nothing is in doubt."""
    assert county_in(area).startswith(start)
    assert not county_in(area).endswith("00")
    assert county_in("533323") == "533323"
