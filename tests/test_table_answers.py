"""Tables of yes and no, and tables with titles: how the sheet and the sentences say them."""

from __future__ import annotations

import pytest

from packfiles import good, load
from vocskills.assessment.words import names_of
from vocskills.engines.interpret import Facts, interpret
from vocskills.engines.prose import sentence
from vocskills.report.show import show
from vocskills.text import Lang, Text

POLICY = load(good("answers"))
NAMES = names_of(POLICY)


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (20201230, 20201231, (1, 1)),
        (20201231, 20210101, (0, 1)),
        (20210101, 20210330, (0, 1)),
        (20210331, 20210402, (0, 0)),
    ],
)
def test_a_limit_holds_from_the_edition_that_says_so(first: int, last: int, held: tuple[int, int]) -> None:
    """A rule with such a table as its ``when`` does not apply before, applies after, and is open in between."""
    dates = {"cohort.start_date": (first, first), "cohort.end_date": (last, last)}
    facts = Facts({**dates, "cohort.training_days": (10, 10), "ruling.limited": (0, 1)})
    assert interpret(POLICY.rules["short"].condition, facts) == held


def test_what_a_table_of_yes_and_no_says_is_said_as_its_answer() -> None:
    """A condition names the table by its title and the answer that it wants, denied ones too."""
    when = POLICY.rules["short"].when
    assert when is not None
    assert sentence(when, NAMES) == Text(
        "“限制是否适用”中按开班日期和结业日期查得“是”",
        "“does the limit hold” by the start of the class and the end of the class says “yes”",
    )
    assert sentence(POLICY.rules["of_a_level"].parts[0], NAMES) == Text(
        "“是否本地等级：scarce”中按培训项目的培训等级查得“否”",
        "“is it a local level: scarce” by the program's level says “no”",
    )


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("zh", ["- limited 限制是否适用（是/否；版本按开班日期、结业日期选定）", "        否", "        是"]),
        ("en", ["- limited does the limit hold (yes/no; the edition is chosen by: ", "        no", "        yes"]),
    ],
)
def test_the_sheet_prints_title_and_answers(lang: Lang, lines: list[str]) -> None:
    """A table stands under its name and title; yes and no are values and no conditions."""
    sheet = show(POLICY, lang)
    assert all(line in sheet for line in lines)
    assert "不设条件" not in sheet
    assert "no condition applies" not in sheet


def test_whether_there_is_such_an_item_is_a_question_only_where_it_is_asked() -> None:
    """What ``listed`` asks can be ruled on; where no condition asks, there is nothing to rule on."""
    assert sorted(POLICY.clauses) == ["limited", "listed(local.fee)", "local.fee", "local.scarce"]
