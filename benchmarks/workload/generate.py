"""Invented claims of invented persons, the same for the same seed, in batches of any number.

About 20 % of the persons have two claims or more, wherever in the table they stand; 3 % of what a person brings is
missing, and 1 % of the claims say nothing of whose they are. What an office files with a class (dates, occupation,
level) is always there. 8 % of the persons have awards on record.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from vocskills.model.fields import Term
from vocskills.model.terms import AwardKind, AwardState, Category, Delivery, EvaluationClass, Level, Scarcity

OCCUPATIONS = ("6-18-01-11", "6-18-02-02", "6-18-02-04", "6-18-04-01", "6-20-01-01", "6-20-03-01", "4-03-02-01")
LEVELS = (Level.JUNIOR, Level.INTERMEDIATE, Level.SENIOR, Level.TECHNICIAN, Level.SENIOR_TECHNICIAN)
CLASSES = (
    Category.EMPLOYEE,
    Category.RURAL_LABORER,
    Category.REGISTERED_UNEMPLOYED,
    Category.SUBSIDIZED_FLEXIBLE_WORKER,
    Category.PAIRED_REGION_LABORER,
    Category.VETERAN,
    Category.GRADUATING_STUDENT,
)
MISSING = 0.03
BATCH = 1_000_000
_SIZES = np.repeat(np.array([1, 2, 3, 4, 5, 6, 8], dtype=np.int64), [800, 145, 38, 11, 4, 1, 1])
_FIRST, _DAYS = np.datetime64("2022-07-20"), 860

Random = np.random.Generator
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


def batches(rows: int, seed: int = 1, batch: int = BATCH) -> Iterator[pl.DataFrame]:
    """The claims, named by fact path; one person's may stand in several batches."""
    rng = np.random.default_rng([seed, 0])
    sizes = rng.choice(_SIZES, size=max(int(rows / 1.25), 1))
    persons = np.repeat(np.arange(len(sizes)), sizes)[:rows]
    persons = np.concatenate([persons, len(sizes) + np.arange(rows - len(persons))])
    rng.shuffle(persons)
    for number, start in enumerate(range(0, rows, batch)):
        yield _batch(persons[start : start + batch], start, np.random.default_rng([seed, number + 1]))


def claims(rows: int, seed: int = 1) -> pl.DataFrame:
    """All claims in one table."""
    return pl.concat(batches(rows, seed))


def history(rows: int, seed: int = 1) -> pl.DataFrame:
    """The awards on record of the same persons, named by fields of an award; the history of each person is complete."""
    rng = np.random.default_rng([seed, 0, 1])
    size = rows // 15
    persons = rng.integers(0, max(int(rows / 1.25), 1), size)
    kinds = np.where(rng.random(size) < 0.7, AwardKind.TRAINING_FEE.value, AwardKind.LIVING_COST.value)
    states = rng.choice([AwardState.PAID.value, AwardState.DECIDED.value, AwardState.RECOVERED.value], size)
    return pl.DataFrame(
        {
            "trainee.person_key": _keys(persons),
            "kind": pl.Series(kinds, dtype=_enum(AwardKind)),
            "state": pl.Series(states, dtype=_enum(AwardState)),
            "occupation": _occupations(persons, rng),
            "level": _some(rng, pl.Series(rng.choice([one.value for one in LEVELS], size), dtype=_enum(Level))),
            "start_date": pl.Series(_FIRST + rng.integers(0, _DAYS, size)),
        }
    )


