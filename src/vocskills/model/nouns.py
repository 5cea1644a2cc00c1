"""The nouns that rules speak of: whatever is not known is left out, and is then everything that it may be.

A noun that may be missing is unknown (``None``), known absent (``ABSENT``) or given. What stands where:

* an enrollment holds its trainee, employer, mentor, certificate, evaluation, employment, contract and claim;
* a class (cohort) holds its checks; its enrollments stand in the case;
* a trainee holds a household, statuses and awards; a provider its sanctions and classes.

``certificate`` is the certificate obtained. The one that a class leads to is ``cohort.certificate_kind`` with the
program's occupation and level.
"""

# ruff: noqa: RUF009 (the calls make attrs fields, which attrs turns into descriptors of the class)

from __future__ import annotations

import attrs

from vocskills.model.fields import (
    STANDARD_MAX,
    TOTAL_MAX,
    Absent,
    Amount,
    Between,
    Day,
    Hours,
    Listing,
    Number,
    Rate,
    Unit,
    brief,
    code,
    day,
    division,
    entity,
    listing,
    money,
    number,
    rate,
    term,
    text,
    yes_no,
)
from vocskills.model.records import HEADS_MAX, Apprenticeship, Award, Check, CohortRecord, Sanction, Status
from vocskills.model.terms import (
    Category,
    CertificateKind,
    CreditGrade,
    Delivery,
    EmployerSize,
    EvaluationClass,
    EventKind,
    FormerRetirementAge,
    HoursTier,
    IssueKind,
    Level,
    Payee,
    ProgramKind,
    ProviderKind,
    Scarcity,
    Sex,
    TrainingType,
)

DAYS_MAX = 3_660
"""Days of a class; also how far the last day of a class may lie from its first when it is not known."""
MONTHS_MAX = 1_200
HOURS_MAX = 20_000
MINUTES_MAX = 1_000_000
STATUSES_MAX = 200
AWARDS_MAX = 1_000


@attrs.frozen(kw_only=True)
class Household:
    """A household and its history in the registers; what holds for it holds for each of its members.

    Attributes:
        id: the household's number in the register.
        statuses: its register history.
    """

    __repr__ = brief

    id: str | None = code("户编号", "household number", private=True)
    statuses: Listing[Status] = listing("户类别", "statuses of the household", Status, STATUSES_MAX)


@attrs.frozen(kw_only=True)
class Trainee:
    """A person who is trained.

    Attributes:
        person_key: the caller's own key; persons are joined by it or by a full identity number, by nothing else.
        id_number: identity number, text, as written.
        name: the name as written.
        sex: the sex.
        birth_date: date of birth, possibly partial.
        former_retirement_age: statutory retirement age before 2025; for a woman it may be known as ``Between`` 50
            and 55, which means one of the two.
        domicile: place of the household registration (hukou), not of living.
        residence_permit: place of a valid residence permit; ``ABSENT`` when there is none.
        from_deep_poverty_county: whether the county was one of deep poverty.
        insured_months: months of unemployment insurance in all.
        pension_months_this_year: months of pension insurance paid in the calendar year.
        household: the household.
        statuses: dated statuses of the person.
        awards: what the person had before, of all policies and places; rules call it ``awards``.
    """

    __repr__ = brief

    person_key: str | None = text("人员标识", "person key", private=True)
    id_number: str | None = text("身份证号码", "identity number", private=True)
    name: str | None = text("姓名", "name", private=True)
    sex: Sex | None = term("性别", "sex", Sex)
    birth_date: Day = day("出生日期", "date of birth")
    former_retirement_age: FormerRetirementAge | Between[FormerRetirementAge] | None = term(
        "原法定退休年龄", "former retirement age", FormerRetirementAge
    )
    domicile: str | None = division("户籍所在地", "place of household registration")
    residence_permit: str | Absent | None = division("居住证所在地", "place of the residence permit", absent=True)
    from_deep_poverty_county: bool | None = yes_no("是否来自深度贫困县", "from a county of deep poverty")
    insured_months: Number = number("累计参加失业保险月数", "months of unemployment insurance", Unit.MONTHS, MONTHS_MAX)
    pension_months_this_year: Number = number(
        "本年度缴纳养老保险月数", "months of pension insurance this year", Unit.MONTHS, 12
    )
    household: Household | Absent | None = entity("家庭", "household", Household, absent=False)
    statuses: Listing[Status] = listing("人员类别", "statuses", Status, STATUSES_MAX)
    awards: Listing[Award] = listing("已享受补贴", "awards on record", Award, AWARDS_MAX)


