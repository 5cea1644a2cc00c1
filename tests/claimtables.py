"""Random tables of claims as a bureau may have them: text and typed columns, gaps, partial values, some mistakes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from people import broken, identity_number
from vocskills.model.fields import Kind, Unit
from vocskills.roster.columns import Column, Role, columns

_PLACES = ("533323", "533300", "533401", "120000", "120104", "110105")
_DOUBLED = ("trainee.birth_date", "trainee.sex", "provider", "enrollment.start_date", "enrollment.end_date")
_CODES = ("4-03-02-01", "4-04-05-01", "6-18-01-01")
COMMON = [
    "cohort.id",
    "cohort.start_date",
    "cohort.end_date",
    "cohort.training_days",
    "cohort.delivery",
    "program.kind",
    "program.level",
    "program.occupation",
    "provider.id",
    "enrollment.attended_days",
    "enrollment.completed",
    "enrollment.claimed_as",
    "trainee.birth_date",
    "trainee.sex",
    "trainee.domicile",
    "trainee.from_deep_poverty_county",
    "trainee.awards.complete",
    "trainee.statuses.registered_poor",
    "certificate.kind",
    "certificate.issued_on",
    "claim.submitted_on",
]
HISTORY = pl.DataFrame(
    {
        "trainee.person_key": ["person 1", "person 1", "person 3", "person 4", "nobody"],
        "kind": ["free_training", "training_fee", "free_training", "living_cost", "free_training"],
        "state": ["paid", "decided", "recovered", None, "paid"],
        "start_date": ["2019-03-01", "2019-06", "2020", None, "2019-01-01"],
        "level": ["junior", None, "senior", "junior", None],
        "place": ["533323", "533300", None, "120000", "533323"],
    }
)
STATUSES = pl.DataFrame(
    {
        "person_key": ["person 2", "person 5"],
        "category": ["registered_poor", "veteran"],
        "held": [True, False],
        "start": ["2016-01-01", "2018-01-01"],
        "checked_on": ["2019-12-31", "2020-12-31"],
    }
)
CHECKS = pl.DataFrame({"cohort.id": ["4-03-02-01"], "date": ["2019-05-01"], "present": [18], "enrolled": [20]})


def table(seed: int, rows: int, paths: Sequence[str], *, mistakes: float = 0.01) -> pl.DataFrame:
    """A table with some of the columns, each known, in part and not at all by a habit of its own."""
    draw = random.Random(seed)
    made: dict[str, Any] = {}
    for path in paths:
        column = columns()[path]
        known = draw.choice([1.0, 0.9, 0.6]) if path not in _DOUBLED else 0.1
        cells = [_cell(draw, column, mistakes) if draw.random() < known else None for _ in range(rows)]
        made[path] = pl.Series(cells, dtype=pl.String)
    return pl.DataFrame(made)


def _cell(draw: random.Random, column: Column, mistakes: float) -> str:
    if draw.random() < mistakes:
        return draw.choice(["xyz", "2020-13-45", "-7", "99999999", "3.7", " "])
    if column.role in (Role.PRESENCE,):
        return draw.choice(["有"] * 9 + ["无"])
    if column.role is Role.STATUS:
        return draw.choice(["是", "是", "否", "true"])
    if column.path == "trainee.id_number":
        number = identity_number(
            _day(draw, 1960, 2004).strftime("%Y%m%d"), draw.randint(0, 400), male=draw.random() < 0.5
        )
        return broken(number) if draw.random() < 0.1 else number
    return _value(draw, column)


def _value(draw: random.Random, column: Column) -> str:
    info = column.info
    match info.kind:
        case Kind.BOOL:
            return draw.choice(["是", "是", "否", "false"])
        case Kind.DATE:
            day = _date(draw, column.path)
            short = draw.choice([10, 10, 10, 10, 10, 10, 7, 4])
            return day.isoformat()[:short] if draw.random() < 0.95 else f"{day.isoformat()}.."
        case Kind.ENUM:
            assert info.members is not None
            member = draw.choice(list(info.members)[:6])
            return draw.choice([str(member.value), member.zh])
        case Kind.INT:
            number = draw.choice([10, 10, 40] if column.path == "cohort.training_days" else [0, 3, 3, 10])
            return f"{number}.5" if info.unit is Unit.HOURS and draw.random() < 0.3 else str(number)
        case Kind.MONEY:
            return f"{draw.choice([0, 600, 1500])}.00"
        case Kind.RATE:
            return draw.choice(["10%", "-80%", "0.7"])
        case Kind.CODE:
            return draw.choice(_PLACES if info.division else _CODES)
        case _:
            return "某文件"


def _date(draw: random.Random, path: str) -> date:
    """Days that mostly agree with each other: people are born before, classes end after they begin."""
    if "birth" in path:
        return _day(draw, 1960, 2004)
    if path.endswith("start_date"):
        return _day(draw, 2019, 2019) if draw.random() < 0.9 else _day(draw, 2017, 2021)
    days = draw.randint(0, 90) if draw.random() < 0.95 else 900
    return date(2020, 1, 1) + timedelta(days=days)


def _day(draw: random.Random, first: int, last: int) -> date:
    start = date(first, 1, 1)
    return start + timedelta(days=draw.randint(0, (date(last, 12, 31) - start).days))


def people(claims: pl.DataFrame, number: int) -> pl.DataFrame:
    """The claims as those of a few people, some of whom nobody knows."""
    keys = [f"person {row % number}" if row % 7 else None for row in range(len(claims))]
    return claims.with_columns(
        pl.Series("trainee.person_key", keys, dtype=pl.String),
        pl.Series("claim.id", [f"C{row}" for row in range(len(claims))]),
    )
