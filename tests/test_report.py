from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocskills.assessment import Assessment, assess
from vocskills.assessment.answer import Total
from vocskills.assessment.outcomes import PerUnit, Sum, Verdict
from vocskills.convert import read_case
from vocskills.errors import InputError
from vocskills.model.fields import Unit
from vocskills.money import Money
from vocskills.policy import policies
from vocskills.policy.pack import Policy
from vocskills.report import grand_total, render
from vocskills.report.counts import count_lines, read_counts, sum_lines
from vocskills.report.groups import groups, rows
from vocskills.report.layout import COLUMNS, hanging, table, title, wrap
from vocskills.report.show import show
from vocskills.report.words import figure, if_met, payable, said, yuan
from vocskills.roster import read_roster
from vocskills.text import Lang, Text, width

FUGONG = Path(__file__).resolve().parent.parent / "examples" / "fugong"
WORDS = st.text("茶叶，。（）《》abc123 .-;\n", max_size=200)
YUNNAN = "cn-yunnan-poverty-training"


def sum_of(least: int, most: int | None = None, *possible: int) -> Sum:
    """A sum in yuan, known where only one figure is given."""
    top = least if most is None else most
    return Sum(Money(least * 100), Money(top * 100), tuple(Money(value * 100) for value in possible))


def unlimited(per_day: int) -> Total:
    """What is paid by a day where the days are not known."""
    return Total(Sum(Money(0), None), Sum(Money(0), None), PerUnit(Money(per_day * 100), Unit.DAYS))


@pytest.fixture(scope="module")
def first_class() -> Assessment:
    """The class of the roster with the people a real class has."""
    return assess(read_roster(FUGONG / "roster.csv").cases[0])


def decided(**more: Any) -> Assessment:
    """A small class in Fugong of which little is known, with more facts."""
    days: dict[str, Any] = {"start_date": "2020-05-11", "end_date": "2020-05-22"}
    return assess(read_case({"id": "A", "place": "533323", "heads": 3, "cohort": days} | more))


# -- lines -------------------------------------------------------------------------------------------------------


@given(WORDS, st.integers(12, 60))
def test_wrapping_loses_nothing_and_fits(words: str, columns: int) -> None:
    """Wrapped lines hold every character but spaces, in order, and none is wider than asked."""
    lines = wrap(words, columns)
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(width(line) <= columns for line in lines)


def test_lines_do_not_begin_with_closing_marks() -> None:
    """A line breaks before the character that a closing mark belongs to, and after no opening one."""
    assert wrap("茶叶加工，腌制", 8) == ["茶叶加", "工，腌制"]
    assert wrap("茶叶（加工）", 6) == ["茶叶", "（加", "工）"]
    assert wrap("茶叶 [加工]", 5) == ["茶叶", "[加", "工]"]


def test_english_words_stay_whole() -> None:
    """Words break at spaces, a run longer than a line is cut."""
    assert wrap("living cost", 8) == ["living", "cost"]
    assert wrap("a" * 10, 4) == ["aaaa", "aaaa", "aa"]


def test_a_paragraph_hangs_under_its_first_word() -> None:
    """Later lines stand under the first word, whatever the width of the mark."""
    assert hanging("- 金额：", "甲乙丙丁", columns=12) == ["- 金额：甲乙", "        丙丁"]


def test_a_table_counts_chinese_characters_twice() -> None:
    """Columns line up in a terminal, numbers to the right."""
    lines = table(["人员", "sum"], [["甲", "1.00"], ["abcdef", "20.00"]], right=(1,))
    assert lines == ["人员      sum", "------  -----", "甲       1.00", "abcdef  20.00"]


def test_a_table_that_is_too_wide_is_wrapped() -> None:
    """Cells of the widest columns are broken until the table fits."""
    lines = table(["a", "b"], [["甲" * 40, "乙" * 40]], columns=50)
    assert max(map(width, lines)) <= 50
    assert "".join(lines).count("甲") == 40


