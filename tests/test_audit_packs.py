"""Random tables for every text of the library: each row is decided as ``assess`` decides it.

Two tables a text in the usual run; ``VOCSKILLS_HYPOTHESIS=long`` draws a hundred new ones.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtables import table
from test_audit import same
from vocskills.auditing import audit
from vocskills.errors import InputError
from vocskills.policy.library import policies
from vocskills.roster.columns import Role, columns

EXAMPLES = max(settings().max_examples // 50, 2)
ROWS, SHOWN = 40, 5
SLOW = {"cn-tianjin-training-2022": (12, 3)}
"""A text with very many worlds to a row."""
_LEFT = (Role.AWARDS, Role.STATUSES)
DATES = ["cohort.start_date", "cohort.end_date", "claim.submitted_on", "certificate.issued_on"]


def paths_of(policy: str, draw: random.Random) -> list[str]:
    """The columns that a text would like to have, most of them, and one that it may never read."""
    probe = audit(table(0, 1, DATES), policy, alone=True, on_fault="report")
    wanted = [one.path for one in probe.missing if one.path in columns() and columns()[one.path].role not in _LEFT]
    return [*DATES, *(path for path in wanted if draw.random() < 0.8), "provider.id"]


@pytest.mark.parametrize("policy", sorted(policies()))
@settings(max_examples=EXAMPLES)
@given(seed=st.integers(0, 2**32), part=st.floats(0, 1))
def test_random_tables_are_decided_as_each_of_their_rows(policy: str, seed: int, part: float) -> None:
    """Some of the columns of a text, with gaps, partial values and mistakes: all that is said of a row agrees.

    A row that is refused is one that a case is refused for.
    """
    most, shown = SLOW.get(policy, (ROWS, SHOWN))
    size, draw = 1 + round(part * (most - 1)), random.Random(seed)
    claims = table(seed, size, list(dict.fromkeys(paths_of(policy, draw))), mistakes=0.003)
    found = audit(claims, policy, on_fault="report")
    refused = {int(fault.where.rpartition("[")[2].rstrip("]")) for fault in found.faults}
    rows = [row for row in range(size) if row not in refused]
    assert len(rows) >= size // 2 or size < 20
    for row in draw.sample(rows, min(shown, len(rows))):
        same(found, row)
    for row in draw.sample(sorted(refused), min(shown, len(refused))):
        with pytest.raises(InputError):
            found.explain(row)
