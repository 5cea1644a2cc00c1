from __future__ import annotations

import datetime
import io
import re
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from people import identity_number
from vocskills.errors import ExtraError, InputError
from vocskills.notebook import html
from vocskills.roster import Roster, read_roster
from vocskills.roster.codes import Code
from vocskills.text import Lang
from vocskills.workbook import RosterAudit, audit_roster
from vocskills.workbook.grid import HEADS
from vocskills.workbook.page import audit_lines
from vocskills.workbook.publish import masked
from vocskills.workbook.sheets import NAMES

ROSTERS = Path(__file__).resolve().parent.parent / "examples" / "rosters"
FUGONG = "533323"
BOOKS = ("fugong.xlsx", "apprenticeship.xlsx", "rural-labor.xlsx", "reemployment.xlsx")
NUMBER = identity_number("19850315")
Book = Any


@pytest.fixture(scope="module")
def fugong() -> RosterAudit:
    """The four classes of Fugong, 200 people, audited."""
    return audit_roster(read_roster(ROSTERS / "fugong.xlsx"), place=FUGONG)


def written(audit: RosterAudit, **options: Any) -> Book:
    """The workbook of an audit, opened by another reader."""
    file = io.BytesIO()
    audit.write(file, **options)
    return openpyxl.load_workbook(file)


@pytest.fixture(scope="module")
def book(fugong: RosterAudit) -> Book:
    """The annotated workbook of Fugong."""
    return written(fugong)


def csv_roster(*lines: str, name: str = "名单.csv") -> Roster:
    """A roster of CSV lines."""
    return read_roster("\n".join(lines), name=name)


def small(**more: str) -> Roster:
    """One person in one class, with more cells."""
    row = {"班期编号": "A", "姓名": "合成甲", "身份证号码": NUMBER, "开班日期": "2020-05-11", "结业日期": "2020-05-22"}
    row |= more
    return csv_roster(",".join(row), ",".join(row.values()))


def column(sheet: Any, head: str) -> int:
    """The column of a header of ours, from 1."""
    found: int = next(cell.column for row in sheet.iter_rows(max_row=5) for cell in row if cell.value == head)
    return found


# -- the original -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BOOKS)
def test_everything_is_kept(name: str) -> None:
    """Every sheet, value and merge of the original is in the workbook at its place, hidden sheets stay hidden."""
    before = openpyxl.load_workbook(ROSTERS / name)
    after = written(audit_roster(read_roster(ROSTERS / name), place=FUGONG))
    assert after.sheetnames == [*before.sheetnames, *(one.zh for one in NAMES)]
    assert after.epoch == before.epoch
    for old, new in ((before[sheet], after[sheet]) for sheet in before.sheetnames):
        assert new.sheet_state == old.sheet_state
        assert {str(one) for one in old.merged_cells.ranges} <= {str(one) for one in new.merged_cells.ranges}
        for row in old.iter_rows():
            for cell in row:
                assert new[cell.coordinate].value == cell.value, (old.title, cell.coordinate)


def test_text_that_looks_like_a_formula_stays_text(book: Book) -> None:
    """A name that begins with ``=`` is a string cell; there is no formula anywhere in the workbook."""
    assert book["知子洛村"]["B30"].value == "=1+1"
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book["知子洛村"]["B30"].data_type == "s"


LIVE = ('=HYPERLINK("http://a.example")', "+1", "-1", "@SUM(1)", "{=1}", "http://a.example")


