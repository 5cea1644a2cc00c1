"""Random claims on the facts and lists of a docket, as tables: what judges of tables are compared on."""

from __future__ import annotations

import random
from typing import Any

import polars as pl

from packfiles import good, load
from tables import put
from vocskills import policies
from vocskills.assessment.docket import Docket, docket
from vocskills.bounds import Bounds
from vocskills.engines.columns import EXISTS, ROW, rest
from vocskills.engines.interpret import Record, Records
from vocskills.language import vocabulary
from vocskills.language.nodes import BOOL, DATE

NATIONAL = tuple(policy for policy in policies().values() if policy.national)
DOCKETS = {
    "yunnan": docket((policies()["cn-yunnan-poverty-training"],), NATIONAL),
    "action": docket((policies()["cn-action-2019"],), ()),
    "fund": docket((policies()["cn-employment-fund-2023"],), ()),
    "measures": docket((policies()["cn-poverty-measures-2018"],), ()),
    "whole": docket((load(good("whole")),), ()),
    "exclusive": docket((load(good("exclusive")),), NATIONAL),
    "ordered": docket((load(good("ordered")),), ()),
    "editions": docket((load(good("editions")),), ()),
}


def some(draw: random.Random, fact: Any, known: float) -> Bounds:
    """Bounds of one fact or field: known, known in part, or not known."""
    chance = draw.random()
    if chance > known + 0.1:
        return fact.lo, fact.hi
    ends = sorted(number(draw, fact) for _ in range(1 if chance < known else 2))
    return ends[0], ends[-1]


def number(draw: random.Random, fact: Any) -> int:
    """A value that real texts ask about rather than any."""
    if fact.type == BOOL:
        return int(draw.random() < 0.8)
    if fact.type == DATE:
        born = "birth" in getattr(fact, "path", "")
        year = draw.randint(1955, 2005) if born else draw.randint(2018, 2026)
        return year * 10_000 + draw.randint(1, 12) * 100 + draw.randint(1, 28)
    return draw.randint(fact.lo, min(fact.hi, fact.lo + draw.choice([2, 60, 500_000])))


def claims(bench: Docket, seed: int, count: int) -> list[tuple[dict[str, Bounds], dict[str, Records]]]:
    """Random claims on the facts and lists of a docket."""
    draw = random.Random(seed)
    found = []
    for _ in range(count):
        known = draw.choice([0.95, 0.8, 0.3])
        values = {key: some(draw, fact, known) for key, fact in bench.facts.items()}
        lists = {}
        for source, fields in bench.lists.items():
            cap = vocabulary.lists()[source].cap
            items = tuple(
                Record(draw.choice([(1, 1), (1, 1), (0, 1)]), {f.field: some(draw, f, 0.85) for f in fields})
                for _ in range(draw.choice([0, 0, 1, 3]))
            )
            lists[source] = Records(items, draw.choice([0, 0, cap - len(items)]))
        found.append((values, lists))
    return found


def table(bench: Docket, rows: list[tuple[dict[str, Bounds], dict[str, Records]]]) -> tuple[pl.DataFrame, Any]:
    """The claims as tables."""
    columns: dict[str, Any] = {ROW: pl.Series(range(len(rows)), dtype=pl.Int64)}
    for key, fact in bench.facts.items():
        found = [values[key] for values, _ in rows]
        if any(bounds != (fact.lo, fact.hi) for bounds in found):
            put(columns, key, found, truth=fact.type == BOOL)
    records = {}
    for source, fields in bench.lists.items():
        columns[rest(source)] = pl.Series([lists[source].rest for _, lists in rows], dtype=pl.Int64)
        items = [(row, record) for row, (_, lists) in enumerate(rows) for record in lists[source].items]
        made: dict[str, Any] = {ROW: pl.Series([row for row, _ in items], dtype=pl.Int64)}
        put(made, EXISTS, [record.exists for _, record in items], truth=True)
        for field in fields:
            put(made, field.field, [record.fields[field.field] for _, record in items], truth=field.type == BOOL)
        records[source] = pl.DataFrame(made)
    return pl.DataFrame(columns), {entry.order: records for entry in bench.entries}
