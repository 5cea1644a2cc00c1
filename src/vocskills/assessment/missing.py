"""What is missing, ranked by what knowing it would do.

Each fact in doubt is tried with a few values: all of a small list, else its ends and the constants that the rules
compare with. A fact is worth more the more determinations some value of it decides, then the more conditions some
value clears, then the further it narrows what is payable. A fact that decides nothing alone may still be needed: then
all that the answer hangs on is listed together, in the order in which the rules read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

import attrs

from vocskills import calendar
from vocskills.assessment.answer import Missing
from vocskills.assessment.determine import payable_of, rule_states
from vocskills.assessment.docket import UNLIMITED, Docket, Entry, is_clause, key_of, local_facts
from vocskills.assessment.doubt import Doubts, World, judge, outcome_of
from vocskills.assessment.measures import vague
from vocskills.assessment.said import clause_facts, policies_of
from vocskills.assessment.sums import spread
from vocskills.bounds import Bounds, is_point
from vocskills.door import Subject, dates_in, rederived
from vocskills.engines.interpret import Records, interpret
from vocskills.engines.plan import Outcome
from vocskills.engines.prose import fact_text
from vocskills.language import vocabulary
from vocskills.language.nodes import Compare, Fact, Literal, Node, Quantified, facts_in, walk
from vocskills.model.fields import Kind
from vocskills.model.terms import AwardKind, SubjectKind
from vocskills.money import Money
from vocskills.policy.pack import ClauseKind
from vocskills.text import Text

MOST_TRIED = 8


@attrs.frozen
class State:
    """How much of a subject's local answer is in doubt.

    Attributes:
        undecided: local subsidies without a sure outcome.
        conditions: windows, rules and amounts in doubt over all local subsidies.
        width: how far what is payable may vary, in fen.
        loose: the share of the worlds in which an amount is not exact, summed over the subsidies.
        vague: what measures bring, days and sums, as far as it is in doubt.
    """

    undecided: int
    conditions: int
    width: int
    loose: Fraction
    vague: int


@attrs.frozen
class Effect:
    """What knowing one fact would do for one subject."""

    decides: int
    settles: bool
    clears: int
    narrows: int
    tightens: bool

    @property
    def helps(self) -> bool:
        """Whether it would do anything at all."""
        return bool(self.decides or self.clears or self.narrows or self.tightens)


def missing(
    people: Sequence[tuple[Subject, Doubts]], whole: tuple[Subject, Doubts] | None = None
) -> tuple[Missing, ...]:
    """What is missing over all people and the class, what decides most first.

    Args:
        people: each subject with its worlds.
        whole: the same of the class and its provider, where something is decided of them once.
    """
    found: dict[str, list[_Asked]] = {}
    for subject, doubts in people:
        for key, effect in _effects(subject, doubts).items():
            found.setdefault(key, []).append(_Asked(effect, doubts, subject.heads))
    if whole is not None:
        for key, effect in _effects(*whole).items():
            found.setdefault(key, []).append(_Asked(effect, whole[1], 1, once=True))
    return tuple(_row(key, found[key]) for key in sorted(found, key=lambda key: _rank(found[key])))


@attrs.frozen
class _Asked:
    """A fact in doubt for one subject: what knowing it would do, for how many, and whether for the class itself."""

    effect: Effect
    doubts: Doubts
    heads: int
    once: bool = False


def _effects(subject: Subject, doubts: Doubts) -> dict[str, Effect]:
    """The facts that one subject's answer hangs on: those that do something alone, else all."""
    before = state_of(doubts)
    if not (before.undecided or before.width or before.vague):
        return {}
    effects = {key: _effect(subject, doubts, key, before) for key in _unknown(subject, doubts)}
    return {key: effect for key, effect in effects.items() if effect.helps} or effects


def _rank(asked: list[_Asked]) -> tuple[int, int, int]:
    total = [sum(a.heads * getattr(a.effect, name) for a in asked) for name in ("decides", "clears", "narrows")]
    return -total[0], -total[1], -total[2]


def _row(key: str, asked: list[_Asked]) -> Missing:
    label, question = words(key, asked[0].doubts.docket)
    narrows = sum(one.heads * one.effect.narrows for one in asked)
    return Missing(
        path=key,
        label=label,
        question=question,
        people=sum(one.heads for one in asked if not one.once),
        decides=sum(one.heads * one.effect.decides for one in asked),
        settles=all(one.effect.settles for one in asked),
        narrows=Money(narrows) if narrows < UNLIMITED else None,
        clears=sum(one.heads * one.effect.clears for one in asked),
        once=tuple(kind for one in asked if one.once for kind in _decided_of(one.doubts, key)),
    )


