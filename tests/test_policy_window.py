"""The window of a policy, and the outcomes on either side of its ends."""

from __future__ import annotations

import pytest

from packfiles import edited, faults, good, load
from vocskills.engines.interpret import Facts, decide
from vocskills.engines.plan import Outcome
from vocskills.language.nodes import DATE, Fact
from vocskills.policy.documents import Citation
from vocskills.policy.pack import ClauseKind, Policy
from vocskills.text import Text

EX22 = "  EX22:\n    number: unknown\n    issued: 2022-01-01\n    read: none\n    facts: EX22\n"
UNREAD = ("    facts: EX20\n", f"    facts: EX20\n{EX22}")
THEN = ("  through: 2021-12-31\n", "  through: 2021-12-31\n  then: EX22\n")
FROM = ("  from: 2020-03-01\n", "  from: 2020-03\n")
FIRST_DAY = ("  through: 2021-12-31\n", "  through: 2021-12-31\n  judged_on: [cohort.start_date]\n")

CLOSED = load(good("plain"))
FOLLOWED = load(edited("plain", UNREAD, THEN))
UNCERTAIN = load(edited("plain", FROM))


def outcome(policy: Policy, start: object, end: object, birth: int = 19800101, **rulings: int) -> Outcome:
    """The outcome of the one subsidy for a class from ``start`` to ``end``, each a day or the bounds of one."""
    days = {"cohort.start_date": start, "cohort.end_date": end, "trainee.birth_date": birth}
    given = {path: day if isinstance(day, tuple) else (day, day) for path, day in days.items()}
    ruled = {f"ruling.in_force.{name.strip('_')}": (day, day) for name, day in rulings.items()}
    (subsidy,) = policy.subsidies.values()
    return decide(subsidy.plan, Facts({"exists(cohort)": (1, 1), **given, **ruled})).outcome


@pytest.mark.parametrize(
    ("start", "end", "closed", "followed"),
    [
        (20200229, 20200229, Outcome.NOT_IN_FORCE, Outcome.NOT_IN_FORCE),
        (20200229, 20200301, Outcome.UNDETERMINED, Outcome.UNDETERMINED),
        (20200301, 20200301, Outcome.ELIGIBLE, Outcome.ELIGIBLE),
        (20200301, 20211231, Outcome.ELIGIBLE, Outcome.ELIGIBLE),
        (20211231, 20220101, Outcome.UNDETERMINED, Outcome.UNDETERMINED),
        (20220101, 20220101, Outcome.NOT_IN_FORCE, Outcome.UNDETERMINED),
        ((20200201, 20200401), 20200501, Outcome.UNDETERMINED, Outcome.UNDETERMINED),
        ((20190101, 20190201), (20190201, 20190301), Outcome.NOT_IN_FORCE, Outcome.NOT_IN_FORCE),
    ],
)
def test_the_window_decides_with_and_without_a_successor(
    start: object, end: object, closed: Outcome, followed: Outcome
) -> None:
    """All dates inside: the text governs; some: undetermined; none: not in force, unless an unread text took over."""
    assert outcome(CLOSED, start, end) is closed
    assert outcome(FOLLOWED, start, end) is followed


def test_failure_beats_doubt_only_inside_the_window() -> None:
    """A child is refused where the text governs; across its end or beyond it nothing is said of the child."""
    child = 20100101
    assert outcome(FOLLOWED, 20200301, 20200401, child) is Outcome.INELIGIBLE
    assert outcome(FOLLOWED, 20211231, 20220101, child) is Outcome.UNDETERMINED
    assert outcome(FOLLOWED, 20220201, 20220301, child) is Outcome.UNDETERMINED


def test_an_uncertain_end_is_a_fact_that_a_ruling_settles() -> None:
    """Where the day of the start is not known, classes near it are open until an authority names the day."""
    clause = UNCERTAIN.clauses["in_force.from"]
    assert clause.kind is ClauseKind.OPEN
    assert clause.fact == Fact("ruling.in_force.from", DATE, 20200301, 20200331)
    assert clause.cite == Citation(("EX20-04",), "", "EX20")
    assert "in_force.through" not in UNCERTAIN.clauses
    assert outcome(UNCERTAIN, 20200229, 20200229) is Outcome.NOT_IN_FORCE
    assert outcome(UNCERTAIN, 20200315, 20200401) is Outcome.UNDETERMINED
    assert outcome(UNCERTAIN, 20200315, 20200401, from_=20200315) is Outcome.ELIGIBLE
    assert outcome(UNCERTAIN, 20200315, 20200316, from_=20200331) is Outcome.NOT_IN_FORCE
    assert outcome(UNCERTAIN, 20200331, 20200401) is Outcome.ELIGIBLE


def test_the_dates_that_govern_are_the_first_and_last_day_unless_named() -> None:
    """With the first day alone a class may run beyond the end of the text."""
    assert CLOSED.judged_on == ("cohort.start_date", "cohort.end_date")
    first_only = load(edited("plain", FIRST_DAY))
    assert first_only.judged_on == ("cohort.start_date",)
    assert outcome(first_only, 20211231, 20220301) is Outcome.ELIGIBLE


def test_the_window_is_kept_with_its_facts() -> None:
    """Ends, successor, interpretation and facts of the window stand in the policy."""
    window = load(good("whole")).window
    assert window is not None
    assert (window.start, window.end, window.then) == ((20200301, 20200331), (20211231, 20211231), "EX22")
    assert window.interpretation == Text("三月内自何日起施行未写明", "the day in March is not stated")
    assert window.cite == Citation(("EX20-04",), "第四条", "EX20")


def test_a_text_that_was_read_needs_a_window() -> None:
    """Without a window nobody could say when the rules hold."""
    head, tail = good("plain").split("in_force:\n")
    rest = tail[tail.index("rules:") :]
    assert [(fault.where, fault.what.en) for fault in faults(head + rest)] == [
        ("in_force", "the key in_force is missing")
    ]
