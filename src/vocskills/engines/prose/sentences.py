"""A typed tree as a sentence.

What a sentence is:

* **A value is a noun phrase, a condition is a statement.** ``cohort.start_date`` is 开班日期 / the start of the class;
  ``exists(certificate)`` is 有证书 / there is a certificate. The words are the model's; what the model does not know
  (clauses, tables, readings, who decides) comes in :class:`Names`, else the document's own name stands in quotes.
* **A comparison reads as its type is spoken of**: dates are earlier or later, levels lower or higher by their labels,
  counts fewer or more, money and rates lower or higher. The constant stands on the right, whichever way it was written.
* **A negation is said by its opposite** (不属于, 少于, is not) and reaches all parts of a compound. Where the opposite
  is not the negation (levels off the ladder compare false both ways) the whole statement is said not to hold.
* **And/or cannot be misread.** At the top more than two conditions, or compound ones, are numbered; inside, a compound
  stands in brackets, and within one pair of brackets there is only one of *and* and *or*.
* **An unsettled clause is its readings side by side**, never an *if*: it depends on no fact but on whoever settles
  the text. A delegated figure is said with its range and who decides it.
* **Records and the case are told apart.** Inside a question to a list the record's fields are plain, and those of the
  case carry 本 / in this case.
* **A number that identifies a person is not printed**, not even when a rule compares with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

import attrs

from vocskills.engines.prose.kinds import kind_of
from vocskills.engines.prose.values import UNKNOWN, value_text
from vocskills.engines.prose.words import (
    YesNo,
    bracketed,
    constant,
    decimal,
    division,
    element_claim,
    element_phrase,
    field_claim,
    field_phrase,
    fill,
    nouns,
    quoted,
    series,
    subject,
    yuan,
)
from vocskills.language.nodes import (
    Arith,
    ArithOp,
    Call,
    Compare,
    CompareOp,
    County,
    Element,
    Exists,
    Fact,
    Function,
    Holds,
    If,
    InArea,
    Literal,
    Logic,
    LogicOp,
    Lookup,
    Node,
    Not,
    Quantified,
    Quantifier,
    Type,
    walk,
)
from vocskills.language.vocabulary import elements, facts, lists
from vocskills.model.fields import FieldInfo, Kind, Unit
from vocskills.model.terms import Category, Level
from vocskills.text import Text, join, same


@attrs.frozen
class Names:
    """The words of one document that the model cannot know.

    Attributes:
        words: by engine path: ``reading.<clause>`` and ``ruling.<clause>`` name a clause, ``ruling.<table>`` a table,
            ``reading.<clause>.<reading>`` one of the readings.
        decided_by: who decides, by ``ruling.<clause>``.
        defined: the words of a definition, by its typed tree; they stand for it wherever it was put in.
    """

    words: Mapping[str, Text] = attrs.field(factory=dict)
    decided_by: Mapping[str, Text] = attrs.field(factory=dict)
    defined: Mapping[Node, Text] = attrs.field(factory=dict)


NO_NAMES = Names()


def sentence(node: Node, names: Names = NO_NAMES) -> Text:
    """Says a typed tree: a condition as a statement, anything else as a noun phrase.

    Args:
        node: a typed tree, as :func:`~vocskills.language.check.check` makes it.
        names: the words of its document.
    """
    return _Speaker(names).whole(node)


def fact_text(fact: Fact, names: Names = NO_NAMES) -> Text:
    """What a fact is called: a question for a yes or no, else a noun phrase."""
    speaker = _Speaker(names)
    return speaker.claim(fact).ask if fact.type.kind is Kind.BOOL else speaker.phrase(fact)


_FLIPPED = {
    CompareOp.LT: CompareOp.GT,
    CompareOp.LE: CompareOp.GE,
    CompareOp.GT: CompareOp.LT,
    CompareOp.GE: CompareOp.LE,
}
_OPPOSITE = {
    CompareOp.EQ: CompareOp.NE,
    CompareOp.NE: CompareOp.EQ,
    CompareOp.LT: CompareOp.GE,
    CompareOp.LE: CompareOp.GT,
    CompareOp.GT: CompareOp.LE,
    CompareOp.GE: CompareOp.LT,
    CompareOp.IN: CompareOp.NOT_IN,
    CompareOp.NOT_IN: CompareOp.IN,
}
_ORDER = {
    CompareOp.LT: Text("低于", "below"),
    CompareOp.LE: Text("不高于", "at most"),
    CompareOp.GT: Text("高于", "above"),
    CompareOp.GE: Text("不低于", "at least"),
}
_COUNTED = {
    CompareOp.LT: Text("少于", "less than"),
    CompareOp.LE: Text("不超过", "at most"),
    CompareOp.GT: Text("超过", "more than"),
    CompareOp.GE: Text("不少于", "at least"),
}
_DATED = {
    CompareOp.LT: Text("早于", "before"),
    CompareOp.LE: Text("不晚于", "not after"),
    CompareOp.GT: Text("晚于", "after"),
    CompareOp.GE: Text("不早于", "not before"),
}
_SIGNS = {
    ArithOp.ADD: "+",
    ArithOp.SUBTRACT: "-",
    ArithOp.MULTIPLY: "×",
    ArithOp.DIVIDE: "÷",
    ArithOp.FLOOR_DIVIDE: "÷",
}
_RETIREMENT = Text("学员达到法定退休年龄之日", "the day on which the trainee reaches the statutory retirement age")
_CATEGORIES = {category.value: category for category in Category}
_EVERY = Text("以下各项均须满足：", "all of these hold: ")
_SOME = Text("以下至少一项成立：", "at least one of these holds: ")
_TIGHT = (ArithOp.MULTIPLY, ArithOp.DIVIDE)
_PLURAL = (Unit.DAYS, Unit.MONTHS, Unit.HEADS, Unit.MINUTES, Unit.HOURS)


@attrs.frozen
class _Speaker:
    """Says trees with the words of one document; ``source`` is the list that a quantifier is asking."""

    names: Names = NO_NAMES
    source: str = ""

    # -- trees -------------------------------------------------------------------------------------------------

    def say(self, node: Node, yes: bool = True) -> Text:
        """One tree inside a sentence: a value, or a condition (denied, if not ``yes``)."""
        if self.names.defined and node in self.names.defined:
            return self.defined(node, yes)
        match node:
            case Literal():
                return self.literal(node, yes)
            case Fact() | Element():
                return self.claim(node).say(yes) if node.type.kind is Kind.BOOL else self.phrase(node)
            case Arith():
                return self.arithmetic(node)
            case Compare():
                return self.comparison(node, yes)
            case Logic():
                return self.joined(node, yes)
            case Not(item):
                return self.say(item, not yes)
            case If():
                return self.readings(node, yes) or bracketed(self.conditional(node, yes))
            case Lookup():
                return self.looked_up(node, yes)
            case Call():
                return self.call(node, yes)
            case Quantified():
                return self.quantified(node, yes)
            case _:
                assert_never(node)

    def whole(self, node: Node, yes: bool = True) -> Text:
        """One tree as a sentence of its own: conditions numbered, an *if* without brackets."""
        if self.names.defined and node in self.names.defined:
            return self.defined(node, yes)
        match node:
            case Not(item):
                return self.whole(item, not yes)
            case Logic():
                return self.numbered(node, yes)
            case If():
                return self.readings(node, yes) or self.conditional(node, yes)
            case _:
                return self.say(node, yes)

    def defined(self, node: Node, yes: bool) -> Text:
        words = self.names.defined[node]
        return _holding(words).say(yes) if kind_of(node).kind is Kind.BOOL else words

    def literal(self, node: Literal, yes: bool = True) -> Text:
        if isinstance(node.value, tuple):
            return join([constant(value, node.type) for value in node.value])
        return constant(int(yes == bool(node.value)) if node.type.kind is Kind.BOOL else node.value, node.type)

    def inner(self, node: Node) -> Text:
        """A part of a noun phrase, bracketed where its end could not be seen."""
        return bracketed(self.say(node)) if isinstance(node, Arith) else self.say(node)

    # -- facts -------------------------------------------------------------------------------------------------

    def phrase(self, node: Fact | Element) -> Text:
        """A fact that is not a yes or no, as a noun phrase."""
        info = self.info(node)
        match node.derived:
            case County(code):
                return fill("{0}所属县", "the county of {0}", self.place(code))
            case _ if info and isinstance(node, Element):
                return element_phrase(info)
            case _ if info and isinstance(node, Fact):
                return field_phrase(node.path.partition(".")[0], info, this=bool(self.source))
            case _:
                return self.clause(node)

    def claim(self, node: Fact | Element) -> YesNo:
        """A yes or no of the case, as a statement."""
        info = self.info(node)
        match node.derived:
            case Holds(of, category, on):
                return self.status(of, category, on)
            case InArea(code, area):
                return _in_area(self.place(code), division(area))
            case Exists(entity):
                return self.existence(entity)
            case _ if info and isinstance(node, Element):
                return element_claim(info)
            case _ if info and isinstance(node, Fact):
                return field_claim(node.path.partition(".")[0], info, this=bool(self.source))
            case _ if isinstance(node, Fact) and node.path.startswith("ruling.listed("):
                return _listing_claim(self.table(node.path.removeprefix("ruling.listed(").removesuffix(")")))
            case _:
                return _holding(self.clause(node))

    def info(self, node: Fact | Element) -> FieldInfo | None:
        """What the model knows about a field; ``None`` for what the door or a ruling supplies."""
        if isinstance(node, Fact):
            return facts().get(node.path)
        return elements(self.source).get(node.field) if self.source else None

    def place(self, code: str) -> Text:
        """The field that a derived fact reads: of the case by its path, of a record by its name."""
        if code in facts():
            return field_phrase(code.partition(".")[0], facts()[code], this=bool(self.source))
        info = elements(self.source).get(code) if self.source else None
        return element_phrase(info) if info else quoted(same(code))

    def status(self, of: str, category: str, on: Node) -> YesNo:
        who, held = subject(of, this=bool(self.source)), _CATEGORIES[category].label
        parts = (who, self.at(on), quoted(held), held)
        return YesNo(
            fill("{0}{1}属于{3}", "{0} has the status {2} {1}", *parts),
            fill("{0}{1}不属于{3}", "{0} does not have the status {2} {1}", *parts),
            fill("{0}{1}是否属于{3}", "whether {0} has the status {2} {1}", *parts),
        )

    def at(self, on: Node) -> Text:
        """``在开班日期时`` / ``on the start of the class``."""
        words = self.inner(on)
        return Text(f"在{words.zh}{'时' if words.zh.endswith('日期') else ''}", f"on {words.en}")

    def existence(self, entity: str) -> YesNo:
        noun = nouns()[entity]
        article = "an" if noun.en[0] in "aeiou" else "a"
        return YesNo(
            Text(f"有{noun.zh}", f"there is {article} {noun.en}"),
            Text(f"没有{noun.zh}", f"there is no {noun.en}"),
            Text(f"是否有{noun.zh}", f"whether there is {article} {noun.en}"),
        )

    # -- clauses of the document -------------------------------------------------------------------------------

    def named(self, path: str) -> Text:
        """The words for a path of the document, else the document's own name in quotes."""
        return self.names.words.get(path) or quoted(same(path.partition(".")[2] or path))

    def table(self, name: str) -> Text:
        """A table by its title, else by its name."""
        title = self.names.words.get(f"ruling.{name}")
        return quoted(title) if title else Text(f"表 {name} ", f"table {name}")

    def clause(self, node: Fact | Element) -> Text:
        """A clause that somebody has to settle: its name, and for a delegated one its range and who decides."""
        if isinstance(node, Element):
            return quoted(same(node.field))
        return self.named(node.path) if node.path.startswith("reading.") else self.delegated(node)

    def delegated(self, node: Fact) -> Text:
        span = value_text(node.type, node.lo, node.hi)
        by = self.names.decided_by.get(node.path)
        settled = fill("由{0}决定", "decided by {0}", by) if by else Text("尚未明确", "not settled")
        notes = [settled] if span == UNKNOWN else [span, settled]
        return fill("{0}（{1}）", "{0} ({1})", self.named(node.path), join(notes, "，"))

    def readings(self, node: If, yes: bool) -> Text | None:
        """An unsettled clause as its readings side by side; ``None`` for an ordinary *if*."""
        found = _alternatives(node)
        if found is None:
            return None
        fact, arms = found
        told = [self.reading(fact, code, arm) for code, arm in sorted(arms.items())]
        zh, en = ("；或者", "; or ") if _labelled(self.names, fact) else ("或", "; or ")
        if kind_of(node).kind is not Kind.BOOL:
            return fill("（{0}；尚未明确）", "({0}; unsettled)", join(told, zh, en))
        named = self.named(fact.path)
        end = fill("{0}（{1}{2}尚未明确）", "{0} ({1}; unsettled)", named, join(told, zh, en), same(zh[0]))
        words = attrs.evolve(end, zh=end.zh.replace("或尚未明确", "，尚未明确"))
        return words if yes else fill("“{0}”不成立", "it is not so that {0}", words)

    def reading(self, fact: Fact, code: int, arm: Node) -> Text:
        name, words = fact.type.names[code], self.inner_reading(arm)
        label = self.names.words.get(f"{fact.path}.{name}")
        if label:
            return fill("{0}：{1}", "{0}: {1}", label, words)
        return Text(words.zh, f"{name.replace('_', ' ')}: {words.en}")

    def inner_reading(self, arm: Node) -> Text:
        return bracketed(self.say(arm)) if isinstance(arm, Logic) else self.say(arm)

    # -- and, or, if -------------------------------------------------------------------------------------------

    def numbered(self, node: Logic, yes: bool) -> Text:
        """Conditions at the top of a sentence: two simple ones joined, others numbered."""
        simple = len(node.items) == 2 and not any(isinstance(item, Logic) for item in node.items)
        if simple:
            return self.joined(node, yes)
        every = (node.op is LogicOp.AND) is yes
        head = _EVERY if every else _SOME
        parts = [self.say(item, yes) for item in node.items]
        told = join([Text(f"（{n}）{p.zh}", f"({n}) {p.en}") for n, p in enumerate(parts, 1)], "；", "; ")
        return Text(head.zh + told.zh, head.en + told.en)

    def joined(self, node: Logic, yes: bool) -> Text:
        """Conditions inside a sentence: one word between all of them, compounds in brackets."""
        every = (node.op is LogicOp.AND) is yes
        parts = [self.part(item, yes) for item in node.items]
        return join(parts, "，且" if every else "，或者", " and " if every else " or ")

    def part(self, node: Node, yes: bool) -> Text:
        """A part of a compound, bracketed if it is one itself."""
        said = self.say(node, yes)
        return bracketed(said) if isinstance(node, Logic) else said

    def conditional(self, node: If, yes: bool) -> Text:
        condition = self.part(node.condition, True)
        then, other = self.say(node.then, yes), self.say(node.otherwise, yes)
        if kind_of(node).kind is Kind.BOOL:
            return fill("如果{0}，则{1}；否则{2}", "if {0}, then {1}; otherwise {2}", condition, then, other)
        return fill("如果{0}，为{1}，否则为{2}", "{1} if {0}, otherwise {2}", condition, then, other)

    # -- comparisons -------------------------------------------------------------------------------------------

    def comparison(self, node: Compare, yes: bool) -> Text:
        """A comparison, the constant on the right; denied by its opposite."""
        left, op, right = node.left, node.op, node.right
        if isinstance(left, Literal) and not isinstance(right, Literal) and op not in (CompareOp.IN, CompareOp.NOT_IN):
            left, op, right = right, _FLIPPED.get(op, op), left
        kind = kind_of(left)
        if kind.kind is Kind.BOOL:
            same_truth = isinstance(right, Literal) and bool(right.value)
            return self.say(left, yes is ((op is CompareOp.EQ) is same_truth))
        if not yes and kind.members is Level and op in _ORDER:
            return fill("并非{0}", "it is not so that {0}", self.comparison(node, True))
        return self.compared(left, op if yes else _OPPOSITE[op], right, kind)

    def compared(self, left: Node, op: CompareOp, right: Node, kind: Type) -> Text:
        if isinstance(left, Call) and left.function is Function.AGE and isinstance(right, Literal):
            return self.aged(left, op, right) or self.plainly(left, op, right, kind)
        return self.plainly(left, op, right, kind)

    def aged(self, call: Call, op: CompareOp, right: Literal) -> Text | None:
        """``年满16周岁`` / "is at least 16 years old"; ``None`` where the comparison has no such form."""
        forms = {
            CompareOp.GE: ("{0}{1}已满{2}周岁", "{0} is at least {2} years old {1}"),
            CompareOp.LT: ("{0}{1}未满{2}周岁", "{0} is under {2} years old {1}"),
        }
        if op not in forms or isinstance(right.value, tuple):
            return None
        born, on = call.args
        who = subject("trainee") if isinstance(born, Fact) and born.path == "trainee.birth_date" else self.inner(born)
        return fill(*forms[op], who, self.at(on), same(decimal(Fraction(right.value))))

    def plainly(self, left: Node, op: CompareOp, right: Node, kind: Type) -> Text:
        mine, other = self.inner(left), self.inner(right)
        match op:
            case CompareOp.IN | CompareOp.NOT_IN:
                return self.among(mine, right, denied=op is CompareOp.NOT_IN)
            case CompareOp.EQ | CompareOp.NE:
                return self.equal(mine, other, denied=op is CompareOp.NE, constant=isinstance(right, Literal))
            case _:
                words = _words_of_order(kind)[op]
                return fill("{0}{1}{2}", "{0} is {1} {2}", mine, words, other)

    def among(self, mine: Text, right: Node, *, denied: bool) -> Text:
        assert isinstance(right, Literal)
        values = right.value if isinstance(right.value, tuple) else (right.value,)
        told = series([constant(value, right.type) for value in values], "或", "or")
        if denied:
            return fill("{0}不是{1}", "{0} is none of {1}", mine, told)
        return fill("{0}为{1}", "{0} is {1}", mine, told)

    def equal(self, mine: Text, other: Text, *, denied: bool, constant: bool) -> Text:
        if constant:
            if denied:
                return fill("{0}不是{1}", "{0} is not {1}", mine, other)
            return fill("{0}为{1}", "{0} is {1}", mine, other)
        english = "{0} is not the same as {1}" if denied else "{0} is the same as {1}"
        return fill("{0}与{1}不同" if denied else "{0}与{1}相同", english, mine, other)

    # -- quantities --------------------------------------------------------------------------------------------

    def arithmetic(self, node: Arith) -> Text:
        """``a × b``; a sum inside a product stands in brackets."""
        sides = [self.operand(side, node.op) for side in (node.left, node.right)]
        words = fill("{0} {2} {1}", "{0} {2} {1}", *sides, same(_SIGNS[node.op]))
        whole = Text("（取整）", " (whole number)")
        return Text(words.zh + whole.zh, words.en + whole.en) if node.op is ArithOp.FLOOR_DIVIDE else words

    def operand(self, node: Node, op: ArithOp) -> Text:
        loose = isinstance(node, Arith) and op in _TIGHT and node.op not in _TIGHT
        return bracketed(self.say(node)) if loose else self.say(node)

    def looked_up(self, node: Lookup, yes: bool) -> Text:
        keys = join([self.inner(key) for key in node.keys])
        words = fill("{0}中按{1}查得的值", "the value in {0} by {1}", self.table(node.table), keys)
        return _holding(words).say(yes) if node.type.kind is Kind.BOOL else words

    def call(self, node: Call, yes: bool) -> Text:
        args = [self.inner(arg) for arg in node.args if node.function is not Function.LISTED]
        match node.function:
            case Function.AGE:
                return fill("{0}到{1}的周岁数", "the age in full years from {0} to {1}", *args)
            case Function.MONTHS:
                return fill("{0}至{1}的整月数", "the full months from {0} to {1}", *args)
            case Function.YEAR:
                return fill("{0}所在年份", "the year of {0}", *args)
            case Function.PLUS_DAYS | Function.PLUS_MONTHS | Function.PLUS_WORKING_DAYS:
                return self.shifted(node)
            case Function.RETIREMENT_DATE:
                return _RETIREMENT
            case Function.MIN:
                return fill("{0}中的最小值", "the least of {0}", join(args))
            case Function.MAX:
                return fill("{0}中的最大值", "the greatest of {0}", join(args))
            case Function.TIERED:
                return self.tiered(node)
            case Function.SHARE:
                return fill("{0}占{1}的比例", "the share of {0} in {1}", *args)
            case Function.LISTED:
                return _listing_claim(self.table(_table_of(node))).say(yes)
            case Function.LEVEL_ABOVE:
                return fill("比{0}高一级的等级", "the level above {0}", *args)
            case _:
                assert_never(node.function)

    def shifted(self, node: Call) -> Text:
        """``开班日期前5个工作日`` / "5 working days before the start of the class"."""
        day, count = node.args
        assert isinstance(count, Literal) and not isinstance(count.value, tuple)
        number = Fraction(count.value)
        units = {
            Function.PLUS_DAYS: Text("天", "days"),
            Function.PLUS_MONTHS: Text("个月", "months"),
        }
        unit = units.get(node.function, Text("个工作日", "working days"))
        parts = (self.inner(day), same(decimal(abs(number))), unit)
        if number < 0:
            return fill("{0}前{1}{2}", "{1} {2} before {0}", *parts)
        return fill("{0}后{1}{2}", "{1} {2} after {0}", *parts)

    def tiered(self, node: Call) -> Text:
        bands = [
            fill("{0}至{1}部分每单位{2}", "{2} for each from {0} to {1}", same(str(low)), same(str(high)), yuan(rate))
            for low, high, rate in node.bands
        ]
        quantity_said = self.inner(node.args[0])
        return fill("{0}分段计算（{1}）", "{0} in tiers ({1})", quantity_said, join(bands, "，", ", "))

    # -- lists -------------------------------------------------------------------------------------------------

    def quantified(self, node: Quantified, yes: bool) -> Text:
        """A question to a list; the fields inside are the records', those of the case carry 本."""
        inner = attrs.evolve(self, source=node.source)
        label = lists()[node.source].label
        asked = not isinstance(node.condition, Literal)
        such = inner.say(node.condition) if asked else same("")
        where = Text(f"{label.zh}中{such.zh}的记录", f"the {label.en} where {such.en}")
        records = where if asked else Text(f"{label.zh}的记录", f"the {label.en}")
        match node.quantifier:
            case Quantifier.COUNT:
                return fill("{0}数", "the number of {0}", records)
            case Quantifier.SUM:
                assert node.value is not None
                return fill("{0}的{1}合计", "the total of {1} over {0}", records, inner.inner(node.value))
            case Quantifier.ANY | Quantifier.ALL:
                assert node.value is not None
                return inner.asserted(records, node.quantifier, node.value, yes)
            case _:
                assert_never(node.quantifier)

    def asserted(self, records: Text, quantifier: Quantifier, value: Node, yes: bool) -> Text:
        every = (quantifier is Quantifier.ALL) is yes
        told = self.part(value, yes)
        if every:
            return fill("{0}每一条都符合：{1}", "for each of {0}: {1}", records, told)
        return fill("{0}至少有一条符合：{1}", "for at least one of {0}: {1}", records, told)


