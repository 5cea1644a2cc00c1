"""The policies of a place made ready to run: every subsidy compiled, every fact and list that they read in one order.

Readings and rulings are named by their policy (``<policy>:reading.paid_days``), so that two policies never share one
by accident; all other facts are shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

import attrs

from vocskills.assessment.limits import no_limit_from
from vocskills.bounds import Bounds
from vocskills.door import dates_in
from vocskills.engines.interpret import Facts, Records, interpret
from vocskills.engines.plan import Outcome
from vocskills.engines.pycode import Decider, Prepared, compile_plan, layout
from vocskills.language import vocabulary
from vocskills.language.nodes import (
    CLAUSES,
    County,
    Element,
    Exists,
    Fact,
    Holds,
    InArea,
    Literal,
    Node,
    facts_in,
)
from vocskills.model.fields import Kind
from vocskills.model.terms import AwardKind
from vocskills.policy.items import Item, Measure, Subsidy
from vocskills.policy.pack import Policy

UNLIMITED = 10**15
"""Stands for an upper end that is only a declared range; no sum of real amounts comes near it."""

ADVANCED = "enrollment.advance_paid"
"""What was paid to a person in advance."""

_SHARED = frozenset({"cohort", "program", "provider", "agreement", "standard", "event"})
_PAID = (Outcome.ELIGIBLE, Outcome.UNDETERMINED)


def key_of(policy: str, path: str) -> str:
    """The name of a fact over all policies."""
    return f"{policy}:{path}" if path.startswith(CLAUSES) else path


def is_clause(key: str) -> bool:
    """Whether a fact is a reading or ruling of a policy."""
    return key.partition(":")[2].startswith(CLAUSES)


def noun_of(fact: Fact) -> str:
    """The noun that a fact speaks of; empty for readings and rulings."""
    match fact.derived:
        case Holds(subject):
            return subject
        case InArea(code) | County(code):
            return code.partition(".")[0]
        case Exists(entity):
            return entity
        case None:
            return "" if fact.path.startswith(CLAUSES) else fact.path.partition(".")[0]


def is_shared(key: str, fact: Fact) -> bool:
    """Whether a fact is the same for everybody in the class: clauses, the class itself, the program, the provider."""
    return is_clause(key) or noun_of(fact) in _SHARED


def is_shared_list(source: str) -> bool:
    """Whether a list is the same for everybody in the class: its checks, the provider's sanctions and classes."""
    return source.partition(".")[0] in _SHARED


def is_finite(fact: Fact) -> bool:
    """Whether a fact has few values that can be tried one by one."""
    return fact.type.kind in (Kind.BOOL, Kind.ENUM)


@attrs.frozen
class Line:
    """What an engine says of one subsidy: outcome, amount in fen, rules at fault, payee and fund as codes.

    An upper end that is only declared is :data:`UNLIMITED` or more.
    """

    outcome: Outcome
    least: int
    most: int
    failed: tuple[int, ...]
    open: tuple[int, ...]
    payee: Bounds | None
    fund: Bounds | None

    @property
    def paid(self) -> bool:
        """Whether any amount is possible."""
        return self.outcome in _PAID

    @property
    def settled(self) -> bool:
        """Whether nothing that is said of it is in doubt."""
        if not self.paid:
            return True
        certain = [(self.least, self.most), *(b for b in (self.payee, self.fund) if b)]
        return self.outcome is Outcome.ELIGIBLE and all(lo == hi for lo, hi in certain)


@attrs.frozen(eq=False)
class Entry:
    """One item of one policy, compiled.

    Attributes:
        policy: its policy.
        item: the item: what is paid, may be done, or is done to whom breaks the rules.
        decider: the compiled plan.
        keys: the names over all policies of the facts in the decider's order.
        others: the names of the facts that what follows reads besides: payee, fund, advance, dates of a measure.
        limit: the amount in fen from which on it has no known upper limit.
        codes: the lowered trees of payee and fund, where the sources state them.
    """

    policy: Policy
    item: Item
    decider: Decider
    keys: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    limit: int
    codes: tuple[Node | None, Node | None] = (None, None)

    @property
    def subsidy(self) -> Subsidy:
        """The item of an entry that pays."""
        assert isinstance(self.item, Subsidy)
        return self.item

    @property
    def pays(self) -> bool:
        """Whether money follows from it."""
        return isinstance(self.item, Subsidy)

    @property
    def kinds(self) -> frozenset[AwardKind]:
        """The kind of award that it becomes, if it pays."""
        return frozenset({self.item.kind} if isinstance(self.item, Subsidy) else ())

    @property
    def binds(self) -> frozenset[AwardKind]:
        """The kinds of local awards that it binds."""
        return frozenset(self.item.binds if isinstance(self.item, Subsidy) else ())

    @property
    def order(self) -> str:
        """What has the same name is ordered among a person's claims by the same dates."""
        same = self.item.judged_on == self.policy.judged_on
        return self.policy.id if same else f"{self.policy.id}.{self.item.name}"

    def reads(self) -> Iterable[str]:
        """The names of all facts that the entry reads."""
        return (*self.keys, *(key for key, _ in self.others))

    def prepare(self, values: Mapping[str, Bounds], lists: Mapping[str, Records]) -> Prepared:
        """The case in the decider's order."""
        facts = {fact.path: values[key] for fact, key in zip(self.decider.layout.facts, self.keys, strict=True)}
        return self.decider.layout.prepare(Facts(facts, lists))

    def run(self, prepared: Prepared, values: Mapping[str, Bounds]) -> Line:
        """Decides the entry; ``values`` are for payee and fund, which read few facts or none."""
        outcome, least, most, failed, opened = self.decider.reasons(prepared)
        high = most + UNLIMITED if most >= self.limit and least < most else most
        payee, fund = (self._code(node, values) for node in self.codes)
        return Line(Outcome(outcome), least, high, tuple(failed), tuple(opened), payee, fund)

    def _code(self, node: Node | None, values: Mapping[str, Bounds]) -> Bounds | None:
        if node is None:
            return None
        if isinstance(node, Literal):
            return interpret(node, Facts())
        return interpret(node, Facts({path: values[key] for key, path in self.others}))


