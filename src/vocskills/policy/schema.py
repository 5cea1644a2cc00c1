"""What may stand in a pack, key by key."""

from __future__ import annotations

from functools import cache

from vocskills.model.terms import PERSON_CATEGORIES
from vocskills.policy.documents import Provenance
from vocskills.policy.item_keys import approval_shape, measure_shape, subsidy_shape
from vocskills.policy.keys import (
    DAY,
    DAY_FORM,
    DOCUMENT_ID,
    EXPRESSION,
    EXPRESSIONS,
    FACT,
    NAME_WORD,
    VALUE,
    YES_NO,
    bilingual,
    cites,
    interpretation,
    member,
    type_key,
    window_shape,
)
from vocskills.policy.shapes import Either, Entries, Items, Key, Record, Shape, Word
from vocskills.policy.table_keys import table_shape
from vocskills.text import Text

SECTIONS = ("define", "tables", "delegated", "unsettled", "rules", "subsidies", "approvals", "measures")
"""The parts of a pack that share one name space."""
MAX_READINGS = 20


@cache
def pack_shape() -> Record:
    """The shape of a whole pack."""
    about = Text("以 policy: 等键开头的映射", "a mapping with keys such as policy:")
    keys = (
        Key("policy", Word(_POLICY_ID, pattern=_ID), _POLICY_ID, required=True),
        Key("title", bilingual(), Text("政策名称", "the title of the scheme"), required=True),
        Key("place", Word(_PLACE), _PLACE, required=True),
        Key(
            "documents",
            Entries(_DOCUMENTS, Word(DOCUMENT_ID, pattern="[A-Za-z][A-Za-z0-9]*"), _document(), least=1),
            _DOCUMENTS,
            required=True,
        ),
        Key("in_force", window_shape(), Text("自何日起、至何日止施行", "from when to when it holds")),
        Key("uses", Entries(_USES, NAME_WORD, Word(_POLICY_ID, pattern=_ID)), _USES),
        Key("left_out", Entries(_LEFT_OUT, Word(FACT), bilingual()), _LEFT_OUT),
        Key("partly", Entries(_PARTLY, Word(FACT), bilingual()), _PARTLY),
        Key("define", _named(EXPRESSION, _DEFINE), _DEFINE),
        Key("tables", _named(table_shape(), _TABLES), _TABLES),
        Key("delegated", _named(_delegated(), _DELEGATED), _DELEGATED),
        Key("unsettled", _named(_unsettled(), _UNSETTLED), _UNSETTLED),
        Key("rules", _named(_rule(), _RULES), _RULES),
        Key("subsidies", _named(subsidy_shape(), _SUBSIDIES), _SUBSIDIES),
        Key("approvals", _named(approval_shape(), _APPROVALS), _APPROVALS),
        Key("measures", _named(measure_shape(), _MEASURES), _MEASURES),
    )
    return Record("pack", about, keys)


_ID = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
_USES = Text("所引用的其他政策，以简称为键", "other policies of which rules are required, by a short name")
_POLICY_ID = Text("小写字母、数字和连字符，如 cn-yunnan-poverty-training", "a name such as cn-yunnan-poverty-training")
_PLACE = Text("行政区划代码，全国为 000000", "a division code; 000000 for the whole country")
_DOCUMENTS = Text("所依据的文件，以简称为键", "the texts that it rests on, by a short name")
_LEFT_OUT = Text("未编入的事实编号及原因", "ids of facts that are not encoded, each with the reason")
_PARTLY = Text(
    "已引用、但有一部分未编入的事实编号，写明哪一部分及原因",
    "ids of facts that are cited and of which a part is not encoded: which, and why",
)
_DEFINE = Text("定义：名称和表达式", "definitions: names with expressions")
_TABLES = Text("表", "tables")
_DELEGATED = Text("授权有关部门确定的内容", "what the text leaves to an authority")
_UNSETTLED = Text("可作几种理解的条款", "clauses that can be read in several ways")
_RULES = Text("条件", "conditions")
_SUBSIDIES = Text("补贴项目", "subsidies")
_APPROVALS = Text("审核事项", "what may be done")
_MEASURES = Text("处理措施", "what is done to whom breaks the rules")


