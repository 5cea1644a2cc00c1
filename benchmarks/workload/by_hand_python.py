"""The workload written by hand in plain Python: one loop over the claims, one over each person's in order.

A truth that is open is ``None``; an amount is a pair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from benchmarks.workload.tables import (
    CLASSES,
    DELIVERY,
    ELIGIBLE,
    EVALUATION,
    INELIGIBLE,
    LADDER,
    NOT_IN_FORCE,
    SCARCITY,
    UNDETERMINED,
    catalogue,
)

FEES = catalogue()
FROM, THROUGH = date(2022, 8, 1), date(2027, 7, 31)
KNOWN_CLASSES = frozenset(CLASSES)
NOTHING = (0, 0)
UNKNOWN_AWARDS = 1000

Truth = bool | None
Amount = tuple[int, int]
Answer = tuple[int, int, int, int, int, int, int, int, int]


class Award(NamedTuple):
    """A training fee or living cost that a person had or perhaps had."""

    year: int
    occupation: str
    level: int | None
    training: bool
    sure: bool


def decide(claims: Sequence[dict[str, Any]], history: Iterable[dict[str, Any]]) -> list[Answer]:
    """Outcome, least and most of the three subsidies for each claim, in the order given."""
    had: dict[str, list[Award]] = defaultdict(list)
    for row in history:
        if row["state"] in ("decided", "paid"):
            level = LADDER[row["level"]] if row["level"] else None
            training = row["kind"] == "training_fee"
            award = Award(row["start_date"].year, row["occupation"], level, training, sure=True)
            had[row["trainee.person_key"]].append(award)
    persons: dict[str, list[int]] = defaultdict(list)
    found: dict[int, Answer] = {}
    for place, claim in enumerate(claims):
        person = claim["trainee.person_key"]
        if person is None:
            found[place] = _decided(claim, None)[0]
        else:
            persons[person].append(place)
    for person, places in persons.items():
        awards = had.get(person, [])
        if len(places) > 1:
            places.sort(key=lambda place: (claims[place]["cohort.start_date"], claims[place]["claim.sequence"]))
            awards = list(awards)
        for place in places:
            found[place], new = _decided(claims[place], awards)
            if len(places) > 1:
                awards += new
    return [found[place] for place in range(len(claims))]


def _decided(claim: dict[str, Any], awards: list[Award] | None) -> tuple[Answer, list[Award]]:
    start = claim["cohort.start_date"]
    if not FROM <= start <= THROUGH:
        return (NOT_IN_FORCE, 0, 0, NOT_IN_FORCE, 0, 0, NOT_IN_FORCE, 0, 0), []
    passes = stateless(claim)
    training = _outcome(_all((passes, *_times(claim, awards))))
    difficulty = claim["trainee.statuses.employment_difficulty"]
    living = _outcome(_all((passes, difficulty, _once(start.year, awards))))
    fee = training_fee(claim) if training % 2 == 0 else NOTHING
    evaluation = evaluation_fee(claim) if training % 2 == 0 else NOTHING
    cost = 100_000 if living % 2 == 0 else 0
    level = LADDER[claim["program.level"]]
    new = []
    if training % 2 == 0:
        new.append(Award(start.year, claim["program.occupation"], level, training=True, sure=training == ELIGIBLE))
    if living % 2 == 0:
        new.append(Award(start.year, claim["program.occupation"], level, training=False, sure=living == ELIGIBLE))
    return (training, *fee, training, *evaluation, living, cost, cost), new


def stateless(claim: dict[str, Any]) -> Truth:
    """The ten rules."""
    birth, start = claim["trainee.birth_date"], claim["cohort.start_date"]
    age: Truth = None
    if birth is not None:
        years = start.year - birth.year - ((start.month, start.day) < (birth.month, birth.day))
        age = 16 <= years <= 59
    of_class, hours = claim["enrollment.claimed_as"], claim["enrollment.attended_hours"]
    return _all(
        (
            None if of_class is None else of_class in KNOWN_CLASSES,
            _not(claim["trainee.statuses.public_sector_staff"]),
            _not(claim["trainee.statuses.pension_recipient"]),
            age,
            (claim["program.occupation"], claim["program.level"]) in FEES,
            True if claim["program.lowest_level"] else claim["enrollment.meets_level_conditions"],
            None if hours is None else hours >= claim["program.required_hours"],
            claim["enrollment.completed"],
            claim["enrollment.filed"],
            _not(claim["cohort.unqualified"]),
        )
    )


def training_fee(claim: dict[str, Any]) -> Amount:
    """The fee in fen by scarcity, delivery and uplift, rounded once."""
    fee = FEES[claim["program.occupation"], claim["program.level"]] * 100
    scarcity, delivery = claim["program.scarcity"], claim["cohort.delivery"]
    if claim["program.level"] in ("technician", "senior_technician"):
        tenths = (10, 10)
    else:
        tenths = (8, 10) if scarcity is None else (SCARCITY[scarcity],) * 2
    share = (5, 10) if delivery is None else (DELIVERY[delivery],) * 2
    raised = _all((claim["provider.public_base"], claim["cohort.public_training"]))
    eighths = (8, 9) if raised is None else (9, 9) if raised else (8, 8)
    least, most = (fee * tenths[end] * share[end] * eighths[end] for end in (0, 1))
    return (least + 400) // 800, (most + 400) // 800


def evaluation_fee(claim: dict[str, Any]) -> Amount:
    """The fee in fen by class and level."""
    level, known = claim["program.level"], claim["program.evaluation_class"]
    if known is not None:
        fee = EVALUATION[known][level] * 100
        return fee, fee
    return EVALUATION["c"][level] * 100, EVALUATION["a"][level] * 100


def _times(claim: dict[str, Any], awards: list[Award] | None) -> tuple[Truth, Truth, Truth]:
    """The yearly limit, no repeat, no lower after higher."""
    student = claim["trainee.statuses.graduating_student"]
    fewest, most = (1, 2) if student is None else (1, 1) if student else (2, 2)
    if awards is None:
        return (False if most <= 0 else None), None, None
    year, occupation = claim["cohort.start_date"].year, claim["program.occupation"]
    level = LADDER[claim["program.level"]]
    sure = possible = 0
    repeat: Truth = True
    lower: Truth = True
    for award in awards:
        if not award.training:
            continue
        if award.year == year:
            possible += 1
            sure += award.sure
        if award.occupation == occupation:
            if award.level is None:
                repeat, lower = _least(repeat, None), _least(lower, None)
            elif award.level == level:
                repeat = _least(repeat, None if not award.sure else False)
            elif award.level > level:
                lower = _least(lower, None if not award.sure else False)
    yearly = True if possible < fewest else False if sure >= most else None
    return yearly, repeat, lower


def _once(year: int, awards: list[Award] | None) -> Truth:
    if awards is None:
        return None
    same = [award.sure for award in awards if not award.training and award.year == year]
    return False if any(same) else None if same else True


def _least(one: Truth, other: Truth) -> Truth:
    return False if one is False or other is False else None if one is None or other is None else True


def _not(value: Truth) -> Truth:
    return None if value is None else not value


def _all(values: Sequence[Truth]) -> Truth:
    return False if False in values else None if None in values else True


def _outcome(passes: Truth) -> int:
    return UNDETERMINED if passes is None else ELIGIBLE if passes else INELIGIBLE