def test_a_heading_has_a_rule_of_its_width() -> None:
    """The rule under a heading is as wide as the heading in a terminal."""
    assert title("合计") == ["", "合计", "===="]


# -- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fen", "words"), [(488_000, "4,880.00"), (5, "0.05"), (-5, "-0.05"), (-123_456, "-1,234.56"), (0, "0.00")]
)
def test_yuan_have_separators(fen: int, words: str) -> None:
    """Amounts are shown with thousands separated and two decimals."""
    assert yuan(Money(fen)) == words


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (sum_of(800), "800.00", "800.00"),
        (sum_of(640, 800, 640, 800), "640.00 或 800.00", "640.00 or 800.00"),
        (sum_of(0, 800, 0, 640, 800), "0.00、640.00 或 800.00", "0.00, 640.00 or 800.00"),
        (sum_of(100, 900), "100.00 至 900.00", "100.00 to 900.00"),
        (Sum(Money(0), None), "0.00 起，上限未知", "0.00 or more, no upper limit known"),
    ],
)
def test_amounts_in_doubt_are_listed_where_they_are_few(amount: Sum, zh: str, en: str) -> None:
    """Few possible amounts are listed, many are bounds, and no declared range is printed as a limit."""
    assert figure(amount) == Text(zh, en)


def test_an_amount_without_a_limit_is_shown_by_the_unit() -> None:
    """Where the days are not known, a total is said per day."""
    assert if_met(unlimited(80)) == Text("每培训日 80.00 元", "80.00 yuan per training day")
    assert payable(unlimited(80)) == Text("0 或每培训日 80.00 元", "0 or 80.00 yuan per training day")


def test_sentences_end_once() -> None:
    """A full stop is added only where there is none."""
    assert said(Text("核对。", "check"), "zh") == "核对。"
    assert said(Text("核对", "check."), "zh") == "核对。"
    assert said(Text("核对", "check"), "en") == "check."


# -- totals ------------------------------------------------------------------------------------------------------


def test_totals_of_classes_add_up() -> None:
    """Least and most add; what lies between is listed only where one class alone is in doubt."""
    sure, doubtful = Total(sum_of(100), sum_of(100)), Total(sum_of(640, 800, 640, 800), sum_of(0, 800))
    whole = grand_total([sure, doubtful])
    assert whole.amount == sum_of(740, 900, 740, 900)
    assert whole.payable == sum_of(100, 900)
    assert grand_total([doubtful, doubtful]).amount == sum_of(1280, 1600)


def test_totals_per_unit_add_only_where_all_have_one() -> None:
    """Amounts per day add up; with a class that has none, or another unit, there is no total per day."""
    hours = attrs.evolve(unlimited(5), per_unit=PerUnit(Money(5), Unit.HOURS))
    assert grand_total([unlimited(60), unlimited(20)]).per_unit == PerUnit(Money(80_00), Unit.DAYS)
    assert grand_total([unlimited(60), Total(sum_of(1), sum_of(1))]).per_unit is None
    assert grand_total([unlimited(60), hours]).per_unit is None
    assert grand_total([unlimited(60), hours]).amount.most is None


def test_no_classes_come_to_nothing() -> None:
    """The sum over no class is zero."""
    assert grand_total([]) == Total(sum_of(0), sum_of(0))


# -- counts ------------------------------------------------------------------------------------------------------

HEAD = "id,period,value,unit_text,stage,basis\n"


def test_every_fault_of_a_table_of_counts_is_found() -> None:
    """A wrong stage, a missing value and a short row are reported together, each with its line."""
    with pytest.raises(InputError) as caught:
        read_counts(HEAD + "a,2019,1,人,complete,persons\nb,2019,,人,filed,persons\nc,2019\n", "counts.csv")
    assert [(f.file, f.line, f.where) for f in caught.value.faults] == [
        ("counts.csv", 2, "stage"),
        ("counts.csv", 3, "value"),
        ("counts.csv", 4, ""),
    ]


