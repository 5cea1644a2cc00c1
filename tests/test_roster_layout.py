from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rosters import ID, OTHER, Frame, codes, people, read, trainee, workbook
from vocskills import cli
from vocskills.assessment import assess_all
from vocskills.errors import InputError
from vocskills.model.case import check_case
from vocskills.model.nouns import Cohort, Provider, Trainee
from vocskills.model.records import Status
from vocskills.model.terms import Category
from vocskills.money import Money
from vocskills.roster import (
    Certainty,
    DropReason,
    Extra,
    Roster,
    RosterMapping,
    Severity,
    columns,
    read_mapping,
    read_roster,
)
from vocskills.roster.headers import known, meaning, plain, synonyms
from vocskills.roster.layout import pairs
from vocskills.roster.reading.words import members_of
from vocskills.roster.template import headers

ROSTERS = Path(__file__).resolve().parent.parent / "examples" / "rosters"
SAMPLES = sorted(path for path in ROSTERS.iterdir() if path.suffix in (".xlsx", ".csv"))


def sheet(*rows: list[Any], **options: Any) -> Roster:
    """A roster of one sheet."""
    return read_roster(workbook({"花名册": rows}, **options), name="r.xlsx")


# Headers.


@pytest.mark.parametrize(
    ("parts", "targets", "certainty", "unit"),
    [
        (("姓 名",), ("trainee.name",), Certainty.EXACT, ""),
        (("劳动力身份证号*",), ("trainee.id_number",), Certainty.SYNONYM, ""),
        (("AAC003",), ("trainee.name",), Certainty.SYNONYM, ""),
        (("aac002",), ("trainee.id_number",), Certainty.SYNONYM, ""),
        (("培训\n工种",), ("cohort.trade",), Certainty.EXACT, ""),
        (("职业（工种）",), ("program.occupation",), Certainty.EXACT, ""),
        (("补贴金额（元）",), ("extra.amount",), Certainty.EXACT, "元"),
        (("实缴培训费(万元)",), ("enrollment.fee_paid",), Certainty.EXACT, "万元"),
        (("补贴标准（元/人）",), ("extra.standard",), Certainty.SYNONYM, "元"),
        (("是否建档立卡贫困户（是/否）",), ("trainee.statuses.registered_poor",), Certainty.LIKELY, ""),
        (("培训时间",), ("cohort.start_date", "cohort.end_date"), Certainty.SYNONYM, ""),
        (("培训时间", "起"), ("cohort.start_date",), Certainty.SYNONYM, ""),
        (("培训时间", "止"), ("cohort.end_date",), Certainty.SYNONYM, ""),
        (("课时", "理论"), ("program.theory_hours",), Certainty.LIKELY, ""),
        (("基本情况", "姓名"), ("trainee.name",), Certainty.SYNONYM, ""),
        (("建档立卡情况", "核查日期"), ("trainee.statuses.registered_poor.checked_on",), Certainty.LIKELY, ""),
        (("培训机构",), ("provider.name",), Certainty.SYNONYM, ""),
        (("trainee.birth_date",), ("trainee.birth_date",), Certainty.EXACT, ""),
        (("籍贯",), (), Certainty.NONE, ""),
    ],
)
def test_a_header_means_a_fact_with_some_certainty(
    parts: tuple[str, ...], targets: tuple[str, ...], certainty: Certainty, unit: str
) -> None:
    """Labels, paths, other words, codes of 金保, units in brackets, and headers in two rows."""
    found = meaning(*parts)
    assert (found.targets, found.certainty, found.unit) == (targets, certainty, unit)


def test_every_word_for_a_header_leads_to_one_thing_that_exists() -> None:
    """Synonyms name columns that there are, none stands twice, and none hides a field's own label."""
    extras = {extra.target for extra in Extra}
    words = Counter(plain(word) for word in synonyms())
    assert [word for word, count in words.items() if count > 1] == []
    for word, targets in synonyms().items():
        assert set(targets) <= set(columns()) | extras, word
        assert known()[plain(word)][0] == targets, word