def local_facts(entry: Entry, values: Mapping[str, Bounds], lists: Mapping[str, Records]) -> Facts:
    """The facts by the paths that an entry's trees use."""
    return Facts({f.path: values[k] for f, k in zip(entry.decider.layout.facts, entry.keys, strict=True)}, lists)


@attrs.frozen(eq=False)
class Docket:
    """All items that are judged together.

    Attributes:
        entries: the local ones first, then those beside.
        local: how many are local.
        facts: every fact by its name over all policies: of the local subsidies, then of those beside; the class's
            first, then the person's, each in tree order.
        lists: the fields read of each list's records.
    """

    entries: tuple[Entry, ...]
    local: int
    facts: Mapping[str, Fact]
    lists: Mapping[str, tuple[Element, ...]]

    @cached_property
    def followed(self) -> frozenset[int]:
        """The entries whose doubts are tried one by one: the local ones, and those that may bar a local one."""
        kinds = frozenset(kind for entry in self.entries[: self.local] for kind in entry.kinds)
        binding = (i for i, entry in enumerate(self.entries) if kinds & entry.binds)
        return frozenset((*range(self.local), *binding))

    @cached_property
    def paying(self) -> tuple[int, ...]:
        """The places of the local subsidies: of all that money follows from."""
        return tuple(index for index in range(self.local) if self.entries[index].pays)

    @cached_property
    def wanted(self) -> dict[str, Fact]:
        """The facts that the door supplies, by path: all but readings and rulings."""
        plain = {fact.path: fact for key, fact in self.facts.items() if not is_clause(key)}
        return plain | {fact.path: fact for fact in dates_in(plain.values())}


@lru_cache(maxsize=256)
def docket(local: tuple[Policy, ...], beside: tuple[Policy, ...], *, of_case: bool = False) -> Docket:
    """Compiles the items of the policies; the same policies are compiled once.

    Args:
        local: the policies of the place.
        beside: those that are judged beside them.
        of_case: whether the items are wanted that are decided once for the case instead of those of its people.
    """
    groups = [
        [entry for policy in group for entry in _compiled(policy) if entry.item.subject.of_case is of_case]
        for group in (local, beside)
    ]
    entries = tuple(entry for group in groups for entry in group)
    facts: dict[str, Fact] = {}
    for group in groups:
        facts |= {key: fact for key, fact in _read(group).items() if key not in facts}
    for policy in (*local, *beside):
        facts |= {path: fact for path, fact in _dates(policy).items() if path not in facts}
    lists: dict[str, dict[str, Element]] = {}
    for entry in entries:
        besides = layout(_besides(entry.policy, entry.item)).lists
        for source, _, fields in (*entry.decider.layout.lists, *besides):
            lists.setdefault(source, {}).update({field.field: field for field in fields})
    return Docket(entries, len(groups[0]), facts, {name: tuple(fields.values()) for name, fields in lists.items()})


def _read(entries: Iterable[Entry]) -> dict[str, Fact]:
    """The facts that some subsidies read by name: those of the class first, then the person's."""
    found: dict[str, Fact] = {}
    for entry in entries:
        facts = [*entry.decider.layout.facts, *facts_in(*_besides(entry.policy, entry.item)).values()]
        for fact in facts:
            found.setdefault(key_of(entry.policy.id, fact.path), fact)
    shared = {key: fact for key, fact in found.items() if is_shared(key, fact)}
    return shared | found


def _dates(policy: Policy) -> dict[str, Fact]:
    """The governing dates, which the answer shows even if no subsidy reads them."""
    dates = {path for item in policy.items.values() for path in item.judged_on}
    dates |= {path for item in policy.items.values() if item.own for path in item.own.judged_on}
    dates |= {path for used in policy.uses.values() for path in used.judged_on}
    return {path: vocabulary.fact(path) for path in (*policy.judged_on, *sorted(dates))} if policy.window else {}


@lru_cache(maxsize=256)
def _compiled(policy: Policy) -> tuple[Entry, ...]:
    return tuple(_entry(policy, item) for item in policy.items.values())


def _entry(policy: Policy, item: Item) -> Entry:
    decider = compile_plan(item.plan)
    keys = tuple(key_of(policy.id, fact.path) for fact in decider.layout.facts)
    others = tuple((key_of(policy.id, path), path) for path in facts_in(*_besides(policy, item)))
    codes = (item.payee_code, item.fund_code) if isinstance(item, Subsidy) else (None, None)
    return Entry(policy, item, decider, keys, others, no_limit_from(item.plan.amount), codes)


def _besides(policy: Policy, item: Item) -> list[Node]:
    """What is read besides the plan: payee, fund and what an advance hangs on; what a measure brings."""
    if isinstance(item, Subsidy):
        return _paid(policy, item)
    return [one.code for one in item.follows] if isinstance(item, Measure) else []


def _paid(policy: Policy, subsidy: Subsidy) -> list[Node]:
    found = [node for node in (subsidy.payee_code, subsidy.fund_code) if node is not None]
    if subsidy.advance is not None:
        rules = (policy.rules[name].condition for name in subsidy.advance.requires)
        found += [subsidy.advance.share[0], *rules, vocabulary.fact(ADVANCED)]
    return found
