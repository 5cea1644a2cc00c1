"""Where the people stand on a sheet, and which header became which fact."""

from __future__ import annotations

from enum import Enum

import attrs

from vocskills.roster.sheets import Cell, Raw
from vocskills.text import Text


class Certainty(Enum):
    """How sure it is that a header means what it was taken for.

    ``CONFIRMED``: the mapping file says so. ``EXACT``: the field's own label or path. ``SYNONYM``: a known other word.
    ``LIKELY``: a known word with something around it. ``NONE``: not understood; its cells are kept and not read.
    """

    CONFIRMED = "confirmed"
    EXACT = "exact"
    SYNONYM = "synonym"
    LIKELY = "likely"
    NONE = "none"


@attrs.frozen
class HeaderMatch:
    """One column of a sheet, or one fact that stands above the table.

    Attributes:
        cell: where the header stands; of a header in several rows the lowest.
        header: the header as written, the rows of a header in several rows joined by ``/``.
        targets: what its cells say: paths of facts such as ``trainee.birth_date``, or names of :class:`Extra` after
            ``extra.``; two for a column that says two things (培训时间: first and last day), none if it is not read.
        certainty: how sure that is.
        unit: the unit that the header names, such as 万元; empty if it names none.
        near: known headers that are like one that was not understood.
    """

    cell: Cell
    header: str
    targets: tuple[str, ...]
    certainty: Certainty
    unit: str = ""
    near: tuple[str, ...] = ()


class DropReason(Enum):
    """Why a row below the header is nobody's."""

    BLANK = "blank"
    TOTAL = "total"
    SIGNATURE = "signature"
    NOTE = "note"
    HEADER = "header"
    LENGTH = "length"


@attrs.frozen
class Dropped:
    """A row below the header that is no person's.

    Attributes:
        cell: the row (column 0).
        reason: why it was left out.
        text: its first words.
    """

    cell: Cell
    reason: DropReason
    text: str


@attrs.frozen
class PrintedTotal:
    """A figure of a 合计 or 小计 row, compared with the column above it.

    Attributes:
        cell: where it stands.
        label: 合计, 小计 ... as written.
        target: what the column says, a path or ``extra.…``; empty for a count of people.
        printed: the figure as written, in the column's unit.
        computed: the sum of the column's cells, or the number of people; ``None`` if a cell could not be read.
        agrees: whether both are equal; ``None`` if that cannot be said.
    """

    cell: Cell
    label: str
    target: str
    printed: Raw
    computed: str | None
    agrees: bool | None


@attrs.frozen
class Table:
    """The table of people on one sheet.

    Attributes:
        sheet: the sheet's place in the workbook, from 0.
        header_rows: first and last row of the header, from 1.
        columns: what each column is, in order; columns without a header are not among them.
        above: facts of the class that stand above the header (班级名称：…).
        dropped: the rows below the header that are nobody's.
        totals: the printed totals.
    """

    sheet: int
    header_rows: tuple[int, int]
    columns: tuple[HeaderMatch, ...]
    above: tuple[HeaderMatch, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    totals: tuple[PrintedTotal, ...] = ()

    def column_of(self, target: str) -> int:
        """The first column (from 1) that says ``target``; 0 if none does."""
        return next((one.cell.column for one in self.columns if target in one.targets), 0)


class Extra(Enum):
    """What rosters say besides the facts of the law: checks of a roster read it, rules do not.

    ``headers.csv`` lists the headers under which each stands besides its label.

    Attributes:
        zh: its Chinese label.
        en: its English label.
    """

    _value_: str
    zh: str
    en: str

    SERIAL = "serial", "序号", "serial number"
    ID_TYPE = "id_type", "证件类型", "type of document"
    SECOND_ID = "second_id", "18位身份证号", "second identity number"
    AGE = "age", "年龄", "age"
    PHONE = "phone", "联系电话", "phone"
    ETHNIC_GROUP = "ethnic_group", "民族", "ethnic group"
    EDUCATION = "education", "文化程度", "education"
    RESIDENCE = "residence", "现住址", "address"
    HUKOU_TYPE = "hukou_type", "户口性质", "type of household registration"
    HEALTH = "health", "健康状况", "health"
    HEAD_NAME = "head_name", "户主姓名", "head of household"
    HEAD_ID = "head_id", "户主身份证号", "identity number of the head of household"
    RELATION = "relation", "与户主关系", "relation to the head of household"
    RELOCATED = "relocated", "易地扶贫搬迁", "relocated"
    EMPLOYMENT_STATUS = "employment_status", "就业失业状态", "employment status"
    UNEMPLOYMENT_NO = "unemployment_no", "就业创业证号", "number of the unemployment certificate"
    PHOTO = "photo", "照片", "photo"
    BANK = "bank", "开户银行", "bank"
    ACCOUNT = "account", "银行账号", "bank account"
    FUND = "fund", "资金渠道", "fund"
    AMOUNT = "amount", "补贴金额", "amount printed"
    STANDARD = "standard", "补贴标准", "standard printed"
    LIVING = "living", "生活费补贴", "living allowance printed"
    TRANSPORT = "transport", "交通补贴", "transport allowance printed"
    LIVING_AND_TRANSPORT = "living_and_transport", "生活费和交通费补贴", "living and transport allowance printed"
    THEORY_SCORE = "theory_score", "理论成绩", "score in theory"
    PRACTICE_SCORE = "practice_score", "实操成绩", "score in practice"
    ATTENDANCE_RATE = "attendance_rate", "出勤率", "rate of attendance"
    INSTRUCTORS = "instructors", "授课教师", "instructors"
    REMARK = "remark", "备注", "remark"
    SIGNATURE = "signature", "签字", "signature"
    RECORDED_BY = "recorded_by", "经办人", "recorded by"
    RECORDED_AT = "recorded_at", "采集日期", "recorded at"
    VALID = "valid", "有效标志", "valid"

    def __new__(cls, value: str, zh: str, en: str) -> Extra:
        """A member from its name and its labels."""
        member = object.__new__(cls)
        member._value_ = value
        member.zh, member.en = zh, en
        return member

    @property
    def label(self) -> Text:
        """The member's words."""
        return Text(self.zh, self.en)

    @property
    def target(self) -> str:
        """What a column of it is called among the targets: ``extra.phone``."""
        return f"extra.{self.value}"
