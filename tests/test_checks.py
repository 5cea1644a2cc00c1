from __future__ import annotations

from typing import Any

import pytest

from people import broken, identity_number
from vocskills.checks import CHECKS, Flag, Limits, Result, check_rosters
from vocskills.roster import Roster, read_roster
from vocskills.workbook import audit_roster

DAYS = {"班期编号": "A", "开班日期": "2020-05-11", "结业日期": "2020-05-22"}
ONE, TWO, THREE = (identity_number("19850315", order) for order in (1, 2, 3))
FOR_ALL = {"CHK-CL-03", "CHK-ID-08", "CHK-RO-03", *(code for code in CHECKS if code[4:6] in ("EL", "FR"))}
"""What cannot be judged of any roster without more."""


def person(name: str = "合成甲", number: str = ONE, **more: str) -> dict[str, str]:
    """A row that nothing is wrong with."""
    return DAYS | {"姓名": name, "身份证号码": number} | more


def roster(*people: dict[str, str], name: str = "名单.csv") -> Roster:
    """A roster of CSV with these rows."""
    heads = list(dict.fromkeys(head for one in people for head in one))
    rows = [",".join(one.get(head, "") for head in heads) for one in people]
    return read_roster("\n".join([",".join(heads), *rows]), name=name)


def found(*people: dict[str, str], **options: Any) -> dict[str, Flag]:
    """What is found in a roster besides what can never be judged, by code."""
    return flags(roster(*people), **options)


def flags(*rosters: Roster, **options: Any) -> dict[str, Flag]:
    """What is found in rosters besides what can never be judged, by code."""
    made = check_rosters(rosters, **options)
    kept = [flag for flag in made if flag.result is not Result.CANNOT_JUDGE or flag.code not in FOR_ALL or flag.at]
    return {flag.code: flag for flag in reversed(kept)}


def test_a_plain_roster_has_no_flags() -> None:
    """Two different people with right numbers in one class: nothing is found, and what cannot be judged is said."""
    made = check_rosters([roster(person(), person("合成乙", TWO))])
    assert {flag.code for flag in made} == FOR_ALL
    assert {flag.result for flag in made} == {Result.CANNOT_JUDGE}
    assert all(flag.what.zh and flag.what.en and flag.remedy.zh for flag in made)


def elsewhere(prefix: str) -> str:
    """A right number that begins with another division's code."""
    from stdnum.cn import ric

    first = prefix + ONE[6:17]
    return first + ric.calc_check_digit(first + "0")


ACCOUNT = "6200000000000000001"
FAMILY = [
    person(联系电话="10900000001"),
    person("合成乙", TWO, 联系电话="10900000001/10900000002"),
    person("合成丙", THREE, 联系电话="10900000001"),
]


@pytest.mark.parametrize(
    ("code", "result", "rows", "cell"),
    [
        ("CHK-ID-01", Result.FAIL, [person(number=broken(ONE))], "E2"),
        ("CHK-ID-01", Result.WARN, [person(number="533399850315001")], "E2"),
        ("CHK-ID-01", Result.CANNOT_JUDGE, [person(number="533399********0012")], "E2"),
        ("CHK-ID-02", Result.FAIL, [person(number="5.33399E+17")], "E2"),
        ("CHK-ID-03", Result.FAIL, [person(number=identity_number("20210315"))], "E2"),
        ("CHK-ID-05", Result.WARN, [person(number=elsewhere("993399"))], "E2"),
        ("CHK-ID-04", Result.WARN, [person(性别="女")], "F2"),
        ("CHK-ID-04", Result.WARN, [person(出生日期="1985-03-16")], "F2"),
        ("CHK-ID-04", Result.WARN, [person(年龄="40")], "F2"),
        ("CHK-ID-04", Result.FAIL, [person() | {"18位身份证号": TWO}], "E2"),
        ("CHK-ID-06", Result.FAIL, [person(), person("合成乙", 班期编号="B")], "D2"),
        ("CHK-ID-06", Result.WARN, [person(), person(number=TWO)], "E2"),
        ("CHK-ID-07", Result.WARN, FAMILY, "F2"),
        ("CHK-ID-07", Result.WARN, [person(银行账号=ACCOUNT), person("合成乙", TWO, 银行账号=ACCOUNT)], "F2"),
        ("CHK-ID-08", Result.WARN, [person(照片="p1.jpg"), person("合成乙", TWO, 照片="p1.jpg")], "F2"),
        ("CHK-RO-01", Result.FAIL, [person(), person()], "E2"),
        ("CHK-RO-04", Result.FAIL, [person(number="")], "E2"),
        ("CHK-AG-01", Result.WARN, [person(number=identity_number("20041001"))], "E2"),
        ("CHK-AG-01", Result.WARN, [person(number=identity_number("19550315"))], "E2"),
        ("CHK-AG-02", Result.CANNOT_JUDGE, [person(number=identity_number("20030315"))], "E2"),
        ("CHK-OV-01", Result.FAIL, [person(), person(班期编号="B", 开班日期="2020-05-22", 结业日期="2020-06")], "E2"),
        ("CHK-OV-01", Result.WARN, [person(), person(班期编号="B", 开班日期="2020-05", 结业日期="2020-06-01")], "E2"),
        ("CHK-CL-06", Result.WARN, [person(开班日期="2020-05-01")], "B2"),
        ("CHK-HR-03", Result.FAIL, [person(计划学时="300")], "F2"),
        ("CHK-AS-01", Result.FAIL, [person(发证日期="2020-05-21")], "F2"),
        ("CHK-AS-01", Result.FAIL, [person(评价日期="2020-05-21")], "F2"),
        ("CHK-AS-02", Result.FAIL, [person(证书编号="Z1"), person("合成乙", TWO, 证书编号="Z1")], "F2"),
        ("CHK-AS-02", Result.WARN, [person(证书等级="高级工", 培训等级="初级工")], "F2"),
    ],
)  # fmt: skip
def test_each_check_finds_its_fault(code: str, result: Result, rows: list[dict[str, str]], cell: str) -> None:
    """A roster with one fault gets the flag of its check, at the cell, in both languages, and nobody is named."""
    flag = found(*rows, limits=Limits(hours_a_day=8))[code]
    assert flag.result is result
    assert str(flag.at[0].cell) == cell
    assert flag.what.zh != flag.what.en
    assert "合成" not in flag.what.zh
    assert ONE not in flag.what.zh


