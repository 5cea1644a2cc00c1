"""What may stand in a pack, key by key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from vocskills.language import vocabulary
from vocskills.language.nodes import BOOL, COUNT, DATE, DAYS, MONEY, MONTHS, RATE, YEARS, Type
from vocskills.model.fields import Kind, Unit
from vocskills.model.terms import PERSON_CATEGORIES, AwardKind, Fund, Payee, SanctionGrade, SubjectKind
from vocskills.policy import csvfile
from vocskills.policy.pack import Provenance, StepOp
from vocskills.policy.shapes import Either, Entries, Items, Key, Nested, Record, Shape, Use, Word
from vocskills.text import Text

NAME = "[a-z][a-z0-9]*(_[a-z0-9]+)*"
"""Names of definitions, tables, clauses, rules, subsidies and readings: snake_case."""
SECTIONS = ("define", "tables", "delegated", "unsettled", "rules", "subsidies", "approvals", "measures")
"""The parts of a pack that share one name space."""
MAX_STEPS = 20
MAX_READINGS = 20
MAX_COLUMNS = 6
MAX_DATES = 5
MAX_EDITIONS = 50

_PART_OF_DAY = r"\d{4}(-\d\d(-\d\d)?)?"
_DAY_FORM = rf"{_PART_OF_DAY}|{_PART_OF_DAY}\.\.({_PART_OF_DAY})?|\.\.{_PART_OF_DAY}"
_VALUE_FORM = r"\d+(\.\d+)?%?|[a-z_]+|\d{4}-\d\d-\d\d"


@cache
def types() -> dict[str, Type]:
    """The types that a table or clause may have, by the word that stands after ``type``."""
    plain = {"bool": BOOL, "money": MONEY, "rate": RATE, "date": DATE, "days": DAYS, "months": MONTHS, "years": YEARS}
    units = {unit.value: Type(Kind.INT, unit) for unit in (Unit.HEADS, Unit.MINUTES, Unit.HOURS)}
    lists = {info.members for info in vocabulary.facts().values() if info.members} | {AwardKind, Fund, Payee}
    terms = {_snake(members.__name__): Type(Kind.ENUM, members=members) for members in lists}
    return plain | units | {"count": COUNT} | dict(sorted(terms.items()))


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
            Entries(_DOCUMENTS, Word(_DOCUMENT_ID, pattern="[A-Za-z][A-Za-z0-9]*"), _document(), least=1),
            _DOCUMENTS,
            required=True,
        ),
        Key("in_force", _window(), Text("自何日起、至何日止施行", "from when to when it holds")),
        Key("uses", Entries(_USES, NAME_WORD, Word(_POLICY_ID, pattern=_ID)), _USES),
        Key("left_out", Entries(_LEFT_OUT, Word(_FACT), bilingual()), _LEFT_OUT),
        Key("partly", Entries(_PARTLY, Word(_FACT), bilingual()), _PARTLY),
        Key("define", _named(_EXPRESSION, _DEFINE), _DEFINE),
        Key("tables", _named(_table(), _TABLES), _TABLES),
        Key("delegated", _named(_delegated(), _DELEGATED), _DELEGATED),
        Key("unsettled", _named(_unsettled(), _UNSETTLED), _UNSETTLED),
        Key("rules", _named(_rule(), _RULES), _RULES),
        Key("subsidies", _named(_subsidy(), _SUBSIDIES), _SUBSIDIES),
        Key("approvals", _named(_approval(), _APPROVALS), _APPROVALS),
        Key("measures", _named(_measure(), _MEASURES), _MEASURES),
    )
    return Record("pack", about, keys)


# The words for what stands where; each is said once and serves faults and editors alike.
_ID = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
_USES = Text("所引用的其他政策，以简称为键", "other policies of which rules are required, by a short name")
_POLICY_ID = Text("小写字母、数字和连字符，如 cn-yunnan-poverty-training", "a name such as cn-yunnan-poverty-training")
_PLACE = Text("行政区划代码，全国为 000000", "a division code; 000000 for the whole country")
_DOCUMENTS = Text("所依据的文件，以简称为键", "the texts that it rests on, by a short name")
_DOCUMENT_ID = Text("字母和数字，如 GB24", "letters and digits, such as GB24")
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
_FOR = Key("for", Word(Text("表达式", "an expression"), Use.EXPRESSION), Text("适用的培训", "the training it is for"))
_REQUIRED_RULES = Items(Text("条件名称的列表", "a list of rules"), Word(Text("条件名称", "a rule")), unique=True)
_EXCLUDES = Text("同一班期或证书上互斥的补贴种类", "kinds of award that it excludes for one class or certificate")
_FACT = Text("事实编号，如 YN20-04", "the id of a fact, such as YN20-04")
_NAME = Text("小写字母、数字和下划线，如 poor_laborer", "a name in snake_case, such as poor_laborer")
_DAY = Text("日期 2020-03-06、2020-03、2020，或 a..b、a..、..b", "a day, month, year, or a range a..b, a.., ..b")
_TYPE = Text("值的类型", "the type of its values")
_CELL = Text("一个值，或 none（文中没有此项）、open（未写明）", "a value, none (no such item) or open (not stated)")
_YES_NO = Word(Text("yes 或 no", "yes or no"), choices=("yes", "no"))
SENTENCE = Word(Text("一句话", "a sentence"), Use.SENTENCE)
"""Words that a person reads, in one language."""
_EXPRESSION = Word(Text("表达式", "an expression"), Use.EXPRESSION)
_EXPRESSIONS = Items(Text("表达式的列表", "a list of expressions"), _EXPRESSION)
_FIGURE = Word(
    Text("如 standard.training_fee、program.scarcity", "such as standard.training_fee or program.scarcity"),
    pattern=r"(standard|program)\.[a-z_]+",
)
_FIRST = Text("第一天", "its first day")
_LAST = Text("最后一天", "its last day")
_DATE = Word(Text("日期事实，如 cohort.start_date", "a date, such as cohort.start_date"), Use.EXPRESSION)
_COMPLETE = Key(
    "complete", _YES_NO, Text("未列出的是否即为没有（默认 no）", "whether a miss means that there is none (default no)")
)
_IN_FILE = Text("旁边的 CSV 文件名，不含文件夹", "the name of a CSV file beside the pack, without folders")
_FILE = Key("file", Word(_IN_FILE, pattern=csvfile.NAME), _IN_FILE)
_VALUE = Word(Text("一个值", "a value"), form=_VALUE_FORM)
_CELL_WORD = Word(_CELL, form=_VALUE_FORM)
NAME_WORD = Word(_NAME, pattern=f"(?=.{{1,60}}$){NAME}")
"""A name in snake_case."""


def bilingual() -> Record:
    """Whatever a person reads: the same in Chinese and in English."""
    zh = Key("zh", SENTENCE, Text("中文", "in Chinese"), required=True)
    en = Key("en", SENTENCE, Text("英文", "in English"), required=True)
    return Record("text", Text("分别写 zh 和 en 两行", "zh and en, each on its own line"), (zh, en))


def _named(value: Shape, about: Text) -> Entries:
    return Entries(about, NAME_WORD, value)


def member(members: Iterable[Any], about: Text) -> Word:
    """A member of a closed list."""
    return Word(about, choices=tuple(str(member.value) for member in members))


def _type(*, ordered: bool = False, required: bool = True) -> Key:
    kinds = (Kind.INT, Kind.MONEY, Kind.RATE, Kind.DATE)
    names = tuple(name for name, kind in types().items() if not ordered or kind.kind in kinds)
    return Key("type", Word(_TYPE, choices=names), _TYPE, required=required)


def _cites(*, needed: bool = True, article: bool = True) -> tuple[Key, ...]:
    """Where something stands."""
    ids = Items(Text("事实编号的列表", "a list of fact ids"), Word(_FACT), unique=True)
    where = Text(
        "条款，如 第九条；仅据摘要时为 unknown", "the article, such as 第九条; unknown if known from digests only"
    )
    text = Text("所依据的文件（有几份已读文件时必填）", "the document; needed if several were read")
    return (
        Key("facts", ids, Text("所依据的事实", "the facts that it rests on"), required=needed),
        Key("article", Word(where), where, required=needed and article),
        Key("document", Word(text), text),
    )


def _document() -> Record:
    read = Text("读到何种程度", "how it was read")
    issued = Text("发布日期", "the date of issue")
    replaces = Items(Text("文件简称的列表", "a list of documents"), Word(_DOCUMENT_ID), unique=True)
    number = Text("文号，未知写 unknown", "its number, or unknown")
    prefix = Text("其事实编号的前缀，如 GB24", "the prefix of its fact ids, such as GB24")
    keys = (
        Key("number", Word(number), number, required=True),
        Key("title", bilingual(), Text("文件名称", "its title")),
        Key("issued", Word(_DAY, form=_DAY_FORM), issued, required=True),
        Key("read", member(Provenance, read), read, required=True),
        Key("facts", Word(prefix), prefix, required=True),
        Key("replaces", replaces, Text("所取代的文件", "documents that it replaces")),
    )
    return Record("document", Text("文件", "a document"), keys)


def _window() -> Record:
    day = Word(_DAY, form=_DAY_FORM)
    then = Text("接替它、但未读到的文件", "the document that takes over and was not read")
    judged = Text(
        "须在施行期内的日期，默认为开班、结业日期", "dates that must lie in it; the first and last day of the class"
    )
    keys = (
        *_cites(article=False),
        Key("from", day, _FIRST, required=True),
        Key("through", day, _LAST, required=True),
        Key("then", Word(then), then),
        Key("judged_on", Items(judged, _DATE, most=MAX_DATES, unique=True), judged),
        _interpretation(),
    )
    return Record("in_force", Text("施行期", "when it holds"), keys)


def _interpretation() -> Key:
    return Key("interpretation", bilingual(), Text("我们采用的理解", "the reading that we chose"))


def _table() -> Record:
    by = Text("查表所用的列", "the columns that it is looked up by")
    band = Record(
        "band",
        Text("一段", "a band"),
        (
            Key("from", _VALUE, Text("自", "from")),
            Key("to", _VALUE, Text("至", "to")),
            Key("value", _VALUE, Text("每单位的值", "the value per unit"), required=True),
        ),
    )
    tiers = Text("分段", "bands")
    editions = Text("先后的各个版本", "its editions one after the other")
    judged = Text(
        "决定适用哪一版的日期，默认与 in_force 相同", "the dates that choose the edition; those of in_force by default"
    )
    figure = Text(
        "表里未写明时，以案件中的哪一项为准", "the figure or fact of the case that counts where the table is open"
    )
    bands = Entries(tiers, Word(Text("数段，如 0..10", "a range, such as 0..10")), _VALUE, least=1)
    labels = Text("一行有几个值时，各值的说法", "what the values are called, where a row has several")
    columns = Text("一行有几个值时，各值的名称和类型", "the names and types of the values, where a row has several")
    keys = (
        _type(required=False),
        Key(
            "columns",
            Entries(columns, NAME_WORD, Word(_TYPE, choices=tuple(types())), least=1, most=MAX_COLUMNS),
            columns,
        ),
        *_cites(),
        Key("title", bilingual(), Text("表的名称", "what the table is called")),
        Key("labels", Entries(labels, NAME_WORD, bilingual()), labels),
        Key("by", Items(by, _EXPRESSION, most=MAX_COLUMNS), by),
        _COMPLETE,
        _rows(),
        _FILE,
        Key("value", _cells(), Text("没有列时的值", "the value, where there is no column")),
        Key("tiers", Either(tiers, (Items(tiers, band), bands)), tiers),
        Key("editions", Items(editions, _edition(), most=MAX_EDITIONS), editions),
        Key("judged_on", Items(judged, _DATE, most=MAX_DATES, unique=True), judged),
        Key("supplied_by", Either(figure, (_FIGURE, Entries(figure, NAME_WORD, _FIGURE, least=1))), figure),
    )
    return Record(
        "table",
        Text("表", "a table"),
        keys,
        (("type", "columns"), ("rows", "file", "value", "tiers", "editions")),
    )


def _rows() -> Key:
    return Key("rows", Nested(Text("行", "rows"), _CELL_WORD), Text("行", "rows"))


def _cells() -> Either:
    """One cell, or one for each of several values."""
    return Either(_CELL, (_CELL_WORD, Entries(_CELL, NAME_WORD, _CELL_WORD, least=1)))


def _edition() -> Record:
    day = Word(_DAY, form=_DAY_FORM)
    keys = (
        Key("from", day, _FIRST),
        Key("through", day, _LAST),
        *_cites(),
        _COMPLETE,
        _rows(),
        _FILE,
        Key("value", _cells(), Text("这一版的每一项都是此值", "the value of every item in it")),
    )
    return Record("edition", Text("表的一个版本", "an edition of a table"), keys, (("rows", "file", "value"),))


def _delegated() -> Record:
    decider = Text("由谁确定，来源未写明时为 unknown", "who decides; unknown where the sources do not say")
    limits = Text("法定上下限 [a, b]；[a, ] 不设上限", "the legal range [a, b]; [a, ] has no upper end")
    keys = (
        _type(ordered=True),
        *_cites(),
        Key("range", Items(limits, _VALUE, most=2), limits, required=True),
        Key("decided_by", Either(decider, (Word(decider, choices=("unknown",)), bilingual())), decider, required=True),
        Key("title", bilingual(), Text("该标准的名称", "what the figure is called")),
        Key("in_principle", _YES_NO, Text("是否原则性规定", "whether it holds in principle")),
    )
    return Record("delegated", Text("授权事项", "a delegated clause"), keys)


def _unsettled() -> Record:
    readings = Text("至少两种理解", "at least two readings")
    labels = Text("各种理解的说法", "the words of the readings")
    keys = (
        _type(),
        *_cites(),
        Key("question", bilingual(), Text("有待明确的问题", "what is to be settled"), required=True),
        Key("readings", Entries(readings, NAME_WORD, _EXPRESSION, least=2, most=MAX_READINGS), readings, required=True),
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
        *_cites(),
        Key("require", Either(require, (_EXPRESSION, _EXPRESSIONS)), require),
        Key("any", _EXPRESSIONS, Text("满足其一即可", "conditions of which one is enough")),
        Key(
            "status",
            member(PERSON_CATEGORIES, Text("人员类别", "a status of persons")),
            Text("须有的人员类别", "a status"),
        ),
        Key("when", _EXPRESSION, Text("仅在此情形适用", "the rule applies only where this holds")),
        Key("open_ended", Either(etc, (_YES_NO, bilingual())), etc),
        Key("because", bilingual(), Text("不满足时的说明", "what is said when it fails"), required=True),
        Key("remedy", bilingual(), Text("如何补救", "how to clear it")),
        _interpretation(),
        Key("in_principle", _YES_NO, Text("原文是否写“原则上”", "whether the text says 原则上 (in principle)")),
    )
    return Record("rule", Text("条件", "a rule"), keys, (("require", "any", "status"),))


def _subsidy() -> Record:
    amount = Text("金额", "the amount")
    steps = Items(Text("计算步骤的列表", "a list of steps"), _step(), most=MAX_STEPS)
    requires = Items(Text("条件名称的列表", "a list of rules"), Word(_NAME), unique=True)
    open_to = Text("表达式，文中未写明时为 open", "an expression, or open where it is not stated")
    or_open = Word(open_to, Use.EXPRESSION)
    kinds = member(AwardKind, Text("补贴种类", "a kind of award"))
    payee = Text(f"收款人：{open_to.zh}", f"who is paid: {open_to.en}")
    keys = (
        *_cites(),
        *_subject(),
        Key("kind", kinds, Text("补贴种类，默认同名称", "the kind of award; the name, if not given")),
        Key("title", bilingual(), Text("名称", "its words")),
        Key("for", _EXPRESSION, Text("适用的培训", "the training that it is for")),
        Key("requires", requires, Text("须满足的条件", "the rules that must hold"), required=True),
        Key("excludes", Items(_EXCLUDES, kinds, unique=True), _EXCLUDES),
        Key("amount", Either(amount, (_EXPRESSION, steps)), amount, required=True),
        Key("advance", _advance(requires), Text("预拨", "what may be paid in advance")),
        Key("payee", Either(payee, (or_open, _shared())), payee, required=True),
        Key("fund", or_open, Text(f"资金渠道：{open_to.zh}", f"the purse: {open_to.en}"), required=True),
        Key("discretionary", _YES_NO, Text("是否“可以”给予", "whether the text says 'may'")),
        Key(
            "binds",
            Items(Text("补贴种类的列表", "a list of kinds"), kinds, unique=True),
            Text(
                "所约束的地方补贴种类（仅全国性政策）",
                "the kinds of local awards that it binds; national policies only",
            ),
        ),
        _interpretation(),
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
        Key("judged_on", Items(judged, _DATE, most=MAX_DATES, unique=True), judged),
    )


def _approval() -> Record:
    needed = Text("须满足的条件", "the rules that must hold")
    keys = (
        *_cites(),
        *_subject(),
        Key("title", bilingual(), Text("名称", "its words"), required=True),
        _FOR,
        Key("requires", _REQUIRED_RULES, needed, required=True),
        _interpretation(),
    )
    return Record("approval", Text("审核事项", "an approval"), keys)


def _measure() -> Record:
    grade = Text("作出后成为的处理方式，默认同名称", "the sanction that it becomes; the name, if it is one")
    last, recovered = Text("最后一天", "the last day"), Text("收回的金额", "how much is taken back")
    keys = (
        *_cites(),
        *_subject(),
        Key("title", bilingual(), Text("名称", "its words"), required=True),
        _FOR,
        Key("grade", member(SanctionGrade, grade), grade),
        Key("requires", _REQUIRED_RULES, Text("须全部满足的条件", "rules that must all hold")),
        Key("when_any", _REQUIRED_RULES, Text("有其一即处理的情形", "rules of which one is enough"), required=True),
        Key("fix_by", _EXPRESSION, Text(f"整改期限：{last.zh}", f"by when it is to be put right: {last.en}")),
        Key("no_new_classes_until", _EXPRESSION, Text(f"停止开班：{last.zh}", f"no new classes: {last.en}")),
        Key("recover", _EXPRESSION, recovered),
        _interpretation(),
    )
    return Record("measure", Text("处理措施", "a measure"), keys)


def _advance(requires: Items) -> Record:
    limit = Text("至多预拨多少（占金额的比率）", "how much at most, as a share of the amount")
    keys = (
        *_cites(needed=False),
        Key("at_most", _EXPRESSION, limit, required=True),
        Key("requires", requires, Text("预拨须满足的条件", "the rules that must hold for it")),
    )
    return Record("advance", Text("预拨", "what may be paid in advance"), keys)


def _shared() -> Record:
    payee = member(Payee, Text("收款人", "a payee"))
    who = Items(Text("收款人的列表", "a list of payees"), payee, least=2, unique=True)
    named = Text("共同收款人（文中未写明份额）", "those who share it, where the text states no shares")
    return Record("shared_payee", named, (Key("shared", who, named, required=True),))


def _step() -> Record:
    values = tuple(Key(op.value, _EXPRESSION, Text("步骤", "a step")) for op in StepOp)
    order = Text("文中是否写明排在前一步之后", "whether the text itself puts it after the one before")
    keys = (*values, *_cites(needed=False), Key("order", _YES_NO, order))
    return Record("step", Text("计算步骤", "a step"), keys, (tuple(op.value for op in StepOp),))


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
