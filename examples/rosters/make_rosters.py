"""Writes five invented rosters with the mess that real ones have: ``python -m examples.rosters.make_rosters``.

One for each kind of program of the founding article. Everybody is invented: names begin with 合成, identity numbers
stand on county 533399, which is not allocated, with a right check digit unless the row is about a wrong one. The column
备注 says what is wrong with a row; ``examples/README.md`` lists it. The same files come out every time.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from examples.fugong.make_roster import identity_number
from examples.rosters.sheets import Merge, Sheet, Value, write_book

Row = dict[str, Value]
SCHOOL = "合成技工学校（示例）"
DAMAGED = "身份证号按数值存储，末三位已丢失"


def number_of(serial: int, *, male: bool) -> str:
    """A right identity number; births are spread over 1974 to 2000, so that nobody is near an age that matters."""
    birth = date(1974, 1, 1) + timedelta(days=serial * 137 % (365 * 26))
    return identity_number(birth, serial * 2 % 998 + male)


def damaged(number: str) -> float:
    """What a spreadsheet keeps of a number of 18 digits that was typed as a number."""
    return float(int(number[:15]) * 1000)


def phone_of(serial: int) -> str:
    """An invented number of a range that no operator has."""
    return f"1090000{serial:04d}"


def wide(text: str) -> str:
    """The same in full-width characters."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def table(people: Sequence[Row], headers: Sequence[str]) -> list[list[Value]]:
    """The cells of people, in the order of the headers."""
    return [[one.get(header) for header in headers] for one in people]


def changed(people: list[Row], special: dict[int, Row]) -> list[Row]:
    """People with what makes some of them special, by place from 1."""
    return [row | special.get(place, {}) for place, row in enumerate(people, 1)]


# -- registered poor of Fugong: two-row headers, one sheet a class, totals and signatures ------------------------------

FUGONG_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("序号", "姓名", "身份证号码", "性别", "户籍所在地")),
    ("建档立卡情况", ("是否建档立卡", "首次识别时间", "核查日期")),
    ("培训情况", ("培训工种", "培训时间", "培训天数", "实到天数")),
    ("已享受补贴情况", ("已享受免费培训", "补贴记录是否完整")),
    ("", ("联系电话",)),
    ("补贴金额（元）", ("生活费补贴", "交通补贴")),
    ("", ("备注",)),
)
FUGONG_HEADERS = [header for _, headers in FUGONG_GROUPS for header in headers]
FUGONG_CLASSES = (
    # village, trade, heads, first and last day, days as the class writes them
    ("达普洛村", "茶叶加工", 61, date(2020, 5, 11), "2020.5.11-5.22"),
    ("知子洛村", "茶叶加工", 49, date(2020, 5, 11), "2020年5月11日至22日"),
    ("拉马得村", "火脚腌制", 52, date(2020, 5, 18), "2020.5.18—2020.5.29"),
    ("腊吐底村", "手工编织", 38, date(2020, 5, 18), "2020/5/18-2020/5/29"),
)


def fugong_person(place: int, cohort: int) -> Row:
    """One person of a class; nobody looked up the register for the first one."""
    _, trade, _, first, days = FUGONG_CLASSES[cohort]
    serial = cohort * 100 + place
    looked = cohort > 0
    return {
        "序号": place,
        "姓名": f"合成{'甲乙丙丁'[cohort]}{place:02d}",
        "身份证号码": number_of(serial, male=place % 2 == 1),
        "性别": "男" if place % 2 else "女",
        "户籍所在地": "云南省怒江州福贡县",
        "是否建档立卡": "是" if looked else None,
        "首次识别时间": "2017年" if looked else None,
        "核查日期": first if looked else None,
        "培训工种": trade,
        "培训时间": days,
        "培训天数": 10,
        "实到天数": 10,
        "已享受免费培训": "无",
        "补贴记录是否完整": "是",
        "联系电话": phone_of(serial),
        "生活费补贴": 600,
        "交通补贴": 200,
        "备注": "合成数据",
    }


