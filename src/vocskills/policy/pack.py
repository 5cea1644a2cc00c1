"""A policy as the library holds it: a scheme with its documents, clauses, rules and subsidies.

A policy is one scheme: a benefit as it stands over time, citing all its documents. Nothing here reads files; see
:mod:`vocskills.policy.load`. Every condition is kept twice: as the typed tree that a person is shown, and as the
lowered tree that engines run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

import attrs

from vocskills.display import as_html
from vocskills.language.nodes import Fact, Node, Type
from vocskills.language.scope import Table
from vocskills.places import NATION
from vocskills.policy.documents import Citation, Document, Editions, Window
from vocskills.policy.items import Approval, Item, Measure, Subsidy
from vocskills.text import Text, labelled, same


class ClauseKind(Enum):
    """Clauses that an authority may settle by a ruling."""

    DELEGATED = "delegated"
    UNSETTLED = "unsettled"
    OPEN = "open"


@attrs.frozen
class Clause:
    """A clause that the text delegates, can be read in several ways, or leaves open.

    Attributes:
        name: its name in the pack; ``in_force.from`` and the like for what a window leaves open, a table's or rule's
            name for what that leaves open.
        kind: which of the three.
        cite: where it stands.
        type: the type of what is decided: of the value when delegated or open, of every reading when unsettled.
        fact: the engine's fact for it, ``ruling.<name>`` with the legal range or ``reading.<name>``.
        question: what is to be settled.
        decided_by: who decides; ``None`` where the sources do not say.
        readings: the names of the readings with their typed trees, in the order of their codes.
        labels: the words of each reading, in the same order.
        in_principle: whether a decision outside the range is a warning instead of refused.
        supplied_by: the figure of the case that settles it as well, "" for none.
    """

    name: str
    kind: ClauseKind
    cite: Citation
    type: Type
    fact: Fact
    question: Text
    decided_by: Text | None = None
    readings: tuple[tuple[str, Node], ...] = ()
    labels: tuple[Text, ...] = ()
    in_principle: bool = False
    supplied_by: str = ""


@attrs.frozen
class Rule:
    """A condition with its words.

    Attributes:
        name: its name in the pack; ``<policy>.<name>`` is its code.
        cite: where it stands.
        parts: the typed conditions; all must hold, or one of them if ``any_of``.
        any_of: whether one part is enough.
        when: the typed exemption: where it is false the rule is not applicable and counts as true.
        open_ended: the question why a failed membership is open and not refused, such as a list that ends in 等;
            ``None`` where the conditions are all there are.
        because: what is said when it fails.
        remedy: how to clear it.
        interpretation: the reading that we chose.
        in_principle: whether the text says 原则上.
        condition: the lowered, folded tree of all this.
        exemption: the lowered tree of ``when``; ``None`` without one.
        origin: the policy that it is of, where that is another one; ``None`` for a rule of the pack itself.
    """

    name: str
    cite: Citation
    parts: tuple[Node, ...]
    any_of: bool
    when: Node | None
    open_ended: Text | None
    because: Text
    remedy: Text | None
    interpretation: Text | None
    in_principle: bool
    condition: Node
    exemption: Node | None = None
    origin: Policy | None = None

    @property
    def trees(self) -> tuple[Node, ...]:
        """All its typed trees."""
        return self.parts if self.when is None else (*self.parts, self.when)


def called(name: str, title: Text | None, label: Text | None = None) -> Text:
    """A table inside a sentence: by its title, with the column of values if it has several, else by its name."""
    if title is None:
        return Text(f"表 {name} ", f"table {name}")
    column = name.partition(".")[2]
    if column and label:
        return Text(f"“{title.zh}”中的“{label.zh}”", f"“{label.en}” in “{title.en}”")
    whole = labelled(title, same(column)) if column else title
    return Text(f"“{whole.zh}”", f"“{whole.en}”")


@attrs.frozen(eq=False)
class Policy:
    """One scheme; the same object is the same policy, so that what is worked out from it can be kept.

    Attributes:
        id: its name, such as ``cn-yunnan-poverty-training``.
        title: its words.
        place: division code of the area it holds in; :data:`NATION` for the whole country.
        documents: the texts it rests on by id, the unread ones among them.
        window: when it holds; ``None`` for a policy of unread documents only, which has no rules.
        judged_on: the facts, all dates, that must lie in the window.
        left_out: fact ids that are not encoded, with the reason.
        partly: ids of facts that something rests on and of which a part is not encoded: which, and why.
        definitions: the typed trees of its definitions.
        tables: its tables.
        clauses: what is delegated, unsettled or open, by name.
        rules: its rules by name.
        subsidies: its subsidies by name.
        approvals: what may be done under it, by name.
        measures: what is done to whom breaks it, by name.
        uses: other policies of which its items require rules, by the names that it gives them.
        file: the name of the pack file.
        digest: SHA-256 of the pack file, with the files beside it that it uses.
        files: SHA-256 of each of those files, by its name.
        table_cites: where each table stands.
        table_files: the file with its rows, by the name of each table that has one.
        table_titles: what the tables are called that have a title, by their names.
        editions: the editions of the tables that have several, by the table's name.
    """

    _repr_html_ = as_html

    id: str
    title: Text
    place: str
    documents: Mapping[str, Document]
    window: Window | None
    judged_on: tuple[str, ...]
    left_out: Mapping[str, Text]
    partly: Mapping[str, Text]
    definitions: Mapping[str, Node]
    tables: Mapping[str, Table]
    clauses: Mapping[str, Clause]
    rules: Mapping[str, Rule]
    subsidies: Mapping[str, Subsidy]
    approvals: Mapping[str, Approval] = attrs.field(factory=dict)
    measures: Mapping[str, Measure] = attrs.field(factory=dict)
    uses: Mapping[str, Policy] = attrs.field(factory=dict)
    file: str = ""
    digest: str = ""
    files: Mapping[str, str] = attrs.field(factory=dict)
    table_cites: Mapping[str, Citation] = attrs.field(factory=dict)
    table_files: Mapping[str, str] = attrs.field(factory=dict)
    table_titles: Mapping[str, Text] = attrs.field(factory=dict)
    editions: Mapping[str, Editions] = attrs.field(factory=dict)

    @property
    def national(self) -> bool:
        """Whether it holds in the whole country and is judged beside the local ones."""
        return self.place == NATION

    @property
    def cited(self) -> frozenset[str]:
        """The ids of all facts that something in it rests on."""
        window = [self.window.cite] if self.window else []
        window += [item.own.window.cite for item in self.items.values() if item.own]
        steps = [step.cite for subsidy in self.subsidies.values() for step in subsidy.steps]
        steps += [subsidy.advance.cite for subsidy in self.subsidies.values() if subsidy.advance]
        own = {name: rule for name, rule in self.rules.items() if rule.origin is None}
        owners = [one.cite for part in (self.clauses, own, self.items) for one in part.values()]
        tables = [*self.table_cites.values(), *(one.cite for table in self.editions.values() for one in table.items)]
        return frozenset(i for cite in (*window, *owners, *steps, *tables) for i in cite.facts)

    @property
    def items(self) -> Mapping[str, Item]:
        """All that it decides, by name."""
        return {**self.subsidies, **self.approvals, **self.measures}

    def table_called(self, name: str) -> Text:
        """What a table is called inside a sentence."""
        table = self.tables.get(name)
        return called(name, self.table_titles.get(name.partition(".")[0]), table.label if table else None)

    def rules_of(self, item: Item) -> Iterator[Rule]:
        """The rules of an item: those that it requires, in the order of its plan, then those of which one is enough."""
        return (self.rules[name] for name in item.conditions)

    def trees_of(self, item: Item) -> tuple[Node, ...]:
        """The typed trees of an item and of the rules that it requires."""
        return *item.trees, *(tree for rule in self.rules_of(item) for tree in rule.trees)


def with_used(policies: Iterable[Policy]) -> tuple[Policy, ...]:
    """Policies, and then those that they use, each once."""
    given = list(policies)
    every = (*given, *(used for policy in given for used in policy.uses.values()))
    return tuple({policy.id: policy for policy in reversed(every)}[one] for one in dict.fromkeys(p.id for p in every))
