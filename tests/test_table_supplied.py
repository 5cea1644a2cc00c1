"""Figures given by the caller with their source: for what was not read, never against a row that was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packfiles import good, load
from test_table_editions import fee
from vocskills import Assessment, InputError, assess, read_case
from vocskills.assessment.outcomes import Verdict
from vocskills.report import render
from vocskills.report.show import show

SUPPLIED = load(good("supplied"))
ELIGIBLE, OPEN, REFUSED = Verdict.ELIGIBLE, Verdict.UNDETERMINED, Verdict.INELIGIBLE


def decided(year: int | str, level: str | None, figure: str | None = None, **more: Any) -> Assessment:
    """A class in a year, with a figure from a source or without."""
    start, end = (f"{year}-05-01", f"{year}-06-01") if isinstance(year, int) else year.split("|")
    case: dict[str, Any] = {"heads": 1, "cohort": {"start_date": start, "end_date": end, "place": "530000"}, **more}
    case["program"] = {"level": level} if level else {}
    if figure is not None:
        case["standard"] = {"training_fee": figure, "source": "示例〔2022〕9号，2022-01-01"}
    return assess(read_case(case), policy=SUPPLIED)


def notices(answer: Assessment) -> list[str]:
    """The codes of what is odd."""
    return [notice.code for notice in answer.subjects[0].notices]


@pytest.mark.parametrize(
    ("year", "level", "without", "figure", "found", "odd"),
    [
        (2020, "junior", (ELIGIBLE, "1000.00", "1000.00"), "1000", (ELIGIBLE, "1000.00", "1000.00"), False),
        (2020, "intermediate", (OPEN, "0.00", None), "1200", (ELIGIBLE, "1200.00", "1200.00"), False),
        (2020, "technician", (OPEN, "0.00", None), "1200", (ELIGIBLE, "1200.00", "1200.00"), False),
        (2021, "junior", (ELIGIBLE, "1100.00", "1100.00"), "1100", (ELIGIBLE, "1100.00", "1100.00"), False),
        (2021, "junior", (ELIGIBLE, "1100.00", "1100.00"), "1150", (ELIGIBLE, "1150.00", "1150.00"), True),
        (2021, "senior", (REFUSED, "None", None), "1150", (ELIGIBLE, "1150.00", "1150.00"), True),
        (2021, "technician", (OPEN, "0.00", None), "1150", (ELIGIBLE, "1150.00", "1150.00"), False),
        (2022, "junior", (OPEN, "0.00", None), "1300", (ELIGIBLE, "1300.00", "1300.00"), False),
        (2022, "junior", (OPEN, "0.00", None), "1300..1400", (ELIGIBLE, "1300.00", "1400.00"), False),
        ("2020-12-31|2021-01-01", "junior", (OPEN, "0.00", None), "1050", (ELIGIBLE, "1050.00", "1050.00"), False),
    ],
)
def test_a_figure_stands_in_for_what_was_not_read(
    year: int | str, level: str, without: object, figure: str, found: object, odd: bool
) -> None:
    """Open cells, misses of an excerpt and classes without an edition take it; a digest gives way with a warning."""
    assert fee(decided(year, level)) == without
    given = decided(year, level, figure)
    assert fee(given) == found
    assert notices(given) == (["SUPPLIED"] if odd else [])


@pytest.mark.parametrize(("level", "figure"), [("junior", "1001"), ("junior", "2000..3000"), ("senior", "900")])
def test_a_figure_against_a_row_that_was_read_is_bad_input(level: str, figure: str) -> None:
    """A value that was read, and a ``none`` that was read, are not overridden; the fault names figure and table."""
    with pytest.raises(InputError) as caught:
        decided(2020, level, figure)
    (fault,) = caught.value.faults
    assert fault.where == "standard.training_fee"
    assert fault.what.en == "contradicts a table that was read: table catalogue.training_fee"
    assert fault.what.zh == "与已读到的表矛盾：表 catalogue.training_fee"


def test_a_figure_never_overrides_what_may_have_been_read() -> None:
    """Where the row is not known, the rows that were read keep their values beside the figure for the others."""
    verdict, least, most = fee(decided(2020, "junior..intermediate", "1200"))
    assert (verdict, least, most) == (ELIGIBLE, "1000.00", "1200.00")
    across = fee(decided("2020-05-01..2020-06-01|2021-05-01..2021-06-01", "junior", "1150"))
    assert across == (ELIGIBLE, "1150.00", "1150.00")


def test_everybody_is_checked_and_named() -> None:
    """A contradiction is reported for the person whom it concerns."""
    people = [{"id": "a", "trainee": {}}, {"id": "b", "trainee": {}}]
    case = {
        "cohort": {"start_date": "2020-05-01", "end_date": "2020-06-01", "place": "530000"},
        "program": {"level": "junior"},
        "enrollments": {"complete": True, "items": people},
        "standard": {"training_fee": "5", "source": "x"},
    }
    with pytest.raises(InputError) as caught:
        assess(read_case(case), policy=SUPPLIED)
    assert [fault.where for fault in caught.value.faults] == ["standard.training_fee"] * 2
    assert [f"enrollments[{index}]" in fault.what.en for index, fault in enumerate(caught.value.faults)] == [True] * 2


def test_a_ruling_and_a_figure_have_to_agree() -> None:
    """A ruling stands beside an equal figure; one that differs is bad input."""
    ruling = {"clause": "catalogue.training_fee", "authority": "示例局", "document": "示例", "date": "2022-02-01"}
    agreed = decided(2022, "junior", "1300", rulings=[{**ruling, "value": "1300"}])
    assert fee(agreed) == (ELIGIBLE, "1300.00", "1300.00")
    with pytest.raises(InputError) as caught:
        decided(2022, "junior", "1300", rulings=[{**ruling, "value": "1400"}])
    assert caught.value.faults[0].what.en.startswith("contradicts the ruling on the table")


def test_a_figure_needs_its_source() -> None:
    """Without a source nothing is supplied."""
    case = {"heads": 1, "program": {"level": "junior"}, "standard": {"training_fee": "1300"}}
    with pytest.raises(InputError) as caught:
        assess(read_case(case), policy=SUPPLIED)
    assert caught.value.faults[0].where == "standard.source"


def test_a_standard_that_is_absent_or_without_this_figure_supplies_nothing() -> None:
    """Known absence, and another figure, leave the table as it is."""
    assert fee(decided(2022, "junior", standard=False))[0] is OPEN
    assert fee(decided(2022, "junior", standard={"evaluation_fee": "300", "source": "x"}))[0] is OPEN


def test_the_answer_says_which_figure_was_used_and_from_where() -> None:
    """The figure stands in the answer and on the page with its source; the warning says what it differs from."""
    answer = decided(2021, "junior", "1150")
    (one,) = answer.answer.supplied
    assert (one.about, one.by, one.used) == ("standard.training_fee", "示例〔2022〕9号，2022-01-01", True)
    page = render(answer, "en")
    assert "given: " in page
    assert "differs from the table catalogue.training_fee, which is known from digests only" in " ".join(page.split())
    assert decided(2021, "junior").answer.supplied == ()


def test_what_is_missing_asks_for_the_figure() -> None:
    """Where the table is open, the answer says how the figure is given."""
    asked = {one.path: one.question.en for one in decided(2022, "junior").missing}
    path = "example-supplied:ruling.catalogue.training_fee"
    assert "give it as standard.training_fee, with its source" in asked[path]


def test_the_sheet_says_what_may_be_given() -> None:
    """What is signed names the figure that may stand in, beside the value that it stands for."""
    sheet = " ".join(show(SUPPLIED, "en").split())
    given = "training_fee: standard of the training fee (standard.training_fee), with its source"
    assert f"where open, the case may give: {given}" in sheet


YEARS = st.sampled_from(
    ["2020-05-01|2020-06-01", "2021-05-01|2021-06-01", "2022-05-01|2022-06-01", "2020-12-31|2021-01-01"]
)
DOUBTS = st.sampled_from(["2020-05-01..2022-05-01|2020-06-01..2022-06-01", "2020|2021"])


@given(YEARS, DOUBTS, st.sampled_from(["junior", "intermediate", "technician"]), st.booleans(), st.booleans())
def test_learning_a_fact_never_widens_what_a_figure_left(
    year: str, doubt: str, level: str, knows_dates: bool, knows_level: bool
) -> None:
    """With the figure that the rows agree with, the better known case lies inside the less known one."""
    figure = "1000" if year.startswith("2020-05") and level == "junior" else "1100"
    if doubt == "2020|2021" and not year.startswith("2020-12"):
        doubt = "2020-05-01..2022-05-01|2020-06-01..2022-06-01"
    wide = decided(year if knows_dates else doubt, level if knows_level else None, figure).subjects[0].total.payable
    narrow = decided(year, level, figure).subjects[0].total.payable
    assert wide.least <= narrow.least
    assert wide.most is None or (narrow.most is not None and narrow.most <= wide.most)


def test_what_the_program_is_stands_in_without_a_source() -> None:
    """A fact of the program says what a row leaves open; it needs no source and is no figure of the answer."""
    text, guards = good("supplied"), ("listed(catalogue.training_fee)", "listed(catalogue.scarce)")
    for old, new in (
        ("{training_fee: standard.training_fee}", "{scarce: program.scarcity}"),
        ("value: {training_fee: open, scarce: critical}", "value: {training_fee: 900, scarce: open}"),
        ("require: listed(catalogue.training_fee)", "require:" + "".join(f"\n      - {guard}" for guard in guards)),
        ("amount: catalogue.training_fee", "amount: catalogue.training_fee * (2 if catalogue.scarce == scarce else 1)"),
    ):
        text = text.replace(old, new)
    policy = load(text)

    def judged(**program: str) -> Assessment:
        cohort = {"start_date": "2022-05-01", "end_date": "2022-06-01", "place": "530000"}
        case = {"heads": 1, "cohort": cohort, "program": {"level": "junior", **program}}
        return assess(read_case(case), policy=policy)

    assert fee(judged()) == (OPEN, "900.00", "1800.00")
    asked = {one.path: one.question.en for one in judged().missing}["example-supplied:ruling.catalogue.scarce"]
    assert asked.startswith("find out scarcity and give it as program.scarcity")
    known = judged(scarcity="scarce")
    assert fee(known) == (ELIGIBLE, "1800.00", "1800.00")
    assert known.answer.supplied == ()