def test_an_unknown_column_of_counts_is_refused() -> None:
    """A misspelt header is named."""
    with pytest.raises(InputError) as caught:
        read_counts("id,perid\na,2019\n")
    assert [fault.where for fault in caught.value.faults] == ["perid"]


def test_participations_and_persons_are_not_added() -> None:
    """Counts of different bases are refused with both figures, in either language."""
    reports = read_counts(HEAD + "a,2019,5,人次,filed,participations\nb,2019,7,人,filed,persons\n")
    words = " ".join(sum_lines(reports, "en"))
    assert "5 + 7" in words
    assert "different bases do not add up" in words
    assert "12" not in words
    assert "口径不同" in " ".join(sum_lines(reports, "zh"))


def test_a_refusal_of_counts_says_what_to_do() -> None:
    """Figures have separators, nothing calls what an unspecified basis counts persons, and both sentences end."""
    reports = read_counts(HEAD + "a,2019,4117,人,filed,unspecified\nb,2019,700,人,completed,unspecified\n")
    zh, en = ("".join(line.strip() for line in sum_lines(reports, lang)[1:]) for lang in ("zh", "en"))
    assert zh == "- 阶段不同，不能相加：a 4,117（备案，口径不明），b 700（完成，口径不明）。处理：只加阶段相同的统计。"
    assert "a 4,117 (filed, basis unspecified)" in en
    assert en.endswith(". What to do: add only reports of one stage.")


def test_counts_show_stage_and_basis() -> None:
    """Each count stands with its stage and basis."""
    (line,) = count_lines(read_counts(HEAD + "a,2019,5860,人,filed,unspecified\n"), "en")[2:]
    assert line.split() == ["a", "2019", "5,860", "filed", "unspecified"]


# -- people ------------------------------------------------------------------------------------------------------


def test_every_person_stands_in_one_group(first_class: Assessment) -> None:
    """The groups share out the class, nobody twice, the plain answer first."""
    found = groups(first_class)
    places = [member.index for group in found for member in group.members]
    assert sorted(places, key=lambda place: place or 0) == list(range(61))
    assert found[0].heads == 50
    assert [group.plain for group in found].index(False) == 1


def test_a_group_has_one_answer(first_class: Assessment) -> None:
    """Members of a group have the same determinations."""
    for group in groups(first_class):
        assert len({member.determinations for member in group.members}) == 1


def test_everybody_who_is_not_plain_has_a_reason(first_class: Assessment) -> None:
    """Each answer that is not plain carries a finding, a doubtful step or a notice."""
    for group in groups(first_class)[1:]:
        assert group.findings() or group.doubtful_steps() or group.first.notices


def test_subsidies_with_one_outcome_share_a_row(first_class: Assessment) -> None:
    """Living cost and transport stand in one row with the person's total."""
    (row,) = rows(first_class.answer.subjects[10])
    assert row.title.en == "living cost + transport"
    assert row.total.payable == sum_of(640, 800, 640, 800)
    assert row.shown.verdict is Verdict.ELIGIBLE


# -- the page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_fits_and_is_masked(first_class: Assessment, lang: Lang) -> None:
    """With all findings of everybody the page is at most 100 columns wide and shows no identifier in full."""
    page = render(first_class, lang, everybody=True)
    assert max(map(width, page.splitlines())) <= COLUMNS
    roster = (FUGONG / "roster.csv").read_text("utf-8-sig").splitlines()
    head = roster[0].split(",")
    for line in roster[1:]:
        cells = dict(zip(head, line.split(","), strict=True))
        assert cells["姓名"] not in page
        assert not cells["身份证号码"] or cells["身份证号码"] not in page


def test_one_person_is_shown_in_full(first_class: Assessment) -> None:
    """With ``explain`` a person's page also has the rules that are met, the steps and the national texts."""
    brief, full = render(first_class, "en"), render(first_class, "en", explain=5)
    assert full.startswith(brief[: brief.index("receipt")])
    added = full[len(brief[: brief.index("receipt")]) :]
    assert "no. 5 FG-1-05" in added
    assert "met: " in added
    assert "cn-poverty-measures-2018" in added


