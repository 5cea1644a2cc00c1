"""What a check says, and the catalogue of all checks: code, words, and what it needs that a roster does not hold.

The checks stand beside the law: they look for what auditors find in rosters (one person twice, a certificate before the
end of the class, an amount that no rule gives), and refuse nobody. Their codes begin with ``CHK-``, so that they are
never taken for ids of facts.
"""

from __future__ import annotations

import attrs

from vocskills.model.fields import Term
from vocskills.roster.sheets import Cell
from vocskills.text import Text, join, same


class Result(Term):
    """What a check found."""

    FAIL = "fail", "不符", "does not hold"
    WARN = "warn", "可疑", "doubtful"
    CANNOT_JUDGE = "cannot_judge", "无法判断", "cannot judge"


@attrs.frozen
class Limits:
    """What a place allows, where the caller knows it; a check without its limit cannot judge.

    Attributes:
        class_size: most people in a class.
        hours_a_day: most class hours a day.
        phone: so many people with one telephone are doubtful.
        account: so many people with one bank account are doubtful.
        alike: so many people in a class make it worth while to ask whether they are too alike.
    """

    class_size: int | None = None
    hours_a_day: int | None = None
    phone: int = 3
    account: int = 2
    alike: int = 15


@attrs.frozen
class At:
    """A cell of one of several rosters.

    Attributes:
        file: the roster's place, from 0.
        cell: the cell.
    """

    file: int
    cell: Cell


@attrs.frozen
class Flag:
    """One thing that a check found.

    Attributes:
        code: such as ``CHK-ID-06``; :data:`CHECKS` has the check.
        result: what was found.
        at: the cells concerned, the first of them the one to look at; none where it concerns a roster as a whole.
        what: what is wrong or doubtful, identifiers masked.
        remedy: what to do.
    """

    code: str
    result: Result
    at: tuple[At, ...]
    what: Text
    remedy: Text


@attrs.frozen
class Check:
    """A check.

    Attributes:
        code: its code.
        title: what it looks at.
        remedy: what to do where it finds something.
        needs: the list from outside that it needs, ``None`` if a roster is enough.
    """

    code: str
    title: Text
    remedy: Text
    needs: Text | None = None


def _check(code: str, zh: str, en: str, todo_zh: str, todo_en: str, needs: Text | None = None) -> tuple[str, Check]:
    return code, Check(code, Text(zh, en), Text(todo_zh, todo_en), needs)


_DOCUMENT = "核对证件原件，号码不作修改", "check the document itself; the number is never repaired"
_ASK_SCHOOL = "向培训机构核实，并查考勤和签字原件", "ask the school, and look at attendance sheets and signatures"
_ASK_OFFICE = "向主管部门申请比对", "ask the authority for a comparison"


def _list(zh: str, en: str) -> Text:
    return Text(zh, en)


