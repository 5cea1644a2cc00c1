"""A rule on the class alone is asked once for all its people, with the answers that each would have had alone."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from vocskills import Assessment, assess, read_case
from vocskills.engines.interpret import Facts, Record, Records, interpret
from vocskills.engines.prepared import layout
from vocskills.engines.pycode import compile_nodes
from vocskills.language.check import check
from vocskills.language.lower import lower
from vocskills.language.nodes import BOOL, Node
from vocskills.language.parse import Expression
from vocskills.language.scope import Scope

ATTENDANCE = "all(share(k.present, k.enrolled) >= 80% for k in cohort.checks)"
EARLY = "count(k for k in cohort.checks if k.date < cohort.start_date) < 1"


def tree(text: str) -> Node:
    """A condition, lowered."""
    typed, faults = check(Expression(text), Scope(), BOOL)
    assert typed, faults
    return lower(typed.node)


def checks(*heads: tuple[int, int, int]) -> Records:
    """Checks with the heads present, at least and at most, and the heads due."""
    day = (20200301, 20200301)
    return Records(
        tuple(Record((1, 1), {"present": (lo, hi), "enrolled": (due, due), "date": day}) for lo, hi, due in heads), 0
    )


@pytest.mark.parametrize(
    ("records", "found"),
    [
        (checks((24, 24, 30), (30, 30, 30)), (1, 1)),
        (checks((23, 23, 30), (30, 30, 30)), (0, 0)),
        (checks((23, 24, 30)), (0, 1)),
        (attrs.evolve(checks((24, 24, 30)), rest=2), (0, 1)),
        (checks(), (1, 1)),
    ],
)
def test_a_question_to_a_list_alone_is_asked_once(records: Records, found: tuple[int, int]) -> None:
    """Generated code says what the interpreter says, and the second person of the class is told from memory."""
    node = tree(ATTENDANCE)
    ask = compile_nodes([node])
    first, second = (Facts({}, {"cohort.checks": records}) for _ in range(2))
    assert interpret(node, first) == ask(first)[0] == found
    column = layout([node]).prepare(second).columns[0]
    assert len(column.found) == 1
    assert ask(second)[0] == found


def test_a_question_that_reads_a_fact_besides_is_asked_anew() -> None:
    """With another first day of the class the same checks give another answer."""
    node = tree(EARLY)
    ask = compile_nodes([node])
    records = checks((24, 24, 30))
    for start, found in ((20200301, (1, 1)), (20200302, (0, 0)), (20200301, (1, 1))):
        facts = Facts({"cohort.start_date": (start, start)}, {"cohort.checks": records})
        assert ask(facts)[0] == interpret(node, facts) == found


def test_the_same_list_asked_for_other_fields_is_made_ready_again() -> None:
    """Two rules that read different fields of one list do not see each other's."""
    records = checks((24, 24, 30))
    facts = Facts({"cohort.start_date": (20200301, 20200301)}, {"cohort.checks": records})
    assert compile_nodes([tree(ATTENDANCE)])(facts) == compile_nodes([tree(EARLY)])(facts) == ((1, 1),)
    assert set(records.made) == {("enrolled", "present"), ("date",)}


def class_of(present: int | None, people: int) -> Assessment:
    """A class of Tianjin in 2021 of which one check counted so many of 30 heads; every second person has a history."""
    dated = {"start": "2010-01-01", "checked_on": "2027-12-31"}
    award = {"kind": "living_cost", "start_date": "2019-03-04", "end_date": "2019-03-22", "state": "paid"}
    items: list[Any] = [
        {
            "attended_hours": "80",
            "scheduled_hours": "80",
            "trainee": {
                "birth_date": f"19{70 + number}-05-06",
                "statuses": [{"category": "rural_laborer", "held": True, **dated}],
                "awards": {"complete": True, "items": [award] if number % 2 else []},
            },
        }
        for number in range(people)
    ]
    check_ = {"date": "2021-03-15", "present": present, "enrolled": 30}
    days = {"start_date": "2021-03-08", "end_date": "2021-03-26", "place": "120104"}
    cohort: dict[str, Any] = {**days, "checks": {"complete": True, "items": [check_]}}
    return assess(read_case({"cohort": cohort, "enrollments": items}), policy="cn-tianjin-operations-2019")


@pytest.mark.parametrize(("present", "failed", "opened"), [(24, 0, 0), (23, 1, 0), (None, 0, 1)])
def test_the_attendance_of_a_class_concerns_everybody_in_it(present: int | None, failed: int, opened: int) -> None:
    """Everybody has the class's answer, whether judged together with others or for a history by themselves."""
    rule = "cn-tianjin-operations-2019.class_attendance"
    found = class_of(present, 6)
    for subject in found.subjects:
        fee = subject.determinations[0]
        assert (fee.failed.count(rule), fee.open.count(rule)) == (failed, opened)


def test_the_checks_of_a_class_are_one_list_for_all_its_people() -> None:
    """They are put past the door once, and not once a person."""
    people = class_of(24, 4)._people
    assert len({id(person.doubts.lists["cohort.checks"]) for person in people}) == 1
