"""A policy as the library holds it: a scheme with its documents, clauses, rules and subsidies.

A policy is one scheme: a benefit as it stands over time, citing all its documents. Nothing here reads files; see
:mod:`vocskills.policy.load`. Every condition is kept twice: as the typed tree that a person is shown, and as the
lowered tree that engines run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from fractions import Fraction

import attrs

from vocskills.bounds import Bounds
from vocskills.display import as_html
from vocskills.engines.plan import Plan
from vocskills.language.lower import Scaled
from vocskills.language.nodes import Fact, Node, Type
from vocskills.language.scope import Table
from vocskills.model.fields import Term
from vocskills.model.terms import AwardKind, Payee, SanctionGrade, SubjectKind
from vocskills.places import NATION
from vocskills.text import Text, labelled, same


class Provenance(Term):
    """How a document was read, the best first; an answer is as good as the weakest one that it used."""

    FULL = "full", "据全文", "by the full text"
    PART = "part", "据部分原文", "by a part of the text"
    SECONDARY = "secondary", "据新闻或摘要", "by press digest"
    GUIDANCE = "guidance", "据经办指南", "by guidance"
    NONE = "none", "条文未读到", "its articles were not read"


@attrs.frozen
class Document:
    """A numbered text that a policy rests on.

    Attributes:
        id: its name inside the pack and in fact ids, such as ``GB24``.
        number: its number (文号), ``unknown`` if not found.
        title: its title; empty if the pack's own says it.
        issued: first and last day, yyyymmdd, on which it may have been issued.
        read: how it was read.
        facts: the prefix of the fact ids that speak of it.
        replaces: documents that it replaces.
    """

    id: str
    number: str
    title: Text
    issued: Bounds
    read: Provenance
    facts: str
    replaces: tuple[str, ...] = ()

    @property
    def name(self) -> Text:
        """Its number, else its title, else its short name."""
        if self.number != "unknown":
            return same(self.number)
        return self.title if self.title.zh else same(self.id)


@attrs.frozen
class Citation:
    """Where something stands: fact ids, article and document; a step or clause without any has its owner's.

    Attributes:
        facts: ids in the fact base.
        article: such as 第九条; ``unknown`` where the text itself was not read.
        document: the document's id.
    """

    facts: tuple[str, ...] = ()
    article: str = ""
    document: str = ""


@attrs.frozen
class Window:
    """From when to when a text holds; an end that is not known is an interval of days.

    Attributes:
        start: first and last day that may be its first day.
        end: first and last day that may be its last day.
        then: the document that takes over and was not read, empty if none is known.
        interpretation: the reading that we chose where the text names no date.
        cite: the facts that it rests on.
    """

    start: Bounds
    end: Bounds
    then: str = ""
    interpretation: Text | None = None
    cite: Citation = Citation()


@attrs.frozen
class TableEdition:
    """An edition of a table as a text.

    Attributes:
        start: first and last day that may be its first day.
        end: first and last day that may be its last day.
        cite: where it stands.
        file: the file with its rows, "" if they stand in the pack.
    """

    start: Bounds
    end: Bounds
    cite: Citation
    file: str = ""


@attrs.frozen
class Editions:
    """The editions of a table in the order of their days, and the dates that choose among them.

    Attributes:
        judged_on: the facts, all dates, that must lie in an edition for it to govern.
        items: the editions.
    """

    judged_on: tuple[str, ...]
    items: tuple[TableEdition, ...]


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


class StepOp(Enum):
    """Steps of an amount, in the order in which they are written."""

    BASE = "base"
    TIMES = "times"
    PLUS = "plus"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ROUND = "round"


@attrs.frozen
class Step:
    """One step of an amount.

    Attributes:
        op: what it does to the amount so far.
        value: the typed expression; ``None`` for ``round``.
        unit: the multiple of yuan that ``round`` rounds to; ``None`` for the others.
        cite: where it stands.
        after: the lowered amount after this step, exact, over its scale in yuan.
        in_order: whether the text itself puts it after the one before.
        where: its path in the pack.
        line: its line, counted from 1.
        column: its column, counted from 1.
    """

    op: StepOp
    value: Node | None
    unit: Fraction | None
    cite: Citation
    after: Scaled
    in_order: bool = False
    where: str = ""
    line: int = 0
    column: int = 0


@attrs.frozen
class Advance:
    """What may be paid of a subsidy in advance.

    Attributes:
        at_most: the typed share of the amount.
        share: the same lowered, over its scale.
        requires: the names of the rules that must hold for it.
        cite: where it stands.
    """

    at_most: Node
    share: Scaled
    requires: tuple[str, ...]
    cite: Citation


@attrs.frozen(kw_only=True)
class Item:
    """What a policy decides: conditions on a subject. What follows when they are met is said by the kinds of item.

    Attributes:
        name: its name in the pack.
        title: its words.
        cite: where it stands.
        subject: what is judged: a person in a class, a person, the class, or the provider.
        judged_on: the facts, all dates, that must lie in the policy's window.
        applies: the typed condition ``for``; ``None`` if it is for every program.
        requires: the names of the rules that must hold, in order.
        when_any: the names of further rules of which one is enough; empty for none.
        interpretation: the reading that we chose.
        plan: what engines run; its last rule is that one of ``when_any`` holds, if there are any.
    """

    name: str
    title: Text
    cite: Citation
    subject: SubjectKind = SubjectKind.ENROLLMENT
    judged_on: tuple[str, ...] = ()
    applies: Node | None = None
    requires: tuple[str, ...] = ()
    when_any: tuple[str, ...] = ()
    interpretation: Text | None = None
    plan: Plan

    @property
    def conditions(self) -> tuple[str, ...]:
        """The names of all its rules."""
        return *self.requires, *self.when_any

    @property
    def trees(self) -> tuple[Node, ...]:
        """The typed trees of what it is for, and of what follows."""
        return () if self.applies is None else (self.applies,)


@attrs.frozen(kw_only=True)
class Subsidy(Item):
    """An item from which money follows.

    Attributes:
        kind: the kind of award that it becomes.
        steps: the steps of the amount; the last one's ``after`` is the exact amount of one person.
        payee: the typed tree of who is paid; ``None`` where the sources do not say.
        fund: the typed tree of the purse; ``None`` where the sources do not say.
        discretionary: whether the text says "may".
        binds: the kinds of local awards that it binds, where it is of a national policy.
        excludes: the kinds of award that it excludes for the same class or certificate; the last of its rules says so.
        shared: those who share it, where the text names several without their shares.
        advance: what may be paid of it in advance; ``None`` where the text says nothing of that.
        payee_code: the lowered tree of ``payee``.
        fund_code: the lowered tree of ``fund``.
    """

    kind: AwardKind
    steps: tuple[Step, ...]
    payee: Node | None
    fund: Node | None
    discretionary: bool
    binds: tuple[AwardKind, ...]
    payee_code: Node | None = None
    fund_code: Node | None = None
    excludes: tuple[AwardKind, ...] = ()
    shared: tuple[Payee, ...] = ()
    advance: Advance | None = None

    @property
    def trees(self) -> tuple[Node, ...]:
        """The typed trees of what it is for, how much, to whom and from which purse."""
        every = (self.applies, *(step.value for step in self.steps), self.payee, self.fund)
        return tuple(node for node in every if node is not None)


@attrs.frozen(kw_only=True)
class Approval(Item):
    """An item from which a permission follows, such as to open a class."""


class Follow(Term):
    """What a measure brings besides itself."""

    FIX_BY = "fix_by", "限期整改至", "to be put right by"
    NO_NEW_CLASSES_UNTIL = "no_new_classes_until", "不得新开补贴班期至", "no new subsidised classes until"
    RECOVER = "recover", "应收回", "to be taken back"


@attrs.frozen
class Following:
    """One thing that a measure brings.

    Attributes:
        what: which.
        typed: the typed tree: the last day, or how much money.
        code: the same lowered: a day as yyyymmdd, money in fen.
    """

    what: Follow
    typed: Node
    code: Node


@attrs.frozen(kw_only=True)
class Measure(Item):
    """An item from which a measure against its subject follows; the authority's decision returns as a sanction.

    Attributes:
        grade: the sanction that it would become; ``None`` where it is none.
        follows: what it brings, each once.
    """

    grade: SanctionGrade | None = None
    follows: tuple[Following, ...] = ()

    @property
    def trees(self) -> tuple[Node, ...]:
        """The typed trees of what it is for and of what it brings."""
        return *super().trees, *(one.typed for one in self.follows)


def called(name: str, title: Text | None) -> Text:
    """A table inside a sentence: by its title, with the column of values if it has several, else by its name."""
    if title is None:
        return Text(f"表 {name} ", f"table {name}")
    column = name.partition(".")[2]
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
        return called(name, self.table_titles.get(name.partition(".")[0]))

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
