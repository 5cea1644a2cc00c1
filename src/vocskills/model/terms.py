"""The closed lists: every word that a rule, a case or a record may use where it has a choice.

The value of a member is its name in rules and in JSON. Where the sources leave a list open, the class says what was
chosen. Fact ids (``TJ22-03``) name the source of a list.
"""

from __future__ import annotations

from vocskills.model.fields import Term
from vocskills.text import Text


class Level(Term):
    """Skill levels (LVL-01, LVL-02), upwards; ``none`` and ``specialized`` stand off the ladder."""

    NONE = "none", "无等级", "no level"
    SPECIALIZED = "specialized", "专项职业能力", "specialized capability"
    APPRENTICE = "apprentice", "学徒工", "apprentice"
    JUNIOR = "junior", "五级/初级工", "level 5 (junior)"
    INTERMEDIATE = "intermediate", "四级/中级工", "level 4 (intermediate)"
    SENIOR = "senior", "三级/高级工", "level 3 (senior)"
    TECHNICIAN = "technician", "二级/技师", "level 2 (technician)"
    SENIOR_TECHNICIAN = "senior_technician", "一级/高级技师", "level 1 (senior technician)"
    SPECIAL_GRADE_TECHNICIAN = "special_grade_technician", "特级技师", "special-grade technician"
    CHIEF_TECHNICIAN = "chief_technician", "首席技师", "chief technician"


LADDER = tuple(level for level in Level if level not in (Level.NONE, Level.SPECIALIZED))
"""The levels that compare, upwards; with any other every ``<`` and ``>=`` is false."""


def on_ladder(level: Level) -> bool:
    """Whether a level is higher or lower than others at all."""
    return level in LADDER


class ProgramKind(Term):
    """Lines of training, as schools file and count them.

    A line is not a way of teaching (:class:`Delivery`, a fact of the class) and not the status of a person
    (:class:`Category`, a dated fact): ``rural_labor``, ``reemployment`` and ``poverty`` name whom the line is meant
    for, ``online`` the line of that name in the action of 2019 to 2021.
    """

    RURAL_LABOR = "rural_labor", "农村劳动力技能培训", "training of rural labourers"
    REEMPLOYMENT = "reemployment", "下岗失业人员再就业培训", "re-employment training"
    POVERTY = "poverty", "扶贫技能培训", "training for poverty relief"
    ONLINE = "online", "职业技能提升行动线上培训", "online training"
    APPRENTICESHIP = "apprenticeship", "企业新型学徒制", "enterprise new-type apprenticeship"
    MENTORING = "mentoring", "名师带徒", "master and apprentice"
    UPGRADE = "upgrade", "岗位技能提升培训", "skill-upgrade training"
    PRE_JOB = "pre_job", "岗前培训", "pre-job training"
    TARGETED = "targeted", "定向培训", "targeted training"
    PROJECT_BASED = "project_based", "项目制培训", "project-based training"
    SAFETY = "safety", "安全技能培训", "safety-skill training"
    STARTUP = "startup", "创业培训", "entrepreneurship training"
    OTHER = "other", "其他培训", "other training"


class Delivery(Term):
    """How a class is taught (TJ22-06, TJ22-07)."""

    IN_PERSON = "in_person", "线下集中", "in person"
    BLENDED = "blended", "线上线下相结合", "blended"
    ONLINE = "online", "线上", "online"


class AwardKind(Term):
    """What a subsidy or award on record was for, one list over all policies.

    Neighbours: what counts in yearly limits stands together (SZ24-01, JS23-05), then payments around the training,
    then payments to the trainee for the time spent.
    """

    EVALUATION_FEE = "evaluation_fee", "职业技能评价补贴", "evaluation fee"
    INSURANCE_SKILL = "insurance_skill", "失业保险技能提升补贴", "skill subsidy of unemployment insurance"
    TRAINING_FEE = "training_fee", "培训费补贴", "training fee"
    FREE_TRAINING = "free_training", "免费培训", "free training"
    PROJECT_BASED = "project_based", "项目制培训补贴", "project-based training"
    APPRENTICESHIP = "apprenticeship", "企业新型学徒制补贴", "apprenticeship"
    TARGETED = "targeted", "定向培训补贴", "targeted training"
    ENTREPRENEURSHIP = "entrepreneurship", "创业培训补贴", "entrepreneurship training"
    SAFETY_PERMIT = "safety_permit", "安全技能提升补贴", "safety permit"
    MENTORING = "mentoring", "名师带徒补贴", "mentoring"
    WORK_INSTEAD_OF_TRAINING = "work_instead_of_training", "以工代训补贴", "work instead of training"
    LIVING_COST = "living_cost", "生活费补贴", "living cost"
    TRANSPORT = "transport", "交通费补贴", "transport"
    WORK_AWARD = "work_award", "外出务工奖补", "award for work away from home"
    OTHER = "other", "其他补贴", "other"


