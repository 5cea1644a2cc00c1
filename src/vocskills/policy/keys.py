"""Words and keys that stand in several parts of a pack; each is said once and serves faults and editors alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from vocskills.language import vocabulary
from vocskills.language.nodes import BOOL, COUNT, DATE, DAYS, MONEY, MONTHS, RATE, YEARS, Type
from vocskills.model.fields import Kind, Unit
from vocskills.model.terms import AwardKind, Fund, Payee
from vocskills.policy.shapes import Items, Key, Record, Use, Word
from vocskills.text import Text

NAME = "[a-z][a-z0-9]*(_[a-z0-9]+)*"
"""Names of definitions, tables, clauses, rules, subsidies and readings: snake_case."""
MAX_DATES = 5
_PART_OF_DAY = r"\d{4}(-\d\d(-\d\d)?)?"
DAY_FORM = rf"{_PART_OF_DAY}|{_PART_OF_DAY}\.\.({_PART_OF_DAY})?|\.\.{_PART_OF_DAY}"
VALUE_FORM = r"\d+(\.\d+)?%?|[a-z_]+|\d{4}-\d\d-\d\d"
DOCUMENT_ID = Text("字母和数字，如 GB24", "letters and digits, such as GB24")
FACT = Text("事实编号，如 YN20-04", "the id of a fact, such as YN20-04")
SNAKE_CASE = Text("小写字母、数字和下划线，如 poor_laborer", "a name in snake_case, such as poor_laborer")
DAY = Text("日期 2020-03-06、2020-03、2020，或 a..b、a..、..b", "a day, month, year, or a range a..b, a.., ..b")
TYPE = Text("值的类型", "the type of its values")
YES_NO = Word(Text("yes 或 no", "yes or no"), choices=("yes", "no"))
SENTENCE = Word(Text("一句话", "a sentence"), Use.SENTENCE)
"""Words that a person reads, in one language."""
EXPRESSION = Word(Text("表达式", "an expression"), Use.EXPRESSION)
EXPRESSIONS = Items(Text("表达式的列表", "a list of expressions"), EXPRESSION)
FIRST = Text("第一天", "its first day")
LAST = Text("最后一天", "its last day")
DATE_WORD = Word(Text("日期事实，如 cohort.start_date", "a date, such as cohort.start_date"), Use.EXPRESSION)
VALUE = Word(Text("一个值", "a value"), form=VALUE_FORM)
NAME_WORD = Word(SNAKE_CASE, pattern=f"(?=.{{1,60}}$){NAME}")
"""A name in snake_case."""


@cache
def types() -> dict[str, Type]:
    """The types that a table or clause may have, by the word that stands after ``type``."""
    plain = {"bool": BOOL, "money": MONEY, "rate": RATE, "date": DATE, "days": DAYS, "months": MONTHS, "years": YEARS}
    units = {unit.value: Type(Kind.INT, unit) for unit in (Unit.HEADS, Unit.MINUTES, Unit.HOURS)}
    lists = {info.members for info in vocabulary.facts().values() if info.members} | {AwardKind, Fund, Payee}
    terms = {_snake(members.__name__): Type(Kind.ENUM, members=members) for members in lists}
    return plain | units | {"count": COUNT} | dict(sorted(terms.items()))


def bilingual() -> Record:
    """Whatever a person reads: the same in Chinese and in English."""
    zh = Key("zh", SENTENCE, Text("中文", "in Chinese"), required=True)
    en = Key("en", SENTENCE, Text("英文", "in English"), required=True)
    return Record("text", Text("分别写 zh 和 en 两行", "zh and en, each on its own line"), (zh, en))


def member(members: Iterable[Any], about: Text) -> Word:
    """A member of a closed list."""
    return Word(about, choices=tuple(str(member.value) for member in members))


def type_key(*, ordered: bool = False, required: bool = True) -> Key:
    """The type of values; of those only that have an order."""
    kinds = (Kind.INT, Kind.MONEY, Kind.RATE, Kind.DATE)
    names = tuple(name for name, kind in types().items() if not ordered or kind.kind in kinds)
    return Key("type", Word(TYPE, choices=names), TYPE, required=required)


def cites(*, needed: bool = True, article: bool = True) -> tuple[Key, ...]:
    """Where something stands."""
    ids = Items(Text("事实编号的列表", "a list of fact ids"), Word(FACT), unique=True)
    where = Text(
        "条款，如 第九条；仅据摘要时为 unknown", "the article, such as 第九条; unknown if known from digests only"
    )
    text = Text("所依据的文件（有几份已读文件时必填）", "the document; needed if several were read")
    return (
        Key("facts", ids, Text("所依据的事实", "the facts that it rests on"), required=needed),
        Key("article", Word(where), where, required=needed and article),
        Key("document", Word(text), text),
    )


def interpretation() -> Key:
    """The reading that the pack chose."""
    return Key("interpretation", bilingual(), Text("我们采用的理解", "the reading that we chose"))


def window_shape(*, own: bool = False) -> Record:
    """From when to when a pack holds, or something in it by itself, as far as that differs."""
    day = Word(DAY, form=DAY_FORM)
    then = Text("接替它、但未读到的文件", "the document that takes over and was not read")
    usual = Text("默认为开班、结业日期", "the first and last day of the class")
    usual = Text("默认与该项相同", "those of the item") if own else usual
    judged = Text(f"须在施行期内的日期，{usual.zh}", f"dates that must lie in it; {usual.en}")
    keys = (
        *cites(article=False),
        Key("from", day, FIRST, required=not own),
        Key("through", day, LAST, required=not own),
        Key("then", Word(then), then),
        Key("judged_on", Items(judged, DATE_WORD, most=MAX_DATES, unique=True), judged),
        interpretation(),
    )
    if own:
        return Record("own_in_force", Text("自己的施行期", "when it holds by itself"), keys)
    return Record("in_force", Text("施行期", "when it holds"), keys)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