@pytest.mark.parametrize(
    "rows",
    [
        [person(性别="男", 出生日期="1985-03", 年龄="35")],
        [person(年龄="36")],
        [person() | {"18位身份证号": ONE}, person("合成乙", "") | {"18位身份证号": TWO}],
        [person(姓名="合 成 甲"), person(班期编号="B", 开班日期="2020-06-01", 结业日期="2020-06-10")],
        [person(联系电话="10900000001"), person("合成乙", TWO, 联系电话="10900000001")],
        [person(number=identity_number("20020511"))],
        [person(计划学时="96")],
        [person(发证日期="2020-05-22"), person("合成乙", TWO, 发证日期="2020-05")],
        [person(证书编号="Z1"), person(班期编号="B", 开班日期="2020-06-01", 结业日期="2020-06-10", 证书编号="Z1")],
        [person(开班日期="2020-05-09")],
    ],
)
def test_checks_leave_alone_what_may_be_right(rows: list[dict[str, str]]) -> None:
    """What agrees, a year by 虚岁, two of a family, the day itself, a weekend, a date that may be right: no flag."""
    assert found(*rows, limits=Limits(hours_a_day=8)) == {}


def test_hours_without_a_limit_cannot_be_judged() -> None:
    """Without the place's limit only what no day can hold fails; the rest is said not to be judged."""
    assert found(person(计划学时="200"))["CHK-HR-03"].result is Result.CANNOT_JUDGE
    assert found(person(计划学时="300"))["CHK-HR-03"].result is Result.FAIL


def test_class_sizes_are_compared_with_the_places_limit() -> None:
    """A class above the limit given is doubtful, one at the limit is not."""
    people = [person(f"合成{n:02d}", identity_number("19850315", n)) for n in range(1, 4)]
    assert found(*people, limits=Limits(class_size=2))["CHK-CL-03"].result is Result.WARN
    assert "CHK-CL-03" not in found(*people, limits=Limits(class_size=3))


def test_a_split_class_is_asked_about() -> None:
    """Two overlapping classes of one school, trade and place are asked about, not if both together keep the limit."""
    same = {"培训机构名称": "合成学校", "培训工种": "电工", "培训地点": "合成村"}
    rows = [person(**same), person("合成乙", TWO, 班期编号="B", **same)]
    flag = found(*rows)["CHK-CL-04"]
    assert [str(at.cell) for at in flag.at] == ["A2", "A3"]
    assert "CHK-CL-04" in found(*rows, limits=Limits(class_size=1))
    assert "CHK-CL-04" not in found(*rows, limits=Limits(class_size=2))
    assert "CHK-CL-04" not in found(rows[0], rows[1] | {"培训工种": "焊工"})


def test_copied_classes_are_asked_about() -> None:
    """Classes at different places that begin on one day with as many people are doubtful."""
    rows = [person(培训地点="合成一村"), person("合成乙", TWO, 班期编号="B", 培训地点="合成二村")]
    assert found(*rows)["CHK-CL-08"].result is Result.WARN
    assert "CHK-CL-08" not in found(*rows, person("合成丙", THREE, 班期编号="B", 培训地点="合成二村"))


