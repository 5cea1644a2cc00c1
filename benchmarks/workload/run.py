"""Measures the workload: ``python benchmarks/workload/run.py 100000 1000000``; prints a table of times and ratios.

Every version decides the same table, in turns, three times; the medians are compared with Polars written by hand.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import polars as pl
from benchmarks.workload import by_hand_polars, by_hand_python, by_library, generate, openfisca

ROUNDS = 3
PYTHON_MOST = 1_000_000
Run = Callable[[], object]


def versions(claims: pl.DataFrame, history: pl.DataFrame) -> dict[str, Run]:
    """What is measured, by name, ready to run; the first is what the others are compared with."""
    found: dict[str, Run] = {
        "polars by hand": lambda: by_hand_polars.decide(claims, history),
        "polars by hand, stateless": lambda: by_hand_polars.stateless(claims),
        "audit": lambda: by_library.decided(claims, history),
    }
    if len(claims) <= PYTHON_MOST:
        rows, had = claims.to_dicts(), history.to_dicts()
        found["plain python"] = lambda: by_hand_python.decide(rows, had)
    return found


def seconds(run: Run) -> float:
    """How long one run takes."""
    began = perf_counter()
    run()
    return perf_counter() - began


def measured(runs: dict[str, Run]) -> dict[str, float]:
    """The median of each, all in turns."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            times[name].append(seconds(run))
    return {name: median(found) for name, found in times.items()}


def table(rows: int, found: dict[str, float]) -> list[str]:
    """Lines with time, time per row, and speed as a multiple of the first version's."""
    first = next(iter(found.values()))
    return [
        f"{rows:>11,}  {name:<28} {took:>9.3f} s  {took / rows * 1e6:>7.2f} us/row  {first / took:>6.2f} x"
        for name, took in found.items()
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures for each number of rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--openfisca", help="a Python that has benchmarks/openfisca/requirements.txt", metavar="PYTHON")
    given = parser.parse_args(arguments)
    for rows in given.rows:
        found = measured(versions(generate.claims(rows), generate.history(rows)))
        if given.openfisca:
            found["openfisca, nothing in doubt"] = openfisca.seconds(given.openfisca, rows, ROUNDS)
        print("\n".join(table(rows, found)), flush=True)


if __name__ == "__main__":
    main()