def fugong_special() -> dict[int, dict[int, Row]]:
    """What is out of the ordinary, by class and place."""
    number = {place: number_of(100 + place, male=place % 2 == 1) for place in range(1, 50)}
    second: dict[int, Row] = {
        1: {"身份证号码": wide(number[1]), "备注": "合成数据：全角字符"},
        2: {"身份证号码": f"'{number[2]}", "备注": "合成数据：号码前有撇号"},
        3: {"身份证号码": f"\t{number[3]}\u200b", "姓名": "合成\u00a0乙03", "备注": "合成数据：含不可见字符"},
        4: {"身份证号码": damaged(number[4]), "备注": f"合成数据：{DAMAGED}"},
        5: {"身份证号码": number[5][:6] + "*" * 8 + number[5][-4:], "备注": "合成数据：号码已隐藏部分位数"},
        6: {"身份证号码": number[6][:6] + number[6][8:17], "备注": "合成数据：15位旧号码"},
        7: {"身份证号码": identity_number(date(1986, 5, 7), 907, right=False), "备注": "合成数据：校验位错误"},
        8: {"是否建档立卡": "√", "备注": "合成数据：用√表示是"},
        9: {"是否建档立卡": "×", "首次识别时间": None, "备注": "合成数据：查过，不是建档立卡户"},
        10: {"是否建档立卡": None, "首次识别时间": None, "核查日期": None, "备注": "合成数据：没有人查过"},
        11: {"核查日期": "2020.5.11", "备注": "合成数据：日期用点分隔"},
        12: {"核查日期": "20200511", "备注": "合成数据：八位日期"},
        13: {"核查日期": 43962, "备注": "合成数据：日期为序列号"},
        14: {"核查日期": "5月11日", "备注": "合成数据：日期没有年份"},
        15: {"实到天数": "8天", "生活费补贴": 480, "交通补贴": 160, "备注": "合成数据：计划10天，实到8天"},
        16: {"联系电话": phone_of(117), "备注": "合成数据：与第17、29人同一电话"},
        18: {"联系电话": f"{phone_of(118)}/0886-0000000", "备注": "合成数据：一格两个电话"},
        19: {"姓名": "合成乙19（代）", "备注": "合成数据：姓名后有注"},
        20: {"性别": "女", "身份证号码": number[19], "备注": "合成数据：与第19人同一号码"},
        21: {"性别": "女", "备注": "合成数据：性别与号码不一致"},
        22: {"已享受免费培训": "2020-02-24", "备注": "合成数据：本年度第二次免费培训"},
        23: {"补贴记录是否完整": None, "已享受免费培训": None, "备注": "合成数据：没有查过以往的补贴"},
        24: {"生活费补贴": "600元", "交通补贴": "0.02万元", "备注": "合成数据：金额带单位"},
        25: {"生活费补贴": 900, "备注": "合成数据：金额多填"},
        26: {"姓名": "=1+1", "备注": "合成数据：以等号开头的文字"},
        27: {"身份证号码": identity_number(date(2004, 9, 1), 927), "备注": "合成数据：开班时不满16周岁"},
        28: {"身份证号码": identity_number(date(1955, 3, 1), 928), "备注": "合成数据：已过法定退休年龄"},
        29: {"联系电话": phone_of(117), "备注": "合成数据：与第16、17人同一电话"},
    }
    return {1: second, 2: {1: {"户籍所在地": "福贡县", "备注": "合成数据：地名没有省州"}}}


def fugong_sheet(cohort: int) -> Sheet:
    """One class: two rows of title, two of headers, the people, a total and the signatures."""
    village, trade, heads, _, days = FUGONG_CLASSES[cohort]
    people = [fugong_person(place, cohort) for place in range(1, heads + 1)]
    people = changed(people, fugong_special().get(cohort, {}))
    last = len(FUGONG_HEADERS) - 1
    title = f"附件1  福贡县{village}{trade}班学员花名册（合成数据）"
    class_line = f"培训机构：{SCHOOL}    培训地点：怒江州福贡县{village}    培训时间：{days}    单位：元"
    tops, merges = group_header(FUGONG_GROUPS, 2)
    totals: Row = {"序号": "合计", "生活费补贴": 600 * heads, "交通补贴": 200 * heads}
    body = [*table(people, FUGONG_HEADERS), *table([totals], FUGONG_HEADERS)]
    signed: list[Value] = ["制表人：合成", None, None, "审核人：", None, None, "填表日期：2020年6月5日"]
    rows: list[Sequence[Value]] = [[title], [class_line], *tops, *body, signed]
    widths = [6, 12, 21, 6, 20, 13, 13, 12, 12, 22, 9, 9, 15, 17, 14, 12, 10, 34]
    return Sheet(f"{village}", rows, [(0, 0, 0, last), (1, 1, 0, last), *merges], widths=widths)