@pytest.mark.parametrize("number", [0, -1, 62])
def test_a_person_who_is_not_there_is_an_index_error(first_class: Assessment, number: int) -> None:
    """People are counted from 1 to the last."""
    with pytest.raises(IndexError):
        render(first_class, "en", explain=number)


def test_a_place_without_a_text_is_called_not_covered() -> None:
    """Where the library has no local text, the page says so and shows no outcome."""
    page = render(decided(place="310115"), "en")
    assert "not covered" in page
    assert "eligible" not in page.split("national texts that bind")[0]


def apprentices() -> Assessment:
    """A class of apprentices by the national text, which has a training fee for other courses."""
    case = {"id": "A", "place": "533323", "heads": 3, "program": {"kind": "apprenticeship"}}
    days = {"start_date": "2020-05-11", "end_date": "2020-05-22"}
    return assess(read_case(case | {"cohort": days}), policy="cn-action-2019")


def test_rules_of_a_subsidy_for_other_courses_are_no_reasons() -> None:
    """What the training fee asks of its takers is not asked of an apprentice, neither on the page nor in the groups."""
    assessment = apprentices()
    reasons = render(assessment, "en").partition("\nreasons\n")[2].partition("\ntotals\n")[0]
    assert "there is an employer" in reasons
    assert "awards on record" not in reasons
    (group,) = groups(assessment)
    assert "cn-action-2019.three_a_year" not in {finding.code for finding in group.findings()}


@pytest.mark.parametrize(("lang", "only"), [("zh", "只适用于："), ("en", "only where the program's line of training")])
def test_a_subsidy_for_other_courses_says_what_it_is_for(lang: Lang, only: str) -> None:
    """In full, it has its outcome, nobody who is paid, and for which courses it is."""
    page = render(apprentices(), lang, explain=1)
    told = page.partition("(cn-action-2019.training_fee)" if lang == "en" else "（cn-action-2019.training_fee）")[2]
    own = told.partition("cn-action-2019.apprenticeship")[0]
    assert only in own
    assert ("收款方：-；资金：-" if lang == "zh" else "payee: -; fund: -") in own
    assert ("条件" if lang == "zh" else "What to do") not in own


def test_an_explanation_says_what_a_subsidy_is_for() -> None:
    """A subsidy for all courses says nothing of the kind."""
    assessment = apprentices()
    (person,) = assessment.subjects
    said = {one.subsidy: assessment.explain(person, one).meant_for for one in person.determinations}
    assert said["living_cost"] is None
    assert said["apprenticeship"] is not None
    assert said["apprenticeship"].en == "the program's line of training is enterprise new-type apprenticeship"


def test_people_for_whom_nothing_is_meant_are_told_so() -> None:
    """Where a policy has no subsidy for a course, the reasons say for which courses it has them."""
    policy = policies()["cn-action-2019"]
    fee = attrs.evolve(policy, subsidies={"training_fee": policy.subsidies["training_fee"]})
    case = read_case(
        {"id": "A", "heads": 3, "program": {"kind": "apprenticeship"}, "cohort": {"start_date": "2020-05"}}
    )
    page = render(assess(case, policy=fee), "en")
    reasons = page.partition("\nreasons\n")[2].partition("\ntotals\n")[0]
    assert "only where the program's line of training is not" in reasons
    assert "all conditions are met" not in reasons
    assert "What to do" not in reasons


def test_a_class_without_people_has_no_table_of_people() -> None:
    """An empty list comes to nothing and is no error."""
    case = read_case({"place": "533323", "enrollments": {"complete": True, "items": []}})
    page = render(assess(case), "en")
    assert "0 people" in page
    assert "payable each" not in page


def test_an_assumption_is_named_with_its_use() -> None:
    """A guess at a fact stands on the page with its reason."""
    guess = {"path": "cohort.training_days", "value": 10, "because": "planned"}
    page = render(decided(assumptions=[guess]), "en")
    assert "assumed: the days of training: 10 days (planned); used" in page


