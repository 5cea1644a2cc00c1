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

from vocskills.engines.prose import claims, figures, relations, shapes
from vocskills.engines.prose.shapes import Signed
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
    quoted,
    series,
    subject,
)
from vocskills.language.nodes import (
    BOOL,
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
)
from vocskills.language.types import type_of
from vocskills.language.vocabulary import elements, facts, lists
from vocskills.model.fields import FieldInfo, Kind
from vocskills.model.terms import Level
from vocskills.text import Text, join, same


@attrs.frozen
class Names:
    """The words of one document that the model cannot know.

    Attributes:
        words: by engine path: ``reading.<clause>`` and ``ruling.<clause>`` name a clause, ``table.<table>`` a table,
            ``value.<table>.<column>`` one of several values in a row,
            ``reading.<clause>.<reading>`` one of the readings.
        decided_by: who decides, by ``ruling.<clause>``; ``None`` where the sources do not say.
        defined: the words of a definition, by its typed tree; they stand for it wherever it was put in.
        settled: the code of the reading that holds, by ``reading.<clause>``, where an authority has ruled.
    """

    words: Mapping[str, Text] = attrs.field(factory=dict)
    decided_by: Mapping[str, Text | None] = attrs.field(factory=dict)
    defined: Mapping[Node, Text] = attrs.field(factory=dict)
    settled: Mapping[str, int] = attrs.field(factory=dict)


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


