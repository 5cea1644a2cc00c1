"""Mutation testing by a sample: so many mutants of each file, the same ones each time, and what became of them.

``make mutants`` breaks the rule language and its engines in one small way after the other, and looks whether a test
notices. All mutants would take many hours, so a number of each file is drawn (``SAMPLE``). Arguments are patterns of
names (``vocskills.language.lower*``); without any, all files that `pyproject.toml` names are looked at. ``CHILDREN``
says how many mutants are tried at a time, on all cores if it is not given.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter, defaultdict
from fnmatch import fnmatch

SEED = 2026
SAMPLE = int(os.environ.get("SAMPLE", "30"))
CHILDREN = os.environ.get("CHILDREN", "")
KILLED = ("killed", "timeout", "suspicious", "segfault")
"""What a mutant came to that tests noticed: they failed, did not end, took far longer, or brought Python down."""
NOTHING = "no.such.mutant"


def mutmut(*args: str) -> str:
    """What mutmut says."""
    known = os.environ | {"VOCSKILLS_HYPOTHESIS": "mutants"}
    return subprocess.run([sys.executable, "-m", "mutmut", *args], env=known, capture_output=True, text=True).stdout


def states() -> dict[str, str]:
    """What became of every mutant, by its name."""
    lines = [line.strip().rpartition(": ") for line in mutmut("results", "--all", "true").splitlines()]
    return {name: state for name, _, state in lines if name}


def file_of(name: str) -> str:
    """The module of a mutant: ``vocskills.language.lower.x__lower__mutmut_3``."""
    return name.partition(".x")[0]


def drawn(names: list[str]) -> list[str]:
    """So many mutants of each file, all of them if there are no more."""
    by_file: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_file[file_of(name)].append(name)
    luck = random.Random(SEED)
    return [one for _, found in sorted(by_file.items()) for one in luck.sample(sorted(found), min(SAMPLE, len(found)))]


def main(patterns: list[str]) -> None:
    """Draws, runs and prints a line for each file, then the names of those that nothing noticed."""
    mutmut("run", NOTHING)  # makes the mutants and times the tests; none has this name, so none is run
    names = [name for name in states() if not patterns or any(fnmatch(name, pattern) for pattern in patterns)]
    sample = drawn(names)
    mutmut("run", *(["--max-children", CHILDREN] if CHILDREN else []), *sample)
    found = states()
    of_file: dict[str, Counter[str]] = defaultdict(Counter)
    for name in sample:
        of_file[file_of(name)][found[name]] += 1
    every = Counter(file_of(name) for name in names)
    print(f"{'file':40} {'mutants':>8} {'drawn':>6} {'noticed':>8} {'survived':>9} {'no test':>8}")
    for file, states_ in sorted(of_file.items()):
        noticed = sum(states_[state] for state in KILLED)
        rest = f"{states_['survived']:>9} {states_['no tests']:>8}"
        print(f"{file:40} {every[file]:>8} {states_.total():>6} {noticed:>8} {rest}")
    print(*(f"{found[name]}: {name}" for name in sample if found[name] not in KILLED), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