def test_every_word_for_a_member_is_of_a_list_that_exists() -> None:
    """Each line of the words names a list of the model and a member of it, and no word means two members."""
    lists = {column.info.members.__name__: column.info.members for column in columns().values() if column.info.members}
    lists["Category"] = Category
    with (Path(columns.__wrapped__.__code__.co_filename).with_name("words.csv")).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        members = lists[row["list"]]
        for word in row["also"].split():
            assert members_of(members)[plain(word)].value == row["member"], word


# The table on its sheet.

HEAD: list[Any] = ["序号", "姓名", "身份证号码", "补贴金额（元）"]


def test_titles_and_signatures_are_no_people() -> None:
    """What stands above the header and below the people is left out, with the reason."""
    roster = sheet(
        ["附件1"],
        ["某县贫困劳动力培训花名册"],
        ["单位：（盖章）", None, "2020年5月11日"],
        HEAD,
        [1, "合成甲", ID, 900],
        [],
        [2, "合成乙", OTHER, 900],
        [3],
        ["合计", None, None, 1800],
        ["制表人：合成", None, "审核人："],
        ["注：以上人员均为虚构"],
    )
    (table,) = roster.tables
    assert table.header_rows == (4, 4)
    assert [row.row for row in roster.rows] == [5, 7]
    reasons = [(row.cell.row, row.reason) for row in table.dropped]
    assert reasons == [
        (8, DropReason.BLANK),
        (9, DropReason.TOTAL),
        (10, DropReason.SIGNATURE),
        (11, DropReason.NOTE),
    ]
    assert str(roster.cell(0, "enrollments[1].trainee.id_number")) == "花名册!C7"


def test_printed_totals_are_compared_with_the_rows() -> None:
    """A 小计 counts from the one before, a 合计 everything; a figure that differs is a warning at its cell."""
    roster = sheet(
        HEAD,
        [1, "合成甲", ID, 900],
        ["小计", "1人", None, 900],
        [2, "合成乙", OTHER, 900.5],
        ["小计", "1人", None, 900],
        ["合计", "3人", None, "1,800.5元"],
    )
    totals = roster.tables[0].totals
    assert [(str(one.cell), one.computed, one.agrees) for one in totals] == [
        ("花名册!B3", "1", True),
        ("花名册!D3", "900", True),
        ("花名册!B5", "1", True),
        ("花名册!D5", "900.5", False),
        ("花名册!B6", "2", False),
        ("花名册!D6", "1800.5", True),
    ]
    assert [str(problem.cells[0]) for problem in roster.problems if problem.code == "total-differs"] == [
        "花名册!D5",
        "花名册!B6",
    ]


def test_headers_in_two_rows_are_one() -> None:
    """With merged cells, and without as in CSV."""
    rows: list[list[Any]] = [
        ["姓名", "培训时间", None, "课时"],
        [None, "起", "止", None],
        ["合成甲", "2020.5.11", "2020.5.22", "80"],
    ]
    merged = [("花名册", 1, 1, 2, 1), ("花名册", 1, 2, 1, 3), ("花名册", 1, 4, 2, 4)]
    text = "姓名,培训时间,,课时\n,起,止,\n合成甲,2020.5.11,2020.5.22,80\n"
    for roster in (sheet(*rows, merged=merged), read_roster(text)):
        assert roster.tables[0].header_rows == (1, 2)
        assert roster.cases[0].cohort == Cohort(start_date=date(2020, 5, 11), end_date=date(2020, 5, 22))
        assert [one.targets for one in roster.tables[0].columns] == [
            ("trainee.name",),
            ("cohort.start_date",),
            ("cohort.end_date",),
            ("enrollment.scheduled_hours",),
        ]


def test_the_first_person_is_no_second_row_of_the_header() -> None:
    """A row of words under whole headers is somebody."""
    assert len(read_roster("姓名,培训工种\n合成甲,茶叶加工\n").rows) == 1