@attrs.frozen(kw_only=True)
class Program:
    """What is taught, under which line of training.

    Attributes:
        kind: the line of training.
        occupation: the occupation's code; text belongs into ``cohort.trade``.
        level: the level aimed at.
        in_catalogue: whether the occupation stands in the subsidy catalogue of the place; false for a training
            outside every catalogue.
        training_type: the type of training.
        scarcity: how scarce the occupation is.
        urgent: whether it stands on a list of urgent needs.
        lowest_level: whether the level is the lowest of the occupation's standard.
        hours_tier: the tier of class hours.
        evaluation_class: the class of its evaluation fee.
        evaluation_level: the level of its evaluation, where it differs.
        required_hours: class hours required.
        theory_hours: class hours of theory.
        practice_hours: class hours of practice.
        safety_hours: class hours of safety education.
    """

    __repr__ = brief

    kind: ProgramKind | None = term("培训类别", "line of training", ProgramKind)
    occupation: str | None = code("职业（工种）", "occupation")
    level: Level | None = term("培训等级", "level", Level)
    in_catalogue: bool | None = yes_no("是否列入补贴目录", "in the catalogue")
    training_type: TrainingType | None = term("培训类型", "type of training", TrainingType)
    scarcity: Scarcity | None = term("紧缺程度", "scarcity", Scarcity)
    urgent: bool | None = yes_no("是否急需紧缺职业", "urgently needed")
    lowest_level: bool | None = yes_no("是否职业标准最低等级", "lowest level of the standard")
    hours_tier: HoursTier | None = term("学时档次", "tier of hours", HoursTier)
    evaluation_class: EvaluationClass | None = term("鉴定类别", "class of evaluation", EvaluationClass)
    evaluation_level: Level | None = term("鉴定等级", "level of evaluation", Level)
    required_hours: Hours = number("规定学时", "required hours", Unit.HOURS, HOURS_MAX)
    theory_hours: Hours = number("理论学时", "hours of theory", Unit.HOURS, HOURS_MAX)
    practice_hours: Hours = number("实训学时", "hours of practice", Unit.HOURS, HOURS_MAX)
    safety_hours: Hours = number("安全教育学时", "hours of safety education", Unit.HOURS, HOURS_MAX)


@attrs.frozen(kw_only=True)
class Provider:
    """Who trains.

    Attributes:
        id: the caller's identifier or the social credit code.
        name: the name as written.
        kind: what kind of organisation.
        public_base: whether recognised as a public training base.
        credit_grade: the credit grade.
        statuses: dated statuses of the organisation.
        sanctions: measures taken against it.
        cohorts: its classes, the one being judged among them.
    """

    __repr__ = brief

    id: str | None = code("培训机构编号", "provider identifier")
    name: str | None = text("培训机构名称", "provider")
    kind: ProviderKind | None = term("机构类型", "kind of provider", ProviderKind)
    public_base: bool | None = yes_no("是否认定为公共实训基地", "recognised as a public training base")
    credit_grade: CreditGrade | None = term("信用等级", "credit grade", CreditGrade)
    statuses: Listing[Status] = listing("单位类别", "statuses", Status, STATUSES_MAX)
    sanctions: Listing[Sanction] = listing("违规处理记录", "sanctions", Sanction, 200)
    cohorts: Listing[CohortRecord] = listing("培训班期", "classes", CohortRecord, 10_000)


