"""What every item of a pack has: a subject, the dates that it is judged on, what it is for, the rules that must hold.

What follows when they are met is read by the kinds of item: :mod:`vocskills.policy.subsidies` and its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

import attrs

from vocskills.engines.fold import fold
from vocskills.engines.plan import Plan
from vocskills.language import vocabulary
from vocskills.language.lower import condition
from vocskills.language.nodes import (
    BOOL,
    MONEY,
    County,
    Exists,
    Fact,
    Holds,
    If,
    InArea,
    Literal,
    Logic,
    LogicOp,
    Node,
    Not,
    Quantified,
    Type,
    children,
    walk,
)
from vocskills.model.terms import AwardKind, SubjectKind
from vocskills.policy.context import Context, Part
from vocskills.policy.documents import Citation
from vocskills.policy.pack import Rule
from vocskills.policy.report import did_you_mean
from vocskills.policy.rules import conjuncts, sure_conditions
from vocskills.policy.source import Scalar
from vocskills.policy.window import IN_FORCE, Force, governing_dates, read_own_force
from vocskills.text import Text, same

_NO_SUCH_RULE = Text("没有这个条件", "there is no such rule")
_NOT_A_CLASS = Text(
    f"只有对班期或机构的判定可以用 {vocabulary.ROLL}",
    f"only what is decided of a class or provider can ask {vocabulary.ROLL}",
)
_OF_A_CLASS = Text("写 subject: cohort", "say subject: cohort")
_OPEN = "open"
_SUBJECTS = {str(member.value): member for member in SubjectKind}
_PRESENT = {SubjectKind.ENROLLMENT: "cohort", SubjectKind.COHORT: "cohort", SubjectKind.PROVIDER: "provider"}
"""What there must be for an item to be of use: without a class nothing is decided of it or by its dates."""


NOTHING: Node = Literal(0, MONEY)
"""What is paid where no money follows."""


@attrs.frozen
class Rules:
    """The rules of the pack: those that are sound, and the names of all, for items that require one with faults."""

    sound: Mapping[str, Rule]
    names: frozenset[str]

    def all_of(self, names: Sequence[str]) -> list[Rule] | None:
        """The rules of these names; ``None`` if one of them has faults."""
        found = [self.sound[name] for name in names if name in self.sound]
        return found if len(found) == len(names) else None


@attrs.frozen
class Conditions:
    """The conditions of an item as they were read; ``judged`` are its rules, ``None`` where one has faults."""

    name: str
    cite: Citation
    subject: SubjectKind
    force: Force | None
    own: Force | None
    sound: bool
    applies: Node | None
    lowered: Node | None
    judged: tuple[Rule, ...] | None

    def common(
        self,
        part: Part,
        judged: Sequence[Rule],
        used: Iterable[Node] = (),
        *,
        title: Text | None = None,
        fen: Node = NOTHING,
        any_of: Sequence[Rule] = (),
    ) -> Any:
        """The attributes that all kinds of item have.

        Args:
            part: the item in the pack.
            judged: the rules that must all hold.
            used: the typed trees of what follows.
            title: its words, if it gives none.
            fen: what is paid, lowered.
            any_of: further rules of which one is enough.
        """
        force = self.force
        assert force is not None
        trees = [*self.dates, *(tree for rule in (*judged, *any_of) for tree in rule.trees), *used]
        arms = [condition([rule.condition for rule in any_of], LogicOp.OR)] if any_of else []
        gates = [*self._there(trees), *([self.lowered] if self.lowered is not None else [])]
        forces = [force, *([self.own] if self.own is not None else [])]
        return {
            "name": self.name,
            "title": part.text("title") or title or same(self.name),
            "cite": self.cite,
            "subject": self.subject,
            "judged_on": tuple(date.path for date in force.judged_on),
            "applies": self.applies,
            "requires": tuple(rule.name for rule in judged),
            "when_any": tuple(rule.name for rule in any_of),
            "interpretation": part.text("interpretation"),
            "own": self.own.own if self.own is not None else None,
            "plan": Plan(
                applies=condition(gates) if gates else Literal(1, BOOL),
                governs=fold(condition([self._asked(one, one.governs) for one in forces])),
                touches=fold(condition([self._asked(one, one.touches) for one in forces])),
                rules=(*(rule.condition for rule in judged), *arms),
                amount=fen,
            ),
        }

    @property
    def dates(self) -> tuple[Fact, ...]:
        """The dates that it is judged on, of the policy's window and then of its own."""
        forces = [force for force in (self.force, self.own) if force is not None]
        return tuple({date.path: date for force in forces for date in force.judged_on}.values())

    def _asked(self, force: Force, question: Node) -> Node:
        """A question about a window; none where there is nothing to take a date of, since a rule asks for it."""
        nouns = dict.fromkeys(date.path.partition(".")[0] for date in force.judged_on)
        absent = (noun for noun in nouns if noun not in vocabulary.OWN[self.subject])
        undated = [Not(Fact(f"exists({noun})", BOOL, 0, 1, Exists(noun))) for noun in absent]
        return condition([*undated, question], LogicOp.OR)

    def _there(self, trees: Iterable[Node]) -> list[Node]:
        """That there is a class, or a provider; what a person is paid without a word of a class needs none."""
        entity = _PRESENT.get(self.subject)
        read = {noun for tree in trees for noun, _ in _read(tree)}
        needed = entity is not None and (self.subject.of_case or entity in read)
        return [Fact(f"exists({entity})", BOOL, 0, 1, Exists(entity))] if entity and needed else []