def test_people_who_are_too_alike_are_asked_about() -> None:
    """A class born within a few years, or with numbers in sequence, is doubtful; a mixed one is not."""

    def people(births: list[str]) -> list[dict[str, str]]:
        return [person(f"合成{n:02d}", identity_number(birth, n)) for n, birth in enumerate(births)]

    mixed = [f"19{60 + 2 * n}0315" for n in range(16)]
    assert "CHK-RO-05" not in found(*people(mixed))
    assert "出生于" in found(*people([f"199{n % 5}0{n % 9 + 1}15" for n in range(16)]))["CHK-RO-05"].what.zh
    assert "顺序号相连" in found(*people([*mixed[:11], *["19900315"] * 5]))["CHK-RO-05"].what.zh


def test_who_was_not_filed_is_found() -> None:
    """With the roster as filed, somebody put in later is found; without it that cannot be judged."""
    claimed, filed = roster(person(), person("合成乙", TWO)), roster(person())
    flag = flags(claimed, filed=[filed])["CHK-RO-03"]
    assert (flag.result, str(flag.at[0].cell)) == (Result.FAIL, "E3")
    assert "CHK-RO-03" not in flags(claimed, filed=[claimed])


def test_printed_totals_are_added_up() -> None:
    """A total that is not the sum of its rows is found at its cell."""
    rows = [person(补贴金额="1000"), person("合成乙", TWO, 补贴金额="1000")]
    wrong, right = ({"班期编号": "合计", "补贴金额": total} for total in ("2500", "2000"))
    flag = found(*rows, wrong)["CHK-RO-02"]
    assert (str(flag.at[0].cell), flag.result) == ("F4", Result.FAIL)
    assert "2500" in flag.what.zh and "2000" in flag.what.zh
    assert "CHK-RO-02" not in found(*rows, right)


POOR = {
    "培训天数": "10",
    "实到天数": "10",
    "户籍所在地": "533323",
    "是否建档立卡": "是",
    "建档立卡贫困劳动力认定日期": "2017-01-01",
    "建档立卡贫困劳动力核查日期": "2020-05-11",
    "已享受免费培训": "无",
    "补贴记录是否完整": "是",
}


@pytest.mark.parametrize(
    ("printed", "wrong"),
    [
        ({"生活费补贴": "600"}, False),
        ({"生活费补贴": "900"}, True),
        ({"生活费补贴": "0.06万元"}, False),
        ({"交通补贴": "100"}, True),
        ({"享受生活和交通补贴（元）": "800"}, False),
        ({"补贴金额": "800"}, False),
        ({"补贴金额": "801"}, True),
        ({"补贴金额": "若干"}, False),
    ],
)
def test_printed_amounts_are_compared_with_the_law(printed: dict[str, str], wrong: bool) -> None:
    """An amount that the texts do not give is found; one in another unit or one that cannot be read is not."""
    audit = audit_roster(roster(person(**POOR, **printed)), place="533323")
    made = [flag for flag in audit.flags if flag.code == "CHK-CM-02"]
    assert len(made) == wrong
    assert all("元" in flag.what.zh and "yuan" in flag.what.en for flag in made)


def test_an_open_amount_may_be_any_within_its_bounds() -> None:
    """Where the law leaves the amount open, only what lies outside the bounds is wrong."""
    unknown = POOR | {"是否建档立卡": "", "建档立卡贫困劳动力认定日期": "", "建档立卡贫困劳动力核查日期": ""}
    for printed, wrong in (("0", 0), ("600", 0), ("601", 1)):
        audit = audit_roster(roster(person(**unknown, 生活费补贴=printed)), place="533323")
        assert len([flag for flag in audit.flags if flag.code == "CHK-CM-02"]) == wrong, printed


def test_people_are_followed_over_several_files() -> None:
    """One person in overlapping classes of two files is found in both, each with its own cell."""
    first, second = roster(person(), name="一.csv"), roster(person(班期编号="B"), name="二.csv")
    flag = flags(first, second)["CHK-OV-01"]
    assert [(at.file, str(at.cell)) for at in flag.at] == [(0, "E2"), (1, "E2")]


def test_every_check_is_in_the_catalogue() -> None:
    """Codes begin with CHK-, so that none is taken for a fact; every check has words in both languages."""
    assert all(code == check.code and code.startswith("CHK-") for code, check in CHECKS.items())
    for check in CHECKS.values():
        assert all((check.title.zh, check.title.en, check.remedy.zh, check.remedy.en))
