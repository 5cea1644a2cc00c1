from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from vocskills import charts
from vocskills.assessment import Assessment, assess
from vocskills.assessment.outcomes import Verdict
from vocskills.convert import read_case
from vocskills.errors import ExtraError
from vocskills.model import Cohort
from vocskills.report.markup import FONTS
from vocskills.roster import read_roster

FUGONG = Path(__file__).resolve().parent.parent / "examples" / "fugong"


@pytest.fixture(scope="module")
def classes() -> list[Assessment]:
    """The four classes of the roster."""
    return [assess(case) for case in read_roster(FUGONG / "roster.csv").cases]


def values(drawn: Any) -> list[dict[str, Any]]:
    """The rows that a part of a chart is drawn from."""
    found: list[dict[str, Any]] = drawn["data"]["values"]
    return found


def parts(chart: Any) -> Iterator[list[dict[str, Any]]]:
    """The rows of each part of a chart of several."""
    return (values(one) for one in chart.to_dict()["vconcat"])


def test_outcomes_counts_each_person_once(classes: list[Assessment]) -> None:
    """Subsidies that come to the same share a bar with as many people as the class; the reasons stand below."""
    above, below = parts(charts.outcomes(classes))
    heads = [one.answer.heads for one in classes]
    bars = list(dict.fromkeys(row["bar"] for row in above))
    assert [sum(row["people"] for row in above if row["bar"] == bar) for bar in bars] == heads
    first = {row["part"]: row["people"] for row in above if row["bar"] == bars[0]}
    assert first == {"符合条件": 51, "符合但不得由该资金支付": 1, "尚不能确定": 4, "不符合条件": 5}
    assert {("本年度免费培训次数已满", "不满足", 3), ("不是建档立卡贫困劳动力", "尚不能确定", 1)} <= {
        (row["bar"], row["part"], row["people"]) for row in below
    }


def test_subsidies_that_differ_have_bars_of_their_own() -> None:
    """Where subsidies come to different outcomes each has a bar that names it; one that is for nobody has none."""
    days = {"start_date": "2020-05-11", "end_date": "2020-05-22"}
    case = read_case({"place": "120000", "heads": 5, "cohort": days, "program": {"kind": "apprenticeship"}})
    decided = assess(case, policy="cn-action-2019")
    above, _ = parts(charts.outcomes([decided], "en"))
    meant = [one for one in decided.answer.by_subsidy if one.heads != ((Verdict.NOT_APPLICABLE, 5),)]
    assert 0 < len(meant) < len(decided.answer.by_subsidy)
    assert {row["part"] for row in above} == {verdict.en for one in meant for verdict, _ in one.heads}
    assert {row["people"] for row in above} == {5}


def test_money_adds_up_to_the_totals(classes: list[Assessment]) -> None:
    """The drawn amounts add up to what is payable at least, and with what is open to the most."""
    drawn = values(charts.money(classes).to_dict())
    sure = sum(row["yuan"] for row in drawn if row["rank"] == 0)
    more = sum(row["yuan"] for row in drawn if row["rank"] == 1)
    least = sum(one.total.payable.least.fen for one in classes) / 100
    most = sum(one.total.payable.most.fen for one in classes if one.total.payable.most) / 100
    assert (sure, sure + more) == (least, most)
    assert {row["fund"] for row in drawn} == {"就业补助资金"}


def test_a_chart_says_where_no_limit_is_known() -> None:
    """An amount without a known limit is drawn at its least, and the title says so."""
    case = read_case(FUGONG / "article" / "1-dapuluo.yaml")
    assert isinstance(case.cohort, Cohort)
    undated = attrs.evolve(case, cohort=attrs.evolve(case.cohort, start_date=None, end_date=None))
    chart = charts.money([assess(undated)], "en").to_dict()
    assert values(chart) == []
    assert "without a known limit" in chart["title"]


def test_charts_name_fonts_with_chinese_characters(classes: list[Assessment]) -> None:
    """Labels, titles and legends ask for a font that has the characters, on every system."""
    for chart in (charts.outcomes(classes), charts.money(classes)):
        config = chart.to_dict()["config"]
        assert config["font"] == config["axis"]["labelFont"] == config["legend"]["labelFont"] == ", ".join(FONTS)


def test_charts_are_drawn(classes: list[Assessment], tmp_path: Path) -> None:
    """Both charts become pictures."""
    for number, chart in enumerate((charts.outcomes(classes), charts.money(classes))):
        file = tmp_path / f"{number}.png"
        chart.save(str(file))
        assert file.read_bytes().startswith(b"\x89PNG")


def test_what_is_not_installed_is_named(classes: list[Assessment], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Altair the error says which extra to install, in both languages."""
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(ExtraError) as caught:
        charts.money(classes)
    assert 'pip install "vocskills[notebook]"' in caught.value.render("zh")
    assert isinstance(caught.value, ImportError)
