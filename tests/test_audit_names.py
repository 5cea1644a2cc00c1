"""Names of claims and persons in tables: plain ones are taken in whole columns, the others read one by one."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocskills.auditing.encode import days, encoded
from vocskills.auditing.persons import numbered
from vocskills.auditing.run import _differ
from vocskills.auditing.table import Table
from vocskills.calendar import DAY_MAX, DAY_MIN
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


def test_names_of_one_hash_are_different_persons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of one hash, here of all that are of one length, keep numbers of their own, the same for the same name."""
    names = pl.Series(["aa", "b", "cc", None, "aa", "b", "dd"])
    plain = numbered(names).to_list()
    monkeypatch.setattr(pl.Series, "hash", lambda self: self.str.len_chars().cast(pl.UInt64))
    found = numbered(names).to_list()
    for one in (plain, found):
        assert one[3] is None
        assert (one[0], one[1]) == (one[4], one[5])
        assert len({one[0], one[1], one[2], one[6]}) == 4


@given(st.lists(PLAIN | ODD | st.none(), max_size=6), st.booleans(), st.booleans())
def test_names_that_stand_twice_are_told(values: list[str | None], ascending: bool, doubled: bool) -> None:
    """In the order of the alphabet or in none, beside one another or not; what has no name is no double."""
    values = values + values[: doubled * 2]
    if ascending:
        values.sort(key=lambda value: (value is None, value))
    named = [value for value in values if value is not None]
    assert _differ(pl.Series(values, dtype=pl.String)) == (len(set(named)) == len(named))


@given(st.lists(st.dates(date(1850, 1, 1), date(2200, 1, 1)) | st.none(), min_size=1, max_size=5), st.booleans())
def test_days_of_a_column_are_numbers(values: list[date | None], known: bool) -> None:
    """Those that the library does not know lie outside of what it knows, beside others or alone."""
    if known:
        values = [value and value.replace(year=2000 + value.year % 90, day=1) for value in values]
    for value, number in zip(values, days(pl.Series(values, dtype=pl.Date)).to_list(), strict=True):
        if value is None:
            assert number is None
        elif value < date(1900, 1, 1):
            assert number < DAY_MIN
        elif value > date(2100, 12, 31):
            assert number > DAY_MAX
        else:
            assert number == value.year * 10_000 + value.month * 100 + value.day
