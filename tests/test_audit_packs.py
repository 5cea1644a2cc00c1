"""Random tables for every text of the library: each row is decided as ``assess`` decides it."""

from __future__ import annotations

import random

import pytest

from claimtables import table
from test_audit import same
from vocskills.auditing import audit
from vocskills.policy.library import policies
from vocskills.roster.columns import Role, columns

ROWS, SHOWN = 40, 5
SLOW = {"cn-tianjin-training-2022": (3, 1)}
"""A text with very many worlds to a row."""
_LEFT = (Role.AWARDS, Role.STATUSES)
DATES = ["cohort.start_date", "cohort.end_date", "claim.submitted_on", "certificate.issued_on"]


def paths_of(policy: str, seed: int) -> list[str]:
    """The columns that a text would like to have, most of them, and one that it may never read."""
    probe = audit(table(0, 1, DATES), policy, alone=True, on_fault="report")
    draw = random.Random(seed)
    wanted = [one.path for one in probe.missing if one.path in columns() and columns()[one.path].role not in _LEFT]
    return [*DATES, *(path for path in wanted if draw.random() < 0.8), "provider.id"]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("policy", sorted(policies()))
def test_random_tables_are_decided_as_each_of_their_rows(policy: str, seed: int) -> None:
    """Some of the columns of a text, with gaps, partial values and mistakes: all that is said of a row agrees."""
    size, shown = SLOW.get(policy, (ROWS, SHOWN))
    claims = table(seed, size, list(dict.fromkeys(paths_of(policy, seed))), mistakes=0.003)
    found = audit(claims, policy, on_fault="report")
    refused = {int(fault.where.rpartition("[")[2].rstrip("]")) for fault in found.faults}
    rows = [row for row in range(size) if row not in refused]
    assert len(rows) >= size // 2
    for row in random.Random(seed).sample(rows, shown):
        same(found, row)