def group_header(groups: Sequence[tuple[str, tuple[str, ...]]], row: int) -> tuple[list[list[Value]], list[Merge]]:
    """Two rows of headers: groups are merged across, headers without a group down."""
    upper: list[Value] = []
    lower: list[Value] = []
    merges: list[Merge] = []
    for group, headers in groups:
        left = len(upper)
        upper += [group, *[None] * (len(headers) - 1)] if group else headers
        lower += headers if group else [None] * len(headers)
        if group:
            merges.append((row, row, left, left + len(headers) - 1))
        else:
            merges += [(row, row + 1, left + n, left + n) for n in range(len(headers))]
    return [upper, lower], merges


def fugong(folder: Path) -> None:
    """The four classes of the article's villages, 200 people; nobody looked up the register for the 61 of the first."""
    write_book(folder / "fugong.xlsx", [fugong_sheet(cohort) for cohort in range(len(FUGONG_CLASSES))])


# -- online: an export of a platform in GBK, with the labour system's codes as headers ---------------------------------

ONLINE_HEADERS = (
    *("aac003", "aac002", "aac004", "aac011", "培训类别", "培训方式", "班期编号", "aca112", "开班日期", "结业日期"),
    *("计划学时", "线上学时", "认定学时", "是否结业", "培训机构名称", "备注"),
)


def online(folder: Path) -> None:
    """Online training: identity numbers behind a tab, dates of eight digits, hours with their unit, codes for sex."""
    people = [online_person(place) for place in range(1, 41)]
    special: dict[int, Row] = {
        2: {"认定学时": "38.5课时", "备注": "合成数据：半个学时"},
        3: {"认定学时": None, "备注": "合成数据：平台没有认定"},
        4: {"线上学时": "40学时(5天)", "备注": "合成数据：学时与天数写在一格"},
        5: {"是否结业": "否", "认定学时": "12", "备注": "合成数据：没有学完"},
        6: {"aac002": number_of(300, male=True).lower(), "备注": "合成数据：没有制表符"},
        7: {"aac004": "未说明的性别", "备注": "合成数据：性别未说明"},
        8: {"认定学时": "400课时", "备注": "合成数据：学时多于日期所容"},
    }
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(ONLINE_HEADERS)
    writer.writerows(table(changed(people, special), ONLINE_HEADERS))
    (folder / "online.csv").write_bytes(text.getvalue().encode("gbk"))


def online_person(place: int) -> Row:
    """One trainee of the platform."""
    return {
        "aac003": f"合成网{place:02d}",
        "aac002": "\t" + number_of(300 + place, male=place % 2 == 1),
        "aac004": "1" if place % 2 else "2",
        "aac011": "高中",
        "培训类别": "线上培训",
        "培训方式": "线上",
        "班期编号": "WL-2020-01",
        "aca112": "计算机操作",
        "开班日期": "20200302",
        "结业日期": "20200320",
        "计划学时": "40课时",
        "线上学时": "40课时",
        "认定学时": "40课时",
        "是否结业": "是",
        "培训机构名称": SCHOOL,
        "备注": "合成数据",
    }


# -- apprenticeship: a workbook that counts its days from 1904, with terms in one cell ---------------------------------

APPRENTICE_HEADERS = (
    *("序号", "姓名", "身份证号", "所在单位", "组织机构代码", "班期编号", "培训类别", "培训工种", "培训等级"),
    *("开班日期", "结业日期", "劳动合同期限", "是否已备案", "补贴标准", "备注"),
)
LEVELS = ("五级/初级工", "初级", "初级工", "国家职业资格五级", "5", "中级工", "四级")


def apprenticeship(folder: Path) -> None:
    """Apprentices of one enterprise: levels in every spelling, contracts as a range, numbers that lost their end."""
    people = [apprentice(place) for place in range(1, 31)]
    special: dict[int, Row] = {
        1: {"身份证号": damaged(number_of(401, male=True)), "备注": f"合成数据：{DAMAGED}"},
        2: {"补贴标准": "0.4万元/年", "备注": "合成数据：标准以万元计"},
        3: {"补贴标准": "肆仟元整", "备注": "合成数据：中文大写金额"},
        4: {"劳动合同期限": "2019.10", "备注": "合成数据：只有起始年月"},
        5: {"劳动合同期限": 2019.1, "备注": "合成数据：2019.10 成了数值 2019.1，一月或十月"},
        6: {"培训等级": "——", "备注": "合成数据：未设等级"},
        7: {"结业日期": date(2019, 3, 1), "备注": "合成数据：结业早于开班"},
        8: {"是否已备案": None, "备注": "合成数据：是否备案未填"},
    }
    title: list[Value] = ["附件3  企业新型学徒培训备案花名册（合成数据）"]
    unit: list[Value] = [f"培训机构：{SCHOOL}"]
    rows: list[Sequence[Value]] = [
        title,
        unit,
        list(APPRENTICE_HEADERS),
        *table(changed(people, special), APPRENTICE_HEADERS),
    ]
    last = len(APPRENTICE_HEADERS) - 1
    sheet = Sheet("学徒备案", rows, [(0, 0, 0, last), (1, 1, 0, last)], widths=[6, 10, 21, 22, 13, 12, 14, 12, 18])
    write_book(folder / "apprenticeship.xlsx", [sheet], since_1904=True)


