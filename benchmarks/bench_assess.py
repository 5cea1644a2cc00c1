"""The steps around one decision: the door, a whole assessment, explaining, and importing.

Targets: explaining a settled case under 1 ms, an open one with all that is missing about 10 ms; importing the package
at most 20 ms on top of attrs, cattrs and pendulum.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from vocskills.assessment import assess
from vocskills.assessment.docket import Docket, docket
from vocskills.convert import read_case
from vocskills.door import Codes, facts_of, subjects
from vocskills.model.case import Case
from vocskills.policy import get
from vocskills.roster import read_roster

Note = Callable[[str, str, str], None]
FUGONG = Path(__file__).resolve().parent.parent / "examples" / "fugong"
YUNNAN = "cn-yunnan-poverty-training"
BESIDE = ("cn-action-2019", "cn-poverty-measures-2018")


@pytest.fixture(scope="module")
def classes() -> list[Case]:
    """The four classes of the example roster: 200 people, of whom 10 are out of the ordinary."""
    return read_roster(FUGONG / "roster.csv").cases


@pytest.fixture(scope="module")
def bench() -> Docket:
    """The Yunnan notice and what binds beside it, compiled."""
    return docket((get(YUNNAN),), tuple(get(name) for name in BESIDE))


def timed(function: Any, *arguments: Any) -> float:
    """How long one call takes, in seconds."""
    began = perf_counter()
    function(*arguments)
    return perf_counter() - began


def spread(note: Note, what: str, seconds: list[float], target: str = "") -> None:
    """Notes median and 99th percentile in milliseconds."""
    last = quantiles(seconds, n=100)[-1]
    remark = f"of {len(seconds)}{f', target {target}' if target else ''}"
    note(what, f"{median(seconds) * 1e3:.2f} / {last * 1e3:.2f} ms", f"median / p99 {remark}")


def test_the_door(benchmark: BenchmarkFixture, note: Note, classes: list[Case], bench: Docket) -> None:
    """One person through the door: what rules may mention becomes bounds of integers."""
    (first, *_) = subjects(classes[1])
    wanted = list(bench.wanted.values())
    spread(note, "the door, one person", [timed(facts_of, first, wanted, bench.lists, Codes()) for _ in range(500)])
    benchmark(lambda: facts_of(first, wanted, bench.lists, Codes()))


def test_a_class_of_49(benchmark: BenchmarkFixture, note: Note, classes: list[Case]) -> None:
    """A whole class decided, with all determinations and totals, reasons not yet asked for."""
    assert benchmark(lambda: assess(classes[1]).total).payable.exact
    spread(note, "a class of 49 decided", [timed(lambda: assess(classes[1]).total) for _ in range(20)])


def test_explaining(benchmark: BenchmarkFixture, note: Note, classes: list[Case]) -> None:
    """One determination explained; settled and open cases apart."""
    decided = assess(classes[0])
    found: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(5):
        for subject in decided.subjects:
            one = subject.determinations[0]
            found[bool(one.open)].append(timed(decided.explain, subject, one))
    first = decided.subjects[4]
    assert benchmark(lambda: decided.explain(first, first.determinations[0])).findings
    spread(note, "explaining a settled case", found[False], "1 ms")
    spread(note, "explaining an open case", found[True], "10 ms")


def tianjin_class(*, known: bool) -> Case:
    """A class of Tianjin's training fee: everything of the course known, of its people all or nothing but the birth."""
    held = {
        "rural_laborer": True,
        "public_sector_staff": False,
        "pension_recipient": False,
        "graduating_student": False,
    }
    dated = {"start": "2010-01-01", "checked_on": "2027-12-31"}
    statuses = [{"category": name, "held": is_held, **dated} for name, is_held in held.items()]
    certificate = {"kind": "skill_level", "occupation": "6-18-02-04", "level": "junior", "issued_on": "2023-04-10"}
    person = {
        "attended_hours": "80",
        "certificate": certificate if known else None,
        "meets_level_conditions": True if known else None,
        "trainee": {
            "birth_date": "1980-03-04",
            "sex": "male",
            "statuses": statuses if known else [],
            "awards": {"complete": known, "items": []},
        },
    }
    return read_case(
        {
            "cohort": {
                "start_date": "2023-03-06",
                "end_date": "2023-03-24",
                "place": "120104",
                "delivery": "in_person",
                "public_training": False,
                "unqualified": False,
            },
            "program": {
                "kind": "upgrade",
                "occupation": "6-18-02-04",
                "level": "junior",
                "hours_tier": "hours_80",
                "required_hours": "80",
                "lowest_level": True,
            },
            "provider": {"kind": "vocational_school"},
            "enrollments": [person] * 20,
        }
    )


@pytest.mark.parametrize("known", [True, False], ids=["settled", "open"])
def test_explaining_tianjin(benchmark: BenchmarkFixture, note: Note, *, known: bool) -> None:
    """Tianjin's training fee explained, with its nineteen rules and four steps."""
    decided = assess(tianjin_class(known=known), policy="cn-tianjin-training-2022")
    asked = [(s, d) for s in decided.subjects for d in s.determinations if d.subsidy == "training_fee"]
    assert len(asked) == 20
    assert bool(asked[0][1].open) is not known
    times = [timed(decided.explain, *one) for _ in range(5) for one in asked]
    spread(note, f"explaining tianjin, {'settled' if known else 'open'}", times, "1 ms" if known else "10 ms")
    assert benchmark(lambda: decided.explain(*asked[0])).findings


def test_what_is_missing(benchmark: BenchmarkFixture, note: Note, classes: list[Case]) -> None:
    """What is missing, ranked: in a class with four open people of 61, and in the article's class, all of it open."""
    article = read_case(FUGONG / "article" / "1-dapuluo.yaml")
    for what, case in (
        ("what is missing, four people open", classes[0]),
        ("what is missing, the article's class", article),
    ):
        spread(note, what, [timed(lambda found: found.missing, assess(case)) for _ in range(20)])
    assert benchmark(lambda: assess(article).missing)


@pytest.mark.parametrize(
    ("what", "code", "target"),
    [
        ("import vocskills", "import vocskills", "target 20 ms"),
        ("import of assess, read_case", "from vocskills import assess, read_case", ""),
    ],
)
def test_importing(benchmark: BenchmarkFixture, note: Note, what: str, code: str, target: str) -> None:
    """What importing adds to attrs, cattrs and pendulum, median over fresh interpreters."""
    added: list[float] = []
    benchmark(lambda: added.append(imported(code)))
    note(what, f"{median(added):.1f} ms", f"besides attrs, cattrs, pendulum{target and ', ' + target}")


def imported(code: str) -> float:
    """Milliseconds that the interpreter counts for modules that attrs, cattrs and pendulum have not loaded."""
    command = [sys.executable, "-X", "importtime", "-c", f"import attrs, cattrs, pendulum; {code}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    _, found, after = said.partition("| pendulum\n")
    assert found, said
    return sum(int(own) for own in re.findall(r"^import time: +(\d+) \|", after, re.M)) / 1e3
