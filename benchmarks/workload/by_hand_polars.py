"""The workload written by hand in Polars, as somebody would who knows it well.

A truth that is open is a null, and Polars' *and*, *or* and comparisons then are Kleene's; an amount is two columns.
The claims of a person are decided in rounds, the first of everybody, then the second, each joined to what was awarded.
"""

from __future__ import annotations

from datetime import date

import polars as pl
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

PERSON, START = "trainee.person_key", "cohort.start_date"


def decide(claims: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """Outcome and amounts of the three subsidies, in the order of the claims."""
    return in_order(stateless(claims), history)


def stateless(claims: pl.DataFrame) -> pl.DataFrame:
    """The ten rules and the amounts, with what the order-dependent rules need."""
    fees = pl.DataFrame(
        [(occupation, level, fee * 100) for (occupation, level), fee in catalogue().items()],
        schema={"program.occupation": pl.String, "level": pl.String, "fee": pl.Int64},
        orient="row",
    ).with_columns(level=pl.col("level").cast(claims.schema["program.level"]))
    frame = claims.lazy().join(
        fees.lazy(),
        left_on=["program.occupation", "program.level"],
        right_on=["program.occupation", "level"],
        how="left",
        maintain_order="left",
    )
    least, most = _training_fee()
    class_least, class_most = _evaluation_fee()
    return frame.select(
        person=PERSON,
        start=START,
        sequence="claim.sequence",
        year=pl.col(START).dt.year(),
        occupation="program.occupation",
        level=pl.col("program.level").replace_strict(LADDER, return_dtype=pl.Int8),
        passes=pl.all_horizontal(_rules()),
        in_force=pl.col(START).is_between(date(2022, 8, 1), date(2027, 7, 31)),
        student="trainee.statuses.graduating_student",
        difficulty="trainee.statuses.employment_difficulty",
        training_least=least,
        training_most=most,
        evaluation_least=class_least,
        evaluation_most=class_most,
    ).collect()


def _rules() -> list[pl.Expr]:
    birth, start = pl.col("trainee.birth_date"), pl.col(START)
    age = (_number(start) - _number(birth)) // 10_000
    return [
        pl.col("enrollment.claimed_as").is_in(CLASSES),
        ~pl.col("trainee.statuses.public_sector_staff"),
        ~pl.col("trainee.statuses.pension_recipient"),
        (age >= 16) & (age <= 59),
        pl.col("fee").is_not_null(),
        pl.col("program.lowest_level") | pl.col("enrollment.meets_level_conditions"),
        pl.col("enrollment.attended_hours") >= pl.col("program.required_hours"),
        pl.col("enrollment.completed"),
        pl.col("enrollment.filed"),
        ~pl.col("cohort.unqualified"),
    ]


def _number(day: pl.Expr) -> pl.Expr:
    # Months and days are Int8 and would wrap.
    return day.dt.year() * 10_000 + day.dt.month().cast(pl.Int32) * 100 + day.dt.day()


def _training_fee() -> tuple[pl.Expr, pl.Expr]:
    skilled = pl.col("program.level").is_in(["technician", "senior_technician"])
    raised = pl.col("provider.public_base") & pl.col("cohort.public_training")

    def amount(missing_scarcity: int, missing_delivery: int, *, missing_raised: bool) -> pl.Expr:
        scarcity = pl.col("program.scarcity").replace_strict(SCARCITY, return_dtype=pl.Int64)
        tenths = pl.when(skilled).then(10).otherwise(scarcity.fill_null(missing_scarcity))
        delivery = pl.col("cohort.delivery").replace_strict(DELIVERY, return_dtype=pl.Int64)
        eighths = pl.when(raised.fill_null(missing_raised)).then(9).otherwise(8)
        return (pl.col("fee") * tenths * delivery.fill_null(missing_delivery) * eighths + 400) // 800

    return amount(8, 5, missing_raised=False), amount(10, 10, missing_raised=True)


def _evaluation_fee() -> tuple[pl.Expr, pl.Expr]:
    level = pl.col("program.level").cast(pl.String)

    def of(table: dict[str, int]) -> pl.Expr:
        return level.replace_strict({key: yuan * 100 for key, yuan in table.items()}, return_dtype=pl.Int64)

    known = pl.col("program.evaluation_class")
    a, b, c = (of(EVALUATION[name]) for name in "abc")
    of_class = pl.when(known == "a").then(a).when(known == "b").then(b)
    return of_class.otherwise(c), of_class.when(known == "c").then(c).otherwise(a)


def in_order(claims: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """The yearly limit, no repeat, no lower after higher, the living cost once a year: claim after claim."""
    frame = claims.with_row_index("row")
    named = frame.filter(pl.col("person").is_not_null()).sort("person", "start", "sequence")
    named = named.with_columns(place=pl.int_range(pl.len()).over("person"))
    nobody = frame.filter(pl.col("person").is_null())
    had = _on_record(history).join(named.select(person=pl.col("person").unique()), on="person", how="semi")
    found = [_judged(nobody.with_columns(_unknown()))]
    rounds = named["place"].max()
    for place in range(rounds + 1 if isinstance(rounds, int) else 0):
        current = named.filter(pl.col("place") == place).drop("place")
        judged = _judged(_counted(current, had))
        found.append(judged)
        later = named.filter(pl.col("place") > place).select("person").unique()
        if len(later):
            awarded = judged.join(current, on="row").filter((pl.col("training") % 2 == 0) | (pl.col("living") % 2 == 0))
            had = pl.concat([had, _awards(awarded)]).join(later, on="person", how="semi")
    fees = frame.select("row", "training_least", "training_most", "evaluation_least", "evaluation_most")
    return _answer(fees.join(pl.concat(found), on="row", maintain_order="left"))


def _on_record(history: pl.DataFrame) -> pl.DataFrame:
    """Awards that count: what they were for, and how many of each kind are sure and possible."""
    sure = pl.col("state").is_in(["decided", "paid"]).cast(pl.Int32)
    training = pl.col("kind") == "training_fee"
    return history.filter(sure == 1).select(
        person=PERSON,
        year=pl.col("start_date").dt.year(),
        occupation="occupation",
        level=pl.col("level").replace_strict(LADDER, return_dtype=pl.Int8),
        training_sure=training.cast(pl.Int32),
        training_possible=training.cast(pl.Int32),
        living_sure=(~training).cast(pl.Int32),
        living_possible=(~training).cast(pl.Int32),
    )


def _awards(judged: pl.DataFrame) -> pl.DataFrame:
    return judged.select(
        "person",
        "year",
        "occupation",
        "level",
        training_sure=(pl.col("training") == ELIGIBLE).cast(pl.Int32),
        training_possible=pl.col("training").is_in([ELIGIBLE, UNDETERMINED]).cast(pl.Int32),
        living_sure=(pl.col("living") == ELIGIBLE).cast(pl.Int32),
        living_possible=pl.col("living").is_in([ELIGIBLE, UNDETERMINED]).cast(pl.Int32),
    )


def _counted(current: pl.DataFrame, had: pl.DataFrame) -> pl.DataFrame:
    """The claims with what their persons had: how often this year, this level, a higher one; open is a null."""
    pairs = current.select("row", "person", "year", "occupation", "level").join(had, on="person", suffix="_had")
    same_year = pl.col("year") == pl.col("year_had")
    same_occupation = pl.col("occupation") == pl.col("occupation_had")
    repeated = pl.col("level") == pl.col("level_had")
    higher = pl.col("level") < pl.col("level_had")
    possible, sure = pl.col("training_possible") > 0, pl.col("training_sure") > 0
    sums = pairs.group_by("row").agg(
        had_sure=pl.col("training_sure").filter(same_year).sum(),
        had_possible=pl.col("training_possible").filter(same_year).sum(),
        living_sure=pl.col("living_sure").filter(same_year).sum(),
        living_possible=pl.col("living_possible").filter(same_year).sum(),
        repeated_sure=(same_occupation & sure & repeated.fill_null(False)).any(),
        repeated_possible=(same_occupation & possible & repeated.fill_null(True)).any(),
        higher_sure=(same_occupation & sure & higher.fill_null(False)).any(),
        higher_possible=(same_occupation & possible & higher.fill_null(True)).any(),
    )
    counts = ("had_sure", "had_possible", "living_sure", "living_possible")
    flags = ("repeated_sure", "repeated_possible", "higher_sure", "higher_possible")
    joined = current.join(sums, on="row", how="left")
    return joined.with_columns(pl.col(counts).fill_null(0), pl.col(flags).fill_null(False))


def _unknown() -> list[pl.Expr]:
    """What is known of the awards of somebody whom nothing tells apart: nothing."""
    counts = [pl.lit(0).alias("had_sure"), pl.lit(1000).alias("had_possible")]
    counts += [pl.lit(0).alias("living_sure"), pl.lit(1000).alias("living_possible")]
    flags = [pl.lit(False).alias(f"{name}_sure") for name in ("repeated", "higher")]
    return counts + flags + [pl.lit(True).alias(f"{name}_possible") for name in ("repeated", "higher")]


def _judged(claims: pl.DataFrame) -> pl.DataFrame:
    least = pl.when(pl.col("student").fill_null(True)).then(1).otherwise(2)
    most = pl.when(pl.col("student").fill_null(False)).then(1).otherwise(2)
    yearly = _truth(pl.col("had_possible") < least, pl.col("had_sure") < most)
    repeat = _truth(~pl.col("repeated_possible"), ~pl.col("repeated_sure"))
    lower = _truth(~pl.col("higher_possible"), ~pl.col("higher_sure"))
    once = _truth(pl.col("living_possible") < 1, pl.col("living_sure") < 1)
    passes = pl.col("passes")
    return claims.select(
        "row",
        training=_outcome(pl.all_horizontal(passes, yearly, repeat, lower)),
        living=_outcome(pl.all_horizontal(passes, pl.col("difficulty"), once)),
    )


def _truth(surely: pl.Expr, possibly: pl.Expr) -> pl.Expr:
    return pl.when(surely).then(True).when(~possibly).then(False).otherwise(None)


def _outcome(passes: pl.Expr) -> pl.Expr:
    known = pl.when(passes).then(ELIGIBLE).when(~passes).then(INELIGIBLE).otherwise(UNDETERMINED)
    return pl.when(pl.col("in_force")).then(known).otherwise(NOT_IN_FORCE).cast(pl.Int8)


def _answer(found: pl.DataFrame) -> pl.DataFrame:
    def amount(outcome: str, column: str | int) -> pl.Expr:
        value = pl.col(column) if isinstance(column, str) else pl.lit(column)
        return pl.when(pl.col(outcome) % 2 == 0).then(value).otherwise(0).cast(pl.Int64)

    return found.select(
        pl.col("training").alias("training_fee.outcome"),
        amount("training", "training_least").alias("training_fee.least"),
        amount("training", "training_most").alias("training_fee.most"),
        pl.col("training").alias("evaluation_fee.outcome"),
        amount("training", "evaluation_least").alias("evaluation_fee.least"),
        amount("training", "evaluation_most").alias("evaluation_fee.most"),
        pl.col("living").alias("living_cost.outcome"),
        amount("living", 100_000).alias("living_cost.least"),
        amount("living", 100_000).alias("living_cost.most"),
    )
