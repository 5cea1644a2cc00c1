from __future__ import annotations

import io
import re
import struct
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fuzz_rosters
from rosters import ID, Frame, people, trainee, workbook
from vocskills.errors import InputError
from vocskills.model.nouns import Cohort
from vocskills.roster import Format, read_roster
from vocskills.roster.load import limits
from vocskills.roster.load.compound import check_compound
from vocskills.roster.load.source import load
from vocskills.roster.load.wrong import Records

ROWS: list[list[Any]] = [["班期编号", "姓名", "身份证号码", "开班日期"], ["A", "合成甲", ID, date(2020, 5, 11)]]
PLAIN = workbook({"花名册": ROWS})
FILES = Path(__file__).with_name("files")


def refused(data: bytes) -> str:
    """What is said of a file that is not read, in English; said in bounded time."""
    begin = time.process_time()
    with pytest.raises(InputError) as caught:
        read_roster(data, name="r.xlsx")
    assert time.process_time() - begin < 20
    assert caught.value.render("zh") != caught.value.render("en")
    return caught.value.render("en")


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None) -> bytes:
    """A workbook with its parts changed; a part of which nothing comes back is left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            made = change(part.filename, old.read(part))
            if made is not None:
                new.writestr(part.filename, made)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def sheet_xml(body: str) -> bytes:
    """The plain workbook with another sheet."""
    whole = f'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{body}</worksheet>'
    return repacked(PLAIN, lambda name, old: whole.encode() if name.endswith("sheet1.xml") else old)


def test_one_roster_in_every_format_is_the_same() -> None:
    """xlsx, CSV in several encodings and separators, and a frame give the same case."""
    text = f"班期编号,姓名,身份证号码,开班日期\nA,合成甲,{ID},2020-05-11\n"
    wanted = read_roster(text).cases
    assert isinstance(wanted[0].cohort, Cohort)
    assert wanted[0].cohort.start_date == date(2020, 5, 11)
    for data in (PLAIN, *(text.encode(one) for one in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"))):
        assert read_roster(data).cases == wanted
    assert read_roster(text.replace(",", "\t").encode("utf-16")).cases == wanted
    assert read_roster(text.replace(",", ";")).cases == wanted
    assert read_roster(Frame(ROWS[0], ROWS[1:])).cases == wanted


def test_encodings_other_than_utf8_are_said() -> None:
    """GBK is read and noted; UTF-8 needs no word."""
    text = "班期编号,姓名\nA,合成甲\n"
    assert [(p.code, p.fault.text) for p in read_roster(text.encode("gbk")).problems] == [("encoding", "gb18030")]
    assert read_roster(text.encode()).problems == ()


def test_a_file_comes_by_path_bytes_or_handle(tmp_path: Path) -> None:
    """A path, also as text, bytes and an open file read the same; the name stands in the faults."""
    path = tmp_path / "r.xlsx"
    path.write_bytes(PLAIN)
    with path.open("rb") as file:
        found = [read_roster(source).cases for source in (path, str(path), PLAIN, bytearray(PLAIN), file)]
    assert all(one == found[0] for one in found)
    assert load(path).name == str(path)


@pytest.mark.parametrize("name", ["pandas", "polars", "pyarrow"])
def test_frames_of_the_usual_libraries_are_read(name: str) -> None:
    """Whichever is installed: dates stay dates, and missing values are blank."""
    library = pytest.importorskip(name)
    columns = {
        "姓名": ["合成甲", None],
        "实到天数": [8, None],
        "开班日期": [date(2020, 5, 11)] * 2,
        "班期编号": ["A", "A"],
    }
    frame = library.table(columns) if name == "pyarrow" else library.DataFrame(columns)
    roster = read_roster(frame)
    first, second = people(roster)
    assert (first.attended_days, second.attended_days) == (8, None)
    assert roster.workbook.format is Format.FRAME
    assert [str(roster.cell(0, f"enrollments[{n}].attended_days")) for n in (0, 1)] == ["B2", "B3"]


def test_the_system_of_1904_is_read_from_the_workbook() -> None:
    """Dates and bare serial numbers mean the same day in either system."""
    for system, serial in ((False, 43962), (True, 43962 - 1462)):
        data = workbook({"s": [*ROWS, ["A", "合成乙", None, serial]]}, date_1904=system)
        roster = read_roster(data)
        assert roster.workbook.date_1904 is system
        assert isinstance(roster.cases[0].cohort, Cohort)
        assert roster.cases[0].cohort.start_date == date(2020, 5, 11)


def test_the_grid_is_kept_as_it_stands() -> None:
    """Every cell of every sheet, blank rows and hidden sheets too, with merged cells by their corners."""
    rows = [["附件1"], [], *ROWS, ["合计", None, 1]]
    roster = read_roster(workbook({"一": rows, "二": [["x"]]}, merged=[("一", 1, 1, 1, 4)], hidden=["二"]))
    first, second = roster.workbook.sheets
    assert [first.name, second.name, second.visible] == ["一", "二", False]
    assert first.value(1, 1) == "附件1"
    assert first.value(3, 2) == "姓名"
    assert first.value(5, 3) == 1
    assert first.value(2, 1) is first.value(99, 99) is None
    assert [(span.first_row, span.first_column, span.last_row, span.last_column) for span in first.merged] == [
        (1, 1, 1, 4)
    ]
    assert str(roster.cell(0, "enrollments[0].trainee.name")) == "一!B4"


# Files that are not read.


@pytest.mark.parametrize("filling", [b"\x00", b"<c ", b"<", b'<c r="A1"><v>1</v></c>', b'r="'])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(filling: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an archive holds is counted in pieces, whatever its directory claims and whatever fills it."""
    monkeypatch.setattr(limits, "MAX_INFLATED", 8 * 2**20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", filling * (9 * 2**20 // len(filling)))
    assert len(out.getvalue()) < 2**16
    assert "too large" in refused(out.getvalue())


@pytest.mark.parametrize(
    "body",
    [
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="AMK1"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="KN1"><v>1</v></c><c r="A90000"><v>1</v></c></row></sheetData>',
        "<sheetData><row><c t='n' r='KN1'><v>1</v></c><c\tr='A90000'><v>1</v></c></row></sheetData>",
        "<sheetData><row>" + "<c><v>1</v></c>" * 1_100 + "</row></sheetData>",
        "<sheetData>" + "<row><c><v>1</v></c></row>" * 100_001 + "</sheetData>",
    ],
)
def test_a_sheet_beyond_the_limits_is_refused(body: str) -> None:
    """One far cell would make room for all cells before it; cells without addresses are counted."""
    assert "too large" in refused(sheet_xml(body))


def test_formatted_blank_cells_at_the_end_do_no_harm() -> None:
    """Programs format whole columns; a blank cell in the last row, or a claim to be large, is not a row."""
    body = (
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>性别</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is>'
        "<t>合成甲</t></is></c></row>"
        '<row r="1048576"><c r="A1048576" s="1"/><c r="B1048576" s="1"></c></row></sheetData>'
    )
    assert len(read_roster(sheet_xml(body)).rows) == 1


def test_macros_and_links_are_refused() -> None:
    """A workbook with programs, or with values from other files, is not opened."""
    keep = lambda _, old: old  # noqa: E731
    assert "macros" in refused(repacked(PLAIN, keep, {"xl/vbaProject.bin": b"x"}))
    assert "other files" in refused(repacked(PLAIN, keep, {"xl/externalLinks/externalLink1.xml": b"<x/>"}))
    assert ".xlsb" in refused(repacked(PLAIN, keep, {"xl/workbook.bin": b"x"}))
    assert "no workbook" in refused(repacked(PLAIN, lambda name, old: None if name.startswith("xl/") else old))


@pytest.mark.parametrize("keep", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_a_truncated_file_is_refused(keep: float) -> None:
    """However much is missing, it is called incomplete."""
    assert "incomplete or damaged" in refused(PLAIN[: max(8, int(len(PLAIN) * keep))])


def test_a_protected_file_is_refused() -> None:
    """Encrypted parts of an archive, an encrypted ods, and a protected old workbook ask for a password."""
    marked = bytearray(PLAIN)
    for found in re.finditer(b"PK\x01\x02", PLAIN):
        marked[found.start() + 8] |= 1
    assert "password" in refused(bytes(marked))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as ods:
        ods.writestr("content.xml", b"<x/>")
        ods.writestr("META-INF/manifest.xml", b"<manifest:encryption-data/>")
    assert "password" in refused(out.getvalue())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><table><tr><td>x</td></tr></table></html>", "web page"),
        (b"\xef\xbb\xbf  <!DOCTYPE html>", "web page"),
        (b"<?xml version='1.0'?><Workbook/>", "XML file"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "incomplete or damaged"),
    ],
)
def test_other_kinds_of_files_are_called_what_they_are(data: bytes, words: str) -> None:
    """A web page named .xls is what many systems export; it is named, with what to do."""
    assert words in refused(data)