def test_facts_above_the_table_hold_for_its_class() -> None:
    """班级名称：… in a title row, several in one cell; the cell is where the fact stands."""
    roster = sheet(
        ["培训机构：合成学校  培训地点：知子罗村", None, "培训时间：2020.5.11-5.22"], HEAD, [1, "合成甲", ID, 900]
    )
    case = roster.cases[0]
    assert case.provider == Provider(name="合成学校")
    assert case.cohort == Cohort(place_text="知子罗村", start_date=date(2020, 5, 11), end_date=date(2020, 5, 22))
    assert str(roster.cell(0, "cohort.end_date")) == "花名册!C1"


def test_the_unit_above_the_table_is_that_of_money() -> None:
    """单位：万元 holds for money and for nothing else."""
    roster = sheet(["单位：万元"], ["姓名", "实缴培训费", "实到天数"], ["合成甲", 0.06, 8])
    assert people(roster)[0].fee_paid == Money(60_000)
    assert people(roster)[0].attended_days == 8


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("班级名称：茶叶加工班", {"班级名称": "茶叶加工班"}),
        ("培训机构：合成学校  培训地点：知子罗村", {"培训机构": "合成学校", "培训地点": "知子罗村"}),
        ("培训时间:2020.5.11-5.22；培训工种：缝纫", {"培训时间": "2020.5.11-5.22", "培训工种": "缝纫"}),
        ("没有冒号", {}),
    ],
)
def test_pairs_in_a_cell(words: str, found: dict[str, str]) -> None:
    """Labels and values with a colon between them."""
    assert pairs(words) == found


def test_sheets_with_people_are_read_and_the_others_said() -> None:
    """Each sheet has its own header; one without people is noted, a hidden one is not read unless it is named."""
    sheets: dict[str, list[list[Any]]] = {
        "一班": [HEAD, [1, "合成甲", ID, 900]],
        "二班": [["姓名", "性别"], ["合成乙", "女"]],
        "字典": [["男"], ["女"]],
    }
    data = workbook(sheets, hidden=["二班"])
    roster = read_roster(data)
    assert [row.sheet for row in roster.rows] == [0]
    assert [(problem.code, problem.cells[0].name) for problem in roster.problems] == [
        ("sheet-hidden", "二班"),
        ("sheet-skipped", "字典"),
    ]
    assert [row.sheet for row in read_roster(data, sheets=["二班"]).rows] == [1]
    with pytest.raises(InputError, match="there is no such sheet"):
        read_roster(data, sheets=["三班"])


def test_one_identifier_is_one_class_over_all_sheets() -> None:
    """Rows of one identifier are one class; sheets without identifiers are classes by themselves."""
    rows = [["班期编号", "姓名"], ["A", "合成甲"]]
    assert len(read_roster(workbook({"一": rows, "二": rows})).cases) == 1
    assert len(read_roster(workbook({"一": [["姓名"], ["合成甲"]], "二": [["姓名"], ["合成甲"]]})).cases) == 2


def test_without_identifiers_rows_that_say_the_same_are_a_class() -> None:
    """By every column of the class in which the rows differ, and it is said; what is said once holds for all."""
    roster = read(
        {"姓名": "甲", "培训工种": "缝纫", "培训地点": "村"},
        {"姓名": "乙", "培训工种": "刺绣", "培训地点": None},
        {"姓名": "丙", "培训工种": "缝纫", "培训地点": None},
    )
    assert [getattr(case.cohort, "trade", None) for case in roster.cases] == ["缝纫", "刺绣"]
    assert [len(people(roster, index)) for index in (0, 1)] == [2, 1]
    assert codes(roster) == ["grouped"]


