"""A whole table is decided as each of its rows would be."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from claimtables import CHECKS, COMMON, HISTORY, STATUSES, people, table
from packfiles import good, load
from vocskills.auditing import audit
from vocskills.auditing.answers import answer_of
from vocskills.roster.columns import columns


def same(found: Any, row: int) -> None:
    """The columns of the answer say what the assessment of the row says."""
    wanted = answer_of(found.explain(row).subjects[0])
    said = found.frame.row(row, named=True)
    assert {name: said.get(name) for name in wanted} == wanted
    others = {name for name in said if name not in columns() and name not in wanted}
    assert all(said[name] is None for name in others)


@pytest.mark.parametrize(("place", "rows"), [("533323", 80), ("120000", 5), ("140100", 80)])
def test_a_table_is_decided_as_each_of_its_rows(place: str, rows: int) -> None:
    """Random tables, by the texts of a place: the answer of every row is that of ``assess``."""
    claims = table(5, rows, COMMON, mistakes=0.001)
    found = audit(claims, place=place, on_fault="report")
    refused = {int(fault.where.rpartition("[")[2].rstrip("]")) for fault in found.faults}
    for row in range(len(claims)):
        if row not in refused:
            same(found, row)
    assert len(refused) < max(rows // 2, 4)


@pytest.mark.parametrize("complete", [(), ("history", "checks")])
def test_the_claims_of_a_person_are_decided_in_order_with_further_tables(complete: tuple[str, ...]) -> None:
    """Several claims of a person, awards on record, dated statuses and checks: each row as ``assess`` decides it."""
    claims = people(table(11, 60, [path for path in COMMON if path != "cohort.id"], mistakes=0), 9)
    found = audit(
        claims, place="533323", history=HISTORY, statuses=STATUSES, checks=CHECKS, complete=complete, on_fault="report"
    )
    refused = {int(fault.where.rpartition("[")[2].rstrip("]")) for fault in found.faults}
    for row in range(len(claims)):
        if row not in refused:
            same(found, row)
    assert len(refused) < 40


def test_what_is_decided_of_a_class_is_said_to_be_left_out() -> None:
    """Items of a class or provider are named, with no column and no row of totals; the class by itself has them."""
    claims = pl.DataFrame({"cohort.start_date": ["2022-03-07"], "cohort.end_date": ["2022-03-18"]})
    found = audit(claims, load(good("items")), alone=True)
    assert [one.item.partition(".")[2] for one in found.left_out] == [
        "training_fee",
        "open_class",
        "talk",
        "rectification",
        "notice",
    ]
    assert "open_class" in found.left_out[1].words.zh and "a class" in found.left_out[1].words.en
    assert "5 items of classes and providers left out" in repr(found)
    assert found.frame.columns[2:] == ["total.least_fen", "total.most_fen"]
    assert found.totals().height == 0
    whole = found.explain(0).whole
    assert whole is not None and len(whole.approvals) == 1


@pytest.mark.parametrize("name", ["subjects", "uses"])
def test_items_of_persons_and_rules_of_other_policies_are_decided_in_tables(name: str) -> None:
    """Subsidies of a person and rules of another policy come to what ``assess`` says, and nothing is left out."""
    claims = pl.DataFrame(
        {
            "cohort.start_date": ["2022-03-07", "2022-03-07", None],
            "cohort.end_date": ["2022-03-18", "2022-03-18", None],
            "cohort.training_days": [10, 10, None],
            "cohort.unqualified": [False, None, True],
            "enrollment.completed": [True, None, False],
            "certificate.issue_kind": ["first", None, "first"],
            "certificate.issued_on": ["2022-04-01", None, "2022-04"],
        }
    )
    found = audit(claims, load(good(name)), alone=True)
    assert found.left_out == ()
    for row in range(len(claims)):
        wanted = answer_of(found.explain(row).subjects[0])
        said = found.frame.row(row, named=True)
        assert {key: said.get(key) for key in wanted} == wanted
    assert found.totals().height


def test_the_columns_of_the_answer_hang_on_the_texts_alone() -> None:
    """No rows, rows that nobody can read and rows that can be decided come back with the same columns of one type."""
    claims = pl.DataFrame({"cohort.start_date": ["2020-05-11", "2020-13-45"], "cohort.end_date": ["2020-05-20", None]})
    whole = audit(claims, place="533323", on_fault="report").frame
    assert whole["cn-yunnan-poverty-training.living_cost.outcome"].to_list() == ["undetermined", None]
    for part in (claims.head(0), claims.tail(1), claims.head(1)):
        found = audit(part, place="533323", on_fault="report").frame
        assert (found.schema, found.height) == (whole.schema, part.height)


@pytest.mark.parametrize("said", ["无", "有", None])
def test_a_noun_that_does_not_exist_has_no_records(said: str | None) -> None:
    """Without a mentor there are no other apprentices; a mentor of whom nothing is said may have any."""
    claims = pl.DataFrame(
        {"cohort.start_date": ["2023-01-09"], "program.kind": ["名师带徒"], "mentor": [said], "provider": [said]}
    )
    same(audit(claims, "cn-tianjin-training-2022"), 0)