_UNSETTLED = Text("尚未明确", "not settled")
_NOBODY_NAMED = Text("所见来源未写明由谁决定", "the sources do not say who decides")
_NO_VERB = same("")
_RETIREMENT = Text("学员达到法定退休年龄之日", "the day on which the trainee reaches the statutory retirement age")
_HIDDEN = Text("（号码不予显示）", "(number not shown)")
_EVERY = Text("以下各项均须满足：", "all of these hold: ")
_SOME = Text("以下至少一项成立：", "at least one of these holds: ")


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
                return self.readings(node, yes, alone=True) or self.conditional(node, yes)
            case _:
                return self.say(node, yes)

    def defined(self, node: Node, yes: bool) -> Text:
        words = self.names.defined[node]
        return claims.holding(words).say(yes) if type_of(node).kind is Kind.BOOL else words

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
                return claims.status(self.who(of), self.at(on), [category])
            case InArea(code, area):
                return claims.in_area(self.place(code), area)
            case Exists(entity):
                return claims.existence(entity)
            case _ if info and isinstance(node, Element):
                return element_claim(info)
            case _ if info and isinstance(node, Fact):
                return field_claim(node.path.partition(".")[0], info, this=bool(self.source))
            case _ if isinstance(node, Fact) and node.path.startswith("ruling.listed("):
                return self.listing(node.path.removeprefix("ruling.listed(").removesuffix(")"))
            case _:
                return claims.holding(self.clause(node))

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

    def who(self, noun: str) -> Text:
        return subject(noun, this=bool(self.source))

    def at(self, on: Node) -> Text:
        """``在开班日期时`` / ``on the start of the class``."""
        words = self.inner(on)
        return Text(f"在{words.zh}{'时' if words.zh.endswith('日期') else ''}", f"on {words.en}")

    # -- clauses of the document -------------------------------------------------------------------------------

    def named(self, path: str) -> Text:
        """The words for a path of the document, else the document's own name in quotes."""
        return self.names.words.get(path) or quoted(same(path.partition(".")[2] or path))

    def table(self, name: str) -> Text:
        """A table by its title, else by its name."""
        title = self.names.words.get(f"table.{name}")
        return quoted(title) if title else Text(f"表 {name} ", f"table {name}")

    def listing(self, name: str) -> YesNo:
        """Whether a table has a value for the case."""
        label = self.names.words.get(f"value.{name}")
        if label is None:
            return claims.listing(self.table(name), Text("该项", "the item"))
        return claims.listing(Text(f"表 {name} ", f"table {name}"), label)

    def clause(self, node: Fact | Element) -> Text:
        """A clause that somebody has to settle: its name, and for a delegated one its range and who decides."""
        if isinstance(node, Element):
            return quoted(same(node.field))
        return self.delegated(node) if node.path.startswith("ruling.") else self.named(node.path)

    def delegated(self, node: Fact) -> Text:
        about = join([*figures.limits(node), self.decided(node.path)], "，")
        return fill("{0}（{1}）", "{0} ({1})", self.named(node.path), about)

    def decided(self, path: str) -> Text:
        """Who decides on a delegated figure."""
        if path not in self.names.decided_by:
            return _UNSETTLED
        by = self.names.decided_by[path]
        return fill("由{0}决定", "decided by {0}", by) if by else _NOBODY_NAMED

    def readings(self, node: If, yes: bool, *, alone: bool = False) -> Text | None:
        """An unsettled clause as its readings side by side; ``None`` for an ordinary *if*."""
        found = shapes.alternatives(node)
        if found is None:
            return None
        fact, arms = found
        if fact.path in self.names.settled:
            ruled = self.settled(fact, arms, yes)
            return ruled if alone else bracketed(ruled)
        stated = self.stated(fact, arms, yes)
        if stated is not None:
            return stated
        told = [self.reading(fact, code, arm) for code, arm in sorted(arms.items())]
        zh, en = ("；或者", "; or ") if _labelled(self.names, fact) else ("或", "; or ")
        if type_of(node).kind is not Kind.BOOL:
            return fill("（{0}；尚未明确）", "({0}; unsettled)", join(told, zh, en))
        head = fill("{0}尚未明确，可能的理解有：", "{0} is unsettled; the readings are: ", self.named(fact.path))
        words = fill("{0}{1}", "{0}{1}", head, join(told, zh, en))
        if not yes:
            return fill("并非“{0}”", "it is not so that “{0}”", words)
        return words if alone else bracketed(words)

    def stated(self, fact: Fact, arms: Mapping[int, Node], yes: bool) -> Text | None:
        """A plain yes or no in doubt: the words of the one reading that is meant; ``None`` for any other clause."""
        meant = [code for code, arm in arms.items() if isinstance(arm, Literal) and arm.value == int(yes)]
        plain = all(isinstance(arm, Literal) and arm.type.kind is Kind.BOOL for arm in arms.values())
        label = self.names.words.get(f"{fact.path}.{fact.type.names[meant[0]]}") if plain and len(meant) == 1 else None
        return fill("{0}（尚未明确）", "{0} (unsettled)", label) if label else None

    def settled(self, fact: Fact, arms: Mapping[int, Node], yes: bool) -> Text:
        """The reading that an authority has ruled to hold."""
        code = self.names.settled[fact.path]
        ruled = fill("按已明确的理解，{0}", "as ruled, {0}", self.reading(fact, code, arms[code]))
        return ruled if yes else fill("并非“{0}”", "it is not so that “{0}”", ruled)

    def reading(self, fact: Fact, code: int, arm: Node) -> Text:
        name, words = fact.type.names[code], self.inner_reading(arm)
        label = self.names.words.get(f"{fact.path}.{name}")
        if label and isinstance(arm, Literal) and arm.type.kind is Kind.BOOL:
            return label
        if label:
            return fill("{0}：{1}", "{0}: {1}", label, words)
        return Text(words.zh, f"{name.replace('_', ' ')}: {words.en}")

    def inner_reading(self, arm: Node) -> Text:
        return bracketed(self.say(arm)) if isinstance(arm, Logic) else self.say(arm)

    # -- and, or, if -------------------------------------------------------------------------------------------

    def numbered(self, node: Logic, yes: bool) -> Text:
        """Conditions at the top of a sentence: two simple ones joined, others numbered."""
        every, parts = self.flat(node, yes)
        told = self.merged(every, parts)
        if len(told) == 1 or (len(told) == 2 and not any(shapes.compound(part) for part, _ in parts)):
            return self.joined(node, yes)
        head = _EVERY if every else _SOME
        listed = join([Text(f"（{n}）{p.zh}", f"({n}) {p.en}") for n, p in enumerate(told, 1)], "；", "; ")
        return Text(head.zh + listed.zh, head.en + listed.en)

    def joined(self, node: Logic, yes: bool) -> Text:
        """Conditions inside a sentence: one word between all of them, compounds in brackets."""
        every, parts = self.flat(node, yes)
        words = Text("，且", ", and ") if every else Text("，或者", ", or ")
        return join(self.merged(every, parts, closed=True), words.zh, words.en)

    def flat(self, node: Logic, yes: bool) -> tuple[bool, list[Signed]]:
        """Whether all parts must hold, and the parts: denials reach them, and what has the same word is taken apart."""
        every = (node.op is LogicOp.AND) is yes
        parts: list[Signed] = []
        for item in node.items:
            part, sign = shapes.unsigned(item, yes)
            inner = self.flat(part, sign) if isinstance(part, Logic) and part not in self.names.defined else None
            parts += inner[1] if inner and inner[0] is every else [(part, sign)]
        return every, parts

    def merged(self, every: bool, parts: list[Signed], *, closed: bool = False) -> list[Text]:
        """What each part says; statuses of one subject on one day are said together: 属于甲、乙或丙."""
        groups: dict[object, list[Signed]] = {}
        for index, signed in enumerate(parts):
            groups.setdefault(shapes.alike(signed, every) or index, []).append(signed)
        return [self.together(group, closed=closed) for group in groups.values()]

    def together(self, group: list[Signed], *, closed: bool) -> Text:
        first, yes = group[0]
        if len(group) == 1:
            return self.part(first, yes) if closed else self.say(first, yes)
        held = [part.derived for part, _ in group if isinstance(part, Fact) and isinstance(part.derived, Holds)]
        return claims.status(self.who(held[0].subject), self.at(held[0].on), [one.category for one in held]).say(yes)

    def part(self, node: Node, yes: bool) -> Text:
        """A part of a compound, bracketed if it is one itself."""
        said = self.say(node, yes)
        return bracketed(said) if shapes.compound(node) else said

    def conditional(self, node: If, yes: bool) -> Text:
        condition = self.part(node.condition, True)
        then, other = self.say(node.then, yes), self.say(node.otherwise, yes)
        if type_of(node).kind is Kind.BOOL:
            return fill("如果{0}，则{1}；否则{2}", "if {0}, then {1}; otherwise {2}", condition, then, other)
        return fill("如果{0}，为{1}，否则为{2}", "{1} if {0}, otherwise {2}", condition, then, other)

    # -- comparisons -------------------------------------------------------------------------------------------

    def comparison(self, node: Compare, yes: bool) -> Text:
        """A comparison, the constant on the right; denied by its opposite."""
        found = shapes.presence(node, yes)
        if found is not None:
            return self.present(*found)
        left, op, right = node.left, node.op, node.right
        if isinstance(left, Literal) and not isinstance(right, Literal) and op not in (CompareOp.IN, CompareOp.NOT_IN):
            left, op, right = right, relations.FLIPPED.get(op, op), left
        kind = type_of(left)
        if not yes and kind.members is Level and op in relations.ORDER:
            return fill("并非“{0}”", "it is not so that “{0}”", self.comparison(node, True))
        op = op if yes else relations.OPPOSITE[op]
        if kind.kind is Kind.BOOL:
            return self.agreeing(left, right, same_truth=op in (CompareOp.EQ, CompareOp.IN))
        return self.timed(left, op, right) or self.plainly(left, op, right)

    def agreeing(self, left: Node, right: Node, *, same_truth: bool) -> Text:
        """Two conditions that are compared with each other."""
        if isinstance(right, Literal):
            values = right.value if isinstance(right.value, tuple) else (right.value,)
            wanted = {bool(value) for value in values}
            return self.say(left, (True in wanted) is same_truth) if len(wanted) == 1 else constant(same_truth, BOOL)
        both = quoted(self.say(left)), quoted(self.say(right))
        if same_truth:
            return fill("{0}与{1}要么都成立，要么都不成立", "both or neither of {0} and {1} hold", *both)
        return fill("{0}与{1}恰有一项成立", "exactly one of {0} and {1} holds", *both)

    def timed(self, left: Node, op: CompareOp, right: Node) -> Text | None:
        """Ages and years, where they have forms of their own."""
        match left, right:
            case Call(Function.AGE, (Fact("trainee.birth_date"), on)), Literal(int() | Fraction() as limit):
                return relations.aged(op, Fraction(limit), self.who("trainee"), self.at(on))
            case Call(Function.YEAR, (one,)), Call(Function.YEAR, (other,)) if op in (CompareOp.EQ, CompareOp.NE):
                return self.same_year(one, other, op is CompareOp.EQ)
            case _:
                return None

    def same_year(self, one: Node, other: Node, yes: bool) -> Text:
        days = self.inner(one), self.inner(other)
        if yes:
            return fill("{0}与{1}在同一年", "{0} is in the same year as {1}", *days)
        return fill("{0}与{1}不在同一年", "{0} is not in the same year as {1}", *days)

    def plainly(self, left: Node, op: CompareOp, right: Node) -> Text:
        mine, verb = self.inner(left), relations.be(left)
        match op:
            case CompareOp.IN | CompareOp.NOT_IN:
                assert isinstance(right, Literal)
                return self.among(left, right, denied=op is CompareOp.NOT_IN)
            case CompareOp.EQ | CompareOp.NE:
                fixed = isinstance(right, Literal)
                return relations.equal(mine, self.beside(left, right), verb, denied=op is CompareOp.NE, constant=fixed)
            case _:
                words = relations.order(left, op)
                return fill("{0}{1}{2}", f"{{0}} {verb} {{1}} {{2}}", mine, words, self.inner(right))

    def among(self, left: Node, right: Literal, *, denied: bool) -> Text:
        values = right.value if isinstance(right.value, tuple) else (right.value,)
        told = [self.beside(left, Literal(value, right.type)) for value in values]
        mine, each, verb = self.inner(left), series(told, "或", "or"), relations.be(left)
        if denied and len(told) > 1:
            return fill("{0}不是{1}中的任何一项", f"{{0}} {verb} none of {{1}}", mine, each)
        return relations.equal(mine, each, verb, denied=denied, constant=True)

    def beside(self, left: Node, right: Node) -> Text:
        """The right side of a comparison; a constant as the left side has it said."""
        info = self.info(left) if isinstance(left, Fact | Element) else None
        if not (isinstance(right, Literal) and isinstance(right.value, str)):
            return self.inner(right)
        if info is not None and info.private:
            return _HIDDEN
        county = isinstance(left, Fact | Element) and isinstance(left.derived, County)
        return division(right.value) if county or (info is not None and info.division) else self.inner(right)

    # -- quantities --------------------------------------------------------------------------------------------

    def arithmetic(self, node: Arith) -> Text:
        """``a × b``, in brackets whatever could be read with its neighbour."""
        left, right = self.operand(node.left, node.op, first=True), self.operand(node.right, node.op, first=False)
        words = fill("{0} {2} {1}", "{0} {2} {1}", left, right, same(figures.SIGNS[node.op]))
        return fill("{0}（取整）", "{0} (whole number)", words) if node.op is ArithOp.FLOOR_DIVIDE else words

    def operand(self, node: Node, op: ArithOp, *, first: bool) -> Text:
        said = self.say(node)
        return bracketed(said) if shapes.open_ended(node, op, first=first) else said

    def looked_up(self, node: Lookup, yes: bool) -> Text:
        """A value of a table: by its label, which says what it is, else by the columns that it is looked up by."""
        label = self.names.words.get(f"value.{node.table}")
        if label:
            words = Text(f"{label.zh}（表 {node.table}）", f"{label.en} (table {node.table})")
            return claims.answered(words).say(yes) if node.type.kind is Kind.BOOL else words
        parts = (self.table(node.table), series([self.inner(key) for key in node.keys] or [same("")], "和", "and"))
        if node.type.kind is Kind.BOOL:
            return fill(*figures.SAYS[bool(node.keys)], *parts, figures.ANSWERS[yes])
        value = figures.VALUES.get(node.type.kind, figures.VALUE)
        words = fill("{0}中按{1}查得的{2}", "the {2} in {0} by {1}", *parts, value)
        if not node.keys:
            words = fill("{0}中的{2}", "the {2} in {0}", *parts, value)
        return words

    def call(self, node: Call, yes: bool) -> Text:
        args = [self.inner(arg) for arg in node.args if node.function is not Function.LISTED]
        match node.function:
            case Function.AGE:
                return fill("{0}到{1}的周岁数", "the age in full years from {0} to {1}", *args)
            case Function.MONTHS:
                return self.full_months(*node.args)
            case Function.YEAR:
                return fill("{0}所在年份", "the year of {0}", *args)
            case Function.PLUS_DAYS | Function.PLUS_MONTHS | Function.PLUS_WORKING_DAYS:
                return self.shifted(node)
            case Function.RETIREMENT_DATE:
                return _RETIREMENT
            case Function.MIN | Function.MAX:
                return self.extreme(node, args)
            case Function.TIERED:
                return self.tiered(node)
            case Function.SHARE:
                return fill("{0}占{1}的比例", "the share of {0} in {1}", *args)
            case Function.LISTED:
                return self.listing(shapes.table_of(node)).say(yes)
            case Function.LEVEL_ABOVE:
                return fill("比{0}高一级的等级", "the level above {0}", *args)
            case _:
                assert_never(node.function)

    def extreme(self, node: Call, args: list[Text]) -> Text:
        """The least or greatest; one value beside a constant is said with that as its limit."""
        limited = [words for arg, words in zip(node.args, args, strict=True) if not isinstance(arg, Literal)]
        limits = [words for arg, words in zip(node.args, args, strict=True) if isinstance(arg, Literal)]
        if len(limited) == len(limits) == 1 and type_of(node).kind is not Kind.DATE:
            return figures.limited(node.function, limited[0], limits[0])
        return figures.extreme(node, series(args, "和", "and"))

    def full_months(self, start: Node, end: Node) -> Text:
        """Full months; of a term up to the day after its last day it is said that the last day is included."""
        last = shapes.day_before(end)
        if last is None:
            return fill("{0}至{1}的整月数", "the full months from {0} to {1}", self.inner(start), self.inner(end))
        parts = self.inner(start), self.inner(last)
        return fill("{0}至{1}（含当日）的整月数", "the full months from {0} to {1} inclusive", *parts)

    def shifted(self, node: Call) -> Text:
        """``开班日期前5个工作日`` / "5 working days before the start of the class"."""
        day, count = node.args
        assert isinstance(count, Literal)
        assert isinstance(count.value, int | Fraction)
        number = Fraction(count.value)
        one, more = figures.UNITS[node.function]
        parts = (self.inner(day), same(decimal(abs(number))), one if abs(number) == 1 else more)
        if number < 0:
            return fill("{0}前{1}{2}", "{1} {2} before {0}", *parts)
        return fill("{0}后{1}{2}", "{1} {2} after {0}", *parts) if number else parts[0]

    def tiered(self, node: Call) -> Text:
        bands = join([figures.band(*band) for band in node.bands])
        return fill("{0}分段计算（{1}）", "{0} in tiers ({1})", self.inner(node.args[0]), bands)

    # -- lists -------------------------------------------------------------------------------------------------

    def quantified(self, node: Quantified, yes: bool) -> Text:
        """A question to a list; the fields inside are the records', those of the case carry 本."""
        inner, records = attrs.evolve(self, source=node.source), self.records(node)
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

    def present(self, counted: Quantified, yes: bool) -> Text:
        """Whether there is such a record at all: ``…中有…的记录`` / ``…中没有…的记录``."""
        verb = Text("有" if yes else "没有", f"there is {'at least one' if yes else 'none'} of")
        return self.records(counted, verb)

    def records(self, node: Quantified, verb: Text = _NO_VERB) -> Text:
        """The records of a list that are meant, behind a verb if they are asked for."""
        label = lists()[node.source].label
        lead = f"{verb.en} " if verb.en else ""
        if isinstance(node.condition, Literal):
            return Text(f"{verb.zh}{label.zh.removesuffix('记录')}记录", f"{lead}the {label.en}")
        such = attrs.evolve(self, source=node.source).such(node.condition)
        return fill("{0}中{2}{1}的记录", f"{lead}the {{0}} where {{1}}", label, such, verb)

    def such(self, condition: Node) -> Text:
        """Which records are meant, its end to be seen."""
        said = self.say(condition)
        return fill("符合“{0}”", "({0})", said) if isinstance(condition, Logic) else said

    def asserted(self, records: Text, quantifier: Quantifier, value: Node, yes: bool) -> Text:
        every = (quantifier is Quantifier.ALL) is yes
        told = self.part(value, yes)
        if every:
            return fill("{0}每一条都符合：{1}", "for each of {0}: {1}", records, told)
        return fill("{0}至少有一条符合：{1}", "for at least one of {0}: {1}", records, told)


def _labelled(names: Names, fact: Fact) -> bool:
    return any(f"{fact.path}.{name}" in names.words for name in fact.type.names)
