"""A window of an item's own: it ends before its policy does, and what follows was perhaps not read."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from packfiles import edited, faults, load
from vocskills import Assessment, InForce, Policy, Verdict, assess, audit, read_case, render, show
from vocskills.engines.interpret import Facts, decide
from vocskills.engines.plan import Outcome
from vocskills.engines.pycode import compile_plan

EX22 = "  EX22:\n    number: 示例〔2021〕9号\n    issued: 2021-06-30\n    read: none\n    facts: EX22\n"
UNREAD = ("    facts: EX20\n", f"    facts: EX20\n{EX22}")
ALLOWANCE = """  living_cost:
    facts: [EX20-02]
    article: 第二条
    requires: [of_age]
    amount: 100
    payee: trainee
    fund: open
"""


def windowed(*lines: str) -> str:
    """A pack of which the training fee has a window of its own, and the living cost none."""
    own = "".join(f"      {line}\n" for line in ("facts: [EX20-03]", "article: 第三条", *lines))
    requires = "    requires: [of_age]\n    amount: 800\n"
    fund = "    fund: employment_fund\n"
    return edited("plain", UNREAD, (requires, f"    in_force:\n{own}{requires}"), (fund, fund + ALLOWANCE))


CLOSED = load(windowed("through: 2021-06-30"))
FOLLOWED = load(windowed("through: 2021-06-30", "then: EX22"))
PERHAPS = load(windowed("through: 2021-06-30..", "then: EX22", "judged_on: [cohort.start_date]"))
LATE = load(windowed("from: 2021-07-01"))

INSIDE, ACROSS, BEYOND = (20210301, 20210630), (20210630, 20210701), (20210701, 20210801)
ADULT, CHILD = 19800101, 20100101


def outcome(policy: Policy, days: tuple[int, int], birth: int = ADULT, **more: tuple[int, int]) -> Outcome:
    """The outcome of the training fee, on which the interpreter and the generated code agree."""
    plan = policy.subsidies["training_fee"].plan
    given = {"cohort.start_date": days[0], "cohort.end_date": days[1], "trainee.birth_date": birth}
    facts = Facts({"exists(cohort)": (1, 1), **{path: (day, day) for path, day in given.items()}, **more})
    decider = compile_plan(plan)
    found = decide(plan, facts)
    assert decider.reasons(decider.layout.prepare(facts))[0] == found.outcome.value
    return found.outcome


@pytest.mark.parametrize(
    ("days", "birth", "closed", "followed"),
    [
        (INSIDE, ADULT, Outcome.ELIGIBLE, Outcome.ELIGIBLE),
        (INSIDE, CHILD, Outcome.INELIGIBLE, Outcome.INELIGIBLE),
        (ACROSS, ADULT, Outcome.UNDETERMINED, Outcome.UNDETERMINED),
        (BEYOND, ADULT, Outcome.NOT_IN_FORCE, Outcome.UNDETERMINED),
        (BEYOND, CHILD, Outcome.NOT_IN_FORCE, Outcome.UNDETERMINED),
        ((20211201, 20220101), CHILD, Outcome.NOT_IN_FORCE, Outcome.UNDETERMINED),
        ((20220101, 20220201), ADULT, Outcome.NOT_IN_FORCE, Outcome.NOT_IN_FORCE),
    ],
)
def test_the_window_of_an_item_ends_before_that_of_its_policy(
    days: tuple[int, int], birth: int, closed: Outcome, followed: Outcome
) -> None:
    """After its end it is not in force or, with an unread text to follow, undetermined, whatever the rules say."""
    assert outcome(CLOSED, days, birth) is closed
    assert outcome(FOLLOWED, days, birth) is followed


def test_a_window_may_begin_later_than_the_policy() -> None:
    """Before its first day the item is not in force; an end that is not stated is the policy's own."""
    assert outcome(LATE, INSIDE) is Outcome.NOT_IN_FORCE
    assert outcome(LATE, BEYOND) is Outcome.ELIGIBLE
    assert outcome(LATE, (20220101, 20220201)) is Outcome.NOT_IN_FORCE


def test_an_end_that_is_not_known_is_settled_by_a_ruling_on_the_item() -> None:
    """From the day on which it may have ended nothing is decided, until an authority says how long it holds."""
    clause = PERHAPS.clauses["training_fee.in_force.through"]
    assert clause.question.zh == "培训费补贴：施行到哪一天"
    assert outcome(PERHAPS, (20210630, 20210801)) is Outcome.ELIGIBLE
    assert outcome(PERHAPS, BEYOND) is outcome(PERHAPS, BEYOND, CHILD) is Outcome.UNDETERMINED
    lasts: dict[str, Any] = {"ruling.training_fee.in_force.through": (20211231, 20211231)}
    assert outcome(PERHAPS, BEYOND, **lasts) is Outcome.ELIGIBLE
    assert outcome(PERHAPS, BEYOND, CHILD, **lasts) is Outcome.INELIGIBLE
    ended: dict[str, Any] = {"ruling.training_fee.in_force.through": (20210630, 20210630)}
    assert outcome(PERHAPS, BEYOND, CHILD, **ended) is Outcome.UNDETERMINED