def apprentice(place: int) -> Row:
    """One apprentice."""
    return {
        "序号": place,
        "姓名": f"合成学{place:02d}",
        "身份证号": number_of(400 + place, male=place % 2 == 1),
        "所在单位": "合成锌业有限公司（示例）",
        "组织机构代码": "00000000-0",
        "班期编号": "XT-2019-01",
        "培训类别": "企业新型学徒制",
        "培训工种": "电工",
        "培训等级": LEVELS[place % len(LEVELS)],
        "开班日期": date(2019, 10, 8),
        "结业日期": date(2020, 9, 30),
        "劳动合同期限": "2019.10.1-2022.9.30",
        "是否已备案": "是",
        "补贴标准": 4000,
        "备注": "合成数据",
    }


# -- rural labour: cells merged down, subtotals, a sheet of counts and a hidden one ------------------------------------

RURAL_HEADERS = (
    *("序号", "培训工种", "姓名", "身份证号码", "人员类别", "家庭住址", "开班时间", "结业时间", "总课时"),
    *("补贴金额（元）", "备注"),
)


def rural(folder: Path) -> None:
    """Two classes on one sheet; the trade stands once for each, merged down, as do the days."""
    rows: list[Sequence[Value]] = [["农村劳动力转移就业培训花名册（合成数据）"], list(RURAL_HEADERS)]
    merges: list[Merge] = [(0, 0, 0, len(RURAL_HEADERS) - 1)]
    for cohort, trade in enumerate(("中式烹调", "砌筑工")):
        top = len(rows)
        rows += table([rural_person(place, cohort, trade) for place in range(1, 21)], RURAL_HEADERS)
        merges += [(top, top + 19, column, column) for column in (1, 6, 7)]
        rows += table([{"序号": "小计", "补贴金额（元）": 20 * 900}], RURAL_HEADERS)
    rows += table([{"序号": "总计", "补贴金额（元）": 40 * 900}], RURAL_HEADERS)
    counts: list[list[Value]] = [["村", "人数", "期数"], ["合成一村", 20, 1], ["合成二村", 20, 1], ["合计", 40, 2]]
    hidden = Sheet("字典", [["人员类别"], ["农村劳动力"], ["农民工"]], hidden=True)
    sheet = Sheet("花名册", rows, merges, widths=[6, 12, 12, 21, 16, 24, 12, 12, 16, 14, 34])
    write_book(folder / "rural-labor.xlsx", [sheet, Sheet("统计表", counts), hidden])


def rural_person(place: int, cohort: int, trade: str) -> Row:
    """One person; trade and days stand only with the first of a class."""
    first = place == 1
    kinds = ("农村劳动力", "农民工", "农村富余劳动力", "农村转移就业劳动者")
    row: Row = {
        "序号": place,
        "培训工种": trade if first else None,
        "姓名": f"合成{'农工'[cohort]}{place:02d}",
        "身份证号码": number_of(500 + cohort * 40 + place, male=place % 2 == 1),
        "人员类别": kinds[place % len(kinds)],
        "家庭住址": "合成县合成村（示例）",
        "开班时间": (date(2020, 9, 7), "2020年10月12日")[cohort] if first else None,
        "结业时间": (date(2020, 9, 18), "10月23日")[cohort] if first else None,
        "总课时": ("80课时", "80学时(10天)", "80h", 80)[place % 4],
        "补贴金额（元）": 900,
        "备注": "合成数据",
    }
    special: dict[tuple[int, int], Row] = {
        (0, 5): {"人员类别": "合成类别", "备注": "合成数据：没有这一类别"},
        (0, 6): {"补贴金额（元）": "1,000.00", "备注": "合成数据：金额为文字，且与小计不符"},
        (1, 7): {"身份证号码": None, "备注": "合成数据：没有号码"},
        (1, 8): {"总课时": "10天", "备注": "合成数据：只有天数"},
    }
    return row | special.get((cohort, place), {})


