"""The workload in OpenFisca: a claim is its person, a trainee its group; every rule and amount a variable of its own.

OpenFisca has no value for what is not known: a missing fact is its default. So only persons of whom nothing is missing
can be compared. Claims of one trainee are looked at in order, the first of all, then the second, with sums and maxima
over the group; awards on record are members who come first.

Run in an environment of its own (``make bench-openfisca``): reads a folder of Parquet files, prints seconds as JSON and
writes the outcomes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2024"
LEVELS = ("junior", "intermediate", "senior", "technician", "senior_technician")
OUTCOMES = {"not_in_force": 1, "ineligible": 3, "eligible": 4}

Claim = build_entity(key="claim", plural="claims", label="one claim", is_person=True)
Trainee = build_entity(
    key="trainee",
    plural="trainees",
    label="one person",
    roles=[{"key": "claim", "plural": "claims", "label": "a claim"}],
)


class Occupation(Enum):
    """Occupations."""

    none = "none"
    o61801_11 = "6-18-01-11"
    o61802_02 = "6-18-02-02"
    o61802_04 = "6-18-02-04"
    o61804_01 = "6-18-04-01"
    o62001_01 = "6-20-01-01"
    o62003_01 = "6-20-03-01"
    o40302_01 = "4-03-02-01"


class Level(Enum):
    """Levels."""

    junior = "junior"
    intermediate = "intermediate"
    senior = "senior"
    technician = "technician"
    senior_technician = "senior_technician"


class Scarcity(Enum):
    """How scarce the occupation is."""

    general = "general"
    scarce = "scarce"
    critical = "critical"


class Delivery(Enum):
    """How a class is taught."""

    in_person = "in_person"
    blended = "blended"
    online = "online"


class EvaluationClass(Enum):
    """Classes of evaluation."""

    a = "a"
    b = "b"
    c = "c"


def fact(name: str, kind: Any, **more: Any) -> type[Variable]:
    """An input."""
    return type(name, (Variable,), {"value_type": kind, "entity": Claim, "definition_period": DateUnit.YEAR} | more)


def choice(name: str, members: Any) -> type[Variable]:
    """An input with a closed list."""
    return fact(name, Enum, possible_values=members, default_value=next(iter(members)))


INPUTS = [
    *(fact(name, bool) for name in (
        "on_record", "record_training", "record_living", "lowest_level", "meets_level_conditions", "completed", "filed",
        "unqualified", "public_base", "public_training", "of_class", "public_sector_staff", "pension_recipient",
        "graduating_student", "employment_difficulty",
    )),
    *(fact(name, int) for name in ("attended_hours", "required_hours", "start", "birth")),
    fact("position", float),
    choice("occupation", Occupation), choice("level", Level), choice("scarcity", Scarcity),
    choice("delivery", Delivery), choice("evaluation_class", EvaluationClass),
]  # fmt: skip


VARIABLES: list[type[Variable]] = []
Formula = Callable[..., Any]


def variable(kind: type) -> Callable[[Formula], Formula]:
    """Makes a variable of the formula's name."""

    def made(formula: Formula) -> Formula:
        VARIABLES.append(fact(formula.__name__, kind, formula=formula))
        return formula

    return made


rule, money = variable(bool), variable(int)


@rule
def person_class(claim: Any, period: Any) -> Any:
    """Person class."""
    return claim("of_class", period)


@rule
def not_excluded(claim: Any, period: Any) -> Any:
    """Not excluded."""
    return (claim("public_sector_staff", period) == 0) * (claim("pension_recipient", period) == 0)


@rule
def working_age(claim: Any, period: Any) -> Any:
    """Working age."""
    age = (claim("start", period) - claim("birth", period)) // 10_000
    return (age >= 16) * (age <= 59)


@rule
def in_catalogue(claim: Any, period: Any) -> Any:
    """In catalogue."""
    return claim("catalogue_fee", period) > 0


@rule
def level_open(claim: Any, period: Any) -> Any:
    """Level open."""
    return claim("lowest_level", period) + claim("meets_level_conditions", period)


@rule
def hours_met(claim: Any, period: Any) -> Any:
    """Hours met."""
    return claim("attended_hours", period) >= claim("required_hours", period)


@rule
def certified(claim: Any, period: Any) -> Any:
    """Certified."""
    return claim("completed", period)


@rule
def was_filed(claim: Any, period: Any) -> Any:
    """Was filed."""
    return claim("filed", period)


@rule
def class_in_order(claim: Any, period: Any) -> Any:
    """Class in order."""
    return claim("unqualified", period) == 0


@rule
def in_force(claim: Any, period: Any) -> Any:
    """In force."""
    start = claim("start", period)
    return (start >= 20220801) * (start <= 20270731)


@rule
def passes(claim: Any, period: Any) -> Any:
    """Passes."""
    names = (
        "person_class", "not_excluded", "working_age", "in_catalogue", "level_open", "hours_met", "certified",
        "was_filed", "class_in_order", "in_force",
    )  # fmt: skip
    found = claim("on_record", period) == 0
    for name in names:
        found = found * claim(name, period)
    return found