def read_conditions(context: Context, name: Scalar, part: Part, rules: Rules, force: Force | None) -> Conditions:
    """The conditions of an item; what is wrong in them has been reported."""
    cite = context.cite(part)
    subject = _SUBJECTS.get(part.value("subject", _OPEN), SubjectKind.ENROLLMENT)
    requires = required(context, part, "requires", rules)
    applies = expression(context, part, "for", BOOL)
    judged = rules.all_of(requires)
    dated = _dated(context, part, force)
    within = part.part(IN_FORCE)
    own = _own(context, within, dated, name.value, _called(name, part)) if within and dated else None
    return Conditions(
        name=name.value,
        cite=cite,
        subject=subject,
        force=dated,
        own=own,
        sound=applies.sound and (within is None or own is not None),
        applies=applies.typed,
        lowered=applies.lowered,
        judged=tuple(judged) if judged is not None else None,
    )


def _dated(context: Context, part: Part, force: Force | None) -> Force | None:
    """The window asked of the item's own dates, if it has any."""
    if force is None or part.node.get("judged_on") is None:
        return force
    return force.on(governing_dates(context, part))


def _called(name: Scalar, part: Part) -> Text:
    """An item by its words, else those of its kind of award, else its name."""
    kinds = {str(kind.value): kind.label for kind in AwardKind}
    return part.text("title") or kinds.get(part.value("kind", name.value), same(name.value))


def _own(context: Context, part: Part, force: Force, name: str, title: Text) -> Force | None:
    """The window of the item's own, by dates of its own or else by the item's."""
    dates = governing_dates(context, part) if part.node.get("judged_on") is not None else force.judged_on
    return read_own_force(context, part, dates, name, title)


@attrs.frozen
class Optional:
    """An expression that may be left out: not given and not wrong, or typed and lowered."""

    sound: bool
    typed: Node | None = None
    lowered: Node | None = None


def expression(context: Context, part: Part, key: str, kind: Type) -> Optional:
    """The expression under a key, which may be left out or, but for conditions, be ``open``."""
    scalar, where = part.word(key), part.path(key)
    if scalar is None or (scalar.value.strip() == _OPEN and kind != BOOL):
        return Optional(True)
    typed = context.check(scalar, where, kind)
    lowered = context.folded(scalar, where, typed.node) if typed else None
    return Optional(True, typed.node, lowered) if typed and lowered else Optional(False)


def required(context: Context, part: Part, key: str, rules: Rules) -> tuple[str, ...]:
    """The names of rules under a key, those that there are not reported."""
    for scalar, where in part.words(key):
        if scalar.value not in rules.names:
            remedy = did_you_mean(scalar.value, rules.names)
            context.report.add(scalar, where, _NO_SUCH_RULE, remedy=remedy)
    return tuple(scalar.value for scalar, _ in part.words(key))


# -- what conditions and consequences may rest on ----------------------------------------------------------------------


def check_reads(
    context: Context, part: Part, found: Conditions, judged: Sequence[Rule], used: Iterable[Node]
) -> list[Node]:
    """Refuses nouns that the subject has not, or perhaps has not and no condition asks for.

    Args:
        context: what the pack is read with.
        part: the item in the pack.
        found: its conditions.
        judged: its rules.
        used: the typed trees of what follows.

    Returns:
        What surely holds where the conditions are met.
    """
    sure = [*(conjuncts(found.applies) if found.applies else ()), *(n for r in judged for n in sure_conditions(r))]
    trees = [*(tree for rule in judged for tree in rule.trees), *([found.applies] if found.applies else []), *used]
    _check_dates(context, part, found, sure)
    check_entities(context, part, found.subject, sure, trees)
    return sure


