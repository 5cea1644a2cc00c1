"""The workload in OpenFisca, run in an environment of its own and compared with Polars written by hand."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from statistics import median

import polars as pl
from benchmarks.workload import by_hand_polars, generate

SCRIPT = Path(__file__).resolve().parents[1] / "openfisca" / "decide.py"
SAME = {
    "training_outcome": "training_fee.outcome",
    "training_fee": "training_fee.least",
    "evaluation_fee": "evaluation_fee.least",
    "living_outcome": "living_cost.outcome",
    "living_cost": "living_cost.least",
}
PERSON = "trainee.person_key"


def seconds(python: str, rows: int, rounds: int) -> float:
    """The median time of calculating, after the simulation was built, with an interpreter that has OpenFisca.

    Raises:
        AssertionError: it decides a person of whom nothing is missing otherwise than Polars by hand.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate.write(folder, rows)
        command = [python, str(SCRIPT), name]
        runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(rounds)]
        compare(folder)
    return float(median(json.loads(run)["calculate"] for run in runs))


def compare(folder: Path) -> int:
    """Compares what OpenFisca wrote; the number of claims compared."""
    claims, had = pl.read_parquet(folder / "claims-*.parquet"), pl.read_parquet(folder / "history.parquet")
    theirs, ours = pl.read_parquet(folder / "openfisca.parquet"), by_hand_polars.decide(claims, had)
    gaps = pl.any_horizontal(pl.all().is_null())
    doubtful = pl.concat([claims.filter(gaps)[PERSON], had.filter(gaps)[PERSON]]).drop_nulls().unique()
    known = claims[PERSON].is_not_null() & ~claims[PERSON].is_in(doubtful.implode())
    for column, other in SAME.items():
        differ = (theirs[column].cast(pl.Int64) != ours[other].cast(pl.Int64)) & known
        assert not differ.any(), f"{column} differs in {differ.sum()} claims"
    return int(known.sum())
