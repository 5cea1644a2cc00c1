"""Tables of facts judged, doubt included, against the same facts judged one claim at a time."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import pytest

from dockets import DOCKETS, claims, table
from vocskills.assessment.claims import award_of
from vocskills.assessment.determine import Said, determination, payable_of, rule_states
from vocskills.assessment.doubt import Doubts, judge, outcome_of
from vocskills.assessment.exclusive import sum_of
from vocskills.auditing import machine
from vocskills.auditing.bench import Bench
from vocskills.auditing.lines import UNSTATED
from vocskills.auditing.machine import Machine
from vocskills.bounds import hull
from vocskills.engines.columns import high
from vocskills.model import Award


def expected(doubts: Doubts, index: int) -> dict[str, Any]:
    """What is said of one entry over all worlds, by the functions that answer for one case."""
    bench = doubts.docket
    lines = [world.lines[index] for world in doubts.worlds]
    paid = [line for line in lines if line.paid]
    failed, opened = rule_states(lines)
    least, most = hull((line.least, line.most) for line in paid) if paid else (0, 0)
    funds = [line.fund for line in paid]
    fund = (UNSTATED, UNSTATED) if not paid or None in funds else hull(f for f in funds if f)
    codes = {code for line in paid if line.payee for code in range(line.payee[0], line.payee[1] + 1)}
    made = {
        "outcome": outcome_of(lines).value,
        "least": least,
        "most": most,
        "failed": sum(1 << i for i in failed),
        "open": sum(1 << i for i in opened),
        "payees": UNSTATED if any(line.payee is None for line in paid) else sum(1 << code for code in codes),
        "fund": fund[0],
        high("fund"): fund[1],
    }
    if index < bench.local:
        payable = hull(payable_of(bench, index)(world) for world in doubts.worlds)
        award = award_of(Award(), bench, doubts, index)[0]
        made |= {"payable": payable[0], high("payable"): payable[1]}
        made |= {"award": bool(award[0]), high("award"): bool(award[1])}
        found = determination(doubts, index, Said())
        for policy in Bench(bench).beside(index):
            made[f"barred {policy}"] = policy in found.barred_by
            made[high(f"barred {policy}")] = policy in (*found.barred_by, *found.perhaps_barred_by)
    return {f"{index} {part}": value for part, value in made.items()}


@pytest.mark.parametrize("engine", ["columns", "machine", "machine, side by side"])
@pytest.mark.parametrize("name", DOCKETS)
def test_a_table_is_judged_as_each_of_its_claims(name: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outcome, amounts, payees, funds, reasons, what is barred and what becomes an award are the same, row by row."""
    bench = DOCKETS[name]
    rows = claims(bench, 7, 150)
    given = table(bench, rows)
    monkeypatch.setattr(machine, "_codes", OrderedDict())
    monkeypatch.setattr(machine, "MANY", 0 if engine == "machine, side by side" else 1_000)
    found = Bench(bench).judge(*given) if engine == "columns" else Machine.of(bench, *given).judge(*given)
    seen = set()
    for row, (values, lists) in zip(found.rows(named=True), rows, strict=True):
        doubts = judge(bench, values, lists)
        for index in range(len(bench.entries)):
            wanted = expected(doubts, index)
            assert {key: row[key] for key in wanted} == wanted
            seen.add(wanted[f"{index} outcome"])
        total = hull(sum_of(bench, range(bench.local), payable_of)(world) for world in doubts.worlds)
        assert (row["total"], row[high("total")]) == total
    assert len(seen) > 2
