"""Subsidies of a pack: what follows in money when the conditions of an item are met, to whom and from which purse."""

from __future__ import annotations

from vocskills.language.nodes import Lookup, Node, Type, walk
from vocskills.model.fields import Kind
from vocskills.model.terms import AwardKind, Fund, Payee
from vocskills.policy.advance import read_advance
from vocskills.policy.amounts import read_amount
from vocskills.policy.conditions import (
    Conditions,
    Rules,
    check_entities,
    check_reads,
    expression,
    read_conditions,
    required,
)
from vocskills.policy.context import Context, Part
from vocskills.policy.exclusion import excluded, read_excludes
from vocskills.policy.items import Advance, Subsidy
from vocskills.policy.pack import Rule
from vocskills.policy.report import did_you_mean
from vocskills.policy.rules import sure_conditions
from vocskills.policy.source import Scalar
from vocskills.policy.tables import guarded_tables, unsure
from vocskills.policy.window import Force
from vocskills.text import Text

_NOT_A_KIND = Text("名称不是补贴种类，要写 kind", "the name is no kind of award: say the kind")
_NATIONAL_ONLY = Text("只有全国性政策才约束地方补贴", "only a national policy binds local awards")
_EXCLUDES_WHAT = Text("班期和机构的补贴不写 excludes", "what a class or provider is paid excludes no person's award")


def read_subsidy(
    context: Context, name: Scalar, part: Part, rules: Rules, force: Force | None, *, national: bool
) -> tuple[Subsidy, Rule | None] | None:
    """One subsidy and the rule that its ``excludes`` makes, ``None`` after faults have been reported."""
    found = read_conditions(context, name, part, rules, force)
    kind = _kind(context, name, part)
    amount = read_amount(context, part, found.cite)
    payee = expression(context, part, "payee", Type(Kind.ENUM, members=Payee))
    fund = expression(context, part, "fund", Type(Kind.ENUM, members=Fund))
    binds = _binds(context, part, kind, national=national)
    exclusion = _exclusion(context, part, found, rules)
    ahead = part.part("advance")
    advance = _advance(context, ahead, rules, found) if ahead else None
    if kind is None or amount is None or not (found.sound and payee.sound and fund.sound):
        return None
    if found.force is None or found.judged is None or (ahead is not None and advance is None):
        return None
    if part.words("excludes") and exclusion is None:
        return None
    steps, fen = amount
    paid = [node for node in (*(step.value for step in steps), payee.typed, fund.typed) if node is not None]
    judged = [*found.judged, *([exclusion] if exclusion else [])]
    subsidy = Subsidy(
        **found.common(part, judged, paid, title=kind.label, fen=fen),
        kind=kind,
        steps=steps,
        payee=payee.typed,
        fund=fund.typed,
        discretionary=part.yes("discretionary"),
        binds=binds,
        payee_code=payee.lowered,
        fund_code=fund.lowered,
        excludes=excluded(part),
        shared=_shared(part),
        advance=advance,
    )
    _check_guards(context, part, found, paid)
    return subsidy, exclusion


def _exclusion(context: Context, part: Part, found: Conditions, rules: Rules) -> Rule | None:
    """The rule that ``excludes`` makes; only people have awards on record."""
    if found.subject.of_case and part.words("excludes"):
        context.report.add(part.words("excludes")[0][0], part.path("excludes"), _EXCLUDES_WHAT, "")
        return None
    return read_excludes(context, found.name, part, found.cite, rules.names)


def _advance(context: Context, part: Part, rules: Rules, owner: Conditions) -> Advance | None:
    """What may be paid in advance; the entities that it reads are asked for by its own rules."""
    requires = required(context, part, "requires", rules)
    found = read_advance(context, part, requires, owner.cite)
    judged = rules.all_of(requires)
    if found is None or judged is None:
        return None
    sure = [node for rule in judged for node in sure_conditions(rule)]
    trees = [*(tree for rule in judged for tree in rule.trees), found.at_most]
    check_entities(context, part, owner.subject, sure, trees)
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


def _binds(context: Context, part: Part, kind: AwardKind | None, *, national: bool) -> tuple[AwardKind, ...]:
    """What a national policy binds: awards of its own kind, if it names no others."""
    words = part.words("binds")
    if words and not national:
        context.report.add(words[0][0], part.path("binds"), _NATIONAL_ONLY, "")
    if not words:
        return (kind,) if national and kind is not None else ()
    return part.members("binds", AwardKind)


# -- what an amount and a rule may rest on -----------------------------------------------------------------------------


def _check_guards(context: Context, part: Part, found: Conditions, paid: list[Node]) -> None:
    """Refuses fields of an entity that may be absent, and tables with holes, unless a condition asks for them."""
    sure = check_reads(context, part, found, found.judged or (), paid)
    listed = {table for node in sure for table in guarded_tables(node)}
    for table in _loose_tables(context, paid):
        if table not in listed:
            what = Text(f"表 {table} 可能没有值", f"the table {table} may have no value")
            remedy = Text(f"加一条 require: listed({table}) 的条件", f"add a rule that requires listed({table})")
            context.report.add(part.node, part.path("requires"), what, remedy=remedy)


def _loose_tables(context: Context, paid: list[Node]) -> list[str]:
    names = dict.fromkeys(part.table for node in paid for part in walk(node) if isinstance(part, Lookup))
    return [name for name in names if (table := context.scope.table(name)) is not None and unsure(table)]