# -- re-employment: two sheets, two columns of numbers, certificates --------------------------------------------------

LAID_OFF_HEADERS = (
    *("序号", "姓名", "18位身份证号", "身份证号", "性别", "年龄", "人员类别", "就业失业登记", "班期编号", "开班日期"),
    *("结业日期", "合格证号", "发证日期", "补贴金额", "开户银行", "银行账号", "备注"),
)


def reemployment(folder: Path) -> None:
    """Two classes that overlap, with somebody in both; two columns of numbers that do not always agree."""
    classes = {"第1期": (date(2019, 6, 3), date(2019, 6, 14)), "第2期": (date(2019, 6, 10), date(2019, 6, 21))}
    special: dict[int, dict[int, Row]] = {
        0: {
            2: {"身份证号": number_of(690, male=True), "备注": "合成数据：两列号码不一致"},
            3: {"年龄": 70, "备注": "合成数据：年龄与号码不一致"},
            4: {"发证日期": date(2019, 6, 12), "备注": "合成数据：发证早于结业"},
            5: {"合格证号": "HC2019006", "备注": "合成数据：与第6人证书编号相同"},
            7: {"银行账号": "6200000000000000608", "备注": "合成数据：与第8人同一账号"},
            9: {"银行账号": 6.2e18, "备注": "合成数据：账号按数值存储"},
            24: {
                "姓名": "合成岗23",
                "18位身份证号": number_of(623, male=True),
                "身份证号": None,
                "性别": 1,
                "备注": "合成数据：与第23人为同一人",
            },
        },
        1: {1: {"姓名": "合成岗01", "18位身份证号": number_of(601, male=True), "备注": "合成数据：两期重叠的同一人"}},
    }
    sheets = []
    for cohort, (name, days) in enumerate(classes.items()):
        people = changed([laid_off(place, cohort, name, days) for place in range(1, 25)], special[cohort])
        totals: Row = {"序号": "合计", "补贴金额": 24_000 if cohort else 23_000}
        rows: list[Sequence[Value]] = [
            list(LAID_OFF_HEADERS),
            *table(people, LAID_OFF_HEADERS),
            *table([totals], LAID_OFF_HEADERS),
        ]
        sheets.append(Sheet(name, rows, widths=[6, 12, 21, 21, 6, 6, 16, 14, 10, 12, 12, 14, 12, 10, 14, 22, 30]))
    write_book(folder / "reemployment.xlsx", sheets)


def laid_off(place: int, cohort: int, name: str, days: tuple[date, date]) -> Row:
    """One laid-off person."""
    serial = 600 + cohort * 40 + place
    number = number_of(serial, male=place % 2 == 1)
    return {
        "序号": place,
        "姓名": f"合成{'岗业'[cohort]}{place:02d}",
        "18位身份证号": number,
        "身份证号": number if place % 3 == 0 else None,
        "性别": 1 if place % 2 else 2,
        "年龄": 2019 - int(number[6:10]),
        "人员类别": ("下岗职工", "下岗失业人员", "登记失业")[place % 3],
        "就业失业登记": "有",
        "班期编号": name,
        "开班日期": days[0],
        "结业日期": days[1],
        "合格证号": f"HC2019{cohort * 40 + place:03d}",
        "发证日期": days[1] + timedelta(days=7),
        "补贴金额": "1,000.00" if place % 5 == 0 else 1000,
        "开户银行": "合成银行（示例）",
        "银行账号": f"62000000000000{serial:05d}",
        "备注": "合成数据",
    }


BOOKS: dict[str, Callable[[Path], None]] = {
    "fugong.xlsx": fugong,
    "online.csv": online,
    "apprenticeship.xlsx": apprenticeship,
    "rural-labor.xlsx": rural,
    "reemployment.xlsx": reemployment,
}


def notes(folder: Path) -> Iterator[str]:
    """Writes every file, saying which."""
    for name, make in BOOKS.items():
        make(folder)
        yield str(folder / name)


def main() -> None:
    """Writes the files beside this one, or into the folder that is named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for written in notes(folder):
        print(written)


if __name__ == "__main__":
    main()