@attrs.frozen(kw_only=True)
class Employer:
    """The enterprise or other employer of a trainee.

    Attributes:
        id: the caller's identifier or the social credit code.
        name: the name as written.
        size: the size of the enterprise.
        insured: whether it pays unemployment insurance.
        revenue_change: change of revenue against the year before, as a fraction: -0.8 is a fall by 80 %.
        statuses: dated statuses of the organisation.
    """

    __repr__ = brief

    id: str | None = code("用人单位编号", "employer identifier")
    name: str | None = text("用人单位名称", "employer")
    size: EmployerSize | None = term("企业规模", "size", EmployerSize)
    insured: bool | None = yes_no("是否参加失业保险", "pays unemployment insurance")
    revenue_change: Rate = rate("营业收入同比变化", "change of revenue", -10_000, 1_000_000)
    statuses: Listing[Status] = listing("单位类别", "statuses", Status, STATUSES_MAX)


@attrs.frozen(kw_only=True)
class Mentor:
    """A master who trains apprentices.

    Attributes:
        id: the caller's identifier.
        apprenticeships: all of them, the one being judged included.
    """

    __repr__ = brief

    id: str | None = code("师傅编号", "mentor identifier")
    apprenticeships: Listing[Apprenticeship] = listing("带徒记录", "apprenticeships", Apprenticeship, 1_000)


@attrs.frozen(kw_only=True)
class Certificate:
    """The certificate that a trainee obtained; ``ABSENT`` when it is known that there is none.

    Attributes:
        kind: what kind, never ``none``.
        occupation: its occupation.
        level: its level.
        number: its number.
        issued_on: its date.
        issue_kind: why it was issued.
        first_pass: whether the evaluation behind it was the first one passed.
    """

    __repr__ = brief

    kind: CertificateKind | None = term("证书类型", "kind of certificate", CertificateKind)
    occupation: str | None = code("证书职业（工种）", "occupation of the certificate")
    level: Level | None = term("证书等级", "level of the certificate", Level)
    # Many issuing bodies make the number from the holder's identity number.
    number: str | None = code("证书编号", "certificate number", private=True)
    issued_on: Day = day("发证日期", "date of issue")
    issue_kind: IssueKind | None = term("取证方式", "kind of issue", IssueKind)
    first_pass: bool | None = yes_no("是否初次通过评价", "first evaluation passed")


@attrs.frozen(kw_only=True)
class Evaluation:
    """An evaluation of skill.

    Attributes:
        passed: whether passed.
        on: its date.
        filed_by: the organisation that filed it, where it is not the provider.
    """

    __repr__ = brief

    passed: bool | None = yes_no("是否通过评价", "passed")
    on: Day = day("评价日期", "date of the evaluation")
    filed_by: Payee | None = term("申报评价单位", "who filed the evaluation", Payee)


@attrs.frozen(kw_only=True)
class Employment:
    """The trainee's job after the training, or the one that it is for.

    Attributes:
        start_date: first day.
        end_date: last day; ``Between`` with a least day only for a job that lasts.
        place: where the job is.
        pension_insured: whether the employer pays pension insurance.
    """

    __repr__ = brief

    start_date: Day = day("就业日期", "start of the job")
    end_date: Day = day("离职日期", "end of the job")
    place: str | None = division("就业地", "place of the job")
    pension_insured: bool | None = yes_no("是否缴纳养老保险", "pension insurance paid")


@attrs.frozen(kw_only=True)
class Contract:
    """The labour contract: when signed, first and last day."""

    __repr__ = brief

    signed_on: Day = day("劳动合同签订日期", "contract signed on")
    start_date: Day = day("劳动合同起始日期", "start of the contract")
    end_date: Day = day("劳动合同终止日期", "end of the contract")


@attrs.frozen(kw_only=True)
class Claim:
    """The application for the subsidy.

    Attributes:
        id: the caller's identifier; it never decides money.
        submitted_on: the date.
        sequence: which of a person's claims of one date comes first.
    """

    __repr__ = brief

    id: str | None = code("申领编号", "claim identifier")
    submitted_on: Day = day("申领日期", "date of the claim")
    sequence: Number = number("申领顺序", "order of the claim", Unit.COUNT, 1_000_000)