@money
def catalogue_fee(claim: Any, period: Any, parameters: Any) -> Any:
    """Catalogue fee."""
    return parameters(period).catalogue[claim("occupation", period)][claim("level", period)]


@money
def training_standard(claim: Any, period: Any, parameters: Any) -> Any:
    """Training standard."""
    node = parameters(period)
    level = claim("level", period)
    skilled = (level == Level.technician) + (level == Level.senior_technician)
    tenths = np.where(skilled, 10, node.scarcity[claim("scarcity", period)])
    raised = claim("public_base", period) * claim("public_training", period)
    eighths = np.where(raised, 9, 8)
    fee = claim("catalogue_fee", period).astype(np.int64) * 100
    return (
        fee * tenths.astype(np.int64) * node.delivery[claim("delivery", period)].astype(np.int64) * eighths + 400
    ) // 800


@money
def evaluation_standard(claim: Any, period: Any, parameters: Any) -> Any:
    """Evaluation standard."""
    return parameters(period).evaluation[claim("evaluation_class", period)][claim("level", period)] * 100


@money
def training_outcome(claim: Any, period: Any) -> Any:
    """Training outcome."""
    training, _ = in_order(claim, period)
    return outcome(claim, period, training)


@money
def living_outcome(claim: Any, period: Any) -> Any:
    """Living outcome."""
    _, living = in_order(claim, period)
    return outcome(claim, period, living)


def outcome(claim: Any, period: Any, awarded: Any) -> Any:
    """The code of an outcome."""
    known = np.where(awarded, OUTCOMES["eligible"], OUTCOMES["ineligible"])
    return np.where(claim("in_force", period), known, OUTCOMES["not_in_force"])


@money
def training_fee(claim: Any, period: Any) -> Any:
    """Training fee."""
    return (claim("training_outcome", period) == OUTCOMES["eligible"]) * claim("training_standard", period)


@money
def evaluation_fee(claim: Any, period: Any) -> Any:
    """Evaluation fee."""
    return (claim("training_outcome", period) == OUTCOMES["eligible"]) * claim("evaluation_standard", period)


@money
def living_cost(claim: Any, period: Any) -> Any:
    """Living cost."""
    return (claim("living_outcome", period) == OUTCOMES["eligible"]) * 100_000


KEPT: dict[int, tuple[Any, Any]] = {}


def in_order(claim: Any, period: Any) -> tuple[Any, Any]:
    """Which claims become awards: the first of every trainee, then the second, over sums and maxima of the group."""
    if id(claim.simulation) in KEPT:
        return KEPT[id(claim.simulation)]
    trainee, on_record = claim.trainee, claim("on_record", period)
    passed, year = claim("passes", period), claim("start", period) // 10_000
    level = claim("level", period).view(np.ndarray).astype(np.int64)
    occupation = claim("occupation", period).view(np.ndarray)
    limit = np.where(claim("graduating_student", period), 1, 2)
    difficulty = claim("employment_difficulty", period)
    training, living = claim("record_training", period) * 1, claim("record_living", period) * 1
    rank = claim.get_rank(trainee, claim("position", period), condition=on_record == 0)
    for place in range(int(rank.max()) + 1):
        now = rank == place
        times, lived, highest = np.zeros(claim.count), np.zeros(claim.count), np.full(claim.count, -1)
        for one in np.unique(year[now]):
            times = np.where(year == one, trainee.sum(training * (year == one)), times)
            lived = np.where(year == one, trainee.sum(living * (year == one)), lived)
        for one in np.unique(occupation[now]):
            had = trainee.max(np.where((training > 0) * (occupation == one), level, -1))
            highest = np.where(occupation == one, had, highest)
        training = np.where(now, passed * (times < limit) * (highest < level), training)
        living = np.where(now, passed * difficulty * (lived < 1), living)
    KEPT[id(claim.simulation)] = training > 0, living > 0
    return KEPT[id(claim.simulation)]


def system() -> TaxBenefitSystem:
    """Entities, variables and parameters."""
    found = TaxBenefitSystem([Claim, Trainee])
    found.add_variables(*INPUTS, *VARIABLES)
    found.parameters = ParameterNode("", data=parameters())
    return found


def parameters() -> dict[str, Any]:
    """The figures of the model."""

    def value(figure: int) -> dict[str, Any]:
        return {"values": {"2020-01-01": {"value": figure}}}

    rows = pl.read_csv(Path(__file__).resolve().parents[1] / "workload" / "catalogue.csv", infer_schema=False).rows()
    fees = {(occupation, level): int(fee) for occupation, level, _, fee in rows if fee != "none"}
    catalogue = {
        member.name: {level: value(fees.get((member.value, level), 0)) for level in LEVELS} for member in Occupation
    }
    evaluation = {"a": (300, 350, 410), "b": (250, 310, 360), "c": (210, 260, 310)}
    return {
        "catalogue": catalogue,
        "evaluation": {
            name: dict(zip(LEVELS, map(value, (*figures, 520, 640)), strict=True))
            for name, figures in evaluation.items()
        },
        "scarcity": {"general": value(8), "scarce": value(9), "critical": value(10)},
        "delivery": {"in_person": value(10), "blended": value(7), "online": value(5)},
    }


