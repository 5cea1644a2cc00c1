"""Claims of many persons in one table, decided in order: the same as person by person, claim by claim."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import BENCH, case_of, claim
from onebyone import OneByOne, Table, said_columns, table
from vocskills.auditing import order
from vocskills.auditing.awards import PERSON, WITHOUT_CLASS, Awarding
from vocskills.auditing.bench import Bench
from vocskills.auditing.order import Judge, in_order
from vocskills.door import Codes, subjects
from vocskills.engines.columns import ROW
from vocskills.errors import InputError

TABLES = Bench(BENCH)
DAYS = ["2020-03-01", "2020-03-01", "2020-03-01", "2020-03-31", "2021-03-01", "2020-03", "2020", None]
LEVELS = ["junior", "intermediate", "senior", None]
STATES = ["paid", "decided", "withdrawn", None]


@st.composite
def histories(draw: st.DrawFn) -> dict[str, Any]:
    """Awards on record, all of them or some."""
    days = st.sampled_from(DAYS[2:])
    some = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["insurance_skill", "insurance_skill", "living_cost"]),
            "state": st.sampled_from(STATES),
            "level": st.sampled_from(LEVELS),
            "occupation": st.sampled_from(["4-03-02-01", "4-03-02-02"]),
            "certified_on": days,
        }
    )
    return {"complete": draw(st.sampled_from([True, True, False])), "items": draw(st.lists(some, max_size=1))}


@st.composite
def written(draw: st.DrawFn) -> list[tuple[int | None, dict[str, Any]]]:
    """Claims of a few persons, in any order, each with its person; of some nobody knows whose they are."""
    had = draw(st.lists(histories(), min_size=3, max_size=3))
    found = []
    for number in range(draw(st.integers(1, 9))):
        person = draw(st.sampled_from([0, 0, 0, 1, 1, 2, None]))
        known = {
            "sequence": draw(st.sampled_from([0, 1, None, None])),
            "level": draw(st.sampled_from(LEVELS)),
            "occupation": draw(st.sampled_from(["4-03-02-01", "4-03-02-02"])),
            "filed": draw(st.sampled_from([True, True, True, False, None])),
            "awards": draw(histories()) if person is None else had[person],
        }
        found.append((person, claim(f"c{number}", draw(st.sampled_from(DAYS)), **known)))
    return found


def tabled(claims: list[tuple[int | None, dict[str, Any]]]) -> tuple[Table, Codes]:
    """Claims as a table."""
    codes = Codes()
    # Each is a case of its own, so that a person with an unknown mark is not joined by the number.
    people = [subjects(case_of(one))[0] for _, one in claims]
    return table(BENCH, people, [person for person, _ in claims], "533323", codes), codes


def decided(found: Table, codes: Codes, bench: Judge = TABLES, *, compiled: bool = False) -> list[dict[str, Any]]:
    """The table decided in order, in the order of its rows."""
    awarding = Awarding.of(BENCH, codes, "533323", WITHOUT_CLASS)
    judged = in_order(bench, found.claims, found.lists, awarding, compiled=compiled).sort(ROW)
    return judged.select(said_columns(BENCH)).to_dicts()


@pytest.mark.parametrize("compiled", [False, True])
@settings(max_examples=100)
@given(written())
def test_a_table_is_decided_as_its_persons_are(compiled: bool, claims: list[tuple[int | None, dict[str, Any]]]) -> None:
    """Partial dates, ties, gaps and histories of any kind: outcomes, amounts and awards are those of the fold."""
    found, codes = tabled(claims)
    assert decided(found, codes, compiled=compiled) == found.folded()


@settings(max_examples=30)
@given(written())
def test_the_order_is_right_whatever_judges_the_rows(claims: list[tuple[int | None, dict[str, Any]]]) -> None:
    """Rows judged one by one, as single claims are, come out as in the fold."""
    found, codes = tabled(claims)
    assert decided(found, codes, OneByOne(BENCH)) == found.folded()


@settings(max_examples=30)
@given(written())
def test_waves_and_rounds_are_the_same(claims: list[tuple[int | None, dict[str, Any]]]) -> None:
    """A person whose order is sure comes out the same in rounds, as somebody with very many claims does."""
    found, codes = tabled(claims)
    in_waves = decided(found, codes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "WAVES", 0)
        patch.setattr(order, "PAIRS", 5)
        assert decided(found, codes) == in_waves


@settings(max_examples=20)
@given(written(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(claims: list[tuple[int | None, dict[str, Any]]], mixed: Any) -> None:
    """A file that is not sorted gives the same answers."""
    found, codes = tabled(claims)
    places = list(range(len(claims)))
    mixed.shuffle(places)
    shuffled = Table(found.claims[places], found.lists, found.pending, found.persons)
    assert decided(shuffled, codes) == decided(found, codes) == decided(shuffled, codes, compiled=True)


def test_a_claim_that_ties_is_only_perhaps_earlier() -> None:
    """Of a lower and a higher level on one day the higher is due, and the lower open: it may have come first."""
    found, codes = tabled(
        [(0, claim("a", "2020-03-01", level="junior")), (0, claim("b", "2020-03-01", level="senior"))]
    )
    assert [row["0 outcome"] for row in decided(found, codes)] == [2, 4]


def test_somebody_with_very_many_claims_is_decided() -> None:
    """Of 60 claims over two years two a year are due, whichever rows they stand in, and nobody else is touched."""
    days = [f"202{n % 2}-0{1 + n % 6}-1{n % 10}" for n in range(60)]
    many = [claim(f"c{n}", day, sequence=n, occupation=f"4-03-02-{n:02}") for n, day in enumerate(days)]
    found, codes = tabled([*((0, one) for one in many), (1, claim("other", "2020-03-01"))])
    outcomes = [row["0 outcome"] for row in decided(found, codes)]
    assert outcomes[-1] == 4
    assert outcomes.count(4) == 5
    assert decided(found, codes) == found.folded() == decided(found, codes, compiled=True)


def test_a_key_that_is_no_person_is_refused() -> None:
    """More claims under one key than one person can have awards: the input is refused, nothing is decided."""
    found, codes = tabled([(0, claim("c", "2020-03-01"))])
    claims = pl.concat([found.claims] * 1001).with_columns(pl.int_range(1001, dtype=pl.Int64).alias(ROW))
    awarding = Awarding.of(BENCH, codes, "533323", WITHOUT_CLASS)
    with pytest.raises(InputError, match="too many claims under one person key") as caught:
        in_order(TABLES, claims, {}, awarding)
    assert caught.value.faults[0].text == "1001"
    alone = claims.with_columns(pl.lit(None, dtype=pl.Int64).alias(PERSON)).head(3)
    assert len(in_order(TABLES, alone, {}, awarding)) == 3