def _named(value: Shape, about: Text) -> Entries:
    return Entries(about, NAME_WORD, value)


def _document() -> Record:
    read = Text("读到何种程度", "how it was read")
    issued = Text("发布日期", "the date of issue")
    replaces = Items(Text("文件简称的列表", "a list of documents"), Word(DOCUMENT_ID), unique=True)
    number = Text("文号，未知写 unknown", "its number, or unknown")
    prefix = Text("其事实编号的前缀，如 GB24", "the prefix of its fact ids, such as GB24")
    keys = (
        Key("number", Word(number), number, required=True),
        Key("title", bilingual(), Text("文件名称", "its title")),
        Key("issued", Word(DAY, form=DAY_FORM), issued, required=True),
        Key("read", member(Provenance, read), read, required=True),
        Key("facts", Word(prefix), prefix, required=True),
        Key("replaces", replaces, Text("所取代的文件", "documents that it replaces")),
    )
    return Record("document", Text("文件", "a document"), keys)


def _delegated() -> Record:
    decider = Text("由谁确定，来源未写明时为 unknown", "who decides; unknown where the sources do not say")
    limits = Text("法定上下限 [a, b]；[a, ] 不设上限", "the legal range [a, b]; [a, ] has no upper end")
    keys = (
        type_key(ordered=True),
        *cites(),
        Key("range", Items(limits, VALUE, most=2), limits, required=True),
        Key("decided_by", Either(decider, (Word(decider, choices=("unknown",)), bilingual())), decider, required=True),
        Key("title", bilingual(), Text("该标准的名称", "what the figure is called")),
        Key("in_principle", YES_NO, Text("是否原则性规定", "whether it holds in principle")),
    )
    return Record("delegated", Text("授权事项", "a delegated clause"), keys)


def _unsettled() -> Record:
    readings = Text("至少两种理解", "at least two readings")
    labels = Text("各种理解的说法", "the words of the readings")
    keys = (
        type_key(),
        *cites(),
        Key("question", bilingual(), Text("有待明确的问题", "what is to be settled"), required=True),
        Key("readings", Entries(readings, NAME_WORD, EXPRESSION, least=2, most=MAX_READINGS), readings, required=True),
        Key("labels", Entries(labels, NAME_WORD, bilingual()), labels),
    )
    return Record("unsettled", Text("有疑义的条款", "an unsettled clause"), keys)


def _rule() -> Record:
    etc = Text(
        "列举是否以“等”结尾；因其他原因不能否定的，写明有待明确的问题",
        "whether the list ends with 等; the question to be settled, where a miss is open for another reason",
    )
    require = Text("条件，列表须全部满足", "a condition, or a list of which all must hold")
    keys = (
        *cites(),
        Key("require", Either(require, (EXPRESSION, EXPRESSIONS)), require),
        Key("any", EXPRESSIONS, Text("满足其一即可", "conditions of which one is enough")),
        Key(
            "status",
            member(PERSON_CATEGORIES, Text("人员类别", "a status of persons")),
            Text("须有的人员类别", "a status"),
        ),
        Key("when", EXPRESSION, Text("仅在此情形适用", "the rule applies only where this holds")),
        Key("open_ended", Either(etc, (YES_NO, bilingual())), etc),
        Key("because", bilingual(), Text("不满足时的说明", "what is said when it fails"), required=True),
        Key("remedy", bilingual(), Text("如何补救", "how to clear it")),
        interpretation(),
        Key("in_principle", YES_NO, Text("原文是否写“原则上”", "whether the text says 原则上 (in principle)")),
    )
    return Record("rule", Text("条件", "a rule"), keys, (("require", "any", "status"),))
