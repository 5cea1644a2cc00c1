"""Facts and rules of a policy in words: what a fact is called, what is known of it, and what a rule came to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from vocskills.assessment.findings import Used
from vocskills.assessment.others import Counted
from vocskills.assessment.outcomes import State
from vocskills.engines.interpret import Records
from vocskills.engines.prose import Names, bounds_text, value_text
from vocskills.engines.prose.values import UNKNOWN
from vocskills.language import vocabulary
from vocskills.language.nodes import Fact
from vocskills.policy.pack import ClauseKind, Policy
from vocskills.text import Text, join, labelled, same

_HEADS = {
    State.PASS: Text("满足", "met"),
    State.FAIL: Text("不满足", "not met"),
    State.OPEN: Text("尚不能确定", "open"),
    State.NOT_JUDGED: Text("未判定（只知道人数，无法逐人判定）", "not judged (only the number of people is known)"),
    State.NOT_APPLICABLE: Text("不适用", "not applicable"),
}


def names_of(policy: Policy) -> Names:
    """The words of a policy's clauses, for sentences."""
    words: dict[str, Text] = {}
    decided_by: dict[str, Text | None] = {}
    for clause in policy.clauses.values():
        path = clause.fact.path
        words[path] = clause.question
        if clause.kind is ClauseKind.DELEGATED:
            decided_by[path] = clause.decided_by
        for (reading, _), label in zip(clause.readings, clause.labels, strict=False):
            words[f"{path}.{reading}"] = label
    for name, table in policy.tables.items():
        base, _, column = name.partition(".")
        if base in policy.table_titles:
            title = policy.table_titles[base]
            words[f"table.{name}"] = labelled(title, same(column)) if column and not table.label else title
        if table.label:
            words[f"value.{name}"] = table.label
        if table.supplied_by:
            label = vocabulary.facts()[table.supplied_by].label
            question = Text(f"是否提供了{label.zh}", f"whether the case gives the {label.en}")
            words[f"supplied.{name}"] = question
    return Names(words, decided_by)


@lru_cache(maxsize=4096)
def _field_value(path: str, lo: int, hi: int) -> Text:
    """What is known of a field, in words; the people of a class have nearly all of them in common."""
    return value_text(vocabulary.facts()[path], lo, hi)


def known_of(fact: Fact, lo: int, hi: int, names: Names) -> Text:
    """What is known of a fact, in words; never what identifies a person."""
    if fact.path in vocabulary.facts():
        return _field_value(fact.path, lo, hi)
    if fact.type.names:
        labels = [names.words.get(f"{fact.path}.{name}", Text(name, name)) for name in fact.type.names[lo : hi + 1]]
        return labels[0] if len(labels) == 1 else UNKNOWN
    return bounds_text(fact.type, (fact.lo, fact.hi), lo, hi)


def used(fact: Fact, label: Text, lo: int, hi: int, names: Names) -> Used:
    """A fact that a rule read, in words; what it is called is the same for every case."""
    return Used(fact.path, label, known_of(fact, lo, hi, names), lo == hi)


def used_list(source: str, records: Records, others: Sequence[Counted] = ()) -> Used:
    """A list that a rule asked: how many records it has, whether there may be more, and how many claims it counts."""
    label = vocabulary.lists()[source].label
    recorded = sum(one.recorded for one in others)
    number, claims = len(records.items) + recorded, len(others) - recorded
    known = Text(f"共{number}条", f"{number} in all")
    if records.rest:
        known = Text(f"已知{number}条，可能还有", f"{number} known, perhaps more")
    if claims:
        known = Text(f"{known.zh}，另计入本人其他申领{claims}项", f"{known.en}, besides other claims: {claims}")
    return Used(source, label, known, not records.rest)


def finding_text(state: State, condition: Text, uses: Sequence[Used]) -> Text:
    """A finding as a sentence: what it came to, the rule, and the facts behind it."""
    head, rule = _HEADS[state], rule_text(condition, uses)
    return labelled(head, rule)


def rule_text(condition: Text, uses: Sequence[Used]) -> Text:
    """A rule with what is known of the facts that it read."""
    if not uses:
        return condition
    known = join([labelled(u.label, u.value) for u in uses], zh="；", en="; ")
    return Text(f"{condition.zh}（{known.zh}）", f"{condition.en} ({known.en})")
