"""The records of the lists: what somebody had, was, did or was found to be, each with its dates.

A record stands in a :class:`~vocskills.model.fields.Listing`, which says whether the list is complete.
"""

# ruff: noqa: RUF009 (the calls make attrs fields, which attrs turns into descriptors of the class)

from __future__ import annotations

import attrs

from vocskills.model.fields import (
    Absent,
    Amount,
    Day,
    Number,
    Unit,
    brief,
    code,
    day,
    division,
    money,
    number,
    term,
    text,
    yes_no,
)
from vocskills.model.terms import AwardKind, AwardState, Category, Fund, Level, SanctionGrade, TrainingType

HEADS_MAX = 10_000
"""Heads in one class."""


@attrs.frozen(kw_only=True)
class Award:
    """A subsidy or award that a person had, of any policy and place; rules call the list ``awards``.

    The claim being judged is not among them. Money may be zero: a free training counts as one award.

    Attributes:
        kind: what it was for.
        policy: the policy that it was paid under.
        place: where it was paid.
        fund: the purse.
        occupation: the occupation trained or evaluated.
        level: the level of the training or certificate.
        urgent: whether the occupation stood on a list of urgent needs.
        training_type: the type of training.
        cohort_id: the class's identifier, the same as ``cohort.id``.
        certificate_no: the certificate that it was paid for; ``ABSENT`` when it was for none.
        start_date: first day of the class.
        end_date: last day of the class.
        certified_on: date of the certificate.
        submitted_on: date of the claim.
        decided_on: date of the decision.
        amount: what was decided.
        state: what became of it.
    """

    __repr__ = brief

    kind: AwardKind | None = term("补贴种类", "kind of award", AwardKind)
    policy: str | None = code("所依据政策", "policy")
    place: str | None = division("发放地", "place of payment")
    fund: Fund | None = term("资金渠道", "fund", Fund)
    occupation: str | None = code("职业（工种）", "occupation")
    level: Level | None = term("技能等级", "level", Level)
    urgent: bool | None = yes_no("是否急需紧缺职业", "urgently needed")
    training_type: TrainingType | None = term("培训类型", "type of training", TrainingType)
    cohort_id: str | None = code("班期编号", "class identifier")
    # Many issuing bodies make the number from the holder's identity number.
    certificate_no: str | Absent | None = code("证书编号", "certificate number", private=True, absent=True)
    start_date: Day = day("开班日期", "start of the class")
    end_date: Day = day("结业日期", "end of the class")
    certified_on: Day = day("发证日期", "date of the certificate")
    submitted_on: Day = day("申领日期", "date of the claim")
    decided_on: Day = day("核定日期", "date of the decision")
    amount: Amount = money("补贴金额", "amount")
    state: AwardState | None = term("状态", "state", AwardState)


@attrs.frozen(kw_only=True)
class Status:
    """A dated fact about a person, household or organisation, from the authority that keeps the register.

    Attributes:
        category: which status.
        held: whether the authority found it (``False``: somebody looked, and there was none).
        start: first day.
        end: last day; unknown while it lasts.
        authority: who says so.
        checked_on: the day somebody looked; if unknown, the day as of which the case is judged.
    """

    __repr__ = brief

    category: Category | None = term("人员（单位）类别", "status", Category, exact=True)
    held: bool | None = yes_no("是否属于", "held")
    start: Day = day("认定日期", "first day")
    end: Day = day("终止日期", "last day")
    authority: str | None = text("认定部门", "authority")
    checked_on: Day = day("核查日期", "checked on")


@attrs.frozen(kw_only=True)
class Sanction:
    """A measure that an authority took against a provider.

    Attributes:
        grade: how grave.
        decided_on: date of the decision.
        banned_through: last day without new subsidised classes.
        fixed: whether the provider has put it right.
        fixed_on: the day on which it was put right; who gives it has said that it was.
        cohort_id: the class that it was for.
    """

    __repr__ = brief

    grade: SanctionGrade | None = term("处理方式", "measure", SanctionGrade)
    decided_on: Day = day("处理日期", "date of the measure")
    banned_through: Day = day("暂停开班截止日期", "no new classes through")
    fixed: bool | None = yes_no("是否整改到位", "put right")
    fixed_on: Day = day("整改到位日期", "date when put right")
    cohort_id: str | None = code("所涉班期", "class concerned")


@attrs.frozen(kw_only=True)
class Check:
    """An inspection of a class or one of its days: heads present of heads due."""

    __repr__ = brief

    date: Day = day("检查日期", "date of the check")
    present: Number = number("实到人数", "heads present", Unit.HEADS, HEADS_MAX)
    enrolled: Number = number("应到人数", "heads due", Unit.HEADS, HEADS_MAX)


@attrs.frozen(kw_only=True)
class CohortRecord:
    """One of a provider's classes, as far as shares over a year need it; the class being judged is among them.

    Attributes:
        id: the class's identifier, the same as ``cohort.id``.
        start_date: its first day.
        unqualified: whether an inspection found it unqualified (不合格班期).
    """

    __repr__ = brief

    id: str | None = code("班期编号", "class identifier")
    start_date: Day = day("开班日期", "start of the class")
    unqualified: bool | None = yes_no("是否不合格班期", "unqualified")


@attrs.frozen(kw_only=True)
class Apprenticeship:
    """One of a mentor's apprenticeships; the one being judged is among them, with the enrollment's ``id``.

    A rule that counts the others says ``a.id != enrollment.id``.
    """

    __repr__ = brief

    id: str | None = code("参训编号", "enrollment identifier")
    start_date: Day = day("带徒开始日期", "start")
    end_date: Day = day("带徒结束日期", "end")