class AwardState(Term):
    """What became of an award; the first two count as had, the last two do not unless a text says so."""

    DECIDED = "decided", "已核定", "decided"
    PAID = "paid", "已拨付", "paid"
    RECOVERED = "recovered", "已追回", "recovered"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class Fund(Term):
    """Purses (TJ22-26, GB24-12)."""

    UNEMPLOYMENT_FUND = "unemployment_fund", "失业保险基金", "unemployment insurance fund"
    SPECIAL_ACCOUNT = "special_account", "职业技能提升行动专账资金", "special account of the skill action"
    EMPLOYMENT_FUND = "employment_fund", "就业补助资金", "employment subsidy fund"
    OTHER = "other", "其他资金", "other funds"


class Payee(Term):
    """Who receives the money, also who filed an evaluation (TJ22-11)."""

    TRAINEE = "trainee", "学员", "trainee"
    MENTOR = "mentor", "师傅", "mentor"
    EMPLOYER = "employer", "企业", "employer"
    PROVIDER = "provider", "培训机构", "training provider"
    EVALUATION_BODY = "evaluation_body", "评价机构", "evaluation body"
    OTHER = "other", "其他", "other"


class Category(Term):
    """Statuses of persons, then those of organisations; each is a dated fact from an authority.

    ``claimed_as`` uses the same list: the one status under which a person is put into a class. The three kinds of
    monitored households (PV-02) are kinds of ``monitored``, see :func:`kinds_of`. ``employee`` (class of person,
    TJ22-03) and ``employed`` (has a job) are two. ``graduating_student`` is the school year of graduation,
    ``year_graduate`` the calendar year (F181-03). ``laid_off`` and ``transferred_worker`` are of GB24-07,
    ``flexible_worker`` of WID21-02, ``full_time_student`` of GD23-02.
    """

    REGISTERED_POOR = "registered_poor", "建档立卡贫困劳动力", "registered poor labourer"
    EXITED_POVERTY = "exited_poverty", "脱贫人口", "person lifted out of poverty"
    MONITORED = "monitored", "防止返贫监测对象", "monitored against return to poverty"
    MONITORED_UNSTABLE = "monitored_unstable", "脱贫不稳定户", "unstable ex-poor household"
    MONITORED_MARGINAL = "monitored_marginal", "边缘易致贫户", "household on the margin of poverty"
    MONITORED_SUDDEN = "monitored_sudden", "突发严重困难户", "household in sudden severe difficulty"
    RURAL_MIGRANT = "rural_migrant", "农村转移就业劳动者", "rural worker in off-farm work"
    RURAL_LABORER = "rural_laborer", "农村劳动力", "rural labourer"
    PAIRED_REGION_LABORER = "paired_region_laborer", "对口协作地区劳动力", "labourer of a paired region"
    RETIRED_FISHER = "retired_fisher", "退捕渔民", "fisher who gave up fishing"
    REGISTERED_UNEMPLOYED = "registered_unemployed", "城镇登记失业人员", "urban registered unemployed"
    LAID_OFF = "laid_off", "下岗失业人员", "laid-off unemployed person"
    EMPLOYMENT_DIFFICULTY = "employment_difficulty", "就业困难人员", "person with employment difficulty"
    ZERO_EMPLOYMENT_FAMILY = "zero_employment_family", "零就业家庭成员", "member of a family without any job"
    DIBAO_FAMILY = "dibao_family", "低保家庭成员", "member of a family on minimum living allowance"
    DISABLED = "disabled", "残疾人", "disabled person"
    VETERAN = "veteran", "退役军人", "veteran"
    SCHOOL_LEAVER = "school_leaver", "未继续升学的初高中毕业生", "school-leaver who does not go on"
    YEAR_GRADUATE = "year_graduate", "毕业年度高校毕业生", "graduate in the calendar year of graduation"
    GRADUATING_STUDENT = "graduating_student", "毕业学年学生", "student in the school year of graduation"
    FULL_TIME_STUDENT = "full_time_student", "全日制在校学生", "full-time student"
    SECONDARY_PUPIL = "secondary_pupil", "初高中在校生", "secondary-school pupil"
    PUBLIC_SECTOR_STAFF = "public_sector_staff", "机关事业单位人员", "staff of government or public institutions"
    PENSION_RECIPIENT = "pension_recipient", "按月领取养老保险待遇人员", "recipient of a monthly pension"
    BENEFIT_RECIPIENT = "benefit_recipient", "领取失业保险金人员", "recipient of unemployment benefit"
    SUBSIDIZED_FLEXIBLE_WORKER = (
        "subsidized_flexible_worker",
        "享受灵活就业社会保险补贴人员",
        "flexible worker with a social-insurance subsidy",
    )
    FLEXIBLE_WORKER = "flexible_worker", "灵活就业人员", "flexible worker"
    EMPLOYED = "employed", "已就业人员", "person in employment"
    EMPLOYEE = "employee", "企业职工", "enterprise employee"
    TRANSFERRED_WORKER = "transferred_worker", "转岗职工", "employee moved to another post"
    CHAIN_KEY_ENTERPRISE = "chain_key_enterprise", "产业链重点企业", "key enterprise of an industry chain"
    TALENT_ALLIANCE_MEMBER = "talent_alliance_member", "人才创新联盟企业", "member of a talent innovation alliance"
    KEY_INDUSTRY = "key_industry", "重点行业企业", "enterprise of a key industry"
    BORDER_ENTERPRISE = "border_enterprise", "边境企业", "border enterprise"
    DISHONEST = "dishonest", "失信主体", "on the list of dishonest subjects"