def write(folder: Path, rows: int, seed: int = 1) -> None:
    """The claims as ``claims-*.parquet`` in batches, the awards on record as ``history.parquet``."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, batch in enumerate(batches(rows, seed)):
        batch.write_parquet(folder / f"claims-{number:03d}.parquet")
    history(rows, seed).write_parquet(folder / "history.parquet")


def _batch(persons: Ints, first: int, rng: Random) -> pl.DataFrame:
    size = len(persons)
    start = _FIRST + rng.integers(0, _DAYS, size)
    level = rng.choice(5, size, p=[0.35, 0.3, 0.2, 0.1, 0.05])
    rows = first + np.arange(size)
    keys = pl.select(pl.when(pl.Series(rng.random(size) >= 0.01)).then(_keys(persons))).to_series()
    return pl.DataFrame(
        {
            "claim.id": "c-" + pl.Series(rows).cast(pl.String).str.zfill(9),
            "trainee.person_key": keys,
            "claim.sequence": rows % 1_000_000,
            "cohort.start_date": pl.Series(start),
            "cohort.end_date": pl.Series(start + rng.integers(10, 60, size)),
            "cohort.delivery": _some(rng, _members(rng, Delivery, size)),
            "cohort.public_training": _some(rng, pl.Series(rng.random(size) < 0.6)),
            "cohort.unqualified": _some(rng, pl.Series(rng.random(size) < 0.01)),
            "program.occupation": _occupations(persons, rng),
            "program.level": pl.Series([one.value for one in LEVELS], dtype=_enum(Level)).gather(level),
            "program.lowest_level": pl.Series(level == 0),
            "program.scarcity": _some(rng, _members(rng, Scarcity, size)),
            "program.evaluation_class": _some(rng, _members(rng, EvaluationClass, size)),
            "program.required_hours": pl.Series(rng.choice([80, 120], size)),
            "provider.public_base": _some(rng, pl.Series(rng.random(size) < 0.3)),
            "enrollment.claimed_as": _some(rng, _categories(rng, size)),
            "enrollment.meets_level_conditions": _some(rng, pl.Series(rng.random(size) < 0.97)),
            "enrollment.attended_hours": _some(rng, pl.Series(rng.integers(110, 160, size))),
            "enrollment.completed": _some(rng, pl.Series(rng.random(size) < 0.97)),
            "enrollment.filed": _some(rng, pl.Series(rng.random(size) < 0.99)),
            "trainee.birth_date": _some(rng, pl.Series(np.datetime64("1962-01-01") + _mixed(persons, 7) % 17_500)),
            "trainee.statuses.public_sector_staff": _some(rng, pl.Series(_mixed(persons, 11) % 100 < 1)),
            "trainee.statuses.pension_recipient": _some(rng, pl.Series(_mixed(persons, 13) % 100 < 1)),
            "trainee.statuses.graduating_student": _some(rng, pl.Series(_mixed(persons, 17) % 100 < 15)),
            "trainee.statuses.employment_difficulty": _some(rng, pl.Series(_mixed(persons, 19) % 100 < 10)),
        }
    )


def _keys(persons: Ints) -> pl.Series:
    return "p-" + pl.Series(persons).cast(pl.String).str.zfill(9)


def _mixed(persons: Ints, salt: int) -> Ints:
    """A number for each person that looks random: what is a person's own is the same in every claim."""
    return ((persons + salt) * 2_654_435_761 >> 7) % 1_000_003


def _occupations(persons: Ints, rng: Random) -> pl.Series:
    own = _mixed(persons, 3) % len(OCCUPATIONS)
    drawn = np.where(rng.random(len(persons)) < 0.7, own, rng.integers(0, len(OCCUPATIONS), len(persons)))
    return pl.Series(OCCUPATIONS, dtype=pl.String).gather(drawn)


def _categories(rng: Random, size: int) -> pl.Series:
    every = [*CLASSES, Category.FULL_TIME_STUDENT]
    drawn = rng.choice(len(every), size, p=[0.4, 0.25, 0.1, 0.05, 0.05, 0.05, 0.06, 0.04])
    return pl.Series([one.value for one in every], dtype=_enum(Category)).gather(drawn)


def _members(rng: Random, kind: type[Term], size: int) -> pl.Series:
    values = [one.value for one in kind]
    return pl.Series(values, dtype=_enum(kind)).gather(rng.integers(0, len(values), size))


def _enum(kind: type[Term]) -> pl.Enum:
    return pl.Enum([str(one.value) for one in kind])


def _some(rng: Random, column: pl.Series) -> pl.Series:
    """The column with some values missing."""
    return pl.select(pl.when(pl.Series(rng.random(len(column)) >= MISSING)).then(column)).to_series()
