"""Names of claims and persons in tables: plain ones are taken in whole columns, the others read one by one."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from vocskills.auditing.encode import encoded
from vocskills.auditing.table import Table
from vocskills.door import Codes
from vocskills.roster.columns import columns

NAMES = ("claim.id", "trainee.person_key")
PLAIN = st.from_regex(r"\A(?:[A-Za-z][A-Za-z0-9_-]{0,30}[0-9]|[0-9]{1,12})\Z")
ODD = st.sampled_from(["", " x1", "1.5", "甲1", "a b1", "533399198503150012", "123456789012345", "none", "无"])


@given(st.lists(PLAIN | ODD | st.none(), min_size=1, max_size=6))
def test_names_that_no_rule_reads_are_refused_as_if_read(values: list[str | None]) -> None:
    """Whatever a case would refuse is marked, whether names are looked at one by one or not."""
    for name in NAMES:
        table = Table(pl.DataFrame({name: pl.Series(values, dtype=pl.String)}), {name: name})
        one, other = (encoded(columns()[name], table, name, Codes(), asked=asked) for asked in (True, False))
        assert one.bad.to_list() == other.bad.to_list()
        assert one.given.to_list() == other.given.to_list()