def decided(policy: Policy, start: str, end: str, birth: str = "1980-01-01") -> Assessment:
    """A case of the policy."""
    case = {"cohort": {"start_date": start, "end_date": end}, "trainee": {"birth_date": birth}}
    return assess(read_case({"place": "530000", **case}), policy=policy, alone=True)


def test_the_answer_names_the_text_that_took_over() -> None:
    """The item is undetermined with the reason, its neighbour of the same policy is decided as before."""
    found = decided(FOLLOWED, "2021-07-01", "2021-08-01", "2010-01-01")
    fee, living = found.subjects[0].determinations
    assert (fee.verdict, living.verdict) == (Verdict.UNDETERMINED, Verdict.INELIGIBLE)
    assert fee.window is not None
    assert living.window is None
    assert fee.window.in_force is InForce.OPEN
    assert fee.window.why.zh.endswith("期满后由示例〔2021〕9号接续，其条文未读到")
    assert found.texts[0].in_force is InForce.YES
    for page in (render(found, lang="en"), render(found, lang="en", everybody=True)):
        assert "followed by 示例〔2021〕9号, whose articles were not read" in " ".join(page.split())
    assert "期满后由示例〔2021〕9号接续，其条文未读到" in found._repr_html_()


def test_inside_its_window_nothing_is_said_of_it() -> None:
    """Where the window surely governs, the page has no word of it."""
    found = decided(FOLLOWED, "2021-03-01", "2021-04-01")
    window = found.subjects[0].determinations[0].window
    assert window is not None
    assert window.in_force is InForce.YES
    assert "followed by" not in render(found, lang="en")


def test_the_sheet_shows_the_window_of_an_item() -> None:
    """From when to when, by which dates, where it stands and what follows."""
    sheet = show(PERHAPS, "en")
    assert "a window of its own, by: 第三条; EX20-03" in sheet
    assert "window: at least to 2021-06-30 (no source says how long)" in sheet
    assert "afterwards: 示例〔2021〕9号 (its articles were not read)" in sheet


@pytest.mark.parametrize(
    ("lines", "where", "what"),
    [
        (("then: EX22",), "", "neither from nor through is given"),
        (("through: 2021-06-30", "then: EX20"), ".then", "then names a document that was not read"),
        (("from: 2021-06-30", "through: 2021-06-01"), ".through", "it ends before it begins"),
        (("through: soon",), ".through", "not written as a date"),
        (("through: 2021-06-30", "judged_on: [cohort.training_days]"), ".judged_on[0]", "date is wanted here"),
    ],
)
def test_a_window_with_faults_is_refused(lines: tuple[str, ...], where: str, what: str) -> None:
    """A window without ends, with a text that was read to follow, or upside down, at its place in the pack."""
    (fault,) = faults(windowed(*lines))
    assert fault.where == f"subsidies.training_fee.in_force{where}"
    assert fault.what.en.startswith(what)


def test_the_dates_of_a_window_must_be_there() -> None:
    """A window judged on the date of something that need not exist needs a rule that asks for it."""
    (fault,) = faults(windowed("through: 2021-06-30", "judged_on: [certificate.issued_on]"))
    assert (
        fault.what.en == "the date that it is judged on is of the certificate, which a person in a class need not have"
    )


def test_tables_of_claims_say_the_same() -> None:
    """Apprentices of Tianjin on both sides of the day on which the unread measures were published, young and old."""
    rows = [
        {
            "cohort.start_date": start,
            "cohort.end_date": "2026-09-30",
            "program.kind": "apprenticeship",
            "program.level": "senior",
            "trainee.birth_date": birth,
            "trainee.sex": "male",
        }
        for start in ("2025-07-08", "2025-07-09")
        for birth in ("1990-01-01", "1950-01-01")
    ]
    found = audit(pl.DataFrame(rows), place="120000")
    outcomes = found.frame["cn-tianjin-training-2022.apprenticeship.outcome"].to_list()
    assert outcomes == ["undetermined", "ineligible", "undetermined", "undetermined"]
    for row, expected in enumerate(outcomes):
        subject = found.explain(row).subjects[0]
        (one,) = (d for d in subject.determinations if d.subsidy == "apprenticeship")
        assert one.verdict.value == expected
