"""Subsidies of a pack: for whom, under which rules, how much, paid to whom and from which purse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from vocskills.engines.plan import Plan
from vocskills.language import vocabulary
from vocskills.language.nodes import (
    BOOL,
    Exists,
    Fact,
    Holds,
    Literal,
    Lookup,
    Node,
    Quantified,
    Type,
    walk,
)
from vocskills.model.fields import Kind
from vocskills.model.terms import AwardKind, Fund, Payee
from vocskills.policy.advance import read_advance
from vocskills.policy.amounts import read_amount
from vocskills.policy.context import Context, Part
from vocskills.policy.exclusion import excluded, read_excludes
from vocskills.policy.pack import Advance, Citation, Rule, Subsidy
from vocskills.policy.report import did_you_mean
from vocskills.policy.rules import conjuncts, sure_conditions
from vocskills.policy.source import Scalar
from vocskills.policy.tables import guarded_tables, unsure
from vocskills.policy.window import Force
from vocskills.text import Text

_NO_SUCH_RULE = Text("没有这个条件", "there is no such rule")
_NOT_A_KIND = Text("名称不是补贴种类，要写 kind", "the name is no kind of award: say the kind")
_NATIONAL_ONLY = Text("只有全国性政策才约束地方补贴", "only a national policy binds local awards")
_OPEN = "open"


@attrs.frozen
class Rules:
    """The rules of the pack: those that are sound, and the names of all, for subsidies that require one with faults."""

    sound: Mapping[str, Rule]
    names: frozenset[str]


def read_subsidy(
    context: Context, name: Scalar, part: Part, rules: Rules, force: Force | None, *, national: bool
) -> tuple[Subsidy, Rule | None] | None:
    """One subsidy and the rule that its ``excludes`` makes, ``None`` after faults have been reported."""
    cite = context.cite(part)
    kind = _kind(context, name, part)
    requires = _requires(context, part, rules)
    applies = _expression(context, part, "for", BOOL)
    amount = read_amount(context, part, cite)
    payee = _expression(context, part, "payee", Type(Kind.ENUM, members=Payee))
    fund = _expression(context, part, "fund", Type(Kind.ENUM, members=Fund))
    binds = _binds(context, part, kind, national=national)
    exclusion = read_excludes(context, name.value, part, cite, rules.names)
    needed = [*(rules.sound.get(rule) for rule in requires), *([exclusion] if exclusion else [])]
    judged = [rule for rule in needed if rule is not None]
    ahead = part.part("advance")
    advance = _advance(context, ahead, rules, cite) if ahead else None
    if kind is None or amount is None or not (applies.sound and payee.sound and fund.sound):
        return None
    if ahead is not None and advance is None:
        return None
    if force is None or len(judged) < len(needed):
        return None
    steps, fen = amount
    subsidy = Subsidy(
        name=name.value,
        kind=kind,
        title=part.text("title") or kind.label,
        cite=cite,
        applies=applies.typed,
        requires=tuple(rule.name for rule in judged),
        steps=steps,
        payee=payee.typed,
        fund=fund.typed,
        discretionary=part.yes("discretionary"),
        binds=binds,
        plan=Plan(
            applies=applies.lowered or Literal(1, BOOL),
            governs=force.governs,
            touches=force.touches,
            rules=tuple(rule.condition for rule in judged),
            amount=fen,
        ),
        payee_code=payee.lowered,
        fund_code=fund.lowered,
        interpretation=part.text("interpretation"),
        excludes=excluded(part),
        shared=_shared(part),
        advance=advance,
    )
    _check_guards(context, part, subsidy, [rule for rule in judged if rule is not exclusion])
    return subsidy, exclusion


@attrs.frozen
class _Expression:
    """An expression that may be left out: not given and not wrong, or typed and lowered."""

    sound: bool
    typed: Node | None = None
    lowered: Node | None = None


def _expression(context: Context, part: Part, key: str, kind: Type) -> _Expression:
    scalar, where = part.word(key), part.path(key)
    if scalar is None or (scalar.value.strip() == _OPEN and key != "for"):
        return _Expression(True)
    typed = context.check(scalar, where, kind)
    lowered = context.folded(scalar, where, typed.node) if typed else None
    return _Expression(True, typed.node, lowered) if typed and lowered else _Expression(False)


def _advance(context: Context, part: Part, rules: Rules, owner: Citation) -> Advance | None:
    """What may be paid in advance; the entities that it reads are asked for by its own rules."""
    requires = _requires(context, part, rules)
    found = read_advance(context, part, requires, owner)
    judged = [rules.sound[name] for name in requires if name in rules.sound]
    if found is None or len(judged) < len(requires):
        return None
    sure = [node for rule in judged for node in sure_conditions(rule)]
    _check_entities(context, part, sure, [*(tree for rule in judged for tree in rule.trees), found.at_most])
    return found


def _shared(part: Part) -> tuple[Payee, ...]:
    """Those who share the money, where the text names several without their shares."""
    under = part.part("payee")
    return under.members("shared", Payee) if under else ()


def _kind(context: Context, name: Scalar, part: Part) -> AwardKind | None:
    by_value = {str(member.value): member for member in AwardKind}
    word = part.value("kind", name.value)
    if word not in by_value and part.word("kind") is None:
        remedy = did_you_mean(word, by_value)
        context.report.add(name, part.path("kind"), _NOT_A_KIND, remedy=remedy)
    return by_value.get(word)


def _requires(context: Context, part: Part, rules: Rules) -> tuple[str, ...]:
    for scalar, where in part.words("requires"):
        if scalar.value not in rules.names:
            remedy = did_you_mean(scalar.value, rules.names)
            context.report.add(scalar, where, _NO_SUCH_RULE, remedy=remedy)
    return tuple(scalar.value for scalar, _ in part.words("requires"))


def _binds(context: Context, part: Part, kind: AwardKind | None, *, national: bool) -> tuple[AwardKind, ...]:
    """What a national policy binds: awards of its own kind, if it names no others."""
    words = part.words("binds")
    if words and not national:
        context.report.add(words[0][0], part.path("binds"), _NATIONAL_ONLY, "")
    if not words:
        return (kind,) if national and kind is not None else ()
    return part.members("binds", AwardKind)


# -- what an amount and a rule may rest on -----------------------------------------------------------------------------


def _check_guards(context: Context, part: Part, subsidy: Subsidy, judged: list[Rule]) -> None:
    """Refuses fields of an entity that may be absent, and tables with holes, unless a condition asks for them."""
    sure = [*(conjuncts(subsidy.applies) if subsidy.applies else ()), *(n for r in judged for n in sure_conditions(r))]
    paid = [*(s.value for s in subsidy.steps if s.value), *(n for n in (subsidy.payee, subsidy.fund) if n)]
    conditions = [*(tree for rule in judged for tree in rule.trees), *([subsidy.applies] if subsidy.applies else [])]
    _check_entities(context, part, sure, [*conditions, *paid])
    listed = {table for node in sure for table in guarded_tables(node)}
    for table in _loose_tables(context, paid):
        if table not in listed:
            what = Text(f"表 {table} 可能没有值", f"the table {table} may have no value")
            remedy = Text(f"加一条 require: listed({table}) 的条件", f"add a rule that requires listed({table})")
            context.report.add(part.node, part.path("requires"), what, remedy=remedy)


def _check_entities(context: Context, part: Part, sure: list[Node], used: list[Node]) -> None:
    for entity in _unguarded(sure, used):
        what = Text(
            f"用到 {entity}，但没有条件要求它存在", f"{entity} is used, but no condition asks whether there is one"
        )
        remedy = Text(f"加一条 require: exists({entity}) 的条件", f"add a rule that requires exists({entity})")
        context.report.add(part.node, part.where, what, remedy=remedy)


def _unguarded(sure: list[Node], used: list[Node]) -> list[str]:
    there = {n.derived.entity for n in sure if isinstance(n, Fact) and isinstance(n.derived, Exists)}
    found = dict.fromkeys(entity for node in used for entity in _entities(node))
    return [entity for entity in found if entity not in there]


def _entities(node: Node) -> Iterator[str]:
    """The entities that may be absent and of which a tree reads a field or a list."""
    for part in walk(node):
        match part:
            case Fact(derived=Exists()):
                continue
            case Fact(derived=Holds() as holds):
                # Nobody who is not there has a status, which is an answer; its date is a field as any other.
                yield from _entities(holds.on)
                continue
            case Fact(path):
                noun = path.rpartition("(")[2].partition(".")[0]
            case Quantified(source=path):
                noun = path.partition(".")[0]
            case _:
                continue
        if noun in vocabulary.NOUNS and noun not in vocabulary.ALWAYS:
            yield noun


def _loose_tables(context: Context, paid: list[Node]) -> list[str]:
    names = dict.fromkeys(part.table for node in paid for part in walk(node) if isinstance(part, Lookup))
    return [name for name in names if (table := context.scope.table(name)) is not None and unsure(table)]