def test_blanks_are_filled_from_above_only_where_that_is_asked() -> None:
    """A merged cell says its value once; filling is asked for by header or path, and said (M13)."""
    rows: list[list[Any]] = [["姓名", "培训工种"], ["合成甲", "缝纫"], ["合成乙", None], ["合成丙", None]]
    data = workbook({"s": rows}, merged=[("s", 2, 2, 4, 2)])
    plainly = read_roster(data)
    assert codes(plainly) == ["merged"]
    assert len(plainly.cases) == 1
    for asked in ("培训工种", "cohort.trade"):
        filled = read_roster(data, fill_down=[asked])
        assert codes(filled) == ["filled-down"]
        assert getattr(filled.cases[0].cohort, "trade", None) == "缝纫"
    people_filled = read({"姓名": "甲", "实到天数": 8}, {"姓名": "乙", "实到天数": None}, fill_down=["实到天数"])
    assert [one.attended_days for one in people(people_filled)] == [8, 8]


def test_counts_are_no_roster() -> None:
    """A table of events with numbers of people has nobody in it (M29)."""
    with pytest.raises(InputError, match="counts of people"):
        read({"培训会名称": "第一场", "参训人数": 61, "开始日期": "2020.3.6"})


def test_a_person_twice_in_a_class_is_an_error_and_an_open_person() -> None:
    """The second row keeps its place, without the number (M26), and points at the first."""
    roster = read({"姓名": "甲", "身份证号码": ID}, {"姓名": "甲", "身份证号码": ID})
    (problem,) = [one for one in roster.problems if one.severity is Severity.ERROR]
    assert str(problem.cells[0]) == "B3"
    assert "line 2" in problem.render("en")
    assert [getattr(one.trainee, "id_number", None) for one in people(roster)] == [ID, None]


def test_extras_are_kept_as_they_stand() -> None:
    """What the law does not know is there for checks, with its cell."""
    roster = read({"姓名": "甲", "手机号码": 13800000000, "年龄": 45})
    (row,) = roster.rows
    assert (roster.extra(row, Extra.PHONE), roster.extra(row, Extra.AGE)) == (13800000000, 45)
    assert roster.extra(row, Extra.ACCOUNT) is None
    assert str(roster.cell_of(row, Extra.PHONE.target)) == "B2"


def test_later_faults_find_their_cells() -> None:
    """What only an assessment finds is pointed at in the workbook."""
    roster = read({"班期编号": "A", "姓名": "甲", "培训天数": 10}, {"班期编号": "A", "姓名": "乙"})
    cell = roster.cell(0, "enrollments[1].trainee.statuses[0].start")
    assert cell is not None
    assert (cell.row, cell.column) == (3, 0)
    assert str(roster.cell(0, "cohort.training_days")) == "C2"
    assert roster.cell(0, "cohort.place") is None


# The mapping.


def test_a_mapping_corrects_and_keeps_what_headers_mean() -> None:
    """Headers, units, codes, filling and facts for all rows; written out and read again it is the same."""
    mapping = read_mapping(
        {
            "school": "合成学校",
            "headers": {
                "学员": "姓名",
                "卡户": "trainee.statuses.registered_poor",
                "籍贯": "ignore",
                "时间": "培训时间",
            },
            "units": {"学费": "千元"},
            "values": {"卡户": {"甲类": "是"}},
            "fill_down": ["时间"],
            "constants": {"cohort.place": "533323", "program.kind": "扶贫技能培训"},
            "year": "2020",
        }
    )
    roster = read({"学员": "甲", "卡户": "甲类", "籍贯": "x", "时间": "5.11-5.22"}, {"学员": "乙"}, mapping=mapping)
    assert [one.certainty for one in roster.tables[0].columns] == [Certainty.CONFIRMED] * 4
    assert trainee(roster) == Trainee(
        name="甲",
        statuses=people(roster)[0].trainee.statuses,  # type: ignore[union-attr]
    )
    assert trainee(roster).statuses.items == (Status(category=Category.REGISTERED_POOR, held=True),)
    assert roster.cases[0].cohort == Cohort(place="533323", start_date=date(2020, 5, 11), end_date=date(2020, 5, 22))
    assert codes(roster) == ["filled-down"]
    assert read_mapping(roster.mapping.to_yaml(), name="m.yaml") == roster.mapping == mapping


