"""What may stand in a file of worked cases, key by key."""

from __future__ import annotations

from functools import cache

from vocskills.assessment.outcomes import State, Verdict
from vocskills.model.fields import Unit
from vocskills.model.terms import Fund, Payee
from vocskills.policy.keys import NAME_WORD, SENTENCE, bilingual, member
from vocskills.policy.shapes import Either, Entries, Foreign, Items, Key, Record, Word
from vocskills.text import Text

MOST_CASES = 2_000
NOT_STATED = "open"
"""Stands for a payee or purse that the text does not state."""
NONE = "none"
"""Stands for no amount, no unit, nothing missing."""

_YUAN = r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?"
_SPAN = rf"{NONE}|{_YUAN}|{_YUAN}\.\.({_YUAN})?"
_UNIT = rf"{NONE}|{_YUAN}/({'|'.join(unit.value for unit in Unit)})"

_TOP = Text("以 policy:、cases: 等键开头的映射", "a mapping with the keys policy and cases")
_POLICY = Text("政策编号，或文件包的路径（自本文件夹起）", "a policy's id, or the path of a pack from this folder")
_FACTS = Text("文件包所引事实的 CSV 文件（默认为库内的）", "the CSV file of the facts that the pack cites, if its own")
_DEFAULTS = Text("各例共用的案件内容", "the parts of a case that all cases share")
_CASES = Text("样例，以名称为键", "the worked cases by name")
_CASE = Text("一个样例", "a worked case")
_ABOUT = Text("这个样例说明什么", "what the case shows")
_OWN = Text("案件内容，与 defaults 合并", "the parts of a case, put over the defaults")
_OTHERS = Text("同一人的其他申领，各与本例合并，一并判断", "further claims of the person, each put over this case")
_EXPECT = Text("预期结果，以事项名称为键", "what is expected, by item")
_DATE = r"\d{4}-\d\d-\d\d"
_DAYS = Text("日期 2023-06-01 或 a..b，没有为 none", "a day, or two ends a..b; none if there is none")
_FIX_BY = Text("整改期限", "by when it is to be put right")
_NO_CLASSES = Text("停止开班至", "no new classes until")
_RECOVER = Text("收回的金额", "what is taken back")
_EXPECTED = Text("一项补贴的预期结果，只比较所写的", "what is expected of a subsidy; only what is written is compared")
_SUM = Text(
    "元：600.00，范围 0.00..800.00 或 4000.00..，或 none",
    "yuan: 600.00, a range 0.00..800.00 or 4000.00.., or none",
)
_POSSIBLE = Text("可能的各个金额", "the amounts that are possible")
_PER_UNIT = Text("每单位金额，如 60.00/days，或 none", "an amount per unit, such as 60.00/days, or none")
_PAYEES = Text("可能的收款人，文中未写明的为 open", "who may be paid, open where the text does not say")
_FUNDS = Text("可能的资金渠道，文中未写明的为 open", "the purses, open where the text does not say")
_RULE = Text("条件名称", "the name of a rule")
_STATES = Text("各条件的结论", "what became of the rules")
_PATH = Text("事实、列表或条款，如 cohort.training_days", "a fact, list or clause, such as cohort.training_days")
_MISSING = Text("缺少的内容，或 none", "what is missing, or none")
_EXCUSED = Text("不写样例的要求及理由", "requirements without a case, each with the reason")
_REQUIREMENT = Text("要求，如 rules.yearly.fail", "a requirement, such as rules.yearly.fail")
_REASON = Text("理由", "the reason")


@cache
def worked_shape() -> Record:
    """The shape of a whole file."""
    keys = (
        Key("policy", Word(_POLICY), _POLICY, required=True),
        Key("facts", Word(_FACTS), _FACTS),
        Key("defaults", Foreign(_DEFAULTS), _DEFAULTS),
        Key("cases", Entries(_CASES, NAME_WORD, _case(), least=1, most=MOST_CASES), _CASES, required=True),
        Key("excused", Entries(_EXCUSED, Word(_REQUIREMENT), _spoken(_REASON)), _EXCUSED),
    )
    return Record("file", _TOP, keys)


def _spoken(about: Text) -> Either:
    """A sentence, or one in each language."""
    return Either(about, (SENTENCE, bilingual()))


def _case() -> Record:
    expect = Entries(_EXPECT, NAME_WORD, _expectation(), least=1)
    keys = (
        Key("about", _spoken(_ABOUT), _ABOUT, required=True),
        Key("case", Foreign(_OWN), _OWN),
        Key("others", Items(_OTHERS, Foreign(_OWN), least=1), _OTHERS),
        Key("expect", expect, _EXPECT, required=True),
    )
    return Record("case", _CASE, keys)


def _expectation() -> Record:
    amount = Either(_SUM, (Word(_SUM, pattern=_SPAN), Items(_POSSIBLE, Word(_SUM, pattern=_YUAN), unique=True)))
    days = Word(_DAYS, pattern=rf"{NONE}|{_DATE}|{_DATE}\.\.({_DATE})?|\.\.{_DATE}?")
    states = Entries(_STATES, Word(_RULE), member(State, _STATES), least=1)
    keys = (
        Key("outcome", member(Verdict, Text("结论", "the outcome")), Text("结论", "the outcome")),
        Key("amount", amount, Text("未定条件都满足时的金额", "the amount if every open condition is met")),
        Key("payable", amount, Text("目前可以发放的金额", "what can be paid as things are")),
        Key("per_unit", Word(_PER_UNIT, pattern=_UNIT), _PER_UNIT),
        Key("payees", _members(Payee, _PAYEES), _PAYEES),
        Key("funds", _members(Fund, _FUNDS), _FUNDS),
        Key("fix_by", days, _FIX_BY),
        Key("no_new_classes_until", days, _NO_CLASSES),
        Key("recover", Word(_RECOVER, pattern=_SPAN), _RECOVER),
        Key("rules", states, _STATES),
        Key("missing", Either(_MISSING, (Word(_PATH), Items(_MISSING, Word(_PATH), unique=True))), _MISSING),
    )
    return Record("expectation", _EXPECTED, keys)


def _members(members: type[Payee] | type[Fund], about: Text) -> Either:
    one = member(members, about)
    scalar = Word(about, choices=(NOT_STATED, *one.choices))
    shapes: tuple[Word, Items] = scalar, Items(about, one, unique=True)
    return Either(about, shapes)