def _words_of_order(kind: Type) -> Mapping[CompareOp, Text]:
    if kind.kind is Kind.DATE:
        return _DATED
    return _COUNTED if kind.kind is Kind.INT else _ORDER


def _holding(words: Text) -> YesNo:
    """A named condition: it holds, it does not."""
    return YesNo(
        fill("{0}：成立", "{0}: yes", words), fill("{0}：不成立", "{0}: no", words), fill("{0}", "{0}", words)
    )


def _in_area(place: Text, area: Text) -> YesNo:
    return YesNo(
        fill("{0}在{1}", "{0} lies in {1}", place, area),
        fill("{0}不在{1}", "{0} does not lie in {1}", place, area),
        fill("{0}是否在{1}", "whether {0} lies in {1}", place, area),
    )


def _listing_claim(table: Text) -> YesNo:
    return YesNo(
        fill("{0}列有该项", "{0} lists the item", table),
        fill("{0}未列该项", "{0} does not list the item", table),
        fill("{0}是否列有该项", "whether {0} lists the item", table),
    )


def _table_of(node: Call) -> str:
    """The table behind ``listed(table)``."""
    return next((part.table for part in walk(node) if isinstance(part, Lookup)), "")


def _alternatives(node: If) -> tuple[Fact, dict[int, Node]] | None:
    """The fact and the arms of an unsettled clause; ``None`` for an ordinary *if*."""
    arms: dict[int, Node] = {}
    rest: Node = node
    fact: Fact | None = None
    while isinstance(rest, If):
        found = _picks(rest.condition)
        if found is None or (fact is not None and found[0] != fact):
            break
        fact, code = found
        arms[code] = rest.then
        rest = rest.otherwise
    if fact is None:
        return None
    left = [code for code in range(len(fact.type.names)) if code not in arms]
    return fact, arms | dict.fromkeys(left[:1], rest)


def _picks(condition: Node) -> tuple[Fact, int] | None:
    match condition:
        case Compare(CompareOp.EQ, Fact(path) as fact, Literal(value)) if path.startswith("reading."):
            return fact, int(value) if not isinstance(value, tuple) else 0
        case _:
            return None


def _labelled(names: Names, fact: Fact) -> bool:
    return any(f"{fact.path}.{name}" in names.words for name in fact.type.names)