def test_what_was_not_understood_stands_in_the_mapping_to_be_filled_in() -> None:
    """A header that nobody understood is ``unknown`` there, which changes nothing when it is read again."""
    roster = read({"姓名": "甲", "籍贯": "x"})
    written = roster.mapping.to_yaml()
    assert "籍贯: unknown" in written
    assert "姓名: trainee.name" in written
    again = read({"姓名": "甲", "籍贯": "x"}, mapping=read_mapping(written, name="m.yaml"))
    assert codes(again) == ["header-unknown"]


@pytest.mark.parametrize(
    ("given", "place", "words"),
    [
        ("headers:\n  甲: trainee.nam\n", (2, 6), "did you mean trainee.name"),
        ("header:\n  甲: 姓名\n", (1, 1), "did you mean headers"),
        ("units:\n  甲: 斤\n", (2, 6), "no such unit"),
        ("constants:\n  cohort.place: 某县\n", (2, 17), "not a value that the fact can have"),
        ("constants:\n  cohort.plac: 533323\n", (2, 16), "did you mean cohort.place"),
        ("year: 二〇\n", (1, 7), "four digits"),
        ("fill_down: 工种\n", (1, 12), "not a list"),
        ("values:\n  性别: 男\n", (2, 7), "not a mapping"),
        ("- 甲\n", (1, 1), ""),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_places(given: str, place: tuple[int, int], words: str) -> None:
    """Every mistake has line and column and says what would be right."""
    with pytest.raises(InputError) as caught:
        read_mapping(given, name="m.yaml")
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.column) == ("m.yaml", *place)
    assert words in fault.render("en")


def test_a_mapping_of_nothing_is_nothing() -> None:
    """An empty mapping changes nothing, and writes nothing."""
    assert RosterMapping().to_yaml() == ""
    assert read_mapping({}) == RosterMapping()


# Real files.


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_sample_rosters_are_read(path: Path) -> None:
    """Every sample gives its people as checked cases that can be decided; nothing that is understood is lost."""
    roster = read_roster(path)
    assert len(roster.rows) >= 30
    assert [fault for case in roster.cases for fault in check_case(case)] == []
    assert len(assess_all(roster.cases)) == len(roster.cases)
    assert all(problem.render("zh") != problem.render("en") for problem in roster.problems)
    assert not re.search("[0-9]{17}", "".join(problem.render("en") for problem in roster.problems))


def test_the_fugong_roster_is_the_one_in_plain_columns() -> None:
    """The four classes of the workbook have as many people as the article says, by sheets with headers in two rows."""
    roster = read_roster(ROSTERS / "fugong.xlsx")
    assert [len(people(roster, index)) for index in range(4)] == [61, 49, 52, 38]
    assert {table.header_rows for table in roster.tables} == {(3, 4)}


# The commands.


def test_the_command_shows_how_a_roster_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Headers with meaning and certainty, rows left out, totals and problems; the mapping is written on request."""
    target = tmp_path / "m.yaml"
    assert cli.main(["roster", str(ROSTERS / "rural-labor.xlsx"), "--lang", "en", "--save-mapping", str(target)]) == 0
    page = capsys.readouterr().out
    assert "nobody's (total): 小计" in page
    assert "synonym" in page
    assert "J23 补贴金额: printed 18000, rows 18100, differs" in page
    assert read_mapping(target).headers["开班时间"] == ("cohort.start_date",)
    again = ["roster", str(ROSTERS / "rural-labor.xlsx"), "--mapping", str(target), "--fill-down", "培训工种"]
    assert cli.main([*again, "--fill-down", "开班时间", "--fill-down", "结业时间"]) == 0
    assert "2 个班" in capsys.readouterr().out


def test_the_template_has_what_the_law_of_the_place_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The headers of a place are columns that are read back exactly, as a list, as CSV and as a workbook."""
    names = headers("530000")
    assert {"班期编号", "姓名", "身份证号码", "开班日期", "建档立卡贫困劳动力", "已享受免费培训", "实到天数"} <= set(
        names
    )
    assert len(names) < len(set(columns().values())) / 3
    assert all(meaning(name).certainty is Certainty.EXACT for name in names)
    assert cli.main(["template", "--place", "530000"]) == 0
    assert capsys.readouterr().out.split("\n")[:-1] == names
    for name in ("t.csv", "t.xlsx"):
        target = tmp_path / name
        assert cli.main(["template", "--place", "530000", "-o", str(target)]) == 0
        with pytest.raises(InputError, match="there are no people"):
            read_roster(target)
    assert cli.main(["template", "--place", "539999"]) == 1


def test_a_workbook_is_decided_as_csv_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command takes a workbook; errors are refused with their cells, doubts are said and the file is decided."""
    path = tmp_path / "r.xlsx"
    head = ["班期编号", "姓名", "培训地", "开班日期"]
    path.write_bytes(workbook({"表": [head, ["A", "合成甲", "530000", "2020.1"]]}))
    assert cli.main(["assess", str(path), "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert "January or October" in said.err
    assert said.out
    path.write_bytes(workbook({"表": [head, ["A", "合成甲", "530000", "2020.2.30"]]}))
    assert cli.main(["assess", str(path), "--lang", "en"]) == 1
    assert "表!D2 开班日期: there is no such date" in capsys.readouterr().err


def test_a_person_with_a_day_beside_the_name_is_no_signature() -> None:
    """A day in words below the table is a date of signing; beside a name it is a fact of that person."""
    rows: list[list[Any]] = [["A", "合成甲", "2020年3月6日"], [None, None, "2020年6月5日"]]
    roster = read_roster(Frame(["班期编号", "姓名", "开班日期"], rows))
    assert len(roster.rows) == 1
    assert [one.reason.value for one in roster.tables[0].dropped] == ["signature"]


@pytest.mark.parametrize(
    ("header", "names", "told"),
    [
        ("培训工种", ["茶叶加工", "茶叶加工班", "茶叶加工工", "手工编织"], ["茶叶加工", "茶叶加工班", "茶叶加工工"]),
        ("培训工种", ["焊工", "焊工L", "电工"], ["焊工", "焊工L"]),
        ("培训机构名称", ["合成高级技工学校", "合成高级技校", "合成高级技工学校（总校）"], 3),
        ("培训机构名称", ["合成 学校", "合成学校", "另一学校"], ["合成 学校", "合成学校"]),
        ("培训机构名称", ["合成学校", "示例学校"], []),
    ],
)
def test_names_in_several_spellings_are_told_and_not_merged(
    header: str, names: list[str], told: list[str] | int
) -> None:
    """Names that differ in width, spaces, brackets and the end are one problem; each stays as it stands."""
    rows = [[f"C{place}", "合成甲", name] for place, name in enumerate(names)]
    roster = read_roster(Frame(["班期编号", "姓名", header], rows))
    found = [(len(one.cells), one.fault.text) for one in roster.problems if one.code == "spelled"]
    shown = names if isinstance(told, int) else told
    assert found == ([(len(shown), "、".join(shown))] if shown else [])
    assert len(roster.cases) == len(names)


def test_a_mapping_says_which_names_are_one() -> None:
    """An alias in the mapping file makes one class of two spellings, and nothing is left to tell."""
    rows = [["A", "合成甲", "火脚腌制"], ["A", "合成乙", "火腿腌制"], ["B", "合成丙", "火腿腌制班"]]
    frame = Frame(["班期编号", "姓名", "培训工种"], rows)
    assert {one.code for one in read_roster(frame).problems} >= {"class-differs", "spelled"}
    aliases = {"values": {"培训工种": {"火脚腌制": "火腿腌制", "火腿腌制班": "火腿腌制"}}}
    roster = read_roster(frame, mapping=aliases)
    assert roster.problems == ()
    assert {case.cohort.trade for case in roster.cases if isinstance(case.cohort, Cohort)} == {"火腿腌制"}