@attrs.frozen(kw_only=True)
class Agreement:
    """The agreement or tender that a training is paid under; its figures need a ``source``.

    Attributes:
        price_per_person: the price per person that the tender fixed.
        signed_on: the date of signing.
        source: the document, with number and date.
    """

    __repr__ = brief

    price_per_person: Amount = money("中标人均价格", "tender price per person")
    signed_on: Day = day("协议签订日期", "agreement signed on")
    source: str | None = text("出处", "source")


@attrs.frozen(kw_only=True)
class Standard:
    """Figures of the law that the library could not read, given by the caller with their source.

    They never override a row of a table that was read.

    Attributes:
        training_fee: standard of the training fee.
        evaluation_fee: standard of the evaluation fee.
        apprentice_year: standard of an apprenticeship per person and year.
        dibao_month: minimum living allowance of one month.
        source: the document or documents, with number and date.
    """

    __repr__ = brief

    training_fee: Amount = money("培训费补贴标准", "standard of the training fee", STANDARD_MAX)
    evaluation_fee: Amount = money("评价补贴标准", "standard of the evaluation fee", STANDARD_MAX)
    apprentice_year: Amount = money("学徒每人每年补贴标准", "standard per apprentice and year", STANDARD_MAX)
    dibao_month: Amount = money("最低生活保障月标准", "minimum living allowance of one month", STANDARD_MAX)
    source: str | None = text("出处", "source")


@attrs.frozen(kw_only=True)
class Event:
    """Something that an inspection found about a provider or class.

    Attributes:
        kind: what was found.
        found_on: when.
        decided_on: when the authority decided on it.
        present: heads present, where heads were counted.
        enrolled: heads due to be there.
    """

    __repr__ = brief

    kind: EventKind | None = term("违规情形", "what was found", EventKind)
    found_on: Day = day("发现日期", "found on")
    decided_on: Day = day("处理日期", "decided on")
    present: Number = number("实到人数", "heads present", Unit.HEADS, HEADS_MAX)
    enrolled: Number = number("应到人数", "heads due", Unit.HEADS, HEADS_MAX)


@attrs.frozen(kw_only=True)
class Enrollment:
    """One person in one class, with all that belongs to the two.

    Attributes:
        id: the caller's identifier.
        claimed_as: the one status under which the person is put into the class.
        start_date: first day, if not the class's.
        end_date: last day, if not the class's.
        scheduled_hours: class hours planned.
        attended_hours: class hours attended.
        recognized_hours: class hours recognised, online ones after the platform's own checks.
        online_hours: class hours taught online.
        recognized_minutes: minutes recognised.
        attended_days: days attended.
        certificate_kind: the kind of certificate that the person means to take.
        entry_level: the level that the person had.
        meets_level_conditions: whether the conditions for the evaluation of the level are met.
        filed: whether the person was filed (备案) before the class.
        completed: whether the course was completed (结业).
        advance_paid: what was paid in advance.
        fee_paid: what was paid for the course, by invoice.
        trainee: the person.
        employer: the employer.
        mentor: the mentor.
        certificate: the certificate obtained.
        evaluation: the evaluation.
        employment: the job.
        contract: the labour contract.
        claim: the application.
    """

    __repr__ = brief

    id: str | None = code("参训编号", "enrollment identifier")
    claimed_as: Category | None = term("享受补贴类别", "claimed as", Category)
    start_date: Day = day("参训开始日期", "start of the training")
    end_date: Day = day("参训结束日期", "end of the training")
    scheduled_hours: Hours = number("计划学时", "scheduled hours", Unit.HOURS, HOURS_MAX)
    attended_hours: Hours = number("实到学时", "attended hours", Unit.HOURS, HOURS_MAX)
    recognized_hours: Hours = number("认定学时", "recognised hours", Unit.HOURS, HOURS_MAX)
    online_hours: Hours = number("线上学时", "online hours", Unit.HOURS, HOURS_MAX)
    recognized_minutes: Number = number("认定分钟数", "recognised minutes", Unit.MINUTES, MINUTES_MAX)
    attended_days: Number = number("实到天数", "attended days", Unit.DAYS, DAYS_MAX)
    certificate_kind: CertificateKind | None = term(
        "报考证书类型", "kind of certificate the person means to take", CertificateKind
    )
    entry_level: Level | None = term("已有技能等级", "level at entry", Level)
    meets_level_conditions: bool | None = yes_no("是否符合鉴定申报条件", "meets the conditions of the level")
    filed: bool | None = yes_no("是否已备案", "filed")
    completed: bool | None = yes_no("是否结业", "completed")
    advance_paid: Amount = money("预拨金额", "paid in advance")
    fee_paid: Amount = money("实缴培训费", "fee paid")
    trainee: Trainee | Absent | None = entity("学员", "trainee", Trainee, absent=False)
    employer: Employer | Absent | None = entity("用人单位", "employer", Employer)
    mentor: Mentor | Absent | None = entity("师傅", "mentor", Mentor)
    certificate: Certificate | Absent | None = entity("证书", "certificate", Certificate)
    evaluation: Evaluation | Absent | None = entity("技能评价", "evaluation", Evaluation)
    employment: Employment | Absent | None = entity("就业", "employment", Employment)
    contract: Contract | Absent | None = entity("劳动合同", "labour contract", Contract)
    claim: Claim | Absent | None = entity("补贴申领", "claim", Claim, absent=False)


