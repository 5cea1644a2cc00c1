"""Large tables are judged by machine code, where there is llvmlite, and come out as they do without it."""

from __future__ import annotations

import random
from collections import OrderedDict
from typing import Any

import polars as pl
import pytest
from benchmarks.workload import by_hand_polars, by_library, generate

import dockets
from claimtables import CHECKS, COMMON, HISTORY, STATUSES, people, table
from dockets import DOCKETS
from vocskills.auditing import audit, machine
from vocskills.auditing.machine import Machine
from vocskills.engines.machine import compiled


@pytest.fixture(params=[1_000_000, 0], ids=["one by one", "side by side"])
def walked(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> list[int]:
    """Every table is large, or even very large; how many claims were judged by machine code, call by call."""
    found: list[int] = []
    walk = Machine.walk

    def noted(self: Machine, claims: pl.DataFrame, lists: Any, alone: pl.Series, several: pl.DataFrame) -> pl.DataFrame:
        found.append(len(alone) + len(several))
        return walk(self, claims, lists, alone, several)

    monkeypatch.setattr(machine, "_codes", OrderedDict())
    monkeypatch.setattr(machine, "MANY", request.param)
    monkeypatch.setattr(machine, "ROWS", 0)
    monkeypatch.setattr(Machine, "walk", noted)
    return found


@pytest.mark.parametrize("place", ["533323", "120000", "140100", "110000"])
@pytest.mark.parametrize("complete", [(), ("history", "checks")])
def test_a_table_is_the_same_with_and_without_machine_code(
    walked: list[int], monkeypatch: pytest.MonkeyPatch, place: str, complete: tuple[str, ...]
) -> None:
    """By the texts of a place, with claims of the same persons, partial dates and further tables."""
    claims = people(table(11, 150, [path for path in COMMON if path != "cohort.id"], mistakes=0), 40)

    def audited() -> pl.DataFrame:
        records: dict[str, Any] = {"history": HISTORY, "statuses": STATUSES, "checks": CHECKS, "complete": complete}
        found: pl.DataFrame = audit(claims, place=place, on_fault="report", **records).frame
        return found

    found = audited()
    assert sum(walked) > 100
    number = len(walked)
    monkeypatch.setattr(machine, "available", lambda: False)
    assert audited().equals(found)
    assert len(walked) == number


def test_claims_are_shared_out_person_by_person(walked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """On more processors than persons, or on one, every person's claims stay together: the workload by hand."""
    claims, history = generate.claims(3_000, seed=9), generate.history(3_000, seed=9)
    wanted = by_hand_polars.decide(claims, history)
    for processors in (1, 3, 5_000):
        monkeypatch.setattr(machine, "available_processors", lambda number=processors: number)
        monkeypatch.setattr(machine, "TOGETHER", 0 if processors == 3 else 100)
        assert by_library.audited(claims, history).equals(wanted)
    assert walked == [3_000] * 3


def test_a_text_that_decides_nothing_of_claims_is_not_compiled(walked: list[int]) -> None:
    """Everything in it is decided once of a class or its provider: there are no columns, for few rows or for many."""
    for rows in (1, 150):
        found = audit(table(0, rows, ["cohort.start_date"], mistakes=0), "cn-tianjin-supervision-2022", alone=True)
        assert found.frame.columns == ["cohort.start_date", "total.least_fen", "total.most_fen"]
        assert found.left_out and found.frame.height == rows
    assert walked == []


@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_some_rows_of_a_table_are_judged_as_in_all_of_it(walked: list[int], share: float) -> None:
    """Whatever rows stand beside one another, in the table and in memory, at the end too, where they do not fill up."""
    docket = next(iter(DOCKETS.values()))
    given = dockets.table(docket, dockets.claims(docket, 3, 400))
    judge = Machine.of(docket, *given)
    every = judge.judge(*given)
    numbers = random.Random(share)
    for _ in range(20):
        chosen = pl.Series([row for row in range(400) if numbers.random() < share], dtype=pl.Int64)
        assert judge.walk(*given, chosen, pl.DataFrame()).equals(every[chosen])
    assert walked[0] == 400


def test_small_tables_are_not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below a number of rows compiling would not pay: nothing is compiled."""
    monkeypatch.setattr(machine, "_compiled", lambda *_, **__: pytest.fail("compiled"))
    rows = machine.ROWS - 1
    assert len(by_library.audited(generate.claims(rows), generate.history(rows))) == rows


def test_the_code_for_very_many_rows_is_the_better_one(walked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """More time is taken to compile for many rows, of one table or of several, and what it gives is the same."""
    claims, history = generate.claims(2_000, seed=4), generate.history(2_000, seed=4)
    how: list[bool] = []

    def noted(source: str, *, optimized: bool) -> Any:
        how.append(optimized)
        return compiled(source, optimized=optimized)

    monkeypatch.setattr(machine, "compiled", noted)
    monkeypatch.setattr(machine, "MANY", 5_000)
    found = by_library.audited(claims, history)
    for _ in range(3):
        assert by_library.audited(claims, history).equals(found)
    assert how == [False, True]
    assert walked == [2_000] * 4
    monkeypatch.setattr(machine, "_codes", OrderedDict())
    monkeypatch.setattr(machine, "MANY", 2_000)
    assert by_library.audited(claims, history).equals(found)
    assert how == [False, True, True]


def test_code_is_kept_for_tables_of_the_same_kind(walked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """A second table with the same columns is judged without compiling again."""
    claims, history = generate.claims(500, seed=2), generate.history(500, seed=2)
    by_library.audited(claims, history)
    monkeypatch.setattr(machine, "Code", lambda *_, **__: pytest.fail("compiled again"))
    assert by_library.audited(claims, history).height == 500
    assert walked == [500, 500]
