"""Writes ``roster.csv``: four invented classes in the villages of the article, with the people a real class has.

Everybody is invented. The identity numbers stand on county 533399, which is not allocated, with a right check digit,
so that they can belong to nobody. The same file comes out every time: ``python examples/fugong/make_roster.py``.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

from stdnum.cn import ric

COUNTY = "533399"
CLASSES = (
    # identifier, village, trade, heads, first and last day, the sign in everybody's name
    ("FG-1", "达普洛村", "茶叶加工", 61, "2020-05-11", "2020-05-22", "甲"),
    ("FG-2", "知子洛村", "茶叶加工", 49, "2020-05-11", "2020-05-22", "乙"),
    ("FG-3", "拉马得村", "火脚腌制", 52, "2020-05-18", "2020-05-29", "丙"),
    ("FG-4", "腊吐底村", "手工编织", 38, "2020-05-18", "2020-05-29", "丁"),
)
REGISTER = "福贡县扶贫办（合成）"
KUNMING = "530102"

Row = dict[str, str]

# What makes somebody special, by place in the first class; what is not said is as for everybody else.
SPECIAL: dict[int, Row] = {
    1: {
        "建档立卡贫困劳动力": "否",
        "建档立卡贫困劳动力认定日期": "",
        "低保家庭成员": "是",
        "低保家庭成员认定日期": "2018-07-01",
        "低保家庭成员核查日期": "2020-05-11",
        "备注": "合成数据：查过，不是建档立卡户，是低保家庭",
    },
    2: {
        "建档立卡贫困劳动力": "",
        "建档立卡贫困劳动力认定日期": "",
        "建档立卡贫困劳动力核查日期": "",
        "建档立卡贫困劳动力认定部门": "",
        "备注": "合成数据：没有人查过是否建档立卡",
    },
    3: {
        "建档立卡贫困劳动力": "否",
        "建档立卡贫困劳动力认定日期": "",
        "备注": "合成数据：查过，系统中没有此人",
    },
    4: {"身份证号码": "", "出生日期": "1975-03", "备注": "合成数据：只知道出生年月，没有证件号码"},
    5: {"已享受免费培训": "2020-02-24", "备注": "合成数据：本年度第二次免费培训，福贡户籍"},
    6: {"已享受免费培训": "2020-01-06;2020-03-02", "备注": "合成数据：本年度第三次免费培训，福贡户籍"},
    7: {
        "户籍所在地": KUNMING,
        "是否来自深度贫困县": "否",
        "已享受免费培训": "2020-02-24",
        "备注": "合成数据：本年度第二次免费培训，户籍在迪庆、怒江和深度贫困县以外",
    },
    8: {
        "户籍所在地": KUNMING,
        "是否来自深度贫困县": "否",
        "已享受免费培训": "2020-01-06;2020-03-02",
        "备注": "合成数据：本年度第三次免费培训，户籍在迪庆、怒江和深度贫困县以外",
    },
    9: {"出生日期": "2004-08-15", "备注": "合成数据：开班时不满16周岁"},
    10: {"出生日期": "1957-02-08", "性别": "男", "备注": "合成数据：已过法定退休年龄"},
    11: {"实到天数": "8", "备注": "合成数据：计划10天，实到8天"},
    12: {"已享受免费培训": "", "补贴记录是否完整": "", "备注": "合成数据：没有查过以往的补贴记录"},
    13: {"校验位": "错", "备注": "合成数据：证件号码校验位错误"},
}


def identity_number(birth: date, serial: int, *, right: bool = True) -> str:
    """An identity number on the unallocated county; with ``right=False`` its check digit is wrong."""
    front = f"{COUNTY}{birth:%Y%m%d}{serial:03d}"
    check = ric.calc_check_digit(front + "0")
    return front + (check if right else "0" if check != "0" else "1")


def birth_of(place: int, serial: int) -> date:
    """Births spread over 1974 to 2001, so that nobody is near an age that matters."""
    return date(1974, 1, 1) + timedelta(days=(place * 2_741 + serial * 137) % (365 * 27))


def person(place: int, cohort: int) -> Row:
    """One row of the roster."""
    key, village, trade, _, first, last, sign = CLASSES[cohort]
    special = SPECIAL.get(place, {}) if cohort == 0 else {}
    row = {
        "班期编号": key,
        "班期名称": f"{trade}班（合成）",
        "培训工种": trade,
        "培训类别": "扶贫技能培训",
        "开班日期": first,
        "结业日期": last,
        "培训天数": "10",
        "培训地": "533323",
        "培训地点": f"怒江州福贡县{village}",
        "培训机构名称": "合成技工学校（示例）",
        "机构类型": "技工院校",
        "名单是否完整": "是",
        "判定基准日": "2020-06-05",
        "参训编号": f"{key}-{place:02d}",
        "姓名": f"合成{sign}{place:02d}",
        "身份证号码": "",
        "性别": "男" if place % 2 else "女",
        "出生日期": "",
        "户籍所在地": "533323",
        "是否来自深度贫困县": "",
        "建档立卡贫困劳动力": "是",
        "建档立卡贫困劳动力认定日期": "2017-01-01",
        "建档立卡贫困劳动力核查日期": first,
        "建档立卡贫困劳动力认定部门": REGISTER,
        "低保家庭成员": "",
        "低保家庭成员认定日期": "",
        "低保家庭成员核查日期": "",
        "已享受免费培训": "无",
        "补贴记录是否完整": "是",
        "实到天数": "10",
        "备注": "合成数据",
    }
    return finished(row | special, special, place, cohort)


def finished(row: Row, special: Row, place: int, cohort: int) -> Row:
    """The row with its identity number, which carries birth and sex, in the place of both."""
    wrong = row.pop("校验位", "")
    if "身份证号码" in special:
        return row
    birth = date.fromisoformat(row["出生日期"]) if row["出生日期"] else birth_of(place, cohort)
    serial = (cohort * 100 + place) * 2 + (row["性别"] == "男")
    number = identity_number(birth, serial, right=not wrong)
    return row | {"身份证号码": number, "性别": "", "出生日期": ""}


def rows() -> list[Row]:
    """Everybody, class by class."""
    return [person(place, cohort) for cohort, one in enumerate(CLASSES) for place in range(1, one[3] + 1)]


def main() -> None:
    """Writes the roster beside this file, or to the file that is named (with a mark for Excel that it is UTF-8)."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("roster.csv")
    people = rows()
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(people[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(people)


if __name__ == "__main__":
    main()
