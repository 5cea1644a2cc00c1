"""Tianjin's training fee up to senior workers (TJ22-03 to TJ22-13), written by hand in plain Python.

The shipped document says the same in the rule language. The hand-written functions see the same whole numbers (dates as
yyyymmdd, members and codes as numbers, money as fen, hours in hundredths, rates in basis points) as attributes of one
object, and everything is known to them: readings, rulings and figures given for what was not read too.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import attrs

from vocskills import calendar
from vocskills.door import Codes
from vocskills.engines.interpret import Facts, Record, Records
from vocskills.engines.plan import Outcome, Plan
from vocskills.model.fields import Term
from vocskills.model.terms import (
    LADDER,
    AwardKind,
    CertificateKind,
    Delivery,
    HoursTier,
    Level,
    ProgramKind,
    ProviderKind,
    Scarcity,
)
from vocskills.policy import get

RULES = (
    "supervision.not_in_violation",
    "person_class",
    "working_age",
    "not_public_staff",
    "not_pensioner",
    "training_provider",
    "in_catalogue",
    "fee_listed",
    "scarcity_listed",
    "delivery_covered",
    "hours_met",
    "certified",
    "certificate_kind",
    "certificate_matches",
    "level_open",
    "yearly",
    "shared_limit",
    "no_repeat",
    "no_lower",
)
"""The rules in the order in which the functions below judge them."""
# Loaded before any code is numbered, so that the occupations of the catalogue have the numbers that the document gave.
SUBSIDY = get("cn-tianjin-training-2022").subsidies["training_fee"]


def plan() -> Plan:
    """The plan of the shipped document."""
    assert SUBSIDY.requires == RULES
    return SUBSIDY.plan


# -- by hand -----------------------------------------------------------------------------------------------------------


@attrs.define
class Award:
    """One award on record."""

    kind: int
    start_date: int
    end_date: int
    occupation: int
    level: int


@attrs.define
class Given:
    """What the case (``supplied``) or an authority says where the catalogue was not read, or only seen in the press."""

    supplied: bool
    listed: bool
    value: int


@attrs.define
class Claim:
    """One enrollment with all that belongs to it, everything known."""

    there: bool
    start_date: int
    end_date: int
    unqualified: bool
    supervised: bool
    delivery: int
    delivery_listed: bool
    delivery_rate: int
    public_training: bool
    kind: int
    level: int
    occupation: int
    hours_tier: int
    required_hours: int
    lowest_level: bool
    provider_kind: int
    public_base: bool
    uplift: int
    employee: bool
    student: bool
    rural_laborer: bool
    registered_unemployed: bool
    employment_difficulty: bool
    flexible_worker: bool
    paired_region: bool
    veteran: bool
    veterans_of_the_city: bool
    domicile: bool
    residence_permit: bool
    secondary_pupil: bool
    former_age: int
    birth_date: int
    public_staff: bool
    pensioner: bool
    included: Given
    fee: Given
    scarcity: Given
    attended_hours: int
    recognized_hours: int
    four_fifths: bool
    certified: bool
    certificate_kind: int
    certificate_occupation: int
    certificate_level: int
    meets_conditions: bool
    by_last_day: bool
    shared_limit: bool
    other_kinds_bar: bool
    awards: list[Award]


SPECIALIZED, JUNIOR = Level.SPECIALIZED.code, Level.JUNIOR.code
SENIOR, TECHNICIAN = Level.SENIOR.code, Level.TECHNICIAN.code
RUNGS = frozenset(level.code for level in LADDER)
FEE, APPRENTICESHIP = AwardKind.TRAINING_FEE.code, AwardKind.APPRENTICESHIP.code
TRAININGS = {FEE, AwardKind.TARGETED.code, AwardKind.PROJECT_BASED.code, APPRENTICESHIP}
APPRENTICE = ProgramKind.APPRENTICESHIP.code
OTHERWISE = {
    APPRENTICE,
    ProgramKind.MENTORING.code,
    ProgramKind.TARGETED.code,
    ProgramKind.PRE_JOB.code,
    ProgramKind.PROJECT_BASED.code,
    ProgramKind.SAFETY.code,
    ProgramKind.STARTUP.code,
}
CENTER, BASE = ProviderKind.PUBLIC_TRAINING_BASE.code, ProviderKind.ENTERPRISE_PUBLIC_BASE.code
ENTERPRISE, OTHER = ProviderKind.ENTERPRISE_CENTER.code, ProviderKind.OTHER.code
IN_PERSON, ONLINE = Delivery.IN_PERSON.code, Delivery.ONLINE.code
CERTIFICATES = {
    CertificateKind.QUALIFICATION.code,
    CertificateKind.SKILL_LEVEL.code,
    CertificateKind.SPECIALIZED_CAPABILITY.code,
}
SCARCITY = {Scarcity.CRITICAL.code: 100, Scarcity.SCARCE.code: 90, Scarcity.GENERAL.code: 80}
DELIVERY = {IN_PERSON: 10_000, Delivery.BLENDED.code: 7_000}
CODES = Codes()


def _catalogue() -> dict[tuple[int, int, int], tuple[int, int] | None]:
    """Fee in fen and scarcity of each item of the catalogue that was read; ``None`` where it has no such item."""
    text = (files("vocskills") / "packs" / "cn-tianjin-catalogue-2021.csv").read_text("utf-8")
    found: dict[tuple[int, int, int], tuple[int, int] | None] = {}
    for row in csv.DictReader(text.splitlines()):
        level, tier = _code(Level, row["program.level"]), _code(HoursTier, row["program.hours_tier"])
        key = CODES.number(row["program.occupation"]), level, tier
        there = row["included"] == "yes"
        found[key] = (int(row["training_fee"]) * 100, _code(Scarcity, row["scarcity"])) if there else None
    return found


def _code(members: type[Term], name: str) -> int:
    """The number of a member of a closed list."""
    return next(member.code for member in members if member.value == name)


CATALOGUE = _catalogue()
OCCUPATIONS = sorted({occupation for occupation, _, _ in CATALOGUE})
UNLISTED = CODES.number("6-99-99-99")
MISS: tuple[int, int] = (-1, -1)


def row_of(c: Claim) -> tuple[int, int] | None:
    """The row of the catalogue of 2021-2022; a miss where it does not govern or was not read that far."""
    if c.start_date <= 20231231 and c.end_date <= 20231231:
        return CATALOGUE.get((c.occupation, c.level, c.hours_tier), MISS)
    return MISS


def listed(row: tuple[int, int] | None, given: Given) -> bool:
    """Whether the catalogue has a value, by what was given or else read."""
    return given.listed if row is MISS else row is not None or given.supplied


def window(c: Claim) -> Outcome | None:
    """What the line of training and the dates alone decide."""
    center = c.provider_kind == CENTER and c.level == SPECIALIZED
    if not c.there or c.kind in OTHERWISE or center or c.level >= TECHNICIAN:
        return Outcome.NOT_APPLICABLE
    first, last = (c.start_date, c.end_date) if c.start_date <= c.end_date else (c.end_date, c.start_date)
    inside = 20220801 <= c.start_date <= 20270731, 20220801 <= c.end_date <= 20270731
    if not any(inside):
        return Outcome.NOT_IN_FORCE
    return None if first >= 20220801 and last <= 20270731 else Outcome.UNDETERMINED


def in_order(c: Claim) -> bool:
    """Whether the class was not found in violation, where the measures of supervision hold."""
    first, last = 20220901 <= c.start_date <= 20240831, 20220901 <= c.end_date <= 20240831
    judged = (first and last) or ((first or last) and c.supervised)
    return not (judged and c.unqualified)


def of_the_city(c: Claim) -> bool:
    """Whether the person is of a class that may be trained."""
    return (
        c.employee
        or c.student
        or c.rural_laborer
        or c.registered_unemployed
        or (c.employment_difficulty and c.flexible_worker)
        or c.paired_region
        or (c.veteran and not c.veterans_of_the_city)
        or ((c.domicile or c.residence_permit) and not c.secondary_pupil)
    )


def of_age(c: Claim) -> bool:
    """From the 16th birthday to retirement."""
    old_enough = (c.start_date - c.birth_date) // 10_000 >= 16
    return old_enough and c.start_date < calendar.retirement_date(c.birth_date, c.former_age)


def hours_met(c: Claim) -> bool:
    """Whether enough hours were attended, or recognised where some were online."""
    hours = c.attended_hours if c.delivery == IN_PERSON else c.recognized_hours
    return hours * 5 >= c.required_hours * 4 if c.four_fifths else hours >= c.required_hours


def counted(c: Claim, kinds: set[int]) -> int:
    """Awards of some kinds in the year of the class."""
    if c.by_last_day:
        year = c.end_date // 10_000
        return sum(1 for a in c.awards if a.kind in kinds and a.end_date // 10_000 == year)
    year = c.start_date // 10_000
    return sum(1 for a in c.awards if a.kind in kinds and a.start_date // 10_000 == year)


def of_the_kind(c: Claim) -> set[int]:
    """The kinds of award that are of the kind of this course."""
    return {APPRENTICESHIP} if c.kind == APPRENTICE else {FEE}


def no_repeat(c: Claim) -> bool:
    """Whether nothing was had for the occupation and level."""
    kinds = TRAININGS if c.other_kinds_bar else of_the_kind(c)
    return not any(a.kind in kinds and a.occupation == c.occupation and a.level == c.level for a in c.awards)


def no_lower(c: Claim) -> bool:
    """Whether nothing was had for the occupation at a higher level."""
    if c.level not in RUNGS:
        return True
    kinds = TRAININGS if c.other_kinds_bar else of_the_kind(c)
    return not any(
        a.kind in kinds and a.occupation == c.occupation and a.level in RUNGS and a.level > c.level for a in c.awards
    )


def amount(c: Claim, row: tuple[int, int] | None) -> int:
    """Fen, half up."""
    read = row is not None and row is not MISS
    fee = row[0] if read and not c.fee.supplied and row else c.fee.value
    scarcity = row[1] if read and not c.scarcity.supplied and row else c.scarcity.value
    enterprise = c.provider_kind == BASE or (c.provider_kind == ENTERPRISE and c.public_base)
    uplift = 10_000 + (c.uplift if enterprise and c.public_training else 0)
    exact = fee * SCARCITY[scarcity] * DELIVERY.get(c.delivery, c.delivery_rate) * uplift
    return (2 * exact + 10_000_000_000) // 20_000_000_000


def decide(c: Claim) -> tuple[int, int, int]:
    """Outcome and amount, stopping at the first rule that fails."""
    found = window(c)
    if found is Outcome.NOT_APPLICABLE or found is Outcome.NOT_IN_FORCE:
        return found.value, 0, 0
    row = row_of(c)
    if found is Outcome.UNDETERMINED:
        pay = amount(c, row)
        return found.value, pay, pay
    limit = 1 if c.student else 2
    if (
        not in_order(c)
        or not of_the_city(c)
        or not of_age(c)
        or c.public_staff
        or c.pensioner
        or c.provider_kind == OTHER
        or not included(c, row)
        or not listed(row, c.fee)
        or not listed(row, c.scarcity)
        or (c.delivery == ONLINE and not c.delivery_listed)
        or not hours_met(c)
        or not c.certified
        or c.certificate_kind not in CERTIFICATES
        or c.certificate_occupation != c.occupation
        or c.certificate_level != c.level
        or not (c.level == SPECIALIZED or c.lowest_level or c.meets_conditions)
        or counted(c, of_the_kind(c)) >= limit
        or (c.shared_limit and counted(c, TRAININGS) >= limit)
        or not no_repeat(c)
        or not no_lower(c)
    ):
        return Outcome.INELIGIBLE.value, 0, 0
    pay = amount(c, row)
    return Outcome.ELIGIBLE.value, pay, pay


def included(c: Claim, row: tuple[int, int] | None) -> bool:
    """Whether the item stands in the catalogue."""
    return bool(c.included.value) if row is MISS or c.included.supplied else row is not None


def reasons(c: Claim) -> tuple[int, int, int, list[int], list[int]]:
    """The same with every rule that fails (and none that is open, everything being known)."""
    row, limit = row_of(c), 1 if c.student else 2
    passed = (
        in_order(c),
        of_the_city(c),
        of_age(c),
        not c.public_staff,
        not c.pensioner,
        c.provider_kind != OTHER,
        included(c, row),
        listed(row, c.fee),
        listed(row, c.scarcity),
        c.delivery != ONLINE or c.delivery_listed,
        hours_met(c),
        c.certified,
        c.certificate_kind in CERTIFICATES,
        c.certificate_occupation == c.occupation and c.certificate_level == c.level,
        c.level == SPECIALIZED or c.lowest_level or c.meets_conditions,
        counted(c, of_the_kind(c)) < limit,
        not c.shared_limit or counted(c, TRAININGS) < limit,
        no_repeat(c),
        no_lower(c),
    )
    failed = [index for index, fine in enumerate(passed) if not fine]
    found = window(c)
    if found is Outcome.NOT_APPLICABLE or found is Outcome.NOT_IN_FORCE:
        return found.value, 0, 0, failed, []
    if found is None and failed:
        return Outcome.INELIGIBLE.value, 0, 0, failed, []
    pay = amount(c, row)
    return (found or Outcome.ELIGIBLE).value, pay, pay, failed, []


# -- cases -------------------------------------------------------------------------------------------------------------


def claims(count: int, seed: int = 20220801) -> Iterator[Claim]:
    """Random claims, most of them in order but for a few facts."""
    pick = random.Random(seed)
    names = [field.name for field in attrs.fields(Claim)]
    for _ in range(count):
        claim, other = _orderly(pick), _unruly(pick)
        for name in pick.sample(names, pick.choice([0, 0, 0, 1, 1, 2, 5])):
            setattr(claim, name, getattr(other, name))
        for award in claim.awards if pick.random() < 0.3 else ():
            award.occupation, award.level = (
                claim.occupation,
                pick.choice([claim.level, min(claim.level + 1, len(Level) - 1), JUNIOR]),
            )
        yield claim


def _orderly(pick: random.Random) -> Claim:
    """Everything in order, in a year whose catalogue was read or for which it is given."""
    year, month = pick.choice([2022, 2023, 2023, 2025]), pick.randint(1, 9)
    if year == 2022:
        month = 8
    start = year * 10_000 + month * 100 + pick.randint(1, 28)
    end = year * 10_000 + (month + 1) * 100 + 28
    occupation = pick.choice(OCCUPATIONS)
    level = pick.choice([key[1] for key, row in CATALOGUE.items() if key[0] == occupation and row and key[1] <= SENIOR])
    return Claim(
        there=True,
        start_date=start,
        end_date=end,
        unqualified=False,
        supervised=pick.random() < 0.5,
        delivery=pick.choice([IN_PERSON, IN_PERSON, Delivery.BLENDED.code, ONLINE]),
        delivery_listed=True,
        delivery_rate=pick.randint(0, 10_000),
        public_training=pick.random() < 0.5,
        kind=ProgramKind.UPGRADE.code,
        level=level,
        occupation=occupation,
        hours_tier=pick.randint(0, 1),
        required_hours=pick.choice([80_00, 120_00]),
        lowest_level=pick.random() < 0.5,
        provider_kind=pick.randint(0, OTHER - 1),
        public_base=pick.random() < 0.5,
        uplift=pick.randint(0, 2_500),
        employee=pick.random() < 0.4,
        student=pick.random() < 0.1,
        rural_laborer=pick.random() < 0.5,
        registered_unemployed=pick.random() < 0.3,
        employment_difficulty=pick.random() < 0.3,
        flexible_worker=pick.random() < 0.3,
        paired_region=pick.random() < 0.1,
        veteran=pick.random() < 0.1,
        veterans_of_the_city=pick.random() < 0.5,
        domicile=pick.random() < 0.7,
        residence_permit=pick.random() < 0.5,
        secondary_pupil=False,
        former_age=pick.choice([55, 60]),
        birth_date=pick.randint(1972, 2003) * 10_000 + pick.randint(1, 12) * 100 + pick.randint(1, 28),
        public_staff=False,
        pensioner=False,
        included=Given(year > 2023, True, 1),
        fee=Given(year > 2023, True, pick.randint(500_00, 5_000_00)),
        scarcity=Given(year > 2023, True, pick.randint(0, 2)),
        attended_hours=120_00,
        recognized_hours=120_00,
        four_fifths=pick.random() < 0.5,
        certified=True,
        certificate_kind=pick.choice(sorted(CERTIFICATES)),
        certificate_occupation=occupation,
        certificate_level=level,
        meets_conditions=True,
        by_last_day=pick.random() < 0.5,
        shared_limit=pick.random() < 0.5,
        other_kinds_bar=pick.random() < 0.5,
        awards=[_award(pick, pick.randint(2018, year - 1), 0) for _ in range(pick.randint(0, 4))],
    )


def _award(pick: random.Random, year: int, level: int) -> Award:
    start = year * 10_000 + pick.randint(1, 10) * 100 + pick.randint(1, 28)
    kind = pick.choice([*sorted(TRAININGS), AwardKind.EVALUATION_FEE.code])
    return Award(kind, start, start + 100, pick.choice([*OCCUPATIONS, UNLISTED]), level)


def _unruly(pick: random.Random) -> Claim:
    """Every fact anywhere."""

    def day(first: int, last: int) -> int:
        return pick.randint(first, last) * 10_000 + pick.randint(1, 12) * 100 + pick.randint(1, 28)

    claim = _orderly(pick)
    for field in attrs.fields(Claim):
        if isinstance(getattr(claim, field.name), bool):
            setattr(claim, field.name, pick.random() < 0.5)
    return attrs.evolve(
        claim,
        start_date=day(2022, 2028),
        end_date=day(2022, 2028),
        delivery=pick.randint(0, ONLINE),
        kind=pick.randint(0, len(ProgramKind) - 1),
        level=pick.randint(0, len(Level) - 1),
        occupation=pick.choice([*OCCUPATIONS, UNLISTED]),
        required_hours=pick.choice([80_00, 120_00, 150_00, 150_01]),
        provider_kind=pick.randint(0, OTHER),
        former_age=pick.choice([50, 55, 60]),
        birth_date=day(1955, 2009),
        included=_given(pick, 1),
        fee=_given(pick, 5_000_00),
        scarcity=_given(pick, 2),
        attended_hours=pick.randint(0, 120_00),
        recognized_hours=pick.randint(0, 120_00),
        certificate_kind=pick.randint(0, len(CertificateKind) - 1),
        certificate_occupation=pick.choice([*OCCUPATIONS, UNLISTED]),
        certificate_level=pick.randint(0, len(Level) - 1),
        awards=[
            attrs.evolve(_award(pick, claim.start_date // 10_000, pick.randint(0, 9)), occupation=claim.occupation)
            for _ in range(pick.randint(1, 3))
        ],
    )


def _given(pick: random.Random, most: int) -> Given:
    """A figure of the case, by which the item is listed, or a ruling or none."""
    supplied = pick.random() < 0.5
    return Given(supplied, supplied or pick.random() < 0.5, pick.randint(0, most))


def facts(claim: Claim) -> Facts:
    """The same claim past the door."""
    on = "cohort.start_date"
    values: dict[str, Any] = {
        "exists(cohort)": claim.there,
        "cohort.start_date": claim.start_date,
        "cohort.end_date": claim.end_date,
        "cohort.unqualified": claim.unqualified,
        "ruling.uses.supervision": claim.supervised,
        "cohort.delivery": claim.delivery,
        "ruling.listed(delivery_rate)": claim.delivery_listed,
        "ruling.delivery_rate": claim.delivery_rate,
        "cohort.public_training": claim.public_training,
        "program.kind": claim.kind,
        "program.level": claim.level,
        "program.occupation": claim.occupation,
        "program.hours_tier": claim.hours_tier,
        "program.required_hours": claim.required_hours,
        "program.lowest_level": claim.lowest_level,
        "provider.kind": claim.provider_kind,
        "provider.public_base": claim.public_base,
        "ruling.public_base_uplift": claim.uplift,
        f"holds(trainee, employee, {on})": claim.employee,
        f"holds(trainee, graduating_student, {on})": claim.student,
        f"holds(trainee, rural_laborer, {on})": claim.rural_laborer,
        f"holds(trainee, registered_unemployed, {on})": claim.registered_unemployed,
        f"holds(trainee, employment_difficulty, {on})": claim.employment_difficulty,
        f"holds(trainee, subsidized_flexible_worker, {on})": claim.flexible_worker,
        f"holds(trainee, paired_region_laborer, {on})": claim.paired_region,
        f"holds(trainee, veteran, {on})": claim.veteran,
        "reading.veteran_from_elsewhere": claim.veterans_of_the_city,
        "in_area(trainee.domicile, 120000)": claim.domicile,
        "in_area(trainee.residence_permit, 120000)": claim.residence_permit,
        f"holds(trainee, secondary_pupil, {on})": claim.secondary_pupil,
        "trainee.former_retirement_age": (claim.former_age - 50) // 5,
        "trainee.birth_date": claim.birth_date,
        f"holds(trainee, public_sector_staff, {on})": claim.public_staff,
        f"holds(trainee, pension_recipient, {on})": claim.pensioner,
        "ruling.catalogue.included": claim.included.value,
        "supplied.catalogue.included": claim.included.supplied,
        "ruling.listed(catalogue.training_fee)": claim.fee.listed,
        "supplied.catalogue.training_fee": claim.fee.supplied,
        "ruling.catalogue.training_fee": claim.fee.value,
        "ruling.listed(catalogue.scarcity)": claim.scarcity.listed,
        "supplied.catalogue.scarcity": claim.scarcity.supplied,
        "ruling.catalogue.scarcity": claim.scarcity.value,
        "enrollment.attended_hours": claim.attended_hours,
        "enrollment.recognized_hours": claim.recognized_hours,
        "reading.hours_reached": claim.four_fifths,
        "exists(certificate)": claim.certified,
        "certificate.kind": claim.certificate_kind,
        "certificate.occupation": claim.certificate_occupation,
        "certificate.level": claim.certificate_level,
        "enrollment.meets_level_conditions": claim.meets_conditions,
        "reading.by_first_day": claim.by_last_day,
        "reading.kinds_share_limit": claim.shared_limit,
        "reading.other_kinds_bar": claim.other_kinds_bar,
    }
    records = tuple(Record((1, 1), {n: (v, v) for n, v in attrs.asdict(award).items()}) for award in claim.awards)
    return Facts({path: (int(v), int(v)) for path, v in values.items()}, {"awards": Records(records, 0)})
