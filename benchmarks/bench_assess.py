"""The steps around one decision: the door, a whole assessment, explaining, and importing.

Targets: explaining a settled case under 1 ms, an open one with all that is missing about 10 ms; importing the package
at most 20 ms on top of attrs, cattrs and pendulum.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from vocskills.assessment import Assessment, assess
from vocskills.assessment.docket import Docket, docket
from vocskills.convert import read_case
from vocskills.door import Codes, facts_of, subjects
from vocskills.model.case import Case
from vocskills.policy import get
from vocskills.roster import read_roster

FUGONG = Path(__file__).resolve().parent.parent / "examples" / "fugong"
YUNNAN = "cn-yunnan-poverty-training"
BESIDE = ("cn-action-2019", "cn-poverty-measures-2018")


@pytest.fixture(scope="module")
def classes() -> list[Case]:
    """The four classes of the example roster: 200 people, of whom 10 are out of the ordinary."""
    return read_roster(FUGONG / "roster.csv")


@pytest.fixture(scope="module")
def bench() -> Docket:
    """The Yunnan notice and what binds beside it, compiled."""
    return docket((get(YUNNAN),), tuple(get(name) for name in BESIDE))


def said(name: str, seconds: list[float]) -> None:
    """Median and 99th percentile in milliseconds."""
    last = quantiles(seconds, n=100)[-1] if len(seconds) > 1 else seconds[0]
    print(f"\n{name}: median {median(seconds) * 1e3:.3f} ms, p99 {last * 1e3:.3f} ms over {len(seconds)}")


def timed(function: Any, *arguments: Any) -> float:
    """How long one call takes, in seconds."""
    began = perf_counter()
    function(*arguments)
    return perf_counter() - began


def test_the_door(benchmark: BenchmarkFixture, classes: list[Case], bench: Docket) -> None:
    """One person through the door: what rules may mention becomes bounds of integers."""
    (first, *_) = subjects(classes[1])
    wanted = list(bench.wanted.values())
    benchmark(lambda: facts_of(first, wanted, bench.lists, Codes()))


def test_a_class_of_49(benchmark: BenchmarkFixture, classes: list[Case]) -> None:
    """A whole class decided, with all determinations and totals, reasons not yet asked for."""
    found = benchmark(lambda: assess(classes[1]).total)
    assert found.payable.exact


def test_explaining(benchmark: BenchmarkFixture, classes: list[Case]) -> None:
    """One determination explained; settled and open cases apart."""
    decided = assess(classes[0])
    settled: list[float] = []
    opened: list[float] = []
    for _ in range(5):
        for subject in decided.subjects:
            one = subject.determinations[0]
            (opened if one.open else settled).append(timed(decided.explain, subject, one))
    said("explaining a settled case", settled)
    said("explaining an open case", opened)
    first = decided.subjects[4]
    explained = benchmark(lambda: decided.explain(first, first.determinations[0]))
    assert explained.findings


def test_what_is_missing(benchmark: BenchmarkFixture, classes: list[Case]) -> None:
    """What is missing, ranked: in a class with four open people of 61, and in the article's class, all of it open."""
    said("what is missing, four people open", [timed(missing_of, assess(classes[0])) for _ in range(20)])
    article = read_case(FUGONG / "article" / "1-dapuluo.yaml")
    said("what is missing, the article's class", [timed(missing_of, assess(article)) for _ in range(20)])
    assert benchmark(lambda: missing_of(assess(article)))


def missing_of(decided: Assessment) -> int:
    """How many facts are missing."""
    return len(decided.missing)


def test_importing(benchmark: BenchmarkFixture) -> None:
    """What ``import vocskills`` adds to importing attrs, cattrs and pendulum, medians of eleven processes each."""
    before = median(loaded("import attrs, cattrs, pendulum") for _ in range(11))
    after = median(loaded("import attrs, cattrs, pendulum, vocskills") for _ in range(11))
    used = median(loaded("import attrs, cattrs, pendulum; from vocskills import assess, read_case") for _ in range(5))
    assert benchmark(loaded, "import vocskills") > 0
    added = (after - before) * 1e3, (used - before) * 1e3
    print(f"\nattrs, cattrs, pendulum: {before * 1e3:.1f} ms; vocskills besides: {added[0]:+.1f} ms; ", end="")
    print(f"assess and read_case in use: {added[1]:+.1f} ms")


def loaded(code: str) -> float:
    """Processor seconds that an import takes inside a fresh process, whatever else the machine does."""
    program = f"from time import process_time as now; t = now(); {code}; print(now() - t)"
    return float(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout)