def _decided_of(doubts: Doubts, key: str) -> list[SubjectKind]:
    """Of what there is something undetermined that hangs on a fact, each once."""
    trees = _open_trees(doubts)
    kinds = {entry.item.subject for entry, node in trees if key in _doubtful(entry, node, doubts)}
    return [kind for kind in SubjectKind if kind in kinds]


def words(key: str, docket: Docket) -> tuple[Text, Text]:
    """The words of a fact in doubt, and what to find out where."""
    clauses = clause_facts(policies_of(docket))
    if key in clauses:
        policy, clause = clauses[key]
        decided = clause.decided_by
        ask = Text("由主管部门书面明确", "ask for a ruling in writing")
        if clause.kind is ClauseKind.DELEGATED and decided:
            ask = Text(f"由{decided.zh}确定", f"set by: {decided.en}")
        if clause.supplied_by:
            ask = _ask_for(clause.supplied_by)
        title = policy.title
        return clause.question, Text(f"{ask.zh}（{title.zh}）", f"{ask.en} ({title.en})")
    if key in vocabulary.lists():
        label = vocabulary.lists()[key].label
        ask = Text(f"查清{label.zh}，并注明记录是否完整", f"find out the {label.en}, and say whether they are complete")
        return label, ask
    label = fact_text(docket.facts[key])
    return label, Text(f"查明：{label.zh}", f"find out: {label.en}")


def _ask_for(path: str) -> Text:
    """What to do about a table that is open, where something of the case may stand in for it."""
    if vocabulary.sourced(path):
        return Text(f"查明标准，连同出处填入 {path}", f"find out the figure and give it as {path}, with its source")
    label = vocabulary.facts()[path].label
    return Text(f"查明{label.zh}，填入 {path}", f"find out {label.en} and give it as {path}")


def state_of(doubts: Doubts) -> State:
    """How much is in doubt."""
    undecided = conditions = width = brings = 0
    loose = Fraction(0)
    for index in range(doubts.docket.local):
        lines = [world.lines[index] for world in doubts.worlds]
        outcome = outcome_of(lines)
        undecided += outcome is Outcome.UNDETERMINED
        conditions += len(rule_states(lines)[1]) + _gates(doubts, index)
        low, high = spread(payable_of(doubts.docket, index)(world) for world in doubts.worlds).bounds
        width += high - low
        conditions += high > low
        brings += len(vague(doubts, index))
        loose += Fraction(sum(line.least < line.most for line in lines), len(lines))
    return State(undecided, conditions + brings, width, loose, brings)


def _gates(doubts: Doubts, index: int) -> int:
    """Whether it is in doubt that the text governs or that the subsidy is for such a program."""
    entry = doubts.docket.entries[index]
    facts = local_facts(entry, doubts.values, doubts.seen(entry))
    plan = entry.item.plan
    return sum(not is_point(interpret(node, facts)) for node in (plan.applies, plan.governs))


def _unknown(subject: Subject, doubts: Doubts) -> list[str]:
    """The facts and lists in doubt that an open condition hangs on, in the docket's order, lists last."""
    found: set[str] = set()
    for entry, node in _open_trees(doubts):
        keys = list(_doubtful(entry, node, doubts))
        facts = local_facts(entry, doubts.values, doubts.seen(entry))
        alone = [key for key in keys if _matters(subject, doubts, entry, node, key, interpret(node, facts))]
        # No fact of an "exactly one of" matters alone: then all of them are asked for together.
        found |= set(alone or keys)
    order = [*doubts.docket.facts, *doubts.docket.lists]
    return [key for key in order if key in found]


def _open_trees(doubts: Doubts) -> Iterator[tuple[Entry, Node]]:
    """What is open: windows, programs, rules and amounts of local subsidies, and rules of what may bar them."""
    kinds: set[AwardKind] = set()
    for index, entry in enumerate(doubts.docket.entries):
        lines = [world.lines[index] for world in doubts.worlds]
        plan = entry.item.plan
        local = index < doubts.docket.local
        yield from ((entry, tree) for tree in (vague(doubts, index) if local else ()))
        settled = len(set(lines)) == 1 and lines[0].settled
        if settled or not (local or kinds & entry.binds):
            continue
        kinds |= entry.kinds if local else set()
        gates = (plan.applies, plan.governs)
        trees = [*gates, *(plan.rules[i] for i in rule_states(lines)[1]), *((plan.amount,) if local else ())]
        facts = local_facts(entry, doubts.values, doubts.seen(entry))
        yield from ((entry, tree) for tree in trees if not is_point(interpret(tree, facts)))