@pytest.mark.parametrize("said", LIVE)
def test_no_text_becomes_live(said: str) -> None:
    """Whatever a cell says is written as text: no formula, no number, no link."""
    quoted = f'"{said.replace(chr(34), chr(34) * 2)}"'
    sheet = written(audit_roster(small(备注=quoted)))["名单"]
    cell = sheet["F2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (said, "s", None)


def test_numbers_and_dates_keep_their_types(book: Book) -> None:
    """Numbers stay numbers, dates stay dates, a number damaged in the original stays what it was."""
    sheet = book["知子洛村"]
    assert sheet["K5"].value == 10
    assert sheet["H5"].value == datetime.datetime(2020, 5, 11)  # noqa: DTZ001
    assert sheet["H17"].value == 43962
    assert isinstance(sheet["C8"].value, int | float)


# -- what is added ----------------------------------------------------------------------------------------------------


def test_the_answers_stand_beside_the_people(book: Book, fugong: RosterAudit) -> None:
    """Each person's row has outcome, least and most, reason, article, what to do and checks; others have nothing."""
    sheet = book["知子洛村"]
    first = column(sheet, HEADS[0][0].zh)
    assert [sheet.cell(3, first + n).value for n in range(len(HEADS))] == [head.zh for head, _ in HEADS]
    plain = [sheet.cell(5, first + n).value for n in range(len(HEADS))]
    assert plain[:3] == ["符合条件（据新闻或摘要）", 800, 800]
    assert plain[3:] == [None] * 5
    refused = [sheet.cell(13, first + n).value for n in range(len(HEADS))]
    assert refused[:3] == ["不符合条件（据新闻或摘要）", 0, 0]
    assert "不是建档立卡贫困劳动力" in refused[4]
    assert "YN20-01" in refused[5]
    assert "扶贫部门" in refused[6]
    assert refused[7] == "CHK-CM-02"
    two = [sheet.cell(19, first + n).value for n in range(4)]
    assert two == ["符合条件（据新闻或摘要）", 640, 800, "640.00 或 800.00"]
    assert all(sheet.cell(row, first + n).value is None for row in (1, 54, 55) for n in range(len(HEADS)))
    (answers,) = fugong.answers
    assert len(answers) == 200


def test_cells_at_fault_are_coloured_and_have_a_note(book: Book) -> None:
    """The cell of each finding has a colour and a note with code and remedy; cells without findings have neither."""
    sheet = book["知子洛村"]
    damaged = sheet["C8"]
    assert "CHK-ID-02" in damaged.comment.text
    assert "重新录入" in damaged.comment.text
    assert damaged.fill.fgColor.rgb == "FFFFD9D6"
    assert sheet["P29"].comment.text.startswith("CHK-CM-02 不符：")
    assert sheet["C35"].comment is None
    assert sheet["C35"].fill.fill_type is None
    total = sum(cell.comment is not None for one in book for row in one.iter_rows() for cell in row)
    assert 15 < total < 60


def test_the_summary_adds_up(book: Book) -> None:
    """Outcomes count everybody, money is that of the classes, and what one missing fact blocks is said."""
    cells = [[cell for cell in row if cell is not None] for row in book[NAMES[0].zh].iter_rows(values_only=True)]
    outcomes = [row[2] for row in cells if row and row[0] == "生活费补贴"]
    assert sum(outcomes) == 200
    assert ["合计", 102_240, 158_400] in cells
    said = " ".join(str(row[0]) for row in cells if row)
    assert "200人中有63人只因未查明“学员在开班日期时是否属于建档立卡贫困劳动力”而不能确定" in said
    assert "样式和公式没有保留" in said
    assert "不是行政决定" in said


def test_the_findings_have_addresses(book: Book, fugong: RosterAudit) -> None:
    """Every finding stands with its code, cells and remedy; the first cell is a link to it; all checks are listed."""
    sheet = book[NAMES[1].zh]
    rows = list(sheet.iter_rows(min_row=3))
    codes = [row[3].value for row in rows]
    marks = fugong.marks()
    assert codes[: len(marks)] == [mark.title.zh for mark in marks]
    assert "invalid" not in codes and {Code.INVALID.value} <= {mark.code for mark in marks}
    damaged = next(row for row in rows if row[3].value == "CHK-ID-02")
    assert damaged[4].value == "知子洛村!C8"
    assert damaged[4].hyperlink.location == "'知子洛村'!C8"
    assert {"CHK-EL-06", "CHK-HR-03"} <= set(codes)


def test_the_law_applied_is_shown(book: Book) -> None:
    """The texts with why they govern, the rules of those that do with their sources, and the receipt."""
    words = "\n".join(str(cell) for row in book[NAMES[2].zh].iter_rows(values_only=True) for cell in row if cell)
    assert "cn-yunnan-poverty-training" in words
    assert "在有效期内" in words
    assert "YN20-04" in words
    assert len(re.findall("^[0-9a-f]{64}$", words, re.M)) > 4
    assert "six_categories" not in words


def test_nobody_is_identified_on_added_sheets(book: Book) -> None:
    """What is added names nobody and has no number in full; the notes on cells neither."""
    added = [cell for name in NAMES for row in book[name.zh].iter_rows(values_only=True) for cell in row]
    notes = [cell.comment.text for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment]
    for said in (*map(str, added), *notes):
        assert not re.search(r"(?<![0-9a-f])[0-9]{15,}(?![0-9a-f])", said)
        assert "合成乙" not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_added_is_in_the_language_asked_for(fugong: RosterAudit, lang: Lang) -> None:
    """Heads, sheet names, outcomes and notes are in the language asked for."""
    made = written(fugong, lang=lang)
    assert made.sheetnames[-3:] == [name.of(lang) for name in NAMES]
    sheet = made["知子洛村"]
    first = column(sheet, HEADS[0][0].of(lang))
    assert sheet.cell(5, first).value.startswith("符合条件" if lang == "zh" else "eligible")
    assert ("不符" if lang == "zh" else "does not hold") in sheet["C8"].comment.text


# -- for publication --------------------------------------------------------------------------------------------------


def test_a_public_workbook_identifies_nobody_beyond_the_name(fugong: RosterAudit) -> None:
    """With ``public`` no number or telephone of anybody is left, wherever it stood; names and amounts are."""
    made = written(fugong, public=True)
    said = [
        str(cell) for sheet in made for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]
    said += [cell.comment.text for sheet in made for row in sheet.iter_rows() for cell in row if cell.comment]
    roster = fugong.rosters[0]
    for row in roster.rows:
        for target in ("trainee.id_number", "extra.phone"):
            raw = roster.raw(row, target)
            plain = f"{raw:.0f}" if isinstance(raw, float) else str(raw).strip("'\t\u200b")
            assert not any(plain in words for words in said) or "*" in plain
    assert "合成甲01" in said
    assert made["达普洛村"]["C5"].value == "533399********0010"[:6] + "*" * 8 + made["达普洛村"]["C5"].value[-4:]
    assert any("第二十八条" in words for words in said)


@pytest.mark.parametrize(
    ("value", "private", "shown"),
    [
        (NUMBER, True, f"533399********{NUMBER[-4:]}"),
        (f"张某 {NUMBER} 电话", False, f"张某 533399********{NUMBER[-4:]} 电话"),
        (NUMBER[:9] + "\u200b" + NUMBER[9:], False, f"533399********{NUMBER[-4:]}"),
        (float(NUMBER), True, f"533399********{f'{float(NUMBER):.0f}'[-4:]}"),
        (float(NUMBER), False, f"533399********{f'{float(NUMBER):.0f}'[-4:]}"),
        ("13900000000", False, "13*******00"),
        ("已婚", True, "**"),
        (800, False, 800),
        (None, True, None),
        ("合成甲", False, "合成甲"),
        (datetime.date(2020, 5, 11), False, datetime.date(2020, 5, 11)),
        (datetime.date(1985, 5, 11), True, "****"),
        ("1985年5月", True, "****"),
        ("1985-05-11", True, "****"),
        ("19850511", True, "****"),
        ("35岁", True, "***"),
    ],
)
def test_cells_are_masked_for_publication(value: Any, private: bool, shown: Any) -> None:
    """Numbers are masked in private columns and wherever they are recognised, hidden characters in them or not."""
    assert masked(value, private=private) == shown


# -- odd rosters ------------------------------------------------------------------------------------------------------


def test_a_place_without_texts_says_so() -> None:
    """Where the library has no local text the outcome says that, and no amount is given."""
    made = written(audit_roster(small(), place="650102"))
    sheet = made["名单"]
    first = column(sheet, HEADS[0][0].zh)
    assert sheet.cell(2, first).value == "本库没有该地的文件"
    assert sheet.cell(2, first + 1).value is None


def test_names_of_sheets_never_collide() -> None:
    """A CSV whose file is called like an added sheet keeps its name, and the added one gets a number."""
    made = written(audit_roster(csv_roster("班期编号,姓名", "A,合成甲", name="审核汇总.csv")))
    assert made.sheetnames[:2] == ["审核汇总", "审核汇总 (2)"]


def test_text_that_is_too_long_is_cut_and_said() -> None:
    """A cell longer than a workbook holds is cut, and the summary says which."""
    made = written(audit_roster(small(备注="长" * 40_000)))
    assert made["名单"]["F2"].value == "长" * 32_767
    said = [str(cell) for row in made[NAMES[0].zh].iter_rows(values_only=True) for cell in row]
    assert any("过长而截断" in words and "F2" in words for words in said)


def test_amounts_without_a_limit_are_said_to_have_none() -> None:
    """Where no limit is known the column says so instead of a figure."""
    held = {"建档立卡贫困劳动力": "是", "建档立卡贫困劳动力核查日期": "2020-05-11"}
    sheet = written(audit_roster(small(结业日期="", **held), place=FUGONG))["名单"]
    assert sheet.cell(2, column(sheet, HEADS[2][0].zh)).value == "上限未知"


def test_several_rosters_are_audited_together(tmp_path: Path) -> None:
    """Two files are decided in one order and written one by one; faults of both are found."""
    first, second = small(), small(班期编号="B")
    audit = audit_roster([first, second], place=FUGONG)
    assert audit.summary().people == 2
    assert audit.summary(1).people == 1
    audit.write(tmp_path / "二.xlsx", file=1)
    sheet = openpyxl.load_workbook(tmp_path / "二.xlsx").worksheets[0]
    assert "CHK-OV-01" in sheet["C2"].comment.text


def test_what_is_not_installed_is_named(fugong: RosterAudit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library that writes workbooks the error says which extra to install."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ExtraError, match="vocskills\\[excel\\]"):
        fugong.write(io.BytesIO())


def test_an_audit_without_rosters_is_refused() -> None:
    """No roster at all is bad input, not an empty workbook."""
    with pytest.raises(InputError):
        audit_roster([])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_audit_shows_itself(fugong: RosterAudit, lang: Lang) -> None:
    """Notebook and terminal have the same figures, and name nobody."""
    page, lines = html(fugong, lang), "\n".join(audit_lines(fugong, lang))
    for said in ("102,240.00", "158,400.00", "63", "CHK-ID-02"):
        assert said in page
        assert said in lines
    for words in (page, lines):
        assert not re.search(r"[0-9]{15,}", words)
    assert "知子洛村!C8" in html(fugong.rosters[0], lang)
