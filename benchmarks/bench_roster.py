"""Reading a roster: the whole of it as a ratio to python-calamine and xlsxwriter for the same cells.

Target of the roster door: 50,000 rows read, decided and written back within 4 times what python-calamine needs to read
the cells and xlsxwriter to write them. Reading is a part of that: its share is what this measures, in time of the
processor, with a roster whose cells are of every kind.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from time import process_time
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from vocskills.roster import read_roster

Note = Callable[[str, str, str], None]
ROWS = 5_000
HEAD = """
序号 班期编号 班期名称 培训工种 培训类别 开班日期 结业日期 培训天数 培训地 培训地点 培训机构名称 名单是否完整 判定基准日
姓名 身份证号码 性别 户籍所在地 是否来自深度贫困县 建档立卡贫困劳动力 建档立卡贫困劳动力认定日期
建档立卡贫困劳动力核查日期 已享受免费培训 补贴记录是否完整 实到天数 联系电话 银行账号 补贴金额（元） 备注
""".split()  # noqa: SIM905 (words stand better in a text)


def rows(count: int) -> list[list[Any]]:
    """A header and so many people in classes of fifty, with a right number each on the unallocated county."""
    from stdnum.cn import ric

    found: list[list[Any]] = [list(HEAD)]
    for index in range(count):
        born = date(1965, 1, 1) + timedelta(days=index * 7 % 12_000)
        base = f"533399{born:%Y%m%d}{index % 1000:03d}"
        poor = ["是", "2018-07-01", "2020-05-11"] if index % 3 else [None, None, None]
        of_class = [f"C{index // 50}", f"班{index // 50}", "茶叶加工", "扶贫技能培训", "2020.5.11", "2020年5月22日", 10]
        where = ["533323", "福贡县达普洛村", "合成学校", "是", date(2020, 6, 5)]
        number = base + ric.calc_check_digit(base + "0")
        own = [f"合成{index}", number, None, "云南省怒江州福贡县", "否", *poor, "无", "是", 10 if index % 5 else 9]
        rest = [f"138{index:08d}", f"62220000{index:011d}", 900, "合成"]
        found.append([index + 1, *of_class, *where, *own, *rest])
    return found


def written(table: list[list[Any]]) -> bytes:
    """The cells as xlsxwriter writes them."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(table):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(place, column, value)
                else:
                    sheet.write(place, column, value)
    return out.getvalue()


def by_calamine(data: bytes) -> Any:
    """The cells as python-calamine reads them."""
    from python_calamine import load_workbook

    with load_workbook(io.BytesIO(data)) as book:
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def seconds(function: Callable[[Any], Any], argument: Any, times: int = 3) -> float:
    """The least processor time of some calls."""
    found = []
    for _ in range(times):
        began = process_time()
        function(argument)
        found.append(process_time() - began)
    return min(found)


def test_reading_a_roster(benchmark: BenchmarkFixture, note: Note) -> None:
    """Every person is read, as a ratio to reading and to reading and writing the bare cells."""
    table = rows(ROWS)
    data = written(table)
    roster = benchmark(read_roster, data)
    assert len(roster.rows) == ROWS
    assert {problem.code for problem in roster.problems} == {"place-by-name"}
    reading, calamine, writing = seconds(read_roster, data), seconds(by_calamine, data), seconds(written, table, 1)
    note("roster: python-calamine alone", f"{calamine * 1e6 / ROWS:.0f} us", f"a row of {len(HEAD)} cells")
    note("roster: xlsxwriter alone", f"{writing * 1e6 / ROWS:.0f} us", f"a row of {len(HEAD)} cells")
    note(
        "roster: read to checked cases", f"{reading * 1e6 / ROWS:.0f} us", f"a row; {reading / calamine:.1f} x calamine"
    )
    share = reading / (calamine + writing)
    note("roster: read, of calamine and xlsxwriter", f"{share:.2f} x", "target of reading, deciding, writing: 4 x")


@pytest.fixture(autouse=True)
def _needs_the_extra() -> None:
    pytest.importorskip("python_calamine")
    pytest.importorskip("xlsxwriter")
