"""What may stand in a subsidy, an approval or a measure of a pack, key by key."""

from __future__ import annotations

from vocskills.model.terms import AwardKind, Payee, SanctionGrade, SubjectKind
from vocskills.policy.items import StepOp
from vocskills.policy.keys import (
    DATE_WORD,
    EXPRESSION,
    MAX_DATES,
    SNAKE_CASE,
    YES_NO,
    bilingual,
    cites,
    interpretation,
    member,
    window_shape,
)
from vocskills.policy.shapes import Either, Items, Key, Record, Use, Word
from vocskills.text import Text

MAX_STEPS = 20
_FOR = Key("for", Word(Text("表达式", "an expression"), Use.EXPRESSION), Text("适用的培训", "the training it is for"))
_REQUIRED_RULES = Items(Text("条件名称的列表", "a list of rules"), Word(Text("条件名称", "a rule")), unique=True)
_EXCLUDES = Text("同一班期或证书上互斥的补贴种类", "kinds of award that it excludes for one class or certificate")


def subsidy_shape() -> Record:
    """A subsidy."""
    amount = Text("金额", "the amount")
    steps = Items(Text("计算步骤的列表", "a list of steps"), _step(), most=MAX_STEPS)
    requires = Items(Text("条件名称的列表", "a list of rules"), Word(SNAKE_CASE), unique=True)
    open_to = Text("表达式，文中未写明时为 open", "an expression, or open where it is not stated")
    or_open = Word(open_to, Use.EXPRESSION)
    kinds = member(AwardKind, Text("补贴种类", "a kind of award"))
    payee = Text(f"收款人：{open_to.zh}", f"who is paid: {open_to.en}")
    keys = (
        *cites(),
        *_subject(),
        Key("kind", kinds, Text("补贴种类，默认同名称", "the kind of award; the name, if not given")),
        Key("title", bilingual(), Text("名称", "its words")),
        Key("for", EXPRESSION, Text("适用的培训", "the training that it is for")),
        Key("requires", requires, Text("须满足的条件", "the rules that must hold"), required=True),
        Key("excludes", Items(_EXCLUDES, kinds, unique=True), _EXCLUDES),
        Key("amount", Either(amount, (EXPRESSION, steps)), amount, required=True),
        Key("advance", _advance(requires), Text("预拨", "what may be paid in advance")),
        Key("payee", Either(payee, (or_open, _shared())), payee, required=True),
        Key("fund", or_open, Text(f"资金渠道：{open_to.zh}", f"the purse: {open_to.en}"), required=True),
        Key("discretionary", YES_NO, Text("是否“可以”给予", "whether the text says 'may'")),
        Key(
            "binds",
            Items(Text("补贴种类的列表", "a list of kinds"), kinds, unique=True),
            Text(
                "所约束的地方补贴种类（仅全国性政策）",
                "the kinds of local awards that it binds; national policies only",
            ),
        ),
        interpretation(),
    )
    return Record("subsidy", Text("补贴项目", "a subsidy"), keys)


def _subject() -> tuple[Key, ...]:
    """Of what an item is decided, and on which dates."""
    subject = Text("判定对象（默认 enrollment）", "what it is decided of (default enrollment)")
    judged = Text(
        "须在施行期内的日期，默认与 in_force 相同", "dates that must lie in the window; those of in_force by default"
    )
    return (
        Key("subject", member(SubjectKind, subject), subject),
        Key("judged_on", Items(judged, DATE_WORD, most=MAX_DATES, unique=True), judged),
        Key("in_force", window_shape(own=True), Text("自己的施行期", "when it holds, where not as long as the policy")),
    )


def approval_shape() -> Record:
    """An approval."""
    needed = Text("须满足的条件", "the rules that must hold")
    keys = (
        *cites(),
        *_subject(),
        Key("title", bilingual(), Text("名称", "its words"), required=True),
        _FOR,
        Key("requires", _REQUIRED_RULES, needed, required=True),
        interpretation(),
    )
    return Record("approval", Text("审核事项", "an approval"), keys)


def measure_shape() -> Record:
    """A measure."""
    grade = Text("作出后成为的处理方式，默认同名称", "the sanction that it becomes; the name, if it is one")
    last, recovered = Text("最后一天", "the last day"), Text("收回的金额", "how much is taken back")
    keys = (
        *cites(),
        *_subject(),
        Key("title", bilingual(), Text("名称", "its words"), required=True),
        _FOR,
        Key("grade", member(SanctionGrade, grade), grade),
        Key("requires", _REQUIRED_RULES, Text("须全部满足的条件", "rules that must all hold")),
        Key("when_any", _REQUIRED_RULES, Text("有其一即处理的情形", "rules of which one is enough"), required=True),
        Key("fix_by", EXPRESSION, Text(f"整改期限：{last.zh}", f"by when it is to be put right: {last.en}")),
        Key("no_new_classes_until", EXPRESSION, Text(f"停止开班：{last.zh}", f"no new classes: {last.en}")),
        Key("recover", EXPRESSION, recovered),
        interpretation(),
    )
    return Record("measure", Text("处理措施", "a measure"), keys)


def _advance(requires: Items) -> Record:
    limit = Text("至多预拨多少（占金额的比率）", "how much at most, as a share of the amount")
    keys = (
        *cites(needed=False),
        Key("at_most", EXPRESSION, limit, required=True),
        Key("requires", requires, Text("预拨须满足的条件", "the rules that must hold for it")),
    )
    return Record("advance", Text("预拨", "what may be paid in advance"), keys)


def _shared() -> Record:
    payee = member(Payee, Text("收款人", "a payee"))
    who = Items(Text("收款人的列表", "a list of payees"), payee, least=2, unique=True)
    named = Text("共同收款人（文中未写明份额）", "those who share it, where the text states no shares")
    return Record("shared_payee", named, (Key("shared", who, named, required=True),))


def _step() -> Record:
    values = tuple(Key(op.value, EXPRESSION, Text("步骤", "a step")) for op in StepOp)
    order = Text("文中是否写明排在前一步之后", "whether the text itself puts it after the one before")
    keys = (*values, *cites(needed=False), Key("order", YES_NO, order))
    return Record("step", Text("计算步骤", "a step"), keys, (tuple(op.value for op in StepOp),))
