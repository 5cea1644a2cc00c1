from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from vocskills.assessment import Assessment, assess
from vocskills.convert import read_case
from vocskills.notebook import html
from vocskills.policy import policies
from vocskills.report.markup import FONTS, Markup, tag
from vocskills.roster import read_roster
from vocskills.text import Lang

FUGONG = Path(__file__).resolve().parent.parent / "examples" / "fugong"
YUNNAN = "cn-yunnan-poverty-training"


@pytest.fixture(scope="module")
def decided() -> Assessment:
    """The class of the roster with the people a real class has."""
    return assess(read_roster(FUGONG / "roster.csv").cases[0])


class Reader(HTMLParser):
    """Which elements are open, and all text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, name: str, attributes: Any) -> None:
        """Opens an element; line breaks have no end."""
        self.tags.add(name)
        if name != "br":
            self.open.append(name)

    def handle_endtag(self, name: str) -> None:
        """Closes the element that was opened last."""
        assert self.open.pop() == name

    def handle_data(self, data: str) -> None:
        """Takes in text."""
        self.words.append(data)


def read(page: str) -> Reader:
    """A page, every element of which is closed."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def shown(decided: Assessment) -> dict[str, Any]:
    """One of each kind of thing that has a page."""
    subject = decided.subjects[1]
    one = subject.determinations[0]
    why = decided.explain(subject, one)
    found = {"assessment": decided, "person": subject, "determination": one, "explanation": why}
    return {**found, "finding": why.findings[0], "policy": policies()[YUNNAN]}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["assessment", "person", "determination", "explanation", "finding", "policy"])
def test_every_page_is_whole(decided: Assessment, kind: str, lang: Lang) -> None:
    """Each thing has a page in both languages with a table in it; all its elements are closed."""
    page = read(html(shown(decided)[kind], lang))
    assert "table" in page.tags
    words = "".join(page.words[1:])
    assert ("条" in words or "补" in words) or lang == "en"


def test_things_show_themselves_in_chinese(decided: Assessment) -> None:
    """A notebook that shows a thing gets its Chinese page, with fonts that have Chinese characters."""
    for thing in shown(decided).values():
        assert thing._repr_html_() == html(thing, "zh")
        assert FONTS[0] in thing._repr_html_()


def test_the_page_says_what_the_answer_says(decided: Assessment) -> None:
    """Everybody's outcome with the figures, why, the totals, what is missing and the notice stand on the page."""
    words = "".join(read(html(decided)).words)
    for said in (
        "61 人",
        "符合条件（据新闻或摘要）",
        "不是建档立卡贫困劳动力",
        "本年度免费培训次数已满",
        "40,640.00 至 44,000.00",
    ):
        assert said in words
    for said in ("640.00 或 800.00", "还缺什么", "不是行政决定", "是否适用", "国办发〔2019〕24号"):
        assert said in words


def test_nobody_is_identified_on_a_page(decided: Assessment) -> None:
    """Names and identity numbers are masked on every page."""
    for thing in shown(decided).values():
        page = html(thing)
        assert not re.search("合成甲[0-9]", page)
        assert not re.search("[0-9]{15}", page)


def test_markup_of_a_case_is_text() -> None:
    """What a case says is escaped, line breaks are kept, and markup is not escaped twice."""
    case = {"id": "<b>1</b>", "place": "533323", "heads": 2, "cohort": {"trade": "<script>alert(1)</script>&"}}
    page = html(assess(read_case(case)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in page
    assert "<script" not in page
    assert tag("p", "a < b\nc", Markup("<i>d</i>"), style='x"y') == "<p class='x&quot;y'>a &lt; b<br>c<i>d</i></p>"


def test_an_uncovered_place_says_so() -> None:
    """Where there is no local text the page says that first, and shows no empty table of people."""
    words = "".join(read(html(assess(read_case({"place": "310115", "heads": 2})))).words)
    assert "没有" in words


def test_other_things_have_no_page() -> None:
    """A thing without a page is refused by its type."""
    with pytest.raises(TypeError, match="int has no page"):
        html(1)
