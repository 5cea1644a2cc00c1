"""Measures the workload: ``python benchmarks/workload/run.py 100000 1000000``; prints a table of times and ratios.

Every version decides the same table, in turns, three times, and the medians are compared: those of the whole with
Polars written by hand, those of the part in which no claim hangs on another with the part written by hand. Before
anything is measured, all of them are shown to give the same outcomes and amounts.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import attrs
import polars as pl
from benchmarks.workload import by_hand_polars, by_hand_python, by_library, generate, openfisca, stateless

ROUNDS = 3
PYTHON_MOST = 1_000_000


@attrs.frozen
class Version:
    """Something to be measured.

    Attributes:
        name: what it is called.
        run: runs it once.
        of: the version that it is compared with.
    """

    name: str
    run: Callable[[], object]
    of: str


HAND, HAND_STATELESS, AUDIT = "polars by hand", "polars by hand, stateless", "audit"


def versions(claims: pl.DataFrame, history: pl.DataFrame) -> Iterator[Version]:
    """What is measured; first what others are compared with."""
    yield Version(HAND, lambda: by_hand_polars.decide(claims, history), HAND)
    yield Version(AUDIT, lambda: by_library.decided(claims, history), HAND)
    if len(claims) <= PYTHON_MOST:
        rows, had = claims.to_dicts(), history.to_dicts()
        yield Version("plain python", lambda: by_hand_python.decide(rows, had), HAND)
    yield Version(HAND_STATELESS, lambda: by_hand_polars.stateless(claims), HAND_STATELESS)
    yield Version("audit, stateless", lambda: stateless.decided(claims), HAND_STATELESS)
    yield Version("engine alone, stateless", stateless.engine(claims), HAND_STATELESS)


def prove_equal(claims: pl.DataFrame, history: pl.DataFrame) -> None:
    """Decides a table in every way.

    Raises:
        AssertionError: two ways do not say the same.
    """
    by_hand = by_hand_polars.decide(claims, history)
    assert by_library.audited(claims, history).equals(by_hand), "audit"
    if len(claims) <= PYTHON_MOST:
        assert by_hand_python.decide(claims.to_dicts(), history.to_dicts()) == by_hand.rows(), "plain python"
    part = stateless.by_hand(by_hand_polars.stateless(claims))
    assert stateless.answered(stateless.decided(claims)).equals(part), "audit, stateless"


def seconds(run: Callable[[], object]) -> float:
    """How long one run takes, without throwing away what it found."""
    began = perf_counter()
    found = run()
    took = perf_counter() - began
    del found
    return took


def measured(runs: Sequence[Version]) -> dict[str, float]:
    """The median of each, all in turns.

    The collector of garbage goes through every object of Python that there is, again and again, and a million claims
    as dictionaries are ten million of them, which only the version in plain Python asks for. What is there before is
    therefore set aside, so that no version pays for the input of another.
    """
    gc.collect()
    gc.freeze()
    try:
        times: dict[str, list[float]] = {one.name: [] for one in runs}
        for _ in range(ROUNDS):
            for one in runs:
                times[one.name].append(seconds(one.run))
    finally:
        gc.unfreeze()
    return {name: median(found) for name, found in times.items()}


def table(rows: int, found: dict[str, float], of: dict[str, str]) -> list[str]:
    """Lines with time, time per row, speed as a multiple of what is compared with, and how much faster ``audit`` is."""
    lines = []
    for name, took in found.items():
        ratio = found[of[name]] / took
        lines.append(
            f"{rows:>11,}  {name:<28} {took:>9.3f} s  {took / rows * 1e6:>7.2f} us/row  {ratio:>6.2f} x {of[name]}"
            + (f"; audit is {took / found[AUDIT]:.1f} x as fast" if of[name] == HAND and name != AUDIT else "")
        )
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures for each number of rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--openfisca", help="a Python that has benchmarks/openfisca/requirements.txt", metavar="PYTHON")
    given = parser.parse_args(arguments)
    for rows in given.rows:
        claims, history = generate.claims(rows), generate.history(rows)
        prove_equal(claims, history)
        runs = list(versions(claims, history))
        found, of = measured(runs), {one.name: one.of for one in runs}
        if given.openfisca:
            name = "openfisca, nothing in doubt"
            found[name], of[name] = openfisca.seconds(given.openfisca, rows, ROUNDS), HAND
        print("\n".join(table(rows, found, of)), flush=True)


if __name__ == "__main__":
    main()
