"""Approvals and measures of a pack: items from which a permission or a measure follows, and no award."""

from __future__ import annotations

from collections.abc import Sequence

from vocskills.language.nodes import DATE, MONEY, Node
from vocskills.model.terms import SanctionGrade
from vocskills.policy.amounts import in_fen
from vocskills.policy.conditions import Rules, check_reads, read_conditions, required
from vocskills.policy.context import Context, Part
from vocskills.policy.items import Approval, Follow, Following, Measure
from vocskills.policy.pack import Rule
from vocskills.policy.source import Scalar
from vocskills.policy.window import Force
from vocskills.text import Text

_GRADES = {str(member.value): member for member in SanctionGrade}
_EXEMPT = Text("带 when 的条件不能引起处理", "a rule with 'when' cannot bring a measure about")
_AT_LEAST = Text("写成 max(…, 0)", "write max(..., 0)")
_AT_MOST = Text(
    "写成 min(…, 上限)，或缩小所依据的取值", "write min(..., a limit), or narrow the ranges that it rests on"
)
_NO_WHEN = Text("把 when 的内容写进 require", "write what stands under 'when' into 'require'")


def read_approval(context: Context, name: Scalar, part: Part, rules: Rules, force: Force | None) -> Approval | None:
    """One approval, ``None`` after its faults have been reported."""
    found = read_conditions(context, name, part, rules, force)
    if not found.sound or found.force is None or found.judged is None:
        return None
    check_reads(context, part, found, found.judged, ())
    return Approval(**found.common(part, found.judged))


def read_measure(context: Context, name: Scalar, part: Part, rules: Rules, force: Force | None) -> Measure | None:
    """One measure, ``None`` after its faults have been reported."""
    found = read_conditions(context, name, part, rules, force)
    arms = rules.all_of(required(context, part, "when_any", rules))
    follows = [_following(context, part, what) for what in Follow if part.word(what.value) is not None]
    sound = [one for one in follows if one is not None]
    if not found.sound or found.force is None or found.judged is None or arms is None or len(sound) < len(follows):
        return None
    _check_arms(context, part, arms)
    used = [tree for rule in arms for tree in rule.trees] + [one.typed for one in sound]
    check_reads(context, part, found, found.judged, used)
    grade = _GRADES.get(part.value("grade", name.value))
    common = found.common(part, found.judged, used, any_of=arms)
    return Measure(**common, grade=grade, follows=tuple(sound))


def _following(context: Context, part: Part, what: Follow) -> Following | None:
    """One thing that a measure brings: a last day, or money."""
    key = str(what.value)
    scalar, where = part.word(key), part.path(key)
    assert scalar is not None
    typed = context.check(scalar, where, MONEY if what is Follow.RECOVER else DATE)
    if typed is None:
        return None
    if what is Follow.RECOVER:
        code = _fen(context, scalar, where, typed.node)
    else:
        code = context.folded(scalar, where, typed.node)
    return Following(what, typed.node, code) if code else None


def _fen(context: Context, scalar: Scalar, where: str, node: Node) -> Node | None:
    exact = context.money(scalar, where, node)
    return in_fen(context, scalar, where, exact, (_AT_LEAST, _AT_MOST)) if exact else None


def _check_arms(context: Context, part: Part, arms: Sequence[Rule]) -> None:
    """A rule that does not apply counts as met, which must not bring a measure about."""
    exempt = {rule.name for rule in arms if rule.when is not None}
    for scalar, where in part.words("when_any"):
        if scalar.value in exempt:
            context.report.add(scalar, where, _EXEMPT, remedy=_NO_WHEN)