ORGANIZATION_CATEGORIES = tuple(c for c in Category if c.code >= Category.CHAIN_KEY_ENTERPRISE.code)
"""Statuses that an employer or a provider may have."""
PERSON_CATEGORIES = tuple(c for c in Category if c not in ORGANIZATION_CATEGORIES)
"""Statuses that a person or a household may have, and all that ``claimed_as`` may be."""

_KINDS = {
    Category.MONITORED: (Category.MONITORED_UNSTABLE, Category.MONITORED_MARGINAL, Category.MONITORED_SUDDEN),
}


def kinds_of(category: Category) -> tuple[Category, ...]:
    """A status and its kinds: whoever holds one of them holds it (PV-02)."""
    return category, *_KINDS.get(category, ())


class CertificateKind(Term):
    """Certificates (CERT-01), in an order in which the lists of the national texts are beginnings of it.

    The first three found an evaluation fee (F181-08), the first four a training fee (F181-04), the first five are
    GB24-10, the first six WID21-03. ``none`` is for a class that leads to no certificate; that a person obtained
    none is said by ``ABSENT``.
    """

    QUALIFICATION = "qualification", "职业资格证书", "vocational qualification certificate"
    SKILL_LEVEL = "skill_level", "职业技能等级证书", "skill-level certificate"
    SPECIALIZED_CAPABILITY = "specialized_capability", "专项职业能力证书", "specialized capability certificate"
    COMPLETION = "completion", "培训合格证书", "training completion certificate"
    SPECIAL_OPERATION = "special_operation", "特种作业操作证", "special-operation permit"
    SPECIAL_EQUIPMENT = "special_equipment", "特种设备作业人员证", "special-equipment permit"
    TRAINING_PACKAGE = "training_package", "培训包合格证书", "training-package certificate"
    COURSE_COMPLETION = "course_completion", "培训结业证书", "end-of-course certificate"
    THEORY_COMPLETION = "theory_completion", "培训合格证（理论部分）", "certificate of completed theory"
    NONE = "none", "无证书", "no certificate"


class Sex(Term):
    """Sex as the identity number has it (ID-01)."""

    FEMALE = "female", "女", "female"
    MALE = "male", "男", "male"


