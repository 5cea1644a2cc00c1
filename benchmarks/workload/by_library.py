"""The same claims as cases for ``assess_all``: what every other version is compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

import polars as pl
from benchmarks.workload.tables import ELIGIBLE, INELIGIBLE, NOT_IN_FORCE, PACK, SUBSIDIES, UNDETERMINED

from vocskills import assess_all
from vocskills.assessment.determination import Determination
from vocskills.assessment.outcomes import Verdict
from vocskills.auditing import Audit, audit
from vocskills.model import Award, Case, Claim, Cohort, Enrollment, Listing, Program, Provider, Status, Trainee
from vocskills.model.fields import Term
from vocskills.model.terms import (
    AwardKind,
    AwardState,
    Category,
    Delivery,
    EvaluationClass,
    Level,
    Scarcity,
)
from vocskills.policy import load_policy
from vocskills.policy.pack import Policy

CODES = {
    Verdict.NOT_IN_FORCE: NOT_IN_FORCE,
    Verdict.UNDETERMINED: UNDETERMINED,
    Verdict.INELIGIBLE: INELIGIBLE,
    Verdict.ELIGIBLE: ELIGIBLE,
}
T = TypeVar("T", bound=Term)

_STATUS = "trainee.statuses."


@cache
def policy() -> Policy:
    """The model as the library reads it."""
    return load_policy(PACK)


def decide(claims: Sequence[dict[str, Any]], history: Iterable[dict[str, Any]]) -> list[tuple[int, ...]]:
    """Outcome, least and most of the three subsidies for each claim, in the order given."""
    had: dict[str, list[Award]] = defaultdict(list)
    for row in history:
        had[row["trainee.person_key"]].append(_award(row))
    cases = [case(claim, had) for claim in claims]
    found = assess_all(cases, policy=policy(), alone=True)
    return [_answer(assessment.subjects[0].determinations) for assessment in found]


def decided(claims: pl.DataFrame, history: pl.DataFrame) -> Audit:
    """The table decided as one."""
    return audit(claims, policy(), place="120000", alone=True, history=history, complete={"history"})


def audited(claims: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """The table decided as one, with the columns of the versions written by hand."""
    frame: pl.DataFrame = decided(claims, history).frame
    amounts = pl.exclude([f"{name}.outcome" for name in SUBSIDIES])
    return said(frame, policy(), SUBSIDIES, pl.Int8).with_columns(amounts.fill_null(0))


def said(frame: pl.DataFrame, of: Policy, names: Iterable[str], kind: type[pl.DataType]) -> pl.DataFrame:
    """Outcome, least and most of some subsidies as an audit says them, outcomes as numbers of a kind."""
    codes = {verdict.value: code for verdict, code in CODES.items()}
    columns = {}
    for name in names:
        column = f"{of.id}.{name}"
        outcome = pl.col(f"{column}.outcome").cast(pl.String)
        columns[f"{name}.outcome"] = outcome.replace_strict(codes, return_dtype=kind)
        columns[f"{name}.least"] = pl.col(f"{column}.amount_least_fen")
        columns[f"{name}.most"] = pl.col(f"{column}.amount_most_fen")
    return frame.select(**columns)


def case(claim: dict[str, Any], had: dict[str, list[Award]]) -> Case:
    """One claim with its class and the awards on record of its person."""
    person = claim["trainee.person_key"]
    awards = Listing(tuple(had.get(person, ())), complete=True) if person is not None else Listing[Award]()
    on = claim["cohort.start_date"]
    statuses = tuple(
        Status(category=_member(Category, key.removeprefix(_STATUS)), held=held, start=on, end=on, checked_on=on)
        for key, held in claim.items()
        if key.startswith(_STATUS) and held is not None
    )
    trainee = Trainee(
        person_key=person, birth_date=claim["trainee.birth_date"], awards=awards, statuses=Listing(statuses)
    )
    hours = claim["enrollment.attended_hours"]
    of_class, level_met = claim["enrollment.claimed_as"], claim["enrollment.meets_level_conditions"]
    enrollment = Enrollment(
        claimed_as=_member(Category, of_class),
        meets_level_conditions=level_met,
        attended_hours=None if hours is None else Decimal(hours),
        completed=claim["enrollment.completed"],
        filed=claim["enrollment.filed"],
        claim=Claim(id=claim["claim.id"], sequence=claim["claim.sequence"]),
    )
    delivery, scarcity = claim["cohort.delivery"], claim["program.scarcity"]
    evaluation = claim["program.evaluation_class"]
    return Case(
        cohort=Cohort(
            start_date=on,
            end_date=claim["cohort.end_date"],
            delivery=_member(Delivery, delivery),
            public_training=claim["cohort.public_training"],
            unqualified=claim["cohort.unqualified"],
        ),
        program=Program(
            occupation=claim["program.occupation"],
            level=_member(Level, claim["program.level"]),
            lowest_level=claim["program.lowest_level"],
            scarcity=_member(Scarcity, scarcity),
            evaluation_class=_member(EvaluationClass, evaluation),
            required_hours=Decimal(claim["program.required_hours"]),
        ),
        provider=Provider(public_base=claim["provider.public_base"]),
        trainee=trainee,
        enrollment=enrollment,
    )


def _member(kind: type[T], value: str | None) -> T | None:
    return next((member for member in kind if member.value == value), None)


def _award(row: dict[str, Any]) -> Award:
    return Award(
        kind=_member(AwardKind, row["kind"]),
        state=_member(AwardState, row["state"]),
        occupation=row["occupation"],
        level=_member(Level, row["level"]),
        start_date=row["start_date"],
    )


def _answer(determinations: Iterable[Determination]) -> tuple[int, ...]:
    found = {one.subsidy: one for one in determinations}
    return tuple(value for name in SUBSIDIES for value in _values(found[name]))


def _values(one: Determination) -> tuple[int, int, int]:
    if one.amount is None:
        return CODES[one.verdict], 0, 0
    assert one.amount.most is not None
    return CODES[one.verdict], one.amount.least.fen, one.amount.most.fen