def ods(body: str) -> bytes:
    """An ods file with one table."""
    out = io.BytesIO()
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    whole = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", whole)
        file.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def ods_row(*words: str, repeated: str = "") -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>' for one in words
    )
    return f"<table:table-row{repeated}>{cells}</table:table-row>"


def test_an_ods_file_is_read() -> None:
    """With the blank rows to the bottom of the sheet that every one of them has."""
    cells = '<table:table-cell table:number-columns-repeated="16384"/>'
    blank = f'<table:table-row table:number-rows-repeated="1048570">{cells}</table:table-row>'
    roster = read_roster(ods(ods_row("班期编号", "姓名") + ods_row("A", "合成甲") + blank))
    assert roster.workbook.format is Format.ODS
    assert trainee(roster).name == "合成甲"


def test_an_ods_file_of_repeated_cells_is_refused() -> None:
    """A filled row repeated a million times, or a filled cell in the last column, takes no room at all in the file."""
    head = ods_row("班期编号", "姓名")
    assert "too large" in refused(ods(head + ods_row("A", "甲", repeated=' table:number-rows-repeated="1048576"')))
    cells = '<table:table-cell table:number-columns-repeated="16383"/><table:table-cell office:value-type="float"/>'
    wide = f"<table:table-row>{cells}</table:table-row>"
    assert "too large" in refused(ods(head + wide))


