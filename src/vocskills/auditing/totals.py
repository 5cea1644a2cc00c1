"""Totals over a decided table: by class, provider, fund, month or any column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vocskills.assessment.docket import Docket
from vocskills.assessment.outcomes import Verdict
from vocskills.auditing.run import Run
from vocskills.engines.plan import Outcome
from vocskills.errors import Fault, InputError, did_you_mean, similar
from vocskills.text import Text

if TYPE_CHECKING:
    import polars as pl

FUND, MONTH = "fund", "month"
PATHS = {"class": "cohort.id", "provider": "provider.id"}
_NO_COLUMN = Text("表中没有这一列", "the table has no such column")


def totals(run: Run, answers: pl.DataFrame, by: str | None) -> pl.DataFrame:
    """The totals of every subsidy; see :meth:`vocskills.Audit.totals`."""
    import polars as pl

    group = None if by in (None, FUND) else _group(run, by or "")
    found = [_one(answers, name, group, by) for name in _subsidies(answers)]
    return pl.concat(found) if found else _none()


def joined(parts: Sequence[pl.DataFrame], docket: Docket) -> pl.DataFrame:
    """The totals of a table from those of its parts."""
    import polars as pl

    every = pl.concat(parts)
    limited = pl.col("most_fen").is_not_null().all()
    counts = pl.exclude("group", "policy", "subsidy", "most_fen").sum()
    summed = every.group_by("group", "policy", "subsidy").agg(
        counts, pl.when(limited).then(pl.col("most_fen").sum()).alias("most_fen")
    )
    names = [(entry.policy.id, entry.item.name) for entry in docket.entries]
    order = pl.DataFrame(names, schema=["policy", "subsidy"], orient="row").with_row_index("^order")
    found = summed.join(order.cast({"policy": pl.String, "subsidy": pl.String}), on=["policy", "subsidy"])
    return found.sort("^order", "group", nulls_last=True).select(every.columns)


def _none() -> pl.DataFrame:
    """The table of totals of texts without a subsidy of persons: its columns and no rows."""
    import polars as pl

    numbers = [*(str(Verdict[one.name].value) for one in Outcome), "least_fen", "most_fen"]
    return pl.DataFrame(
        schema={**dict.fromkeys(("group", "policy", "subsidy"), pl.String), **dict.fromkeys(numbers, pl.Int64)}
    )


def _subsidies(answers: pl.DataFrame) -> Iterator[str]:
    """Those of which there are amounts: all but approvals and measures."""
    return (name.removesuffix(".payee") for name in answers.columns if name.endswith(".payee"))


def _group(run: Run, by: str) -> pl.Series:
    import polars as pl

    frame = run.table.frame
    if by == MONTH:
        first = run.judged_on[0]
        low, top = run.door.dates(first)
        same = low // 100 == top // 100
        text = (low // 10_000).cast(pl.String) + "-" + (low // 100 % 100).cast(pl.String).str.zfill(2)
        return pl.select(pl.when(same).then(text)).to_series()
    return frame.get_column(column_of(run, by)).cast(pl.String)


def column_of(run: Run, by: str) -> str:
    """The column of the table by which totals are grouped.

    Raises:
        InputError: there is no such column.
    """
    frame = run.table.frame
    name = run.table.headers.get(PATHS.get(by, by), by)
    if name not in frame.columns:
        known = [*PATHS, FUND, MONTH, *frame.columns]
        raise InputError(Fault(_NO_COLUMN, "by", text=by, remedy=did_you_mean(similar(by, known))))
    return name


def _one(answers: pl.DataFrame, name: str, group: pl.Series | None, by: str | None) -> pl.DataFrame:
    import polars as pl

    policy, _, subsidy = name.rpartition(".")
    least, most = (pl.col(f"{name}.{end}") for end in ("least_fen", "most_fen"))
    outcome = pl.col(f"{name}.outcome")
    keys = pl.col(f"{name}.fund") if by == FUND else pl.lit(None, dtype=pl.String) if group is None else pl.lit(group)
    words = [str(Verdict[one.name].value) for one in Outcome]
    counted = [(outcome == word).sum().cast(pl.Int64).alias(word) for word in words]
    unlimited = (outcome.is_not_null() & most.is_null()).any()
    decided = answers.with_columns(keys.alias("group")).filter(outcome.is_not_null())
    return (
        decided.group_by("group", maintain_order=True)
        .agg(*counted, least.sum().alias("least_fen"), pl.when(~unlimited).then(most.sum()).alias("most_fen"))
        .select("group", pl.lit(policy).alias("policy"), pl.lit(subsidy).alias("subsidy"), pl.exclude("group"))
        .sort("group", nulls_last=True)
    )