@attrs.frozen(kw_only=True)
class Cohort:
    """A class (班期): the unit that is filed, taught, inspected and paid.

    Attributes:
        id: the caller's identifier or the filing number.
        title: the class's name as written.
        trade: the occupation as written; ``program.occupation`` is its code.
        start_date: first day.
        end_date: last day, included.
        submitted_on: date on which the data of class and trainees were handed in, where filing comes later.
        filed_on: date of filing before the class.
        notice_date: date of the public notice (公示).
        place: division code of the place of training; it chooses the texts when the case names no place.
        place_text: the place as written.
        delivery: how it is taught.
        training_days: days of training planned, which is not the span of the dates.
        certificate_kind: the kind of certificate that it leads to.
        public_training: whether a public base trains for the public by the catalogue.
        unqualified: whether the authority found the class unqualified (不合格班期).
        cost_per_person: actual cost per trainee.
        subsidy_paid: what was paid for the class in subsidies, to whomever.
        checks: inspections and counted days.
    """

    __repr__ = brief

    id: str | None = code("班期编号", "class identifier")
    title: str | None = text("班期名称", "class")
    trade: str | None = text("培训工种", "trade as written")
    start_date: Day = day("开班日期", "start of the class")
    end_date: Day = day("结业日期", "end of the class")
    submitted_on: Day = day("开班资料报送日期", "class data submitted on")
    filed_on: Day = day("开班备案日期", "filed on")
    notice_date: Day = day("公示日期", "date of the public notice")
    place: str | None = division("培训地", "place of training")
    place_text: str | None = text("培训地点", "place as written")
    delivery: Delivery | None = term("培训方式", "way of teaching", Delivery)
    training_days: Number = number("培训天数", "days of training", Unit.DAYS, DAYS_MAX)
    certificate_kind: CertificateKind | None = term("拟取得证书类型", "kind of certificate aimed at", CertificateKind)
    public_training: bool | None = yes_no("是否面向社会开展目录培训", "public training by the catalogue")
    unqualified: bool | None = yes_no("是否不合格班期", "unqualified")
    cost_per_person: Amount = money("人均实际培训成本", "actual cost per person")
    subsidy_paid: Amount = money("已拨付补贴", "subsidies paid", most=TOTAL_MAX)
    checks: Listing[Check] = listing("检查记录", "checks", Check, 1_000)