def with_part(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A workbook with something in one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as made:
        for part in archive.infolist():
            content = archive.read(part)
            assert part.filename != name or old in content
            made.writestr(part.filename, content.replace(old, new) if part.filename == name else content)
    return out.getvalue()


FAILED = [["班期编号", "姓名", "开班日期", "联系电话"], ["A", "合成甲", "#N/A", "#REF!"]]


def with_errors() -> bytes:
    """A workbook whose second sheet has two formulas that failed."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("空")
        sheet = book.add_worksheet("花名册")
        for row, cells in enumerate(FAILED):
            for column, text in enumerate(cells):
                if text.startswith("#"):
                    sheet.write_formula(row, column, "=VLOOKUP(1,A1:B2,2)", None, text)
                else:
                    sheet.write_string(row, column, text)
    return out.getvalue()


def test_a_formula_that_failed_is_an_error_with_its_cell() -> None:
    """#N/A is not a blank cell: the cell keeps what it shows, and a problem names it, whoever reads the column."""
    roster = read_roster(with_errors())
    assert roster.workbook.sheets[1].rows == FAILED
    found = [(str(one.cells[0]), one.fault.text) for one in roster.problems if one.code == "formula"]
    assert found == [("花名册!C2", "#N/A"), ("花名册!D2", "#REF!")]
    assert "formula" in {one.code for one in read_roster("\n".join(map(",".join, FAILED))).problems}


def test_failed_formulas_of_an_open_workbook() -> None:
    """In an ods file a cell says that it is an error; rows and cells that are repeated count."""
    name = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    wrong = (
        f'<table:table-cell office:value-type="string" xmlns:calcext="{name}" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    head, people = ods_row("班期编号", "姓名", "性别", "开班日期"), ods_row("A", "合成甲")
    last = people.replace("</table:table-row>", f"<table:table-cell/>{wrong}</table:table-row>")
    roster = read_roster(ods(head + last))
    assert [(one.code, str(one.cells[0]).rpartition("!")[2]) for one in roster.problems] == [("formula", "D2")]


def test_failed_formulas_of_an_old_workbook() -> None:
    """The records of an xls file say which cells failed, by the sheet that they stand in."""
    globals_ = [(0x0809, b"\x00" * 16), (0x0085, struct.pack("<I", 32))]
    cells = [
        (0x0809, b"\x00" * 16),
        (0x0205, struct.pack("<HHHBB", 1, 2, 0, 0x2A, 1)),
        (0x0205, struct.pack("<HHHBB", 1, 3, 0, 1, 0)),
        (0x0006, struct.pack("<HHH", 2, 0, 0) + b"\x02\x00\x17\x00\x00\x00\xff\xff"),
    ]
    found, at = Records(), 0
    for kind, body in [*globals_, *cells]:
        found.at(at, kind, body)
        at += 4 + len(body)
        at = 32 if kind == 0x0085 else at
    assert found.found == {(0, 1, 2): "#N/A", (0, 2, 0): "#REF!"}


@pytest.mark.parametrize("claim", [b"12147483648", b"99999999", b"+10000000000", b"&#57;9999999999"])
def test_more_texts_than_cells_are_not_believed(claim: bytes) -> None:
    """The reader would make room for all the texts that a table says it holds, and end the process."""
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        strings = archive.read("xl/sharedStrings.xml")
    old = strings[strings.index(b'uniqueCount="') :].split(b">")[0]
    new = b'uniqueCount="' + claim + b'"'
    assert "damaged" in refused(with_part(PLAIN, "xl/sharedStrings.xml", old, new))
    assert "damaged" in refused(with_part(PLAIN, "xl/sharedStrings.xml", strings, b"<sst " + new + b"/>"))


def test_an_encoding_that_nobody_knows_is_damage() -> None:
    """A part of an open workbook in an unknown encoding is refused like any other damage."""
    data = (FILES / "roster.ods").read_bytes()
    assert "damaged" in refused(with_part(data, "content.xml", b"UTF-8", b"UTF-99"))


def xls(records: list[tuple[int, bytes]]) -> bytes:
    """The records of an old workbook's stream."""
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ([(0x0809, b"\x00" * 16), (0x002F, b"\x00" * 4)], "password"),
        ([(0x0200, struct.pack("<IIHHH", 0, 2**31, 0, 256, 0))], "too large"),
        ([(0x0203, struct.pack("<HHHd", 0, 60_000, 0, 1.0))], "too large"),
        ([(0x01AE, b"\x01\x00\x08\x00book.xls")], "other files"),
        ([(0x0200, b"\x00" * 3)], "damaged"),
        ([(0x0200, struct.pack("<IIHHH", 14_811_136, 4, 0, 6, 0))], "damaged"),
        ([(0x0200, struct.pack("<HHHHH", 0, 4, 7, 6, 0))], "damaged"),
    ],
)
def test_an_old_workbook_is_looked_through_before_it_is_opened(
    records: list[tuple[int, bytes]], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protection, links, and what the sheets claim and hold are found in the records."""
    import olefile

    class Stub:
        def __init__(self, _: object) -> None: ...
        def __enter__(self) -> Stub:
            return self

        def __exit__(self, *_: object) -> None: ...
        def listdir(self) -> list[list[str]]:
            return [["Workbook"]]

        def exists(self, name: str) -> bool:
            return name == "Workbook"

        def openstream(self, _: str) -> io.BytesIO:
            return io.BytesIO(xls(records))

    monkeypatch.setattr(olefile, "OleFileIO", Stub)
    with pytest.raises(InputError) as caught:
        check_compound(b"", "r.xls")
    assert words in caught.value.render("en")


# Anything at all.


@given(st.data())
def test_a_mutated_workbook_is_read_or_refused(data: st.DataObject) -> None:
    """Bytes of a good file changed at random give a roster or our own error, nothing else."""
    mutated = bytearray(PLAIN)
    for _ in range(data.draw(st.integers(1, 8))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    try:
        roster = read_roster(bytes(mutated))
    except InputError as error:
        assert error.faults
    else:
        assert roster.rows


def test_the_limits_bound_what_a_sheet_may_take() -> None:
    """A sheet that is let in without being walked through has no more cells than a workbook may have."""
    assert 100 * limits.MAX_ROWS <= limits.MAX_CELLS


@pytest.mark.parametrize("name", ["roster.xls", "roster.ods"])
def test_old_and_open_workbooks_are_read_as_xlsx_is(name: str) -> None:
    """Files written by LibreOffice: titles, dates, serial numbers, hidden sheets; merged cells where they are kept."""
    roster = read_roster(FILES / name)
    book = roster.workbook
    assert book.format.value == name.rpartition(".")[2]
    assert [(sheet.name, sheet.visible) for sheet in book.sheets] == [("花名册", True), ("字典", False)]
    assert len(book.sheets[0].merged) == (book.format is Format.XLS)
    assert roster.cases[0].cohort == Cohort(id="A", start_date=date(2020, 5, 11))
    assert [(one.attended_days, one.completed) for one in people(roster)] == [(8, True), (None, False)]
    assert trainee(roster).id_number == ID
    assert str(roster.cell(0, "enrollments[1].completed")) == "花名册!F4"


def test_an_old_workbook_says_its_system() -> None:
    """The record of 1904 is found, and the same bare number is then another day than the date beside it."""
    roster = read_roster(FILES / "roster-1904.xls")
    assert roster.workbook.date_1904
    assert [problem.code for problem in roster.problems if problem.severity.value == "error"] == ["class-differs"]


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("name", ["roster.xls", "roster.ods"])
def test_other_truncated_files_are_refused(name: str, keep: float) -> None:
    """However much is missing of an old or open workbook, it is called incomplete."""
    data = (FILES / name).read_bytes()
    assert "incomplete or damaged" in refused(data[: int(len(data) * keep)])


def test_changed_rosters_are_read_or_refused() -> None:
    """A few of the changes of ``fuzz_rosters.py``: bytes, parts of archives, cells, whole tables."""
    found = [(number, *fuzz_rosters.tried(number)) for number in range(250)]
    assert [one for one in found if one[2].startswith("fell")] == []
    assert {one[2] for one in found} == {"read", "refused"}
    assert {one[1] for one in found} == {"bytes", "part", "cells", "rows"}