class FormerRetirementAge(Term):
    """The statutory retirement age that held for a person before 2025 (RET-01): women 50 or 55, men 60."""

    AGE_50 = "age_50", "50周岁", "50 years"
    AGE_55 = "age_55", "55周岁", "55 years"
    AGE_60 = "age_60", "60周岁", "60 years"


class Scarcity(Term):
    """How scarce an occupation is on the market (TJ22-06)."""

    GENERAL = "general", "一般紧缺", "generally scarce"
    SCARCE = "scarce", "紧缺", "scarce"
    CRITICAL = "critical", "非常紧缺", "critically scarce"


class EvaluationClass(Term):
    """Classes of occupations by how complex their evaluation is, A the most (TJCAT24-02)."""

    C = "c", "C类", "class C"
    B = "b", "B类", "class B"
    A = "a", "A类", "class A"


class HoursTier(Term):
    """The two tiers of class hours (TJOPS19-09)."""

    HOURS_80 = "hours_80", "80学时", "80 class hours"
    HOURS_120 = "hours_120", "120学时", "120 class hours"


class ProviderKind(Term):
    """Who trains (TJ22-02, TJ22-16).

    Technical schools stand apart from other vocational schools because the Thousand Schools action is theirs (QX-02).
    """

    ENTERPRISE_CENTER = "enterprise_center", "企业培训中心", "enterprise training centre"
    ENTERPRISE_PUBLIC_BASE = "enterprise_public_base", "企业公共实训基地", "enterprise public training base"
    PUBLIC_TRAINING_BASE = "public_training_base", "公共实训基地", "public training base"
    TECHNICAL_SCHOOL = "technical_school", "技工院校", "technical school"
    VOCATIONAL_SCHOOL = "vocational_school", "职业院校", "vocational school"
    PRIVATE_ORGANIZATION = "private_organization", "民办职业培训机构", "private training organisation"
    OTHER = "other", "其他机构", "other organisation"


class CreditGrade(Term):
    """Credit grades of private providers; the texts read name A+ only (TJ22-16), so the others are one member."""

    UNGRADED = "ungraded", "未评级", "not graded"
    BELOW_A_PLUS = "below_a_plus", "A+以下", "below A+"
    A_PLUS = "a_plus", "A+", "A+"


class EmployerSize(Term):
    """Sizes of enterprises; the first three are 中小微企业 (YG-02, BJ20-01)."""

    MICRO = "micro", "微型企业", "micro enterprise"
    SMALL = "small", "小型企业", "small enterprise"
    MEDIUM = "medium", "中型企业", "medium enterprise"
    LARGE = "large", "大型企业", "large enterprise"


class SubjectKind(Term):
    """What an item of a policy is decided of."""

    ENROLLMENT = "enrollment", "参训人员", "a person in a class"
    PERSON = "person", "个人", "a person"
    COHORT = "cohort", "班期", "a class"
    PROVIDER = "provider", "培训机构", "a provider"

    @property
    def of_case(self) -> bool:
        """Whether there is one in a case, for all its people."""
        return self in (SubjectKind.COHORT, SubjectKind.PROVIDER)


class SanctionGrade(Term):
    """Measures against providers, the gravest last (TJJG22-07 to -11)."""

    TALK = "talk", "约谈", "talk"
    LETTER = "letter", "整改函", "rectification letter"
    NOTICE = "notice", "通报", "public notice"
    TERMINATION = "termination", "解除协议", "termination of the agreement"


class TrainingType(Term):
    """Types of training by purpose, which "once a year for the same type" counts (SX18-04).

    No text read lists them; these are the kinds that F181-04 and F181-05 tell apart, with the safety training of
    TJ22-02.
    """

    EMPLOYMENT_SKILL = "employment_skill", "就业技能培训", "training for employment"
    LABOR_PREPARATION = "labor_preparation", "劳动预备制培训", "labour preparation"
    POST_SKILL = "post_skill", "岗位技能培训", "training for the post"
    SAFETY = "safety", "安全技能培训", "safety training"
    ENTREPRENEURSHIP = "entrepreneurship", "创业培训", "entrepreneurship training"
    OTHER = "other", "其他类型", "other type"