def inputs(folder: Path) -> tuple[pl.DataFrame, dict[str, Any], Any]:
    """The claims, the inputs of each, awards on record after them, and whose they are."""
    claims = pl.read_parquet(folder / "claims-*.parquet")
    had = pl.read_parquet(folder / "history.parquet").filter(pl.col("state") != "recovered")
    keys = pl.concat([claims["trainee.person_key"].fill_null(claims["claim.id"]), had["trainee.person_key"]])
    both = pl.concat([_claims(claims), _awards(had)], how="diagonal_relaxed")
    numbers = [both[name].fill_null(0).to_numpy() for name in both.columns]
    return claims, dict(zip(both.columns, numbers, strict=True)), keys.rank("dense").to_numpy() - 1


def _day(name: str) -> pl.Expr:
    day = pl.col(name)
    return day.dt.year() * 10_000 + day.dt.month().cast(pl.Int32) * 100 + day.dt.day()


def _code(name: str, members: Any) -> pl.Expr:
    codes = {member.value: number for number, member in enumerate(members)}
    return pl.col(name).cast(pl.String).replace_strict(codes, return_dtype=pl.Int16)


CLASSES = (
    "employee", "rural_laborer", "registered_unemployed", "subsidized_flexible_worker", "paired_region_laborer",
    "veteran", "graduating_student",
)  # fmt: skip


def _claims(claims: pl.DataFrame) -> pl.DataFrame:
    return claims.select(
        pl.col("program.lowest_level").alias("lowest_level"),
        pl.col("enrollment.meets_level_conditions").alias("meets_level_conditions"),
        pl.col("enrollment.completed").alias("completed"),
        pl.col("enrollment.filed").alias("filed"),
        pl.col("cohort.unqualified").alias("unqualified"),
        pl.col("provider.public_base").alias("public_base"),
        pl.col("cohort.public_training").alias("public_training"),
        pl.col("enrollment.claimed_as").cast(pl.String).is_in(CLASSES).alias("of_class"),
        pl.col("enrollment.attended_hours").alias("attended_hours"),
        pl.col("program.required_hours").alias("required_hours"),
        *(
            pl.col(f"trainee.statuses.{name}").alias(name)
            for name in ("public_sector_staff", "pension_recipient", "graduating_student", "employment_difficulty")
        ),
        start=_day("cohort.start_date"),
        birth=_day("trainee.birth_date"),
        # OpenFisca's numbers have 24 bits: the place among the person's claims fits, date and sequence do not.
        position=pl.struct(_day("cohort.start_date").alias("day"), "claim.sequence")
        .rank("ordinal")
        .over(pl.coalesce("trainee.person_key", "claim.id"))
        .cast(pl.Float64),
        occupation=_code("program.occupation", Occupation),
        level=_code("program.level", Level),
        scarcity=_code("program.scarcity", Scarcity),
        delivery=_code("cohort.delivery", Delivery),
        evaluation_class=_code("program.evaluation_class", EvaluationClass),
    )


def _awards(had: pl.DataFrame) -> pl.DataFrame:
    training = pl.col("kind").cast(pl.String) == "training_fee"
    return had.select(
        on_record=pl.lit(True),
        record_training=training,
        record_living=~training,
        start=_day("start_date"),
        occupation=_code("occupation", Occupation),
        level=_code("level", Level),
    )


def main() -> None:
    """Decides the folder's claims once and writes what came out."""
    folder = Path(sys.argv[1])
    claims, facts, trainees = inputs(folder)
    tax_benefit_system = system()
    began = perf_counter()
    builder = SimulationBuilder()
    builder.create_entities(tax_benefit_system)
    number = len(trainees)
    builder.declare_person_entity("claim", np.arange(number))
    group = builder.declare_entity("trainee", np.arange(int(trainees.max()) + 1))
    builder.join_with_persons(group, trainees, roles=np.repeat("claim", number))
    simulation = builder.build(tax_benefit_system)
    for name, values in facts.items():
        simulation.set_input(name, PERIOD, values)
    built = perf_counter()
    names = ("training_outcome", "training_fee", "evaluation_fee", "living_outcome", "living_cost")
    found = {name: np.asarray(simulation.calculate(name, PERIOD))[: len(claims)] for name in names}
    done = perf_counter()
    pl.DataFrame(found).write_parquet(folder / "openfisca.parquet")
    print(json.dumps({"rows": len(claims), "build": built - began, "calculate": done - built}))


if __name__ == "__main__":
    main()
