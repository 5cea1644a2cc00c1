"""``uses``: rules of another policy that an item may require by name, each judged in that policy's own window.

Outside that window the rule is not applicable and stands in nobody's way; where it is in doubt whether the window
holds, a rule that is not surely met is open. Readings and rulings stay those of the other policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from vocskills.engines.fold import fold
from vocskills.errors import PolicyError
from vocskills.language.lower import condition
from vocskills.language.nodes import BOOL, CLAUSES, Fact, Logic, LogicOp, Node, Not, children, rebuild
from vocskills.policy.context import Context, Part
from vocskills.policy.documents import Citation
from vocskills.policy.pack import Clause, ClauseKind, Policy, Rule
from vocskills.policy.window import force_of
from vocskills.text import Text

_NO_POLICY = Text("没有这项政策", "there is no such policy")
_WHERE = Text("同一文件夹里的 <编号>.yaml，或库内的政策", "<id>.yaml in the folder of this pack, or a shipped policy")
_CIRCLE = Text("两份政策互相引用", "two policies use each other")
_NO_RULES = Text("这项政策没有条件可用", "the policy has no rules to use")


def read_uses(context: Context, pack: Part, find: Callable[[str], Policy | None], own: str) -> dict[str, Policy]:
    """The policies that a pack uses, by the names that it gives them."""
    found = {}
    for alias, word, where in pack.scalars("uses"):
        if word.value == own:
            context.report.add(word, where, _CIRCLE)
            continue
        try:
            policy = find(word.value)
        except PolicyError as error:
            context.report.extend([fault for fault in error.faults if fault.line])
            context.report.place(word, [fault for fault in error.faults if not fault.line], where)
            continue
        if policy is None:
            context.report.add(word, where, _NO_POLICY, expected=_WHERE)
        elif policy.window is None or not policy.rules:
            context.report.add(word, where, _NO_RULES)
        else:
            found[alias.value] = policy
    return found


def used_rules(uses: Mapping[str, Policy]) -> dict[str, Rule]:
    """The rules of the policies used, by ``<alias>.<rule>``."""
    return {
        f"{alias}.{name}": _used(alias, policy, rule)
        for alias, policy in uses.items()
        for name, rule in policy.rules.items()
        if rule.origin is None
    }


def straddling(alias: str, policy: Policy) -> Clause:
    """What is to be settled where the dates lie partly in the other policy's window."""
    title = policy.title
    return Clause(
        f"uses.{alias}",
        ClauseKind.OPEN,
        Citation(),
        BOOL,
        Fact(f"ruling.uses.{alias}", BOOL, 0, 1),
        Text(f"日期跨越施行期时，是否适用{title.zh}", f"whether dates across its window are under: {title.en}"),
    )


def _used(alias: str, policy: Policy, rule: Rule) -> Rule:
    """A rule of another policy as one of this: exempt where that policy is not in force."""
    force = force_of(policy)
    assert force is not None
    perhaps = condition([force.touches, straddling(alias, policy).fact])
    gates = [condition([force.governs, perhaps], LogicOp.OR), *([rule.exemption] if rule.exemption is not None else [])]
    exemption = fold(_named(condition(gates), policy.id, keep=f"ruling.uses.{alias}"))
    held = condition([Not(exemption), _named(rule.condition, policy.id)], LogicOp.OR)
    when: tuple[Node, ...] = (*force.judged_on, *([rule.when] if rule.when is not None else []))
    return attrs.evolve(
        rule,
        name=f"{alias}.{rule.name}",
        when=Logic(LogicOp.AND, when),
        condition=fold(held),
        exemption=exemption,
        origin=policy,
    )


def _named(node: Node, policy: str, keep: str = "") -> Node:
    """A tree whose readings and rulings are named by the policy that they are of."""
    if isinstance(node, Fact):
        mine = node.path.startswith(CLAUSES) and node.path != keep
        return attrs.evolve(node, path=f"{policy}:{node.path}") if mine else node
    parts = children(node)
    return rebuild(node, [_named(part, policy, keep) for part in parts]) if parts else node
