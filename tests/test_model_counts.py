from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocskills.errors import Fault, InputError
from vocskills.model import CountBasis, CountReport, Stage, check, total
from vocskills.text import Text

ONLINE = CountReport(
    id="online", period="2020Q1", program="线上", value=700, unit_text="人", stage=Stage.COMPLETED,
    basis=CountBasis.UNSPECIFIED,
)  # fmt: skip
FILED = attrs.evolve(ONLINE, id="apprentices", program="企业新型学徒制", value=4117, stage=Stage.FILED)
FUGONG = attrs.evolve(ONLINE, id="fugong", program="扶贫", place_text="福贡县", value=200, cohorts=4)


def refused(*reports: Any) -> list[Fault]:
    """The faults of a sum that must be refused."""
    with pytest.raises(InputError) as caught:
        total(reports)
    return list(caught.value.faults)


def test_filed_is_not_completed() -> None:
    """700 completed online, 4,117 apprentices filed and 200 completed in Fugong are no 5,017 of anything."""
    (fault,) = refused(ONLINE, FILED, FUGONG)
    assert fault.where == "reports.stage"
    for words in ("online 700 (completed, basis unspecified)", "apprentices 4,117 (filed, basis unspecified)"):
        assert words in fault.what.en
    for words in ("online 700（完成，口径不明）", "apprentices 4,117（备案，口径不明）"):
        assert words in fault.what.zh
    assert "人（" not in fault.what.zh
    assert "5017" not in (fault.render("en") + fault.render("zh")).replace(",", "")


def test_what_counts_the_same_is_added_with_its_doubt() -> None:
    """700 online and 200 in Fugong were both completed; the sum says that persons or participations are counted."""
    whole = total([ONLINE, FUGONG])
    assert (whole.value, whole.stage, whole.basis, whole.period) == (900, Stage.COMPLETED, ONLINE.basis, "2020Q1")
    assert whole.id == "online+fugong"
    assert (whole.program, whole.place_text, whole.unit_text, whole.cohorts) == ("", "", "人", None)
    assert "人次" in whole.note.zh
    assert "participations" in whole.note.en
    assert check(whole) == []


def test_the_four_villages_are_one_count() -> None:
    """61 + 49 + 52 + 38 heads in four classes are 200 in four classes, at what is common to them."""
    villages = [
        attrs.evolve(FUGONG, id=str(n), value=n, cohorts=1, place_text=place)
        for n, place in ((61, "达普洛村"), (49, "知子洛村"), (52, "拉马得村"), (38, "腊吐底村"))
    ]
    whole = total(iter(villages))
    assert (whole.value, whole.cohorts, whole.program, whole.place_text) == (200, 4, "扶贫", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [("stage", Stage.PAID), ("basis", CountBasis.PERSONS), ("period", "2019"), ("unit_text", "人次")],
)
def test_each_difference_is_a_fault_of_its_own(name: str, value: Any) -> None:
    """Reports that differ in stage, basis, period or, without a basis, in the written unit do not add up."""
    (fault,) = refused(ONLINE, attrs.evolve(FUGONG, **{name: value}))
    assert fault.where == f"reports.{name}"
    assert fault.remedy is not None


def test_all_differences_come_at_once() -> None:
    """Stage and period apart are two faults, each naming every report."""
    faults = refused(ONLINE, attrs.evolve(FILED, period="2019"))
    assert [fault.where for fault in faults] == ["reports.stage", "reports.period"]


def test_with_a_basis_the_written_unit_may_differ() -> None:
    """Participations are participations, whether the report writes 人次 or 人."""
    one = attrs.evolve(ONLINE, basis=CountBasis.PARTICIPATIONS, unit_text="人次")
    whole = total([one, attrs.evolve(one, id="two", unit_text="人")])
    assert (whole.value, whole.unit_text, whole.note) == (1400, "", Text("", ""))


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (CountBasis.UNSPECIFIED, "not specified"),
        (CountBasis.PERSONS, "counted several times"),
        (CountBasis.HOUSEHOLDS, "household"),
        (CountBasis.COHORTS, ""),
    ],
)
def test_a_sum_says_what_it_does_not_show(basis: CountBasis, words: str) -> None:
    """Persons and households may stand in several reports; classes and participations may not."""
    one = attrs.evolve(ONLINE, basis=basis)
    note = total([one, attrs.evolve(one, id="two")]).note
    assert words in note.en
    assert bool(note.en) is bool(words)


def test_a_single_report_keeps_its_own_note() -> None:
    """The sum of one report is that report; only a doubt about its basis is added."""
    noted = attrs.evolve(ONLINE, basis=CountBasis.PERSONS, note=Text("注", "noted"))
    assert total([noted]) == noted
    assert total([ONLINE]) == attrs.evolve(ONLINE, note=total([ONLINE]).note)
    assert "not specified" in total([ONLINE]).note.en


def test_a_report_is_not_added_twice() -> None:
    """The same identifier twice is refused before anything is added."""
    (fault,) = refused(ONLINE, FUGONG, ONLINE)
    assert (fault.where, fault.text) == ("reports[2].id", "online")


@pytest.mark.parametrize(
    ("reports", "where"),
    [
        ([], "reports"),
        (["x"], "reports[0]"),
        ([ONLINE, None], "reports[1]"),
        ([attrs.evolve(ONLINE, value=-1)], "reports[0].value"),
        ([attrs.evolve(ONLINE, value=10**9 + 1)], "reports[0].value"),
        ([attrs.evolve(ONLINE, value=True)], "reports[0].value"),
        ([attrs.evolve(ONLINE, value=float("nan"))], "reports[0].value"),  # type: ignore[arg-type]
        ([attrs.evolve(ONLINE, stage="filed")], "reports[0].stage"),  # type: ignore[arg-type]
        ([attrs.evolve(ONLINE, id=" ")], "reports[0].id"),
        ([attrs.evolve(ONLINE, period="")], "reports[0].period"),
        ([attrs.evolve(ONLINE, value=10**9), attrs.evolve(FUGONG, value=1)], "total.value"),
    ],
)
def test_what_is_no_count_is_refused(reports: list[Any], where: str) -> None:
    """Nothing, something else, a wrong report and a sum out of range are refused with their path."""
    (fault,) = refused(*reports)
    assert fault.where == where


@pytest.mark.parametrize("missing", ["id", "period", "value", "stage", "basis"])
def test_a_count_is_not_made_without_what_it_counts(missing: str) -> None:
    """A figure without its period, stage or basis cannot be written down."""
    given_fields = {"id": "a", "period": "2020", "value": 1, "stage": Stage.FILED, "basis": CountBasis.PERSONS}
    del given_fields[missing]
    with pytest.raises(TypeError):
        CountReport(**given_fields)  # type: ignore[arg-type]


def test_stages_stand_in_the_order_of_a_class() -> None:
    """From the plan to the job; the order of codes is the order of a class's life."""
    assert [str(stage.value) for stage in Stage] == [
        "planned",
        "agreed",
        "filed",
        "started",
        "completed",
        "certified",
        "claimed",
        "paid",
        "placed",
    ]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_the_sum_is_the_sum(values: list[int]) -> None:
    """Whatever is added, in whatever order, the figure is the sum of the figures."""
    reports = [attrs.evolve(ONLINE, id=str(index), value=value) for index, value in enumerate(values)]
    assert total(reports).value == total(reversed(reports)).value == sum(values)