def _check_dates(context: Context, part: Part, found: Conditions, sure: list[Node]) -> None:
    """A date of something that may be absent judges nothing."""
    for entity in _unguarded(found.subject, sure, found.dates):
        kind = found.subject.label
        what = Text(
            f"判定日期属于 {entity}，而对{kind.zh}的判定不一定有",
            f"the date that it is judged on is of the {entity}, which {kind.en} need not have",
        )
        remedy = Text(f"写 judged_on: [日期]，或要求 exists({entity})", f"say judged_on, or require exists({entity})")
        context.report.add(part.node, part.path("judged_on"), what, remedy=remedy)


def _check_own(context: Context, part: Part, subject: SubjectKind, trees: Iterable[Node]) -> None:
    """What is decided once for a case cannot hang on one of its people, nor what is decided of one on all others."""
    if not subject.of_case:
        every = (node for tree in trees for node in walk(tree) if isinstance(node, Quantified))
        if any(node.source == vocabulary.ROLL for node in every):
            context.report.add(part.node, part.path("subject"), _NOT_A_CLASS, remedy=_OF_A_CLASS)
        return
    for noun in dict.fromkeys(noun for tree in trees for noun, _ in _read(tree)):
        if noun not in vocabulary.OF_CASE:
            label = subject.label
            what = Text(f"对{label.zh}的判定不能用 {noun} 的事实", f"what is decided of {label.en} cannot read {noun}")
            expected = same(", ".join(vocabulary.OF_CASE))
            remedy = Text("另写一项，不写 subject", "make it an item of its own, without subject")
            context.report.add(part.node, part.path("subject"), what, expected=expected, remedy=remedy)


def check_entities(context: Context, part: Part, subject: SubjectKind, sure: list[Node], used: list[Node]) -> None:
    """Refuses nouns that the subject has not, and fields of one that may be absent unless a condition asks for it."""
    _check_own(context, part, subject, used)
    for entity in _unguarded(subject, sure, used):
        what = Text(
            f"用到 {entity}，但没有条件要求它存在", f"{entity} is used, but no condition asks whether there is one"
        )
        remedy = Text(f"加一条 require: exists({entity}) 的条件", f"add a rule that requires exists({entity})")
        context.report.add(part.node, part.where, what, remedy=remedy)


def _unguarded(subject: SubjectKind, sure: Iterable[Node], used: Iterable[Node]) -> list[str]:
    there = _asked_for(sure)
    own = vocabulary.OWN[subject]
    read = dict.fromkeys(noun for node in used for noun, field in _read(node) if field and noun not in own)
    return [entity for entity in read if entity not in there]


def _read(node: Node, there: frozenset[str] = frozenset()) -> Iterator[tuple[str, bool]]:
    """The nouns that a tree mentions, and whether it reads a field or a list of one that need not be there.

    Nobody who is not there has a status, which is an answer; the date of a status is a field as any other.

    Args:
        node: the tree.
        there: the nouns that surely are there where it counts: ``exists(x) and x.y == 1`` asks for them itself.
    """
    match node:
        case Logic(op, items):
            every = list(conjuncts(node)) if op is LogicOp.AND else [part.item for part in items if _is_not(part)]
            for item in items:
                yield from _read(item, there | _asked_for(every))
        case If(test, then, otherwise):
            yield from _read(test, there)
            yield from _read(then, there | _asked_for(conjuncts(test)))
            yield from _read(otherwise, there | _asked_for([test.item] if _is_not(test) else []))
        case _:
            yield from ((noun, field and noun not in there) for noun, field in _mentioned(node, there))
            for part in children(node):
                yield from _read(part, there)


def _mentioned(node: Node, there: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """The nouns that one node by itself mentions."""
    match node:
        case Fact(derived=Exists(entity)):
            yield entity, False
        case Fact(derived=Holds(subject, _, on)):
            yield subject, False
            yield from _read(on, there)
        case Fact(derived=InArea(path) | County(path)) | Fact(path):
            yield from _noun(path)
        case Quantified(source=vocabulary.ROLL):
            yield "cohort", True
        case Quantified(source=path):
            yield from _noun(".".join(vocabulary.ALIASES.get(path, (path,))))


def _noun(path: str) -> Iterator[tuple[str, bool]]:
    noun = path.partition(".")[0]
    if noun in vocabulary.NOUNS:
        yield noun, True


def _is_not(node: Node) -> TypeGuard[Not]:
    return isinstance(node, Not)


def _asked_for(conditions: Iterable[Node]) -> frozenset[str]:
    """The nouns of which some of the conditions say that there is one."""
    return frozenset(n.derived.entity for n in conditions if isinstance(n, Fact) and isinstance(n.derived, Exists))
