"""A roster read, decided, checked and written back, against the two libraries below it alone for the same cells.

Target: at most 4 times as long. ``make bench ARGS="-k roster"`` measures 2,000 people, ``VOCSKILLS_ROSTER=50000`` more.
"""

from __future__ import annotations

import datetime
import io
import os
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from examples.fugong.make_roster import identity_number
from examples.rosters.make_rosters import FUGONG_HEADERS, Row, fugong_person, table
from examples.rosters.sheets import Sheet, write_book
from pytest_benchmark.fixture import BenchmarkFixture

from vocskills import audit_roster, read_roster

Note = Callable[[str, str, str], None]
PEOPLE = int(os.environ.get("VOCSKILLS_ROSTER", "2000"))
CLASS = 50


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of invented registered poor people in classes of fifty, nearly all of them in order."""
    file = tmp_path_factory.mktemp("rosters") / "big.xlsx"
    headers = ["班期编号", *FUGONG_HEADERS]
    # In the roster of the example this header stands under that of its group.
    heads = ["建档立卡贫困劳动力核查日期" if one == "核查日期" else one for one in headers]
    write_book(file, [Sheet("花名册", [heads, *table([person(n) for n in range(PEOPLE)], headers)])])
    return file


def person(number: int) -> Row:
    """One person; births are spread over twenty-five years, every tenth was not looked up in the register.

    The classes begin in one of thirty-five weeks.
    """
    begin = datetime.date(2020, 3, 30) + datetime.timedelta(days=7 * (number // CLASS % 35))
    birth = datetime.date(1974, 1, 1) + datetime.timedelta(days=number % 9_000)
    serial = number // 9_000 * 2
    row = fugong_person(number + 1, 1) | {"班期编号": f"C{number // CLASS:04d}", "姓名": f"合成{number:05d}"}
    row |= {"身份证号码": identity_number(birth, serial), "性别": "女", "联系电话": f"109{number:08d}"}
    row |= {"培训时间": f"{begin:%Y.%m.%d}-{begin + datetime.timedelta(days=11):%Y.%m.%d}", "核查日期": begin}
    return row | ({"是否建档立卡": None, "首次识别时间": None, "核查日期": None} if number % 10 == 9 else {})


def audited(book: Path) -> Any:
    """The roster read, decided, checked and written back."""
    audit = audit_roster(read_roster(book), place="533323")
    audit.write(io.BytesIO())
    return audit.summary()


def copied(book: Path) -> int:
    """The same cells read and written by the libraries alone, with as many added columns."""
    import python_calamine
    import xlsxwriter

    rows = python_calamine.CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()
    with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as made:
        sheet, day = made.add_worksheet(), made.add_format({"num_format": "yyyy-mm-dd"})
        for row, cells in enumerate(rows):
            for column, value in enumerate([*cells, "符合条件（据新闻或摘要）", 800.0, 800.0]):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif isinstance(value, datetime.date):
                    sheet.write_datetime(row, column, value, day)
                else:
                    sheet.write_number(row, column, value)
    return len(rows)


def test_a_roster_there_and_back(benchmark: BenchmarkFixture, note: Note, book: Path) -> None:
    """The ratio of the whole way to the two libraries alone, taken in turns on the same machine."""
    ratios = []
    for _ in range(2 if PEOPLE <= 5_000 else 1):
        began = perf_counter()
        copied(book)
        middle = perf_counter()
        found = audited(book)
        assert (found.people, found.undetermined) == (PEOPLE, PEOPLE // 10)
        ratios.append((perf_counter() - middle) / (middle - began))
    assert benchmark(copied, book) == PEOPLE + 1
    note(f"a roster of {PEOPLE:,} audited", f"{min(ratios):.1f} ×", "of calamine and xlsxwriter alone, target 4 ×")
