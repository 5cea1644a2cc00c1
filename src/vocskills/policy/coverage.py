"""Nothing silently missing: every fact of a document that was read is cited or left out with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from vocskills.errors import Fault
from vocskills.policy.documents import Provenance
from vocskills.policy.facts import FactBase, SourcedFact, load_facts
from vocskills.policy.pack import Policy
from vocskills.text import Text

_FORGOTTEN = Text("既没有引用，也没有列在 left_out", "neither cited nor left out")
_SHOWN = 60
"""Characters of a fact that a fault shows; ``vocskills sources`` prints the whole."""
_REMEDY = Text("编入规则，或在 left_out 里写明原因", "rest a rule on it, or give the reason under left_out")


def uncovered(policy: Policy, facts: FactBase | None = None) -> list[Fault]:
    """The facts of a policy's documents that it neither cites nor leaves out.

    What the fact base itself says must not be cited (replaced, only remembered) is left out by that.

    Args:
        policy: a policy; a document of it that was not read has no facts to encode.
        facts: the fact base that it cites; the library's own by default.
    """
    forgotten = _forgotten(policy, load_facts() if facts is None else facts)
    return [Fault(_said(fact), "left_out", policy.file, text=fact.id, remedy=_REMEDY) for fact in forgotten]


def _said(fact: SourcedFact) -> Text:
    """What is wrong, with the beginning of the fact."""
    zh = fact.fact.zh if len(fact.fact.zh) <= _SHOWN else f"{fact.fact.zh[:_SHOWN]}……"
    en = shorten(fact.fact.en, _SHOWN, placeholder="...")
    return Text(f"{_FORGOTTEN.zh}（{zh}）", f"{_FORGOTTEN.en} ({en})")


def _forgotten(policy: Policy, facts: FactBase) -> Iterator[SourcedFact]:
    mentioned = policy.cited | policy.left_out.keys()
    for document in policy.documents.values():
        if document.read is not Provenance.NONE:
            yield from (f for f in facts.of_document(document.facts) if f.citable and f.id not in mentioned)