class IssueKind(Term):
    """Why a certificate was issued: obtained for the first time, re-examined (TJ22-18), or replaced when lost."""

    FIRST = "first", "初次取证", "first issue"
    REEXAMINATION = "reexamination", "复审", "re-examination"
    REISSUE = "reissue", "补发", "replacement"


class EventKind(Term):
    """What an inspection found, grouped by the measure that it calls for (TJJG22-08 to -11), the gravest last.

    What the texts count instead (two talks in a year, failed classes above a share) is no event but computed.
    """

    OTHER = "other", "其他情形", "other"
    OVERSIZED_CLASS = "oversized_class", "班级人数超出限额", "class larger than allowed"
    LOW_ATTENDANCE = "low_attendance", "出勤率不足", "attendance too low"
    INCOMPLETE_RECORDS = (
        "incomplete_records",
        "签到表、协议或教案不完整、保管不善",
        "sign-in sheets, agreements or plans incomplete or badly kept",
    )
    DISORDER = "disorder", "课堂秩序混乱", "disorder in class"
    TEACHER_CHANGED = "teacher_changed", "擅自更换申报教师", "declared teacher changed without leave"
    INDUCEMENT = "inducement", "诱导招生", "trainees lured"
    NO_TEXTBOOKS = "no_textbooks", "未发放教材", "no textbooks issued"
    CONDITIONS_NOT_MET = "conditions_not_met", "不具备培训条件", "conditions for training not met"
    PLAN_NOT_FOLLOWED = "plan_not_followed", "未按计划培训", "training not by the plan"
    UNDECLARED_TEACHER = "undeclared_teacher", "使用未申报教师", "undeclared teacher"
    SITE_CHANGED = "site_changed", "在登记场所外培训或擅自变更场地", "outside the registered site, or site changed"
    VIDEO_WITHHELD = "video_withheld", "不提供培训视频", "video not supplied"
    INSPECTION_REFUSED = "inspection_refused", "拒绝检查", "inspection refused"
    FALSE_MATERIALS = "false_materials", "申请材料虚假", "false application papers"
    NO_QUALITY_REVIEW = "no_quality_review", "不参加质量评估", "no part in the quality review"
    SAFETY_HAZARD = "safety_hazard", "存在安全隐患", "safety hazard"
    FALSE_ADVERTISING = "false_advertising", "招生简章虚假", "false prospectus"
    ILLICIT_COOPERATION = "illicit_cooperation", "违规合作办学", "illicit cooperation"
    FRAUD = "fraud", "弄虚作假骗取补贴", "fraud"
    PENALTY_OR_CRIME = (
        "penalty_or_crime",
        "违法受行政处罚或法人犯罪",
        "penalty for illegal acts, or crime of the legal person",
    )
    DISHONESTY_LISTED = "dishonesty_listed", "列入严重失信名单", "listed for grave dishonesty"
    MAJOR_ACCIDENT = "major_accident", "重大事故", "major accident"


LABELS: dict[type[Term], Text] = {
    Level: Text("技能等级", "skill level"),
    ProgramKind: Text("培训类别", "line of training"),
    Delivery: Text("培训方式", "way of teaching"),
    AwardKind: Text("补贴种类", "kind of award"),
    AwardState: Text("补贴状态", "state of an award"),
    Fund: Text("资金渠道", "fund"),
    Payee: Text("收款方", "payee"),
    Category: Text("人员（单位）类别", "status"),
    CertificateKind: Text("证书类型", "kind of certificate"),
    Sex: Text("性别", "sex"),
    FormerRetirementAge: Text("原法定退休年龄", "former retirement age"),
    Scarcity: Text("紧缺程度", "scarcity"),
    EvaluationClass: Text("鉴定类别", "class of evaluation"),
    HoursTier: Text("学时档次", "tier of hours"),
    ProviderKind: Text("机构类型", "kind of provider"),
    CreditGrade: Text("信用等级", "credit grade"),
    EmployerSize: Text("企业规模", "size of enterprise"),
    SubjectKind: Text("判定对象", "subject"),
    SanctionGrade: Text("处理方式", "measure"),
    TrainingType: Text("培训类型", "type of training"),
    IssueKind: Text("取证方式", "kind of issue"),
    EventKind: Text("违规情形", "kind of finding"),
}
"""What each list is called in messages; the names of the classes are for programs."""