CHECKS: dict[str, Check] = dict(
    (
        _check(
            "CHK-ID-01", "身份证号码的位数、字符和校验位", "form and check digit of the identity number", *_DOCUMENT
        ),
        _check(
            "CHK-ID-02",
            "号码被表格软件损坏",
            "number damaged by a spreadsheet",
            "把该列设为文本格式，从证件重新录入",
            "format the column as text and enter the number again from the document",
        ),
        _check("CHK-ID-03", "号码中的出生日期", "date of birth in the number", *_DOCUMENT),
        _check(
            "CHK-ID-04",
            "性别、出生日期、年龄与号码一致",
            "sex, date of birth and age agree with the number",
            "核对证件，改正其一",
            "check the document and correct one of the two",
        ),
        _check("CHK-ID-05", "号码开头的省份存在", "the number begins with a province", *_DOCUMENT),
        _check(
            "CHK-ID-06",
            "一个号码一个姓名，一个人一个号码",
            "one number, one name; one person, one number",
            "核对证件，查明是否冒名或录错",
            "check the documents: a borrowed identity or a slip",
        ),
        _check(
            "CHK-ID-07",
            "多人共用一个电话或账号",
            "one telephone or account for several people",
            "核实是否本人；账号应为本人的社会保障卡",
            "find out whose it is; the account should be the person's own social security card",
        ),
        _check(
            "CHK-ID-08",
            "多人共用一张照片",
            "one photo for several people",
            "核对照片原件",
            "look at the photos",
            _list("照片或人脸特征", "photos or face templates"),
        ),
        _check("CHK-RO-01", "同一人在一个班重复", "one person twice in a class", "只留一行", "keep one of the rows"),
        _check(
            "CHK-RO-02",
            "打印的合计与逐行相加一致",
            "printed totals are the sums of the rows",
            "核对逐行和合计",
            "check the rows and the total",
        ),
        _check(
            "CHK-RO-03",
            "申领名单都在备案名单中",
            "everybody claimed for was filed",
            "替换学员须在变更前书面申请；查明此人何时入班",
            "substitutions need a written request beforehand; find out when this person joined",
            _list("备案花名册（--filed）", "the roster as filed (--filed)"),
        ),
        _check(
            "CHK-RO-04",
            "必填栏目齐全",
            "required fields are filled in",
            "补全姓名和身份证号码",
            "fill in name and identity number",
        ),
        _check(
            "CHK-RO-05",
            "学员是否过于相似",
            "people who are too alike",
            "抽查本人：出生年份集中或号码相连，可能是整批录入的名单",
            "ask some of them in person: births of a few years or numbers in sequence may come from a list",
        ),
        _check(
            "CHK-AG-01",
            "开班时的年龄",
            "age on the first day",
            "年龄限制各地各年不同，按开班当日有效的文件核对",
            "limits differ by place and year: look up the text in force on the first day",
        ),
        _check(
            "CHK-AG-02",
            "未成年学员与危险工种",
            "minors and hazardous trades",
            "本库没有危险工种名录，请人工核对工种",
            "the library has no list of hazardous trades: check the trade by hand",
            _list("危险工种名录", "the list of hazardous trades"),
        ),
        _check(
            "CHK-OV-01",
            "同一人在日期重叠的两个班",
            "one person in two classes at the same time",
            "核对两个班的考勤，同一时段只能在一处",
            "compare the attendance of both: nobody is in two places at once",
        ),
        _check(
            "CHK-CL-03",
            "班级人数上限",
            "class size",
            "按当地规定分班，或说明情况",
            "split the class as the place prescribes, or explain",
            _list("当地的班级人数上限（--class-size）", "the place's limit (--class-size)"),
        ),
        _check(
            "CHK-CL-04",
            "拆班",
            "a class that was split",
            "核实是否为一个班拆成两个",
            "find out whether one class was filed as two",
        ),
        _check(
            "CHK-CL-06",
            "班期日期",
            "dates of the class",
            "核对开班和结业日期，查考勤",
            "check first and last day, and the attendance",
        ),
        _check(
            "CHK-CL-08",
            "不同地点的班开班日期和人数都相同",
            "classes at different places begin on one day with as many people",
            "核实是否复制了同一份材料",
            "find out whether one set of papers was copied",
        ),
        _check(
            "CHK-HR-03",
            "学时与日期相符",
            "hours fit the dates",
            "核对课程表；每日学时上限由当地规定",
            "check the timetable; the place limits the hours of a day",
            _list("当地的每日学时上限（--hours-a-day）", "the place's limit of hours a day (--hours-a-day)"),
        ),
        _check(
            "CHK-AS-01",
            "发证、评价不早于结业",
            "certificate and evaluation not before the end of the class",
            "核对发证日期和结业日期",
            "check the date of issue and the last day",
        ),
        _check(
            "CHK-AS-02",
            "证书编号不重复，等级相符",
            "certificate numbers are unique, levels agree",
            "在发证机构网站查询证书",
            "look the certificate up with its issuer",
        ),
        _check(
            "CHK-CM-02",
            "填报金额与政策计算一致",
            "amounts printed are those of the law",
            "按“审核”各栏的金额改正，或提供依据",
            "correct it to the amount computed, or give the source",
        ),
        _check("CHK-EL-03", "在校学生", "pupils enrolled elsewhere", *_ASK_OFFICE, _list("学籍库", "school registers")),
        _check(
            "CHK-EL-04",
            "领取养老金人员",
            "pension recipients",
            *_ASK_OFFICE,
            _list("养老保险待遇名单", "pension lists"),
        ),
        _check(
            "CHK-EL-05", "财政供养人员", "staff paid by the state", *_ASK_OFFICE, _list("财政供养名单", "payroll lists")
        ),
        _check("CHK-EL-06", "已故人员", "people who died", *_ASK_OFFICE, _list("死亡登记", "registers of deaths")),
        _check(
            "CHK-EL-08",
            "以失业身份参训的在职人员",
            "employed people claimed as unemployed",
            *_ASK_OFFICE,
            _list("社会保险缴费记录", "insurance records"),
        ),
        _check(
            "CHK-FR-07",
            "同一人在其他机构申领",
            "the same person claimed by another school",
            *_ASK_OFFICE,
            _list("其他机构的申领名单", "claims of other schools"),
        ),
    )
)
"""Every check by its code."""


def flag(code: str, result: Result, at: tuple[At, ...], zh: str, en: str) -> Flag:
    """What a check found, with the remedy of the catalogue."""
    return Flag(code, result, at, Text(zh, en), CHECKS[code].remedy)


def cannot_judge(code: str, at: tuple[At, ...] = ()) -> Flag:
    """That a check could not be made for want of what it needs."""
    check = CHECKS[code]
    needs = check.needs or same("")
    what = join([check.title, Text(f"需要{needs.zh}", f"this needs {needs.en}")], zh="：", en=": ")
    return Flag(code, Result.CANNOT_JUDGE, at, what, check.remedy)
