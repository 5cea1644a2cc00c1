"""Twenty rules and an amount, written twice: in the rule language, and by hand in plain Python.

The hand-written functions see the same whole numbers (dates as yyyymmdd, members as codes, money as fen) as attributes
of one object, and everything is known to them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from vocskills import calendar
from vocskills.engines.fold import fold
from vocskills.engines.interpret import Facts, Record, Records
from vocskills.engines.plan import Outcome, Plan
from vocskills.language.check import check
from vocskills.language.lower import lower, lower_money, to_fen
from vocskills.language.nodes import BOOL, MONEY, RATE, Compare, CompareOp, Fact, If, Literal, Node, Type
from vocskills.language.parse import Expression
from vocskills.language.scope import Cell, Scope, Table, TableRow, Typed
from vocskills.model.fields import Kind
from vocskills.model.terms import AwardKind, AwardState, CertificateKind, Delivery, Level, ProgramKind, Scarcity

RULES = (
    "age(trainee.birth_date, cohort.start_date) >= 16",
    "cohort.start_date < retirement_date(trainee)",
    "holds(trainee, registered_poor, cohort.start_date)",
    "not holds(trainee, full_time_student, cohort.start_date)",
    "in_area(trainee.domicile, 533300) or trainee.from_deep_poverty_county",
    "program.in_catalogue",
    "program.level >= junior",
    "enrollment.entry_level in (none, specialized) or enrollment.entry_level < program.level",
    "program.kind in (rural_labor, reemployment, poverty)",
    "5 <= cohort.training_days <= 90",
    "share(enrollment.attended_hours, enrollment.scheduled_hours) >= 80%",
    "enrollment.completed",
    "enrollment.filed",
    "cohort.filed_on <= plus_working_days(cohort.start_date, -3)",
    "claim.submitted_on <= plus_months(cohort.end_date, 12)",
    "cohort.start_date <= cohort.end_date <= plus_months(cohort.start_date, 6)",
    "had_this_year < (2 if trainee.from_deep_poverty_county else 1)",
    "all(months(a.end_date, cohort.start_date) >= 1 for a in awards if a.kind == training_fee)",
    "certificate.kind in (qualification, skill_level, specialized_capability)",
    "months(cohort.end_date, certificate.issued_on) < 12",
)
DEFINE = {
    "had_this_year": """count(a for a in awards if a.kind == free_training and a.state in (decided, paid)
        and year(a.start_date) == year(cohort.start_date))""",
}
AMOUNT = "standard.training_fee * scarcity_rate * delivery_rate + 60 * paid_days"

_READING = Fact("reading.paid_days", Type(Kind.ENUM, names=("scheduled", "attended")), 0, 1)


def _of(text: str, scope: Scope, expected: Type | None = None) -> Typed:
    typed, faults = check(Expression(text), scope, expected)
    assert typed, faults
    return typed


def _table(scope: Scope, name: str, by: str, cells: dict[int, Fraction | Cell]) -> None:
    rows = tuple(TableRow(((code, code),), cell) for code, cell in cells.items())
    scope.tables[name] = lambda: Table(name, RATE, (_of(by, scope).node,), rows, complete=True, lo=5_000, hi=10_000)


def _paid_days(scope: Scope) -> Typed:
    scheduled, attended = _of("cohort.training_days", scope), _of("enrollment.attended_days", scope)
    is_scheduled = Compare(CompareOp.EQ, _READING, Literal(0, _READING.type))
    return Typed(If(is_scheduled, scheduled.node, attended.node), scheduled.type)


def plan() -> Plan:
    """The rules and the amount as the loader would make them."""
    scope = Scope()
    for name, text in DEFINE.items():
        scope.define(name, lambda text=text: _of(text, scope))  # type: ignore[misc]
    scope.define("paid_days", lambda: _paid_days(scope))
    shares = {Scarcity.CRITICAL: Fraction(1), Scarcity.SCARCE: Fraction(9, 10), Scarcity.GENERAL: Fraction(4, 5)}
    _table(scope, "scarcity_rate", "program.scarcity", {term.code: share for term, share in shares.items()})
    delivery: dict[int, Fraction | Cell] = {
        Delivery.IN_PERSON.code: Fraction(1),
        Delivery.BLENDED.code: Fraction(7, 10),
        Delivery.ONLINE.code: Cell.OPEN,
    }
    _table(scope, "delivery_rate", "cohort.delivery", delivery)
    rules = tuple(fold(lower(_of(text, scope, BOOL).node)) for text in RULES)
    yes: Node = Literal(1, BOOL)
    governs = fold(lower(_of("'2020-01-01' <= cohort.start_date and cohort.end_date <= '2022-12-31'", scope).node))
    touches = fold(lower(_of("'2020-01-01' <= cohort.end_date and cohort.start_date <= '2022-12-31'", scope).node))
    return Plan(yes, governs, touches, rules, fold(to_fen(lower_money(_of(AMOUNT, scope, MONEY).node))))


# -- by hand -----------------------------------------------------------------------------------------------------------


@attrs.define
class Award:
    """One award on record."""

    kind: int
    state: int
    start_date: int
    end_date: int


@attrs.define
class Claim:
    """One enrollment with all that belongs to it, everything known."""

    birth_date: int
    former_age: int
    registered_poor: bool
    full_time_student: bool
    in_area: bool
    deep_poverty: bool
    in_catalogue: bool
    level: int
    entry_level: int
    kind: int
    training_days: int
    attended_days: int
    attended_hours: int
    scheduled_hours: int
    completed: bool
    filed: bool
    filed_on: int
    start_date: int
    end_date: int
    submitted_on: int
    certificate_kind: int
    issued_on: int
    training_fee: int
    scarcity: int
    delivery: int
    delivery_ruling: int
    by_attendance: bool
    awards: list[Award]


NONE, SPECIALIZED, JUNIOR = Level.NONE.code, Level.SPECIALIZED.code, Level.JUNIOR.code
KINDS = {ProgramKind.RURAL_LABOR.code, ProgramKind.REEMPLOYMENT.code, ProgramKind.POVERTY.code}
FREE, FEE = AwardKind.FREE_TRAINING.code, AwardKind.TRAINING_FEE.code
HAD = {AwardState.DECIDED.code, AwardState.PAID.code}
CERTIFICATES = {
    CertificateKind.QUALIFICATION.code,
    CertificateKind.SKILL_LEVEL.code,
    CertificateKind.SPECIALIZED_CAPABILITY.code,
}
SCARCITY = {Scarcity.CRITICAL.code: 100, Scarcity.SCARCE.code: 90, Scarcity.GENERAL.code: 80}
DELIVERY = {Delivery.IN_PERSON.code: 10_000, Delivery.BLENDED.code: 7_000}


def had_this_year(c: Claim) -> int:
    """Free trainings in the year of the class."""
    year = c.start_date // 10_000
    return sum(1 for a in c.awards if a.kind == FREE and a.state in HAD and a.start_date // 10_000 == year)


def amount(c: Claim) -> int:
    """Fen, half up."""
    delivery = DELIVERY.get(c.delivery, c.delivery_ruling)
    days = c.attended_days if c.by_attendance else c.training_days
    exact = c.training_fee * SCARCITY[c.scarcity] * delivery + 6_000 * days * 1_000_000
    return (2 * exact + 1_000_000) // 2_000_000


def window(c: Claim) -> Outcome | None:
    """What the dates alone decide."""
    if not (c.end_date >= 20200101 and c.start_date <= 20221231):
        return Outcome.NOT_IN_FORCE
    return None if c.start_date >= 20200101 and c.end_date <= 20221231 else Outcome.UNDETERMINED


def decide(c: Claim) -> tuple[int, int, int]:
    """Outcome and amount, stopping at the first rule that fails."""
    found = window(c)
    if found is Outcome.NOT_IN_FORCE:
        return found.value, 0, 0
    if found is Outcome.UNDETERMINED:
        pay = amount(c)
        return found.value, pay, pay
    if (
        (c.start_date - c.birth_date) // 10_000 < 16
        or c.start_date >= calendar.retirement_date(c.birth_date, c.former_age)
        or not c.registered_poor
        or c.full_time_student
        or not (c.in_area or c.deep_poverty)
        or not c.in_catalogue
        or c.level < JUNIOR
        or not (c.entry_level in (NONE, SPECIALIZED) or c.entry_level < c.level)
        or c.kind not in KINDS
        or not 5 <= c.training_days <= 90
        or c.attended_hours * 5 < c.scheduled_hours * 4
        or not c.completed
        or not c.filed
        or c.filed_on > calendar.plus_working_days(c.start_date, -3)
        or c.submitted_on > calendar.plus_months(c.end_date, 12)
        or not c.start_date <= c.end_date <= calendar.plus_months(c.start_date, 6)
        or had_this_year(c) >= (2 if c.deep_poverty else 1)
        or any(calendar.months(a.end_date, c.start_date) < 1 for a in c.awards if a.kind == FEE)
        or c.certificate_kind not in CERTIFICATES
        or calendar.months(c.end_date, c.issued_on) >= 12
    ):
        return Outcome.INELIGIBLE.value, 0, 0
    pay = amount(c)
    return Outcome.ELIGIBLE.value, pay, pay


def reasons(c: Claim) -> tuple[int, int, int, list[int], list[int]]:
    """The same with every rule that fails (and none that is open, everything being known)."""
    passed = (
        (c.start_date - c.birth_date) // 10_000 >= 16,
        c.start_date < calendar.retirement_date(c.birth_date, c.former_age),
        c.registered_poor,
        not c.full_time_student,
        c.in_area or c.deep_poverty,
        c.in_catalogue,
        c.level >= JUNIOR,
        c.entry_level in (NONE, SPECIALIZED) or c.entry_level < c.level,
        c.kind in KINDS,
        5 <= c.training_days <= 90,
        c.attended_hours * 5 >= c.scheduled_hours * 4,
        c.completed,
        c.filed,
        c.filed_on <= calendar.plus_working_days(c.start_date, -3),
        c.submitted_on <= calendar.plus_months(c.end_date, 12),
        c.start_date <= c.end_date <= calendar.plus_months(c.start_date, 6),
        had_this_year(c) < (2 if c.deep_poverty else 1),
        all(calendar.months(a.end_date, c.start_date) >= 1 for a in c.awards if a.kind == FEE),
        c.certificate_kind in CERTIFICATES,
        calendar.months(c.end_date, c.issued_on) < 12,
    )
    failed = [index for index, fine in enumerate(passed) if not fine]
    found = window(c)
    if found is Outcome.NOT_IN_FORCE:
        return found.value, 0, 0, failed, []
    if found is None and failed:
        return Outcome.INELIGIBLE.value, 0, 0, failed, []
    pay = amount(c)
    return (found or Outcome.ELIGIBLE).value, pay, pay, failed, []


# -- cases -------------------------------------------------------------------------------------------------------------


def claims(count: int, seed: int = 20200301) -> Iterator[Claim]:
    """Random claims, most of them in order but for a few facts."""
    pick = random.Random(seed)
    for _ in range(count):
        claim = _orderly(pick)
        other = _unruly(pick)
        for name in pick.sample([field.name for field in attrs.fields(Claim)], pick.choice([0, 0, 0, 1, 1, 2, 5])):
            setattr(claim, name, getattr(other, name))
        yield claim


def _orderly(pick: random.Random) -> Claim:
    year, month = pick.choice([2020, 2021]), pick.randint(3, 9)
    start, end = year * 10_000 + month * 100 + pick.randint(1, 28), year * 10_000 + (month + 1) * 100 + 28
    return Claim(
        birth_date=pick.randint(1970, 1999) * 10_000 + pick.randint(1, 12) * 100 + pick.randint(1, 28),
        former_age=pick.choice([55, 60]),
        registered_poor=True,
        full_time_student=False,
        in_area=pick.random() < 0.8,
        deep_poverty=pick.random() < 0.9,
        in_catalogue=True,
        level=pick.randint(JUNIOR, JUNIOR + 3),
        entry_level=pick.choice([NONE, SPECIALIZED, 2]),
        kind=pick.choice(sorted(KINDS)),
        training_days=pick.randint(5, 60),
        attended_days=pick.randint(4, 60),
        attended_hours=pick.randint(80, 100) * 100,
        scheduled_hours=100_00,
        completed=True,
        filed=True,
        filed_on=year * 10_000 + 201 + pick.randint(0, 18),
        start_date=start,
        end_date=end,
        submitted_on=end + pick.randint(1, 3) * 100,
        certificate_kind=pick.choice(sorted(CERTIFICATES)),
        issued_on=end + 100,
        training_fee=pick.randint(500_00, 3000_00),
        scarcity=pick.randint(0, 2),
        delivery=pick.randint(0, 2),
        delivery_ruling=pick.randint(5_000, 10_000),
        by_attendance=pick.random() < 0.5,
        awards=[_award(pick, year) for _ in range(pick.randint(0, 4))],
    )


def _award(pick: random.Random, year: int) -> Award:
    start = pick.randint(2018, year - 1) * 10_000 + pick.randint(1, 10) * 100 + pick.randint(1, 28)
    return Award(pick.choice([FREE, FEE, 0]), pick.randint(0, 3), start, start + 100)


def _unruly(pick: random.Random) -> Claim:
    """Every fact anywhere."""

    def day(first: int = 2019, last: int = 2023) -> int:
        return pick.randint(first, last) * 10_000 + pick.randint(1, 12) * 100 + pick.randint(1, 28)

    claim = _orderly(pick)
    for field in attrs.fields(Claim):
        value = getattr(claim, field.name)
        if isinstance(value, int):
            setattr(claim, field.name, day() if value > 10**7 else pick.randint(0, 2 * int(value) + 1) % 10_000_000)
    return attrs.evolve(
        claim,
        birth_date=day(1955, 2008),
        former_age=pick.choice([50, 55, 60]),
        level=pick.randint(0, 9),
        entry_level=pick.randint(0, 9),
        kind=pick.randint(0, 11),
        certificate_kind=pick.randint(0, 8),
        scarcity=pick.randint(0, 2),
        delivery=pick.randint(0, 2),
        delivery_ruling=pick.randint(5_000, 10_000),
        awards=[Award(FREE, 0, claim.start_date, claim.start_date + 1)] * pick.randint(1, 3),
        **{name: pick.random() < 0.5 for name, value in attrs.asdict(claim).items() if isinstance(value, bool)},
    )


def facts(claim: Claim) -> Facts:
    """The same claim past the door."""
    on = "cohort.start_date"
    values: dict[str, Any] = {
        "trainee.birth_date": claim.birth_date,
        "trainee.former_retirement_age": (claim.former_age - 50) // 5,
        f"holds(trainee, registered_poor, {on})": claim.registered_poor,
        f"holds(trainee, full_time_student, {on})": claim.full_time_student,
        "in_area(trainee.domicile, 533300)": claim.in_area,
        "trainee.from_deep_poverty_county": claim.deep_poverty,
        "program.in_catalogue": claim.in_catalogue,
        "program.level": claim.level,
        "program.kind": claim.kind,
        "program.scarcity": claim.scarcity,
        "enrollment.entry_level": claim.entry_level,
        "enrollment.attended_days": claim.attended_days,
        "enrollment.attended_hours": claim.attended_hours,
        "enrollment.scheduled_hours": claim.scheduled_hours,
        "enrollment.completed": claim.completed,
        "enrollment.filed": claim.filed,
        "cohort.training_days": claim.training_days,
        "cohort.filed_on": claim.filed_on,
        "cohort.start_date": claim.start_date,
        "cohort.end_date": claim.end_date,
        "cohort.delivery": claim.delivery,
        "claim.submitted_on": claim.submitted_on,
        "certificate.kind": claim.certificate_kind,
        "certificate.issued_on": claim.issued_on,
        "standard.training_fee": claim.training_fee,
        "ruling.delivery_rate": claim.delivery_ruling,
        "reading.paid_days": claim.by_attendance,
    }
    records = tuple(Record((1, 1), {n: (v, v) for n, v in attrs.asdict(award).items()}) for award in claim.awards)
    return Facts({path: (int(v), int(v)) for path, v in values.items()}, {"awards": Records(records, 0)})


def partly(known: Facts, pick: random.Random, missing: float) -> Facts:
    """The same case with a part of its facts, and of its histories, not known."""
    values = {path: bounds for path, bounds in known.values.items() if pick.random() >= missing}
    lists = {name: records for name, records in known.lists.items() if pick.random() >= missing}
    return Facts(values, lists)
