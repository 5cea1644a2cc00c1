"""Random trees over random tables with gaps, by every engine: ``make fuzz ROWS=1000000``.

Prints how many cases were compared and every disagreement found. A case is one tree on one row of a table, its bounds
compared with those of the reference interpreter. Then as many random claims are judged, by several texts in turn, by
polars and by machine code, one by one and side by side, and all that is said of them compared.
"""

from __future__ import annotations

import os
import sys
from collections import Counter, OrderedDict
from time import perf_counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import trees
from dockets import DOCKETS, claims, table
from tables import by_duckdb, by_lanes, by_machine, by_polars, by_python, cases, disagreements
from vocskills.auditing import machine
from vocskills.auditing.bench import Bench
from vocskills.auditing.machine import Machine
from vocskills.language.nodes import Node

ENGINES = {"polars": by_polars, "duckdb": by_duckdb, "python": by_python, "machine": by_machine, "lanes": by_lanes}
ROWS_A_TABLE = 250
CLAIMS_A_TABLE = 1_000


def claims_judged(wanted: int, seed: int) -> tuple[int, list[str]]:
    """So many random claims by polars and by machine code, and where they differ."""
    count, found = 0, []
    # Compiled as for few rows and as for many.
    kinds: list[tuple[int, OrderedDict[object, machine.Code]]] = [(2**62, OrderedDict()), (0, OrderedDict())]
    while count < wanted:
        for name, docket in DOCKETS.items():
            seed += 1
            given = table(docket, claims(docket, seed, CLAIMS_A_TABLE))
            one = Bench(docket).judge(*given)
            for machine.MANY, machine._codes in kinds:
                other = Machine.of(docket, *given).judge(*given)
                found += [f"{name}, seed {seed}: {said}" for said in one.columns if not one[said].equals(other[said])]
            count += CLAIMS_A_TABLE
    return count, found


def main() -> int:
    """Runs until enough cases were compared with each engine."""
    wanted = int(os.environ.get("ROWS", "100000"))
    compared: Counter[str] = Counter()
    found: list[str] = []
    began = perf_counter()

    @settings(
        # A few more than it takes: of some trees a row or two cannot be compared.
        max_examples=wanted // ROWS_A_TABLE // 8 + 10,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=False,
    )
    @given(st.lists(trees.trees(5), min_size=8, max_size=8), st.integers(0, 2**63))
    def compare(nodes: list[Node], seed: int) -> None:
        if all(compared[name] >= wanted for name in ENGINES):
            return
        rows = cases(seed, ROWS_A_TABLE)
        for name, engine in ENGINES.items():
            number, wrong = disagreements(engine, nodes, rows)
            compared[name] += number
            found.extend(f"{name}, seed {seed}: {one}" for one in wrong[:3])
        if sum(compared.values()) % 50_000 < len(ENGINES) * 8 * ROWS_A_TABLE:
            print(f"{dict(compared)} disagreements: {len(found)}; {perf_counter() - began:.0f} s", flush=True)

    compare()
    print("compared with the interpreter:", *(f"{name} {number:,}" for name, number in compared.items()))
    judged, wrong = claims_judged(wanted, int(began * 1000))
    print(f"claims judged by polars and by machine code: {judged:,}")
    found += wrong
    print(f"disagreements: {len(found)}", *found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