def _doubtful(entry: Entry, node: Node, doubts: Doubts) -> Iterator[str]:
    facts = facts_in(node)
    for path, fact in {**facts, **{on.path: on for on in dates_in(facts.values())}}.items():
        key = key_of(entry.policy.id, path)
        if key in doubts.values and not is_point(doubts.values[key]) and fact.type.kind is not Kind.CODE:
            yield key
    sources = {part.source for part in walk(node) if isinstance(part, Quantified)}
    yield from (source for source in doubts.docket.lists if source in sources and doubts.lists[source].rest)


def _matters(subject: Subject, doubts: Doubts, entry: Entry, node: Node, key: str, before: Bounds) -> bool:
    """Whether some value of a fact changes what a tree can be."""
    if key in doubts.lists:
        lists = doubts.others.seen({**doubts.lists, key: _complete(doubts.lists[key])}, entry.order)
        return interpret(node, local_facts(entry, doubts.values, lists)) != before
    for value in _candidates(doubts, key):
        values = rederived(subject, doubts.docket.wanted, _set(doubts, key, value))
        if interpret(node, local_facts(entry, values, doubts.seen(entry))) != before:
            return True
    return False


def _effect(subject: Subject, doubts: Doubts, key: str, before: State) -> Effect:
    after = [state_of(other) for other in _tried(subject, doubts, key)]
    best = min(state.undecided for state in after)
    clears = max(before.conditions - state.conditions for state in after)
    narrows = max(before.width - state.width for state in after)
    settles = bool(before.undecided) and all(state.undecided == 0 for state in after)
    tightens = any(state.loose < before.loose for state in after)
    return Effect(before.undecided - best, settles, max(clears, 0), max(narrows, 0), tightens)


def _tried(subject: Subject, doubts: Doubts, key: str) -> Iterator[Doubts]:
    """The same subject with one fact known, for a few values of it."""
    if key in doubts.lists:
        lists = {**doubts.lists, key: _complete(doubts.lists[key])}
        yield judge(doubts.docket, doubts.values, lists, doubts.others)
        return
    parts: dict[int, list[World]] = {}
    for world in doubts.worlds:
        if key in world.choice:
            parts.setdefault(world.choice[key], []).append(world)
    if parts:
        # A fact already tried in the worlds needs no engine: its worlds are there.
        for value, worlds in parts.items():
            yield attrs.evolve(doubts, worlds=tuple(worlds), values=_set(doubts, key, value), common={})
        return
    for value in _candidates(doubts, key):
        values = rederived(subject, doubts.docket.wanted, _set(doubts, key, value))
        yield judge(doubts.docket, values, doubts.lists, doubts.others)


def _set(doubts: Doubts, key: str, value: int) -> dict[str, Bounds]:
    return {**doubts.values, key: (value, value)}


def _complete(records: Records) -> Records:
    return attrs.evolve(records, rest=0)


def _candidates(doubts: Doubts, key: str) -> Sequence[int]:
    """Values worth trying: all of a short list, else the ends and what rules compare with."""
    lo, hi = doubts.values[key]
    fact = doubts.docket.facts[key]
    if hi - lo < MOST_TRIED and fact.type.kind is not Kind.DATE:
        return range(lo, hi + 1)
    near = set()
    for entry in doubts.docket.entries:
        for value in _constants(entry):
            near |= _around(value, fact)
    for clause_key, (_, clause) in clause_facts(policies_of(doubts.docket)).items():
        if clause.type.kind is fact.type.kind and is_clause(clause_key):
            near |= {clause.fact.lo, clause.fact.hi}
    inside = sorted(value for value in near if lo < value < hi)
    picked = [inside[i * len(inside) // (MOST_TRIED - 2)] for i in range(MOST_TRIED - 2)] if inside else []
    return sorted({lo, hi, *picked})


def _around(value: int, fact: Fact) -> set[int]:
    """A constant and its neighbours, if it is of the fact's sort."""
    date = fact.type.kind is Kind.DATE
    if date != calendar.is_day(value):
        return set()
    if not date:
        return {value - 1, value, value + 1}
    return {calendar.plus_days(value, days) for days in (-1, 0, 1)}


@lru_cache(maxsize=1024)
def _constants(entry: Entry) -> frozenset[int]:
    """The constants that the rules of a subsidy compare with."""
    plan = entry.item.plan
    roots: list[Node] = [plan.applies, plan.governs, plan.touches, *plan.rules]
    compared = [node for root in roots for node in walk(root) if isinstance(node, Compare)]
    sides = [side for node in compared for side in (node.left, node.right)]
    return frozenset(side.value for side in sides if isinstance(side, Literal) and isinstance(side.value, int))
