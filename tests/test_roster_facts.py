from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rosters import ID, OTHER, codes, read, trainee, workbook
from vocskills.model.nouns import Cohort
from vocskills.model.records import Status
from vocskills.model.terms import Category
from vocskills.roster import Roster, read_roster

HEAD = ["姓名", "身份证号码", "培训时间"]
BEGIN, END = date(2020, 9, 7), date(2020, 9, 20)


def cohorts(roster: Roster) -> list[Cohort]:
    """What the classes are said to be."""
    return [case.cohort for case in roster.cases if isinstance(case.cohort, Cohort)]


@pytest.mark.parametrize("words", ["2020.9.7-9.20", "2020年9月7日至20日"])
def test_both_days_may_stand_where_the_first_belongs(words: str) -> None:
    """开班时间 often holds the whole time of the class: both ends are taken, and it is said."""
    roster = read({"姓名": "合成甲", "开班时间": words}, {"姓名": "合成乙", "开班时间": "2020.9.8"})
    assert cohorts(roster) == [Cohort(start_date=BEGIN, end_date=END), Cohort(start_date=date(2020, 9, 8))]
    assert codes(roster) == ["grouped", "both-ends"]


def test_a_last_day_of_its_own_is_not_taken_from_the_first() -> None:
    """Where another column has the last day, a period under the first is a doubt as before."""
    roster = read({"姓名": "合成甲", "开班时间": "2020.9.7-9.20", "结业时间": "2020-09-30"})
    assert codes(roster) == ["period-for-day"]
    assert [cohort.end_date for cohort in cohorts(roster)] == [date(2020, 9, 30)]


def test_both_days_may_stand_above_the_table() -> None:
    """开班时间：2020年9月7日至9月20日 in a title row."""
    rows: list[list[Any]] = [["开班时间：2020年9月7日至9月20日"], ["姓名", "身份证号码"], ["合成甲", ID]]
    roster = read_roster(workbook({"花名册": rows}))
    assert cohorts(roster) == [Cohort(start_date=BEGIN, end_date=END)]


def test_what_holds_for_all_does_not_stand_in_for_what_was_not_understood() -> None:
    """A row that says something else of its class, unreadable, has not said the same as the title; a blank one has."""
    rows: list[list[Any]] = [
        ["培训时间：2020年9月7日至9月20日"],
        HEAD,
        ["合成甲", ID, None],
        ["合成乙", OTHER, "9月12日至22日"],
    ]
    roster = read_roster(workbook({"花名册": rows}))
    assert [case.cohort for case in roster.cases] == [Cohort(start_date=BEGIN, end_date=END), None]
    assert "no-year" in codes(roster)


def test_who_somebody_is_and_since_when_may_stand_in_two_columns() -> None:
    """贫困户属性 says of which kind, 首次识别时间 since when: one status of both."""
    person = trainee(read({"姓名": "合成甲", "贫困户属性": "一般贫困户", "首次识别时间": "2014年3月2日"}))
    assert person is not None
    assert person.statuses is not None
    assert person.statuses.items == (Status(category=Category.REGISTERED_POOR, held=True, start=date(2014, 3, 2)),)
