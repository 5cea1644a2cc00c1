"""Measures a table that is decided part by part: ``python benchmarks/workload/stream.py 1000000 10000000``.

Each number of claims is written as Parquet files and decided, from file to file, by a process of its own; the table
printed has the time, the time of all processors and the peak of memory (resident set), and the cost of a row as a
multiple of the first number's.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.workload import by_library, generate

from vocskills import audit_files
from vocskills.text import Text

T = TypeVar("T")


def decided(folder: Path, rows: int | None) -> dict[str, float]:
    """Decides the files of a folder and says what it took; memory counts from the start of the process."""
    steps: dict[str, float] = {}

    def watch(doing: Text, items: Sequence[T], /) -> Iterable[T]:
        began = perf_counter()
        yield from items
        steps[doing.en] = steps.get(doing.en, 0.0) + perf_counter() - began

    began = perf_counter()
    found = audit_files(
        folder / "claims-*.parquet",
        folder / "decided.parquet",
        by_library.policy(),
        place="120000",
        alone=True,
        history=folder / "history.parquet",
        complete={"history"},
        rows=rows,
        watch=watch,
    )
    took, used = perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    assert found.decided == found.rows
    return {"seconds": took, "cpu": used.ru_utime + used.ru_stime, "mib": used.ru_maxrss / 1024, **steps}


def measured(rows: int, at_once: int | None, folder: Path) -> dict[str, float]:
    """One number of claims in a process of its own."""
    generate.write(folder, rows)
    command = [sys.executable, __file__, "--folder", str(folder), *(["--at-once", str(at_once)] if at_once else [])]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(said)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures for each number of rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=[1_000_000, 5_000_000])
    parser.add_argument("--at-once", type=int, metavar="ROWS", help="so many rows are decided at a time")
    parser.add_argument("--temp", metavar="FOLDER", help="where the files are put meanwhile")
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.folder:
        print(json.dumps(decided(Path(given.folder), given.at_once)))
        return
    first = 0.0
    for rows in given.rows:
        with TemporaryDirectory(dir=given.temp) as folder:
            found = measured(rows, given.at_once, Path(folder))
        took = found.pop("seconds") / rows * 1e6
        first = first or took
        cpu, mib = found.pop("cpu") / rows * 1e6, found.pop("mib")
        steps = ", ".join(f"{doing} {seconds:.1f} s" for doing, seconds in found.items())
        print(
            f"{rows:>11,}  {took:>7.2f} us/row  {took / first:>5.2f} x  {cpu:>7.2f} us/row of processors"
            f"  {mib:>6,.0f} MiB  ({steps})",
            flush=True,
        )


if __name__ == "__main__":
    main()
