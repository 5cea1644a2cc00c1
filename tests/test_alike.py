from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import identity_number
from vocskills.assessment import alike, assess, doubt
from vocskills.assessment.alike import judge_all
from vocskills.assessment.docket import Docket, docket
from vocskills.convert import read_case
from vocskills.door import Codes, facts_of, subjects
from vocskills.policy import get
from vocskills.text import Text

YUNNAN, BESIDE = "cn-yunnan-poverty-training", ("cn-action-2019", "cn-poverty-measures-2018")
DAYS = {"start_date": "2020-05-11", "end_date": "2020-05-22", "training_days": 10}
POOR = {"category": "registered_poor", "held": True, "start": "2017-01-01", "checked_on": "2020-05-11"}
BIRTH = "trainee.birth_date"
BIRTHS = st.dates(date(1940, 1, 1), date(2012, 12, 31))
ODD = st.fixed_dictionaries(
    {},
    optional={
        "sex": st.sampled_from(["male", "female"]),
        "domicile": st.sampled_from(["533323", "530102"]),
        "statuses": st.sampled_from([[POOR], [POOR | {"held": False}], []]),
        "awards": st.sampled_from([{"complete": True, "items": []}, {"items": []}]),
    },
)


@pytest.fixture(scope="module")
def bench() -> Docket:
    """The Yunnan notice and what binds beside it, compiled."""
    return docket((get(YUNNAN),), tuple(get(name) for name in BESIDE))


def claims(bench: Docket, people: list[dict[str, Any]], days: dict[str, Any] = DAYS, attended: int = 10) -> list[Any]:
    """People of one class as claims past the door."""
    listed = [{"trainee": person, "attended_days": attended} for person in people]
    case = read_case({"place": "533323", "cohort": days, "enrollments": listed, "as_of": "2020-06-05"})
    found = [facts_of(subject, bench.wanted.values(), bench.lists, Codes()) for subject in subjects(case)]
    clauses = {key: (fact.lo, fact.hi) for key, fact in bench.facts.items() if key not in bench.wanted}
    return [(bench, {**clauses, **facts.values}, facts.lists) for facts in found]


@given(births=st.lists(BIRTHS, min_size=1, max_size=12), person=ODD, unknown=st.booleans())
def test_judged_together_or_apart_the_answer_is_the_same(
    bench: Docket, births: list[date], person: dict[str, Any], unknown: bool
) -> None:
    """People who differ in their date of birth are judged as each by herself, world by world, line by line."""
    people = [person | {"birth_date": birth.isoformat()} for birth in births] + [person] * unknown
    asked = claims(bench, people)
    for one, (_, values, lists) in zip(judge_all(asked), asked, strict=True):
        alone = doubt.judge(bench, values, lists)
        assert one.worlds == alone.worlds
        assert one.values == alone.values == values


STARTS = st.dates(date(2017, 1, 1), date(2021, 6, 30))
CLASSES = st.tuples(STARTS, st.integers(0, 40), st.integers(1, 20), st.integers(0, 20), BIRTHS)


@given(classes=st.lists(CLASSES, min_size=1, max_size=10), person=ODD, unknown=st.sampled_from(["", *DAYS]))
def test_classes_of_other_dates_are_judged_together_or_apart_with_one_answer(
    bench: Docket, classes: list[tuple[date, int, int, int, date]], person: dict[str, Any], unknown: str
) -> None:
    """People of classes that differ in dates, days and attendance are judged as each of them by herself."""
    asked = []
    for start, more, days, missed, birth in classes:
        training = min(days, more + 1)
        held: dict[str, Any] = {"start_date": start.isoformat(), "end_date": (start + timedelta(days=more)).isoformat()}
        held |= {"training_days": training}
        held.pop(unknown, None)
        born = person | {"birth_date": birth.isoformat()}
        asked += claims(bench, [born], held, max(training - missed, 0))
    for one, (_, values, lists) in zip(judge_all(asked), asked, strict=True):
        alone = doubt.judge(bench, values, lists)
        assert one.worlds == alone.worlds
        assert one.values == alone.values == values


def test_a_class_of_one_kind_is_judged_once(bench: Docket, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty adults of working age with the same facts take one judgement, or a few where an age lies between them."""
    made: list[Any] = []

    def counted(*arguments: Any) -> Any:
        made.append(arguments)
        return doubt.judge(*arguments)

    monkeypatch.setattr(alike, "judge", counted)
    whole = {"sex": "male", "domicile": "533323", "statuses": [POOR], "awards": {"complete": True, "items": []}}
    births = [f"19{70 + n % 28}-03-{n % 27 + 1:02d}" for n in range(40)]
    asked = claims(bench, [whole | {"birth_date": birth} for birth in births])
    judge_all(asked)
    assert len(made) == 1
    made.clear()
    judge_all(claims(bench, [whole | {"birth_date": birth} for birth in [*births, "2005-01-01"]]))
    assert 1 < len(made) < 10


def test_the_facts_of_each_stay_her_own(bench: Docket) -> None:
    """People who share their worlds keep their own date of birth."""
    asked = claims(bench, [{"statuses": [POOR], "birth_date": birth} for birth in ("1980-01-01", "1990-01-01")])
    assert [one.values[BIRTH] for one in judge_all(asked)] == [(19800101, 19800101), (19900101, 19900101)]


def test_whoever_watches_sees_every_group(bench: Docket) -> None:
    """Watching hands on as many groups as there are kinds of people, and changes nothing."""
    seen: list[int] = []

    def watch(_: Text, items: Any) -> Any:
        seen.append(len(items))
        return items

    people = [{"birth_date": "1980-01-01"}, {"birth_date": "1990-01-01"}, {"birth_date": "1990-01-01", "sex": "male"}]
    assert judge_all(claims(bench, people), watch) == judge_all(claims(bench, people))
    assert seen == [2]


def test_people_of_one_judgement_have_answers_of_their_own() -> None:
    """Names, numbers and places in the list are each person's; all else is what they share."""
    numbers = [identity_number("19850315", 1), identity_number("19860415", 2)]
    listed = [
        {"trainee": {"id_number": n, "name": f"合成{n[-1]}", "statuses": [POOR]}, "attended_days": 10} for n in numbers
    ]
    found = assess(read_case({"place": "533323", "cohort": DAYS, "enrollments": listed}))
    first, second = found.subjects
    assert (first.index, second.index) == (0, 1)
    assert first.id_number[-4:] == numbers[0][-4:] and second.id_number[-4:] == numbers[1][-4:]
    assert attrs.evolve(first, index=1, id_number=second.id_number, name=second.name) == second
    births = [found.explain(one, one.determinations[0]).findings[1].uses for one in (first, second)]
    assert births[0] != births[1]