def test_a_ruling_is_named_with_its_document() -> None:
    """An authority's decision stands on the page with its document and date, and settles what it is about."""
    ruling = {
        "clause": f"{YUNNAN}.paid_days",
        "value": "scheduled",
        "authority": "县人社局",
        "document": "合成1号",
        "date": "2020-06-01",
    }
    page = render(decided(rulings=[ruling]), "en")
    assert "县人社局合成1号,2020-06-01" in "".join(page.split())
    assert "× (as ruled, by planned days: the days of training)" in " ".join(page.split())
    assert "unsettled) = " not in page


def test_the_same_assessment_gives_the_same_page() -> None:
    """Deciding a case twice gives the same bytes."""
    assert render(decided(), "zh") == render(decided(), "zh")


# -- Chinese -----------------------------------------------------------------------------------------------------

LATIN = re.compile("[\u4e00-\u9fff）”][,;:?!()]|[,;:?!()] ?[\u4e00-\u9fff（“]")


def test_chinese_answers_have_chinese_punctuation() -> None:
    """No Latin comma, colon, semicolon or bracket touches a Chinese character on a page about people."""
    for case in (*read_roster(FUGONG / "roster.csv").cases, *map(read_case, (FUGONG / "article").glob("*.yaml"))):
        assert LATIN.findall(render(assess(case), "zh", everybody=True)) == []


@pytest.mark.parametrize("policy", policies().values(), ids=policies())
def test_chinese_sheets_have_chinese_punctuation(policy: Policy) -> None:
    """Nor on the sheet of a policy, but for the facts, which stand in the words of the fact base."""
    assert LATIN.findall(show(policy, "zh").partition("所依据的事实")[0]) == []


def test_a_sheet_names_its_place() -> None:
    """A place stands with name and code, the country by its name."""
    yunnan = policies()[YUNNAN]
    assert "适用地区：云南省（530000）\n" in show(yunnan, "zh")
    assert "place: 云南省 (530000)\n" in show(yunnan, "en")
    assert "适用地区：全国\n" in show(policies()["cn-action-2019"], "zh")


def test_a_sheet_refers_to_conditions_by_number() -> None:
    """A subsidy names its conditions by the numbers under which they stand, those in a row as a range."""
    policy = policies()["cn-shanxi-employment-fund"]
    expected: tuple[tuple[Lang, str, str], ...] = (
        ("zh", "须满足：条件1至3\n", "条件"),
        ("en", "requires: conditions 1 to 3\n", "rules"),
    )
    for lang, numbered, named in expected:
        sheet = show(policy, lang)
        assert numbered in sheet
        places = [sheet.index(f"\n  {n}. {name}") for n, name in enumerate(policy.rules, 1)]
        assert places == sorted(places)
        assert places[0] > sheet.index(named)


def test_a_sheet_says_of_which_document_an_article_is() -> None:
    """Documents stand with their titles; an article of another than the first one has its document before it."""
    sheet = show(policies()["cn-tianjin-training-2022"], "zh")
    assert "  TJCAT24：“天津市市场紧缺职业需求程度及培训补贴标准目录（2024年版）”，津人社办发〔2023〕60号" in sheet
    assert "  条款：没有写明文件的，均为津人社局发〔2022〕20号的条款\n" in sheet
    assert "依据：津人社办发〔2023〕60号通知正文；" in sheet
    assert "依据：第四条；TJ22-03；据全文\n" in sheet
    operations = "".join(show(policies()["cn-tianjin-operations-2019"], "zh").split())
    assert "没有写明文件的，均为“天津市职业培训补贴经办操作规程（2019年8月28日，内部参考）”的条款" in operations


def test_a_table_of_which_rows_belong_together_has_lines_across() -> None:
    """A text instead of a row stands across the columns, and words stay whole where other columns can give way."""
    assert table(["a", "b"], ["over both", ["1", "2"]]) == ["a  b", "-  -", "over both", "1  2"]
    lines = table(["intermediate", "b"], [["intermediate", "c d " * 20]], columns=40)
    assert lines[2].startswith("intermediate  c d")
